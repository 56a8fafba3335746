/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Applying the schema, taking indexes away and bringing them back, and the rules that
 * the schema itself holds whatever the program does: counts, the last admin, what is
 * only ever added to.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/query.h"
#include "store/schema.h"
#include "store/schema_files.h"
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

static void
sql(const char *text)
{
	struct dw_error err = { 0 };

	if (dw_exec(db, text, &err) != DW_OK)
		fail_msg("%s: %s [%s]", text, err.message, err.detail);
}

static int64_t
number(const char *text)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_error err = { 0 };
	int64_t value = -1;

	dw_query_open(db, &q, text);
	if (dw_query_int(&q, -1, &value, &err) != DW_OK)
		fail_msg("%s: %s [%s]", text, err.message, err.detail);
	return value;
}

/* Refused with this code, and the counts that it could have moved stand as they were. */
static void
refused(enum dw_code code, const char *text)
{
	int64_t admins = number("SELECT count(*) FROM effective_admin");
	int64_t members = number("SELECT sum(member_count) FROM user_group");
	struct dw_error err = { 0 };

	if (dw_exec(db, text, &err) != code)
		fail_msg("%s: is not %s: %s [%s]", text, dw_code_name(code), err.message, err.detail);
	assert_int_equal(number("SELECT count(*) FROM effective_admin"), admins);
	assert_int_equal(number("SELECT sum(member_count) FROM user_group"), members);
	assert_int_equal(number("SELECT count(*) FROM membership"), members);
}

/* Users ada (1), bea (2), cyd (3); groups Admin (1) with ada, Ops (2) with ada and bea. */
static void
household(void)
{
	sql("INSERT INTO user (id, uuid, username, username_key, email, email_key, created_at, "
		"updated_at) VALUES "
		"(1, randomblob(16), 'ada', 'ada', 'ada@example.com', 'ada@example.com', 1, 1),"
		"(2, randomblob(16), 'bea', 'bea', '', '', 1, 1),"
		"(3, randomblob(16), 'cyd', 'cyd', '', '', 1, 1);"
		"INSERT INTO user_group (id, uuid, name, name_key, is_admin, created_at) VALUES "
		"(1, randomblob(16), 'Admin', 'admin', 1, 1), (2, randomblob(16), 'Ops', 'ops', 0, 1);"
		"INSERT INTO membership (user_id, group_id, added_at) VALUES (1, 1, 1), (1, 2, 1), "
		"(2, 2, 1)");
}

/* "DROP TABLE x" of something that is there. */
static void
first_drop(char *out, size_t size)
{
	DW_AUTO(dw_query) q = { 0 };
	bool row = false;

	dw_query_open(db, &q, "SELECT 'DROP ' || type || ' \"' || name || '\"' FROM sqlite_schema "
		"WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%' ORDER BY type DESC, "
		"name = 'user', name LIMIT 1");
	assert_int_equal(dw_query_next(&q, &row, NULL), DW_OK);
	assert_true(row);
	snprintf(out, size, "%s", dw_col_text(&q, 0));
}

/* ---- applying ------------------------------------------------------------------- */

