/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Judging a store before it is opened: every kind of file that is refused, with its
 * reason and cure, and that nothing is written while it is looked at.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/query.h"
#include "store/schema.h"
#include "tests/support/place.h"

/* It is refused by looking and by opening alike, for this reason, and nothing is touched. */
static void
refused(const struct place *place, const char *path, enum dw_db_mode mode, enum dw_code code,
	const char *words)
{
	unsigned long before = place_fingerprint(place);
	struct dw_db *db = NULL;
	struct dw_error err = { 0 };

	assert_int_equal(dw_db_inspect(path, mode, &err), code);
	if (strstr(err.message, words) == NULL)
		fail_msg("\"%s\" is not in: %s", words, err.message);
	assert_int_equal(dw_db_open(path, mode, &db, &err), code);
	assert_null(db);
	assert_true(place_fingerprint(place) == before);
}

/* A store with n bytes at an offset replaced, refused in both modes. */
static void
refused_with(const struct place *place, size_t at, const void *bytes, size_t n, const char *words)
{
	size_t len;
	char *whole;

	place_store(place);
	whole = place_read(place->store, &len);
	memcpy(whole + at, bytes, n);
	place_write(place->store, whole, len);
	free(whole);
	refused(place, place->store, DW_DB_WRITE, DW_UNAVAILABLE, words);
	refused(place, place->store, DW_DB_READ, DW_UNAVAILABLE, words);
}

static void
a_good_store_is_accepted_and_untouched(void **state)
{
	const struct place *place = *state;
	unsigned long before;

	place_store(place);
	before = place_fingerprint(place);
	assert_int_equal(dw_db_inspect(place->store, DW_DB_WRITE, NULL), DW_OK);
	assert_int_equal(dw_db_inspect(place->store, DW_DB_READ, NULL), DW_OK);
	assert_true(place_fingerprint(place) == before);
}

static void
a_missing_store_names_init(void **state)
{
	const struct place *place = *state;
	uid_t uid;
	gid_t gid;

	refused(place, place->store, DW_DB_WRITE, DW_NO_INPUT, "doorward init");
	refused(place, place_path(place, "no/where.db"), DW_DB_READ, DW_NO_INPUT, "--store");
	assert_int_equal(dw_db_owner(place->store, &uid, &gid, NULL), DW_NO_INPUT);
}

static void
the_owner_is_told_without_opening(void **state)
{
	const struct place *place = *state;
	uid_t uid = 12345;
	gid_t gid = 12345;

	place_store(place);
	assert_int_equal(dw_db_owner(place->store, &uid, &gid, NULL), DW_OK);
	assert_int_equal(uid, geteuid());
	assert_int_equal(gid, getegid());
}

static void
an_empty_file_is_refused(void **state)
{
	const struct place *place = *state;

	place_write(place->store, "", 0);
	refused(place, place->store, DW_DB_WRITE, DW_UNAVAILABLE, "is empty");
}

static void
a_file_shorter_than_a_header_is_refused(void **state)
{
	const struct place *place = *state;

	place_write(place->store, "SQLite format 3\0", 17);
	refused(place, place->store, DW_DB_WRITE, DW_UNAVAILABLE, "too short");
}

static void
an_alien_file_is_refused(void **state)
{
	const struct place *place = *state;
	char text[4096];

	memset(text, 'x', sizeof(text));
	place_write(place->store, text, sizeof(text));
	refused(place, place->store, DW_DB_READ, DW_UNAVAILABLE, "not a Doorward store");
}

static void
a_damaged_magic_is_refused(void **state)
{
	refused_with(*state, 3, "\xff", 1, "beginning is damaged");
}

static void
the_database_of_another_program_is_refused(void **state)
{
	refused_with(*state, 68, "\0\0\0\0", 4, "another program");
}

static void
a_newer_schema_is_refused(void **state)
{
	refused_with(*state, 60, "\0\0\x27\x0f", 4, "newer Doorward (schema 9999");
}

static void
an_unfinished_store_is_refused(void **state)
{
	refused_with(*state, 60, "\0\0\0\0", 4, "never finished");
}

static void
a_page_size_that_cannot_be_is_refused(void **state)
{
	refused_with(*state, 16, "\x10\x01", 2, "header");
}

static void
fractions_that_cannot_be_are_refused(void **state)
{
	refused_with(*state, 21, "\x40\x20\x21", 3, "header");
}

static void
a_file_format_that_cannot_be_is_refused(void **state)
{
	refused_with(*state, 18, "\x03\x03", 2, "header");
}

static void
a_truncated_store_is_refused(void **state)
{
	const struct place *place = *state;
	struct stat st;

	place_store(place);
	assert_int_equal(stat(place->store, &st), 0);
	assert_int_equal(truncate(place->store, st.st_size - 1), 0);
	refused(place, place->store, DW_DB_WRITE, DW_UNAVAILABLE, "truncated");
	assert_int_equal(truncate(place->store, 4096), 0);
	refused(place, place->store, DW_DB_READ, DW_UNAVAILABLE, "truncated");
}

