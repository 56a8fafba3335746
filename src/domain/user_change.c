/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may happen to a user: creation, profile edits, activation, verification.
 * Each function checks rights and guardrails, changes the row and writes its audit
 * entry, in the caller's transaction. See user.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/profile.h"
#include "domain/session.h"
#include "domain/user.h"
#include "store/query.h"

static enum dw_code
write_entry(struct dw_work *w, const char *action, const struct dw_user *user, json_t *data,
	struct dw_error *err)
{
	const struct dw_audit_entry entry = {
		.action = action,
		.target = user->uuid,
		.target_name = user->username,
		.target_data = data,
	};

	w->topics |= DW_TOPIC_USERS;
	return dw_audit_append(w, &entry, err);
}

enum dw_code
dw_user_may_touch(struct dw_work *w, const struct dw_user *user, enum dw_perm perm,
	struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = dw_rights_require(&w->operator->rights, perm, err)) != DW_OK ||
		(rc = dw_rights_over(w, user->id, DW_RULE_SUBSET, err)) != DW_OK)
		return rc;
	switch (user->lifecycle) {
	case DW_KEPT:
		return DW_OK;
	case DW_BINNED:
		return dw_fail(err, DW_STATE,
			_("%s is in the recycle bin and frozen. Restore the user first."), user->username);
	case DW_SELF_DELETION:
		return dw_fail(err, DW_STATE,
			_("%s has asked for deletion and is frozen. Restore the user first."),
			user->username);
	case DW_ERASED:
		break;
	}
	return dw_fail(err, DW_NOT_FOUND, _("This user has been erased."));
}

enum dw_code
dw_user_may_edit(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	return dw_user_may_touch(w, user, DW_PERM_EDIT_USER, err);
}

enum dw_code
dw_user_may_activate(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	enum dw_code rc = dw_user_may_touch(w, user, DW_PERM_ACTIVATE_USER, err);

	if (rc != DW_OK)
		return rc;
	if (user->active && user->valid_from > w->now)
		return dw_fail(err, DW_STATE,
			_("%s is active, but only from a later date. Change the date in the profile."),
			user->username);
	if (user->active && user->valid_until != 0 && user->valid_until <= w->now)
		return dw_fail(err, DW_STATE,
			_("%s is active, but the account has run out. Change the date in the profile."),
			user->username);
	if (user->active)
		return dw_fail_so_already(err, _("%s is active already."), user->username);
	if (user->inactive_reason == DW_MISSING_IN_DIRECTORY)
		return dw_fail(err, DW_STATE,
			_("%s is no longer in the directory %s. Bring the account back there."),
			user->username, user->source_name);
	if (user->inactive_reason == DW_BY_DIRECTORY)
		return dw_fail(err, DW_STATE,
			_("The directory %s has switched %s off. Activate the account there."),
			user->source_name, user->username);
	return DW_OK;
}

enum dw_code
dw_user_may_deactivate(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	enum dw_code rc;

	if (w->operator->id != 0 && user->id == w->operator->id)
		return dw_fail(err, DW_OWN_ACCOUNT,
			_("Nobody deactivates their own account. Ask another operator to do it."));
	if ((rc = dw_user_may_touch(w, user, DW_PERM_ACTIVATE_USER, err)) != DW_OK)
		return rc;
	if (!user->active)
		return dw_fail_so_already(err, _("%s is inactive already."), user->username);
	return dw_rights_admin_stays(w->db, user->id, err);
}

enum dw_code
dw_user_may_verify(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	enum dw_code rc = dw_user_may_touch(w, user, DW_PERM_VERIFY_EMAIL, err);

	if (rc != DW_OK)
		return rc;
	if (user->email[0] == '\0')
		return dw_fail(err, DW_STATE, _("%s has no e-mail address."), user->username);
	if (user->email_verified_at != 0)
		return dw_fail_so_already(err, _("The address of %s is verified already."),
			user->username);
	return DW_OK;
}

enum dw_code
dw_user_activate(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	if ((rc = dw_user_may_activate(w, user, err)) != DW_OK)
		return rc;
	dw_query_open(w->db, &q,
		"UPDATE user SET active = 1, inactive_reason = 0, inactive_since = 0, updated_at = ?2 "
		"WHERE id = ?1");
	dw_bind_int(&q, 1, user->id);
	dw_bind_int(&q, 2, w->now);
	if ((rc = dw_query_run(&q, err)) != DW_OK)
		return rc;
	return write_entry(w, "user_activated", user, NULL, err);
}

