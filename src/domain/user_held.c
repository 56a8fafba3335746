/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why a user is among those who hold a permission that was asked for: through what, since
 * when, and who did that; and who did what else a user's row keeps the time of. The audit
 * tells who (audit_author.c). See user_row.h.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "domain/audit.h"
#include "domain/user_row.h"

/* The way that has been there longest. */
struct way {
	int64_t since;
	struct dw_uuid group; /* the grant was to this group; none = to the user, or it is joining one */
	bool joining;
	char *name;           /* of the permission, or of the group that was joined */
};

static void
way_clear(struct way *way)
{
	free(way->name);
}

static void
open_queries(struct dw_user_row *row)
{
	DW_AUTO_FREE char *direct = dw_format("SELECT h.added_at, p.name FROM user_permission AS h"
		" CROSS JOIN permission AS p ON p.id = h.permission_id"
		" WHERE h.user_id = ?1 AND +h.permission_id IN (%s) ORDER BY h.added_at LIMIT 1",
		row->permissions);
	/* When it gave the first of them, and which that was: nothing of either for Admin. */
	DW_AUTO_FREE char *through = dw_format(
		"SELECT CASE WHEN g.is_admin THEN '' ELSE g.name END, m.added_at, g.name, g.uuid,"
		" (SELECT min(h.added_at) FROM group_permission AS h WHERE h.group_id = g.id"
		"	AND +h.permission_id IN (%s) AND NOT g.is_admin),"
		" (SELECT p.name FROM group_permission AS h JOIN permission AS p ON p.id = h.permission_id"
		"	WHERE h.group_id = g.id AND +h.permission_id IN (%s) ORDER BY h.added_at LIMIT 1)"
		" FROM membership AS m CROSS JOIN user_group AS g ON g.id = m.group_id"
		" WHERE m.user_id = ?1 AND +m.group_id IN (%s)"
		" ORDER BY g.is_admin DESC, g.member_count, g.name_key",
		row->permissions, row->permissions, row->groups);

	dw_query_open(row->db, &row->direct, direct);
	dw_query_open(row->db, &row->through, through);
}

static bool
is_earlier(const struct way *way, int64_t since)
{
	return since != 0 && (way->since == 0 || since < way->since);
}

static enum dw_code
take_direct(struct dw_query *q, struct dw_user_held *held, struct way *way, struct dw_error *err)
{
	enum dw_code rc;
	bool any;

	if ((rc = dw_query_next(q, &any, err)) != DW_OK || !any)
		return rc;
	dw_name_list_add(&held->through, "direct");
	way->since = dw_col_int(q, 0);
	way->name = dw_strdup(dw_col_text(q, 1));
	return DW_OK;
}

static enum dw_code
take_groups(struct dw_query *q, struct dw_user_held *held, struct way *way, struct dw_error *err)
{
	enum dw_code rc;
	bool more;

	while ((rc = dw_query_next(q, &more, err)) == DW_OK && more) {
		const char *name = dw_col_text(q, 0);
		int64_t joined = dw_col_int(q, 1), given = dw_col_int(q, 4);

		dw_name_list_add(&held->through, name[0] != '\0' ? name : "Admin bypass");
		if (!is_earlier(way, joined > given ? joined : given))
			continue;
		way->joining = joined >= given;
		way->since = way->joining ? joined : given;
		way->group = dw_col_uuid(q, 3);
		dw_replace(&way->name, dw_strdup(dw_col_text(q, way->joining ? 2 : 5)));
	}
	return rc;
}

void
dw_user_held_clear(struct dw_user_held *held)
{
	dw_name_list_clear(&held->through);
	free(held->by);
}

enum dw_code
dw_user_held_read(struct dw_user_row *row, int64_t id, const struct dw_uuid *uuid,
	struct dw_user_held *out, struct dw_error *err)
{
	static const struct dw_uuid nobody;
	DW_AUTO(way) way = { 0 };
	struct dw_audit_deed deed = { 0 };
	enum dw_code rc;
	bool to_group;

	if (row->direct.stmt == NULL) {
		open_queries(row);
	} else {
		dw_query_rewind(&row->direct);
		dw_query_rewind(&row->through);
	}
	dw_bind_int(&row->direct, 1, id);
	dw_bind_int(&row->through, 1, id);
	if ((rc = take_direct(&row->direct, out, &way, err)) != DW_OK ||
		(rc = take_groups(&row->through, out, &way, err)) != DW_OK)
		return rc;
	to_group = !way.joining && !dw_uuid_is_none(&way.group);
	deed = (struct dw_audit_deed){
		.time = way.since,
		.target = to_group ? nobody : *uuid,
		.group = to_group ? way.group : nobody,
		.list = way.joining ? "groups" : "permissions",
		.name = way.name,
	};
	out->since = way.since;
	return dw_audit_author(row->db, &deed, &out->by, err);
}

enum dw_code
dw_user_joined_read(struct dw_user_row *row, int64_t id, const struct dw_uuid *uuid,
	int64_t *since, char **by, struct dw_error *err)
{
	struct dw_audit_deed deed = { .target = *uuid, .list = "groups" };
	enum dw_code rc;
	bool any;

	if (row->joined.stmt == NULL) {
		DW_AUTO_FREE char *sql = dw_format("SELECT m.added_at, g.name FROM membership AS m"
			" CROSS JOIN user_group AS g ON g.id = m.group_id"
			" WHERE m.user_id = ?1 AND +m.group_id IN (%s) ORDER BY m.added_at LIMIT 1",
			row->member_of);

		dw_query_open(row->db, &row->joined, sql);
	} else {
		dw_query_rewind(&row->joined);
	}
	dw_bind_int(&row->joined, 1, id);
	if ((rc = dw_query_next(&row->joined, &any, err)) != DW_OK || !any)
		return rc;
	*since = deed.time = dw_col_int(&row->joined, 0);
	deed.name = dw_col_text(&row->joined, 1);
	return dw_audit_author(row->db, &deed, by, err);
}
