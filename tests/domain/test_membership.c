/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memberships: what adding, removing and setting do and write. Who may do it is in
 * test_guardrails.c.
 */
#include "tests/support/test.h"

#include <string.h>

#include "base/mem.h"
#include "tests/support/household.h"

static int64_t
members(struct household *h, const char *group)
{
	return household_int(h, "SELECT member_count FROM user_group WHERE name = '%s'", group);
}

static const char *
groups_of(struct household *h, const char *username)
{
	return household_text(h, "SELECT COALESCE(group_concat(name, ','), '') FROM (SELECT g.name"
		" FROM membership AS m JOIN user_group AS g ON g.id = m.group_id JOIN user AS u"
		" ON u.id = m.user_id WHERE u.username = '%s' ORDER BY g.name)", username);
}

static void
adding_makes_a_member_and_one_entry_about_the_user(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_group) family = household_group(h, "Family");
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	struct dw_work *w = household_as(h, "mona");
	bool changed = false;

	assert_code(dw_group_add(w, &family, &bob, &changed, err), DW_OK);
	assert_true(changed);
	assert_string_equal(groups_of(h, "bob"), "Family");
	assert_int_equal(members(h, "Family"), 2);
	assert_int_equal(w->entries, 1);
	assert_int_equal(w->topics & (DW_TOPIC_USERS | DW_TOPIC_GROUPS),
		DW_TOPIC_USERS | DW_TOPIC_GROUPS);
	assert_string_equal(household_said(h, 3), "{\"groups\":[\"Family\"]}");
	assert_string_equal(household_said(h, 1), "{\"username\":\"bob\"}");
	assert_string_equal(household_text(h, "SELECT action_code FROM audit ORDER BY seq DESC"),
		"groups_added");
	assert_int_equal(household_int(h, "SELECT version FROM user WHERE username = 'bob'"), 1);
}

static void
adding_and_removing_twice_changes_and_writes_nothing(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_group) family = household_group(h, "Family");
	DW_AUTO(dw_user) cleo = household_user(h, "cleo");
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	struct dw_work *w = household_as(h, "mona");
	bool changed = true;

	assert_code(dw_group_add(w, &family, &cleo, &changed, err), DW_OK);
	assert_false(changed);
	changed = true;
	assert_code(dw_group_remove(w, &family, &bob, &changed, err), DW_OK);
	assert_false(changed);
	assert_int_equal(w->entries, 0);
	assert_int_equal(w->topics, 0);
	assert_int_equal(members(h, "Family"), 1);
}

static void
removing_ends_the_membership_at_once(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_group) manager = household_group(h, "User manager");
	DW_AUTO(dw_user) mona = household_user(h, "mona");
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	struct dw_work *w = household_as(h, "alba");
	bool changed = false;

	assert_code(dw_group_remove(w, &manager, &mona, &changed, err), DW_OK);
	assert_true(changed);
	assert_string_equal(household_said(h, 3), "{\"groups\":[\"User manager\"]}");
	w = household_as(h, "mona");
	assert_code(dw_group_add(w, &manager, &bob, &changed, err), DW_NOT_PERMITTED);
}

static void
what_a_directory_says_is_not_removed_here(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_group) family = household_group(h, "Family");
	DW_AUTO(dw_user) cleo = household_user(h, "cleo");
	struct dw_work *w = household_as(h, "alba");
	struct dw_error why = { 0 };
	bool changed = true;

	household_sql(h, "UPDATE membership SET kind = 1 WHERE user_id = %d", (int)cleo.id);
	assert_int_equal(dw_group_remove(w, &family, &cleo, &changed, &why), DW_STATE);
	assert_non_null(strstr(why.message, "directory"));
	assert_code(dw_group_may_remove(w, &family, &cleo, err), DW_STATE);
	/* By hand it is there already, so there is nothing to add. */
	assert_code(dw_group_add(w, &family, &cleo, &changed, err), DW_OK);
	assert_false(changed);
	assert_int_equal(household_int(h, "SELECT kind FROM membership WHERE user_id = %d",
		(int)cleo.id), 1);
}

static void
setting_makes_the_memberships_exactly_these(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) cleo = household_user(h, "cleo");
	struct dw_work *w = household_as(h, "alba");
	const char *names[] = { "viewer", "Help desk", "VIEWER" };
	bool changed = false;

	assert_code(dw_group_set(w, &cleo, names, DW_COUNT(names), &changed, err), DW_OK);
	assert_true(changed);
	assert_string_equal(groups_of(h, "cleo"), "Help desk,Viewer");
	assert_int_equal(w->entries, 2);
	assert_string_equal(household_said(h, 3), "{\"groups\":[\"Family\"]}");
	assert_string_equal(household_text(h, "SELECT payload FROM audit_payload WHERE slot = 3 AND"
		" seq = (SELECT MAX(seq) - 1 FROM audit)"), "{\"groups\":[\"Viewer\",\"Help desk\"]}");
	assert_code(dw_group_set(w, &cleo, names, DW_COUNT(names), &changed, err), DW_OK);
	assert_false(changed);
	assert_int_equal(w->entries, 2);
}

static void
setting_leaves_what_a_directory_says(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) cleo = household_user(h, "cleo");
	struct dw_work *w = household_as(h, "alba");
	bool changed = true;

	household_sql(h, "UPDATE membership SET kind = 1 WHERE user_id = %d", (int)cleo.id);
	assert_code(dw_group_set(w, &cleo, NULL, 0, &changed, err), DW_OK);
	assert_false(changed);
	assert_string_equal(groups_of(h, "cleo"), "Family");
}

static void
setting_what_is_already_so_asks_for_no_right(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) cleo = household_user(h, "cleo");
	struct dw_work *w = household_as(h, "vera");
	const char *same[] = { "Family" }, *unknown[] = { "Famliy" };
	bool changed = true;

	assert_code(dw_group_set(w, &cleo, same, 1, &changed, err), DW_OK);
	assert_false(changed);
	assert_code(dw_group_set(w, &cleo, NULL, 0, &changed, err), DW_NOT_PERMITTED);
	assert_code(dw_group_set(w, &cleo, unknown, 1, &changed, err), DW_NOT_FOUND);
}

static void
an_admin_may_hand_over_in_one_step(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_group) admin = household_group(h, "Admin");
	DW_AUTO(dw_user) alba = household_user(h, "alba");
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	struct dw_work *w = household_as(h, "alba");
	bool changed;

	assert_code(dw_group_remove(w, &admin, &alba, &changed, err), DW_LAST_ADMIN);
	assert_code(dw_group_add(w, &admin, &bob, &changed, err), DW_OK);
	assert_code(dw_group_remove(w, &admin, &alba, &changed, err), DW_OK);
	assert_int_equal(household_int(h, "SELECT user_id FROM effective_admin"), bob.id);
}

#define fact(name) cmocka_unit_test_setup_teardown(name, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fact(adding_makes_a_member_and_one_entry_about_the_user),
		fact(adding_and_removing_twice_changes_and_writes_nothing),
		fact(removing_ends_the_membership_at_once),
		fact(what_a_directory_says_is_not_removed_here),
		fact(setting_makes_the_memberships_exactly_these),
		fact(setting_leaves_what_a_directory_says),
		fact(setting_what_is_already_so_asks_for_no_right),
		fact(an_admin_may_hand_over_in_one_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
