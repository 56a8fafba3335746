/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The audit as a list, newest first: the chain's codes joined with the payload. What
 * has been erased shows as ***ERASED***. Sentences are made where it is shown.
 *
 * Newest is what was written last. A span of time goes along the index of times
 * instead, and is in their order: a clock that was set back, or a writer that waited, makes
 * the two differ, and nothing of the span may be missing. A page costs its own rows along one
 * index (target, time, operator, what, or what was not done); further conditions are looked
 * at row by row.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/audit.h"
#include "domain/audit_bytes.h"
#include "domain/cursor.h"
#include "store/query.h"

#define CURSOR "entry"
#define CURSOR_IN_TIME "entry:time"

enum {
	COL_SEQ, COL_TIME, COL_OPERATOR, COL_ACTION, COL_TARGET, COL_RESULT, COL_REASON, COL_FROM,
	COL_ACCOUNT, COL_METADATA, COL_OPERATOR_ID, COL_TARGET_ID, COL_ORIGIN, COL_BATCH, COLUMNS
};

const struct dw_column dw_audit_columns[] = {
	[COL_SEQ] = { "seq", N_("NO."), DW_INT, DW_COL_DEFAULT | DW_COL_RIGHT, 6, 7, 0, NULL },
	[COL_TIME] = { "time", N_("TIME"), DW_TIME, DW_COL_DEFAULT, 2, 19, 0, NULL },
	[COL_OPERATOR] = { "operator", N_("OPERATOR"), DW_TEXT, DW_COL_DEFAULT, 3, 10, 1, NULL },
	[COL_ACTION] = { "action", N_("WHAT"), DW_TEXT, DW_COL_DEFAULT, 1, 20, 1, NULL },
	[COL_TARGET] = { "target", N_("TO WHOM"), DW_TEXT, DW_COL_DEFAULT, 2, 12, 1, NULL },
	[COL_RESULT] = { "result", N_("RESULT"), DW_WORD, DW_COL_DEFAULT, 4, 9, 0, NULL },
	[COL_REASON] = { "reason", N_("REASON"), DW_TEXT, DW_COL_DEFAULT, 7, 12, 0, NULL },
	[COL_FROM] = { "from", N_("FROM"), DW_TEXT, DW_COL_DEFAULT, 8, 12, 1, NULL },
	[COL_ACCOUNT] = { "account", N_("ACCOUNT"), DW_TEXT, 0, 9, 10, 0, NULL },
	[COL_METADATA] = { "metadata", N_("METADATA"), DW_JSON, 0, 9, 30, 3, NULL },
	[COL_OPERATOR_ID] = { "operator_id", N_("OPERATOR ID"), DW_ID, DW_COL_DETAIL, 9, 36, 0, NULL },
	[COL_TARGET_ID] = { "target_id", N_("TARGET ID"), DW_ID, DW_COL_DETAIL, 9, 36, 0, NULL },
	[COL_ORIGIN] = { "origin", N_("ORIGIN"), DW_TEXT, DW_COL_DETAIL, 9, 8, 0, NULL },
	[COL_BATCH] = { "batch", N_("BATCH"), DW_ID, DW_COL_DETAIL, 9, 36, 0, NULL },
};
const size_t dw_audit_columns_count = COLUMNS;

/* The payload of a slot, or NULL; *erased when the chain says there was one. */
static json_t *
payload(struct dw_query *q, int column, uint8_t slot, bool *erased)
{
	const char *text = dw_col_text(q, column);
	const unsigned char *commits;
	size_t len;

	*erased = false;
	if (text[0] != '\0')
		return json_loads(text, 0, NULL);
	commits = dw_col_blob(q, 8, &len);
	for (size_t at = 0; at + 1 + DW_AUDIT_HASH <= len; at += 1 + DW_AUDIT_HASH)
		if (commits[at] == slot)
			*erased = true;
	return NULL;
}

static const char *
member(json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text != NULL ? text : "";
}

/* What is personal in a diff is hidden from operators without view_pii. */
static void
mask(json_t *metadata)
{
	static const char *const personal[] = { "email", "phone" };
	json_t *changes = json_object_get(metadata, "changes");

	for (size_t i = 0; i < DW_COUNT(personal); i++) {
		if (json_object_get(changes, personal[i]) != NULL)
			json_object_set_new(changes, personal[i], json_pack("[s,s]", "***", "***"));
		if (json_object_get(metadata, personal[i]) != NULL)
			json_object_set_new(metadata, personal[i], json_string("***"));
	}
}

