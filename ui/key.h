/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys as numbers and as words. A key that types something is its code point;
 * Ctrl-A to Ctrl-Z are 1 to 26 as on every terminal; the others have numbers above
 * Unicode. The words ("Ctrl-D", "PgUp", "Space") are used by the key table, the
 * footer, the help, a key file and the scripts of tests.
 */
#ifndef DW_UI_KEY_H
#define DW_UI_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UI_CTRL(letter) ((uint32_t)(letter) & 0x1f)

enum {
	UI_KEY_TAB = 9,
	UI_KEY_ENTER = 13, /* Return, Ctrl-M, Ctrl-J and the keypad's */
	UI_KEY_ESC = 27,
	UI_KEY_SPACE = 32,
	UI_KEY_BACKSPACE = 127, /* also Ctrl-H */

	UI_KEY_NAMED = 0x200000, /* from here on, keys that type nothing */
	UI_KEY_UP = UI_KEY_NAMED,
	UI_KEY_DOWN,
	UI_KEY_LEFT,
	UI_KEY_RIGHT,
	UI_KEY_HOME,
	UI_KEY_END,
	UI_KEY_PGUP,
	UI_KEY_PGDN,
	UI_KEY_INSERT,
	UI_KEY_DELETE,
	UI_KEY_BACKTAB, /* Shift-Tab */
	UI_KEY_F1,      /* F1 to F12 follow each other */
	UI_KEY_F12 = UI_KEY_F1 + 11,

	/* Held down with a named key. */
	UI_MOD_SHIFT = 0x400000,
	UI_MOD_ALT = 0x800000,
	UI_MOD_CTRL = 0x1000000,
};

#define UI_KEY_TEXT 40
#define UI_KEY_BYTES 5

/* The character as UTF-8 with a NUL; returns its bytes. */
size_t
ui_key_encode(uint32_t key, char out[UI_KEY_BYTES]);

/* "Ctrl-D", "Shift-Tab", "Space", "é". Returns text. */
const char *
ui_key_name(uint32_t key, char text[UI_KEY_TEXT]);

/* Reads such a word (len bytes); false when it is none. */
bool
ui_key_parse(const char *text, int len, uint32_t *out);

/* Does the key type a character (no control, nothing named)? */
bool
ui_key_types(uint32_t key);

#endif
