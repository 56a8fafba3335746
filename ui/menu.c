/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A menu. The reason of a grey row stands below the rows while the cursor is on it.
 * See menu.h.
 */
#include "ui/menu.h"

#include <stdlib.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/loop.h"

#define REASON_ROWS 3
#define REASON_COLS 48 /* room for a sentence or two in those rows */
#define MIN_COLS 24

struct row {
	char *label, *remark, *grey;
	uint32_t mnemonic;
	bool on;
	int value;
};

struct menu {
	struct ui_view view;
	char *title;
	struct row *rows;
	int n;
	bool has_grey, has_on, has_mnemonic;
	int cursor, top;
	int y, x;
	struct ui_rect box, body; /* as drawn last */
	void (*done)(void *ctx, int value);
	void *ctx;
};

static struct menu *
of(struct ui_view *view)
{
	return (struct menu *)view;
}

static const char *
menu_title(struct ui_view *view)
{
	return of(view)->title;
}

/* ---- drawing ------------------------------------------------------------------------ */

/* Before the label: the cursor's sign, a tick, the mnemonic. */
static int
lead(const struct menu *menu)
{
	return 2 + (menu->has_on ? 2 : 0) + (menu->has_mnemonic ? 4 : 0);
}

static int
width(const struct menu *menu)
{
	int widest = dw_columns(menu->title) + 2;

	for (int i = 0; i < menu->n; i++) {
		const struct row *row = &menu->rows[i];
		int cols = lead(menu);

		if (row->label == NULL)
			continue;
		cols += dw_columns(row->label);
		if (row->remark != NULL)
			cols += 2 + dw_columns(row->remark);
		widest = cols > widest ? cols : widest;
	}
	if (menu->has_grey && widest < REASON_COLS)
		widest = REASON_COLS;
	return (widest > MIN_COLS ? widest : MIN_COLS) + 4;
}

static struct ui_rect
place(const struct menu *menu, struct ui_rect room)
{
	int rows = menu->n + 2 + (menu->has_grey ? REASON_ROWS : 0);
	struct ui_rect box = ui_rect_centre(room, rows, width(menu));

	if (menu->y < 0)
		return box;
	box.y = menu->y + box.rows > room.y + room.rows ? room.y + room.rows - box.rows : menu->y;
	box.x = menu->x + box.cols > room.x + room.cols ? room.x + room.cols - box.cols : menu->x;
	return box;
}

static void
draw_row(const struct menu *menu, struct ui_canvas *canvas, struct ui_rect line, int i)
{
	const struct row *row = &menu->rows[i];
	enum ui_style style = row->grey != NULL ? STYLE_DIM : STYLE_NORMAL;
	bool here = i == menu->cursor;
	int x = line.x + 2;

	if (row->label == NULL) {
		ui_hline(canvas, line.y, line.x, line.cols, STYLE_BORDER);
		return;
	}
	if (here) {
		ui_put(canvas, line.y, line.x, STYLE_MARKED, UI_SIGN_CURSOR);
		ui_cursor(canvas, line.y, line.x + lead(menu), false);
		style = STYLE_CURSOR;
	}
	if (menu->has_on) {
		ui_put(canvas, line.y, x, STYLE_MARKED, row->on ? "*" : " ");
		x += 2;
	}
	if (row->mnemonic != 0) {
		char name[UI_KEY_TEXT];

		/* Not by its shade alone: on a terminal without colours that is hardly seen. */
		ui_printf(canvas, line.y, x, row->grey != NULL ? STYLE_DIM : STYLE_KEY,
			row->grey != NULL ? "(%s)" : "[%s]", ui_key_name(row->mnemonic, name));
	}
	x = line.x + lead(menu);
	ui_put(canvas, line.y, x, style, row->label);
	if (row->remark != NULL)
		ui_put_right(canvas, line.y, line.x + line.cols, STYLE_DIM, row->remark);
}

static void
menu_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct menu *menu = of(view);
	const char *grey = menu->n > 0 ? menu->rows[menu->cursor].grey : NULL;
	struct ui_rect in;

	menu->box = place(menu, room);
	menu->body = in = ui_box(canvas, menu->box, menu->title);
	if (menu->has_grey)
		menu->body.rows -= REASON_ROWS;
	if (menu->cursor < menu->top)
		menu->top = menu->cursor;
	if (menu->cursor >= menu->top + menu->body.rows)
		menu->top = menu->cursor - menu->body.rows + 1;
	for (int y = 0; y < menu->body.rows && menu->top + y < menu->n; y++)
		draw_row(menu, canvas, ui_rect_row(menu->body, y), menu->top + y);
	if (menu->top > 0)
		ui_put(canvas, in.y, in.x + in.cols + 1, STYLE_DIM, UI_SIGN_UP);
	if (menu->top + menu->body.rows < menu->n)
		ui_put(canvas, in.y + menu->body.rows - 1, in.x + in.cols + 1, STYLE_DIM,
			UI_SIGN_DOWN);
	in.y += menu->body.rows;
	in.rows -= menu->body.rows;
	if (grey != NULL)
		ui_put_wrapped(canvas, in, STYLE_WARNING, grey);
	else if (menu->has_grey && menu->has_mnemonic)
		ui_put_wrapped(canvas, in, STYLE_DIM,
			_("In round brackets: not possible now. Go there to read why."));
}

/* ---- events --------------------------------------------------------------------------- */

