/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Making, changing and deleting groups, and the groups that every store begins with.
 * See group.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/group.h"
#include "store/query.h"

/* Is the key another group's? own: the group that may have it; 0 = none. */
static enum dw_code
name_is_free(struct dw_db *db, const char *key, int64_t own, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q, "SELECT name FROM user_group WHERE name_key = ?1 AND id <> ?2");
	dw_bind_text(&q, 1, key);
	dw_bind_int(&q, 2, own);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK || !row)
		return rc;
	return dw_fail_field(err, DW_INVALID, "name",
		_("There is a group “%s” already. Choose another name."), dw_col_text(&q, 0));
}

/* ---- the audit's words ---- */

static json_t *
group_data(const char *name, const struct dw_uuid *id)
{
	char text[DW_UUID_TEXT];

	return json_pack("{s:s, s:s}", "group", name, "group_id", dw_uuid_format(id, text));
}

/* Takes data. */
static enum dw_code
note(struct dw_work *w, const char *action, json_t *data, struct dw_error *err)
{
	const struct dw_audit_entry entry = { .action = action, .data = data };
	enum dw_code rc = dw_audit_append(w, &entry, err);

	json_decref(data);
	return rc;
}

/* ---- making ---- */

static enum dw_code
insert(struct dw_work *w, const char *name, const char *description, bool is_admin,
	const struct dw_uuid *id, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *key = dw_fold_identity(name);

	dw_query_open(w->db, &q,
		"INSERT INTO user_group (uuid, name, name_key, description, is_admin, created_at)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	dw_bind_uuid(&q, 1, id);
	dw_bind_text(&q, 2, name);
	dw_bind_text(&q, 3, key);
	dw_bind_text(&q, 4, description != NULL ? description : "");
	dw_bind_int(&q, 5, is_admin);
	dw_bind_int(&q, 6, w->now);
	w->topics |= DW_TOPIC_GROUPS;
	return dw_query_run(&q, err);
}

enum dw_code
dw_group_create(struct dw_work *w, const char *name, const char *description, int64_t *out_id,
	struct dw_error *err)
{
	DW_AUTO_FREE char *key = dw_fold_identity(name);
	struct dw_uuid id = dw_uuid_new();
	enum dw_code rc;
	int64_t row_id;
	json_t *data;

	if ((rc = dw_rights_require(&w->operator->rights, DW_PERM_MANAGE_GROUPS, err)) != DW_OK ||
		(rc = dw_group_check(name, description, err)) != DW_OK ||
		(rc = name_is_free(w->db, key, 0, err)) != DW_OK ||
		(rc = insert(w, name, description, false, &id, err)) != DW_OK)
		return rc;
	row_id = dw_db_last_id(w->db);
	data = group_data(name, &id);
	if (description != NULL && description[0] != '\0')
		json_object_set_new(data, "description", json_string(description));
	if ((rc = note(w, "group_created", data, err)) == DW_OK)
		*out_id = row_id;
	return rc;
}

/* ---- changing ---- */

enum dw_code
dw_group_may_edit(struct dw_work *w, const struct dw_group *group, struct dw_error *err)
{
	enum dw_code rc = dw_rights_require(&w->operator->rights, DW_PERM_MANAGE_GROUPS, err);

	if (rc != DW_OK || group == NULL)
		return rc;
	return dw_rights_over_group(w, group->id, err);
}

static enum dw_code
update(struct dw_work *w, const struct dw_group *group, const char *name,
	const char *description, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *key = dw_fold_identity(name);

	/* Admin's name is not even mentioned: a trigger watches the columns. */
	dw_query_open(w->db, &q, group->is_admin ?
		"UPDATE user_group SET description = ?2, version = version + 1 WHERE id = ?1" :
		"UPDATE user_group SET description = ?2, version = version + 1, name = ?3,"
		" name_key = ?4 WHERE id = ?1");
	dw_bind_int(&q, 1, group->id);
	dw_bind_text(&q, 2, description);
	if (!group->is_admin) {
		dw_bind_text(&q, 3, name);
		dw_bind_text(&q, 4, key);
	}
	/* The badges of every member show the name. */
	w->topics |= DW_TOPIC_GROUPS | DW_TOPIC_USERS;
	return dw_query_run(&q, err);
}

enum dw_code
dw_group_edit(struct dw_work *w, const struct dw_group *group, const char *name,
	const char *description, int64_t expected_version, bool *changed, struct dw_error *err)
{
	DW_AUTO_FREE char *key = dw_fold_identity(name != NULL ? name : group->name);
	json_t *changes, *data;
	enum dw_code rc;
	bool renamed, described;

	if ((rc = dw_group_may_edit(w, group, err)) != DW_OK ||
		(rc = dw_group_check(name, description, err)) != DW_OK)
		return rc;
	name = name != NULL ? name : group->name;
	description = description != NULL ? description : group->description;
	if (expected_version != 0 && expected_version != group->version)
		return dw_fail(err, DW_CONFLICT,
			_("Somebody has changed the group %s meanwhile. Look at it again."), group->name);
	if (group->is_admin && strcmp(name, group->name) != 0)
		return dw_fail_field(err, DW_NOT_PERMITTED, "name",
			_("The group %s keeps its name. Make another group if you need one."), group->name);
	if ((rc = name_is_free(w->db, key, group->id, err)) != DW_OK)
		return rc;

	changes = json_object();
	renamed = dw_audit_change(changes, "name", group->name, name);
	described = dw_audit_change(changes, "description", group->description, description);
	if (!renamed && !described) {
		json_decref(changes);
		*changed = false;
		return DW_OK;
	}
	data = group_data(name, &group->uuid);
	json_object_set_new(data, "changes", changes);
	if ((rc = update(w, group, name, description, err)) != DW_OK) {
		json_decref(data);
		return rc;
	}
	if ((rc = note(w, "group_updated", data, err)) == DW_OK)
		*changed = true;
	return rc;
}

/* ---- deleting ---- */

/* Is every member somebody from whom the operator may take a membership? */
static enum dw_code
members_within_reach(struct dw_work *w, const struct dw_group *group, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc = dw_rights_over_group(w, group->id, err);
	bool row;

	if (rc != DW_OK || w->operator->rights.admin)
		return rc;
	/* Those who hold anything privileged are few; the members may be many. */
	dw_query_open(w->db, &q,
		"WITH privileged (user_id) AS ("
		"	SELECT h.user_id FROM permission AS p"
		"		JOIN user_permission AS h ON h.permission_id = p.id WHERE p.privileged = 1"
		"	UNION SELECT m.user_id FROM membership AS m WHERE m.group_id IN ("
		"		SELECT h.group_id FROM permission AS p"
		"			JOIN group_permission AS h ON h.permission_id = p.id"
		"			WHERE p.privileged = 1"
		"		UNION SELECT id FROM user_group WHERE is_admin = 1)) "
		"SELECT m.user_id FROM privileged CROSS JOIN membership AS m"
		"	ON m.user_id = privileged.user_id AND m.group_id = ?1");
	dw_bind_int(&q, 1, group->id);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		rc = dw_rights_over(w, dw_col_int(&q, 0), DW_RULE_SUBSET, err);
		if (rc == DW_NOT_SUBSET)
			return dw_fail(err, DW_NOT_SUBSET,
				_("A member of %s holds privileged permissions that you do not hold, so you "
				  "cannot end the membership. Ask an admin."), group->name);
		if (rc != DW_OK)
			return rc;
	}
	return rc;
}

