/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Facts with a cursor. See facts.h.
 */
#include "ui/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define LABEL_MAX 22
#define LEAD 2 /* columns before the label: the cursor's sign */
#define SHOWN 400 /* bytes of a value; the rest is for a pager */
#define SIGN 1 /* a label so short is a sign, and its value follows at once */

void
ui_facts_empty(struct ui_facts *facts)
{
	for (size_t i = 0; i < facts->n; i++) {
		free(facts->items[i].label);
		free(facts->items[i].value);
		free(facts->items[i].shown);
		free(facts->items[i].hint);
	}
	facts->n = 0;
}

void
ui_facts_clear(struct ui_facts *facts)
{
	if (facts == NULL)
		return;
	ui_facts_empty(facts);
	free(facts->items);
	*facts = (struct ui_facts){ 0 };
}

static void
add(struct ui_facts *facts, struct ui_fact fact)
{
	if (facts->n == facts->cap) {
		facts->cap = facts->cap * 2 + 16;
		facts->items = dw_realloc(facts->items, facts->cap, sizeof(*facts->items));
	}
	facts->items[facts->n++] = fact;
}

void
ui_facts_heading(struct ui_facts *facts, enum ui_style style, const char *shown)
{
	add(facts, (struct ui_fact){ .value = dw_strdup(shown), .style = style });
}

/* NULL when that is all. */
static char *
beginning(const char *value)
{
	size_t len = strnlen(value, SHOWN + 1);

	if (len <= SHOWN)
		return NULL;
	len = dw_grapheme_prev(value, len, SHOWN);
	return dw_format("%.*s…", (int)len, value);
}

void
ui_facts_add(struct ui_facts *facts, enum ui_style style, const char *label, const char *value,
	const char *hint)
{
	if (value == NULL || value[0] == '\0')
		return;
	add(facts, (struct ui_fact){ dw_strdup(label), dw_strdup(value), beginning(value),
		dw_strdup(hint), style });
}

/* ---- the cursor ---------------------------------------------------------------- */

static bool
is_fact(const struct ui_facts *facts, size_t i)
{
	return i < facts->n && facts->items[i].label != NULL;
}

/* The first fact from `from` on in a direction; `from` itself counts. n when there is none. */
static size_t
fact_from(const struct ui_facts *facts, size_t from, bool down)
{
	for (size_t i = from; i < facts->n; i = down ? i + 1 : i - 1) {
		if (is_fact(facts, i))
			return i;
		if (i == 0 && !down)
			break;
	}
	return facts->n;
}

/* The place as it is now that other facts may be there. */
static void
settle(struct ui_facts *facts)
{
	size_t at = facts->cursor < facts->n ? facts->cursor : facts->n > 0 ? facts->n - 1 : 0;

	if (!is_fact(facts, at)) {
		size_t down = fact_from(facts, at, true);

		at = down < facts->n ? down : fact_from(facts, at, false);
	}
	facts->cursor = at < facts->n ? at : 0;
}

const char *
ui_facts_current(const struct ui_facts *facts)
{
	return is_fact(facts, facts->cursor) ? facts->items[facts->cursor].value : NULL;
}

const char *
ui_facts_label(const struct ui_facts *facts)
{
	return is_fact(facts, facts->cursor) ? facts->items[facts->cursor].label : NULL;
}

bool
ui_facts_is_cut(const struct ui_facts *facts)
{
	return is_fact(facts, facts->cursor) && facts->items[facts->cursor].shown != NULL;
}

/* ---- drawing ------------------------------------------------------------------- */

static const char *
text_of(const struct ui_fact *fact)
{
	return fact->shown != NULL ? fact->shown : fact->value;
}

static int
label_columns(const struct ui_facts *facts, int cols)
{
	int widest = 0, most = cols * 2 / 5 < LABEL_MAX ? cols * 2 / 5 : LABEL_MAX;

	for (size_t i = 0; i < facts->n; i++)
		if (facts->items[i].label != NULL && dw_columns(facts->items[i].label) > widest)
			widest = dw_columns(facts->items[i].label);
	return widest < most ? widest : most;
}

/* Where a fact's value stands; the hint keeps its columns free where it fits beside it. */
static struct ui_rect
value_room(const struct ui_fact *fact, struct ui_rect row, int label_cols)
{
	bool sign = fact->label != NULL && dw_columns(fact->label) <= SIGN;
	int x = fact->label == NULL ? row.x + 1 : row.x + LEAD + (sign ? SIGN + 1 : label_cols + 2);
	int hint = fact->hint != NULL ? dw_columns(fact->hint) + 2 : 0;
	int cols = row.x + row.cols - x;

	if (hint > 0 && cols - hint >= cols / 2)
		cols -= hint;
	return (struct ui_rect){ row.y, x, row.rows, cols > 1 ? cols : 1 };
}

/* Is the hint's place on a row of its own? */
static bool
hint_below(const struct ui_fact *fact, struct ui_rect row, int label_cols)
{
	struct ui_rect room = value_room(fact, row, label_cols);

	return fact->hint != NULL && room.x + room.cols == row.x + row.cols;
}

static int
rows_of(const struct ui_fact *fact, struct ui_rect row, int label_cols)
{
	int rows = ui_put_wrapped(NULL, value_room(fact, row, label_cols), STYLE_NORMAL,
		text_of(fact));

	return (rows > 0 ? rows : 1) + hint_below(fact, row, label_cols);
}

