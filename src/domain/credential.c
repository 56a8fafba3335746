/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hashing passwords, knowing the forms of ready-made hashes, and the table password.
 * What may be a password is in password_policy.c. See credential.h.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/attempt.h"
#include "domain/audit.h"
#include "domain/credential.h"
#include "domain/password_bytes.h"
#include "domain/session.h"
#include "store/query.h"

#define DEMO_MEMORY (8 << 20)
#define DEMO_PASSES 1

/* ---- hashing ---- */

struct dw_password_cost
dw_password_cost(const struct dw_conf *conf, bool demo)
{
	if (demo)
		return (struct dw_password_cost){ DEMO_PASSES, DEMO_MEMORY };
	return (struct dw_password_cost){
		.passes = (uint64_t)dw_conf_int(conf, DW_CONF_HASH_PASSES),
		.memory = (uint64_t)dw_conf_int(conf, DW_CONF_HASH_MEMORY) << 20,
	};
}

enum dw_code
dw_password_hash(const struct dw_conf *conf, bool demo, const struct dw_secret *pepper,
	int64_t pepper_id, const struct dw_secret *password, struct dw_password_hash *out,
	struct dw_error *err)
{
	_Static_assert(sizeof(out->text) >= crypto_pwhash_STRBYTES, "room for libsodium's text");
	const struct dw_password_cost cost = dw_password_cost(conf, demo);
	bool seasoned = pepper != NULL && pepper->len > 0;
	DW_AUTO(dw_wiped) text = { 0 };
	struct dw_password_hash hash = { .pepper_id = seasoned ? pepper_id : 0 };
	enum dw_code rc;

	if (seasoned && (pepper->len != DW_PEPPER_BYTES || pepper_id <= 0))
		return dw_fail(err, DW_CONFIG, _("The pepper key has not %d bytes or has no number."),
			DW_PEPPER_BYTES);
	if ((rc = dw_password_bytes(password, seasoned ? pepper : NULL, &text, err)) != DW_OK)
		return rc;
	if (crypto_pwhash_str(hash.text, (const char *)text.bytes, text.len, cost.passes,
			(size_t)cost.memory) != 0)
		return dw_fail(err, DW_UNAVAILABLE,
			_("There is not enough memory to hash a password (%zu MiB). Try again when less is "
			  "running, or lower password.hash_memory_mib."), (size_t)(cost.memory >> 20));
	*out = hash;
	return DW_OK;
}

/* ---- forms of ready-made hashes ---- */

#define BASE64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
#define CRYPT64 "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* Steps over at least `least` and at most `most` bytes out of `set`; NULL when it cannot. */
static const char *
over(const char *at, const char *set, size_t least, size_t most)
{
	size_t n = at != NULL ? strspn(at, set) : 0;

	return at == NULL || n < least || n > most ? NULL : at + n;
}

/* Steps over this text; NULL when something else is there. */
static const char *
past(const char *at, const char *text)
{
	size_t n = strlen(text);

	return at != NULL && strncmp(at, text, n) == 0 ? at + n : NULL;
}

static bool
ends(const char *at)
{
	return at != NULL && *at == '\0';
}

static bool
is_argon2id(const char *hash)
{
	const char *at = past(hash, "$argon2id$v=19$m=");

	at = over(past(over(at, DIGITS, 1, 8), ",t="), DIGITS, 1, 4);
	at = past(over(past(at, ",p="), DIGITS, 1, 3), "$");
	at = over(past(over(at, BASE64, 11, 86), "$"), BASE64, 22, 86);
	return ends(at) && strlen(hash) < crypto_pwhash_STRBYTES;
}

/* $5$ and $6$: [rounds=N$]salt$hash. */
static bool
is_sha_crypt(const char *hash, const char *prefix, size_t digest)
{
	const char *at = past(hash, prefix);
	const char *rounds = past(at, "rounds=");

	if (rounds != NULL)
		at = past(over(rounds, DIGITS, 1, 9), "$");
	return ends(over(past(over(at, CRYPT64, 0, 16), "$"), CRYPT64, digest, digest));
}

static bool
is_bcrypt(const char *hash)
{
	const char *at = past(hash, "$2");

	at = past(over(past(over(at, "aby", 1, 1), "$"), DIGITS, 2, 2), "$");
	return ends(over(at, CRYPT64, 53, 53));
}

static bool
is_yescrypt(const char *hash)
{
	const char *at = past(over(past(hash, "$y$"), CRYPT64, 2, 24), "$");

	return ends(over(past(over(at, CRYPT64, 0, 86), "$"), CRYPT64, 43, 43));
}

