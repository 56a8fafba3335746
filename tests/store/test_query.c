/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Statements: binding and reading each kind of value, the cache and its nesting, and
 * SQLite's results as errors with words.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "store/db_internal.h"
#include "store/query.h"
#include "tests/support/place.h"

static struct dw_db *db;

static int
open_store(void **state)
{
	if (place_setup(state) != 0)
		return -1;
	place_store(*state);
	db = place_open(*state, DW_DB_WRITE);
	return 0;
}

static int
close_store(void **state)
{
	dw_db_close(db);
	return place_teardown(state);
}

static int
statements_out(void)
{
	int used = 0;

	for (size_t i = 0; i < DW_STATEMENTS; i++)
		used += db->cache[i].used;
	return used;
}

static void
every_kind_of_value_comes_back_as_it_went(void **state)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_uuid id = dw_uuid_new(), none = { { 0 } }, back;
	const char bytes[] = "a\0b";
	const void *blob;
	size_t len;
	bool row;

	(void)state;
	dw_query_open(db, &q, "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8");
	dw_bind_int(&q, 1, INT64_MIN);
	dw_bind_text(&q, 2, "Bjørn 🚪");
	dw_bind_text(&q, 3, NULL);
	dw_bind_blob(&q, 4, bytes, 3);
	dw_bind_blob(&q, 5, NULL, 0);
	dw_bind_uuid(&q, 6, &id);
	dw_bind_uuid(&q, 7, &none);
	dw_bind_null(&q, 8);
	assert_int_equal(dw_query_next(&q, &row, NULL), DW_OK);
	assert_true(row);
	assert_true(dw_col_int(&q, 0) == INT64_MIN);
	assert_string_equal(dw_col_text(&q, 1), "Bjørn 🚪");
	assert_string_equal(dw_col_text(&q, 2), "");
	blob = dw_col_blob(&q, 3, &len);
	assert_int_equal(len, 3);
	assert_memory_equal(blob, bytes, 3);
	dw_col_blob(&q, 4, &len);
	assert_int_equal(len, 0);
	back = dw_col_uuid(&q, 5);
	assert_true(dw_uuid_equal(&id, &back));
	back = dw_col_uuid(&q, 6);
	assert_true(dw_uuid_is_none(&back));
	assert_string_equal(dw_col_text(&q, 7), "");
	assert_int_equal(dw_query_next(&q, &row, NULL), DW_OK);
	assert_false(row);
}

static void
an_empty_blob_is_not_null(void **state)
{
	DW_AUTO(dw_query) q = { 0 };
	int64_t is_null = -1;

	(void)state;
	dw_query_open(db, &q, "SELECT ?1 IS NULL");
	dw_bind_blob(&q, 1, NULL, 0);
	assert_int_equal(dw_query_int(&q, -1, &is_null, NULL), DW_OK);
	assert_int_equal(is_null, 0);
}

static void
bound_text_is_copied(void **state)
{
	DW_AUTO(dw_query) q = { 0 };
	char text[] = "before";
	bool row;

	(void)state;
	dw_query_open(db, &q, "SELECT ?1");
	dw_bind_text(&q, 1, text);
	memcpy(text, "after!", 6);
	assert_int_equal(dw_query_next(&q, &row, NULL), DW_OK);
	assert_string_equal(dw_col_text(&q, 0), "before");
}

static void
a_wrong_statement_is_reported_when_it_is_stepped(void **state)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_error err = { 0 };
	bool row = true;

	(void)state;
	dw_query_open(db, &q, "SELECT a FROM nowhere");
	dw_bind_int(&q, 1, 1);
	dw_bind_text(&q, 2, "x");
	assert_int_equal(dw_query_next(&q, &row, &err), DW_BUG);
	assert_false(row);
	assert_non_null(strstr(err.detail, "nowhere"));
	dw_query_clear(&q);
	assert_int_equal(statements_out(), 0);
}

static void
a_parameter_that_is_not_there_is_reported_when_stepped(void **state)
{
	DW_AUTO(dw_query) q = { 0 };
	bool row;

	(void)state;
	dw_query_open(db, &q, "SELECT ?1");
	dw_bind_int(&q, 2, 1);
	dw_bind_int(&q, 1, 1);
	assert_int_equal(dw_query_next(&q, &row, NULL), DW_BUG);
}

static void
nothing_bound_stays_in_the_cache(void **state)
{
	static const char sql[] = "SELECT ?1 IS NULL";
	int64_t is_null = -1;

	(void)state;
	{
		DW_AUTO(dw_query) q = { 0 };

		dw_query_open(db, &q, sql);
		dw_bind_text(&q, 1, "a secret hash");
		assert_int_equal(dw_query_int(&q, -1, &is_null, NULL), DW_OK);
		assert_int_equal(is_null, 0);
	}
	{
		DW_AUTO(dw_query) q = { 0 };

		dw_query_open(db, &q, sql);
		assert_int_equal(dw_query_int(&q, -1, &is_null, NULL), DW_OK);
		assert_int_equal(is_null, 1);
	}
}

