/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The themes, one table each: a row says how a meaning looks with 256 colours and
 * with 8. Mono has attributes only, and is what every theme falls back to. Which
 * styles must be told apart, on which ground and by whose eyes, is what
 * tests/toolkit/test_style judges. See style.h.
 */
#include "ui/style.h"

#include <string.h>

#include "base/mem.h"

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE, OWN = -1 };

struct colours {
	struct ui_look many; /* 256 colours */
	struct ui_look few;  /* 8 or 16 */
};

static const struct {
	const char *name;
	unsigned mono;
} styles[STYLES] = {
	[STYLE_NORMAL] = { "normal", 0 },
	[STYLE_BAR] = { "bar", UI_REVERSE },
	[STYLE_TITLE] = { "title", UI_BOLD },
	[STYLE_HEADING] = { "heading", UI_UNDERLINE },
	[STYLE_BORDER] = { "border", 0 },
	[STYLE_DIM] = { "dim", UI_DIM },
	[STYLE_KEY] = { "key", UI_BOLD },
	[STYLE_BADGE] = { "badge", UI_REVERSE },
	[STYLE_CURSOR] = { "cursor", UI_REVERSE },
	[STYLE_MARKED] = { "marked", UI_BOLD },
	[STYLE_SELECTED] = { "selected", UI_REVERSE },
	[STYLE_MATCH] = { "match", UI_REVERSE },
	[STYLE_OK] = { "ok", 0 },
	[STYLE_WARNING] = { "warning", UI_BOLD },
	[STYLE_ERROR] = { "error", UI_BOLD | UI_UNDERLINE },
	[STYLE_FIELD] = { "field", UI_UNDERLINE },
	[STYLE_FIELD_FOCUS] = { "field_focus", UI_REVERSE },
	[STYLE_FIELD_ERROR] = { "field_error", UI_UNDERLINE | UI_BOLD },
	[STYLE_SECRET] = { "secret", UI_BOLD },
	[STYLE_OLD] = { "old", UI_DIM },
	[STYLE_NEW] = { "new", UI_BOLD },
};

static const struct colours dark[STYLES] = {
	[STYLE_NORMAL] = { { OWN, OWN, 0 }, { OWN, OWN, 0 } },
	[STYLE_BAR] = { { 255, 24, 0 }, { WHITE, BLUE, UI_BOLD } },
	[STYLE_TITLE] = { { 81, OWN, UI_BOLD }, { CYAN, OWN, UI_BOLD } },
	[STYLE_HEADING] = { { 110, OWN, UI_BOLD }, { CYAN, OWN, 0 } },
	[STYLE_BORDER] = { { 67, OWN, 0 }, { BLUE, OWN, UI_BOLD } },
	[STYLE_DIM] = { { 246, OWN, 0 }, { OWN, OWN, UI_DIM } },
	[STYLE_KEY] = { { 222, OWN, UI_BOLD }, { YELLOW, OWN, UI_BOLD } },
	[STYLE_BADGE] = { { 16, 110, 0 }, { BLACK, CYAN, 0 } },
	[STYLE_CURSOR] = { { OWN, OWN, UI_REVERSE }, { OWN, OWN, UI_REVERSE } },
	[STYLE_MARKED] = { { 222, OWN, UI_BOLD }, { YELLOW, OWN, UI_BOLD } },
	[STYLE_SELECTED] = { { 255, 24, UI_BOLD }, { WHITE, BLUE, UI_BOLD } },
	[STYLE_MATCH] = { { 16, 222, 0 }, { BLACK, YELLOW, 0 } },
	[STYLE_OK] = { { 114, OWN, 0 }, { GREEN, OWN, 0 } },
	[STYLE_WARNING] = { { 221, OWN, 0 }, { YELLOW, OWN, UI_BOLD } },
	[STYLE_ERROR] = { { 210, OWN, UI_BOLD }, { RED, OWN, UI_BOLD } },
	[STYLE_FIELD] = { { OWN, 236, 0 }, { OWN, OWN, UI_UNDERLINE } },
	[STYLE_FIELD_FOCUS] = { { 255, 24, 0 }, { WHITE, BLUE, 0 } },
	[STYLE_FIELD_ERROR] = { { 255, 88, 0 }, { WHITE, RED, 0 } },
	[STYLE_SECRET] = { { 231, OWN, UI_BOLD }, { WHITE, OWN, UI_BOLD } },
	[STYLE_OLD] = { { 210, OWN, 0 }, { RED, OWN, UI_BOLD } },
	[STYLE_NEW] = { { 114, OWN, 0 }, { GREEN, OWN, 0 } },
};

/* On paper: nothing paler than the eye can read on white, so no yellow and no cyan; with few
 * colours no green either, and no bold magenta, which many terminals make brighter. */
