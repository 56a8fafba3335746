/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The manual's parts that follow from tables: commands, settings, filter fields. What
 * needs telling in words is in data/man/. See dump.h.
 */
#include <string.h>

#include "action/dump.h"
#include "action/words.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/mem.h"
#include "domain/filter.h"
#include "domain/import.h"
#include "domain/saved_view.h"

#define DW_MAN_DATE "November 20, 2026"

/* ---- text ---- */

static void
add_escaped(struct dw_buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\\')
			dw_buf_puts(out, "\\e");
		else if (text[i] == '"')
			dw_buf_puts(out, "\\(dq");
		else
			dw_buf_putc(out, text[i]);
	}
}

/* Where the first sentence ends; not behind "e.g." and not at a full stop that is meant itself. */
static size_t
sentence(const char *text)
{
	for (const char *at = text; (at = strstr(at, ". ")) != NULL; at++)
		if (at > text && at[-1] != ' ' && !(at[2] >= 'a' && at[2] <= 'z'))
			return (size_t)(at - text) + 1;
	return strlen(text);
}

void
dw_mdoc_text(struct dw_buf *out, const char *text)
{
	while (*text != '\0') {
		size_t len = sentence(text);

		if (text[0] == '.' || text[0] == '\'')
			dw_buf_puts(out, "\\&");
		add_escaped(out, text, len);
		dw_buf_putc(out, '\n');
		text += len;
		text += strspn(text, " ");
	}
}

void
dw_mdoc_word(struct dw_buf *out, const char *text)
{
	dw_buf_puts(out, " \"");
	/* A lone delimiter or a macro's name would be taken as such. */
	dw_buf_puts(out, "\\&");
	add_escaped(out, text, strlen(text));
	dw_buf_putc(out, '"');
}

/* ---- commands ---- */

static void
add_position(struct dw_buf *out, const struct dw_action *action, const struct dw_param *param)
{
	int instead = dw_param_instead(action);
	bool replaced = instead >= 0 && (param->flags & DW_P_TARGET) != 0;
	bool needed = (param->flags & DW_P_REQUIRED) != 0 || (replaced && action->find == NULL);
	char word[DW_NOUN_MAX];

	dw_buf_printf(out, "%sAr %s", needed ? "." : ".Op ", dw_param_word(param, word));
	dw_buf_puts(out, (param->flags & DW_P_MANY) != 0 ? " ..." : "");
	if (replaced)
		dw_buf_printf(out, " | Fl Fl %s Ar %s", action->params[instead].name,
			dw_param_metavar(&action->params[instead]));
	dw_buf_putc(out, '\n');
}

/* The whole synopsis, every option named. */
static void
add_synopsis(struct dw_buf *out, const struct dw_action *action)
{
	char noun[DW_NOUN_MAX];

	dw_buf_printf(out, ".Nm doorward\n.Cm %s %s\n", dw_action_noun(action, noun),
		dw_action_verb(action));
	for (size_t i = 0; i < action->n_params; i++)
		if ((action->params[i].flags & DW_P_POSITION) != 0)
			add_position(out, action, &action->params[i]);
	for (size_t i = 0; i < action->n_params; i++) {
		const struct dw_param *param = &action->params[i];
		bool required = (param->flags & DW_P_REQUIRED) != 0;

		if ((param->flags & (DW_P_POSITION | DW_P_INSTEAD)) != 0)
			continue;
		if (param->kind == DW_P_SECRET) {
			dw_buf_printf(out, ".Op Fl Fl %s | Fl Fl %s-stdin | Fl Fl generate\n", param->name,
				param->name);
			continue;
		}
		dw_buf_printf(out, "%sFl Fl %s", required ? "." : ".Op ", param->name);
		if (param->kind != DW_P_FLAG)
			dw_buf_printf(out, " Ar %s%s", dw_param_metavar(param),
				(param->flags & DW_P_MANY) != 0 ? " ..." : "");
		dw_buf_putc(out, '\n');
	}
}

static void
add_param(struct dw_buf *out, const struct dw_param *param)
{
	char word[DW_NOUN_MAX];

	if ((param->flags & DW_P_POSITION) != 0)
		dw_buf_printf(out, ".It Ar %s%s\n", dw_param_word(param, word),
			(param->flags & DW_P_MANY) != 0 ? " ..." : "");
	else if (param->kind == DW_P_SECRET)
		dw_buf_printf(out, ".It Fl Fl %s | Fl Fl %s-stdin | Fl Fl generate\n", param->name,
			param->name);
	else if (param->kind == DW_P_FLAG)
		dw_buf_printf(out, ".It Fl Fl %s\n", param->name);
	else
		dw_buf_printf(out, ".It Fl Fl %s Ar %s\n", param->name, dw_param_metavar(param));
	dw_mdoc_text(out, param->help);
	if (param->kind == DW_P_SECRET)
		dw_buf_puts(out, "It is asked for on the terminal, or read from standard input, or made "
			"at random and shown once.\nIt is never given on the command line.\n");
	if (param->choices != NULL) {
		dw_buf_puts(out, "One of:\n");
		for (size_t i = 0; param->choices[i] != NULL; i++)
			dw_buf_printf(out, ".Cm %s%s\n", param->choices[i],
				param->choices[i + 1] != NULL ? " ," : " .");
	}
}

