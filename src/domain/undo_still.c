/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is it still as a change left it? Asked twice: of the audit, whether a newer entry
 * touches the same, and of the store, whether the values are those that the entry
 * has. Either alone would miss something: a value that went and came back, and a
 * change that came by a way which writes other entries. See undo.h.
 */
#include <string.h>

#include "base/intl.h"
#include "domain/permission.h"
#include "domain/profile.h"
#include "domain/undo_parts.h"

json_t *
undo_names(const struct undo_entry *e)
{
	return json_object_get(e->data, e->kind == UNDO_GROUPS ? "groups" :
		e->kind == UNDO_PERMISSIONS ? "permissions" : "");
}

static enum dw_code
changed_since(const char *who, struct dw_error *err)
{
	return dw_fail(err, DW_CONFLICT,
		_("The same has been changed at %s since, so it is not undone. Look at the history and "
		  "change it by hand."), who);
}

/* ---- newer entries ------------------------------------------------------------- */

/* The address and whether it is verified are one thing: the one resets the other. */
static bool
has_field(json_t *changes, const char *field)
{
	if (strcmp(field, "email") == 0 || strcmp(field, "email_verified") == 0)
		return json_object_get(changes, "email") != NULL ||
			json_object_get(changes, "email_verified") != NULL;
	return json_object_get(changes, field) != NULL;
}

static bool
share_a_field(const struct undo_entry *e, const struct undo_entry *newer)
{
	json_t *mine = json_object_get(e->about, "changes");
	json_t *theirs = json_object_get(newer->about, "changes");
	const char *field;
	json_t *pair;

	/* What an erased entry was about, nobody knows. */
	if (theirs == NULL)
		return true;
	json_object_foreach(mine, field, pair)
		if (has_field(theirs, field))
			return true;
	return false;
}

static bool
share_a_name(const struct undo_entry *e, const struct undo_entry *newer)
{
	json_t *theirs = undo_names(newer);
	const json_t *name;
	size_t i;

	if (theirs == NULL)
		return true;
	json_array_foreach(undo_names(e), i, name)
		if (dw_names_have(theirs, json_string_value(name)))
			return true;
	return false;
}

/* Groups have no target in the chain: which one it is stands beside it. */
static bool
of_same_group(const struct undo_entry *e, const struct undo_entry *newer)
{
	json_t *mine = json_object_get(e->data, "group_id");
	json_t *theirs = json_object_get(newer->data, "group_id");

	return mine == theirs || json_equal(mine, theirs);
}

static bool
touches(const struct undo_entry *e, const struct undo_entry *newer)
{
	if (newer->verified)
		return e->kind == UNDO_PROFILE &&
			has_field(json_object_get(e->about, "changes"), "email");
	if (newer->kind != e->kind)
		return false;
	switch (e->kind) {
	case UNDO_PROFILE:
		return share_a_field(e, newer);
	case UNDO_ACTIVE:
		return true;
	case UNDO_GROUPS:
		return share_a_name(e, newer);
	case UNDO_PERMISSIONS:
		return of_same_group(e, newer) && share_a_name(e, newer);
	case UNDO_NONE:
	case UNDO_NOTE:
		break;
	}
	return false;
}

static enum dw_code
untouched(struct dw_work *w, const char *who, const struct undo_entry *e, int64_t last,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(w->db, &q,
		UNDO_ENTRY_SELECT "WHERE a.target_uuid = ?1 AND a.seq > ?2 AND a.result = 'ok'");
	dw_bind_uuid(&q, 1, &e->target);
	dw_bind_int(&q, 2, last);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		struct undo_entry newer;
		bool same;

		undo_entry_read(&q, &newer);
		same = touches(e, &newer);
		undo_entry_clear(&newer);
		if (same)
			return changed_since(who, err);
	}
	return rc;
}

/* ---- values -------------------------------------------------------------------- */

static enum dw_code
profile_is_so(struct dw_work *w, const struct dw_user *user, const struct undo_entry *e,
	struct dw_error *err)
{
	static const struct dw_user nobody;
	const struct dw_user_edit same = DW_USER_EDIT_NONE;
	json_t *changes = json_object_get(e->about, "changes");
	DW_AUTO(dw_profile) p = { 0 };
	DW_AUTO_JSON now = NULL;
	DW_AUTO(dw_query) q = { 0 };
	const char *field;
	json_t *pair;
	int64_t uid;
	enum dw_code rc;

