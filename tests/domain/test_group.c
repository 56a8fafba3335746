/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups: making, changing, deleting and listing them.
 */
#include "tests/support/test.h"

#include <string.h>

#include "base/mem.h"
#include "tests/support/household.h"

/* ---- finding ---- */

static void
a_group_is_found_by_any_writing_of_its_name_and_by_id(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_group) by_name = { 0 };
	DW_AUTO(dw_group) by_id = { 0 };
	char id[DW_UUID_TEXT];

	assert_code(dw_group_find(h->db, "  hELP DESK ", &by_name, err), DW_OK);
	assert_string_equal(by_name.name, "Help desk");
	assert_code(dw_group_find(h->db, dw_uuid_format(&by_name.uuid, id), &by_id, err), DW_OK);
	assert_int_equal(by_id.id, by_name.id);
	assert_int_equal(by_id.member_count, 1);
}

static void
an_unknown_name_is_answered_with_the_nearest(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_group) group = { 0 };
	struct dw_error err = { 0 };

	assert_int_equal(dw_group_find(h->db, "Admim", &group, &err), DW_NOT_FOUND);
	assert_non_null(strstr(err.message, "did you mean “Admin”"));
	assert_int_equal(dw_group_find(h->db, "Accounting", &group, &err), DW_NOT_FOUND);
	assert_null(strstr(err.message, "did you mean"));
	assert_int_equal(dw_group_find(h->db, "\xff", &group, &err), DW_NOT_FOUND);
	assert_int_equal(dw_group_find(h->db, "", &group, &err), DW_NOT_FOUND);
	assert_null(group.name);
}

/* ---- creating ---- */

static void
creating_makes_an_empty_group_and_one_entry(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "mona");
	DW_AUTO(dw_group) group = { 0 };
	int64_t id;

	assert_code(dw_group_create(w, "Ops", "On call", &id, err), DW_OK);
	assert_code(dw_group_by_id(h->db, id, &group, err), DW_OK);
	assert_string_equal(group.name, "Ops");
	assert_string_equal(group.description, "On call");
	assert_false(group.is_admin);
	assert_int_equal(group.member_count, 0);
	assert_int_equal(group.version, 1);
	assert_int_equal(group.created_at, HOUSEHOLD_NOW);
	assert_int_equal(w->entries, 1);
	assert_true((w->topics & DW_TOPIC_GROUPS) != 0);
	assert_string_equal(household_text(h, "SELECT action_code FROM audit ORDER BY seq DESC"),
		"group_created");
	assert_non_null(strstr(household_said(h, 3), "\"group\":\"Ops\""));
	assert_non_null(strstr(household_said(h, 3), "\"description\":\"On call\""));
}

static void
a_name_is_taken_in_any_writing(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "alba");
	struct dw_error err = { 0 };
	int64_t id;

	assert_int_equal(dw_group_create(w, "FAMILY", NULL, &id, &err), DW_INVALID);
	assert_string_equal(err.field, "name");
	assert_non_null(strstr(err.message, "Family"));
	assert_int_equal(w->entries, 0);
}

static void
names_that_nobody_could_tell_apart_are_refused(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "alba");
	char longest[101 * 2 + 1] = "";
	const char *bad[] = { "", "   ", " Ops", "Ops ", "O\xe2\x80\xaeps", "Ops\x1b[2J", "O\nps",
		"\xff", "direct", "Admin Bypass", "none", "12345678-1234-4234-8234-123456789abc",
		longest };
	struct dw_error why;
	int64_t id;

	for (int i = 0; i < 101; i++)
		memcpy(longest + 2 * i, "\xc3\xa9", 3);
	for (size_t i = 0; i < DW_COUNT(bad); i++) {
		why = (struct dw_error){ 0 };
		if (dw_group_create(w, bad[i], NULL, &id, &why) != DW_INVALID)
			fail_msg("“%s” was accepted", bad[i]);
		assert_string_equal(why.field, "name");
		assert_true(why.message[0] != '\0');
	}
	longest[200] = '\0';
	assert_code(dw_group_create(w, longest, NULL, &id, err), DW_OK);
	assert_code(dw_group_create(w, "Équipe 値 %s'\";--", "\xd0\x9e\xd0\xbf\xd1\x81", &id, err), DW_OK);
}

