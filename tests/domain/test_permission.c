/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The permission catalogue, grants, and where each permission comes from. Who may
 * grant what is in test_guardrails.c.
 */
#include "tests/support/test.h"

#include <string.h>

#include "base/mem.h"
#include "domain/permission.h"
#include "tests/support/household.h"

static const struct dw_value *
cell(const struct dw_rows *rows, size_t i, const char *column)
{
	int at = dw_column_find(rows->columns, rows->n_columns, column);

	assert_true(at >= 0 && i < rows->n_rows);
	return dw_rows_at(rows, i) + at;
}

/* ---- the catalogue ---- */

static void
a_catalogue_adds_and_updates_and_removes_nothing(void **state)
{
	static const struct dw_catalogue_row rows[] = {
		{ "awx.run_job", "Run jobs", true },
		{ "wiki.edit", "Edit any page", false },
		{ "wiki.read", "Read pages", false },
		{ "a-b.c_d.e", NULL, false },
	};
	struct household *h = *state;
	struct dw_work *w = household_as(h, "alba");
	int64_t before = household_int(h, "SELECT COUNT(*) FROM permission");
	int64_t added = -1, updated = -1;

	assert_code(dw_permission_import(w, rows, DW_COUNT(rows), &added, &updated, err), DW_OK);
	assert_int_equal(added, 2);
	assert_int_equal(updated, 1);
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM permission"), before + 2);
	assert_string_equal(household_text(h, "SELECT app_label || description || privileged FROM"
		" permission WHERE name = 'awx.run_job'"), "awxRun jobs1");
	assert_string_equal(household_text(h, "SELECT app_label FROM permission WHERE name = 'a-b.c_d.e'"),
		"a-b");
	assert_int_equal(w->entries, 1);
	assert_string_equal(household_said(h, 3), "{\"added\":2,\"updated\":1}");
	w = household_again(h);
	assert_code(dw_permission_import(w, rows, DW_COUNT(rows), &added, &updated, err), DW_OK);
	assert_int_equal(added + updated, 0);
	assert_int_equal(w->entries, 0);
	assert_int_equal(w->topics, 0);
}

static void
only_well_formed_names_of_others_come_in(void **state)
{
	static char longest[210] = "app.", text[502];
	struct household *h = *state;
	struct dw_work *w = household_as(h, "alba");
	const char *bad[] = { "", ".", "a", "a.", ".b", "a..b", "a.b.", "a b.c", "a.b c", "é.b",
		"a.b\n", "a.\xff", "doorward.everything", "doorward.view_users", longest };
	int64_t added, updated;

	memset(longest + 4, 'x', 197);
	memset(text, 'x', 501);
	for (size_t i = 0; i < DW_COUNT(bad); i++) {
		const struct dw_catalogue_row row = { .name = bad[i] };
		struct dw_error why = { 0 };

		if (dw_permission_import(w, &row, 1, &added, &updated, &why) != DW_INVALID)
			fail_msg("“%s” was accepted", bad[i]);
		assert_string_equal(why.field, "name");
	}
	assert_int_equal(w->entries, 0);
	longest[200] = '\0';
	assert_code(dw_permission_check(&(const struct dw_catalogue_row){ .name = longest }, err), DW_OK);
	assert_code(dw_permission_check(&(const struct dw_catalogue_row){ "a.b", "\xff", false }, err),
		DW_INVALID);
	memset(longest, 'x', 205);
	assert_code(dw_permission_check(&(const struct dw_catalogue_row){ "a.b", longest, false }, err),
		DW_OK);
	assert_code(dw_permission_check(&(const struct dw_catalogue_row){ "a.b", text, false }, err),
		DW_INVALID);
}

static void
a_mark_goes_only_with_who_holds_the_permission(void **state)
{
	static const struct dw_catalogue_row harmless = { "pay.approve", "Approve payments", false };
	static const struct dw_catalogue_row renamed = { "pay.approve", "Approve", true };
	struct household *h = *state;
	struct dw_work *w;
	int64_t added, updated;

	household_grant(h, "mona", "doorward.manage_catalogue");
	w = household_as(h, "mona");
	assert_code(dw_permission_import(w, &harmless, 1, &added, &updated, err), DW_NOT_SUBSET);
	assert_code(dw_permission_import(w, &renamed, 1, &added, &updated, err), DW_OK);
	household_grant(h, "mona", "pay.approve");
	w = household_as(h, "mona");
	assert_code(dw_permission_import(w, &harmless, 1, &added, &updated, err), DW_OK);
	assert_int_equal(household_int(h, "SELECT privileged FROM permission WHERE name = 'pay.approve'"),
		0);
	w = household_as(h, "hela");
	assert_code(dw_permission_import(w, &renamed, 1, &added, &updated, err), DW_NOT_PERMITTED);
}