static enum dw_code
emit(struct dw_query *q, bool mask_pii, struct dw_sink *sink, struct dw_error *err)
{
	struct dw_value values[COLUMNS] = { 0 };
	bool actor_gone, target_gone, third_gone, data_gone;
	DW_AUTO_JSON actor = payload(q, 10, 0, &actor_gone);
	DW_AUTO_JSON target = payload(q, 11, 1, &target_gone);
	DW_AUTO_JSON third = payload(q, 12, 2, &third_gone);
	DW_AUTO_JSON data = payload(q, 13, 3, &data_gone);
	DW_AUTO_JSON metadata = json_object();
	enum dw_code rc;
	char *text;

	if (target != NULL)
		json_object_update(metadata, target);
	if (third != NULL)
		json_object_set(metadata, "third", third);
	if (data != NULL)
		json_object_update(metadata, data);
	json_object_del(metadata, "username");
	if (mask_pii)
		mask(metadata);
	text = json_dumps(metadata, JSON_COMPACT | JSON_SORT_KEYS);

	values[COL_SEQ].num = dw_col_int(q, 0);
	values[COL_TIME].num = dw_col_int(q, 1);
	values[COL_OPERATOR].text = actor_gone ? DW_AUDIT_ERASED : member(actor, "username");
	values[COL_ACTION].text = dw_col_text(q, 2);
	values[COL_TARGET].text = target_gone ? DW_AUDIT_ERASED : target != NULL ? member(target, "username") : NULL;
	values[COL_RESULT].text = dw_col_text(q, 3);
	values[COL_REASON].text = dw_col_text(q, 7)[0] != '\0' ? dw_col_text(q, 7) : NULL;
	values[COL_FROM].text = member(actor, member(actor, "address")[0] != '\0' ? "address" : "terminal");
	values[COL_ACCOUNT].text = member(actor, "account");
	values[COL_METADATA].text = json_object_size(metadata) > 0 ? text : NULL;
	values[COL_OPERATOR_ID].id = dw_col_uuid(q, 4);
	values[COL_TARGET_ID].id = dw_col_uuid(q, 5);
	values[COL_ORIGIN].text = dw_col_text(q, 6);
	values[COL_BATCH].id = dw_col_uuid(q, 9);
	rc = sink->row(sink, values, err);
	free(text);
	return rc;
}

/* A span of everybody's time. One person's entries are few enough to be looked at. */
static bool
in_time(const struct dw_audit_filter *f)
{
	return (f->since != 0 || f->until != 0) && dw_uuid_is_none(&f->target);
}

static bool
is_not_ok(const struct dw_audit_filter *f)
{
	return f->result != NULL && strcmp(f->result, "ok") != 0;
}

static const char *
index_of(const struct dw_audit_filter *f)
{
	if (!dw_uuid_is_none(&f->target))
		return " INDEXED BY audit_target";
	if (in_time(f))
		return " INDEXED BY audit_time";
	if (is_not_ok(f))
		return " INDEXED BY audit_not_ok";
	return !dw_uuid_is_none(&f->actor) ? " INDEXED BY audit_actor" :
		f->action != NULL ? " INDEXED BY audit_action" : "";
}

/* Only the conditions that were asked for. */
static void
add_conditions(const struct dw_audit_filter *f, int64_t before, struct dw_buf *sql)
{
	dw_buf_printf(sql, " FROM audit AS a%s WHERE TRUE", index_of(f));
	if (before != 0 && in_time(f))
		dw_buf_puts(sql,
			" AND (a.time_ms, a.seq) < ((SELECT time_ms FROM audit WHERE seq = ?1), ?1)");
	else if (before != 0)
		dw_buf_puts(sql, " AND a.seq < ?1");
	if (!dw_uuid_is_none(&f->target))
		dw_buf_puts(sql, " AND a.target_uuid = ?2");
	if (!dw_uuid_is_none(&f->actor))
		dw_buf_puts(sql, " AND a.actor_uuid = ?3");
	if (f->action != NULL)
		dw_buf_puts(sql, " AND a.action_code = ?4");
	if (f->result != NULL)
		dw_buf_printf(sql, " AND a.result = ?5%s", is_not_ok(f) ? " AND a.result <> 'ok'" : "");
	if (f->since != 0)
		dw_buf_puts(sql, " AND a.time_ms >= ?6");
	if (f->until != 0)
		dw_buf_puts(sql, " AND a.time_ms < ?7");
}

static void
bind(const struct dw_audit_filter *f, int64_t before, struct dw_query *q)
{
	if (before != 0)
		dw_bind_int(q, 1, before);
	if (!dw_uuid_is_none(&f->target))
		dw_bind_uuid(q, 2, &f->target);
	if (!dw_uuid_is_none(&f->actor))
		dw_bind_uuid(q, 3, &f->actor);
	if (f->action != NULL)
		dw_bind_text(q, 4, f->action);
	if (f->result != NULL)
		dw_bind_text(q, 5, f->result);
	if (f->since != 0)
		dw_bind_int(q, 6, f->since);
	if (f->until != 0)
		dw_bind_int(q, 7, f->until);
}

