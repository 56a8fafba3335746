/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scrolled text. Lines are wrapped once for a width and kept as rows that point into
 * them; a search goes from row to row over folded text, because one line may be a
 * megabyte long. See pager.h.
 */
#include "ui/pager.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/loop.h"

#define WHEEL 3 /* rows */
#define COPY_MAX 70000 /* bytes: what xterm and tmux take, in base64 */

struct ui_pager_row {
	size_t line, from, len;
};

void
ui_pager_empty(struct ui_pager *pager)
{
	for (size_t i = 0; i < pager->n; i++)
		free(pager->lines[i].text);
	pager->n = 0;
	pager->cols = 0;
}

void
ui_pager_clear(struct ui_pager *pager)
{
	if (pager == NULL)
		return;
	ui_pager_empty(pager);
	free(pager->lines);
	free(pager->rows);
	free(pager->needle);
	ui_field_clear(&pager->search);
	*pager = (struct ui_pager){ 0 };
}

void
ui_pager_add(struct ui_pager *pager, enum ui_style style, const char *shown)
{
	size_t len;

	do {
		len = strcspn(shown, "\n");
		if (pager->n == pager->cap) {
			pager->cap = pager->cap > 0 ? pager->cap * 2 : 32;
			pager->lines =
				dw_realloc(pager->lines, pager->cap, sizeof *pager->lines);
		}
		pager->lines[pager->n++] =
			(struct ui_pager_line){ dw_strndup(shown, len), style, 0 };
		shown += len + (shown[len] == '\n');
	} while (*shown != '\0');
	pager->cols = 0;
}

void
ui_pager_addf(struct ui_pager *pager, enum ui_style style, const char *fmt, ...)
{
	DW_AUTO_FREE char *text = NULL;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n >= 0)
		ui_pager_add(pager, style, text);
}

void
ui_pager_hang(struct ui_pager *pager, int cols)
{
	pager->lines[pager->n - 1].hang = cols;
}

/* ---- wrapping and drawing ------------------------------------------------------------ */

/* The indent of a line's later rows; none where that would leave little room. */
static int
hang(const struct ui_pager *pager, size_t line, int cols)
{
	int wanted = pager->lines[line].hang;

	return wanted < cols / 2 ? wanted : 0;
}

/* The row that has a place of a line, of n rows; n when there is none. */
static size_t
row_of(const struct ui_pager_row *rows, size_t n, struct ui_pager_row place)
{
	size_t row = n;

	while (row > 0 && (rows[row - 1].line > place.line ||
			(rows[row - 1].line == place.line && rows[row - 1].from > place.from)))
		row--;
	return row > 0 ? row - 1 : n;
}

static void
wrap(struct ui_pager *pager, int cols)
{
	struct ui_pager_row *former = dw_steal(&pager->rows);
	size_t cap = 0, n = 0, had = pager->n_rows;
	struct ui_pager_row top = { 0 }, match = { 0 };
	bool matched = pager->match < had;

	if (pager->top < had)
		top = former[pager->top];
	if (matched)
		match = former[pager->match];
	free(former);
	for (size_t i = 0; i < pager->n; i++) {
		const char *text = pager->lines[i].text;
		size_t at = 0;

		do {
			int room = at > 0 ? hang(pager, i, cols) : 0;
			size_t next, len = ui_wrap(text + at, cols - room, &next);

			if (n == cap) {
				cap = cap > 0 ? cap * 2 : 64;
				pager->rows = dw_realloc(pager->rows, cap, sizeof *pager->rows);
			}
			pager->rows[n++] = (struct ui_pager_row){ i, at, len };
			at += next;
		} while (text[at] != '\0');
	}
	pager->n_rows = n;
	pager->cols = cols;
	/* What was seen is seen again in another width. */
	if (had > 0) {
		pager->top = row_of(pager->rows, n, top);
		pager->match = matched ? row_of(pager->rows, n, match) : n;
	}
}

