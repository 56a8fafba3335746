/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists and details of users beside what they find (test_user_query.c): the indexes each kind of
 * list goes along, what is masked, what is refused and how, cancelling, one user whole.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/user_query.h"
#include "tests/support/crowd.h"
#include "tests/support/test.h"

/* ---- indexes -------------------------------------------------------------------------------- */

/* How a list of a store with a million users begins, as SQLite tells it. */
static char *
way(struct crowd *crowd, const char *text, const char *search, const char *sort, bool descending,
	bool later)
{
	DW_AUTO(dw_filter) filter = { 0 };
	DW_AUTO(dw_select) select = { 0 };
	struct dw_user_query query = { .filter = &filter, .search = search, .sort = sort,
		.descending = descending };
	struct dw_place place = { .text = (char *)"smith", .id = 7 };
	struct dw_error err = { 0 };
	struct dw_buf out = { 0 };

	if (dw_filter_read(text, CROWD_NOW, &filter, &err) != DW_OK ||
		dw_select_read(crowd->db, &query, CROWD_NOW, &select, &err) != DW_OK)
		fail_msg("%s: %s", text, err.message);
	select.users = 1000000;
	if (!select.sort->is_text)
		place.text = NULL;
	if (dw_select_explain(&select, later ? &place : NULL, 101, &out, &err) != DW_OK)
		fail_msg("%s: %s %s", text, err.message, err.detail);
	return dw_buf_steal(&out);
}

static void
each_sort_walks_its_index_and_sorts_nothing(void **state)
{
	struct crowd *crowd = *state;

	for (size_t i = 0; i < dw_user_sorts_count; i++)
		for (int how = 0; how < 4; how++) {
			const struct dw_user_sort *sort = &dw_user_sorts[i];
			DW_AUTO_FREE char *told = way(crowd, NULL, NULL, sort->name, how & 1, how & 2);
			DW_AUTO_FREE char *index = dw_format("COVERING INDEX %s", sort->index);
			DW_AUTO_FREE char *range = dw_format("(%s%c?)", sort->key, how & 1 ? '<' : '>');

			assert_non_null(strstr(told, index));
			assert_null(strstr(told, "TEMP B-TREE"));
			if (how & 2)
				assert_non_null(strstr(told, range));
		}
}

static void
each_kind_of_filter_goes_its_way(void **state)
{
	static const struct {
		const char *filter, *search, *sort;
		const char *goes, *not;
	} cases[] = {
		{ "state:active", NULL, "last_login", "INDEX user_by_last_login", "TEMP" },
		{ "state:locked", NULL, "username", "COVERING INDEX user_locked", "TEMP" },
		{ "state:locked", NULL, "created", "COVERING INDEX user_locked", "user_by" },
		{ "state:binned", NULL, "username", "COVERING INDEX user_bin", "TEMP" },
		{ "in:bin", NULL, "last_name", "COVERING INDEX user_bin", "user_by" },
		{ "deadline:<7d", NULL, "last_login", "COVERING INDEX user_bin", "user_by" },
		{ "state:inactive", NULL, "username", "COVERING INDEX user_shut", "TEMP" },
		{ "active:no", NULL, "email", "COVERING INDEX user_shut", "user_by" },
		{ "last:>90d", NULL, "last_login", "INDEX user_by_last_login", "TEMP" },
		{ "group:Ops", NULL, "last_name", "COVERING INDEX membership_group", "user_by" },
		{ "perm:awx.run", NULL, "created", "COVERING INDEX user_permission_permission", "user_by" },
		{ "username:ax100", NULL, "last_login", "INDEX user_username (username_key=?)", "user_by" },
		{ "email:ax100@old.example", NULL, "last_login", "INDEX user_email (email_key=?)", "user_by" },
		{ NULL, "smith", "username", "COVERING INDEX user_by_username", "TEMP" },
		{ NULL, "smith", "created", "INDEX user_by_created", "TEMP" },
	};
	struct crowd *crowd = *state;

	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		DW_AUTO_FREE char *told = way(crowd, cases[i].filter, cases[i].search, cases[i].sort, false,
			false);

		if (strstr(told, cases[i].goes) == NULL || strstr(told, cases[i].not) != NULL)
			fail_msg("%s %s by %s goes:\n%s", cases[i].filter, cases[i].search, cases[i].sort, told);
	}
}