static void
a_description_has_bounds_too(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "alba");
	char text[502];
	struct dw_error why = { 0 };
	int64_t id;

	memset(text, 'x', 501);
	text[501] = '\0';
	assert_int_equal(dw_group_create(w, "Ops", text, &id, &why), DW_INVALID);
	assert_string_equal(why.field, "description");
	assert_int_equal(dw_group_create(w, "Ops", "\xc3", &id, &why), DW_INVALID);
	assert_string_equal(why.field, "description");
	text[500] = '\0';
	assert_code(dw_group_create(w, "Ops", text, &id, err), DW_OK);
}

/* ---- editing ---- */

static void
editing_writes_the_differences_and_raises_the_version(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "mona");
	DW_AUTO(dw_group) before = household_group(h, "Family");
	DW_AUTO(dw_group) after = { 0 };
	bool changed = false;

	assert_code(dw_group_edit(w, &before, "Kin", NULL, before.version, &changed, err), DW_OK);
	assert_true(changed);
	assert_code(dw_group_by_id(h->db, before.id, &after, err), DW_OK);
	assert_string_equal(after.name, "Kin");
	assert_string_equal(after.description, "No privileges");
	assert_int_equal(after.version, before.version + 1);
	assert_non_null(strstr(household_said(h, 3), "\"changes\":{\"name\":[\"Family\",\"Kin\"]}"));
	assert_int_equal(w->entries, 1);
	assert_true((w->topics & DW_TOPIC_USERS) != 0);
}

static void
an_edit_that_changes_nothing_writes_nothing(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "mona");
	DW_AUTO(dw_group) group = household_group(h, "Family");
	bool changed = true;

	assert_code(dw_group_edit(w, &group, "Family", "No privileges", 0, &changed, err), DW_OK);
	assert_false(changed);
	assert_int_equal(w->entries, 0);
	assert_int_equal(w->topics, 0);
}

static void
an_edit_over_somebody_elses_is_a_conflict(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "mona");
	DW_AUTO(dw_group) seen = household_group(h, "Family");
	DW_AUTO(dw_group) now = { 0 };
	bool changed;

	assert_code(dw_group_edit(w, &seen, NULL, "Theirs", 0, &changed, err), DW_OK);
	now = household_group(h, "Family");
	assert_code(dw_group_edit(w, &now, NULL, "Mine", seen.version, &changed, err), DW_CONFLICT);
	assert_string_equal(household_text(h, "SELECT description FROM user_group WHERE name = 'Family'"),
		"Theirs");
}

static void
a_rename_onto_another_group_is_refused_and_onto_its_own_writing_is_not(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "alba");
	DW_AUTO(dw_group) group = household_group(h, "Family");
	bool changed;

	assert_code(dw_group_edit(w, &group, "viewer", NULL, 0, &changed, err), DW_INVALID);
	assert_code(dw_group_edit(w, &group, "FAMILY", NULL, 0, &changed, err), DW_OK);
	assert_true(changed);
}

static void
admin_keeps_its_name_even_for_admins_but_not_its_description(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "alba");
	DW_AUTO(dw_group) admin = household_group(h, "Admin");
	bool changed = false;

	assert_code(dw_group_edit(w, &admin, "Root", NULL, 0, &changed, err), DW_NOT_PERMITTED);
	assert_code(dw_group_edit(w, &admin, "ADMIN", NULL, 0, &changed, err), DW_NOT_PERMITTED);
	assert_code(dw_group_edit(w, &admin, "Admin", "The few", 0, &changed, err), DW_OK);
	assert_true(changed);
}

/* ---- deleting ---- */

static void
deleting_takes_memberships_and_grants_with_it_under_one_entry(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "mona");
	DW_AUTO(dw_group) group = household_group(h, "Family");

	assert_code(dw_group_delete(w, &group, err), DW_OK);
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM membership WHERE group_id = %d",
		(int)group.id), 0);
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM group_permission WHERE group_id = %d",
		(int)group.id), 0);
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM user_group WHERE id = %d",
		(int)group.id), 0);
	assert_int_equal(w->entries, 1);
	assert_non_null(strstr(household_said(h, 3), "\"members\":1"));
	assert_non_null(strstr(household_said(h, 3), "\"permissions\":[\"wiki.edit\"]"));
	household_again(h);
}

static void
nobody_deletes_admin(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_group) admin = household_group(h, "Admin");
	struct dw_work *w = household_as(h, "alba");

	assert_code(dw_group_delete(w, &admin, err), DW_LAST_ADMIN);
	w = household_as(h, NULL);
	assert_code(dw_group_delete(w, &admin, err), DW_LAST_ADMIN);
	assert_int_equal(household_int(h, "SELECT member_count FROM user_group WHERE is_admin = 1"), 1);
}

