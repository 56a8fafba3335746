/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Users: what a user is, in which state, and what may happen to one.
 *
 * Owns the table "user" (all but credentials: credential.h) and the table
 * unix_binding. Lists and details that cross nouns are in user_view.h, live search
 * in search.h. Start at struct dw_user.
 */
#ifndef DW_DOMAIN_USER_H
#define DW_DOMAIN_USER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/uuid.h"
#include "domain/work.h"

enum dw_lifecycle { DW_KEPT, DW_BINNED, DW_SELF_DELETION, DW_ERASED };
enum dw_inactive { DW_INACTIVE_NONE, DW_BY_OPERATOR, DW_BY_DIRECTORY, DW_MISSING_IN_DIRECTORY };
enum dw_source { DW_LOCAL, DW_LDAP };

/* Exactly one, in this order of precedence. */
enum dw_user_state {
	DW_STATE_ERASED,
	DW_STATE_BINNED,
	DW_STATE_SELF_DELETION,
	DW_STATE_INACTIVE, /* by operator, by directory, missing, or outside validity dates */
	DW_STATE_LOCKED,
	DW_STATE_ACTIVE,
};

#define DW_MFA_TOTP 1
#define DW_MFA_EMAIL 2
#define DW_MFA_PASSKEY 4
#define DW_MFA_BACKUP 8

struct dw_user {
	int64_t id;
	struct dw_uuid uuid;
	int64_t version;
	char *username, *first_name, *last_name, *profile_name, *email, *phone;
	char *source_name;
	enum dw_source source;
	bool active, staff;
	enum dw_inactive inactive_reason;
	int64_t inactive_since;
	int64_t valid_from, valid_until;
	int64_t email_verified_at;
	enum dw_lifecycle lifecycle;
	int64_t lifecycle_since, deadline;
	int64_t locked_until, locked_since, failures, last_failure_at;
	int64_t last_login_at;
	int mfa; /* DW_MFA_ bits */
	int64_t mfa_exempt_at, mfa_grace_until;
	int64_t created_at, updated_at;
};

void
dw_user_clear(struct dw_user *user);

/* The state at a time, its fixed word ("self_deletion"), and the word for why a user is
 * inactive ("by_operator", "not_yet_valid", "expired"; "" when not inactive). */
enum dw_user_state
dw_user_state(const struct dw_user *user, int64_t now);
const char *
dw_user_state_word(enum dw_user_state state);
const char *
dw_user_inactive_word(const struct dw_user *user, int64_t now);

/*
 * Finds one user by id, username or e-mail (by identity fold, in that order of what the
 * text looks like). Erased users are found by id only. DW_NOT_FOUND otherwise.
 */
enum dw_code
dw_user_find(struct dw_db *db, const char *reference, struct dw_user *out, struct dw_error *err);

/* The same for whoever signs in: by username or e-mail alone. */
enum dw_code
dw_user_find_named(struct dw_db *db, const char *name, struct dw_user *out, struct dw_error *err);

/* The same for an operator: who may not see addresses finds nobody by them either, or a
 * guess would tell whose an address is. */
enum dw_code
dw_user_find_for(const struct dw_work *w, const char *reference, struct dw_user *out,
	struct dw_error *err);
enum dw_code
dw_user_by_id(struct dw_db *db, int64_t id, struct dw_user *out, struct dw_error *err);
enum dw_code
dw_user_by_uuid(struct dw_db *db, const struct dw_uuid *uuid, struct dw_user *out,
	struct dw_error *err);

/* A field that is not to be changed is NULL (texts), -1 (yes/no) or -1 (times). */
struct dw_user_edit {
	const char *username, *first_name, *last_name, *profile_name, *email, *phone;
	int active, staff, verified; /* -1 = unchanged */
	int64_t valid_from, valid_until;
	int64_t unix_uid;            /* -1 = unchanged; -2 = remove the binding */
};
#define DW_USER_EDIT_NONE { .active = -1, .staff = -1, .verified = -1, .valid_from = -1, \
	.valid_until = -1, .unix_uid = -1 }

/*
 * The values themselves, checked without the store: lengths, characters, forms; all
 * but the username of a directory user, which the directory chose.
 * DW_INVALID names the field ("first-name"). Used by forms, imports and both functions below.
 */
enum dw_code
dw_user_check(const struct dw_user_edit *values, const struct dw_conf *conf, struct dw_error *err);

/*
 * "Why not this field?": what one field ("first-name") asks for beyond the permission to edit: that
 * it does not come from the user's directory (DW_STATE), and rights of its own. user NULL:
 * of a new user. Whether the user may be edited at all is not asked here.
 */
enum dw_code
dw_user_may_set(struct dw_work *w, const struct dw_user *user, const char *field,
	struct dw_error *err);

/*
 * Makes a local user (username required) and writes `user_created`. *out_id is the row. DW_INVALID
 * when a username or address is taken, and says by whom as far as the operator may know.
 */
enum dw_code
dw_user_create(struct dw_work *w, const struct dw_user_edit *values, int64_t *out_id,
	struct dw_error *err);

/*
 * Changes the profile: one `user_updated` with the differences, and the entries of
 * what it contains (user_activated ...). expected_version 0 = whatever it is; otherwise
 * DW_CONFLICT when somebody saved meanwhile. *changed: whether anything was different.
 * Bumps the version. A pending user is frozen (DW_STATE).
 */
enum dw_code
dw_user_edit(struct dw_work *w, const struct dw_user *user, const struct dw_user_edit *values,
	int64_t expected_version, bool *changed, struct dw_error *err);

/*
 * What every change of a user begins with, in every noun: the permission, the subset rule,
 * and not frozen by a pending deletion (DW_STATE).
 */
enum dw_code
dw_user_may_touch(struct dw_work *w, const struct dw_user *user, enum dw_perm perm,
	struct dw_error *err);

/* "Why not now?": DW_OK, or DW_STATE/guardrail with the sentence. Reads only. */
enum dw_code
dw_user_may_activate(struct dw_work *w, const struct dw_user *user, struct dw_error *err);
enum dw_code
dw_user_may_deactivate(struct dw_work *w, const struct dw_user *user, struct dw_error *err);
enum dw_code
dw_user_may_edit(struct dw_work *w, const struct dw_user *user, struct dw_error *err);
enum dw_code
dw_user_may_verify(struct dw_work *w, const struct dw_user *user, struct dw_error *err);

/* Activating and deactivating; the latter ends all sessions in the same transaction. */
enum dw_code
dw_user_activate(struct dw_work *w, const struct dw_user *user, struct dw_error *err);
enum dw_code
dw_user_deactivate(struct dw_work *w, const struct dw_user *user, struct dw_error *err);

/* Marks the address as verified without sending anything: `email_verified_by_admin`. */
enum dw_code
dw_user_verify_email(struct dw_work *w, const struct dw_user *user, struct dw_error *err);

/*
 * The user who acts for a unix uid; name chooses where several are bound (demo stores
 * only), NULL otherwise. DW_NOT_PERMITTED says that nobody, or more than one, is.
 */
enum dw_code
dw_user_bound_to(struct dw_db *db, int64_t uid, const char *name, struct dw_user *out,
	struct dw_error *err);

#endif
