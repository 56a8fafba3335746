/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a password as it was typed to the bytes that are hashed: the one normal form (NFC), at
 * setting and at verifying alike, never trimmed or cut; then, with a pepper, a MAC over it
 * that only who has the key can make. Private to the files about passwords.
 */
#ifndef DW_DOMAIN_PASSWORD_BYTES_H
#define DW_DOMAIN_PASSWORD_BYTES_H

#include <stdint.h>

#include "base/error.h"
#include "base/secret.h"

/* Bytes in guarded memory, wiped at scope end: DW_AUTO(dw_wiped) text = { 0 }; */
struct dw_wiped {
	uint8_t *bytes;
	size_t len;
};
void
dw_wiped_clear(struct dw_wiped *buffer);

/*
 * pepper NULL or empty: none. DW_INVALID, field "password", when it is empty, not UTF-8 or has a
 * NUL in it, which some hashes would end at.
 */
enum dw_code
dw_password_bytes(const struct dw_secret *password, const struct dw_secret *pepper,
	struct dw_wiped *out, struct dw_error *err);

#endif
