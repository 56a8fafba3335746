/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The name that was probably meant.
 */
#include <string.h>

#include "base/mem.h"
#include "base/nearest.h"
#include "tests/support/test.h"

static const char *const names[] = { "Admin", "Help desk", "User manager", "Viewer", "Ops" };

static char *
meant(const char *wanted)
{
	DW_AUTO(dw_nearest) near = { .wanted = wanted };

	for (size_t i = 0; i < DW_COUNT(names); i++)
		dw_nearest_offer(&near, names[i], NULL);
	return dw_steal(&near.best);
}

static void
slips_are_bytes_more_less_or_other(void **state)
{
	(void)state;
	assert_int_equal(dw_slips("", ""), 0);
	assert_int_equal(dw_slips("admin", "admin"), 0);
	assert_int_equal(dw_slips("admin", "admim"), 1);
	assert_int_equal(dw_slips("admin", "amin"), 1);
	assert_int_equal(dw_slips("amin", "admin"), 1);
	assert_int_equal(dw_slips("admin", ""), 5);
	assert_int_equal(dw_slips("kitten", "sitting"), 3);
}

static void
the_name_with_the_fewest_slips_is_meant(void **state)
{
	const char *cases[][2] = { { "Admim", "Admin" }, { "Helpdesk", "Help desk" },
		{ "User manger", "User manager" }, { "Op", "Ops" }, { "viewer", "Viewer" } };

	(void)state;
	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		DW_AUTO_FREE char *found = meant(cases[i][0]);

		assert_non_null(found);
		assert_string_equal(found, cases[i][1]);
	}
}

static void
nothing_is_meant_when_nothing_is_near(void **state)
{
	char longer[DW_NEAREST_MAX + 2];

	(void)state;
	memset(longer, 'A', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_null(meant("Accounting"));
	assert_null(meant(""));
	assert_null(meant("Xyz"));
	assert_null(meant(longer));
	assert_int_equal(dw_slips(longer, longer), DW_NEAREST_MAX + 1);
}

static void
what_is_shown_may_differ_from_what_is_compared(void **state)
{
	DW_AUTO(dw_nearest) near = { .wanted = "admim" };

	(void)state;
	dw_nearest_offer(&near, "admin", "Admin");
	assert_string_equal(near.best, "Admin");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slips_are_bytes_more_less_or_other),
		cmocka_unit_test(the_name_with_the_fewest_slips_is_meant),
		cmocka_unit_test(nothing_is_meant_when_nothing_is_near),
		cmocka_unit_test(what_is_shown_may_differ_from_what_is_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
