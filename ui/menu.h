/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A menu: rows to choose one from, each with a letter that chooses it at once and a
 * remark at its right end (the key it has elsewhere). Rows that are not possible now
 * stay, grey, with the reason; they can be reached, so that it can be read.
 */
#ifndef DW_UI_MENU_H
#define DW_UI_MENU_H

#include "ui/view.h"

struct ui_menu_row {
	const char *label;  /* translated; NULL = a line between groups */
	uint32_t mnemonic;  /* letter; 0 = none. Shown as [u] before the label, (u) where grey */
	const char *remark; /* at the right end; NULL = none */
	const char *grey;   /* why not now, a sentence; NULL = possible */
	bool on;            /* ticked: the present choice */
	int value;          /* what done() is given */
};

/*
 * Pushes a menu; everything is copied. It stands at (y, x), or in the middle when y is
 * negative, moved so that it fits. done is called once with a value, before the menu
 * closes; not at all when it is left. done may push views.
 */
struct ui_view *
ui_menu_open(struct ui *ui, const char *title, const struct ui_menu_row *rows, size_t n, int y,
	int x, void (*done)(void *ctx, int value), void *ctx);

#endif
