/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Audit screen: what was done, by whom, to whom, newest first; Enter shows one
 * entry whole, with its differences field by field.
 */
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act.h"
#include "ui/con_entry.h"
#include "ui/list.h"
#include "ui/pager.h"
#include "ui/scr_lists.h"

#define LABEL_COLS 20

/* ---- one entry --------------------------------------------------------------------- */

static void
add_line(struct ui_pager *pager, enum ui_style style, const char *label, const char *shown)
{
	DW_AUTO(dw_buf) line = { 0 };

	if (shown[0] == '\0')
		return;
	dw_fit(&line, label, LABEL_COLS, true);
	dw_buf_printf(&line, " %s", shown);
	ui_pager_add(pager, style, dw_buf_text(&line));
	ui_pager_hang(pager, LABEL_COLS + 1);
}

static void
add_text(struct ui_pager *pager, const char *label, const char *value)
{
	DW_AUTO_FREE char *shown = dw_display_dup(value != NULL ? value : "");

	add_line(pager, STYLE_NORMAL, label, shown);
}

/* Why it was refused, in words, and the code that the store has of it. */
static void
add_reason(struct ui_pager *pager, const char *name)
{
	enum dw_code code = name != NULL ? dw_code_find(name) : DW_CODES;
	DW_AUTO_FREE char *text = NULL;

	if (name == NULL || code == DW_OK || code == DW_CODES) {
		add_text(pager, _("Reason"), name);
		return;
	}
	text = dw_format("%s (%s)", dw_code_text(code), name);
	add_text(pager, _("Reason"), text);
}

/* Fields that were changed, then what else is known. */
static void
add_lines(struct ui_pager *pager, const struct entry_lines *lines)
{
	if (lines->n > 0)
		ui_pager_add(pager, STYLE_NORMAL, "");
	for (size_t i = 0; i < lines->n; i++) {
		const struct entry_line *line = &lines->at[i];
		DW_AUTO_FREE char *before = dw_format("- %s", line->before);
		DW_AUTO_FREE char *after = dw_format("+ %s", line->after);

		if (line->before[0] != '\0')
			add_line(pager, STYLE_OLD, line->label, before);
		if (line->after[0] != '\0')
			add_line(pager, STYLE_NEW, line->before[0] != '\0' ? "" : line->label, after);
	}
}

void
console_open_entry(struct list *list, size_t row)
{
	const char *code = list_value(list, row, "action").text;
	int64_t time = list_value(list, row, "time").num;
	int64_t seq = list_value(list, row, "seq").num;
	DW_AUTO_FREE char *title = dw_format(_("Audit entry %lld"), (long long)seq);
	DW_AUTO_FREE char *when = NULL;
	DW_AUTO(entry_lines) lines = { 0 };
	DW_AUTO(dw_buf) what = { 0 };
	struct ui_pager pager = { 0 };
	char local[DW_TIME_TEXT], utc[DW_TIME_TEXT];

	entry_what_was_tried(&what, code, list_value(list, row, "metadata").text);
	dw_buf_printf(&what, " (%s)", code);
	dw_time_local(time, local);
	dw_time_utc(time, utc);
	when = strcmp(local, utc) == 0 ? dw_format(_("%s UTC"), utc) :
		dw_format(_("%s (%s UTC)"), local, utc);
	add_line(&pager, STYLE_NORMAL, _("What"), dw_buf_text(&what));
	add_text(&pager, _("To whom"), list_value(list, row, "target").text);
	add_text(&pager, _("By"), list_value(list, row, "operator").text);
	add_line(&pager, STYLE_NORMAL, _("When"), when);
	add_text(&pager, _("From"), list_value(list, row, "from").text);
	add_text(&pager, _("Unix account"), list_value(list, row, "account").text);
	add_text(&pager, _("Result"), dw_word_text(list_value(list, row, "result").text));
	add_reason(&pager, list_value(list, row, "reason").text);
	entry_read(&lines, code, list_value(list, row, "metadata").text);
	add_lines(&pager, &lines);
	ui_pager_open(&list->c->ui, title, &pager);
}

/* ---- the list ------------------------------------------------------------------------ */

enum ui_style
audit_style(const struct list *list, size_t row, size_t column)
{
	if (strcmp(list->feed.rows.columns[column].name, "result") != 0)
		return STYLE_NORMAL;
	return strcmp(list_value(list, row, "result").text, "ok") == 0 ? STYLE_NORMAL : STYLE_WARNING;
}

struct dw_value
audit_cell(void *ctx, size_t row, const struct dw_column *column, struct dw_value value,
	int cols DW_UNUSED)
{
	struct list *list = ctx;
	DW_AUTO_FREE char *group = NULL;

	dw_buf_reset(&list->words);
	if (strcmp(column->name, "action") == 0)
		entry_what_was_tried(&list->words, value.text, list_value(list, row, "metadata").text);
	else if (strcmp(column->name, "metadata") == 0)
		entry_summary(&list->words, list_value(list, row, "action").text, value.text);
	else if (strcmp(column->name, "target") == 0 && (value.text == NULL || value.text[0] == '\0'))
		dw_buf_puts(&list->words,
			group = entry_group(list_value(list, row, "metadata").text));
	else
		return value;
	return (struct dw_value){ .text = dw_buf_text(&list->words) };
}

static const struct list_ready ready[] = {
	{ N_("Today"), 't', { { "since", "today" } } },
	{ N_("Yesterday"), 'y', { { "since", "yesterday" }, { "until", "today" } } },
	{ N_("The last 7 days"), 'w', { { "since", "7d" } } },
	{ N_("Refused"), 'r', { { "result", "refused" } } },
	{ N_("My own"), 'm', { { "operator", LIST_ME } } },
	{ N_("By the same operator"), 'o', { { "operator", "=operator" } } },
	{ N_("About the same user"), 'u', { { "user", "=target" } } },
	{ N_("Of the same kind"), 'k', { { "action", "=action" } } },
	{ NULL, 0, { { NULL, NULL } } },
};

static const struct list_spec audit_spec = {
	.action = "audit.list",
	.title = N_("Audit"),
	.empty = N_("There is no such entry."),
	.topics = DW_TOPIC_AUDIT,
	.ready = ready,
	.open = console_open_entry,
	.style = audit_style,
	.cell = audit_cell,
};

/* ---- one's own changes --------------------------------------------------------------- */

/* Shows what taking it back would do, or says why it cannot be. */
static void
undo_row(struct list *list, size_t row)
{
	DW_AUTO_FREE char *seq = dw_format("%lld", (long long)list_value(list, row, "seq").num);
	const struct console_arg preset[] = { { "batch", seq }, { NULL, NULL } };

	act_begin(list->c, dw_action_find("undo"), NULL, 0, preset);
}

static struct dw_value
change_cell(void *ctx, size_t row DW_UNUSED, const struct dw_column *column, struct dw_value value,
	int cols DW_UNUSED)
{
	struct list *list = ctx;

	if (strcmp(column->name, "action") != 0)
		return value;
	dw_buf_reset(&list->words);
	entry_what(&list->words, value.text);
	return (struct dw_value){ .text = dw_buf_text(&list->words) };
}

const struct list_spec scr_changes_spec = {
	.action = "audit.changes",
	.title = N_("Your changes"),
	.empty = N_("You have changed nothing yet."),
	.topics = DW_TOPIC_AUDIT,
	.open = undo_row,
	.cell = change_cell,
};

struct ui_view *
scr_audit_new(struct console *c)
{
	return list_screen(c, &audit_spec);
}
