/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups and who is in them. Owns the tables user_group and membership. What a
 * group gives is in permission.h; whose rights allow what, in rights.h.
 */
#ifndef DW_DOMAIN_GROUP_H
#define DW_DOMAIN_GROUP_H

#include "base/table.h"
#include "domain/user.h"
#include "domain/work.h"

struct dw_group {
	int64_t id;
	struct dw_uuid uuid;
	int64_t version;
	char *name, *description;
	bool is_admin;
	int64_t member_count;
	int64_t created_at;
};

void
dw_group_clear(struct dw_group *group);

/* By name (identity fold) or id. DW_NOT_FOUND names the nearest. */
enum dw_code
dw_group_find(struct dw_db *db, const char *reference, struct dw_group *out, struct dw_error *err);
enum dw_code
dw_group_by_id(struct dw_db *db, int64_t id, struct dw_group *out, struct dw_error *err);

/* `group_created`, `group_updated`, `group_deleted`. NULL text = unchanged. */
enum dw_code
dw_group_create(struct dw_work *w, const char *name, const char *description, int64_t *out_id,
	struct dw_error *err);
enum dw_code
dw_group_edit(struct dw_work *w, const struct dw_group *group, const char *name,
	const char *description, int64_t expected_version, bool *changed, struct dw_error *err);
/* Removes memberships and grants with it; refuses Admin. One entry, with the member count. */
enum dw_code
dw_group_delete(struct dw_work *w, const struct dw_group *group, struct dw_error *err);

/*
 * Memberships: `groups_added`, `groups_removed` on the user. Adding where it is already so (or removing
 * where it is not) changes nothing: *changed false. Directory memberships cannot be removed here.
 */
enum dw_code
dw_group_add(struct dw_work *w, const struct dw_group *group, const struct dw_user *user,
	bool *changed, struct dw_error *err);
enum dw_code
dw_group_remove(struct dw_work *w, const struct dw_group *group, const struct dw_user *user,
	bool *changed, struct dw_error *err);
/* Makes the static memberships exactly these: one entry for what came, one for what went. */
enum dw_code
dw_group_set(struct dw_work *w, const struct dw_user *user, const char *const *names, size_t n,
	bool *changed, struct dw_error *err);

/* Lists: all groups, or with user_id the memberships of one user (kind and since filled). */
extern const struct dw_column dw_group_columns[];
extern const size_t dw_group_columns_count;
enum dw_code
dw_group_list(struct dw_db *db, int64_t user_id, const char *only, const char *after, int limit,
	struct dw_sink *sink, struct dw_error *err);

/* The groups every store begins with: Admin, User manager, Help desk, Viewer, with their permissions. */
enum dw_code
dw_group_install(struct dw_work *w, struct dw_error *err);

#endif
