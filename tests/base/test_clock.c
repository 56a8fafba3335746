/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times and durations as text.
 */
#include "tests/support/test.h"

#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"

#define NOW INT64_C(1795185125123) /* 2026-11-20T14:32:05.123Z */

static int64_t
fixed(void)
{
	return NOW;
}

static int
in_utc(void **state DW_UNUSED)
{
	setenv("TZ", "UTC", 1);
	tzset();
	return 0;
}

static int
in_berlin(void **state DW_UNUSED)
{
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	return 0;
}

static void
the_clock_can_be_replaced(void **state DW_UNUSED)
{
	int64_t real = dw_now();

	dw_clock = fixed;
	assert_int_equal(dw_now(), NOW);
	dw_clock = NULL;
	assert_true(dw_now() >= real);
	assert_true(dw_now() < real + DW_HOUR);
}

static void
rfc3339_has_milliseconds_and_z(void **state DW_UNUSED)
{
	char text[DW_TIME_TEXT];

	assert_string_equal(dw_time_rfc3339(NOW, text), "2026-11-20T14:32:05.123Z");
	assert_string_equal(dw_time_rfc3339(1, text), "1970-01-01T00:00:00.001Z");
	assert_string_equal(dw_time_rfc3339(-1, text), "1969-12-31T23:59:59.999Z");
}

static void
no_time_is_no_text(void **state DW_UNUSED)
{
	char text[DW_TIME_TEXT] = "x";

	assert_string_equal(dw_time_rfc3339(0, text), "");
	assert_string_equal(dw_time_local(0, text), "");
	assert_string_equal(dw_time_utc(0, text), "");
	assert_string_equal(dw_time_ago(0, NOW, text), "");
}

static void
impossible_times_stay_within_their_room(void **state DW_UNUSED)
{
	char text[DW_TIME_TEXT];

	dw_time_rfc3339(INT64_MAX, text);
	dw_time_rfc3339(INT64_MIN, text);
	dw_time_local(INT64_MAX, text);
	dw_time_utc(INT64_MIN, text);
	dw_time_ago(INT64_MAX, INT64_MIN, text);
	dw_time_ago(INT64_MIN, INT64_MAX, text);
	dw_duration_text(INT64_MAX, text);
	assert_string_equal(dw_duration_text(INT64_MIN, text), "0 s");
}

static void
local_time_knows_the_zone_and_summer(void **state DW_UNUSED)
{
	char text[DW_TIME_TEXT];

	assert_string_equal(dw_time_local(NOW, text), "2026-11-20 15:32:05");
	assert_string_equal(
		dw_time_local(NOW - 120 * DW_DAY, text), "2026-07-23 16:32:05");
	assert_string_equal(dw_time_utc(NOW, text), "2026-11-20 14:32:05");
}

static void
ago_has_one_unit_and_six_columns(void **state DW_UNUSED)
{
	static const struct {
		int64_t away;
		const char *text;
	} cases[] = {
		{ 0, "now" },
		{ DW_MINUTE - 1, "now" },
		{ DW_MINUTE, "1 min" },
		{ DW_HOUR - 1, "59 min" },
		{ DW_HOUR, "1 h" },
		{ DW_DAY - 1, "23 h" },
		{ DW_DAY, "1 d" },
		{ 59 * DW_DAY, "59 d" },
		{ 60 * DW_DAY, "2 mo" },
		{ 729 * DW_DAY, "24 mo" },
		{ 730 * DW_DAY, "2 y" },
		{ 40 * 365 * DW_DAY, "40 y" },
	};
	char text[DW_TIME_TEXT];

	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		assert_string_equal(
			dw_time_ago(NOW - cases[i].away, NOW, text), cases[i].text);
		assert_string_equal(
			dw_time_ago(NOW + cases[i].away, NOW, text), cases[i].text);
	}
}

static void
durations_have_two_units(void **state DW_UNUSED)
{
	char text[DW_TIME_TEXT];

	assert_string_equal(dw_duration_text(0, text), "0 s");
	assert_string_equal(dw_duration_text(161 * DW_SECOND, text), "2 min 41 s");
	assert_string_equal(dw_duration_text(10 * DW_MINUTE, text), "10 min");
	assert_string_equal(dw_duration_text(90 * DW_MINUTE, text), "1 h 30 min");
	assert_string_equal(dw_duration_text(12 * DW_HOUR, text), "12 h");
	assert_string_equal(dw_duration_text(76 * DW_HOUR, text), "3 d 4 h");
	assert_string_equal(dw_duration_text(14 * DW_DAY, text), "14 d");
}

static void
a_countdown_shows_zero_only_at_zero(void **state DW_UNUSED)
{
	char text[DW_TIME_TEXT];

	assert_string_equal(dw_duration_text(1, text), "1 s");
	assert_string_equal(dw_duration_text(1001, text), "2 s");
	assert_string_equal(dw_duration_text(-5, text), "0 s");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_clock_can_be_replaced),
		cmocka_unit_test(rfc3339_has_milliseconds_and_z),
		cmocka_unit_test(no_time_is_no_text),
		cmocka_unit_test(impossible_times_stay_within_their_room),
		cmocka_unit_test_setup_teardown(
			local_time_knows_the_zone_and_summer, in_berlin, in_utc),
		cmocka_unit_test(ago_has_one_unit_and_six_columns),
		cmocka_unit_test(durations_have_two_units),
		cmocka_unit_test(a_countdown_shows_zero_only_at_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
