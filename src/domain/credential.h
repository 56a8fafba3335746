/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Passwords: the policy, hashing (Argon2id by libsodium, with a keyed pepper where
 * a key is given), and the table password. Verifying at sign-in comes with the door.
 */
#ifndef DW_DOMAIN_CREDENTIAL_H
#define DW_DOMAIN_CREDENTIAL_H

#include "base/secret.h"
#include "domain/user.h"
#include "domain/work.h"

/*
 * May this be the user's password? has_mfa: has or must have a second factor, so that
 * password.min_length_with_mfa is the least. DW_INVALID, field "password", with the
 * reason and what would help: too short or long, not UTF-8, in the block list, made of
 * the user's own words or of the realm's. NIST SP 800-63B-4 3.1.1.2: no composition
 * rules. user may be NULL (new user). DW_CONFIG when password.blocklist_file is set and
 * cannot be read.
 */
enum dw_code
dw_password_judge(const struct dw_conf *conf, const struct dw_user *user, bool has_mfa,
	const struct dw_secret *password, struct dw_error *err);

/*
 * Has the user, or must the user have, a second factor? Operators must, unless exempt; e-mail is
 * none. user may be NULL (new user).
 */
enum dw_code
dw_password_has_mfa(struct dw_db *db, const struct dw_user *user, int64_t now, bool *out,
	struct dw_error *err);

/* What a new hash costs: passes over so many bytes of memory. A demo store's cost little. */
struct dw_password_cost {
	uint64_t passes, memory;
};
struct dw_password_cost
dw_password_cost(const struct dw_conf *conf, bool demo);

/*
 * Slow: NFC, then HMAC-SHA-256 with the pepper if there is one, then Argon2id with
 * the configured cost (8 MiB, one pass in a demo store). Call it with no transaction open.
 * pepper: 32 bytes; NULL or empty = none, and pepper_id is 0 then. DW_UNAVAILABLE when there
 * is not enough memory for it now.
 */
#define DW_PEPPER_BYTES 32
struct dw_password_hash {
	char text[128]; /* crypto_pwhash_str */
	int64_t pepper_id;
};
enum dw_code
dw_password_hash(const struct dw_conf *conf, bool demo, const struct dw_secret *pepper,
	int64_t pepper_id, const struct dw_secret *password, struct dw_password_hash *out,
	struct dw_error *err);

/* Is it a hash of a form that sign-in will know: $argon2id$, crypt(3) $5$ $6$ $2b$ $y$, or
 * Django's pbkdf2_sha256$? Returns the scheme's name, or NULL. */
const char *
dw_password_scheme(const char *hash);

/*
 * Stores it, ends all sessions, clears a lock and writes `password_reset` (with must_change). A
 * directory user has no password here (DW_STATE).
 */
enum dw_code
dw_password_set(struct dw_work *w, const struct dw_user *user, const struct dw_password_hash *hash,
	bool must_change, struct dw_error *err);
enum dw_code
dw_password_may_set(struct dw_work *w, const struct dw_user *user, struct dw_error *err);

/*
 * The user sets it, having proved who they are: `password_changed` by the user. Ends all sessions
 * and clears a lock, as above.
 */
enum dw_code
dw_password_change_own(struct dw_work *w, const struct dw_user *user,
	const struct dw_password_hash *hash, struct dw_error *err);

/* A row for a new or imported user, who has none yet, without an entry of its own. */
enum dw_code
dw_password_insert(struct dw_work *w, int64_t user_id, const char *scheme, const char *hash,
	int64_t pepper_id, bool must_change, struct dw_error *err);

#endif
