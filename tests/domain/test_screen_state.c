/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is kept of screens: nothing that is about people, for as long as the operator is
 * there, and without waking anybody.
 */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include "domain/check.h"
#include "domain/screen_state.h"
#include "tests/support/household.h"

static void
assert_lasting(struct household *h, const char *filter, const char *expected)
{
	DW_AUTO_FREE char *kept = NULL;

	assert_code(dw_filter_lasting(h->db, filter, HOUSEHOLD_NOW, &kept, NULL, err), DW_OK);
	if (strcmp(kept, expected) != 0)
		fail_msg("of “%s” is kept “%s”, not “%s”", filter, kept, expected);
}

static void
of_a_filter_only_what_is_about_nobody_stays(void **state)
{
	struct household *h = *state;

	assert_lasting(h, "state:active,locked mfa:none -verified:yes in:bin",
		"state:active,locked mfa:none -verified:yes in:bin");
	assert_lasting(h, "last:<30d created:>2026-01-01 grace:<7d last:never",
		"last:<30d created:>2026-01-01 grace:<7d last:never");
	assert_lasting(h, "group:Family,\"help desk\" -group:none perm:wiki.*",
		"group:Family,\"help desk\" -group:none perm:wiki.*");
	assert_lasting(h, "ada \"Ada Lovelace\" -smith", "");
	assert_lasting(h, "username:ada email:*@example.org first:Ada lastname:Love* phone:555", "");
	assert_lasting(h, "id:00112233-4455-4677-8899-aabbccddeeff", "");
	assert_lasting(h, "state:locked ada email:none,ada@example.org", "state:locked email:none");
	assert_lasting(h, "sort:-last state:locked", "state:locked");
	assert_lasting(h, "no filter: at all", "");
	assert_lasting(h, "", "");
}

/* A name that no group has may be anybody's. */
static void
groups_and_permissions_stay_where_they_are_there(void **state)
{
	struct household *h = *state;
	DW_AUTO_FREE char *kept = NULL;
	int left_out = 0;

	assert_lasting(h, "group:Ada", "");
	assert_lasting(h, "group:Ada,Family", "group:Family");
	assert_lasting(h, "group:Ada* group:Fam*", "group:Fam*");
	assert_lasting(h, "perm:Ada perm:wiki.edit,Ada*", "perm:wiki.edit");
	assert_code(dw_filter_lasting(h->db, "group:Ada,Family perm:x", HOUSEHOLD_NOW, &kept, &left_out,
		err), DW_OK);
	assert_int_equal(left_out, 2);
}

static void
keep(struct household *h, const char *username, const char *screen, const char *text)
{
	DW_AUTO(dw_user) user = household_user(h, username);
	DW_AUTO(dw_screen_states) states = { 0 };

	dw_screen_states_put(&states, screen, text);
	assert_code(dw_screen_states_keep(h->db, user.id, &states, HOUSEHOLD_NOW, err), DW_OK);
}

static const char *
kept(struct household *h, const char *username, const char *screen)
{
	return household_text(h, "SELECT coalesce((SELECT s.state FROM screen_state AS s JOIN user AS u"
		" ON u.id = s.user_id WHERE u.username = '%s' AND s.screen = '%s'), '')", username, screen);
}

static void
each_has_their_own_and_the_last_counts(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_screen_states) read = { 0 };
	DW_AUTO(dw_user) alba = household_user(h, "alba");

	keep(h, "alba", "user.list", "{\"sort\":\"email\"}");
	keep(h, "alba", "group.list", "{}");
	keep(h, "vera", "user.list", "{\"bin\":true}");
	keep(h, "alba", "user.list", "{\"sort\":\"-email\"}");
	assert_string_equal(kept(h, "alba", "user.list"), "{\"sort\":\"-email\"}");
	assert_string_equal(kept(h, "vera", "user.list"), "{\"bin\":true}");
	assert_code(dw_screen_states_read(h->db, alba.id, &read, err), DW_OK);
	assert_int_equal(read.n, 2);
}

static void
what_is_too_long_is_not_kept(void **state)
{
	struct household *h = *state;
	char text[DW_SCREEN_STATE_MOST + 2];

	memset(text, ' ', sizeof(text));
	text[0] = '{';
	text[sizeof(text) - 2] = '}';
	text[sizeof(text) - 1] = '\0';
	keep(h, "alba", "user.list", text);
	assert_string_equal(kept(h, "alba", "user.list"), "");
}

