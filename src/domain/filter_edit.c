/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One field of a filter, taken out of its text and put into it, with the rest left as
 * it was written: what a dialog needs, whose line may be wrong while it is typed. So
 * this walks the words as filter.c does, but judges nothing. See filter.h.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/filter.h"

/* One word of the text. */
struct word {
	const char *start, *end;
	const char *value; /* after the colon; NULL = no field */
	int field;         /* -1 = none that is known */
	bool negated;
};

static bool
is_space(char c)
{
	return isspace((unsigned char)c) != 0;
}

/* The next word from *at on; false at the end. */
static bool
next_word(const char **at, struct word *out)
{
	const char *p = *at, *name;
	bool quoted = false;

	while (is_space(*p))
		p++;
	if (*p == '\0')
		return false;
	*out = (struct word){ .start = p, .field = -1 };
	if (*p == '-' && p[1] != '\0' && !is_space(p[1])) {
		out->negated = true;
		p++;
	}
	name = p;
	for (; *p != '\0' && (quoted || !is_space(*p)); p++) {
		if (*p == '"')
			quoted = !quoted;
		else if (*p == ':' && !quoted && out->value == NULL) {
			out->field = dw_field_find(name, (size_t)(p - name));
			out->value = p + 1;
		}
	}
	out->end = p;
	*at = p;
	return true;
}

void
dw_field_value_clear(struct dw_field_value *value)
{
	if (value == NULL)
		return;
	for (size_t i = 0; i < value->n; i++)
		free(value->values[i]);
	free(value->values);
	*value = (struct dw_field_value){ 0 };
}

/* The values of a word, at their commas and without their quotes. */
static void
take_values(const struct word *word, struct dw_field_value *out)
{
	const char *p = word->value;
	bool quoted = false;

	do {
		struct dw_buf value = { 0 };

		for (; p < word->end && (quoted || *p != ','); p++) {
			if (*p == '"' && quoted && p + 1 < word->end && p[1] == '"')
				dw_buf_putc(&value, *p++);
			else if (*p == '"')
				quoted = !quoted;
			else
				dw_buf_putc(&value, *p);
		}
		out->values = dw_realloc(out->values, out->n + 1, sizeof(*out->values));
		out->values[out->n++] = dw_buf_steal(&value);
	} while (p++ < word->end);
}

void
dw_filter_get(const char *text, enum dw_field field, struct dw_field_value *out)
{
	struct word word;

	*out = (struct dw_field_value){ 0 };
	while (next_word(&text, &word)) {
		struct dw_field_value found = { .repeated = out->n > 0, .negated = out->negated };

		if (word.field != (int)field)
			continue;
		if (word.negated) {
			out->negated = true;
			continue;
		}
		take_values(&word, &found);
		dw_field_value_clear(out);
		*out = found;
	}
}

static void
add_field(struct dw_buf *out, enum dw_field field, const char *const *values, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			dw_buf_putc(out, ',');
		else
			dw_buf_printf(out, "%s%s:", out->len > 0 ? " " : "", dw_field_table[field].name);
		dw_filter_quote(out, values[i]);
	}
}

char *
dw_filter_set(const char *text, enum dw_field field, const char *const *values, size_t n)
{
	struct dw_buf out = { 0 };
	bool quoted = false, set = false;
	struct word word;

	while (next_word(&text, &word)) {
		if (word.field == (int)field && !word.negated) {
			if (!set)
				add_field(&out, field, values, n);
			set = true;
			continue;
		}
		if (out.len > 0)
			dw_buf_putc(&out, ' ');
		dw_buf_add(&out, word.start, (size_t)(word.end - word.start));
	}
	/* A quote left open would take what is added into it. */
	for (size_t i = 0; !set && i < out.len; i++)
		quoted ^= out.data[i] == '"';
	if (quoted && n > 0)
		dw_buf_putc(&out, '"');
	if (!set)
		add_field(&out, field, values, n);
	return dw_buf_steal(&out);
}
