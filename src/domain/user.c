/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading users and judging their state. What may happen to one is in
 * user_change.c, which values are good in user_check.c. See user.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "domain/user.h"
#include "store/query.h"

#define COLUMNS \
	"id, uuid, version, username, first_name, last_name, profile_name, email, phone," \
	" source, source_name, active, staff, inactive_reason, inactive_since, valid_from," \
	" valid_until, email_verified_at, lifecycle, lifecycle_since, deadline, locked_until," \
	" locked_since, failures, last_failure_at, last_login_at, mfa, mfa_exempt_at," \
	" mfa_grace_until, created_at, updated_at"

static void
read_row(const struct dw_query *q, struct dw_user *u)
{
	*u = (struct dw_user){
		.id = dw_col_int(q, 0),
		.uuid = dw_col_uuid(q, 1),
		.version = dw_col_int(q, 2),
		.username = dw_strdup(dw_col_text(q, 3)),
		.first_name = dw_strdup(dw_col_text(q, 4)),
		.last_name = dw_strdup(dw_col_text(q, 5)),
		.profile_name = dw_strdup(dw_col_text(q, 6)),
		.email = dw_strdup(dw_col_text(q, 7)),
		.phone = dw_strdup(dw_col_text(q, 8)),
		.source = (enum dw_source)dw_col_int(q, 9),
		.source_name = dw_strdup(dw_col_text(q, 10)),
		.active = dw_col_int(q, 11) != 0,
		.staff = dw_col_int(q, 12) != 0,
		.inactive_reason = (enum dw_inactive)dw_col_int(q, 13),
		.inactive_since = dw_col_int(q, 14),
		.valid_from = dw_col_int(q, 15),
		.valid_until = dw_col_int(q, 16),
		.email_verified_at = dw_col_int(q, 17),
		.lifecycle = (enum dw_lifecycle)dw_col_int(q, 18),
		.lifecycle_since = dw_col_int(q, 19),
		.deadline = dw_col_int(q, 20),
		.locked_until = dw_col_int(q, 21),
		.locked_since = dw_col_int(q, 22),
		.failures = dw_col_int(q, 23),
		.last_failure_at = dw_col_int(q, 24),
		.last_login_at = dw_col_int(q, 25),
		.mfa = (int)dw_col_int(q, 26),
		.mfa_exempt_at = dw_col_int(q, 27),
		.mfa_grace_until = dw_col_int(q, 28),
		.created_at = dw_col_int(q, 29),
		.updated_at = dw_col_int(q, 30),
	};
}

void
dw_user_clear(struct dw_user *user)
{
	if (user == NULL)
		return;
	free(user->username);
	free(user->first_name);
	free(user->last_name);
	free(user->profile_name);
	free(user->email);
	free(user->phone);
	free(user->source_name);
	*user = (struct dw_user){ 0 };
}

enum dw_user_state
dw_user_state(const struct dw_user *user, int64_t now)
{
	if (user->lifecycle == DW_ERASED)
		return DW_STATE_ERASED;
	if (user->lifecycle == DW_BINNED)
		return DW_STATE_BINNED;
	if (user->lifecycle == DW_SELF_DELETION)
		return DW_STATE_SELF_DELETION;
	if (!user->active || user->valid_from > now ||
		(user->valid_until != 0 && user->valid_until <= now))
		return DW_STATE_INACTIVE;
	if (user->locked_until > now)
		return DW_STATE_LOCKED;
	return DW_STATE_ACTIVE;
}

const char *
dw_user_state_word(enum dw_user_state state)
{
	static const char *const words[] = {
		[DW_STATE_ERASED] = "erased",
		[DW_STATE_BINNED] = "binned",
		[DW_STATE_SELF_DELETION] = "self_deletion",
		[DW_STATE_INACTIVE] = "inactive",
		[DW_STATE_LOCKED] = "locked",
		[DW_STATE_ACTIVE] = "active",
	};

	return words[state];
}

const char *
dw_user_inactive_word(const struct dw_user *user, int64_t now)
{
	if (!user->active) {
		switch (user->inactive_reason) {
		case DW_BY_DIRECTORY:
			return "by_directory";
		case DW_MISSING_IN_DIRECTORY:
			return "missing_in_directory";
		case DW_INACTIVE_NONE:
		case DW_BY_OPERATOR:
			return "by_operator";
		}
	}
	if (user->valid_from > now)
		return "not_yet_valid";
	if (user->valid_until != 0 && user->valid_until <= now)
		return "expired";
	return "";
}

static enum dw_code
one(struct dw_query *q, struct dw_user *out, bool *found, struct dw_error *err)
{
	enum dw_code rc = dw_query_next(q, found, err);

	if (rc == DW_OK && *found)
		read_row(q, out);
	return rc;
}

