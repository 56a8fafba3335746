/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The calls an act makes: whether it may, what it would do, doing it and saying so,
 * and the target's values as a form has them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act_internal.h"
#include "ui/dialog.h"

static struct dw_call
call_for(struct act *act, unsigned flags)
{
	return (struct dw_call){
		.action = act->action,
		.app = act->c->app,
		.args = &act->args,
		.target_ref = act->n_refs > 0 ? act->refs[0] : NULL,
		.expect_version = act->version,
		.flags = flags,
	};
}

/* ---- asking -------------------------------------------------------------------- */

static int64_t
version_of(const struct dw_target *target)
{
	switch (target->kind) {
	case DW_KIND_USER:
		return target->user.version;
	case DW_KIND_GROUP:
		return target->group.version;
	default:
		return 0;
	}
}

enum dw_code
act_may(struct act *act, struct dw_error *err)
{
	struct dw_call call = call_for(act, 0);
	enum dw_code rc = dw_may(&call, err);

	act->version = version_of(&call.target);
	if (call.target.kind != DW_KIND_NONE)
		dw_replace(&act->label, dw_display_dup(call.label));
	dw_call_clear(&call);
	return rc;
}

void
act_refused(struct act *act, enum dw_code code)
{
	struct dw_call call = call_for(act, 0);

	/* Again, because the entry names the target, which is loaded on the way. */
	if (dw_may(&call, NULL) != DW_OK) {
		dw_note_refusal(&call, code);
		console_look(act->c);
	}
	dw_call_clear(&call);
}

enum dw_code
act_may_set(struct act *act, int index, struct dw_error *err)
{
	struct dw_call call = call_for(act, 0);
	enum dw_code rc = DW_OK;

	if (act->action->fixed == NULL)
		return DW_OK;
	/* A field of a target that cannot be touched at all is not worth a second reason. */
	if (dw_may(&call, NULL) == DW_OK)
		rc = act->action->fixed(&call, index, err);
	dw_call_clear(&call);
	return rc;
}

enum dw_code
act_judge(struct act *act, struct dw_error *err)
{
	struct dw_call call = call_for(act, DW_CALL_DRY_RUN);
	enum dw_code rc = dw_judge(&call, err);

	dw_call_clear(&call);
	return rc;
}

enum dw_code
act_try(struct act *act, bool *changed, char **effects, char **note, struct dw_error *err)
{
	struct dw_call call = call_for(act, DW_CALL_DRY_RUN | DW_CALL_EFFECTS);
	struct dw_error mine = { 0 };
	enum dw_code rc = dw_invoke(&call, &mine);

	if (rc == DW_OK) {
		/* Whom it is about, where only the action itself knows that. */
		if (act->action->shows ||
			(act->action->confirm != NULL && call.target.kind == DW_KIND_NONE))
			dw_replace(&act->label, dw_display_dup(call.label));
		*changed = call.changed;
		*effects = dw_steal(&call.effects);
		/* Why nothing is different, where the action says that. */
		*note = call.note == NULL && !call.changed ? dw_steal(&call.said) : dw_steal(&call.note);
	} else {
		/* It was really asked for; only the question before it is missing. */
		call.flags &= ~(unsigned)DW_CALL_DRY_RUN;
		dw_note_refusal(&call, rc);
		*err = mine;
	}
	dw_call_clear(&call);
	return rc;
}

void
act_say_error(struct console *c, const struct dw_error *err)
{
	DW_AUTO_FREE char *shown = dw_display_dup(err->message);
	int rows, cols;

	ui_term_size(c->ui.term, &rows, &cols);
	if (dw_columns(shown) <= cols - 2) {
		ui_say_error(&c->ui, err);
		return;
	}
	/* What to do instead stands at the end of the sentence. */
	ui_term_beep(c->ui.term);
	ui_tell(&c->ui, _("This cannot be done"), shown);
}

/* ---- doing --------------------------------------------------------------------- */

/* "bsmith is active again · doorward user activate bsmith" */
static void
say(struct console *c, const struct dw_call *call)
{
	DW_AUTO_FREE char *shell = dw_call_shell(call);
	DW_AUTO_FREE char *command = dw_display_dup(shell);
	DW_AUTO(dw_buf) text = { 0 };

	dw_buf_puts(&text, call->said);
	if (call->note != NULL)
		dw_buf_printf(&text, ". %s", call->note);
	if (call->changed)
		dw_buf_printf(&text, " · %s", command);
	ui_say(&c->ui, call->changed ? STYLE_OK : STYLE_NORMAL, "%s", dw_buf_text(&text));
}