enum dw_code
dw_user_deactivate(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_JSON data = json_object();
	int64_t ended;
	enum dw_code rc;

	if ((rc = dw_user_may_deactivate(w, user, err)) != DW_OK)
		return rc;
	dw_query_open(w->db, &q,
		"UPDATE user SET active = 0, inactive_reason = ?3, inactive_since = ?2, updated_at = ?2 "
		"WHERE id = ?1");
	dw_bind_int(&q, 1, user->id);
	dw_bind_int(&q, 2, w->now);
	dw_bind_int(&q, 3, DW_BY_OPERATOR);
	if ((rc = dw_query_run(&q, err)) != DW_OK ||
		(rc = dw_session_drop(w, user->id, &ended, err)) != DW_OK)
		return rc;
	json_object_set_new(data, "sessions_ended", json_integer(ended));
	return write_entry(w, "user_deactivated", user, data, err);
}

enum dw_code
dw_user_verify_email(struct dw_work *w, const struct dw_user *user, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_JSON data = json_object();
	enum dw_code rc;

	if ((rc = dw_user_may_verify(w, user, err)) != DW_OK)
		return rc;
	dw_query_open(w->db, &q,
		"UPDATE user SET email_verified_at = ?2, updated_at = ?2 WHERE id = ?1");
	dw_bind_int(&q, 1, user->id);
	dw_bind_int(&q, 2, w->now);
	if ((rc = dw_query_run(&q, err)) != DW_OK)
		return rc;
	json_object_set_new(data, "email", json_string(user->email));
	return write_entry(w, "email_verified_by_admin", user, data, err);
}

/* ---- the profile ------------------------------------------------------------- */

/* Binds a unix account to the user, or takes all bindings away (-2). */
static enum dw_code
bind_unix(struct dw_work *w, int64_t user_id, int64_t uid, json_t *changes, struct dw_error *err)
{
	DW_AUTO(dw_query) now = { 0 };
	DW_AUTO(dw_query) other = { 0 };
	DW_AUTO(dw_query) drop = { 0 };
	DW_AUTO(dw_query) add = { 0 };
	char before[32] = "", after[32] = "";
	int64_t old, taken;
	enum dw_code rc;

	dw_query_open(w->db, &now, "SELECT uid FROM unix_binding WHERE user_id = ?1");
	dw_bind_int(&now, 1, user_id);
	/* A demo store binds several people to one account, to be chosen with --as. */
	dw_query_open(w->db, &other,
		"SELECT 1 FROM unix_binding WHERE uid = ?1 AND user_id <> ?2"
		" AND NOT EXISTS (SELECT 1 FROM meta WHERE key = 'kind' AND value = 'demo')");
	dw_bind_int(&other, 1, uid);
	dw_bind_int(&other, 2, user_id);
	if ((rc = dw_query_int(&now, -2, &old, err)) != DW_OK ||
		(rc = dw_query_int(&other, 0, &taken, err)) != DW_OK)
		return rc;
	if (taken)
		return dw_fail_field(err, DW_INVALID, "unix-uid",
			_("The unix account %lld is bound to another user already."), (long long)uid);
	if (old == uid)
		return DW_OK;
	/* Nobody could undo it: without the binding there is no way in. */
	if (user_id == w->operator->id)
		return dw_fail_field(err, DW_OWN_ACCOUNT, "unix-uid",
			_("You act through this unix account, so another admin has to change it."));
	if (old >= 0)
		snprintf(before, sizeof(before), "%lld", (long long)old);
	if (uid >= 0)
		snprintf(after, sizeof(after), "%lld", (long long)uid);
	dw_audit_change(changes, "unix_uid", before, after);
	dw_query_open(w->db, &drop, "DELETE FROM unix_binding WHERE user_id = ?1");
	dw_bind_int(&drop, 1, user_id);
	if ((rc = dw_query_run(&drop, err)) != DW_OK || uid < 0)
		return rc;
	dw_query_open(w->db, &add,
		"INSERT INTO unix_binding (uid, user_id, bound_at) VALUES (?1, ?2, ?3)");
	dw_bind_int(&add, 1, uid);
	dw_bind_int(&add, 2, user_id);
	dw_bind_int(&add, 3, w->now);
	return dw_query_run(&add, err);
}

/* A new address is not verified, so only taking the mark off the old one is a change. */
static bool
asks_to_verify(const struct dw_user *user, const struct dw_user_edit *v)
{
	bool was = user != NULL && user->email_verified_at != 0;

	if (v->verified > 0)
		return !was || v->email != NULL;
	return v->verified == 0 && was && (v->email == NULL || strcmp(v->email, user->email) == 0);
}