/* The same group is listed, collected or asked for row by row, by how many are in it. */
static void
the_size_of_a_group_decides_the_way(void **state)
{
	static const struct {
		int count;
		const char *goes, *not;
	} cases[] = {
		{ 300, "USING INTEGER PRIMARY KEY (rowid=?)", "user_by_last" },
		{ 12000, "LIST SUBQUERY", "CORRELATED" },
		{ 300000, "CORRELATED SCALAR SUBQUERY", "LIST SUBQUERY" },
	};
	struct crowd *crowd = *state;
	struct dw_error err = { 0 };

	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		DW_AUTO_FREE char *lie = dw_format("UPDATE user_group SET member_count = %d"
			" WHERE name = 'Sales'; UPDATE totals SET users = 1000000", cases[i].count);
		DW_AUTO_FREE char *told = NULL;

		assert_int_equal(dw_exec(crowd->db, lie, &err), DW_OK);
		told = way(crowd, "group:sales", NULL, "last_name", false, false);
		if (strstr(told, cases[i].goes) == NULL || strstr(told, cases[i].not) != NULL)
			fail_msg("%d members:\n%s", cases[i].count, told);
	}
	assert_int_equal(dw_exec(crowd->db, "UPDATE totals SET users ="
		" (SELECT count(*) FROM user WHERE lifecycle <> 3);"
		"UPDATE user_group SET member_count ="
		" (SELECT count(*) FROM membership WHERE group_id = user_group.id)", &err), DW_OK);
}

/* ---- refusals --------------------------------------------------------------------------------- */

static enum dw_code
ask(struct crowd *crowd, const char *text, struct dw_user_query query, struct dw_rows *rows,
	struct dw_error *err)
{
	DW_AUTO(dw_filter) filter = { 0 };

	if (dw_filter_read(text, CROWD_NOW, &filter, err) != DW_OK)
		fail_msg("%s: %s", text, err->message);
	query.filter = &filter;
	if (query.limit == 0)
		query.limit = 1000;
	dw_rows_clear(rows);
	return dw_user_list(crowd->db, &query, CROWD_NOW, &rows->sink, err);
}

static void
unknown_groups_and_permissions_are_errors_with_their_column(void **state)
{
	static const struct {
		const char *text;
		int column;
		const char *hint;
	} cases[] = {
		{ "smith group:Opps", 7, "“Ops”" },
		{ "group:zzzzzz", 1, "no group “zzzzzz”" },
		{ "group:zz*", 1, "no group “zz*”" },
		{ "group:Ops,Salez", 1, "“Sales”" },
		{ "-group:Salez", 1, "“Sales”" },
		{ "state:active perm:awx.runn", 14, "“awx.run”" },
		{ "perm:nothing.*", 1, "no permission" },
		{ "group:\x1b[2J", 1, "\\u{1B}[2J" },
	};
	struct crowd *crowd = *state;

	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		struct dw_error err = { 0 };
		DW_AUTO(dw_rows) rows = { 0 };

		assert_int_equal(ask(crowd, cases[i].text, (struct dw_user_query){ 0 }, &rows, &err), DW_USAGE);
		assert_int_equal(err.column, cases[i].column);
		if (strstr(err.message, cases[i].hint) == NULL)
			fail_msg("%s: %s", cases[i].text, err.message);
	}
}

