/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verifying passwords, whatever made their hash. See password_verify.h.
 */
#include <crypt.h>
#include <errno.h>
#include <nettle/pbkdf2.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/password_bytes.h"
#include "domain/password_verify.h"
#include "store/query.h"

/* Dearer ones than these are refused: a hash from elsewhere must not stop the door. */
#define MOST_MEMORY_KIB (1 << 20)
#define MOST_PASSES 100
#define MOST_ITERATIONS 10000000
#define MOST_ROUNDS 5000000
#define MOST_BCRYPT 16
#define MOST_YESCRYPT_N 17 /* 2^18 blocks: a GiB */

static const char crypt64[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/* ---- the row ---- */

enum dw_code
dw_password_load(struct dw_db *db, int64_t user_id, struct dw_password_row *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row = false;

	*out = (struct dw_password_row){ 0 };
	dw_query_open(db, &q,
		"SELECT scheme, hash, pepper_id, set_at, must_change, disabled_at FROM password"
		" WHERE user_id = ?1");
	dw_bind_int(&q, 1, user_id);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK || !row)
		return rc;
	/* What does not fit is no hash that is known, so cutting it harms nothing. */
	snprintf(out->scheme, sizeof(out->scheme), "%s", dw_col_text(&q, 0));
	snprintf(out->hash, sizeof(out->hash), "%s", dw_col_text(&q, 1));
	out->pepper_id = dw_col_int(&q, 2);
	out->set_at = dw_col_int(&q, 3);
	out->must_change = dw_col_int(&q, 4) != 0;
	out->disabled_at = dw_col_int(&q, 5);
	return DW_OK;
}

enum dw_code
dw_password_upgrade(struct dw_work *w, int64_t user_id, const struct dw_password_row *old,
	const struct dw_password_hash *hash, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q,
		"UPDATE password SET scheme = 'argon2id', hash = ?3, pepper_id = ?4"
		" WHERE user_id = ?1 AND hash = ?2");
	dw_bind_int(&q, 1, user_id);
	dw_bind_text(&q, 2, old->hash);
	dw_bind_text(&q, 3, hash->text);
	dw_bind_int(&q, 4, hash->pepper_id);
	return dw_query_run(&q, err);
}

/* ---- each form ---- */

static enum dw_code
no_such_form(struct dw_error *err)
{
	return dw_fail(err, DW_IO,
		_("The stored hash has no form that is known, or costs too much. Set a new password."));
}

/* "$argon2id$v=19$m=65536,t=3,p=1$...": what it costs; false when it is not of that form. */
static bool
argon2_cost(const char *hash, uint64_t *kib, uint64_t *passes)
{
	unsigned m, t, p;

	if (sscanf(hash, "$argon2id$v=19$m=%8u,t=%4u,p=%3u$", &m, &t, &p) != 3)
		return false;
	*kib = m;
	*passes = t;
	return true;
}

static enum dw_code
verify_argon2id(const struct dw_keyring *keyring, const struct dw_password_row *row,
	const struct dw_secret *password, bool *right, struct dw_error *err)
{
	const struct dw_key_file *pepper = dw_keyring_find(keyring, DW_KEY_PEPPER, row->pepper_id);
	DW_AUTO(dw_wiped) text = { 0 };
	uint64_t kib, passes;
	enum dw_code rc;

	if (row->pepper_id != 0 && pepper == NULL)
		return dw_fail(err, DW_CONFIG,
			_("The key pepper.%lld is missing. Bring it back from where it was copied to."),
			(long long)row->pepper_id);
	if (!argon2_cost(row->hash, &kib, &passes) || kib > MOST_MEMORY_KIB || passes > MOST_PASSES)
		return no_such_form(err);
	if ((rc = dw_password_bytes(password, pepper != NULL ? &pepper->key : NULL, &text,
			err)) != DW_OK)
		return rc;
	/* It answers alike when it has no memory; only a mismatch says EINVAL. */
	errno = 0;
	*right = crypto_pwhash_str_verify(row->hash, (const char *)text.bytes, text.len) == 0;
	if (!*right && errno != EINVAL)
		return dw_fail(err, DW_UNAVAILABLE,
			_("There is not enough memory to verify a password. Try again when less is running."));
	return DW_OK;
}

/* The number after a text within the hash; fallback where the text is not there. */
static long
number_after(const char *hash, const char *text, long fallback)
{
	const char *at = strstr(hash, text);

	return at != NULL ? strtol(at + strlen(text), NULL, 10) : fallback;
}

static bool
crypt_is_affordable(const char *hash)
{
	const char *n = strncmp(hash, "$y$", 3) == 0 && hash[3] != '\0' && hash[4] != '\0' ?
		strchr(crypt64, hash[4]) : NULL;

	if (strncmp(hash, "$2", 2) == 0)
		return strlen(hash) > 4 && strtol(hash + 4, NULL, 10) <= MOST_BCRYPT;
	if (strncmp(hash, "$y$", 3) == 0)
		return n != NULL && n - crypt64 <= MOST_YESCRYPT_N;
	return number_after(hash, "$rounds=", 0) <= MOST_ROUNDS;
}

