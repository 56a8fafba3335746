/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is in which group: adding, removing, and making the memberships of one user
 * exactly what a form says. The last-admin rule is asked here in words and held by a
 * trigger besides. See group.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/audit.h"
#include "domain/group.h"
#include "store/query.h"

enum membership { NO_MEMBER, FIXED, FROM_DIRECTORY };

static enum dw_code
look(struct dw_db *db, int64_t group_id, int64_t user_id, enum membership *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	int64_t kind;

	dw_query_open(db, &q, "SELECT kind FROM membership WHERE user_id = ?1 AND group_id = ?2");
	dw_bind_int(&q, 1, user_id);
	dw_bind_int(&q, 2, group_id);
	if ((rc = dw_query_int(&q, -1, &kind, err)) == DW_OK)
		*out = kind < 0 ? NO_MEMBER : kind == 0 ? FIXED : FROM_DIRECTORY;
	return rc;
}

/* ---- may it be? ---- */

enum dw_code
dw_group_may_add(struct dw_work *w, const struct dw_group *group, const struct dw_user *user,
	struct dw_error *err)
{
	enum dw_code rc = dw_rights_require(&w->operator->rights, DW_PERM_MANAGE_ACCESS, err);

	if (rc == DW_OK && user != NULL &&
		(rc = dw_rights_not_oneself(w, user->id, 0, err)) == DW_OK)
		rc = dw_user_may_touch(w, user, DW_PERM_MANAGE_ACCESS, err);
	if (rc == DW_OK && group != NULL)
		rc = dw_rights_over_group(w, group->id, err);
	return rc;
}

/* What an existing membership says to its removal. */
static enum dw_code
may_end(struct dw_work *w, const struct dw_group *group, const struct dw_user *user,
	struct dw_error *err)
{
	enum membership is = NO_MEMBER;
	enum dw_code rc;

	if ((rc = look(w->db, group->id, user->id, &is, err)) != DW_OK || is == NO_MEMBER)
		return rc;
	if (is == FROM_DIRECTORY)
		return dw_fail(err, DW_STATE,
			_("%s is in %s because the directory says so. Change it there."), user->username,
			group->name);
	return group->is_admin ? dw_rights_admin_stays(w->db, user->id, err) : DW_OK;
}

enum dw_code
dw_group_may_remove(struct dw_work *w, const struct dw_group *group, const struct dw_user *user,
	struct dw_error *err)
{
	enum dw_code rc = dw_rights_require(&w->operator->rights, DW_PERM_MANAGE_ACCESS, err);

	if (rc == DW_OK && user != NULL)
		rc = dw_user_may_touch(w, user, DW_PERM_MANAGE_ACCESS, err);
	if (rc == DW_OK && group != NULL)
		rc = dw_rights_over_group(w, group->id, err);
	if (rc == DW_OK && user != NULL && group != NULL)
		rc = may_end(w, group, user, err);
	return rc;
}

/* ---- rows and entries ---- */

enum dw_code
dw_group_put(struct dw_work *w, int64_t group_id, int64_t user_id, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q,
		"INSERT INTO membership (user_id, group_id, kind, added_at) VALUES (?1, ?2, 0, ?3)");
	dw_bind_int(&q, 1, user_id);
	dw_bind_int(&q, 2, group_id);
	dw_bind_int(&q, 3, w->now);
	w->topics |= DW_TOPIC_USERS | DW_TOPIC_GROUPS;
	return dw_query_run(&q, err);
}

static enum dw_code
delete(struct dw_work *w, const struct dw_group *group, const struct dw_user *user,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q, "DELETE FROM membership WHERE user_id = ?1 AND group_id = ?2");
	dw_bind_int(&q, 1, user->id);
	dw_bind_int(&q, 2, group->id);
	return dw_query_run(&q, err);
}

/* Writes the entry about these groups; takes names, an array. */
static enum dw_code
note(struct dw_work *w, const char *action, const struct dw_user *user, json_t *names,
	struct dw_error *err)
{
	json_t *data = json_pack("{s:o}", "groups", names);
	const struct dw_audit_entry entry = {
		.action = action,
		.target = user->uuid,
		.target_name = user->username,
		.data = data,
	};
	enum dw_code rc = dw_audit_append(w, &entry, err);

	json_decref(data);
	w->topics |= DW_TOPIC_USERS | DW_TOPIC_GROUPS;
	return rc;
}

/* ---- one group ---- */

enum dw_code
dw_group_add(struct dw_work *w, const struct dw_group *group, const struct dw_user *user,
	bool *changed, struct dw_error *err)
{
	enum membership is = NO_MEMBER;
	enum dw_code rc;

	if ((rc = dw_group_may_add(w, group, user, err)) != DW_OK ||
		(rc = look(w->db, group->id, user->id, &is, err)) != DW_OK)
		return rc;
	if (is != NO_MEMBER) {
		*changed = false;
		return DW_OK;
	}
	if ((rc = dw_group_put(w, group->id, user->id, err)) != DW_OK ||
		(rc = note(w, "groups_added", user, json_pack("[s]", group->name), err)) != DW_OK)
		return rc;
	*changed = true;
	return DW_OK;
}

