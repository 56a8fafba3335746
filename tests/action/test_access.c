/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The actions on groups, memberships, grants and sessions, through the pipeline: that
 * arguments reach the right rule, and what is said afterwards.
 */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "tests/support/scene.h"

/* ---- groups ---- */

static void
a_group_is_made_changed_and_deleted(void **state)
{
	struct scene s;

	scene_open(&s, *state, "mona");
	scene_call(&s, "group.create");
	scene_put(&s, "name", "Ops");
	scene_put(&s, "description", "On call");
	s.call.flags = DW_CALL_ITEM;
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_string_equal(s.call.said, "The group Ops was created");
	assert_non_null(strstr(s.call.item, "\"name\":\"Ops\",\"description\":\"On call\""));

	scene_call(&s, "group.edit");
	scene_put(&s, "group", "ops");
	scene_put(&s, "name", "Operations");
	s.call.flags = DW_CALL_ITEM;
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_string_equal(s.call.said, "The group Operations was saved");
	assert_non_null(strstr(s.call.item, "\"name\":\"Operations\""));

	scene_call(&s, "group.delete");
	scene_put(&s, "group", "Operations");
	s.call.flags = DW_CALL_ITEM | DW_CALL_EFFECTS;
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_string_equal(s.call.said, "The group Operations was deleted");
	assert_null(s.call.item);
	assert_non_null(strstr(s.call.effects, "group_deleted"));
	assert_int_equal(household_int(s.h, "SELECT COUNT(*) FROM user_group WHERE name_key = 'ops'"), 0);
	scene_close(&s);
}

static void
a_form_that_is_out_of_date_is_a_conflict(void **state)
{
	struct scene s;

	scene_open(&s, *state, "mona");
	for (int i = 0; i < 2; i++) {
		scene_call(&s, "group.edit");
		scene_put(&s, "group", "Family");
		scene_put(&s, "description", i == 0 ? "Theirs" : "Mine");
		s.call.expect_version = 1;
		assert_code(dw_invoke(&s.call, err), i == 0 ? DW_OK : DW_CONFLICT);
	}
	scene_close(&s);
}

static void
deleting_admin_is_refused_and_written_down_with_its_name(void **state)
{
	struct scene s;

	scene_open(&s, *state, "alba");
	scene_call(&s, "group.delete");
	scene_put(&s, "group", "Admin");
	assert_code(dw_may(&s.call, err), DW_LAST_ADMIN);
	assert_code(dw_invoke(&s.call, err), DW_LAST_ADMIN);
	assert_non_null(strstr(household_said(s.h, 3), "\"group\":\"Admin\""));
	scene_close(&s);
}

static void
groups_are_listed_searched_and_shown(void **state)
{
	struct scene s;

	scene_open(&s, *state, "vera");
	scene_call(&s, "group.list");
	scene_put(&s, "limit", "2");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_int_equal(s.rows.n_rows, 2);
	assert_true(s.rows.more);
	scene_call(&s, "group.list");
	scene_put(&s, "search", "fami");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_int_equal(s.rows.n_rows, 1);
	scene_call(&s, "group.list");
	scene_put(&s, "user", "mona");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_string_equal(scene_cell(&s, 0, "name")->text, "User manager");
	assert_string_equal(scene_cell(&s, 0, "kind")->text, "static");
	scene_call(&s, "group.show");
	scene_put(&s, "group", "viewer");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_true(s.rows.single);
	assert_int_equal(scene_cell(&s, 0, "gives")->names.count, 2);
	scene_call(&s, "group.show");
	scene_put(&s, "group", "Veiwer");
	assert_code(dw_invoke(&s.call, err), DW_NOT_FOUND);
	scene_close(&s);
}

static void
a_page_has_one_to_a_thousand_rows(void **state)
{
	static const char *const lists[] = { "group.list", "permission.list", "session.list" };
	static const char *const bad[] = { "0", "-1", "1001" };
	struct scene s;

	scene_open(&s, *state, "vera");
	for (size_t i = 0; i < DW_COUNT(lists); i++)
		for (size_t k = 0; k < DW_COUNT(bad); k++) {
			struct dw_error why = { 0 };

			scene_call(&s, lists[i]);
			scene_put(&s, "limit", bad[k]);
			assert_int_equal(dw_invoke(&s.call, &why), DW_USAGE);
			assert_string_equal(why.field, "limit");
		}
	scene_close(&s);
}

/* ---- memberships ---- */

