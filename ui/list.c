/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A list made from a read action. See list.h.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act.h"
#include "ui/list.h"

/* ---- rows ------------------------------------------------------------------------- */

/* Rows without an id of their own (permissions, entries) are told apart by their first
 * column, hashed to the size of an id. */
static struct dw_uuid
row_ref(void *ctx, size_t row)
{
	struct list *list = ctx;
	const struct dw_value *values = dw_rows_at(&list->rows, row);
	DW_AUTO(dw_buf) text = { 0 };
	struct dw_uuid id = { { 0 } };

	if (values == NULL)
		return id;
	for (size_t i = 0; i < list->rows.n_columns; i++)
		if (list->rows.columns[i].type == DW_ID && strcmp(list->rows.columns[i].name, "id") == 0)
			return values[i].id;
	dw_value_csv(&text, &list->rows.columns[0], &values[0]);
	crypto_generichash(id.bytes, sizeof(id.bytes), (const unsigned char *)dw_buf_text(&text),
		text.len, NULL, 0);
	return id;
}

static size_t
row_count(void *ctx)
{
	return ((struct list *)ctx)->rows.n_rows;
}

static struct dw_value
row_cell(void *ctx, size_t row, size_t column)
{
	return ui_rows_cell(&((struct list *)ctx)->rows, row, column);
}

static enum ui_style
row_style(void *ctx, size_t row, size_t column)
{
	struct list *list = ctx;

	return list->spec->style != NULL ? list->spec->style(list, row, column) : STYLE_NORMAL;
}

struct dw_value
list_value(const struct list *list, size_t row, const char *column)
{
	static const struct dw_value nothing;
	const struct dw_value *values = dw_rows_at(&list->rows, row);
	int index = dw_column_find(list->rows.columns, list->rows.n_columns, column);

	return values != NULL && index >= 0 ? values[index] : nothing;
}

/* ---- loading ---------------------------------------------------------------------- */

static bool
load(struct list *list, const char *after, unsigned flags)
{
	struct console_arg args[LIST_FIXED + 3];
	size_t n = 0;
	struct dw_rows rows = { 0 };
	struct dw_error err = { 0 };
	enum dw_code rc;

	for (size_t i = 0; i < list->n_fixed; i++)
		args[n++] = list->fixed[i];
	if (list->spec->search != NULL && !ui_field_empty(&list->needle))
		args[n++] = (struct console_arg){ list->spec->search, ui_field_text(&list->needle) };
	if (after != NULL)
		args[n++] = (struct console_arg){ "after", after };
	args[n] = (struct console_arg){ NULL, NULL };
	dw_rows_init(&rows);
	rc = console_read(list->c, list->spec->action, args, flags, list->searching, &rows, &err);
	/* The next key came first: it will ask for something newer. */
	if (rc == DW_CANCELLED) {
		dw_rows_clear(&rows);
		return false;
	}
	list->failed = rc != DW_OK ? err : (struct dw_error){ 0 };
	dw_rows_clear(&list->rows);
	list->rows = rows;
	ui_table_reload(&list->table);
	return rc == DW_OK;
}

/* The cursor of the page after the shown one is remembered when we go there. */
static bool
turn(void *ctx, int direction)
{
	struct list *list = ctx;

	if (direction == -2) {
		list->page = 0;
	} else if (direction == -1) {
		if (list->page == 0)
			return false;
		list->page--;
	} else if (direction == 1) {
		if (list->rows.next == NULL)
			return false;
		list->page++;
		list->pages = dw_realloc(list->pages, list->page + 1, sizeof(*list->pages));
		list->pages[list->page] = dw_strdup(list->rows.next);
	} else {
		/* The last page is reached by going there: these lists are short or read from the top. */
		while (turn(ctx, 1))
			continue;
		return true;
	}
	return load(list, list->pages[list->page], 0);
}

static void
from_the_top(struct list *list)
{
	list->page = 0;
	load(list, NULL, list->searching ? DW_CALL_UNCOUNTED : 0);
	ui_table_rewind(&list->table);
}

void
list_refresh(struct list *list)
{
	load(list, list->pages[list->page], DW_CALL_UNCOUNTED);
}

