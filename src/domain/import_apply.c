/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing a file of users that was read and judged: rights, rows, entries, all in the
 * caller's transaction. See import.h.
 */
#include <string.h>

#include "base/intl.h"
#include "domain/audit.h"
#include "domain/credential.h"
#include "domain/group.h"
#include "domain/import_rows.h"

#define PROGRESS_ROWS 512

/* Asks once for each group, however many rows and lists name it. */
static enum dw_code
may_join(struct dw_work *w, const struct dw_import *import, struct dw_error *err)
{
	DW_AUTO(dw_keys) asked = { 0 };
	enum dw_code rc;

	for (size_t i = 0; i < import->n_groups; i++) {
		const struct dw_import_groups *list = &import->groups[i];

		for (size_t j = 0; j < list->count; j++) {
			const char *name = json_string_value(json_array_get(list->names, j));
			DW_AUTO(dw_group) group = { 0 };

			if (dw_keys_find(&asked, name) >= 0)
				continue;
			dw_keys_add(&asked, name, 0);
			/* It may have been deleted since the file was read. */
			if ((rc = dw_group_by_id(w->db, list->ids[j], &group, err)) != DW_OK ||
				(rc = dw_group_may_add(w, &group, NULL, err)) != DW_OK)
				return rc;
		}
	}
	return DW_OK;
}

enum dw_code
dw_import_may(struct dw_work *w, const struct dw_import *import, struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = dw_rights_require(&w->operator->rights, DW_PERM_IMPORT, err)) != DW_OK ||
		(rc = dw_user_may_be_created(w, &import->asked, err)) != DW_OK)
		return rc;
	return may_join(w, import, err);
}

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
write_row(struct dw_work *w, const struct dw_import_row *row,
	const struct dw_import_groups *groups, struct dw_error *err)
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

/* What another operator was faster with, with its line. */
static enum dw_code
lost_race(const struct dw_import_row *row, enum dw_code rc, const struct dw_error *wrong,
	struct dw_error *err)
{
	if (rc != DW_INVALID) {
		if (err != NULL)
			*err = *wrong;
		return rc;
	}
	return dw_fail_field(err, rc, wrong->field,
		_("Nothing was imported, because the store has changed meanwhile. Line %lld: %s"),
		(long long)row->line, wrong->message);
}

static enum dw_code
write_summary(struct dw_work *w, const struct dw_import *import, struct dw_error *err)
{
	json_t *data = json_pack("{s:I}", "users", (json_int_t)import->count);
	const struct dw_audit_entry entry = { .action = "users_imported", .data = data };
	enum dw_code rc = dw_audit_append(w, &entry, err);

	json_decref(data);
	return rc;
}

enum dw_code
dw_import_apply(struct dw_work *w, struct dw_import *import, const struct dw_progress *progress,
	struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = dw_import_may(w, import, err)) != DW_OK ||
		(rc = dw_faults_fail(&import->faults, false, err)) != DW_OK || import->count == 0)
		return rc;
	if (dw_uuid_is_none(&w->batch))
		w->batch = dw_uuid_new();
	for (size_t i = 0; i < import->count; i++) {
		const struct dw_import_row *row = &import->rows[i];
		struct dw_error wrong = { 0 };

		if (i % PROGRESS_ROWS == 0 && progress->call != NULL &&
			!progress->call(progress->arg, (int64_t)i, (int64_t)import->count))
			return dw_fail(err, DW_CANCELLED, _("The import was cancelled; nothing was changed."));
		if ((rc = write_row(w, row, &import->groups[row->groups], &wrong)) != DW_OK)
			return lost_race(row, rc, &wrong, err);
	}
	return write_summary(w, import, err);
}