static void
many_are_added_one_call_each(void **state)
{
	static const char *const users[] = { "bob", "vera", "cleo" };
	struct scene s;

	scene_open(&s, *state, "mona");
	scene_call(&s, "group.add");
	scene_put(&s, "group", "Family");
	for (size_t i = 0; i < DW_COUNT(users); i++)
		scene_put(&s, "user", users[i]);
	for (size_t i = 0; i < DW_COUNT(users); i++) {
		s.call.target_ref = users[i];
		s.call.changed = false;
		dw_replace(&s.call.said, NULL);
		assert_code(dw_invoke(&s.call, err), DW_OK);
		/* The last was a member already. */
		assert_int_equal(s.call.changed, i < 2);
		assert_string_equal(s.call.said, i == 0 ? "bob is a member now" : i == 1 ?
			"vera is a member now" : "Nothing was different; nothing was changed.");
	}
	assert_int_equal(household_int(s.h, "SELECT member_count FROM user_group WHERE name = 'Family'"),
		3);
	scene_close(&s);
}

static void
a_menu_knows_before_the_group_is_chosen(void **state)
{
	struct scene s;

	scene_open(&s, *state, "mona");
	scene_call(&s, "group.add");
	s.call.target_ref = "bob";
	assert_code(dw_may(&s.call, err), DW_OK);
	s.call.target_ref = "mona";
	assert_code(dw_may(&s.call, err), DW_OWN_ACCOUNT);
	s.call.target_ref = "alba";
	assert_code(dw_may(&s.call, err), DW_NOT_SUBSET);
	scene_put(&s, "group", "Admin");
	s.call.target_ref = "bob";
	assert_code(dw_may(&s.call, err), DW_NOT_SUBSET);
	scene_close(&s);
}

static void
the_last_admin_is_not_removed_and_the_command_says_why(void **state)
{
	struct dw_error why = { 0 };
	struct scene s;

	scene_open(&s, *state, "alba");
	scene_call(&s, "group.remove");
	scene_put(&s, "group", "Admin");
	scene_put(&s, "user", "alba");
	assert_int_equal(dw_invoke(&s.call, &why), DW_LAST_ADMIN);
	assert_non_null(strstr(why.message, "first"));
	assert_int_equal(dw_code_exit(DW_LAST_ADMIN), 77);
	scene_close(&s);
}

/* ---- grants ---- */

static void
permissions_are_granted_to_a_user_and_revoked(void **state)
{
	struct scene s;

	scene_open(&s, *state, "mona");
	scene_call(&s, "permission.grant");
	scene_put(&s, "user", "bob");
	scene_put(&s, "permission", "wiki.read");
	scene_put(&s, "permission", "wiki.edit");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_string_equal(s.call.said, "bob holds the permissions now");
	DW_AUTO_FREE char *shell = dw_call_shell(&s.call);
	assert_string_equal(shell, "doorward permission grant bob wiki.read wiki.edit");

	scene_call(&s, "permission.show");
	scene_put(&s, "user", "bob");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_int_equal(s.rows.n_rows, 2);

	scene_call(&s, "permission.revoke");
	scene_put(&s, "user", "bob");
	scene_put(&s, "permission", "wiki.read");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_int_equal(household_int(s.h, "SELECT COUNT(*) FROM user_permission"), 1);
	scene_close(&s);
}

static void
a_group_stands_in_for_the_user(void **state)
{
	struct scene s;

	scene_open(&s, *state, "mona");
	scene_call(&s, "permission.grant");
	scene_put(&s, "group", "family");
	scene_put(&s, "permission", "wiki.read");
	s.call.flags = DW_CALL_ITEM;
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_string_equal(s.call.said, "Family holds the permissions now");
	assert_non_null(strstr(s.call.item, "\"gives\":[\"wiki.edit\",\"wiki.read\"]"));
	DW_AUTO_FREE char *shell = dw_call_shell(&s.call);
	assert_string_equal(shell, "doorward permission grant --group family wiki.read");

	scene_call(&s, "permission.show");
	scene_put(&s, "group", "Family");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_int_equal(s.rows.n_rows, 2);
	scene_close(&s);
}

