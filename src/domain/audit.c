/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Appending to the audit. The bytes that are hashed are fixed for ever; see
 * ARCHITECTURE.md, and audit_bytes.h, which the verifier shares. Listing and
 * verifying are in audit_list.c and audit_verify.c.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/audit.h"
#include "domain/audit_bytes.h"
#include "store/query.h"

void
dw_audit_commit(const unsigned char salt[DW_AUDIT_HASH], uint8_t slot, const char *payload,
	size_t len, unsigned char out[DW_AUDIT_HASH])
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, salt, DW_AUDIT_HASH);
	crypto_auth_hmacsha256_update(&state, &slot, 1);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)payload, len);
	crypto_auth_hmacsha256_final(&state, out);
}

static void
add_bytes(struct dw_buf *buf, const void *bytes, size_t len)
{
	dw_buf_be32(buf, (uint32_t)len);
	dw_buf_add(buf, bytes, len);
}

static void
add_int(struct dw_buf *buf, int64_t value)
{
	dw_buf_be32(buf, 8);
	dw_buf_be64(buf, (uint64_t)value);
}

void
dw_audit_hash(const struct dw_audit_row *row, unsigned char out[DW_AUDIT_HASH])
{
	DW_AUTO(dw_buf) bytes = { 0 };

	dw_buf_putc(&bytes, '\0'); /* RFC 6962 2.1: the leaf prefix */
	add_int(&bytes, row->seq);
	add_int(&bytes, row->time_ms);
	add_bytes(&bytes, row->action_code, strlen(row->action_code));
	add_bytes(&bytes, row->result, strlen(row->result));
	add_bytes(&bytes, row->actor, row->actor_len);
	add_bytes(&bytes, row->target, row->target_len);
	add_bytes(&bytes, row->origin_kind, strlen(row->origin_kind));
	add_bytes(&bytes, row->reason_code, strlen(row->reason_code));
	add_bytes(&bytes, row->batch, row->batch_len);
	add_bytes(&bytes, row->commits, row->commits_len);
	add_bytes(&bytes, row->prev, DW_AUDIT_HASH);
	crypto_hash_sha256(out, (const unsigned char *)bytes.data, bytes.len);
}

/* The store holds valid UTF-8 only, but a terminal's or an account's name may be anything. */
static json_t *
text(const char *bytes)
{
	json_t *value = json_string(bytes);

	return value != NULL ? value : json_string("?");
}

static json_t *
actor_payload(const struct dw_work *w)
{
	json_t *object = json_object();

	json_object_set_new(object, "username", text(w->operator->username));
	if (w->origin == NULL)
		return object;
	if (w->origin->address[0] != '\0')
		json_object_set_new(object, "address", text(w->origin->address));
	if (w->origin->terminal[0] != '\0')
		json_object_set_new(object, "terminal", text(w->origin->terminal));
	if (w->origin->account[0] != '\0')
		json_object_set_new(object, "account", text(w->origin->account));
	if (w->origin->uid >= 0)
		json_object_set_new(object, "uid", json_integer(w->origin->uid));
	return object;
}

/* One slot on its way: its canonical text, salt and subject. */
struct slot {
	uint8_t number;
	struct dw_uuid subject;
	unsigned char salt[DW_AUDIT_HASH];
	char *payload; /* of json_dumps */
};

static void
slot_fill(struct slot *slot, uint8_t number, const struct dw_uuid *subject, json_t *data)
{
	slot->number = number;
	slot->subject = *subject;
	randombytes_buf(slot->salt, sizeof(slot->salt));
	slot->payload = json_dumps(data, JSON_COMPACT | JSON_SORT_KEYS);
	if (slot->payload == NULL)
		slot->payload = dw_strdup("{}");
}

static size_t
slots_fill(struct slot slots[4], struct dw_work *w, const struct dw_audit_entry *entry)
{
	static const struct dw_uuid nobody;
	size_t n = 0;
	json_t *data = actor_payload(w);

	slot_fill(&slots[n++], 0, &w->operator->uuid, data);
	json_decref(data);
	if (!dw_uuid_is_none(&entry->target)) {
		data = entry->target_data != NULL ? json_copy(entry->target_data) : json_object();
		if (entry->target_name != NULL)
			json_object_set_new(data, "username", text(entry->target_name));
		slot_fill(&slots[n++], 1, &entry->target, data);
		json_decref(data);
	}
	if (entry->third_data != NULL)
		slot_fill(&slots[n++], 2, &entry->third, entry->third_data);
	if (entry->data != NULL)
		slot_fill(&slots[n++], 3, &nobody, entry->data);
	return n;
}

static enum dw_code
last_entry(struct dw_db *db, int64_t *seq, unsigned char prev[DW_AUDIT_HASH],
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	const void *hash;
	size_t len;
	bool row;

	memset(prev, 0, DW_AUDIT_HASH);
	*seq = 0;
	dw_query_open(db, &q, "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1");
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK || !row)
		return rc;
	*seq = dw_col_int(&q, 0);
	hash = dw_col_blob(&q, 1, &len);
	if (len == DW_AUDIT_HASH)
		memcpy(prev, hash, DW_AUDIT_HASH);
	return DW_OK;
}

