/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows kept in memory, and fixed words.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/table.h"

static const struct dw_column columns[] = {
	{ .name = "username", .type = DW_TEXT },
	{ .name = "logins", .type = DW_INT },
	{ .name = "groups", .type = DW_NAMES },
};

static void
fill(struct dw_rows *rows, size_t n)
{
	const struct dw_list_info info = {
		.item = "user", .more = true, .total = 7, .next = "bmV4dA"
	};

	assert_int_equal(
		rows->sink.begin(&rows->sink, columns, DW_COUNT(columns), NULL), DW_OK);
	for (size_t i = 0; i < n; i++) {
		char name[32], group[32];
		const char *groups[] = { "Admin", group };
		struct dw_value values[] = {
			{ .text = name },
			{ .num = (int64_t)i },
			{ .names = { .items = groups, .count = i % 3 } },
		};

		snprintf(name, sizeof(name), "user%zu", i);
		snprintf(group, sizeof(group), "group%zu", i);
		assert_int_equal(rows->sink.row(&rows->sink, values, NULL), DW_OK);
		memset(name, 'x', sizeof(name));
		memset(group, 'x', sizeof(group));
	}
	assert_int_equal(rows->sink.end(&rows->sink, &info, NULL), DW_OK);
}

static void
rows_keep_a_copy_of_everything(void **state DW_UNUSED)
{
	DW_AUTO(dw_rows) rows;

	dw_rows_init(&rows);
	fill(&rows, 5000);
	assert_int_equal(rows.n_rows, 5000);
	for (size_t i = 0; i < rows.n_rows; i++) {
		const struct dw_value *row = dw_rows_at(&rows, i);
		char name[32], group[32];

		snprintf(name, sizeof(name), "user%zu", i);
		snprintf(group, sizeof(group), "group%zu", i);
		assert_string_equal(row[0].text, name);
		assert_int_equal(row[1].num, i);
		assert_int_equal(row[2].names.count, i % 3);
		if (i % 3 == 2)
			assert_string_equal(row[2].names.items[1], group);
	}
	assert_null(dw_rows_at(&rows, 5000));
	assert_true(rows.more);
	assert_int_equal(rows.total, 7);
	assert_string_equal(rows.next, "bmV4dA");
}

static void
rows_begin_anew_with_each_list(void **state DW_UNUSED)
{
	DW_AUTO(dw_rows) rows;

	dw_rows_init(&rows);
	fill(&rows, 100);
	fill(&rows, 2);
	assert_int_equal(rows.n_rows, 2);
	assert_string_equal(dw_rows_at(&rows, 1)[0].text, "user1");
	assert_int_equal(rows.sink.begin(&rows.sink, columns, 1, NULL), DW_OK);
	assert_int_equal(
		rows.sink.row(&rows.sink, &(struct dw_value){ .text = NULL }, NULL),
		DW_OK);
	assert_null(dw_rows_at(&rows, 0)[0].text);
	assert_int_equal(rows.total, -1);
	assert_null(rows.next);
}

static void
rows_take_texts_longer_than_a_chunk(void **state DW_UNUSED)
{
	DW_AUTO(dw_rows) rows;
	DW_AUTO_FREE char *text = dw_calloc(100001, 1);
	struct dw_value values[] = { { .text = text }, { .num = 1 }, { .names = { 0 } } };

	memset(text, 'a', 100000);
	dw_rows_init(&rows);
	rows.sink.begin(&rows.sink, columns, DW_COUNT(columns), NULL);
	rows.sink.row(&rows.sink, values, NULL);
	rows.sink.row(&rows.sink, values, NULL);
	assert_string_equal(dw_rows_at(&rows, 0)[0].text, text);
	assert_string_equal(dw_rows_at(&rows, 1)[0].text, text);
	assert_int_equal(dw_rows_at(&rows, 1)[2].names.count, 0);
}

static void
rows_can_be_cleared_twice_and_used_again(void **state DW_UNUSED)
{
	DW_AUTO(dw_rows) rows;

	dw_rows_init(&rows);
	fill(&rows, 3);
	dw_rows_clear(&rows);
	dw_rows_clear(&rows);
	dw_rows_clear(NULL);
	assert_null(dw_rows_at(&rows, 0));
	fill(&rows, 1);
	assert_int_equal(rows.n_rows, 1);
}

static void
columns_are_found_by_name(void **state DW_UNUSED)
{
	assert_int_equal(dw_column_find(columns, DW_COUNT(columns), "groups"), 2);
	assert_int_equal(dw_column_find(columns, DW_COUNT(columns), "password"), -1);
}

static void
words_become_text_and_unknown_ones_stay(void **state DW_UNUSED)
{
	assert_string_equal(dw_word_text("binned"), "in the bin");
	assert_string_equal(dw_word_text("totp"), "authenticator app");
	assert_string_equal(dw_word_text("never heard of"), "never heard of");
	assert_string_equal(dw_word_text(NULL), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_keep_a_copy_of_everything),
		cmocka_unit_test(rows_begin_anew_with_each_list),
		cmocka_unit_test(rows_take_texts_longer_than_a_chunk),
		cmocka_unit_test(rows_can_be_cleared_twice_and_used_again),
		cmocka_unit_test(columns_are_found_by_name),
		cmocka_unit_test(words_become_text_and_unknown_ones_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
