/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What of a password is hashed. See password_bytes.h.
 */
#include <sodium.h>
#include <string.h>
#include <uninorm.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/password_bytes.h"

void
dw_wiped_clear(struct dw_wiped *buffer)
{
	sodium_free(buffer->bytes); /* wipes; takes NULL */
	*buffer = (struct dw_wiped){ 0 };
}

static enum dw_code
normal_form(const struct dw_secret *password, struct dw_wiped *out, struct dw_error *err)
{
	if (password->len == 0 || memchr(password->data, '\0', password->len) != NULL ||
		!dw_utf8_valid(password->data, password->len))
		return dw_fail_field(err, DW_INVALID, "password",
			_("The password is not valid UTF-8 text."));
	/* NFC makes UTF-8 at most three times as long; with room no copy is made on the heap. */
	out->len = 3 * password->len;
	out->bytes = sodium_malloc(out->len);
	if (out->bytes == NULL ||
		u8_normalize(UNINORM_NFC, (const uint8_t *)password->data, password->len, out->bytes,
			&out->len) != out->bytes)
		dw_no_memory();
	return DW_OK;
}

static void
season(const struct dw_secret *pepper, struct dw_wiped *password)
{
	crypto_auth_hmacsha256_state state;
	struct dw_wiped seasoned = { .bytes = sodium_malloc(crypto_auth_hmacsha256_BYTES),
		.len = crypto_auth_hmacsha256_BYTES };

	if (seasoned.bytes == NULL)
		dw_no_memory();
	crypto_auth_hmacsha256_init(&state, (const unsigned char *)pepper->data, pepper->len);
	crypto_auth_hmacsha256_update(&state, password->bytes, password->len);
	crypto_auth_hmacsha256_final(&state, seasoned.bytes);
	sodium_memzero(&state, sizeof(state));
	dw_wiped_clear(password);
	*password = seasoned;
}

enum dw_code
dw_password_bytes(const struct dw_secret *password, const struct dw_secret *pepper,
	struct dw_wiped *out, struct dw_error *err)
{
	enum dw_code rc = normal_form(password, out, err);

	if (rc == DW_OK && pepper != NULL && pepper->len > 0)
		season(pepper, out);
	return rc;
}