static void
a_cursor_of_another_sort_or_store_is_refused(void **state)
{
	struct crowd *crowd = *state;
	DW_AUTO(dw_rows) rows = { 0 };
	DW_AUTO(dw_rows) other = { 0 };
	struct dw_error err = { 0 };
	struct dw_user_query query = { .sort = "last_name", .limit = 3 };
	DW_AUTO_FREE char *next = NULL;

	assert_int_equal(ask(crowd, NULL, query, &rows, &err), DW_OK);
	next = dw_strdup(rows.next);
	query.after = next;
	assert_int_equal(ask(crowd, NULL, query, &other, &err), DW_OK);
	query.descending = true;
	assert_int_equal(ask(crowd, NULL, query, &other, &err), DW_USAGE);
	assert_string_equal(err.field, "after");
	query.descending = false;
	query.sort = "first_name";
	assert_int_equal(ask(crowd, NULL, query, &other, &err), DW_USAGE);
	query.sort = "shoe";
	assert_int_equal(ask(crowd, NULL, query, &other, &err), DW_USAGE);
	assert_string_equal(err.field, "sort");
	/* Well-formed, but nobody here has this id. */
	query.sort = "username";
	query.after = "AXVzZXI6dXNlcm5hbWUAdGEAAQIDBAUGBwgJCgsMDQ4PEA";
	assert_int_equal(ask(crowd, NULL, query, &other, &err), DW_USAGE);
}

/* ---- masks ------------------------------------------------------------------------------------- */

static void
masks_keep_the_shape_and_nothing_else(void **state)
{
	static const char *const emails[][2] = {
		{ "anna.smith@example.org", "a***@e***.org" },
		{ "", "" },
		{ "a@b", "a***@b***" },
		{ "@x.org", "***" },
		{ "nobody", "***" },
		{ "ø@æ.example", "ø***@æ***.example" },
		{ "\"a@b\"@c.d.example", "\"***@c***.example" },
	};
	static const char *const phones[][2] = {
		{ "+49 151 23456789", "***89" },
		{ "112", "***" },
		{ "1234", "***" },
		{ "12345", "***45" },
		{ "", "" },
		{ "ask me", "***" },
	};

	(void)state;
	for (size_t i = 0; i < DW_COUNT(emails); i++) {
		DW_AUTO_FREE char *masked = dw_mask_email(emails[i][0]);

		assert_string_equal(masked, emails[i][1]);
	}
	for (size_t i = 0; i < DW_COUNT(phones); i++) {
		DW_AUTO_FREE char *masked = dw_mask_phone(phones[i][0]);

		assert_string_equal(masked, phones[i][1]);
	}
}

static void
who_may_not_see_addresses_finds_none_by_them(void **state)
{
	static const char *const refused[] = { "email:*@old.example", "-email:a*", "phone:*7",
		"smith email:x@old.example", "phone:none,4711" };
	static const char *const silent[] = { "@old", "old.example", "47111", "00494711", "049000471" };
	struct crowd *crowd = *state;
	const struct dw_user_query masked = { .mask_pii = true };
	struct dw_user_query by_email = { .mask_pii = true, .sort = "email" };
	int email = dw_column_find(dw_user_columns, dw_user_columns_count, "email");
	struct dw_error err = { 0 };

	for (size_t i = 0; i < DW_COUNT(refused); i++) {
		DW_AUTO(dw_rows) rows = { 0 };

		assert_int_equal(ask(crowd, refused[i], masked, &rows, &err), DW_NOT_PERMITTED);
		assert_true(err.column > 0);
		assert_int_equal(rows.n_rows, 0);
	}
	for (size_t i = 0; i < DW_COUNT(silent); i++) {
		struct dw_user_query query = masked;
		DW_AUTO(dw_rows) rows = { 0 };
		int64_t count = -1;

		query.search = silent[i];
		assert_int_equal(ask(crowd, NULL, query, &rows, &err), DW_OK);
		assert_int_equal(rows.n_rows, 0);
		assert_int_equal(dw_user_count(crowd->db, &query, CROWD_NOW, &count, &err), DW_OK);
		assert_int_equal(count, 0);
	}
	{
		DW_AUTO(dw_rows) rows = { 0 };

		assert_int_equal(ask(crowd, NULL, by_email, &rows, &err), DW_NOT_PERMITTED);
		assert_int_equal(ask(crowd, "email:none", masked, &rows, &err), DW_OK);
		assert_int_equal(ask(crowd, NULL, masked, &rows, &err), DW_OK);
		assert_true(rows.n_rows > 100);
		for (size_t i = 0; i < rows.n_rows; i++) {
			const char *shown = dw_rows_at(&rows, i)[email].text;

			assert_true(shown == NULL || strstr(shown, "***@") != NULL);
		}
	}
}

