/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who did what a row keeps the time of: grants, memberships, and what is told of a user,
 * found in the audit by its index however long the chain is.
 */
#include "tests/support/test.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "domain/audit.h"
#include "domain/permission.h"
#include "domain/user_view.h"
#include "tests/support/household.h"

#define NOW HOUSEHOLD_NOW

static const struct dw_value *
cell(const struct dw_rows *rows, size_t i, const char *column)
{
	int at = dw_column_find(rows->columns, rows->n_columns, column);

	assert_true(at >= 0 && i < rows->n_rows);
	return dw_rows_at(rows, i) + at;
}

/* Somebody acts at a time of their own. */
static struct dw_work *
as_at(struct household *h, const char *username, int64_t time)
{
	struct dw_work *w = household_as(h, username);

	w->now = time;
	return w;
}

static void
grant(struct household *h, const char *who, int64_t time, const char *to_user,
	const char *to_group, const char *permission)
{
	DW_AUTO(dw_user) user = { 0 };
	DW_AUTO(dw_group) group = { 0 };
	struct dw_work *w;
	bool changed;

	if (to_user != NULL)
		user = household_user(h, to_user);
	else
		group = household_group(h, to_group);
	w = as_at(h, who, time);
	assert_code(dw_permission_grant(w, to_user != NULL ? &user : NULL,
		to_group != NULL ? &group : NULL, &permission, 1, &changed, err), DW_OK);
	assert_true(changed);
}

static void
join(struct household *h, const char *who, int64_t time, const char *username, const char *name)
{
	DW_AUTO(dw_user) user = household_user(h, username);
	DW_AUTO(dw_group) group = household_group(h, name);
	bool changed;

	assert_code(dw_group_add(as_at(h, who, time), &group, &user, &changed, err), DW_OK);
	assert_true(changed);
}

static void
held(struct household *h, const char *username, struct dw_rows *rows)
{
	DW_AUTO(dw_user) user = household_user(h, username);

	dw_rows_init(rows);
	assert_code(dw_permission_of_user(h->db, user.id, false, &rows->sink, err), DW_OK);
}

static void
a_direct_grant_says_since_when_and_by_whom(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };

	grant(h, "mona", NOW - DW_DAY, "bob", NULL, "wiki.read");
	grant(h, "alba", NOW, "bob", NULL, "wiki.edit");
	held(h, "bob", &rows);
	assert_int_equal(rows.n_rows, 2);
	assert_string_equal(cell(&rows, 0, "name")->text, "wiki.edit");
	assert_string_equal(cell(&rows, 0, "granted_by")->text, "alba");
	assert_int_equal(cell(&rows, 1, "since")->num, NOW - DW_DAY);
	assert_string_equal(cell(&rows, 1, "granted_by")->text, "mona");
}

/* Both in one millisecond: the entry that names the permission is the one. */
static void
two_at_once_are_told_apart_by_what_they_name(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };

	grant(h, "mona", NOW, "bob", NULL, "wiki.read");
	grant(h, "mona", NOW, "cleo", NULL, "wiki.read");
	grant(h, "alba", NOW, "bob", NULL, "wiki.edit");
	held(h, "bob", &rows);
	assert_string_equal(cell(&rows, 0, "granted_by")->text, "alba");
	assert_string_equal(cell(&rows, 1, "granted_by")->text, "mona");
}

static void
through_a_group_it_holds_since_the_later_of_both(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) before = { 0 };
	DW_AUTO(dw_rows) after = { 0 };

	/* The group gives wiki.edit already; who joins it is why bob has it. */
	join(h, "mona", NOW + DW_HOUR, "bob", "Family");
	held(h, "bob", &before);
	assert_int_equal(cell(&before, 0, "since")->num, NOW + DW_HOUR);
	assert_string_equal(cell(&before, 0, "granted_by")->text, "mona");
	/* What it is given afterwards is there since then. */
	grant(h, "alba", NOW + DW_DAY, NULL, "Family", "wiki.read");
	held(h, "bob", &after);
	assert_string_equal(cell(&after, 1, "name")->text, "wiki.read");
	assert_int_equal(cell(&after, 1, "since")->num, NOW + DW_DAY);
	assert_string_equal(cell(&after, 1, "granted_by")->text, "alba");
	assert_string_equal(cell(&after, 1, "origins")->text,
		"[{\"granted\":\"2023-11-15T22:13:20.000Z\",\"granted_by\":\"alba\","
		"\"joined\":\"2023-11-14T23:13:20.000Z\",\"joined_by\":\"mona\",\"source\":\"Family\"}]");
}

