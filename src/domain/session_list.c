/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of open sessions, of everybody or of one user, the latest activity first.
 * It walks an index from where the page begins. Search looks through the rows as they
 * pass: there are far fewer open sessions than users, and the text of none is folded in
 * the store. See session.h.
 */
#include <stdlib.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/cursor.h"
#include "domain/search.h"
#include "domain/session.h"
#include "store/query.h"

/* In the order of the columns of SELECT, too. */
enum {
	USERNAME, DEVICE, BROWSER, SERVICE, ADDRESS, STARTED, LAST_ACTIVE, EXPIRES, ID, USER_ID,
	USER_AGENT
};

const struct dw_column dw_session_columns[] = {
	[USERNAME] = { "username", N_("USER"), DW_TEXT, DW_COL_DEFAULT, 1, 10, 1, NULL },
	[DEVICE] = { "device", N_("DEVICE"), DW_TEXT, DW_COL_DEFAULT, 4, 13, 2, NULL },
	[BROWSER] = { "browser", N_("BROWSER"), DW_TEXT, DW_COL_DEFAULT, 6, 11, 1, NULL },
	[SERVICE] = { "service", N_("SERVICE"), DW_TEXT, DW_COL_DEFAULT, 3, 7, 1, NULL },
	[ADDRESS] = { "address", N_("FROM"), DW_TEXT, DW_COL_DEFAULT, 2, 15, 1, NULL },
	[STARTED] = { "started", N_("STARTED"), DW_TIME, DW_COL_DEFAULT | DW_COL_BADGE, 5, 7, 0,
		NULL },
	[LAST_ACTIVE] = { "last_active", N_("ACTIVE"), DW_TIME, DW_COL_DEFAULT | DW_COL_BADGE, 2, 6,
		0, NULL },
	[EXPIRES] = { "expires", N_("EXPIRES"), DW_TIME, 0, 7, 19, 0, NULL },
	[ID] = { "id", N_("ID"), DW_ID, 0, 9, 36, 0, NULL },
	[USER_ID] = { "user_id", N_("USER ID"), DW_ID, DW_COL_DETAIL, 9, 36, 0, NULL },
	[USER_AGENT] = { "user_agent", N_("USER AGENT"), DW_TEXT, DW_COL_DETAIL, 9, 40, 0, NULL },
};
const size_t dw_session_columns_count = DW_COUNT(dw_session_columns);

/*
 * Names the index, as one by user and one over all exist. ?2, ?3: the row to go on
 * after; activity and row number together are the key.
 */
#define SELECT(index, where) \
	"SELECT u.username, s.device, s.browser, s.service, s.address, s.started_at," \
	" s.last_active_at, s.expires_at, s.uuid, u.uuid, s.user_agent" \
	" FROM session AS s INDEXED BY " index " CROSS JOIN user AS u ON u.id = s.user_id" \
	" WHERE " where " (s.last_active_at, s.id) < (?2, ?3) AND s.expires_at > ?1" \
	" AND (?5 IS NULL OR s.service = ?5) AND (?6 IS NULL OR s.address = ?6)" \
	" ORDER BY s.last_active_at DESC, s.id DESC LIMIT ?4"

/* What search looks through. */
static bool
is_found(const struct dw_query *q, const struct dw_needle *needle)
{
	for (int column = USERNAME; column <= ADDRESS; column++)
		if (dw_needle_is_in(needle, dw_col_text(q, column)))
			return true;
	return false;
}

static enum dw_code
put_row(const struct dw_query *q, struct dw_sink *sink, struct dw_error *err)
{
	const struct dw_value row[DW_COUNT(dw_session_columns)] = {
		[USERNAME].text = dw_col_text(q, USERNAME),
		[DEVICE].text = dw_col_text(q, DEVICE),
		[BROWSER].text = dw_col_text(q, BROWSER),
		[SERVICE].text = dw_col_text(q, SERVICE),
		[ADDRESS].text = dw_col_text(q, ADDRESS),
		[STARTED].num = dw_col_int(q, STARTED),
		[LAST_ACTIVE].num = dw_col_int(q, LAST_ACTIVE),
		[EXPIRES].num = dw_col_int(q, EXPIRES),
		[ID].id = dw_col_uuid(q, ID),
		[USER_ID].id = dw_col_uuid(q, USER_ID),
		[USER_AGENT].text = dw_col_text(q, USER_AGENT),
	};

	return sink->row(sink, row, err);
}

/*
 * The row number of the session a cursor names. When it has ended meanwhile, others of
 * the same millisecond may be shown again, which is better than not at all.
 */
static enum dw_code
place(struct dw_db *db, const struct dw_uuid *id, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(db, &q, "SELECT id FROM session WHERE uuid = ?1");
	dw_bind_uuid(&q, 1, id);
	return dw_query_int(&q, INT64_MAX, out, err);
}

/* How many rows are asked of the store: with a search nobody knows how many will pass. */
static int64_t
rows_wanted(const struct dw_session_filter *filter, const struct dw_needle *needle)
{
	return filter->limit > 0 && needle->text[0] == '\0' ? (int64_t)filter->limit + 1 : -1;
}

enum dw_code
dw_session_list(struct dw_db *db, const struct dw_session_filter *filter, int64_t now,
	struct dw_sink *sink, struct dw_error *err)
{
	const char *name = filter->user_id != 0 ? "session:user" : "session:all";
	struct dw_list_info info = { .item = "session", .total = -1 };
	struct dw_cursor last = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(dw_needle) needle = { 0 };
	DW_AUTO(dw_cursor) from = { .num = INT64_MAX };
	DW_AUTO_FREE char *next = NULL;
	int64_t from_id = INT64_MAX;
	enum dw_code rc;
	int shown = 0;
	bool row;

	if ((filter->after != NULL &&
			((rc = dw_cursor_read(filter->after, name, &from, err)) != DW_OK ||
				(rc = place(db, &from.id, &from_id, err)) != DW_OK)) ||
		(rc = sink->begin(sink, dw_session_columns, dw_session_columns_count, err)) != DW_OK)
		return rc;
	/* Those that are idle for long are the end of the index. */
	if (filter->idle > 0 && from.num > now - filter->idle) {
		from.num = now - filter->idle;
		from_id = INT64_MAX;
	}
	dw_needle_read(filter->search, &needle);
	dw_query_open(db, &q, filter->user_id != 0 ? SELECT("session_user", "s.user_id = ?7 AND") :
		SELECT("session_by_activity", ""));
	dw_bind_int(&q, 1, now);
	dw_bind_int(&q, 2, from.num);
	dw_bind_int(&q, 3, from_id);
	dw_bind_int(&q, 4, rows_wanted(filter, &needle));
	dw_bind_text(&q, 5, filter->service);
	dw_bind_text(&q, 6, filter->address);
	if (filter->user_id != 0)
		dw_bind_int(&q, 7, filter->user_id);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		if (!is_found(&q, &needle))
			continue;
		if (filter->limit > 0 && shown == filter->limit) {
			next = dw_cursor_write(&last, name);
			break;
		}
		if ((rc = put_row(&q, sink, err)) != DW_OK)
			return rc;
		last.num = dw_col_int(&q, LAST_ACTIVE);
		last.id = dw_col_uuid(&q, ID);
		shown++;
	}
	if (rc != DW_OK)
		return rc;
	info.more = next != NULL;
	info.next = next;
	return sink->end(sink, &info, err);
}
