/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Saved views: who may keep and share which, who sees them, and what is told of them.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "domain/filter.h"
#include "domain/saved_view.h"
#include "domain/user_view.h"
#include "tests/support/household.h"

static enum dw_code
try_save(struct household *h, const char *name, const char *filter, bool shared,
	struct dw_error *err)
{
	bool changed = false;

	return dw_saved_view_save(&h->work, name, filter, shared, false, &changed, err);
}

static void
save(struct household *h, const char *name, const char *filter, bool shared)
{
	assert_code(try_save(h, name, filter, shared, err), DW_OK);
}

static enum dw_code
find(struct household *h, const char *name, struct dw_saved_view *out)
{
	struct dw_error err = { 0 };

	return dw_saved_view_find(h->db, &h->operator, name, out, &err);
}

/* All that the one who acts sees, "name:users " each; users is - where it is absent. */
static const char *
listed(struct household *h, bool count)
{
	static char text[2000];
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };

	text[0] = '\0';
	dw_rows_init(&rows);
	if (dw_saved_view_list(h->db, &h->operator, count, HOUSEHOLD_NOW, &rows.sink, &err) != DW_OK)
		fail_msg("%s", err.message);
	for (size_t i = 0; i < rows.n_rows; i++) {
		const struct dw_value *row = dw_rows_at(&rows, i);
		DW_AUTO(dw_buf) users = { 0 };

		dw_value_json(&users, &rows.columns[3], &row[3]);
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s:%s:%s ", row[1].text,
			row[2].text, dw_buf_text(&users));
	}
	return text;
}

static void
every_work_queue_is_a_filter_that_answers(void **state)
{
	struct household *h = *state;

	household_as(h, "vera");
	for (size_t i = 0; i < dw_work_queues_count; i++) {
		DW_AUTO(dw_filter) filter = { 0 };
		DW_AUTO(dw_saved_view) view = { 0 };
		/* Also for who may not see addresses. */
		const struct dw_user_query query = { .filter = &filter, .mask_pii = true };
		int64_t n = -1;

		assert_code(dw_filter_read(dw_work_queues[i].filter, HOUSEHOLD_NOW, &filter, err), DW_OK);
		assert_code(dw_user_count(h->db, &query, HOUSEHOLD_NOW, &n, err), DW_OK);
		assert_int_equal(find(h, dw_work_queues[i].name, &view), DW_OK);
		assert_int_equal(view.kind, DW_VIEW_BUILT_IN);
		assert_string_equal(view.filter, dw_work_queues[i].filter);
	}
}

static void
work_queues_find_whom_they_are_about(void **state)
{
	static const struct {
		const char *view, *set;
	} cases[] = {
		{ "locked", "locked_until = 1700000900000" },
		{ "grace-ending", "mfa_grace_until = 1700000900000" },
		{ "mfa-exempt", "mfa_exempt_at = 5" },
		{ "dormant", "last_login_at = 1690000000000" },
		{ "unverified-mail", "email = 'b@x.org', email_key = 'b@x.org'" },
		{ "bin-due", "lifecycle = 1, deadline = 1700000900000" },
		{ "orphans", "active = 0, inactive_reason = 3" },
	};
	struct household *h = *state;

	household_sql(h, "UPDATE user SET email = '', email_key = '', last_login_at = 1699999999000");
	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		DW_AUTO(dw_saved_view) view = { 0 };
		DW_AUTO(dw_filter) filter = { 0 };
		const struct dw_user_query query = { .filter = &filter };
		int64_t before = -1, after = -1;

		assert_int_equal(find(h, cases[i].view, &view), DW_OK);
		assert_code(dw_filter_read(view.filter, HOUSEHOLD_NOW, &filter, err), DW_OK);
		assert_code(dw_user_count(h->db, &query, HOUSEHOLD_NOW, &before, err), DW_OK);
		household_sql(h, "UPDATE user SET %s WHERE username = 'bob'", cases[i].set);
		assert_code(dw_user_count(h->db, &query, HOUSEHOLD_NOW, &after, err), DW_OK);
		if (before != 0 || after != 1)
			fail_msg("%s: %d, then %d", cases[i].view, (int)before, (int)after);
		household_forget(h);
		household_sql(h, "UPDATE user SET email = '', email_key = '',"
			" last_login_at = 1699999999000");
	}
}

static void
ones_own_is_seen_by_nobody_else(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_saved_view) view = { 0 };

	household_as(h, "vera");
	save(h, "Leavers", "state:inactive", false);
	household_again(h);
	assert_non_null(strstr(listed(h, false), "Leavers:own:null "));
	assert_int_equal(find(h, "LEAVERS", &view), DW_OK);
	assert_string_equal(view.filter, "state:inactive");
	household_as(h, "alba");
	assert_null(strstr(listed(h, false), "Leavers"));
	dw_saved_view_clear(&view);
	assert_int_equal(find(h, "Leavers", &view), DW_NOT_FOUND);
}

