/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A connection to the store: judging the file before SQLite sees it, opening it
 * with the right pragmas, transactions that roll back unless committed, and
 * cancelling. Statements are in query.h, the schema in schema.h.
 *
 * A connection belongs to one thread. Only dw_db_create() makes a file.
 */
#ifndef DW_STORE_DB_H
#define DW_STORE_DB_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/mem.h"

#define DW_APPLICATION_ID 0x446f6f72 /* "Door", at byte 68 of the file */

struct dw_db;

enum dw_db_mode {
	DW_DB_READ,  /* refuses every write */
	DW_DB_WRITE,
};

/*
 * Who owns the file, so that root can become that user first. Looks with lstat
 * only. DW_NO_INPUT when there is no such file.
 */
enum dw_code
dw_db_owner(const char *path, uid_t *uid, gid_t *gid, struct dw_error *err);

/*
 * Judges the file and its folders without SQLite and without writing: kind, owner,
 * mode, links, size, header, application, schema number. Every refusal says why
 * and what to do. DW_NO_INPUT: no file. DW_UNAVAILABLE: not a store that may be used.
 */
enum dw_code
dw_db_inspect(const char *path, enum dw_db_mode mode, struct dw_error *err);

/*
 * Inspects and opens. An older schema is brought up to date when mode is
 * DW_DB_WRITE, and refused otherwise. Close with dw_db_close().
 */
enum dw_code
dw_db_open(const char *path, enum dw_db_mode mode, struct dw_db **out, struct dw_error *err);

/*
 * Makes a store: the schema in a file of a temporary name beside `path`, opened for
 * filling. dw_db_publish() ends that and gives it its name, never over an existing file;
 * then it can only be closed. Closing it unpublished removes it. DW_CANNOT_CREATE says
 * what is in the way.
 */
enum dw_code
dw_db_create(const char *path, struct dw_db **out, struct dw_error *err);
enum dw_code
dw_db_publish(struct dw_db *db, struct dw_error *err);

/* Takes NULL. */
void
dw_db_close(struct dw_db *db);

/* The path it was opened by. */
const char *
dw_db_path(const struct dw_db *db);

/*
 * Called now and then while a statement runs; true cancels it, and the call in
 * progress returns DW_CANCELLED. NULL switches it off.
 */
void
dw_db_on_progress(struct dw_db *db, bool (*cancel)(void *arg), void *arg);

/* Changes when another connection has committed (PRAGMA data_version); 0 on error. */
int64_t
dw_db_data_version(struct dw_db *db);

/* A write transaction (BEGIN IMMEDIATE). Zeroed is none. */
struct dw_txn {
	struct dw_db *db;
};

/*
 * Begins one; waits up to 10 s for other writers, then DW_BUSY. dw_txn_clear(),
 * called at scope end by DW_AUTO(dw_txn), rolls back what was not committed.
 */
enum dw_code
dw_txn_begin(struct dw_db *db, struct dw_txn *txn, struct dw_error *err);
/* The same for what may as well not be done: waits at most so many ms. */
enum dw_code
dw_txn_begin_within(struct dw_db *db, struct dw_txn *txn, int64_t ms, struct dw_error *err);
enum dw_code
dw_txn_commit(struct dw_txn *txn, struct dw_error *err);
void
dw_txn_clear(struct dw_txn *txn);

/*
 * A place in an open write transaction to come back to. Zeroed is none. At scope end
 * dw_mark_clear() goes back, unless the mark was let go of by dw_mark_keep().
 */
struct dw_mark {
	struct dw_db *db;
};
enum dw_code
dw_mark_set(struct dw_db *db, struct dw_mark *mark, struct dw_error *err);
enum dw_code
dw_mark_keep(struct dw_mark *mark, struct dw_error *err);
/* Takes back what was written since, and lets go of the mark. */
enum dw_code
dw_mark_back(struct dw_mark *mark, struct dw_error *err);
void
dw_mark_clear(struct dw_mark *mark);

/* Is a write transaction open on this connection? */
bool
dw_db_in_txn(const struct dw_db *db);

/*
 * Moves the log into the store and truncates it. DW_BUSY when a reader is in the
 * way; then nothing is lost, only not yet moved.
 */
enum dw_code
dw_db_checkpoint(struct dw_db *db, struct dw_error *err);

#endif