/* ---- columns ------------------------------------------------------------------------------------ */

static const struct dw_value *
cell(const struct dw_rows *rows, size_t row, const char *name)
{
	return &dw_rows_at(rows, row)[dw_column_find(rows->columns, rows->n_columns, name)];
}

static void
a_filter_on_permissions_says_through_what(void **state)
{
	struct crowd *crowd = *state;
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };
	bool bypass = false, direct = false, group = false;

	assert_int_equal(ask(crowd, "perm:awx.run", (struct dw_user_query){ 0 }, &rows, &err), DW_OK);
	assert_true(rows.n_rows > 10);
	for (size_t i = 0; i < rows.n_rows; i++) {
		const struct dw_names *names = &cell(&rows, i, "permission_through")->names;

		assert_true(names->count > 0);
		for (size_t k = 0; k < names->count; k++) {
			bypass = bypass || strcmp(names->items[k], "Admin bypass") == 0;
			direct = direct || strcmp(names->items[k], "direct") == 0;
			group = group || strcmp(names->items[k], "Ops") == 0;
			assert_string_not_equal(names->items[k], "Sales");
		}
	}
	assert_true(bypass && direct && group);
	dw_rows_clear(&rows);
	assert_int_equal(ask(crowd, "state:active", (struct dw_user_query){ 0 }, &rows, &err), DW_OK);
	assert_int_equal(cell(&rows, 0, "permission_through")->names.count, 0);
}

static void
a_row_says_what_memory_says(void **state)
{
	struct crowd *crowd = *state;
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_user_query query = { .with_bin = true, .sort = "created", .limit = 1000 };
	struct dw_error err = { 0 };

	assert_int_equal(ask(crowd, NULL, query, &rows, &err), DW_OK);
	assert_int_equal(rows.n_columns, dw_user_list_columns_count);
	for (size_t i = 0; i < rows.n_rows; i++) {
		const struct crowd_person *p = NULL;
		const char *email = cell(&rows, i, "email")->text;
		size_t groups = 0;

		for (int k = 0; k < CROWD && p == NULL; k++)
			if (dw_uuid_equal(&crowd->people[k].u.uuid, &cell(&rows, i, "id")->id))
				p = &crowd->people[k];
		assert_non_null(p);
		assert_string_equal(cell(&rows, i, "username")->text, p->username);
		assert_string_equal(email != NULL ? email : "", p->email);
		assert_string_equal(cell(&rows, i, "state")->text,
			dw_user_state_word(dw_user_state(&p->u, CROWD_NOW)));
		assert_int_equal(cell(&rows, i, "last_login")->num, p->u.last_login_at);
		assert_int_equal(cell(&rows, i, "deadline")->num, p->u.deadline);
		assert_int_equal(cell(&rows, i, "mfa")->names.count, __builtin_popcount((unsigned)p->u.mfa));
		for (int g = 0; g < CROWD_GROUPS; g++)
			groups += p->groups[g];
		assert_int_equal(cell(&rows, i, "groups")->names.count, groups);
		if (p->groups[0])
			assert_string_equal(cell(&rows, i, "groups")->names.items[0], "Admin");
	}
}

