/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Before and after, field by field, with a question: what is about to be saved, or
 * what somebody else saved meanwhile.
 */
#ifndef DW_UI_DIFF_H
#define DW_UI_DIFF_H

#include "ui/view.h"

struct ui_diff_row {
	const char *label;
	const char *before; /* NULL or "" = nothing */
	const char *after;
};

struct ui_diff_spec {
	const char *title;
	const char *note;    /* a sentence above; NULL = none */
	const char *warning; /* a sentence below; NULL = none */
	const char *yes;     /* verb; NULL = "Save" */
	const struct ui_diff_row *rows;
	size_t n;

	/* Once, before the view closes. Enter is yes, Esc is no. May push views. */
	void (*done)(void *ctx, bool yes);
	void *ctx;
};

/* Pushes it; everything is copied and must be safe to show. */
struct ui_view *
ui_diff_open(struct ui *ui, const struct ui_diff_spec *spec);

#endif