static void
a_symbolic_link_is_refused(void **state)
{
	const struct place *place = *state;

	place_store(place);
	assert_int_equal(symlink(place->store, place_path(place, "link.db")), 0);
	refused(place, place_path(place, "link.db"), DW_DB_READ, DW_UNAVAILABLE, "symbolic link");
}

static void
a_folder_is_no_store(void **state)
{
	const struct place *place = *state;

	assert_int_equal(mkdir(place->store, 0700), 0);
	refused(place, place->store, DW_DB_READ, DW_UNAVAILABLE, "is not a file");
}

static void
a_second_name_is_refused(void **state)
{
	const struct place *place = *state;

	place_store(place);
	assert_int_equal(link(place->store, place_path(place, "other.db")), 0);
	refused(place, place->store, DW_DB_READ, DW_UNAVAILABLE, "hard links");
}

static void
a_store_that_others_may_read_is_refused(void **state)
{
	const struct place *place = *state;

	place_store(place);
	for (mode_t bit = 1; bit <= 0040; bit <<= 1) {
		chmod(place->store, 0600 | bit);
		refused(place, place->store, DW_DB_READ, DW_UNAVAILABLE, "chmod 0600");
	}
}

static void
a_log_that_others_may_read_is_refused(void **state)
{
	const struct place *place = *state;
	const char *const endings[] = { "store.db-wal", "store.db-shm", "store.db-journal" };

	place_store(place);
	for (size_t i = 0; i < DW_COUNT(endings); i++) {
		const char *path = place_path(place, endings[i]);

		place_write(path, "", 0);
		chmod(path, 0644);
		refused(place, place->store, DW_DB_READ, DW_UNAVAILABLE, endings[i]);
		unlink(path);
		assert_int_equal(symlink("/etc/passwd", path), 0);
		refused(place, place->store, DW_DB_READ, DW_UNAVAILABLE, "symbolic link");
		unlink(path);
	}
}

static void
a_store_of_another_account_is_refused(void **state)
{
	const struct place *place = *state;

	if (geteuid() == 0) {
		place_store(place);
		assert_int_equal(chown(place->store, 65534, 65534), 0);
		refused(place, place->store, DW_DB_READ, DW_UNAVAILABLE, "another account");
	} else {
		refused(place, "/etc/passwd", DW_DB_READ, DW_UNAVAILABLE, "another account");
	}
}

static void
a_folder_that_others_may_enter_is_refused(void **state)
{
	const struct place *place = *state;

	place_store(place);
	chmod(place->folder, 0750);
	refused(place, place->store, DW_DB_READ, DW_UNAVAILABLE, "chmod 0700");
}

static void
a_folder_above_that_others_may_write_is_refused(void **state)
{
	const struct place *place = *state;
	struct place inner = *place;

	snprintf(inner.folder, sizeof(inner.folder), "%s", place_path(place, "inner"));
	snprintf(inner.store, sizeof(inner.store), "%s", place_path(place, "inner/store.db"));
	assert_int_equal(mkdir(inner.folder, 0700), 0);
	place_store(&inner);
	chmod(place->folder, 0775);
	refused(&inner, inner.store, DW_DB_READ, DW_UNAVAILABLE, "chmod go-w");
	chmod(place->folder, 01777);
	assert_int_equal(dw_db_inspect(inner.store, DW_DB_READ, NULL), DW_OK);
}

static void
a_read_only_store_is_refused_for_writing_only(void **state)
{
	const struct place *place = *state;

	place_store(place);
	chmod(place->store, 0400);
	refused(place, place->store, DW_DB_WRITE, DW_UNAVAILABLE, "--read-only");
	assert_int_equal(dw_db_inspect(place->store, DW_DB_READ, NULL), DW_OK);
}

static void
a_read_only_folder_is_refused_for_writing_only(void **state)
{
	const struct place *place = *state;

	place_store(place);
	chmod(place->folder, 0500);
	refused(place, place->store, DW_DB_WRITE, DW_UNAVAILABLE, "--read-only");
	assert_int_equal(dw_db_inspect(place->store, DW_DB_READ, NULL), DW_OK);
}

/* 0 = what ought to be, else the number of the step that was not. */
static int
reads_without_writing(const struct place *place)
{
	struct dw_db *db = NULL;
	int64_t rows = -1;

	if (dw_db_open(place->store, DW_DB_READ, &db, NULL) != DW_OK)
		return 1;
	{
		DW_AUTO(dw_query) q = { 0 };

		dw_query_open(db, &q, "SELECT count(*) FROM user");
		if (dw_query_int(&q, -1, &rows, NULL) != DW_OK || rows != 0)
			return 2;
	}
	dw_db_close(db);
	return 0;
}

static void
a_read_only_folder_is_read_without_a_trace(void **state)
{
	const struct place *place = *state;

	place_store(place);
	chmod(place->folder, 0500);
	assert_int_equal(place_as_nobody(place, reads_without_writing), 0);
	assert_string_equal(place_names(place), "store.db");
}

