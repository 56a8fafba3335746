/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of open sessions, of everybody or of one user. A page costs its own rows,
 * however many sessions there are: it walks the index of the order (activity, start, user)
 * from where it begins. One user's, and those from one address, are found by their own index
 * and sorted if need be; how long idle is the end of the order by activity. Search, service,
 * device and browser look through the rows as they pass, at worst through all: there are
 * far fewer open sessions than users, and the text of none is folded in the store. Counting
 * looks at all that match. See session.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/cursor.h"
#include "domain/search.h"
#include "domain/session.h"
#include "store/query.h"

/* In the order of the columns of SELECT, too. */
enum {
	USERNAME, DEVICE, BROWSER, SERVICE, ADDRESS, STARTED, LAST_ACTIVE, EXPIRES, ID, USER_ID,
	USER_AGENT,
	USERNAME_KEY /* no column of the list */
};

const struct dw_column dw_session_columns[] = {
	[USERNAME] = { "username", N_("USER"), DW_TEXT, DW_COL_DEFAULT, 1, 10, 1, "username" },
	[DEVICE] = { "device", N_("DEVICE"), DW_TEXT, DW_COL_DEFAULT, 4, 13, 2, NULL },
	[BROWSER] = { "browser", N_("BROWSER"), DW_TEXT, DW_COL_DEFAULT, 6, 11, 1, NULL },
	[SERVICE] = { "service", N_("SERVICE"), DW_TEXT, DW_COL_DEFAULT, 3, 7, 1, NULL },
	[ADDRESS] = { "address", N_("FROM"), DW_TEXT, DW_COL_DEFAULT, 2, 15, 1, NULL },
	[STARTED] = { "started", N_("STARTED"), DW_TIME, DW_COL_DEFAULT | DW_COL_BADGE, 5, 8, 0,
		"started" },
	[LAST_ACTIVE] = { "last_active", N_("ACTIVE"), DW_TIME, DW_COL_DEFAULT | DW_COL_BADGE, 2, 7,
		0, "last_active" },
	[EXPIRES] = { "expires", N_("EXPIRES"), DW_TIME, 0, 7, 19, 0, NULL },
	[ID] = { "id", N_("ID"), DW_ID, 0, 9, 36, 0, NULL },
	[USER_ID] = { "user_id", N_("USER ID"), DW_ID, DW_COL_DETAIL, 9, 36, 0, NULL },
	[USER_AGENT] = { "user_agent", N_("USER AGENT"), DW_TEXT, DW_COL_DETAIL, 9, 40, 0, NULL },
};
const size_t dw_session_columns_count = DW_COUNT(dw_session_columns);

/* ---- which rows, in which order ----------------------------------------------------- */

static const struct order {
	const char *name, *column, *index;
	bool is_text;
} orders[] = {
	{ "last_active", "s.last_active_at", "session_by_activity", false },
	{ "started", "s.started_at", "session_by_start", false },
	{ "username", "s.username_key", "session_by_user", true },
};

static enum dw_code
find_order(const char *name, const struct order **out, struct dw_error *err)
{
	for (size_t i = 0; i < DW_COUNT(orders); i++)
		if (name == NULL || strcmp(orders[i].name, name) == 0) {
			*out = &orders[i];
			return DW_OK;
		}
	return dw_fail_field(err, DW_USAGE, "sort",
		_("Sessions can be sorted by last_active, started or username."));
}

/* What the rows are asked for, read once. */
struct wanted {
	const struct dw_session_filter *filter;
	const struct order *order;
	bool descending;
	char *cursor_name;
	char *prefix;                 /* of the address, where it ended with *; NULL = it did not */
	struct dw_cursor from;        /* id none = from the top */
	int64_t from_id;
	struct dw_needle search, device, browser;
	int64_t now;
};

static void
wanted_clear(struct wanted *w)
{
	free(w->cursor_name);
	free(w->prefix);
	dw_cursor_clear(&w->from);
	dw_needle_clear(&w->search);
	dw_needle_clear(&w->device);
	dw_needle_clear(&w->browser);
}

