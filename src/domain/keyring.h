/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keys that are kept outside the store, so that a copy of the store alone is of no use
 * for guessing passwords or making codes: a file of its own for each, KIND.NUMBER in one
 * folder, 64 hexadecimal digits and a newline, mode 0400. The newest of a kind is used
 * for what is written; older ones still read what was written with them.
 *
 *	pepper   HMAC over passwords before they are hashed
 *	totp     seals the secrets of authenticator apps (XChaCha20-Poly1305)
 *
 * Nothing here needs a store.
 */
#ifndef DW_DOMAIN_KEYRING_H
#define DW_DOMAIN_KEYRING_H

#include "base/buf.h"
#include "base/secret.h"
#include "base/uuid.h"

enum dw_key_kind { DW_KEY_PEPPER, DW_KEY_TOTP, DW_KEY_KINDS };

#define DW_KEY_BYTES 32
#define DW_KEY_GENERATIONS 8 /* of one kind at most */

struct dw_key_file {
	int64_t id;               /* 1, 2, ...; 0 = none */
	struct dw_secret key;     /* DW_KEY_BYTES */
};

/* Zeroed is empty and valid: no pepper, and nothing can be sealed. */
struct dw_keyring {
	struct dw_key_file at[DW_KEY_KINDS][DW_KEY_GENERATIONS]; /* newest first */
};

void
dw_keyring_clear(struct dw_keyring *keyring);

/* The word of a kind in file names. */
const char *
dw_key_word(enum dw_key_kind kind);

/*
 * Reads all keys of a folder; a folder that is not there is an empty keyring. DW_CONFIG,
 * naming the file and what to do, when one is not as it must be: a regular file of one
 * link, owned by root or by us, read by nobody else, of the right form; in a folder that
 * nobody else can write. A file whose name is no key's is an error too.
 */
enum dw_code
dw_keyring_load(const char *folder, struct dw_keyring *out, struct dw_error *err);

/*
 * Makes the next key of a kind, and the folder if need be; *id is its number. DW_CANNOT_CREATE.
 */
enum dw_code
dw_keyring_create(const char *folder, enum dw_key_kind kind, int64_t *id, struct dw_error *err);

/* The newest, and the one of a number; NULL = there is none. */
const struct dw_key_file *
dw_keyring_newest(const struct dw_keyring *keyring, enum dw_key_kind kind);
const struct dw_key_file *
dw_keyring_find(const struct dw_keyring *keyring, enum dw_key_kind kind, int64_t id);

/*
 * Seals bytes for one field of one user: 24 random bytes of nonce, then the ciphertext. Bound
 * to user, field and number of the key, so that it opens nowhere else. *key_id is the
 * number to keep beside it. DW_CONFIG when there is no key of the kind.
 */
enum dw_code
dw_seal(const struct dw_keyring *keyring, const struct dw_uuid *user, const char *field,
	const struct dw_secret *plain, struct dw_buf *out, int64_t *key_id, struct dw_error *err);

/* DW_CONFIG when the key is missing, DW_IO when the bytes are not what was sealed there. */
enum dw_code
dw_unseal(const struct dw_keyring *keyring, int64_t key_id, const struct dw_uuid *user,
	const char *field, const void *bytes, size_t len, struct dw_secret *out,
	struct dw_error *err);

#endif