static int
says_that_the_log_is_in_the_way(const struct place *place)
{
	struct dw_db *db = NULL;
	struct dw_error err = { 0 };

	if (dw_db_open(place->store, DW_DB_READ, &db, &err) != DW_UNAVAILABLE)
		return 1;
	return strstr(err.message, "-wal") != NULL ? 0 : 2;
}

static void
a_log_in_a_read_only_folder_is_never_passed_over(void **state)
{
	const struct place *place = *state;

	place_store(place);
	place_write(place_path(place, "store.db-wal"), "some frames", 11);
	chmod(place->folder, 0500);
	assert_int_equal(place_as_nobody(place, says_that_the_log_is_in_the_way), 0);
}

static void
a_read_only_file_is_read(void **state)
{
	const struct place *place = *state;

	place_store(place);
	chmod(place->store, 0400);
	assert_int_equal(place_as_nobody(place, reads_without_writing), 0);
}

/* Each bit of the header turned around: refused without a trace, or opened; never a crash. */
static void
any_bit_of_the_header_may_be_wrong(void **state)
{
	const struct place *place = *state;
	size_t len;
	char *good;
	int refusals = 0;

	place_store(place);
	good = place_read(place->store, &len);
	for (size_t bit = 0; bit < 800; bit++) {
		struct dw_db *db = NULL;
		unsigned long before;

		good[bit / 8] = (char)(good[bit / 8] ^ 1 << bit % 8);
		place_write(place->store, good, len);
		good[bit / 8] = (char)(good[bit / 8] ^ 1 << bit % 8);
		before = place_fingerprint(place);
		if (dw_db_inspect(place->store, DW_DB_READ, NULL) != DW_OK) {
			refusals++;
			assert_true(place_fingerprint(place) == before);
		} else if (dw_db_open(place->store, DW_DB_READ, &db, NULL) == DW_OK) {
			dw_exec(db, "SELECT count(*) FROM user; PRAGMA quick_check", NULL);
		}
		dw_db_close(db);
	}
	free(good);
	/* magic, page size, both format numbers, fractions, page count, application: all caught */
	assert_true(refusals > 8 * (16 + 2 + 4));
}

static void
any_bit_of_the_body_may_be_wrong(void **state)
{
	const struct place *place = *state;
	unsigned seed = 20261120;
	size_t len;
	char *good;

	place_store(place);
	good = place_read(place->store, &len);
	for (int i = 0; i < 300; i++) {
		struct dw_db *db = NULL;
		size_t at = 100 + (size_t)rand_r(&seed) % (len - 100);
		char mask = (char)(1 << rand_r(&seed) % 8);

		good[at] = (char)(good[at] ^ mask);
		place_write(place->store, good, len);
		good[at] = (char)(good[at] ^ mask);
		if (dw_db_open(place->store, DW_DB_READ, &db, NULL) == DW_OK)
			dw_exec(db, "SELECT count(*) FROM user; SELECT * FROM topic; PRAGMA quick_check", NULL);
		dw_db_close(db);
	}
	free(good);
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, place_setup, place_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_PLACE(a_good_store_is_accepted_and_untouched),
		IN_A_PLACE(a_missing_store_names_init),
		IN_A_PLACE(the_owner_is_told_without_opening),
		IN_A_PLACE(an_empty_file_is_refused),
		IN_A_PLACE(a_file_shorter_than_a_header_is_refused),
		IN_A_PLACE(an_alien_file_is_refused),
		IN_A_PLACE(a_damaged_magic_is_refused),
		IN_A_PLACE(the_database_of_another_program_is_refused),
		IN_A_PLACE(a_newer_schema_is_refused),
		IN_A_PLACE(an_unfinished_store_is_refused),
		IN_A_PLACE(a_page_size_that_cannot_be_is_refused),
		IN_A_PLACE(fractions_that_cannot_be_are_refused),
		IN_A_PLACE(a_file_format_that_cannot_be_is_refused),
		IN_A_PLACE(a_truncated_store_is_refused),
		IN_A_PLACE(a_symbolic_link_is_refused),
		IN_A_PLACE(a_folder_is_no_store),
		IN_A_PLACE(a_second_name_is_refused),
		IN_A_PLACE(a_store_that_others_may_read_is_refused),
		IN_A_PLACE(a_log_that_others_may_read_is_refused),
		IN_A_PLACE(a_store_of_another_account_is_refused),
		IN_A_PLACE(a_folder_that_others_may_enter_is_refused),
		IN_A_PLACE(a_folder_above_that_others_may_write_is_refused),
		IN_A_PLACE(a_read_only_store_is_refused_for_writing_only),
		IN_A_PLACE(a_read_only_folder_is_refused_for_writing_only),
		IN_A_PLACE(a_read_only_folder_is_read_without_a_trace),
		IN_A_PLACE(a_log_in_a_read_only_folder_is_never_passed_over),
		IN_A_PLACE(a_read_only_file_is_read),
		IN_A_PLACE(any_bit_of_the_header_may_be_wrong),
		IN_A_PLACE(any_bit_of_the_body_may_be_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