static void
replacing_must_be_said_and_keeps_whose_it_is(void **state)
{
	struct household *h = *state;
	struct dw_error why = { 0 };
	bool changed = false;

	household_as(h, "alba");
	save(h, "Bees", "username:b*", false);
	assert_int_equal(try_save(h, "BEES", "username:c*", false, &why), DW_INVALID);
	assert_string_equal(why.field, "replace");
	assert_non_null(strstr(why.message, "username:b*"));
	assert_non_null(strstr(why.message, "username:c*"));
	/* Of one's own no shared one can be made, and what is built in stays. */
	assert_int_equal(dw_saved_view_save(&h->work, "bees", "staff:yes", true, true, &changed, NULL),
		DW_INVALID);
	assert_int_equal(dw_saved_view_save(&h->work, "locked", "staff:yes", false, true, &changed, NULL),
		DW_INVALID);
	assert_false(changed);
	assert_code(dw_saved_view_save(&h->work, "BEES", "username:c* staff:yes", false, true, &changed,
		err), DW_OK);
	assert_true(changed);
	assert_string_equal(household_text(h, "SELECT group_concat(name || ' ' || filter) FROM saved_view"),
		"Bees username:c* staff:yes");
	assert_non_null(strstr(household_said(h, 3), "\"replaced\":\"username:…\""));
	assert_code(dw_saved_view_save(&h->work, "BEES", "username:c* staff:yes", false, true, &changed,
		err), DW_OK);
	assert_false(changed);
	/* A shared one stays shared, and takes the right. */
	save(h, "Team", "staff:yes", true);
	household_as(h, "vera");
	assert_int_equal(dw_saved_view_save(&h->work, "team", "mfa:none", false, true, &changed, NULL),
		DW_NOT_PERMITTED);
	household_as(h, "alba");
	assert_code(dw_saved_view_save(&h->work, "Team", "mfa:none", false, true, &changed, err), DW_OK);
	assert_int_equal(household_int(h, "SELECT count(*) FROM saved_view WHERE owner_id IS NULL"
		" AND filter = 'mfa:none'"), 1);
}

static void
sharing_takes_manage_groups(void **state)
{
	struct household *h = *state;

	household_as(h, "vera");
	assert_code(try_save(h, "All", "active:yes", true, err), DW_NOT_PERMITTED);
	household_as(h, "alba");
	save(h, "All", "active:yes", true);
	household_as(h, "vera");
	assert_non_null(strstr(listed(h, false), "All:shared:null "));
	{
		DW_AUTO(dw_saved_view) view = { 0 };

		assert_int_equal(find(h, "all", &view), DW_OK);
		assert_code(dw_saved_view_delete(&h->work, &view, err), DW_NOT_PERMITTED);
	}
	household_as(h, "bob");
	assert_code(try_save(h, "Mine", "active:yes", false, err), DW_NOT_PERMITTED);
}

static void
deleting_takes_it_away_but_not_what_is_built_in(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_saved_view) own = { 0 };
	DW_AUTO(dw_saved_view) queue = { 0 };

	household_as(h, "vera");
	save(h, "Mine", "group:Family", false);
	assert_int_equal(find(h, "mine", &own), DW_OK);
	assert_code(dw_saved_view_delete(&h->work, &own, err), DW_OK);
	assert_null(strstr(listed(h, false), "Mine"));
	assert_int_equal(find(h, "locked", &queue), DW_OK);
	assert_code(dw_saved_view_delete(&h->work, &queue, err), DW_STATE);
}

static void
names_and_filters_are_checked(void **state)
{
	static const char *const names[] = { "", " x", "x ", "locked", "LOCKED", "Mine", "a\xe2\x80\xae",
		"\xff", "7c3f3e6c-0d0e-4b6e-9a39-2f1d5c1b7a10",
		"0123456789012345678901234567890123456789012345678901234567890" };
	struct household *h = *state;

	household_as(h, "alba");
	save(h, "mine", "group:Family", false);
	for (size_t i = 0; i < DW_COUNT(names); i++)
		assert_code(try_save(h, names[i], "staff:yes", false, err), DW_INVALID);
	assert_code(try_save(h, "x", "stat:yes", false, err), DW_USAGE);
	assert_code(try_save(h, "x", "  ", false, err), DW_INVALID);
	assert_int_equal(household_int(h, "SELECT count(*) FROM saved_view"), 1);
	household_as(h, NULL);
	assert_code(try_save(h, "x", "staff:yes", false, err), DW_STATE);
}

static void
there_is_an_end_to_how_many(void **state)
{
	struct household *h = *state;

	household_as(h, "alba");
	for (int i = 0; i < 50; i++) {
		char name[20];

		snprintf(name, sizeof(name), "view %d", i);
		save(h, name, "staff:yes", false);
	}
	assert_code(try_save(h, "one more", "staff:yes", false, err), DW_STATE);
	save(h, "one more", "staff:yes", true);
}

