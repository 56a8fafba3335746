/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suggestions for a field. What one of them becomes part of is the text as it was when they
 * were found, so that taking one after the other never piles them up. See suggest.h.
 */
#include "ui/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

void
ui_suggest_clear(struct ui_suggest *suggest)
{
	for (size_t i = 0; i < suggest->n; i++) {
		free(suggest->items[i].word);
		free(suggest->items[i].help);
	}
	free(suggest->items);
	free(suggest->typed);
	free(suggest->before);
	*suggest = (struct ui_suggest){ .quote = suggest->quote };
}

void
ui_suggest_add(struct ui_suggest *suggest, const char *word, const char *help, bool raw, bool open)
{
	suggest->items = dw_realloc(suggest->items, suggest->n + 1, sizeof(*suggest->items));
	suggest->items[suggest->n++] = (struct ui_suggestion){ dw_strdup(word), dw_strdup(help), raw,
		open };
	suggest->chosen = suggest->n;
}

/* Puts a word in place of what stands before the cursor; what comes after it stays. */
static void
put(const struct ui_suggest *suggest, struct ui_field *field, const char *before, const char *word,
	bool raw, bool more)
{
	DW_AUTO_FREE char *after = dw_strdup(ui_field_text(field) + field->cursor);
	DW_AUTO(dw_buf) text = { 0 };

	dw_buf_add(&text, before, suggest->start);
	if (raw || suggest->quote == NULL)
		dw_buf_puts(&text, word);
	else
		suggest->quote(&text, word);
	if (more && after[0] != ' ')
		dw_buf_putc(&text, ' ');
	ui_field_set(field, after);
	field->cursor = 0;
	ui_field_insert(field, dw_buf_text(&text), text.len);
}

/* How much all of them have in common, in bytes and never half a character. */
static size_t
common_length(const struct ui_suggest *suggest)
{
	size_t len = strlen(suggest->items[0].word);

	for (size_t i = 1; i < suggest->n; i++) {
		size_t same = 0;

		while (same < len && suggest->items[i].word[same] == suggest->items[0].word[same])
			same++;
		len = same;
	}
	while (len > 0 && ((unsigned char)suggest->items[0].word[len] & 0xc0) == 0x80)
		len--;
	return len;
}

void
ui_suggest_next(struct ui_suggest *suggest, struct ui_field *field)
{
	const struct ui_suggestion *next;

	if (suggest->before == NULL)
		suggest->before = dw_strndup(ui_field_text(field), field->cursor);
	suggest->chosen = suggest->chosen + 1 < suggest->n ? suggest->chosen + 1 : 0;
	next = &suggest->items[suggest->chosen];
	put(suggest, field, suggest->before, next->word, next->raw, false);
}

bool
ui_suggest_take(struct ui_suggest *suggest, struct ui_field *field)
{
	DW_AUTO_FREE char *before = dw_strndup(ui_field_text(field), field->cursor);
	const struct ui_suggestion *first = &suggest->items[0];
	DW_AUTO_FREE char *common = NULL;

	if (suggest->n == 1) {
		put(suggest, field, before, first->word, first->raw, !first->open);
		return true;
	}
	common = dw_strndup(first->word, common_length(suggest));
	if (suggest->before == NULL && !suggest->quoting &&
		strlen(common) > strlen(suggest->typed != NULL ? suggest->typed : "")) {
		put(suggest, field, before, common, first->raw, false);
		return true;
	}
	if (suggest->before == NULL)
		suggest->chosen = suggest->n;
	ui_suggest_next(suggest, field);
	return false;
}

bool
ui_suggest_click(struct ui_suggest *suggest, struct ui_field *field, int y, int x)
{
	size_t row = suggest->top + (size_t)(y - suggest->at.y);

	if (!ui_rect_has(suggest->at, y, x) || row >= suggest->n)
		return false;
	suggest->chosen = row > 0 ? row - 1 : suggest->n;
	ui_suggest_next(suggest, field);
	return true;
}

void
ui_suggest_draw(struct ui_suggest *suggest, struct ui_canvas *canvas, struct ui_rect rows, int indent)
{
	size_t shown = (size_t)rows.rows, end;
	int widest = 0;

	suggest->at = rows;
	if (suggest->chosen < suggest->n && suggest->chosen >= suggest->top + shown)
		suggest->top = suggest->chosen - shown + 1;
	if (suggest->chosen < suggest->top)
		suggest->top = suggest->chosen;
	end = suggest->top + shown < suggest->n ? suggest->top + shown : suggest->n;
	for (size_t i = suggest->top; i < end; i++) {
		DW_AUTO_FREE char *word = dw_display_dup(suggest->items[i].word);
		int cols = dw_columns(word);

		widest = cols > widest ? cols : widest;
	}
	if (widest > rows.cols / 2)
		widest = rows.cols / 2;
	for (size_t i = suggest->top; i < end; i++) {
		const struct ui_suggestion *item = &suggest->items[i];
		DW_AUTO_FREE char *word = dw_display_dup(item->word);
		int y = rows.y + (int)(i - suggest->top), x = rows.x + indent;

		ui_put_fit(canvas, y, x, item->help != NULL ? widest : rows.cols - indent - 2,
			i == suggest->chosen ? STYLE_SELECTED : STYLE_NORMAL, word);
		if (item->help != NULL)
			ui_put_fit(canvas, y, x + widest + 2, rows.cols - widest - indent - 3, STYLE_DIM,
				item->help);
	}
	if (end < suggest->n)
		ui_put(canvas, rows.y + rows.rows - 1, rows.x, STYLE_DIM, UI_SIGN_DOWN);
	if (suggest->top > 0)
		ui_put(canvas, rows.y, rows.x, STYLE_DIM, UI_SIGN_UP);
}
