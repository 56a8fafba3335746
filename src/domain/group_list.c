/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists of groups: all of them, those of one user, or a single one. See group.h.
 */
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/cursor.h"
#include "domain/group.h"
#include "domain/names.h"
#include "domain/permission.h"
#include "domain/search.h"
#include "store/query.h"

enum {
	ID, NAME, DESCRIPTION, MEMBERS, PERMISSIONS, IS_ADMIN, CREATED, KIND, SINCE, ADDED_BY,
	GIVES
};

const struct dw_column dw_group_columns[] = {
	[ID] = { "id", N_("ID"), DW_ID, 0, 9, 36, 0, NULL },
	[NAME] = { "name", N_("GROUP"), DW_TEXT, DW_COL_DEFAULT, 1, 20, 2, "name" },
	[DESCRIPTION] = { "description", N_("DESCRIPTION"), DW_TEXT, DW_COL_DEFAULT, 4, 24, 5, NULL },
	[MEMBERS] = { "members", N_("MEMBERS"), DW_INT, DW_COL_DEFAULT | DW_COL_RIGHT, 2, 8, 0, NULL },
	[PERMISSIONS] = { "permissions", N_("PERMISSIONS"), DW_INT, DW_COL_DEFAULT | DW_COL_RIGHT, 5,
		11, 0, NULL },
	[IS_ADMIN] = { "is_admin", N_("ADMIN"), DW_BOOL, 0, 6, 5, 0, NULL },
	[CREATED] = { "created", N_("CREATED"), DW_TIME, DW_COL_BADGE, 7, 8, 0, NULL },
	[KIND] = { "kind", N_("MEMBER BY"), DW_WORD, DW_COL_DETAIL, 3, 9, 0, NULL },
	[SINCE] = { "since", N_("SINCE"), DW_TIME, DW_COL_DETAIL | DW_COL_BADGE, 3, 8, 0, NULL },
	[ADDED_BY] = { "added_by", N_("BY"), DW_TEXT, DW_COL_DETAIL, 3, 10, 1, NULL },
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

/* What the rows are asked for, found once. */
struct wanted {
	const struct dw_group_query *query;
	struct dw_user member;   /* id 0 = all groups */
	struct dw_group one;
	int64_t permission;      /* 0 = any */
	struct dw_needle needle;
	struct dw_cursor from;
	bool with;               /* a group of the very name of `from` is in the list too */
};

static void
wanted_clear(struct wanted *w)
{
	dw_user_clear(&w->member);
	dw_group_clear(&w->one);
	dw_needle_clear(&w->needle);
	dw_cursor_clear(&w->from);
}

static enum dw_code
read_wanted(struct dw_db *db, const struct dw_group_query *query, const char *name,
	struct wanted *w, struct dw_error *err)
{
	struct dw_error why = { 0 };
	enum dw_code rc;

	w->query = query;
	w->with = query->after == NULL || dw_cursor_read(query->after, FROM, &w->from, NULL) == DW_OK;
	dw_needle_read(query->search, &w->needle);
	if (query->permission != NULL &&
		(rc = dw_permission_resolve(db, &query->permission, 1, &w->permission, &why)) != DW_OK)
		return dw_fail_field(err, rc, "permission", "%s", why.message);
	if ((query->user_id != 0 &&
			(rc = dw_user_by_id(db, query->user_id, &w->member, err)) != DW_OK) ||
		(query->only != NULL && (rc = dw_group_find(db, query->only, &w->one, err)) != DW_OK) ||
		(!w->with && (rc = dw_cursor_read(query->after, name, &w->from, err)) != DW_OK))
		return rc;
	return DW_OK;
}

#define ALL_GROUPS " FROM user_group AS g WHERE"
#define GROUPS_OF_USER " FROM membership AS m JOIN user_group AS g ON g.id = m.group_id" \
	" WHERE m.user_id = ?1 AND"
#define CONDITIONS " AND (?2 = 0 OR g.id = ?2)" \
	" AND (?5 = 0 OR EXISTS (SELECT 1 FROM group_permission AS h" \
	"	WHERE h.group_id = g.id AND h.permission_id = ?5))"

#define PLACE " g.name_key >= ?3 AND (?4 OR g.name_key <> ?3)" CONDITIONS " ORDER BY g.name_key"

static void
bind(const struct wanted *w, struct dw_query *q)
{
	if (w->member.id != 0)
		dw_bind_int(q, 1, w->member.id);
	dw_bind_int(q, 2, w->one.id);
	dw_bind_text(q, 3, w->from.text != NULL ? w->from.text : "");
	dw_bind_int(q, 4, w->with);
	dw_bind_int(q, 5, w->permission);
}

/* How many of the list come before where it begins. */
static enum dw_code
count_before(struct dw_db *db, const struct wanted *w, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q, w->member.id != 0 ?
		"SELECT g.name, g.description" GROUPS_OF_USER " g.name_key < ?3 AND ?4" CONDITIONS :
		"SELECT g.name, g.description" ALL_GROUPS " g.name_key < ?3 AND ?4" CONDITIONS);
	bind(w, &q);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		*out += dw_needle_is_in(&w->needle, dw_col_text(&q, 0)) ||
			dw_needle_is_in(&w->needle, dw_col_text(&q, 1));
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
put_row(struct dw_db *db, const struct dw_query *q, const struct dw_uuid *member, bool single,
	struct dw_sink *sink, struct dw_error *err)
{
	DW_AUTO(dw_name_list) gives = { 0 };
	DW_AUTO_FREE char *by = NULL;
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

	if (!dw_uuid_is_none(member)) {
		const struct dw_audit_deed deed = { .time = dw_col_int(q, 10), .target = *member,
			.list = "groups", .name = dw_col_text(q, 1) };

		row[KIND].text = dw_col_int(q, 9) == 0 ? "static" : "directory";
		row[SINCE].num = deed.time;
		if ((rc = dw_audit_author(db, &deed, &by, err)) != DW_OK)
			return rc;
		row[ADDED_BY].text = by;
	}
	if (single && (rc = read_gives(db, dw_col_int(q, 8), &gives, err)) != DW_OK)
		return rc;
	row[GIVES].names = dw_name_list_names(&gives);
	return sink->row(sink, row, err);
}

enum dw_code
dw_group_list(struct dw_db *db, const struct dw_group_query *query, struct dw_sink *sink,
	struct dw_error *err)
{
	const char *name = query->user_id != 0 ? OF_USER : ALL;
	struct dw_list_info info = { .item = "group", .single = query->only != NULL, .total = -1 };
	struct dw_cursor last = { 0 };
	DW_AUTO(wanted) w = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *key = NULL;
	DW_AUTO_FREE char *next = NULL;
	enum dw_code rc;
	int shown = 0;
	bool row;

	if ((rc = read_wanted(db, query, name, &w, err)) != DW_OK ||
		(w.from.text != NULL && w.with &&
			(rc = count_before(db, &w, &info.skipped, err)) != DW_OK) ||
		(rc = sink->begin(sink, dw_group_columns, dw_group_columns_count, err)) != DW_OK)
		return rc;
	dw_query_open(db, &q, w.member.id != 0 ?
		"SELECT " COLUMNS ", m.kind, m.added_at" GROUPS_OF_USER PLACE :
		"SELECT " COLUMNS ALL_GROUPS PLACE);
	bind(&w, &q);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		if (!dw_needle_is_in(&w.needle, dw_col_text(&q, 1)) &&
			!dw_needle_is_in(&w.needle, dw_col_text(&q, 2)))
			continue;
		if (query->limit > 0 && shown == query->limit) {
			last.text = key;
			next = dw_cursor_write(&last, name);
			break;
		}
		if ((rc = put_row(db, &q, &w.member.uuid, query->only != NULL, sink, err)) != DW_OK)
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
