/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sessions: finding, listing and ending them. Making and renewing one comes with the
 * door. See session.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/cursor.h"
#include "domain/session.h"
#include "store/query.h"

void
dw_session_clear(struct dw_session *session)
{
	if (session == NULL)
		return;
	free(session->service);
	free(session->device);
	free(session->browser);
	free(session->address);
	*session = (struct dw_session){ 0 };
}

enum dw_code
dw_session_find(struct dw_db *db, const char *reference, struct dw_session *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *shown = dw_display_dup(reference);
	struct dw_uuid id;
	enum dw_code rc;
	bool row = false;

	if (!dw_uuid_parse(reference, &id))
		return dw_fail(err, DW_NOT_FOUND,
			_("“%s” is no session's id. The list of sessions shows the ids."), shown);
	dw_query_open(db, &q,
		"SELECT id, uuid, user_id, service, device, browser, address, started_at,"
		" last_active_at, expires_at FROM session WHERE uuid = ?1");
	dw_bind_uuid(&q, 1, &id);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK)
		return rc;
	if (!row)
		return dw_fail(err, DW_NOT_FOUND, _("There is no session %s; perhaps it has ended."),
			shown);
	*out = (struct dw_session){
		.id = dw_col_int(&q, 0),
		.uuid = dw_col_uuid(&q, 1),
		.user_id = dw_col_int(&q, 2),
		.service = dw_strdup(dw_col_text(&q, 3)),
		.device = dw_strdup(dw_col_text(&q, 4)),
		.browser = dw_strdup(dw_col_text(&q, 5)),
		.address = dw_strdup(dw_col_text(&q, 6)),
		.started_at = dw_col_int(&q, 7),
		.last_active_at = dw_col_int(&q, 8),
		.expires_at = dw_col_int(&q, 9),
	};
	return DW_OK;
}

/* ---- ending ---- */

/*
 * Light on purpose: who sees a session that should not be there ends it, also of a user
 * whose deletion is pending.
 */
static enum dw_code
may_end(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	enum dw_code rc = dw_rights_require(&w->operator->rights, DW_PERM_END_SESSION, err);

	return rc != DW_OK ? rc : dw_rights_over(w, user->id, DW_RULE_LIGHT, err);
}

enum dw_code
dw_session_may_end_all(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	int64_t any;

	if ((rc = may_end(w, user, err)) != DW_OK)
		return rc;
	dw_query_open(w->db, &q,
		"SELECT EXISTS (SELECT 1 FROM session WHERE user_id = ?1 AND expires_at > ?2)");
	dw_bind_int(&q, 1, user->id);
	dw_bind_int(&q, 2, w->now);
	if ((rc = dw_query_int(&q, 0, &any, err)) != DW_OK || any)
		return rc;
	return dw_fail(err, DW_STATE, _("%s has no open session."), user->username);
}

enum dw_code
dw_session_end(struct dw_work *w, const struct dw_session *session, const struct dw_user *user,
	bool *ended, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	char id[DW_UUID_TEXT];
	json_t *data;
	enum dw_code rc;

	if ((rc = may_end(w, user, err)) != DW_OK)
		return rc;
	/* Both ids: a session is only ended as part of the user whose rights were judged. */
	dw_query_open(w->db, &q, "DELETE FROM session WHERE id = ?1 AND user_id = ?2");
	dw_bind_int(&q, 1, session->id);
	dw_bind_int(&q, 2, user->id);
	if ((rc = dw_query_run(&q, err)) != DW_OK)
		return rc;
	if (dw_db_changes(w->db) == 0) {
		*ended = false;
		return DW_OK;
	}
	w->topics |= DW_TOPIC_SESSIONS;
	data = json_pack("{s:s, s:s}", "session_id", dw_uuid_format(&session->uuid, id), "service",
		session->service);
	rc = dw_audit_append(w, &(const struct dw_audit_entry){ .action = "session_ended",
		.target = user->uuid, .target_name = user->username, .target_data = data }, err);
	json_decref(data);
	if (rc == DW_OK)
		*ended = true;
	return rc;
}

enum dw_code
dw_session_drop(struct dw_work *w, int64_t user_id, int64_t *count, struct dw_error *err)
{
	DW_AUTO(dw_query) live = { 0 };
	DW_AUTO(dw_query) drop = { 0 };
	enum dw_code rc;
	int64_t n;

	dw_query_open(w->db, &live,
		"SELECT COUNT(*) FROM session WHERE user_id = ?1 AND expires_at > ?2");
	dw_bind_int(&live, 1, user_id);
	dw_bind_int(&live, 2, w->now);
	dw_query_open(w->db, &drop, "DELETE FROM session WHERE user_id = ?1");
	dw_bind_int(&drop, 1, user_id);
	if ((rc = dw_query_int(&live, 0, &n, err)) != DW_OK ||
		(rc = dw_query_run(&drop, err)) != DW_OK)
		return rc;
	if (dw_db_changes(w->db) > 0)
		w->topics |= DW_TOPIC_SESSIONS;
	*count = n;
	return DW_OK;
}

enum dw_code
dw_session_end_all(struct dw_work *w, const struct dw_user *user, int64_t *count,
	struct dw_error *err)
{
	json_t *data;
	enum dw_code rc;
	int64_t n;

