/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists of groups: all of them, those of one user, or a single one. See group.h.
 */
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/cursor.h"
#include "domain/group.h"
#include "domain/names.h"
#include "domain/search.h"
#include "store/query.h"

enum { ID, NAME, DESCRIPTION, MEMBERS, PERMISSIONS, IS_ADMIN, CREATED, KIND, SINCE, GIVES };

const struct dw_column dw_group_columns[] = {
	[ID] = { "id", N_("ID"), DW_ID, 0, 9, 36, 0, NULL },
	[NAME] = { "name", N_("GROUP"), DW_TEXT, DW_COL_DEFAULT, 1, 20, 2, "name" },
	[DESCRIPTION] = { "description", N_("DESCRIPTION"), DW_TEXT, DW_COL_DEFAULT, 4, 30, 5, NULL },
	[MEMBERS] = { "members", N_("MEMBERS"), DW_INT, DW_COL_DEFAULT | DW_COL_RIGHT, 2, 8, 0, NULL },
	[PERMISSIONS] = { "permissions", N_("PERMISSIONS"), DW_INT, DW_COL_DEFAULT | DW_COL_RIGHT, 5,
		11, 0, NULL },
	[IS_ADMIN] = { "is_admin", N_("ADMIN"), DW_BOOL, 0, 6, 5, 0, NULL },
	[CREATED] = { "created", N_("CREATED"), DW_TIME, DW_COL_BADGE, 7, 8, 0, NULL },
	[KIND] = { "kind", N_("MEMBER BY"), DW_WORD, DW_COL_DETAIL, 3, 9, 0, NULL },
	[SINCE] = { "since", N_("SINCE"), DW_TIME, DW_COL_DETAIL | DW_COL_BADGE, 3, 8, 0, NULL },
	[GIVES] = { "gives", N_("GIVES"), DW_NAMES, DW_COL_DETAIL, 9, 30, 3, NULL },
};
const size_t dw_group_columns_count = DW_COUNT(dw_group_columns);

/* Which list, as its cursors call it. */
#define ALL "group:name"
#define OF_USER "membership:name"
#define FROM "group:from" /* dw_group_list_from() */

#define COLUMNS "g.uuid, g.name, g.description, g.member_count," \
	" (SELECT COUNT(*) FROM group_permission AS h WHERE h.group_id = g.id)," \
	" g.is_admin, g.created_at, g.name_key, g.id"

char *
dw_group_list_from(const char *text)
{
	DW_AUTO_FREE char *key = dw_fold_identity(text);
	const struct dw_cursor at = { .text = key };

	return key != NULL ? dw_cursor_write(&at, FROM) : NULL;
}

/* with: a group of this very name is in the list too. */
static void
open_list(struct dw_db *db, struct dw_query *q, int64_t user_id, int64_t only, const char *after,
	bool with)
{
	if (user_id != 0) {
		dw_query_open(db, q, "SELECT " COLUMNS ", m.kind, m.added_at FROM membership AS m"
			" JOIN user_group AS g ON g.id = m.group_id"
			" WHERE m.user_id = ?1 AND (?2 = 0 OR g.id = ?2) AND g.name_key >= ?3"
			" AND (?4 OR g.name_key <> ?3)"
			" ORDER BY g.name_key");
		dw_bind_int(q, 1, user_id);
	} else {
		dw_query_open(db, q, only != 0 ?
			"SELECT " COLUMNS " FROM user_group AS g WHERE g.id = ?2 AND g.name_key >= ?3"
			" AND (?4 OR g.name_key <> ?3)" :
			"SELECT " COLUMNS " FROM user_group AS g WHERE g.name_key >= ?3"
			" AND (?4 OR g.name_key <> ?3) ORDER BY g.name_key");
	}
	if (user_id != 0 || only != 0)
		dw_bind_int(q, 2, only);
	dw_bind_text(q, 3, after);
	dw_bind_int(q, 4, with);
}

