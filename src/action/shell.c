/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A call as the shell command that does the same, to be shown after a write and
 * kept in notes. Secrets are left out: the command asks for them. See invoke.h.
 */
#include <string.h>

#include "action/invoke.h"
#include "base/utf8.h"

void
dw_shell_word(struct dw_buf *out, const char *word)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-";

	dw_buf_putc(out, ' ');
	if (word[0] != '\0' && word[strspn(word, plain)] == '\0') {
		dw_buf_puts(out, word);
		return;
	}
	dw_buf_putc(out, '\'');
	for (const char *p = word; *p != '\0'; p++) {
		if (*p == '\'')
			dw_buf_puts(out, "'\\''");
		else
			dw_buf_putc(out, *p);
	}
	dw_buf_putc(out, '\'');
}

/* *dashed: a word by position begins with a hyphen. */
static void
add_value(struct dw_buf *out, const struct dw_param *param, const char *value, bool *dashed)
{
	if ((param->flags & DW_P_POSITION) == 0)
		dw_buf_printf(out, " --%s", param->name);
	else
		*dashed |= value[0] == '-';
	if (param->kind != DW_P_FLAG)
		dw_shell_word(out, value);
}

static void
add_param(struct dw_buf *out, const struct dw_call *call, size_t i, bool *dashed)
{
	const struct dw_param *param = &call->action->params[i];
	const struct dw_arg *arg = &call->args->at[i];

	/* By the name it had when the command would have been typed: it may be another one now. */
	if ((param->flags & DW_P_TARGET) != 0 && call->subject != NULL &&
		call->action->target != DW_KIND_SESSION) {
		add_value(out, param, call->subject, dashed);
		return;
	}
	if (!arg->given)
		return;
	if (param->kind == DW_P_SECRET) {
		dw_buf_printf(out, " --%s-stdin", param->name);
		return;
	}
	for (size_t k = 0; k < arg->n_items; k++)
		add_value(out, param, arg->items[k], dashed);
	if (arg->n_items == 0)
		add_value(out, param, arg->text, dashed);
}

char *
dw_call_shell(const struct dw_call *call)
{
	DW_AUTO(dw_buf) out = { 0 };
	DW_AUTO(dw_buf) words = { 0 };
	bool dashed = false;
	char *dot;

	dw_buf_printf(&out, "doorward %s", call->action->name);
	dot = strchr(out.data, '.');
	if (dot != NULL)
		*dot = ' ';
	/* Options first, then the words by position, as the command's usage has them. */
	for (size_t i = 0; i < call->action->n_params; i++)
		add_param(call->action->params[i].flags & DW_P_POSITION ? &words : &out, call, i, &dashed);
	/* What begins with a hyphen would be taken for an option, quoted or not. */
	if (dashed)
		dw_buf_puts(&out, " --");
	dw_buf_puts(&out, dw_buf_text(&words));
	return dw_buf_steal(&out);
}
