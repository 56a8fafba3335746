/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the word before the cursor of the command line may become: the words of commands,
 * or those of a filter. How they are taken is ui/suggest.h.
 */
#include <string.h>

#include "ui/con_command.h"

struct dw_words
con_words(const struct dw_line *line)
{
	size_t skip = line->n > 1 && strcmp(line->text[0], "doorward") == 0;

	return (struct dw_words){ line->text + skip, line->raw + skip, line->n - skip };
}

static void
add_candidate(void *ctx, const struct dw_candidate *candidate)
{
	struct command_view *v = ctx;

	ui_suggest_add(&v->suggest, candidate->word, candidate->help, candidate->raw, candidate->open);
}

/* Names are for those who may see users at all. */
static struct dw_app *
store_of(void *ctx)
{
	struct command_view *v = ctx;

	return console_may(v->c, "user.list") ? v->c->app : NULL;
}

static void
add_of_filter(void *ctx, const char *insert, const char *help, bool open)
{
	struct command_view *v = ctx;

	ui_suggest_add(&v->suggest, insert, help, true, open);
}

/* What no command begins with may become a filter. */
void
con_candidates_find(struct command_view *v)
{
	DW_AUTO_FREE char *before = dw_strndup(ui_field_text(&v->field), v->field.cursor);
	struct dw_completion completion = { .ctx = v, .each = add_candidate, .store = store_of };
	struct ui_suggest *suggest = &v->suggest;
	DW_AUTO(dw_line) line = { 0 };
	struct dw_words words;
	bool filter = con_is_filter(before);
	const struct dw_app *app = store_of(v);

	ui_suggest_clear(suggest);
	suggest->quote = dw_line_quote;
	dw_line_split(before, &line);
	if (line.ended)
		dw_line_begin(&line);
	words = con_words(&line);
	suggest->start = line.start[line.n - 1];
	if (!filter)
		dw_command_complete(&words, &con_dialect, &completion);
	if (filter || (suggest->n == 0 && line.n == 1 && words.text[0][0] != '\0'))
		dw_filter_offer(before, strlen(before), app != NULL ? app->db : NULL, &suggest->start,
			add_of_filter, v);
	if (suggest->n == 0)
		return;
	suggest->quoting = line.open && !suggest->items[0].raw;
	suggest->typed = dw_strdup(suggest->items[0].raw ? before + suggest->start
		: words.text[words.n - 1]);
	/* A word that is all there is needs no list. */
	if (suggest->n == 1 && (strcmp(suggest->items[0].word, suggest->typed) == 0 ||
		strcmp(suggest->items[0].word, words.text[words.n - 1]) == 0))
		ui_suggest_clear(suggest);
}
