/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times and durations as people write them.
 */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"
#include "tests/support/text.h"

#define NOW INT64_C(1795185125123) /* 2026-11-20T14:32:05.123Z */

static int
in_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
	return 0;
}

static int
in_utc(void **state DW_UNUSED)
{
	return in_zone("UTC");
}

static int
in_berlin(void **state DW_UNUSED)
{
	return in_zone("CET-1CEST,M3.5.0,M10.5.0/3");
}

static void
assert_time(const char *text, const char *expected)
{
	char written[DW_TIME_TEXT];
	int64_t time = -1;

	assert_int_equal(dw_time_parse(text, NOW, &time, NULL), DW_OK);
	assert_string_equal(dw_time_rfc3339(time, written), expected);
}

static void
assert_no_time(const char *text)
{
	struct dw_error err = { 0 };
	int64_t time = -1;

	assert_int_equal(dw_time_parse(text, NOW, &time, &err), DW_INVALID);
	assert_int_equal(time, -1);
	assert_non_null(strstr(err.message, "2026-12-31"));
}

static void
dates_are_local(void **state DW_UNUSED)
{
	assert_time("2026-11-20", "2026-11-19T23:00:00.000Z");
	assert_time("2026-07-01", "2026-06-30T22:00:00.000Z");
	assert_time("2026-11-20 14:32", "2026-11-20T13:32:00.000Z");
	assert_time("2026-11-20 14:32:05", "2026-11-20T13:32:05.000Z");
	assert_time("2026-11-20T14:32", "2026-11-20T13:32:00.000Z");
	assert_time(" 2028-02-29 ", "2028-02-28T23:00:00.000Z");
}

static void
rfc3339_has_its_own_zone(void **state DW_UNUSED)
{
	assert_time("2026-11-20T14:32:05.123Z", "2026-11-20T14:32:05.123Z");
	assert_time("2026-11-20t14:32:05z", "2026-11-20T14:32:05.000Z");
	assert_time("2026-11-20T14:32:05.1234567+02:00", "2026-11-20T12:32:05.123Z");
	assert_time("2026-11-20T14:32:05.5-05:30", "2026-11-20T20:02:05.500Z");
	assert_time("2026-12-31T23:59:60Z", "2027-01-01T00:00:00.000Z");
}

static void
what_was_written_is_read_again(void **state DW_UNUSED)
{
	uint64_t seed = 3;

	for (int i = 0; i < 1000; i++) {
		int64_t time = 1 + (int64_t)test_random(&seed, UINT32_MAX) * 1000 +
			       test_random(&seed, 1000),
			read = 0;
		char text[DW_TIME_TEXT];

		assert_int_equal(
			dw_time_parse(dw_time_rfc3339(time, text), NOW, &read, NULL),
			DW_OK);
		assert_int_equal(read, time);
	}
}

static void
words_are_moments(void **state DW_UNUSED)
{
	assert_time("today", "2026-11-19T23:00:00.000Z");
	assert_time("Tomorrow", "2026-11-20T23:00:00.000Z");
	assert_time("yesterday", "2026-11-18T23:00:00.000Z");
	assert_time("now", "2026-11-20T14:32:05.123Z");
	assert_time("never", "");
}

static void
a_day_begins_at_midnight_after_the_change_to_summer_too(void **state DW_UNUSED)
{
	int64_t time = 0;
	char text[DW_TIME_TEXT];

	/* 2027-03-28 has 23 hours there. */
	assert_int_equal(
		dw_time_parse("tomorrow", INT64_C(1806231600000), &time, NULL), DW_OK);
	assert_string_equal(dw_time_rfc3339(time, text), "2027-03-28T22:00:00.000Z");
}

static void
signs_count_from_now(void **state DW_UNUSED)
{
	assert_time("+30d", "2026-12-20T14:32:05.123Z");
	assert_time("-2h", "2026-11-20T12:32:05.123Z");
	assert_time("+1h30m", "2026-11-20T16:02:05.123Z");
}

static void
what_is_no_time_is_refused(void **state DW_UNUSED)
{
	static const char *const bad[] = { "", " ", "30d", "2026-02-29", "2026-13-01",
		"2026-00-10", "2026-11-31", "2026-1-1", "20261120", "1969-12-31",
		"10000-01-01", "2026-11-20 24:00", "2026-11-20 14:60", "2026-11-20 14",
		"2026-11-20T", "2026-11-20Z", "2026-11-20 14:32x",
		"2026-11-20T14:32:05.Z", "2026-11-20T14:32:05+2",
		"2026-11-20T14:32:05+24:00", "1970-01-01T00:00:00Z", "+", "+x",
		"+9999999999y", "-100y", "soon", "+-1d" };

	for (size_t i = 0; i < DW_COUNT(bad); i++)
		assert_no_time(bad[i]);
}

static void
an_error_shows_hostile_text_safely(void **state DW_UNUSED)
{
	struct dw_error err = { 0 };
	int64_t out = 0;

	dw_time_parse("\x1b[2J", NOW, &out, &err);
	assert_null(strchr(err.message, '\x1b'));
	dw_duration_parse("\x1b[2J", &out, &err);
	assert_null(strchr(err.message, '\x1b'));
}

static void
durations_have_units_and_sums(void **state DW_UNUSED)
{
	static const struct {
		const char *text;
		int64_t ms;
	} cases[] = {
		{ "90s", 90 * DW_SECOND },
		{ "30min", 30 * DW_MINUTE },
		{ "30m", 30 * DW_MINUTE },
		{ "12h", 12 * DW_HOUR },
		{ "90d", 90 * DW_DAY },
		{ "2w", 14 * DW_DAY },
		{ "6mo", 180 * DW_DAY },
		{ "1y", 365 * DW_DAY },
		{ "1h30m", 90 * DW_MINUTE },
		{ " 1 H 30 Min ", 90 * DW_MINUTE },
		{ "0", 0 },
		{ "0s", 0 },
	};

	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		int64_t ms = -1;

		assert_int_equal(dw_duration_parse(cases[i].text, &ms, NULL), DW_OK);
		assert_int_equal(ms, cases[i].ms);
	}
}

static void
what_is_no_duration_is_refused(void **state DW_UNUSED)
{
	static const char *const bad[] = { "", "90", "s", "-1h", "1.5h", "1h30", "1x",
		"1hh", "00", "99999999999999999999s", "9223372036854775807y", "1h,30m" };

	for (size_t i = 0; i < DW_COUNT(bad); i++) {
		struct dw_error err = { 0 };
		int64_t ms = -1;

		assert_int_equal(dw_duration_parse(bad[i], &ms, &err), DW_INVALID);
		assert_int_equal(ms, -1);
		assert_non_null(strstr(err.message, "90s"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(dates_are_local, in_berlin, in_utc),
		cmocka_unit_test(rfc3339_has_its_own_zone),
		cmocka_unit_test(what_was_written_is_read_again),
		cmocka_unit_test_setup_teardown(words_are_moments, in_berlin, in_utc),
		cmocka_unit_test_setup_teardown(
			a_day_begins_at_midnight_after_the_change_to_summer_too,
			in_berlin, in_utc),
		cmocka_unit_test(signs_count_from_now),
		cmocka_unit_test(what_is_no_time_is_refused),
		cmocka_unit_test(an_error_shows_hostile_text_safely),
		cmocka_unit_test(durations_have_units_and_sums),
		cmocka_unit_test(what_is_no_duration_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
