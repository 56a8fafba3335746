/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sound store passes every check, and each kind of damage is found under its name.
 */
#include "tests/support/test.h"

#include <string.h>

#include "domain/check.h"
#include "tests/support/household.h"

/* Runs the checks over what is committed and keeps the rows. */
static enum dw_code
check(struct household *h, struct dw_rows *rows, struct dw_error *err)
{
	household_again(h);
	dw_rows_init(rows);
	return dw_check_store(h->db, NULL, NULL, &rows->sink, err);
}

/* Findings of one check; its first detail, if there is one. */
static size_t
damaged(const struct dw_rows *rows, const char *name, const char **detail)
{
	size_t n = 0;

	for (size_t i = 0; i < rows->n_rows; i++) {
		const struct dw_value *row = dw_rows_at(rows, i);

		if (strcmp(row[0].text, name) != 0 || strcmp(row[1].text, "damaged") != 0)
			continue;
		if (n++ == 0 && detail != NULL)
			*detail = row[2].text;
	}
	return n;
}

/* Exactly the check of this name finds something, and the code and the words are these. */
static void
finds(struct household *h, const char *name, enum dw_code code, const char *words)
{
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };
	const char *detail = "";
	size_t all = 0;

	assert_int_equal(check(h, &rows, &err), code);
	for (size_t i = 0; i < rows.n_rows; i++)
		all += strcmp(dw_rows_at(&rows, i)[1].text, "damaged") == 0;
	assert_int_equal(damaged(&rows, name, &detail), all);
	assert_true(all > 0);
	if (strstr(detail, words) == NULL)
		fail_msg("%s: \"%s\" is not about \"%s\"", name, detail, words);
}

static void
a_sound_store_has_one_good_row_for_each_check(void **state)
{
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };

	assert_int_equal(check(*state, &rows, &err), DW_OK);
	assert_int_equal(rows.n_rows, 8);
	for (size_t i = 0; i < rows.n_rows; i++)
		assert_string_equal(dw_rows_at(&rows, i)[1].text, "good");
}

static void
a_wrong_total_is_found(void **state)
{
	household_sql(*state, "UPDATE totals SET disabled = 41");
	finds(*state, "totals", DW_INVALID, "41");
}

static void
a_missing_row_of_totals_is_found(void **state)
{
	household_sql(*state, "DELETE FROM totals");
	finds(*state, "totals", DW_INVALID, "missing");
}

static void
a_wrong_member_count_is_found(void **state)
{
	household_sql(*state, "UPDATE user_group SET member_count = 9 WHERE name = 'Family'");
	finds(*state, "members", DW_INVALID, "Family");
}

static void
a_key_that_does_not_follow_from_the_name_is_found(void **state)
{
	household_sql(*state, "UPDATE user SET username_key = 'zzz' WHERE username = 'bob'");
	finds(*state, "keys", DW_INVALID, "bob");
}

static void
search_text_that_does_not_follow_from_the_names_is_found(void **state)
{
	household_sql(*state, "UPDATE user SET search = 'somebody else' WHERE username = 'cleo'");
	finds(*state, "keys", DW_INVALID, "cleo");
}

static void
a_sort_key_that_does_not_follow_from_the_name_is_found(void **state)
{
	household_sql(*state, "UPDATE user SET last_key = 'x' WHERE username = 'vera'");
	finds(*state, "keys", DW_INVALID, "vera");
}

static void
erased_users_have_no_keys_to_be_wrong(void **state)
{
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };

	household_sql(*state,
		"UPDATE user SET lifecycle = 3, username = '', username_key = '', search = ''"
		" WHERE username = 'bob'");
	assert_int_equal(check(*state, &rows, &err), DW_OK);
}

static void
a_reference_to_nothing_is_found(void **state)
{
	household_sql(*state, "COMMIT");
	household_sql(*state, "PRAGMA foreign_keys = OFF");
	household_sql(*state, "BEGIN IMMEDIATE");
	household_sql(*state, "INSERT INTO unix_binding (uid, user_id, bound_at) VALUES (7, 4711, 1)");
	finds(*state, "references", DW_IO, "unix_binding");
}

static void
a_store_without_an_admin_is_found(void **state)
{
	household_sql(*state, "DROP TRIGGER last_admin_user");
	household_sql(*state, "UPDATE user SET active = 0 WHERE username = 'alba'");
	finds(*state, "admin", DW_INVALID, "no admin");
}

static void
a_changed_audit_is_found(void **state)
{
	household_sql(*state, "DROP TRIGGER audit_no_update");
	household_sql(*state, "UPDATE audit SET action_code = 'user_updated' WHERE seq = 2");
	finds(*state, "audit", DW_IO, "2");
}

static bool
never(void *arg, int64_t done, int64_t total)
{
	(void)arg;
	(void)done;
	(void)total;
	return false;
}

static void
a_check_can_be_cancelled(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };

	household_again(h);
	dw_rows_init(&rows);
	assert_int_equal(dw_check_store(h->db, never, NULL, &rows.sink, &err), DW_CANCELLED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, household_setup, household_teardown)
		TEST(a_sound_store_has_one_good_row_for_each_check),
		TEST(a_wrong_total_is_found),
		TEST(a_missing_row_of_totals_is_found),
		TEST(a_wrong_member_count_is_found),
		TEST(a_key_that_does_not_follow_from_the_name_is_found),
		TEST(search_text_that_does_not_follow_from_the_names_is_found),
		TEST(a_sort_key_that_does_not_follow_from_the_name_is_found),
		TEST(erased_users_have_no_keys_to_be_wrong),
		TEST(a_reference_to_nothing_is_found),
		TEST(a_store_without_an_admin_is_found),
		TEST(a_changed_audit_is_found),
		TEST(a_check_can_be_cancelled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
