/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Making, publishing and opening stores. Transactions are in test_txn.c.
 */
#include "tests/support/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/db_internal.h"
#include "store/query.h"
#include "store/schema.h"
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

/* ---- making --------------------------------------------------------------------- */

static void
a_new_store_has_no_name_until_it_is_published(void **state)
{
	const struct place *place = *state;
	struct dw_db *db = NULL;
	struct stat st;

	assert_int_equal(dw_db_create(place->store, &db, NULL), DW_OK);
	assert_int_not_equal(lstat(place->store, &st), 0);
	assert_string_equal(dw_db_path(db), place->store);
	put_meta(db, "a");
	assert_int_equal(dw_db_publish(db, NULL), DW_OK);
	/* One name at every moment: a process that ends here leaves a store that opens. */
	assert_int_equal(lstat(place->store, &st), 0);
	assert_int_equal(st.st_nlink, 1);
	dw_db_close(db);
	assert_string_equal(place_names(place), "store.db");
	assert_int_equal(lstat(place->store, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_nlink, 1);
	db = place_open(place, DW_DB_READ);
	assert_int_equal(number(db, COUNT_META), 1);
	dw_db_close(db);
}

static void
an_unpublished_store_leaves_nothing_behind(void **state)
{
	const struct place *place = *state;
	struct dw_db *db = NULL;

	assert_int_equal(dw_db_create(place->store, &db, NULL), DW_OK);
	put_meta(db, "a");
	dw_db_close(db);
	assert_string_equal(place_names(place), "");
}

static void
a_store_is_never_made_over_a_file(void **state)
{
	const struct place *place = *state;
	struct dw_db *db = NULL;
	struct dw_error err = { 0 };
	size_t len;
	char *there;

	place_write(place->store, "mine", 4);
	assert_int_equal(dw_db_create(place->store, &db, &err), DW_CANNOT_CREATE);
	assert_non_null(strstr(err.message, "there already"));
	unlink(place->store);
	assert_int_equal(symlink("/nowhere", place->store), 0);
	assert_int_equal(dw_db_create(place->store, &db, &err), DW_CANNOT_CREATE);
	unlink(place->store);

	/* Somebody else is faster between making and publishing. */
	assert_int_equal(dw_db_create(place->store, &db, NULL), DW_OK);
	place_write(place->store, "theirs", 6);
	assert_int_equal(dw_db_publish(db, &err), DW_CANNOT_CREATE);
	assert_non_null(strstr(err.message, "is there already"));
	dw_db_close(db);
	there = place_read(place->store, &len);
	assert_string_equal(there, "theirs");
	free(there);
	assert_string_equal(place_names(place), "store.db");
}

static void
a_store_is_not_made_where_it_could_not_be_opened(void **state)
{
	const struct place *place = *state;
	struct dw_db *db = NULL;
	struct dw_error err = { 0 };

	assert_int_equal(dw_db_create(place_path(place, "no/store.db"), &db, &err),
		DW_CANNOT_CREATE);
	assert_non_null(strstr(err.message, "mkdir -m 0700"));
	chmod(place->folder, 0755);
	assert_int_equal(dw_db_create(place->store, &db, &err), DW_CANNOT_CREATE);
	assert_non_null(strstr(err.message, "chmod 0700"));
	assert_string_equal(place_names(place), "");
}

/* ---- opening -------------------------------------------------------------------- */

static void
names_that_sqlite_reads_as_something_else_are_files(void **state)
{
	const char *const names[] = { "file:store.db", "file:a?mode=memory", "100%.db", ":memory:",
		"a b#c.db" };
	const struct place *place = *state;
	DW_AUTO_FREE char *home = getcwd(NULL, 0);

	assert_int_equal(chdir(place->folder), 0);
	for (size_t i = 0; i < DW_COUNT(names); i++) {
		struct dw_db *db = NULL;
		struct stat st;

		assert_int_equal(dw_db_create(names[i], &db, NULL), DW_OK);
		assert_int_equal(dw_db_publish(db, NULL), DW_OK);
		dw_db_close(db);
		assert_int_equal(stat(place_path(place, names[i]), &st), 0);
		assert_int_equal(dw_db_open(names[i], DW_DB_WRITE, &db, NULL), DW_OK);
		put_meta(db, "a");
		dw_db_close(db);
		assert_int_equal(dw_db_open(names[i], DW_DB_READ, &db, NULL), DW_OK);
		assert_int_equal(number(db, COUNT_META), 1);
		dw_db_close(db);
	}
	assert_int_equal(chdir(home), 0);
}

static int
reads_a_name_with_signs_where_nothing_can_be_written(const struct place *place)
{
	struct dw_db *db = NULL;

	if (dw_db_open(place_path(place, "a%41?b#c.db"), DW_DB_READ, &db, NULL) != DW_OK)
		return 1;
	if (number(db, "SELECT count(*) FROM topic") != 5)
		return 2;
	dw_db_close(db);
	return 0;
}

static void
a_read_only_place_is_read_by_any_name(void **state)
{
	const struct place *place = *state;

	place_store(place);
	assert_int_equal(rename(place->store, place_path(place, "a%41?b#c.db")), 0);
	chmod(place->folder, 0500);
	assert_int_equal(place_as_nobody(place, reads_a_name_with_signs_where_nothing_can_be_written),
		0);
}

static void
a_store_is_reached_through_a_linked_folder(void **state)
{
	const struct place *place = *state;
	struct dw_db *db = NULL;
	struct place inner = *place;

	snprintf(inner.store, sizeof(inner.store), "%s", place_path(place, "real/store.db"));
	assert_int_equal(mkdir(place_path(place, "real"), 0700), 0);
	assert_int_equal(symlink("real", place_path(place, "alias")), 0);
	place_store(&inner);
	assert_int_equal(dw_db_open(place_path(place, "alias/store.db"), DW_DB_WRITE, &db, NULL),
		DW_OK);
	put_meta(db, "a");
	dw_db_close(db);
}

static void
reading_refuses_every_write(void **state)
{
	const struct place *place = *state;
	struct dw_error err = { 0 };
	struct dw_db *db;

	place_store(place);
	db = place_open(place, DW_DB_READ);
	assert_int_equal(dw_exec(db, "INSERT INTO meta VALUES ('a', 'b')", &err), DW_UNAVAILABLE);
	assert_non_null(strstr(err.message, "read-only"));
	assert_int_equal(dw_exec(db, "DROP TABLE session", NULL), DW_UNAVAILABLE);
	dw_db_close(db);
}

static void
the_pragmas_are_those_that_the_promises_need(void **state)
{
	const struct place *place = *state;
	struct dw_db *db;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	assert_int_equal(number(db, "PRAGMA foreign_keys"), 1);
	assert_int_equal(number(db, "PRAGMA recursive_triggers"), 1);
	assert_int_equal(number(db, "PRAGMA trusted_schema"), 0);
	assert_int_equal(number(db, "PRAGMA secure_delete"), 1);
	assert_int_equal(number(db, "PRAGMA synchronous"), 2);
	assert_int_equal(number(db, "PRAGMA application_id"), DW_APPLICATION_ID);
	assert_int_equal(number(db, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
	dw_db_close(db);
}

static void
a_restored_backup_gets_its_log_back(void **state)
{
	const struct place *place = *state;
	const char *copy = place_path(place, "copy.db");
	DW_AUTO_FREE char *sql = dw_format("VACUUM INTO '%s'", copy);
	struct dw_db *db;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	assert_int_equal(dw_exec(db, sql, NULL), DW_OK);
	dw_db_close(db);
	chmod(copy, 0600);
	assert_int_equal(dw_db_open(copy, DW_DB_WRITE, &db, NULL), DW_OK);
	assert_int_equal(number(db, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
	dw_db_close(db);
}

static void
a_newer_schema_that_is_only_in_the_log_is_refused(void **state)
{
	const struct place *place = *state;
	struct dw_error err = { 0 };
	struct dw_db *newer, *db = NULL;
	int status = 0;

	place_store(place);
	newer = place_open(place, DW_DB_WRITE);
	assert_int_equal(dw_exec(newer, "PRAGMA user_version = 77", NULL), DW_OK);
	/* Another process must look: this one would see its own cache. */
	if (fork() == 0) {
		bool good = dw_db_inspect(place->store, DW_DB_WRITE, NULL) == DW_OK &&
			dw_db_open(place->store, DW_DB_WRITE, &db, &err) == DW_UNAVAILABLE &&
			strstr(err.message, "newer Doorward") != NULL;
		_exit(good ? 0 : 1);
	}
	wait(&status);
	assert_int_equal(status, 0);
	dw_db_close(newer);
}

/* Is a lock held on the bytes by which SQLite guards a store in use? Asked by a child,
 * because a process does not see its own locks. */
static bool
is_locked_for_others(const char *path)
{
	int status = 0;

	if (fork() == 0) {
		struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000002,
			.l_len = 510 };
		int fd = open(path, O_RDWR | O_CLOEXEC);

		_exit(fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 0 : 1);
	}
	wait(&status);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void
looking_at_an_open_store_does_not_lose_its_locks(void **state)
{
	const struct place *place = *state;
	struct dw_db *one, *two;

	place_store(place);
	one = place_open(place, DW_DB_WRITE);
	put_meta(one, "a");
	assert_true(is_locked_for_others(place->store));
	assert_int_equal(dw_db_inspect(place->store, DW_DB_READ, NULL), DW_OK);
	assert_true(is_locked_for_others(place->store));
	two = place_open(place, DW_DB_READ);
	dw_db_close(two);
	assert_true(is_locked_for_others(place->store));
	dw_db_close(one);
	assert_false(is_locked_for_others(place->store));
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, place_setup, place_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_PLACE(a_new_store_has_no_name_until_it_is_published),
		IN_A_PLACE(an_unpublished_store_leaves_nothing_behind),
		IN_A_PLACE(a_store_is_never_made_over_a_file),
		IN_A_PLACE(a_store_is_not_made_where_it_could_not_be_opened),
		IN_A_PLACE(names_that_sqlite_reads_as_something_else_are_files),
		IN_A_PLACE(a_read_only_place_is_read_by_any_name),
		IN_A_PLACE(a_store_is_reached_through_a_linked_folder),
		IN_A_PLACE(reading_refuses_every_write),
		IN_A_PLACE(the_pragmas_are_those_that_the_promises_need),
		IN_A_PLACE(a_restored_backup_gets_its_log_back),
		IN_A_PLACE(a_newer_schema_that_is_only_in_the_log_is_refused),
		IN_A_PLACE(looking_at_an_open_store_does_not_lose_its_locks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
