/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dialogs: a message to read, a question to answer, and for what is final a word to
 * type. "No" has the focus at first, so that a stray Enter does nothing.
 */
#ifndef DW_UI_DIALOG_H
#define DW_UI_DIALOG_H

#include "ui/view.h"

struct ui_question {
	const char *title;
	const char *text;   /* sentences; wrapped; newlines keep */
	const char *yes;    /* what happens, as a verb: "Delete"; NULL = "Yes" */
	const char *no;     /* NULL = "Cancel" */
	const char *type;   /* the word that must be typed first (a username); NULL = none */
	const char *warning; /* a line in STYLE_WARNING before the buttons; NULL = none */
	bool yes_first;     /* harmless: the focus begins on yes */

	/* The answer, once, before the dialog closes. Esc is no. May push views. */
	void (*done)(void *ctx, bool yes);
	void *ctx;
};

/* Pushes the question; all texts are copied and must be safe to show. */
struct ui_view *
ui_ask(struct ui *ui, const struct ui_question *question);

/* Pushes a message that Enter or Esc closes. */
struct ui_view *
ui_tell(struct ui *ui, const char *title, const char *text);

#endif
