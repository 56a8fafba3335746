/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The themes, one table each: a row says how a meaning looks with 256 colours and
 * with 8. Mono has attributes only. See style.h.
 */
#include "ui/style.h"

#include "base/mem.h"

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE, OWN = -1 };

struct row {
	const char *name;
	struct ui_look many; /* 256 colours */
	struct ui_look few;  /* 8 or 16 */
	unsigned mono;
};

static const struct row dark[STYLES] = {
	[STYLE_NORMAL] = { "normal", { OWN, OWN, 0 }, { OWN, OWN, 0 }, 0 },
	[STYLE_BAR] = { "bar", { 255, 24, 0 }, { WHITE, BLUE, UI_BOLD }, UI_REVERSE },
	[STYLE_TITLE] = { "title", { 81, OWN, UI_BOLD }, { CYAN, OWN, UI_BOLD }, UI_BOLD },
	[STYLE_HEADING] = { "heading", { 110, OWN, UI_BOLD }, { CYAN, OWN, 0 }, UI_UNDERLINE },
	[STYLE_BORDER] = { "border", { 67, OWN, 0 }, { BLUE, OWN, UI_BOLD }, 0 },
	[STYLE_DIM] = { "dim", { 246, OWN, 0 }, { OWN, OWN, UI_DIM }, UI_DIM },
	[STYLE_KEY] = { "key", { 222, OWN, UI_BOLD }, { YELLOW, OWN, UI_BOLD }, UI_BOLD },
	[STYLE_BADGE] = { "badge", { 16, 110, 0 }, { BLACK, CYAN, 0 }, UI_REVERSE },
	[STYLE_CURSOR] = { "cursor", { OWN, OWN, UI_REVERSE }, { OWN, OWN, UI_REVERSE },
		UI_REVERSE },
	[STYLE_MARKED] = { "marked", { 222, OWN, UI_BOLD }, { YELLOW, OWN, UI_BOLD }, UI_BOLD },
	[STYLE_SELECTED] = { "selected", { 255, 24, UI_BOLD }, { WHITE, BLUE, UI_BOLD },
		UI_REVERSE },
	[STYLE_MATCH] = { "match", { 16, 222, 0 }, { BLACK, YELLOW, 0 }, UI_REVERSE },
	[STYLE_OK] = { "ok", { 114, OWN, 0 }, { GREEN, OWN, 0 }, 0 },
	[STYLE_WARNING] = { "warning", { 221, OWN, 0 }, { YELLOW, OWN, UI_BOLD }, UI_BOLD },
	[STYLE_ERROR] = { "error", { 210, OWN, UI_BOLD }, { RED, OWN, UI_BOLD }, UI_BOLD },
	[STYLE_FIELD] = { "field", { OWN, 236, 0 }, { OWN, OWN, UI_UNDERLINE }, UI_UNDERLINE },
	[STYLE_FIELD_FOCUS] = { "field_focus", { 255, 24, 0 }, { WHITE, BLUE, 0 }, UI_REVERSE },
	[STYLE_FIELD_ERROR] = { "field_error", { 255, 88, 0 }, { WHITE, RED, 0 },
		UI_UNDERLINE | UI_BOLD },
	[STYLE_SECRET] = { "secret", { 231, OWN, UI_BOLD }, { WHITE, OWN, UI_BOLD }, UI_BOLD },
	[STYLE_OLD] = { "old", { 210, OWN, 0 }, { RED, OWN, 0 }, UI_DIM },
	[STYLE_NEW] = { "new", { 114, OWN, 0 }, { GREEN, OWN, 0 }, UI_BOLD },
};

struct ui_look
ui_style_look(enum ui_theme theme, int colours, enum ui_style style)
{
	const struct row *row = &dark[style < STYLES ? style : STYLE_NORMAL];

	if (theme == UI_THEME_MONO || colours < 8)
		return (struct ui_look){ OWN, OWN, row->mono };
	return colours >= 256 ? row->many : row->few;
}

const char *
ui_style_name(enum ui_style style)
{
	return dark[style < STYLES ? style : STYLE_NORMAL].name;
}
