/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a user or a group holds of the permissions: where each comes from, since when, and
 * who did it. The tables keep times, and the audit tells who (audit_author.c), so a row
 * costs a few lookups by index for each of its sources. See permission.h.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/audit.h"
#include "domain/names.h"
#include "domain/permission.h"
#include "store/query.h"

enum { NAME, APP_LABEL, DESCRIPTION, PRIVILEGED, SOURCES, SINCE, BY, ORIGINS };

const struct dw_column dw_holding_columns[] = {
	[NAME] = { "name", N_("PERMISSION"), DW_TEXT, DW_COL_DEFAULT, 1, 26, 2, NULL },
	[APP_LABEL] = { "app_label", N_("APPLICATION"), DW_TEXT, 0, 8, 12, 1, NULL },
	[DESCRIPTION] = { "description", N_("DESCRIPTION"), DW_TEXT, DW_COL_DEFAULT, 5, 24, 4, NULL },
	[PRIVILEGED] = { "privileged", N_("PRIVILEGED"), DW_BOOL, DW_COL_DEFAULT, 6, 10, 0, NULL },
	[SOURCES] = { "sources", N_("FROM"), DW_NAMES, DW_COL_DEFAULT, 2, 18, 3, NULL },
	[SINCE] = { "since", N_("SINCE"), DW_TIME, DW_COL_DEFAULT | DW_COL_BADGE, 3, 7, 0, NULL },
	[BY] = { "granted_by", N_("BY"), DW_TEXT, DW_COL_DEFAULT, 3, 10, 1, NULL },
	[ORIGINS] = { "origins", N_("ORIGINS"), DW_JSON, DW_COL_DETAIL, 9, 30, 3, NULL },
};
const size_t dw_holding_columns_count = DW_COUNT(dw_holding_columns);

/* In the order of the columns of SELECT. Times of what did not happen are 0. */
enum {
	Q_NAME, Q_APP_LABEL, Q_DESCRIPTION, Q_PRIVILEGED, Q_SOURCE, Q_GRANTED, Q_JOINED, Q_GROUP,
	Q_GROUP_NAME
};

/* Who was put into a group, and by whom: the same for all permissions that it gives. */
struct joined {
	struct dw_uuid group;
	char *by;
};

/* One permission while the rows that give it are read; sources come in their order. */
struct holding {
	struct dw_db *db;
	struct dw_uuid user;     /* none: a group holds it */
	char *name, *app_label, *description;
	bool privileged;
	struct dw_name_list sources;
	int64_t since;           /* the earliest that still holds */
	char *by;
	json_t *origins;
	struct joined *joined;
	size_t n_joined;
};

static void
holding_reset(struct holding *held)
{
	free(held->name);
	free(held->app_label);
	free(held->description);
	free(held->by);
	held->name = held->app_label = held->description = held->by = NULL;
	held->since = 0;
	dw_name_list_clear(&held->sources);
	json_decref(held->origins);
	held->origins = NULL;
}

static void
holding_clear(struct holding *held)
{
	holding_reset(held);
	for (size_t i = 0; i < held->n_joined; i++)
		free(held->joined[i].by);
	free(held->joined);
}

