/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Furnishing the house. See house.h.
 */
#include "tests/support/test.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "domain/search.h"
#include "tests/support/house.h"
#include "ui/term_memory.h"

/* ---- random numbers that are always the same --------------------------------------- */

static uint64_t seed;

static uint32_t
dice(void)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 32);
}

static void
dice_fill(void *const bytes, const size_t n)
{
	for (size_t i = 0; i < n; i++)
		((unsigned char *)bytes)[i] = (unsigned char)dice();
}

static const char *
dice_name(void)
{
	return "the same in every run";
}

static randombytes_implementation always_the_same = {
	.implementation_name = dice_name,
	.random = dice,
	.buf = dice_fill,
};

/* ---- people -------------------------------------------------------------------------- */

static void
name(struct desk *d, const char *username, const char *first, const char *last,
	const char *phone)
{
	DW_AUTO_FREE char *email = dw_format("%s@example.org", username);
	DW_AUTO_FREE char *first_key = dw_fold_search(first);
	DW_AUTO_FREE char *last_key = dw_fold_search(last);
	DW_AUTO_FREE char *search = dw_search_text(username, email, first, last, phone);

	household_sql(d->h, "UPDATE user SET first_name = '%s', first_key = '%s', last_name = '%s',"
		" last_key = '%s', email = '%s', email_key = '%s', phone = '%s', search = '%s',"
		" email_verified_at = %lld WHERE username = '%s'", first, first_key, last, last_key, email,
		email, phone, search, (long long)HOUSEHOLD_NOW - 90 * DW_DAY, username);
}

static void
session(struct desk *d, const char *username, int64_t ago, const char *device,
	const char *browser, const char *address)
{
	household_session(d->h, username, keys_now - ago);
	household_sql(d->h, "UPDATE session SET device = '%s', browser = '%s', address = '%s',"
		" started_at = last_active_at - 7200000 WHERE id = (SELECT max(id) FROM session)", device,
		browser, address);
}

/* bob has a bit of everything. */
static void
furnish_bob(struct desk *d)
{
	long long now = (long long)keys_now;

	household_sql(d->h, "UPDATE user SET locked_until = %lld, locked_since = %lld, failures = 5,"
		" last_failure_at = %lld, last_failure_from = '192.0.2.55', last_login_at = %lld,"
		" last_login_from = '192.0.2.9', mfa = 1, email_verified_at = 0,"
		" mfa_grace_until = %lld WHERE username = 'bob'", now + 3 * DW_MINUTE, now - DW_MINUTE,
		now - DW_MINUTE, now - 3 * DW_DAY, now + 10 * DW_DAY);
	household_sql(d->h, "INSERT INTO authenticator (user_id, kind, count, enrolled_at, last_used_at)"
		" SELECT id, 1, 1, %lld, 0 FROM user WHERE username = 'bob'", now - 30 * DW_DAY);
	household_sql(d->h, "INSERT INTO external_identity (user_id, provider, subject, linked_at,"
		" last_login_at, raw_claims, mapped_claims) SELECT id, 'idp.example', 's-77', %lld, %lld,"
		" '{\"groups\":[1,2],\"mail\":\"bob@idp.test\"}', '{\"email\":\"bob@idp.test\"}'"
		" FROM user WHERE username = 'bob'", now - 30 * DW_DAY, now - 3 * DW_DAY);
	household_grant(d->h, "bob", "wiki.read");
}

static void
furnish(struct desk *d)
{
	name(d, "alba", "Alba", "Stone", "");
	name(d, "bob", "Bob", "Bunt", "+49 30 1234567");
	name(d, "cleo", "Cleo", "Marsh", "");
	name(d, "hela", "Hela", "Lind", "");
	name(d, "mona", "Mona", "Reyes", "");
	name(d, "vera", "Vera", "Novak", "");
	desk_people(d, 30);
	furnish_bob(d);
	household_sql(d->h, "UPDATE user SET source = 1, source_name = 'corp' WHERE username = 'cleo'");
	household_sql(d->h, "INSERT INTO password (user_id, scheme, hash, set_at) SELECT id, 'argon2id',"
		" 'x', %lld FROM user WHERE username IN ('cleo', 'alba')", (long long)keys_now - DW_DAY);
	session(d, "bob", 2 * DW_MINUTE, "Windows PC", "Firefox 128", "192.0.2.17");
	session(d, "cleo", 9 * DW_MINUTE, "Mac", "Safari 17", "2001:db8:42::1f");
	session(d, "bob", 20 * DW_MINUTE, "Android phone", "Chrome 127", "203.0.113.200");
	session(d, "mona", 40 * DW_MINUTE, "Television", "", "198.51.100.23");
	household_again(d->h);
}

/* ---- the store, again ------------------------------------------------------------------ */

static struct {
	char *bytes;
	size_t len;
} kept;

/* The household's connection is the last one, and takes the journal with it. */
static void
close_store(struct desk *d)
{
	struct dw_error err = { 0 };

	if (d->h->txn.db != NULL)
		assert_int_equal(dw_txn_commit(&d->h->txn, &err), DW_OK);
	dw_db_close(d->h->db);
	d->h->db = NULL;
}

static void
open_store(struct desk *d)
{
	struct dw_error err = { 0 };

	d->h->db = place_open(d->h->place, DW_DB_WRITE);
	assert_int_equal(dw_txn_begin(d->h->db, &d->h->txn, &err), DW_OK);
	household_again(d->h);
}

int
house_setup(void **state)
{
	seed = 42;
	randombytes_set_implementation(&always_the_same);
	keys_now = HOUSEHOLD_NOW + DW_HOUR;
	dw_clock = keys_clock;
	if (desk_setup(state) != 0)
		return -1;
	struct desk *d = *state;

	furnish(d);
	close_store(d);
	kept.bytes = place_read(d->h->place->store, &kept.len);
	open_store(d);
	return 0;
}

int
house_teardown(void **state)
{
	free(kept.bytes);
	kept.bytes = NULL;
	return desk_teardown(state);
}

void
house_close(struct desk *d)
{
	if (!d->open)
		return;
	console_clear(&d->c);
	ui_term_free(d->term);
	dw_app_clear(&d->app);
	memset(&d->app, 0, sizeof(d->app));
	d->open = false;
}

void
house_again(struct desk *d)
{
	house_close(d);
	close_store(d);
	place_write(d->h->place->store, kept.bytes, kept.len);
	dw_conf_free(d->h->conf);
	d->h->conf = dw_conf_new();
	open_store(d);
	keys_now = HOUSEHOLD_NOW + DW_HOUR;
	seed = 4711;
}
