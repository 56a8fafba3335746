/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the word before the cursor may become: a list above the command line, and Tab,
 * which takes what all of them have in common and then one after the other.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/con_command.h"

struct dw_words
con_words(const struct dw_line *line)
{
	size_t skip = line->n > 1 && strcmp(line->text[0], "doorward") == 0;

	return (struct dw_words){ line->text + skip, line->raw + skip, line->n - skip };
}

void
con_candidates_forget(struct command_view *v)
{
	for (size_t i = 0; i < v->n; i++) {
		free(v->candidates[i].word);
		free(v->candidates[i].help);
	}
	free(v->candidates);
	v->candidates = NULL;
	v->n = 0;
	v->chosen = 0;
	v->top = 0;
	dw_replace(&v->typed, NULL);
}

static void
add_candidate(void *ctx, const struct dw_candidate *candidate)
{
	struct command_view *v = ctx;

	v->candidates = dw_realloc(v->candidates, v->n + 1, sizeof(*v->candidates));
	v->candidates[v->n++] = (struct candidate){ dw_strdup(candidate->word),
		dw_strdup(candidate->help), candidate->raw, candidate->open };
}

/* Names are for those who may see users at all. */
static struct dw_db *
store_of(void *ctx)
{
	struct command_view *v = ctx;

	return console_may(v->c, "user.list") ? v->c->app->db : NULL;
}

static void
add_of_filter(void *ctx, const char *insert, const char *help, bool open)
{
	add_candidate(ctx, &(struct dw_candidate){ insert, help, true, open });
}

/* What may become of the word before the cursor. What no command begins with may become a filter. */
void
con_candidates_find(struct command_view *v)
{
	DW_AUTO_FREE char *before = dw_strndup(ui_field_text(&v->field), v->field.cursor);
	struct dw_completion completion = { .ctx = v, .each = add_candidate, .store = store_of };
	DW_AUTO(dw_line) line = { 0 };
	struct dw_words words;

	con_candidates_forget(v);
	dw_line_split(before, &line);
	if (line.ended)
		dw_line_begin(&line);
	words = con_words(&line);
	v->start = line.start[line.n - 1];
	if (con_is_filter(before)) {
		dw_filter_offer(before, strlen(before), store_of(v), &v->start, add_of_filter, v);
	} else {
		dw_command_complete(&words, &con_dialect, &completion);
		if (v->n == 0 && line.n == 1 && words.text[0][0] != '\0' && store_of(v) != NULL)
			dw_filter_offer(before, strlen(before), NULL, &v->start, add_of_filter, v);
	}
	v->chosen = v->n;
	/* A word that is all there is needs no list. */
	if (v->n == 1 && (strcmp(v->candidates[0].word, words.text[words.n - 1]) == 0 ||
		strcmp(v->candidates[0].word, before + v->start) == 0))
		con_candidates_forget(v);
}

/* Puts a word in place of the last one before the cursor; what comes after stays. */
static void
put_word(struct command_view *v, const char *before, const char *word, bool raw, bool more)
{
	DW_AUTO_FREE char *after = dw_strdup(ui_field_text(&v->field) + v->field.cursor);
	DW_AUTO(dw_buf) text = { 0 };

	dw_buf_add(&text, before, v->start);
	if (raw)
		dw_buf_puts(&text, word);
	else
		dw_line_quote(&text, word);
	if (more && after[0] != ' ')
		dw_buf_putc(&text, ' ');
	ui_field_set(&v->field, after);
	v->field.cursor = 0;
	ui_field_insert(&v->field, dw_buf_text(&text), text.len);
}

/* How much all candidates have in common, in bytes and never half a character. */
static size_t
common_length(const struct command_view *v)
{
	size_t len = strlen(v->candidates[0].word);

	for (size_t i = 1; i < v->n; i++) {
		size_t same = 0;

		while (same < len && v->candidates[i].word[same] == v->candidates[0].word[same])
			same++;
		len = same;
	}
	while (len > 0 && ((unsigned char)v->candidates[0].word[len] & 0xc0) == 0x80)
		len--;
	return len;
}

/* The next candidate in the line, without narrowing the list to it. */
void
con_candidates_next(struct command_view *v)
{
	const struct candidate *next;

	if (v->typed == NULL)
		v->typed = dw_strndup(ui_field_text(&v->field), v->field.cursor);
	v->chosen = v->chosen + 1 < v->n ? v->chosen + 1 : 0;
	next = &v->candidates[v->chosen];
	put_word(v, v->typed, next->word, next->raw, false);
}

void
con_candidates_complete(struct command_view *v)
{
	DW_AUTO_FREE char *before = dw_strndup(ui_field_text(&v->field), v->field.cursor);
	DW_AUTO_FREE char *common = NULL;
	DW_AUTO(dw_line) line = { 0 };
	const char *last;

	if (v->n == 0) {
		ui_term_beep(v->view.ui->term);
		return;
	}
	if (v->n == 1) {
		put_word(v, before, v->candidates[0].word, v->candidates[0].raw,
			!v->candidates[0].open);
		con_candidates_find(v);
		return;
	}
	dw_line_split(before, &line);
	last = v->candidates[0].raw ? before + v->start : line.ended ? "" : line.text[line.n - 1];
	common = dw_strndup(v->candidates[0].word, common_length(v));
	if (v->typed == NULL && strlen(common) > strlen(last) &&
		(v->candidates[0].raw || !line.open)) {
		put_word(v, before, common, v->candidates[0].raw, false);
		con_candidates_find(v);
		return;
	}
	if (v->typed == NULL)
		v->chosen = v->n;
	con_candidates_next(v);
}

void
con_candidates_draw(struct command_view *v, struct ui_canvas *canvas, struct ui_rect rows)
{
	size_t shown = (size_t)rows.rows;
	int widest = 0;

	v->list = rows;
	if (v->chosen < v->n && v->chosen >= v->top + shown)
		v->top = v->chosen - shown + 1;
	if (v->chosen < v->top)
		v->top = v->chosen;
	for (size_t i = v->top; i < v->n && i < v->top + shown; i++) {
		DW_AUTO_FREE char *word = dw_display_dup(v->candidates[i].word);
		int cols = dw_columns(word);

		widest = cols > widest ? cols : widest;
	}
	if (widest > rows.cols / 2)
		widest = rows.cols / 2;
	for (size_t i = v->top; i < v->n && i < v->top + shown; i++) {
		DW_AUTO_FREE char *word = dw_display_dup(v->candidates[i].word);
		int y = rows.y + (int)(i - v->top), x = rows.x + CON_PROMPT_COLS;

		ui_put_fit(canvas, y, x, v->candidates[i].help != NULL ? widest : rows.cols - 4,
			i == v->chosen ? STYLE_SELECTED : STYLE_NORMAL, word);
		if (v->candidates[i].help != NULL)
			ui_put_fit(canvas, y, x + widest + 2, rows.cols - widest - 5, STYLE_DIM,
				v->candidates[i].help);
	}
	if (v->top + shown < v->n)
		ui_put(canvas, rows.y + rows.rows - 1, rows.x, STYLE_DIM, UI_SIGN_DOWN);
	if (v->top > 0)
		ui_put(canvas, rows.y, rows.x, STYLE_DIM, UI_SIGN_UP);
}
