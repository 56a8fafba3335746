/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Drawing on cells. Every function ends in put_cell(), which is the only one that
 * writes: it clips, and it never leaves half of a wide character behind.
 */
#include "ui/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/key.h"

static struct ui_cell
make_cell(uint32_t code, int width, enum ui_style style)
{
	return (struct ui_cell){ { code }, (uint8_t)width, (uint8_t)style };
}

void
ui_canvas_init(struct ui_canvas *canvas, int rows, int cols)
{
	*canvas = (struct ui_canvas){ 0 };
	ui_canvas_reset(canvas, rows, cols);
}

void
ui_canvas_clear(struct ui_canvas *canvas)
{
	if (canvas == NULL)
		return;
	if (canvas->cells != NULL)
		explicit_bzero(canvas->cells,
			(size_t)canvas->rows * (size_t)canvas->cols * sizeof *canvas->cells);
	free(canvas->cells);
	*canvas = (struct ui_canvas){ 0 };
}

void
ui_canvas_reset(struct ui_canvas *canvas, int rows, int cols)
{
	size_t n = (size_t)rows * (size_t)cols;

	if (canvas->cells == NULL || rows != canvas->rows || cols != canvas->cols) {
		ui_canvas_clear(canvas);
		canvas->cells = dw_calloc(n > 0 ? n : 1, sizeof *canvas->cells);
		canvas->rows = rows;
		canvas->cols = cols;
	}
	for (size_t i = 0; i < n; i++)
		canvas->cells[i] = make_cell(' ', 1, STYLE_NORMAL);
	canvas->clip = (struct ui_rect){ 0, 0, rows, cols };
	canvas->cursor_y = canvas->cursor_x = 0;
	canvas->cursor_visible = false;
}

void
ui_canvas_text(const struct ui_canvas *canvas, struct dw_buf *out)
{
	for (int y = 0; y < canvas->rows; y++) {
		size_t from = out->len;

		for (int x = 0; x < canvas->cols; x++) {
			const struct ui_cell *cell = ui_canvas_at(canvas, y, x);

			for (int i = 0; i < UI_CELL_POINTS && cell->text[i] != 0; i++) {
				char text[UI_KEY_BYTES];

				dw_buf_add(out, text, ui_key_encode(cell->text[i], text));
			}
		}
		while (out->len > from && out->data[out->len - 1] == ' ')
			out->data[--out->len] = '\0';
		dw_buf_putc(out, '\n');
	}
}

struct ui_cell *
ui_canvas_at(const struct ui_canvas *canvas, int y, int x)
{
	return &canvas->cells[(size_t)y * (size_t)canvas->cols + (size_t)x];
}

static int
max(int a, int b)
{
	return a > b ? a : b;
}

static int
min(int a, int b)
{
	return a < b ? a : b;
}

bool
ui_rect_has(struct ui_rect rect, int y, int x)
{
	return y >= rect.y && y < rect.y + rect.rows && x >= rect.x && x < rect.x + rect.cols;
}

struct ui_rect
ui_rect_row(struct ui_rect rect, int n)
{
	return (struct ui_rect){ rect.y + n, rect.x, n >= 0 && n < rect.rows, rect.cols };
}

struct ui_rect
ui_rect_centre(struct ui_rect in, int rows, int cols)
{
	rows = min(rows, in.rows);
	cols = min(cols, in.cols);
	return (struct ui_rect){ in.y + (in.rows - rows) / 2, in.x + (in.cols - cols) / 2, rows,
		cols };
}

struct ui_rect
ui_clip(struct ui_canvas *canvas, struct ui_rect rect)
{
	struct ui_rect former = canvas->clip;
	int y = max(former.y, rect.y), x = max(former.x, rect.x);

	canvas->clip = (struct ui_rect){ y, x,
		max(0, min(former.y + former.rows, rect.y + rect.rows) - y),
		max(0, min(former.x + former.cols, rect.x + rect.cols) - x) };
	return former;
}

