/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sheet of cells that views draw on and a terminal shows. A cell is one spacing
 * character with the marks on it, and a style. Text put here has gone through
 * dw_display(); should something dangerous come all the same, it becomes '?'.
 * Drawing outside the clip rectangle does nothing, so nobody checks bounds.
 */
#ifndef DW_UI_CANVAS_H
#define DW_UI_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "ui/style.h"

#define UI_CELL_POINTS 5 /* code points in a cell: one that spaces and four marks */

/* Signs that a terminal without UTF-8 draws in its own way. */
enum {
	UI_HLINE = 0x2500,
	UI_VLINE = 0x2502,
	UI_CORNER_TOP_LEFT = 0x250c,
	UI_CORNER_TOP_RIGHT = 0x2510,
	UI_CORNER_BOTTOM_LEFT = 0x2514,
	UI_CORNER_BOTTOM_RIGHT = 0x2518,
};

#define UI_SIGN_CURSOR "▸"
#define UI_SIGN_MARK "●"
#define UI_SIGN_UP "▴"
#define UI_SIGN_DOWN "▾"
#define UI_SIGN_DOT "•"

struct ui_cell {
	uint32_t text[UI_CELL_POINTS]; /* ends with 0 unless full */
	uint8_t width;                 /* 1 or 2; 0 = right half of the wide cell before it */
	uint8_t style;                 /* enum ui_style */
};

struct ui_rect {
	int y, x, rows, cols;
};

struct ui_canvas {
	int rows, cols;
	struct ui_cell *cells;  /* rows * cols */
	struct ui_rect clip;
	int cursor_y, cursor_x; /* where the hardware cursor is parked */
	bool cursor_visible;    /* shown as well: text is typed there */
};

/* All blank. Zeroed is a canvas of no size. */
void
ui_canvas_init(struct ui_canvas *canvas, int rows, int cols);

/* Releases it; what stood on it is wiped, for it may have been a secret. */
void
ui_canvas_clear(struct ui_canvas *canvas);

/* Blanks everything, resets clip and cursor, and takes the size. */
void
ui_canvas_reset(struct ui_canvas *canvas, int rows, int cols);

/* The canvas as text: one line a row, without the spaces at its end. Adds to out. */
void
ui_canvas_text(const struct ui_canvas *canvas, struct dw_buf *out);

/* The cell at a place inside the canvas. */
struct ui_cell *
ui_canvas_at(const struct ui_canvas *canvas, int y, int x);

/* Narrows the clip to rect within it; returns the former, to be put back with ui_unclip(). */
struct ui_rect
ui_clip(struct ui_canvas *canvas, struct ui_rect rect);
void
ui_unclip(struct ui_canvas *canvas, struct ui_rect former);

/* Puts a displayed text; returns how many columns it takes (clipped or not). */
int
ui_put(struct ui_canvas *canvas, int y, int x, enum ui_style style, const char *shown);

/* The same in exactly `cols` columns: filled up with spaces, or shortened with an ellipsis. */
void
ui_put_fit(struct ui_canvas *canvas, int y, int x, int cols, enum ui_style style,
	const char *shown);

/* Ends at column x (exclusive); returns where it began. */
int
ui_put_right(struct ui_canvas *canvas, int y, int x, enum ui_style style, const char *shown);

/* printf, then ui_put(). The arguments must be safe to show already. */
int
ui_printf(struct ui_canvas *canvas, int y, int x, enum ui_style style, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

/*
 * Puts text in lines of at most rect.cols, broken at spaces and newlines, from
 * rect.y on; returns how many lines it needs, also when they are more than
 * rect.rows (the rest is not drawn). canvas may be NULL, to measure only.
 */
int
ui_put_wrapped(struct ui_canvas *canvas, struct ui_rect rect, enum ui_style style,
	const char *shown);

/* How many bytes of a displayed text go on one line of cols columns; *next is where the
 * line after it begins. */
size_t
ui_wrap(const char *text, int cols, size_t *next);

/* Blanks in a style; the style alone of what stands there. */
void
ui_fill(struct ui_canvas *canvas, struct ui_rect rect, enum ui_style style);
void
ui_restyle(struct ui_canvas *canvas, struct ui_rect rect, enum ui_style style);

/* Lines join where they meet only if drawn as a box. */
void
ui_hline(struct ui_canvas *canvas, int y, int x, int cols, enum ui_style style);
void
ui_vline(struct ui_canvas *canvas, int y, int x, int rows, enum ui_style style);

/* A blank box with a border and a title (may be NULL); returns the room inside. */
struct ui_rect
ui_box(struct ui_canvas *canvas, struct ui_rect rect, const char *title);

/* Parks the hardware cursor; the last call before the flush wins. */
void
ui_cursor(struct ui_canvas *canvas, int y, int x, bool visible);

/* A rect of the size within `in`, shrunk to fit and centred. */
struct ui_rect
ui_rect_centre(struct ui_rect in, int rows, int cols);

bool
ui_rect_has(struct ui_rect rect, int y, int x);

/* The n-th row of a rect as a rect of its own. */
struct ui_rect
ui_rect_row(struct ui_rect rect, int n);

#endif
