/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The demo data: everything there is to show is there, the same seed makes the same
 * people, and the many are spread as they should be.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/audit.h"
#include "domain/demo.h"
#include "domain/group.h"
#include "domain/user_view.h"
#include "tests/support/place.h"
#include "tests/support/test.h"
#include "store/query.h"

#define NOW INT64_C(1785585600000) /* 2026-08-01 12:00:00 UTC */

struct store {
	struct place *place;
	struct dw_db *db;
};

static enum dw_code
fill(struct dw_db *db, int64_t users, uint64_t seed, bool (*progress)(void *, int64_t, int64_t),
	void *arg, struct dw_error *err)
{
	struct dw_conf *conf = dw_conf_new();
	struct dw_operator operator = { .username = "system:demo", .rights = dw_rights_all() };
	struct dw_origin origin = { .kind = "script", .uid = -1 };
	struct dw_work w = { .db = db, .conf = conf, .operator = &operator, .origin = &origin, .now = NOW };
	DW_AUTO(dw_txn) txn = { 0 };
	DW_AUTO(dw_query) groups = { 0 };
	enum dw_code rc;
	int64_t there = 0;

	rc = dw_txn_begin(db, &txn, err);
	dw_query_open(db, &groups, "SELECT count(*) FROM user_group");
	if (rc == DW_OK)
		rc = dw_query_int(&groups, 0, &there, err);
	dw_query_clear(&groups);
	if (rc == DW_OK && there == 0 && (rc = dw_rights_install(db, NOW, err)) == DW_OK)
		rc = dw_group_install(&w, err);
	if (rc == DW_OK)
		rc = dw_demo_fill(&w, users, seed, 4711, progress, arg, err);
	if (rc == DW_OK)
		rc = dw_txn_commit(&txn, err);
	dw_conf_free(conf);
	return rc;
}

static int
setup(void **state)
{
	struct store *s = calloc(1, sizeof(*s));

	place_setup(state);
	s->place = *state;
	place_store(s->place);
	s->db = place_open(s->place, DW_DB_WRITE);
	*state = s;
	return 0;
}

static int
teardown(void **state)
{
	struct store *s = *state;

	dw_db_close(s->db);
	*state = s->place;
	free(s);
	return place_teardown(state);
}

static void
must_fill(struct store *s, int64_t users, uint64_t seed)
{
	struct dw_error err = { 0 };

	if (fill(s->db, users, seed, NULL, NULL, &err) != DW_OK)
		fail_msg("%s %s", err.message, err.detail);
}

static int64_t
number(struct store *s, const char *sql)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_error err = { 0 };
	int64_t out = -1;

	dw_query_open(s->db, &q, sql);
	if (dw_query_int(&q, -1, &out, &err) != DW_OK)
		fail_msg("%s: %s", sql, err.detail);
	return out;
}

static int64_t
matches(struct store *s, const char *text)
{
	DW_AUTO(dw_filter) filter = { 0 };
	struct dw_user_query query = { .filter = &filter };
	struct dw_error err = { 0 };
	int64_t count = -1;

	if (dw_filter_read(text, NOW, &filter, &err) != DW_OK ||
		dw_user_count(s->db, &query, NOW, &count, &err) != DW_OK)
		fail_msg("%s: %s", text, err.message);
	return count;
}

