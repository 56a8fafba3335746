/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reserving attempts and settling them. What a lock is, is in lockout.c; the log is read in
 * attempt_list.c. See attempt.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/attempt_parts.h"
#include "domain/audit.h"
#include "store/query.h"

/* A pending attempt older than this has been left behind by a process that died: no
 * verifying takes that long. */
#define PENDING_MOST DW_MINUTE

const char *
dw_factor_word(enum dw_factor factor)
{
	static const char *const words[] = {
		[DW_FACTOR_PASSWORD] = "password",
		[DW_FACTOR_TOTP] = "totp",
		[DW_FACTOR_BACKUP] = "backup_code",
		[DW_FACTOR_RESET_CODE] = "reset_code",
	};

	return words[factor];
}

const char *
dw_outcome_word(enum dw_outcome outcome)
{
	static const char *const words[DW_OUTCOMES] = {
		[DW_TRY_PENDING] = "unfinished",
		[DW_TRY_OK] = "ok",
		[DW_TRY_RIGHT] = "right",
		[DW_TRY_WRONG] = "wrong",
		[DW_TRY_LOCKED] = "locked",
		[DW_TRY_BUSY] = "busy",
		[DW_TRY_REFUSED] = "refused",
		[DW_TRY_UNKNOWN] = "unknown",
		[DW_TRY_SLOWED] = "slowed",
		[DW_TRY_BROKEN] = "broken",
	};

	return words[outcome];
}

static const char *
text_of(const char *text)
{
	return text != NULL ? text : "";
}

/* ---- rows ---- */

static bool
is_failure(enum dw_outcome outcome)
{
	/* Whether somebody waits their turn, or we cannot judge, says nothing about them. */
	return outcome != DW_TRY_OK && outcome != DW_TRY_RIGHT && outcome != DW_TRY_BUSY &&
		outcome != DW_TRY_BROKEN;
}

static enum dw_code
insert(struct dw_work *w, const struct dw_user *user, enum dw_factor factor,
	const struct dw_knock *knock, enum dw_outcome outcome, bool counts, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q,
		"INSERT INTO attempt (time_ms, user_id, factor, outcome, counts, failed, service, address,"
		" terminal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
	dw_bind_int(&q, 1, w->now);
	if (user != NULL)
		dw_bind_int(&q, 2, user->id);
	dw_bind_text(&q, 3, dw_factor_word(factor));
	dw_bind_text(&q, 4, dw_outcome_word(outcome));
	dw_bind_int(&q, 5, counts);
	dw_bind_int(&q, 6, is_failure(outcome));
	dw_bind_text(&q, 7, text_of(knock->service));
	dw_bind_text(&q, 8, text_of(knock->address));
	dw_bind_text(&q, 9, text_of(knock->terminal));
	w->topics |= DW_TOPIC_USERS;
	return dw_query_run(&q, err);
}

enum dw_code
dw_attempt_note(struct dw_work *w, const struct dw_user *user, enum dw_factor factor,
	const struct dw_knock *knock, enum dw_outcome outcome, struct dw_error *err)
{
	return insert(w, user, factor, knock, outcome, false, err);
}

static enum dw_code
settle(struct dw_work *w, int64_t id, enum dw_outcome outcome, bool counts, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q,
		"UPDATE attempt SET outcome = ?2, counts = ?3, failed = ?4 WHERE id = ?1");
	dw_bind_int(&q, 1, id);
	dw_bind_text(&q, 2, dw_outcome_word(outcome));
	dw_bind_int(&q, 3, counts);
	dw_bind_int(&q, 4, is_failure(outcome));
	w->topics |= DW_TOPIC_USERS;
	return dw_query_run(&q, err);
}

/* ---- the address ---- */

