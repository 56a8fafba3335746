/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random ids and their text.
 */
#include "tests/support/test.h"

#include <sodium.h>
#include <string.h>

#include "base/mem.h"
#include "base/uuid.h"

#define TEXT "01234567-89ab-4cde-8f01-23456789abcd"

static void
a_new_id_is_random_and_of_version_4(void **state DW_UNUSED)
{
	struct dw_uuid last = { 0 };

	for (int i = 0; i < 1000; i++) {
		struct dw_uuid id = dw_uuid_new();

		assert_int_equal(id.bytes[6] >> 4, 4);
		assert_int_equal(id.bytes[8] >> 6, 2);
		assert_false(dw_uuid_is_none(&id));
		assert_false(dw_uuid_equal(&id, &last));
		last = id;
	}
}

static void
text_becomes_an_id_and_back(void **state DW_UNUSED)
{
	struct dw_uuid id, other;
	char text[DW_UUID_TEXT];

	assert_true(dw_uuid_parse(TEXT, &id));
	assert_int_equal(id.bytes[0], 0x01);
	assert_int_equal(id.bytes[15], 0xcd);
	assert_string_equal(dw_uuid_format(&id, text), TEXT);
	assert_true(dw_uuid_parse("01234567-89AB-4CDE-8F01-23456789ABCD", &other));
	assert_true(dw_uuid_equal(&id, &other));
}

static void
malformed_text_is_refused_and_changes_nothing(void **state DW_UNUSED)
{
	static const char *const bad[] = { "", TEXT " ", " " TEXT, "{" TEXT "}",
		"0123456789ab4cde8f0123456789abcd", "01234567-89ab-4cde-8f01-23456789abc",
		"01234567-89ab-4cde-8f01-23456789abcg",
		"0123456-789ab-4cde-8f01-23456789abcd",
		"01234567-89ab-4cde-8f01_23456789abcd",
		"------------------------------------" };
	struct dw_uuid id = { .bytes = { 7 } };

	for (size_t i = 0; i < DW_COUNT(bad); i++)
		assert_false(dw_uuid_parse(bad[i], &id));
	assert_false(dw_uuid_parse(NULL, &id));
	assert_int_equal(id.bytes[0], 7);
}

static void
all_zero_is_none(void **state DW_UNUSED)
{
	struct dw_uuid id = { 0 };

	assert_true(dw_uuid_is_none(&id));
	id.bytes[15] = 1;
	assert_false(dw_uuid_is_none(&id));
}

static int
start(void **state DW_UNUSED)
{
	return sodium_init() < 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_id_is_random_and_of_version_4),
		cmocka_unit_test(text_becomes_an_id_and_back),
		cmocka_unit_test(malformed_text_is_refused_and_changes_nothing),
		cmocka_unit_test(all_zero_is_none),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
