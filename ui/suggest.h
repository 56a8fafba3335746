/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the text before the cursor of a field may become: a list beside the field, and Tab,
 * which takes what all of them have in common and then one after the other. Who owns the
 * field finds the suggestions; the command line and forms do.
 */
#ifndef DW_UI_SUGGEST_H
#define DW_UI_SUGGEST_H

#include "ui/field.h"

struct ui_suggestion {
	char *word, *help; /* help may be NULL */
	bool raw;          /* written as it is, without quoting */
	bool open;         /* something follows at once, so no space does */
};

/* Zeroed is empty. */
struct ui_suggest {
	/* Set by who finds them. */
	size_t start;      /* byte of the text where what they stand for begins */
	char *typed;       /* what is written there so far, as words are compared with it; owned */
	bool quoting;      /* inside a quote: what is common to all is not put there */
	void (*quote)(struct dw_buf *out, const char *word); /* for those not raw; NULL = all are */

	/* Its own. */
	struct ui_suggestion *items;
	size_t n;
	size_t chosen;     /* the one that Tab put into the field; n = none */
	char *before;      /* the text before that, up to the cursor; NULL = none is chosen */
	size_t top;        /* the first one drawn */
	struct ui_rect at;
};

/* Empties it. */
void
ui_suggest_clear(struct ui_suggest *suggest);

/* Adds one; both texts are copied. */
void
ui_suggest_add(struct ui_suggest *suggest, const char *word, const char *help, bool raw, bool open);

/* Tab: true when the text is another now that wants to be found suggestions for. There must be
 * some. */
bool
ui_suggest_take(struct ui_suggest *suggest, struct ui_field *field);

/* Puts the next one into the field, without narrowing the list to it. */
void
ui_suggest_next(struct ui_suggest *suggest, struct ui_field *field);

/* A click on one of them puts it into the field; false when there is none at the place. */
bool
ui_suggest_click(struct ui_suggest *suggest, struct ui_field *field, int y, int x);

/* Draws as many as there are rows, `indent` columns into them; scrolls to the chosen one. */
void
ui_suggest_draw(struct ui_suggest *suggest, struct ui_canvas *canvas, struct ui_rect rows, int indent);

#endif
