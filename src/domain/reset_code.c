/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reset codes. See reset_code.h.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/attempt.h"
#include "domain/audit.h"
#include "domain/reset_code.h"
#include "domain/spoken_code.h"
#include "store/query.h"

void
dw_reset_code_clear(struct dw_reset_code *code)
{
	dw_secret_clear(&code->text);
	*code = (struct dw_reset_code){ 0 };
}

enum dw_code
dw_reset_code_make(const struct dw_conf *conf, bool demo, const struct dw_keyring *keyring,
	struct dw_reset_code *out, struct dw_error *err)
{
	dw_code_new(DW_RESET_CODE_LENGTH, &out->text);
	return dw_password_hash_now(conf, demo, keyring, &out->text, &out->hash, err);
}

enum dw_code
dw_reset_code_may(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	enum dw_code rc = dw_user_may_touch(w, user, DW_PERM_RESET_CODE, err);

	if (rc == DW_OK && user->source == DW_LDAP)
		return dw_fail(err, DW_STATE,
			_("The password of %s lives in %s. Reset it there."), user->username,
			user->source_name);
	return rc;
}

enum dw_code
dw_reset_code_drop(struct dw_work *w, int64_t user_id, int64_t *n, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	dw_query_open(w->db, &q, "DELETE FROM reset_code WHERE user_id = ?1");
	dw_bind_int(&q, 1, user_id);
	if ((rc = dw_query_run(&q, err)) == DW_OK)
		*n = dw_db_changes(w->db);
	return rc;
}

static enum dw_code
insert(struct dw_work *w, const struct dw_user *user, const struct dw_reset_code *code,
	int64_t expires_at, struct dw_error *err)
{
	const struct dw_uuid id = dw_uuid_new();
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q,
		"INSERT INTO reset_code (user_id, uuid, hash, pepper_id, made_at, expires_at)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	dw_bind_int(&q, 1, user->id);
	dw_bind_uuid(&q, 2, &id);
	dw_bind_text(&q, 3, code->hash.text);
	dw_bind_int(&q, 4, code->hash.pepper_id);
	dw_bind_int(&q, 5, w->now);
	dw_bind_int(&q, 6, expires_at);
	w->topics |= DW_TOPIC_USERS;
	return dw_query_run(&q, err);
}

enum dw_code
dw_reset_code_put(struct dw_work *w, const struct dw_user *user, const struct dw_reset_code *code,
	const struct dw_proof *proof, bool *unlocked, struct dw_error *err)
{
	int64_t expires_at = w->now + dw_conf_int(w->conf, DW_CONF_RESET_CODE_LIFETIME), voided = 0;
	struct dw_audit_entry entry = { .action = "reset_code_generated", .target = user->uuid,
		.target_name = user->username };
	enum dw_code rc;

	*unlocked = user->locked_until > w->now;
	if ((rc = dw_reset_code_may(w, user, err)) != DW_OK ||
		(rc = dw_reset_code_drop(w, user->id, &voided, err)) != DW_OK ||
		(rc = insert(w, user, code, expires_at, err)) != DW_OK ||
		(rc = dw_lock_clear(w, user->id, err)) != DW_OK)
		return rc;
	entry.target_data = json_pack("{s:I, s:b, s:b, s:s*, s:s*}", "good_for_s",
		(json_int_t)((expires_at - w->now) / DW_SECOND), "voided", voided > 0, "lock_cleared", *unlocked,
		"proof", proof->method, "ticket", proof->ticket);
	rc = dw_audit_append(w, &entry, err);
	json_decref(entry.target_data);
	return rc;
}

/* ---- at the door ---- */

static enum dw_code
take_try(struct dw_work *w, int64_t user_id, bool *taken, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	dw_query_open(w->db, &q,
		"UPDATE reset_code SET tries = tries + 1"
		" WHERE user_id = ?1 AND expires_at > ?2 AND tries < ?3");
	dw_bind_int(&q, 1, user_id);
	dw_bind_int(&q, 2, w->now);
	dw_bind_int(&q, 3, dw_conf_int(w->conf, DW_CONF_RESET_CODE_TRIES));
	if ((rc = dw_query_run(&q, err)) == DW_OK)
		*taken = dw_db_changes(w->db) == 1;
	return rc;
}

enum dw_code
dw_reset_code_try(struct dw_work *w, int64_t user_id, struct dw_password_row *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	bool taken = false, row = false;
	enum dw_code rc;

	*out = (struct dw_password_row){ 0 };
	/* Before anything is computed, so that parallel guesses cannot be more. */
	if ((rc = take_try(w, user_id, &taken, err)) != DW_OK || !taken)
		return rc;
	dw_query_open(w->db, &q,
		"SELECT hash, pepper_id, made_at FROM reset_code WHERE user_id = ?1");
	dw_bind_int(&q, 1, user_id);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK || !row)
		return rc;
	snprintf(out->scheme, sizeof(out->scheme), "argon2id");
	snprintf(out->hash, sizeof(out->hash), "%s", dw_col_text(&q, 0));
	out->pepper_id = dw_col_int(&q, 1);
	out->set_at = dw_col_int(&q, 2);
	return DW_OK;
}

enum dw_code
dw_reset_code_use(struct dw_work *w, int64_t user_id, const struct dw_password_row *row,
	bool *right, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	dw_query_open(w->db, &q,
		"DELETE FROM reset_code WHERE user_id = ?1 AND hash = ?2 AND expires_at > ?3");
	dw_bind_int(&q, 1, user_id);
	dw_bind_text(&q, 2, row->hash);
	dw_bind_int(&q, 3, w->now);
	if ((rc = dw_query_run(&q, err)) != DW_OK)
		return rc;
	*right = dw_db_changes(w->db) == 1;
	return *right ? dw_lock_clear(w, user_id, err) : DW_OK;
}
