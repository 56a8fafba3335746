/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A terminal: takes a canvas of cells, gives events. There are two kinds, one over
 * ncurses (term_curses.h, known to no other file) and one in memory for tests
 * (term_memory.h). Everything above draws on a canvas and never learns which it is.
 */
#ifndef DW_UI_TERM_H
#define DW_UI_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "ui/canvas.h"
#include "ui/key.h"
#include "ui/style.h"

enum ui_event_type {
	UI_EVENT_NONE,    /* the time is over and nothing came */
	UI_EVENT_KEY,
	UI_EVENT_MOUSE,
	UI_EVENT_PASTE,   /* a piece of pasted text */
	UI_EVENT_RESIZE,  /* another size, or back from a stop: draw everything */
	UI_EVENT_SUSPEND, /* SIGTSTP came: call ui_term_suspend() */
	UI_EVENT_HANGUP,  /* SIGHUP, SIGTERM or a lost line: leave in order */
};

enum ui_mouse {
	UI_MOUSE_CLICK,
	UI_MOUSE_DOUBLE, /* follows the click that began it */
	UI_MOUSE_RIGHT,
	UI_MOUSE_WHEEL_UP,
	UI_MOUSE_WHEEL_DOWN,
};

struct ui_event {
	enum ui_event_type type;
	uint32_t key;        /* KEY: see key.h */
	int command;         /* KEY: enum ui_command_id the key stands for here; 0 = none */
	enum ui_mouse mouse; /* MOUSE */
	int y, x;
	const char *paste;   /* PASTE: borrowed until the next read, then wiped; not yet safe to
	                        show; whole code points, newlines are \n */
	size_t paste_len;
	int signal;          /* HANGUP: the signal; 0 = the line is gone */
};

struct ui_term_facts {
	char name[65];    /* TERM */
	int colours;      /* 0, 8, 16, 256 */
	bool utf8;        /* else lines by the alternate character set and text in ASCII */
	bool slow;        /* every byte counts */
	bool still;       /* nothing moves by itself: asked for, or because the line is slow */
	bool cursor;      /* the hardware cursor is always shown: braille displays follow it */
	bool can_suspend; /* not a session leader */
	bool mouse;       /* has one and it is on */
	int baud;
};

struct ui_term;

struct ui_term_ops {
	void (*size)(struct ui_term *term, int *rows, int *cols);
	void (*flush)(struct ui_term *term, const struct ui_canvas *canvas);
	void (*read)(struct ui_term *term, int timeout, struct ui_event *out);
	bool (*pending)(struct ui_term *term);
	void (*suspend)(struct ui_term *term);
	void (*leave)(struct ui_term *term);
	void (*enter)(struct ui_term *term);
	void (*repaint)(struct ui_term *term);
	void (*erase)(struct ui_term *term);
	void (*beep)(struct ui_term *term);
	void (*copy)(struct ui_term *term, const char *text, size_t len);
	void (*mouse)(struct ui_term *term, bool on);
	void (*free)(struct ui_term *term);
};

struct ui_term {
	const struct ui_term_ops *ops;
	struct ui_term_facts facts;
};

enum ui_slow {
	UI_SLOW_AUTO, /* as the line's speed says: see ui_tty_is_slow() */
	UI_SLOW_YES,
	UI_SLOW_NO,
};

struct ui_term_options {
	const char *name;     /* TERM as the environment has it; NULL or odd is refused */
	enum ui_theme theme;  /* mono is taken by itself where there is no colour */
	bool no_colour;       /* NO_COLOR is set */
	bool no_mouse;
	enum ui_slow slow;    /* is the line slow? */
	bool no_motion;       /* for screen readers, braille displays, and eyes that movement hurts */
};

/*
 * The terminal on standard input and output, in full-screen mode. setlocale() was
 * called, the environment cleaned. DW_UNAVAILABLE with a sentence that names the
 * command line when there is no terminal or it cannot place its cursor. Signals that
 * end or stop the process arrive as events from now on; a crash or a full heap puts
 * the terminal back all the same. One at a time.
 */
enum dw_code
ui_term_curses_new(const struct ui_term_options *options, struct ui_term **out,
	struct dw_error *err);

/* Puts everything back as it was and releases it; NULL is nothing. */
void
ui_term_free(struct ui_term *term);

void
ui_term_size(struct ui_term *term, int *rows, int *cols);

/* Shows the canvas (which has the terminal's size): sends what changed, nothing else. */
void
ui_term_flush(struct ui_term *term, const struct ui_canvas *canvas);

/* Waits at most timeout ms (-1 = for ever, 0 = only looks) for one event. */
void
ui_term_read(struct ui_term *term, int timeout, struct ui_event *out);

/* Is an event waiting? Cheap; safe to call from an SQLite progress handler. */
bool
ui_term_pending(struct ui_term *term);

/*
 * Gives the terminal to the shell until the process is continued (the screen is
 * wiped first); does nothing for a session leader. The next event is a RESIZE.
 */
void
ui_term_suspend(struct ui_term *term);

/* Gives the terminal back for a while, to run another program on it; and takes it again. */
void
ui_term_leave(struct ui_term *term);
void
ui_term_enter(struct ui_term *term);

/* The next flush sends everything: something else wrote on the screen. */
void
ui_term_repaint(struct ui_term *term);

/*
 * After a secret was shown: overwrites the screen, what curses remembers of it and,
 * where the terminal can, its scrollback. Call ui_term_flush() after it.
 */
void
ui_term_erase(struct ui_term *term);

void
ui_term_beep(struct ui_term *term);

/* Sends text to the terminal's clipboard (OSC 52). Nobody says whether it took it. */
void
ui_term_copy(struct ui_term *term, const char *text, size_t len);

/* Off is really off: the terminal's own selection works again. */
void
ui_term_mouse(struct ui_term *term, bool on);

#endif
