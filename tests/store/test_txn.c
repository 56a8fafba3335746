/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Transactions: what is kept and what is rolled back, what two connections see of each
 * other, cancelling, checkpoints, full disks and killed writers.
 */
#include "tests/support/test.h"

#include <stdio.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/db_internal.h"
#include "store/query.h"
#include "tests/support/place.h"

static int64_t
number(struct dw_db *db, const char *sql)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_error err = { 0 };
	int64_t value = -1;

	dw_query_open(db, &q, sql);
	if (dw_query_int(&q, -1, &value, &err) != DW_OK)
		fail_msg("%s [%s]", err.message, err.detail);
	return value;
}

static void
put_meta(struct dw_db *db, const char *key)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(db, &q, "INSERT INTO meta (key, value) VALUES (?1, '')");
	dw_bind_text(&q, 1, key);
	assert_int_equal(dw_query_run(&q, NULL), DW_OK);
}

#define COUNT_META "SELECT count(*) FROM meta"

/* ---- transactions --------------------------------------------------------------- */

static void
what_is_not_committed_is_rolled_back_at_scope_end(void **state)
{
	const struct place *place = *state;
	struct dw_db *db;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	{
		DW_AUTO(dw_txn) txn = { 0 };

		assert_int_equal(dw_txn_begin(db, &txn, NULL), DW_OK);
		assert_true(dw_db_in_txn(db));
		put_meta(db, "a");
	}
	assert_false(dw_db_in_txn(db));
	assert_int_equal(number(db, COUNT_META), 0);
	dw_db_close(db);
}

static void
what_is_committed_is_seen_by_others(void **state)
{
	const struct place *place = *state;
	struct dw_db *db, *other;
	int64_t version;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	other = place_open(place, DW_DB_READ);
	version = dw_db_data_version(other);
	{
		DW_AUTO(dw_txn) txn = { 0 };

		assert_int_equal(dw_txn_begin(db, &txn, NULL), DW_OK);
		put_meta(db, "a");
		assert_int_equal(number(other, COUNT_META), 0);
		assert_true(dw_db_data_version(other) == version);
		assert_int_equal(dw_txn_commit(&txn, NULL), DW_OK);
	}
	assert_int_equal(number(other, COUNT_META), 1);
	assert_true(dw_db_data_version(other) != version);
	dw_db_close(other);
	dw_db_close(db);
}

/* The log would keep its name, and whoever has the store under the new one would lose it. */
static void
nothing_is_committed_to_a_store_that_was_moved(void **state)
{
	const struct place *place = *state;
	const char *elsewhere = place_path(place, "elsewhere.db");
	struct dw_error err = { 0 };
	struct dw_db *db;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	{
		DW_AUTO(dw_txn) txn = { 0 };

		assert_int_equal(dw_txn_begin(db, &txn, NULL), DW_OK);
		put_meta(db, "a");
		assert_int_equal(rename(place->store, elsewhere), 0);
		assert_int_equal(dw_txn_commit(&txn, &err), DW_UNAVAILABLE);
		assert_non_null(strstr(err.message, "was moved or removed"));
	}
	assert_int_equal(rename(elsewhere, place->store), 0);
	{
		DW_AUTO(dw_txn) txn = { 0 };

		assert_int_equal(dw_txn_begin(db, &txn, NULL), DW_OK);
		put_meta(db, "b");
		assert_int_equal(dw_txn_commit(&txn, NULL), DW_OK);
	}
	assert_int_equal(number(db, COUNT_META), 1);
	dw_db_close(db);
}

static void
one_s_own_commit_does_not_look_like_somebody_else_s(void **state)
{
	const struct place *place = *state;
	struct dw_db *db;
	int64_t version;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	version = dw_db_data_version(db);
	put_meta(db, "a");
	assert_true(dw_db_data_version(db) == version);
	dw_db_close(db);
}

static void
a_second_writer_is_told_that_the_store_is_busy(void **state)
{
	const struct place *place = *state;
	struct dw_error err = { 0 };
	struct dw_db *db, *other;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	other = place_open(place, DW_DB_WRITE);
	sqlite3_busy_timeout(other->handle, 30);
	{
		DW_AUTO(dw_txn) txn = { 0 };
		DW_AUTO(dw_txn) second = { 0 };

		assert_int_equal(dw_txn_begin(db, &txn, NULL), DW_OK);
		assert_int_equal(dw_txn_begin(other, &second, &err), DW_BUSY);
		assert_true(err.retry_after > 0);
		assert_null(strstr(err.message, "locked"));
		assert_int_equal(dw_txn_commit(&txn, NULL), DW_OK);
		assert_int_equal(dw_txn_begin(other, &second, NULL), DW_OK);
	}
	dw_db_close(other);
	dw_db_close(db);
}

