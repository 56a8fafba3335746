/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Other character sets than UTF-8: what a terminal sends and can show. Every column
 * stays one column: a table that is out of line is harder to read than a "?". See the
 * end of utf8.h.
 */
#include <langinfo.h>
#include <limits.h>
#include <string.h>
#include <strings.h>
#include <uninorm.h>
#include <unistr.h>
#include <wchar.h>

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

/* Alphabets of which a letter is nearest to one of ours, from the first on. Two of them may
 * meet, as é and e do. */
static const struct {
	uint16_t first;
	const char *ascii;
} alphabets[] = {
	{ 0x0391, "AVGDEZITIKLMNXOPR?STYFCPO" },
	{ 0x03b1, "avgdezitiklmnxoprsstyfcpo" },
	{ 0x0400, "EEDGEZIIJLNCKIUDABVGDEZZIJKLMNOPRSTUFHCCSS'Y'EUA" },
	{ 0x0430, "abvgdezzijklmnoprstufhccss'y'euaeedgeziijlnckiud" },
	{ 0x0490, "Gg" },
};

/* 0 when it is in no table. */
static uint32_t
look_up(uint32_t code)
{
	size_t low = 0, high = sizeof(look_alikes) / sizeof(look_alikes[0]);

	if (code < 0x80)
		return code >= ' ' && code < 0x7f ? code : 0;
	for (size_t i = 0; i < sizeof(alphabets) / sizeof(alphabets[0]); i++)
		if (code >= alphabets[i].first &&
			code - alphabets[i].first < strlen(alphabets[i].ascii))
			return (unsigned char)alphabets[i].ascii[code - alphabets[i].first];
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (code > look_alikes[middle].last)
			low = middle + 1;
		else if (code < look_alikes[middle].first)
			high = middle;
		else
			return (unsigned char)look_alikes[middle].ascii;
	}
	return 0;
}

uint32_t
dw_look_alike(uint32_t code)
{
	uint32_t parts[32], found = look_up(code);
	size_t n = sizeof(parts) / sizeof(parts[0]);

	if (found == 0 && u32_normalize(UNINORM_NFKD, &code, 1, parts, &n) == parts && n > 0)
		found = look_up(parts[0]);
	return found != 0 ? found : '?';
}

static bool
codeset_is(const char *name)
{
	return strcasecmp(nl_langinfo(CODESET), name) == 0;
}

bool
dw_locale_is_utf8(void)
{
	static int known = -1;

	if (known < 0)
		known = codeset_is("UTF-8");
	return known == 1;
}

/* Its bytes in the locale's character set; 0 when it has none there. */
static size_t
encode(uint32_t code, char out[MB_LEN_MAX])
{
	mbstate_t state = { 0 };
	size_t n = wcrtomb(out, (wchar_t)code, &state);

	return n == (size_t)-1 ? 0 : n;
}

/* Lines and signs have look-alikes and are of one column everywhere, which the character
 * sets of East Asia see differently. */
static bool
is_sign(uint32_t code)
{
	return code >= 0x2000 && code < 0x2c00;
}

bool
dw_locale_shows(uint32_t code)
{
	char bytes[MB_LEN_MAX];

	if (code < 0x80)
		return true;
	if (dw_locale_is_utf8())
		return wcwidth((wchar_t)code) >= 0;
	return !is_sign(code) && wcwidth((wchar_t)code) > 0 && encode(code, bytes) > 0;
}

uint32_t
dw_locale_stand_in(const uint32_t *codes, size_t n)
{
	uint32_t code = codes[0];

	for (size_t i = 1; i < n && codes[i] != 0; i++) {
		uint32_t whole = (uint32_t)uc_composition(code, codes[i]);

		if (whole != 0)
			code = whole;
	}
	if (dw_locale_shows(code) && dw_code_columns(code) == dw_code_columns(codes[0]))
		return code;
	return codes[0] < 0x80 ? codes[0] : dw_look_alike(codes[0]);
}

/* The code points of the character at the start of text; returns its bytes. */
static size_t
read_character(const char *text, size_t len, uint32_t codes[8], size_t *n)
{
	size_t at = 0;

	for (*n = 0; at < len; (*n)++) {
		uint32_t code = '?';
		size_t bytes = dw_utf8_decode(text + at, len - at, &code);

		if (*n > 0 && (code < 0x80 || dw_code_columns(code) != 0))
			break;
		if (*n < 7)
			codes[*n] = code;
		else
			(*n)--; /* what dw_display() never lets through */
		at += bytes > 0 ? bytes : 1;
	}
	return at;
}

void
dw_to_locale(struct dw_buf *out, const char *shown)
{
	size_t len = strlen(shown);

	if (dw_locale_is_utf8()) {
		dw_buf_add(out, shown, len);
		return;
	}
	for (size_t at = 0; at < len;) {
		uint32_t codes[8] = { 0 }, code;
		char bytes[MB_LEN_MAX];
		size_t n;
		int columns;

		at += read_character(shown + at, len - at, codes, &n);
		columns = dw_code_columns(codes[0]);
		if (columns <= 0) /* not displayed text; nothing of it goes out */
			continue;
		code = dw_locale_stand_in(codes, n);
		dw_buf_add(out, bytes, encode(code, bytes));
		for (int i = dw_code_columns(code); i < columns; i++)
			dw_buf_putc(out, code == '?' ? '?' : ' ');
	}
}

size_t
dw_locale_decode(const char *text, size_t len, uint32_t *code, bool *more)
{
	mbstate_t state = { 0 };
	wchar_t wide = 0;
	size_t n;

	*more = false;
	if (dw_locale_is_utf8() || codeset_is("ANSI_X3.4-1968")) {
		n = dw_utf8_decode(text, len, code);
		*more = n == 0 && len > 0 && len < DW_LOCALE_BYTES && (unsigned char)text[0] >= 0xc2;
		return n;
	}
	n = mbrtowc(&wide, text, len, &state);
	*more = n == (size_t)-2 && len < DW_LOCALE_BYTES;
	if (n == 0 || n >= (size_t)-2)
		return 0;
	*code = (uint32_t)wide;
	return n;
}
