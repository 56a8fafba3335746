/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What comes after a factor that was right: another factor, a new password, an authenticator
 * app to set up, or the session. Every step judges the user again, as minutes may lie between
 * them. See signin.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/audit.h"
#include "domain/session_open.h"
#include "domain/signin_parts.h"
#include "domain/standing.h"
#include "domain/totp.h"
#include "store/query.h"

#define CODES_MOST 3 /* wrong ones in one sign-in; the lock counts them besides */

/* ---- what is next ---- */

static enum dw_code
refuse(struct dw_work *w, struct dw_signin *s, const struct dw_user *user, const char *reason,
	struct dw_error *err)
{
	s->step = DW_STEP_DENIED;
	s->outcome = DW_TRY_REFUSED;
	s->reason = reason;
	if (s->attempt == 0)
		return DW_OK;
	/* What was given was right, so it is no guess that must be counted. */
	return dw_attempt_uncount(w, user, s->attempt, DW_TRY_REFUSED, err);
}

/* Something more is asked for; what was right until now does not count as a failure. */
static enum dw_code
ask(struct dw_work *w, struct dw_signin *s, const struct dw_user *user, enum dw_signin_step step,
	struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	s->step = step;
	s->outcome = DW_TRY_RIGHT;
	if (s->attempt != 0)
		rc = dw_attempt_uncount(w, user, s->attempt, DW_TRY_RIGHT, err);
	s->attempt = 0;
	return rc;
}

/* The days of grace begin with the first sign-in that could have used a second factor. */
static enum dw_code
begin_grace(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	int64_t until = w->now + dw_conf_int(w->conf, DW_CONF_MFA_GRACE);
	struct dw_audit_entry entry = { .action = "mfa_grace_changed", .target = user->uuid,
		.target_name = user->username };
	DW_AUTO_JSON changes = json_object();
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	dw_query_open(w->db, &q, "UPDATE user SET mfa_grace_until = ?2 WHERE id = ?1");
	dw_bind_int(&q, 1, user->id);
	dw_bind_int(&q, 2, until);
	if ((rc = dw_query_run(&q, err)) != DW_OK)
		return rc;
	dw_audit_change_time(changes, "mfa_grace_until", 0, until);
	entry.target_data = json_pack("{s:O}", "changes", changes);
	rc = dw_audit_append(w, &entry, err);
	json_decref(entry.target_data);
	return rc;
}

static enum dw_code
open_session(struct dw_work *w, struct dw_signin *s, const struct dw_user *user,
	struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	if (s->attempt != 0)
		rc = dw_attempt_succeed(w, user, s->attempt, &s->knock, err);
	else
		rc = dw_attempt_arrive(w, user, s->first, &s->knock, err);
	if (rc != DW_OK ||
		(rc = dw_session_open(w, user, &s->knock, &s->token, &s->session, err)) != DW_OK)
		return rc;
	s->attempt = 0;
	s->step = DW_STEP_IN;
	s->outcome = DW_TRY_OK;
	return DW_OK;
}

static bool
is_reason(const struct dw_finding *finding, const char *reason)
{
	return strcmp(finding->reason, reason) == 0;
}

/* The second factor's turn? *next false: nothing to ask, or the sign-in is over. */
static enum dw_code
second_factor(struct dw_work *w, struct dw_signin *s, const struct dw_standing *standing,
	bool *asked, struct dw_error *err)
{
	const struct dw_finding finding = dw_standing_check(standing, DW_CHECK_SECOND_FACTOR);

	*asked = true;
	if (is_reason(&finding, "enrolled") && !s->factor_done)
		return (s->can & DW_CAN_FACTOR) != 0 ? ask(w, s, standing->user, DW_STEP_FACTOR, err) :
			refuse(w, s, standing->user, "no_way_to_ask", err);
	if (is_reason(&finding, "must_enrol"))
		return (s->can & DW_CAN_ENROL) != 0 ? ask(w, s, standing->user, DW_STEP_ENROL, err) :
			refuse(w, s, standing->user, finding.reason, err);
	*asked = false;
	return is_reason(&finding, "grace_begins") ? begin_grace(w, standing->user, err) : DW_OK;
}

/* What stops this person now. The lock is no reason any more once the first factor was right
 * within a try that was granted: parallel wrong ones must not shut out who knows the password. */
static bool
stops(const struct dw_standing *standing, const struct dw_signin *s, struct dw_finding *out)
{
	for (int i = 0; i < DW_CHECKS; i++) {
		if (i == DW_CHECK_LOCK || (i == DW_CHECK_PASSWORD && s->first == DW_FACTOR_RESET_CODE))
			continue;
		*out = dw_standing_check(standing, (enum dw_check_id)i);
		if (out->verdict == DW_STOPS)
			return true;
	}
	return false;
}

