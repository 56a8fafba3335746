/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stack of views and the loop that feeds it: waits for an event until the next
 * tick, resolves the key, hands it to the top view, does a piece of work when nothing
 * waits, and draws when something changed. Header line, status line and key hints
 * are drawn here; views get the room between. Start at ui_turn() in loop.c.
 */
#ifndef DW_UI_LOOP_H
#define DW_UI_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/code.h"
#include "ui/said.h"
#include "ui/term.h"
#include "ui/view.h"

/* What the application adds on every screen. All optional. */
struct ui_app {
	/* The header line: where we are, who we are. Safe to show. */
	void (*header)(struct ui *ui, struct dw_buf *left, struct dw_buf *right);

	/* The status line, after the view has filled it in. */
	void (*status)(struct ui *ui, struct dw_buf *left, struct dw_buf *right);

	/* Commands that work over every view, where they have keys at all; a view's own go
	 * first. IGNORED leaves them to the loop (quit, help ...). Clicks that the view ignored
	 * come here too. */
	void (*offer)(struct ui *ui, struct ui_offers *offers);
	enum ui_did (*event)(struct ui *ui, const struct ui_event *event);

	/* Before every wait: has the store changed, is it time to lock? Returns when it wants
	 * to be asked again at the latest (dw_now()); 0 = not by time. */
	int64_t (*idle)(struct ui *ui, int64_t now);
};

struct ui {
	struct ui_term *term;
	const struct ui_app *app; /* may be NULL */
	void *data;               /* the application's own */
	struct ui_view *top;
	uint64_t pushed;          /* how many views ever were */
	struct ui_canvas canvas;
	struct ui_offers offers;  /* of the last turn */
	struct ui_rect footer;    /* where the hints stand, for the mouse */
	struct ui_said said;      /* the message of the status line, and those before it */
	int64_t last_input;       /* dw_now() of the last key, paste or click */
	int64_t drawn;            /* and of the last drawing */
	bool dirty;
	bool leaving;
	bool hung_up;             /* we leave because of a signal or a lost line */
	int signal;               /* which; 0 = the line */
};

#define UI_MIN_ROWS 15
#define UI_MIN_COLS 60

/* Borrows the terminal. */
void
ui_init(struct ui *ui, struct ui_term *term, const struct ui_app *app, void *data);

/* Closes all views, the top one first. */
void
ui_clear(struct ui *ui);

/* Puts a view on top; the stack owns it from now on. */
void
ui_push(struct ui *ui, struct ui_view *view);

/* Takes a view off the stack, and first those above it. */
void
ui_close(struct ui *ui, struct ui_view *view);

/* Takes this one alone off the stack; what lies on it stays. */
void
ui_remove(struct ui *ui, struct ui_view *view);

/* Takes a view off the stack and leaves it to the caller, to be pushed again later. */
void
ui_take(struct ui *ui, struct ui_view *view);

/*
 * Runs until ui_leave(), the last view closes, or the line or a signal says so; then
 * closes all views. DW_OK, or DW_CANCELLED after a signal (ui->signal) or a hangup.
 */
enum dw_code
ui_run(struct ui *ui);

/* One turn: draw if needed, wait at most `timeout` ms (-1 = as needed), handle one event or
 * one piece of work. False when it is time to leave. Tests drive this by hand. */
bool
ui_turn(struct ui *ui, int timeout);

void
ui_leave(struct ui *ui);

/* Draw again at the end of this turn. */
void
ui_redraw(struct ui *ui);

/* Draws at once, in the middle of long work that has something to show. */
void
ui_paint(struct ui *ui);

/*
 * What the screen shows, as text: one line a row; adds to out. DW_STATE when a secret can be
 * read there.
 */
enum dw_code
ui_shot(struct ui *ui, struct dw_buf *out, struct dw_error *err);

/*
 * For work that is one piece and takes long, asked now and then in the middle of it: does the
 * person want it to stop (Esc, Ctrl-C, a lost line)? Draws four times a second; other keys
 * are dropped with a beep.
 */
bool
ui_cancelled(struct ui *ui);

/* Is the person doing something? Long work stops and comes back to it later. */
bool
ui_pending(struct ui *ui);

#endif
