/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading naughty.txt. See naughty.h.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "base/buf.h"
#include "base/mem.h"
#include "tests/support/naughty.h"

static int
hex(char c)
{
	const char *digits = "0123456789ABCDEF", *at = strchr(digits, c);

	assert_true(c != '\0' && at != NULL);
	return (int)(at - digits);
}

/* Adds one character of the notation (not a repetition) and returns what is behind it. */
static const char *
read_one(const char *at, struct dw_buf *out)
{
	if (at[0] != '\\') {
		dw_buf_putc(out, *at);
		return at + 1;
	}
	if (at[1] == '\\') {
		dw_buf_putc(out, '\\');
		return at + 2;
	}
	assert_true(at[1] == 'x');
	dw_buf_putc(out, (char)(hex(at[2]) << 4 | hex(at[3])));
	return at + 4;
}

static void
read_line(const char *at, struct dw_buf *out)
{
	while (*at != '\0') {
		DW_AUTO(dw_buf) part = { 0 };
		char *rest;
		long n;

		if (at[0] != '\\' || at[1] != '{') {
			at = read_one(at, out);
			continue;
		}
		n = strtol(at + 2, &rest, 10);
		assert_true(n > 0 && *rest == '*');
		for (at = rest + 1; *at != '}'; at = read_one(at, &part))
			assert_true(*at != '\0');
		at++;
		while (n-- > 0)
			dw_buf_add(out, part.data, part.len);
	}
}

const struct naughty *
naughty_all(size_t *count)
{
	static struct naughty *all;
	static size_t n;
	const char *source = getenv("SRCDIR");
	DW_AUTO_FREE char *path = dw_format("%s/tests/support/naughty.txt",
		source != NULL ? source : ".");
	DW_AUTO_FREE char *line = NULL;
	size_t room = 0;
	ssize_t len;
	FILE *file;

	*count = n;
	if (all != NULL)
		return all;
	file = fopen(path, "r");
	assert_non_null(file);
	for (int number = 1; (len = getline(&line, &room, file)) > 0; number++) {
		DW_AUTO(dw_buf) text = { 0 };

		line[len - 1] = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		read_line(line, &text);
		all = dw_realloc(all, n + 1, sizeof(*all));
		all[n].len = text.len;
		all[n].line = number;
		all[n++].bytes = dw_buf_steal(&text);
	}
	fclose(file);
	assert_true(n >= 1200);
	*count = n;
	return all;
}

int
naughty_is_text(const struct naughty *string)
{
	return strlen(string->bytes) == string->len;
}

void
assert_harmless(const char *shown, const struct naughty *string)
{
	const uint8_t *at = (const uint8_t *)shown;
	ucs4_t code;

	if (u8_check(at, strlen(shown)) != NULL)
		fail_msg("line %d: shown as what is no UTF-8", string->line);
	for (int n = 0; (n = u8_strmbtouc(&code, at)) > 0; at += n)
		if (uc_is_general_category(code, UC_OTHER) ||
			uc_is_general_category(code, UC_LINE_SEPARATOR) ||
			uc_is_general_category(code, UC_PARAGRAPH_SEPARATOR))
			fail_msg("line %d: U+%04X is shown", string->line, (unsigned)code);
}
