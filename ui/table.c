/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list: which columns there is room for, drawing, moving, marking. Rows are
 * asked from the model one cell at a time and only those on the screen. See table.h.
 */
#include "ui/table.h"

#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"

#define GAP 1
#define WHEEL 3 /* rows */

static size_t
count(const struct ui_table *table)
{
	return table->model->count(table->ctx);
}

static struct dw_uuid
ref(const struct ui_table *table, size_t row)
{
	return table->model->ref(table->ctx, row);
}

static size_t
height(const struct ui_table *table)
{
	return table->body.rows > 0 ? (size_t)table->body.rows : 1;
}

void
ui_table_init(struct ui_table *table, const struct ui_table_model *model, void *ctx)
{
	*table = (struct ui_table){ .model = model, .ctx = ctx, .sort = -1 };
}

void
ui_table_clear(struct ui_table *table)
{
	if (table == NULL)
		return;
	ui_marks_clear(&table->marks);
}

/* ---- the cursor ------------------------------------------------------------------ */

static void
set_cursor(struct ui_table *table, size_t row)
{
	size_t n = count(table);

	table->cursor = n == 0 ? 0 : row < n ? row : n - 1;
	table->cursor_id = n == 0 ? (struct dw_uuid){ 0 } : ref(table, table->cursor);
}

static void
move_by(struct ui_table *table, long by)
{
	if (by < 0 && (size_t)-by > table->cursor)
		set_cursor(table, 0);
	else
		set_cursor(table, table->cursor + (size_t)by);
}

/* Shows the cursor with as little scrolling as possible, and no room below the rows. */
static void
keep_in_sight(struct ui_table *table)
{
	size_t n = count(table), rows = height(table);
	size_t more = table->jumps ? (rows - 1) / 2 : 0;

	if (table->body.rows == 0) /* not drawn yet */
		return;
	if (table->cursor < table->top)
		table->top = table->cursor > more ? table->cursor - more : 0;
	if (table->cursor >= table->top + rows)
		table->top = table->cursor - rows + 1 + more;
	if (table->top + rows > n)
		table->top = n > rows ? n - rows : 0;
}

bool
ui_table_go(struct ui_table *table, const struct dw_uuid *id)
{
	size_t n = count(table);

	for (size_t row = 0; row < n; row++) {
		struct dw_uuid here = ref(table, row);

		if (dw_uuid_equal(&here, id)) {
			set_cursor(table, row);
			return true;
		}
	}
	return false;
}

void
ui_table_reload(struct ui_table *table)
{
	struct dw_uuid id = table->cursor_id;
	size_t line = table->cursor - table->top;
	bool at_top = table->top == 0;

	if (table->turning == UI_TO_FIRST) {
		set_cursor(table, 0);
		table->top = 0;
	} else if (table->turning == UI_TO_LAST) {
		set_cursor(table, SIZE_MAX / 2);
	} else if (!dw_uuid_is_none(&id) && ui_table_go(table, &id)) {
		/* The cursor stays on its line; but at the beginning, what is new there is shown. */
		table->top = !at_top && table->cursor > line ? table->cursor - line : 0;
	} else {
		set_cursor(table, table->cursor);
	}
	table->turning = UI_STAY;
	keep_in_sight(table);
}

void
ui_table_rewind(struct ui_table *table)
{
	table->turning = UI_STAY;
	table->top = 0;
	set_cursor(table, 0);
}

bool
ui_table_current(const struct ui_table *table, struct dw_uuid *out)
{
	if (table->cursor >= count(table))
		return false;
	*out = ref(table, table->cursor);
	return true;
}

void
ui_table_window(const struct ui_table *table, size_t *first, size_t *last)
{
	size_t n = count(table), end = table->top + height(table);

	*first = n > 0 ? table->top + 1 : 0;
	*last = end < n ? end : n;
}

/* ---- columns ------------------------------------------------------------------------ */

static bool
is_wanted(const struct ui_table *table, size_t i)
{
	unsigned flags = table->model->columns[i].flags;

	if (flags & (DW_COL_CURSOR | DW_COL_DETAIL))
		return false;
	return table->chosen != 0 ? table->chosen >> i & 1 : (flags & DW_COL_DEFAULT) != 0;
}

/* Sum of the widths, and the column to drop first. */
static int
measure(const struct ui_table *table, size_t *last)
{
	int total = 0, priority = 0;

	for (size_t i = 0; i < table->model->n_columns; i++)
		if (table->shown >> i & 1) {
			total += table->widths[i] + (total > 0 ? GAP : 0);
			if (table->model->columns[i].priority >= priority) {
				priority = table->model->columns[i].priority;
				*last = i;
			}
		}
	return total;
}

