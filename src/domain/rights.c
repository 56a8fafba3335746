/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may do what to whom. Rights are read from the store each time they matter,
 * inside the write transaction that they allow, so that taking a right away works at
 * once. See rights.h.
 */
#include <string.h>

#include "base/intl.h"
#include "domain/rights.h"
#include "domain/work.h"
#include "store/query.h"

const struct dw_perm_info dw_perm_table[DW_PERMS] = {
	[DW_PERM_VIEW_USERS] = { "doorward.view_users", N_("See users, groups, permissions and sessions") },
	[DW_PERM_VIEW_PII] = { "doorward.view_pii", N_("See phone numbers and e-mail addresses in full") },
	[DW_PERM_VIEW_AUDIT] = { "doorward.view_audit", N_("Read the audit trail") },
	[DW_PERM_CREATE_USER] = { "doorward.create_user", N_("Create users") },
	[DW_PERM_EDIT_USER] = { "doorward.edit_user", N_("Change the profile of users") },
	[DW_PERM_ACTIVATE_USER] = { "doorward.activate_user", N_("Activate and deactivate users") },
	[DW_PERM_SET_PASSWORD] = { "doorward.set_password", N_("Set the password of users") },
	[DW_PERM_VERIFY_EMAIL] = { "doorward.verify_email", N_("Mark e-mail addresses as verified") },
	[DW_PERM_MANAGE_GROUPS] = { "doorward.manage_groups", N_("Create, change and delete groups") },
	[DW_PERM_MANAGE_ACCESS] = { "doorward.manage_access", N_("Change memberships and grant permissions") },
	[DW_PERM_MANAGE_CATALOGUE] = { "doorward.manage_catalogue", N_("Import permissions of applications") },
	[DW_PERM_END_SESSION] = { "doorward.end_session", N_("End sessions of users") },
	[DW_PERM_LIFT_LOCK] = { "doorward.lift_lock", N_("Lift lock-outs") },
	[DW_PERM_RESET_CODE] = { "doorward.reset_code", N_("Make reset codes for users") },
	[DW_PERM_RESET_MFA] = { "doorward.reset_mfa", N_("Remove the second factors of users") },
	[DW_PERM_MANAGE_MFA] = { "doorward.manage_mfa", N_("Exempt users from the second factor, and change their days of grace") },
	[DW_PERM_PANIC] = { "doorward.panic", N_("Shut a user out of everything at once") },
	[DW_PERM_VIEW_ATTEMPTS] = { "doorward.view_attempts", N_("See attempts to sign in") },
	[DW_PERM_IMPORT] = { "doorward.import", N_("Import users from a file") },
	[DW_PERM_EXPORT] = { "doorward.export", N_("Export lists of users") },
	[DW_PERM_BULK] = { "doorward.bulk", N_("Change many users at once without a pause") },
	[DW_PERM_BACKUP] = { "doorward.backup", N_("Make backups of the store") },
};

struct dw_rights
dw_rights_all(void)
{
	return (struct dw_rights){ .admin = true, .held = UINT64_MAX, .may_act = true };
}

static enum dw_perm
perm_by_name(const char *name)
{
	for (enum dw_perm p = DW_PERM_NONE; p < DW_PERMS; p++)
		if (dw_perm_table[p].name != NULL && strcmp(dw_perm_table[p].name, name) == 0)
			return p;
	return DW_PERM_NONE;
}

enum dw_code
dw_rights_load(struct dw_db *db, int64_t user_id, int64_t now, struct dw_rights *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) who = { 0 };
	DW_AUTO(dw_query) held = { 0 };
	struct dw_rights rights = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &who,
		"SELECT active = 1 AND lifecycle = 0 AND valid_from <= ?2"
		"		AND (valid_until = 0 OR valid_until > ?2),"
		"	EXISTS (SELECT 1 FROM membership AS m JOIN user_group AS g ON g.id = m.group_id"
		"		WHERE m.user_id = user.id AND g.is_admin = 1) "
		"FROM user WHERE id = ?1");
	dw_bind_int(&who, 1, user_id);
	dw_bind_int(&who, 2, now);
	if ((rc = dw_query_next(&who, &row, err)) != DW_OK)
		return rc;
	if (!row)
		return dw_fail(err, DW_NOT_FOUND, _("This user is not there any more."));
	rights.may_act = dw_col_int(&who, 0) != 0;
	rights.admin = dw_col_int(&who, 1) != 0;

	dw_query_open(db, &held,
		"SELECT p.name FROM user_permission AS h JOIN permission AS p ON p.id = h.permission_id"
		"	WHERE h.user_id = ?1 AND p.app_label = 'doorward' "
		"UNION ALL "
		"SELECT p.name FROM membership AS m"
		"	JOIN group_permission AS h ON h.group_id = m.group_id"
		"	JOIN permission AS p ON p.id = h.permission_id"
		"	WHERE m.user_id = ?1 AND p.app_label = 'doorward'");
	dw_bind_int(&held, 1, user_id);
	while ((rc = dw_query_next(&held, &row, err)) == DW_OK && row) {
		enum dw_perm perm = perm_by_name(dw_col_text(&held, 0));

		if (perm != DW_PERM_NONE)
			rights.held |= UINT64_C(1) << perm;
	}
	if (rc == DW_OK)
		*out = rights;
	return rc;
}

