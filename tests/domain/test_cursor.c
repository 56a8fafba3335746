/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cursors: read back as written, and refused when anything about them is not so.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/cursor.h"
#include "tests/support/test.h"

static const struct dw_uuid some_id = { .bytes = { 1, 2, 3, 0, 255 } };

static void
a_cursor_is_read_back_as_it_was_written(void **state)
{
	static char name[] = "bj\xc3\xb8rn";
	const struct dw_cursor cases[] = {
		{ .text = name, .id = some_id },
		{ .text = name + strlen(name), .id = some_id },
		{ .num = 0 },
		{ .num = INT64_MAX, .id = some_id },
		{ .num = INT64_MIN, .id = some_id },
	};

	(void)state;
	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		DW_AUTO_FREE char *opaque = dw_cursor_write(&cases[i], "user:-created");
		DW_AUTO(dw_cursor) back = { 0 };

		assert_null(strpbrk(opaque, "+/= \n"));
		assert_int_equal(dw_cursor_read(opaque, "user:-created", &back, NULL), DW_OK);
		assert_int_equal(back.num, cases[i].num);
		assert_true(dw_uuid_equal(&back.id, &cases[i].id));
		if (cases[i].text == NULL)
			assert_null(back.text);
		else
			assert_string_equal(back.text, cases[i].text);
	}
}

static void
a_cursor_of_another_sort_is_a_usage_error(void **state)
{
	struct dw_cursor cursor = { .num = 7 };
	DW_AUTO_FREE char *opaque = dw_cursor_write(&cursor, "user:created");
	const char *others[] = { "user:-created", "user:create", "user:created2", "" };
	struct dw_error err = { 0 };

	(void)state;
	for (size_t i = 0; i < DW_COUNT(others); i++) {
		assert_int_equal(dw_cursor_read(opaque, others[i], &cursor, &err), DW_USAGE);
		assert_string_equal(err.field, "after");
	}
}

/* Cut anywhere, or with any one character changed, it is either refused or still whole. */
static void
a_damaged_cursor_is_refused_and_never_read_beyond(void **state)
{
	static char name[] = "zed";
	struct dw_cursor cursor = { .text = name, .id = some_id };
	DW_AUTO_FREE char *opaque = dw_cursor_write(&cursor, "g");
	size_t len = strlen(opaque);

	(void)state;
	for (size_t i = 0; i < len; i++) {
		DW_AUTO_FREE char *cut = dw_strndup(opaque, i);
		DW_AUTO_FREE char *bent = dw_strdup(opaque);
		DW_AUTO(dw_cursor) back = { 0 };

		assert_int_equal(dw_cursor_read(cut, "g", &back, NULL), DW_USAGE);
		bent[i] = '!';
		assert_int_equal(dw_cursor_read(bent, "g", &back, NULL), DW_USAGE);
		bent[i] = opaque[i] == 'A' ? 'B' : 'A';
		dw_cursor_read(bent, "g", &back, NULL);
	}
}

static void
a_cursor_is_as_long_as_it_says_and_not_longer(void **state)
{
	struct dw_cursor cursor = { .num = 1 };
	DW_AUTO_FREE char *opaque = dw_cursor_write(&cursor, "g");
	DW_AUTO_FREE char *longer = dw_format("%sAAAA", opaque);
	DW_AUTO_FREE char *huge = dw_calloc(1, 100001);

	(void)state;
	memset(huge, 'A', 100000);
	assert_int_equal(dw_cursor_read(longer, "g", &cursor, NULL), DW_USAGE);
	assert_int_equal(dw_cursor_read(huge, "g", &cursor, NULL), DW_USAGE);
	assert_int_equal(dw_cursor_read("", "g", &cursor, NULL), DW_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cursor_is_read_back_as_it_was_written),
		cmocka_unit_test(a_cursor_of_another_sort_is_a_usage_error),
		cmocka_unit_test(a_damaged_cursor_is_refused_and_never_read_beyond),
		cmocka_unit_test(a_cursor_is_as_long_as_it_says_and_not_longer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
