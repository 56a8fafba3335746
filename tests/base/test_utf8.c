/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is safe to show, how wide it is, and where characters begin, in a UTF-8
 * locale. Other locales are in test_locale.c.
 */
#include "tests/support/test.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "tests/support/text.h"

static void
assert_shown(const char *text, const char *expected)
{
	DW_AUTO_FREE char *shown = dw_display_dup(text);

	assert_string_equal(shown, expected);
}

static void
validity_follows_rfc_3629(void **state DW_UNUSED)
{
	static const char *const bad[] = { "\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf",
		"\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xff",
		"a\xe2\x82" };

	assert_true(dw_utf8_valid("", 0));
	assert_true(dw_utf8_valid("aé€😀", strlen("aé€😀")));
	assert_false(dw_utf8_valid("a\0b", 3));
	for (size_t i = 0; i < DW_COUNT(bad); i++)
		assert_false(dw_utf8_valid(bad[i], strlen(bad[i])));
}

static void
decode_gives_the_code_point_and_its_length(void **state DW_UNUSED)
{
	uint32_t code = 0;

	assert_int_equal(dw_utf8_decode("€x", 4, &code), 3);
	assert_int_equal(code, 0x20ac);
	assert_int_equal(dw_utf8_decode("€", 2, &code), 0);
	assert_int_equal(dw_utf8_decode("", 0, &code), 0);
	assert_int_equal(dw_utf8_decode("\xed\xa0\x80", 3, &code), 0);
}

static void
length_counts_code_points_and_stray_bytes(void **state DW_UNUSED)
{
	assert_int_equal(dw_utf8_length(""), 0);
	assert_int_equal(dw_utf8_length("é€😀"), 3);
	assert_int_equal(dw_utf8_length("a\xff\xfe"), 3);
}

static void
display_leaves_readable_text_alone(void **state DW_UNUSED)
{
	assert_shown("", "");
	assert_shown("Bjørn \\ Łódź", "Bjørn \\ Łódź");
	assert_shown("日本 한국 👍 🇩🇪", "日本 한국 👍 🇩🇪");
	assert_shown("क्षि", "क्षि");
	assert_shown("e\u0301", "e\u0301");
	assert_shown(NULL, "");
}

static void
display_escapes_controls(void **state DW_UNUSED)
{
	assert_shown("\x1b[31m", "\\u{1B}[31m");
	assert_shown("a\tb\nc\rd", "a\\u{09}b\\u{0A}c\\u{0D}d");
	assert_shown("\x7f", "\\u{7F}");
	assert_shown("\xc2\x9b"
		     "31m\xc2\x85",
		"\\u{9B}31m\\u{85}");
	assert_shown("\u2028\u2029", "\\u{2028}\\u{2029}");
}

static void
display_escapes_nul(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) out = { 0 };

	dw_display(&out, "a\0b", 3);
	assert_string_equal(dw_buf_text(&out), "a\\u{00}b");
}

static void
display_escapes_bidi_overrides(void **state DW_UNUSED)
{
	assert_shown(
		"a\u202eb\u2066c\u061c\u200f", "a\\u{202E}b\\u{2066}c\\u{61C}\\u{200F}");
}

static void
display_escapes_what_cannot_be_seen(void **state DW_UNUSED)
{
	assert_shown("a\u200bb\u00ad\ufeff", "a\\u{200B}b\\u{AD}\\u{FEFF}");
	assert_shown("\u115f\u3164\uffa0", "\\u{115F}\\u{3164}\\u{FFA0}");
	assert_shown("\U000e0041\U000e0101", "\\u{E0041}\\u{E0101}");
	assert_shown("\ue000\U0010ffff\u0378", "\\u{E000}\\u{10FFFF}\\u{378}");
}

static void
display_escapes_what_terminals_draw_differently(void **state DW_UNUSED)
{
	assert_shown("👨\u200d👩", "👨\\u{200D}👩");
	assert_shown("❤\ufe0f", "❤\\u{FE0F}");
	assert_shown("👍🏽", "👍\\u{1F3FD}");
}

static void
display_escapes_bytes_that_are_not_utf8(void **state DW_UNUSED)
{
	assert_shown("a\xff\xc3(", "a\\x{FF}\\x{C3}(");
	assert_shown("\xed\xa0\x80", "\\x{ED}\\x{A0}\\x{80}");
}

