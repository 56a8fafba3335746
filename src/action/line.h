/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A typed line as words, quoted as in the shell: '…' takes everything as it is, in "…" a
 * backslash takes the next quote or backslash as it is, outside of quotes any character.
 * There are no variables, wildcards or comments, and no word ends the line.
 */
#ifndef DW_ACTION_LINE_H
#define DW_ACTION_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct dw_line {
	char **text;   /* without quotes */
	char **raw;    /* as written */
	size_t *start; /* byte of the line where the raw word begins */
	size_t n;
	bool open;     /* a quote is open: the last word goes on */
	bool ended;    /* white space ends the line: the next word is not begun */
};

void
dw_line_clear(struct dw_line *line);

void
dw_line_split(const char *line, struct dw_line *out);

/* Adds an empty word at the end, for one that is not begun yet. */
void
dw_line_begin(struct dw_line *line);

/* Adds a word so that it is read as this one word: with quotes where it needs them. */
void
dw_line_quote(struct dw_buf *out, const char *word);

#endif