static void
add_conditions(struct dw_buf *out, const struct dw_action *action)
{
	if (action->authority == DW_BY_OWNER)
		dw_buf_puts(out, "For the account that owns the store, or root.\n");
	else if (action->needs == DW_PERM_ADMIN)
		dw_buf_puts(out, "For members of\n.Sy Admin .\n");
	else if (action->needs != DW_PERM_NONE)
		dw_buf_printf(out, "Needs the permission\n.Sy %s .\n", dw_perm_table[action->needs].name);
	if (action->audit != NULL)
		dw_buf_printf(out, "Its entry in the audit is\n.Sy %s .\n", action->audit);
	if (action->confirm != NULL)
		dw_buf_puts(out, "It asks first, unless\n.Fl Fl yes\nis given.\n");
}

static void
add_columns(struct dw_buf *out, const struct dw_action *action)
{
	dw_buf_puts(out, ".Pp\nColumns:\n");
	for (size_t i = 0; i < *action->n_columns; i++)
		if ((action->columns[i].flags & DW_COL_CURSOR) == 0)
			dw_buf_printf(out, ".Va %s%s\n", action->columns[i].name,
				i + 1 < *action->n_columns ? " ," : " .");
}

static void
add_command(struct dw_buf *out, const struct dw_action *action)
{
	char noun[DW_NOUN_MAX];
	const char *verb = dw_action_verb(action);
	DW_AUTO_FREE char *sentence = dw_format("%s.", action->summary);

	dw_buf_printf(out, ".Ss %s%s%s\n", dw_action_noun(action, noun), verb[0] != '\0' ? " " : "",
		verb);
	dw_mdoc_text(out, sentence);
	add_conditions(out, action);
	if (action->n_params > 0) {
		dw_buf_puts(out, ".Bl -tag -width Ds\n");
		for (size_t i = 0; i < action->n_params; i++)
			add_param(out, &action->params[i]);
		dw_buf_puts(out, ".El\n");
	}
	if (action->columns != NULL)
		add_columns(out, action);
}

static bool
is_of(const struct dw_action *action, const char *noun)
{
	char its[DW_NOUN_MAX];

	return dw_action_verb(action)[0] != '\0' && strcmp(dw_action_noun(action, its), noun) == 0;
}

static bool
add_noun_page(struct dw_buf *out, const char *noun)
{
	bool known = false;

	for (size_t i = 0; dw_actions[i] != NULL; i++)
		known = known || is_of(dw_actions[i], noun);
	if (!known)
		return false;
	dw_buf_puts(out, ".\\\" SPDX-License-Identifier: GPL-3.0-or-later\n"
		".\\\" Made from the list of actions by doorward itself.\n.Dd " DW_MAN_DATE "\n.Dt DOORWARD-");
	for (const char *at = noun; *at != '\0'; at++)
		dw_buf_putc(out, *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at);
	dw_buf_printf(out, " 1\n.Os\n.Sh NAME\n.Nm doorward-%s\n.Nd the %s commands of doorward\n"
		".Sh SYNOPSIS\n", noun, noun);
	for (size_t i = 0; dw_actions[i] != NULL; i++)
		if (is_of(dw_actions[i], noun))
			add_synopsis(out, dw_actions[i]);
	dw_buf_puts(out, ".Sh DESCRIPTION\nThese are the commands of\n.Xr doorward 1\nthat begin with\n");
	dw_buf_printf(out, ".Cm %s .\nWhat holds for all commands, options included, is told there.\n",
		noun);
	for (size_t i = 0; dw_actions[i] != NULL; i++)
		if (is_of(dw_actions[i], noun))
			add_command(out, dw_actions[i]);
	dw_buf_puts(out, ".Sh SEE ALSO\n.Xr doorward 1 ,\n.Xr doorward.conf 5 ,\n.Xr doorward-filter 7\n");
	return true;
}

/* Names and summaries, each noun with its page. */
static void
add_overview(struct dw_buf *out)
{
	dw_buf_puts(out, ".Bl -tag -width Ds -compact\n");
	for (size_t i = 0; dw_actions[i] != NULL; i++) {
		char noun[DW_NOUN_MAX];
		DW_AUTO_FREE char *sentence = dw_format("%s.", dw_actions[i]->summary);

		dw_buf_printf(out, ".It Cm %s", dw_action_noun(dw_actions[i], noun));
		if (dw_action_verb(dw_actions[i])[0] != '\0')
			dw_buf_printf(out, " %s", dw_action_verb(dw_actions[i]));
		dw_buf_putc(out, '\n');
		dw_mdoc_text(out, sentence);
		if (dw_action_verb(dw_actions[i])[0] != '\0')
			dw_buf_printf(out, "See\n.Xr doorward-%s 1 .\n", noun);
	}
	dw_buf_puts(out, ".El\n");
}

