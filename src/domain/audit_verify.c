/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Checking that the audit proves itself: seq without gaps, each entry's hash, its link to
 * the one before, each payload against its commitment, and no payload missing. Reads in
 * the order of seq, a bounded number at a time, so that no reader holds the store.
 */
#include <sodium.h>
#include <string.h>

#include "base/intl.h"
#include "domain/audit.h"
#include "domain/audit_bytes.h"
#include "store/query.h"

#define CHUNK 5000

struct state {
	int64_t seq; /* of the last entry that was good */
	unsigned char hash[DW_AUDIT_HASH];
};

static enum dw_code
bad(struct dw_error *err, int64_t seq, const char *what)
{
	return dw_fail(err, DW_IO, _("Audit entry %lld: %s."), (long long)seq, what);
}

/* Every commitment of the entry has its payload, and every payload its commitment. */
static enum dw_code
check_payloads(struct dw_db *db, const struct dw_audit_row *row, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	const unsigned char *commits = row->commits;
	size_t at = 0;
	enum dw_code rc;
	bool more;

	if (row->commits_len % (1 + DW_AUDIT_HASH) != 0)
		return bad(err, row->seq, _("the list of commitments is malformed"));
	dw_query_open(db, &q, "SELECT slot, salt, payload FROM audit_payload WHERE seq = ?1 ORDER BY slot");
	dw_bind_int(&q, 1, row->seq);
	while ((rc = dw_query_next(&q, &more, err)) == DW_OK && more) {
		unsigned char commit[DW_AUDIT_HASH];
		const char *payload = dw_col_text(&q, 2);
		const unsigned char *salt;
		size_t len;

		salt = dw_col_blob(&q, 1, &len);
		if (at >= row->commits_len || commits[at] != dw_col_int(&q, 0) || len != DW_AUDIT_HASH)
			return bad(err, row->seq, _("there is a payload without a commitment"));
		dw_audit_commit(salt, commits[at], payload, strlen(payload), commit);
		if (sodium_memcmp(commit, commits + at + 1, DW_AUDIT_HASH) != 0)
			return bad(err, row->seq, _("a payload was changed"));
		at += 1 + DW_AUDIT_HASH;
	}
	if (rc == DW_OK && at != row->commits_len)
		return bad(err, row->seq, _("a payload is missing"));
	return rc;
}

static enum dw_code
check_entry(struct dw_db *db, struct dw_query *q, struct state *state, struct dw_error *err)
{
	struct dw_audit_row row = {
		.seq = dw_col_int(q, 0),
		.time_ms = dw_col_int(q, 1),
		.action_code = dw_col_text(q, 2),
		.result = dw_col_text(q, 3),
		.origin_kind = dw_col_text(q, 6),
		.reason_code = dw_col_text(q, 7),
	};
	unsigned char hash[DW_AUDIT_HASH];
	const unsigned char *kept;
	size_t len;
	enum dw_code rc;

	row.actor = dw_col_blob(q, 4, &row.actor_len);
	row.target = dw_col_blob(q, 5, &row.target_len);
	row.batch = dw_col_blob(q, 8, &row.batch_len);
	row.commits = dw_col_blob(q, 9, &row.commits_len);
	row.prev = dw_col_blob(q, 10, &len);
	if (row.seq != state->seq + 1)
		return bad(err, state->seq + 1, _("it is missing"));
	if (len != DW_AUDIT_HASH || memcmp(row.prev, state->hash, DW_AUDIT_HASH) != 0)
		return bad(err, row.seq, _("it does not follow from the entry before"));
	dw_audit_hash(&row, hash);
	kept = dw_col_blob(q, 11, &len);
	if (len != DW_AUDIT_HASH || memcmp(hash, kept, DW_AUDIT_HASH) != 0)
		return bad(err, row.seq, _("it was changed after it was written"));
	if ((rc = check_payloads(db, &row, err)) != DW_OK)
		return rc;
	memcpy(state->hash, hash, DW_AUDIT_HASH);
	state->seq = row.seq;
	return DW_OK;
}

enum dw_code
dw_audit_verify(struct dw_db *db, int64_t *checked, struct dw_error *err)
{
	struct state state = { 0 };
	int64_t before;
	enum dw_code rc = DW_OK;

	do {
		DW_AUTO(dw_query) q = { 0 };
		bool row;

		before = state.seq;
		dw_query_open(db, &q,
			"SELECT seq, time_ms, action_code, result, actor_uuid, target_uuid, origin_kind,"
			" reason_code, batch, commits, prev, hash FROM audit"
			" WHERE seq > ?1 ORDER BY seq LIMIT ?2");
		dw_bind_int(&q, 1, state.seq);
		dw_bind_int(&q, 2, CHUNK);
		while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
			if ((rc = check_entry(db, &q, &state, err)) != DW_OK)
				break;
	} while (rc == DW_OK && state.seq > before);
	*checked = state.seq;
	return rc;
}