static void
a_group_that_gives_what_the_operator_lacks_is_beyond_reach(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_group) manager = household_group(h, "User manager");
	DW_AUTO(dw_group) viewer = household_group(h, "Viewer");
	struct dw_work *w;
	bool changed;

	household_grant(h, "vera", "doorward.manage_groups");
	w = household_as(h, "vera");
	assert_code(dw_group_delete(w, &manager, err), DW_NOT_SUBSET);
	assert_code(dw_group_edit(w, &manager, "Mine", NULL, 0, &changed, err), DW_NOT_SUBSET);
	assert_code(dw_group_delete(w, &viewer, err), DW_OK);
}

static void
a_group_with_a_member_beyond_reach_is_not_deleted(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_group) family = household_group(h, "Family");
	DW_AUTO(dw_user) mona = household_user(h, "mona");
	struct dw_work *w;
	bool changed;

	household_person(h, "pat", "Family", NULL);
	household_grant(h, "pat", "pay.approve");
	w = household_as(h, "mona");
	assert_code(dw_group_delete(w, &family, err), DW_NOT_SUBSET);
	household_person(h, "odo", "Admin", "Family", NULL);
	household_sql(h, "DELETE FROM user_permission");
	w = household_as(h, "mona");
	assert_code(dw_group_delete(w, &family, err), DW_NOT_SUBSET);
	household_sql(h, "DELETE FROM membership WHERE user_id = (SELECT id FROM user WHERE"
		" username = 'odo') AND group_id = (SELECT id FROM user_group WHERE name = 'Admin')");
	/* Herself in it is no hindrance. */
	w = household_as(h, NULL);
	assert_code(dw_group_add(w, &family, &mona, &changed, err), DW_OK);
	w = household_as(h, "mona");
	assert_code(dw_group_delete(w, &family, err), DW_OK);
}

static void
a_group_with_members_from_a_directory_is_not_deleted(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "alba");
	DW_AUTO(dw_group) family = household_group(h, "Family");

	household_sql(h, "UPDATE membership SET kind = 1 WHERE group_id = %d", (int)family.id);
	assert_code(dw_group_delete(w, &family, err), DW_STATE);
	household_sql(h, "UPDATE membership SET kind = 0 WHERE group_id = %d", (int)family.id);
	assert_code(dw_group_delete(w, &family, err), DW_OK);
}

/* ---- lists ---- */

static const struct dw_value *
cell(const struct dw_rows *rows, size_t i, const char *column)
{
	int at = dw_column_find(rows->columns, rows->n_columns, column);

	assert_true(at >= 0 && i < rows->n_rows);
	return dw_rows_at(rows, i) + at;
}

static void
the_list_pages_by_key_and_shows_each_group_once(void **state)
{
	struct household *h = *state;
	const char *expected[] = { "Admin", "Family", "Help desk", "User manager", "Viewer" };
	DW_AUTO_FREE char *after = NULL;
	size_t seen = 0;

	for (int page = 0; page < 3; page++) {
		DW_AUTO(dw_rows) rows = { 0 };

		dw_rows_init(&rows);
		assert_code(dw_group_list(h->db,
			&(const struct dw_group_query){ .after = after, .limit = 2 },
			&rows.sink, err), DW_OK);
		for (size_t i = 0; i < rows.n_rows; i++)
			assert_string_equal(cell(&rows, i, "name")->text, expected[seen++]);
		assert_int_equal(rows.more, page < 2);
		assert_int_equal(rows.next != NULL, page < 2);
		dw_replace(&after, dw_steal(&rows.next));
	}
	assert_int_equal(seen, DW_COUNT(expected));
}

static void
the_list_counts_members_and_permissions(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };

	dw_rows_init(&rows);
	assert_code(dw_group_list(h->db, &(const struct dw_group_query){ 0 },
		&rows.sink, err), DW_OK);
	assert_int_equal(rows.n_rows, 5);
	assert_int_equal(cell(&rows, 0, "is_admin")->num, 1);
	assert_int_equal(cell(&rows, 0, "permissions")->num, 0);
	assert_int_equal(cell(&rows, 1, "members")->num, 1);
	assert_int_equal(cell(&rows, 1, "permissions")->num, 1);
	assert_null(cell(&rows, 1, "kind")->text);
}

