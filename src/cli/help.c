/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Help: two columns, names and sentences, wrapped to the terminal. See help.h.
 */
#include <string.h>

#include "action/words.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cli/help.h"

#define INDENT 2
#define NARROW 40 /* narrower terminals get lines that are too long */

/* Adds the sentence, wrapped at spaces; lines after the first begin at column `left`. */
static void
add_wrapped(struct dw_buf *out, const char *text, int left, int columns)
{
	int at = left;

	while (*text != '\0') {
		size_t len = strcspn(text, " ");
		DW_AUTO_FREE char *word = dw_strndup(text, len);
		int wide = dw_columns(word);

		if (at > left && at + 1 + wide > columns) {
			dw_buf_printf(out, "\n%*s", left, "");
			at = left;
		}
		dw_buf_puts(out, at > left ? " " : "");
		at += wide + (at > left ? 1 : 0);
		dw_buf_puts(out, word);
		text += len;
		text += strspn(text, " ");
	}
	dw_buf_putc(out, '\n');
}

/* A name and what it means; the sentence goes below a name that is too long. */
static void
add_entry(struct dw_buf *out, const char *name, const char *text, int left, int columns)
{
	int wide = INDENT + dw_columns(name);

	dw_buf_printf(out, "%*s%s", INDENT, "", name);
	if (wide + 2 > left)
		dw_buf_printf(out, "\n%*s", left, "");
	else
		dw_buf_printf(out, "%*s", left - wide, "");
	add_wrapped(out, text, left, columns);
}

static void
add_actions(struct dw_buf *out, const char *noun, int columns)
{
	for (size_t i = 0; dw_actions[i] != NULL; i++) {
		char its[DW_NOUN_MAX];
		DW_AUTO(dw_buf) words = { 0 };

		if (noun[0] != '\0' && strcmp(dw_action_noun(dw_actions[i], its), noun) != 0)
			continue;
		dw_buf_printf(&words, "%s %s", dw_action_noun(dw_actions[i], its),
			dw_action_verb(dw_actions[i]));
		add_entry(out, dw_buf_text(&words), _(dw_actions[i]->summary), 24, columns);
	}
}

static void
add_options(struct dw_buf *out, int columns)
{
	for (size_t i = 0; i < dw_option_count; i++) {
		const struct dw_option *option = &dw_option_table[i];
		DW_AUTO(dw_buf) name = { 0 };

		if (option->letter != 0)
			dw_buf_printf(&name, "-%c, ", option->letter);
		dw_buf_printf(&name, "--%s", option->name);
		if (option->metavar != NULL)
			dw_buf_printf(&name, " %s", option->metavar);
		add_entry(out, dw_buf_text(&name), _(option->help), 24, columns);
	}
}

static void
add_secret(struct dw_buf *out, const struct dw_param *param, int columns)
{
	DW_AUTO_FREE char *ask = dw_format("--%s", param->name);
	DW_AUTO_FREE char *read = dw_format("--%s-stdin", param->name);

	add_entry(out, ask, (param->flags & DW_P_REQUIRED) != 0
		? _("Ask for it on the terminal, as without any of these.")
		: _("Ask for it on the terminal."), 24, columns);
	add_entry(out, read, _("Read it from standard input, one line."), 24, columns);
	add_entry(out, "--generate", _("Make a random one and show it once."), 24, columns);
}

static void
add_param(struct dw_buf *out, const struct dw_param *param, int columns)
{
	DW_AUTO(dw_buf) name = { 0 };
	DW_AUTO(dw_buf) text = { 0 };
	char word[DW_NOUN_MAX];

	if (param->kind == DW_P_SECRET) {
		add_secret(out, param, columns);
		return;
	}
	if ((param->flags & DW_P_POSITION) != 0)
		dw_buf_printf(&name, "%s%s", dw_param_word(param, word),
			(param->flags & DW_P_MANY) != 0 ? "..." : "");
	else
		dw_buf_printf(&name, "--%s%s%s", param->name, param->kind == DW_P_FLAG ? "" : " ",
			dw_param_metavar(param));
	dw_buf_puts(&text, _(param->help));
	for (size_t i = 0; param->choices != NULL && param->choices[i] != NULL; i++)
		dw_buf_printf(&text, "%s%s", i == 0 ? _(" One of: ") : ", ", param->choices[i]);
	add_entry(out, dw_buf_text(&name), dw_buf_text(&text), 24, columns);
}