static void
scroll_to(struct ui_pager *pager, size_t top)
{
	size_t page = (size_t)pager->page;
	size_t last = pager->n_rows > page ? pager->n_rows - page : 0;

	pager->top = top < last ? top : last;
}

void
ui_pager_draw(struct ui_pager *pager, struct ui_canvas *canvas, struct ui_rect room)
{
	int match = 0; /* its line: the hardware cursor stands there */

	if (pager->searching)
		room.rows--;
	if (room.rows < 1 || room.cols < 1)
		return;
	if (pager->cols != room.cols)
		wrap(pager, room.cols);
	pager->page = room.rows;
	scroll_to(pager, pager->top);
	for (int y = 0; y < room.rows && pager->top + (size_t)y < pager->n_rows; y++) {
		size_t at = pager->top + (size_t)y;
		const struct ui_pager_row *row = &pager->rows[at];
		const struct ui_pager_line *line = &pager->lines[row->line];
		DW_AUTO_FREE char *text = dw_strndup(line->text + row->from, row->len);
		bool found = pager->needle != NULL && at == pager->match;
		int x = room.x + (row->from > 0 ? hang(pager, row->line, room.cols) : 0);

		ui_put(canvas, room.y + y, x, found ? STYLE_MATCH : line->style, text);
		if (found)
			match = y;
	}
	ui_cursor(canvas, room.y + match, room.x, false);
	if (pager->searching) {
		struct ui_rect row = { room.y + room.rows, room.x, 1, room.cols };
		int used = ui_put(canvas, row.y, row.x, STYLE_KEY, "/");

		row.x += used;
		row.cols -= used;
		ui_field_draw(&pager->search, canvas, row, STYLE_FIELD_FOCUS, true);
	}
}

/* ---- searching --------------------------------------------------------------------------- */

/* The folded text of a row and of so many bytes of the line after it. Free it. */
static char *
fold_row(const struct ui_pager *pager, const struct ui_pager_row *row, size_t more)
{
	const char *text = pager->lines[row->line].text + row->from;
	size_t len = row->len + strnlen(text + row->len, more);
	DW_AUTO_FREE char *copy = NULL;

	/* Never half a character. */
	while (((unsigned char)text[len] & 0xc0) == 0x80)
		len++;
	copy = dw_strndup(text, len);
	return dw_fold_search(copy);
}

/* Does a match begin in this row? It may end in the next one. */
static bool
matches(const struct ui_pager *pager, size_t index)
{
	const struct ui_pager_row *row = &pager->rows[index];
	DW_AUTO_FREE char *folded = fold_row(pager, row, strlen(pager->needle) * 3 + 8);
	DW_AUTO_FREE char *own = NULL;
	const char *at = strstr(folded, pager->needle);

	if (at == NULL)
		return false;
	own = fold_row(pager, row, 0);
	return (size_t)(at - folded) < strlen(own);
}

/* Shows the next row that matches, going round once. */
static enum ui_did
find(struct ui_pager *pager, size_t from, bool forward)
{
	if (pager->needle == NULL || pager->n_rows == 0)
		return UI_HANDLED;
	for (size_t i = 0; i < pager->n_rows; i++) {
		size_t row = forward ? (from + i) % pager->n_rows :
			(from + pager->n_rows - i) % pager->n_rows;

		if (!matches(pager, row))
			continue;
		pager->match = row;
		if (row < pager->top || row >= pager->top + (size_t)pager->page)
			scroll_to(pager, row > 2 ? row - 2 : 0);
		return UI_REDRAW;
	}
	pager->match = pager->n_rows;
	return UI_REDRAW;
}

/* What was typed so far, searched from what is seen. */
static void
search_now(struct ui_pager *pager)
{
	const char *text = ui_field_text(&pager->search);
	size_t row = pager->top < pager->n_rows ? pager->top : 0;

	dw_replace(&pager->needle, *text != '\0' ? dw_fold_search(text) : NULL);
	find(pager, row, true);
}

/* ---- events -------------------------------------------------------------------------------- */