bool
dw_rights_is_operator(const struct dw_rights *rights)
{
	return rights->may_act && (rights->admin || rights->held != 0);
}

bool
dw_rights_have(const struct dw_rights *rights, enum dw_perm perm)
{
	if (!rights->may_act)
		return false;
	if (rights->admin)
		return true;
	if (perm == DW_PERM_NONE)
		return rights->held != 0;
	return perm != DW_PERM_ADMIN && (rights->held >> perm & 1) != 0;
}

enum dw_code
dw_rights_require(const struct dw_rights *rights, enum dw_perm perm, struct dw_error *err)
{
	if (dw_rights_have(rights, perm))
		return DW_OK;
	if (!rights->may_act)
		return dw_fail(err, DW_NOT_PERMITTED,
			_("Your own account is not active. Ask another admin to activate it."));
	if (perm == DW_PERM_NONE)
		return dw_fail(err, DW_NOT_PERMITTED,
			_("You are not an operator. Ask an admin to add you to a group that gives "
			  "doorward permissions."));
	if (perm == DW_PERM_ADMIN)
		return dw_fail(err, DW_NOT_PERMITTED, _("Only members of the group Admin may do that."));
	return dw_fail(err, DW_NOT_PERMITTED,
		_("You lack the permission %s (%s). Ask an admin for it."), dw_perm_table[perm].name,
		_(dw_perm_table[perm].description));
}

/* All permissions a user holds, directly or through groups, as ids. */
#define HOLDS(who) \
	"SELECT h.permission_id FROM user_permission AS h WHERE h.user_id = " who \
	" UNION SELECT h.permission_id FROM membership AS m" \
	" JOIN group_permission AS h ON h.group_id = m.group_id WHERE m.user_id = " who

static enum dw_code
is_admin_member(struct dw_db *db, int64_t user_id, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(db, &q,
		"SELECT 1 FROM membership AS m JOIN user_group AS g ON g.id = m.group_id "
		"WHERE m.user_id = ?1 AND g.is_admin = 1");
	dw_bind_int(&q, 1, user_id);
	return dw_query_int(&q, 0, out, err);
}

enum dw_code
dw_rights_over(struct dw_work *w, int64_t target_id, enum dw_target_rule rule,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	int64_t admin;
	bool row;

	if (rule == DW_RULE_NONE || w->operator->rights.admin || w->operator->id == target_id)
		return DW_OK;
	if ((rc = is_admin_member(w->db, target_id, &admin, err)) != DW_OK)
		return rc;
	if (admin)
		return dw_fail(err, DW_NOT_SUBSET,
			_("This user is a member of Admin. Only another admin may do that."));
	dw_query_open(w->db, &q,
		"SELECT p.name FROM permission AS p WHERE p.privileged = 1"
		" AND (?3 = 0 OR p.app_label = 'doorward')"
		" AND p.id IN (" HOLDS("?1") ") AND p.id NOT IN (" HOLDS("?2") ") LIMIT 1");
	dw_bind_int(&q, 1, target_id);
	dw_bind_int(&q, 2, w->operator->id);
	dw_bind_int(&q, 3, rule == DW_RULE_LIGHT);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK || !row)
		return rc;
	return dw_fail(err, DW_NOT_SUBSET,
		_("This user holds the privileged permission %s, which you do not hold. "
		  "Ask an operator who holds it."), dw_col_text(&q, 0));
}

