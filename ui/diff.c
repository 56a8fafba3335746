/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Before and after in a box that scrolls when there are many fields. See diff.h.
 */
#include "ui/diff.h"

#include <stdlib.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/loop.h"

#define COLS 74
#define LABEL_MAX 24

/* One line of the box; a field makes one or two of them. */
struct line {
	char *label; /* only on a field's first line */
	char *text;
	bool added;
};

struct diff {
	struct ui_view view;
	char *title, *note, *warning, *yes;
	struct line *lines;
	int n, top, page, label_cols;
	void (*done)(void *ctx, bool yes);
	void *ctx;
};

static struct diff *
of(struct ui_view *view)
{
	return (struct diff *)view;
}

static const char *
diff_title(struct ui_view *view)
{
	return of(view)->title;
}

static void
scroll_to(struct diff *diff, int top)
{
	int last = diff->n > diff->page ? diff->n - diff->page : 0;

	diff->top = top > last ? last : top < 0 ? 0 : top;
}

static int
lines_of(const char *text, int cols)
{
	struct ui_rect rect = { 0, 0, 0, cols };

	return text != NULL ? ui_put_wrapped(NULL, rect, STYLE_NORMAL, text) + 1 : 0;
}

static void
draw_lines(const struct diff *diff, struct ui_canvas *canvas, struct ui_rect rect)
{
	for (int y = 0; y < rect.rows && diff->top + y < diff->n; y++) {
		const struct line *line = &diff->lines[diff->top + y];
		int x = rect.x + diff->label_cols + 1;
		enum ui_style style = line->added ? STYLE_NEW : STYLE_OLD;

		if (line->label != NULL)
			ui_put_fit(canvas, rect.y + y, rect.x, diff->label_cols, STYLE_HEADING,
				line->label);
		ui_put(canvas, rect.y + y, x, style, line->added ? "+" : "-");
		ui_put_fit(canvas, rect.y + y, x + 2, rect.x + rect.cols - x - 2, style, line->text);
	}
}

static void
diff_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct diff *diff = of(view);
	int cols = (room.cols < COLS ? room.cols : COLS) - 4;
	int note = lines_of(diff->note, cols), warning = lines_of(diff->warning, cols);
	struct ui_rect in = ui_box(canvas,
		ui_rect_centre(room, 2 + note + diff->n + warning, cols + 4), diff->title);
	int bottom = in.y + in.rows;

	if (diff->note != NULL)
		ui_put_wrapped(canvas, in, STYLE_NORMAL, diff->note);
	in.y += note;
	in.rows -= note + warning;
	diff->page = in.rows;
	scroll_to(diff, diff->top);
	draw_lines(diff, canvas, in);
	if (diff->warning != NULL)
		ui_put_wrapped(canvas,
			(struct ui_rect){ bottom - warning + 1, in.x, warning - 1, in.cols },
			STYLE_WARNING, diff->warning);
	if (diff->n > diff->page)
		ui_put(canvas, in.y + in.rows - 1, in.x + in.cols + 1, STYLE_DIM,
			diff->top + diff->page < diff->n ? UI_SIGN_DOWN : UI_SIGN_UP);
	ui_cursor(canvas, in.y, in.x, false);
}

static void
diff_offer(struct ui_view *view, struct ui_offers *offers)
{
	const struct diff *diff = of(view);

	ui_offer_as(offers, UI_CMD_ACCEPT, diff->yes);
	ui_offer_as(offers, UI_CMD_CANCEL, _("back"));
	if (diff->n > diff->page) {
		ui_offer(offers, UI_CMD_UP);
		ui_offer(offers, UI_CMD_DOWN);
		ui_offer(offers, UI_CMD_PAGE_UP);
		ui_offer(offers, UI_CMD_PAGE_DOWN);
	}
}

static enum ui_did
diff_event(struct ui_view *view, const struct ui_event *event)
{
	struct diff *diff = of(view);

	if (event->type == UI_EVENT_MOUSE && event->mouse == UI_MOUSE_WHEEL_UP)
		scroll_to(diff, diff->top - 1);
	else if (event->type == UI_EVENT_MOUSE && event->mouse == UI_MOUSE_WHEEL_DOWN)
		scroll_to(diff, diff->top + 1);
	else if (event->type != UI_EVENT_KEY)
		return UI_HANDLED;
	switch (event->command) {
	case UI_CMD_ACCEPT:
	case UI_CMD_CANCEL:
		diff->done(diff->ctx, event->command == UI_CMD_ACCEPT);
		return UI_CLOSE;
	case UI_CMD_UP:
		scroll_to(diff, diff->top - 1);
		break;
	case UI_CMD_DOWN:
		scroll_to(diff, diff->top + 1);
		break;
	case UI_CMD_PAGE_UP:
		scroll_to(diff, diff->top - diff->page);
		break;
	case UI_CMD_PAGE_DOWN:
		scroll_to(diff, diff->top + diff->page);
		break;
	default:
		return event->type == UI_EVENT_KEY ? UI_IGNORED : UI_REDRAW;
	}
	return UI_REDRAW;
}

static void
diff_close(struct ui_view *view)
{
	struct diff *diff = of(view);

	for (int i = 0; i < diff->n; i++) {
		free(diff->lines[i].label);
		free(diff->lines[i].text);
	}
	free(diff->lines);
	free(diff->title);
	free(diff->note);
	free(diff->warning);
	free(diff->yes);
	free(diff);
}

static const struct ui_view_ops diff_ops = {
	.overlay = true,
	.title = diff_title,
	.offer = diff_offer,
	.draw = diff_draw,
	.event = diff_event,
	.close = diff_close,
};

static bool
is_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

static void
add_row(struct diff *diff, const struct ui_diff_row *row)
{
	bool both = !is_empty(row->before) && !is_empty(row->after);
	int cols = dw_columns(row->label);

	if (cols > diff->label_cols)
		diff->label_cols = cols < LABEL_MAX ? cols : LABEL_MAX;
	if (!is_empty(row->before))
		diff->lines[diff->n++] =
			(struct line){ dw_strdup(row->label), dw_strdup(row->before), false };
	if (!is_empty(row->after))
		diff->lines[diff->n++] = (struct line){ both ? NULL : dw_strdup(row->label),
			dw_strdup(row->after), true };
}

struct ui_view *
ui_diff_open(struct ui *ui, const struct ui_diff_spec *spec)
{
	struct diff *diff = dw_calloc(1, sizeof *diff);

	diff->view = (struct ui_view){ .ops = &diff_ops, .context = UI_IN_MENU };
	diff->title = dw_strdup(spec->title);
	diff->note = dw_strdup(spec->note);
	diff->warning = dw_strdup(spec->warning);
	diff->yes = dw_strdup(spec->yes != NULL ? spec->yes : _("save"));
	diff->done = spec->done;
	diff->ctx = spec->ctx;
	diff->lines = dw_calloc(spec->n * 2 + 1, sizeof *diff->lines);
	for (size_t i = 0; i < spec->n; i++)
		add_row(diff, &spec->rows[i]);
	ui_push(ui, &diff->view);
	return &diff->view;
}