static void
add_plain(struct dw_buf *out)
{
	for (size_t i = 0; dw_actions[i] != NULL; i++)
		if (dw_action_verb(dw_actions[i])[0] == '\0')
			add_command(out, dw_actions[i]);
}

/* ---- settings and fields ---- */

static void
add_bounds(struct dw_buf *out, const struct dw_setting *s)
{
	char most[DW_TIME_TEXT];

	if (s->type == DW_SET_INT)
		dw_buf_printf(out, "From %lld to %lld.\n", (long long)s->min, (long long)s->max);
	else if (s->type == DW_SET_DURATION)
		dw_buf_printf(out, "At most %s.\n", dw_duration_text(s->max, most));
	else if (s->type == DW_SET_TEXT)
		dw_buf_printf(out, "At most %lld bytes.\n", (long long)s->max);
}

static void
add_settings(struct dw_buf *out)
{
	char section[32] = "";

	for (size_t i = 0; i < DW_SETTINGS; i++) {
		const struct dw_setting *s = &dw_settings[i];
		size_t len = strcspn(s->name, ".");

		if (strncmp(section, s->name, len) != 0 || section[len] != '\0') {
			dw_buf_printf(out, "%s.Ss [%.*s]\n.Bl -tag -width Ds\n", i > 0 ? ".El\n" : "",
				(int)len, s->name);
			memcpy(section, s->name, len);
			section[len] = '\0';
		}
		dw_buf_printf(out, ".It Va %s", s->name + len + 1);
		dw_buf_puts(out, " =");
		for (size_t k = 0; s->words != NULL && s->words[k] != NULL; k++)
			dw_buf_printf(out, "%s Cm %s", k > 0 ? " |" : "", s->words[k]);
		if (s->words == NULL)
			dw_buf_printf(out, " Ar %s", s->type == DW_SET_INT ? "number"
				: s->type == DW_SET_DURATION ? "duration"
				: s->type == DW_SET_BOOL ? "yes|no" : "text");
		dw_buf_putc(out, '\n');
		dw_mdoc_text(out, s->help);
		add_bounds(out, s);
		if (s->standard[0] != '\0')
			dw_buf_printf(out, "Default:\n.Cm %s .\n", s->standard);
	}
	dw_buf_puts(out, ".El\n");
}

static void
add_fields(struct dw_buf *out)
{
	dw_buf_puts(out, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < DW_FIELDS; i++) {
		const struct dw_field_info *field = &dw_field_table[i];
		DW_AUTO_FREE char *name = dw_format("%s:", field->name);
		const char *help = field->help;

		if (field->name[0] == '\0')
			dw_buf_puts(out, ".It Ar word\n");
		else
			dw_buf_printf(out, ".It Cm %s\n", name);
		dw_mdoc_text(out, help);
		if (field->words != NULL) {
			dw_buf_puts(out, "Values:\n");
			for (size_t k = 0; field->words[k] != NULL; k++)
				dw_buf_printf(out, ".Cm %s%s\n", field->words[k],
					field->words[k + 1] != NULL ? " ," : " .");
		}
		if (field->example != NULL && field->example[0] != '\0') {
			dw_buf_puts(out, "Example:\n.Ql");
			dw_mdoc_word(out, field->example);
			dw_buf_putc(out, '\n');
		}
	}
	dw_buf_puts(out, ".El\n");
}

static void
add_views(struct dw_buf *out)
{
	dw_buf_puts(out, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < dw_work_queues_count; i++) {
		dw_buf_printf(out, ".It Cm %s\n", dw_work_queues[i].name);
		dw_mdoc_text(out, dw_work_queues[i].title);
		dw_buf_puts(out, ".Pq Ql");
		dw_mdoc_word(out, dw_work_queues[i].filter);
		dw_buf_puts(out, " .\n");
	}
	dw_buf_puts(out, ".El\n");
}

/* The columns of a file of users. */
static void
add_import(struct dw_buf *out)
{
	dw_buf_puts(out, ".Bl -tag -width Ds\n");
	for (size_t i = 0; dw_import_columns[i].name != NULL; i++) {
		dw_buf_printf(out, ".It Cm %s\n", dw_import_columns[i].name);
		dw_mdoc_text(out, dw_import_columns[i].help);
	}
	dw_buf_puts(out, ".El\n");
}

bool
dw_dump_manual(struct dw_buf *out, const char *part)
{
	if (strcmp(part, "commands") == 0)
		add_overview(out);
	else if (strcmp(part, "plain") == 0)
		add_plain(out);
	else if (strcmp(part, "settings") == 0)
		add_settings(out);
	else if (strcmp(part, "fields") == 0)
		add_fields(out);
	else if (strcmp(part, "views") == 0)
		add_views(out);
	else if (strcmp(part, "import") == 0)
		add_import(out);
	else
		return add_noun_page(out, part);
	return true;
}
