/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a cell looks on the terminal: its style as attributes and colours, its text in
 * what the terminal can show. Only changed cells are handed to curses, there are no
 * windows and no scrolling. See term_curses.h.
 */
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/term_curses.h"

/* A pair of colours for each style. */
void
term_paint_init(struct screen *screen)
{
	static const struct {
		unsigned ours;
		attr_t theirs;
	} attributes[] = {
		{ UI_BOLD, A_BOLD },
		{ UI_UNDERLINE, A_UNDERLINE },
		{ UI_REVERSE, A_REVERSE },
		{ UI_DIM, A_DIM },
	};
	int colours = screen->term.facts.colours;
	bool own = colours > 0 && start_color() == OK && use_default_colors() == OK;
	bool light = ui_theme_is_light(screen->theme);

	for (int style = 0; style < STYLES; style++) {
		struct ui_look look =
			ui_style_look(screen->theme, colours, (enum ui_style)style);
		attr_t value = 0;

		for (size_t i = 0; i < DW_COUNT(attributes); i++)
			if (look.attributes & attributes[i].ours)
				value |= attributes[i].theirs;
		if (look.fg >= 0 || look.bg >= 0) {
			if (look.fg < 0 && !own)
				look.fg = light ? COLOR_BLACK : COLOR_WHITE;
			if (look.bg < 0 && !own)
				look.bg = light ? COLOR_WHITE : COLOR_BLACK;
			init_pair((short)(style + 1), look.fg, look.bg);
			value |= (attr_t)COLOR_PAIR(style + 1);
		}
		screen->attributes[style] = value;
	}
	/* The cursor's sign says enough where every byte counts. */
	if (screen->term.facts.slow)
		screen->attributes[STYLE_CURSOR] = 0;
}

/* A line of a box, or 0. */
static chtype
line_of(uint32_t code)
{
	switch (code) {
	case UI_HLINE:
		return ACS_HLINE;
	case UI_VLINE:
		return ACS_VLINE;
	case UI_CORNER_TOP_LEFT:
		return ACS_ULCORNER;
	case UI_CORNER_TOP_RIGHT:
		return ACS_URCORNER;
	case UI_CORNER_BOTTOM_LEFT:
		return ACS_LLCORNER;
	case UI_CORNER_BOTTOM_RIGHT:
		return ACS_LRCORNER;
	default:
		return 0;
	}
}

static void
put_wide(const wchar_t *text, attr_t attributes)
{
	cchar_t wide;

	setcchar(&wide, text, attributes, (short)PAIR_NUMBER(attributes), NULL);
	add_wch(&wide);
}

/* The cell in what this terminal has, as wide as it was. */
static void
draw_stand_in(const struct screen *screen, const struct ui_cell *cell, attr_t attributes)
{
	uint32_t code = screen->term.facts.utf8 ? dw_look_alike(cell->text[0])
						: dw_locale_stand_in(cell->text, UI_CELL_POINTS);
	int width = code < 0x80 ? 1 : dw_code_columns(code);
	chtype filler = code == '?' ? '?' : ' ';

	if (code < 0x80)
		addch((chtype)code | attributes);
	else
		put_wide((wchar_t[]){ (wchar_t)code, 0 }, attributes);
	for (int i = width; i < cell->width; i++)
		addch(filler | attributes);
}

static bool
is_sign(uint32_t code)
{
	return (code >= 0x2190 && code < 0x2500) || (code >= 0x25a0 && code < 0x2c00);
}

static void
draw_cell(const struct screen *screen, int y, int x, const struct ui_cell *cell)
{
	attr_t attributes = screen->attributes[cell->style];
	uint32_t code = cell->text[0];
	wchar_t text[UI_CELL_POINTS + 1] = { 0 };

	move(y, x);
	if (code < 0x80) {
		addch((chtype)code | attributes);
	} else if (!screen->term.facts.utf8 && line_of(code) != 0) {
		addch(line_of(code) | attributes);
	} else if (!screen->term.facts.utf8 || (!screen->signs && is_sign(code))) {
		draw_stand_in(screen, cell, attributes);
	} else {
		for (int i = 0; i < UI_CELL_POINTS; i++)
			text[i] = (wchar_t)cell->text[i];
		put_wide(text, attributes);
	}
}

void
term_paint(struct screen *screen, const struct ui_canvas *canvas)
{
	struct ui_canvas *shown = &screen->shown;
	bool all = shown->rows != canvas->rows || shown->cols != canvas->cols;

	if (all)
		ui_canvas_reset(shown, canvas->rows, canvas->cols);
	for (int y = 0; y < canvas->rows; y++)
		for (int x = 0; x < canvas->cols; x++) {
			const struct ui_cell *cell = ui_canvas_at(canvas, y, x);
			struct ui_cell *old = ui_canvas_at(shown, y, x);

			if (!all && memcmp(cell, old, sizeof *cell) == 0)
				continue;
			*old = *cell;
			if (cell->width > 0)
				draw_cell(screen, y, x, cell);
		}
	if (screen->cursor != canvas->cursor_visible) {
		screen->cursor = canvas->cursor_visible;
		curs_set(screen->cursor);
	}
	move(canvas->cursor_y, canvas->cursor_x);
	refresh();
}