static void
a_statement_is_prepared_once(void **state)
{
	struct sqlite3_stmt *first;

	(void)state;
	{
		DW_AUTO(dw_query) q = { 0 };

		dw_query_open(db, &q, "SELECT 1 + 1");
		first = q.stmt;
	}
	for (int i = 0; i < 10; i++) {
		DW_AUTO(dw_query) q = { 0 };
		DW_AUTO_FREE char *same = dw_strdup("SELECT 1 + 1"); /* by text, not by address */

		dw_query_open(db, &q, same);
		assert_ptr_equal(q.stmt, first);
	}
}

static void
the_same_statement_nests(void **state)
{
	static const char sql[] = "SELECT name FROM topic WHERE name > ?1 ORDER BY name";
	DW_AUTO(dw_query) outer = { 0 };
	int pairs = 0;
	bool row;

	(void)state;
	dw_query_open(db, &outer, sql);
	dw_bind_text(&outer, 1, "");
	while (dw_query_next(&outer, &row, NULL) == DW_OK && row) {
		DW_AUTO(dw_query) inner = { 0 };
		bool more;

		dw_query_open(db, &inner, sql);
		assert_ptr_not_equal(inner.stmt, outer.stmt);
		dw_bind_text(&inner, 1, dw_col_text(&outer, 0));
		while (dw_query_next(&inner, &more, NULL) == DW_OK && more)
			pairs++;
	}
	assert_int_equal(pairs, 4 + 3 + 2 + 1);
}

static void
more_statements_than_the_cache_holds_work(void **state)
{
	struct dw_query q[DW_STATEMENTS + 20] = { { 0 } };

	(void)state;
	for (int i = 0; i < (int)DW_COUNT(q); i++) {
		char sql[40];
		int64_t value = -1;

		snprintf(sql, sizeof(sql), "SELECT %d + ?1", i);
		dw_query_open(db, &q[i], sql);
		dw_bind_int(&q[i], 1, 1000);
		assert_int_equal(dw_query_int(&q[i], -1, &value, NULL), DW_OK);
		assert_int_equal(value, 1000 + i);
		assert_int_equal(q[i].slot >= 0, i < DW_STATEMENTS);
	}
	assert_int_equal(statements_out(), DW_STATEMENTS);
	for (size_t i = 0; i < DW_COUNT(q); i++)
		dw_query_clear(&q[i]);
	assert_int_equal(statements_out(), 0);
}

static void
the_statement_unused_for_longest_makes_room(void **state)
{
	struct sqlite3_stmt *kept;

	(void)state;
	for (int i = 0; i < 3 * DW_STATEMENTS; i++) {
		DW_AUTO(dw_query) often = { 0 };
		DW_AUTO(dw_query) once = { 0 };
		char sql[40];

		dw_query_open(db, &often, "SELECT 'often'");
		if (i == 0)
			kept = often.stmt;
		assert_ptr_equal(often.stmt, kept);
		snprintf(sql, sizeof(sql), "SELECT %d", i);
		dw_query_open(db, &once, sql);
		assert_true(once.slot >= 0);
	}
}

static void
rewinding_runs_again_with_the_same_values(void **state)
{
	DW_AUTO(dw_query) q = { 0 };
	bool row;

	(void)state;
	dw_query_open(db, &q, "SELECT ?1");
	dw_bind_int(&q, 1, 42);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(dw_query_next(&q, &row, NULL), DW_OK);
		assert_true(row);
		assert_int_equal(dw_col_int(&q, 0), 42);
		dw_query_rewind(&q);
	}
}

static void
clearing_twice_or_never_opened_is_fine(void **state)
{
	struct dw_query q = { 0 };

	(void)state;
	dw_query_clear(&q);
	dw_query_clear(NULL);
	dw_query_open(db, &q, "SELECT 1");
	dw_query_clear(&q);
	dw_query_clear(&q);
	assert_int_equal(statements_out(), 0);
}

static void
the_fallback_stands_in_for_no_row(void **state)
{
	DW_AUTO(dw_query) q = { 0 };
	int64_t value = 0;

	(void)state;
	dw_query_open(db, &q, "SELECT 1 WHERE 0");
	assert_int_equal(dw_query_int(&q, 17, &value, NULL), DW_OK);
	assert_int_equal(value, 17);
}

