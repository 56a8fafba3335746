/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which passwords are accepted: length in characters, the block list, one's own words;
 * and no rule about kinds of characters.
 */
#include "tests/support/test.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "base/data.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/credential.h"
#include "tests/support/place.h"

static struct dw_conf *conf;

static int
settings(void **state)
{
	conf = dw_conf_new();
	return sodium_init() < 0 ? -1 : place_setup(state);
}

static int
no_settings(void **state)
{
	dw_conf_free(conf);
	return place_teardown(state);
}

static enum dw_code
judge_bytes(const struct dw_user *user, bool has_mfa, const char *bytes, size_t len,
	struct dw_error *err)
{
	DW_AUTO(dw_secret) password = { 0 };

	assert_int_equal(dw_secret_set(&password, bytes, len, NULL), DW_OK);
	*err = (struct dw_error){ 0 };
	return dw_password_judge(conf, user, has_mfa, &password, err);
}

static void
accepted(const struct dw_user *user, bool has_mfa, const char *password)
{
	struct dw_error err;

	if (judge_bytes(user, has_mfa, password, strlen(password), &err) != DW_OK)
		fail_msg("“%s” is refused: %s", password, err.message);
}

/* Refused with a sentence that holds these words. */
static void
refused(const struct dw_user *user, bool has_mfa, const char *password, const char *because)
{
	struct dw_error err;

	if (judge_bytes(user, has_mfa, password, strlen(password), &err) != DW_INVALID)
		fail_msg("“%s” is not refused", password);
	if (strstr(err.message, because) == NULL)
		fail_msg("“%s” is refused because: %s", password, err.message);
	assert_string_equal(err.field, "password");
	/* What was typed is not repeated; the word itself is in every message. */
	assert_true(strcasecmp(password, "password") == 0 || strstr(err.message, password) == NULL);
}

/* Without any pattern: n different-looking code points of the bytes each takes. */
static char *
letters(size_t n, bool wide)
{
	static const char narrow[] = "qhzkvxwjybpdfgmt";
	DW_AUTO(dw_buf) out = { 0 };

	for (size_t i = 0; i < n; i++) {
		unsigned x = (unsigned)(i * i * 7 + i / 5 * 3 + i % 11);

		if (wide)
			dw_buf_printf(&out, "%c%c%c", 0xe4, 0xb8 + (int)(x % 7), 0x80 + (int)(x * 5 % 63));
		else
			dw_buf_putc(&out, narrow[x % 16]);
	}
	return dw_buf_steal(&out);
}

static void
length_is_counted_in_characters_at_its_bounds(void **state)
{
	static const struct {
		size_t length;
		bool alone, with_mfa;
	} cases[] = {
		{ 1, false, false }, { 7, false, false }, { 8, false, true }, { 14, false, true },
		{ 15, true, true }, { 64, true, true }, { 256, true, true }, { 257, true, true },
		{ 1024, true, true }, { 1025, false, false },
	};

	(void)state;
	for (size_t i = 0; i < DW_COUNT(cases); i++)
		for (int wide = 0; wide < 2; wide++) {
			DW_AUTO_FREE char *text = letters(cases[i].length, wide != 0);
			struct dw_error err;

			assert_int_equal(dw_utf8_length(text), cases[i].length);
			assert_int_equal(judge_bytes(NULL, false, text, strlen(text), &err) == DW_OK,
				cases[i].alone);
			assert_int_equal(judge_bytes(NULL, true, text, strlen(text), &err) == DW_OK,
				cases[i].with_mfa);
		}
}

static void
the_bounds_are_settings(void **state)
{
	(void)state;
	assert_int_equal(dw_conf_set(conf, "password.min_length", "10", NULL), DW_OK);
	assert_int_equal(dw_conf_set(conf, "password.min_length_with_mfa", "12", NULL), DW_OK);
	assert_int_equal(dw_conf_set(conf, "password.max_length", "256", NULL), DW_OK);
	accepted(NULL, false, "qhzkvxwjyb");
	/* A second factor never makes it longer. */
	accepted(NULL, true, "qhzkvxwjyb");
	refused(NULL, false, "qhzkvxwjy", "at least 10");
	DW_AUTO_FREE char *longer = letters(257, false);
	refused(NULL, false, longer, "more than 256");
}

static void
what_is_no_text_is_refused(void **state)
{
	struct dw_error err;

	(void)state;
	assert_int_equal(judge_bytes(NULL, true, "", 0, &err), DW_INVALID);
	assert_int_equal(judge_bytes(NULL, true, "unguessable\0stuff", 17, &err), DW_INVALID);
	assert_non_null(strstr(err.message, "NUL"));
	assert_int_equal(judge_bytes(NULL, true, "unguessable\xff\xfestuff", 18, &err), DW_INVALID);
	assert_non_null(strstr(err.message, "UTF-8"));
	assert_int_equal(judge_bytes(NULL, true, "unguess\xed\xa0\x80\x61", 11, &err), DW_INVALID);
}

