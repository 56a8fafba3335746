/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A line of tabs. See tabs.h.
 */
#include "ui/tabs.h"

#include <stdio.h>

#include "base/mem.h"
#include "base/utf8.h"

#define GAP 1

int
ui_tabs_add(struct ui_tabs *tabs, const char *title)
{
	if (tabs->n == UI_TABS)
		return UI_TABS - 1;
	tabs->titles[tabs->n] = title;
	return tabs->n++;
}

static void
label(const struct ui_tabs *tabs, int i, bool numbered, struct dw_buf *out)
{
	dw_buf_reset(out);
	if (numbered && i < 9)
		dw_buf_printf(out, " %d %s ", i + 1, tabs->titles[i]);
	else
		dw_buf_printf(out, " %s ", tabs->titles[i]);
}

void
ui_tabs_draw(struct ui_tabs *tabs, struct ui_canvas *canvas, struct ui_rect row, bool numbered)
{
	DW_AUTO(dw_buf) text = { 0 };
	struct ui_rect former = ui_clip(canvas, row);
	int x = row.x, hidden = 0;

	/* Begin further right until the one that is on fits. */
	for (int i = 0; i <= tabs->current && i < tabs->n; i++) {
		label(tabs, i, numbered, &text);
		x += dw_columns(dw_buf_text(&text)) + GAP;
		hidden = x > row.x + row.cols ? x - row.x - row.cols : 0;
	}
	x = row.x - hidden;
	for (int i = 0; i < tabs->n; i++) {
		label(tabs, i, numbered, &text);
		tabs->at[i] = (struct ui_rect){ row.y, x, 1, dw_columns(dw_buf_text(&text)) };
		ui_put(canvas, row.y, x, i == tabs->current ? STYLE_SELECTED : STYLE_NORMAL,
			dw_buf_text(&text));
		x += tabs->at[i].cols + GAP;
	}
	if (hidden > 0)
		ui_put(canvas, row.y, row.x, STYLE_DIM, "<");
	if (x - GAP > row.x + row.cols)
		ui_put(canvas, row.y, row.x + row.cols - 1, STYLE_DIM, ">");
	ui_unclip(canvas, former);
}

void
ui_tabs_offer(const struct ui_tabs *tabs, struct ui_offers *offers)
{
	if (tabs->n < 2)
		return;
	ui_offer(offers, UI_CMD_NTH);
	ui_offer(offers, UI_CMD_PREVIOUS_TAB);
	ui_offer(offers, UI_CMD_NEXT_TAB);
}

static enum ui_did
turn_to(struct ui_tabs *tabs, int i)
{
	if (i < 0 || i >= tabs->n || i == tabs->current)
		return UI_HANDLED;
	tabs->current = i;
	return UI_REDRAW;
}

enum ui_did
ui_tabs_event(struct ui_tabs *tabs, const struct ui_event *event)
{
	if (event->type == UI_EVENT_MOUSE && event->mouse == UI_MOUSE_CLICK)
		for (int i = 0; i < tabs->n; i++)
			if (ui_rect_has(tabs->at[i], event->y, event->x))
				return turn_to(tabs, i);
	if (event->type != UI_EVENT_KEY)
		return UI_IGNORED;
	switch (event->command) {
	case UI_CMD_NTH:
		return turn_to(tabs, (int)event->key - '1');
	case UI_CMD_PREVIOUS_TAB:
		return turn_to(tabs, (tabs->current + tabs->n - 1) % tabs->n);
	case UI_CMD_NEXT_TAB:
		return turn_to(tabs, (tabs->current + 1) % tabs->n);
	default:
		return UI_IGNORED;
	}
}
