/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Time-based one-time codes and where their secrets are kept. See totp.h.
 */
#include <inttypes.h>
#include <liboath/oath.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/totp.h"
#include "store/query.h"

#define FIELD "totp"  /* what the seal is bound to, beside the user */
#define WINDOW 1      /* steps to either side */

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; /* RFC 4648, 6 */

void
dw_totp_new(struct dw_secret *out)
{
	unsigned char bytes[DW_TOTP_BYTES];

	randombytes_buf(bytes, sizeof(bytes));
	dw_secret_set(out, bytes, sizeof(bytes), NULL);
	sodium_memzero(bytes, sizeof(bytes));
}

void
dw_totp_base32(const struct dw_secret *secret, bool groups, struct dw_secret *out)
{
	char text[DW_TOTP_BYTES * 2 + 16];
	size_t n = 0, digits = 0;
	unsigned bits = 0, have = 0;

	for (size_t i = 0; i < secret->len && i < DW_TOTP_BYTES; i++) {
		bits = (bits << 8) | (unsigned char)secret->data[i];
		for (have += 8; have >= 5; have -= 5) {
			if (groups && digits > 0 && digits % 4 == 0)
				text[n++] = ' ';
			text[n++] = base32[(bits >> (have - 5)) & 31];
			digits++;
		}
	}
	if (have > 0)
		text[n++] = base32[(bits << (5 - have)) & 31];
	dw_secret_set(out, text, n, NULL);
	sodium_memzero(text, sizeof(text));
	sodium_memzero(&bits, sizeof(bits));
}

/* RFC 3986: everything but unreserved characters in per cent. Room for the text is known. */
static void
put_escaped(char *out, size_t *len, size_t size, const char *text)
{
	for (; *text != '\0' && *len + 4 < size; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			strchr("-._~", c) != NULL)
			out[(*len)++] = (char)c;
		else
			*len += (size_t)snprintf(out + *len, size - *len, "%%%02X", c);
	}
	out[*len] = '\0';
}

void
dw_totp_uri(const struct dw_secret *secret, const char *realm, const char *username,
	struct dw_secret *out)
{
	DW_AUTO(dw_secret) digits = { 0 };
	char text[2048];
	size_t len = (size_t)snprintf(text, sizeof(text), "otpauth://totp/");

	dw_totp_base32(secret, false, &digits);
	if (realm[0] != '\0') {
		put_escaped(text, &len, 256, realm);
		len += (size_t)snprintf(text + len, sizeof(text) - len, ":");
	}
	put_escaped(text, &len, 1024, username);
	len += (size_t)snprintf(text + len, sizeof(text) - len, "?secret=%s", digits.data);
	if (realm[0] != '\0') {
		len += (size_t)snprintf(text + len, sizeof(text) - len, "&issuer=");
		put_escaped(text, &len, sizeof(text), realm);
	}
	dw_secret_set(out, text, len, NULL);
	sodium_memzero(text, sizeof(text));
}

/* The digits without spaces; false when they are not six. */
static bool
read_digits(const struct dw_secret *code, char digits[DW_TOTP_DIGITS + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < code->len; i++) {
		if (code->data[i] == ' ')
			continue;
		if (code->data[i] < '0' || code->data[i] > '9' || n == DW_TOTP_DIGITS)
			return false;
		digits[n++] = code->data[i];
	}
	digits[n] = '\0';
	return n == DW_TOTP_DIGITS;
}

bool
dw_totp_matches(const struct dw_secret *secret, const struct dw_secret *code, int64_t now,
	int64_t last, int64_t *step)
{
	int64_t middle = now / DW_SECOND / DW_TOTP_STEP;
	char digits[DW_TOTP_DIGITS + 1] = { 0 }, made[DW_TOTP_DIGITS + 1];
	bool right = false;

	if (!read_digits(code, digits))
		return false;
	/* Every step is looked at, so that the time it takes does not tell which one it was. The
	 * window of liboath would stop at the first, which may be used up already. */
	for (int64_t at = middle - WINDOW; at <= middle + WINDOW; at++) {
		if (at < 0 || oath_totp_generate(secret->data, secret->len,
				(time_t)(at * DW_TOTP_STEP), DW_TOTP_STEP, 0, DW_TOTP_DIGITS, made) != OATH_OK)
			continue;
		if (sodium_memcmp(made, digits, DW_TOTP_DIGITS) == 0 && at > last && !right) {
			right = true;
			*step = at;
		}
	}
	sodium_memzero(digits, sizeof(digits));
	sodium_memzero(made, sizeof(made));
	return right;
}

enum dw_code
dw_totp_put(struct dw_work *w, const struct dw_keyring *keyring, const struct dw_user *user,
	const struct dw_secret *secret, int64_t step, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(dw_buf) sealed = { 0 };
	enum dw_code rc;
	int64_t key_id;

	if ((rc = dw_seal(keyring, &user->uuid, FIELD, secret, &sealed, &key_id, err)) != DW_OK)
		return rc;
	dw_query_open(w->db, &q,
		"INSERT INTO totp (user_id, secret, key_id, last_step) VALUES (?1, ?2, ?3, ?4)"
		" ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret,"
		" key_id = excluded.key_id, last_step = excluded.last_step");
	dw_bind_int(&q, 1, user->id);
	dw_bind_blob(&q, 2, sealed.data, sealed.len);
	dw_bind_int(&q, 3, key_id);
	dw_bind_int(&q, 4, step);
	return dw_query_run(&q, err);
}

/* The row goes back to the cache before the step is written. */
static enum dw_code
load(struct dw_work *w, const struct dw_keyring *keyring, const struct dw_user *user,
	struct dw_secret *secret, int64_t *last, bool *there, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	const void *sealed;
	enum dw_code rc;
	size_t len;

	dw_query_open(w->db, &q, "SELECT secret, key_id, last_step FROM totp WHERE user_id = ?1");
	dw_bind_int(&q, 1, user->id);
	if ((rc = dw_query_next(&q, there, err)) != DW_OK || !*there)
		return rc;
	sealed = dw_col_blob(&q, 0, &len);
	*last = dw_col_int(&q, 2);
	return dw_unseal(keyring, dw_col_int(&q, 1), &user->uuid, FIELD, sealed, len, secret, err);
}

enum dw_code
dw_totp_use(struct dw_work *w, const struct dw_keyring *keyring, const struct dw_user *user,
	const struct dw_secret *code, bool *right, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(dw_secret) secret = { 0 };
	bool there = false;
	int64_t last = 0, step;
	enum dw_code rc;

	*right = false;
	if ((rc = load(w, keyring, user, &secret, &last, &there, err)) != DW_OK || !there ||
		!dw_totp_matches(&secret, code, w->now, last, &step))
		return rc;
	/* RFC 6238, 5.2: a step that was accepted never is again. */
	dw_query_open(w->db, &q,
		"UPDATE totp SET last_step = ?2 WHERE user_id = ?1 AND last_step < ?2");
	dw_bind_int(&q, 1, user->id);
	dw_bind_int(&q, 2, step);
	if ((rc = dw_query_run(&q, err)) == DW_OK)
		*right = dw_db_changes(w->db) == 1;
	return rc;
}
