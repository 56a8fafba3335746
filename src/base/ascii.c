/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text for terminals that cannot show UTF-8. Every column stays one column: a table
 * that is out of line is harder to read than a "?". See dw_to_ascii() in utf8.h.
 */
#include <string.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/utf8.h"

/* What looks alike but does not decompose, by code point. */
static const struct {
	uint16_t first, last;
	char ascii;
} look_alikes[] = {
	{ 0x00a1, 0x00a1, '!' },
	{ 0x00a2, 0x00a2, 'c' },
	{ 0x00a3, 0x00a3, 'L' },
	{ 0x00a5, 0x00a5, 'Y' },
	{ 0x00a6, 0x00a6, '|' },
	{ 0x00a7, 0x00a7, 'S' },
	{ 0x00a9, 0x00a9, 'c' },
	{ 0x00ab, 0x00ab, '"' },
	{ 0x00ae, 0x00ae, 'r' },
	{ 0x00b0, 0x00b0, 'o' },
	{ 0x00b1, 0x00b1, '+' },
	{ 0x00b4, 0x00b4, '\'' },
	{ 0x00b6, 0x00b6, 'P' },
	{ 0x00b7, 0x00b7, '.' },
	{ 0x00bb, 0x00bb, '"' },
	{ 0x00bf, 0x00bf, '?' },
	{ 0x00c6, 0x00c6, 'A' },
	{ 0x00d0, 0x00d0, 'D' },
	{ 0x00d7, 0x00d7, 'x' },
	{ 0x00d8, 0x00d8, 'O' },
	{ 0x00de, 0x00de, 'T' },
	{ 0x00df, 0x00df, 's' },
	{ 0x00e6, 0x00e6, 'a' },
	{ 0x00f0, 0x00f0, 'd' },
	{ 0x00f7, 0x00f7, '/' },
	{ 0x00f8, 0x00f8, 'o' },
	{ 0x00fe, 0x00fe, 't' },
	{ 0x0110, 0x0110, 'D' },
	{ 0x0111, 0x0111, 'd' },
	{ 0x0126, 0x0126, 'H' },
	{ 0x0127, 0x0127, 'h' },
	{ 0x0131, 0x0131, 'i' },
	{ 0x0141, 0x0141, 'L' },
	{ 0x0142, 0x0142, 'l' },
	{ 0x014a, 0x014a, 'N' },
	{ 0x014b, 0x014b, 'n' },
	{ 0x0152, 0x0152, 'O' },
	{ 0x0153, 0x0153, 'o' },
	{ 0x0166, 0x0166, 'T' },
	{ 0x0167, 0x0167, 't' },
	{ 0x1e9e, 0x1e9e, 'S' },
	{ 0x2010, 0x2015, '-' },
	{ 0x2018, 0x201b, '\'' },
	{ 0x201c, 0x201f, '"' },
	{ 0x2020, 0x2021, '+' },
	{ 0x2022, 0x2023, '*' },
	{ 0x2026, 0x2026, '~' },
	{ 0x2032, 0x2032, '\'' },
	{ 0x2033, 0x2033, '"' },
	{ 0x2039, 0x2039, '<' },
	{ 0x203a, 0x203a, '>' },
	{ 0x2044, 0x2044, '/' },
	{ 0x20ac, 0x20ac, 'E' },
	{ 0x2190, 0x2190, '<' },
	{ 0x2191, 0x2191, '^' },
	{ 0x2192, 0x2192, '>' },
	{ 0x2193, 0x2193, 'v' },
	{ 0x2212, 0x2212, '-' },
	{ 0x2264, 0x2264, '<' },
	{ 0x2265, 0x2265, '>' },
	{ 0x2500, 0x2501, '-' },
	{ 0x2502, 0x2503, '|' },
	{ 0x2504, 0x2505, '-' },
	{ 0x2506, 0x2507, '|' },
	{ 0x2508, 0x2509, '-' },
	{ 0x250a, 0x250b, '|' },
	{ 0x250c, 0x254b, '+' },
	{ 0x2550, 0x2550, '=' },
	{ 0x2551, 0x2551, '|' },
	{ 0x2552, 0x2570, '+' },
	{ 0x2580, 0x259f, '#' },
	{ 0x25a0, 0x25a0, '#' },
	{ 0x25b2, 0x25b5, '^' },
	{ 0x25b6, 0x25bb, '>' },
	{ 0x25bc, 0x25bf, 'v' },
	{ 0x25c0, 0x25c5, '<' },
	{ 0x25cb, 0x25cb, 'o' },
	{ 0x25cf, 0x25cf, '*' },
	{ 0x2713, 0x2714, '+' },
	{ 0x2717, 0x2718, 'x' },
};

/* The letter without its accents, or what it looks like; '?' when there is nothing. */
static char
look_alike(uint32_t code)
{
	size_t low = 0, high = sizeof(look_alikes) / sizeof(look_alikes[0]);
	uint32_t parts[32];
	size_t n = sizeof(parts) / sizeof(parts[0]);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (code > look_alikes[middle].last)
			low = middle + 1;
		else if (code < look_alikes[middle].first)
			high = middle;
		else
			return look_alikes[middle].ascii;
	}
	if (u32_normalize(UNINORM_NFKD, &code, 1, parts, &n) == parts && n > 0 &&
		parts[0] >= ' ' && parts[0] < 0x7f)
		return (char)parts[0];
	return '?';
}

void
dw_to_ascii(struct dw_buf *out, const char *shown)
{
	size_t len = strlen(shown);

	for (size_t at = 0; at < len;) {
		uint32_t code = '?';
		size_t n = dw_utf8_decode(shown + at, len - at, &code);
		int columns = dw_code_columns(code);

		if (columns < 0)
			columns = 0; /* not displayed text; nothing of it goes out */
		if (columns > 0) {
			char c = code < 0x80 ? (char)code : look_alike(code);

			dw_buf_putc(out, c);
			for (int i = 1; i < columns; i++)
				dw_buf_putc(out, c == '?' ? '?' : ' ');
		}
		at += n > 0 ? n : 1;
	}
}
