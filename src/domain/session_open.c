/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening, judging and closing sessions. See session_open.h.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/agent.h"
#include "domain/audit.h"
#include "domain/session_open.h"
#include "store/query.h"

#define TOUCH_EVERY DW_MINUTE

static const char *
text_of(const char *text)
{
	return text != NULL ? text : "";
}

static void
hash_token(const struct dw_secret *token, unsigned char hash[crypto_hash_sha256_BYTES])
{
	crypto_hash_sha256(hash, (const unsigned char *)token->data, token->len);
}

static int64_t
expiry(const struct dw_work *w, int64_t started_at)
{
	int64_t idle = w->now + dw_conf_int(w->conf, DW_CONF_SESSION_IDLE);
	int64_t last = started_at + dw_conf_int(w->conf, DW_CONF_SESSION_LIFETIME);

	return idle < last ? idle : last;
}

/* ---- opening ---- */

static enum dw_code
note_end(struct dw_work *w, const struct dw_user *user, const struct dw_uuid *id,
	struct dw_error *err)
{
	struct dw_audit_entry entry = { .action = "session_ended", .target = user->uuid,
		.target_name = user->username, .reason = "too_many" };
	char text[DW_UUID_TEXT];
	enum dw_code rc;

	entry.target_data = json_pack("{s:s}", "session_id", dw_uuid_format(id, text));
	rc = dw_audit_append(w, &entry, err);
	json_decref(entry.target_data);
	return rc;
}

/* The one to go: the longest without activity. *there false: there are not too many. */
static enum dw_code
find_surplus(struct dw_work *w, int64_t user_id, int64_t *row_id, struct dw_uuid *id, bool *there,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	dw_query_open(w->db, &q,
		"SELECT id, uuid FROM session WHERE user_id = ?1 AND expires_at > ?2"
		" ORDER BY last_active_at DESC, id DESC LIMIT 1 OFFSET ?3");
	dw_bind_int(&q, 1, user_id);
	dw_bind_int(&q, 2, w->now);
	dw_bind_int(&q, 3, dw_conf_int(w->conf, DW_CONF_SESSION_PER_USER) - 1);
	if ((rc = dw_query_next(&q, there, err)) == DW_OK && *there) {
		*row_id = dw_col_int(&q, 0);
		*id = dw_col_uuid(&q, 1);
	}
	return rc;
}

static enum dw_code
drop(struct dw_work *w, int64_t row_id, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q, "DELETE FROM session WHERE id = ?1");
	dw_bind_int(&q, 1, row_id);
	return dw_query_run(&q, err);
}

static enum dw_code
make_room(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	struct dw_uuid id;
	int64_t row_id = 0;
	enum dw_code rc;
	bool there = false;

	while ((rc = find_surplus(w, user->id, &row_id, &id, &there, err)) == DW_OK && there)
		if ((rc = drop(w, row_id, err)) != DW_OK || (rc = note_end(w, user, &id, err)) != DW_OK)
			return rc;
	return rc;
}

