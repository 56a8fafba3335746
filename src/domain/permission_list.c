/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists of permissions: the catalogue, and what a user or a group holds with where
 * each comes from. See permission.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/cursor.h"
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

/* How many of the catalogue come before a name. */
static enum dw_code
count_before(struct dw_db *db, const struct dw_needle *needle, const char *name, int64_t *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q, "SELECT name, description FROM permission WHERE name < ?1");
	dw_bind_text(&q, 1, name);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		*out += dw_needle_is_in(needle, dw_col_text(&q, 0)) ||
			dw_needle_is_in(needle, dw_col_text(&q, 1));
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
dw_permission_list(struct dw_db *db, const char *only, const char *search, const char *after,
	int limit, struct dw_sink *sink, struct dw_error *err)
{
	struct dw_list_info info = { .item = "permission", .single = only != NULL, .total = -1 };
	struct dw_cursor last = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(dw_needle) needle = { 0 };
	DW_AUTO(dw_cursor) from = { 0 };
	DW_AUTO_FREE char *name = NULL;
	DW_AUTO_FREE char *next = NULL;
	int64_t only_id = 0;
	enum dw_code rc;
	int shown = 0;
	bool row, with = after != NULL && dw_cursor_read(after, FROM, &from, NULL) == DW_OK;

	dw_needle_read(search != NULL ? search : "", &needle);
	if ((only != NULL && (rc = dw_permission_resolve(db, &only, 1, &only_id, err)) != DW_OK) ||
		(after != NULL && !with && (rc = dw_cursor_read(after, CURSOR, &from, err)) != DW_OK) ||
		(with && (rc = count_before(db, &needle, from.text, &info.skipped, err)) != DW_OK) ||
		(rc = sink->begin(sink, dw_permission_columns, dw_permission_columns_count, err)) !=
			DW_OK)
		return rc;
	dw_query_open(db, &q,
		"SELECT p.id, p.name, p.app_label, p.description, p.privileged,"
		" (SELECT COUNT(*) FROM user_permission AS h WHERE h.permission_id = p.id)"
		" FROM permission AS p WHERE p.name >= ?1 AND (?3 OR p.name <> ?1)"
		" AND (?2 = 0 OR p.id = ?2)"
		" ORDER BY p.name");
	dw_bind_text(&q, 1, from.text != NULL ? from.text : "");
	dw_bind_int(&q, 2, only_id);
	dw_bind_int(&q, 3, after == NULL || with);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		if (!dw_needle_is_in(&needle, dw_col_text(&q, 1)) &&
			!dw_needle_is_in(&needle, dw_col_text(&q, 3)))
			continue;
		if (limit > 0 && shown == limit) {
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

/* ---- who holds what, and why ---- */

enum { HELD_NAME, HELD_APP_LABEL, HELD_DESCRIPTION, HELD_PRIVILEGED, HELD_SOURCES };

const struct dw_column dw_holding_columns[] = {
	[HELD_NAME] = { "name", N_("PERMISSION"), DW_TEXT, DW_COL_DEFAULT, 1, 26, 2, NULL },
	[HELD_APP_LABEL] = { "app_label", N_("APPLICATION"), DW_TEXT, 0, 8, 12, 1, NULL },
	[HELD_DESCRIPTION] = { "description", N_("DESCRIPTION"), DW_TEXT, DW_COL_DEFAULT, 4, 30, 4,
		NULL },
	[HELD_PRIVILEGED] = { "privileged", N_("PRIVILEGED"), DW_BOOL, DW_COL_DEFAULT, 5, 10, 0,
		NULL },
	[HELD_SOURCES] = { "sources", N_("FROM"), DW_NAMES, DW_COL_DEFAULT, 2, 20, 3, NULL },
};
const size_t dw_holding_columns_count = DW_COUNT(dw_holding_columns);

/* One permission while the rows that give it are read; sources come in their order. */
struct holding {
	char *name, *app_label, *description;
	bool privileged;
	struct dw_name_list sources;
};

static void
holding_clear(struct holding *held)
{
	free(held->name);
	free(held->app_label);
	free(held->description);
	dw_name_list_clear(&held->sources);
	*held = (struct holding){ 0 };
}

static enum dw_code
put_holding(struct holding *held, struct dw_sink *sink, struct dw_error *err)
{
	const struct dw_value row[DW_COUNT(dw_holding_columns)] = {
		[HELD_NAME].text = held->name,
		[HELD_APP_LABEL].text = held->app_label,
		[HELD_DESCRIPTION].text = held->description,
		[HELD_PRIVILEGED].num = held->privileged,
		[HELD_SOURCES].names = dw_name_list_names(&held->sources),
	};
	enum dw_code rc = held->name != NULL ? sink->row(sink, row, err) : DW_OK;

	holding_clear(held);
	return rc;
}

/*
 * Rows of (name, app label, description, privileged, source), ordered by name, become one
 * row for each name. The fixed sources are words of the JSON, so they stay untranslated.
 */
static enum dw_code
put_holdings(struct dw_query *q, struct dw_sink *sink, struct dw_error *err)
{
	const struct dw_list_info info = { .item = "permission", .total = -1 };
	DW_AUTO(holding) held = { 0 };
	enum dw_code rc;
	bool row;

	if ((rc = sink->begin(sink, dw_holding_columns, dw_holding_columns_count, err)) != DW_OK)
		return rc;
	while ((rc = dw_query_next(q, &row, err)) == DW_OK && row) {
		if (held.name == NULL || strcmp(held.name, dw_col_text(q, 0)) != 0) {
			if ((rc = put_holding(&held, sink, err)) != DW_OK)
				return rc;
			held.name = dw_strdup(dw_col_text(q, 0));
			held.app_label = dw_strdup(dw_col_text(q, 1));
			held.description = dw_strdup(dw_col_text(q, 2));
			held.privileged = dw_col_int(q, 3) != 0;
		}
		dw_name_list_add(&held.sources, dw_col_text(q, 4));
	}
	if (rc != DW_OK || (rc = put_holding(&held, sink, err)) != DW_OK)
		return rc;
	return sink->end(sink, &info, err);
}

enum dw_code
dw_permission_of_user(struct dw_db *db, int64_t user_id, bool direct_only, struct dw_sink *sink,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(db, &q,
		"SELECT p.name, p.app_label, p.description, p.privileged, s.source FROM ("
		"	SELECT h.permission_id AS id, 0 AS place, '' AS sort, 'direct' AS source"
		"		FROM user_permission AS h WHERE h.user_id = ?1"
		"	UNION ALL SELECT h.permission_id, 1, g.name_key, g.name"
		"		FROM membership AS m JOIN user_group AS g ON g.id = m.group_id"
		"		JOIN group_permission AS h ON h.group_id = g.id"
		"		WHERE m.user_id = ?1 AND ?2 = 0"
		"	UNION ALL SELECT p.id, 2, '', 'Admin bypass'"
		"		FROM permission AS p WHERE ?2 = 0 AND EXISTS (SELECT 1 FROM membership AS m"
		"			JOIN user_group AS g ON g.id = m.group_id"
		"			WHERE m.user_id = ?1 AND g.is_admin = 1)"
		") AS s JOIN permission AS p ON p.id = s.id ORDER BY p.name, s.place, s.sort");
	dw_bind_int(&q, 1, user_id);
	dw_bind_int(&q, 2, direct_only);
	return put_holdings(&q, sink, err);
}

enum dw_code
dw_permission_of_group(struct dw_db *db, int64_t group_id, struct dw_sink *sink,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(db, &q,
		"SELECT p.name, p.app_label, p.description, p.privileged, s.source FROM ("
		"	SELECT permission_id AS id, 0 AS place, 'direct' AS source"
		"		FROM group_permission WHERE group_id = ?1"
		"	UNION ALL SELECT p.id, 1, 'Admin bypass' FROM permission AS p"
		"		WHERE (SELECT is_admin FROM user_group WHERE id = ?1) = 1"
		") AS s JOIN permission AS p ON p.id = s.id ORDER BY p.name, s.place");
	dw_bind_int(&q, 1, group_id);
	return put_holdings(&q, sink, err);
}
