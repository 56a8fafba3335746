/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The golden list of actions. The manual is in dump_man.c. See dump.h.
 */
#include "action/dump.h"
#include "base/mem.h"

static const char *const kinds[DW_PARAM_KINDS] = {
	[DW_P_TEXT] = "text",
	[DW_P_FLAG] = "flag",
	[DW_P_YESNO] = "yes/no",
	[DW_P_INT] = "number",
	[DW_P_TIME] = "time",
	[DW_P_DURATION] = "length of time",
	[DW_P_CHOICE] = "choice",
	[DW_P_USER] = "user",
	[DW_P_GROUP] = "group",
	[DW_P_PERMISSION] = "permission",
	[DW_P_SESSION] = "session",
	[DW_P_VIEW] = "view",
	[DW_P_ENTRY] = "audit action",
	[DW_P_FILTER] = "filter",
	[DW_P_SECRET] = "secret",
	[DW_P_INPUT] = "input file",
	[DW_P_OUTPUT] = "output file",
};

static void
add_param(struct dw_buf *out, const struct dw_param *param)
{
	static const struct {
		unsigned flag;
		const char *word;
	} flags[] = {
		{ DW_P_REQUIRED, "required" },
		{ DW_P_MANY, "many" },
		{ DW_P_POSITION, "positional" },
		{ DW_P_TARGET, "target" },
		{ DW_P_INSTEAD, "instead of the target" },
		{ DW_P_NO_FORM, "not in forms" },
		{ DW_P_OPERATOR_PII, "personal" },
		{ DW_P_AGO, "back" },
	};

	dw_buf_printf(out, "\t%s: %s", param->name, kinds[param->kind]);
	for (size_t i = 0; i < DW_COUNT(flags); i++)
		if ((param->flags & flags[i].flag) != 0)
			dw_buf_printf(out, ", %s", flags[i].word);
	for (size_t i = 0; param->choices != NULL && param->choices[i] != NULL; i++)
		dw_buf_printf(out, "%s%s", i == 0 ? "; one of " : "|", param->choices[i]);
	dw_buf_putc(out, '\n');
}

static const char *
who(const struct dw_action *action)
{
	if (action->authority == DW_BY_OWNER)
		return "the owner of the file";
	if (action->needs == DW_PERM_ADMIN)
		return "Admin";
	return action->needs == DW_PERM_NONE ? "any operator" : dw_perm_table[action->needs].name;
}

static void
add_action(struct dw_buf *out, const struct dw_action *action)
{
	static const char *const rules[] = { [DW_RULE_NONE] = "", [DW_RULE_SUBSET] = ", subset rule",
		[DW_RULE_LIGHT] = ", light rule" };
	static const char *const throttles[] = { [DW_THROTTLE_NONE] = "not throttled",
		[DW_THROTTLE_READ] = "counted as a read", [DW_THROTTLE_SENSITIVE] = "counted as a write" };
	static const char *const targets[] = { [DW_KIND_NONE] = "", [DW_KIND_USER] = " to a user",
		[DW_KIND_GROUP] = " to a group", [DW_KIND_PERMISSION] = " to a permission",
		[DW_KIND_SESSION] = " to a session" };
	static const char *const scopes[] = { [DW_SCOPE_STORE] = "", [DW_SCOPE_NONE] = ", no store yet",
		[DW_SCOPE_FILE] = ", on the file" };

	dw_buf_printf(out, "%s: %s%s by %s%s, %s%s\n", action->name,
		action->effect == DW_WRITE ? "write" : "read", targets[action->target], who(action),
		rules[action->rule], throttles[action->throttle], scopes[action->scope]);
	if (action->audit != NULL)
		dw_buf_printf(out, "\taudit %s\n", action->audit);
	if (action->confirm != NULL)
		dw_buf_printf(out, "\tasks \"%s\"\n", action->confirm);
	if (action->console)
		dw_buf_printf(out, "\tin the console%s%.1s\n", action->mnemonic != 0 ? ", key " : "",
			action->mnemonic != 0 ? &action->mnemonic : "");
	for (size_t i = 0; i < action->n_params; i++)
		add_param(out, &action->params[i]);
	if (action->columns == NULL)
		return;
	dw_buf_puts(out, "\tcolumns");
	for (size_t i = 0; i < *action->n_columns; i++)
		dw_buf_printf(out, "%c%s", i == 0 ? ' ' : ',', action->columns[i].name);
	dw_buf_putc(out, '\n');
}

void
dw_dump_actions(struct dw_buf *out)
{
	for (size_t i = 0; dw_actions[i] != NULL; i++)
		add_action(out, dw_actions[i]);
}
