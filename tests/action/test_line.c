/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A typed line as words: quotes, places, and the way back.
 */
#include <string.h>

#include "action/line.h"
#include "base/mem.h"
#include "tests/support/test.h"
#include "tests/support/text.h"

/* The words in brackets, with a mark for what the end is like. */
static char *
split(const char *text)
{
	DW_AUTO(dw_line) line = { 0 };
	struct dw_buf out = { 0 };

	dw_line_split(text, &line);
	for (size_t i = 0; i < line.n; i++)
		dw_buf_printf(&out, "[%s]", line.text[i]);
	dw_buf_puts(&out, line.open ? " open" : line.ended ? "" : " goes on");
	return dw_buf_steal(&out);
}

#define assert_splits(text, words) \
	do { \
		DW_AUTO_FREE char *got_ = split(text); \
		assert_string_equal(got_, words); \
	} while (0)

static void
spaces_part_words_and_quotes_hold_them_together(void **state)
{
	(void)state;
	assert_splits("", "");
	assert_splits("   ", "");
	assert_splits("user", "[user] goes on");
	assert_splits("  user \t list ", "[user][list]");
	assert_splits("group add \"Help desk\" ada ", "[group][add][Help desk][ada]");
	assert_splits("a 'it is' b", "[a][it is][b] goes on");
	assert_splits("--group=\"Help desk\"", "[--group=Help desk] goes on");
	assert_splits("'a\"b' \"c'd\"", "[a\"b][c'd] goes on");
	assert_splits("'it'\\''s'", "[it's] goes on");
	assert_splits("a\\ b \"c\\\"d\\\\e\\f\"", "[a b][c\"d\\e\\f] goes on");
	assert_splits("'' \"\" ", "[][]");
	assert_splits("\"Help d", "[Help d] open");
	assert_splits("end\\", "[end\\] goes on");
	assert_splits("*.$HOME#~", "[*.$HOME#~] goes on");
}

static void
a_raw_word_is_as_written_and_where_it_was(void **state)
{
	DW_AUTO(dw_line) line = { 0 };

	(void)state;
	dw_line_split("user  list group:\"Help desk\" 'x y'", &line);
	assert_int_equal(line.n, 4);
	assert_string_equal(line.raw[2], "group:\"Help desk\"");
	assert_string_equal(line.text[2], "group:Help desk");
	assert_string_equal(line.raw[3], "'x y'");
	assert_int_equal(line.start[0], 0);
	assert_int_equal(line.start[1], 6);
	assert_int_equal(line.start[2], 11);
}

static void
a_quoted_word_is_read_as_that_one_word(void **state)
{
	static const char *const words[] = { "", "plain", "two words", "it's", "say \"hi\"", "a\\b",
		"'", "\"", "\\", " ", "naïve café", "-x", "$(boom)", "a\nb" };

	(void)state;
	for (size_t i = 0; i < DW_COUNT(words); i++) {
		DW_AUTO(dw_line) line = { 0 };
		DW_AUTO(dw_buf) text = { 0 };

		dw_line_quote(&text, words[i]);
		dw_line_split(dw_buf_text(&text), &line);
		assert_int_equal(line.n, 1);
		assert_string_equal(line.text[0], words[i]);
		assert_false(line.open);
	}
}

static void
hostile_words_come_back_as_they_were(void **state)
{
	uint64_t random = 20251120;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		DW_AUTO(dw_line) line = { 0 };
		DW_AUTO(dw_buf) word = { 0 };
		DW_AUTO(dw_buf) text = { 0 };

		test_hostile(&random, &word);
		dw_buf_puts(&text, "before ");
		dw_line_quote(&text, dw_buf_text(&word));
		dw_buf_puts(&text, " after");
		dw_line_split(dw_buf_text(&text), &line);
		assert_int_equal(line.n, 3);
		assert_string_equal(line.text[1], dw_buf_text(&word));
		assert_string_equal(line.text[2], "after");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spaces_part_words_and_quotes_hold_them_together),
		cmocka_unit_test(a_raw_word_is_as_written_and_where_it_was),
		cmocka_unit_test(a_quoted_word_is_read_as_that_one_word),
		cmocka_unit_test(hostile_words_come_back_as_they_were),
	};

	return cmocka_run_group_tests_name("line", tests, NULL, NULL);
}