enum dw_code
dw_rights_over_permission(struct dw_work *w, int64_t permission_id, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	if (w->operator->rights.admin)
		return DW_OK;
	dw_query_open(w->db, &q,
		"SELECT p.name FROM permission AS p WHERE p.id = ?1 AND p.privileged = 1"
		" AND p.id NOT IN (" HOLDS("?2") ")");
	dw_bind_int(&q, 1, permission_id);
	dw_bind_int(&q, 2, w->operator->id);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK || !row)
		return rc;
	return dw_fail(err, DW_NOT_SUBSET,
		_("%s is a privileged permission that you do not hold, so you can neither give nor "
		  "take it. Ask an operator who holds it."), dw_col_text(&q, 0));
}

enum dw_code
dw_rights_over_group(struct dw_work *w, int64_t group_id, struct dw_error *err)
{
	DW_AUTO(dw_query) kind = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	int64_t admin;
	bool row;

	if (w->operator->rights.admin)
		return DW_OK;
	dw_query_open(w->db, &kind, "SELECT is_admin FROM user_group WHERE id = ?1");
	dw_bind_int(&kind, 1, group_id);
	if ((rc = dw_query_int(&kind, 0, &admin, err)) != DW_OK)
		return rc;
	if (admin)
		return dw_fail(err, DW_NOT_SUBSET,
			_("Only an admin may change who or what is in the group Admin."));
	dw_query_open(w->db, &q,
		"SELECT p.name FROM group_permission AS g JOIN permission AS p ON p.id = g.permission_id"
		" WHERE g.group_id = ?1 AND p.privileged = 1 AND p.id NOT IN (" HOLDS("?2") ") LIMIT 1");
	dw_bind_int(&q, 1, group_id);
	dw_bind_int(&q, 2, w->operator->id);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK || !row)
		return rc;
	return dw_fail(err, DW_NOT_SUBSET,
		_("This group gives the privileged permission %s, which you do not hold. "
		  "Ask an operator who holds it."), dw_col_text(&q, 0));
}

enum dw_code
dw_rights_not_oneself(struct dw_work *w, int64_t to_user, int64_t to_group, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	int64_t member;

	if (w->operator->rights.admin)
		return DW_OK;
	if (to_user != 0 && to_user == w->operator->id)
		return dw_fail(err, DW_OWN_ACCOUNT,
			_("Nobody raises their own rights. Ask another operator to do it."));
	if (to_group == 0)
		return DW_OK;
	dw_query_open(w->db, &q, "SELECT 1 FROM membership WHERE user_id = ?1 AND group_id = ?2");
	dw_bind_int(&q, 1, w->operator->id);
	dw_bind_int(&q, 2, to_group);
	if ((rc = dw_query_int(&q, 0, &member, err)) != DW_OK)
		return rc;
	if (member)
		return dw_fail(err, DW_OWN_ACCOUNT,
			_("You are a member of this group, and nobody raises their own rights. "
			  "Ask another operator to do it."));
	return DW_OK;
}

enum dw_code
dw_rights_admin_stays(struct dw_db *db, int64_t user_id, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	int64_t lost;

	dw_query_open(db, &q,
		"SELECT EXISTS (SELECT 1 FROM effective_admin WHERE user_id = ?1)"
		" AND NOT EXISTS (SELECT 1 FROM effective_admin WHERE user_id <> ?1)");
	dw_bind_int(&q, 1, user_id);
	if ((rc = dw_query_int(&q, 0, &lost, err)) != DW_OK)
		return rc;
	if (lost)
		return dw_fail(err, DW_LAST_ADMIN,
			_("This is the last admin. Add another active user without validity dates to the "
			  "group Admin first, then try again."));
	return DW_OK;
}

enum dw_code
dw_rights_install(struct dw_db *db, int64_t now, struct dw_error *err)
{
	enum dw_code rc;

	(void)now;
	for (enum dw_perm p = DW_PERM_NONE; p < DW_PERMS; p++) {
		DW_AUTO(dw_query) q = { 0 };

		if (dw_perm_table[p].name == NULL)
			continue;
		dw_query_open(db, &q,
			"INSERT INTO permission (name, app_label, description, privileged) "
			"VALUES (?1, 'doorward', ?2, 1) "
			"ON CONFLICT (name) DO UPDATE SET description = excluded.description");
		dw_bind_text(&q, 1, dw_perm_table[p].name);
		/* Untranslated: the store is read in many languages; shown texts come from here. */
		dw_bind_text(&q, 2, dw_perm_table[p].description);
		if ((rc = dw_query_run(&q, err)) != DW_OK)
			return rc;
	}
	return DW_OK;
}
