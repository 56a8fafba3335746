/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sliding minute. A row's log is a list of (time in ms, units), 12 bytes each,
 * big-endian, oldest first; what is older than a minute is dropped when it is
 * written. At most as many entries as units are allowed, so it stays small. See throttle.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/intl.h"
#include "domain/throttle.h"
#include "store/query.h"

#define ENTRY 12

struct mark {
	int64_t time;
	int64_t units;
};

struct log {
	struct mark *marks;
	size_t count;
	int64_t used; /* units within the last minute */
};

static void
log_clear(struct log *log)
{
	free(log->marks);
}

static int64_t
read_be(const unsigned char *p, size_t n)
{
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | p[i];
	return (int64_t)value;
}

static int64_t
limit_of(const struct dw_conf *conf, enum dw_throttle kind)
{
	return dw_conf_int(conf,
		kind == DW_THROTTLE_READ ? DW_CONF_OPERATOR_READS : DW_CONF_OPERATOR_WRITES);
}

static enum dw_code
load(struct dw_db *db, int64_t user_id, enum dw_throttle kind, int64_t now, struct log *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	const unsigned char *bytes;
	size_t len;
	bool row;

	dw_query_open(db, &q, "SELECT log FROM throttle WHERE user_id = ?1 AND kind = ?2");
	dw_bind_int(&q, 1, user_id);
	dw_bind_int(&q, 2, kind == DW_THROTTLE_READ);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK || !row)
		return rc;
	bytes = dw_col_blob(&q, 0, &len);
	out->marks = dw_calloc(len / ENTRY, sizeof(*out->marks));
	for (size_t at = 0; at + ENTRY <= len; at += ENTRY) {
		struct mark mark = { read_be(bytes + at, 8), read_be(bytes + at + 8, 4) };

		/* A clock that went back leaves marks in the future. Near ones (two machines' worth of
		 * drift) still count; far ones would lock the operator out until then. */
		if (mark.time <= now - DW_MINUTE || mark.time > now + DW_MINUTE)
			continue;
		out->marks[out->count++] = mark;
		out->used += mark.units;
	}
	return DW_OK;
}

static enum dw_code
judge(const struct log *log, int64_t limit, int64_t units, int64_t now, struct dw_error *err)
{
	int64_t over = log->used + units - limit;
	int64_t wait = DW_MINUTE;

	if (over <= 0)
		return DW_OK;
	/* Wait until enough of the oldest has left the window. */
	for (size_t i = 0; i < log->count && over > 0; i++) {
		over -= log->marks[i].units;
		wait = log->marks[i].time + DW_MINUTE - now;
	}
	wait = (wait + DW_SECOND - 1) / DW_SECOND;
	if (wait < 1)
		wait = 1;
	dw_fail(err, DW_THROTTLED,
		DW_NG("Too many actions within a minute. Wait %lld second and try again.",
			"Too many actions within a minute. Wait %lld seconds and try again.", wait),
		(long long)wait);
	if (err != NULL)
		err->retry_after = (int)wait;
	return DW_THROTTLED;
}

static enum dw_code
store(struct dw_db *db, int64_t user_id, enum dw_throttle kind, const struct log *log,
	int64_t units, int64_t now, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(dw_buf) bytes = { 0 };

	for (size_t i = 0; i < log->count; i++) {
		dw_buf_be64(&bytes, (uint64_t)log->marks[i].time);
		dw_buf_be32(&bytes, (uint32_t)log->marks[i].units);
	}
	dw_buf_be64(&bytes, (uint64_t)now);
	dw_buf_be32(&bytes, (uint32_t)units);
	dw_query_open(db, &q,
		"INSERT INTO throttle (user_id, kind, log) VALUES (?1, ?2, ?3) "
		"ON CONFLICT (user_id, kind) DO UPDATE SET log = excluded.log");
	dw_bind_int(&q, 1, user_id);
	dw_bind_int(&q, 2, kind == DW_THROTTLE_READ);
	dw_bind_blob(&q, 3, bytes.data, bytes.len);
	return dw_query_run(&q, err);
}

enum dw_code
dw_throttle_look(struct dw_db *db, const struct dw_conf *conf, int64_t user_id,
	enum dw_throttle kind, int64_t units, int64_t now, int64_t *left, struct dw_error *err)
{
	__attribute__((cleanup(log_clear))) struct log log = { 0 };
	enum dw_code rc;

	if (left != NULL)
		*left = INT64_MAX;
	if (kind == DW_THROTTLE_NONE || user_id == 0)
		return DW_OK;
	if ((rc = load(db, user_id, kind, now, &log, err)) != DW_OK)
		return rc;
	if (left != NULL) {
		*left = limit_of(conf, kind) - log.used - units;
		if (*left < 0)
			*left = 0;
	}
	return judge(&log, limit_of(conf, kind), units, now, err);
}

enum dw_code
dw_throttle_take(struct dw_db *db, const struct dw_conf *conf, int64_t user_id,
	enum dw_throttle kind, int64_t units, int64_t now, struct dw_error *err)
{
	__attribute__((cleanup(log_clear))) struct log log = { 0 };
	enum dw_code rc;

	if (kind == DW_THROTTLE_NONE || user_id == 0 || units == 0)
		return DW_OK;
	if ((rc = load(db, user_id, kind, now, &log, err)) != DW_OK ||
		(rc = judge(&log, limit_of(conf, kind), units, now, err)) != DW_OK)
		return rc;
	return store(db, user_id, kind, &log, units, now, err);
}

enum dw_code
dw_throttle_book(struct dw_db *db, const struct dw_conf *conf, int64_t user_id,
	enum dw_throttle kind, int64_t units, int64_t now, struct dw_error *err)
{
	__attribute__((cleanup(log_clear))) struct log log = { 0 };
	enum dw_code rc;

	if (kind == DW_THROTTLE_NONE || user_id == 0 || units == 0)
		return DW_OK;
	if ((rc = load(db, user_id, kind, now, &log, err)) != DW_OK)
		return rc;
	/* Once full, more marks would only make the log grow and the wait longer. */
	if (log.used >= limit_of(conf, kind))
		return DW_OK;
	return store(db, user_id, kind, &log, units, now, err);
}
