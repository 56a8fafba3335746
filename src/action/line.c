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

void
dw_line_split(const char *line, struct dw_line *out)
{
	const char *at = line;

	*out = (struct dw_line){ .ended = true };
	for (;;) {
		struct dw_buf text = { 0 };
		const char *start;
		size_t n = out->n;

		while (is_space(*at))
			at++;
		if (*at == '\0')
			return;
		start = at;
		out->open = take_word(&at, &text) != 0;
		out->ended = *at != '\0';
		out->text = dw_realloc(out->text, n + 1, sizeof(*out->text));
		out->raw = dw_realloc(out->raw, n + 1, sizeof(*out->raw));
		out->start = dw_realloc(out->start, n + 1, sizeof(*out->start));
		out->text[n] = dw_buf_steal(&text);
		out->raw[n] = dw_strndup(start, (size_t)(at - start));
		out->start[n] = (size_t)(start - line);
		out->n++;
	}
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
