/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sealing a secret of one user for the store: XChaCha20-Poly1305 with a random nonce. What it
 * belongs to is authenticated with it, so that a row moved to another user, another field
 * or another key does not open. See keyring.h.
 */
#include <sodium.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/keyring.h"

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES

/* Length-prefixed, so that no two places have the same bytes. */
static void
put_place(struct dw_buf *out, const struct dw_uuid *user, const char *field, int64_t key_id)
{
	dw_buf_be32(out, sizeof(user->bytes));
	dw_buf_add(out, user->bytes, sizeof(user->bytes));
	dw_buf_be32(out, (uint32_t)strlen(field));
	dw_buf_puts(out, field);
	dw_buf_be64(out, (uint64_t)key_id);
}

enum dw_code
dw_seal(const struct dw_keyring *keyring, const struct dw_uuid *user, const char *field,
	const struct dw_secret *plain, struct dw_buf *out, int64_t *key_id, struct dw_error *err)
{
	const struct dw_key_file *key = dw_keyring_newest(keyring, DW_KEY_TOTP);
	DW_AUTO(dw_buf) place = { 0 };
	unsigned char nonce[NONCE], sealed[DW_SECRET_MAX + TAG];
	unsigned long long len;

	if (key == NULL)
		return dw_fail(err, DW_CONFIG,
			_("There is no key to seal secrets with. Make one: doorward key create totp."));
	randombytes_buf(nonce, sizeof(nonce));
	put_place(&place, user, field, key->id);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, &len, (const unsigned char *)plain->data,
		plain->len, (const unsigned char *)place.data, place.len, NULL, nonce,
		(const unsigned char *)key->key.data);
	dw_buf_add(out, nonce, sizeof(nonce));
	dw_buf_add(out, sealed, (size_t)len);
	*key_id = key->id;
	return DW_OK;
}

enum dw_code
dw_unseal(const struct dw_keyring *keyring, int64_t key_id, const struct dw_uuid *user,
	const char *field, const void *bytes, size_t len, struct dw_secret *out,
	struct dw_error *err)
{
	const struct dw_key_file *key = dw_keyring_find(keyring, DW_KEY_TOTP, key_id);
	const unsigned char *sealed = bytes;
	DW_AUTO(dw_secret) room = { 0 };
	DW_AUTO(dw_buf) place = { 0 };
	unsigned long long n = 0;
	enum dw_code rc;

	if (key == NULL)
		return dw_fail(err, DW_CONFIG,
			_("The key totp.%lld is missing. Bring it back from where it was copied to."),
			(long long)key_id);
	if (len < NONCE + TAG || len - NONCE - TAG > DW_SECRET_MAX)
		return dw_fail(err, DW_IO, _("A sealed secret is damaged."));
	put_place(&place, user, field, key_id);
	/* Room of guarded memory for the plain text, so that no other memory ever has it. */
	if ((rc = dw_secret_set(&room, sealed + NONCE, len - NONCE - TAG, err)) != DW_OK)
		return rc;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)room.data, &n, NULL,
			sealed + NONCE, len - NONCE, (const unsigned char *)place.data, place.len, sealed,
			(const unsigned char *)key->key.data) != 0)
		return dw_fail(err, DW_IO,
			_("A sealed secret is damaged, or was not sealed for this place."));
	dw_secret_clear(out);
	*out = room;
	room = (struct dw_secret){ 0 };
	return DW_OK;
}