static void
the_household_shows_everything_the_product_knows(void **state)
{
	static const char *const shown[] = { "state:active", "state:locked", "state:binned",
		"state:self_deletion", "deadline:<3d", "deadline:overdue", "deadline:>20d", "active:no",
		"state:inactive active:yes", "orphan:yes orphan:yes direct:yes", "last:never", "last:>180d",
		"mfa:none", "mfa:totp", "mfa:email", "mfa:passkey", "mfa:backup", "exempt:yes", "grace:<7d",
		"grace:>7d", "grace:over", "verified:no -email:none", "email:none", "source:ldap",
		"direct:yes", "group:none", "group:Admin", "group:\"User manager\"", "group:\"Help desk\"",
		"group:Viewer", "perm:awx.run_job", "perm:queries.*", "perm:apic_connections.*", "staff:yes",
		"bjorn", "\"müller\"", "απα", "волков", "ليلى", "佐藤", "wolfeschlegel", "drop table",
		"group:\"Help desk\" last:never", "bsmith state:locked group:Operations", "cjones" };
	static const char *const rows[] = {
		"SELECT count(*) FROM user WHERE inactive_reason = 1 AND lifecycle = 0",
		"SELECT count(*) FROM user WHERE inactive_reason = 2",
		"SELECT count(*) FROM user WHERE inactive_reason = 3",
		"SELECT count(*) FROM user WHERE valid_from > 1785585600000",
		"SELECT count(*) FROM user WHERE valid_until BETWEEN 1 AND 1785585600000",
		"SELECT count(*) FROM user WHERE lifecycle = 3",
		"SELECT count(*) FROM external_identity WHERE raw_claims LIKE '%email_verified%'",
		"SELECT count(*) FROM (SELECT 1 FROM external_identity GROUP BY user_id HAVING count(*) > 1)",
		"SELECT count(*) FROM (SELECT 1 FROM session GROUP BY user_id HAVING count(*) > 3)",
		"SELECT count(*) FROM session WHERE expires_at < 1785585600000",
		("SELECT count(*) FROM session WHERE user_agent LIKE 'Mozilla/5.0 (X11; Linux%'"
			" AND device = 'Linux PC' AND browser = 'Firefox 128'"),
		"SELECT count(*) FROM session WHERE user_agent LIKE '%Version/%' AND browser = 'Safari 17'",
		("SELECT count(*) FROM session AS s JOIN user AS u ON u.id = s.user_id"
			" WHERE u.username = 'bsmith' AND s.expires_at > 1785585600000"),
		"SELECT count(*) FROM membership WHERE kind = 1",
		"SELECT count(*) FROM password WHERE disabled_at > 0",
		"SELECT count(*) FROM password WHERE must_change = 1",
		"SELECT count(*) FROM authenticator WHERE kind = 8 AND count = 1",
		"SELECT count(*) FROM permission WHERE privileged = 1 AND app_label <> 'doorward'",
		"SELECT count(*) FROM user_group WHERE member_count = 0",
		"SELECT count(*) FROM unix_binding WHERE uid = 4711 HAVING count(*) = 4",
		"SELECT count(*) FROM audit WHERE result = 'refused'",
		"SELECT count(*) FROM audit WHERE action_code = 'demo_data_created'",
		"SELECT count(*) FROM audit WHERE action_code = 'user_updated'",
	};
	struct store *s = *state;

	must_fill(s, 240, 1);
	for (size_t i = 0; i < DW_COUNT(shown); i++)
		if (matches(s, shown[i]) < 1)
			fail_msg("nobody is %s", shown[i]);
	for (size_t i = 0; i < DW_COUNT(rows); i++)
		if (number(s, rows[i]) < 1)
			fail_msg("none: %s", rows[i]);
	assert_int_equal(number(s, "SELECT users FROM totals"), 240);
}