void
ui_unclip(struct ui_canvas *canvas, struct ui_rect former)
{
	canvas->clip = former;
}

static void
put_cell(struct ui_canvas *canvas, int y, int x, struct ui_cell cell)
{
	struct ui_cell *at;
	int last = x + cell.width - 1;

	if (!ui_rect_has(canvas->clip, y, x) || !ui_rect_has(canvas->clip, y, last))
		return;
	at = ui_canvas_at(canvas, y, x);
	if (at->width == 0 && x > 0)
		at[-1] = make_cell(' ', 1, at[-1].style);
	if (last + 1 < canvas->cols && at[cell.width].width == 0)
		at[cell.width] = make_cell(' ', 1, at[cell.width].style);
	*at = cell;
	if (cell.width == 2)
		at[1] = make_cell(0, 0, cell.style);
}

/* Defence in depth: what dw_display() would never let through. */
static uint32_t
safe(uint32_t code)
{
	return dw_code_is_hidden(code) || dw_code_columns(code) <= 0 ? '?' : code;
}

int
ui_put(struct ui_canvas *canvas, int y, int x, enum ui_style style, const char *shown)
{
	size_t len = strlen(shown);
	int from = x;

	for (size_t at = 0; at < len;) {
		uint32_t code = '?';
		size_t n = dw_utf8_decode(shown + at, len - at, &code);
		struct ui_cell cell;
		int marks = 1;

		at += n > 0 ? n : 1;
		cell = make_cell(safe(code), 1, style);
		if (code >= 0x80)
			cell.width = (uint8_t)dw_code_columns(cell.text[0]);
		while ((n = dw_utf8_decode(shown + at, len - at, &code)) > 1 &&
			dw_code_columns(code) == 0 && !dw_code_is_hidden(code)) {
			if (marks < UI_CELL_POINTS)
				cell.text[marks++] = code;
			at += n;
		}
		put_cell(canvas, y, x, cell);
		x += cell.width;
	}
	return x - from;
}

void
ui_put_fit(struct ui_canvas *canvas, int y, int x, int cols, enum ui_style style,
	const char *shown)
{
	DW_AUTO(dw_buf) text = { 0 };

	if (cols <= 0)
		return;
	dw_fit(&text, shown, cols, true);
	ui_put(canvas, y, x, style, dw_buf_text(&text));
}

int
ui_put_right(struct ui_canvas *canvas, int y, int x, enum ui_style style, const char *shown)
{
	int from = x - dw_columns(shown);

	ui_put(canvas, y, from, style, shown);
	return from;
}

int
ui_printf(struct ui_canvas *canvas, int y, int x, enum ui_style style, const char *fmt, ...)
{
	DW_AUTO_FREE char *text = NULL;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	return n < 0 ? 0 : ui_put(canvas, y, x, style, text);
}

/* Where the grapheme cluster begins that byte `at` is in; `at` itself where one begins there. */
static size_t
cluster_at(const char *text, size_t at)
{
	size_t end = at + strnlen(text + at, UI_CELL_POINTS * 4), begin = 0, next;

	while ((next = dw_grapheme_next(text, end, begin)) <= at && next > begin)
		begin = next;
	return begin;
}

size_t
ui_wrap(const char *text, int cols, size_t *next)
{
	size_t space = 0, at = 0, indent = strspn(text, " ");
	int used = 0;

	/* Never looks at more of a text than goes on the line: it may be very long. */
	while (text[at] != '\0' && text[at] != '\n') {
		uint32_t code = '?';
		size_t n = dw_utf8_decode(text + at, strnlen(text + at, 4), &code);
		int width = code < 0x80 ? 1 : max(0, dw_code_columns(code));

		if (code == ' ' && at > indent)
			space = at;
		if (used + width > cols)
			break;
		used += width;
		at += n > 0 ? n : 1;
	}
	if (text[at] == '\0' || text[at] == '\n') {
		*next = at + (text[at] == '\n');
		return at;
	}
	if (space > 0)
		at = space;
	else if ((at = cluster_at(text, at)) == 0)
		at = dw_grapheme_next(text, strnlen(text, UI_CELL_POINTS * 4), 0);
	*next = at + (text[at] == ' ');
	return at;
}

