/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A list made from a read action. See list.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act.h"
#include "ui/list_parts.h"
#include "ui/pager.h"

/* ---- rows ------------------------------------------------------------------------- */

struct dw_value
list_value(const struct list *list, size_t row, const char *column)
{
	static const struct dw_value nothing;
	const struct dw_rows *rows = &list->feed.rows;
	const struct dw_value *values = dw_rows_at(rows, row);
	int index = dw_column_find(rows->columns, rows->n_columns, column);

	return values != NULL && index >= 0 ? values[index] : nothing;
}

static void
rows_args(void *ctx, struct feed_query *query)
{
	struct list *list = ctx;

	list_filter_args(list, query);
	if (!ui_field_empty(&list->needle))
		feed_arg(query, list->spec->search, ui_field_text(&list->needle));
}

static const char *
rows_empty(void *ctx)
{
	struct list *list = ctx;
	const struct list_spec *spec = list->spec;
	char key[UI_KEY_TEXT];

	if (!ui_field_empty(&list->needle))
		return _("Nothing matches. Esc clears the search.");
	if (list_is_filtered(list))
		return _("Nothing matches this filter. Esc clears it.");
	if (spec->empty_create == NULL || !console_may(list->c, spec->create))
		return _(spec->empty);
	dw_buf_reset(&list->words);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	dw_buf_printf(&list->words, _(spec->empty_create),
		ui_keymap_name(UI_CMD_NEW, UI_IN_LIST, key));
#pragma GCC diagnostic pop
	return dw_buf_text(&list->words);
}

static enum ui_style
rows_style(void *ctx, size_t row, size_t column)
{
	struct list *list = ctx;

	return list->spec->style != NULL ? list->spec->style(list, row, column) : STYLE_NORMAL;
}

/* Everything is narrowed: what the list holds in all, nobody keeps. */
static bool
rows_narrowed(void *ctx DW_UNUSED)
{
	return true;
}

/* ---- loading ---------------------------------------------------------------------- */

/* Where nobody works between keys, it is done now; typing may interrupt it. */
static void
load(struct list *list)
{
	if (list->feed.view == NULL)
		feed_now(&list->feed, !list->searching);
}

static void
from_the_top(struct list *list)
{
	feed_reload(&list->feed, list->searching ? DW_CALL_UNCOUNTED : 0);
	load(list);
}

/* Rows without ids of their own are marked by what they say, so a mark without a row is about
 * nothing. */
static void
forget_gone(struct list *list)
{
	if (list->spec->gives != NULL)
		feed_forget_gone(&list->feed);
}

void
list_refresh(struct list *list)
{
	feed_refresh(&list->feed);
	load(list);
	forget_gone(list);
}

bool
list_has_work(const struct list *list)
{
	return feed_has_work(&list->feed);
}

void
list_set_view(struct list *list, struct ui_view *view)
{
	list->feed.view = view;
}

enum ui_did
list_work(struct list *list)
{
	enum ui_did did = feed_work(&list->feed);

	forget_gone(list);
	return did;
}

int64_t
list_wake(const struct list *list)
{
	return feed_wake(&list->feed);
}

enum ui_did
list_tick(struct list *list, int64_t now)
{
	return feed_tick(&list->feed, now);
}