static void
changes_and_the_new_id_are_told(void **state)
{
	(void)state;
	assert_int_equal(dw_exec(db, "UPDATE topic SET counter = 1 WHERE name < 'h'", NULL), DW_OK);
	assert_int_equal(dw_db_changes(db), 2);
	assert_int_equal(dw_exec(db,
		"INSERT INTO permission (id, name, app_label) VALUES (41, 'a.b', 'a')", NULL), DW_OK);
	assert_int_equal(dw_db_last_id(db), 41);
}

static void
contradictions_are_conflicts(void **state)
{
	struct dw_error err = { 0 };

	(void)state;
	assert_int_equal(dw_exec(db, "INSERT INTO topic (name) VALUES ('users')", &err),
		DW_CONFLICT);
	assert_non_null(strstr(err.detail, "UNIQUE"));
	assert_null(strstr(err.message, "UNIQUE"));
	assert_int_equal(dw_exec(db, "INSERT INTO membership VALUES (1, 1, 0, 0)", &err),
		DW_CONFLICT);
	assert_int_equal(dw_exec(db, "INSERT INTO meta VALUES ('a', NULL)", &err), DW_CONFLICT);
}

static void
a_trigger_s_word_is_a_code_of_its_own(void **state)
{
	struct dw_error err = { 0 };

	(void)state;
	assert_int_equal(dw_exec(db, "CREATE TEMP TRIGGER t BEFORE INSERT ON meta "
		"BEGIN SELECT RAISE(ABORT, 'dw:last_admin'); END; INSERT INTO meta VALUES ('a', '')", &err),
		DW_LAST_ADMIN);
	assert_non_null(strstr(err.message, "Admin first"));
	assert_int_equal(dw_exec(db, "DROP TRIGGER t; CREATE TEMP TRIGGER t BEFORE INSERT ON meta "
		"BEGIN SELECT RAISE(ABORT, 'dw:never_heard_of'); END; INSERT INTO meta VALUES ('a', '')",
		&err), DW_BUG);
	assert_non_null(strstr(err.detail, "never_heard_of"));
}

static void
damage_names_the_check_and_the_backup(void **state)
{
	struct dw_error err = { 0 };

	(void)state;
	assert_int_equal(dw_db_failed(db, SQLITE_CORRUPT, &err), DW_IO);
	assert_non_null(strstr(err.message, "store check"));
	assert_int_equal(dw_db_failed(db, SQLITE_NOTADB, &err), DW_IO);
	assert_int_equal(dw_db_failed(db, SQLITE_IOERR, &err), DW_IO);
	assert_int_equal(dw_db_failed(db, SQLITE_CANTOPEN, &err), DW_IO);
}

static void
containing_is_byte_for_byte(void **state)
{
	static const struct {
		const char *text, *needle;
		int found;
	} cases[] = {
		{ "bjorn", "jor", 1 }, { "bjorn", "JOR", 0 }, { "bjorn", "", 1 }, { "", "a", 0 },
		{ "100%_done", "%_", 1 }, { "a*b", "*", 1 }, { "ø", "\xb8", 1 }, { NULL, "a", 0 },
		{ "a", NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		DW_AUTO(dw_query) q = { 0 };
		int64_t found = -1;

		dw_query_open(db, &q, "SELECT dw_contains(?1, ?2)");
		dw_bind_text(&q, 1, cases[i].text);
		dw_bind_text(&q, 2, cases[i].needle);
		assert_int_equal(dw_query_int(&q, -1, &found, NULL), DW_OK);
		assert_int_equal(found, cases[i].found);
	}
}

#define ON_A_STORE(test) cmocka_unit_test_setup_teardown(test, open_store, close_store)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_STORE(every_kind_of_value_comes_back_as_it_went),
		ON_A_STORE(an_empty_blob_is_not_null),
		ON_A_STORE(bound_text_is_copied),
		ON_A_STORE(a_wrong_statement_is_reported_when_it_is_stepped),
		ON_A_STORE(a_parameter_that_is_not_there_is_reported_when_stepped),
		ON_A_STORE(nothing_bound_stays_in_the_cache),
		ON_A_STORE(a_statement_is_prepared_once),
		ON_A_STORE(the_same_statement_nests),
		ON_A_STORE(more_statements_than_the_cache_holds_work),
		ON_A_STORE(the_statement_unused_for_longest_makes_room),
		ON_A_STORE(rewinding_runs_again_with_the_same_values),
		ON_A_STORE(clearing_twice_or_never_opened_is_fine),
		ON_A_STORE(the_fallback_stands_in_for_no_row),
		ON_A_STORE(changes_and_the_new_id_are_told),
		ON_A_STORE(contradictions_are_conflicts),
		ON_A_STORE(a_trigger_s_word_is_a_code_of_its_own),
		ON_A_STORE(damage_names_the_check_and_the_backup),
		ON_A_STORE(containing_is_byte_for_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
