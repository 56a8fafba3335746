/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One statement at work: the only owner of sqlite3_stmt. Statements come from a
 * cache of the connection and go back to it at scope end:
 *
 *	DW_AUTO(dw_query) q = { 0 };
 *	dw_query_open(db, &q, "SELECT name FROM user_group WHERE id = ?1");
 *	dw_bind_int(&q, 1, id);
 *	if ((rc = dw_query_next(&q, &row, err)) != DW_OK) return rc;
 *	if (row) name = dw_col_text(&q, 0);
 *
 * Opening and binding are not checked: the first failure is remembered, and
 * stepping reports it. No query outlives one turn of the event loop.
 */
#ifndef DW_STORE_QUERY_H
#define DW_STORE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/uuid.h"
#include "store/db.h"

struct dw_query {
	struct dw_db *db;
	struct sqlite3_stmt *stmt;
	int slot;     /* place in the cache; -1 = made for once */
	int problem;  /* first SQLite result that was not good */
};

void
dw_query_open(struct dw_db *db, struct dw_query *q, const char *sql);
void
dw_query_clear(struct dw_query *q);

/* Runs it again from the start, with its bindings kept. */
void
dw_query_rewind(struct dw_query *q);

/* Parameters are ?1, ?2 ... Text and blobs are copied. NULL text binds NULL. */
void
dw_bind_int(struct dw_query *q, int at, int64_t value);
void
dw_bind_text(struct dw_query *q, int at, const char *text);
void
dw_bind_blob(struct dw_query *q, int at, const void *bytes, size_t len);
void
dw_bind_uuid(struct dw_query *q, int at, const struct dw_uuid *id); /* none: empty blob */
void
dw_bind_null(struct dw_query *q, int at);

/* The next row: *row says whether there is one. */
enum dw_code
dw_query_next(struct dw_query *q, bool *row, struct dw_error *err);

/* Runs a statement that gives no rows. */
enum dw_code
dw_query_run(struct dw_query *q, struct dw_error *err);

/* Columns of the current row, from 0; texts and blobs live until the next step. Text is
 * never NULL ("" for NULL). */
int64_t
dw_col_int(const struct dw_query *q, int at);
const char *
dw_col_text(const struct dw_query *q, int at);
const void *
dw_col_blob(const struct dw_query *q, int at, size_t *len);
struct dw_uuid
dw_col_uuid(const struct dw_query *q, int at);

/* Shorthands for one statement without a loop. */
enum dw_code
dw_exec(struct dw_db *db, const char *sql, struct dw_error *err);
/* The first column of the first row; fallback when there is no row. */
enum dw_code
dw_query_int(struct dw_query *q, int64_t fallback, int64_t *out, struct dw_error *err);

/* Rows that the last statement of this connection changed; rowid it inserted. */
int64_t
dw_db_changes(const struct dw_db *db);
int64_t
dw_db_last_id(const struct dw_db *db);

#endif
