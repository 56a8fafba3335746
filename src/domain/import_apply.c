/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing a file of users that was read and judged: whose rights it takes, row after row,
 * what becomes of those that fail, and the entry about the whole, all in the caller's
 * transaction. A single row is written in import_write.c. See import.h.
 */
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "domain/audit.h"
#include "domain/group.h"
#include "domain/import_rows.h"

#define PROGRESS_ROWS 512
#define REFUSALS_NOTED 20 /* of one import: who tries many writes many lines, not the audit full */

/* Asks once for each group, however many rows and lists name it. */
static enum dw_code
may_join(struct dw_work *w, const struct dw_import *import, struct dw_error *err)
{
	DW_AUTO(dw_keys) asked = { 0 };
	enum dw_code rc;

	for (size_t i = 0; i < import->n_groups; i++) {
		const struct dw_import_groups *list = &import->groups[i];

		for (size_t j = 0; list->joined && j < list->count; j++) {
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
	const struct dw_rights *rights = &w->operator->rights;
	enum dw_import_by by = import->options.update_by;
	enum dw_code rc;

	if ((rc = dw_rights_require(rights, DW_PERM_IMPORT, err)) != DW_OK ||
		(by != DW_IMPORT_BY_NOTHING &&
			(rc = dw_rights_require(rights, DW_PERM_EDIT_USER, err)) != DW_OK) ||
		(by == DW_IMPORT_BY_EMAIL &&
			(rc = dw_rights_require(rights, DW_PERM_VIEW_PII, err)) != DW_OK) ||
		(rc = dw_user_may_be_created(w, &import->asked, err)) != DW_OK)
		return rc;
	return may_join(w, import, err);
}

/* ---- one row after the other -------------------------------------------------------------- */

struct applied {
	struct dw_work *w;
	struct dw_import *import;
	struct dw_sink *sink;
	int64_t refused;        /* rows that a rule refused */
	enum dw_code refusal;   /* of the first of them */
	struct dw_error error;
};

const char *
import_column_of(const char *field, char room[48])
{
	if (strcmp(field, "verified") == 0)
		return "email_verified";
	snprintf(room, 48, "%s", field);
	for (char *p = room; *p != '\0'; p++)
		if (*p == '-')
			*p = '_';
	return room;
}

static bool
is_refusal(enum dw_code code)
{
	return code == DW_NOT_PERMITTED || code == DW_NOT_SUBSET || code == DW_OWN_ACCOUNT ||
		code == DW_LAST_ADMIN;
}

/* Is it the row's fault, and not the store's? */
static bool
is_of_row(enum dw_code code)
{
	return is_refusal(code) || code == DW_INVALID || code == DW_STATE || code == DW_NOT_FOUND ||
		code == DW_CONFLICT;
}

/* With keep_going the rest is committed, and the refusals with it. */
static enum dw_code
note_refusal(struct applied *a, const struct dw_import_row *row, enum dw_code code,
	struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	DW_AUTO_JSON data = json_pack("{s:s}", "action", "user.import");
	struct dw_audit_entry entry = { .action = "action_refused", .result = "refused",
		.reason = dw_code_name(code), .data = data };

	if (!a->import->options.keep_going || a->refused > REFUSALS_NOTED)
		return DW_OK;
	if (row->user_id != 0 && dw_user_by_id(a->w->db, row->user_id, &user, NULL) == DW_OK) {
		entry.target = user.uuid;
		entry.target_name = user.username;
	}
	return dw_audit_append(a->w, &entry, err);
}

static enum dw_code
row_failed(struct applied *a, struct dw_import_row *row, enum dw_code code,
	const struct dw_error *wrong, struct dw_error *err)
{
	char room[48];

	import_fault(a->import, row, import_column_of(wrong->field, room), wrong->message);
	if (!is_refusal(code))
		return DW_OK;
	if (a->refused++ == 0) {
		a->refusal = code;
		a->error = *wrong;
	}
	return note_refusal(a, row, code, err);
}

/* What was written of a row that failed is taken back, as if it had not been tried. */
static enum dw_code
try_row(struct applied *a, struct dw_import_row *row, json_t **changes, struct dw_error *err)
{
	struct dw_work *w = a->w, was = *w;
	struct dw_error wrong = { 0 };
	DW_AUTO(dw_mark) mark = { 0 };
	enum dw_import_deed deed = DW_IMPORT_BAD;
	enum dw_code rc, failed;

	if ((rc = dw_mark_set(w->db, &mark, err)) != DW_OK)
		return rc;
	failed = import_write(a->import, w, row, &deed, changes, &wrong);
	if (failed == DW_OK) {
		row->deed = deed;
		return dw_mark_keep(&mark, err);
	}
	if (!is_of_row(failed)) {
		if (err != NULL)
			*err = wrong;
		return failed;
	}
	if ((rc = dw_mark_back(&mark, err)) != DW_OK)
		return rc;
	w->entries = was.entries;
	w->last_seq = was.last_seq;
	return row_failed(a, row, failed, &wrong, err);
}

/* For who reads about it: as the store has the name. */
static void
name_row(struct applied *a, struct dw_import_row *row)
{
	DW_AUTO(dw_user) user = { 0 };

	if (row->user_id != 0 && import_keeps_rows(a->import) &&
		dw_user_by_id(a->w->db, row->user_id, &user, NULL) == DW_OK)
		row->username = import_keep(a->import, user.username);
}

static enum dw_code
do_row(struct applied *a, size_t index, struct dw_error *err)
{
	struct dw_import *import = a->import;
	struct dw_import_row *row = &import->rows[index];
	DW_AUTO_JSON changes = NULL;
	enum dw_code rc;

	if (row->username[0] == '\0')
		name_row(a, row);
	if (!row->bad && (rc = try_row(a, row, &changes, err)) != DW_OK)
		return rc;
	import->counts.created += row->deed == DW_IMPORT_CREATE;
	import->counts.changed += row->deed == DW_IMPORT_CHANGE;
	import->counts.same += row->deed == DW_IMPORT_SAME;
	import_show_deed(import, index, changes);
	return import_plan(import, row, changes, a->sink, err);
}

static enum dw_code
do_rows(struct applied *a, const struct dw_progress *progress, struct dw_error *err)
{
	struct dw_import *import = a->import;
	enum dw_code rc;

	for (size_t i = 0; i < import->count; i++) {
		if (i % PROGRESS_ROWS == 0 && progress->call != NULL &&
			!progress->call(progress->arg, (int64_t)i, (int64_t)import->count))
			return dw_fail(err, DW_CANCELLED, _("The import was cancelled; nothing was changed."));
		if ((rc = do_row(a, i, err)) != DW_OK)
			return rc;
		/* Enough to tell of; nothing of it will be kept. */
		if (!import_keeps_rows(import) && import->faults.total >= DW_FAULTS_KEPT)
			return DW_OK;
	}
	return DW_OK;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static enum dw_code
write_summary(struct applied *a, struct dw_error *err)
{
	const struct dw_import *import = a->import;
	const struct dw_import_counts *counts = &import->counts;
	DW_AUTO_JSON data = json_pack("{s:I}", "users", (json_int_t)counts->created);
	const struct dw_audit_entry entry = { .action = "users_imported", .data = data };

	if (import->options.update_by != DW_IMPORT_BY_NOTHING) {
		json_object_set_new(data, "updated", json_integer(counts->changed));
		json_object_set_new(data, "unchanged", json_integer(counts->same));
	}
	if (import->options.keep_going) {
		json_object_set_new(data, "rejected", json_integer(counts->bad));
		json_object_set_new(data, "refused", json_integer(a->refused));
	}
	return dw_audit_append(a->w, &entry, err);
}

/* Without keep_going one bad row is enough. */
static enum dw_code
judge_whole(struct applied *a, struct dw_error *err)
{
	struct dw_import *import = a->import;
	enum dw_code rc;

	if (import->options.keep_going || import->faults.total == 0)
		return DW_OK;
	import->faulty = true;
	rc = dw_faults_fail(&import->faults, false, err);
	if (a->refused == 0)
		return rc;
	/* A rule that refuses is more than a value that is wrong. */
	if (err != NULL)
		err->code = a->refusal;
	return a->refusal;
}

enum dw_code
dw_import_apply(struct dw_work *w, struct dw_import *import, const struct dw_progress *progress,
	struct dw_sink *sink, struct dw_error *err)
{
	struct applied a = { .w = w, .import = import, .sink = sink };
	struct dw_list_info info = { .item = "change", .total = -1 };
	struct dw_import_counts *counts = &import->counts;
	enum dw_code rc;

	if ((rc = dw_import_may(w, import, err)) != DW_OK ||
		(!import_keeps_rows(import) &&
			(rc = dw_faults_fail(&import->faults, false, err)) != DW_OK))
		return rc;
	if (dw_uuid_is_none(&w->batch))
		w->batch = dw_uuid_new();
	counts->created = counts->changed = counts->same = 0;
	if (sink != NULL && (rc = sink->begin(sink, dw_import_plan_columns,
			dw_import_plan_columns_count, err)) != DW_OK)
		return rc;
	if ((rc = do_rows(&a, progress, err)) != DW_OK ||
		(sink != NULL && (rc = sink->end(sink, &info, err)) != DW_OK) ||
		(rc = judge_whole(&a, err)) != DW_OK || counts->created + counts->changed == 0)
		return rc;
	return write_summary(&a, err);
}
