/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The permission catalogue and its grants, to users directly and to groups. Owns
 * the tables permission, user_permission and group_permission.
 */
#ifndef DW_DOMAIN_PERMISSION_H
#define DW_DOMAIN_PERMISSION_H

#include "base/table.h"
#include "domain/group.h"
#include "domain/user.h"
#include "domain/work.h"

struct dw_catalogue_row {
	const char *name; /* app_label.codename */
	const char *description; /* NULL = as it is, none for a new one */
	int privileged;          /* 1, 0; -1 = as it is, and not for a new one */
};

/* May it be a row of the catalogue? DW_INVALID names the field and says why not. */
enum dw_code
dw_permission_check(const struct dw_catalogue_row *row, struct dw_error *err);

/*
 * Brings a catalogue in: new rows added, descriptions and marks of known ones updated; nothing is
 * removed. doorward.* cannot be brought in, and the mark of a privileged one is taken away only
 * by who holds it. `permission_catalogue_imported` with counts; nothing when nothing is new.
 */
enum dw_code
dw_permission_import(struct dw_work *w, const struct dw_catalogue_row *rows, size_t n,
	int64_t *added, int64_t *updated, struct dw_error *err);

/* Resolves names to row ids; DW_NOT_FOUND names the first unknown one and the nearest known. */
enum dw_code
dw_permission_resolve(struct dw_db *db, const char *const *names, size_t n, int64_t *ids,
	struct dw_error *err);

/*
 * Grants or revokes many at once, to one user or one group (the other NULL): one entry
 * `permissions_added` / `permissions_removed` with the list of those that really changed. Each
 * privileged one must be held by the operator, and so must those the user or group has already.
 * may_change is their "why not now?"; both NULL: nobody is chosen yet.
 */
enum dw_code
dw_permission_may_change(struct dw_work *w, const struct dw_user *user,
	const struct dw_group *group, bool giving, struct dw_error *err);
enum dw_code
dw_permission_grant(struct dw_work *w, const struct dw_user *user, const struct dw_group *group,
	const char *const *names, size_t n, bool *changed, struct dw_error *err);
enum dw_code
dw_permission_revoke(struct dw_work *w, const struct dw_user *user, const struct dw_group *group,
	const char *const *names, size_t n, bool *changed, struct dw_error *err);

/* The catalogue, by name: name, app_label, description, privileged, holders direct, groups. Zeroed,
 * but for privileged, is all of it. */
struct dw_permission_query {
	const char *only;   /* the one of this name; NULL = all */
	const char *search; /* literal text in name or description */
	const char *app;    /* those of this application, by its label */
	int privileged;     /* 1, 0; -1 = either */
	const char *group;  /* those that this group gives */
	const char *after;  /* cursor */
	int limit;          /* 0 = all */
};

/* The cursor to begin at the first name not before a text, with info.skipped. Free it. */
char *
dw_permission_list_from(const char *text);
extern const struct dw_column dw_permission_columns[];
extern const size_t dw_permission_columns_count;
enum dw_code
dw_permission_list(struct dw_db *db, const struct dw_permission_query *query,
	struct dw_sink *sink, struct dw_error *err);

/* What one user (or group) holds, each with its sources: "direct", a group's name, "Admin bypass". */
extern const struct dw_column dw_holding_columns[];
extern const size_t dw_holding_columns_count;
enum dw_code
dw_permission_of_user(struct dw_db *db, int64_t user_id, bool direct_only, struct dw_sink *sink,
	struct dw_error *err);
enum dw_code
dw_permission_of_group(struct dw_db *db, int64_t group_id, struct dw_sink *sink,
	struct dw_error *err);

#endif
