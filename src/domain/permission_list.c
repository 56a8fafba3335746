/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The permission catalogue as a list. What somebody holds of it is in holding_list.c.
 * See permission.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/cursor.h"
#include "domain/group.h"
#include "domain/names.h"
#include "domain/permission.h"
#include "domain/search.h"
#include "store/query.h"

/* ---- the catalogue ---- */

enum { NAME, APP_LABEL, DESCRIPTION, PRIVILEGED, DIRECT_HOLDERS, GROUPS };

const struct dw_column dw_permission_columns[] = {
	[NAME] = { "name", N_("PERMISSION"), DW_TEXT, DW_COL_DEFAULT, 1, 26, 2, "name" },
	[APP_LABEL] = { "app_label", N_("APPLICATION"), DW_TEXT, 0, 8, 12, 1, NULL },
	[DESCRIPTION] = { "description", N_("DESCRIPTION"), DW_TEXT, DW_COL_DEFAULT, 3, 30, 4, NULL },
	[PRIVILEGED] = { "privileged", N_("PRIVILEGED"), DW_BOOL, DW_COL_DEFAULT, 4, 10, 0, NULL },
	[DIRECT_HOLDERS] = { "direct_holders", N_("DIRECT"), DW_INT, DW_COL_DEFAULT | DW_COL_RIGHT, 5,
		7, 0, NULL },
	[GROUPS] = { "groups", N_("GROUPS"), DW_NAMES, DW_COL_DEFAULT, 2, 20, 2, NULL },
};
const size_t dw_permission_columns_count = DW_COUNT(dw_permission_columns);

#define CURSOR "permission:name"
#define FROM "permission:from" /* dw_permission_list_from() */

char *
dw_permission_list_from(const char *text)
{
	const struct dw_cursor at = { .text = (char *)(uintptr_t)text };

	return dw_cursor_write(&at, FROM);
}

/* What the rows are asked for, found once. */
struct wanted {
	const struct dw_permission_query *query;
	int64_t one, group;
	struct dw_needle needle;
	struct dw_cursor from;
	bool with; /* the very name of `from` is in the list too */
};

static void
wanted_clear(struct wanted *w)
{
	dw_needle_clear(&w->needle);
	dw_cursor_clear(&w->from);
}

/* An application that nothing is of would show an empty list, which says something else. */
static enum dw_code
check_app(struct dw_db *db, const char *app, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *shown = dw_display_dup(app);
	enum dw_code rc;
	int64_t any;

	dw_query_open(db, &q, "SELECT EXISTS (SELECT 1 FROM permission WHERE app_label = ?1)");
	dw_bind_text(&q, 1, app);
	if ((rc = dw_query_int(&q, 0, &any, err)) != DW_OK || any)
		return rc;
	return dw_fail_field(err, DW_NOT_FOUND, "app",
		_("There is no permission of an application “%s”."), shown);
}

static enum dw_code
read_wanted(struct dw_db *db, const struct dw_permission_query *query, struct wanted *w,
	struct dw_error *err)
{
	DW_AUTO(dw_group) group = { 0 };
	struct dw_error why = { 0 };
	enum dw_code rc;

	w->query = query;
	w->with = query->after == NULL || dw_cursor_read(query->after, FROM, &w->from, NULL) == DW_OK;
	dw_needle_read(query->search, &w->needle);
	if ((query->only != NULL &&
			(rc = dw_permission_resolve(db, &query->only, 1, &w->one, err)) != DW_OK) ||
		(query->app != NULL && (rc = check_app(db, query->app, err)) != DW_OK) ||
		(!w->with && (rc = dw_cursor_read(query->after, CURSOR, &w->from, err)) != DW_OK))
		return rc;
	if (query->group != NULL && (rc = dw_group_find(db, query->group, &group, &why)) != DW_OK)
		return dw_fail_field(err, rc, "group", "%s", why.message);
	w->group = group.id;
	return DW_OK;
}

#define CONDITIONS " AND (?2 = 0 OR p.id = ?2) AND (?4 IS NULL OR p.app_label = ?4)" \
	" AND (?5 < 0 OR p.privileged = ?5) AND (?6 = 0 OR EXISTS (SELECT 1" \
	"	FROM group_permission AS h WHERE h.permission_id = p.id AND h.group_id = ?6))"

