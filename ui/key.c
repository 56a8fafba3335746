/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys as words and back, from one table of names. See key.h.
 */
#include "ui/key.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/utf8.h"

/* The first name of a key is the one written; the others are read as well. */
static const struct {
	const char *name;
	uint32_t key;
} names[] = {
	{ "Enter", UI_KEY_ENTER },
	{ "Return", UI_KEY_ENTER },
	{ "Tab", UI_KEY_TAB },
	{ "Shift-Tab", UI_KEY_BACKTAB },
	{ "Esc", UI_KEY_ESC },
	{ "Escape", UI_KEY_ESC },
	{ "Space", UI_KEY_SPACE },
	{ "Backspace", UI_KEY_BACKSPACE },
	{ "Up", UI_KEY_UP },
	{ "Down", UI_KEY_DOWN },
	{ "Left", UI_KEY_LEFT },
	{ "Right", UI_KEY_RIGHT },
	{ "Home", UI_KEY_HOME },
	{ "End", UI_KEY_END },
	{ "PgUp", UI_KEY_PGUP },
	{ "PgDn", UI_KEY_PGDN },
	{ "Insert", UI_KEY_INSERT },
	{ "Delete", UI_KEY_DELETE },
};

static const struct {
	const char *name;
	uint32_t bit;
} modifiers[] = {
	{ "Ctrl-", UI_MOD_CTRL },
	{ "Alt-", UI_MOD_ALT },
	{ "Shift-", UI_MOD_SHIFT },
};

#define MODIFIERS (UI_MOD_CTRL | UI_MOD_ALT | UI_MOD_SHIFT)

bool
ui_key_types(uint32_t key)
{
	return key >= 0x20 && key < 0x110000 && !(key >= 0x7f && key < 0xa0);
}

size_t
ui_key_encode(uint32_t key, char out[UI_KEY_BYTES])
{
	char *at = out;

	if (key < 0x80) {
		*at++ = (char)key;
	} else if (key < 0x800) {
		*at++ = (char)(0xc0 | key >> 6);
		*at++ = (char)(0x80 | (key & 0x3f));
	} else if (key < 0x10000) {
		*at++ = (char)(0xe0 | key >> 12);
		*at++ = (char)(0x80 | (key >> 6 & 0x3f));
		*at++ = (char)(0x80 | (key & 0x3f));
	} else {
		*at++ = (char)(0xf0 | key >> 18);
		*at++ = (char)(0x80 | (key >> 12 & 0x3f));
		*at++ = (char)(0x80 | (key >> 6 & 0x3f));
		*at++ = (char)(0x80 | (key & 0x3f));
	}
	*at = '\0';
	return (size_t)(at - out);
}

static const char *
add_name(char text[UI_KEY_TEXT], const char *name)
{
	size_t len = strlen(text);

	snprintf(text + len, UI_KEY_TEXT - len, "%s", name);
	return text;
}

const char *
ui_key_name(uint32_t key, char text[UI_KEY_TEXT])
{
	uint32_t base = key;

	*text = '\0';
	if (key >= UI_KEY_NAMED) {
		base = key & ~(uint32_t)MODIFIERS;
		for (size_t i = 0; i < DW_COUNT(modifiers); i++)
			if (key & modifiers[i].bit)
				add_name(text, modifiers[i].name);
	}
	for (size_t i = 0; i < DW_COUNT(names); i++)
		if (names[i].key == base)
			return add_name(text, names[i].name);
	if (base >= UI_KEY_F1 && base <= UI_KEY_F12)
		snprintf(text + strlen(text), 8, "F%u", (unsigned)(base - UI_KEY_F1 + 1));
	else if (ui_key_types(base))
		ui_key_encode(base, text);
	else if (base < 0x20)
		snprintf(text, UI_KEY_TEXT, "Ctrl-%c", (char)(base + '@'));
	return text;
}

static bool
is(const char *word, const char *text, int len)
{
	return strlen(word) == (size_t)len && strncasecmp(word, text, (size_t)len) == 0;
}

static bool
find_name(const char *text, int len, uint32_t *out)
{
	for (size_t i = 0; i < DW_COUNT(names); i++)
		if (is(names[i].name, text, len)) {
			*out = names[i].key;
			return true;
		}
	/* Which a file of settings takes for a comment. */
	if (is("Semicolon", text, len)) {
		*out = ';';
		return true;
	}
	for (uint32_t n = 1; n <= 12; n++) {
		char name[8];

		snprintf(name, sizeof name, "F%u", n);
		if (is(name, text, len)) {
			*out = UI_KEY_F1 + n - 1;
			return true;
		}
	}
	return false;
}

/* Takes one "Ctrl-" off the front. */
static uint32_t
take_modifier(const char **text, int *len)
{
	for (size_t i = 0; i < DW_COUNT(modifiers); i++) {
		int n = (int)strlen(modifiers[i].name);

		if (*len > n && strncasecmp(*text, modifiers[i].name, (size_t)n) == 0) {
			*text += n;
			*len -= n;
			return modifiers[i].bit;
		}
	}
	return 0;
}

bool
ui_key_parse(const char *text, int len, uint32_t *out)
{
	uint32_t held = 0, bit, key;

	if (len <= 0)
		return false;
	if (dw_utf8_decode(text, (size_t)len, &key) == (size_t)len) {
		*out = key;
		return ui_key_types(key);
	}
	if (find_name(text, len, out))
		return true;
	while ((bit = take_modifier(&text, &len)) != 0)
		held |= bit;
	if (held == UI_MOD_CTRL && len == 1) {
		/* As they come from a terminal (input.c). */
		*out = *text == 'J' || *text == 'j' ? (uint32_t)UI_KEY_ENTER :
			*text == 'H' || *text == 'h' ? (uint32_t)UI_KEY_BACKSPACE : UI_CTRL(*text);
		return (*text >= '@' && *text <= '_') || (*text >= 'a' && *text <= 'z');
	}
	if (held == 0 || !find_name(text, len, &key) || key < UI_KEY_NAMED)
		return false;
	*out = key | held;
	return true;
}
