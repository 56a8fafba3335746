/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading for the screens: every row they show comes through the pipeline as the
 * answer of a read action, with the rights and the throttle of the operator. A key that
 * waits may end a read in the middle. See console.h.
 */
#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "ui/console.h"

static enum dw_code
put_args(struct dw_args *to, const struct console_arg *args, struct dw_error *err)
{
	enum dw_code rc;

	for (; args != NULL && args->name != NULL; args++) {
		int index = dw_param_find(to->action, args->name);

		if (index < 0)
			return dw_fail(err, DW_BUG, _("%s has no parameter “%s”."), to->action->name,
				args->name);
		if ((rc = dw_args_put(to, index, args->value, dw_now(), err)) != DW_OK)
			return rc;
	}
	return DW_OK;
}

enum dw_code
console_read_until(struct console *c, const char *name, const struct console_arg *args,
	unsigned flags, bool (*cancel)(void *arg), void *arg, struct dw_sink *sink,
	struct dw_error *err)
{
	const struct dw_action *action = dw_action_find(name);
	DW_AUTO(dw_args) given = { 0 };
	DW_AUTO(dw_call) call = { .action = action, .app = c->app, .args = &given, .flags = flags,
		.sink = sink };
	enum dw_code rc;

	if (action == NULL || action->effect != DW_READ)
		return dw_fail(err, DW_BUG, _("There is no action “%s” to read with."), name);
	dw_args_init(&given, action);
	if ((rc = put_args(&given, args, err)) != DW_OK)
		return rc;
	dw_db_on_progress(c->app->db, cancel, arg);
	rc = dw_invoke(&call, err);
	dw_db_on_progress(c->app->db, NULL, NULL);
	return rc;
}

/* Not while reads are being booked: those must arrive, whoever is in a hurry. */
static bool
key_waits(void *arg)
{
	struct console *c = arg;

	return !dw_db_in_txn(c->app->db) && ui_pending(&c->ui);
}

enum dw_code
console_read_to(struct console *c, const char *action, const struct console_arg *args,
	unsigned flags, bool interruptible, struct dw_sink *sink, struct dw_error *err)
{
	return console_read_until(c, action, args, flags, interruptible ? key_waits : NULL, c, sink,
		err);
}

enum dw_code
console_read(struct console *c, const char *action, const struct console_arg *args,
	unsigned flags, bool interruptible, struct dw_rows *out, struct dw_error *err)
{
	return console_read_to(c, action, args, flags, interruptible, &out->sink, err);
}

enum dw_code
console_count_read(struct console *c, const char *action, struct dw_error *err)
{
	const struct console_arg none[] = { { "limit", "1" }, { NULL, NULL } };
	DW_AUTO(dw_rows) rows = { 0 };

	dw_rows_init(&rows);
	return console_read(c, action, none, 0, false, &rows, err);
}

bool
console_may(struct console *c, const char *name)
{
	const struct dw_action *action = dw_action_find(name);

	return action != NULL && action->authority == DW_BY_OPERATORS &&
		!(action->effect == DW_WRITE && c->app->caller.read_only) &&
		dw_rights_have(&c->app->operator.rights, action->needs);
}

bool
console_is_read_only(struct console *c)
{
	/* Who may only look keeps views all the same; they change nobody, and neither does an
	 * export. What needs no right of its own, like undo, is of no use without others. */
	for (size_t i = 0; dw_actions[i] != NULL; i++)
		if (dw_actions[i]->effect == DW_WRITE && dw_actions[i]->console &&
			dw_actions[i]->needs != DW_PERM_NONE &&
			(dw_actions[i]->columns == NULL || dw_actions[i]->plans) &&
			dw_actions[i]->needs != DW_PERM_VIEW_USERS &&
			console_may(c, dw_actions[i]->name))
			return false;
	return true;
}

void
console_number(struct dw_buf *out, int64_t n)
{
	const char *apart = localeconv()->thousands_sep;
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%" PRId64, n);

	/* The C locale has none, but seven digits in a row cannot be read. */
	if (apart[0] == '\0')
		apart = ",";
	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0 && digits[i - 1] != '-')
			dw_buf_puts(out, apart);
		dw_buf_putc(out, digits[i]);
	}
}
