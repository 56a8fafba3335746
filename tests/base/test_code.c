/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Outcomes: names, exit statuses, sentences.
 */
#include "tests/support/test.h"

#include <string.h>

#include "base/code.h"
#include "base/mem.h"

static void
every_code_has_a_name_of_its_own_and_a_sentence(void **state DW_UNUSED)
{
	for (unsigned i = 0; i < DW_CODES; i++) {
		const char *text = dw_code_text((enum dw_code)i);

		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(dw_code_name((enum dw_code)i),
				dw_code_name((enum dw_code)j));
		assert_int_equal(text[strlen(text) - 1], '.');
		assert_int_equal(dw_code_find(dw_code_name((enum dw_code)i)), i);
	}
	assert_int_equal(dw_code_find("no_such_name"), DW_CODES);
}

static void
only_success_exits_with_zero(void **state DW_UNUSED)
{
	assert_int_equal(dw_code_exit(DW_OK), 0);
	for (unsigned i = 1; i < DW_CODES; i++)
		assert_true(dw_code_exit((enum dw_code)i) == 130 ||
			    (dw_code_exit((enum dw_code)i) >= 64 &&
				    dw_code_exit((enum dw_code)i) <= 78));
}

static void
exit_statuses_that_scripts_rely_on_stay(void **state DW_UNUSED)
{
	assert_int_equal(dw_code_exit(DW_USAGE), 64);
	assert_int_equal(dw_code_exit(DW_NOT_FOUND), 67);
	assert_int_equal(dw_code_exit(DW_UNAVAILABLE), 69);
	assert_int_equal(dw_code_exit(DW_THROTTLED), 75);
	assert_int_equal(dw_code_exit(DW_LAST_ADMIN), 77);
	assert_int_equal(dw_code_exit(DW_CONFIG), 78);
	assert_int_equal(dw_code_exit(DW_CANCELLED), 130);
}

static void
a_code_that_does_not_exist_is_our_mistake(void **state DW_UNUSED)
{
	assert_string_equal(dw_code_name((enum dw_code)1000), "internal");
	assert_int_equal(dw_code_exit((enum dw_code)1000), 70);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_has_a_name_of_its_own_and_a_sentence),
		cmocka_unit_test(only_success_exits_with_zero),
		cmocka_unit_test(exit_statuses_that_scripts_rely_on_stay),
		cmocka_unit_test(a_code_that_does_not_exist_is_our_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
