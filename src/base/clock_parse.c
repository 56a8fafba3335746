/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times and durations as people write them. See clock.h.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"

/* The first moment after the year 9999, where RFC 3339 ends. */
#define TIME_END INT64_C(253402300800000)

static const char *
skip_space(const char *at)
{
	while (isspace((unsigned char)*at))
		at++;
	return at;
}

/* Reads exactly n digits; NULL when there are not as many. */
static const char *
digits(const char *at, int n, int *out)
{
	int value = 0;

	for (; n > 0; n--, at++) {
		if (!isdigit((unsigned char)*at))
			return NULL;
		value = value * 10 + (*at - '0');
	}
	*out = value;
	return at;
}

static int64_t
unit_of(const char *name, size_t len)
{
	static const struct {
		const char *name;
		int64_t ms;
	} units[] = {
		{ "s", DW_SECOND },
		{ "m", DW_MINUTE },
		{ "min", DW_MINUTE },
		{ "h", DW_HOUR },
		{ "d", DW_DAY },
		{ "w", 7 * DW_DAY },
		{ "mo", 30 * DW_DAY },
		{ "y", 365 * DW_DAY },
	};

	for (size_t i = 0; i < DW_COUNT(units); i++)
		if (strlen(units[i].name) == len &&
			strncasecmp(name, units[i].name, len) == 0)
			return units[i].ms;
	return 0;
}

/* Adds up number and unit pairs to the end of the text; false when it is not that. */
static bool
sum(const char *at, int64_t *out)
{
	int64_t total = 0;

	at = skip_space(at);
	if (at[0] == '0' && *skip_space(at + 1) == '\0') {
		*out = 0;
		return true;
	}
	do {
		int64_t n = 0, unit;
		size_t len = 0;

		if (!isdigit((unsigned char)*at))
			return false;
		for (; isdigit((unsigned char)*at); at++)
			if (__builtin_mul_overflow(n, 10, &n) ||
				__builtin_add_overflow(n, *at - '0', &n))
				return false;
		at = skip_space(at);
		while (isalpha((unsigned char)at[len]))
			len++;
		unit = unit_of(at, len);
		if (unit == 0 || __builtin_mul_overflow(n, unit, &n) ||
			__builtin_add_overflow(total, n, &total))
			return false;
		at = skip_space(at + len);
	} while (*at != '\0');
	*out = total;
	return true;
}

enum dw_code
dw_duration_parse(const char *text, int64_t *out, struct dw_error *err)
{
	DW_AUTO_FREE char *shown = NULL;

	if (sum(text, out))
		return DW_OK;
	shown = dw_display_dup(text);
	return dw_fail(err, DW_INVALID,
		_("“%s” is not a length of time; write for example 90s, 15min, 12h, 30d "
		  "or 1h30m"),
		shown);
}

static int
days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* Reads ".123", "Z" and "+02:00" after the time of day; NULL when it is not that. */
static const char *
zone(const char *at, int *ms, bool *zoned, int *offset)
{
	int hours, minutes, scale = 100;
	char sign;

	if (*at == '.' || *at == ',') {
		if (!isdigit((unsigned char)*++at))
			return NULL;
		for (; isdigit((unsigned char)*at); at++, scale /= 10)
			*ms += (*at - '0') * scale;
	}
	if (*at == 'Z' || *at == 'z') {
		*zoned = true;
		return at + 1;
	}
	sign = *at;
	if (sign != '+' && sign != '-')
		return at;
	if ((at = digits(at + 1, 2, &hours)) == NULL || *at++ != ':' ||
		(at = digits(at, 2, &minutes)) == NULL || hours > 23 || minutes > 59)
		return NULL;
	*zoned = true;
	*offset = (hours * 60 + minutes) * (sign == '-' ? -60 : 60);
	return at;
}

/* Reads a date with or without a time of day; false when it is not one. */
static bool
date(const char *at, int64_t *out)
{
	int year, month, day, hour = 0, minute = 0, second = 0, ms = 0, offset = 0;
	bool zoned = false;
	struct tm tm = { 0 };
	int64_t when;

	if ((at = digits(at, 4, &year)) == NULL || *at++ != '-' ||
		(at = digits(at, 2, &month)) == NULL || *at++ != '-' ||
		(at = digits(at, 2, &day)) == NULL)
		return false;
	if (year < 1970 || month < 1 || month > 12 || day < 1 ||
		day > days_in(year, month))
		return false;
	if ((*at == 'T' || *at == 't' || *at == ' ') && isdigit((unsigned char)at[1])) {
		if ((at = digits(at + 1, 2, &hour)) == NULL || *at++ != ':' ||
			(at = digits(at, 2, &minute)) == NULL)
			return false;
		if (*at == ':' && (at = digits(at + 1, 2, &second)) == NULL)
			return false;
		/* Second 60 is a leap second, which the clock counts with the next. */
		if (hour > 23 || minute > 59 || second > 60 ||
			(at = zone(at, &ms, &zoned, &offset)) == NULL)
			return false;
	}
	if (*at != '\0')
		return false;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	tm.tm_mday = day;
	tm.tm_hour = hour;
	tm.tm_min = minute;
	tm.tm_sec = second;
	tm.tm_isdst = -1;
	when = (int64_t)(zoned ? timegm(&tm) : mktime(&tm)) - offset;
	*out = when * DW_SECOND + ms;
	return *out > 0 && *out < TIME_END;
}

/* The start of the local day that is `days` after today. */
static int64_t
day_start(int64_t now, int days)
{
	time_t whole = (time_t)(now / DW_SECOND);
	struct tm tm;

	localtime_r(&whole, &tm);
	tm.tm_mday += days;
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm) * DW_SECOND;
}

static bool
moment(const char *text, int64_t now, int64_t *out)
{
	if (strcasecmp(text, "never") == 0) {
		*out = 0;
		return true;
	}
	if (strcasecmp(text, "now") == 0)
		*out = now;
	else if (strcasecmp(text, "today") == 0)
		*out = day_start(now, 0);
	else if (strcasecmp(text, "tomorrow") == 0)
		*out = day_start(now, 1);
	else if (strcasecmp(text, "yesterday") == 0)
		*out = day_start(now, -1);
	else if (*text == '+' || *text == '-') {
		int64_t away;

		if (!sum(text + 1, &away) || away >= TIME_END)
			return false;
		*out = *text == '+' ? now + away : now - away;
	} else
		return date(text, out);
	return *out > 0 && *out < TIME_END;
}

enum dw_code
dw_time_parse(const char *text, int64_t now, int64_t *out, struct dw_error *err)
{
	const char *start = skip_space(text);
	size_t len = strlen(start);
	DW_AUTO_FREE char *trimmed = NULL;
	DW_AUTO_FREE char *shown = NULL;
	int64_t found;

	while (len > 0 && isspace((unsigned char)start[len - 1]))
		len--;
	trimmed = dw_strndup(start, len);
	if (moment(trimmed, now, &found)) {
		*out = found;
		return DW_OK;
	}
	shown = dw_display_dup(text);
	return dw_fail(err, DW_INVALID,
		_("“%s” is not a point in time; write for example 2026-12-31, 2026-12-31 "
		  "14:30, "
		  "tomorrow, +30d or never"),
		shown);
}
