/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random ids and their text form. See uuid.h.
 */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/uuid.h"

struct dw_uuid
dw_uuid_new(void)
{
	struct dw_uuid id;

	randombytes_buf(id.bytes, sizeof(id.bytes));
	id.bytes[6] = (uint8_t)((id.bytes[6] & 0x0f) | 0x40);
	id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3f) | 0x80);
	return id;
}

bool
dw_uuid_is_none(const struct dw_uuid *id)
{
	static const struct dw_uuid none;

	return memcmp(id, &none, sizeof(none)) == 0;
}

bool
dw_uuid_equal(const struct dw_uuid *a, const struct dw_uuid *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

char *
dw_uuid_format(const struct dw_uuid *id, char text[DW_UUID_TEXT])
{
	size_t at = 0;

	for (size_t i = 0; i < sizeof(id->bytes); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			text[at++] = '-';
		snprintf(text + at, 3, "%02x", id->bytes[i]);
		at += 2;
	}
	return text;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
dw_uuid_parse(const char *text, struct dw_uuid *out)
{
	struct dw_uuid id;

	if (text == NULL || strlen(text) != DW_UUID_TEXT - 1)
		return false;
	for (size_t i = 0; i < sizeof(id.bytes); i++) {
		int high, low;

		if (i == 4 || i == 6 || i == 8 || i == 10) {
			if (*text++ != '-')
				return false;
		}
		high = hex_digit(*text++);
		low = high < 0 ? -1 : hex_digit(*text++);
		if (low < 0)
			return false;
		id.bytes[i] = (uint8_t)(high * 16 + low);
	}
	*out = id;
	return true;
}