static enum dw_code
insert_row(struct dw_db *db, const struct dw_audit_row *row, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	unsigned char hash[DW_AUDIT_HASH];

	dw_audit_hash(row, hash);
	dw_query_open(db, &q,
		"INSERT INTO audit (seq, time_ms, action_code, result, actor_uuid, target_uuid,"
		" origin_kind, reason_code, batch, commits, prev, hash)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
	dw_bind_int(&q, 1, row->seq);
	dw_bind_int(&q, 2, row->time_ms);
	dw_bind_text(&q, 3, row->action_code);
	dw_bind_text(&q, 4, row->result);
	dw_bind_blob(&q, 5, row->actor, row->actor_len);
	dw_bind_blob(&q, 6, row->target, row->target_len);
	dw_bind_text(&q, 7, row->origin_kind);
	dw_bind_text(&q, 8, row->reason_code);
	dw_bind_blob(&q, 9, row->batch, row->batch_len);
	dw_bind_blob(&q, 10, row->commits, row->commits_len);
	dw_bind_blob(&q, 11, row->prev, DW_AUDIT_HASH);
	dw_bind_blob(&q, 12, hash, sizeof(hash));
	return dw_query_run(&q, err);
}

static enum dw_code
insert_slot(struct dw_db *db, int64_t seq, const struct slot *slot, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(db, &q,
		"INSERT INTO audit_payload (seq, slot, subject_uuid, salt, payload)"
		" VALUES (?1, ?2, ?3, ?4, ?5)");
	dw_bind_int(&q, 1, seq);
	dw_bind_int(&q, 2, slot->number);
	dw_bind_uuid(&q, 3, &slot->subject);
	dw_bind_blob(&q, 4, slot->salt, sizeof(slot->salt));
	dw_bind_text(&q, 5, slot->payload);
	return dw_query_run(&q, err);
}

static size_t
uuid_len(const struct dw_uuid *id)
{
	return dw_uuid_is_none(id) ? 0 : sizeof(id->bytes);
}

static enum dw_code
append(struct dw_work *w, const struct dw_audit_entry *entry, struct slot *slots, size_t n,
	struct dw_error *err)
{
	unsigned char commits[4 * (1 + DW_AUDIT_HASH)];
	unsigned char prev[DW_AUDIT_HASH];
	struct dw_audit_row row = {
		.time_ms = w->now,
		.action_code = entry->action,
		.result = entry->result != NULL ? entry->result : "ok",
		.actor = w->operator->uuid.bytes,
		.actor_len = uuid_len(&w->operator->uuid),
		.target = entry->target.bytes,
		.target_len = uuid_len(&entry->target),
		.origin_kind = w->origin != NULL ? w->origin->kind : "job",
		.reason_code = entry->reason != NULL ? entry->reason : "",
		.batch = w->batch.bytes,
		.batch_len = uuid_len(&w->batch),
		.commits = commits,
		.prev = prev,
	};
	enum dw_code rc;
	int64_t last;

	if ((rc = last_entry(w->db, &last, prev, err)) != DW_OK)
		return rc;
	row.seq = last + 1;
	for (size_t i = 0; i < n; i++) {
		commits[row.commits_len] = slots[i].number;
		dw_audit_commit(slots[i].salt, slots[i].number, slots[i].payload,
			strlen(slots[i].payload), commits + row.commits_len + 1);
		row.commits_len += 1 + DW_AUDIT_HASH;
	}
	if ((rc = insert_row(w->db, &row, err)) != DW_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if ((rc = insert_slot(w->db, row.seq, &slots[i], err)) != DW_OK)
			return rc;
	w->last_seq = row.seq;
	w->entries++;
	w->topics |= DW_TOPIC_AUDIT;
	return DW_OK;
}

enum dw_code
dw_audit_append(struct dw_work *w, const struct dw_audit_entry *entry, struct dw_error *err)
{
	struct slot slots[4] = { 0 };
	size_t n;
	enum dw_code rc;

	if (!dw_db_in_txn(w->db))
		return dw_fail(err, DW_BUG, _("An audit entry was written outside a transaction."));
	n = slots_fill(slots, w, entry);
	rc = append(w, entry, slots, n, err);
	for (size_t i = 0; i < n; i++)
		free(slots[i].payload);
	return rc;
}

bool
dw_audit_change(json_t *changes, const char *name, const char *before, const char *after)
{
	if (strcmp(before != NULL ? before : "", after != NULL ? after : "") == 0)
		return false;
	json_object_set_new(changes, name,
		json_pack("[o,o]", text(before != NULL ? before : ""), text(after != NULL ? after : "")));
	return true;
}

bool
dw_audit_change_bool(json_t *changes, const char *name, bool before, bool after)
{
	if (before == after)
		return false;
	json_object_set_new(changes, name, json_pack("[b,b]", before, after));
	return true;
}

bool
dw_audit_change_time(json_t *changes, const char *name, int64_t before, int64_t after)
{
	char from[DW_TIME_TEXT], to[DW_TIME_TEXT];

	if (before == after)
		return false;
	json_object_set_new(changes, name,
		json_pack("[o,o]", before != 0 ? json_string(dw_time_rfc3339(before, from)) : json_null(),
			after != 0 ? json_string(dw_time_rfc3339(after, to)) : json_null()));
	return true;
}