static enum dw_code
verify_crypt(const struct dw_password_row *row, const struct dw_secret *password, bool *right,
	struct dw_error *err)
{
	/* crypt(3) leaves traces of the password in its room, so that is guarded and wiped. */
	struct crypt_data *room;
	DW_AUTO(dw_wiped) text = { 0 };
	DW_AUTO(dw_secret) typed = { 0 };
	const char *made;
	enum dw_code rc;

	if (!crypt_is_affordable(row->hash))
		return no_such_form(err);
	if ((rc = dw_password_bytes(password, NULL, &text, err)) != DW_OK ||
		(rc = dw_secret_set(&typed, text.bytes, text.len, err)) != DW_OK)
		return rc;
	/* Longer than it can take (CRYPT_MAX_PASSPHRASE_SIZE) was never hashed by it. */
	if (typed.len >= CRYPT_MAX_PASSPHRASE_SIZE) {
		*right = false;
		return DW_OK;
	}
	room = sodium_allocarray(1, sizeof(*room));
	if (room == NULL)
		dw_no_memory();
	memset(room, 0, sizeof(*room));
	made = crypt_r(typed.data, row->hash, room);
	/* A failure token begins with an asterisk, which no hash does. */
	rc = made == NULL || made[0] == '*' ? no_such_form(err) : DW_OK;
	*right = rc == DW_OK && strlen(made) == strlen(row->hash) &&
		sodium_memcmp(made, row->hash, strlen(made)) == 0;
	sodium_free(room);
	return rc;
}

/* pbkdf2_sha256$ITERATIONS$SALT$BASE64 (Django, PBKDF2PasswordHasher). */
static enum dw_code
verify_django(const struct dw_password_row *row, const struct dw_secret *password, bool *right,
	struct dw_error *err)
{
	const char *at = strchr(row->hash, '$');
	const char *salt = at != NULL ? strchr(at + 1, '$') : NULL;
	const char *digest = salt != NULL ? strchr(salt + 1, '$') : NULL;
	long iterations = at != NULL ? strtol(at + 1, NULL, 10) : 0;
	uint8_t want[32], made[32];
	DW_AUTO(dw_wiped) text = { 0 };
	enum dw_code rc;
	size_t len;

	if (digest == NULL || iterations < 1 || iterations > MOST_ITERATIONS ||
		sodium_base642bin(want, sizeof(want), digest + 1, strlen(digest + 1), NULL, &len, NULL,
			sodium_base64_VARIANT_ORIGINAL) != 0 || len != sizeof(want))
		return no_such_form(err);
	/* NFC, as everywhere here: clients send that, and Django hashed what they sent. */
	if ((rc = dw_password_bytes(password, NULL, &text, err)) != DW_OK)
		return rc;
	nettle_pbkdf2_hmac_sha256(text.len, text.bytes, (unsigned)iterations,
		(size_t)(digest - salt - 1), (const uint8_t *)salt + 1, sizeof(made), made);
	*right = sodium_memcmp(made, want, sizeof(want)) == 0;
	sodium_memzero(made, sizeof(made));
	return DW_OK;
}

enum dw_code
dw_password_verify(const struct dw_keyring *keyring, const struct dw_password_row *row,
	const struct dw_secret *password, bool *right, struct dw_error *err)
{
	*right = false;
	if (row->set_at == 0)
		return DW_OK;
	if (strcmp(row->scheme, "argon2id") == 0)
		return verify_argon2id(keyring, row, password, right, err);
	if (strcmp(row->scheme, "crypt") == 0)
		return verify_crypt(row, password, right, err);
	if (strcmp(row->scheme, "pbkdf2_sha256") == 0)
		return verify_django(row, password, right, err);
	return no_such_form(err);
}

/* ---- newer ones ---- */

bool
dw_password_outdated(const struct dw_conf *conf, bool demo, const struct dw_keyring *keyring,
	const struct dw_password_row *row)
{
	const struct dw_password_cost cost = dw_password_cost(conf, demo);
	const struct dw_key_file *pepper = dw_keyring_newest(keyring, DW_KEY_PEPPER);
	uint64_t kib, passes;

	if (strcmp(row->scheme, "argon2id") != 0 || !argon2_cost(row->hash, &kib, &passes))
		return true;
	return kib < cost.memory >> 10 || passes < cost.passes ||
		(pepper != NULL && row->pepper_id < pepper->id);
}

enum dw_code
dw_password_hash_now(const struct dw_conf *conf, bool demo, const struct dw_keyring *keyring,
	const struct dw_secret *password, struct dw_password_hash *out, struct dw_error *err)
{
	const struct dw_key_file *pepper = dw_keyring_newest(keyring, DW_KEY_PEPPER);

	return dw_password_hash(conf, demo, pepper != NULL ? &pepper->key : NULL,
		pepper != NULL ? pepper->id : 0, password, out, err);
}