/*
 * In a span of time the page is found first, by numbers alone: all that one import did has the
 * same time, and would be sorted with its payload for each page.
 */
static void
open_rows(struct dw_db *db, const struct dw_audit_filter *f, int64_t before, struct dw_query *q)
{
	const char *order = in_time(f) ? " ORDER BY a.time_ms DESC, a.seq DESC" :
		" ORDER BY a.seq DESC";
	DW_AUTO(dw_buf) sql = { 0 };

	dw_buf_puts(&sql,
		"SELECT a.seq, a.time_ms, a.action_code, a.result, a.actor_uuid, a.target_uuid,"
		" a.origin_kind, a.reason_code, a.commits, a.batch,"
		" (SELECT payload FROM audit_payload AS p WHERE p.seq = a.seq AND p.slot = 0),"
		" (SELECT payload FROM audit_payload AS p WHERE p.seq = a.seq AND p.slot = 1),"
		" (SELECT payload FROM audit_payload AS p WHERE p.seq = a.seq AND p.slot = 2),"
		" (SELECT payload FROM audit_payload AS p WHERE p.seq = a.seq AND p.slot = 3)");
	if (in_time(f))
		dw_buf_puts(&sql, " FROM (SELECT a.seq AS found");
	add_conditions(f, before, &sql);
	dw_buf_printf(&sql, "%s LIMIT ?8", order);
	if (in_time(f))
		dw_buf_printf(&sql, ") CROSS JOIN audit AS a ON a.seq = found%s", order);
	dw_query_open(db, q, dw_buf_text(&sql));
	bind(f, before, q);
	dw_bind_int(q, 8, f->limit + 1);
}

/* Numbers have no gaps, so the last is how many there are. */
static enum dw_code
count(struct dw_db *db, const struct dw_audit_filter *f, int64_t *out, struct dw_error *err)
{
	bool all = !in_time(f) && dw_uuid_is_none(&f->target) && dw_uuid_is_none(&f->actor) &&
		f->action == NULL && f->result == NULL;
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(dw_buf) sql = { 0 };

	dw_buf_puts(&sql, all ? "SELECT max(a.seq)" : "SELECT count(*)");
	add_conditions(f, 0, &sql);
	dw_query_open(db, &q, dw_buf_text(&sql));
	bind(f, 0, &q);
	return dw_query_int(&q, 0, out, err);
}

static enum dw_code
put_page(struct dw_db *db, const struct dw_audit_filter *filter, int64_t before,
	struct dw_sink *sink, bool *more, struct dw_cursor *last, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	open_rows(db, filter, before, &q);
	for (int n = 0; (rc = dw_query_next(&q, &row, err)) == DW_OK && row; n++) {
		if (n == filter->limit) {
			*more = true;
			return DW_OK;
		}
		last->num = dw_col_int(&q, 0);
		if ((rc = emit(&q, filter->mask_pii, sink, err)) != DW_OK)
			return rc;
	}
	return rc;
}

enum dw_code
dw_audit_list(struct dw_db *db, const struct dw_audit_filter *filter, struct dw_sink *sink,
	struct dw_error *err)
{
	const char *name = in_time(filter) ? CURSOR_IN_TIME : CURSOR;
	struct dw_list_info info = { .item = "entry", .total = -1 };
	struct dw_cursor last = { 0 };
	DW_AUTO(dw_cursor) from = { 0 };
	DW_AUTO_FREE char *next = NULL;
	enum dw_code rc;

	if ((filter->after != NULL && (rc = dw_cursor_read(filter->after, name, &from, err)) != DW_OK) ||
		(rc = sink->begin(sink, dw_audit_columns, dw_audit_columns_count, err)) != DW_OK ||
		(filter->count && (rc = count(db, filter, &info.total, err)) != DW_OK) ||
		(filter->limit >= 0 &&
			(rc = put_page(db, filter, from.num, sink, &info.more, &last, err)) != DW_OK))
		return rc;
	if (info.more)
		info.next = next = dw_cursor_write(&last, name);
	return sink->end(sink, &info, err);
}

enum dw_code
dw_audit_refusals(struct dw_db *db, const struct dw_uuid *actor, int64_t since,
	const char *reason, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(db, &q,
		"SELECT count(*) FROM (SELECT time_ms, result, reason_code FROM audit"
		"	WHERE actor_uuid = ?1 ORDER BY seq DESC LIMIT 1000)"
		" WHERE time_ms > ?2 AND result = 'refused' AND (?3 IS NULL OR reason_code = ?3)");
	dw_bind_uuid(&q, 1, actor);
	dw_bind_int(&q, 2, since);
	dw_bind_text(&q, 3, reason);
	return dw_query_int(&q, 0, out, err);
}