static void
one_user_is_shown_whole(void **state)
{
	struct crowd *crowd = *state;
	const struct crowd_person *p = &crowd->people[0];
	DW_AUTO_FREE char *sql = dw_format(
		"INSERT INTO password (user_id, scheme, hash, set_at, must_change) VALUES"
		" (%lld, 'argon2id', 'SECRETHASH', 99, 1);"
		"INSERT INTO authenticator (user_id, kind, count, enrolled_at) VALUES (%lld, 8, 3, 1000);"
		"INSERT INTO session (uuid, user_id, token_hash, started_at, last_active_at, expires_at)"
		" VALUES (randomblob(16), %lld, randomblob(32), 1, 1, %lld),"
		" (randomblob(16), %lld, randomblob(32), 1, 1, 5);"
		"INSERT INTO external_identity (user_id, provider, subject, linked_at, raw_claims)"
		" VALUES (%lld, 'google', '17', 1, '{\"sub\":\"17\"}');"
		"INSERT INTO unix_binding VALUES (1000, %lld, 1)",
		(long long)p->id, (long long)p->id, (long long)p->id, (long long)CROWD_NOW + 1,
		(long long)p->id, (long long)p->id, (long long)p->id);
	struct dw_error err = { 0 };
	DW_AUTO(dw_rows) rows = { 0 };
	DW_AUTO(dw_rows) claims = { 0 };

	if (dw_exec(crowd->db, sql, &err) != DW_OK)
		fail_msg("%s", err.detail);
	dw_rows_init(&rows);
	dw_rows_init(&claims);
	assert_int_equal(dw_user_show(crowd->db, p->id, false, CROWD_NOW, &rows.sink, &err), DW_OK);
	assert_int_equal(rows.n_rows, 1);
	assert_true(rows.single);
	assert_int_equal(rows.n_columns, dw_user_columns_count);
	assert_int_equal(cell(&rows, 0, "password_set")->num, 99);
	assert_int_equal(cell(&rows, 0, "password_must_change")->num, 1);
	assert_string_equal(cell(&rows, 0, "password_scheme")->text, "argon2id");
	assert_int_equal(cell(&rows, 0, "backup_codes")->num, 3);
	assert_int_equal(cell(&rows, 0, "sessions")->num, 1);
	assert_int_equal(cell(&rows, 0, "external_identities")->num, 1);
	assert_string_equal(cell(&rows, 0, "unix_uids")->names.items[0], "1000");
	assert_string_equal(cell(&rows, 0, "authenticators")->text,
		"[{\"count\":3,\"enrolled\":\"1970-01-01T00:00:01.000Z\",\"kind\":\"backup\",\"last_used\":null}]");
	for (size_t i = 0; i < rows.n_columns; i++) {
		DW_AUTO(dw_buf) json = { 0 };

		dw_value_json(&json, &rows.columns[i], &dw_rows_at(&rows, 0)[i]);
		assert_null(strstr(dw_buf_text(&json), "SECRETHASH"));
	}
	assert_int_equal(dw_user_claims(crowd->db, p->id, &claims.sink, &err), DW_OK);
	assert_int_equal(claims.n_rows, 1);
	assert_string_equal(cell(&claims, 0, "raw_claims")->text, "{\"sub\":\"17\"}");
	dw_rows_clear(&rows);
	assert_int_equal(dw_user_show(crowd->db, 999999, false, CROWD_NOW, &rows.sink, &err), DW_NOT_FOUND);
}

static void
totals_are_what_the_lists_count(void **state)
{
	static const char *const filters[] = { "in:bin", "state:locked", "active:no" };
	struct crowd *crowd = *state;
	struct dw_error err = { 0 };
	struct dw_totals totals;
	int64_t counts[DW_COUNT(filters)], all;
	struct dw_user_query everybody = { .with_bin = true };

	assert_int_equal(dw_user_totals(crowd->db, CROWD_NOW, &totals, &err), DW_OK);
	for (size_t i = 0; i < DW_COUNT(filters); i++) {
		DW_AUTO(dw_filter) filter = { 0 };
		struct dw_user_query query = { .filter = &filter };

		assert_int_equal(dw_filter_read(filters[i], CROWD_NOW, &filter, &err), DW_OK);
		assert_int_equal(dw_user_count(crowd->db, &query, CROWD_NOW, &counts[i], &err), DW_OK);
	}
	assert_int_equal(dw_user_count(crowd->db, &everybody, CROWD_NOW, &all, &err), DW_OK);
	assert_int_equal(totals.users, all);
	assert_int_equal(totals.bin, counts[0]);
	assert_int_equal(totals.locked, counts[1]);
	assert_int_equal(totals.disabled, counts[2]);
}