/* Rights that single fields ask for beyond the permission to edit; user NULL: a new one. */
static enum dw_code
may_set_fields(struct dw_work *w, const struct dw_user *user, const struct dw_user_edit *v,
	struct dw_error *err)
{
	static const struct dw_user nobody;
	const struct dw_user *was = user != NULL ? user : &nobody;
	const struct {
		const char *field;
		bool asked;
	} fields[] = {
		{ "staff", v->staff >= 0 && (v->staff != 0) != was->staff },
		{ "unix-uid", v->unix_uid != -1 },
		{ "verified", asks_to_verify(user, v) },
		{ "valid-from", v->valid_from >= 0 && v->valid_from != was->valid_from },
		{ "valid-until", v->valid_until >= 0 && v->valid_until != was->valid_until },
		/* Of somebody who is there, it is an action with a right of its own. */
		{ "active", user == NULL && v->active == 0 },
	};
	enum dw_code rc;

	for (size_t i = 0; i < DW_COUNT(fields); i++)
		if (fields[i].asked &&
			(rc = dw_user_may_set(w, user, fields[i].field, err)) != DW_OK)
			return rc;
	return DW_OK;
}

static enum dw_code
may_change_texts(struct dw_work *w, const struct dw_user *user, const struct dw_profile *p,
	struct dw_error *err)
{
	enum dw_code rc;
	const struct {
		const char *field, *before, *after;
	} texts[] = {
		{ "username", user->username, p->username },
		{ "first-name", user->first_name, p->first_name },
		{ "last-name", user->last_name, p->last_name },
		{ "email", user->email, p->email },
		{ "phone", user->phone, p->phone },
	};

	for (size_t i = 0; i < DW_COUNT(texts); i++)
		if (strcmp(texts[i].before, texts[i].after) != 0 &&
			(rc = dw_user_may_set(w, user, texts[i].field, err)) != DW_OK)
			return rc;
	return DW_OK;
}

enum dw_code
dw_user_insert(struct dw_work *w, const struct dw_profile *p, bool active, int64_t unix_uid,
	json_t *data, int64_t *out_id, struct dw_error *err)
{
	static const struct dw_user nobody;
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_JSON changes = dw_profile_changes(&nobody, p);
	DW_AUTO_JSON about = json_object();
	struct dw_user made = { .uuid = dw_uuid_new(), .username = p->username };
	struct dw_audit_entry entry = { .action = "user_created", .target_data = about, .data = data };
	enum dw_code rc;

	if ((rc = dw_profile_is_free(w, 0, p, err)) != DW_OK)
		return rc;
	dw_query_open(w->db, &q,
		"INSERT INTO user (uuid, username, username_key, first_name, first_key, last_name,"
		" last_key, profile_name, email, email_key, phone, search, staff, valid_from,"
		" valid_until, email_verified_at, created_at, updated_at, active, inactive_reason,"
		" inactive_since, mfa_grace_until) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?17,"
		" ?18, ?19, ?20, ?21)");
	dw_bind_uuid(&q, 1, &made.uuid);
	dw_profile_bind(&q, p, w->now);
	dw_bind_int(&q, 18, active);
	dw_bind_int(&q, 19, active ? DW_INACTIVE_NONE : DW_BY_OPERATOR);
	dw_bind_int(&q, 20, active ? 0 : w->now);
	dw_bind_int(&q, 21, w->now + dw_conf_int(w->conf, DW_CONF_MFA_GRACE));
	if ((rc = dw_query_run(&q, err)) != DW_OK)
		return rc;
	made.id = dw_db_last_id(w->db);
	if (!active)
		dw_audit_change_bool(changes, "active", true, false);
	if (unix_uid >= 0 && (rc = bind_unix(w, made.id, unix_uid, changes, err)) != DW_OK)
		return rc;
	json_object_set(about, "changes", changes);
	entry.target = made.uuid;
	entry.target_name = made.username;
	w->topics |= DW_TOPIC_USERS;
	if ((rc = dw_audit_append(w, &entry, err)) == DW_OK)
		*out_id = made.id;
	return rc;
}

enum dw_code
dw_user_may_be_created(struct dw_work *w, const struct dw_user_edit *values,
	struct dw_error *err)
{
	return may_set_fields(w, NULL, values, err);
}

enum dw_code
dw_user_create(struct dw_work *w, const struct dw_user_edit *values, int64_t *out_id,
	struct dw_error *err)
{
	static const struct dw_user nobody;
	DW_AUTO(dw_profile) p = { 0 };
	enum dw_code rc;

