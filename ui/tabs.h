/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A line of tabs, one of them on. When they do not all fit, the line scrolls so
 * that the one that is on stays visible.
 */
#ifndef DW_UI_TABS_H
#define DW_UI_TABS_H

#include "ui/view.h"

#define UI_TABS 16

struct ui_tabs {
	const char *titles[UI_TABS]; /* translated; borrowed */
	int n;
	int current;

	/* Its own: where each was drawn last, for the mouse. */
	struct ui_rect at[UI_TABS];
};

/* Adds a tab; returns its number. */
int
ui_tabs_add(struct ui_tabs *tabs, const char *title);

/* One row. numbered puts "1 " before each, where a digit key chooses it. */
void
ui_tabs_draw(struct ui_tabs *tabs, struct ui_canvas *canvas, struct ui_rect row, bool numbered);

/* Previous, next and n-th. */
void
ui_tabs_offer(const struct ui_tabs *tabs, struct ui_offers *offers);

/* REDRAW when another tab is on afterwards. */
enum ui_did
ui_tabs_event(struct ui_tabs *tabs, const struct ui_event *event);

#endif
