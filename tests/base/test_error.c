/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Failures and their words.
 */
#include "tests/support/test.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/utf8.h"

static void
a_failure_carries_its_words_and_clears_the_rest(void **state DW_UNUSED)
{
	struct dw_error err = {
		.retry_after = 5, .column = 3, .field = "old", .detail = "old"
	};

	assert_int_equal(dw_fail(&err, DW_STATE, "%s is not locked", "ada"), DW_STATE);
	assert_int_equal(err.code, DW_STATE);
	assert_string_equal(err.message, "ada is not locked");
	assert_string_equal(err.field, "");
	assert_string_equal(err.detail, "");
	assert_int_equal(err.retry_after, 0);
	assert_int_equal(err.column, 0);
}

static void
a_failure_can_name_its_field(void **state DW_UNUSED)
{
	struct dw_error err = { 0 };

	assert_int_equal(dw_fail_field(&err, DW_INVALID, "email", "no @"), DW_INVALID);
	assert_string_equal(err.field, "email");
	assert_string_equal(err.message, "no @");
	assert_int_equal(dw_fail_field(&err, DW_INVALID, NULL, "x"), DW_INVALID);
	assert_string_equal(err.field, "");
}

static void
a_detail_leaves_code_and_message(void **state DW_UNUSED)
{
	struct dw_error err = { 0 };

	dw_fail(&err, DW_IO, "Reading failed");
	assert_int_equal(dw_fail_detail(&err, "errno %d", 5), DW_IO);
	assert_string_equal(err.message, "Reading failed");
	assert_string_equal(err.detail, "errno 5");
}

static void
nobody_has_to_listen(void **state DW_UNUSED)
{
	assert_int_equal(dw_fail(NULL, DW_BUSY, "x"), DW_BUSY);
	assert_int_equal(dw_fail_field(NULL, DW_INVALID, "a", "x"), DW_INVALID);
	dw_fail_detail(NULL, "x");
}

static void
an_error_can_be_made_from_itself(void **state DW_UNUSED)
{
	struct dw_error err = { 0 };

	dw_fail_field(&err, DW_INVALID, "name", "empty");
	dw_fail_field(&err, DW_CONFIG, err.field, "line 3: %s", err.message);
	assert_string_equal(err.message, "line 3: empty");
	assert_string_equal(err.field, "name");
	dw_fail_detail(&err, "%s!", err.message);
	assert_string_equal(err.detail, "line 3: empty!");
}

static void
long_words_are_cut_between_characters(void **state DW_UNUSED)
{
	struct dw_error err = { 0 };
	char text[2000];

	for (size_t shift = 0; shift < 4; shift++) {
		memset(text, 'a', shift);
		text[shift] = '\0';
		for (int i = 0; i < 400; i++)
			strcat(text, "😀");
		dw_fail_field(&err, DW_INVALID, text, "%s", text);
		dw_fail_detail(&err, "%s", text);
		assert_true(dw_utf8_valid(err.message, strlen(err.message)));
		assert_true(dw_utf8_valid(err.field, strlen(err.field)));
		assert_true(dw_utf8_valid(err.detail, strlen(err.detail)));
		assert_true(strlen(err.message) > sizeof(err.message) - 6);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failure_carries_its_words_and_clears_the_rest),
		cmocka_unit_test(a_failure_can_name_its_field),
		cmocka_unit_test(a_detail_leaves_code_and_message),
		cmocka_unit_test(nobody_has_to_listen),
		cmocka_unit_test(an_error_can_be_made_from_itself),
		cmocka_unit_test(long_words_are_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
