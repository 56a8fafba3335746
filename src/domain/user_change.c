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
#include "domain/search.h"
#include "domain/session.h"
#include "domain/user.h"
#include "store/query.h"

static void
json_free(json_t **object)
{
	json_decref(*object);
}
#define AUTO_JSON __attribute__((cleanup(json_free))) json_t *

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
		return dw_fail(err, DW_STATE, _("%s is active already."), user->username);
	if (user->inactive_reason == DW_BY_DIRECTORY ||
		user->inactive_reason == DW_MISSING_IN_DIRECTORY)
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
		return dw_fail(err, DW_STATE, _("%s is inactive already."), user->username);
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
		return dw_fail(err, DW_STATE, _("The address of %s is verified already."),
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
	AUTO_JSON data = json_object();
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
	AUTO_JSON data = json_object();
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

/* A text of the form without white space around it; identity keys are trimmed alike. */
static char *
trimmed(const char *text)
{
	size_t len;

	text += strspn(text, " ");
	len = strlen(text);
	while (len > 0 && text[len - 1] == ' ')
		len--;
	return dw_strndup(text, len);
}

/* The profile as it will be: the user's values with the edit's put over them. */
struct profile {
	char *username, *username_key, *first_name, *last_name, *profile_name, *email, *email_key,
		*phone;
	bool staff;
	int64_t valid_from, valid_until, email_verified_at;
};

static void
profile_clear(struct profile *p)
{
	char *const owned[] = { p->username, p->username_key, p->first_name, p->last_name,
		p->profile_name, p->email, p->email_key, p->phone };

	for (size_t i = 0; i < DW_COUNT(owned); i++)
		free(owned[i]);
}

static const char *
either(const char *value, const char *before)
{
	return value != NULL ? value : before != NULL ? before : "";
}

static void
profile_make(const struct dw_user *before, const struct dw_user_edit *v, int64_t now,
	struct profile *p)
{
	bool verified;

	p->username = trimmed(either(v->username, before->username));
	p->first_name = dw_strdup(either(v->first_name, before->first_name));
	p->last_name = dw_strdup(either(v->last_name, before->last_name));
	p->profile_name = dw_strdup(either(v->profile_name, before->profile_name));
	p->email = trimmed(either(v->email, before->email));
	p->phone = trimmed(either(v->phone, before->phone));
	p->username_key = dw_fold_identity(p->username);
	p->email_key = dw_fold_identity(p->email);
	p->staff = v->staff >= 0 ? v->staff != 0 : before->staff;
	p->valid_from = v->valid_from >= 0 ? v->valid_from : before->valid_from;
	p->valid_until = v->valid_until >= 0 ? v->valid_until : before->valid_until;
	/* A new address has not been confirmed by anybody, unless the operator says so. */
	verified = v->verified >= 0 ? v->verified != 0 :
		before->email_verified_at != 0 && strcmp(p->email, either(before->email, "")) == 0;
	if (p->email[0] == '\0' || !verified)
		p->email_verified_at = 0;
	else if (before->email_verified_at != 0 && strcmp(p->email, either(before->email, "")) == 0)
		p->email_verified_at = before->email_verified_at;
	else
		p->email_verified_at = now;
}

/* Username and address are one name space: sign-in accepts either. */
static enum dw_code
check_free(struct dw_work *w, int64_t self, const char *key, const char *field,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *owner = NULL;
	enum dw_code rc;
	bool row;

	if (key == NULL || key[0] == '\0')
		return DW_OK;
	dw_query_open(w->db, &q,
		"SELECT username, lifecycle FROM user"
		" WHERE username_key = ?1 AND username_key <> '' AND id <> ?2 "
		"UNION ALL SELECT username, lifecycle FROM user"
		" WHERE email_key = ?1 AND email_key <> '' AND id <> ?2 LIMIT 1");
	dw_bind_text(&q, 1, key);
	dw_bind_int(&q, 2, self);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK || !row)
		return rc;
	owner = dw_display_dup(dw_col_text(&q, 0));
	if (dw_col_int(&q, 1) != DW_KEPT)
		return dw_fail_field(err, DW_INVALID, field,
			_("This is still reserved for %s, who is in the recycle bin."), owner);
	return dw_fail_field(err, DW_INVALID, field, _("This is already used by %s."), owner);
}