static void
of_two_ways_the_older_one_counts(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };

	join(h, "mona", NOW + DW_HOUR, "bob", "Family");
	grant(h, "alba", NOW + DW_DAY, "bob", NULL, "wiki.edit");
	held(h, "bob", &rows);
	assert_int_equal(cell(&rows, 0, "sources")->names.count, 2);
	assert_int_equal(cell(&rows, 0, "since")->num, NOW + DW_HOUR);
	assert_string_equal(cell(&rows, 0, "granted_by")->text, "mona");
}

static void
a_grant_that_no_entry_tells_of_has_no_author(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };

	household_as(h, NULL);
	household_sql(h, "INSERT INTO user_permission (user_id, permission_id, added_at) SELECT u.id, p.id,"
		" 77 FROM user AS u, permission AS p WHERE u.username = 'bob' AND p.name = 'wiki.read'");
	held(h, "bob", &rows);
	assert_int_equal(cell(&rows, 0, "since")->num, 77);
	assert_null(cell(&rows, 0, "granted_by")->text);
	assert_non_null(strstr(cell(&rows, 0, "origins")->text, "\"granted_by\":null"));
}

static void
an_author_who_was_erased_has_no_name(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };

	grant(h, "mona", NOW, "bob", NULL, "wiki.read");
	household_sql(h, "DELETE FROM audit_payload WHERE slot = 0");
	held(h, "bob", &rows);
	assert_string_equal(cell(&rows, 0, "granted_by")->text, "***ERASED***");
}

static void
a_membership_says_by_whom_also_when_the_group_has_another_name_now(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	DW_AUTO(dw_rows) rows = { 0 };

	join(h, "mona", NOW + DW_HOUR, "bob", "Family");
	household_sql(h, "UPDATE user_group SET name = 'Household', name_key = 'household'"
		" WHERE name = 'Family'");
	dw_rows_init(&rows);
	assert_code(dw_group_list(h->db, &(const struct dw_group_query){ .user_id = bob.id }, &rows.sink,
		err), DW_OK);
	assert_string_equal(cell(&rows, 0, "name")->text, "Household");
	assert_string_equal(cell(&rows, 0, "added_by")->text, "mona");
	assert_int_equal(cell(&rows, 0, "since")->num, NOW + DW_HOUR);
}

/* Who left and came back is there since the second time. */
static void
what_was_taken_away_and_given_again_counts_from_then(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	const char *name = "wiki.read";
	DW_AUTO(dw_rows) rows = { 0 };
	bool changed;

	grant(h, "alba", NOW - DW_DAY, "bob", NULL, name);
	assert_code(dw_permission_revoke(as_at(h, "alba", NOW), &bob, NULL, &name, 1, &changed, err),
		DW_OK);
	grant(h, "mona", NOW, "bob", NULL, name);
	held(h, "bob", &rows);
	assert_int_equal(cell(&rows, 0, "since")->num, NOW);
	assert_string_equal(cell(&rows, 0, "granted_by")->text, "mona");
}

static void
a_users_row_says_who_did_what_it_keeps_the_time_of(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	DW_AUTO(dw_rows) rows = { 0 };

	assert_code(dw_user_deactivate(as_at(h, "mona", NOW + DW_HOUR), &bob, err), DW_OK);
	dw_rows_init(&rows);
	assert_code(dw_user_show(h->db, bob.id, false, NOW + DW_DAY, &rows.sink, err), DW_OK);
	assert_int_equal(cell(&rows, 0, "inactive_since")->num, NOW + DW_HOUR);
	assert_string_equal(cell(&rows, 0, "inactive_by")->text, "mona");
	assert_null(cell(&rows, 0, "mfa_exempt_by")->text);
	assert_null(cell(&rows, 0, "lifecycle_by")->text);
}

/* What was refused at that moment is not what was done. */
static void
a_refusal_is_no_author(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	const struct dw_audit_deed deed = { .time = NOW + 5, .target = bob.uuid };
	DW_AUTO_FREE char *by = NULL;
	struct dw_work *w = as_at(h, "hela", NOW + 5);

	assert_code(dw_audit_append(w, &(const struct dw_audit_entry){ .action = "action_refused",
		.result = "refused", .target = bob.uuid, .target_name = "bob" }, err), DW_OK);
	assert_code(dw_audit_author(h->db, &deed, &by, err), DW_OK);
	assert_null(by);
}

