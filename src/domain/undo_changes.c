/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which changes an operator means: the last one, or all that one command did. Whether
 * they can be taken back is another question, which dw_undo() asks of each. See undo.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/undo_parts.h"

void
dw_changes_clear(struct dw_changes *changes)
{
	if (changes == NULL)
		return;
	free(changes->seqs);
	*changes = (struct dw_changes){ 0 };
}

static void
add(struct dw_changes *out, int64_t seq)
{
	/* An import may have changed many: the room is doubled. */
	if ((out->n & (out->n + 1)) == 0)
		out->seqs = dw_realloc(out->seqs, 2 * out->n + 2, sizeof(*out->seqs));
	out->seqs[out->n++] = seq;
}

/* ---- one command ------------------------------------------------------------------ */

/* Entries that tell of nothing that was done to somebody: the sum of an import. */
static bool
is_about_nobody(const struct undo_entry *e)
{
	return e->kind == UNDO_NONE && dw_uuid_is_none(&e->target);
}

static enum dw_code
add_batch(struct dw_db *db, const struct dw_uuid *actor, const struct dw_uuid *batch,
	struct dw_changes *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	struct undo_entry newer = { 0 };
	enum dw_code rc;
	bool row;

	/* "<> x''" is what tells SQLite that the index has them all. */
	dw_query_open(db, &q, UNDO_CHAIN_SELECT
		"WHERE a.batch = ?1 AND a.batch <> x'' AND a.actor_uuid = ?2 AND a.result = 'ok'"
		" ORDER BY a.seq DESC");
	dw_bind_uuid(&q, 1, batch);
	dw_bind_uuid(&q, 2, actor);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		struct undo_entry e;

		undo_entry_read(&q, &e);
		if (out->n > 0 && newer.seq == e.seq + 1 && undo_same_call(&newer, &e))
			out->seqs[out->n - 1] = e.seq;
		else if (!is_about_nobody(&e))
			add(out, e.seq);
		newer = e;
	}
	return rc;
}

/* The change that an entry belongs to, with its batch. */
static enum dw_code
add_entry(struct dw_db *db, const struct dw_uuid *actor, int64_t seq, struct dw_changes *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_uuid batch;
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q,
		"SELECT batch FROM audit WHERE seq = ?1 AND actor_uuid = ?2 AND result = 'ok'");
	dw_bind_int(&q, 1, seq);
	dw_bind_uuid(&q, 2, actor);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK)
		return rc;
	if (!row)
		return undo_no_such(seq, err);
	batch = dw_col_uuid(&q, 0);
	if (!dw_uuid_is_none(&batch))
		return add_batch(db, actor, &batch, out, err);
	add(out, seq);
	return DW_OK;
}

enum dw_code
dw_changes_of(struct dw_db *db, const struct dw_uuid *actor, const char *reference,
	struct dw_changes *out, struct dw_error *err)
{
	struct dw_uuid batch;
	char *end;
	long long seq = strtoll(reference, &end, 10);
	enum dw_code rc;

	if (dw_uuid_parse(reference, &batch)) {
		if ((rc = add_batch(db, actor, &batch, out, err)) == DW_OK && out->n == 0)
			return dw_fail(err, DW_NOT_FOUND,
				_("There is no command of yours with this id of a batch."));
		return rc;
	}
	if (*end != '\0' || end == reference)
		return dw_fail_field(err, DW_USAGE, "batch",
			_("Give the number of an entry of the audit, or the id of a batch."));
	return add_entry(db, actor, seq, out, err);
}

/* ---- the last --------------------------------------------------------------------- */

bool
undo_is_no_change(const char *code)
{
	static const char *const codes[] = { "operator_signed_in", "users_exported",
		"audit_exported", "pii_viewed" };

	for (size_t i = 0; i < DW_COUNT(codes); i++)
		if (strcmp(codes[i], code) == 0)
			return true;
	return false;
}

/* What was passed over, once it is known that there is something before it. */
static enum dw_code
read_passed(struct dw_db *db, struct dw_changes *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	struct undo_entry e;
	const char *name;
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q, UNDO_ENTRY_SELECT "WHERE a.seq = ?1");
	dw_bind_int(&q, 1, out->passed);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK || !row)
		return rc;
	undo_entry_read(&q, &e);
	name = json_string_value(json_object_get(e.about, "username"));
	snprintf(out->passed_code, sizeof(out->passed_code), "%s", dw_col_text(&q, 2));
	snprintf(out->passed_target, sizeof(out->passed_target), "%s", name != NULL ? name : "");
	undo_entry_clear(&e);
	return DW_OK;
}

/* The first entry of the last change; 0 = there is none. */
static enum dw_code
find_last(struct dw_db *db, const struct dw_uuid *actor, int64_t *last, int64_t *passed,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	struct undo_entry newer = { 0 };
	struct dw_uuid batch = { 0 }; /* of what was passed over */
	enum dw_code rc;
	bool row;

	*last = 0;
	*passed = 0;
	dw_query_open(db, &q, UNDO_CHAIN_SELECT
		"WHERE a.actor_uuid = ?1 AND a.result = 'ok' ORDER BY a.seq DESC");
	dw_bind_uuid(&q, 1, actor);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		struct undo_entry e;
		bool same;

		undo_entry_read(&q, &e);
		same = newer.seq == e.seq + 1 && undo_same_call(&newer, &e);
		if (!same && *last != 0)
			break;
		/* A call that did something else as well cannot be taken back at all. */
		if (e.kind == UNDO_NONE || (same && *last == 0)) {
			*last = 0;
			if (*passed == 0 && !undo_is_no_change(dw_col_text(&q, 2))) {
				*passed = e.seq;
				batch = e.batch;
			}
		} else {
			*last = e.seq;
		}
		newer = e;
		if (*last != 0 && !dw_uuid_is_none(&batch) && dw_uuid_equal(&batch, &e.batch))
			*passed = 0; /* part of the same command, and named among its parts */
	}
	return rc;
}

enum dw_code
dw_changes_last(struct dw_db *db, const struct dw_uuid *actor, struct dw_changes *out,
	struct dw_error *err)
{
	int64_t last;
	enum dw_code rc;

	if ((rc = find_last(db, actor, &last, &out->passed, err)) != DW_OK)
		return rc;
	if (last == 0)
		return dw_fail(err, DW_NOT_FOUND,
			_("You have changed nothing yet that could be undone."));
	if (out->passed != 0 && (rc = read_passed(db, out, err)) != DW_OK)
		return rc;
	return add_entry(db, actor, last, out, err);
}
