/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Granting and revoking permissions, many at once, to one user or one group. Who may
 * give what is in rights.c. See permission.h.
 */
#include <stdlib.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/audit.h"
#include "domain/permission.h"
#include "store/query.h"

enum dw_code
dw_permission_may_change(struct dw_work *w, const struct dw_user *user,
	const struct dw_group *group, bool giving, struct dw_error *err)
{
	enum dw_code rc = dw_rights_require(&w->operator->rights, DW_PERM_MANAGE_ACCESS, err);

	if (rc == DW_OK && giving)
		rc = dw_rights_not_oneself(w, user != NULL ? user->id : 0,
			group != NULL ? group->id : 0, err);
	if (rc == DW_OK && user != NULL)
		rc = dw_user_may_touch(w, user, DW_PERM_MANAGE_ACCESS, err);
	if (rc == DW_OK && group != NULL)
		rc = dw_rights_over_group(w, group->id, err);
	return rc;
}

/* The four statements; ?1 who, ?2 the permission, ?3 now. */
static const char *
statement(bool to_user, bool giving)
{
	if (to_user)
		return giving ?
			"INSERT INTO user_permission (user_id, permission_id, added_at) VALUES (?1, ?2, ?3)"
			" ON CONFLICT DO NOTHING" :
			"DELETE FROM user_permission WHERE user_id = ?1 AND permission_id = ?2";
	return giving ?
		"INSERT INTO group_permission (group_id, permission_id, added_at) VALUES (?1, ?2, ?3)"
		" ON CONFLICT DO NOTHING" :
		"DELETE FROM group_permission WHERE group_id = ?1 AND permission_id = ?2";
}

static enum dw_code
change_one(struct dw_work *w, const char *sql, int64_t holder, int64_t permission, bool giving,
	bool *changed, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	if ((rc = dw_rights_over_permission(w, permission, err)) != DW_OK)
		return rc;
	dw_query_open(w->db, &q, sql);
	dw_bind_int(&q, 1, holder);
	dw_bind_int(&q, 2, permission);
	if (giving)
		dw_bind_int(&q, 3, w->now);
	if ((rc = dw_query_run(&q, err)) == DW_OK)
		*changed = dw_db_changes(w->db) > 0;
	return rc;
}

/* Writes the entry about these permissions; takes names, an array. */
static enum dw_code
note(struct dw_work *w, const char *action, const struct dw_user *user,
	const struct dw_group *group, json_t *names, struct dw_error *err)
{
	struct dw_audit_entry entry = { .action = action };
	char id[DW_UUID_TEXT];
	enum dw_code rc;

	entry.data = json_pack("{s:o}", "permissions", names);
	if (user != NULL) {
		entry.target = user->uuid;
		entry.target_name = user->username;
	} else {
		json_object_set_new(entry.data, "group", json_string(group->name));
		json_object_set_new(entry.data, "group_id",
			json_string(dw_uuid_format(&group->uuid, id)));
	}
	rc = dw_audit_append(w, &entry, err);
	json_decref(entry.data);
	w->topics |= DW_TOPIC_PERMISSIONS | (user != NULL ? DW_TOPIC_USERS : DW_TOPIC_GROUPS);
	return rc;
}

static enum dw_code
change(struct dw_work *w, const struct dw_user *user, const struct dw_group *group,
	const char *const *names, size_t n, bool giving, bool *changed, struct dw_error *err)
{
	DW_AUTO_FREE int64_t *ids = dw_calloc(n > 0 ? n : 1, sizeof(*ids));
	const char *sql = statement(user != NULL, giving);
	int64_t holder = user != NULL ? user->id : group->id;
	json_t *done = json_array();
	enum dw_code rc;

	if ((rc = dw_permission_may_change(w, user, group, giving, err)) == DW_OK)
		rc = dw_permission_resolve(w->db, names, n, ids, err);
	for (size_t i = 0; rc == DW_OK && i < n; i++) {
		bool one = false;

		if ((rc = change_one(w, sql, holder, ids[i], giving, &one, err)) == DW_OK && one)
			json_array_append_new(done, json_string(names[i]));
	}
	if (rc != DW_OK || json_array_size(done) == 0) {
		json_decref(done);
		if (rc == DW_OK)
			*changed = false;
		return rc;
	}
	rc = note(w, giving ? "permissions_added" : "permissions_removed", user, group, done, err);
	if (rc == DW_OK)
		*changed = true;
	return rc;
}

enum dw_code
dw_permission_grant(struct dw_work *w, const struct dw_user *user, const struct dw_group *group,
	const char *const *names, size_t n, bool *changed, struct dw_error *err)
{
	return change(w, user, group, names, n, true, changed, err);
}

enum dw_code
dw_permission_revoke(struct dw_work *w, const struct dw_user *user, const struct dw_group *group,
	const char *const *names, size_t n, bool *changed, struct dw_error *err)
{
	return change(w, user, group, names, n, false, changed, err);
}