enum dw_code
dw_group_remove(struct dw_work *w, const struct dw_group *group, const struct dw_user *user,
	bool *changed, struct dw_error *err)
{
	enum membership is = NO_MEMBER;
	enum dw_code rc;

	if ((rc = dw_group_may_remove(w, group, user, err)) != DW_OK ||
		(rc = look(w->db, group->id, user->id, &is, err)) != DW_OK)
		return rc;
	if (is == NO_MEMBER) {
		*changed = false;
		return DW_OK;
	}
	if ((rc = delete(w, group, user, err)) != DW_OK ||
		(rc = note(w, "groups_removed", user, json_pack("[s]", group->name), err)) != DW_OK)
		return rc;
	*changed = true;
	return DW_OK;
}

/* ---- all groups of one user ---- */

struct group_list {
	struct dw_group *at;
	size_t count;
};

static void
group_list_clear(struct group_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		dw_group_clear(&list->at[i]);
	free(list->at);
	*list = (struct group_list){ 0 };
}

static bool
group_list_has(const struct group_list *list, int64_t id)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->at[i].id == id)
			return true;
	return false;
}

/* One more place at the end, empty. */
static struct dw_group *
group_list_more(struct group_list *list)
{
	list->at = dw_realloc(list->at, list->count + 1, sizeof(*list->at));
	list->at[list->count] = (struct dw_group){ 0 };
	return &list->at[list->count];
}

/* The groups with these names, each once. */
static enum dw_code
find_all(struct dw_db *db, const char *const *names, size_t n, struct group_list *out,
	struct dw_error *err)
{
	enum dw_code rc;

	for (size_t i = 0; i < n; i++) {
		DW_AUTO(dw_group) group = { 0 };

		if ((rc = dw_group_find(db, names[i], &group, err)) != DW_OK)
			return rc;
		if (group_list_has(out, group.id))
			continue;
		*group_list_more(out) = group;
		out->count++;
		group = (struct dw_group){ 0 };
	}
	return DW_OK;
}

/* The groups a user was put into by hand. */
static enum dw_code
fixed_groups(struct dw_db *db, int64_t user_id, struct group_list *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q,
		"SELECT m.group_id FROM membership AS m JOIN user_group AS g ON g.id = m.group_id"
		" WHERE m.user_id = ?1 AND m.kind = 0 ORDER BY g.name_key");
	dw_bind_int(&q, 1, user_id);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		if ((rc = dw_group_by_id(db, dw_col_int(&q, 0), group_list_more(out), err)) != DW_OK)
			return rc;
		out->count++;
	}
	return rc;
}

enum dw_code
dw_group_set(struct dw_work *w, const struct dw_user *user, const char *const *names, size_t n,
	bool *changed, struct dw_error *err)
{
	DW_AUTO(group_list) wanted = { 0 };
	DW_AUTO(group_list) had = { 0 };
	json_t *came = json_array(), *went = json_array();
	enum dw_code rc;
	bool any;

	if ((rc = find_all(w->db, names, n, &wanted, err)) == DW_OK)
		rc = fixed_groups(w->db, user->id, &had, err);
	/* Who comes before who goes, so that an admin group never has to be empty in between. */
	for (size_t i = 0; rc == DW_OK && i < wanted.count; i++) {
		const struct dw_group *group = &wanted.at[i];
		enum membership is = NO_MEMBER;

		if ((rc = look(w->db, group->id, user->id, &is, err)) != DW_OK || is != NO_MEMBER)
			continue;
		if ((rc = dw_group_may_add(w, group, user, err)) == DW_OK &&
			(rc = dw_group_put(w, group->id, user->id, err)) == DW_OK)
			json_array_append_new(came, json_string(group->name));
	}
	for (size_t i = 0; rc == DW_OK && i < had.count; i++) {
		const struct dw_group *group = &had.at[i];

		if (group_list_has(&wanted, group->id))
			continue;
		if ((rc = dw_group_may_remove(w, group, user, err)) == DW_OK &&
			(rc = delete(w, group, user, err)) == DW_OK)
			json_array_append_new(went, json_string(group->name));
	}
	any = json_array_size(came) > 0 || json_array_size(went) > 0;
	if (rc == DW_OK && json_array_size(came) > 0)
		rc = note(w, "groups_added", user, json_incref(came), err);
	if (rc == DW_OK && json_array_size(went) > 0)
		rc = note(w, "groups_removed", user, json_incref(went), err);
	json_decref(came);
	json_decref(went);
	if (rc == DW_OK)
		*changed = any;
	return rc;
}