static void
bind(const struct wanted *w, struct dw_query *q)
{
	dw_bind_text(q, 1, w->from.text != NULL ? w->from.text : "");
	dw_bind_int(q, 2, w->one);
	dw_bind_int(q, 3, w->with);
	dw_bind_text(q, 4, w->query->app);
	dw_bind_int(q, 5, w->query->privileged);
	dw_bind_int(q, 6, w->group);
}

/* How many of the list come before where it begins. */
static enum dw_code
count_before(struct dw_db *db, const struct wanted *w, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q, "SELECT p.name, p.description FROM permission AS p"
		" WHERE p.name < ?1 AND ?3" CONDITIONS);
	bind(w, &q);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		*out += dw_needle_is_in(&w->needle, dw_col_text(&q, 0)) ||
			dw_needle_is_in(&w->needle, dw_col_text(&q, 1));
	return rc;
}

static enum dw_code
read_groups(struct dw_db *db, int64_t permission_id, struct dw_name_list *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q,
		"SELECT g.name FROM group_permission AS h JOIN user_group AS g ON g.id = h.group_id"
		" WHERE h.permission_id = ?1 ORDER BY g.name_key");
	dw_bind_int(&q, 1, permission_id);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		dw_name_list_add(out, dw_col_text(&q, 0));
	return rc;
}

static enum dw_code
put_row(struct dw_db *db, const struct dw_query *q, struct dw_sink *sink, struct dw_error *err)
{
	DW_AUTO(dw_name_list) groups = { 0 };
	struct dw_value row[DW_COUNT(dw_permission_columns)] = {
		[NAME].text = dw_col_text(q, 1),
		[APP_LABEL].text = dw_col_text(q, 2),
		[DESCRIPTION].text = dw_col_text(q, 3),
		[PRIVILEGED].num = dw_col_int(q, 4),
		[DIRECT_HOLDERS].num = dw_col_int(q, 5),
	};
	enum dw_code rc;

	if ((rc = read_groups(db, dw_col_int(q, 0), &groups, err)) != DW_OK)
		return rc;
	row[GROUPS].names = dw_name_list_names(&groups);
	return sink->row(sink, row, err);
}

enum dw_code
dw_permission_list(struct dw_db *db, const struct dw_permission_query *query,
	struct dw_sink *sink, struct dw_error *err)
{
	struct dw_list_info info = { .item = "permission", .single = query->only != NULL, .total = -1 };
	struct dw_cursor last = { 0 };
	DW_AUTO(wanted) w = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *name = NULL;
	DW_AUTO_FREE char *next = NULL;
	enum dw_code rc;
	int shown = 0;
	bool row;

	if ((rc = read_wanted(db, query, &w, err)) != DW_OK ||
		(w.from.text != NULL && w.with &&
			(rc = count_before(db, &w, &info.skipped, err)) != DW_OK) ||
		(rc = sink->begin(sink, dw_permission_columns, dw_permission_columns_count, err)) !=
			DW_OK)
		return rc;
	dw_query_open(db, &q,
		"SELECT p.id, p.name, p.app_label, p.description, p.privileged,"
		" (SELECT COUNT(*) FROM user_permission AS h WHERE h.permission_id = p.id)"
		" FROM permission AS p WHERE p.name >= ?1 AND (?3 OR p.name <> ?1)" CONDITIONS
		" ORDER BY p.name");
	bind(&w, &q);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		if (!dw_needle_is_in(&w.needle, dw_col_text(&q, 1)) &&
			!dw_needle_is_in(&w.needle, dw_col_text(&q, 3)))
			continue;
		if (query->limit > 0 && shown == query->limit) {
			last.text = name;
			next = dw_cursor_write(&last, CURSOR);
			break;
		}
		if ((rc = put_row(db, &q, sink, err)) != DW_OK)
			return rc;
		dw_replace(&name, dw_strdup(dw_col_text(&q, 1)));
		shown++;
	}
	if (rc != DW_OK)
		return rc;
	info.more = next != NULL;
	info.next = next;
	return sink->end(sink, &info, err);
}
