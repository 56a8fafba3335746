/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line editor. Text is UTF-8 bytes; the cursor is always between grapheme
 * clusters, and every change goes through splice(). A secret's bytes never leave
 * the guarded memory, which has its full size from the beginning. See field.h.
 */
#include "ui/field.h"

#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"

void
ui_field_init(struct ui_field *field, bool secret)
{
	*field = (struct ui_field){ .secret = secret };
}

void
ui_field_clear(struct ui_field *field)
{
	if (field == NULL)
		return;
	if (field->secret)
		dw_secret_clear(&field->guarded);
	else
		free(field->text);
	*field = (struct ui_field){ 0 };
}

const char *
ui_field_text(const struct ui_field *field)
{
	return field->text != NULL ? field->text : "";
}

bool
ui_field_empty(const struct ui_field *field)
{
	return field->len == 0;
}

static size_t
max_len(const struct ui_field *field)
{
	return field->max > 0 ? field->max : UI_FIELD_MAX;
}

/* Room for `len` bytes and a NUL, where the field may keep its text. */
static bool
reserve(struct ui_field *field, size_t len)
{
	static const char blank[DW_SECRET_MAX] = { 0 };

	if (len < field->cap)
		return true;
	if (!field->secret) {
		field->cap = len + 64;
		field->text = dw_realloc(field->text, field->cap, 1);
		return true;
	}
	if (field->guarded.data != NULL ||
		dw_secret_set(&field->guarded, blank, sizeof blank, NULL) != DW_OK)
		return false;
	field->text = field->guarded.data;
	field->cap = sizeof blank;
	return len < field->cap;
}

/* Replaces `gone` bytes at `at` by new ones, and puts the cursor after them. */
static bool
splice(struct ui_field *field, size_t at, size_t gone, const char *text, size_t len)
{
	size_t after = field->len - gone + len;

	if ((len > gone && after > max_len(field)) || !reserve(field, after))
		return false;
	memmove(field->text + at + len, field->text + at + gone, field->len - at - gone);
	if (len > 0)
		memcpy(field->text + at, text, len);
	if (field->secret && after < field->len)
		explicit_bzero(field->text + after, field->len - after);
	field->len = after;
	field->text[after] = '\0';
	field->cursor = 0;
	while (field->cursor < at + len) /* a mark may have joined what was before it */
		field->cursor = dw_grapheme_next(field->text, field->len, field->cursor);
	return true;
}

bool
ui_field_insert(struct ui_field *field, const char *text, size_t len)
{
	bool all = true;

	for (size_t at = 0; at < len && all;) {
		uint32_t code;
		size_t n = dw_utf8_decode(text + at, len - at, &code);

		if (n == 1 && (code == '\n' || code == '\t'))
			all = splice(field, field->cursor, 0, " ", 1);
		else if (n > 0 && ui_key_types(code))
			all = splice(field, field->cursor, 0, text + at, n);
		at += n > 0 ? n : 1;
	}
	return all;
}

void
ui_field_set(struct ui_field *field, const char *text)
{
	if (field->len > 0)
		splice(field, 0, field->len, NULL, 0);
	field->left = 0;
	if (text != NULL)
		ui_field_insert(field, text, strlen(text));
}

void
ui_field_set_secret(struct ui_field *field, const struct dw_secret *secret)
{
	ui_field_set(field, secret->data);
}

void
ui_field_secret(const struct ui_field *field, struct dw_secret *out)
{
	dw_secret_set(out, ui_field_text(field), field->len, NULL);
}

/* ---- drawing ------------------------------------------------------------------- */

/* One grapheme cluster as it is shown, and its columns. */
static int
shown_cluster(const struct ui_field *field, size_t at, size_t next, struct dw_buf *out)
{
	dw_buf_reset(out);
	if (field->secret && !field->reveal)
		dw_buf_puts(out, UI_SIGN_DOT);
	else
		dw_display(out, field->text + at, next - at);
	return dw_columns(dw_buf_text(out));
}

/* Columns from one place to another. */
static int
columns_between(const struct ui_field *field, size_t from, size_t to)
{
	DW_AUTO(dw_buf) shown = { 0 };
	int columns = 0;

	while (from < to) {
		size_t next = dw_grapheme_next(field->text, field->len, from);

		columns += shown_cluster(field, from, next, &shown);
		from = next;
	}
	if (shown.data != NULL)
		explicit_bzero(shown.data, shown.cap);
	return columns;
}

/* Scrolls so that the cursor has a column of its own, and something before it is seen. */
static void
scroll(struct ui_field *field, int cols)
{
	int used;

	if (field->left >= field->cursor) {
		field->left = field->cursor;
		for (int i = 0; i < 4 && field->left > 0; i++)
			field->left = dw_grapheme_prev(field->text, field->len, field->left);
	}
	used = columns_between(field, field->left, field->cursor);
	while (field->left < field->cursor && used >= cols) {
		size_t next = dw_grapheme_next(field->text, field->len, field->left);

		used -= columns_between(field, field->left, next);
		field->left = next;
	}
}

void
ui_field_draw(struct ui_field *field, struct ui_canvas *canvas, struct ui_rect row,
	enum ui_style style, bool focus)
{
	DW_AUTO(dw_buf) shown = { 0 };
	struct ui_rect former = ui_clip(canvas, row);
	int x = row.x;