static void
add_columns(struct dw_buf *out, const struct dw_action *action, int columns)
{
	DW_AUTO(dw_buf) names = { 0 };

	for (size_t i = 0; i < *action->n_columns; i++)
		if ((action->columns[i].flags & DW_COL_CURSOR) == 0)
			dw_buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", action->columns[i].name);
	dw_buf_printf(out, "\n%s\n", _("Columns for --fields:"));
	dw_buf_printf(out, "%*s", INDENT, "");
	add_wrapped(out, dw_buf_text(&names), INDENT, columns);
}

/* Who may, and what is asked: a line each. */
static void
add_conditions(struct dw_buf *out, const struct dw_action *action, int columns)
{
	DW_AUTO_FREE char *needs = NULL;

	if (action->authority == DW_BY_OWNER)
		needs = dw_strdup(_("For the account that owns the store, or root."));
	else if (action->needs == DW_PERM_ADMIN)
		needs = dw_strdup(_("For members of Admin."));
	else if (action->needs != DW_PERM_NONE)
		needs = dw_format(_("Needs the permission %s."), dw_perm_table[action->needs].name);
	if (needs != NULL)
		add_wrapped(out, needs, 0, columns);
	if (action->confirm != NULL)
		add_wrapped(out, _("Asks before it is done, unless --yes is given."), 0, columns);
	add_wrapped(out, _("Options for every command: see “doorward help”."), 0, columns);
}

static void
help_action(struct dw_buf *out, const struct dw_action *action, int columns)
{
	DW_AUTO(dw_buf) usage = { 0 };
	DW_AUTO_FREE char *line = NULL;

	dw_action_synopsis(&usage, action);
	line = dw_format(_("Usage: %s"), dw_buf_text(&usage));
	add_wrapped(out, line, 0, columns);
	dw_buf_putc(out, '\n');
	add_wrapped(out, _(action->summary), 0, columns);
	if (action->n_params > 0)
		dw_buf_putc(out, '\n');
	for (size_t i = 0; i < action->n_params; i++)
		add_param(out, &action->params[i], columns);
	if (action->columns != NULL)
		add_columns(out, action, columns);
	dw_buf_putc(out, '\n');
	add_conditions(out, action, columns);
}

static void
help_noun(struct dw_buf *out, const char *noun, int columns)
{
	dw_buf_printf(out, _("Usage: doorward %s COMMAND [ARGUMENT...] [OPTION...]\n\n"), noun);
	add_actions(out, noun, columns);
	dw_buf_printf(out, _("\nMore about one of them: doorward help %s COMMAND\n"), noun);
}

static void
help_all(struct dw_buf *out, int columns)
{
	dw_buf_puts(out, _("Usage: doorward [OPTION...]                 the console\n"
		"       doorward NOUN VERB [ARGUMENT...] [OPTION...]\n"
		"       doorward help [NOUN [VERB] | keys]\n\n"));
	add_actions(out, "", columns);
	dw_buf_printf(out, "\n%s\n", _("Options for every command:"));
	add_options(out, columns);
}

enum dw_code
dw_help(const struct dw_request *request, int columns, struct dw_out *out, struct dw_error *err)
{
	DW_AUTO(dw_buf) text = { 0 };
	DW_AUTO(dw_buf) plain = { 0 };

	if (dw_wants_json(&request->options)) {
		dw_help_json(request, &text);
		return dw_out_puts(out, dw_buf_text(&text), err);
	}
	columns = columns < NARROW ? NARROW : columns > 100 ? 100 : columns;
	if (request->command.action != NULL)
		help_action(&text, request->command.action, columns);
	else if (request->command.noun[0] != '\0')
		help_noun(&text, request->command.noun, columns);
	else
		help_all(&text, columns);
	dw_buf_puts(&text, text.len > 0 && text.data[text.len - 1] != '\n' ? "\n" : "");
	/* Line by line: a line break is no character to be replaced. */
	for (const char *line = dw_buf_text(&text); *line != '\0';) {
		size_t len = strcspn(line, "\n");
		DW_AUTO_FREE char *copy = dw_strndup(line, len);

		dw_to_locale(&plain, copy);
		dw_buf_putc(&plain, '\n');
		line += len + (line[len] == '\n');
	}
	return dw_out_puts(out, dw_buf_text(&plain), err);
}
