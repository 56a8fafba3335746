/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sessions: finding and ending them. Making and renewing one comes with the door.
 * See session.h; the list is in session_list.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/audit.h"
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
	return dw_fail_so_already(err, _("%s has no open session."), user->username);
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
