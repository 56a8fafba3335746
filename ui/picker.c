/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A picker: a field, and below it what matches. What is ticked is kept by key, so it
 * stays ticked while the list is narrowed to something else. See picker.h.
 */
#include "ui/picker.h"

#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/field.h"
#include "ui/loop.h"

#define COLS 78
#define ROWS 18
#define WHOLE_ROWS 2 /* below the list, where items have something to tell there */

struct item {
	char *key, *label, *detail, *whole, *group, *grey;
	char *folded; /* label and detail, for the search */
};

struct ui_picker {
	struct ui_view view;
	struct ui_pick_spec spec;
	char *title, *hint, *empty;
	struct ui_field field;
	struct item *items;
	size_t n, cap;
	size_t *shown; /* indices of the items that match */
	size_t n_shown, cursor;
	const char **ticked; /* keys, owned */
	size_t n_ticked, cap_ticked;
	bool on_item; /* moved there last, not typed: the hardware cursor follows */
	bool tells;   /* some item has something to tell below the list */
	bool touched; /* something was ticked, at the beginning or by hand */
	int top;      /* row at the top, headings counted */
	int rows;     /* of the whole box */
	int label_cols; /* of what is shown, so that details stand in a column */
	struct ui_rect box, body;
};

static struct ui_picker *
of(struct ui_view *view)
{
	return (struct ui_picker *)view;
}

/* ---- items and ticks ------------------------------------------------------------------------ */

static void
clear_items(struct ui_picker *picker)
{
	for (size_t i = 0; i < picker->n; i++) {
		struct item *item = &picker->items[i];

		free(item->key);
		free(item->label);
		free(item->detail);
		free(item->whole);
		free(item->group);
		free(item->grey);
		free(item->folded);
	}
	picker->n = 0;
}

/* Where the key is among those ticked; n_ticked when it is not. */
static size_t
find_tick(const struct ui_picker *picker, const char *key)
{
	size_t i = 0;

	while (i < picker->n_ticked && strcmp(picker->ticked[i], key) != 0)
		i++;
	return i;
}

static void
set_tick(struct ui_picker *picker, const char *key, bool on)
{
	size_t at = find_tick(picker, key);

	picker->touched = true;
	if (on && at == picker->n_ticked) {
		if (picker->n_ticked == picker->cap_ticked) {
			picker->cap_ticked = picker->cap_ticked * 2 + 8;
			picker->ticked = dw_realloc(
				picker->ticked, picker->cap_ticked, sizeof *picker->ticked);
		}
		picker->ticked[picker->n_ticked++] = dw_strdup(key);
	} else if (!on && at < picker->n_ticked) {
		free((char *)(uintptr_t)picker->ticked[at]);
		memmove(&picker->ticked[at], &picker->ticked[at + 1],
			(picker->n_ticked - at - 1) * sizeof *picker->ticked);
		picker->n_ticked--;
	}
}

static void
fold(struct item *item)
{
	DW_AUTO_FREE char *both = dw_format("%s %s", item->label,
		item->detail != NULL ? item->detail : "");

	dw_replace(&item->folded, dw_fold_search(both));
}

void
ui_picker_set_title(struct ui_picker *picker, const char *title)
{
	dw_replace(&picker->title, dw_strdup(title));
}

void
ui_picker_set_detail(struct ui_picker *picker, const char *key, const char *detail)
{
	for (size_t i = 0; i < picker->n; i++)
		if (strcmp(picker->items[i].key, key) == 0) {
			dw_replace(&picker->items[i].detail, dw_strdup(detail));
			fold(&picker->items[i]);
		}
}

void
ui_picker_add(struct ui_picker *picker, const struct ui_pick *item)
{
	struct item *to;

	if (picker->n == picker->cap) {
		picker->cap = picker->cap * 2 + 32;
		picker->items = dw_realloc(picker->items, picker->cap, sizeof *picker->items);
	}
	to = &picker->items[picker->n++];
	*to = (struct item){ .key = dw_strdup(item->key != NULL ? item->key : item->label),
		.label = dw_strdup(item->label),
		.detail = dw_strdup(item->detail),
		.whole = dw_strdup(item->whole),
		.group = dw_strdup(item->group),
		.grey = dw_strdup(item->grey) };
	fold(to);
	picker->tells = picker->tells || item->whole != NULL;
	if (item->on)
		set_tick(picker, to->key, true);
}