static enum dw_code
nobody_from_a_directory(struct dw_work *w, const struct dw_group *group, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	int64_t n;

	dw_query_open(w->db, &q, "SELECT COUNT(*) FROM membership WHERE group_id = ?1 AND kind = 1");
	dw_bind_int(&q, 1, group->id);
	if ((rc = dw_query_int(&q, 0, &n, err)) != DW_OK || n == 0)
		return rc;
	return dw_fail(err, DW_STATE,
		DW_NG("%lld member of %s comes from the directory. End the membership there first.",
			"%lld members of %s come from the directory. End the memberships there first.", n),
		(long long)n, group->name);
}

enum dw_code
dw_group_may_delete(struct dw_work *w, const struct dw_group *group, struct dw_error *err)
{
	enum dw_code rc = dw_rights_require(&w->operator->rights, DW_PERM_MANAGE_GROUPS, err);

	if (rc != DW_OK || group == NULL)
		return rc;
	if (group->is_admin)
		return dw_fail(err, DW_LAST_ADMIN,
			_("The group %s cannot be deleted: without it nobody could administer the store."),
			group->name);
	if ((rc = members_within_reach(w, group, err)) != DW_OK)
		return rc;
	return nobody_from_a_directory(w, group, err);
}

/* The names of what the group gives, for the entry that says it is gone. */
static enum dw_code
given(struct dw_db *db, int64_t group_id, json_t *names, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q,
		"SELECT p.name FROM group_permission AS h JOIN permission AS p ON p.id = h.permission_id"
		" WHERE h.group_id = ?1 ORDER BY p.name");
	dw_bind_int(&q, 1, group_id);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		json_array_append_new(names, json_string(dw_col_text(&q, 0)));
	return rc;
}