	if ((rc = may_end(w, user, err)) != DW_OK ||
		(rc = dw_session_drop(w, user->id, &n, err)) != DW_OK)
		return rc;
	if (n == 0) {
		*count = 0;
		return DW_OK;
	}
	data = json_pack("{s:I}", "sessions_ended", (json_int_t)n);
	rc = dw_audit_append(w, &(const struct dw_audit_entry){ .action = "sessions_ended",
		.target = user->uuid, .target_name = user->username, .target_data = data }, err);
	json_decref(data);
	if (rc == DW_OK)
		*count = n;
	return rc;
}

/* ---- listing ---- */

enum { USERNAME, SERVICE, DEVICE, BROWSER, ADDRESS, STARTED, LAST_ACTIVE, EXPIRES, ID };

const struct dw_column dw_session_columns[] = {
	[USERNAME] = { "username", N_("USER"), DW_TEXT, DW_COL_DEFAULT, 1, 14, 1, NULL },
	[SERVICE] = { "service", N_("SERVICE"), DW_TEXT, DW_COL_DEFAULT, 3, 12, 1, NULL },
	[DEVICE] = { "device", N_("DEVICE"), DW_TEXT, DW_COL_DEFAULT, 4, 16, 2, NULL },
	[BROWSER] = { "browser", N_("BROWSER"), DW_TEXT, DW_COL_DEFAULT, 6, 12, 1, NULL },
	[ADDRESS] = { "address", N_("FROM"), DW_TEXT, DW_COL_DEFAULT, 2, 15, 1, NULL },
	[STARTED] = { "started", N_("STARTED"), DW_TIME, DW_COL_DEFAULT | DW_COL_BADGE, 5, 8, 0,
		NULL },
	[LAST_ACTIVE] = { "last_active", N_("ACTIVE"), DW_TIME, DW_COL_DEFAULT | DW_COL_BADGE, 2, 8,
		0, NULL },
	[EXPIRES] = { "expires", N_("EXPIRES"), DW_TIME, 0, 7, 19, 0, NULL },
	[ID] = { "id", N_("ID"), DW_ID, 0, 9, 36, 0, NULL },
};
const size_t dw_session_columns_count = DW_COUNT(dw_session_columns);

/*
 * Names the index, as one by user and one over all exist. ?2, ?3: the row to go on
 * after; activity and row number together are the key.
 */
#define SELECT(index, where) \
	"SELECT u.username, s.service, s.device, s.browser, s.address, s.started_at," \
	" s.last_active_at, s.expires_at, s.uuid, s.id" \
	" FROM session AS s INDEXED BY " index " CROSS JOIN user AS u ON u.id = s.user_id" \
	" WHERE " where " (s.last_active_at, s.id) < (?2, ?3) AND s.expires_at > ?1" \
	" ORDER BY s.last_active_at DESC, s.id DESC LIMIT ?4"

static enum dw_code
put_row(const struct dw_query *q, struct dw_sink *sink, struct dw_error *err)
{
	const struct dw_value row[DW_COUNT(dw_session_columns)] = {
		[USERNAME].text = dw_col_text(q, 0),
		[SERVICE].text = dw_col_text(q, 1),
		[DEVICE].text = dw_col_text(q, 2),
		[BROWSER].text = dw_col_text(q, 3),
		[ADDRESS].text = dw_col_text(q, 4),
		[STARTED].num = dw_col_int(q, 5),
		[LAST_ACTIVE].num = dw_col_int(q, 6),
		[EXPIRES].num = dw_col_int(q, 7),
		[ID].id = dw_col_uuid(q, 8),
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

enum dw_code
dw_session_list(struct dw_db *db, int64_t user_id, int64_t now, const char *after, int limit,
	struct dw_sink *sink, struct dw_error *err)
{
	const char *name = user_id != 0 ? "session:user" : "session:all";
	struct dw_list_info info = { .item = "session", .total = -1 };
	struct dw_cursor last = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(dw_cursor) from = { .num = INT64_MAX };
	DW_AUTO_FREE char *next = NULL;
	int64_t from_id = INT64_MAX;
	enum dw_code rc;
	int shown = 0;
	bool row;

	if ((after != NULL && ((rc = dw_cursor_read(after, name, &from, err)) != DW_OK ||
			(rc = place(db, &from.id, &from_id, err)) != DW_OK)) ||
		(rc = sink->begin(sink, dw_session_columns, dw_session_columns_count, err)) != DW_OK)
		return rc;
	dw_query_open(db, &q, user_id != 0 ? SELECT("session_user", "s.user_id = ?5 AND") :
		SELECT("session_by_activity", ""));
	dw_bind_int(&q, 1, now);
	dw_bind_int(&q, 2, from.num);
	dw_bind_int(&q, 3, from_id);
	dw_bind_int(&q, 4, limit > 0 ? (int64_t)limit + 1 : -1);
	if (user_id != 0)
		dw_bind_int(&q, 5, user_id);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		if (limit > 0 && shown == limit) {
			next = dw_cursor_write(&last, name);
			break;
		}
		if ((rc = put_row(&q, sink, err)) != DW_OK)
			return rc;
		last.num = dw_col_int(&q, 6);
		last.id = dw_col_uuid(&q, 8);
		shown++;
	}
	if (rc != DW_OK)
		return rc;
	info.more = next != NULL;
	info.next = next;
	return sink->end(sink, &info, err);
}