enum dw_code
dw_attempt_is_slowed(struct dw_work *w, const struct dw_knock *knock, bool *slowed,
	struct dw_error *err)
{
	int64_t most = dw_conf_int(w->conf, DW_CONF_SIGNIN_PER_ADDRESS), n;
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	*slowed = false;
	if (text_of(knock->address)[0] == '\0')
		return DW_OK;
	/* No more than the limit is looked at. Rows that are not failures are not in the index. */
	dw_query_open(w->db, &q,
		"SELECT count(*) FROM (SELECT 1 FROM attempt INDEXED BY attempt_address"
		" WHERE address = ?1 AND failed = 1 AND time_ms > ?2 AND outcome <> 'slowed' LIMIT ?3)");
	dw_bind_text(&q, 1, knock->address);
	dw_bind_int(&q, 2, w->now - DW_MINUTE);
	dw_bind_int(&q, 3, most);
	if ((rc = dw_query_int(&q, 0, &n, err)) == DW_OK)
		*slowed = n >= most;
	return rc;
}

enum dw_code
dw_attempt_slowed(struct dw_work *w, const struct dw_knock *knock, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	/* One row a minute, or a flood would fill the disk. */
	dw_query_open(w->db, &q,
		"UPDATE attempt SET number = number + 1 WHERE id = (SELECT id FROM attempt"
		" INDEXED BY attempt_address WHERE address = ?1 AND failed = 1 AND time_ms > ?2"
		" AND outcome = 'slowed' LIMIT 1)");
	dw_bind_text(&q, 1, knock->address);
	dw_bind_int(&q, 2, w->now - DW_MINUTE);
	if ((rc = dw_query_run(&q, err)) != DW_OK || dw_db_changes(w->db) > 0)
		return rc;
	return dw_attempt_note(w, NULL, DW_FACTOR_PASSWORD, knock, DW_TRY_SLOWED, err);
}

/* ---- reserving ---- */

/* Tries that count towards the next lock; settled: without those that are being verified. */
static enum dw_code
count(struct dw_work *w, int64_t user_id, bool settled, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q,
		"SELECT count(*) FROM attempt INDEXED BY attempt_counts WHERE user_id = ?1 AND counts = 1"
		" AND id > (SELECT tries_from FROM user WHERE id = ?1) AND time_ms > ?2"
		" AND (outcome <> 'unfinished' OR time_ms <= ?3)");
	dw_bind_int(&q, 1, user_id);
	dw_bind_int(&q, 2, w->now - dw_conf_int(w->conf, DW_CONF_SIGNIN_LOCK_WINDOW));
	dw_bind_int(&q, 3, settled ? w->now - PENDING_MOST : INT64_MAX);
	return dw_query_int(&q, 0, out, err);
}

static enum dw_code
add_failure(struct dw_work *w, int64_t user_id, int by, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q, "UPDATE user SET failures = max(failures + ?2, 0) WHERE id = ?1");
	dw_bind_int(&q, 1, user_id);
	dw_bind_int(&q, 2, by);
	return dw_query_run(&q, err);
}

enum dw_code
dw_attempt_reserve(struct dw_work *w, struct dw_user *user, enum dw_factor factor,
	const struct dw_knock *knock, int64_t *id, enum dw_outcome *outcome, struct dw_error *err)
{
	int64_t most = dw_conf_int(w->conf, DW_CONF_SIGNIN_LOCK_AFTER), all = 0, settled = 0;
	enum dw_code rc;

	*outcome = DW_TRY_PENDING;
	if (factor == DW_FACTOR_RESET_CODE) {
		/* Nothing to ask. */
	} else if (user->locked_until > w->now) {
		*outcome = DW_TRY_LOCKED;
	} else if ((rc = count(w, user->id, false, &all, err)) != DW_OK ||
		(rc = count(w, user->id, true, &settled, err)) != DW_OK) {
		return rc;
	} else if (settled >= most) {
		if ((rc = dw_lock_put(w, user->id, &user->locked_until, err)) != DW_OK)
			return rc;
		*outcome = DW_TRY_LOCKED;
	} else if (all >= most) {
		*outcome = DW_TRY_BUSY;
	}
	if (*outcome == DW_TRY_BUSY)
		return DW_OK;
	if (*outcome == DW_TRY_LOCKED)
		return dw_attempt_note(w, user, factor, knock, *outcome, err);
	if ((rc = insert(w, user, factor, knock, DW_TRY_PENDING, true, err)) != DW_OK)
		return rc;
	*id = dw_db_last_id(w->db);
	return add_failure(w, user->id, 1, err);
}

