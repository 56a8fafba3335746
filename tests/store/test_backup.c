/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A backup is a whole store, is never written over a file, and leaves nothing behind.
 */
#include "tests/support/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/backup.h"
#include "store/query.h"
#include "tests/support/place.h"

static void
well(enum dw_code code, const struct dw_error *err)
{
	if (code != DW_OK)
		fail_msg("%s [%s]", err->message, err->detail);
}

static void
set(struct dw_db *db, const char *key)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_error err = { 0 };

	dw_query_open(db, &q, "INSERT INTO meta (key, value) VALUES (?1, 'here')");
	dw_bind_text(&q, 1, key);
	well(dw_query_run(&q, &err), &err);
}

static int64_t
count(struct dw_db *db)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_error err = { 0 };
	int64_t n = -1;

	dw_query_open(db, &q, "SELECT count(*) FROM meta");
	well(dw_query_int(&q, 0, &n, &err), &err);
	return n;
}

static void
a_backup_opens_as_a_store_with_the_same_rows(void **state)
{
	struct place *place = *state;
	DW_AUTO(dw_backup) backup = { 0 };
	struct dw_error err = { 0 };
	struct dw_db *db, *copy = NULL;
	struct stat st;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	set(db, "first");
	well(dw_backup_make(db, place_path(place, "copy.db"), &backup, &err), &err);
	well(dw_backup_publish(&backup, &err), &err);
	dw_db_close(db);
	assert_int_equal(stat(place_path(place, "copy.db"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_size, backup.bytes);
	well(dw_db_open(place_path(place, "copy.db"), DW_DB_WRITE, &copy, &err), &err);
	assert_int_equal(count(copy), 1);
	set(copy, "later");
	dw_db_close(copy);
}

static void
what_another_connection_writes_meanwhile_is_not_in_it(void **state)
{
	struct place *place = *state;
	DW_AUTO(dw_backup) backup = { 0 };
	struct dw_error err = { 0 };
	struct dw_db *db, *other, *copy = NULL;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	other = place_open(place, DW_DB_WRITE);
	set(other, "before");
	well(dw_backup_make(db, place_path(place, "copy.db"), &backup, &err), &err);
	set(other, "after");
	well(dw_backup_publish(&backup, &err), &err);
	assert_int_equal(count(db), 2);
	well(dw_db_open(place_path(place, "copy.db"), DW_DB_READ, &copy, &err), &err);
	assert_int_equal(count(copy), 1);
	dw_db_close(copy);
	dw_db_close(other);
	dw_db_close(db);
}

static void
a_backup_that_is_not_published_leaves_nothing(void **state)
{
	struct place *place = *state;
	struct dw_backup backup = { 0 };
	struct dw_error err = { 0 };
	struct dw_db *db;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	well(dw_backup_make(db, NULL, &backup, &err), &err);
	assert_non_null(strstr(place_names(place), ".backup"));
	dw_backup_clear(&backup);
	assert_null(strstr(place_names(place), ".backup"));
	dw_backup_clear(&backup);
	dw_backup_clear(NULL);
	dw_db_close(db);
}

static void
a_file_that_is_there_is_never_written_over(void **state)
{
	struct place *place = *state;
	DW_AUTO(dw_backup) backup = { 0 };
	struct dw_error err = { 0 };
	struct dw_db *db;
	size_t len;
	char *bytes;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	/* It comes after the first look, while the copy is made. */
	well(dw_backup_may(place_path(place, "copy.db"), &err), &err);
	well(dw_backup_make(db, place_path(place, "copy.db"), &backup, &err), &err);
	place_write(place_path(place, "copy.db"), "mine", 4);
	assert_int_equal(dw_backup_publish(&backup, &err), DW_CANNOT_CREATE);
	assert_int_equal(dw_backup_may(place_path(place, "copy.db"), &err), DW_CANNOT_CREATE);
	bytes = place_read(place_path(place, "copy.db"), &len);
	assert_int_equal(len, 4);
	assert_memory_equal(bytes, "mine", 4);
	free(bytes);
	dw_db_close(db);
}

static void
a_link_that_leads_nowhere_is_in_the_way_too(void **state)
{
	struct place *place = *state;
	struct dw_error err = { 0 };

	assert_int_equal(symlink("/nowhere/at/all", place_path(place, "link")), 0);
	assert_int_equal(dw_backup_may(place_path(place, "link"), &err), DW_CANNOT_CREATE);
}

static void
a_folder_that_is_missing_is_said_so(void **state)
{
	struct place *place = *state;
	DW_AUTO(dw_backup) backup = { 0 };
	struct dw_error err = { 0 };
	struct dw_db *db;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	assert_int_equal(dw_backup_make(db, place_path(place, "no/copy.db"), &backup, &err),
		DW_CANNOT_CREATE);
	assert_non_null(strstr(err.message, "No such file"));
	assert_null(backup.temporary);
	dw_db_close(db);
}

static bool
at_once(void *arg)
{
	(void)arg;
	return true;
}

static void
a_cancelled_backup_leaves_nothing(void **state)
{
	struct place *place = *state;
	DW_AUTO(dw_backup) backup = { 0 };
	struct dw_error err = { 0 };
	struct dw_db *db;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	for (int i = 0; i < 2000; i++) {
		char key[16];

		snprintf(key, sizeof(key), "key %d", i);
		set(db, key);
	}
	dw_db_on_progress(db, at_once, NULL);
	assert_int_equal(dw_backup_make(db, NULL, &backup, &err), DW_CANCELLED);
	dw_db_on_progress(db, NULL, NULL);
	assert_null(strstr(place_names(place), ".backup"));
	dw_db_close(db);
}

static void
the_bytes_written_out_are_those_of_the_file(void **state)
{
	struct place *place = *state;
	DW_AUTO(dw_backup) backup = { 0 };
	struct dw_error err = { 0 };
	struct dw_db *db;
	struct stat st;
	int fd;

	place_store(place);
	db = place_open(place, DW_DB_WRITE);
	well(dw_backup_make(db, NULL, &backup, &err), &err);
	fd = open(place_path(place, "out"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	well(dw_backup_write(&backup, fd, &err), &err);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_size, backup.bytes);
	close(fd);
	fd = open(place_path(place, "out"), O_RDONLY | O_CLOEXEC);
	assert_int_equal(dw_backup_write(&backup, fd, &err), DW_IO);
	close(fd);
	dw_db_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)
		TEST(a_backup_opens_as_a_store_with_the_same_rows),
		TEST(what_another_connection_writes_meanwhile_is_not_in_it),
		TEST(a_backup_that_is_not_published_leaves_nothing),
		TEST(a_file_that_is_there_is_never_written_over),
		TEST(a_link_that_leads_nowhere_is_in_the_way_too),
		TEST(a_folder_that_is_missing_is_said_so),
		TEST(a_cancelled_backup_leaves_nothing),
		TEST(the_bytes_written_out_are_those_of_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
