/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lock of an account: put by too many wrong tries, longer each time, until somebody
 * signs in with all factors or it is lifted. See attempt.h.
 */
#include "base/intl.h"
#include "domain/attempt_parts.h"
#include "domain/audit.h"
#include "store/query.h"

int64_t
dw_lock_length(const struct dw_conf *conf, int64_t level)
{
	int64_t length = dw_conf_int(conf, DW_CONF_SIGNIN_LOCK_FIRST);
	int64_t longest = dw_conf_int(conf, DW_CONF_SIGNIN_LOCK_LONGEST);

	while (level-- > 0 && length < longest)
		length *= 2;
	return length < longest ? length : longest;
}

/* How many there have been since the last success, this one not counted. */
static enum dw_code
level_of(struct dw_work *w, int64_t user_id, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q, "SELECT lock_level FROM user WHERE id = ?1");
	dw_bind_int(&q, 1, user_id);
	return dw_query_int(&q, 0, out, err);
}

enum dw_code
dw_lock_put(struct dw_work *w, int64_t user_id, int64_t *until, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	int64_t level = 0;
	enum dw_code rc;

	if ((rc = level_of(w, user_id, &level, err)) != DW_OK)
		return rc;
	*until = w->now + dw_lock_length(w->conf, level);
	dw_query_open(w->db, &q,
		"UPDATE user SET locked_since = ?2, locked_until = ?3, lock_level = lock_level + 1,"
		" tries_from = (SELECT ifnull(max(id), 0) FROM attempt) WHERE id = ?1");
	dw_bind_int(&q, 1, user_id);
	dw_bind_int(&q, 2, w->now);
	dw_bind_int(&q, 3, *until);
	w->topics |= DW_TOPIC_USERS;
	return dw_query_run(&q, err);
}

enum dw_code
dw_lock_clear(struct dw_work *w, int64_t user_id, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q,
		"UPDATE user SET locked_until = 0, locked_since = 0, failures = 0, lock_level = 0,"
		" tries_from = (SELECT ifnull(max(id), 0) FROM attempt) WHERE id = ?1");
	dw_bind_int(&q, 1, user_id);
	w->topics |= DW_TOPIC_USERS;
	return dw_query_run(&q, err);
}

enum dw_code
dw_lock_may_lift(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	enum dw_code rc;

	/* Light on purpose: a lock that is lifted gives nobody anything. */
	if ((rc = dw_rights_require(&w->operator->rights, DW_PERM_LIFT_LOCK, err)) != DW_OK ||
		(rc = dw_rights_over(w, user->id, DW_RULE_LIGHT, err)) != DW_OK)
		return rc;
	if (user->locked_until <= w->now)
		return dw_fail(err, DW_STATE, _("%s is not locked."), user->username);
	return DW_OK;
}

enum dw_code
dw_lock_lift(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	struct dw_audit_entry entry = { .action = "lockout_lifted", .target = user->uuid,
		.target_name = user->username };
	enum dw_code rc;

	if ((rc = dw_lock_may_lift(w, user, err)) != DW_OK ||
		(rc = dw_lock_clear(w, user->id, err)) != DW_OK)
		return rc;
	entry.target_data = json_pack("{s:I}", "failures", (json_int_t)user->failures);
	rc = dw_audit_append(w, &entry, err);
	json_decref(entry.target_data);
	return rc;
}