	dw_query_open(w->db, &q, "SELECT uid FROM unix_binding WHERE user_id = ?1");
	dw_bind_int(&q, 1, user->id);
	if ((rc = dw_query_int(&q, -1, &uid, err)) != DW_OK)
		return rc;
	/* What differs from nobody, as the audit writes values; all else is as nobody has it. */
	dw_profile_make(user, &same, w->now, &p);
	now = dw_profile_changes(&nobody, &p);
	if (uid >= 0)
		json_object_set_new(now, "unix_uid", json_pack("[s,o]", "",
			json_sprintf("%lld", (long long)uid)));
	json_object_foreach(changes, field, pair) {
		const json_t *after = json_array_get(pair, 1);
		const json_t *is = json_array_get(json_object_get(now, field), 1);
		bool empty = json_is_null(after) || json_is_false(after) ||
			(json_is_string(after) && json_string_length(after) == 0);

		if (is == NULL ? !empty : !json_equal(is, after))
			return changed_since(user->username, err);
	}
	return DW_OK;
}

/* A name that has been given to another group, or taken from this one, says nothing more. */
static enum dw_code
is_same_group(struct dw_work *w, const char *name, const struct undo_entry *e, int64_t *id,
	struct dw_error *err)
{
	DW_AUTO(dw_group) group = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc = dw_group_find(w->db, name, &group, NULL);
	bool row, renamed = false;

	if (rc != DW_OK || strcmp(group.name, name) != 0 || group.created_at > e->time)
		return dw_fail(err, DW_STATE, _("The group %s is not there any more."), name);
	dw_query_open(w->db, &q,
		UNDO_ENTRY_SELECT "WHERE a.action_code = 'group_updated' AND a.seq > ?1");
	dw_bind_int(&q, 1, e->seq);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		struct undo_entry newer;

		undo_entry_read(&q, &newer);
		renamed = renamed || dw_names_have(json_object_get(
			json_object_get(newer.data, "changes"), "name"), name);
		undo_entry_clear(&newer);
	}
	if (rc == DW_OK && renamed)
		return dw_fail(err, DW_STATE,
			_("The group %s has another name since. Change the membership by hand."), name);
	*id = group.id;
	return rc;
}

static enum dw_code
groups_are_so(struct dw_work *w, const struct dw_user *user, const struct undo_entry *e,
	struct dw_error *err)
{
	const json_t *name;
	enum dw_code rc;
	size_t i;

	json_array_foreach(undo_names(e), i, name) {
		DW_AUTO(dw_query) q = { 0 };
		int64_t id = 0, is = 0;

		if ((rc = is_same_group(w, json_string_value(name), e, &id, err)) != DW_OK)
			return rc;
		dw_query_open(w->db, &q,
			"SELECT kind = 0 FROM membership WHERE user_id = ?1 AND group_id = ?2");
		dw_bind_int(&q, 1, user->id);
		dw_bind_int(&q, 2, id);
		if ((rc = dw_query_int(&q, -1, &is, err)) != DW_OK)
			return rc;
		if (is != (e->gave ? 1 : -1))
			return changed_since(user->username, err);
	}
	return DW_OK;
}

static enum dw_code
permissions_are_so(struct dw_work *w, const struct dw_undone *target, const struct undo_entry *e,
	struct dw_error *err)
{
	bool user = target->user.id != 0;
	const json_t *item;
	enum dw_code rc;
	size_t i;

	json_array_foreach(undo_names(e), i, item) {
		DW_AUTO(dw_query) q = { 0 };
		const char *name = json_string_value(item);
		int64_t id = 0, is = 0;

		if ((rc = dw_permission_resolve(w->db, &name, 1, &id, err)) != DW_OK)
			return rc;
		dw_query_open(w->db, &q, user ?
			"SELECT count(*) FROM user_permission WHERE user_id = ?1 AND permission_id = ?2" :
			"SELECT count(*) FROM group_permission WHERE group_id = ?1 AND permission_id = ?2");
		dw_bind_int(&q, 1, user ? target->user.id : target->group.id);
		dw_bind_int(&q, 2, id);
		if ((rc = dw_query_int(&q, 0, &is, err)) != DW_OK)
			return rc;
		if ((is > 0) != e->gave)
			return changed_since(user ? target->user.username : target->group.name, err);
	}
	return DW_OK;
}

enum dw_code
undo_still_there(struct dw_work *w, const struct dw_undone *target, const struct undo_entry *e,
	int64_t last, struct dw_error *err)
{
	const char *who = target->user.id != 0 ? target->user.username : target->group.name;
	enum dw_code rc;

	if (e->kind == UNDO_NONE || e->kind == UNDO_NOTE)
		return DW_OK;
	if ((rc = untouched(w, who, e, last, err)) != DW_OK)
		return rc;
	switch (e->kind) {
	case UNDO_PROFILE:
		return profile_is_so(w, &target->user, e, err);
	case UNDO_ACTIVE:
		return target->user.active == e->gave ? DW_OK : changed_since(who, err);
	case UNDO_GROUPS:
		return groups_are_so(w, &target->user, e, err);
	case UNDO_PERMISSIONS:
		return permissions_are_so(w, target, e, err);
	case UNDO_NONE:
	case UNDO_NOTE:
		break;
	}
	return DW_OK;
}