static enum dw_code
by_key(struct dw_db *db, const char *sql, const char *key, struct dw_user *out, bool *found,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(db, &q, sql);
	dw_bind_text(&q, 1, key);
	return one(&q, out, found, err);
}

enum dw_code
dw_user_by_uuid(struct dw_db *db, const struct dw_uuid *uuid, struct dw_user *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	char text[DW_UUID_TEXT];
	enum dw_code rc;
	bool found;

	dw_query_open(db, &q, "SELECT " COLUMNS " FROM user WHERE uuid = ?1");
	dw_bind_uuid(&q, 1, uuid);
	if ((rc = one(&q, out, &found, err)) == DW_OK && !found)
		return dw_fail(err, DW_NOT_FOUND, _("There is no user with the id %s."),
			dw_uuid_format(uuid, text));
	return rc;
}

enum dw_code
dw_user_by_id(struct dw_db *db, int64_t id, struct dw_user *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool found;

	dw_query_open(db, &q, "SELECT " COLUMNS " FROM user WHERE id = ?1");
	dw_bind_int(&q, 1, id);
	if ((rc = one(&q, out, &found, err)) == DW_OK && !found)
		return dw_fail(err, DW_NOT_FOUND, _("This user is not there any more."));
	return rc;
}

static enum dw_code
find(struct dw_db *db, const char *reference, bool by_address, struct dw_user *out,
	struct dw_error *err)
{
	DW_AUTO_FREE char *key = dw_fold_identity(reference);
	DW_AUTO_FREE char *shown = NULL;
	struct dw_uuid uuid;
	enum dw_code rc;
	bool found = false;

	if (dw_uuid_parse(reference, &uuid))
		return dw_user_by_uuid(db, &uuid, out, err);
	if (key != NULL && key[0] != '\0') {
		rc = by_key(db, "SELECT " COLUMNS " FROM user WHERE username_key = ?1"
			" AND username_key <> ''", key, out, &found, err);
		if (rc == DW_OK && !found && by_address)
			rc = by_key(db, "SELECT " COLUMNS " FROM user WHERE email_key = ?1"
				" AND email_key <> ''", key, out, &found, err);
		if (rc != DW_OK || found)
			return rc;
	}
	shown = dw_display_dup(reference);
	return dw_fail(err, DW_NOT_FOUND,
		_("There is no user “%s”. Look with \"doorward user list --search TEXT\"."), shown);
}

enum dw_code
dw_user_find(struct dw_db *db, const char *reference, struct dw_user *out, struct dw_error *err)
{
	return find(db, reference, true, out, err);
}

enum dw_code
dw_user_find_named(struct dw_db *db, const char *name, struct dw_user *out, struct dw_error *err)
{
	struct dw_uuid uuid;

	/* An id is no name: it must not be a second way in. */
	if (dw_uuid_parse(name, &uuid))
		return dw_fail(err, DW_NOT_FOUND, _("There is no user of this name."));
	return find(db, name, true, out, err);
}

enum dw_code
dw_user_find_for(const struct dw_work *w, const char *reference, struct dw_user *out,
	struct dw_error *err)
{
	return find(w->db, reference, dw_rights_have(&w->operator->rights, DW_PERM_VIEW_PII), out,
		err);
}

enum dw_code
dw_user_bound_to(struct dw_db *db, int64_t uid, const char *name, struct dw_user *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *key = name != NULL ? dw_fold_identity(name) : NULL;
	DW_AUTO(dw_user) first = { 0 };
	enum dw_code rc;
	bool found;

	dw_query_open(db, &q,
		"SELECT " COLUMNS " FROM user JOIN unix_binding AS b ON b.user_id = user.id"
		" WHERE b.uid = ?1 AND (?2 IS NULL OR user.username_key = ?2) LIMIT 2");
	dw_bind_int(&q, 1, uid);
	dw_bind_text(&q, 2, key);
	if ((rc = one(&q, &first, &found, err)) != DW_OK)
		return rc;
	if (!found && name != NULL)
		return dw_fail(err, DW_NOT_PERMITTED,
			_("“%s” is not bound to your unix account (uid %lld)."), name, (long long)uid);
	if (!found)
		return dw_fail(err, DW_NOT_PERMITTED,
			_("No user of this store is bound to your unix account (uid %lld). An admin binds "
			  "one with: doorward user edit NAME --unix-uid %lld"), (long long)uid, (long long)uid);
	if ((rc = dw_query_next(&q, &found, err)) != DW_OK)
		return rc;
	if (found)
		return dw_fail(err, DW_NOT_PERMITTED,
			_("More than one user is bound to your unix account. Say which with --as NAME."));
	*out = first;
	first = (struct dw_user){ 0 };
	return DW_OK;
}