/* Gives spare columns to those that grow, by weight; what rounding leaves to the first. */
static void
grow(struct ui_table *table, int spare)
{
	const struct dw_column *columns = table->model->columns;
	int weights = 0, given = 0;

	for (size_t i = 0; i < table->model->n_columns; i++)
		if (table->shown >> i & 1)
			weights += columns[i].grow;
	if (weights == 0 || spare <= 0)
		return;
	for (size_t i = 0; i < table->model->n_columns; i++)
		if (table->shown >> i & 1) {
			table->widths[i] += spare * columns[i].grow / weights;
			given += spare * columns[i].grow / weights;
		}
	for (size_t i = 0; i < table->model->n_columns && given < spare; i++)
		if ((table->shown >> i & 1) && columns[i].grow > 0) {
			table->widths[i] += spare - given;
			given = spare;
		}
}

static void
lay_out(struct ui_table *table, int cols)
{
	size_t last = 0;
	int total;

	table->shown = 0;
	for (size_t i = 0; i < table->model->n_columns && i < UI_TABLE_COLUMNS; i++) {
		table->widths[i] = table->model->columns[i].width;
		if (is_wanted(table, i))
			table->shown |= UI_COLUMN(i);
	}
	/* A power of two is one column: that one stays, whatever its width. */
	while ((total = measure(table, &last)) > cols && (table->shown & (table->shown - 1)) != 0)
		table->shown &= ~UI_COLUMN(last);
	if (total > cols)
		table->widths[last] = cols;
	grow(table, cols - total);
}

/* ---- drawing --------------------------------------------------------------------------- */

/* Columns before the first cell: the cursor's sign, the mark, a space. */
static int
gutter(const struct ui_table *table)
{
	return table->can_mark ? 3 : 2;
}

static void
draw_heading(const struct ui_table *table, struct ui_canvas *canvas, struct ui_rect row)
{
	DW_AUTO(dw_buf) text = { 0 };
	int x = row.x + gutter(table);

	for (size_t i = 0; i < table->model->n_columns; i++) {
		const struct dw_column *column = &table->model->columns[i];
		const char *sign = table->descending ? UI_SIGN_DOWN : UI_SIGN_UP;
		bool sorted = table->sort == (int)i;
		int cols = table->widths[i];

		if (!(table->shown >> i & 1))
			continue;
		dw_buf_reset(&text);
		dw_fit(&text, _(column->title), cols - sorted, false);
		if (sorted)
			dw_buf_puts(&text, sign);
		if (column->flags & DW_COL_RIGHT)
			ui_put_right(canvas, row.y, x + cols, STYLE_HEADING, dw_buf_text(&text));
		else
			ui_put(canvas, row.y, x, STYLE_HEADING, dw_buf_text(&text));
		x += cols + GAP;
	}
}

static void
draw_row(const struct ui_table *table, struct ui_canvas *canvas, struct ui_rect line, size_t row,
	bool focus)
{
	DW_AUTO(dw_buf) text = { 0 };
	struct dw_uuid id = ref(table, row);
	bool first = true, here = row == table->cursor;
	int x = line.x + gutter(table);

	/* Only the sign is reversed: the row's text stays as it is, so that moving on sends a
	 * few cells and not two names. */
	if (here)
		ui_put(canvas, line.y, line.x, focus ? STYLE_CURSOR : STYLE_NORMAL, UI_SIGN_CURSOR);
	if (table->can_mark && ui_marks_have(&table->marks, &id))
		ui_put(canvas, line.y, line.x + 1, STYLE_MARKED, UI_SIGN_MARK);
	for (size_t i = 0; i < table->model->n_columns; i++) {
		const struct dw_column *column = &table->model->columns[i];
		enum ui_style style = STYLE_NORMAL;
		struct dw_value value;
		int cols = table->widths[i];

		if (!(table->shown >> i & 1))
			continue;
		value = table->model->cell(table->ctx, row, i);
		if (table->model->style != NULL)
			style = table->model->style(table->ctx, row, i);
		dw_buf_reset(&text);
		dw_value_text(&text, column, &value, table->now);
		if (first && here && focus)
			ui_cursor(canvas, line.y, x, false);
		if ((column->flags & DW_COL_RIGHT) && dw_columns(dw_buf_text(&text)) <= cols)
			ui_put_right(canvas, line.y, x + cols, style, dw_buf_text(&text));
		else
			ui_put_fit(canvas, line.y, x, cols, style, dw_buf_text(&text));
		x += table->widths[i] + GAP;
		first = false;
	}
}

