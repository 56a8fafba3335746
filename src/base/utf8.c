/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text that comes from the world and goes to a terminal: validity, the display
 * function, widths, fitting, grapheme clusters. Folding is in fold.c, other
 * character sets than UTF-8 in locale.c. See utf8.h.
 */
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unistr.h>
#include <uniwidth.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/utf8.h"

#define MARKS_MAX 4 /* ncurses keeps five code points in a cell: a base and four */

bool
dw_utf8_valid(const char *text, size_t len)
{
	return memchr(text, '\0', len) == NULL &&
	       u8_check((const uint8_t *)text, len) == NULL;
}

size_t
dw_utf8_decode(const char *text, size_t len, uint32_t *code)
{
	ucs4_t found;
	int n;

	if (len == 0)
		return 0;
	if ((unsigned char)text[0] < 0x80) {
		*code = (unsigned char)text[0];
		return 1;
	}
	n = u8_mbtoucr(&found, (const uint8_t *)text, len);
	if (n <= 0)
		return 0;
	*code = found;
	return (size_t)n;
}

size_t
dw_utf8_length(const char *text)
{
	size_t len = strlen(text);
	size_t count = 0;

	for (size_t at = 0; at < len; count++) {
		uint32_t code;
		size_t n = dw_utf8_decode(text + at, len - at, &code);

		at += n > 0 ? n : 1;
	}
	return count;
}

bool
dw_code_is_hidden(uint32_t code)
{
	if (code < 0x80)
		return code < 0x20 || code == 0x7f;
	return uc_is_general_category_withtable(code,
		       UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp) ||
	       uc_is_property_default_ignorable_code_point(code);
}

int
dw_code_columns(uint32_t code)
{
	if (code < 0x80)
		return code < 0x20 || code == 0x7f ? -1 : 1;
	if (dw_locale_is_utf8())
		return wcwidth((wchar_t)code);
	/* Curses counts what the locale has as the locale does; the rest is replaced. */
	return dw_locale_shows(code) ? wcwidth((wchar_t)code) : uc_width(code, "UTF-8");
}

/* What the next code point can combine with. */
struct cell {
	bool base;   /* there is a character before it, shown as it is */
	bool hangul; /* and that is Hangul, so that vowels and finals join it */
	int marks;   /* how many have joined it so far */
};

static bool
is_skin_tone(uint32_t code)
{
	return code >= 0x1f3fb && code <= 0x1f3ff;
}

static bool
is_hangul(uint32_t code)
{
	return (code >= 0x1100 && code <= 0x11ff) || (code >= 0xa960 && code <= 0xa97c) ||
	       (code >= 0xac00 && code <= 0xd7fb);
}

/* Can it be shown as it is at this place? Keeps the cell. */
static bool
shows(struct cell *cell, uint32_t code)
{
	bool mark, joins;
	int columns;

	if (dw_code_is_hidden(code) || is_skin_tone(code))
		return false;
	columns = dw_code_columns(code);
	if (columns < 0)
		return false;
	mark = uc_is_general_category_withtable(code, UC_CATEGORY_MASK_M);
	joins = mark || (columns == 0 && is_hangul(code) && cell->hangul);
	if ((mark && !cell->base) || (columns == 0 && !joins))
		return false;
	if (columns == 0)
		return ++cell->marks <= MARKS_MAX;
	*cell = (struct cell){ .base = true, .hangul = is_hangul(code) };
	return true;
}

/* How many bytes from here on are plain ASCII, safe as they are. */
static size_t
plain_run(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && text[n] >= 0x20 && text[n] < 0x7f)
		n++;
	return n;
}