/* Does every word of the folded needle occur? */
static bool
matches(const struct item *item, const char *needle)
{
	while (*(needle += strspn(needle, " ")) != '\0') {
		size_t len = strcspn(needle, " ");

		if (memmem(item->folded, strlen(item->folded), needle, len) == NULL)
			return false;
		needle += len;
	}
	return true;
}

static void
narrow(struct ui_picker *picker)
{
	DW_AUTO_FREE char *needle = dw_fold_search(ui_field_text(&picker->field));

	if (picker->spec.fill != NULL) {
		clear_items(picker);
		picker->spec.fill(picker->spec.ctx, picker, ui_field_text(&picker->field));
	}
	free(picker->shown);
	picker->shown = dw_calloc(picker->n + 1, sizeof *picker->shown);
	picker->n_shown = 0;
	picker->label_cols = 0;
	for (size_t i = 0; i < picker->n; i++)
		if (picker->spec.fill != NULL || matches(&picker->items[i], needle)) {
			int cols = dw_columns(picker->items[i].label);

			picker->label_cols = cols > picker->label_cols ? cols : picker->label_cols;
			picker->shown[picker->n_shown++] = i;
		}
	picker->cursor = 0;
	picker->top = 0;
}

static const struct item *
shown_item(const struct ui_picker *picker, size_t i)
{
	return &picker->items[picker->shown[i]];
}

/* ---- drawing ----------------------------------------------------------------------------------- */

/* Does a heading stand above the i-th shown item? */
static bool
has_heading(const struct ui_picker *picker, size_t i)
{
	const char *group = shown_item(picker, i)->group;
	const char *before = i > 0 ? shown_item(picker, i - 1)->group : NULL;

	return group != NULL && (before == NULL || strcmp(group, before) != 0);
}

/* The row of the i-th shown item, headings counted. */
static int
row_of(const struct ui_picker *picker, size_t i)
{
	int row = (int)i;

	for (size_t j = 0; j <= i; j++)
		row += has_heading(picker, j);
	return row;
}

static void
draw_item(const struct ui_picker *picker, struct ui_canvas *canvas, struct ui_rect line, size_t i)
{
	const struct item *item = shown_item(picker, i);
	bool here = i == picker->cursor;
	int x = line.x + 2, end = line.x + line.cols;
	enum ui_style style = here ? STYLE_CURSOR : item->grey != NULL ? STYLE_DIM : STYLE_NORMAL;
	const char *detail = item->grey != NULL ? item->grey : item->detail;
	int column = picker->label_cols < line.cols / 2 ? picker->label_cols : line.cols / 2, cols;

	if (here)
		ui_put(canvas, line.y, line.x, STYLE_MARKED, UI_SIGN_CURSOR);
	if (here && picker->on_item)
		ui_cursor(canvas, line.y, x + picker->spec.many, false); /* in its "[x]" */
	if (picker->spec.many) {
		bool on = find_tick(picker, item->key) < picker->n_ticked;

		ui_put(canvas, line.y, x, on ? STYLE_MARKED : STYLE_DIM, on ? "[x]" : "[ ]");
		x += 4;
	}
	cols = ui_put(canvas, line.y, x, style, item->label);
	/* One very long label does not push all details out, nor a column a reason. */
	x += (cols > column || item->grey != NULL ? cols : column) + 2;
	if (detail != NULL && x < end)
		ui_put_fit(canvas, line.y, x, end - x, item->grey != NULL ? STYLE_WARNING : STYLE_DIM,
			detail);
}

static void
draw_items(struct ui_picker *picker, struct ui_canvas *canvas)
{
	struct ui_rect body = picker->body, former = ui_clip(canvas, body);
	int at = picker->n_shown > 0 ? row_of(picker, picker->cursor) : 0;
	int row = -picker->top;

	if (at < picker->top + has_heading(picker, picker->cursor))
		picker->top = at - has_heading(picker, picker->cursor);
	if (at >= picker->top + body.rows)
		picker->top = at - body.rows + 1;
	row = -picker->top;
	for (size_t i = 0; i < picker->n_shown && row < body.rows; i++) {
		struct ui_rect line = { body.y + row, body.x, 1, body.cols };

		if (has_heading(picker, i)) {
			ui_put(canvas, line.y++, line.x, STYLE_HEADING, shown_item(picker, i)->group);
			row++;
		}
		draw_item(picker, canvas, line, i);
		row++;
	}
	ui_unclip(canvas, former);
}