static void
no_kind_of_character_is_asked_for_or_refused(void **state)
{
	(void)state;
	accepted(NULL, false, "violet hammer tundra");
	accepted(NULL, false, "VIOLETHAMMERTUNDRA");
	accepted(NULL, false, "194719521963001887");
	accepted(NULL, false, " leading and trailing ");
	accepted(NULL, false, "tab\tand\x01" "control inside");
	accepted(NULL, false, "\xf0\x9f\x90\xb4\xf0\x9f\x94\x8b and a horse more");
	accepted(NULL, false, "пароль из четырёх слов");
}

/* ---- the block list ---- */

static void
the_bundled_list_is_sorted_folded_and_long_enough(void **state)
{
	const char *at = (const char *)dw_data_blocklist, *before = "";
	size_t eight = 0, fifteen = 0, before_len = 0;

	(void)state;
	while (*at != '\0') {
		size_t len = strcspn(at, "\n");
		size_t shorter = len < before_len ? len : before_len;
		int order = memcmp(before, at, shorter);

		assert_int_equal(at[len], '\n');
		assert_true(order < 0 || (order == 0 && before_len < len));
		assert_true(len >= 8);
		for (size_t i = 0; i < len; i++)
			assert_true(at[i] >= ' ' && at[i] < 0x7f && !(at[i] >= 'A' && at[i] <= 'Z'));
		eight++;
		fifteen += len >= 15;
		before = at;
		before_len = len;
		at += len + 1;
	}
	assert_int_equal(at - (const char *)dw_data_blocklist, dw_data_blocklist_len);
	/* For either least length, at least the 3,000 that are asked for. */
	assert_true(eight - fifteen >= 3000);
	assert_true(fifteen >= 3000);
}

static void
every_line_of_the_bundled_list_is_refused(void **state)
{
	const char *at = (const char *)dw_data_blocklist;
	struct dw_error err;

	(void)state;
	for (size_t n = 0; *at != '\0'; n++) {
		size_t len = strcspn(at, "\n");

		/* All of the ends, and a part of the middle. */
		if ((n < 20 || n % 37 == 0 || dw_data_blocklist_len -
				(size_t)(at - (const char *)dw_data_blocklist) < 300) &&
			judge_bytes(NULL, true, at, len, &err) != DW_INVALID)
			fail_msg("“%.*s” is accepted", (int)len, at);
		at += len + 1;
	}
}

static void
common_passwords_are_refused_in_any_case_and_with_trimmings(void **state)
{
	(void)state;
	refused(NULL, true, "password", "common");
	refused(NULL, true, "PassWord", "common");
	refused(NULL, false, "PASSWORDPASSWORD", "common");
	refused(NULL, false, "1qaz2wsx3edc4rfv", "common");
	refused(NULL, false, "correct horse battery staple", "common");
	refused(NULL, false, "Password2031!!!!", "digits or signs around");
	refused(NULL, false, "!!19Basketball47", "digits or signs around");
	accepted(NULL, false, "passwords are silly");
	accepted(NULL, false, "a common basketball");
}

static void
one_piece_over_and_over_or_a_row_is_refused(void **state)
{
	(void)state;
	refused(NULL, false, "ππππππππππππππππ", "repeated");
	refused(NULL, false, "xkxkxkxkxkxkxkxkx", "repeated");
	refused(NULL, false, "Qz7Qz7qZ7Qz7Qz7", "repeated");
	refused(NULL, false, "abcdefghijklmnopq", "row");
	refused(NULL, false, "zyxwvutsrqponmlk", "row");
	refused(NULL, false, "567890123456789", "row");
	refused(NULL, false, "абвгдежзийклмноп", "row");
	accepted(NULL, false, "abcdefghijklmnpo");
	accepted(NULL, true, "zgrkzgrk");
}

/* ---- one's own words ---- */

static char username[] = "jsmith", first[] = "Zoë", last[] = "Brown-Nakamura",
	profile[] = "zobro", email[] = "zoe.nakamura@mail.example", phone[] = "+49 (170) 555 01 23";
static const struct dw_user zoe = { .username = username, .first_name = first, .last_name = last,
	.profile_name = profile, .email = email, .phone = phone };

