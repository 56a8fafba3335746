/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The profile of a user as a form or a file wants it to be: trimmed, folded and ready
 * to be written, with no need of the store. Between user_check.c, which says what
 * single values may be, and user_change.c, which writes; an import makes its profiles
 * before it takes the lock.
 */
#ifndef DW_DOMAIN_PROFILE_H
#define DW_DOMAIN_PROFILE_H

#include <jansson.h>

#include "domain/user.h"
#include "store/query.h"

#define DW_PROFILE_TEXTS 11

struct dw_profile {
	union {
		struct {
			char *username, *username_key; /* keys: identity fold, NULL when not UTF-8 */
			char *email, *email_key;
			char *first_name, *first_key;  /* keys: search fold */
			char *last_name, *last_key;
			char *profile_name, *phone, *search;
		};
		char *texts[DW_PROFILE_TEXTS];
	};
	bool staff;
	int64_t valid_from, valid_until, email_verified_at;
};

void
dw_profile_clear(struct dw_profile *profile);

/* The user's values with the edit's put over them; a new address is not verified unless v
 * says so. Zeroed `before`: a new user. Clear it. */
void
dw_profile_make(const struct dw_user *before, const struct dw_user_edit *v, int64_t now,
	struct dw_profile *out);

/* What dw_user_check() could not know, as it saw single values. DW_INVALID names the field. */
enum dw_code
dw_profile_check(const struct dw_user_edit *v, const struct dw_profile *profile,
	struct dw_error *err);

/* Are username and address nobody else's (self: the row of the user; 0 = new)? Inside a
 * transaction, or the answer may be old. */
enum dw_code
dw_profile_is_free(struct dw_work *w, int64_t self, const struct dw_profile *profile,
	struct dw_error *err);

/* Binds username, username_key, first_name, first_key, last_name, last_key, profile_name, email,
 * email_key, phone, search, staff, valid_from, valid_until, email_verified_at and now, ?2 on. */
void
dw_profile_bind(struct dw_query *q, const struct dw_profile *profile, int64_t now);

/* The differences, as the audit keeps and the form shows them: {"email":[old,new],...}. */
json_t *
dw_profile_changes(const struct dw_user *before, const struct dw_profile *after);

/*
 * The parts of dw_user_create(), for an import: which rights single fields ask for beyond
 * the permission (values: those of any row); and writing row and entry of a profile whose
 * values and rights have been judged. data: nobody's, into the entry; may be NULL.
 */
enum dw_code
dw_user_may_be_created(struct dw_work *w, const struct dw_user_edit *values,
	struct dw_error *err);
enum dw_code
dw_user_insert(struct dw_work *w, const struct dw_profile *profile, bool active, int64_t unix_uid,
	json_t *data, int64_t *out_id, struct dw_error *err);

#endif
