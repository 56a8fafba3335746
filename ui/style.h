/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of meaning for what stands on the screen, and what each looks like in a
 * theme. Screens say STYLE_WARNING; only this table knows of yellow. Colour never
 * carries a meaning alone: the words beside it do, and mono shows the same.
 */
#ifndef DW_UI_STYLE_H
#define DW_UI_STYLE_H

#include <stdbool.h>

enum ui_style {
	STYLE_NORMAL,
	STYLE_BAR,         /* the header line */
	STYLE_TITLE,       /* of a view or a box */
	STYLE_HEADING,     /* of a table's column, of a group of rows */
	STYLE_BORDER,      /* lines and boxes */
	STYLE_DIM,         /* less important: hints, reasons, what is not possible now */
	STYLE_KEY,         /* a key's name in the footer, a mnemonic */
	STYLE_BADGE,       /* a small fact: a filter in force, a count */
	STYLE_CURSOR,      /* where the cursor is: a row's sign, a menu's label */
	STYLE_MARKED,      /* the sign of a marked row */
	STYLE_SELECTED,    /* the tab or choice that is on */
	STYLE_MATCH,       /* what a search found */
	STYLE_OK,
	STYLE_WARNING,
	STYLE_ERROR,
	STYLE_FIELD,       /* where text can be typed */
	STYLE_FIELD_FOCUS, /* the field that the keys go to */
	STYLE_FIELD_ERROR,
	STYLE_SECRET,      /* a code in a secret modal */
	STYLE_OLD,         /* before and after, in a comparison */
	STYLE_NEW,
	STYLES
};

enum ui_theme {
	UI_THEME_DARK,
	UI_THEME_LIGHT,
	UI_THEME_DEUTERANOPIA, /* dark, without red against green */
	UI_THEME_MONO, /* attributes only; what NO_COLOR and mono terminals get */
	UI_THEMES
};

enum ui_attribute {
	UI_BOLD = 1,
	UI_UNDERLINE = 2,
	UI_REVERSE = 4,
	UI_DIM = 8,
};

/* -1 = the terminal's own colour; else 0-7, or 0-255 in the 256-colour variant. */
struct ui_look {
	short fg, bg;
	unsigned attributes; /* enum ui_attribute */
};

/* The look of a style; colours is what the terminal can (below 8: mono is taken). */
struct ui_look
ui_style_look(enum ui_theme theme, int colours, enum ui_style style);

/* A theme by its name ("light"); false and *out as it was when there is none. */
bool
ui_theme_find(const char *name, enum ui_theme *out);

/* Is it meant for dark letters on light ground? */
bool
ui_theme_is_light(enum ui_theme theme);

/* "title", "field_error": for style maps in tests. */
const char *
ui_style_name(enum ui_style style);

#endif
