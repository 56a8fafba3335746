/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the locale is not UTF-8 (this program never calls setlocale): widths,
 * display, and ASCII instead of letters.
 */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "tests/support/text.h"

static void
assert_ascii(const char *text, const char *expected)
{
	DW_AUTO(dw_buf) out = { 0 };

	dw_to_locale(&out, text);
	assert_string_equal(dw_buf_text(&out), expected);
}

static void
this_locale_is_not_utf8(void **state DW_UNUSED)
{
	assert_false(dw_locale_is_utf8());
}

static void
ascii_drops_accents_and_strokes(void **state DW_UNUSED)
{
	assert_ascii("Bjørn Łódź Çelik", "Bjorn Lodz Celik");
	assert_ascii("e\u0301", "e");
	assert_ascii("straße æ", "strase a");
}

static void
ascii_replaces_punctuation(void **state DW_UNUSED)
{
	assert_ascii("“a” ‘b’ – c…", "\"a\" 'b' - c~");
	assert_ascii("│─┌ ✓✗ ▸●", "|-+ +x >*");
	assert_ascii("a\u00a0b", "a b");
}

static void
ascii_spells_greek_and_cyrillic(void **state DW_UNUSED)
{
	assert_ascii("Петрова Ольга Ёлкина", "Petrova Ol'ga Elkina");
	assert_ascii("Ґалаґан Їжак ђ", "Galagan Izak d");
	assert_ascii("Παπαδοπούλου Ελένη ς", "Papadopoyloy Eleni s");
}

static void
ascii_writes_a_question_mark_for_what_it_does_not_know(void **state DW_UNUSED)
{
	assert_ascii("日本", "????");
	assert_ascii("Ａ", "A ");
}

static void
display_works_without_a_utf8_locale(void **state DW_UNUSED)
{
	DW_AUTO_FREE char *shown = dw_display_dup("é\x1b日\u202e\u0301");

	assert_string_equal(shown, "é\\u{1B}日\\u{202E}\\u{301}");
	assert_int_equal(dw_columns("é日"), 3);
}

static void
fit_ends_in_a_tilde(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) out = { 0 };

	dw_fit(&out, "abcd", 3, false);
	assert_string_equal(dw_buf_text(&out), "ab~");
}

static void
marks_are_dropped_with_what_they_stand_on(void **state DW_UNUSED)
{
	assert_int_equal(dw_locale_stand_in((const uint32_t[]){ 'e', 0x301, 0, 0, 0 }, 5), 'e');
	assert_int_equal(dw_locale_stand_in((const uint32_t[]){ 0x142, 0 }, 2), 'l');
	assert_int_equal(dw_locale_stand_in((const uint32_t[]){ 0x6f22, 0 }, 2), '?');
	assert_false(dw_locale_shows(0xe9));
	assert_true(dw_locale_shows('e'));
}

/* Who has set LC_ALL=C sits at a terminal that sends UTF-8 nearly always. */
static void
what_is_typed_is_read_as_utf8_even_so(void **state DW_UNUSED)
{
	uint32_t code = 0;
	bool more;

	assert_int_equal(dw_locale_decode("é", 2, &code, &more), 2);
	assert_int_equal(code, 0xe9);
	assert_int_equal(dw_locale_decode("\xc3", 1, &code, &more), 0);
	assert_true(more);
	assert_int_equal(dw_locale_decode("\xe9x", 2, &code, &more), 0);
	assert_int_equal(dw_locale_decode("\xe9xyz", 4, &code, &more), 0);
	assert_false(more);
	assert_int_equal(dw_locale_decode("", 0, &code, &more), 0);
	assert_false(more);
}

static void
ascii_keeps_every_column_of_hostile_text(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) text = { 0 };
	DW_AUTO(dw_buf) shown = { 0 };
	DW_AUTO(dw_buf) ascii = { 0 };
	uint64_t seed = 4;

	for (int i = 0; i < 20000; i++) {
		test_hostile(&seed, &text);
		dw_buf_reset(&shown);
		dw_buf_reset(&ascii);
		dw_display(&shown, dw_buf_text(&text), text.len);
		dw_to_locale(&ascii, dw_buf_text(&shown));
		assert_int_equal((int)ascii.len, dw_columns(dw_buf_text(&shown)));
		for (size_t at = 0; at < ascii.len; at++)
			assert_in_range(ascii.data[at], 0x20, 0x7e);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(this_locale_is_not_utf8),
		cmocka_unit_test(ascii_drops_accents_and_strokes),
		cmocka_unit_test(ascii_replaces_punctuation),
		cmocka_unit_test(ascii_spells_greek_and_cyrillic),
		cmocka_unit_test(ascii_writes_a_question_mark_for_what_it_does_not_know),
		cmocka_unit_test(marks_are_dropped_with_what_they_stand_on),
		cmocka_unit_test(what_is_typed_is_read_as_utf8_even_so),
		cmocka_unit_test(display_works_without_a_utf8_locale),
		cmocka_unit_test(fit_ends_in_a_tilde),
		cmocka_unit_test(ascii_keeps_every_column_of_hostile_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