static void
a_new_store_has_the_newest_schema(void **state)
{
	int at = 0;

	(void)state;
	assert_int_equal(dw_schema_number(db, &at, NULL), DW_OK);
	assert_int_equal(at, dw_schema_newest());
	assert_int_equal(dw_schema_apply(db, NULL), DW_OK);
	assert_int_equal(number("PRAGMA foreign_key_check"), -1);
	assert_int_equal(number("SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
}

/* A store as the first Doorward made it: only the first file. */
static void
a_store_of_the_first_schema_is_brought_up_to_date(void **state)
{
	const struct place *place = *state;
	struct dw_error err = { 0 };
	struct dw_db *older = NULL;
	int at = 0;

	dw_db_close(db);
	db = NULL;
	assert_int_equal(unlink(place->store), 0);
	{
		struct dw_db *made = NULL;

		assert_int_equal(dw_db_create(place->store, &made, &err), DW_OK);
		db = made;
		sql("PRAGMA writable_schema = RESET; PRAGMA foreign_keys = OFF");
		while (number("SELECT count(*) FROM sqlite_schema WHERE type IN ('table', 'view') AND "
			"name NOT LIKE 'sqlite%'") > 0) {
			char drop[200];

			first_drop(drop, sizeof(drop));
			sql(drop);
		}
		sql(dw_schema_files[0].text);
		sql("PRAGMA user_version = 1");
		assert_int_equal(dw_db_publish(db, &err), DW_OK);
		dw_db_close(db);
		db = NULL;
	}
	assert_int_equal(dw_db_open(place->store, DW_DB_READ, &older, &err), DW_UNAVAILABLE);
	assert_non_null(strstr(err.message, "Open it once for writing"));
	db = place_open(place, DW_DB_WRITE);
	assert_int_equal(dw_schema_number(db, &at, NULL), DW_OK);
	assert_int_equal(at, dw_schema_newest());
	assert_int_equal(number("SELECT count(*) FROM saved_view"), 0);
}

static void
every_table_is_strict(void **state)
{
	(void)state;
	assert_int_equal(number("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND "
		"type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite%'"), 0);
}

static void
every_reference_has_an_index(void **state)
{
	(void)state;
	/* Without one, deleting a parent scans the child. */
	assert_int_equal(number("SELECT count(*) FROM pragma_table_list AS t, "
		"pragma_foreign_key_list(t.name) AS f WHERE t.schema = 'main' AND NOT EXISTS ("
		"SELECT 1 FROM pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS c "
		"WHERE c.seqno = 0 AND c.name = f.\"from\") AND NOT EXISTS ("
		"SELECT 1 FROM pragma_table_info(t.name) AS p WHERE p.pk = 1 AND p.name = f.\"from\")"),
		0);
}

/* ---- indexes taken away and brought back ---------------------------------------------- */

#define INDEXES "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'user'"

static void
indexes_go_and_come_back_word_by_word(void **state)
{
	DW_AUTO(dw_index_set) set = { 0 };
	DW_AUTO(dw_txn) txn = { 0 };
	int64_t before = number(INDEXES);

	(void)state;
	sql("CREATE TEMP TABLE was AS SELECT name, sql FROM sqlite_schema WHERE type = 'index'");
	assert_int_equal(dw_txn_begin(db, &txn, NULL), DW_OK);
	assert_int_equal(dw_indexes_drop(db, "user", &set, NULL), DW_OK);
	assert_true(set.count >= 6);
	assert_int_equal(number(INDEXES), before - (int64_t)set.count);
	household();
	assert_int_equal(dw_exec(db, "INSERT INTO user (uuid, username, username_key, created_at, "
		"updated_at) VALUES (randomblob(16), 'ada', 'ada', 1, 1)", NULL), DW_CONFLICT);
	assert_int_equal(dw_indexes_restore(db, &set, NULL), DW_OK);
	assert_int_equal(dw_txn_commit(&txn, NULL), DW_OK);
	assert_int_equal(number("SELECT count(*) FROM was JOIN sqlite_schema AS s USING (name, sql)"),
		number("SELECT count(*) FROM was WHERE sql IS NOT NULL"));
	assert_int_equal(number("SELECT count(*) FROM user INDEXED BY user_by_username "
		"WHERE lifecycle <> 3 AND username_key > ''"), 3);
}

static void
indexes_come_back_when_the_work_is_rolled_back(void **state)
{
	int64_t before = number(INDEXES);

	(void)state;
	{
		DW_AUTO(dw_index_set) set = { 0 };
		DW_AUTO(dw_txn) txn = { 0 };

		assert_int_equal(dw_txn_begin(db, &txn, NULL), DW_OK);
		assert_int_equal(dw_indexes_drop(db, "user", &set, NULL), DW_OK);
		assert_true(number(INDEXES) < before);
	}
	assert_int_equal(number(INDEXES), before);
}

/* ---- counts --------------------------------------------------------------------- */

static void
totals(int64_t users, int64_t disabled, int64_t bin)
{
	assert_int_equal(number("SELECT users FROM totals"), users);
	assert_int_equal(number("SELECT disabled FROM totals"), disabled);
	assert_int_equal(number("SELECT bin FROM totals"), bin);
}

static void
totals_follow_every_change_of_state(void **state)
{
	(void)state;
	household();
	totals(3, 0, 0);
	sql("UPDATE user SET active = 0 WHERE id = 2");
	totals(3, 1, 0);
	sql("UPDATE user SET lifecycle = 1 WHERE id = 2");
	totals(3, 0, 1);
	sql("UPDATE user SET lifecycle = 2 WHERE id IN (2, 3)");
	totals(3, 0, 2);
	sql("UPDATE user SET lifecycle = 3 WHERE id = 2");
	totals(2, 0, 1);
	sql("UPDATE user SET lifecycle = 0 WHERE id = 3");
	totals(2, 0, 0);
	sql("INSERT INTO user (uuid, username, username_key, active, lifecycle, created_at, "
		"updated_at) VALUES (randomblob(16), 'd', 'd', 0, 0, 1, 1), "
		"(randomblob(16), 'e', 'e', 1, 2, 1, 1), (randomblob(16), '', '', 0, 3, 1, 1)");
	totals(4, 1, 1);
}

static void
member_counts_follow_every_membership(void **state)
{
	(void)state;
	household();
	assert_int_equal(number("SELECT member_count FROM user_group WHERE id = 2"), 2);
	sql("DELETE FROM membership WHERE user_id = 2");
	assert_int_equal(number("SELECT member_count FROM user_group WHERE id = 2"), 1);
	sql("INSERT OR IGNORE INTO membership (user_id, group_id, added_at) VALUES (1, 2, 2)");
	assert_int_equal(number("SELECT member_count FROM user_group WHERE id = 2"), 1);
	sql("INSERT OR REPLACE INTO membership (user_id, group_id, added_at) VALUES (1, 2, 2)");
	assert_int_equal(number("SELECT member_count FROM user_group WHERE id = 2"), 1);
	refused(DW_BUG, "UPDATE membership SET group_id = 1 WHERE user_id = 1 AND group_id = 2");
}

/* ---- the last admin, by every way there is ------------------------------------------- */

static const char *const ways_out[] = {
	"UPDATE user SET active = 0 WHERE id = 1",
	"UPDATE user SET lifecycle = 1 WHERE id = 1",
	"UPDATE user SET lifecycle = 2 WHERE id = 1",
	"UPDATE user SET lifecycle = 3 WHERE id = 1",
	"UPDATE user SET valid_from = 1 WHERE id = 1",
	"UPDATE user SET valid_until = 4000000000000 WHERE id = 1",
	"UPDATE user SET active = 0, username = 'x', version = version + 1 WHERE id = 1",
	"UPDATE user SET active = 0",
	"UPDATE user SET lifecycle = 1 WHERE username_key LIKE 'a%'",
	"DELETE FROM membership WHERE user_id = 1 AND group_id = 1",
	"DELETE FROM membership WHERE group_id = 1",
	"DELETE FROM membership WHERE user_id = 1",
	"DELETE FROM membership",
	"INSERT INTO user (id, uuid, username, username_key, active, created_at, updated_at) "
		"VALUES (1, randomblob(16), 'x', 'x', 0, 1, 1) "
		"ON CONFLICT (id) DO UPDATE SET active = excluded.active",
	"UPDATE user SET active = 0 FROM membership AS m WHERE m.user_id = user.id AND m.group_id = 1",
};

static void
the_last_admin_stays_by_every_way(void **state)
{
	(void)state;
	household();
	for (size_t i = 0; i < DW_COUNT(ways_out); i++)
		refused(DW_LAST_ADMIN, ways_out[i]);
	refused(DW_LAST_ADMIN, "DELETE FROM user_group WHERE is_admin = 1");
	refused(DW_LAST_ADMIN, "DELETE FROM user_group");
}

static void
replacing_a_row_is_no_way_around(void **state)
{
	(void)state;
	household();
	refused(DW_BUG, "INSERT OR REPLACE INTO user (id, uuid, username, username_key, active, "
		"created_at, updated_at) VALUES (1, randomblob(16), 'ada', 'ada', 0, 1, 1)");
	refused(DW_BUG, "REPLACE INTO user (uuid, username, username_key, active, created_at, "
		"updated_at) VALUES (randomblob(16), 'ada', 'ada', 0, 1, 1)");
	refused(DW_BUG, "UPDATE OR REPLACE user SET username_key = 'ada' WHERE id = 2");
	refused(DW_LAST_ADMIN, "UPDATE OR REPLACE user_group SET name_key = 'admin' WHERE id = 2");
	refused(DW_LAST_ADMIN, "INSERT OR REPLACE INTO user_group (uuid, name, name_key, created_at) "
		"VALUES (randomblob(16), 'Admin', 'admin', 1)");
	assert_int_equal(number("SELECT count(*) FROM user"), 3);
}

static void
an_admin_who_cannot_always_act_is_no_replacement(void **state)
{
	static const char *const hindered[] = {
		"UPDATE user SET active = 0 WHERE id = 2",
		"UPDATE user SET active = 1, lifecycle = 2 WHERE id = 2",
		"UPDATE user SET lifecycle = 1 WHERE id = 2",
		"UPDATE user SET lifecycle = 0, valid_until = 4000000000000 WHERE id = 2",
		"UPDATE user SET valid_until = 0, valid_from = 1 WHERE id = 2",
	};

	(void)state;
	household();
	sql("INSERT INTO membership (user_id, group_id, added_at) VALUES (2, 1, 1)");
	for (size_t i = 0; i < DW_COUNT(hindered); i++) {
		sql(hindered[i]);
		for (size_t j = 0; j < DW_COUNT(ways_out); j++)
			refused(DW_LAST_ADMIN, ways_out[j]);
	}
}

static void
with_a_replacement_one_admin_may_go_but_not_both(void **state)
{
	(void)state;
	household();
	sql("INSERT INTO membership (user_id, group_id, added_at) VALUES (2, 1, 1)");
	sql("UPDATE user SET locked_until = 4000000000000 WHERE id = 2");
	refused(DW_LAST_ADMIN, "UPDATE user SET active = 0 WHERE id IN (1, 2)");
	refused(DW_LAST_ADMIN, "DELETE FROM membership WHERE group_id = 1");
	sql("UPDATE user SET active = 0 WHERE id = 1");
	refused(DW_LAST_ADMIN, "DELETE FROM membership WHERE user_id = 2 AND group_id = 1");
	sql("DELETE FROM membership WHERE user_id = 1 AND group_id = 1");
}

static void
people_who_are_no_admins_may_go(void **state)
{
	(void)state;
	household();
	sql("UPDATE user SET active = 0, lifecycle = 1 WHERE id IN (2, 3)");
	sql("DELETE FROM membership WHERE group_id = 2");
	sql("DELETE FROM user_group WHERE id = 2");
}

static void
the_admin_group_is_fixed(void **state)
{
	(void)state;
	household();
	refused(DW_STATE, "UPDATE user_group SET name = 'Others', name_key = 'others' WHERE id = 1");
	refused(DW_STATE, "UPDATE user_group SET is_admin = 0 WHERE id = 1");
	refused(DW_STATE, "UPDATE user_group SET is_admin = 1 WHERE id = 2");
	refused(DW_CONFLICT, "INSERT INTO user_group (uuid, name, name_key, is_admin, created_at) "
		"VALUES (randomblob(16), 'Second', 'second', 1, 1)");
	sql("UPDATE user_group SET description = 'Hold everything' WHERE id = 1");
	sql("UPDATE user_group SET name = 'Operations', name_key = 'operations' WHERE id = 2");
}

/* ---- what is only ever added to, and what is unique ------------------------------------ */

static void
the_audit_is_append_only(void **state)
{
	(void)state;
	sql("INSERT INTO audit VALUES (1, 1, 'x', 'ok', x'', x'', '', '', x'', x'', zeroblob(32), "
		"zeroblob(32)); INSERT INTO audit_payload VALUES (1, 0, x'', zeroblob(32), '{}')");
	refused(DW_BUG, "UPDATE audit SET time_ms = 2");
	refused(DW_BUG, "DELETE FROM audit");
	refused(DW_BUG, "INSERT OR REPLACE INTO audit VALUES (1, 9, 'y', 'ok', x'', x'', '', '', x'', "
		"x'', zeroblob(32), zeroblob(32))");
	refused(DW_BUG, "UPDATE audit_payload SET payload = '{\"a\":1}'");
	assert_int_equal(number("SELECT time_ms FROM audit"), 1);
	sql("DELETE FROM audit_payload");
}

static void
users_stay_as_tombstones(void **state)
{
	(void)state;
	household();
	refused(DW_BUG, "DELETE FROM user WHERE id = 3");
	sql("UPDATE user SET lifecycle = 3, username = '', username_key = '' WHERE id IN (2, 3)");
	assert_int_equal(number("SELECT count(*) FROM user"), 3);
}

static void
names_and_addresses_are_unique_but_none_is_not(void **state)
{
	(void)state;
	household();
	refused(DW_CONFLICT, "UPDATE user SET username_key = 'ada' WHERE id = 2");
	refused(DW_CONFLICT, "UPDATE user SET email_key = 'ada@example.com' WHERE id = 2");
	refused(DW_CONFLICT, "UPDATE user_group SET name_key = 'admin' WHERE id = 2");
	sql("UPDATE user SET email_key = '', email = '' WHERE id IN (2, 3)");
}

static void
nothing_points_nowhere(void **state)
{
	(void)state;
	household();
	refused(DW_CONFLICT, "INSERT INTO membership (user_id, group_id, added_at) VALUES (9, 2, 1)");
	refused(DW_CONFLICT, "INSERT INTO password (user_id, scheme, hash, set_at) "
		"VALUES (9, 'crypt', 'x', 1)");
	refused(DW_CONFLICT, "DELETE FROM user_group WHERE id = 2");
	refused(DW_CONFLICT, "UPDATE user SET id = 9 WHERE id = 1");
}

#define ON_A_STORE(test) cmocka_unit_test_setup_teardown(test, open_store, close_store)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_STORE(a_new_store_has_the_newest_schema),
		ON_A_STORE(a_store_of_the_first_schema_is_brought_up_to_date),
		ON_A_STORE(every_table_is_strict),
		ON_A_STORE(every_reference_has_an_index),
		ON_A_STORE(indexes_go_and_come_back_word_by_word),
		ON_A_STORE(indexes_come_back_when_the_work_is_rolled_back),
		ON_A_STORE(totals_follow_every_change_of_state),
		ON_A_STORE(member_counts_follow_every_membership),
		ON_A_STORE(the_last_admin_stays_by_every_way),
		ON_A_STORE(replacing_a_row_is_no_way_around),
		ON_A_STORE(an_admin_who_cannot_always_act_is_no_replacement),
		ON_A_STORE(with_a_replacement_one_admin_may_go_but_not_both),
		ON_A_STORE(people_who_are_no_admins_may_go),
		ON_A_STORE(the_admin_group_is_fixed),
		ON_A_STORE(the_audit_is_append_only),
		ON_A_STORE(users_stay_as_tombstones),
		ON_A_STORE(names_and_addresses_are_unique_but_none_is_not),
		ON_A_STORE(nothing_points_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