static enum dw_code
check_profile(struct dw_work *w, int64_t self, const struct dw_user_edit *v,
	const struct profile *p, struct dw_error *err)
{
	enum dw_code rc;

	if (p->username_key == NULL || p->email_key == NULL)
		return dw_fail_field(err, DW_INVALID, p->email_key == NULL ? "email" : "username",
			_("This is not valid UTF-8 text."));
	if (v->username != NULL &&
		(rc = check_free(w, self, p->username_key, "username", err)) != DW_OK)
		return rc;
	if (v->email != NULL && (rc = check_free(w, self, p->email_key, "email", err)) != DW_OK)
		return rc;
	if (v->verified > 0 && p->email[0] == '\0')
		return dw_fail_field(err, DW_INVALID, "verified",
			_("There is no e-mail address that could be verified."));
	if (p->valid_from > 0 && p->valid_until > 0 && p->valid_until <= p->valid_from)
		return dw_fail_field(err, DW_INVALID, "valid-until",
			_("The account would end before it begins: give a later date."));
	return DW_OK;
}

/* From ?2 on, in the order of both statements below. */
static void
bind_profile(struct dw_query *q, const struct profile *p, int64_t now)
{
	DW_AUTO_FREE char *first_key = dw_fold_search(p->first_name);
	DW_AUTO_FREE char *last_key = dw_fold_search(p->last_name);
	DW_AUTO_FREE char *search = dw_search_text(p->username, p->email, p->first_name,
		p->last_name, p->phone);

	dw_bind_text(q, 2, p->username);
	dw_bind_text(q, 3, p->username_key);
	dw_bind_text(q, 4, p->first_name);
	dw_bind_text(q, 5, first_key);
	dw_bind_text(q, 6, p->last_name);
	dw_bind_text(q, 7, last_key);
	dw_bind_text(q, 8, p->profile_name);
	dw_bind_text(q, 9, p->email);
	dw_bind_text(q, 10, p->email_key);
	dw_bind_text(q, 11, p->phone);
	dw_bind_text(q, 12, search);
	dw_bind_int(q, 13, p->staff);
	dw_bind_int(q, 14, p->valid_from);
	dw_bind_int(q, 15, p->valid_until);
	dw_bind_int(q, 16, p->email_verified_at);
	dw_bind_int(q, 17, now);
}

/* The differences, as the audit keeps and the form shows them. */
static json_t *
differences(const struct dw_user *before, const struct profile *after)
{
	json_t *changes = json_object();

	dw_audit_change(changes, "username", before->username, after->username);
	dw_audit_change(changes, "first_name", before->first_name, after->first_name);
	dw_audit_change(changes, "last_name", before->last_name, after->last_name);
	dw_audit_change(changes, "profile_name", before->profile_name, after->profile_name);
	dw_audit_change(changes, "email", before->email, after->email);
	dw_audit_change_bool(changes, "email_verified", before->email_verified_at != 0,
		after->email_verified_at != 0);
	dw_audit_change(changes, "phone", before->phone, after->phone);
	dw_audit_change_bool(changes, "staff", before->staff, after->staff);
	dw_audit_change_time(changes, "valid_from", before->valid_from, after->valid_from);
	dw_audit_change_time(changes, "valid_until", before->valid_until, after->valid_until);
	return changes;
}

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

/* Rights that single fields ask for beyond the permission to edit. */
static enum dw_code
may_set_fields(struct dw_work *w, const struct dw_user *user, const struct dw_user_edit *v,
	struct dw_error *err)
{
	const struct dw_rights *rights = &w->operator->rights;
	enum dw_code rc = DW_OK;

	if (v->staff >= 0 && (user == NULL ? v->staff > 0 : (v->staff != 0) != user->staff) &&
		(rc = dw_rights_require(rights, DW_PERM_ADMIN, err)) != DW_OK)
		return rc;
	if (v->unix_uid != -1 && (rc = dw_rights_require(rights, DW_PERM_ADMIN, err)) != DW_OK)
		return rc;
	/* An address becomes verified only by whoever may verify: the link would prove it. */
	if (v->verified > 0 && (user == NULL || user->email_verified_at == 0 || v->email != NULL) &&
		(rc = dw_rights_require(rights, DW_PERM_VERIFY_EMAIL, err)) != DW_OK)
		return rc;
	if ((v->valid_from >= 0 || v->valid_until >= 0) &&
		(rc = dw_rights_require(rights, DW_PERM_ACTIVATE_USER, err)) != DW_OK)
		return rc;
	return rc;
}

