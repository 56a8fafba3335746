/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Time: milliseconds since 1970-01-01 UTC in an int64_t, 0 = never or none.
 * Reading the clock, writing and reading times and durations. Tests in the same
 * process put a clock of their own in place; there is no other way to fake it.
 */
#ifndef DW_BASE_CLOCK_H
#define DW_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

#define DW_SECOND INT64_C(1000)
#define DW_MINUTE (60 * DW_SECOND)
#define DW_HOUR (60 * DW_MINUTE)
#define DW_DAY (24 * DW_HOUR)

#define DW_TIME_TEXT 32 /* room for any time in text, with its NUL */

/* The time now. */
int64_t
dw_now(void);

/* For tests: what dw_now() returns; NULL brings the real clock back. */
extern int64_t (*dw_clock)(void);

/* RFC 3339 with milliseconds and Z: 2026-11-20T14:32:05.123Z. "" for 0. Returns text. */
char *
dw_time_rfc3339(int64_t time, char text[DW_TIME_TEXT]);

/* For people: 2026-11-20 14:32:05, local or UTC. "" for 0. Returns text. */
char *
dw_time_local(int64_t time, char text[DW_TIME_TEXT]);
char *
dw_time_utc(int64_t time, char text[DW_TIME_TEXT]);

/*
 * For lists: the distance between time and now in at most 6 columns and one unit:
 * "now", "59 min", "2 h", "3 d", "4 mo", "2 y"; "in 3 d" style is the caller's.
 * "" for 0. Translated. Returns text.
 */
char *
dw_time_ago(int64_t time, int64_t now, char text[DW_TIME_TEXT]);

/*
 * For countdowns and details: "2 min 41 s", "3 d 4 h". A part of a second counts as one,
 * so that nothing shows 0 before its time. Translated. Returns text.
 */
char *
dw_duration_text(int64_t duration, char text[DW_TIME_TEXT]);

/*
 * Reads a point in time: RFC 3339, "2026-11-20", "2026-11-20 14:32[:05]",
 * "2026-11-20T14:32" (local time without a zone), "today", "tomorrow",
 * "yesterday" (start of that local day), "now", "never" (0), "+30d", "-2h". Years
 * 1970 to 9999. DW_INVALID with a sentence that gives an example.
 */
enum dw_code
dw_time_parse(const char *text, int64_t now, int64_t *out, struct dw_error *err);

/*
 * Reads a duration: 90s 30min (or 30m) 12h 90d 2w 6mo 1y, sums like 1h30m, and 0.
 * A month is 30 days and a year 365. DW_INVALID as above.
 */
enum dw_code
dw_duration_parse(const char *text, int64_t *out, struct dw_error *err);

#endif
