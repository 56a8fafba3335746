/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions on the terminal. See ask.h.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cli/ask.h"
#include "cli/print.h"

#define TTY "/dev/tty"
#define NAMED 5  /* targets named in a question */
#define GROUPS 5 /* of four characters: 100 bits */

/* "alice, bob and 3 more" */
static void
add_targets(struct dw_buf *out, const struct dw_batch *batch)
{
	for (size_t i = 0; i < batch->n && i < NAMED; i++)
		dw_buf_printf(out, "%s%s", i > 0 ? ", " : "",
			batch->items[i].label != NULL ? batch->items[i].label : "");
	if (batch->n > NAMED)
		dw_buf_printf(out, DW_NG(" and %zu more", " and %zu more", batch->n - NAMED),
			batch->n - NAMED);
}

/* The question has one %s at most; a lint test holds it to that. */
static void
add_question(struct dw_buf *out, const char *question, const char *targets)
{
	const char *place = strstr(question, "%s");

	if (place == NULL) {
		dw_buf_puts(out, question);
		return;
	}
	dw_buf_add(out, question, (size_t)(place - question));
	dw_buf_puts(out, targets);
	dw_buf_puts(out, place + 2);
}

static bool
is_yes(const char *answer)
{
	/* TRANSLATORS: what a person types to agree, in full; its first letter is enough. */
	const char *yes = _("yes");
	size_t len = strcspn(answer, "\r\n");

	if (len == 1)
		return answer[0] == 'y' || answer[0] == 'Y' || answer[0] == yes[0];
	return (len == strlen(yes) && strncmp(answer, yes, len) == 0) ||
		(len == 3 && strncmp(answer, "yes", len) == 0);
}

enum dw_code
dw_ask_confirm(const struct dw_batch *batch, struct dw_error *err)
{
	FILE *tty = fopen(TTY, "r+e");
	DW_AUTO(dw_buf) targets = { 0 };
	DW_AUTO(dw_buf) question = { 0 };
	char answer[64] = "";

	if (tty == NULL)
		return dw_fail_field(err, DW_USAGE, "yes",
			_("This asks before it is done, and there is no terminal to ask on. "
			  "Add --yes to do it without asking."));
	add_targets(&targets, batch);
	add_question(&question, _(batch->action->confirm), dw_buf_text(&targets));
	dw_buf_puts(&question, _(" [y/N]"));
	dw_print_line(tty, "%s", dw_buf_text(&question));
	fflush(tty);
	if (fgets(answer, sizeof(answer), tty) == NULL)
		answer[0] = '\0';
	fclose(tty);
	if (is_yes(answer))
		return DW_OK;
	return dw_fail(err, DW_CANCELLED, _("Cancelled; nothing was changed."));
}

static enum dw_code
ask(const struct dw_param *param, struct dw_secret *out, struct dw_error *err)
{
	DW_AUTO_FREE char *prompt = dw_format("%s: ", _(param->title));
	enum dw_code rc = dw_secret_ask(TTY, prompt, true, out, err);

	if (rc == DW_UNAVAILABLE)
		return dw_fail_field(err, DW_USAGE, param->name,
			_("There is no terminal to ask for it. Use --%s-stdin to read it from standard "
			  "input, or --generate."), param->name);
	return rc;
}

/* A dry run shows none. */
static enum dw_code
may_show(const struct dw_request *request, struct dw_error *err)
{
	if (!request->options.show_secret && !request->options.dry_run && isatty(STDOUT_FILENO) == 0)
		return dw_fail_field(err, DW_USAGE, "show-secret",
			_("A generated secret is shown on a terminal, and the output is none. "
			  "Add --show-secret to write it all the same."));
	return DW_OK;
}

enum dw_code
dw_ask_may_show(const struct dw_request *request, struct dw_error *err)
{
	return request->command.action->reveals ? may_show(request, err) : DW_OK;
}

static enum dw_code
make(const struct dw_request *request, struct dw_secret *out, struct dw_secret *generated,
	struct dw_error *err)
{
	enum dw_code rc = may_show(request, err);

	if (rc != DW_OK)
		return rc;
	dw_secret_generate(GROUPS, out);
	return dw_secret_set(generated, out->data, out->len, err);
}

enum dw_code
dw_ask_secret(struct dw_request *request, struct dw_secret *generated, struct dw_error *err)
{
	int index = dw_action_secret(request->command.action);
	const struct dw_param *param = index >= 0 ? &request->command.action->params[index] : NULL;
	enum dw_secret_from from = request->command.secret_from;
	DW_AUTO(dw_secret) secret = { 0 };
	enum dw_code rc = DW_OK;

	if (param == NULL)
		return DW_OK;
	if (from == DW_SECRET_NONE && (param->flags & DW_P_REQUIRED) != 0)
		from = DW_SECRET_ASK;
	switch (from) {
	case DW_SECRET_NONE:
		return DW_OK;
	case DW_SECRET_ASK:
		rc = ask(param, &secret, err);
		break;
	case DW_SECRET_STDIN:
		rc = dw_secret_read_line(STDIN_FILENO, &secret, err);
		break;
	case DW_SECRET_MADE:
		rc = make(request, &secret, generated, err);
		break;
	}
	return rc == DW_OK ? dw_args_put_secret(&request->command.args, index, &secret, err) : rc;
}
