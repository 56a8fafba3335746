/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may do what to whom. Owns Doorward's own permissions (doorward.*), the
 * operator's effective rights, the subset rule and the last-admin rule.
 * Memberships and grants themselves are changed in group.c and permission.c.
 */
#ifndef DW_DOMAIN_RIGHTS_H
#define DW_DOMAIN_RIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/db.h"

struct dw_work;

/* Doorward's own permissions. A new one is a row of the table in rights.c. */
enum dw_perm {
	DW_PERM_NONE,          /* any operator */
	DW_PERM_VIEW_USERS,
	DW_PERM_VIEW_PII,      /* sees phone and e-mail unmasked */
	DW_PERM_VIEW_AUDIT,
	DW_PERM_CREATE_USER,
	DW_PERM_EDIT_USER,
	DW_PERM_ACTIVATE_USER, /* both ways */
	DW_PERM_SET_PASSWORD,
	DW_PERM_VERIFY_EMAIL,
	DW_PERM_MANAGE_GROUPS, /* make, change, delete groups */
	DW_PERM_MANAGE_ACCESS, /* memberships and grants */
	DW_PERM_MANAGE_CATALOGUE,
	DW_PERM_END_SESSION,
	DW_PERM_LIFT_LOCK,
	DW_PERM_RESET_CODE,
	DW_PERM_RESET_MFA,
	DW_PERM_MANAGE_MFA,    /* exemption and grace */
	DW_PERM_PANIC,
	DW_PERM_VIEW_ATTEMPTS,
	DW_PERM_IMPORT,
	DW_PERM_EXPORT,
	DW_PERM_BULK,          /* bulk work is one unit of the throttle */
	DW_PERM_BACKUP,
	DW_PERM_ADMIN,         /* not in the catalogue: membership of Admin */
	DW_PERMS
};

struct dw_perm_info {
	const char *name;        /* "doorward.view_users" */
	const char *description; /* N_() */
};
extern const struct dw_perm_info dw_perm_table[DW_PERMS]; /* NONE and ADMIN: name NULL */

/* What one user holds of Doorward's own. */
struct dw_rights {
	bool admin;      /* member of Admin: holds everything */
	uint64_t held;   /* bit per enum dw_perm, directly or through a group */
	bool may_act;    /* active, kept, within validity dates */
};

/* Reads the rights of a user as they are now. DW_NOT_FOUND when there is no such row. */
enum dw_code
dw_rights_load(struct dw_db *db, int64_t user_id, int64_t now, struct dw_rights *out,
	struct dw_error *err);

/* Admin, or any doorward.* permission, and able to act? */
bool
dw_rights_is_operator(const struct dw_rights *rights);

bool
dw_rights_have(const struct dw_rights *rights, enum dw_perm perm);

/* DW_NOT_PERMITTED with a sentence that names the permission that is missing. */
enum dw_code
dw_rights_require(const struct dw_rights *rights, enum dw_perm perm, struct dw_error *err);

/* How much the operator must hold of what the target holds. */
enum dw_target_rule {
	DW_RULE_NONE,     /* reading */
	DW_RULE_SUBSET,   /* every privileged permission of the target */
	DW_RULE_LIGHT,    /* only Admin and doorward.*: end session, lift lockout ... */
};

/*
 * May the operator of w do this to the target? DW_NOT_SUBSET names what the target
 * holds and the operator does not. Admins and the owner of the file always may.
 */
enum dw_code
dw_rights_over(struct dw_work *w, int64_t target_id, enum dw_target_rule rule,
	struct dw_error *err);

/*
 * May the operator give (or take) these permissions or what a group gives? Privileged
 * ones must be held; nobody but an admin gives anything to themselves (DW_OWN_ACCOUNT) or
 * to a group they are a member of. to_user, to_group: who receives; 0 = not that kind.
 */
enum dw_code
dw_rights_over_permission(struct dw_work *w, int64_t permission_id, struct dw_error *err);
enum dw_code
dw_rights_over_group(struct dw_work *w, int64_t group_id, struct dw_error *err);
enum dw_code
dw_rights_not_oneself(struct dw_work *w, int64_t to_user, int64_t to_group, struct dw_error *err);

/*
 * The last-admin rule for a change that takes this user out of those who can always
 * act as admin: DW_LAST_ADMIN when nobody else would be left. DW_OK when the user
 * is none of them.
 */
enum dw_code
dw_rights_admin_stays(struct dw_db *db, int64_t user_id, struct dw_error *err);

/* Makes sure that the catalogue holds every row of dw_perm_table. */
enum dw_code
dw_rights_install(struct dw_db *db, int64_t now, struct dw_error *err);

/* Rights of the file's owner, of jobs and of init: everything. */
struct dw_rights
dw_rights_all(void);

#endif
