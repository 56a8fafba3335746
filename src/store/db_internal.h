/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of src/store/ share about a connection, and nobody else sees.
 */
#ifndef DW_STORE_DB_INTERNAL_H
#define DW_STORE_DB_INTERNAL_H

#include <sqlite3.h>

#include "store/db.h"

#define DW_STATEMENTS 96 /* kept prepared; one more is made and dropped */

struct dw_cached {
	const char *sql; /* sqlite3_sql() of stmt */
	sqlite3_stmt *stmt;
	bool used;       /* out in a struct dw_query */
	uint64_t stamp;  /* last use, to choose what to drop */
};

struct dw_db {
	sqlite3 *handle;
	char *path;
	char *temporary; /* unpublished store: the name it has now */
	bool (*cancel)(void *arg);
	void *cancel_arg;
	uint64_t stamp;
	int64_t patience;      /* ms to wait for other writers; 0 = as long as usual */
	int64_t waiting_since; /* monotonic ms: when the present wait for other writers began */
	struct dw_cached cache[DW_STATEMENTS];
};

/* Turns an SQLite result of this connection into an error with words. */
enum dw_code
dw_db_failed(struct dw_db *db, int result, struct dw_error *err);

/* Opens a file that was judged good, with all pragmas set. */
enum dw_code
dw_db_connect(const char *path, enum dw_db_mode mode, bool create, struct dw_db **out,
	struct dw_error *err);

/*
 * Judges the folder of a store and those above it; code is what a refusal returns,
 * because a missing folder means something else to init than to everybody else.
 */
enum dw_code
dw_db_judge_folders(const char *path, enum dw_db_mode mode, enum dw_code code,
	struct dw_error *err);

/* The same file by a path without symbolic links in it, from the root. NULL with errno. */
char *
dw_db_full_path(const char *path);

/*
 * A process loses all its POSIX locks on a file when it closes any descriptor of it, and
 * SQLite's with them. So a descriptor that judged a store is closed only when no
 * connection of this process is left; connecting and closing are counted here.
 */
void
dw_db_count_open(int change);
void
dw_db_close_later(int fd);

#endif
