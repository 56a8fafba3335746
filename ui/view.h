/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A view: one layer of the screen. Views are stacked; keys go to the top one. A
 * screen embeds struct ui_view first in its own struct, fills `ops`, and is pushed
 * with ui_push() (loop.h). Menus, dialogs, forms, pickers and pagers are views too
 * and bring functions that make and push them.
 */
#ifndef DW_UI_VIEW_H
#define DW_UI_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/canvas.h"
#include "ui/keymap.h"
#include "ui/term.h"

struct ui;
struct ui_view;

enum ui_did {
	UI_IGNORED, /* not mine: somebody else may have it */
	UI_HANDLED, /* done, and nothing on the screen changed */
	UI_REDRAW,  /* done: draw again (only cells that differ are sent) */
	UI_CLOSE,   /* take me off the stack */
};

struct ui_view_ops {
	/* Drawn over what lies below instead of in its place. */
	bool overlay;

	/* What it is, for the help's heading. Translated; borrowed. */
	const char *(*title)(struct ui_view *view);

	/* The status line: what is shown, and something at its right end. Optional. */
	void (*status)(struct ui_view *view, struct dw_buf *left, struct dw_buf *right);

	/* Says what can be done now; what is not offered here does not come as a command. */
	void (*offer)(struct ui_view *view, struct ui_offers *offers);

	/* Draws into the room (for an overlay: the room to be centred in). Changes nothing but
	 * remembered geometry. Park the cursor with ui_cursor(). */
	void (*draw)(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room);

	/* KEY with event->command resolved, MOUSE, PASTE, RESIZE. UI_CMD_CANCEL and UI_CMD_CLOSE
	 * that were offered and come back IGNORED close the view (Esc never the last one). */
	enum ui_did (*event)(struct ui_view *view, const struct ui_event *event);

	/* Called when view->wake has come (set it again, or to 0). Optional. */
	enum ui_did (*tick)(struct ui_view *view, int64_t now);

	/* A small piece of work, called while view->working and no key waits. Optional. */
	enum ui_did (*work)(struct ui_view *view);

	/* Is a secret to be read in what it draws now? Then the screen is not kept. Optional:
	 * never. */
	bool (*secret)(const struct ui_view *view);

	/* Releases the view and everything in it. It is off the stack already. */
	void (*close)(struct ui_view *view);
};

struct ui_view {
	const struct ui_view_ops *ops;
	enum ui_context context; /* what keys mean now; changes with what has the focus */
	int64_t wake;            /* when tick wants to be called (dw_now()); 0 = never */
	bool working;
	/* Called after the view is gone, however it went: for whoever pushed it to let go of
	 * what its answers needed. Set it on what ui_menu_open() and the others return. */
	void (*gone)(void *arg);
	void *gone_arg;
	struct ui *ui;           /* set by ui_push() */
	uint64_t serial;         /* tells it from others that had its place in memory */
	struct ui_view *below;
};

#endif
