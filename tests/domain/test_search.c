/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What live search looks through, and how a needle is read.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/search.h"
#include "tests/support/test.h"

static bool
finds(const char *typed, const char *username, const char *email, const char *first,
	const char *last, const char *phone)
{
	DW_AUTO_FREE char *text = dw_search_text(username, email, first, last, phone);
	DW_AUTO(dw_needle) needle = { 0 };

	dw_needle_read(typed, &needle);
	return strstr(text, needle.text) != NULL ||
		(needle.digits != NULL && strstr(text, needle.digits) != NULL);
}

static void
every_part_is_found_whatever_its_case_and_accents(void **state)
{
	static const char *const needles[] = { "bjorn", "BJØRN", "ørn", "muller", "Müller", "MULL",
		"b.muller", "@example.org", "bmu", "ＢＪＯＲＮ", "bjorn muller" };

	(void)state;
	for (size_t i = 0; i < DW_COUNT(needles); i++)
		assert_true(finds(needles[i], "bmuller", "b.muller@example.org", "Bjørn", "Müller", ""));
	assert_false(finds("xyz", "bmuller", "b.muller@example.org", "Bjørn", "Müller", ""));
	assert_false(finds("mullerb", "bmuller", "b.muller@example.org", "Bjørn", "Müller", ""));
}

static void
every_character_of_a_needle_is_ordinary(void **state)
{
	(void)state;
	assert_false(finds("%", "ada", "", "Ada", "Lovelace", ""));
	assert_false(finds("_", "ada", "", "Ada", "Lovelace", ""));
	assert_false(finds("*", "ada", "", "Ada", "Lovelace", ""));
	assert_false(finds("y\na", "ada", "x@y", "Ada", "Lovelace", ""));
	assert_true(finds("100%", "ada", "", "100%", "", ""));
	assert_true(finds("o'b", "ada", "", "", "O'Brien", ""));
}

static void
white_space_around_a_needle_is_dropped(void **state)
{
	DW_AUTO(dw_needle) needle = { 0 };

	(void)state;
	dw_needle_read(" \t ada lovelace\n ", &needle);
	assert_string_equal(needle.text, "ada lovelace");
	dw_needle_clear(&needle);
	dw_needle_read("  ", &needle);
	assert_string_equal(needle.text, "");
}

static void
a_part_inside_another_is_kept_once(void **state)
{
	DW_AUTO_FREE char *inside = dw_search_text("smith", "smith@example.org", "", "Smith", "");
	DW_AUTO_FREE char *same = dw_search_text("smith", "", "", "Smith", "");
	DW_AUTO_FREE char *apart = dw_search_text("asmith", "a@b.example", "Ann", "Smith", "");
	DW_AUTO_FREE char *nothing = dw_search_text(NULL, NULL, NULL, NULL, NULL);

	(void)state;
	assert_string_equal(inside, "smith@example.org");
	assert_string_equal(same, "smith");
	assert_string_equal(apart, "a@b.example\nann smith\nasmith");
	assert_string_equal(nothing, "");
}

static void
six_digits_find_the_phone_and_five_do_not(void **state)
{
	static const char *const good[] = { "151234567", "0151234567", "0151 23 45 67", "(0151) 234-567",
		"+49 151 234567", "0049151234567", "１５１２３４５６７" };

	(void)state;
	for (size_t i = 0; i < DW_COUNT(good); i++)
		assert_true(finds(good[i], "ada", "", "", "", "+49 (151) 234-567"));
	assert_false(finds("23456", "ada", "", "", "", "+49 (151) 234-567"));
	assert_false(finds("a234567", "ada", "", "", "", "+49 (151) 234-567"));
	/* The same six digits in a name are found as text. */
	assert_true(finds("234567", "user234567", "", "", "", ""));
}

static void
a_phone_in_its_own_writing_cannot_be_typed(void **state)
{
	DW_AUTO_FREE char *text = dw_search_text("ada", "", "", "", "+49 151 234567");
	DW_AUTO(dw_buf) digits = { 0 };
	DW_AUTO(dw_needle) needle = { 0 };

	(void)state;
	dw_search_digits(&digits, "+49 (151) 234-567");
	assert_int_equal(digits.len, 11);
	assert_non_null(strstr(text, digits.data));
	dw_needle_read(dw_buf_text(&digits), &needle);
	assert_string_equal(needle.text, "");
	assert_null(needle.digits);
}

static void
a_whole_id_is_an_id(void **state)
{
	DW_AUTO(dw_needle) needle = { 0 };

	(void)state;
	dw_needle_read(" 7C3F3E6C-0D0E-4B6E-9A39-2F1D5C1B7A10", &needle);
	assert_false(dw_uuid_is_none(&needle.id));
	dw_needle_clear(&needle);
	dw_needle_read("7C3F3E6C-0D0E-4B6E-9A39", &needle);
	assert_true(dw_uuid_is_none(&needle.id));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_part_is_found_whatever_its_case_and_accents),
		cmocka_unit_test(every_character_of_a_needle_is_ordinary),
		cmocka_unit_test(white_space_around_a_needle_is_dropped),
		cmocka_unit_test(a_part_inside_another_is_kept_once),
		cmocka_unit_test(six_digits_find_the_phone_and_five_do_not),
		cmocka_unit_test(a_phone_in_its_own_writing_cannot_be_typed),
		cmocka_unit_test(a_whole_id_is_an_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