static void
display_escapes_a_mark_without_a_base(void **state DW_UNUSED)
{
	assert_shown("\u0301a", "\\u{301}a");
	assert_shown("\x1b\u0301", "\\u{1B}\\u{301}");
	assert_shown("\u093e", "\\u{93E}");
}

static void
display_escapes_marks_beyond_the_fourth(void **state DW_UNUSED)
{
	assert_shown(
		"e\u0301\u0302\u0303\u0304\u0305b", "e\u0301\u0302\u0303\u0304\\u{305}b");
}

static void
display_joins_jamo_only_to_hangul(void **state DW_UNUSED)
{
	assert_shown("\u1112\u1161\u11ab", "\u1112\u1161\u11ab");
	assert_shown("a\u1161", "a\\u{1161}");
}

static void
columns_are_those_of_the_terminal(void **state DW_UNUSED)
{
	assert_int_equal(dw_columns(""), 0);
	assert_int_equal(dw_columns("abc"), 3);
	assert_int_equal(dw_columns("é日本"), 5);
	assert_int_equal(dw_columns("e\u0301"), 1);
	assert_int_equal(dw_columns("\u1112\u1161\u11ab"), 2);
}

static void
assert_fit(const char *text, int columns, bool pad, const char *expected)
{
	DW_AUTO(dw_buf) out = { 0 };

	dw_fit(&out, text, columns, pad);
	assert_string_equal(dw_buf_text(&out), expected);
}

static void
fit_keeps_what_fits(void **state DW_UNUSED)
{
	assert_fit("abc", 3, true, "abc");
	assert_fit("abc", 5, true, "abc  ");
	assert_fit("abc", 5, false, "abc");
	assert_fit("", 2, true, "  ");
	assert_fit("abc", 0, true, "");
	assert_fit("abc", -1, true, "");
}

static void
fit_ends_in_an_ellipsis(void **state DW_UNUSED)
{
	assert_fit("abcd", 3, true, "ab…");
	assert_fit("abcd", 1, true, "…");
}

static void
fit_never_splits_a_character(void **state DW_UNUSED)
{
	assert_fit("日本語", 4, true, "日… ");
	assert_fit("日本語", 5, true, "日本…");
	assert_fit("日", 1, true, "…");
	assert_fit("abe\u0301\u0302cd", 4, false, "abe\u0301\u0302…");
	assert_fit("a🇩🇪🇫🇷", 4, false, "a🇩🇪…");
}

static void
assert_boundaries(const char *text, const size_t *at, size_t n)
{
	size_t len = strlen(text);

	for (size_t i = 0; i + 1 < n; i++)
		assert_int_equal(dw_grapheme_next(text, len, at[i]), at[i + 1]);
	for (size_t i = n; i-- > 1;)
		assert_int_equal(dw_grapheme_prev(text, len, at[i]), at[i - 1]);
}

static void
graphemes_are_what_a_person_calls_a_character(void **state DW_UNUSED)
{
	assert_boundaries("ab", (const size_t[]){ 0, 1, 2 }, 3);
	assert_boundaries("e\u0301\u0302z", (const size_t[]){ 0, 5, 6 }, 3);
	assert_boundaries("🇩🇪🇫🇷🇬", (const size_t[]){ 0, 8, 16, 20 }, 4);
	assert_boundaries("👨\u200d👩\u200d👧x", (const size_t[]){ 0, 18, 19 }, 3);
	assert_boundaries("\u1112\u1161\u11aba", (const size_t[]){ 0, 9, 10 }, 3);
	assert_boundaries("\r\na", (const size_t[]){ 0, 2, 3 }, 3);
	assert_boundaries("\xff\xfe!", (const size_t[]){ 0, 1, 2, 3 }, 4);
	assert_int_equal(dw_grapheme_next("a", 1, 1), 1);
	assert_int_equal(dw_grapheme_prev("a", 1, 0), 0);
}

