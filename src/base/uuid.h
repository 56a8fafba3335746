/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random 128-bit ids (RFC 9562, version 4): the only name of a row that leaves
 * the process. Kept as 16 bytes, written as 36 lower-case characters.
 */
#ifndef DW_BASE_UUID_H
#define DW_BASE_UUID_H

#include <stdbool.h>
#include <stdint.h>

struct dw_uuid {
	uint8_t bytes[16]; /* all zero = none */
};

#define DW_UUID_TEXT 37 /* with its NUL */

/* A new random id. */
struct dw_uuid
dw_uuid_new(void);

bool
dw_uuid_is_none(const struct dw_uuid *id);

bool
dw_uuid_equal(const struct dw_uuid *a, const struct dw_uuid *b);

/* Writes the 36 characters and a NUL; returns text. */
char *
dw_uuid_format(const struct dw_uuid *id, char text[DW_UUID_TEXT]);

/* Reads 36 characters in either case, nothing before or after; false if malformed. */
bool
dw_uuid_parse(const char *text, struct dw_uuid *out);

#endif