static void
names_are_resolved_in_order_and_the_first_unknown_is_named(void **state)
{
	struct household *h = *state;
	const char *known[] = { "wiki.read", "wiki.edit" };
	const char *unknown[] = { "wiki.edit", "wiki.raed", "also.unknown" };
	struct dw_error why = { 0 };
	int64_t ids[3];

	assert_code(dw_permission_resolve(h->db, known, 2, ids, err), DW_OK);
	assert_int_equal(ids[0],
		household_int(h, "SELECT id FROM permission WHERE name = 'wiki.read'"));
	assert_true(ids[1] > 0 && ids[1] != ids[0]);
	assert_int_equal(dw_permission_resolve(h->db, unknown, 3, ids, &why), DW_NOT_FOUND);
	assert_non_null(strstr(why.message, "“wiki.raed”; did you mean “wiki.read”"));
}

/* ---- grants ---- */

static void
granting_many_writes_one_entry_with_those_that_are_new(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	const char *names[] = { "wiki.read", "wiki.edit", "wiki.read" };
	struct dw_work *w;
	bool changed = false;

	household_grant(h, "bob", "wiki.edit");
	w = household_as(h, "mona");
	assert_code(dw_permission_grant(w, &bob, NULL, names, 3, &changed, err), DW_OK);
	assert_true(changed);
	assert_int_equal(w->entries, 1);
	assert_string_equal(household_said(h, 3), "{\"permissions\":[\"wiki.read\"]}");
	assert_string_equal(household_said(h, 1), "{\"username\":\"bob\"}");
	assert_true((w->topics & DW_TOPIC_PERMISSIONS) != 0);
	assert_code(dw_permission_grant(w, &bob, NULL, names, 3, &changed, err), DW_OK);
	assert_false(changed);
	assert_int_equal(w->entries, 1);
	assert_code(dw_permission_revoke(w, &bob, NULL, names, 3, &changed, err), DW_OK);
	assert_true(changed);
	assert_string_equal(household_said(h, 3), "{\"permissions\":[\"wiki.read\",\"wiki.edit\"]}");
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM user_permission"), 0);
	assert_code(dw_permission_revoke(w, &bob, NULL, names, 3, &changed, err), DW_OK);
	assert_false(changed);
}

static void
a_group_is_granted_the_same_way_and_named_in_the_entry(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_group) family = household_group(h, "Family");
	const char *names[] = { "wiki.read" };
	struct dw_work *w = household_as(h, "mona");
	bool changed = false;

	assert_code(dw_permission_grant(w, NULL, &family, names, 1, &changed, err), DW_OK);
	assert_true(changed);
	assert_non_null(strstr(household_said(h, 3), "\"group\":\"Family\""));
	assert_non_null(strstr(household_said(h, 3), "\"permissions\":[\"wiki.read\"]"));
	assert_string_equal(household_said(h, 1), "");
	assert_code(dw_permission_revoke(w, NULL, &family, names, 1, &changed, err), DW_OK);
	assert_true(changed);
	assert_string_equal(household_text(h, "SELECT action_code FROM audit ORDER BY seq DESC"),
		"permissions_removed");
}

static void
one_that_is_unknown_or_forbidden_refuses_all(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	const char *unknown[] = { "wiki.read", "no.such" };
	const char *forbidden[] = { "wiki.read", "pay.approve" };
	struct dw_work *w = household_as(h, "mona");
	bool changed;

	assert_code(dw_permission_grant(w, &bob, NULL, unknown, 2, &changed, err), DW_NOT_FOUND);
	assert_code(dw_permission_grant(w, &bob, NULL, forbidden, 2, &changed, err), DW_NOT_SUBSET);
	assert_int_equal(w->entries, 0);
}

/* ---- lists ---- */

static void
the_catalogue_pages_by_name_and_counts_holders(void **state)
{
	struct household *h = *state;
	int64_t total = household_int(h, "SELECT COUNT(*) FROM permission");
	DW_AUTO_FREE char *after = NULL;
	DW_AUTO_FREE char *last = dw_strdup("");
	int64_t seen = 0;

	household_grant(h, "bob", "wiki.edit");
	household_grant(h, "cleo", "wiki.edit");
	for (bool more = true; more;) {
		DW_AUTO(dw_rows) rows = { 0 };

		dw_rows_init(&rows);
		assert_code(dw_permission_list(h->db,
			&(const struct dw_permission_query){ .privileged = -1, .after = after, .limit = 4 },
			&rows.sink, err), DW_OK);
		for (size_t i = 0; i < rows.n_rows; i++, seen++) {
			assert_true(strcmp(cell(&rows, i, "name")->text, last) > 0);
			dw_replace(&last, dw_strdup(cell(&rows, i, "name")->text));
			if (strcmp(last, "wiki.edit") != 0)
				continue;
			assert_int_equal(cell(&rows, i, "direct_holders")->num, 2);
			assert_int_equal(cell(&rows, i, "groups")->names.count, 1);
			assert_string_equal(cell(&rows, i, "groups")->names.items[0], "Family");
			assert_int_equal(cell(&rows, i, "privileged")->num, 0);
		}
		more = rows.more;
		dw_replace(&after, dw_steal(&rows.next));
		assert_int_equal(more, after != NULL);
	}
	assert_int_equal(seen, total);
}

