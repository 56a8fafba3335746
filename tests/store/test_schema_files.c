/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The schema files that the program carries: present, in order, whole.
 */
#include <string.h>

#include "store/schema_files.h"
#include "tests/support/test.h"

static void
schema_files_are_numbered_from_one_without_gaps(void **state)
{
	(void)state;
	assert_true(dw_schema_files_count > 0);
	for (size_t i = 0; i < dw_schema_files_count; i++)
		assert_int_equal(dw_schema_files[i].number, i + 1);
}

static void
schema_files_carry_text_of_the_length_they_say(void **state)
{
	(void)state;
	for (size_t i = 0; i < dw_schema_files_count; i++) {
		assert_true(dw_schema_files[i].len > 0);
		assert_int_equal(strlen(dw_schema_files[i].text), dw_schema_files[i].len);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schema_files_are_numbered_from_one_without_gaps),
		cmocka_unit_test(schema_files_carry_text_of_the_length_they_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