/*
 * The row number of the session a cursor names. When it has ended meanwhile, others of
 * the same millisecond may be shown again, which is better than not at all.
 */
static enum dw_code
place(struct dw_db *db, struct wanted *w, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(db, &q, "SELECT id FROM session WHERE uuid = ?1");
	dw_bind_uuid(&q, 1, &w->from.id);
	return dw_query_int(&q, w->descending ? INT64_MAX : 0, &w->from_id, err);
}

static enum dw_code
read_wanted(struct dw_db *db, const struct dw_session_filter *filter, int64_t now,
	struct wanted *w, struct dw_error *err)
{
	const char *sort = filter->sort != NULL ? filter->sort : "-last_active";
	size_t len = filter->address != NULL ? strlen(filter->address) : 0;
	enum dw_code rc;

	w->filter = filter;
	w->now = now;
	w->descending = sort[0] == '-';
	if ((rc = find_order(sort + w->descending, &w->order, err)) != DW_OK)
		return rc;
	w->cursor_name = dw_format("session:%s:%s", filter->user_id != 0 ? "user" : "all", sort);
	if (len > 0 && memchr(filter->address, '*', len - 1) != NULL)
		return dw_fail_field(err, DW_USAGE, "address",
			_("A * can only be at the end of an address, as in 192.0.2.*"));
	if (len > 0 && filter->address[len - 1] == '*')
		w->prefix = dw_strndup(filter->address, len - 1);
	dw_needle_read(filter->search, &w->search);
	dw_needle_read(filter->device, &w->device);
	dw_needle_read(filter->browser, &w->browser);
	if (filter->after == NULL)
		return DW_OK;
	if ((rc = dw_cursor_read(filter->after, w->cursor_name, &w->from, err)) != DW_OK)
		return rc;
	return place(db, w, err);
}

static const char *
index_of(const struct wanted *w)
{
	if (w->filter->user_id != 0)
		return "session_user";
	return w->filter->address != NULL ? "session_address" : w->order->index;
}

/* Only the conditions that were asked for, so that each may use the index. */
static void
open_rows(struct dw_db *db, const struct wanted *w, int64_t limit, struct dw_query *q)
{
	const struct dw_session_filter *f = w->filter;
	bool from = w->from_id != 0 || !dw_uuid_is_none(&w->from.id);
	DW_AUTO(dw_buf) sql = { 0 };

	dw_buf_printf(&sql, "SELECT u.username, s.device, s.browser, s.service, s.address,"
		" s.started_at, s.last_active_at, s.expires_at, s.uuid, u.uuid, s.user_agent,"
		" s.username_key FROM session AS s INDEXED BY %s CROSS JOIN user AS u"
		" ON u.id = s.user_id WHERE s.expires_at > ?1", index_of(w));
	if (f->user_id != 0)
		dw_buf_puts(&sql, " AND s.user_id = ?2");
	if (w->prefix != NULL)
		dw_buf_puts(&sql, " AND s.address >= ?3 AND s.address < ?3 || char(1114111)");
	else if (f->address != NULL)
		dw_buf_puts(&sql, " AND s.address = ?3");
	if (f->service != NULL)
		dw_buf_puts(&sql, " AND s.service = ?4");
	/* Where a page goes on is further along the index than that. */
	if (f->idle > 0)
		dw_buf_printf(&sql, " AND %ss.last_active_at <= ?5", from ? "+" : "");
	if (from)
		dw_buf_printf(&sql, " AND (%s, s.id) %c (?6, ?7)", w->order->column,
			w->descending ? '<' : '>');
	dw_buf_printf(&sql, " ORDER BY %s %s, s.id %s LIMIT ?8", w->order->column,
		w->descending ? "DESC" : "ASC", w->descending ? "DESC" : "ASC");
	dw_query_open(db, q, dw_buf_text(&sql));
	dw_bind_int(q, 1, w->now);
	if (f->user_id != 0)
		dw_bind_int(q, 2, f->user_id);
	if (f->address != NULL)
		dw_bind_text(q, 3, w->prefix != NULL ? w->prefix : f->address);
	if (f->service != NULL)
		dw_bind_text(q, 4, f->service);
	if (f->idle > 0)
		dw_bind_int(q, 5, w->now - f->idle);
	if (from && w->order->is_text)
		dw_bind_text(q, 6, w->from.text != NULL ? w->from.text : "");
	else if (from)
		dw_bind_int(q, 6, w->from.num);
	if (from)
		dw_bind_int(q, 7, w->from_id);
	dw_bind_int(q, 8, limit);
}