/* Is the word among those of a list with spaces between? */
static bool
has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = words; (p = strstr(p, word)) != NULL; p += len)
		if ((p == words || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
			return true;
	return false;
}

/* The action's columns, of which those named are shown to begin with. */
static void
choose_columns(struct list *list, const char *names)
{
	const struct dw_action *action = list->feed.action;
	size_t n = *action->n_columns;

	list->columns = dw_calloc(n, sizeof(*list->columns));
	memcpy(list->columns, action->columns, n * sizeof(*list->columns));
	for (size_t i = 0; i < n; i++) {
		unsigned *flags = &list->columns[i].flags;

		*flags &= ~(unsigned)DW_COL_DEFAULT;
		if (has_word(names, list->columns[i].name))
			*flags = (*flags & ~(unsigned)DW_COL_DETAIL) | DW_COL_DEFAULT;
	}
	list->feed.model.columns = list->columns;
}

void
list_make(struct list *list, struct console *c, const struct list_spec *spec,
	const struct console_arg *fixed)
{
	*list = (struct list){ .spec = spec, .c = c };
	for (; fixed != NULL && fixed->name != NULL && list->n_fixed < LIST_FIXED; fixed++)
		list->fixed[list->n_fixed++] =
			(struct console_arg){ fixed->name, dw_strdup(fixed->value) };
	list->rows_of = (struct feed_spec){
		.action = spec->action,
		.sort = spec->sort,
		.can_mark = spec->can_mark,
		.args = rows_args,
		.narrowed = rows_narrowed,
		.empty = rows_empty,
		.cell = spec->cell,
		.style = rows_style,
	};
	feed_init(&list->feed, c, NULL, &list->rows_of, list);
	if (spec->columns != NULL)
		choose_columns(list, spec->columns);
}

void
list_load(struct list *list, unsigned flags)
{
	feed_reload(&list->feed, flags);
	feed_now(&list->feed, true);
}

void
list_init(struct list *list, struct console *c, const struct list_spec *spec,
	const struct console_arg *fixed)
{
	list_make(list, c, spec, fixed);
	feed_now(&list->feed, true);
}

void
list_set_subject(struct list *list, const struct dw_uuid *subject)
{
	list->subject = *subject;
}

void
list_set_preset(struct list *list, const char *name, const char *value)
{
	free((char *)list->preset[0].value);
	list->preset[0] = (struct console_arg){ name, dw_strdup(value) };
}

void
list_clear(struct list *list)
{
	for (size_t i = 0; i < list->n_fixed; i++)
		free((char *)list->fixed[i].value);
	list_filter_clear(list);
	free((char *)list->preset[0].value);
	feed_clear(&list->feed);
	ui_field_clear(&list->needle);
	free(list->columns);
	dw_buf_clear(&list->words);
	*list = (struct list){ 0 };
}

/* ---- drawing ---------------------------------------------------------------------- */

enum ui_context
list_context(const struct list *list)
{
	return list->searching ? UI_IN_SEARCH : UI_IN_LIST;
}

void
list_draw(struct list *list, struct ui_canvas *canvas, struct ui_rect room, bool focus)
{
	if (list_has_line(list)) {
		list_draw_line(list, canvas, ui_rect_row(room, 0), focus);
		room.y++;
		room.rows--;
	}
	feed_draw(&list->feed, canvas, room, focus && !list->searching);
}

void
list_status(struct list *list, struct dw_buf *left, struct dw_buf *right)
{
	/* That nothing matches is said where something was asked for. */
	if (list->feed.rows.n_rows > 0 || list_has_line(list))
		feed_status(&list->feed, left, right);
}

/* ---- keys ------------------------------------------------------------------------- */

static void
offer_word(struct ui_offers *offers, enum ui_command_id id, const char *word)
{
	if (word != NULL)
		ui_offer_as(offers, id, _(word));
	else
		ui_offer(offers, id);
}

void
list_offer(struct list *list, struct ui_offers *offers)
{
	const struct list_spec *spec = list->spec;
	bool rows = list->feed.rows.n_rows > 0;

	if (list->searching) {
		ui_offer_as(offers, UI_CMD_ACCEPT, _("to the list"));
		ui_offer_as(offers, UI_CMD_CANCEL, _("clear"));
		ui_field_offer(&list->needle, offers);
		return;
	}
	if (spec->open != NULL && rows)
		ui_offer(offers, UI_CMD_OPEN);
	/* What is somebody's is short, and the footer has their keys to show. */
	if (spec->search != NULL)
		ui_offer_as(offers, UI_CMD_SEARCH, dw_uuid_is_none(&list->subject) ? NULL : "");
	if (list_can_filter(list))
		ui_offer_as(offers, UI_CMD_FILTER, dw_uuid_is_none(&list->subject) ? NULL : "");
	if (spec->kind != DW_KIND_NONE && rows && !console_is_read_only(list->c))
		ui_offer(offers, UI_CMD_ACTIONS);
	if (spec->create != NULL && console_may(list->c, spec->create))
		offer_word(offers, UI_CMD_NEW, spec->create_word);
	if (spec->edit != NULL && rows && console_may(list->c, spec->edit))
		ui_offer(offers, UI_CMD_EDIT);
	if (spec->destroy != NULL && rows && console_may(list->c, spec->destroy))
		offer_word(offers, UI_CMD_DELETE, spec->destroy_word);
	if (!ui_field_empty(&list->needle) || list_is_filtered(list))
		ui_offer_as(offers, UI_CMD_CANCEL,
			!ui_field_empty(&list->needle) ? _("clear search") : _("clear filter"));
	if (spec->ready != NULL)
		ui_offer_as(offers, UI_CMD_SAVED_VIEWS, _("views"));
	feed_offer(&list->feed, offers);
}

/* Done to the subject, with the names of the rows it is about. */
static void
begin_with_names(struct list *list, const struct dw_action *action)
{
	DW_AUTO_FREE struct dw_uuid *ids = NULL;
	size_t n = feed_targets(&list->feed, &ids), given = 0;
	struct console_arg *preset = dw_calloc(n + 1, sizeof(*preset));

	/* Names are known of the rows of this page, which is where marks are seen. */
	for (size_t row = 0; row < list->feed.rows.n_rows; row++) {
		struct dw_uuid id = feed_row_id(&list->feed.rows, row);

		for (size_t i = 0; i < n && given < n; i++)
			if (dw_uuid_equal(&ids[i], &id))
				preset[given++] = (struct console_arg){ list->spec->gives,
					list_value(list, row, "name").text };
	}
	if (given > 0)
		act_begin(list->c, action, &list->subject, 1, preset);
	free(preset);
}

static void
begin(struct list *list, const char *name, bool on_rows)
{
	DW_AUTO_FREE struct dw_uuid *ids = NULL;
	size_t n = 0;

	if (on_rows && list->spec->gives != NULL) {
		begin_with_names(list, dw_action_find(name));
		return;
	}
	if (on_rows)
		n = feed_targets(&list->feed, &ids);
	else if (!dw_uuid_is_none(&list->subject))
		ids = memcpy(dw_calloc(n = 1, sizeof(*ids)), &list->subject, sizeof(*ids));
	act_begin(list->c, dw_action_find(name), ids, n, list->preset);
}

static void
menu(struct list *list, int y, int x)
{
	DW_AUTO_FREE struct dw_uuid *ids = NULL;
	size_t n = feed_targets(&list->feed, &ids);

	act_menu(list->c, list->spec->kind, ids, n, y, x);
}

/* What was shown while it was typed counts as one read. */
static void
count_search(struct list *list)
{
	struct dw_error err = { 0 };

	if (list->typed && console_count_read(list->c, list->spec->action, &err) != DW_OK)
		from_the_top(list);
	list->typed = false;
}

void
list_search(struct list *list, const char *needle)
{
	list->searching = false;
	list->typed = false;
	if (strcmp(ui_field_text(&list->needle), needle) == 0)
		return;
	ui_field_set(&list->needle, needle);
	from_the_top(list);
}

static enum ui_did
search_event(struct list *list, const struct ui_event *event)
{
	DW_AUTO_FREE char *former = dw_strdup(ui_field_text(&list->needle));
	enum ui_did did;

	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_ACCEPT) {
		list->searching = false;
		count_search(list);
		feed_settle(&list->feed);
		return UI_REDRAW;
	}
	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_CANCEL) {
		list_search(list, "");
		return UI_REDRAW;
	}
	did = ui_field_event(&list->needle, event);
	if (strcmp(former, ui_field_text(&list->needle)) != 0) {
		list->typed = true;
		from_the_top(list);
	}
	return did;
}