/* ---- settling ---- */

static enum dw_code
note_failure(struct dw_work *w, const struct dw_user *user, const struct dw_knock *knock,
	int64_t *failures, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(w->db, &q,
		"UPDATE user SET last_failure_at = ?2, last_failure_from = ?3 WHERE id = ?1"
		" RETURNING failures");
	dw_bind_int(&q, 1, user->id);
	dw_bind_int(&q, 2, w->now);
	dw_bind_text(&q, 3, text_of(knock->address));
	if ((rc = dw_query_next(&q, &row, err)) == DW_OK)
		*failures = row ? dw_col_int(&q, 0) : 0;
	/* The statement is only over after its last step. */
	return rc != DW_OK ? rc : dw_query_next(&q, &row, err);
}

static enum dw_code
disable_password(struct dw_work *w, const struct dw_user *user, int64_t failures,
	struct dw_error *err)
{
	const struct dw_audit_entry entry = { .action = "password_disabled", .target = user->uuid,
		.target_name = user->username, .reason = "too_many_failures" };
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	if (failures < dw_conf_int(w->conf, DW_CONF_SIGNIN_DISABLE_AFTER))
		return DW_OK;
	dw_query_open(w->db, &q,
		"UPDATE password SET disabled_at = ?2 WHERE user_id = ?1 AND disabled_at = 0");
	dw_bind_int(&q, 1, user->id);
	dw_bind_int(&q, 2, w->now);
	if ((rc = dw_query_run(&q, err)) != DW_OK || dw_db_changes(w->db) == 0)
		return rc;
	return dw_audit_append(w, &entry, err);
}

enum dw_code
dw_attempt_wrong(struct dw_work *w, const struct dw_user *user, int64_t id,
	const struct dw_knock *knock, bool *locked, struct dw_error *err)
{
	int64_t failures = 0, settled = 0, until;
	enum dw_code rc;

	*locked = false;
	if ((rc = settle(w, id, DW_TRY_WRONG, true, err)) != DW_OK ||
		(rc = note_failure(w, user, knock, &failures, err)) != DW_OK ||
		(rc = disable_password(w, user, failures, err)) != DW_OK ||
		(rc = count(w, user->id, true, &settled, err)) != DW_OK)
		return rc;
	if (settled < dw_conf_int(w->conf, DW_CONF_SIGNIN_LOCK_AFTER))
		return DW_OK;
	*locked = true;
	return dw_lock_put(w, user->id, &until, err);
}

enum dw_code
dw_attempt_uncount(struct dw_work *w, const struct dw_user *user, int64_t id,
	enum dw_outcome outcome, struct dw_error *err)
{
	enum dw_code rc = settle(w, id, outcome, false, err);

	return rc != DW_OK ? rc : add_failure(w, user->id, -1, err);
}

static enum dw_code
note_login(struct dw_work *w, const struct dw_user *user, const struct dw_knock *knock,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc = dw_lock_clear(w, user->id, err);

	if (rc != DW_OK)
		return rc;
	dw_query_open(w->db, &q,
		"UPDATE user SET last_login_at = ?2, last_login_from = ?3 WHERE id = ?1");
	dw_bind_int(&q, 1, user->id);
	dw_bind_int(&q, 2, w->now);
	dw_bind_text(&q, 3, text_of(knock->address));
	return dw_query_run(&q, err);
}

enum dw_code
dw_attempt_succeed(struct dw_work *w, const struct dw_user *user, int64_t id,
	const struct dw_knock *knock, struct dw_error *err)
{
	enum dw_code rc = settle(w, id, DW_TRY_OK, false, err);

	return rc != DW_OK ? rc : note_login(w, user, knock, err);
}

enum dw_code
dw_attempt_arrive(struct dw_work *w, const struct dw_user *user, enum dw_factor factor,
	const struct dw_knock *knock, struct dw_error *err)
{
	enum dw_code rc = insert(w, user, factor, knock, DW_TRY_OK, false, err);

	return rc != DW_OK ? rc : note_login(w, user, knock, err);
}