static void
one_group_is_shown_with_what_it_gives(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };

	dw_rows_init(&rows);
	assert_code(dw_group_list(h->db,
		&(const struct dw_group_query){ .only = "viewer", .limit = 1 },
		&rows.sink, err), DW_OK);
	assert_true(rows.single);
	assert_int_equal(rows.n_rows, 1);
	assert_false(rows.more);
	assert_int_equal(cell(&rows, 0, "gives")->names.count, 2);
	assert_string_equal(cell(&rows, 0, "gives")->names.items[0], "doorward.view_audit");
	assert_code(dw_group_list(h->db,
		&(const struct dw_group_query){ .only = "nope", .limit = 1 },
		&rows.sink, err), DW_NOT_FOUND);
}

static void
the_memberships_of_one_user_say_how_and_since_when(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) cleo = household_user(h, "cleo");
	DW_AUTO(dw_rows) rows = { 0 };

	dw_rows_init(&rows);
	household_sql(h, "INSERT INTO membership (user_id, group_id, kind, added_at) SELECT %d, id, 1, 7"
		" FROM user_group WHERE name = 'Viewer'", (int)cleo.id);
	assert_code(dw_group_list(h->db, &(const struct dw_group_query){ .user_id = cleo.id },
		&rows.sink, err), DW_OK);
	assert_int_equal(rows.n_rows, 2);
	assert_string_equal(cell(&rows, 0, "name")->text, "Family");
	assert_string_equal(cell(&rows, 0, "kind")->text, "static");
	assert_int_equal(cell(&rows, 0, "since")->num, HOUSEHOLD_NOW);
	assert_string_equal(cell(&rows, 1, "kind")->text, "directory");
	assert_int_equal(cell(&rows, 1, "since")->num, 7);
}

static void
searching_looks_into_name_and_description_and_pages_on(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) first = { 0 };
	DW_AUTO(dw_rows) second = { 0 };

	dw_rows_init(&first);
	dw_rows_init(&second);
	assert_code(dw_group_list(h->db,
		&(const struct dw_group_query){ .search = "LOOKS", .limit = 1 },
		&first.sink, err), DW_OK);
	assert_string_equal(cell(&first, 0, "name")->text, "User manager");
	assert_true(first.more);
	assert_code(dw_group_list(h->db,
		&(const struct dw_group_query){ .search = "LOOKS", .after = first.next, .limit = 1 },
		&second.sink, err), DW_OK);
	assert_string_equal(cell(&second, 0, "name")->text, "Viewer");
	assert_false(second.more);
	assert_code(dw_group_list(h->db, &(const struct dw_group_query){ .search = "%" },
		&second.sink, err), DW_OK);
	assert_int_equal(second.n_rows, 0);
}

static void
a_cursor_of_another_list_is_a_usage_error(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) cleo = household_user(h, "cleo");
	DW_AUTO(dw_rows) rows = { 0 };
	DW_AUTO_FREE char *next = NULL;

	dw_rows_init(&rows);
	assert_code(dw_group_list(h->db, &(const struct dw_group_query){ .limit = 1 },
		&rows.sink, err), DW_OK);
	next = dw_steal(&rows.next);
	assert_code(dw_group_list(h->db,
		&(const struct dw_group_query){ .user_id = cleo.id, .after = next, .limit = 1 },
		&rows.sink, err), DW_USAGE);
}

#define fact(name) cmocka_unit_test_setup_teardown(name, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fact(a_group_is_found_by_any_writing_of_its_name_and_by_id),
		fact(an_unknown_name_is_answered_with_the_nearest),
		fact(creating_makes_an_empty_group_and_one_entry),
		fact(a_name_is_taken_in_any_writing),
		fact(names_that_nobody_could_tell_apart_are_refused),
		fact(a_description_has_bounds_too),
		fact(editing_writes_the_differences_and_raises_the_version),
		fact(an_edit_that_changes_nothing_writes_nothing),
		fact(an_edit_over_somebody_elses_is_a_conflict),
		fact(a_rename_onto_another_group_is_refused_and_onto_its_own_writing_is_not),
		fact(admin_keeps_its_name_even_for_admins_but_not_its_description),
		fact(deleting_takes_memberships_and_grants_with_it_under_one_entry),
		fact(nobody_deletes_admin),
		fact(a_group_that_gives_what_the_operator_lacks_is_beyond_reach),
		fact(a_group_with_a_member_beyond_reach_is_not_deleted),
		fact(a_group_with_members_from_a_directory_is_not_deleted),
		fact(the_list_pages_by_key_and_shows_each_group_once),
		fact(the_list_counts_members_and_permissions),
		fact(one_group_is_shown_with_what_it_gives),
		fact(the_memberships_of_one_user_say_how_and_since_when),
		fact(searching_looks_into_name_and_description_and_pages_on),
		fact(a_cursor_of_another_list_is_a_usage_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