/* Is anything looked for that only the row itself tells? */
static bool
is_judged(const struct wanted *w)
{
	return w->search.text[0] != '\0' || w->device.text[0] != '\0' || w->browser.text[0] != '\0';
}

static bool
is_found(const struct dw_query *q, const struct wanted *w)
{
	bool found = w->search.text[0] == '\0';

	for (int column = USERNAME; !found && column <= ADDRESS; column++)
		found = dw_needle_is_in(&w->search, dw_col_text(q, column));
	return found && dw_needle_is_in(&w->device, dw_col_text(q, DEVICE)) &&
		dw_needle_is_in(&w->browser, dw_col_text(q, BROWSER));
}

/* ---- the list ----------------------------------------------------------------------- */

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

static enum dw_code
count(struct dw_db *db, const struct wanted *w, int64_t *out, struct dw_error *err)
{
	struct wanted all = *w;
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	all.from = (struct dw_cursor){ 0 };
	all.from_id = 0;
	open_rows(db, &all, -1, &q);
	for (*out = 0; (rc = dw_query_next(&q, &row, err)) == DW_OK && row;)
		*out += is_found(&q, w);
	return rc;
}

/* Where the list would go on after the row that is read. */
static void
take_place(const struct dw_query *q, const struct wanted *w, struct dw_cursor *last)
{
	if (w->order->is_text)
		dw_replace(&last->text, dw_strdup(dw_col_text(q, USERNAME_KEY)));
	else
		last->num = dw_col_int(q, w->order == &orders[0] ? LAST_ACTIVE : STARTED);
	last->id = dw_col_uuid(q, ID);
}

static enum dw_code
put_page(struct dw_db *db, const struct wanted *w, struct dw_sink *sink, char **next,
	struct dw_error *err)
{
	int limit = w->filter->limit, shown = 0;
	DW_AUTO(dw_cursor) last = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	/* With a search nobody knows how many rows will pass. */
	open_rows(db, w, limit > 0 && !is_judged(w) ? (int64_t)limit + 1 : -1, &q);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		if (!is_found(&q, w))
			continue;
		if (limit > 0 && shown == limit) {
			*next = dw_cursor_write(&last, w->cursor_name);
			break;
		}
		if ((rc = put_row(&q, sink, err)) != DW_OK)
			return rc;
		take_place(&q, w, &last);
		shown++;
	}
	return rc;
}

enum dw_code
dw_session_list(struct dw_db *db, const struct dw_session_filter *filter, int64_t now,
	struct dw_sink *sink, struct dw_error *err)
{
	struct dw_list_info info = { .item = "session", .total = -1 };
	DW_AUTO(wanted) w = { 0 };
	DW_AUTO_FREE char *next = NULL;
	enum dw_code rc;

	if ((rc = read_wanted(db, filter, now, &w, err)) != DW_OK ||
		(rc = sink->begin(sink, dw_session_columns, dw_session_columns_count, err)) != DW_OK ||
		(filter->count && (rc = count(db, &w, &info.total, err)) != DW_OK) ||
		(filter->limit >= 0 && (rc = put_page(db, &w, sink, &next, err)) != DW_OK))
		return rc;
	info.more = next != NULL;
	info.next = next;
	return sink->end(sink, &info, err);
}