static void
draw_whole(const struct ui_picker *picker, struct ui_canvas *canvas, struct ui_rect in)
{
	const char *whole = picker->n_shown > 0 ? shown_item(picker, picker->cursor)->whole : NULL;

	if (whole != NULL)
		ui_put_wrapped(canvas, (struct ui_rect){ in.y + in.rows - WHOLE_ROWS, in.x, WHOLE_ROWS,
			in.cols }, STYLE_NORMAL, whole);
}

/* Rows inside the box that are not items: hint, search, count, what is told. */
static int
around(const struct ui_picker *picker)
{
	return 1 + (picker->hint != NULL) + picker->spec.many + (picker->tells ? WHOLE_ROWS : 0);
}

static const char *
picker_title(struct ui_view *view)
{
	return of(view)->title;
}

static void
picker_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct ui_picker *picker = of(view);
	struct ui_rect in, row;

	picker->box = ui_rect_centre(room, picker->rows, COLS);
	in = ui_box(canvas, picker->box, picker->title);
	if (picker->hint != NULL)
		ui_put_fit(canvas, in.y, in.x, in.cols, STYLE_DIM, picker->hint);
	row = ui_rect_row(in, picker->hint != NULL);
	picker->body = (struct ui_rect){ row.y + 1, in.x, in.rows - around(picker), in.cols };
	if (picker->n_shown > 0)
		draw_items(picker, canvas);
	else
		ui_put_wrapped(canvas, picker->body, STYLE_DIM,
			picker->empty != NULL ? picker->empty : _("Nothing matches"));
	draw_whole(picker, canvas, in);
	if (picker->spec.many)
		ui_printf(canvas, in.y + in.rows - 1, in.x, STYLE_DIM,
			DW_NG("%zu chosen", "%zu chosen", picker->n_ticked), picker->n_ticked);
	row.x += ui_put(canvas, row.y, row.x, STYLE_NORMAL, _("Search: "));
	row.cols = in.x + in.cols - row.x;
	ui_field_draw(&picker->field, canvas, row, STYLE_FIELD_FOCUS, !picker->on_item);
}

/* ---- events --------------------------------------------------------------------------------------- */

static void
picker_offer(struct ui_view *view, struct ui_offers *offers)
{
	const struct ui_picker *picker = of(view);

	if (picker->n_shown > 0 || (picker->spec.many && picker->touched))
		ui_offer_as(offers, UI_CMD_ACCEPT, picker->spec.many ? _("done") : _("choose"));
	if (picker->spec.many && picker->n_shown > 0)
		ui_offer_as(offers, UI_CMD_TOGGLE, _("tick"));
	ui_offer(offers, UI_CMD_CANCEL);
	ui_offer(offers, UI_CMD_UP);
	ui_offer(offers, UI_CMD_DOWN);
	ui_offer(offers, UI_CMD_PAGE_UP);
	ui_offer(offers, UI_CMD_PAGE_DOWN);
	ui_field_offer(&picker->field, offers);
}

static enum ui_did
go(struct ui_picker *picker, long by)
{
	long last = picker->n_shown > 0 ? (long)picker->n_shown - 1 : 0;
	long to = (long)picker->cursor + by;

	picker->cursor = (size_t)(to < 0 ? 0 : to > last ? last : to);
	picker->on_item = picker->n_shown > 0;
	return UI_REDRAW;
}

/* Beeps when what is under the cursor cannot be picked. */
static const struct item *
pickable(struct ui_picker *picker)
{
	const struct item *item =
		picker->n_shown > 0 ? shown_item(picker, picker->cursor) : NULL;

	if (item != NULL && item->grey == NULL)
		return item;
	ui_term_beep(picker->view.ui->term);
	return NULL;
}

static enum ui_did
toggle(struct ui_picker *picker)
{
	const struct item *item = pickable(picker);

	if (item == NULL)
		return UI_HANDLED;
	set_tick(picker, item->key, find_tick(picker, item->key) == picker->n_ticked);
	return go(picker, 1);
}

static enum ui_did
accept(struct ui_picker *picker)
{
	const struct item *item;
	const char *key;

	/* Who never ticked anything means the one under the cursor. */
	if (picker->spec.many && picker->touched) {
		picker->spec.done(picker->spec.ctx, picker->ticked, picker->n_ticked);
		return UI_CLOSE;
	}
	item = pickable(picker);
	if (item == NULL)
		return UI_HANDLED;
	key = item->key;
	picker->spec.done(picker->spec.ctx, &key, 1);
	return UI_CLOSE;
}

