/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Audit screen: what was done, by whom, to whom, newest first; Enter shows one
 * entry whole, with its differences field by field.
 */
#include <jansson.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/list.h"
#include "ui/pager.h"
#include "ui/scr_lists.h"

/* A value of the metadata on one line, safe to show. Free it. */
static char *
plain(const json_t *value)
{
	DW_AUTO_FREE char *text = NULL;

	if (json_is_string(value))
		return dw_display_dup(json_string_value(value));
	if (json_is_null(value))
		return dw_strdup(_("nothing"));
	if (json_is_boolean(value))
		return dw_strdup(json_is_true(value) ? _("yes") : _("no"));
	text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	return dw_display_dup(text);
}

static void
add_changes(struct ui_pager *pager, json_t *changes)
{
	const char *name;
	json_t *pair;

	ui_pager_add(pager, STYLE_HEADING, _("What changed"));
	json_object_foreach(changes, name, pair) {
		DW_AUTO_FREE char *label = dw_display_dup(name);
		DW_AUTO_FREE char *before = plain(json_array_get(pair, 0));
		DW_AUTO_FREE char *after = plain(json_array_get(pair, 1));

		ui_pager_addf(pager, STYLE_NORMAL, "  %s", label);
		ui_pager_addf(pager, STYLE_OLD, "    - %s", before[0] != '\0' ? before : _("nothing"));
		ui_pager_addf(pager, STYLE_NEW, "    + %s", after[0] != '\0' ? after : _("nothing"));
	}
}

static void
add_metadata(struct ui_pager *pager, const char *text)
{
	json_t *metadata = text != NULL ? json_loads(text, 0, NULL) : NULL;
	const char *name;
	json_t *value;

	json_object_foreach(metadata, name, value) {
		DW_AUTO_FREE char *label = dw_display_dup(name);
		DW_AUTO_FREE char *shown = NULL;

		if (strcmp(name, "changes") == 0)
			continue;
		shown = plain(value);
		ui_pager_addf(pager, STYLE_NORMAL, "%-14s %s", label, shown);
	}
	if (json_object_size(json_object_get(metadata, "changes")) > 0) {
		ui_pager_add(pager, STYLE_NORMAL, "");
		add_changes(pager, json_object_get(metadata, "changes"));
	}
	json_decref(metadata);
}

static void
add_line(struct ui_pager *pager, const char *label, const char *value)
{
	DW_AUTO_FREE char *shown = dw_display_dup(value);

	if (shown[0] != '\0')
		ui_pager_addf(pager, STYLE_NORMAL, "%-14s %s", label, shown);
}

void
console_open_entry(struct list *list, size_t row)
{
	struct ui_pager pager = { 0 };
	char local[DW_TIME_TEXT], utc[DW_TIME_TEXT];
	int64_t time = list_value(list, row, "time").num;
	int64_t seq = list_value(list, row, "seq").num;
	const char *reason = list_value(list, row, "reason").text;
	DW_AUTO_FREE char *title = dw_format(_("Audit entry %lld"), (long long)seq);

	add_line(&pager, _("What"), list_value(list, row, "action").text);
	add_line(&pager, _("To whom"), list_value(list, row, "target").text);
	add_line(&pager, _("By"), list_value(list, row, "operator").text);
	ui_pager_addf(&pager, STYLE_NORMAL, "%-14s %s (%s UTC)", _("When"),
		dw_time_local(time, local), dw_time_utc(time, utc));
	add_line(&pager, _("From"), list_value(list, row, "from").text);
	add_line(&pager, _("Unix account"), list_value(list, row, "account").text);
	add_line(&pager, _("Result"), dw_word_text(list_value(list, row, "result").text));
	if (reason != NULL)
		add_line(&pager, _("Reason"), reason);
	add_metadata(&pager, list_value(list, row, "metadata").text);
	ui_pager_open(&list->c->ui, title, &pager);
}

static enum ui_style
audit_style(const struct list *list, size_t row, size_t column)
{
	if (strcmp(list->feed.rows.columns[column].name, "result") != 0)
		return STYLE_NORMAL;
	return strcmp(list_value(list, row, "result").text, "ok") == 0 ? STYLE_NORMAL : STYLE_WARNING;
}

static const struct list_spec audit_spec = {
	.action = "audit.list",
	.title = N_("Audit"),
	.empty = N_("Nothing has been written yet."),
	.topics = DW_TOPIC_AUDIT,
	.open = console_open_entry,
	.style = audit_style,
};

struct ui_view *
scr_audit_new(struct console *c)
{
	return list_screen(c, &audit_spec);
}
