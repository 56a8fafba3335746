/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text for comparing: identity keys, search keys, NFC, and whether a name is plain.
 * Most text is ASCII and takes the short way; both ways give the same answer.
 * A change of an answer bumps DW_FOLD_VERSION. See utf8.h.
 */
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/mem.h"
#include "base/utf8.h"

#define FOLDS_MAX 4 /* folding again changes a few texts once more, never for ever */
#define MARKS_MAX 8 /* on one letter of a name; no living orthography needs more */

static bool
is_ascii(const char *text, size_t len)
{
	unsigned char all = 0;

	for (size_t i = 0; i < len; i++)
		all = (unsigned char)(all | (unsigned char)text[i]);
	return all < 0x80;
}

static char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* NFKC or NFKD with case folding, into new memory. */
static char *
fold_once(const char *text, size_t len, uninorm_t form, size_t *out_len)
{
	uint8_t *folded =
		u8_casefold((const uint8_t *)text, len, NULL, form, NULL, out_len);
	char *copy;

	/* Valid input and memory that does not fail leave no other reason for NULL. */
	if (folded == NULL && len > 0)
		dw_no_memory();
	copy = dw_strndup((const char *)folded, *out_len);
	free(folded);
	return copy;
}

/* Drops default-ignorable characters, then the white space at both ends; in place. */
static size_t
tidy(char *text, size_t len)
{
	size_t kept = 0, start = 0, end = 0;
	bool begun = false;

	for (size_t at = 0; at < len;) {
		uint32_t code = 0;
		size_t n = dw_utf8_decode(text + at, len - at, &code);

		if (!uc_is_property_default_ignorable_code_point(code)) {
			memmove(text + kept, text + at, n);
			if (!uc_is_property_white_space(code)) {
				start = begun ? start : kept;
				end = kept + n;
				begun = true;
			}
			kept += n;
		}
		at += n;
	}
	memmove(text, text + start, end - start);
	text[end - start] = '\0';
	return end - start;
}

char *
dw_fold_identity(const char *text)
{
	size_t len = strlen(text);
	char *key;

	if (is_ascii(text, len)) {
		while (len > 0 &&
			uc_is_property_white_space((unsigned char)text[len - 1]))
			len--;
		while (len > 0 && uc_is_property_white_space((unsigned char)*text)) {
			text++;
			len--;
		}
		key = dw_strndup(text, len);
		for (size_t i = 0; i < len; i++)
			key[i] = ascii_lower(key[i]);
		return key;
	}
	if (!dw_utf8_valid(text, len))
		return NULL;
	key = dw_strndup(text, len);
	len = tidy(key, len);
	for (int i = 0; i < FOLDS_MAX; i++) {
		size_t next_len;
		char *next = fold_once(key, len, UNINORM_NFKC, &next_len);
		bool same;

		next_len = tidy(next, next_len);
		same = next_len == len && memcmp(next, key, len) == 0;
		dw_replace(&key, next);
		len = next_len;
		if (same)
			break;
	}
	return key;
}

/* Letters that have no decomposition but that people type without their stroke. */
static const char *
plain_letter(uint32_t code)
{
	switch (code) {
	case 0x00e6:
		return "ae";
	case 0x00f0:
	case 0x0111:
		return "d";
	case 0x00f8:
		return "o";
	case 0x00fe:
		return "th";
	case 0x0127:
		return "h";
	case 0x0131:
		return "i";
	case 0x0142:
		return "l";
	case 0x0153:
		return "oe";
	case 0x0167:
		return "t";
	default:
		return NULL;
	}
}

/* Well-formed text without control characters, as folding wants it. */
static void
clean(struct dw_buf *out, const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		uint32_t code = 0;
		size_t n = dw_utf8_decode(text + at, len - at, &code);

		if (n == 0)
			dw_buf_puts(out, "\xef\xbf\xbd");
		else if (uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Cc))
			dw_buf_putc(out, ' ');
		else
			dw_buf_add(out, text + at, n);
		at += n > 0 ? n : 1;
	}
}

/* Adds the folded text without its marks and strokes. */
static void
add_bare(struct dw_buf *out, const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		uint32_t code = 0;
		size_t n = dw_utf8_decode(text + at, len - at, &code);
		const char *plain = code < 0x80 ? NULL : plain_letter(code);

		if (plain != NULL)
			dw_buf_puts(out, plain);
		else if (code < 0x80 ||
			 !(uc_is_general_category_withtable(
				   code, UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Me) ||
				 uc_is_property_default_ignorable_code_point(code)))
			dw_buf_add(out, text + at, n);
		at += n;
	}
}

char *
dw_fold_search(const char *text)
{
	size_t len = strlen(text);
	DW_AUTO(dw_buf) now = { 0 };

	if (is_ascii(text, len)) {
		char *key = dw_calloc(len + 1, 1);

		for (size_t i = 0; i < len; i++)
			key[i] = text[i] < 0x20 || text[i] == 0x7f ? ' '
								   : ascii_lower(text[i]);
		return key;
	}
	clean(&now, text, len);
	for (int i = 0; i < FOLDS_MAX; i++) {
		struct dw_buf next = { 0 };
		DW_AUTO_FREE char *folded = NULL;
		size_t folded_len;
		bool same;

		folded = fold_once(dw_buf_text(&now), now.len, UNINORM_NFKD, &folded_len);
		add_bare(&next, folded, folded_len);
		same = next.len == now.len &&
		       memcmp(dw_buf_text(&next), dw_buf_text(&now), next.len) == 0;
		dw_buf_clear(&now);
		now = next;
		if (same || is_ascii(dw_buf_text(&now), now.len))
			break;
	}
	return dw_buf_steal(&now);
}

char *
dw_nfc(const char *text)
{
	size_t len = strlen(text);
	uint8_t *normal;
	size_t normal_len;

	if (is_ascii(text, len))
		return dw_strndup(text, len);
	if (!dw_utf8_valid(text, len))
		return NULL;
	/* Room for the NUL in the same memory: a copy more would be one more to wipe. */
	normal_len = 3 * len + 1;
	normal = dw_calloc(normal_len, 1);
	if (u8_normalize(UNINORM_NFC, (const uint8_t *)text, len, normal, &normal_len) !=
		normal)
		dw_no_memory();
	normal[normal_len] = '\0';
	return (char *)normal;
}

bool
dw_name_is_plain(const char *text)
{
	size_t len = strlen(text);
	DW_AUTO_FREE char *once = NULL;
	DW_AUTO_FREE char *twice = NULL;
	size_t once_len, twice_len;
	int marks = MARKS_MAX; /* none may come first */

	if (len == 0 || !dw_utf8_valid(text, len))
		return false;
	for (size_t at = 0; at < len;) {
		uint32_t code = 0;

		at += dw_utf8_decode(text + at, len - at, &code);
		if (dw_code_is_hidden(code))
			return false;
		marks = uc_is_general_category_withtable(code, UC_CATEGORY_MASK_M)
				? marks + 1
				: 0;
		if (marks > MARKS_MAX)
			return false;
	}
	if (is_ascii(text, len))
		return true;
	once = fold_once(text, len, UNINORM_NFKC, &once_len);
	twice = fold_once(once, once_len, UNINORM_NFKC, &twice_len);
	return once_len == twice_len && memcmp(once, twice, once_len) == 0;
}