static void
a_user_or_a_group_is_given_and_not_both(void **state)
{
	struct scene s;
	struct dw_error why = { 0 };

	scene_open(&s, *state, "mona");
	scene_call(&s, "permission.grant");
	scene_put(&s, "permission", "wiki.read");
	assert_int_equal(dw_invoke(&s.call, &why), DW_USAGE);
	assert_string_equal(why.field, "user");
	scene_put(&s, "group", "Family");
	scene_put(&s, "user", "bob");
	assert_int_equal(dw_invoke(&s.call, &why), DW_USAGE);
	assert_string_equal(why.field, "group");
	assert_int_equal(household_int(s.h, "SELECT COUNT(*) FROM user_permission"), 0);
	scene_close(&s);
}

static void
a_refused_grant_to_a_group_is_written_down(void **state)
{
	struct scene s;

	scene_open(&s, *state, "mona");
	scene_call(&s, "permission.grant");
	scene_put(&s, "group", "User manager");
	scene_put(&s, "permission", "wiki.read");
	assert_code(dw_invoke(&s.call, err), DW_OWN_ACCOUNT);
	assert_string_equal(household_text(s.h, "SELECT action_code || reason_code FROM audit"
		" ORDER BY seq DESC"), "action_refusedown_account");
	assert_non_null(strstr(household_said(s.h, 3), "permission.grant"));
	scene_close(&s);
}

/* ---- sessions ---- */

static void
sessions_are_listed_and_ended(void **state)
{
	struct household *h = *state;
	char id[DW_UUID_TEXT];
	struct dw_uuid session;
	struct scene s;

	household_session(h, "bob", HOUSEHOLD_NOW);
	household_session(h, "cleo", HOUSEHOLD_NOW - 2);
	session = household_session(h, "bob", HOUSEHOLD_NOW - 1);
	scene_open(&s, h, "hela");
	scene_call(&s, "session.list");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_int_equal(s.rows.n_rows, 3);
	scene_call(&s, "session.list");
	scene_put(&s, "user", "bob");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_int_equal(s.rows.n_rows, 2);

	scene_call(&s, "session.end");
	scene_put(&s, "session", dw_uuid_format(&session, id));
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_string_equal(s.call.said, "The session of bob has ended");
	scene_call(&s, "session.end");
	scene_put(&s, "session", id);
	assert_code(dw_invoke(&s.call, err), DW_NOT_FOUND);

	scene_call(&s, "session.end-all");
	scene_put(&s, "user", "bob");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_string_equal(s.call.said, "All sessions of bob have ended");
	assert_string_equal(s.call.note, "1 session was open.");
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM session"), 1);
	scene_close(&s);
}

static void
ending_nothing_is_greyed_with_its_reason(void **state)
{
	struct scene s;
	struct dw_error why = { 0 };

	scene_open(&s, *state, "hela");
	scene_call(&s, "session.end-all");
	scene_put(&s, "user", "bob");
	assert_int_equal(dw_may(&s.call, &why), DW_STATE);
	assert_string_equal(why.message, "bob has no open session.");
	assert_code(dw_invoke(&s.call, err), DW_STATE);
	scene_close(&s);
}

static void
the_help_desk_does_not_end_sessions_of_admins(void **state)
{
	struct household *h = *state;
	struct dw_uuid session = household_session(h, "alba", HOUSEHOLD_NOW);
	char id[DW_UUID_TEXT];
	struct scene s;

	scene_open(&s, h, "hela");
	scene_call(&s, "session.end");
	scene_put(&s, "session", dw_uuid_format(&session, id));
	assert_code(dw_invoke(&s.call, err), DW_NOT_SUBSET);
	assert_non_null(strstr(household_said(h, 1), "alba"));
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM session"), 1);
	scene_close(&s);
}

#define fact(name) cmocka_unit_test_setup_teardown(name, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fact(a_group_is_made_changed_and_deleted),
		fact(a_form_that_is_out_of_date_is_a_conflict),
		fact(deleting_admin_is_refused_and_written_down_with_its_name),
		fact(groups_are_listed_searched_and_shown),
		fact(a_page_has_one_to_a_thousand_rows),
		fact(many_are_added_one_call_each),
		fact(a_menu_knows_before_the_group_is_chosen),
		fact(the_last_admin_is_not_removed_and_the_command_says_why),
		fact(permissions_are_granted_to_a_user_and_revoked),
		fact(a_group_stands_in_for_the_user),
		fact(a_user_or_a_group_is_given_and_not_both),
		fact(a_refused_grant_to_a_group_is_written_down),
		fact(sessions_are_listed_and_ended),
		fact(ending_nothing_is_greyed_with_its_reason),
		fact(the_help_desk_does_not_end_sessions_of_admins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