void
list_open_row(struct list *list, size_t row)
{
	feed_open_row(&list->feed, row);
}

/* The row under the cursor, once the rows are those that were asked for. */
static void
open_row(struct list *list)
{
	if (feed_settle(&list->feed) && list->feed.rows.n_rows > 0)
		list->spec->open(list, list->feed.table.cursor);
}

static enum ui_did
mouse_event(struct list *list, const struct ui_event *event)
{
	if (event->mouse == UI_MOUSE_DOUBLE && list->spec->open != NULL) {
		open_row(list);
		return UI_REDRAW;
	}
	if (event->mouse == UI_MOUSE_RIGHT && list->spec->kind != DW_KIND_NONE &&
		list->feed.rows.n_rows > 0) {
		menu(list, event->y, event->x);
		return UI_REDRAW;
	}
	return UI_IGNORED;
}

/* What was put on last goes first. */
static enum ui_did
clear_one(struct list *list)
{
	if (!ui_field_empty(&list->needle)) {
		list_search(list, "");
		return UI_REDRAW;
	}
	if (!list_is_filtered(list))
		return UI_IGNORED;
	list_filter_clear(list);
	from_the_top(list);
	return UI_REDRAW;
}

static enum ui_did
command(struct list *list, int command)
{
	switch (command) {
	case UI_CMD_OPEN:
		open_row(list);
		return UI_REDRAW;
	case UI_CMD_SEARCH:
		list->searching = true;
		return UI_REDRAW;
	case UI_CMD_ACTIONS:
		menu(list, -1, -1);
		return UI_REDRAW;
	case UI_CMD_NEW:
		begin(list, list->spec->create, false);
		return UI_REDRAW;
	case UI_CMD_EDIT:
		begin(list, list->spec->edit, true);
		return UI_REDRAW;
	case UI_CMD_DELETE:
		begin(list, list->spec->destroy, true);
		return UI_REDRAW;
	case UI_CMD_FILTER:
		list_ask_filter(list);
		return UI_REDRAW;
	case UI_CMD_SAVED_VIEWS:
		list_ask_ready(list);
		return UI_REDRAW;
	case UI_CMD_CANCEL:
		return clear_one(list);
	default:
		return UI_IGNORED;
	}
}

enum ui_did
list_event(struct list *list, const struct ui_event *event)
{
	enum ui_did did;

	if (list->searching && event->type != UI_EVENT_MOUSE)
		return search_event(list, event);
	did = feed_event(&list->feed, event);
	if (did == UI_IGNORED && event->type == UI_EVENT_MOUSE)
		did = ui_rect_has(list->feed.table.body, event->y, event->x) ?
			mouse_event(list, event) : UI_IGNORED;
	else if (did == UI_IGNORED && event->type == UI_EVENT_KEY)
		did = command(list, event->command);
	load(list);
	return did;
}