void
ui_table_draw(struct ui_table *table, struct ui_canvas *canvas, struct ui_rect room, bool focus)
{
	size_t n = count(table);
	int left = gutter(table);

	table->body = (struct ui_rect){ room.y + 1, room.x, room.rows > 1 ? room.rows - 1 : 0,
		room.cols };
	lay_out(table, room.cols - left);
	draw_heading(table, canvas, ui_rect_row(room, 0));
	keep_in_sight(table);
	if (n == 0) {
		const char *text = table->loading ? _("Loading …")
			: table->empty != NULL    ? table->empty
						  : _("There is nothing here");
		struct ui_rect rest = { room.y + 2, room.x + left, room.rows - 2, room.cols - left - 1 };

		ui_put_wrapped(canvas, rest, STYLE_DIM, text);
		if (focus)
			ui_cursor(canvas, rest.y, rest.x, false);
	}
	for (int i = 0; i < table->body.rows && table->top + (size_t)i < n; i++)
		draw_row(table, canvas, ui_rect_row(table->body, i), table->top + (size_t)i, focus);
}

int
ui_table_heading_at(const struct ui_table *table, int y, int x)
{
	int left = table->body.x + gutter(table);

	for (size_t i = 0; y == table->body.y - 1 && i < table->model->n_columns; i++) {
		if (!(table->shown >> i & 1))
			continue;
		if (x >= left && x < left + table->widths[i])
			return (int)i;
		left += table->widths[i] + GAP;
	}
	return -1;
}

bool
ui_table_tick(struct ui_table *table, int64_t now)
{
	table->now = now;
	for (size_t i = 0; i < table->model->n_columns; i++)
		if ((table->shown >> i & 1) && table->model->columns[i].type == DW_TIME &&
			(table->model->columns[i].flags & DW_COL_BADGE))
			return true;
	return false;
}

/* ---- events ------------------------------------------------------------------------------- */

void
ui_table_offer(const struct ui_table *table, struct ui_offers *offers)
{
	static const enum ui_command_id moving[] = { UI_CMD_UP, UI_CMD_DOWN, UI_CMD_PAGE_UP,
		UI_CMD_PAGE_DOWN, UI_CMD_HALF_UP, UI_CMD_HALF_DOWN, UI_CMD_FIRST, UI_CMD_LAST };
	static const enum ui_command_id turning[] = { UI_CMD_PREVIOUS_PAGE, UI_CMD_NEXT_PAGE };
	static const enum ui_command_id marking[] = { UI_CMD_MARK, UI_CMD_MARK_RANGE,
		UI_CMD_MARK_ALL, UI_CMD_MARK_NONE };

	for (size_t i = 0; i < DW_COUNT(moving); i++)
		ui_offer(offers, moving[i]);
	for (size_t i = 0; i < DW_COUNT(turning) && table->model->turn != NULL; i++)
		ui_offer(offers, turning[i]);
	for (size_t i = 0; i < DW_COUNT(marking) && table->can_mark; i++)
		if (count(table) > 0 || (marking[i] == UI_CMD_MARK_NONE && table->marks.n > 0))
			ui_offer(offers, marking[i]);
}

static bool
turn(struct ui_table *table, int direction, int cursor)
{
	if (table->model->turn == NULL)
		return false;
	table->turning = (__typeof__(table->turning))cursor;
	if (table->model->turn(table->ctx, direction))
		return true;
	table->turning = UI_STAY;
	return false;
}

void
ui_table_mark_page(struct ui_table *table)
{
	size_t n = count(table);

	for (size_t row = 0; row < n; row++) {
		struct dw_uuid id = ref(table, row);

		ui_marks_add(&table->marks, &id);
	}
}

static void
toggle_mark(struct ui_table *table)
{
	struct dw_uuid id;

	if (!ui_table_current(table, &id))
		return;
	if (ui_marks_have(&table->marks, &id))
		ui_marks_remove(&table->marks, &id);
	else
		ui_marks_add(&table->marks, &id);
	move_by(table, 1);
}

/* The first time: here it begins. The second: everything between is marked. */
static void
mark_range(struct ui_table *table)
{
	size_t n = count(table), from = n, to = table->cursor;

	if (n == 0)
		return;
	for (size_t row = 0; row < n; row++) {
		struct dw_uuid id = ref(table, row);

		if (!dw_uuid_is_none(&id) && dw_uuid_equal(&id, &table->anchor))
			from = row;
	}
	if (from == n) {
		table->anchor = table->cursor_id = ref(table, table->cursor);
		from = to;
	} else {
		table->anchor = (struct dw_uuid){ 0 };
	}
	if (from > to) {
		size_t swap = from;

		from = to;
		to = swap;
	}
	for (size_t row = from; row <= to; row++) {
		struct dw_uuid id = ref(table, row);

		ui_marks_add(&table->marks, &id);
	}
}

