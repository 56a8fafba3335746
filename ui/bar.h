/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines around a view: the header above, status and key hints below. Hints are
 * what the view offers, in its order; when they do not fit, the last ones go first,
 * but the key for help stays.
 */
#ifndef DW_UI_BAR_H
#define DW_UI_BAR_H

#include "ui/view.h"

/* Two texts on one row; the left one is shortened when they meet. Safe to show. */
void
ui_bar_draw(struct ui_canvas *canvas, struct ui_rect row, enum ui_style style, const char *left,
	const char *right);

/* "Enter open  / search  ? keys". */
void
ui_bar_hints(struct ui_canvas *canvas, struct ui_rect row, const struct ui_offers *offers,
	enum ui_context context);

/* The offer whose hint stands at column x of a row drawn like that; NULL = none. */
const struct ui_offer *
ui_bar_hint_at(struct ui_rect row, const struct ui_offers *offers, enum ui_context context,
	int x);

#endif