/* How many of the list come before a name. */
static enum dw_code
count_before(struct dw_db *db, int64_t user_id, const struct dw_needle *needle, const char *key,
	int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q, user_id != 0 ?
		"SELECT g.name, g.description FROM membership AS m JOIN user_group AS g ON g.id = m.group_id"
		" WHERE m.user_id = ?2 AND g.name_key < ?1" :
		"SELECT g.name, g.description FROM user_group AS g WHERE g.name_key < ?1");
	dw_bind_text(&q, 1, key);
	if (user_id != 0)
		dw_bind_int(&q, 2, user_id);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		*out += dw_needle_is_in(needle, dw_col_text(&q, 0)) ||
			dw_needle_is_in(needle, dw_col_text(&q, 1));
	return rc;
}

static enum dw_code
read_gives(struct dw_db *db, int64_t group_id, struct dw_name_list *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q,
		"SELECT p.name FROM group_permission AS h JOIN permission AS p ON p.id = h.permission_id"
		" WHERE h.group_id = ?1 ORDER BY p.name");
	dw_bind_int(&q, 1, group_id);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		dw_name_list_add(out, dw_col_text(&q, 0));
	return rc;
}

static enum dw_code
put_row(struct dw_db *db, const struct dw_query *q, bool of_user, bool single,
	struct dw_sink *sink, struct dw_error *err)
{
	DW_AUTO(dw_name_list) gives = { 0 };
	struct dw_value row[DW_COUNT(dw_group_columns)] = {
		[ID].id = dw_col_uuid(q, 0),
		[NAME].text = dw_col_text(q, 1),
		[DESCRIPTION].text = dw_col_text(q, 2),
		[MEMBERS].num = dw_col_int(q, 3),
		[PERMISSIONS].num = dw_col_int(q, 4),
		[IS_ADMIN].num = dw_col_int(q, 5),
		[CREATED].num = dw_col_int(q, 6),
	};
	enum dw_code rc;

	if (of_user) {
		row[KIND].text = dw_col_int(q, 9) == 0 ? "static" : "directory";
		row[SINCE].num = dw_col_int(q, 10);
	}
	if (single && (rc = read_gives(db, dw_col_int(q, 8), &gives, err)) != DW_OK)
		return rc;
	row[GIVES].names = dw_name_list_names(&gives);
	return sink->row(sink, row, err);
}

enum dw_code
dw_group_list(struct dw_db *db, int64_t user_id, const char *only, const char *search,
	const char *after, int limit, struct dw_sink *sink, struct dw_error *err)
{
	const char *name = user_id != 0 ? OF_USER : ALL;
	struct dw_list_info info = { .item = "group", .single = only != NULL, .total = -1 };
	struct dw_cursor last = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(dw_needle) needle = { 0 };
	DW_AUTO(dw_group) one = { 0 };
	DW_AUTO(dw_cursor) from = { 0 };
	DW_AUTO_FREE char *key = NULL;
	DW_AUTO_FREE char *next = NULL;
	enum dw_code rc;
	int shown = 0;
	bool row, with = after != NULL && dw_cursor_read(after, FROM, &from, NULL) == DW_OK;

	dw_needle_read(search != NULL ? search : "", &needle);
	if ((only != NULL && (rc = dw_group_find(db, only, &one, err)) != DW_OK) ||
		(after != NULL && !with && (rc = dw_cursor_read(after, name, &from, err)) != DW_OK) ||
		(with && (rc = count_before(db, user_id, &needle, from.text, &info.skipped, err)) != DW_OK) ||
		(rc = sink->begin(sink, dw_group_columns, dw_group_columns_count, err)) != DW_OK)
		return rc;
	open_list(db, &q, user_id, one.id, from.text != NULL ? from.text : "", after == NULL || with);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		if (!dw_needle_is_in(&needle, dw_col_text(&q, 1)) &&
			!dw_needle_is_in(&needle, dw_col_text(&q, 2)))
			continue;
		if (limit > 0 && shown == limit) {
			last.text = key;
			next = dw_cursor_write(&last, name);
			break;
		}
		if ((rc = put_row(db, &q, user_id != 0, only != NULL, sink, err)) != DW_OK)
			return rc;
		dw_replace(&key, dw_strdup(dw_col_text(&q, 7)));
		shown++;
	}
	if (rc != DW_OK)
		return rc;
	info.more = next != NULL;
	info.next = next;
	return sink->end(sink, &info, err);
}