int
ui_put_wrapped(struct ui_canvas *canvas, struct ui_rect rect, enum ui_style style,
	const char *shown)
{
	int line = 0;

	while (*shown != '\0' && rect.cols > 0) {
		size_t next, len = ui_wrap(shown, rect.cols, &next);

		if (canvas != NULL && line < rect.rows) {
			DW_AUTO_FREE char *text = dw_strndup(shown, len);

			ui_put(canvas, rect.y + line, rect.x, style, text);
		}
		line++;
		shown += next;
	}
	return line;
}

void
ui_fill(struct ui_canvas *canvas, struct ui_rect rect, enum ui_style style)
{
	for (int y = rect.y; y < rect.y + rect.rows; y++)
		for (int x = rect.x; x < rect.x + rect.cols; x++)
			put_cell(canvas, y, x, make_cell(' ', 1, style));
}

void
ui_restyle(struct ui_canvas *canvas, struct ui_rect rect, enum ui_style style)
{
	for (int y = rect.y; y < rect.y + rect.rows; y++)
		for (int x = rect.x; x < rect.x + rect.cols; x++)
			if (ui_rect_has(canvas->clip, y, x))
				ui_canvas_at(canvas, y, x)->style = (uint8_t)style;
}

void
ui_hline(struct ui_canvas *canvas, int y, int x, int cols, enum ui_style style)
{
	for (int i = 0; i < cols; i++)
		put_cell(canvas, y, x + i, make_cell(UI_HLINE, 1, style));
}

void
ui_vline(struct ui_canvas *canvas, int y, int x, int rows, enum ui_style style)
{
	for (int i = 0; i < rows; i++)
		put_cell(canvas, y + i, x, make_cell(UI_VLINE, 1, style));
}

struct ui_rect
ui_box(struct ui_canvas *canvas, struct ui_rect rect, const char *title)
{
	int bottom = rect.y + rect.rows - 1, right = rect.x + rect.cols - 1;

	ui_fill(canvas, rect, STYLE_NORMAL);
	ui_hline(canvas, rect.y, rect.x, rect.cols, STYLE_BORDER);
	ui_hline(canvas, bottom, rect.x, rect.cols, STYLE_BORDER);
	ui_vline(canvas, rect.y, rect.x, rect.rows, STYLE_BORDER);
	ui_vline(canvas, rect.y, right, rect.rows, STYLE_BORDER);
	put_cell(canvas, rect.y, rect.x, make_cell(UI_CORNER_TOP_LEFT, 1, STYLE_BORDER));
	put_cell(canvas, rect.y, right, make_cell(UI_CORNER_TOP_RIGHT, 1, STYLE_BORDER));
	put_cell(canvas, bottom, rect.x, make_cell(UI_CORNER_BOTTOM_LEFT, 1, STYLE_BORDER));
	put_cell(canvas, bottom, right, make_cell(UI_CORNER_BOTTOM_RIGHT, 1, STYLE_BORDER));
	if (title != NULL && *title != '\0' && rect.cols > 8) {
		DW_AUTO(dw_buf) text = { 0 };

		dw_fit(&text, title, rect.cols - 6, false);
		ui_printf(canvas, rect.y, rect.x + 2, STYLE_TITLE, " %s ", dw_buf_text(&text));
	}
	return (struct ui_rect){ rect.y + 1, rect.x + 2, max(0, rect.rows - 2),
		max(0, rect.cols - 4) };
}

void
ui_cursor(struct ui_canvas *canvas, int y, int x, bool visible)
{
	canvas->cursor_y = max(0, min(y, canvas->rows - 1));
	canvas->cursor_x = max(0, min(x, canvas->cols - 1));
	canvas->cursor_visible = visible;
}