/* Django: pbkdf2_sha256$iterations$salt$base64 of 32 bytes. The salt is any text without $. */
static bool
is_django(const char *hash)
{
	const char *at = past(over(past(hash, "pbkdf2_sha256$"), DIGITS, 1, 9), "$");
	size_t salt = at != NULL ? strcspn(at, "$") : 0;

	if (salt == 0 || salt > 128)
		return false;
	return ends(past(over(past(at + salt, "$"), BASE64, 43, 43), "="));
}

const char *
dw_password_scheme(const char *hash)
{
	if (is_argon2id(hash))
		return "argon2id";
	if (is_sha_crypt(hash, "$5$", 43) || is_sha_crypt(hash, "$6$", 86) || is_bcrypt(hash) ||
		is_yescrypt(hash))
		return "crypt";
	return is_django(hash) ? "pbkdf2_sha256" : NULL;
}

/* ---- the table ---- */

enum dw_code
dw_password_has_mfa(struct dw_db *db, const struct dw_user *user, int64_t now, bool *out,
	struct dw_error *err)
{
	struct dw_rights rights = { 0 };
	enum dw_code rc;

	if (user == NULL || (user->mfa & (DW_MFA_TOTP | DW_MFA_PASSKEY)) != 0) {
		*out = user != NULL;
		return DW_OK;
	}
	if ((rc = dw_rights_load(db, user->id, now, &rights, err)) != DW_OK)
		return rc;
	*out = (rights.admin || rights.held != 0) && user->mfa_exempt_at == 0;
	return DW_OK;
}

enum dw_code
dw_password_may_set(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	enum dw_code rc = dw_user_may_touch(w, user, DW_PERM_SET_PASSWORD, err);

	if (rc == DW_OK && user->source == DW_LDAP)
		return dw_fail(err, DW_STATE,
			_("%s signs in with a password of the directory %s. Set it there."), user->username,
			user->source_name);
	return rc;
}

/* A new row, or the old one's place. */
static enum dw_code
put_row(struct dw_work *w, const char *sql, int64_t user_id, const char *scheme,
	const char *hash, int64_t pepper_id, bool must_change, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q, sql);
	dw_bind_int(&q, 1, user_id);
	dw_bind_text(&q, 2, scheme);
	dw_bind_text(&q, 3, hash);
	dw_bind_int(&q, 4, pepper_id);
	dw_bind_int(&q, 5, w->now);
	dw_bind_int(&q, 6, must_change);
	w->topics |= DW_TOPIC_USERS;
	return dw_query_run(&q, err);
}

#define INSERT \
	"INSERT INTO password (user_id, scheme, hash, pepper_id, set_at, must_change)" \
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6)"

enum dw_code
dw_password_insert(struct dw_work *w, int64_t user_id, const char *scheme, const char *hash,
	int64_t pepper_id, bool must_change, struct dw_error *err)
{
	return put_row(w, INSERT, user_id, scheme, hash, pepper_id, must_change, err);
}

/* Stores it, ends all sessions, clears a lock, and writes the entry. */
static enum dw_code
set(struct dw_work *w, const struct dw_user *user, const struct dw_password_hash *hash,
	bool must_change, const char *action, struct dw_error *err)
{
	struct dw_audit_entry entry = { .action = action, .target = user->uuid,
		.target_name = user->username };
	enum dw_code rc;
	int64_t ended;

	if ((rc = put_row(w, INSERT " ON CONFLICT (user_id) DO UPDATE SET scheme = excluded.scheme,"
			" hash = excluded.hash, pepper_id = excluded.pepper_id, set_at = excluded.set_at,"
			" must_change = excluded.must_change, disabled_at = 0",
			user->id, "argon2id", hash->text, hash->pepper_id, must_change, err)) != DW_OK ||
		(rc = dw_lock_clear(w, user->id, err)) != DW_OK ||
		(rc = dw_session_drop(w, user->id, &ended, err)) != DW_OK)
		return rc;
	entry.target_data = json_pack("{s:b, s:I, s:b}", "must_change", must_change,
		"sessions_ended", (json_int_t)ended, "lock_cleared", user->locked_until > w->now);
	rc = dw_audit_append(w, &entry, err);
	json_decref(entry.target_data);
	return rc;
}

enum dw_code
dw_password_set(struct dw_work *w, const struct dw_user *user, const struct dw_password_hash *hash,
	bool must_change, struct dw_error *err)
{
	enum dw_code rc = dw_password_may_set(w, user, err);

	return rc != DW_OK ? rc : set(w, user, hash, must_change, "password_reset", err);
}

enum dw_code
dw_password_change_own(struct dw_work *w, const struct dw_user *user,
	const struct dw_password_hash *hash, struct dw_error *err)
{
	return set(w, user, hash, false, "password_changed", err);
}