static void
menu_offer(struct ui_view *view DW_UNUSED, struct ui_offers *offers)
{
	ui_offer(offers, UI_CMD_ACCEPT);
	ui_offer(offers, UI_CMD_CANCEL);
	ui_offer(offers, UI_CMD_UP);
	ui_offer(offers, UI_CMD_DOWN);
	ui_offer(offers, UI_CMD_PAGE_UP);
	ui_offer(offers, UI_CMD_PAGE_DOWN);
	ui_offer(offers, UI_CMD_FIRST);
	ui_offer(offers, UI_CMD_LAST);
}

static enum ui_did
choose(struct menu *menu, int i)
{
	const struct row *row = &menu->rows[i];

	menu->cursor = i;
	if (row->grey != NULL) {
		ui_term_beep(menu->view.ui->term);
		return UI_REDRAW;
	}
	menu->done(menu->ctx, row->value);
	return UI_CLOSE;
}

/* To the nearest row that is not a line, in the direction of travel first. */
static enum ui_did
go(struct menu *menu, int to, int by)
{
	to = to < 0 ? 0 : to >= menu->n ? menu->n - 1 : to;
	while (menu->rows[to].label == NULL && to + by >= 0 && to + by < menu->n)
		to += by;
	if (menu->rows[to].label != NULL)
		menu->cursor = to;
	return UI_REDRAW;
}

static enum ui_did
menu_key(struct menu *menu, const struct ui_event *event)
{
	int page = menu->body.rows > 1 ? menu->body.rows - 1 : 1;

	switch (event->command) {
	case UI_CMD_ACCEPT:
		return choose(menu, menu->cursor);
	case UI_CMD_CANCEL:
		return UI_CLOSE;
	case UI_CMD_UP:
		return go(menu, menu->cursor == 0 ? menu->n - 1 : menu->cursor - 1, -1);
	case UI_CMD_DOWN:
		return go(menu, menu->cursor == menu->n - 1 ? 0 : menu->cursor + 1, 1);
	case UI_CMD_PAGE_UP:
		return go(menu, menu->cursor - page, -1);
	case UI_CMD_PAGE_DOWN:
		return go(menu, menu->cursor + page, 1);
	case UI_CMD_FIRST:
		return go(menu, 0, 1);
	case UI_CMD_LAST:
		return go(menu, menu->n - 1, -1);
	case UI_CMD_NONE:
		for (int i = 0; i < menu->n; i++)
			if (menu->rows[i].mnemonic == event->key && event->key != 0)
				return choose(menu, i);
		return UI_HANDLED;
	default:
		return UI_IGNORED;
	}
}

static enum ui_did
menu_event(struct ui_view *view, const struct ui_event *event)
{
	struct menu *menu = of(view);
	int i;

	if (event->type == UI_EVENT_KEY && menu->n > 0)
		return menu_key(menu, event);
	if (event->type != UI_EVENT_MOUSE)
		return UI_IGNORED;
	if (event->mouse == UI_MOUSE_WHEEL_UP)
		return go(menu, menu->cursor - 1, -1);
	if (event->mouse == UI_MOUSE_WHEEL_DOWN)
		return go(menu, menu->cursor + 1, 1);
	if (!ui_rect_has(menu->box, event->y, event->x))
		return UI_CLOSE;
	i = menu->top + event->y - menu->body.y;
	if (!ui_rect_has(menu->body, event->y, event->x) || i >= menu->n ||
		menu->rows[i].label == NULL)
		return UI_HANDLED;
	return choose(menu, i);
}

static void
menu_close(struct ui_view *view)
{
	struct menu *menu = of(view);

	for (int i = 0; i < menu->n; i++) {
		free(menu->rows[i].label);
		free(menu->rows[i].remark);
		free(menu->rows[i].grey);
	}
	free(menu->rows);
	free(menu->title);
	free(menu);
}

static const struct ui_view_ops menu_ops = {
	.overlay = true,
	.title = menu_title,
	.offer = menu_offer,
	.draw = menu_draw,
	.event = menu_event,
	.close = menu_close,
};

struct ui_view *
ui_menu_open(struct ui *ui, const char *title, const struct ui_menu_row *rows, size_t n, int y,
	int x, void (*done)(void *ctx, int value), void *ctx)
{
	struct menu *menu = dw_calloc(1, sizeof *menu);
	bool found = false;

	menu->view = (struct ui_view){ .ops = &menu_ops, .context = UI_IN_MENU };
	menu->title = dw_strdup(title);
	menu->rows = dw_calloc(n > 0 ? n : 1, sizeof *menu->rows);
	menu->n = (int)n;
	menu->y = y;
	menu->x = x;
	menu->done = done;
	menu->ctx = ctx;
	for (int i = 0; i < menu->n; i++) {
		menu->rows[i] = (struct row){ .label = dw_strdup(rows[i].label),
			.remark = dw_strdup(rows[i].remark),
			.grey = dw_strdup(rows[i].grey),
			.mnemonic = rows[i].mnemonic,
			.on = rows[i].on,
			.value = rows[i].value };
		menu->has_grey |= rows[i].grey != NULL;
		menu->has_on |= rows[i].on;
		menu->has_mnemonic |= rows[i].mnemonic != 0;
		/* Begin on what is on, or on the first that is possible. */
		if (rows[i].label != NULL && rows[i].grey == NULL && (!found || rows[i].on)) {
			menu->cursor = i;
			found = true;
		}
	}
	ui_push(ui, &menu->view);
	return &menu->view;
}
