/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Long work in small steps: shows how far it is, how fast and how long it will take,
 * and can be cancelled between two steps. The steps run when no key waits, so
 * the screen never blocks.
 */
#ifndef DW_UI_PROGRESS_H
#define DW_UI_PROGRESS_H

#include "ui/view.h"

struct ui_progress_state {
	int64_t done;
	int64_t total;  /* 0 = not known */
	int64_t failed; /* of those done */
};

struct ui_progress_spec {
	const char *title;
	const char *unit; /* "users"; translated */

	/* One step (10 to 50 ms of work); updates state. False when all is done. */
	bool (*step)(void *ctx, struct ui_progress_state *state);

	/* The end, once, before the view closes: all done, or cancelled. May push views. Not
	 * called when the console is torn down; `release` always is, and last. */
	void (*done)(void *ctx, const struct ui_progress_state *state, bool cancelled);
	void (*release)(void *ctx);
	void *ctx;
};

struct ui_view *
ui_progress_open(struct ui *ui, const struct ui_progress_spec *spec);

/* "1,234 of 5,000 users · 310 per second · 12 s left" for a status line. now and started
 * in ms. Adds to out. */
void
ui_progress_text(struct dw_buf *out, const struct ui_progress_state *state, const char *unit,
	int64_t started, int64_t now);

#endif
