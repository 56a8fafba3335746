/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The log of attempts to sign in, newest first, and what becomes of old ones. It walks the
 * index of its user or address where one is asked for, else the log from its end; what is
 * narrowed further is looked through as it passes. See attempt.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/attempt_parts.h"
#include "domain/cursor.h"
#include "store/query.h"

enum { TIME, USERNAME, FACTOR, OUTCOME, NUMBER, SERVICE, ADDRESS, TERMINAL, USER_ID };

const struct dw_column dw_attempt_columns[] = {
	[TIME] = { "time", N_("TIME"), DW_TIME, DW_COL_DEFAULT, 1, 19, 0, NULL },
	[USERNAME] = { "username", N_("USER"), DW_TEXT, DW_COL_DEFAULT, 1, 10, 1, NULL },
	[FACTOR] = { "factor", N_("WITH"), DW_WORD, DW_COL_DEFAULT, 5, 11, 0, NULL },
	[OUTCOME] = { "outcome", N_("OUTCOME"), DW_WORD, DW_COL_DEFAULT, 1, 12, 1, NULL },
	[NUMBER] = { "number", N_("TIMES"), DW_INT, DW_COL_DEFAULT | DW_COL_RIGHT, 6, 5, 0, NULL },
	[SERVICE] = { "service", N_("SERVICE"), DW_TEXT, DW_COL_DEFAULT, 3, 8, 1, NULL },
	[ADDRESS] = { "address", N_("FROM"), DW_TEXT, DW_COL_DEFAULT, 2, 15, 1, NULL },
	[TERMINAL] = { "terminal", N_("TERMINAL"), DW_TEXT, 0, 8, 10, 0, NULL },
	[USER_ID] = { "user_id", N_("USER ID"), DW_ID, DW_COL_DETAIL, 9, 36, 0, NULL },
};
const size_t dw_attempt_columns_count = DW_COUNT(dw_attempt_columns);

#define COLUMNS \
	"SELECT a.id, a.time_ms, u.username, a.factor, a.outcome, a.number, a.service, a.address," \
	" a.terminal, u.uuid FROM attempt AS a"
#define REST \
	" LEFT JOIN user AS u ON u.id = a.user_id WHERE a.id < ?1" \
	" AND (?2 = 0 OR a.user_id = ?2) AND (?3 IS NULL OR a.address = ?3)" \
	" AND (?4 IS NULL OR a.service = ?4) AND (?5 IS NULL OR a.outcome = ?5)" \
	" AND (?6 = 0 OR a.time_ms >= ?6) AND (?7 = 0 OR a.time_ms < ?7)" \
	" ORDER BY a.id DESC LIMIT ?8"

static enum dw_code
put_row(const struct dw_query *q, struct dw_sink *sink, struct dw_error *err)
{
	const struct dw_value row[DW_COUNT(dw_attempt_columns)] = {
		[TIME].num = dw_col_int(q, 1),
		[USERNAME].text = dw_col_text(q, 2),
		[FACTOR].text = dw_col_text(q, 3),
		[OUTCOME].text = dw_col_text(q, 4),
		[NUMBER].num = dw_col_int(q, 5),
		[SERVICE].text = dw_col_text(q, 6),
		[ADDRESS].text = dw_col_text(q, 7),
		[TERMINAL].text = dw_col_text(q, 8),
		[USER_ID].id = dw_col_uuid(q, 9),
	};

	return sink->row(sink, row, err);
}

enum dw_code
dw_attempt_list(struct dw_db *db, const struct dw_attempt_filter *filter, struct dw_sink *sink,
	struct dw_error *err)
{
	struct dw_list_info info = { .item = "attempt", .total = -1 };
	struct dw_cursor last = { 0 };
	DW_AUTO(dw_cursor) from = { .num = INT64_MAX };
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *next = NULL;
	enum dw_code rc;
	int shown = 0;
	bool row;

	if ((filter->after != NULL &&
			(rc = dw_cursor_read(filter->after, "attempt", &from, err)) != DW_OK) ||
		(rc = sink->begin(sink, dw_attempt_columns, dw_attempt_columns_count, err)) != DW_OK)
		return rc;
	dw_query_open(db, &q, filter->user_id != 0 ?
			COLUMNS " INDEXED BY attempt_user" REST : COLUMNS " NOT INDEXED" REST);
	dw_bind_int(&q, 1, from.num);
	dw_bind_int(&q, 2, filter->user_id);
	dw_bind_text(&q, 3, filter->address);
	dw_bind_text(&q, 4, filter->service);
	dw_bind_text(&q, 5, filter->outcome);
	dw_bind_int(&q, 6, filter->since);
	dw_bind_int(&q, 7, filter->until);
	dw_bind_int(&q, 8, filter->limit > 0 ? (int64_t)filter->limit + 1 : -1);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		if (filter->limit > 0 && shown == filter->limit) {
			next = dw_cursor_write(&last, "attempt");
			break;
		}
		if ((rc = put_row(&q, sink, err)) != DW_OK)
			return rc;
		last.num = dw_col_int(&q, 0);
		shown++;
	}
	if (rc != DW_OK)
		return rc;
	info.more = next != NULL;
	info.next = next;
	return sink->end(sink, &info, err);
}

enum dw_code
dw_attempt_purge(struct dw_work *w, int64_t *n, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	dw_query_open(w->db, &q, "DELETE FROM attempt WHERE time_ms < ?1");
	dw_bind_int(&q, 1, w->now - dw_conf_int(w->conf, DW_CONF_ATTEMPT_KEEP));
	if ((rc = dw_query_run(&q, err)) == DW_OK)
		*n = dw_db_changes(w->db);
	return rc;
}
