/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One user as a row of dw_user_columns: the columns, and the statements that fill them.
 * For user_view.c and user_held.c only.
 */
#ifndef DW_DOMAIN_USER_ROW_H
#define DW_DOMAIN_USER_ROW_H

#include "domain/names.h"
#include "domain/user_query.h"

/* Keeps its statements open from row to row. Zeroed, with db, now and mask set, is ready. */
struct dw_user_row {
	struct dw_db *db;
	int64_t now;
	bool mask;
	bool whole;                /* all columns, not only those of lists */
	const char *permissions;   /* ids asked for by perm:, as in struct dw_select; NULL = none */
	const char *groups;
	const char *member_of;     /* ids asked for by group: */
	struct dw_query user, member, direct, through, joined;
};
void
dw_user_row_clear(struct dw_user_row *row);

/*
 * Reads the user at a place and hands one row to the sink. With cursor_sort (a list's name and
 * order) the column "cursor" is filled from the place, and with `cursor` given back as well.
 * *found false: there is no such row any more, and nothing was handed over.
 */
enum dw_code
dw_user_row_put(struct dw_user_row *row, const struct dw_place *place, const char *cursor_sort,
	char **cursor, struct dw_sink *sink, bool *found, struct dw_error *err);

/* user_held.c: through what somebody holds the permissions asked for, since when, and by whom.
 * Zeroed before; by is NULL when the audit does not tell. */
struct dw_user_held {
	struct dw_name_list through; /* "direct", groups, "Admin bypass" */
	int64_t since;               /* the way that has been there longest */
	char *by;
};
void
dw_user_held_clear(struct dw_user_held *held);
enum dw_code
dw_user_held_read(struct dw_user_row *row, int64_t id, const struct dw_uuid *uuid,
	struct dw_user_held *out, struct dw_error *err);

/* Since when somebody is in the groups asked for, the first of them, and by whom. *by: free it. */
enum dw_code
dw_user_joined_read(struct dw_user_row *row, int64_t id, const struct dw_uuid *uuid,
	int64_t *since, char **by, struct dw_error *err);

#endif
