/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes that a terminal sends, as events. Knows the sequences that all terminals
 * of today share, and is told those of terminfo; reads the mouse in both forms and
 * bracketed paste. Knows neither ncurses nor a descriptor, so it is tested with
 * strings. What it does not understand it swallows whole, never half of it.
 */
#ifndef DW_UI_INPUT_H
#define DW_UI_INPUT_H

#include "ui/term.h"

#define UI_INPUT_ROOM 1024 /* bytes read at once */
#define UI_INPUT_NAMES 32

struct ui_input {
	unsigned char bytes[UI_INPUT_ROOM]; /* not yet decoded */
	size_t len;
	/* Of the paste that was handed out: a byte of an old character set takes up to three. */
	char text[UI_INPUT_ROOM * 3 + UI_KEY_BYTES];
	bool stuck;               /* the bytes there are do not make an event */
	bool pasting;
	bool after_return;        /* the paste's last byte was a CR: drop a LF */
	int64_t last_click;       /* for double clicks */
	int last_y, last_x;
	struct {
		char text[16];
		uint32_t key;
	} names[UI_INPUT_NAMES];  /* terminfo's sequences */
	size_t n_names;
};

/* The keys that terminfo has names for; the last name is NULL. */
extern const struct ui_input_capability {
	const char *name;
	uint32_t key;
} ui_input_capabilities[];

/* Tells a key's sequence; ignored when it is NULL, too long or a plain character. */
void
ui_input_name(struct ui_input *input, const char *text, uint32_t key);

/* Room for more bytes at *into; never 0 after ui_input_next() found no event. */
size_t
ui_input_room(struct ui_input *input, unsigned char **into);

/* `n` bytes were put there. */
void
ui_input_added(struct ui_input *input, size_t n);

/*
 * The next event; false when the bytes are not enough for one. waited: nothing came for
 * the escape delay, so a lone ESC is the key. now (ms) tells double clicks.
 */
bool
ui_input_next(struct ui_input *input, bool waited, int64_t now, struct ui_event *out);

/* Are there bytes that ui_input_next() has not said no to? */
bool
ui_input_ready(const struct ui_input *input);

/* Is there perhaps the beginning of something, so that it is worth waiting a moment? */
bool
ui_input_partial(const struct ui_input *input);

/* Wipes what was typed; the names stay. */
void
ui_input_wipe(struct ui_input *input);

#endif