static enum dw_code
remove_from(struct dw_db *db, const char *sql, int64_t group_id, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(db, &q, sql);
	dw_bind_int(&q, 1, group_id);
	return dw_query_run(&q, err);
}

enum dw_code
dw_group_delete(struct dw_work *w, const struct dw_group *group, struct dw_error *err)
{
	json_t *data, *names;
	enum dw_code rc;

	if ((rc = dw_group_may_delete(w, group, err)) != DW_OK)
		return rc;
	data = group_data(group->name, &group->uuid);
	names = json_array();
	json_object_set_new(data, "members", json_integer(group->member_count));
	json_object_set_new(data, "permissions", names);
	if ((rc = given(w->db, group->id, names, err)) != DW_OK ||
		(rc = remove_from(w->db, "DELETE FROM membership WHERE group_id = ?1", group->id,
			err)) != DW_OK ||
		(rc = remove_from(w->db, "DELETE FROM group_permission WHERE group_id = ?1", group->id,
			err)) != DW_OK ||
		(rc = remove_from(w->db, "DELETE FROM user_group WHERE id = ?1", group->id, err)) !=
			DW_OK) {
		json_decref(data);
		return rc;
	}
	w->topics |= DW_TOPIC_GROUPS | DW_TOPIC_USERS | DW_TOPIC_PERMISSIONS;
	return note(w, "group_deleted", data, err);
}

/* ---- what every store begins with ---- */

static const struct {
	const char *name, *description;
	enum dw_perm gives[DW_PERMS]; /* ends with DW_PERM_NONE */
} templates[] = {
	{ "Admin", N_("May do everything"), { DW_PERM_NONE } },
	{ "User manager", N_("Looks after users, groups and what they may do"),
		{ DW_PERM_VIEW_USERS, DW_PERM_VIEW_PII, DW_PERM_VIEW_AUDIT, DW_PERM_CREATE_USER,
			DW_PERM_EDIT_USER, DW_PERM_ACTIVATE_USER, DW_PERM_SET_PASSWORD,
			DW_PERM_VERIFY_EMAIL, DW_PERM_MANAGE_GROUPS, DW_PERM_MANAGE_ACCESS,
			DW_PERM_END_SESSION, DW_PERM_LIFT_LOCK, DW_PERM_VIEW_ATTEMPTS,
			DW_PERM_RESET_CODE, DW_PERM_RESET_MFA, DW_PERM_MANAGE_MFA, DW_PERM_PANIC,
			DW_PERM_IMPORT, DW_PERM_EXPORT, DW_PERM_NONE } },
	{ "Help desk", N_("Helps people who cannot sign in"),
		{ DW_PERM_VIEW_USERS, DW_PERM_VERIFY_EMAIL, DW_PERM_END_SESSION, DW_PERM_LIFT_LOCK,
			DW_PERM_VIEW_ATTEMPTS, DW_PERM_RESET_CODE, DW_PERM_RESET_MFA, DW_PERM_NONE } },
	{ "Viewer", N_("Looks and changes nothing"),
		{ DW_PERM_VIEW_USERS, DW_PERM_VIEW_AUDIT, DW_PERM_NONE } },
};

static enum dw_code
give(struct dw_work *w, int64_t group_id, enum dw_perm perm, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q,
		"INSERT INTO group_permission (group_id, permission_id, added_at)"
		" SELECT ?1, id, ?3 FROM permission WHERE name = ?2");
	dw_bind_int(&q, 1, group_id);
	dw_bind_text(&q, 2, dw_perm_table[perm].name);
	dw_bind_int(&q, 3, w->now);
	return dw_query_run(&q, err);
}

enum dw_code
dw_group_install(struct dw_work *w, struct dw_error *err)
{
	enum dw_code rc;

	for (size_t i = 0; i < DW_COUNT(templates); i++) {
		struct dw_uuid id = dw_uuid_new();
		int64_t row_id;

		if ((rc = insert(w, templates[i].name, templates[i].description, i == 0, &id, err)) !=
			DW_OK)
			return rc;
		row_id = dw_db_last_id(w->db);
		for (const enum dw_perm *p = templates[i].gives; *p != DW_PERM_NONE; p++)
			if ((rc = give(w, row_id, *p, err)) != DW_OK)
				return rc;
		if ((rc = note(w, "group_created", group_data(templates[i].name, &id), err)) != DW_OK)
			return rc;
	}
	return DW_OK;
}