static void
the_catalogue_is_searched_and_one_can_be_shown(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };

	dw_rows_init(&rows);
	assert_code(dw_permission_list(h->db,
		&(const struct dw_permission_query){ .search = "PAGES", .privileged = -1 },
		&rows.sink, err), DW_OK);
	assert_int_equal(rows.n_rows, 2);
	assert_code(dw_permission_list(h->db,
		&(const struct dw_permission_query){ .only = "pay.approve", .privileged = -1, .limit = 1 },
		&rows.sink, err), DW_OK);
	assert_true(rows.single);
	assert_int_equal(rows.n_rows, 1);
	assert_int_equal(cell(&rows, 0, "privileged")->num, 1);
	assert_code(dw_permission_list(h->db,
		&(const struct dw_permission_query){ .only = "no.such", .privileged = -1, .limit = 1 },
		&rows.sink, err), DW_NOT_FOUND);
}

static void
effective_permissions_name_every_source(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) cleo = household_user(h, "cleo");
	DW_AUTO(dw_group) viewer = household_group(h, "Viewer");
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_work *w;
	bool changed;

	household_grant(h, "cleo", "wiki.edit");
	household_grant(h, "cleo", "doorward.view_users");
	w = household_as(h, "alba");
	assert_code(dw_group_add(w, &viewer, &cleo, &changed, err), DW_OK);
	dw_rows_init(&rows);
	assert_code(dw_permission_of_user(h->db, cleo.id, false, &rows.sink, err), DW_OK);
	assert_int_equal(rows.n_rows, 3);
	assert_string_equal(cell(&rows, 0, "name")->text, "doorward.view_audit");
	assert_int_equal(cell(&rows, 0, "sources")->names.count, 1);
	assert_string_equal(cell(&rows, 0, "sources")->names.items[0], "Viewer");
	assert_string_equal(cell(&rows, 1, "sources")->names.items[0], "direct");
	assert_string_equal(cell(&rows, 1, "sources")->names.items[1], "Viewer");
	assert_string_equal(cell(&rows, 2, "name")->text, "wiki.edit");
	assert_string_equal(cell(&rows, 2, "sources")->names.items[1], "Family");
	assert_code(dw_permission_of_user(h->db, cleo.id, true, &rows.sink, err), DW_OK);
	assert_int_equal(rows.n_rows, 2);
	assert_int_equal(cell(&rows, 0, "sources")->names.count, 1);
}

static void
admins_hold_everything_by_their_bypass(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) alba = household_user(h, "alba");
	DW_AUTO(dw_group) admin = household_group(h, "Admin");
	DW_AUTO(dw_rows) rows = { 0 };
	int64_t all = household_int(h, "SELECT COUNT(*) FROM permission");

	dw_rows_init(&rows);
	household_grant(h, "alba", "wiki.read");
	assert_code(dw_permission_of_user(h->db, alba.id, false, &rows.sink, err), DW_OK);
	assert_int_equal(rows.n_rows, all);
	assert_string_equal(cell(&rows, 0, "sources")->names.items[0], "Admin bypass");
	assert_string_equal(cell(&rows, (size_t)all - 1, "sources")->names.items[0], "direct");
	assert_string_equal(cell(&rows, (size_t)all - 1, "sources")->names.items[1], "Admin bypass");
	assert_code(dw_permission_of_user(h->db, alba.id, true, &rows.sink, err), DW_OK);
	assert_int_equal(rows.n_rows, 1);
	assert_code(dw_permission_of_group(h->db, admin.id, &rows.sink, err), DW_OK);
	assert_int_equal(rows.n_rows, all);
}

static void
a_group_shows_what_it_gives(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_group) family = household_group(h, "Family");
	DW_AUTO(dw_rows) rows = { 0 };

	dw_rows_init(&rows);
	assert_code(dw_permission_of_group(h->db, family.id, &rows.sink, err), DW_OK);
	assert_int_equal(rows.n_rows, 1);
	assert_string_equal(cell(&rows, 0, "name")->text, "wiki.edit");
	assert_string_equal(cell(&rows, 0, "sources")->names.items[0], "direct");
}

#define fact(name) cmocka_unit_test_setup_teardown(name, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fact(a_catalogue_adds_and_updates_and_removes_nothing),
		fact(only_well_formed_names_of_others_come_in),
		fact(a_mark_goes_only_with_who_holds_the_permission),
		fact(names_are_resolved_in_order_and_the_first_unknown_is_named),
		fact(granting_many_writes_one_entry_with_those_that_are_new),
		fact(a_group_is_granted_the_same_way_and_named_in_the_entry),
		fact(one_that_is_unknown_or_forbidden_refuses_all),
		fact(the_catalogue_pages_by_name_and_counts_holders),
		fact(the_catalogue_is_searched_and_one_can_be_shown),
		fact(effective_permissions_name_every_source),
		fact(admins_hold_everything_by_their_bypass),
		fact(a_group_shows_what_it_gives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
