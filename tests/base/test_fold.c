/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When two names are the same, what a search finds, and which names are plain.
 */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "tests/support/text.h"

static void
assert_same(const char *a, const char *b)
{
	DW_AUTO_FREE char *key_a = dw_fold_identity(a);
	DW_AUTO_FREE char *key_b = dw_fold_identity(b);

	assert_non_null(key_a);
	assert_non_null(key_b);
	assert_string_equal(key_a, key_b);
}

static void
assert_different(const char *a, const char *b)
{
	DW_AUTO_FREE char *key_a = dw_fold_identity(a);
	DW_AUTO_FREE char *key_b = dw_fold_identity(b);

	assert_string_not_equal(key_a, key_b);
}

static void
assert_search(const char *text, const char *expected)
{
	DW_AUTO_FREE char *key = dw_fold_search(text);

	assert_string_equal(key, expected);
}

static void
identity_ignores_case_form_and_outer_space(void **state DW_UNUSED)
{
	assert_same("ada", " ADA\t");
	assert_same("Müller", "mu\u0308LLER");
	assert_same("straße", "STRASSE");
	assert_same("ﬁona", "fiona");
	assert_same("ada@example.org", "ａｄａ＠example.org");
	assert_same("\u212a", "k"); /* Kelvin sign */
	assert_same("a\u200db", "ab");
	assert_same("\u2003ada\u00a0", "ada");
	assert_same("", "  ");
}

static void
identity_keeps_accents_and_letters_that_only_look_alike(void **state DW_UNUSED)
{
	assert_different("muller", "müller");
	assert_different("ada", "\u0430da");   /* Cyrillic a */
	assert_different("idil", "\u0131dil"); /* dotless i */
	assert_different("ada", "ad a");
}

static void
identity_refuses_what_is_not_utf8(void **state DW_UNUSED)
{
	assert_null(dw_fold_identity("a\xff"));
}

static void
search_finds_without_case_and_accents(void **state DW_UNUSED)
{
	assert_search("Bjørn Łódź", "bjorn lodz");
	assert_search("STRASSE straße", "strasse strasse");
	assert_search("Müller Þór Ægir Œuvre", "muller thor aegir oeuvre");
	assert_search("Đặng Ħamrun ıŧð İ", "dang hamrun itd i");
	assert_search("ℂ™ ﬁ Ａ", "ctm fi a");
	assert_search("", "");
}

static void
search_takes_controls_for_spaces_and_skips_the_invisible(void **state DW_UNUSED)
{
	assert_search("a\tb\x7f", "a b ");
	assert_search("é\tb\xc2\x85", "e b ");
	assert_search("a\u200bb\u00adc", "abc");
}

static void
search_keeps_going_over_broken_bytes(void **state DW_UNUSED)
{
	assert_search("A\xff!", "a\ufffd!");
}

static void
nfc_composes(void **state DW_UNUSED)
{
	DW_AUTO_FREE char *composed = dw_nfc("pa\u0308ss");
	DW_AUTO_FREE char *ascii = dw_nfc("PaSS ");

	assert_string_equal(composed, "p\u00e4ss");
	assert_string_equal(ascii, "PaSS ");
	assert_null(dw_nfc("\xff"));
}

static void
plain_names_show_what_they_are(void **state DW_UNUSED)
{
	static const char *const plain[] = { "ada", "Ada Lovelace", "Bjørn", "Иван",
		"राज", "김", "a\\b" };
	static const char *const not [] = { "", "a\tb", "a\u202eb", "a\u200db", "\u0301a",
		"\ue000", "a\u0378", "a\xff", "a\u2028b", "\u115f",
		"e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301" };

	for (size_t i = 0; i < DW_COUNT(plain); i++)
		assert_true(dw_name_is_plain(plain[i]));
	for (size_t i = 0; i < DW_COUNT(not ); i++)
		assert_false(dw_name_is_plain(not [i]));
}

static void
folding_hostile_text_again_changes_nothing(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) text = { 0 };
	DW_AUTO(dw_buf) valid = { 0 };
	uint64_t seed = 12;

	for (int i = 0; i < 20000; i++) {
		DW_AUTO_FREE char *once = NULL;
		DW_AUTO_FREE char *twice = NULL;
		DW_AUTO_FREE char *key = NULL;
		DW_AUTO_FREE char *again = NULL;

		test_hostile(&seed, &text);
		once = dw_fold_search(dw_buf_text(&text));
		twice = dw_fold_search(once);
		assert_string_equal(once, twice);
		assert_true(dw_utf8_valid(once, strlen(once)));

		dw_buf_reset(&valid);
		for (size_t at = 0; at < text.len;) {
			uint32_t code;
			size_t n = dw_utf8_decode(text.data + at, text.len - at, &code);

			dw_buf_add(&valid, text.data + at, n);
			at += n > 0 ? n : 1;
		}
		key = dw_fold_identity(dw_buf_text(&valid));
		again = dw_fold_identity(key);
		assert_string_equal(key, again);
	}
}

/* The short way for ASCII must not be a way of its own. */
static void
ascii_folds_as_it_does_among_other_letters(void **state DW_UNUSED)
{
	for (int c = 1; c < 0x80; c++) {
		const char alone[] = { (char)c, '\0' };
		DW_AUTO_FREE char *among = dw_format("é%cé", c);
		DW_AUTO_FREE char *search = dw_fold_search(alone);
		DW_AUTO_FREE char *search_among = dw_fold_search(among);
		DW_AUTO_FREE char *middle = dw_format("a%cb", c);
		DW_AUTO_FREE char *identity = dw_fold_identity(middle);
		DW_AUTO_FREE char *identity_among = dw_fold_identity(among);

		assert_int_equal(search[0], search_among[1]);
		assert_int_equal(identity[1], identity_among[2]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(identity_ignores_case_form_and_outer_space),
		cmocka_unit_test(identity_keeps_accents_and_letters_that_only_look_alike),
		cmocka_unit_test(identity_refuses_what_is_not_utf8),
		cmocka_unit_test(search_finds_without_case_and_accents),
		cmocka_unit_test(
			search_takes_controls_for_spaces_and_skips_the_invisible),
		cmocka_unit_test(search_keeps_going_over_broken_bytes),
		cmocka_unit_test(nfc_composes),
		cmocka_unit_test(plain_names_show_what_they_are),
		cmocka_unit_test(folding_hostile_text_again_changes_nothing),
		cmocka_unit_test(ascii_folds_as_it_does_among_other_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
