/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verifying a password against what the table password holds: Argon2id of our own, and the
 * hashes that imports bring (crypt(3), Django's pbkdf2_sha256), which are replaced by our
 * own at the first sign-in that proves them right. Everything slow is in functions that
 * take no store, so that it runs with no transaction open.
 */
#ifndef DW_DOMAIN_PASSWORD_VERIFY_H
#define DW_DOMAIN_PASSWORD_VERIFY_H

#include "domain/credential.h"
#include "domain/keyring.h"

#define DW_PASSWORD_TEXT 256 /* room for any hash that is known, with its NUL */

/* A row of the table password, read. set_at 0 = there is none. */
struct dw_password_row {
	char scheme[16];             /* "argon2id", "crypt", "pbkdf2_sha256" */
	char hash[DW_PASSWORD_TEXT];
	int64_t pepper_id;           /* 0 = none */
	int64_t set_at, disabled_at;
	bool must_change;
};

enum dw_code
dw_password_load(struct dw_db *db, int64_t user_id, struct dw_password_row *out,
	struct dw_error *err);

/*
 * Slow. *right: is it this password? DW_CONFIG when the pepper that it needs is not in the
 * keyring, DW_UNAVAILABLE without memory for it, DW_IO when the hash has no form that is
 * known or would cost more than any hash should: all of them mean that nobody gets in.
 */
enum dw_code
dw_password_verify(const struct dw_keyring *keyring, const struct dw_password_row *row,
	const struct dw_secret *password, bool *right, struct dw_error *err);

/*
 * Is it not as a new one would be: another scheme, less memory, fewer passes, an older pepper
 * or none? Then whoever has just proved the password hashes it again.
 */
bool
dw_password_outdated(const struct dw_conf *conf, bool demo, const struct dw_keyring *keyring,
	const struct dw_password_row *row);

/* dw_password_hash() with the newest pepper of the keyring, or with none. */
enum dw_code
dw_password_hash_now(const struct dw_conf *conf, bool demo, const struct dw_keyring *keyring,
	const struct dw_secret *password, struct dw_password_hash *out, struct dw_error *err);

/* The same password in a newer form; nothing else of the row changes, and no entry is
 * written, as nothing happened to the user. Does nothing when the row has become another. */
enum dw_code
dw_password_upgrade(struct dw_work *w, int64_t user_id, const struct dw_password_row *old,
	const struct dw_password_hash *hash, struct dw_error *err);

#endif
