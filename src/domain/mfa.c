/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Second factors at the desk, and shutting somebody out. See mfa.h.
 */
#include "base/intl.h"
#include "domain/audit.h"
#include "domain/mfa.h"
#include "domain/reset_code.h"
#include "domain/session.h"
#include "domain/standing.h"
#include "domain/totp.h"
#include "store/query.h"

static enum dw_code
note(struct dw_work *w, const char *action, const struct dw_user *user, json_t *data,
	struct dw_error *err)
{
	w->topics |= DW_TOPIC_USERS;
	return dw_audit_append(w, &(const struct dw_audit_entry){ .action = action,
		.target = user->uuid, .target_name = user->username, .target_data = data }, err);
}

static enum dw_code
drop(struct dw_work *w, const char *sql, int64_t user_id, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q, sql);
	dw_bind_int(&q, 1, user_id);
	return dw_query_run(&q, err);
}

/* One statement about one user, who is ?1; ?2 is a time. */
static enum dw_code
run(struct dw_work *w, const char *sql, int64_t user_id, int64_t value, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q, sql);
	dw_bind_int(&q, 1, user_id);
	dw_bind_int(&q, 2, value);
	return dw_query_run(&q, err);
}

static enum dw_code
not_oneself(const struct dw_work *w, const struct dw_user *user, const char *sentence,
	struct dw_error *err)
{
	if (w->operator->id != 0 && user->id == w->operator->id)
		return dw_fail(err, DW_OWN_ACCOUNT, "%s", sentence);
	return DW_OK;
}

/* ---- reset ---- */

enum dw_code
dw_mfa_may_reset(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = not_oneself(w, user,
			_("Nobody removes their own second factor here. Ask another operator."), err)) != DW_OK ||
		(rc = dw_user_may_touch(w, user, DW_PERM_RESET_MFA, err)) != DW_OK)
		return rc;
	if (user->mfa == 0)
		return dw_fail(err, DW_STATE, _("%s has no second factor."), user->username);
	return DW_OK;
}

/* The kinds that there were, by the words of lists. */
static json_t *
kinds(int mfa)
{
	static const struct {
		int bit;
		const char *word;
	} words[] = { { DW_MFA_TOTP, "totp" }, { DW_MFA_EMAIL, "email" }, { DW_MFA_PASSKEY, "passkey" },
		{ DW_MFA_BACKUP, "backup" } };
	json_t *list = json_array();

	for (size_t i = 0; i < DW_COUNT(words); i++)
		if ((mfa & words[i].bit) != 0)
			json_array_append_new(list, json_string(words[i].word));
	return list;
}

static enum dw_code
remove_factors(struct dw_work *w, const struct dw_user *user, int64_t grace, struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = drop(w, "DELETE FROM totp WHERE user_id = ?1", user->id, err)) != DW_OK ||
		(rc = drop(w, "DELETE FROM backup_set WHERE user_id = ?1", user->id, err)) != DW_OK ||
		(rc = drop(w, "DELETE FROM authenticator WHERE user_id = ?1", user->id, err)) != DW_OK)
		return rc;
	return run(w, "UPDATE user SET mfa = 0, mfa_grace_until = ?2 WHERE id = ?1", user->id, grace,
		err);
}

enum dw_code
dw_mfa_reset(struct dw_work *w, const struct dw_user *user, const struct dw_proof *proof,
	struct dw_error *err)
{
	int64_t grace = w->now + dw_conf_int(w->conf, DW_CONF_MFA_GRACE), ended = 0;
	struct dw_rights rights = { 0 };
	enum dw_code rc;
	json_t *data;

	if ((rc = dw_mfa_may_reset(w, user, err)) != DW_OK ||
		(rc = dw_rights_load(w->db, user->id, w->now, &rights, err)) != DW_OK ||
		(rc = remove_factors(w, user, rights.admin || rights.held != 0 ? 0 : grace, err)) != DW_OK ||
		(rc = dw_session_drop(w, user->id, &ended, err)) != DW_OK)
		return rc;
	data = json_pack("{s:o, s:I, s:s*, s:s*}", "removed", kinds(user->mfa), "sessions_ended",
		(json_int_t)ended, "proof", proof->method, "ticket", proof->ticket);
	rc = note(w, "mfa_disabled_by_admin", user, data, err);
	json_decref(data);
	return rc;
}

/* ---- setting one up ---- */

static enum dw_code
put_factor(struct dw_work *w, const struct dw_user *user, int kind, int64_t count,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	dw_query_open(w->db, &q,
		"INSERT INTO authenticator (user_id, kind, count, enrolled_at) VALUES (?1, ?2, ?3, ?4)"
		" ON CONFLICT (user_id, kind) DO UPDATE SET count = excluded.count,"
		" enrolled_at = excluded.enrolled_at, last_used_at = 0, disabled_at = 0");
	dw_bind_int(&q, 1, user->id);
	dw_bind_int(&q, 2, kind);
	dw_bind_int(&q, 3, count);
	dw_bind_int(&q, 4, w->now);
	if ((rc = dw_query_run(&q, err)) != DW_OK)
		return rc;
	return run(w, "UPDATE user SET mfa = mfa | ?2 WHERE id = ?1", user->id, kind, err);
}

