/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Help for programs: the registry and the table of options as JSON. See help.h.
 */
#include <string.h>

#include "action/words.h"
#include "base/intl.h"
#include "base/table.h"
#include "cli/help.h"

/* Begins the next member of an object. */
static void
add_name(struct dw_buf *out, const char *name)
{
	dw_buf_printf(out, "%s\"%s\":", out->data[out->len - 1] == '{' ? "" : ",", name);
}

static void
add_text(struct dw_buf *out, const char *name, const char *text)
{
	add_name(out, name);
	dw_json_string(out, text);
}

static void
add_bool(struct dw_buf *out, const char *name, bool value)
{
	add_name(out, name);
	dw_buf_puts(out, value ? "true" : "false");
}

static void
add_param(struct dw_buf *out, const struct dw_param *param)
{
	bool secret = param->kind == DW_P_SECRET;

	dw_buf_putc(out, '{');
	add_text(out, "name", param->name);
	add_bool(out, "positional", (param->flags & DW_P_POSITION) != 0);
	add_bool(out, "required", (param->flags & DW_P_REQUIRED) != 0);
	add_bool(out, "many", (param->flags & DW_P_MANY) != 0);
	/* A secret has no value on the command line: it is asked for, read or made. */
	add_bool(out, "secret", secret);
	add_text(out, "value", secret || param->kind == DW_P_FLAG ? NULL : dw_param_metavar(param));
	if (param->choices != NULL) {
		add_name(out, "choices");
		dw_buf_putc(out, '[');
		for (size_t i = 0; param->choices[i] != NULL; i++) {
			dw_buf_puts(out, i > 0 ? "," : "");
			dw_json_string(out, param->choices[i]);
		}
		dw_buf_putc(out, ']');
	}
	add_text(out, "help", _(param->help));
	dw_buf_putc(out, '}');
}

static const char *
permission(const struct dw_action *action)
{
	if (action->authority == DW_BY_OWNER || action->needs == DW_PERM_NONE)
		return NULL;
	return dw_perm_table[action->needs].name;
}

static void
add_columns(struct dw_buf *out, const struct dw_action *action)
{
	bool begun = false;

	add_name(out, "columns");
	dw_buf_putc(out, '[');
	for (size_t i = 0; action->columns != NULL && i < *action->n_columns; i++) {
		if ((action->columns[i].flags & DW_COL_CURSOR) != 0)
			continue;
		dw_buf_puts(out, begun ? "," : "");
		dw_json_string(out, action->columns[i].name);
		begun = true;
	}
	dw_buf_putc(out, ']');
}

static void
add_action(struct dw_buf *out, const struct dw_action *action)
{
	DW_AUTO(dw_buf) usage = { 0 };
	DW_AUTO(dw_buf) words = { 0 };
	const char *verb = dw_action_verb(action);
	char noun[DW_NOUN_MAX];

	dw_action_synopsis(&usage, action);
	dw_buf_printf(&words, "%s%s%s", dw_action_noun(action, noun), verb[0] != '\0' ? " " : "", verb);
	dw_buf_putc(out, '{');
	add_text(out, "command", dw_buf_text(&words));
	add_text(out, "usage", dw_buf_text(&usage));
	add_text(out, "summary", _(action->summary));
	add_bool(out, "writes", action->effect == DW_WRITE);
	add_bool(out, "asks", action->confirm != NULL);
	add_bool(out, "owner_only", action->authority == DW_BY_OWNER);
	add_text(out, "permission", permission(action));
	add_text(out, "audit", action->audit);
	add_name(out, "parameters");
	dw_buf_putc(out, '[');
	for (size_t i = 0; i < action->n_params; i++) {
		dw_buf_puts(out, i > 0 ? "," : "");
		add_param(out, &action->params[i]);
	}
	dw_buf_putc(out, ']');
	add_columns(out, action);
	dw_buf_putc(out, '}');
}

static void
add_options(struct dw_buf *out)
{
	dw_buf_puts(out, ",\"options\":[");
	for (size_t i = 0; i < dw_option_count; i++) {
		const struct dw_option *option = &dw_option_table[i];
		const char letter[] = { option->letter, '\0' };

		dw_buf_puts(out, i > 0 ? ",\n{" : "{");
		add_text(out, "name", option->name);
		add_text(out, "letter", option->letter != 0 ? letter : NULL);
		add_text(out, "value", option->metavar);
		add_text(out, "help", _(option->help));
		dw_buf_putc(out, '}');
	}
	dw_buf_putc(out, ']');
}

void
dw_help_json(const struct dw_request *request, struct dw_buf *out)
{
	const struct dw_command *command = &request->command;
	bool lines = request->options.format == DW_FORMAT_JSONL, begun = false;

	if (command->action != NULL) {
		add_action(out, command->action);
		dw_buf_putc(out, '\n');
		return;
	}
	dw_buf_puts(out, lines ? "" : "{\"commands\":[");
	for (size_t i = 0; dw_actions[i] != NULL; i++) {
		char noun[DW_NOUN_MAX];

		if (command->noun[0] != '\0' &&
			strcmp(dw_action_noun(dw_actions[i], noun), command->noun) != 0)
			continue;
		dw_buf_puts(out, !begun ? "" : lines ? "\n" : ",\n");
		add_action(out, dw_actions[i]);
		begun = true;
	}
	if (!lines) {
		dw_buf_putc(out, ']');
		add_options(out);
		dw_buf_putc(out, '}');
	}
	dw_buf_putc(out, '\n');
}
