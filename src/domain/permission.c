/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The permission catalogue: bringing it in and looking names up. Grants are in
 * grant.c, lists are in permission_list.c. See permission.h.
 */
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/permission.h"
#include "store/query.h"

#define NAME_LONGEST 200
#define DESCRIPTION_LONGEST 500
#define OWN "doorward."

/* ---- what a row may be ---- */

/* Django's form, which most applications have: app_label.codename, ASCII. */
static bool
well_formed(const char *name)
{
	static const char label[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
	size_t head = strspn(name, label);
	const char *rest = name + head + 1;

	if (head == 0 || name[head] != '.' || *rest == '\0' || strlen(name) > NAME_LONGEST)
		return false;
	while (*rest != '\0') {
		size_t part = strspn(rest, label);

		if (part == 0 || (rest[part] != '\0' && (rest[part] != '.' || rest[part + 1] == '\0')))
			return false;
		rest += part + (rest[part] == '.');
	}
	return true;
}

enum dw_code
dw_permission_check(const struct dw_catalogue_row *row, struct dw_error *err)
{
	if (!well_formed(row->name))
		return dw_fail_field(err, DW_INVALID, "name",
			_("A permission is written app_label.codename, with letters, digits, _ and -, at "
			  "most %d characters: \"awx.run_job\"."), NAME_LONGEST);
	if (strncmp(row->name, OWN, strlen(OWN)) == 0)
		return dw_fail_field(err, DW_INVALID, "name",
			_("Permissions that begin with doorward. are Doorward's own; %s cannot be imported."),
			row->name);
	if (row->description == NULL)
		return DW_OK;
	if (!dw_utf8_valid(row->description, strlen(row->description)))
		return dw_fail_field(err, DW_INVALID, "description",
			_("The description of %s is not valid UTF-8."), row->name);
	if (dw_utf8_length(row->description) > DESCRIPTION_LONGEST)
		return dw_fail_field(err, DW_INVALID, "description",
			_("The description of %s has more than %d characters."), row->name,
			DESCRIPTION_LONGEST);
	return DW_OK;
}

/* ---- bringing in ---- */

enum change { UNCHANGED, ADDED, UPDATED };

static enum dw_code
add(struct dw_work *w, const struct dw_catalogue_row *row, const char *description,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q,
		"INSERT INTO permission (name, app_label, description, privileged)"
		" VALUES (?1, substr(?1, 1, instr(?1, '.') - 1), ?2, ?3)");
	dw_bind_text(&q, 1, row->name);
	dw_bind_text(&q, 2, description);
	dw_bind_int(&q, 3, row->privileged > 0);
	return dw_query_run(&q, err);
}

static enum dw_code
update(struct dw_work *w, int64_t id, bool privileged, const char *description,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q,
		"UPDATE permission SET description = ?2, privileged = ?3 WHERE id = ?1");
	dw_bind_int(&q, 1, id);
	dw_bind_text(&q, 2, description);
	dw_bind_int(&q, 3, privileged);
	return dw_query_run(&q, err);
}

static enum dw_code
bring_in(struct dw_work *w, const struct dw_catalogue_row *row, enum change *out,
	struct dw_error *err)
{
	const char *description = row->description != NULL ? row->description : "";
	DW_AUTO(dw_query) q = { 0 };
	bool known, was, is;
	enum dw_code rc;

	dw_query_open(w->db, &q, "SELECT id, description, privileged FROM permission WHERE name = ?1");
	dw_bind_text(&q, 1, row->name);
	if ((rc = dw_query_next(&q, &known, err)) != DW_OK)
		return rc;
	if (!known) {
		*out = ADDED;
		return add(w, row, description, err);
	}
	if (row->description == NULL)
		description = dw_col_text(&q, 1);
	was = dw_col_int(&q, 2) != 0;
	is = row->privileged >= 0 ? row->privileged != 0 : was;
	if (was == is && strcmp(dw_col_text(&q, 1), description) == 0) {
		*out = UNCHANGED;
		return DW_OK;
	}
	/* Without its mark, anybody with manage_access could grant it. */
	if (!is &&
		(rc = dw_rights_over_permission(w, dw_col_int(&q, 0), err)) != DW_OK)
		return rc;
	*out = UPDATED;
	return update(w, dw_col_int(&q, 0), is, description, err);
}

enum dw_code
dw_permission_import(struct dw_work *w, const struct dw_catalogue_row *rows, size_t n,
	int64_t *added, int64_t *updated, struct dw_error *err)
{
	struct dw_audit_entry entry = { .action = "permission_catalogue_imported" };
	int64_t counts[] = { [UNCHANGED] = 0, [ADDED] = 0, [UPDATED] = 0 };
	enum change change;
	enum dw_code rc;

	if ((rc = dw_rights_require(&w->operator->rights, DW_PERM_MANAGE_CATALOGUE, err)) != DW_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		if ((rc = dw_permission_check(&rows[i], err)) != DW_OK ||
			(rc = bring_in(w, &rows[i], &change, err)) != DW_OK)
			return rc;
		counts[change]++;
	}
	if (counts[ADDED] + counts[UPDATED] > 0) {
		w->topics |= DW_TOPIC_PERMISSIONS;
		entry.data = json_pack("{s:I, s:I}", "added", (json_int_t)counts[ADDED], "updated",
			(json_int_t)counts[UPDATED]);
		rc = dw_audit_append(w, &entry, err);
		json_decref(entry.data);
	}
	if (rc == DW_OK) {
		*added = counts[ADDED];
		*updated = counts[UPDATED];
	}
	return rc;
}

/* ---- looking up ---- */

static enum dw_code
not_there(struct dw_db *db, const char *name, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(dw_nearest) near = { .wanted = name };
	DW_AUTO_FREE char *shown = dw_display_dup(name);
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q, "SELECT name FROM permission");
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		dw_nearest_offer(&near, dw_col_text(&q, 0), NULL);
	if (rc != DW_OK)
		return rc;
	if (near.best != NULL)
		return dw_fail_field(err, DW_NOT_FOUND, "permission",
			_("There is no permission “%s”; did you mean “%s”?"), shown, near.best);
	return dw_fail_field(err, DW_NOT_FOUND, "permission",
		_("There is no permission “%s”. \"permission list\" shows all of them."), shown);
}

enum dw_code
dw_permission_resolve(struct dw_db *db, const char *const *names, size_t n, int64_t *ids,
	struct dw_error *err)
{
	enum dw_code rc;

	for (size_t i = 0; i < n; i++) {
		DW_AUTO(dw_query) q = { 0 };

		dw_query_open(db, &q, "SELECT id FROM permission WHERE name = ?1");
		dw_bind_text(&q, 1, names[i]);
		if ((rc = dw_query_int(&q, 0, &ids[i], err)) != DW_OK)
			return rc;
		if (ids[i] == 0)
			return not_there(db, names[i], err);
	}
	return DW_OK;
}