	if ((rc = dw_rights_require(&w->operator->rights, DW_PERM_CREATE_USER, err)) != DW_OK)
		return rc;
	if (values->username == NULL)
		return dw_fail_field(err, DW_INVALID, "username", _("A user needs a username."));
	if ((rc = dw_user_check(values, w->conf, err)) != DW_OK ||
		(rc = dw_user_may_be_created(w, values, err)) != DW_OK)
		return rc;
	dw_profile_make(&nobody, values, w->now, &p);
	if ((rc = dw_profile_check(values, &p, err)) != DW_OK)
		return rc;
	return dw_user_insert(w, &p, values->active != 0, values->unix_uid, NULL, out_id, err);
}

/* Validity dates take an account away like deactivating does, so they obey the same rules. */
static enum dw_code
guard_dates(struct dw_work *w, const struct dw_user *user, const struct dw_profile *p,
	struct dw_error *err)
{
	if (p->valid_from == user->valid_from && p->valid_until == user->valid_until)
		return DW_OK;
	/* Neither way: an operator whose time runs out does not prolong it. */
	if (user->id == w->operator->id)
		return dw_fail_field(err, DW_OWN_ACCOUNT, "valid-until",
			_("Nobody decides how long their own account works. Ask another operator to do it."));
	if (p->valid_from == 0 && p->valid_until == 0)
		return DW_OK;
	return dw_rights_admin_stays(w->db, user->id, err);
}

static enum dw_code
end_sessions_if_shut(struct dw_work *w, const struct dw_user *user, const struct dw_profile *p,
	json_t *data, struct dw_error *err)
{
	int64_t ended;
	enum dw_code rc;

	if (p->valid_from <= w->now && (p->valid_until == 0 || p->valid_until > w->now))
		return DW_OK;
	if ((rc = dw_session_drop(w, user->id, &ended, err)) == DW_OK && ended > 0)
		json_object_set_new(data, "sessions_ended", json_integer(ended));
	return rc;
}

static enum dw_code
save_profile(struct dw_work *w, const struct dw_user *user, const struct dw_profile *p,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q,
		"UPDATE user SET username = ?2, username_key = ?3, first_name = ?4, first_key = ?5,"
		" last_name = ?6, last_key = ?7, profile_name = ?8, email = ?9, email_key = ?10,"
		" phone = ?11, search = ?12, staff = ?13, valid_from = ?14, valid_until = ?15,"
		" email_verified_at = ?16, updated_at = ?17, version = version + 1 WHERE id = ?1");
	dw_bind_int(&q, 1, user->id);
	dw_profile_bind(&q, p, w->now);
	return dw_query_run(&q, err);
}

/* The active flag in a profile is the action of that name. */
static enum dw_code
set_active(struct dw_work *w, const struct dw_user *user, int active, bool *changed,
	struct dw_error *err)
{
	if (active < 0 || (active != 0) == user->active)
		return DW_OK;
	*changed = true;
	return active != 0 ? dw_user_activate(w, user, err) : dw_user_deactivate(w, user, err);
}

enum dw_code
dw_user_edit(struct dw_work *w, const struct dw_user *user, const struct dw_user_edit *values,
	int64_t expected_version, bool *changed, struct dw_error *err)
{
	DW_AUTO(dw_profile) p = { 0 };
	DW_AUTO_JSON changes = NULL;
	DW_AUTO_JSON data = json_object();
	enum dw_code rc;

	*changed = false;
	if (expected_version != 0 && expected_version != user->version)
		return dw_fail(err, DW_CONFLICT,
			_("Somebody else has saved %s meanwhile. Look at the new values and try again."),
			user->username);
	dw_profile_make(user, values, w->now, &p);
	if ((rc = dw_user_may_edit(w, user, err)) != DW_OK ||
		(rc = dw_user_check(values, w->conf, err)) != DW_OK ||
		(rc = may_set_fields(w, user, values, err)) != DW_OK ||
		(rc = may_change_texts(w, user, &p, err)) != DW_OK ||
		(rc = dw_profile_check(values, &p, err)) != DW_OK ||
		(rc = dw_profile_is_free(w, user->id, &p, err)) != DW_OK ||
		(rc = guard_dates(w, user, &p, err)) != DW_OK)
		return rc;
	changes = dw_profile_changes(user, &p);
	if (values->unix_uid != -1 &&
		(rc = bind_unix(w, user->id, values->unix_uid, changes, err)) != DW_OK)
		return rc;
	if (json_object_size(changes) > 0) {
		*changed = true;
		if ((rc = save_profile(w, user, &p, err)) != DW_OK ||
			(rc = end_sessions_if_shut(w, user, &p, data, err)) != DW_OK)
			return rc;
		json_object_set(data, "changes", changes);
		if ((rc = write_entry(w, "user_updated", user, data, err)) != DW_OK)
			return rc;
	}
	return set_active(w, user, values->active, changed, err);
}