static void
list(struct household *h, const char *text, struct dw_rows *rows)
{
	DW_AUTO(dw_filter) filter = { 0 };

	assert_code(dw_filter_read(text, NOW, &filter, err), DW_OK);
	dw_rows_init(rows);
	assert_code(dw_user_list(h->db, &(const struct dw_user_query){ .filter = &filter, .limit = 10 },
		NOW, &rows->sink, err), DW_OK);
}

static void
holders_are_listed_with_since_when_and_by_whom(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };

	join(h, "mona", NOW + DW_HOUR, "hela", "Family");
	grant(h, "alba", NOW + 2 * DW_HOUR, "bob", NULL, "wiki.edit");
	list(h, "perm:wiki.edit", &rows);
	/* alba (Admin), bob, cleo (in Family since the beginning), hela */
	assert_int_equal(rows.n_rows, 4);
	assert_string_equal(cell(&rows, 1, "username")->text, "bob");
	assert_string_equal(cell(&rows, 1, "permission_by")->text, "alba");
	assert_int_equal(cell(&rows, 1, "permission_since")->num, NOW + 2 * DW_HOUR);
	assert_string_equal(cell(&rows, 3, "username")->text, "hela");
	assert_string_equal(cell(&rows, 3, "permission_by")->text, "mona");
	assert_int_equal(cell(&rows, 3, "permission_since")->num, NOW + DW_HOUR);
}

static void
members_are_listed_with_since_when_and_by_whom(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };
	DW_AUTO(dw_rows) all = { 0 };
	DW_AUTO(dw_rows) others = { 0 };

	join(h, "mona", NOW + DW_HOUR, "bob", "Family");
	list(h, "group:Family", &rows);
	assert_int_equal(rows.n_rows, 2);
	assert_string_equal(cell(&rows, 0, "username")->text, "bob");
	assert_string_equal(cell(&rows, 0, "member_by")->text, "mona");
	assert_int_equal(cell(&rows, 0, "member_since")->num, NOW + DW_HOUR);
	assert_string_equal(cell(&rows, 1, "member_by")->text, "system:test");
	/* Only of groups that were asked for, and not of those that were asked away. */
	list(h, "bob", &all);
	assert_int_equal(cell(&all, 0, "member_since")->num, 0);
	list(h, "-group:Viewer bob", &others);
	assert_null(cell(&others, 0, "member_by")->text);
}

static bool
count_work(void *arg)
{
	++*(int *)arg;
	return false;
}

/* SQLite calls every 4,000 steps: a walk over the chain would be many times that. */
static void
it_costs_the_same_in_a_long_chain(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };
	int work = 0;

	grant(h, "mona", NOW, "bob", NULL, "wiki.read");
	household_sql(h, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
		" INSERT INTO audit SELECT 1000 + i, a.time_ms + i, a.action_code, a.result, a.actor_uuid,"
		" a.target_uuid, a.origin_kind, a.reason_code, a.batch, a.commits, a.prev, a.hash"
		" FROM n, audit AS a WHERE a.seq = (SELECT max(seq) FROM audit)");
	household_again(h);
	dw_db_on_progress(h->db, count_work, &work);
	held(h, "bob", &rows);
	dw_db_on_progress(h->db, NULL, NULL);
	assert_string_equal(cell(&rows, 0, "granted_by")->text, "mona");
	assert_true(work <= 1);
}

#define fact(name) cmocka_unit_test_setup_teardown(name, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fact(a_direct_grant_says_since_when_and_by_whom),
		fact(two_at_once_are_told_apart_by_what_they_name),
		fact(through_a_group_it_holds_since_the_later_of_both),
		fact(of_two_ways_the_older_one_counts),
		fact(a_grant_that_no_entry_tells_of_has_no_author),
		fact(an_author_who_was_erased_has_no_name),
		fact(a_membership_says_by_whom_also_when_the_group_has_another_name_now),
		fact(what_was_taken_away_and_given_again_counts_from_then),
		fact(a_users_row_says_who_did_what_it_keeps_the_time_of),
		fact(a_refusal_is_no_author),
		fact(holders_are_listed_with_since_when_and_by_whom),
		fact(members_are_listed_with_since_when_and_by_whom),
		fact(it_costs_the_same_in_a_long_chain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
