/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups and who is in them. Owns the tables user_group and membership. What a
 * group gives is in permission.h; whose rights allow what, in rights.h.
 *
 * Each change has its "why not now?" beside it (_may_), which the change itself asks
 * again. A NULL group or user there is one that is not chosen yet.
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

/* May the texts be a group's? NULL is not looked at. DW_INVALID names the field. */
enum dw_code
dw_group_check(const char *name, const char *description, struct dw_error *err);

/*
 * `group_created`, `group_updated`, `group_deleted`. NULL text = unchanged; expected_version
 * 0 = whatever it is, otherwise DW_CONFLICT when somebody saved meanwhile. DW_INVALID, field
 * "name", when it is taken. Nobody renames or deletes Admin.
 */
enum dw_code
dw_group_create(struct dw_work *w, const char *name, const char *description, int64_t *out_id,
	struct dw_error *err);
enum dw_code
dw_group_may_edit(struct dw_work *w, const struct dw_group *group, struct dw_error *err);
enum dw_code
dw_group_edit(struct dw_work *w, const struct dw_group *group, const char *name,
	const char *description, int64_t expected_version, bool *changed, struct dw_error *err);

/*
 * Removes memberships and grants with it; one entry, with the member count. As it ends
 * memberships, each member must be within the operator's reach, as for dw_group_remove(). Members
 * that came from a directory have to go there first (DW_STATE).
 */
enum dw_code
dw_group_may_delete(struct dw_work *w, const struct dw_group *group, struct dw_error *err);
enum dw_code
dw_group_delete(struct dw_work *w, const struct dw_group *group, struct dw_error *err);

/*
 * Memberships: `groups_added`, `groups_removed` on the user. Adding where it is already so (or removing
 * where it is not) changes nothing: *changed false. Directory memberships cannot be removed here.
 */
enum dw_code
dw_group_may_add(struct dw_work *w, const struct dw_group *group, const struct dw_user *user,
	struct dw_error *err);
enum dw_code
dw_group_add(struct dw_work *w, const struct dw_group *group, const struct dw_user *user,
	bool *changed, struct dw_error *err);
enum dw_code
dw_group_may_remove(struct dw_work *w, const struct dw_group *group, const struct dw_user *user,
	struct dw_error *err);
enum dw_code
dw_group_remove(struct dw_work *w, const struct dw_group *group, const struct dw_user *user,
	bool *changed, struct dw_error *err);
/* A row for a user who is not in the group yet, without an entry of its own: for imports, which
 * ask dw_group_may_add() once for a whole file. */
enum dw_code
dw_group_put(struct dw_work *w, int64_t group_id, int64_t user_id, struct dw_error *err);

/*
 * Makes the static memberships exactly these: one entry for what came, one for what went. Asks
 * for rights only where something changes; memberships of a directory stay as they are.
 */
enum dw_code
dw_group_set(struct dw_work *w, const struct dw_user *user, const char *const *names, size_t n,
	bool *changed, struct dw_error *err);

/*
 * Lists, by name: all groups, or of one user the memberships (kind, since and by whom filled).
 * Zeroed is all of them.
 */
struct dw_group_query {
	int64_t user_id;        /* this user's; 0 = all */
	const char *only;       /* one by name or id, with the permissions it gives; NULL = all */
	const char *search;     /* literal text in name or description */
	const char *permission; /* those that give this one */
	const char *after;      /* cursor */
	int limit;              /* 0 = all */
};

/* The cursor that lets the list begin at the first name not before a text, and info.skipped tell
 * how many come before; NULL when the text is not valid UTF-8. Free it. */
char *
dw_group_list_from(const char *text);
extern const struct dw_column dw_group_columns[];
extern const size_t dw_group_columns_count;
enum dw_code
dw_group_list(struct dw_db *db, const struct dw_group_query *query, struct dw_sink *sink,
	struct dw_error *err);

/* The groups every store begins with: Admin, User manager, Help desk, Viewer, with their permissions. */
enum dw_code
dw_group_install(struct dw_work *w, struct dw_error *err);

#endif