static void
a_second_writer_waits_for_the_first(void **state)
{
	const struct place *place = *state;
	int ready[2], status = 0;
	struct dw_db *db;
	char byte;

	place_store(place);
	assert_int_equal(pipe(ready), 0);
	if (fork() == 0) {
		struct dw_txn txn = { 0 };
		struct dw_db *holder = NULL;

		if (dw_db_open(place->store, DW_DB_WRITE, &holder, NULL) != DW_OK ||
			dw_txn_begin(holder, &txn, NULL) != DW_OK || write(ready[1], "x", 1) != 1)
			_exit(1);
		usleep(200 * 1000);
		_exit(dw_txn_commit(&txn, NULL) == DW_OK ? 0 : 2);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	db = place_open(place, DW_DB_WRITE);
	{
		DW_AUTO(dw_txn) txn = { 0 };

		assert_int_equal(dw_txn_begin(db, &txn, NULL), DW_OK);
	}
	wait(&status);
	assert_int_equal(status, 0);
	dw_db_close(db);
	close(ready[0]);
	close(ready[1]);
}

static void
a_full_disk_changes_nothing(void **state)
{
	const struct place *place = *state;
	struct dw_error err = { 0 };
	struct dw_db *db;
	enum dw_code rc = DW_OK;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	assert_int_equal(dw_exec(db, "PRAGMA max_page_count = 1", NULL), DW_OK);
	{
		DW_AUTO(dw_txn) txn = { 0 };

		assert_int_equal(dw_txn_begin(db, &txn, NULL), DW_OK);
		for (int i = 0; rc == DW_OK && i < 100; i++)
			rc = dw_exec(db, "INSERT INTO meta VALUES (hex(randomblob(16)), hex(zeroblob(3000)))",
				&err);
		assert_int_equal(rc, DW_IO);
		assert_non_null(strstr(err.message, "no space left"));
	}
	assert_false(dw_db_in_txn(db));
	assert_int_equal(number(db, COUNT_META), 0);
	dw_db_close(db);
}

/* ---- cancelling ----------------------------------------------------------------- */

#define ENDLESS "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "

static bool
after_three(void *arg)
{
	int *calls = arg;

	return ++*calls >= 3;
}

static void
a_long_statement_is_cancelled(void **state)
{
	const struct place *place = *state;
	struct dw_error err = { 0 };
	struct dw_db *db;
	int calls = 0;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	dw_db_on_progress(db, after_three, &calls);
	assert_int_equal(dw_exec(db, ENDLESS "SELECT count(*) FROM n", &err), DW_CANCELLED);
	assert_int_equal(calls, 3);
	dw_db_on_progress(db, NULL, NULL);
	assert_int_equal(number(db, ENDLESS "SELECT count(*) FROM (SELECT i FROM n LIMIT 100000)"),
		100000);
	assert_int_equal(calls, 3);
	dw_db_close(db);
}

static void
cancelling_a_write_undoes_the_transaction(void **state)
{
	const struct place *place = *state;
	struct dw_db *db;
	int calls = 0;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	{
		DW_AUTO(dw_txn) txn = { 0 };

		assert_int_equal(dw_txn_begin(db, &txn, NULL), DW_OK);
		put_meta(db, "a");
		dw_db_on_progress(db, after_three, &calls);
		assert_int_equal(dw_exec(db, "INSERT INTO meta " ENDLESS "SELECT i, '' FROM n", NULL),
			DW_CANCELLED);
		dw_db_on_progress(db, NULL, NULL);
	}
	assert_false(dw_db_in_txn(db));
	assert_int_equal(number(db, COUNT_META), 0);
	{
		DW_AUTO(dw_txn) txn = { 0 };

		assert_int_equal(dw_txn_begin(db, &txn, NULL), DW_OK);
		put_meta(db, "b");
		assert_int_equal(dw_txn_commit(&txn, NULL), DW_OK);
	}
	assert_int_equal(number(db, COUNT_META), 1);
	dw_db_close(db);
}

/* ---- the log -------------------------------------------------------------------- */

static void
a_checkpoint_empties_the_log(void **state)
{
	const struct place *place = *state;
	struct dw_db *db;
	struct stat st;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	put_meta(db, "a");
	assert_int_equal(stat(place_path(place, "store.db-wal"), &st), 0);
	assert_true(st.st_size > 0);
	assert_int_equal(dw_db_checkpoint(db, NULL), DW_OK);
	assert_int_equal(stat(place_path(place, "store.db-wal"), &st), 0);
	assert_int_equal(st.st_size, 0);
	dw_db_close(db);
}

static void
a_checkpoint_says_when_a_reader_is_in_the_way(void **state)
{
	const struct place *place = *state;
	struct dw_db *db, *reader;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	reader = place_open(place, DW_DB_READ);
	sqlite3_busy_timeout(db->handle, 30);
	{
		DW_AUTO(dw_query) q = { 0 };
		bool row;

		dw_query_open(reader, &q, "SELECT name FROM topic");
		assert_int_equal(dw_query_next(&q, &row, NULL), DW_OK);
		put_meta(db, "a");
		assert_int_equal(dw_db_checkpoint(db, NULL), DW_BUSY);
	}
	assert_int_equal(dw_db_checkpoint(db, NULL), DW_OK);
	assert_int_equal(number(reader, COUNT_META), 1);
	dw_db_close(reader);
	dw_db_close(db);
}

/* A writer is killed at odd moments: what it said was committed is there, and whole. */
static void
a_killed_writer_loses_nothing_it_had_committed(void **state)
{
	const struct place *place = *state;
	unsigned seed = 7;
	int64_t said = 0;

	place_store(place);
	for (int round = 0; round < 20; round++) {
		struct dw_db *db;
		int pipes[2];
		char byte;
		pid_t pid;

		assert_int_equal(pipe(pipes), 0);
		if ((pid = fork()) == 0) {
			struct dw_db *mine = NULL;

			if (dw_db_open(place->store, DW_DB_WRITE, &mine, NULL) != DW_OK)
				_exit(1);
			for (;;) {
				struct dw_txn txn = { 0 };

				if (dw_txn_begin(mine, &txn, NULL) != DW_OK ||
					dw_exec(mine, "INSERT INTO meta VALUES ('a' || hex(randomblob(8)), '')",
						NULL) != DW_OK ||
					dw_exec(mine, "INSERT INTO meta VALUES ('b' || hex(randomblob(8)), '')",
						NULL) != DW_OK ||
					dw_txn_commit(&txn, NULL) != DW_OK || write(pipes[1], "x", 1) != 1)
					_exit(1);
			}
		}
		close(pipes[1]);
		usleep((useconds_t)(5000 + rand_r(&seed) % 20000));
		kill(pid, SIGKILL);
		while (read(pipes[0], &byte, 1) == 1)
			said++;
		waitpid(pid, NULL, 0);
		close(pipes[0]);
		db = place_open(place, DW_DB_WRITE);
		assert_true(number(db, "SELECT count(*) FROM meta WHERE key GLOB 'a*'") >= said);
		assert_int_equal(number(db, "SELECT count(*) FROM meta WHERE key GLOB 'a*'"),
			number(db, "SELECT count(*) FROM meta WHERE key GLOB 'b*'"));
		dw_db_close(db);
	}
	assert_true(said > 0);
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, place_setup, place_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_PLACE(what_is_not_committed_is_rolled_back_at_scope_end),
		IN_A_PLACE(what_is_committed_is_seen_by_others),
		IN_A_PLACE(nothing_is_committed_to_a_store_that_was_moved),
		IN_A_PLACE(one_s_own_commit_does_not_look_like_somebody_else_s),
		IN_A_PLACE(a_second_writer_is_told_that_the_store_is_busy),
		IN_A_PLACE(a_second_writer_waits_for_the_first),
		IN_A_PLACE(a_full_disk_changes_nothing),
		IN_A_PLACE(a_long_statement_is_cancelled),
		IN_A_PLACE(cancelling_a_write_undoes_the_transaction),
		IN_A_PLACE(a_checkpoint_empties_the_log),
		IN_A_PLACE(a_checkpoint_says_when_a_reader_is_in_the_way),
		IN_A_PLACE(a_killed_writer_loses_nothing_it_had_committed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