enum dw_code
dw_session_open(struct dw_work *w, const struct dw_user *user, const struct dw_knock *knock,
	struct dw_secret *token, struct dw_uuid *id, struct dw_error *err)
{
	unsigned char bytes[DW_TOKEN_BYTES], hash[crypto_hash_sha256_BYTES];
	char text[sodium_base64_ENCODED_LEN(DW_TOKEN_BYTES,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
	struct dw_agent agent = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	if ((rc = make_room(w, user, err)) != DW_OK)
		return rc;
	randombytes_buf(bytes, sizeof(bytes));
	sodium_bin2base64(text, sizeof(text), bytes, sizeof(bytes),
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	dw_secret_set(token, text, strlen(text), NULL);
	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(text, sizeof(text));
	hash_token(token, hash);
	*id = dw_uuid_new();
	dw_agent_read(text_of(knock->user_agent), &agent);
	dw_query_open(w->db, &q,
		"INSERT INTO session (uuid, user_id, token_hash, service, device, browser, address,"
		" user_agent, started_at, last_active_at, expires_at)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10)");
	dw_bind_uuid(&q, 1, id);
	dw_bind_int(&q, 2, user->id);
	dw_bind_blob(&q, 3, hash, sizeof(hash));
	dw_bind_text(&q, 4, text_of(knock->service));
	/* Without a browser the terminal is what tells one session from another. */
	dw_bind_text(&q, 5, agent.device[0] != '\0' ? agent.device : text_of(knock->terminal));
	dw_bind_text(&q, 6, agent.browser);
	dw_bind_text(&q, 7, text_of(knock->address));
	dw_bind_text(&q, 8, text_of(knock->user_agent));
	dw_bind_int(&q, 9, w->now);
	dw_bind_int(&q, 10, expiry(w, w->now));
	w->topics |= DW_TOPIC_SESSIONS | DW_TOPIC_USERS;
	return dw_query_run(&q, err);
}

/* ---- judging ---- */

void
dw_live_session_clear(struct dw_live_session *session)
{
	free(session->username);
	*session = (struct dw_live_session){ 0 };
}

static enum dw_code
lasts_on(struct dw_work *w, int64_t row_id, int64_t expires_at, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q,
		"UPDATE session SET last_active_at = ?2, expires_at = ?3 WHERE id = ?1");
	dw_bind_int(&q, 1, row_id);
	dw_bind_int(&q, 2, w->now);
	dw_bind_int(&q, 3, expires_at);
	w->topics |= DW_TOPIC_SESSIONS;
	return dw_query_run(&q, err);
}

enum dw_code
dw_session_check(struct dw_work *w, const struct dw_secret *token, bool touch,
	struct dw_live_session *out, struct dw_error *err)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	int64_t row_id, last_active_at;
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row = false;

	hash_token(token, hash);
	/* Who is in the middle of being deleted, inactive or out of dates has no session. */
	dw_query_open(w->db, &q,
		"SELECT s.id, s.uuid, u.uuid, u.username, s.started_at, s.last_active_at, s.expires_at"
		" FROM session AS s JOIN user AS u ON u.id = s.user_id"
		" WHERE s.token_hash = ?1 AND s.expires_at > ?2 AND s.started_at > ?3"
		" AND u.lifecycle = 0 AND u.active = 1 AND u.valid_from <= ?2"
		" AND (u.valid_until = 0 OR u.valid_until > ?2)");
	dw_bind_blob(&q, 1, hash, sizeof(hash));
	dw_bind_int(&q, 2, w->now);
	/* A lifetime that was shortened holds for what is open, too. */
	dw_bind_int(&q, 3, w->now - dw_conf_int(w->conf, DW_CONF_SESSION_LIFETIME));
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK)
		return rc;
	if (!row)
		return dw_fail(err, DW_NOT_FOUND, _("There is no such session, or it has ended."));
	row_id = dw_col_int(&q, 0);
	last_active_at = dw_col_int(&q, 5);
	*out = (struct dw_live_session){
		.id = dw_col_uuid(&q, 1),
		.user = dw_col_uuid(&q, 2),
		.username = dw_strdup(dw_col_text(&q, 3)),
		.started_at = dw_col_int(&q, 4),
		.expires_at = dw_col_int(&q, 6),
	};
	if (!touch || w->now - last_active_at < TOUCH_EVERY)
		return DW_OK;
	out->expires_at = expiry(w, out->started_at);
	return lasts_on(w, row_id, out->expires_at, err);
}

enum dw_code
dw_session_close(struct dw_work *w, const struct dw_secret *token, struct dw_error *err)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	DW_AUTO(dw_query) q = { 0 };

	hash_token(token, hash);
	dw_query_open(w->db, &q, "DELETE FROM session WHERE token_hash = ?1");
	dw_bind_blob(&q, 1, hash, sizeof(hash));
	w->topics |= DW_TOPIC_SESSIONS;
	return dw_query_run(&q, err);
}
