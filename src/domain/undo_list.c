/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an operator did last, and whether it can be taken back: the audit walked from its
 * end, entry by entry of this operator, a row for each command. See undo.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/undo_parts.h"

#define ERASED "***ERASED***"
#define LOOKED_AT 20 /* of the changes of one command, until one is found that can be */

enum { SEQ, TIME, ACTION, TARGET, COUNT, CAN, WHY };

const struct dw_column dw_changes_columns[] = {
	[SEQ] = { "seq", N_("NO."), DW_INT, DW_COL_DEFAULT | DW_COL_RIGHT, 6, 7, 0, NULL },
	[TIME] = { "time", N_("TIME"), DW_TIME, DW_COL_DEFAULT | DW_COL_BADGE, 5, 8, 0, NULL },
	[ACTION] = { "action", N_("WHAT"), DW_TEXT, DW_COL_DEFAULT, 1, 14, 1, NULL },
	[TARGET] = { "target", N_("TO WHOM"), DW_TEXT, DW_COL_DEFAULT, 2, 10, 1, NULL },
	[COUNT] = { "count", N_("HOW MANY"), DW_INT, DW_COL_DEFAULT | DW_COL_RIGHT, 4, 8, 0, NULL },
	[CAN] = { "undo", N_("UNDO"), DW_BOOL, DW_COL_DEFAULT, 1, 4, 0, NULL },
	[WHY] = { "why", N_("WHY NOT"), DW_TEXT, DW_COL_DEFAULT, 3, 16, 3, NULL },
};
const size_t dw_changes_columns_count = DW_COUNT(dw_changes_columns);

/* The newest of one command that nothing stands in the way of; else of the newest why not. */
static bool
can_be(struct dw_work *w, const struct dw_changes *changes, struct dw_error *why)
{
	for (size_t i = 0; i < changes->n && i < LOOKED_AT; i++) {
		DW_AUTO(dw_undone) undone = { 0 };
		struct dw_error err = { 0 };

		if (dw_undo_may(w, changes->seqs[i], &undone, &err) == DW_OK)
			return true;
		if (i == 0)
			*why = err;
	}
	return false;
}

static const char *
name_of(const struct undo_entry *e)
{
	const char *user = json_string_value(json_object_get(e->about, "username"));
	const char *group = json_string_value(json_object_get(e->data, "group"));

	if (user != NULL)
		return user;
	if (!dw_uuid_is_none(&e->target))
		return ERASED;
	return group;
}

/* One command, of which `seq` is an entry. */
static enum dw_code
put_row(struct dw_work *w, int64_t seq, struct dw_sink *sink, struct dw_error *err)
{
	DW_AUTO(dw_changes) changes = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	struct dw_error why = { 0 };
	struct undo_entry e;
	char number[24];
	enum dw_code rc;
	bool row, can;

	snprintf(number, sizeof(number), "%lld", (long long)seq);
	if ((rc = dw_changes_of(w->db, &w->operator->uuid, number, &changes, err)) != DW_OK)
		return rc;
	can = can_be(w, &changes, &why);
	dw_query_open(w->db, &q, UNDO_ENTRY_SELECT "WHERE a.seq = ?1");
	dw_bind_int(&q, 1, changes.n > 0 ? changes.seqs[0] : seq);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK || !row)
		return rc;
	undo_entry_read(&q, &e);
	{
		const struct dw_value values[DW_COUNT(dw_changes_columns)] = {
			[SEQ].num = e.seq,
			[TIME].num = e.time,
			[ACTION].text = e.code,
			[TARGET].text = name_of(&e),
			[COUNT].num = changes.n > 0 ? (int64_t)changes.n : 1,
			[CAN].num = can,
			[WHY].text = can || changes.n == 0 ? NULL : why.message,
		};

		rc = sink->row(sink, values, err);
	}
	undo_entry_clear(&e);
	return rc;
}

/* Commands that were met already: their entries need not follow each other. */
struct met {
	struct dw_uuid *at;
	size_t n;
};

static void
met_clear(struct met *met)
{
	free(met->at);
}

static bool
is_new(struct met *met, const struct dw_uuid *batch)
{
	for (size_t i = 0; i < met->n; i++)
		if (dw_uuid_equal(&met->at[i], batch))
			return false;
	met->at = dw_realloc(met->at, met->n + 1, sizeof(*met->at));
	met->at[met->n++] = *batch;
	return true;
}

enum dw_code
dw_changes_list(struct dw_work *w, int limit, struct dw_sink *sink, struct dw_error *err)
{
	struct dw_list_info info = { .item = "change", .total = -1 };
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(met) met = { 0 };
	struct undo_entry newer = { 0 };
	int64_t first = 0; /* of the call that is being walked through; 0 = none */
	enum dw_code rc;
	bool row;

	if ((rc = sink->begin(sink, dw_changes_columns, dw_changes_columns_count, err)) != DW_OK)
		return rc;
	dw_query_open(w->db, &q, UNDO_CHAIN_SELECT
		"WHERE a.actor_uuid = ?1 AND a.result = 'ok' ORDER BY a.seq DESC");
	dw_bind_uuid(&q, 1, &w->operator->uuid);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row && limit > 0) {
		struct undo_entry e;
		bool same;

		undo_entry_read(&q, &e);
		same = newer.seq == e.seq + 1 && undo_same_call(&newer, &e);
		if (!same && first != 0) {
			if ((rc = put_row(w, first, sink, err)) != DW_OK)
				return rc;
			first = 0;
			limit--;
		}
		if (!undo_is_no_change(e.code) && (dw_uuid_is_none(&e.batch) || (same && first != 0) ||
				is_new(&met, &e.batch)))
			first = e.seq;
		newer = e;
	}
	if (rc == DW_OK && first != 0 && limit > 0)
		rc = put_row(w, first, sink, err);
	return rc == DW_OK ? sink->end(sink, &info, err) : rc;
}