static void
it_goes_with_the_person(void **state)
{
	struct household *h = *state;

	keep(h, "bob", "user.list", "{}");
	household_sql(h, "UPDATE user SET lifecycle = 1 WHERE username = 'bob'");
	assert_string_equal(kept(h, "bob", "user.list"), "{}");
	household_sql(h, "UPDATE user SET lifecycle = 3 WHERE username = 'bob'");
	assert_string_equal(kept(h, "bob", "user.list"), "");
	/* Their console is still open somewhere. */
	assert_int_equal(household_int(h, "SELECT id FROM user WHERE username = 'bob'") > 0, 1);
	{
		DW_AUTO(dw_screen_states) states = { 0 };

		dw_screen_states_put(&states, "user.list", "{}");
		assert_code(dw_screen_states_keep(h->db,
			household_int(h, "SELECT id FROM user WHERE username = 'bob'"), &states,
			HOUSEHOLD_NOW, err), DW_OK);
	}
	assert_string_equal(kept(h, "bob", "user.list"), "");
}

static void
keeping_is_no_change(void **state)
{
	struct household *h = *state;
	int64_t entries = household_int(h, "SELECT count(*) FROM audit");
	int64_t topics = household_int(h, "SELECT sum(counter) FROM topic");
	int64_t versions = household_int(h, "SELECT sum(version) FROM user");

	keep(h, "alba", "user.list", "{}");
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit"), entries);
	assert_int_equal(household_int(h, "SELECT sum(counter) FROM topic"), topics);
	assert_int_equal(household_int(h, "SELECT sum(version) FROM user"), versions);
}

static void
forgetting_is_ones_own_and_told(void **state)
{
	struct household *h = *state;
	struct dw_work *w;
	int64_t n = -1;

	keep(h, "alba", "user.list", "{}");
	keep(h, "vera", "user.list", "{}");
	w = household_as(h, "alba");
	assert_code(dw_screen_states_forget(w, &n, err), DW_OK);
	assert_int_equal(n, 1);
	assert_string_equal(kept(h, "alba", "user.list"), "");
	assert_string_equal(kept(h, "vera", "user.list"), "{}");
	assert_string_equal(household_text(h, "SELECT action_code FROM audit ORDER BY seq DESC LIMIT 1"),
		"screens_forgotten");
	assert_int_equal(w->entries, 1);
	assert_code(dw_screen_states_forget(w, &n, err), DW_OK);
	assert_int_equal(n, 0);
	assert_int_equal(w->entries, 1);
}

static int
findings(struct household *h)
{
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };
	int found = 0;

	dw_rows_init(&rows);
	dw_check_store(h->db, NULL, NULL, &rows.sink, &err);
	for (size_t i = 0; i < rows.n_rows; i++)
		if (strcmp(dw_rows_at(&rows, i)[0].text, "screens") == 0)
			found += strcmp(dw_rows_at(&rows, i)[1].text, "good") != 0;
	return found;
}

static void
the_check_finds_what_must_not_be_there(void **state)
{
	static const char *const good[] = { "{}", "{\"bin\":true,\"filter\":\"group:Gone\"}" };
	static const char *const bad[] = { "", "[]", "{", "{ }", "{\"b\":1,\"a\":1}",
		"{\"filter\":\"ada\"}", "{\"filter\":\"state:nonsense\"}",
		"{\"filter\":\"state:locked email:ada@example.org\"}" };
	struct household *h = *state;

	for (size_t i = 0; i < DW_COUNT(good); i++) {
		keep(h, "alba", "user.list", good[i]);
		if (findings(h) != 0)
			fail_msg("%s is good", good[i]);
	}
	for (size_t i = 0; i < DW_COUNT(bad); i++) {
		keep(h, "alba", "user.list", bad[i]);
		if (findings(h) != 1)
			fail_msg("%s is bad", bad[i]);
	}
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(of_a_filter_only_what_is_about_nobody_stays),
		FACT(groups_and_permissions_stay_where_they_are_there),
		FACT(each_has_their_own_and_the_last_counts),
		FACT(what_is_too_long_is_not_kept),
		FACT(it_goes_with_the_person),
		FACT(keeping_is_no_change),
		FACT(forgetting_is_ones_own_and_told),
		FACT(the_check_finds_what_must_not_be_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