static enum ui_did
picker_mouse(struct ui_picker *picker, const struct ui_event *event)
{
	if (event->mouse == UI_MOUSE_WHEEL_UP)
		return go(picker, -1);
	if (event->mouse == UI_MOUSE_WHEEL_DOWN)
		return go(picker, 1);
	if (!ui_rect_has(picker->box, event->y, event->x))
		return UI_CLOSE;
	if (!ui_rect_has(picker->body, event->y, event->x))
		return ui_field_event(&picker->field, event);
	for (size_t i = 0; i < picker->n_shown; i++)
		if (row_of(picker, i) == picker->top + event->y - picker->body.y) {
			go(picker, (long)i - (long)picker->cursor);
			if (event->mouse == UI_MOUSE_CLICK)
				return picker->spec.many ? toggle(picker) : UI_REDRAW;
			return event->mouse == UI_MOUSE_DOUBLE && !picker->spec.many
				? accept(picker)
				: UI_REDRAW;
		}
	return UI_HANDLED;
}

static enum ui_did
picker_event(struct ui_view *view, const struct ui_event *event)
{
	struct ui_picker *picker = of(view);
	size_t len = picker->field.len;
	enum ui_did did;

	if (event->type == UI_EVENT_MOUSE)
		return picker_mouse(picker, event);
	switch (event->type == UI_EVENT_KEY ? event->command : UI_CMD_NONE) {
	case UI_CMD_ACCEPT:
		return accept(picker);
	case UI_CMD_CANCEL:
		return UI_CLOSE;
	case UI_CMD_TOGGLE:
		return toggle(picker);
	case UI_CMD_UP:
		return go(picker, -1);
	case UI_CMD_DOWN:
		return go(picker, 1);
	case UI_CMD_PAGE_UP:
		return go(picker, -picker->body.rows);
	case UI_CMD_PAGE_DOWN:
		return go(picker, picker->body.rows);
	default:
		did = ui_field_event(&picker->field, event);
		if (did != UI_IGNORED)
			picker->on_item = false;
		if (picker->field.len != len)
			narrow(picker);
		return did;
	}
}

static enum ui_did
picker_work(struct ui_view *view)
{
	struct ui_picker *picker = of(view);

	view->working = picker->spec.work(picker->spec.ctx, picker);
	return UI_REDRAW;
}

static void
picker_close(struct ui_view *view)
{
	struct ui_picker *picker = of(view);

	clear_items(picker);
	while (picker->n_ticked > 0)
		free((char *)(uintptr_t)picker->ticked[--picker->n_ticked]);
	free(picker->ticked);
	free(picker->items);
	free(picker->shown);
	ui_field_clear(&picker->field);
	free(picker->title);
	free(picker->hint);
	free(picker->empty);
	free(picker);
}

static const struct ui_view_ops picker_ops = {
	.overlay = true,
	.title = picker_title,
	.offer = picker_offer,
	.draw = picker_draw,
	.event = picker_event,
	.work = picker_work,
	.close = picker_close,
};

struct ui_view *
ui_pick_open(struct ui *ui, const struct ui_pick_spec *spec)
{
	struct ui_picker *picker = dw_calloc(1, sizeof *picker);

	picker->view = (struct ui_view){ .ops = &picker_ops, .context = UI_IN_PICKER,
		.working = spec->work != NULL };
	picker->spec = *spec;
	picker->title = dw_strdup(spec->title);
	picker->hint = dw_strdup(spec->hint);
	picker->empty = dw_strdup(spec->empty);
	for (size_t i = 0; i < spec->n; i++)
		ui_picker_add(picker, &spec->items[i]);
	narrow(picker);
	/* As high as all items need; it does not shrink while they are narrowed. */
	picker->rows = 2 + around(picker) +
		(picker->n_shown > 0 ? row_of(picker, picker->n_shown - 1) + 1 : 1);
	if (picker->rows > ROWS + (picker->tells ? WHOLE_ROWS : 0) || spec->fill != NULL)
		picker->rows = ROWS + (picker->tells ? WHOLE_ROWS : 0);
	/* One to choose: begin on the present one. */
	for (size_t i = 0; i < picker->n_shown && !spec->many; i++)
		if (find_tick(picker, shown_item(picker, i)->key) < picker->n_ticked)
			picker->cursor = i;
	ui_push(ui, &picker->view);
	return &picker->view;
}