enum ui_context
ui_pager_context(const struct ui_pager *pager)
{
	return pager->searching ? UI_IN_SEARCH : UI_IN_PAGER;
}

void
ui_pager_offer(const struct ui_pager *pager, struct ui_offers *offers)
{
	static const enum ui_command_id moving[] = { UI_CMD_UP, UI_CMD_DOWN, UI_CMD_PAGE_UP,
		UI_CMD_PAGE_DOWN, UI_CMD_HALF_UP, UI_CMD_HALF_DOWN, UI_CMD_FIRST, UI_CMD_LAST };

	if (pager->searching) {
		ui_offer_as(offers, UI_CMD_ACCEPT, _("search"));
		ui_offer(offers, UI_CMD_CANCEL);
		ui_field_offer(&pager->search, offers);
	}
	if (pager->needle != NULL) {
		ui_offer(offers, UI_CMD_SEARCH_NEXT);
		ui_offer(offers, UI_CMD_SEARCH_PREVIOUS);
	}
	ui_offer(offers, UI_CMD_SEARCH);
	for (size_t i = 0; i < DW_COUNT(moving); i++)
		ui_offer(offers, moving[i]);
}

static enum ui_did
search_event(struct ui_pager *pager, const struct ui_event *event)
{
	enum ui_did did;

	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_ACCEPT) {
		pager->searching = false;
		return UI_REDRAW;
	}
	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_CANCEL) {
		pager->searching = false;
		dw_replace(&pager->needle, NULL);
		return UI_REDRAW;
	}
	did = ui_field_event(&pager->search, event);
	if (did == UI_REDRAW)
		search_now(pager);
	return did;
}

static enum ui_did
do_command(struct ui_pager *pager, int command)
{
	size_t page = (size_t)pager->page;
	size_t top = pager->top;

	switch (command) {
	case UI_CMD_UP:
		scroll_to(pager, top > 0 ? top - 1 : 0);
		return UI_REDRAW;
	case UI_CMD_DOWN:
		scroll_to(pager, top + 1);
		return UI_REDRAW;
	case UI_CMD_PAGE_UP:
		scroll_to(pager, top > page ? top - page : 0);
		return UI_REDRAW;
	case UI_CMD_PAGE_DOWN:
		scroll_to(pager, top + page);
		return UI_REDRAW;
	case UI_CMD_HALF_UP:
		scroll_to(pager, top > page / 2 ? top - page / 2 : 0);
		return UI_REDRAW;
	case UI_CMD_HALF_DOWN:
		scroll_to(pager, top + page / 2);
		return UI_REDRAW;
	case UI_CMD_FIRST:
		scroll_to(pager, 0);
		return UI_REDRAW;
	case UI_CMD_LAST:
		scroll_to(pager, pager->n_rows);
		return UI_REDRAW;
	case UI_CMD_SEARCH:
		pager->searching = true;
		ui_field_set(&pager->search, "");
		return UI_REDRAW;
	case UI_CMD_SEARCH_NEXT:
		return find(pager, pager->match + 1, true);
	case UI_CMD_SEARCH_PREVIOUS:
		return find(pager, pager->match + pager->n_rows - 1, false);
	default:
		return UI_IGNORED;
	}
}

enum ui_did
ui_pager_event(struct ui_pager *pager, const struct ui_event *event)
{
	enum ui_did did;

	if (pager->searching) {
		did = search_event(pager, event);
		if (did != UI_IGNORED)
			return did;
	}
	if (event->type == UI_EVENT_KEY)
		return do_command(pager, event->command);
	if (event->type != UI_EVENT_MOUSE)
		return UI_IGNORED;
	if (event->mouse == UI_MOUSE_WHEEL_UP)
		scroll_to(pager, pager->top > WHEEL ? pager->top - WHEEL : 0);
	else if (event->mouse == UI_MOUSE_WHEEL_DOWN)
		scroll_to(pager, pager->top + WHEEL);
	else
		return UI_IGNORED;
	return UI_REDRAW;
}

/* ---- a view of its own ----------------------------------------------------------------------- */

