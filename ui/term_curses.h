/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the terminal over ncurses share, and nobody else may include:
 * term_curses.c owns its life, size and events; term_paint.c how cells look;
 * term_caps.c what is sent past curses: modes, wiping, clipboard.
 */
#ifndef DW_UI_TERM_CURSES_H
#define DW_UI_TERM_CURSES_H

#include <curses.h>

#include "ui/term.h"
#include "ui/tty.h"

struct screen {
	struct ui_term term;
	SCREEN *curses;
	struct ui_tty tty;
	struct ui_canvas shown; /* what curses was told; no size = nothing yet */
	enum ui_theme theme;
	attr_t attributes[STYLES];
	bool modern;    /* understands the mouse, paste and clipboard sequences of xterm */
	bool signs;     /* has arrows, dots and ticks in its font */
	bool scrollback; /* has no screen of its own for programs */
	bool inside;    /* in full-screen mode */
	int cursor;     /* visibility set last */
};

/* ---- term_paint.c -------------------------------------------------------------- */

/* Looks up how each style looks here; once, after newterm(). */
void
term_paint_init(struct screen *screen);

/* Hands the cells that differ over to curses, and lets it send them. */
void
term_paint(struct screen *screen, const struct ui_canvas *canvas);

/* ---- term_caps.c ---------------------------------------------------------------- */

/* A string of terminfo for the terminal in use; NULL when it has none. Borrowed. */
const char *
term_capability(const char *name);

/* Switches mouse, pasting and the keypad on, or all off. */
void
term_send_modes(const struct screen *screen, bool on);

/* Blanks what stands on the terminal; forgets what scrolled off it, where it can (E3). */
void
term_send_wipe(void);
void
term_send_wipe_history(void);

/* Sends text to the clipboard (OSC 52). */
void
term_send_clipboard(const char *text, size_t len);

/* Prepares what a crash writes: no mode stays on, and nothing stays readable. */
void
term_prepare_reset(const struct screen *screen);

/* Tells the decoder terminfo's sequences for keys. */
void
term_name_keys(struct ui_input *input);

#endif
