/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pager: lines of text that scroll, with a search. As a widget in a tab, or as a
 * view of its own. Long lines are wrapped to the width there is.
 */
#ifndef DW_UI_PAGER_H
#define DW_UI_PAGER_H

#include "ui/field.h"
#include "ui/view.h"

struct ui_pager_line {
	char *text;
	enum ui_style style;
	int hang; /* columns that wrapped rows after the first are indented by */
};

struct ui_pager {
	struct ui_pager_line *lines;
	size_t n, cap;

	/* Its own: the lines as wrapped for `cols`, and where we are in them. */
	struct ui_pager_row *rows;
	size_t n_rows;
	int cols;
	size_t top;
	int page;            /* rows that were drawn last */
	struct ui_field search;
	bool searching;      /* the search line is open */
	char *needle;        /* folded; NULL = none */
	size_t match;        /* row where the last match begins; n_rows = nothing matches */
};

/* Zeroed is empty. */
void
ui_pager_clear(struct ui_pager *pager);

/* Takes all lines out; keeps the place, for when they are filled in again. */
void
ui_pager_empty(struct ui_pager *pager);

/* Adds a line, or several when the text has newlines; safe to show. */
void
ui_pager_add(struct ui_pager *pager, enum ui_style style, const char *shown);
void
ui_pager_addf(struct ui_pager *pager, enum ui_style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Indents what is wrapped of the line added last, so that it stands under its column. */
void
ui_pager_hang(struct ui_pager *pager, int cols);

void
ui_pager_draw(struct ui_pager *pager, struct ui_canvas *canvas, struct ui_rect room);

/* UI_IN_PAGER, or UI_IN_SEARCH while the search line is open: the view's context. */
enum ui_context
ui_pager_context(const struct ui_pager *pager);

void
ui_pager_offer(const struct ui_pager *pager, struct ui_offers *offers);

enum ui_did
ui_pager_event(struct ui_pager *pager, const struct ui_event *event);

/* Pushes a view with these lines (taken over: *lines is zeroed). */
struct ui_view *
ui_pager_open(struct ui *ui, const char *title, struct ui_pager *lines);

/* The same, with a key that sends `text` (copied) to the terminal's clipboard. */
void
ui_pager_may_copy(struct ui_view *view, const char *text);

/* A value in a pager of its own, with that key; safe to show. */
void
ui_pager_open_value(struct ui *ui, const char *title, const char *shown);

#endif
