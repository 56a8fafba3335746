/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that an operator names: a new one is whole or not there, replaces nothing, is
 * nobody else's to read, and under sudo no name is opened.
 */
#include "tests/support/test.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "action/files.h"
#include "base/mem.h"
#include "tests/support/place.h"

static enum dw_code
create(const char *name, struct dw_file_new *out, struct dw_error *err)
{
	const struct dw_caller caller = { .under_sudo = false };

	*err = (struct dw_error){ 0 };
	return dw_file_create(&caller, "file", name, "Do something else.", out, err);
}

static void
a_new_file_has_its_name_once_it_is_whole(void **state)
{
	struct place *place = *state;
	const char *path = place_path(place, "rows.csv");
	DW_AUTO(dw_file_new) file = { 0 };
	DW_AUTO_FREE char *text = NULL;
	struct dw_error err;
	struct stat st;
	size_t len;

	assert_int_equal(create(path, &file, &err), DW_OK);
	assert_int_equal(dw_file_write(&file, "one\n", 4, &err), DW_OK);
	assert_int_equal(lstat(path, &st), -1);
	assert_int_equal(dw_file_finish(&file, &err), DW_OK);
	assert_string_equal(place_names(place), "rows.csv");
	assert_int_equal(lstat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	text = place_read(path, &len);
	assert_int_equal(len, 4);
	assert_memory_equal(text, "one\n", 4);
}

static void
what_is_longer_than_a_piece_arrives_in_order(void **state)
{
	struct place *place = *state;
	const char *path = place_path(place, "long.txt");
	DW_AUTO(dw_file_new) file = { 0 };
	DW_AUTO_FREE char *big = dw_calloc(1, 200001);
	DW_AUTO_FREE char *text = NULL;
	struct dw_error err;
	size_t len;

	memset(big, 'b', 200000);
	assert_int_equal(create(path, &file, &err), DW_OK);
	assert_int_equal(dw_file_write(&file, "a", 1, &err), DW_OK);
	assert_int_equal(dw_file_write(&file, big, 200000, &err), DW_OK);
	assert_int_equal(dw_file_write(&file, "c", 1, &err), DW_OK);
	assert_int_equal(dw_file_finish(&file, &err), DW_OK);
	text = place_read(path, &len);
	assert_int_equal(len, 200002);
	assert_int_equal(text[0], 'a');
	assert_int_equal(text[200000], 'b');
	assert_int_equal(text[200001], 'c');
}

static void
what_was_not_finished_leaves_nothing(void **state)
{
	struct place *place = *state;
	struct dw_file_new file = { 0 };
	struct dw_error err;

	assert_int_equal(create(place_path(place, "rows.csv"), &file, &err), DW_OK);
	assert_int_equal(dw_file_write(&file, "one\n", 4, &err), DW_OK);
	dw_file_new_clear(&file);
	assert_string_equal(place_names(place), "");
}

static void
what_is_there_is_never_replaced(void **state)
{
	struct place *place = *state;
	const char *path = place_path(place, "mine.txt"), *link = place_path(place, "link");
	DW_AUTO(dw_file_new) file = { 0 };
	DW_AUTO_FREE char *text = NULL;
	struct dw_error err;
	size_t len;

	place_write(path, "mine", 4);
	assert_int_equal(symlink("nowhere", link), 0);
	assert_int_equal(create(path, &file, &err), DW_CANNOT_CREATE);
	assert_string_equal(err.field, "file");
	assert_non_null(strstr(err.message, "is there already"));
	assert_int_equal(create(link, &file, &err), DW_CANNOT_CREATE);
	/* Nor what came while it was written. */
	assert_int_equal(unlink(path), 0);
	assert_int_equal(create(path, &file, &err), DW_OK);
	place_write(path, "yours", 5);
	assert_int_equal(dw_file_finish(&file, &err), DW_CANNOT_CREATE);
	text = place_read(path, &len);
	assert_memory_equal(text, "yours", 5);
	dw_file_new_clear(&file);
	assert_string_equal(place_names(place), "link mine.txt");
}

static void
a_name_that_leads_nowhere_is_told(void **state)
{
	struct place *place = *state;
	static const char *const names[] = { "", "/", ".", "..", "/tmp/" };
	DW_AUTO(dw_file_new) file = { 0 };
	struct dw_error err;

	for (size_t i = 0; i < DW_COUNT(names); i++)
		assert_int_equal(create(names[i], &file, &err), DW_CANNOT_CREATE);
	assert_int_equal(create(place_path(place, "no/such/file"), &file, &err), DW_CANNOT_CREATE);
	assert_non_null(strstr(err.message, "No such file"));
}

static void
under_sudo_no_name_is_opened(void **state)
{
	struct place *place = *state;
	const struct dw_caller caller = { .under_sudo = true };
	DW_AUTO(dw_file_new) file = { 0 };
	struct dw_error err = { 0 };

	assert_int_equal(dw_file_create(&caller, "file", place_path(place, "rows.csv"),
		"Do something else.", &file, &err), DW_NOT_PERMITTED);
	assert_string_equal(err.field, "file");
	assert_non_null(strstr(err.message, "sudo"));
	assert_non_null(strstr(err.message, "Do something else."));
	assert_string_equal(place_names(place), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_new_file_has_its_name_once_it_is_whole, place_setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(what_is_longer_than_a_piece_arrives_in_order,
			place_setup, place_teardown),
		cmocka_unit_test_setup_teardown(what_was_not_finished_leaves_nothing, place_setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(what_is_there_is_never_replaced, place_setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(a_name_that_leads_nowhere_is_told, place_setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(under_sudo_no_name_is_opened, place_setup,
			place_teardown),
	};

	return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