static void
ones_own_words_are_no_password(void **state)
{
	(void)state;
	refused(&zoe, false, "jsmith-jsmith-2031", "own name");
	refused(&zoe, false, "JSMITH19470211!!", "own name");
	refused(&zoe, false, "zoe.nakamura@mail.example", "own name");
	refused(&zoe, false, "BrownNakamura1947", "own name");
	refused(&zoe, false, "ZO\xc3\x8b-zoë-12345678", "own name");
	refused(&zoe, false, "zo\x65\xcc\x88-brown-192837", "own name");
	refused(&zoe, true, "01705550123", "own name"); /* as it is dialled there */
	refused(&zoe, true, "491705550123", "own name");
	refused(&zoe, false, "doorward--doorward", "own name");
	refused(NULL, false, "Doorward-19470211", "own name");
	accepted(&zoe, false, "jsmith eats tulips");
	accepted(NULL, false, "jsmith-19470211!!");
}

static void
the_name_of_the_place_is_no_password_either(void **state)
{
	(void)state;
	accepted(NULL, false, "kestrel-19470211");
	assert_int_equal(dw_conf_set(conf, "store.realm", "Kestrel Works", NULL), DW_OK);
	refused(NULL, false, "kestrel-19470211", "name of this place");
	refused(NULL, false, "KestrelWorks2031", "name of this place");
}

static void
very_short_names_stand_in_nobodys_way(void **state)
{
	static char li[] = "Li", empty[] = "", broken[] = "\xff";
	const struct dw_user user = { .username = li, .first_name = empty, .last_name = broken };

	(void)state;
	accepted(&user, false, "li-19470211-li-77");
}

/* ---- a list of the place's own ---- */

static void
a_file_of_ones_own_is_searched_in_any_order(void **state)
{
	struct place *place = *state;
	const char *path = place_path(place, "breached.txt");
	static const char list[] = "violet hammer tundra\r\nAnother One Bites\nlast without an end";

	place_write(path, list, strlen(list));
	assert_int_equal(dw_conf_set(conf, "password.blocklist_file", path, NULL), DW_OK);
	refused(NULL, false, "violet hammer tundra", "known to others");
	refused(NULL, false, "VIOLET hammer TUNDRA", "known to others");
	refused(NULL, false, "Another One Bites", "known to others");
	refused(NULL, false, "last without an end", "known to others");
	accepted(NULL, false, "violet hammer tundr");
	accepted(NULL, false, "iolet hammer tundra");
	accepted(NULL, false, "violet hammer tundraa");
}

static void
a_line_is_found_wherever_a_block_of_the_file_ends(void **state)
{
	struct place *place = *state;
	size_t room = (1 << 20) + 200;
	DW_AUTO_FREE char *list = dw_calloc(room + 1, 1);
	static const char word[] = "\nviolet hammer tundra\n";

	for (int shift = -30; shift <= 10; shift++) {
		const char *path = place_path(place, "breached.txt");

		memset(list, 'x', room);
		memcpy(list + (1 << 20) + shift, word, strlen(word));
		place_write(path, list, room);
		assert_int_equal(dw_conf_set(conf, "password.blocklist_file", path, NULL), DW_OK);
		refused(NULL, false, "violet hammer tundra", "known to others");
	}
}

static void
a_list_that_cannot_be_read_lets_nothing_pass(void **state)
{
	struct place *place = *state;
	struct dw_error err;

	assert_int_equal(dw_conf_set(conf, "password.blocklist_file", place_path(place, "none"), NULL),
		DW_OK);
	assert_int_equal(judge_bytes(NULL, false, "violet hammer tundra", 20, &err), DW_CONFIG);
	assert_int_equal(dw_conf_set(conf, "password.blocklist_file", place->folder, NULL), DW_OK);
	assert_int_equal(judge_bytes(NULL, false, "violet hammer tundra", 20, &err), DW_CONFIG);
}

#define fact(name) cmocka_unit_test_setup_teardown(name, settings, no_settings)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fact(length_is_counted_in_characters_at_its_bounds),
		fact(the_bounds_are_settings),
		fact(what_is_no_text_is_refused),
		fact(no_kind_of_character_is_asked_for_or_refused),
		fact(the_bundled_list_is_sorted_folded_and_long_enough),
		fact(every_line_of_the_bundled_list_is_refused),
		fact(common_passwords_are_refused_in_any_case_and_with_trimmings),
		fact(one_piece_over_and_over_or_a_row_is_refused),
		fact(ones_own_words_are_no_password),
		fact(the_name_of_the_place_is_no_password_either),
		fact(very_short_names_stand_in_nobodys_way),
		fact(a_file_of_ones_own_is_searched_in_any_order),
		fact(a_line_is_found_wherever_a_block_of_the_file_ends),
		fact(a_list_that_cannot_be_read_lets_nothing_pass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
