/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing one row of a file of users: somebody new, or what is different of somebody who
 * is there. Rights and guardrails are those of dw_user_edit() and dw_group_set(). See import.h.
 */
#include <string.h>

#include "base/intl.h"
#include "domain/audit.h"
#include "domain/credential.h"
#include "domain/group.h"
#include "domain/import_rows.h"
#include "domain/names.h"
#include "store/query.h"

/* ---- somebody new ----------------------------------------------------------------------- */

/* What the entry of a row says beside the profile: groups and where the password came from. */
static json_t *
about(const struct dw_import_row *row, const struct dw_import_groups *groups)
{
	json_t *data = json_object();

	if (groups->count > 0)
		json_object_set(data, "groups", groups->names);
	if (row->hash != NULL)
		json_object_set_new(data, "password_hash", json_string(dw_password_scheme(row->hash)));
	return data;
}

static enum dw_code
create(struct dw_work *w, const struct dw_import_row *row, const struct dw_import_groups *groups,
	struct dw_error *err)
{
	json_t *data = about(row, groups);
	int64_t id = 0;
	enum dw_code rc = dw_user_insert(w, &row->profile, row->active, -1, data, &id, err);

	json_decref(data);
	if (rc == DW_OK && row->hash != NULL)
		rc = dw_password_insert(w, id, dw_password_scheme(row->hash), row->hash, 0, false, err);
	for (size_t i = 0; rc == DW_OK && i < groups->count; i++)
		rc = dw_group_put(w, groups->ids[i], id, err);
	return rc;
}

/* ---- somebody who is there ---------------------------------------------------------------- */

/*
 * The groups that somebody was put into by hand, and those they would be in: the file's, and
 * unless it says all there are, their own. What a directory says counts as being in it.
 */
static enum dw_code
compare_groups(const struct dw_import *import, struct dw_work *w, const struct dw_import_row *row,
	json_t *before, json_t *after, bool *differ, struct dw_error *err)
{
	const struct dw_import_groups *wanted = &import->groups[row->groups];
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_JSON all = json_array();
	enum dw_code rc;
	bool is_row;

	dw_query_open(w->db, &q,
		"SELECT g.id, g.name, m.kind FROM membership AS m JOIN user_group AS g ON g.id = m.group_id"
		" WHERE m.user_id = ?1 ORDER BY g.name_key");
	dw_bind_int(&q, 1, row->user_id);
	while ((rc = dw_query_next(&q, &is_row, err)) == DW_OK && is_row) {
		const char *name = dw_col_text(&q, 1);
		/* An empty list is only given where it is to empty theirs. */
		bool stays = (!import->options.set_groups && wanted->count > 0) ||
			import_has_group(wanted, dw_col_int(&q, 0));

		json_array_append_new(all, json_string(name));
		if (dw_col_int(&q, 2) != 0)
			continue;
		json_array_append_new(before, json_string(name));
		if (stays)
			json_array_append_new(after, json_string(name));
		else
			*differ = true;
	}
	if (rc != DW_OK)
		return rc;
	for (size_t i = 0; i < wanted->count; i++) {
		json_t *name = json_array_get(wanted->names, i);

		if (dw_names_have(all, json_string_value(name)))
			continue;
		json_array_append(after, name);
		*differ = true;
	}
	return DW_OK;
}

static enum dw_code
set_groups(struct dw_work *w, const struct dw_user *user, const json_t *wanted,
	struct dw_error *err)
{
	size_t n = json_array_size(wanted);
	DW_AUTO_FREE const char **names = dw_calloc(n + 1, sizeof(*names));
	bool changed;

	for (size_t i = 0; i < n; i++)
		names[i] = json_string_value(json_array_get(wanted, i));
	return dw_group_set(w, user, names, n, &changed, err);
}

/* What the row would change, before any right is asked for: what is equal needs none. */
static json_t *
compare(struct dw_work *w, const struct dw_user *user, const struct dw_user_edit *edit)
{
	DW_AUTO(dw_profile) p = { 0 };
	json_t *changes;

	dw_profile_make(user, edit, w->now, &p);
	changes = dw_profile_changes(user, &p);
	if (edit->active >= 0)
		dw_audit_change_bool(changes, "active", user->active, edit->active != 0);
	return changes;
}

static enum dw_code
find_again(struct dw_import *import, struct dw_work *w, const struct dw_import_row *row,
	struct dw_user *user, struct dw_error *err)
{
	int64_t id = 0;
	enum dw_code rc = import_find(w, import->options.update_by, row->key, &id, err);

	if (rc != DW_OK)
		return rc;
	if (id != row->user_id)
		return dw_fail(err, DW_STATE, _("Somebody else has changed or removed this user "
			"meanwhile."));
	return dw_user_by_id(w->db, id, user, err);
}

static enum dw_code
change(struct dw_import *import, struct dw_work *w, const struct dw_import_row *row,
	enum dw_import_deed *deed, json_t **out, struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	DW_AUTO_JSON before = json_array();
	DW_AUTO_JSON after = json_array();
	DW_AUTO_JSON changes = NULL;
	bool groups = false, changed;
	enum dw_code rc;

	if ((rc = find_again(import, w, row, &user, err)) != DW_OK ||
		(row->groups_given && (rc = compare_groups(import, w, row, before, after, &groups, err)) !=
			DW_OK))
		return rc;
	changes = compare(w, &user, row->edit);
	*deed = json_object_size(changes) > 0 || groups ? DW_IMPORT_CHANGE : DW_IMPORT_SAME;
	if (*deed == DW_IMPORT_SAME)
		return DW_OK;
	/* Groups first: one who is deactivated at the same time can still be taken out of them. */
	if ((groups && (rc = set_groups(w, &user, after, err)) != DW_OK) ||
		(json_object_size(changes) > 0 &&
			(rc = dw_user_edit(w, &user, row->edit, 0, &changed, err)) != DW_OK))
		return rc;
	if (groups)
		json_object_set_new(changes, "groups", json_pack("[O, O]", before, after));
	*out = dw_steal(&changes);
	return DW_OK;
}

enum dw_code
import_write(struct dw_import *import, struct dw_work *w, const struct dw_import_row *row,
	enum dw_import_deed *deed, json_t **changes, struct dw_error *err)
{
	if (row->edit != NULL)
		return change(import, w, row, deed, changes, err);
	*deed = DW_IMPORT_CREATE;
	return create(w, row, &import->groups[row->groups], err);
}