/* ---- streaming and cancelling --------------------------------------------------------------------- */

struct stream {
	struct dw_sink sink;
	size_t rows, stop_after;
	bool ended;
};

static enum dw_code
stream_begin(struct dw_sink *sink DW_UNUSED, const struct dw_column *columns DW_UNUSED,
	size_t n DW_UNUSED, struct dw_error *err DW_UNUSED)
{
	return DW_OK;
}

static enum dw_code
stream_row(struct dw_sink *sink, const struct dw_value *values DW_UNUSED,
	struct dw_error *err DW_UNUSED)
{
	struct stream *stream = (struct stream *)sink;

	return ++stream->rows == stream->stop_after ? DW_CANCELLED : DW_OK;
}

static enum dw_code
stream_end(struct dw_sink *sink, const struct dw_list_info *info DW_UNUSED,
	struct dw_error *err DW_UNUSED)
{
	((struct stream *)sink)->ended = true;
	return DW_OK;
}

static bool
always(void *arg)
{
	++*(int *)arg;
	return true;
}

static void
a_list_can_be_stopped_by_its_sink_and_from_outside(void **state)
{
	struct crowd *crowd = *state;
	struct stream stream = { .sink = { stream_begin, stream_row, stream_end }, .stop_after = 3 };
	struct dw_user_query query = { .limit = 1000 };
	DW_AUTO(dw_filter) filter = { 0 };
	struct dw_error err = { 0 };
	int64_t count;
	int asked = 0;

	assert_int_equal(dw_user_list(crowd->db, &query, CROWD_NOW, &stream.sink, &err), DW_CANCELLED);
	assert_int_equal(stream.rows, 3);
	assert_false(stream.ended);
	dw_db_on_progress(crowd->db, always, &asked);
	assert_int_equal(dw_filter_read("-group:Ops -group:Sales -direct:yes x", CROWD_NOW, &filter, &err),
		DW_OK);
	query.filter = &filter;
	assert_int_equal(dw_user_count(crowd->db, &query, CROWD_NOW, &count, &err), DW_CANCELLED);
	dw_db_on_progress(crowd->db, NULL, NULL);
	assert_true(asked > 0);
	assert_int_equal(dw_user_count(crowd->db, &query, CROWD_NOW, &count, &err), DW_OK);
	assert_true(count > 0);
}

static void
a_page_of_no_rows_has_none(void **state)
{
	struct crowd *crowd = *state;
	struct stream stream = { .sink = { stream_begin, stream_row, stream_end } };
	struct dw_user_query query = { .limit = 0 };
	struct dw_error err = { 0 };

	assert_int_equal(dw_user_list(crowd->db, &query, CROWD_NOW, &stream.sink, &err), DW_OK);
	assert_int_equal(stream.rows, 0);
	assert_true(stream.ended);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_sort_walks_its_index_and_sorts_nothing),
		cmocka_unit_test(each_kind_of_filter_goes_its_way),
		cmocka_unit_test(the_size_of_a_group_decides_the_way),
		cmocka_unit_test(unknown_groups_and_permissions_are_errors_with_their_column),
		cmocka_unit_test(a_cursor_of_another_sort_or_store_is_refused),
		cmocka_unit_test(masks_keep_the_shape_and_nothing_else),
		cmocka_unit_test(who_may_not_see_addresses_finds_none_by_them),
		cmocka_unit_test(a_filter_on_permissions_says_through_what),
		cmocka_unit_test(a_row_says_what_memory_says),
		cmocka_unit_test(one_user_is_shown_whole),
		cmocka_unit_test(totals_are_what_the_lists_count),
		cmocka_unit_test(a_list_can_be_stopped_by_its_sink_and_from_outside),
		cmocka_unit_test(a_page_of_no_rows_has_none),
	};

	return cmocka_run_group_tests(tests, crowd_setup, crowd_teardown);
}