static void
graphemes_may_be_of_any_length(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) text = { 0 };

	dw_buf_puts(&text, "xe");
	for (int i = 0; i < 1000; i++)
		dw_buf_puts(&text, "\u0301");
	dw_buf_puts(&text, "y");
	assert_int_equal(dw_grapheme_next(text.data, text.len, 1), text.len - 1);
	assert_int_equal(dw_grapheme_prev(text.data, text.len, text.len - 1), 1);
}

/* What the promise in utf8.h says of everything that dw_display() lets out. */
static void
assert_safe(const char *shown, size_t len)
{
	int marks = -1;

	assert_true(dw_utf8_valid(shown, len));
	for (size_t at = 0; at < len;) {
		uint32_t code = 0;

		at += dw_utf8_decode(shown + at, len - at, &code);
		assert_true(code >= 0x20 && code != 0x7f && (code < 0x80 || code > 0x9f));
		assert_false(dw_code_is_hidden(code));
		assert_true(code < 0x1f3fb || code > 0x1f3ff);
		assert_true(dw_code_columns(code) >= 0);
		if (dw_code_columns(code) > 0)
			marks = uc_is_general_category_withtable(
					code, UC_CATEGORY_MASK_M) &&
						marks < 0
					? -2
					: 0;
		else
			marks = marks < 0 ? -2 : marks + 1;
		assert_in_range(marks, 0, 4);
	}
}

static void
hostile_text_is_safe_once_displayed(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) text = { 0 };
	DW_AUTO(dw_buf) shown = { 0 };
	DW_AUTO(dw_buf) other = { 0 };
	uint64_t seed = 20261120;

	for (int i = 0; i < 100000; i++) {
		int columns = (int)test_random(&seed, 40);

		test_hostile(&seed, &text);
		dw_buf_reset(&shown);
		dw_display(&shown, dw_buf_text(&text), text.len);
		assert_safe(dw_buf_text(&shown), shown.len);

		dw_buf_reset(&other);
		dw_display(&other, dw_buf_text(&shown), shown.len);
		assert_string_equal(dw_buf_text(&other), dw_buf_text(&shown));

		dw_buf_reset(&other);
		dw_fit(&other, dw_buf_text(&shown), columns, true);
		assert_int_equal(dw_columns(dw_buf_text(&other)), columns);
		assert_safe(dw_buf_text(&other), other.len);
	}
}

static void
graphemes_of_hostile_text_agree_in_both_directions(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) text = { 0 };
	uint64_t seed = 7;

	for (int i = 0; i < 5000; i++) {
		test_hostile(&seed, &text);
		for (size_t at = 0; at < text.len;) {
			size_t next = dw_grapheme_next(text.data, text.len, at);

			assert_in_range(next, at + 1, text.len);
			assert_int_equal(dw_grapheme_prev(text.data, text.len, next), at);
			at = next;
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(validity_follows_rfc_3629),
		cmocka_unit_test(decode_gives_the_code_point_and_its_length),
		cmocka_unit_test(length_counts_code_points_and_stray_bytes),
		cmocka_unit_test(display_leaves_readable_text_alone),
		cmocka_unit_test(display_escapes_controls),
		cmocka_unit_test(display_escapes_nul),
		cmocka_unit_test(display_escapes_bidi_overrides),
		cmocka_unit_test(display_escapes_what_cannot_be_seen),
		cmocka_unit_test(display_escapes_what_terminals_draw_differently),
		cmocka_unit_test(display_escapes_bytes_that_are_not_utf8),
		cmocka_unit_test(display_escapes_a_mark_without_a_base),
		cmocka_unit_test(display_escapes_marks_beyond_the_fourth),
		cmocka_unit_test(display_joins_jamo_only_to_hangul),
		cmocka_unit_test(columns_are_those_of_the_terminal),
		cmocka_unit_test(fit_keeps_what_fits),
		cmocka_unit_test(fit_ends_in_an_ellipsis),
		cmocka_unit_test(fit_never_splits_a_character),
		cmocka_unit_test(graphemes_are_what_a_person_calls_a_character),
		cmocka_unit_test(graphemes_may_be_of_any_length),
		cmocka_unit_test(hostile_text_is_safe_once_displayed),
		cmocka_unit_test(graphemes_of_hostile_text_agree_in_both_directions),
	};

	/* Without a UTF-8 locale, widths are not what is tested here. */
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		puts("1..0 # SKIP there is no locale C.UTF-8");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