void
dw_display(struct dw_buf *out, const char *text, size_t len)
{
	struct cell cell = { 0 };

	for (size_t at = 0; at < len;) {
		size_t n = plain_run(text + at, len - at);
		uint32_t code;

		if (n > 0) {
			dw_buf_add(out, text + at, n);
			cell = (struct cell){ .base = true };
			at += n;
			continue;
		}
		n = dw_utf8_decode(text + at, len - at, &code);
		if (n == 0) {
			dw_buf_printf(out, "\\x{%02X}", (unsigned char)text[at]);
			cell = (struct cell){ 0 };
			at++;
			continue;
		}
		if (shows(&cell, code)) {
			dw_buf_add(out, text + at, n);
		} else {
			dw_buf_printf(out, "\\u{%02X}", code);
			cell = (struct cell){ 0 };
		}
		at += n;
	}
}

char *
dw_display_dup(const char *text)
{
	struct dw_buf out = { 0 };

	if (text != NULL)
		dw_display(&out, text, strlen(text));
	return dw_buf_steal(&out);
}

static int
columns_of(const char *text, size_t len)
{
	int columns = 0;

	for (size_t at = 0; at < len;) {
		uint32_t code;
		size_t n = dw_utf8_decode(text + at, len - at, &code);
		int width = n > 0 ? dw_code_columns(code) : 1;

		columns += width > 0 ? width : 0;
		at += n > 0 ? n : 1;
	}
	return columns;
}

int
dw_columns(const char *shown)
{
	return columns_of(shown, strlen(shown));
}

void
dw_fit(struct dw_buf *out, const char *shown, int columns, bool pad)
{
	size_t len = strlen(shown);
	size_t at = 0, keep = 0; /* keep: as much as leaves room for the ellipsis */
	int used = 0, kept = 0;

	if (columns <= 0)
		return;
	while (at < len) {
		size_t next = dw_grapheme_next(shown, len, at);
		int width = columns_of(shown + at, next - at);

		if (used + width > columns)
			break;
		used += width;
		at = next;
		if (used < columns) {
			keep = at;
			kept = used;
		}
	}
	if (at == len) {
		dw_buf_add(out, shown, len);
	} else {
		dw_buf_add(out, shown, keep);
		dw_buf_puts(out, dw_locale_is_utf8() ? "…" : "~");
		used = kept + 1;
	}
	for (; pad && used < columns; used++)
		dw_buf_putc(out, ' ');
}

/* Between two ASCII characters is always a boundary, but for CR LF. */
static bool
ascii_boundary(const char *text, size_t at)
{
	return (unsigned char)text[at - 1] < 0x80 && (unsigned char)text[at] < 0x80 &&
	       !(text[at - 1] == '\r' && text[at] == '\n');
}

size_t
dw_grapheme_next(const char *text, size_t len, size_t at)
{
	/* u8_grapheme_next() looks at pairs only, which splits families and joins flags. */
	char here[64];

	if (at >= len)
		return len;
	if (at + 1 == len || ascii_boundary(text, at + 1))
		return at + 1;
	for (size_t room = sizeof(here);; room *= 8) {
		DW_AUTO_FREE char *more = NULL;
		size_t n = len - at < room ? len - at : room;
		char *breaks = here;

		/* A character cut in half at the end would look like a boundary. */
		if (n < len - at)
			while (n > room - 4 &&
				((unsigned char)text[at + n] & 0xc0) == 0x80)
				n--;
		if (n > sizeof(here))
			breaks = more = dw_calloc(n, 1);
		u8_grapheme_breaks((const uint8_t *)text + at, n, breaks);
		for (size_t i = 1; i < n; i++)
			if (breaks[i])
				return at + i;
		if (n == len - at)
			return len;
	}
}

size_t
dw_grapheme_prev(const char *text, size_t len, size_t at)
{
	size_t from;

	if (at > len)
		at = len;
	if (at == 0)
		return 0;
	/* Boundaries depend on what comes before, so they are found going forward. */
	for (from = at - 1; from > 0 && !ascii_boundary(text, from); from--)
		;
	for (;;) {
		size_t next = dw_grapheme_next(text, len, from);

		if (next >= at)
			return from;
		from = next;
	}
}