static enum dw_code
put_holding(struct holding *held, struct dw_sink *sink, struct dw_error *err)
{
	DW_AUTO_FREE char *origins =
		held->name != NULL ? json_dumps(held->origins, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
	const struct dw_value row[DW_COUNT(dw_holding_columns)] = {
		[NAME].text = held->name,
		[APP_LABEL].text = held->app_label,
		[DESCRIPTION].text = held->description,
		[PRIVILEGED].num = held->privileged,
		[SOURCES].names = dw_name_list_names(&held->sources),
		[SINCE].num = held->since,
		[BY].text = held->by,
		[ORIGINS].text = origins,
	};
	enum dw_code rc = held->name != NULL ? sink->row(sink, row, err) : DW_OK;

	holding_reset(held);
	return rc;
}

/* ---- who did it ---- */

/* Who gave the permission, to the user or to the group. */
static enum dw_code
granted_by(const struct holding *held, const struct dw_query *q, char **out,
	struct dw_error *err)
{
	static const struct dw_uuid nobody;
	const struct dw_uuid group = dw_col_uuid(q, Q_GROUP);
	const struct dw_audit_deed deed = {
		.time = dw_col_int(q, Q_GRANTED),
		.target = dw_uuid_is_none(&group) ? held->user : nobody,
		.group = group,
		.list = "permissions",
		.name = held->name,
	};

	return dw_audit_author(held->db, &deed, out, err);
}

/* Who put the user into the group. *out is borrowed. */
static enum dw_code
joined_by(struct holding *held, const struct dw_query *q, const char **out,
	struct dw_error *err)
{
	const struct dw_audit_deed deed = {
		.time = dw_col_int(q, Q_JOINED),
		.target = held->user,
		.list = "groups",
		.name = dw_col_text(q, Q_GROUP_NAME),
	};
	struct joined found = { .group = dw_col_uuid(q, Q_GROUP) };
	enum dw_code rc;

	for (size_t i = 0; i < held->n_joined; i++)
		if (dw_uuid_equal(&held->joined[i].group, &found.group)) {
			*out = held->joined[i].by;
			return DW_OK;
		}
	if ((rc = dw_audit_author(held->db, &deed, &found.by, err)) != DW_OK)
		return rc;
	held->joined = dw_realloc(held->joined, held->n_joined + 1, sizeof(*held->joined));
	held->joined[held->n_joined++] = found;
	*out = found.by;
	return DW_OK;
}

static json_t *
time_or_null(int64_t time)
{
	char text[DW_TIME_TEXT];

	return time != 0 ? json_string(dw_time_rfc3339(time, text)) : json_null();
}

static json_t *
text_or_null(const char *text)
{
	return text != NULL ? json_string(text) : json_null();
}

/* One more source: since when it holds is when the later of the two was done. */
static enum dw_code
add_origin(struct holding *held, const struct dw_query *q, struct dw_error *err)
{
	int64_t granted = dw_col_int(q, Q_GRANTED), joined = dw_col_int(q, Q_JOINED);
	int64_t since = granted > joined ? granted : joined;
	DW_AUTO_FREE char *giver = NULL;
	const char *joiner = NULL;
	json_t *origin;
	enum dw_code rc = DW_OK;

	if (granted != 0)
		rc = granted_by(held, q, &giver, err);
	if (rc == DW_OK && joined != 0)
		rc = joined_by(held, q, &joiner, err);
	if (rc != DW_OK)
		return rc;
	origin = json_object();
	json_object_set_new(origin, "source", json_string(dw_col_text(q, Q_SOURCE)));
	json_object_set_new(origin, "granted", time_or_null(granted));
	json_object_set_new(origin, "granted_by", text_or_null(giver));
	json_object_set_new(origin, "joined", time_or_null(joined));
	json_object_set_new(origin, "joined_by", text_or_null(joiner));
	json_array_append_new(held->origins, origin);
	if (since == 0 || (held->since != 0 && held->since <= since))
		return DW_OK;
	held->since = since;
	dw_replace(&held->by, dw_strdup(since == granted ? giver : joiner));
	return DW_OK;
}

/* ---- rows ---- */

static void
begin_holding(struct holding *held, const struct dw_query *q)
{
	held->name = dw_strdup(dw_col_text(q, Q_NAME));
	held->app_label = dw_strdup(dw_col_text(q, Q_APP_LABEL));
	held->description = dw_strdup(dw_col_text(q, Q_DESCRIPTION));
	held->privileged = dw_col_int(q, Q_PRIVILEGED) != 0;
	held->origins = json_array();
}

/*
 * Rows ordered by name become one row for each name. The fixed sources are words of the
 * JSON, so they stay untranslated.
 */
static enum dw_code
put_holdings(struct holding *held, struct dw_query *q, struct dw_sink *sink,
	struct dw_error *err)
{
	const struct dw_list_info info = { .item = "permission", .total = -1 };
	enum dw_code rc;
	bool row;

	if ((rc = sink->begin(sink, dw_holding_columns, dw_holding_columns_count, err)) != DW_OK)
		return rc;
	while ((rc = dw_query_next(q, &row, err)) == DW_OK && row) {
		if (held->name == NULL || strcmp(held->name, dw_col_text(q, Q_NAME)) != 0) {
			if ((rc = put_holding(held, sink, err)) != DW_OK)
				return rc;
			begin_holding(held, q);
		}
		dw_name_list_add(&held->sources, dw_col_text(q, Q_SOURCE));
		if ((rc = add_origin(held, q, err)) != DW_OK)
			return rc;
	}
	if (rc != DW_OK || (rc = put_holding(held, sink, err)) != DW_OK)
		return rc;
	return sink->end(sink, &info, err);
}

#define COLUMNS "p.name, p.app_label, p.description, p.privileged, s.source, s.granted, s.joined," \
	" s.group_id, s.group_name"

enum dw_code
dw_permission_of_user(struct dw_db *db, int64_t user_id, bool direct_only, struct dw_sink *sink,
	struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(holding) held = { .db = db };
	enum dw_code rc;

	if ((rc = dw_user_by_id(db, user_id, &user, err)) != DW_OK)
		return rc;
	held.user = user.uuid;
	dw_query_open(db, &q,
		"SELECT " COLUMNS " FROM ("
		"	SELECT h.permission_id AS id, 0 AS place, '' AS sort, 'direct' AS source,"
		"		h.added_at AS granted, 0 AS joined, x'' AS group_id, '' AS group_name"
		"		FROM user_permission AS h WHERE h.user_id = ?1"
		"	UNION ALL SELECT h.permission_id, 1, g.name_key, g.name, h.added_at, m.added_at,"
		"			g.uuid, g.name"
		"		FROM membership AS m JOIN user_group AS g ON g.id = m.group_id"
		"		JOIN group_permission AS h ON h.group_id = g.id"
		"		WHERE m.user_id = ?1 AND ?2 = 0"
		"	UNION ALL SELECT p.id, 2, '', 'Admin bypass', 0, m.added_at, g.uuid, g.name"
		"		FROM membership AS m JOIN user_group AS g ON g.id = m.group_id AND g.is_admin = 1"
		"		CROSS JOIN permission AS p WHERE m.user_id = ?1 AND ?2 = 0"
		") AS s JOIN permission AS p ON p.id = s.id ORDER BY p.name, s.place, s.sort");
	dw_bind_int(&q, 1, user_id);
	dw_bind_int(&q, 2, direct_only);
	return put_holdings(&held, &q, sink, err);
}

enum dw_code
dw_permission_of_group(struct dw_db *db, int64_t group_id, struct dw_sink *sink,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(holding) held = { .db = db };

	dw_query_open(db, &q,
		"SELECT " COLUMNS " FROM ("
		"	SELECT h.permission_id AS id, 0 AS place, 'direct' AS source, h.added_at AS granted,"
		"		0 AS joined, g.uuid AS group_id, g.name AS group_name"
		"		FROM group_permission AS h JOIN user_group AS g ON g.id = h.group_id"
		"		WHERE h.group_id = ?1"
		"	UNION ALL SELECT p.id, 1, 'Admin bypass', 0, 0, x'', '' FROM permission AS p"
		"		WHERE (SELECT is_admin FROM user_group WHERE id = ?1) = 1"
		") AS s JOIN permission AS p ON p.id = s.id ORDER BY p.name, s.place");
	dw_bind_int(&q, 1, group_id);
	return put_holdings(&held, &q, sink, err);
}