static void
the_audit_of_a_demo_is_sound(void **state)
{
	struct store *s = *state;
	struct dw_error err = { 0 };
	int64_t checked = 0;

	must_fill(s, 0, 1);
	assert_int_equal(dw_audit_verify(s->db, &checked, &err), DW_OK);
	assert_true(checked > 15);
	assert_int_equal(number(s, "SELECT users FROM totals"), 240);
	assert_int_equal(number(s, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

static void
everybody_can_sign_in_with_the_known_password(void **state)
{
	struct store *s = *state;
	DW_AUTO(dw_query) q = { 0 };
	struct dw_error err = { 0 };
	bool row;

	must_fill(s, 240, 1);
	dw_query_open(s->db, &q, "SELECT DISTINCT hash FROM password");
	assert_int_equal(dw_query_next(&q, &row, &err), DW_OK);
	assert_true(row);
	assert_int_equal(crypto_pwhash_str_verify(dw_col_text(&q, 0), DW_DEMO_PASSWORD,
		strlen(DW_DEMO_PASSWORD)), 0);
	assert_int_equal(dw_query_next(&q, &row, &err), DW_OK);
	assert_false(row);
}

/* A number for all that is in the tables of people. */
static int64_t
fingerprint(struct store *s)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_error err = { 0 };
	uint64_t sum = 0;
	bool row;

	dw_query_open(s->db, &q,
		"SELECT uuid || username || first_name || last_name || email || phone || last_login_at"
		" || locked_until || mfa || (SELECT group_concat(group_id) FROM membership AS m"
		" WHERE m.user_id = user.id) FROM user WHERE username <> 'nbauer' ORDER BY id");
	while (dw_query_next(&q, &row, &err) == DW_OK && row)
		for (const char *c = dw_col_text(&q, 0); *c != '\0'; c++)
			sum = (sum ^ (unsigned char)*c) * UINT64_C(1099511628211);
	return (int64_t)sum;
}

static void
the_same_seed_makes_the_same_people(void **state)
{
	struct store *s = *state;
	int64_t first, other;
	void *again, *different;

	must_fill(s, 500, 7);
	first = fingerprint(s);
	setup(&again);
	must_fill(again, 500, 7);
	assert_true(fingerprint(again) == first);
	teardown(&again);
	setup(&different);
	must_fill(different, 500, 8);
	other = fingerprint(different);
	assert_true(other != first);
	teardown(&different);
}

static void
demo_data_comes_once(void **state)
{
	struct store *s = *state;
	struct dw_error err = { 0 };

	must_fill(s, 240, 1);
	assert_int_equal(fill(s->db, 240, 2, NULL, NULL, &err), DW_STATE);
	assert_int_equal(fill(s->db, -1, 2, NULL, NULL, &err), DW_INVALID);
	assert_int_equal(number(s, "SELECT users FROM totals"), 240);
}

static void
who_is_there_keeps_their_name(void **state)
{
	static const char bare[] = "INSERT INTO user (uuid, username, username_key, created_at, updated_at)"
		" VALUES (randomblob(16), 'ada', 'ada', 1, 1)";
	static const char named[] = "INSERT INTO user (uuid, username, username_key, first_name, created_at,"
		" updated_at) VALUES (randomblob(16), 'bsmith', 'bsmith', 'Barbara', 1, 1)";
	struct store *s = *state;
	struct dw_error err = { 0 };

	assert_int_equal(dw_exec(s->db, bare, &err), DW_OK);
	assert_int_equal(dw_exec(s->db, named, &err), DW_OK);
	must_fill(s, 240, 1);
	assert_int_equal(number(s, "SELECT users FROM totals"), 240);
	assert_int_equal(number(s, "SELECT count(*) FROM user WHERE username = 'bsmith'"
		" AND first_name = 'Barbara' AND last_name = '' AND email = '' AND last_login_at = 0"), 1);
	assert_int_equal(matches(s, "username:bsmith group:none"), 1);
	assert_int_equal(matches(s, "lovelace username:ada group:Admin mfa:passkey last:<1d"), 1);
}

static bool
stop(void *arg, int64_t done, int64_t total)
{
	int64_t *calls = arg;

	assert_true(done > 0 && done <= total);
	return ++*calls < 2;
}

static void
it_can_be_cancelled_and_leaves_nothing(void **state)
{
	struct store *s = *state;
	struct dw_error err = { 0 };
	int64_t calls = 0;

	assert_int_equal(fill(s->db, 5000, 1, stop, &calls, &err), DW_CANCELLED);
	assert_int_equal(calls, 2);
	assert_int_equal(number(s, "SELECT count(*) FROM user"), 0);
}

/* In per mille of all, with room for chance. */
static void
assert_share(struct store *s, const char *what, int64_t count, int64_t low, int64_t high)
{
	int64_t share = count * 1000 / number(s, "SELECT users FROM totals");

	if (share < low || share > high)
		fail_msg("%s: %lld per mille", what, (long long)share);
}

/* Also the way of many users: indexes taken away and made again. */
static void
the_many_are_spread_as_they_should_be(void **state)
{
	static const struct {
		const char *filter;
		int64_t low, high;
	} shares[] = {
		{ "state:inactive", 70, 95 },
		{ "state:locked", 3, 8 },
		{ "in:bin", 7, 13 },
		{ "last:never", 105, 135 },
		{ "direct:yes", 15, 25 },
		{ "group:\"Lisbon Staff\"", 310, 350 },
		{ "group:\"Tampere Trainees\"", 2, 6 },
		{ "email:*@mail.example", 180, 290 },
	};
	struct store *s = *state;

	must_fill(s, 20000, 1);
	assert_int_equal(number(s, "SELECT users FROM totals"), 20000);
	for (size_t i = 0; i < DW_COUNT(shares); i++)
		assert_share(s, shares[i].filter, matches(s, shares[i].filter), shares[i].low, shares[i].high);
	assert_share(s, "memberships", number(s, "SELECT count(*) FROM membership"), 2700, 3100);
	assert_true(number(s, "SELECT count(*) FROM user_group") >= 200);
	assert_true(number(s, "SELECT count(*) FROM permission") >= 500);
	assert_int_equal(number(s, "SELECT count(*) FROM user_group AS g WHERE member_count <>"
		" (SELECT count(*) FROM membership AS m WHERE m.group_id = g.id)"), 0);
	assert_int_equal(number(s, "SELECT count(*) FROM sqlite_schema WHERE type = 'index'"
		" AND name IN ('user_by_last', 'user_locked', 'membership_group', 'session_user')"), 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_household_shows_everything_the_product_knows, setup, teardown),
		cmocka_unit_test_setup_teardown(the_audit_of_a_demo_is_sound, setup, teardown),
		cmocka_unit_test_setup_teardown(everybody_can_sign_in_with_the_known_password, setup, teardown),
		cmocka_unit_test_setup_teardown(the_same_seed_makes_the_same_people, setup, teardown),
		cmocka_unit_test_setup_teardown(demo_data_comes_once, setup, teardown),
		cmocka_unit_test_setup_teardown(who_is_there_keeps_their_name, setup, teardown),
		cmocka_unit_test_setup_teardown(it_can_be_cancelled_and_leaves_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(the_many_are_spread_as_they_should_be, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