/* *label is what was changed, by its name afterwards; *made the secret that an action reveals.
 * Both may be NULL. */
static enum dw_code
run(struct console *c, struct dw_call *call, char **label, struct dw_secret *made,
	struct dw_error *err)
{
	enum dw_code rc = dw_invoke(call, err);

	if (rc == DW_OK) {
		c->changes += call->changed;
		say(c, call);
		if (label != NULL && call->label[0] != '\0')
			dw_replace(label, dw_display_dup(call->label));
		if (made != NULL) {
			dw_secret_clear(made);
			*made = call->secret;
			call->secret = (struct dw_secret){ 0 };
		}
	}
	dw_call_clear(call);
	/* A refusal has changed something too: the audit. */
	console_look(c);
	return rc;
}

enum dw_code
act_do(struct act *act, struct dw_error *err)
{
	struct dw_call call = call_for(act, 0);
	enum dw_code rc = run(act->c, &call, &act->label, &act->made, err);

	if (rc == DW_OK)
		act_done(act, NULL);
	return rc;
}

enum dw_code
act_run(struct console *c, const struct dw_action *action, struct dw_args *args,
	const char *target_ref, int64_t expect_version, struct dw_error *err)
{
	struct dw_call call = {
		.action = action,
		.app = c->app,
		.args = args,
		.target_ref = target_ref,
		.expect_version = expect_version,
	};
	enum dw_code rc = run(c, &call, NULL, NULL, err);

	dw_args_clear(args);
	return rc;
}

/* ---- values as they are -------------------------------------------------------- */

/* As it would be typed; not made safe to show, as it is to be saved again. */
static char *
value_typed(const struct dw_column *column, const struct dw_value *value)
{
	DW_AUTO(dw_buf) text = { 0 };
	char time[DW_TIME_TEXT];

	switch (column->type) {
	case DW_TIME:
		dw_buf_puts(&text, dw_time_local(value->num, time));
		break;
	case DW_BOOL:
		dw_buf_puts(&text, value->num != 0 ? "yes" : "no");
		break;
	case DW_NAMES:
		for (size_t i = 0; i < value->names.count; i++)
			dw_buf_printf(&text, "%s%s", i > 0 ? ", " : "", value->names.items[i]);
		break;
	default:
		dw_value_csv(&text, column, value);
		break;
	}
	return dw_buf_steal(&text);
}

/* The action that shows a thing of this kind whole. */
static const char *
show_of(enum dw_kind kind)
{
	switch (kind) {
	case DW_KIND_USER:
		return "user.show";
	case DW_KIND_GROUP:
		return "group.show";
	default:
		return NULL;
	}
}

enum dw_code
act_values(struct act *act, char ***out, struct dw_error *err)
{
	const char *show = show_of(act->action->target);
	const struct dw_action *reading = show != NULL ? dw_action_find(show) : NULL;
	DW_AUTO(dw_rows) rows = { 0 };
	const struct dw_value *row;
	enum dw_code rc;

	dw_rows_init(&rows);
	if (reading != NULL && act->n_refs == 1) {
		const struct console_arg args[] = {
			{ reading->params[dw_param_target(reading)].name, act->refs[0] }, { NULL, NULL } };

		if ((rc = console_read(act->c, show, args, DW_CALL_UNCOUNTED, false, &rows, err)) != DW_OK)
			return rc;
	}
	*out = dw_calloc(act->action->n_params, sizeof(**out));
	row = dw_rows_at(&rows, 0);
	for (size_t i = 0; row != NULL && i < act->action->n_params; i++) {
		const char *name = act->action->params[i].column;
		int at = name != NULL ? dw_column_find(rows.columns, rows.n_columns, name) : -1;

		if (at >= 0)
			(*out)[i] = value_typed(&rows.columns[at], &row[at]);
	}
	return DW_OK;
}

void
act_values_free(const struct act *act, char **values)
{
	for (size_t i = 0; values != NULL && i < act->action->n_params; i++)
		free(values[i]);
	free(values);
}
