/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The schema: numbered files of data/schema/, compiled in, applied in order. The
 * file's user_version is the number of the last one applied.
 */
#ifndef DW_STORE_SCHEMA_H
#define DW_STORE_SCHEMA_H

#include "store/db.h"

/* The number of the newest schema file compiled in. */
int
dw_schema_newest(void);

/* The number the open store is at. */
enum dw_code
dw_schema_number(struct dw_db *db, int *out, struct dw_error *err);

/* Applies what is missing, each file in a transaction of its own. */
enum dw_code
dw_schema_apply(struct dw_db *db, struct dw_error *err);

/*
 * For filling a store in bulk: takes the plain indexes of a table away (unique
 * ones stay) and remembers their text; _restore makes them again, in one
 * pass each. Both inside the caller's transaction.
 */
struct dw_index_set {
	char **sql;
	size_t count;
};
void
dw_index_set_clear(struct dw_index_set *set);
enum dw_code
dw_indexes_drop(struct dw_db *db, const char *table, struct dw_index_set *out,
	struct dw_error *err);
enum dw_code
dw_indexes_restore(struct dw_db *db, const struct dw_index_set *set, struct dw_error *err);

#endif