	field->at = row;
	ui_fill(canvas, row, style);
	if (!focus)
		field->left = 0;
	else if (field->len > 0)
		scroll(field, row.cols);
	for (size_t at = field->left, next; at < field->len && x < row.x + row.cols; at = next) {
		int cols;

		next = dw_grapheme_next(field->text, field->len, at);
		cols = shown_cluster(field, at, next, &shown);
		ui_put(canvas, row.y, x, style, dw_buf_text(&shown));
		x += cols;
	}
	ui_unclip(canvas, former);
	if (focus)
		ui_cursor(canvas, row.y,
			row.x + (field->len > 0 ? columns_between(field, field->left, field->cursor)
						: 0),
			true);
	if (shown.data != NULL)
		explicit_bzero(shown.data, shown.cap);
}

/* ---- events -------------------------------------------------------------------- */

void
ui_field_offer(const struct ui_field *field, struct ui_offers *offers)
{
	static const enum ui_command_id commands[] = { UI_CMD_LEFT, UI_CMD_RIGHT, UI_CMD_WORD_LEFT,
		UI_CMD_WORD_RIGHT, UI_CMD_LINE_START, UI_CMD_LINE_END, UI_CMD_DELETE_LEFT,
		UI_CMD_DELETE_RIGHT, UI_CMD_DELETE_WORD, UI_CMD_DELETE_TO_START,
		UI_CMD_DELETE_TO_END };

	for (size_t i = 0; i < DW_COUNT(commands); i++)
		ui_offer(offers, commands[i]);
	if (field->secret)
		ui_offer_as(offers, UI_CMD_REVEAL, field->reveal ? _("hide") : _("reveal"));
}

static bool
is_space(const struct ui_field *field, size_t at)
{
	return field->text[at] == ' ';
}

/* A hidden secret has no words: moving by them would tell where its spaces are. */
static size_t
word_left(const struct ui_field *field)
{
	size_t at = field->cursor;

	if (field->secret && !field->reveal)
		return 0;
	while (at > 0 && is_space(field, at - 1))
		at--;
	while (at > 0 && !is_space(field, at - 1))
		at--;
	return at;
}

static size_t
word_right(const struct ui_field *field)
{
	size_t at = field->cursor;

	if (field->secret && !field->reveal)
		return field->len;
	while (at < field->len && is_space(field, at))
		at++;
	while (at < field->len && !is_space(field, at))
		at++;
	return at;
}

/* Where a command puts the cursor. */
static size_t
destination(const struct ui_field *field, int command)
{
	switch (command) {
	case UI_CMD_LEFT:
	case UI_CMD_DELETE_LEFT:
		return field->cursor > 0
			? dw_grapheme_prev(field->text, field->len, field->cursor)
			: 0;
	case UI_CMD_RIGHT:
	case UI_CMD_DELETE_RIGHT:
		return field->cursor < field->len
			? dw_grapheme_next(field->text, field->len, field->cursor)
			: field->len;
	case UI_CMD_WORD_LEFT:
	case UI_CMD_DELETE_WORD:
		return word_left(field);
	case UI_CMD_WORD_RIGHT:
		return word_right(field);
	case UI_CMD_LINE_START:
	case UI_CMD_DELETE_TO_START:
		return 0;
	default:
		return field->len;
	}
}

static enum ui_did
do_command(struct ui_field *field, int command)
{
	size_t to = destination(field, command);
	size_t from = field->cursor;

	switch (command) {
	case UI_CMD_LEFT:
	case UI_CMD_RIGHT:
	case UI_CMD_WORD_LEFT:
	case UI_CMD_WORD_RIGHT:
	case UI_CMD_LINE_START:
	case UI_CMD_LINE_END:
		field->cursor = to;
		return to == from ? UI_HANDLED : UI_REDRAW;
	case UI_CMD_DELETE_LEFT:
	case UI_CMD_DELETE_RIGHT:
	case UI_CMD_DELETE_WORD:
	case UI_CMD_DELETE_TO_START:
	case UI_CMD_DELETE_TO_END:
		if (to == from)
			return UI_HANDLED;
		splice(field, to < from ? to : from, to < from ? from - to : to - from, NULL, 0);
		return UI_REDRAW;
	case UI_CMD_REVEAL:
		if (!field->secret)
			return UI_IGNORED;
		field->reveal = !field->reveal;
		return UI_REDRAW;
	default:
		return UI_IGNORED;
	}
}

static enum ui_did
click(struct ui_field *field, const struct ui_event *event)
{
	size_t at = field->left;

	if (event->mouse != UI_MOUSE_CLICK || !ui_rect_has(field->at, event->y, event->x))
		return UI_IGNORED;
	while (at < field->len &&
		columns_between(field, field->left,
			dw_grapheme_next(field->text, field->len, at)) <= event->x - field->at.x)
		at = dw_grapheme_next(field->text, field->len, at);
	field->cursor = at;
	return UI_REDRAW;
}

enum ui_did
ui_field_event(struct ui_field *field, const struct ui_event *event)
{
	char text[UI_KEY_BYTES];
	enum ui_did did = UI_REDRAW;

	switch (event->type) {
	case UI_EVENT_KEY:
		if (event->command != UI_CMD_NONE)
			return do_command(field, event->command);
		if (!ui_key_types(event->key))
			return UI_IGNORED;
		if (!ui_field_insert(field, text, ui_key_encode(event->key, text)))
			did = UI_HANDLED;
		explicit_bzero(text, sizeof text);
		return did;
	case UI_EVENT_PASTE:
		ui_field_insert(field, event->paste, event->paste_len);
		return UI_REDRAW;
	case UI_EVENT_MOUSE:
		return click(field, event);
	default:
		return UI_IGNORED;
	}
}