static const struct colours light[STYLES] = {
	[STYLE_NORMAL] = { { OWN, OWN, 0 }, { OWN, OWN, 0 } },
	[STYLE_BAR] = { { 231, 24, 0 }, { WHITE, BLUE, UI_BOLD } },
	[STYLE_TITLE] = { { 24, OWN, UI_BOLD }, { BLUE, OWN, UI_BOLD } },
	[STYLE_HEADING] = { { 25, OWN, UI_UNDERLINE }, { BLUE, OWN, UI_UNDERLINE } },
	[STYLE_BORDER] = { { 66, OWN, 0 }, { BLUE, OWN, 0 } },
	[STYLE_DIM] = { { 241, OWN, 0 }, { OWN, OWN, UI_DIM } },
	[STYLE_KEY] = { { 90, OWN, UI_BOLD }, { MAGENTA, OWN, 0 } },
	[STYLE_BADGE] = { { 16, 152, 0 }, { BLACK, CYAN, 0 } },
	[STYLE_CURSOR] = { { OWN, OWN, UI_REVERSE }, { OWN, OWN, UI_REVERSE } },
	[STYLE_MARKED] = { { 90, OWN, UI_BOLD }, { MAGENTA, OWN, 0 } },
	[STYLE_SELECTED] = { { 231, 24, UI_BOLD }, { WHITE, BLUE, UI_BOLD } },
	[STYLE_MATCH] = { { 16, 221, 0 }, { BLACK, YELLOW, 0 } },
	[STYLE_OK] = { { 22, OWN, 0 }, { BLUE, OWN, 0 } },
	[STYLE_WARNING] = { { 94, OWN, UI_BOLD }, { MAGENTA, OWN, 0 } },
	[STYLE_ERROR] = { { 124, OWN, UI_BOLD }, { RED, OWN, UI_BOLD } },
	[STYLE_FIELD] = { { OWN, 254, 0 }, { OWN, OWN, UI_UNDERLINE } },
	[STYLE_FIELD_FOCUS] = { { 231, 24, 0 }, { WHITE, BLUE, 0 } },
	[STYLE_FIELD_ERROR] = { { 231, 124, 0 }, { WHITE, RED, 0 } },
	[STYLE_SECRET] = { { 16, OWN, UI_BOLD }, { BLACK, OWN, UI_BOLD } },
	[STYLE_OLD] = { { 124, OWN, 0 }, { RED, OWN, 0 } },
	[STYLE_NEW] = { { 22, OWN, 0 }, { BLUE, OWN, 0 } },
};

/*
 * Dark, for eyes that cannot tell red from green: good is blue, bad is orange, and what
 * few colours cannot tell apart is underlined.
 */
static const struct colours deuteranopia[STYLES] = {
	[STYLE_NORMAL] = { { OWN, OWN, 0 }, { OWN, OWN, 0 } },
	[STYLE_BAR] = { { 255, 24, 0 }, { WHITE, BLUE, UI_BOLD } },
	[STYLE_TITLE] = { { 117, OWN, UI_BOLD }, { CYAN, OWN, UI_BOLD } },
	[STYLE_HEADING] = { { 110, OWN, UI_BOLD }, { CYAN, OWN, UI_UNDERLINE } },
	[STYLE_BORDER] = { { 67, OWN, 0 }, { BLUE, OWN, UI_BOLD } },
	[STYLE_DIM] = { { 246, OWN, 0 }, { OWN, OWN, UI_DIM } },
	[STYLE_KEY] = { { 222, OWN, UI_BOLD }, { YELLOW, OWN, UI_BOLD } },
	[STYLE_BADGE] = { { 16, 110, 0 }, { BLACK, CYAN, 0 } },
	[STYLE_CURSOR] = { { OWN, OWN, UI_REVERSE }, { OWN, OWN, UI_REVERSE } },
	[STYLE_MARKED] = { { 222, OWN, UI_BOLD }, { YELLOW, OWN, UI_BOLD } },
	[STYLE_SELECTED] = { { 255, 24, UI_BOLD }, { WHITE, BLUE, UI_BOLD } },
	[STYLE_MATCH] = { { 16, 222, 0 }, { BLACK, YELLOW, 0 } },
	[STYLE_OK] = { { 75, OWN, 0 }, { CYAN, OWN, 0 } },
	[STYLE_WARNING] = { { 228, OWN, UI_BOLD }, { YELLOW, OWN, UI_BOLD } },
	[STYLE_ERROR] = { { 208, OWN, UI_BOLD | UI_UNDERLINE }, { YELLOW, OWN, UI_BOLD | UI_UNDERLINE } },
	[STYLE_FIELD] = { { OWN, 236, 0 }, { OWN, OWN, UI_UNDERLINE } },
	[STYLE_FIELD_FOCUS] = { { 255, 24, 0 }, { WHITE, BLUE, 0 } },
	[STYLE_FIELD_ERROR] = { { 16, 214, UI_BOLD }, { BLACK, YELLOW, UI_UNDERLINE } },
	[STYLE_SECRET] = { { 231, OWN, UI_BOLD }, { WHITE, OWN, UI_BOLD } },
	[STYLE_OLD] = { { 208, OWN, 0 }, { YELLOW, OWN, 0 } },
	[STYLE_NEW] = { { 75, OWN, 0 }, { CYAN, OWN, 0 } },
};

static const struct {
	const char *name;
	const struct colours *colours; /* NULL = none */
} themes[UI_THEMES] = {
	[UI_THEME_DARK] = { "dark", dark },
	[UI_THEME_LIGHT] = { "light", light },
	[UI_THEME_DEUTERANOPIA] = { "deuteranopia", deuteranopia },
	[UI_THEME_MONO] = { "mono", NULL },
};

struct ui_look
ui_style_look(enum ui_theme theme, int colours, enum ui_style style)
{
	enum ui_style known = style < STYLES ? style : STYLE_NORMAL;
	const struct colours *table = theme < UI_THEMES ? themes[theme].colours : NULL;

	if (table == NULL || colours < 8)
		return (struct ui_look){ OWN, OWN, styles[known].mono };
	return colours >= 256 ? table[known].many : table[known].few;
}

const char *
ui_style_name(enum ui_style style)
{
	return styles[style < STYLES ? style : STYLE_NORMAL].name;
}

bool
ui_theme_find(const char *name, enum ui_theme *out)
{
	for (int theme = 0; theme < UI_THEMES; theme++)
		if (strcmp(themes[theme].name, name) == 0) {
			*out = (enum ui_theme)theme;
			return true;
		}
	return false;
}

bool
ui_theme_is_light(enum ui_theme theme)
{
	return theme == UI_THEME_LIGHT;
}
