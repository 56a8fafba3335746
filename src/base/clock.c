/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The clock, and times and durations as text. See clock.h. Reading them is in
 * clock_parse.c.
 */
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"

int64_t (*dw_clock)(void);

int64_t
dw_now(void)
{
	struct timespec now;

	if (dw_clock != NULL)
		return dw_clock();
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * DW_SECOND + now.tv_nsec / 1000000;
}

/* Whole seconds before the time, and the milliseconds after them. */
static time_t
seconds(int64_t time, int *ms)
{
	int64_t whole = time / DW_SECOND;

	*ms = (int)(time % DW_SECOND);
	if (*ms < 0) {
		*ms += (int)DW_SECOND;
		whole--;
	}
	return (time_t)whole;
}

char *
dw_time_rfc3339(int64_t time, char text[DW_TIME_TEXT])
{
	struct tm tm;
	size_t len;
	int ms;
	time_t whole = seconds(time, &ms);

	text[0] = '\0';
	if (time == 0 || gmtime_r(&whole, &tm) == NULL)
		return text;
	len = strftime(text, DW_TIME_TEXT, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text + len, DW_TIME_TEXT - len, ".%03dZ", ms);
	return text;
}

char *
dw_time_local(int64_t time, char text[DW_TIME_TEXT])
{
	struct tm tm;
	int ms;
	time_t whole = seconds(time, &ms);

	text[0] = '\0';
	if (time != 0 && localtime_r(&whole, &tm) != NULL)
		strftime(text, DW_TIME_TEXT, "%Y-%m-%d %H:%M:%S", &tm);
	return text;
}

char *
dw_time_utc(int64_t time, char text[DW_TIME_TEXT])
{
	struct tm tm;
	int ms;
	time_t whole = seconds(time, &ms);

	text[0] = '\0';
	if (time != 0 && gmtime_r(&whole, &tm) != NULL)
		strftime(text, DW_TIME_TEXT, "%Y-%m-%d %H:%M:%S", &tm);
	return text;
}

char *
dw_time_ago(int64_t time, int64_t now, char text[DW_TIME_TEXT])
{
	int64_t away;

	if (__builtin_sub_overflow(
		    time < now ? now : time, time < now ? time : now, &away))
		away = INT64_MAX;
	if (time == 0)
		text[0] = '\0';
	else if (away < DW_MINUTE)
		snprintf(text, DW_TIME_TEXT, "%s", _("now"));
	else if (away < DW_HOUR)
		/* TRANSLATORS: minutes; at most six columns */
		snprintf(text, DW_TIME_TEXT, _("%ld min"), (long)(away / DW_MINUTE));
	else if (away < DW_DAY)
		/* TRANSLATORS: hours; at most six columns */
		snprintf(text, DW_TIME_TEXT, _("%ld h"), (long)(away / DW_HOUR));
	else if (away < 60 * DW_DAY)
		/* TRANSLATORS: days; at most six columns */
		snprintf(text, DW_TIME_TEXT, _("%ld d"), (long)(away / DW_DAY));
	else if (away < 730 * DW_DAY)
		/* TRANSLATORS: months; at most six columns */
		snprintf(text, DW_TIME_TEXT, _("%ld mo"), (long)(away / (30 * DW_DAY)));
	else
		/* TRANSLATORS: years; at most six columns */
		snprintf(text, DW_TIME_TEXT, _("%ld y"), (long)(away / (365 * DW_DAY)));
	return text;
}

char *
dw_duration_text(int64_t duration, char text[DW_TIME_TEXT])
{
	int64_t all = duration > 0 ? (duration - 1) / DW_SECOND + 1 : 0;
	long d = (long)(all / 86400), h = (long)(all / 3600 % 24);
	long min = (long)(all / 60 % 60), s = (long)(all % 60);

	if (d > 0 && h > 0)
		/* TRANSLATORS: days and hours */
		snprintf(text, DW_TIME_TEXT, _("%ld d %ld h"), d, h);
	else if (d > 0)
		snprintf(text, DW_TIME_TEXT, _("%ld d"), d);
	else if (h > 0 && min > 0)
		/* TRANSLATORS: hours and minutes */
		snprintf(text, DW_TIME_TEXT, _("%ld h %ld min"), h, min);
	else if (h > 0)
		snprintf(text, DW_TIME_TEXT, _("%ld h"), h);
	else if (min > 0 && s > 0)
		/* TRANSLATORS: minutes and seconds */
		snprintf(text, DW_TIME_TEXT, _("%ld min %ld s"), min, s);
	else if (min > 0)
		snprintf(text, DW_TIME_TEXT, _("%ld min"), min);
	else
		/* TRANSLATORS: seconds */
		snprintf(text, DW_TIME_TEXT, _("%ld s"), s);
	return text;
}
