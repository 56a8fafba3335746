/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Splitting a typed line into words, and quoting one. See line.h.
 */
#include <stdlib.h>
#include <string.h>

#include "action/line.h"
#include "base/mem.h"

void
dw_line_clear(struct dw_line *line)
{
	if (line == NULL)
		return;
	for (size_t i = 0; i < line->n; i++) {
		free(line->text[i]);
		free(line->raw[i]);
	}
	free(line->text);
	free(line->raw);
	free(line->start);
	*line = (struct dw_line){ 0 };
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* One word from *at on; its text is added to out. Returns the quote left open, or 0. */
static char
take_word(const char **at, struct dw_buf *out)
{
	char quote = 0;
	const char *p = *at;

	for (; *p != '\0' && (quote != 0 || !is_space(*p)); p++) {
		if (quote != 0 && *p == quote)
			quote = 0;
		else if (quote == 0 && (*p == '\'' || *p == '"'))
			quote = *p;
		else if (*p == '\\' && p[1] != '\0' &&
			(quote == 0 || (quote == '"' && (p[1] == '"' || p[1] == '\\'))))
			dw_buf_putc(out, *++p);
		else
			dw_buf_putc(out, *p);
	}
	*at = p;
	return quote;
}

static void
add_word(struct dw_line *line, char *text, char *raw, size_t start)
{
	size_t n = line->n++;

	line->text = dw_realloc(line->text, line->n, sizeof(*line->text));
	line->raw = dw_realloc(line->raw, line->n, sizeof(*line->raw));
	line->start = dw_realloc(line->start, line->n, sizeof(*line->start));
	line->text[n] = text;
	line->raw[n] = raw;
	line->start[n] = start;
}

void
dw_line_split(const char *line, struct dw_line *out)
{
	const char *at = line;

	*out = (struct dw_line){ .ended = true };
	for (;;) {
		struct dw_buf text = { 0 };
		const char *start;

		while (is_space(*at))
			at++;
		if (*at == '\0')
			return;
		start = at;
		out->open = take_word(&at, &text) != 0;
		out->ended = *at != '\0';
		add_word(out, dw_buf_steal(&text), dw_strndup(start, (size_t)(at - start)),
			(size_t)(start - line));
	}
}

void
dw_line_begin(struct dw_line *line)
{
	size_t end = line->n > 0 ? line->start[line->n - 1] + strlen(line->raw[line->n - 1]) : 0;

	add_word(line, dw_strdup(""), dw_strdup(""), end + (line->n > 0));
}

void
dw_line_quote(struct dw_buf *out, const char *word)
{
	if (*word != '\0' && strpbrk(word, " \t\n'\"\\") == NULL) {
		dw_buf_puts(out, word);
		return;
	}
	dw_buf_putc(out, '"');
	for (; *word != '\0'; word++) {
		if (*word == '"' || *word == '\\')
			dw_buf_putc(out, '\\');
		dw_buf_putc(out, *word);
	}
	dw_buf_putc(out, '"');
}