struct pager_view {
	struct ui_view view;
	char *title;
	char *copy;          /* what the key for it copies; NULL = there is none */
	struct ui_pager pager;
};

static const char *
view_title(struct ui_view *view)
{
	return ((struct pager_view *)view)->title;
}

static void
view_status(struct ui_view *view, struct dw_buf *left, struct dw_buf *right)
{
	const struct ui_pager *pager = &((struct pager_view *)view)->pager;
	size_t last = pager->top + (size_t)pager->page;

	dw_buf_puts(left, view_title(view));
	if (pager->needle != NULL && pager->match >= pager->n_rows)
		dw_buf_printf(left, "  %s", _("Nothing matches"));
	if (pager->n_rows > (size_t)pager->page)
		dw_buf_printf(right, "%zu–%zu / %zu", pager->top + 1,
			last < pager->n_rows ? last : pager->n_rows, pager->n_rows);
}

static void
view_offer(struct ui_view *view, struct ui_offers *offers)
{
	ui_pager_offer(&((struct pager_view *)view)->pager, offers);
	if (((struct pager_view *)view)->copy != NULL)
		ui_offer(offers, UI_CMD_COPY);
	ui_offer(offers, UI_CMD_CANCEL);
	ui_offer_as(offers, UI_CMD_CLOSE, "");
}

static void
view_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct pager_view *self = (struct pager_view *)view;
	struct ui_rect text = { room.y + 1, room.x + 1, room.rows - 1, room.cols - 2 };

	ui_put_fit(canvas, room.y, room.x + 1, room.cols - 2, STYLE_TITLE, self->title);
	ui_pager_draw(&self->pager, canvas, text);
}

/* Nobody says whether the terminal took it, so neither do we. */
static enum ui_did
copy(struct pager_view *self)
{
	struct ui *ui = self->view.ui;

	if (strlen(self->copy) > COPY_MAX) {
		ui_say(ui, STYLE_WARNING, _("This is too long for the clipboards of most terminals "
			"(more than %d kB)."), COPY_MAX / 1000);
		return UI_REDRAW;
	}
	ui_term_copy(ui->term, self->copy, strlen(self->copy));
	ui_say(ui, STYLE_NORMAL, "%s",
		_("Sent to the terminal's clipboard; whether it took it, only the terminal knows."));
	return UI_REDRAW;
}

static enum ui_did
view_event(struct ui_view *view, const struct ui_event *event)
{
	struct pager_view *self = (struct pager_view *)view;
	enum ui_did did;

	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_COPY && self->copy != NULL)
		return copy(self);
	did = ui_pager_event(&self->pager, event);
	view->context = ui_pager_context(&self->pager);
	return did;
}

static void
view_close(struct ui_view *view)
{
	struct pager_view *self = (struct pager_view *)view;

	ui_pager_clear(&self->pager);
	free(self->title);
	free(self->copy);
	free(self);
}

static const struct ui_view_ops pager_ops = {
	.title = view_title,
	.status = view_status,
	.offer = view_offer,
	.draw = view_draw,
	.event = view_event,
	.close = view_close,
};

struct ui_view *
ui_pager_open(struct ui *ui, const char *title, struct ui_pager *lines)
{
	struct pager_view *self = dw_calloc(1, sizeof *self);

	self->view.ops = &pager_ops;
	self->view.context = UI_IN_PAGER;
	self->title = dw_strdup(title);
	self->pager = *lines;
	*lines = (struct ui_pager){ 0 };
	ui_push(ui, &self->view);
	return &self->view;
}

void
ui_pager_may_copy(struct ui_view *view, const char *text)
{
	dw_replace(&((struct pager_view *)view)->copy, dw_strdup(text));
}

void
ui_pager_open_value(struct ui *ui, const char *title, const char *shown)
{
	struct ui_pager pager = { 0 };

	ui_pager_add(&pager, STYLE_NORMAL, shown);
	ui_pager_may_copy(ui_pager_open(ui, title, &pager), shown);
}