static void
the_audit_tells_it_without_whom_it_is_about(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_saved_view) view = { 0 };

	household_as(h, "alba");
	save(h, "About Ada", "email:ada@example.org state:locked", true);
	assert_string_equal(household_text(h, "SELECT action_code FROM audit ORDER BY seq DESC LIMIT 1"),
		"view_saved");
	assert_null(strstr(household_said(h, 3), "ada"));
	assert_null(strstr(household_said(h, 3), "Ada"));
	assert_non_null(strstr(household_said(h, 3), "state:locked"));
	/* The name is the operator's word, and goes with the operator. */
	assert_non_null(strstr(household_said(h, 1), "About Ada"));
	assert_int_equal(household_int(h, "SELECT subject_uuid = (SELECT uuid FROM user WHERE"
		" username = 'alba') FROM audit_payload WHERE slot = 1 ORDER BY seq DESC LIMIT 1"), 1);
	assert_int_equal(find(h, "about ada", &view), DW_OK);
	assert_code(dw_saved_view_delete(&h->work, &view, err), DW_OK);
	assert_string_equal(household_text(h, "SELECT action_code FROM audit ORDER BY seq DESC LIMIT 1"),
		"view_deleted");
	assert_null(strstr(household_said(h, 3), "da@"));
}

static void
viewers_see_no_addresses(struct household *h)
{
	household_sql(h, "DELETE FROM group_permission WHERE permission_id = (SELECT id FROM"
		" permission WHERE name = 'doorward.view_pii') AND group_id = (SELECT id FROM"
		" user_group WHERE name = 'Viewer')");
}

static void
a_view_that_hides_a_word_shows_nobody_rather_than_more(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_saved_view) view = { 0 };
	DW_AUTO(dw_filter) filter = { 0 };
	const struct dw_user_query query = { .filter = &filter, .mask_pii = true };
	struct dw_error why = { 0 };
	int64_t n = -1;

	household_as(h, "alba");
	save(h, "Others", "active:yes -bob42", true);
	viewers_see_no_addresses(h);
	household_as(h, "vera");
	assert_int_equal(find(h, "Others", &view), DW_OK);
	assert_string_equal(view.filter, "active:yes -" DW_FILTER_HIDDEN);
	assert_code(dw_filter_read(view.filter, HOUSEHOLD_NOW, &filter, err), DW_OK);
	assert_int_equal(dw_user_count(h->db, &query, HOUSEHOLD_NOW, &n, &why), DW_NOT_PERMITTED);
	assert_non_null(strstr(why.message, "doorward.view_pii"));
	assert_non_null(strstr(listed(h, true), "Others:shared:null "));
}

static void
addresses_in_it_are_not_for_everybody(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_saved_view) admins = { 0 };
	DW_AUTO(dw_saved_view) viewers = { 0 };

	household_as(h, "alba");
	save(h, "Ada", "email:ada@example.org", true);
	household_again(h);
	assert_int_equal(find(h, "Ada", &admins), DW_OK);
	assert_string_equal(admins.filter, "email:ada@example.org");
	viewers_see_no_addresses(h);
	household_as(h, "vera");
	assert_false(dw_rights_have(&h->operator.rights, DW_PERM_VIEW_PII));
	assert_int_equal(find(h, "Ada", &viewers), DW_OK);
	assert_null(strstr(viewers.filter, "ada"));
	assert_non_null(strstr(listed(h, true), "Ada:shared:null "));
}

static void
counts_are_those_of_the_filters(void **state)
{
	struct household *h = *state;

	household_sql(h, "UPDATE user SET locked_until = 1700000900000 WHERE username IN ('bob', 'cleo')");
	household_as(h, "alba");
	save(h, "Gone group", "group:Family", false);
	assert_non_null(strstr(listed(h, true), "locked:built_in:2 "));
	assert_non_null(strstr(listed(h, true), "Gone group:own:1 "));
	household_sql(h, "DELETE FROM membership WHERE group_id ="
		" (SELECT id FROM user_group WHERE name = 'Family')");
	household_sql(h, "DELETE FROM group_permission WHERE group_id ="
		" (SELECT id FROM user_group WHERE name = 'Family')");
	household_sql(h, "DELETE FROM user_group WHERE name = 'Family'");
	assert_non_null(strstr(listed(h, true), "Gone group:own:null "));
}

#define at_home(name) cmocka_unit_test_setup_teardown(name, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		at_home(every_work_queue_is_a_filter_that_answers),
		at_home(work_queues_find_whom_they_are_about),
		at_home(ones_own_is_seen_by_nobody_else),
		at_home(replacing_must_be_said_and_keeps_whose_it_is),
		at_home(sharing_takes_manage_groups),
		at_home(deleting_takes_it_away_but_not_what_is_built_in),
		at_home(names_and_filters_are_checked),
		at_home(there_is_an_end_to_how_many),
		at_home(the_audit_tells_it_without_whom_it_is_about),
		at_home(a_view_that_hides_a_word_shows_nobody_rather_than_more),
		at_home(addresses_in_it_are_not_for_everybody),
		at_home(counts_are_those_of_the_filters),
	};

	return cmocka_run_group_tests_name("saved_view", tests, NULL, NULL);
}