static void
draw_fact(const struct ui_facts *facts, size_t i, struct ui_canvas *canvas, struct ui_rect row,
	int label_cols, bool focus)
{
	const struct ui_fact *fact = &facts->items[i];
	struct ui_rect room = value_room(fact, row, label_cols);
	bool here = i == facts->cursor && fact->label != NULL;
	int rows = ui_put_wrapped(canvas, room, fact->style, text_of(fact));

	if (fact->label != NULL && dw_columns(fact->label) <= SIGN)
		ui_put(canvas, row.y, row.x + LEAD, fact->style, fact->label);
	else if (fact->label != NULL)
		ui_put_fit(canvas, row.y, row.x + LEAD, label_cols,
			here && focus ? STYLE_CURSOR : STYLE_DIM, fact->label);
	if (here) {
		ui_put(canvas, row.y, row.x, focus ? STYLE_MARKED : STYLE_DIM, UI_SIGN_CURSOR);
		if (focus)
			ui_cursor(canvas, row.y, row.x + LEAD, false);
	}
	if (fact->hint != NULL)
		ui_put_right(canvas, row.y + (hint_below(fact, row, label_cols) ? rows : 0),
			row.x + row.cols, STYLE_KEY, fact->hint);
}

/* Moves the top so that the cursor's fact is whole on the screen, with its heading. */
static void
scroll(struct ui_facts *facts, struct ui_rect room, int label_cols)
{
	size_t above = facts->cursor;
	int rows = 0;

	while (above > 0 && !is_fact(facts, above - 1))
		above--;
	if (facts->top > above)
		facts->top = above;
	for (size_t i = facts->top; i <= facts->cursor && i < facts->n; i++)
		rows += rows_of(&facts->items[i], room, label_cols);
	while (rows > room.rows && facts->top < facts->cursor)
		rows -= rows_of(&facts->items[facts->top++], room, label_cols);
}

void
ui_facts_draw(struct ui_facts *facts, struct ui_canvas *canvas, struct ui_rect room, bool focus)
{
	int label_cols = label_columns(facts, room.cols), y = room.y;
	struct ui_rect former = ui_clip(canvas, room);

	facts->body = room;
	facts->page = room.rows;
	settle(facts);
	scroll(facts, room, label_cols);
	for (size_t i = facts->top; i < facts->n && y < room.y + room.rows; i++) {
		struct ui_rect row = { y, room.x, room.y + room.rows - y, room.cols };

		draw_fact(facts, i, canvas, row, label_cols, focus);
		y += rows_of(&facts->items[i], row, label_cols);
	}
	ui_unclip(canvas, former);
}

/* ---- events -------------------------------------------------------------------- */

void
ui_facts_offer(const struct ui_facts *facts, struct ui_offers *offers)
{
	if (facts->n == 0)
		return;
	ui_offer(offers, UI_CMD_UP);
	ui_offer(offers, UI_CMD_DOWN);
	ui_offer(offers, UI_CMD_PAGE_UP);
	ui_offer(offers, UI_CMD_PAGE_DOWN);
	ui_offer(offers, UI_CMD_HALF_UP);
	ui_offer(offers, UI_CMD_HALF_DOWN);
	ui_offer(offers, UI_CMD_FIRST);
	ui_offer(offers, UI_CMD_LAST);
}

static enum ui_did
go(struct ui_facts *facts, long to, bool down)
{
	size_t at = to < 0 ? 0 : (size_t)to >= facts->n ? facts->n - 1 : (size_t)to;
	size_t found = fact_from(facts, at, down);

	if (found == facts->n)
		found = fact_from(facts, at, !down);
	if (found == facts->n || found == facts->cursor)
		return UI_HANDLED;
	facts->cursor = found;
	return UI_REDRAW;
}

static enum ui_did
click(struct ui_facts *facts, const struct ui_event *event)
{
	int label_cols = label_columns(facts, facts->body.cols), y = facts->body.y;

	for (size_t i = facts->top; i < facts->n; i++) {
		y += rows_of(&facts->items[i], facts->body, label_cols);
		if (event->y < y)
			return go(facts, (long)i, true);
	}
	return UI_HANDLED;
}

enum ui_did
ui_facts_event(struct ui_facts *facts, const struct ui_event *event)
{
	long at = (long)facts->cursor, page = facts->page > 1 ? facts->page - 1 : 1;

	if (facts->n == 0)
		return UI_IGNORED;
	if (event->type == UI_EVENT_MOUSE) {
		if (!ui_rect_has(facts->body, event->y, event->x) ||
			event->mouse == UI_MOUSE_RIGHT || event->mouse == UI_MOUSE_DOUBLE)
			return UI_IGNORED;
		if (event->mouse == UI_MOUSE_CLICK)
			return click(facts, event);
		return event->mouse == UI_MOUSE_WHEEL_UP ? go(facts, at - 1, false) :
			go(facts, at + 1, true);
	}
	if (event->type != UI_EVENT_KEY)
		return UI_IGNORED;
	switch (event->command) {
	case UI_CMD_UP:
		return go(facts, at - 1, false);
	case UI_CMD_DOWN:
		return go(facts, at + 1, true);
	case UI_CMD_PAGE_UP:
		return go(facts, at - page, false);
	case UI_CMD_PAGE_DOWN:
		return go(facts, at + page, true);
	case UI_CMD_HALF_UP:
		return go(facts, at - page / 2 - 1, false);
	case UI_CMD_HALF_DOWN:
		return go(facts, at + page / 2 + 1, true);
	case UI_CMD_FIRST:
		return go(facts, 0, true);
	case UI_CMD_LAST:
		return go(facts, (long)facts->n - 1, false);
	default:
		return UI_IGNORED;
	}
}
