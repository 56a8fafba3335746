/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What live search looks through, and how what was typed is read. See search.h.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/search.h"

#define DIGIT_ZERO 0x10 /* a control character, which no folded text has */
#define DIGITS_MIN 6

void
dw_search_digits(struct dw_buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (isdigit((unsigned char)*text))
			dw_buf_putc(out, (char)(DIGIT_ZERO + (*text - '0')));
}

static const char *
or_empty(const char *text)
{
	return text != NULL ? text : "";
}

/* Of two that are the same, the later one is in the other. */
static bool
is_in_another(const char *const *parts, size_t n, size_t i)
{
	for (size_t j = 0; j < n; j++)
		if (j != i && strstr(parts[j], parts[i]) != NULL &&
			(j < i || strcmp(parts[j], parts[i]) != 0))
			return true;
	return false;
}

char *
dw_search_text(const char *username, const char *email, const char *first_name,
	const char *last_name, const char *phone)
{
	DW_AUTO_FREE char *first = dw_fold_search(or_empty(first_name));
	DW_AUTO_FREE char *last = dw_fold_search(or_empty(last_name));
	DW_AUTO_FREE char *name = dw_format("%s%s%s", first, *first != '\0' && *last != '\0' ? " " : "",
		last);
	DW_AUTO_FREE char *user = dw_fold_search(or_empty(username));
	DW_AUTO_FREE char *mail = dw_fold_search(or_empty(email));
	const char *parts[] = { mail, name, user };
	DW_AUTO_FREE char *folded = dw_fold_search(or_empty(phone));
	struct dw_buf out = { 0 };

	for (size_t i = 0; i < DW_COUNT(parts); i++)
		if (*parts[i] != '\0' && !is_in_another(parts, DW_COUNT(parts), i)) {
			dw_buf_puts(&out, out.len > 0 ? "\n" : "");
			dw_buf_puts(&out, parts[i]);
		}
	if (strpbrk(folded, "0123456789") != NULL) {
		dw_buf_putc(&out, '\n');
		dw_search_digits(&out, folded);
	}
	return dw_buf_steal(&out);
}

void
dw_needle_clear(struct dw_needle *needle)
{
	if (needle == NULL)
		return;
	free(needle->text);
	free(needle->digits);
	*needle = (struct dw_needle){ 0 };
}

/*
 * Six or more digits, as people write phone numbers. Zeros in front are left out: they
 * stand for a country or a trunk line that the stored number writes in another way.
 */
static char *
phone_digits(const char *text)
{
	const char *at = text;
	struct dw_buf digits = { 0 };

	if (text[strspn(text, "0123456789 +-()/.")] != '\0')
		return NULL;
	while (*at != '\0' && (!isdigit((unsigned char)*at) || *at == '0'))
		at++;
	dw_search_digits(&digits, at);
	if (digits.len < DIGITS_MIN) {
		dw_buf_clear(&digits);
		return NULL;
	}
	return dw_buf_steal(&digits);
}

void
dw_needle_read(const char *typed, struct dw_needle *out)
{
	char *text = dw_fold_search(or_empty(typed));
	char *start = text + strspn(text, " ");
	size_t len = strlen(start);

	/* Folding has made spaces of all control characters, and of the wide space. */
	while (len > 0 && start[len - 1] == ' ')
		len--;
	memmove(text, start, len);
	text[len] = '\0';
	*out = (struct dw_needle){ .text = text, .digits = phone_digits(text) };
	dw_uuid_parse(text, &out->id);
}

bool
dw_needle_is_in(const struct dw_needle *needle, const char *text)
{
	DW_AUTO_FREE char *folded = NULL;

	if (needle->text == NULL || needle->text[0] == '\0')
		return true;
	folded = dw_fold_search(text);
	return strstr(folded, needle->text) != NULL;
}
