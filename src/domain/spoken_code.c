/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Codes for people. See spoken_code.h.
 */
#include <sodium.h>
#include <string.h>

#include "domain/spoken_code.h"

static const char alphabet[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

void
dw_code_new(unsigned length, struct dw_secret *out)
{
	char text[64];

	for (unsigned i = 0; i < length && i < sizeof(text); i++)
		text[i] = alphabet[randombytes_uniform(sizeof(alphabet) - 1)];
	dw_secret_set(out, text, length, NULL);
	sodium_memzero(text, sizeof(text));
}

bool
dw_code_read(const struct dw_secret *typed, unsigned length, struct dw_secret *out)
{
	char text[64];
	unsigned n = 0;
	bool good = true;

	dw_secret_clear(out);
	for (size_t i = 0; good && i < typed->len; i++) {
		char c = typed->data[i];

		if (c == ' ' || c == '-')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		good = c != '\0' && strchr(alphabet, c) != NULL && n < length && n < sizeof(text);
		if (good)
			text[n++] = c;
	}
	good = good && n == length;
	if (good)
		dw_secret_set(out, text, n, NULL);
	sodium_memzero(text, sizeof(text));
	return good;
}

void
dw_code_grouped(const struct dw_secret *code, unsigned size, struct dw_secret *out)
{
	char text[128];
	size_t n = 0;

	for (size_t i = 0; i < code->len && n + 2 < sizeof(text); i++) {
		if (i > 0 && i % size == 0)
			text[n++] = '-';
		text[n++] = code->data[i];
	}
	dw_secret_set(out, text, n, NULL);
	sodium_memzero(text, sizeof(text));
}
