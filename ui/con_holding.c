/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One permission that somebody holds, whole: what it is, and for each way it comes by who
 * granted it, who put the user into the group, and when. What the audit does not tell of is
 * said to be so, and not left out.
 */
#include <jansson.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "ui/pager.h"
#include "ui/scr_lists.h"

#define LABEL_COLS 16

static void
add(struct ui_pager *pager, enum ui_style style, const char *label, const char *text)
{
	DW_AUTO_FREE char *shown = dw_display_dup(text);
	DW_AUTO(dw_buf) line = { 0 };

	if (text[0] == '\0')
		return;
	dw_fit(&line, label, LABEL_COLS, true);
	dw_buf_printf(&line, " %s", shown);
	ui_pager_add(pager, style, dw_buf_text(&line));
	ui_pager_hang(pager, LABEL_COLS + 1);
}

/* "2026-11-17 10:02:11 (3 d ago), by ada". Free it; NULL when that was never done. */
static char *
deed(json_t *origin, const char *when, const char *who)
{
	const char *text = json_string_value(json_object_get(origin, when));
	const char *by = json_string_value(json_object_get(origin, who));
	char local[DW_TIME_TEXT], ago[DW_TIME_TEXT];
	DW_AUTO_FREE char *back = NULL;
	int64_t time;

	if (text == NULL || dw_time_parse(text, 0, &time, NULL) != DW_OK)
		return NULL;
	dw_time_local(time, local);
	/* TRANSLATORS: a short duration back: "3 d ago" */
	back = dw_now() - time < DW_MINUTE ? dw_strdup(_("just now")) :
		dw_format(_("%s ago"), dw_time_ago(time, dw_now(), ago));
	if (by == NULL)
		/* TRANSLATORS: a point in time, and how long ago that is. */
		return dw_format(_("%s (%s); the audit does not tell by whom"), local, back);
	/* TRANSLATORS: a point in time, how long ago that is, and who did it then. */
	return dw_format(_("%s (%s), by %s"), local, back, by);
}

static void
add_origin(struct ui_pager *pager, json_t *origin)
{
	const char *source = json_string_value(json_object_get(origin, "source"));
	DW_AUTO_FREE char *granted = deed(origin, "granted", "granted_by");
	DW_AUTO_FREE char *joined = deed(origin, "joined", "joined_by");
	DW_AUTO_FREE char *shown = dw_display_dup(source != NULL ? source : "");
	bool direct = strcmp(shown, "direct") == 0;

	ui_pager_add(pager, STYLE_NORMAL, "");
	ui_pager_add(pager, STYLE_HEADING, direct ? _("Directly") : shown);
	if (granted != NULL)
		add(pager, STYLE_NORMAL, direct ? _("Granted") : _("Group given it"), granted);
	if (joined != NULL)
		add(pager, STYLE_NORMAL, _("Put into group"), joined);
}

void
console_open_holding(struct list *list, size_t row)
{
	const char *name = list_value(list, row, "name").text;
	const char *origins = list_value(list, row, "origins").text;
	DW_AUTO_JSON all = origins != NULL ? json_loads(origins, 0, NULL) : NULL;
	DW_AUTO_FREE char *title = dw_display_dup(name);
	struct ui_pager pager = { 0 };
	json_t *origin;
	size_t i;

	add(&pager, STYLE_NORMAL, _("Permission"), name);
	add(&pager, STYLE_NORMAL, _("Description"), list_value(list, row, "description").text);
	add(&pager, STYLE_NORMAL, _("Application"), list_value(list, row, "app_label").text);
	add(&pager, STYLE_NORMAL, _("Privileged"),
		list_value(list, row, "privileged").num != 0 ? _("yes") : _("no"));
	json_array_foreach(all, i, origin)
		add_origin(&pager, origin);
	ui_pager_open(&list->c->ui, title, &pager);
}