static enum dw_code
may_change_texts(struct dw_work *w, const struct dw_user *user, const struct profile *p,
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
dw_user_create(struct dw_work *w, const struct dw_user_edit *values, int64_t *out_id,
	struct dw_error *err)
{
	static const struct dw_user nobody;
	__attribute__((cleanup(profile_clear))) struct profile p = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	AUTO_JSON changes = json_object();
	AUTO_JSON data = json_object();
	struct dw_user made = { .uuid = dw_uuid_new() };
	enum dw_code rc;
	json_t *fields;

	/* Of an import the whole list was judged before; see import.c. */
	if (!w->bulk_load &&
		(rc = dw_rights_require(&w->operator->rights, DW_PERM_CREATE_USER, err)) != DW_OK)
		return rc;
	if (values->username == NULL)
		return dw_fail_field(err, DW_INVALID, "username", _("A user needs a username."));
	profile_make(&nobody, values, w->now, &p);
	if ((rc = dw_user_check(values, w->conf, err)) != DW_OK ||
		(rc = may_set_fields(w, NULL, values, err)) != DW_OK ||
		(rc = check_profile(w, 0, values, &p, err)) != DW_OK)
		return rc;
	dw_query_open(w->db, &q,
		"INSERT INTO user (uuid, username, username_key, first_name, first_key, last_name,"
		" last_key, profile_name, email, email_key, phone, search, staff, valid_from,"
		" valid_until, email_verified_at, created_at, updated_at, active, inactive_reason,"
		" inactive_since, mfa_grace_until) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?17,"
		" ?18, ?19, ?20, ?21)");
	dw_bind_uuid(&q, 1, &made.uuid);
	bind_profile(&q, &p, w->now);
	dw_bind_int(&q, 18, values->active != 0);
	dw_bind_int(&q, 19, values->active != 0 ? DW_INACTIVE_NONE : DW_BY_OPERATOR);
	dw_bind_int(&q, 20, values->active != 0 ? 0 : w->now);
	dw_bind_int(&q, 21, w->now + dw_conf_int(w->conf, DW_CONF_MFA_GRACE));
	if ((rc = dw_query_run(&q, err)) != DW_OK)
		return rc;
	made.id = dw_db_last_id(w->db);
	made.username = p.username;
	fields = differences(&nobody, &p);
	json_object_update(changes, fields);
	json_decref(fields);
	if (values->active == 0)
		dw_audit_change_bool(changes, "active", true, false);
	if (values->unix_uid >= 0 &&
		(rc = bind_unix(w, made.id, values->unix_uid, changes, err)) != DW_OK)
		return rc;
	json_object_set(data, "changes", changes);
	if ((rc = write_entry(w, "user_created", &made, data, err)) != DW_OK)
		return rc;
	*out_id = made.id;
	return DW_OK;
}

/* Validity dates take an account away like deactivating does, so they obey the same rules. */
static enum dw_code
guard_dates(struct dw_work *w, const struct dw_user *user, const struct profile *p,
	struct dw_error *err)
{
	if (p->valid_from == user->valid_from && p->valid_until == user->valid_until)
		return DW_OK;
	if (p->valid_from == 0 && p->valid_until == 0)
		return DW_OK;
	if (user->id == w->operator->id)
		return dw_fail_field(err, DW_OWN_ACCOUNT, "valid-until",
			_("Nobody limits their own account. Ask another operator to do it."));
	return dw_rights_admin_stays(w->db, user->id, err);
}

static enum dw_code
end_sessions_if_shut(struct dw_work *w, const struct dw_user *user, const struct profile *p,
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
save_profile(struct dw_work *w, const struct dw_user *user, const struct profile *p,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q,
		"UPDATE user SET username = ?2, username_key = ?3, first_name = ?4, first_key = ?5,"
		" last_name = ?6, last_key = ?7, profile_name = ?8, email = ?9, email_key = ?10,"
		" phone = ?11, search = ?12, staff = ?13, valid_from = ?14, valid_until = ?15,"
		" email_verified_at = ?16, updated_at = ?17, version = version + 1 WHERE id = ?1");
	dw_bind_int(&q, 1, user->id);
	bind_profile(&q, p, w->now);
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
	__attribute__((cleanup(profile_clear))) struct profile p = { 0 };
	AUTO_JSON changes = NULL;
	AUTO_JSON data = json_object();
	enum dw_code rc;

	*changed = false;
	if (expected_version != 0 && expected_version != user->version)
		return dw_fail(err, DW_CONFLICT,
			_("Somebody else has saved %s meanwhile. Look at the new values and try again."),
			user->username);
	profile_make(user, values, w->now, &p);
	if ((rc = dw_user_may_edit(w, user, err)) != DW_OK ||
		(rc = dw_user_check(values, w->conf, err)) != DW_OK ||
		(rc = may_set_fields(w, user, values, err)) != DW_OK ||
		(rc = may_change_texts(w, user, &p, err)) != DW_OK ||
		(rc = check_profile(w, user->id, values, &p, err)) != DW_OK ||
		(rc = guard_dates(w, user, &p, err)) != DW_OK)
		return rc;
	changes = differences(user, &p);
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