static enum ui_did
do_command(struct ui_table *table, int command)
{
	size_t n = count(table), rows = height(table);
	bool at_start = table->cursor == 0, at_end = n == 0 || table->cursor == n - 1;

	switch (command) {
	case UI_CMD_UP:
		if (!(at_start && turn(table, -1, UI_TO_LAST)))
			move_by(table, -1);
		break;
	case UI_CMD_DOWN:
		if (!(at_end && turn(table, +1, UI_TO_FIRST)))
			move_by(table, 1);
		break;
	case UI_CMD_PAGE_UP:
	case UI_CMD_HALF_UP:
		rows = command == UI_CMD_HALF_UP ? (rows + 1) / 2 : rows;
		if (at_start && turn(table, -1, UI_TO_LAST))
			break;
		table->top = table->top > rows ? table->top - rows : 0;
		move_by(table, -(long)rows);
		break;
	case UI_CMD_PAGE_DOWN:
	case UI_CMD_HALF_DOWN:
		rows = command == UI_CMD_HALF_DOWN ? (rows + 1) / 2 : rows;
		if (at_end && turn(table, +1, UI_TO_FIRST))
			break;
		table->top += rows;
		move_by(table, (long)rows);
		break;
	case UI_CMD_FIRST:
		if (!(at_start && turn(table, -2, UI_TO_FIRST)))
			set_cursor(table, 0);
		break;
	case UI_CMD_LAST:
		if (!(at_end && turn(table, +2, UI_TO_LAST)))
			set_cursor(table, SIZE_MAX / 2);
		break;
	case UI_CMD_PREVIOUS_PAGE:
		turn(table, -1, UI_TO_FIRST);
		break;
	case UI_CMD_NEXT_PAGE:
		turn(table, +1, UI_TO_FIRST);
		break;
	case UI_CMD_MARK:
		toggle_mark(table);
		break;
	case UI_CMD_MARK_RANGE:
		mark_range(table);
		break;
	case UI_CMD_MARK_ALL:
		ui_table_mark_page(table);
		break;
	case UI_CMD_MARK_NONE:
		ui_marks_clear(&table->marks);
		table->anchor = (struct dw_uuid){ 0 };
		break;
	default:
		return UI_IGNORED;
	}
	keep_in_sight(table);
	return UI_REDRAW;
}

/* The wheel moves the rows under the cursor's line, and the cursor only at the edge. */
static void
wheel(struct ui_table *table, bool down)
{
	size_t n = count(table), rows = height(table);
	size_t bottom = n > rows ? n - rows : 0;

	if (down)
		table->top = table->top + WHEEL < bottom ? table->top + WHEEL : bottom;
	else
		table->top = table->top > WHEEL ? table->top - WHEEL : 0;
	if (table->cursor < table->top)
		set_cursor(table, table->top);
	else if (table->cursor >= table->top + rows)
		set_cursor(table, table->top + rows - 1);
}

static enum ui_did
do_mouse(struct ui_table *table, const struct ui_event *event)
{
	size_t row;

	if (!ui_rect_has(table->body, event->y, event->x))
		return UI_IGNORED;
	if (event->mouse == UI_MOUSE_WHEEL_UP || event->mouse == UI_MOUSE_WHEEL_DOWN) {
		wheel(table, event->mouse == UI_MOUSE_WHEEL_DOWN);
		return UI_REDRAW;
	}
	row = table->top + (size_t)(event->y - table->body.y);
	if (row >= count(table))
		return UI_HANDLED;
	set_cursor(table, row);
	return event->mouse == UI_MOUSE_CLICK ? UI_REDRAW : UI_IGNORED;
}

enum ui_did
ui_table_event(struct ui_table *table, const struct ui_event *event)
{
	if (event->type == UI_EVENT_MOUSE)
		return do_mouse(table, event);
	return event->type == UI_EVENT_KEY ? do_command(table, event->command) : UI_IGNORED;
}

/* ---- rows in memory --------------------------------------------------------------------------- */

size_t
ui_rows_count(void *ctx)
{
	return ((const struct dw_rows *)ctx)->n_rows;
}

struct dw_value
ui_rows_cell(void *ctx, size_t row, size_t column)
{
	return dw_rows_at(ctx, row)[column];
}

struct dw_uuid
ui_rows_ref(void *ctx, size_t row)
{
	const struct dw_rows *rows = ctx;

	for (size_t i = 0; i < rows->n_columns; i++)
		if (rows->columns[i].type == DW_ID)
			return dw_rows_at(rows, row)[i].id;
	return (struct dw_uuid){ 0 };
}