enum dw_code
dw_signin_next(struct dw_work *w, const struct dw_door *door, struct dw_signin *s,
	const struct dw_user *user, struct dw_error *err)
{
	struct dw_standing standing;
	struct dw_finding finding;
	bool asked, change;
	enum dw_code rc;

	(void)door;
	if ((rc = dw_standing_load(w->db, w->conf, user, w->now, &standing, err)) != DW_OK)
		return rc;
	if (stops(&standing, s, &finding))
		return refuse(w, s, user, finding.reason, err);
	if ((rc = second_factor(w, s, &standing, &asked, err)) != DW_OK || asked)
		return rc;
	/* Who came with a code has no password that counts until a new one is set. */
	change = standing.password.must_change || s->first == DW_FACTOR_RESET_CODE ||
		s->wants_change;
	if (change && !s->changed)
		return (s->can & DW_CAN_CHANGE) != 0 ? ask(w, s, user, DW_STEP_CHANGE, err) :
			refuse(w, s, user, "must_change", err);
	return open_session(w, s, user, err);
}

/* ---- the second factor ---- */

/* Six digits are a code of an app; anything else is tried as a backup code. */
static bool
looks_like_app(const struct dw_secret *code)
{
	size_t digits = 0;

	for (size_t i = 0; i < code->len; i++) {
		if (code->data[i] >= '0' && code->data[i] <= '9')
			digits++;
		else if (code->data[i] != ' ')
			return false;
	}
	return digits <= DW_TOTP_DIGITS;
}

enum dw_code
dw_signin_factor_begin(struct dw_work *w, const struct dw_door *door, struct dw_signin *s,
	const struct dw_secret *code, struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	enum dw_code rc;

	(void)door;
	s->is_backup = !looks_like_app(code);
	s->has_set = false;
	if ((rc = dw_user_by_id(w->db, s->user_id, &user, err)) != DW_OK)
		return rc;
	rc = dw_attempt_reserve(w, &user, s->is_backup ? DW_FACTOR_BACKUP : DW_FACTOR_TOTP, &s->knock,
		&s->attempt, &s->outcome, err);
	if (rc != DW_OK)
		return rc;
	if (s->outcome != DW_TRY_PENDING) {
		s->step = s->outcome == DW_TRY_BUSY ? DW_STEP_WAIT : DW_STEP_DENIED;
		return DW_OK;
	}
	s->step = DW_STEP_FACTOR_VERIFY;
	return s->is_backup ? dw_backup_codes_load(w->db, user.id, &s->set, &s->has_set, err) : DW_OK;
}

void
dw_signin_factor_verify(struct dw_signin *s, const struct dw_secret *code)
{
	bool form = false;

	s->right = false;
	if (!s->is_backup || !s->has_set)
		return;
	if (dw_backup_codes_hash(&s->set, code, s->hash, &form, NULL) != DW_OK)
		s->outcome = DW_TRY_BROKEN;
	s->right = form && s->outcome != DW_TRY_BROKEN;
}

static enum dw_code
factor_wrong(struct dw_work *w, struct dw_signin *s, const struct dw_user *user,
	struct dw_error *err)
{
	bool locked;
	enum dw_code rc = dw_attempt_wrong(w, user, s->attempt, &s->knock, &locked, err);

	s->attempt = 0;
	s->outcome = DW_TRY_WRONG;
	s->step = locked || ++s->codes >= CODES_MOST ? DW_STEP_DENIED : DW_STEP_FACTOR;
	return rc;
}

enum dw_code
dw_signin_factor_finish(struct dw_work *w, const struct dw_door *door, struct dw_signin *s,
	const struct dw_secret *code, struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	enum dw_code rc;
	int64_t left;

	if ((rc = dw_user_by_id(w->db, s->user_id, &user, err)) != DW_OK)
		return rc;
	if (s->outcome == DW_TRY_BROKEN) {
		s->step = DW_STEP_DENIED;
		return dw_attempt_uncount(w, &user, s->attempt, DW_TRY_BROKEN, err);
	}
	if (!s->is_backup)
		rc = dw_totp_use(w, door->keyring, &user, code, &s->right, err);
	else if (s->right)
		rc = dw_backup_codes_use(w, user.id, s->hash, &s->right, &left, err);
	if (rc != DW_OK)
		return rc;
	if (!s->right)
		return factor_wrong(w, s, &user, err);
	s->factor_done = true;
	return dw_signin_next(w, door, s, &user, err);
}

/* ---- the rest ---- */

enum dw_code
dw_signin_change(struct dw_work *w, const struct dw_door *door, struct dw_signin *s,
	const struct dw_password_hash *hash, struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	enum dw_code rc;

	if ((rc = dw_user_by_id(w->db, s->user_id, &user, err)) != DW_OK ||
		(rc = dw_password_change_own(w, &user, hash, err)) != DW_OK)
		return rc;
	s->changed = true;
	return dw_signin_next(w, door, s, &user, err);
}

enum dw_code
dw_signin_enrolled(struct dw_work *w, const struct dw_door *door, struct dw_signin *s,
	struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	enum dw_code rc = dw_user_by_id(w->db, s->user_id, &user, err);

	s->factor_done = true;
	return rc != DW_OK ? rc : dw_signin_next(w, door, s, &user, err);
}