static enum dw_code
put_codes(struct dw_work *w, const struct dw_user *user, const struct dw_backup_set *codes,
	struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = dw_backup_codes_put(w, user->id, codes, err)) != DW_OK ||
		(rc = put_factor(w, user, DW_MFA_BACKUP, DW_BACKUP_CODES, err)) != DW_OK)
		return rc;
	return note(w, "backup_codes_made", user, NULL, err);
}

enum dw_code
dw_mfa_enrol(struct dw_work *w, const struct dw_keyring *keyring, const struct dw_user *user,
	const struct dw_secret *app, int64_t step, const struct dw_backup_set *codes,
	struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = dw_totp_put(w, keyring, user, app, step, err)) != DW_OK ||
		(rc = put_factor(w, user, DW_MFA_TOTP, 1, err)) != DW_OK ||
		(rc = note(w, "totp_enrolled", user, NULL, err)) != DW_OK)
		return rc;
	return put_codes(w, user, codes, err);
}

enum dw_code
dw_mfa_renew_codes(struct dw_work *w, const struct dw_user *user,
	const struct dw_backup_set *codes, struct dw_error *err)
{
	if ((user->mfa & DW_MFA_TOTP) == 0)
		return dw_fail(err, DW_STATE,
			_("Backup codes stand in for an authenticator app, and there is none."));
	return put_codes(w, user, codes, err);
}

/* ---- exemption and grace ---- */

enum dw_code
dw_mfa_may_exempt(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	enum dw_code rc = not_oneself(w, user,
		_("Nobody decides about their own second factor. Ask another operator."), err);

	return rc != DW_OK ? rc : dw_user_may_touch(w, user, DW_PERM_MANAGE_MFA, err);
}

enum dw_code
dw_mfa_exempt(struct dw_work *w, const struct dw_user *user, bool exempt, struct dw_error *err)
{
	enum dw_code rc = dw_mfa_may_exempt(w, user, err);

	if (rc != DW_OK)
		return rc;
	if (exempt == (user->mfa_exempt_at != 0))
		return dw_fail(err, DW_STATE, exempt ? _("%s is exempt already.") :
			_("%s is not exempt."), user->username);
	rc = run(w, "UPDATE user SET mfa_exempt_at = ?2 WHERE id = ?1", user->id,
		exempt ? w->now : 0, err);
	return rc != DW_OK ? rc : note(w, exempt ? "mfa_exemption_set" : "mfa_exemption_cleared", user,
		NULL, err);
}

enum dw_code
dw_mfa_grace(struct dw_work *w, const struct dw_user *user, int64_t until, bool *changed,
	struct dw_error *err)
{
	DW_AUTO_JSON changes = json_object();
	enum dw_code rc = dw_mfa_may_exempt(w, user, err);
	json_t *data;

	*changed = false;
	if (rc != DW_OK || !dw_audit_change_time(changes, "mfa_grace_until", user->mfa_grace_until,
			until))
		return rc;
	if ((rc = run(w, "UPDATE user SET mfa_grace_until = ?2 WHERE id = ?1", user->id, until,
			err)) != DW_OK)
		return rc;
	*changed = true;
	data = json_pack("{s:O}", "changes", changes);
	rc = note(w, "mfa_grace_changed", user, data, err);
	json_decref(data);
	return rc;
}

/* ---- shutting out ---- */

enum dw_code
dw_user_may_panic(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = not_oneself(w, user,
			_("Nobody shuts themselves out. Ask another operator to do it."), err)) != DW_OK ||
		(rc = dw_user_may_touch(w, user, DW_PERM_PANIC, err)) != DW_OK)
		return rc;
	return user->active ? dw_rights_admin_stays(w->db, user->id, err) : DW_OK;
}

enum dw_code
dw_user_panic(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	int64_t ended = 0, codes = 0;
	enum dw_code rc;
	json_t *data;

	/* Whoever is inactive already may have become so by a directory: that stays. */
	if ((rc = dw_user_may_panic(w, user, err)) != DW_OK ||
		(rc = dw_session_drop(w, user->id, &ended, err)) != DW_OK ||
		(rc = dw_reset_code_drop(w, user->id, &codes, err)) != DW_OK ||
		(rc = run(w, "UPDATE password SET disabled_at = ?2 WHERE user_id = ?1 AND disabled_at = 0",
			user->id, w->now, err)) != DW_OK ||
		(rc = run(w, "UPDATE authenticator SET disabled_at = ?2 WHERE user_id = ?1"
			" AND disabled_at = 0", user->id, w->now, err)) != DW_OK ||
		(rc = run(w, "UPDATE user SET active = 0, inactive_reason = 1, inactive_since = ?2"
			" WHERE id = ?1 AND active = 1", user->id, w->now, err)) != DW_OK)
		return rc;
	data = json_pack("{s:I, s:I, s:b}", "sessions_ended", (json_int_t)ended, "codes_voided",
		(json_int_t)codes, "deactivated", user->active);
	rc = note(w, "user_panicked", user, data, err);
	json_decref(data);
	return rc;
}
