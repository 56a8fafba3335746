/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Going to a letter: a line below the list into which the beginning of a word is typed.
 * With every key the list begins at the first row that is not before it in the order, found
 * by one step into the index, however many rows there are. Enter stays there, so does moving
 * on; Esc goes back. What was shown meanwhile counts as one read, once the typing settles.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/feed_parts.h"
#include "ui/field.h"

#define SETTLES 500 /* ms without a key: what was typed counts as a read */

struct letter {
	struct ui_view view;
	struct feed *feed;
	struct ui_field field;
	struct feed_mark before; /* where the list was */
	bool typed;              /* since it was counted */
};

static struct letter *
of(struct ui_view *view)
{
	return (struct letter *)view;
}

/* What the rows are in the order of. A list that cannot be sorted goes by its first text. */
static const struct dw_column *
ordered_by(const struct feed *feed)
{
	size_t column = feed->table.sort >= 0 ? (size_t)feed->table.sort : 0;

	while (feed->table.sort < 0 && column + 1 < feed->model.n_columns &&
		feed->model.columns[column].type != DW_TEXT)
		column++;
	return &feed->model.columns[column];
}

bool
feed_has_letters(const struct feed *feed)
{
	return feed_has(feed, "from") && feed->rows.n_rows > 0 && ordered_by(feed)->type == DW_TEXT;
}

static void
go(struct letter *l)
{
	feed_go_text(l->feed, ui_field_text(&l->field), DW_CALL_UNCOUNTED);
	feed_asked(l->feed);
	l->typed = true;
	l->view.wake = dw_now() + SETTLES;
}

static void
count(struct letter *l)
{
	struct dw_error err = { 0 };

	if (l->typed && console_count_read(l->feed->c, l->feed->action->name, &err) != DW_OK)
		feed_reload(l->feed, 0);
	l->typed = false;
}

static const char *
title(struct ui_view *view DW_UNUSED)
{
	return _("Go to a letter");
}

static void
offer(struct ui_view *view, struct ui_offers *offers)
{
	static const enum ui_command_id moves[] = { UI_CMD_UP, UI_CMD_DOWN, UI_CMD_PAGE_UP,
		UI_CMD_PAGE_DOWN };

	ui_offer_as(offers, UI_CMD_ACCEPT, _("stay here"));
	ui_offer_as(offers, UI_CMD_CANCEL, _("back"));
	for (size_t i = 0; i < DW_COUNT(moves); i++)
		ui_offer(offers, moves[i]);
	ui_field_offer(&of(view)->field, offers);
}

static void
draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct letter *l = of(view);
	struct feed *feed = l->feed;
	struct ui_rect row = ui_rect_row(room, room.rows - 1);
	int cols;
	DW_AUTO(dw_buf) label = { 0 };

	/* TRANSLATORS: before what is typed; %s is the heading of the column that the list is sorted by. */
	dw_buf_printf(&label, _("Go to (by %s): "), _(ordered_by(feed)->title));
	ui_fill(canvas, row, STYLE_NORMAL);
	cols = ui_put(canvas, row.y, row.x + 1, STYLE_KEY, dw_buf_text(&label));
	row.x += cols + 1;
	row.cols -= cols + 2;
	ui_field_draw(&l->field, canvas, row, STYLE_FIELD_FOCUS, true);
}

static enum ui_did
event(struct ui_view *view, const struct ui_event *event)
{
	struct letter *l = of(view);
	DW_AUTO_FREE char *former = dw_strdup(ui_field_text(&l->field));
	enum ui_did did;

	if (event->type == UI_EVENT_MOUSE) {
		if (event->mouse == UI_MOUSE_CLICK)
			return UI_CLOSE;
		return feed_event(l->feed, event);
	}
	switch (event->type == UI_EVENT_KEY ? event->command : UI_CMD_NONE) {
	case UI_CMD_ACCEPT:
		return UI_CLOSE;
	case UI_CMD_CANCEL:
		feed_return(l->feed, &l->before);
		feed_asked(l->feed);
		return UI_CLOSE;
	case UI_CMD_UP:
	case UI_CMD_DOWN:
	case UI_CMD_PAGE_UP:
	case UI_CMD_PAGE_DOWN:
		feed_event(l->feed, event);
		feed_asked(l->feed);
		return UI_CLOSE;
	default:
		did = ui_field_event(&l->field, event);
		if (strcmp(former, ui_field_text(&l->field)) != 0)
			go(l);
		return did;
	}
}

static enum ui_did
tick(struct ui_view *view, int64_t now DW_UNUSED)
{
	count(of(view));
	return UI_REDRAW;
}

static void
close_view(struct ui_view *view)
{
	struct letter *l = of(view);

	l->feed->asking = false;
	count(l);
	feed_forget(&l->before);
	ui_field_clear(&l->field);
	free(l);
}

static const struct ui_view_ops letter_ops = {
	.overlay = true,
	.title = title,
	.offer = offer,
	.draw = draw,
	.event = event,
	.tick = tick,
	.close = close_view,
};

void
feed_ask_letter(struct feed *feed)
{
	struct letter *l = dw_calloc(1, sizeof(*l));

	l->view = (struct ui_view){ .ops = &letter_ops, .context = UI_IN_SEARCH };
	l->feed = feed;
	feed->asking = true;
	feed_remember(feed, &l->before);
	ui_push(&feed->c->ui, &l->view);
	feed_asks(feed, &l->view);
}