void
list_init(struct list *list, struct console *c, const struct list_spec *spec,
	const struct console_arg *fixed)
{
	*list = (struct list){ .spec = spec, .c = c, .action = dw_action_find(spec->action) };
	list->model = (struct ui_table_model){
		.columns = list->action->columns,
		.n_columns = *list->action->n_columns,
		.count = row_count,
		.cell = row_cell,
		.ref = row_ref,
		.style = row_style,
		.turn = turn,
	};
	for (; fixed != NULL && fixed->name != NULL && list->n_fixed < LIST_FIXED; fixed++)
		list->fixed[list->n_fixed++] =
			(struct console_arg){ fixed->name, dw_strdup(fixed->value) };
	ui_table_init(&list->table, &list->model, list);
	list->table.empty = _(spec->empty);
	list->table.can_mark = spec->can_mark;
	list->table.now = dw_now();
	list->pages = dw_calloc(1, sizeof(*list->pages));
	dw_rows_init(&list->rows);
	load(list, NULL, 0);
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
	for (size_t i = 0; list->pages != NULL && i <= list->page; i++)
		free(list->pages[i]);
	free(list->pages);
	free((char *)list->preset[0].value);
	ui_table_clear(&list->table);
	ui_field_clear(&list->needle);
	dw_rows_clear(&list->rows);
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
	if (list->searching || !ui_field_empty(&list->needle)) {
		struct ui_rect line = ui_rect_row(room, 0);

		ui_put(canvas, line.y, line.x + 1, STYLE_KEY, "/");
		line.x += 3;
		line.cols -= 3;
		room.y++;
		room.rows--;
		ui_table_draw(&list->table, canvas, room, focus && !list->searching);
		ui_field_draw(&list->needle, canvas, line, STYLE_FIELD, focus && list->searching);
		return;
	}
	if (list->failed.code != DW_OK) {
		struct ui_rect text = { room.y + 1, room.x + 2, room.rows - 1, room.cols - 4 };

		ui_put_wrapped(canvas, text, STYLE_WARNING, list->failed.message);
		return;
	}
	ui_table_draw(&list->table, canvas, room, focus);
}

void
list_status(struct list *list, struct dw_buf *left, struct dw_buf *right)
{
	size_t first, last;

	ui_table_window(&list->table, &first, &last);
	if (list->rows.n_rows > 0 && list->page == 0 && !list->rows.more)
		dw_buf_printf(left, _("%zu–%zu of %zu"), first, last, list->rows.n_rows);
	else if (list->rows.n_rows > 0)
		dw_buf_printf(left, _("%zu–%zu on page %zu"), first, last, list->page + 1);
	if (list->rows.more)
		dw_buf_puts(left, _(", more follow"));
	if (list->table.marks.n > 0)
		dw_buf_printf(right, DW_NG("%zu marked", "%zu marked", list->table.marks.n),
			list->table.marks.n);
}

/* ---- keys ------------------------------------------------------------------------- */

void
list_offer(struct list *list, struct ui_offers *offers)
{
	const struct list_spec *spec = list->spec;

	if (list->searching) {
		ui_offer(offers, UI_CMD_ACCEPT);
		ui_offer(offers, UI_CMD_CANCEL);
		ui_field_offer(&list->needle, offers);
		return;
	}
	if (spec->open != NULL && list->rows.n_rows > 0)
		ui_offer(offers, UI_CMD_OPEN);
	if (spec->search != NULL)
		ui_offer(offers, UI_CMD_SEARCH);
	if (spec->kind != DW_KIND_NONE && list->rows.n_rows > 0)
		ui_offer(offers, UI_CMD_ACTIONS);
	if (spec->create != NULL && console_may(list->c, spec->create))
		ui_offer(offers, UI_CMD_NEW);
	if (spec->edit != NULL && list->rows.n_rows > 0 && console_may(list->c, spec->edit))
		ui_offer(offers, UI_CMD_EDIT);
	if (spec->destroy != NULL && list->rows.n_rows > 0 && console_may(list->c, spec->destroy))
		ui_offer(offers, UI_CMD_DELETE);
	ui_offer(offers, UI_CMD_RELOAD);
	ui_table_offer(&list->table, offers);
}

/* What an action is done to: the marked rows, else the row under the cursor. Free it. */
static struct dw_uuid *
targets(struct list *list, size_t *n)
{
	const struct ui_marks *marks = &list->table.marks;
	struct dw_uuid *ids = dw_calloc(marks->n + 1, sizeof(*ids));
	size_t at = 0;

	*n = 0;
	while (ui_marks_next(marks, &at, &ids[*n]))
		++*n;
	if (*n == 0 && ui_table_current(&list->table, &ids[0]))
		*n = 1;
	return ids;
}

static void
begin(struct list *list, const char *name, bool on_rows)
{
	DW_AUTO_FREE struct dw_uuid *ids = NULL;
	size_t n = 0;

	if (on_rows)
		ids = targets(list, &n);
	act_begin(list->c, dw_action_find(name), ids, n, list->preset);
}

static void
menu(struct list *list, int y, int x)
{
	size_t n;
	DW_AUTO_FREE struct dw_uuid *ids = targets(list, &n);

	act_menu(list->c, list->spec->kind, ids, n, y, x);
}

static enum ui_did
search_event(struct list *list, const struct ui_event *event)
{
	enum ui_did did;

	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_ACCEPT) {
		list->searching = false;
		return UI_REDRAW;
	}
	if (event->type == UI_EVENT_KEY &&
		(event->command == UI_CMD_CANCEL || event->command == UI_CMD_INTERRUPT)) {
		list->searching = false;
		ui_field_set(&list->needle, "");
		from_the_top(list);
		return UI_REDRAW;
	}
	did = ui_field_event(&list->needle, event);
	if (did == UI_REDRAW)
		from_the_top(list);
	return did;
}

static enum ui_did
mouse_event(struct list *list, const struct ui_event *event)
{
	if (event->mouse == UI_MOUSE_DOUBLE && list->spec->open != NULL && list->rows.n_rows > 0) {
		list->spec->open(list, list->table.cursor);
		return UI_REDRAW;
	}
	if (event->mouse == UI_MOUSE_RIGHT && list->spec->kind != DW_KIND_NONE &&
		list->rows.n_rows > 0) {
		menu(list, event->y, event->x);
		return UI_REDRAW;
	}
	return UI_IGNORED;
}

enum ui_did
list_event(struct list *list, const struct ui_event *event)
{
	enum ui_did did;

	if (list->searching)
		return search_event(list, event);
	did = ui_table_event(&list->table, event);
	if (did != UI_IGNORED)
		return did;
	if (event->type == UI_EVENT_MOUSE)
		return mouse_event(list, event);
	if (event->type != UI_EVENT_KEY)
		return UI_IGNORED;
	switch (event->command) {
	case UI_CMD_OPEN:
		list->spec->open(list, list->table.cursor);
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
	case UI_CMD_RELOAD:
		load(list, list->pages[list->page], 0);
		return UI_REDRAW;
	case UI_CMD_CANCEL:
		if (ui_field_empty(&list->needle))
			return UI_IGNORED;
		ui_field_set(&list->needle, "");
		from_the_top(list);
		return UI_REDRAW;
	default:
		return UI_IGNORED;
	}
}

/* ---- as a view ---------------------------------------------------------------------- */

struct list_view {
	struct ui_view view;
	struct list list;
	char *title; /* NULL = a root screen, which has the line of screens instead */
};

static struct list *
list_of(struct ui_view *view)
{
	return &((struct list_view *)view)->list;
}

static const char *
view_title(struct ui_view *view)
{
	const struct list_view *v = (const struct list_view *)view;

	return v->title != NULL ? v->title : _(v->list.spec->title);
}

static void
view_status(struct ui_view *view, struct dw_buf *left, struct dw_buf *right)
{
	list_status(list_of(view), left, right);
}

static void
view_offer(struct ui_view *view, struct ui_offers *offers)
{
	list_offer(list_of(view), offers);
	if (((struct list_view *)view)->title == NULL || list_of(view)->searching)
		return;
	ui_offer(offers, UI_CMD_CLOSE);
	ui_offer(offers, UI_CMD_CANCEL);
}

static void
view_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	const struct list_view *v = (const struct list_view *)view;
	struct ui_rect body = { room.y + 1, room.x, room.rows - 1, room.cols };

	if (v->title == NULL)
		console_draw_screens(v->list.c, canvas, ui_rect_row(room, 0));
	else
		ui_put_fit(canvas, room.y, room.x + 1, room.cols - 1, STYLE_TITLE, v->title);
	list_draw(list_of(view), canvas, body, true);
}

static enum ui_did
view_event(struct ui_view *view, const struct ui_event *event)
{
	enum ui_did did = list_event(list_of(view), event);

	view->context = list_context(list_of(view));
	if (did != UI_IGNORED || event->type != UI_EVENT_KEY ||
		((struct list_view *)view)->title == NULL)
		return did;
	return event->command == UI_CMD_CLOSE || event->command == UI_CMD_CANCEL ? UI_CLOSE :
		UI_IGNORED;
}

static enum ui_did
view_tick(struct ui_view *view, int64_t now)
{
	view->wake = now + DW_MINUTE;
	return ui_table_tick(&list_of(view)->table, now) ? UI_REDRAW : UI_HANDLED;
}

static void
view_close(struct ui_view *view)
{
	struct list_view *v = (struct list_view *)view;

	if (v->title != NULL)
		console_unwatch(v->list.c, view);
	list_clear(&v->list);
	free(v->title);
	free(v);
}

static const struct ui_view_ops view_ops = {
	.title = view_title,
	.status = view_status,
	.offer = view_offer,
	.draw = view_draw,
	.event = view_event,
	.tick = view_tick,
	.close = view_close,
};

static struct list_view *
view_new(struct console *c, const char *title, const struct list_spec *spec,
	const struct console_arg *fixed)
{
	struct list_view *v = dw_calloc(1, sizeof(*v));

	v->view.ops = &view_ops;
	v->view.context = UI_IN_LIST;
	v->view.wake = dw_now() + DW_MINUTE;
	v->title = dw_strdup(title);
	list_init(&v->list, c, spec, fixed);
	return v;
}

struct ui_view *
list_screen(struct console *c, const struct list_spec *spec)
{
	return &view_new(c, NULL, spec, NULL)->view;
}

void
list_screen_refresh(struct ui_view *view)
{
	list_refresh(list_of(view));
}

void
list_push(struct console *c, const char *title, const struct list_spec *spec,
	const struct console_arg *fixed)
{
	struct list_view *v = view_new(c, title, spec, fixed);

	ui_push(&c->ui, &v->view);
	console_watch(c, &v->view, spec->topics, list_screen_refresh);
}
