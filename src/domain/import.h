/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Importing users from CSV: the whole file is read, judged and folded first, then all
 * of it is written in one transaction, or nothing.
 *
 *	import = dw_import_new(&w, dw_user_columns, dw_user_columns_count);
 *	while (...) dw_import_feed(import, bytes, len, &err);       no transaction is open
 *	dw_import_finish(import, progress, arg, &err);              every fault is known now
 *	dw_import_apply(&w, import, progress, arg, &err);           inside the transaction
 *
 * The columns are those of dw_import_columns, named as in JSON; each other is a fault,
 * but for those which our own exports have and nobody may set: they are passed
 * over. What is empty is not set. groups: names separated by ; or , with a backslash
 * before one that belongs to a name. password_hash: ready-made hashes only.
 */
#ifndef DW_DOMAIN_IMPORT_H
#define DW_DOMAIN_IMPORT_H

#include "base/table.h"
#include "domain/csv.h"
#include "domain/faults.h"
#include "domain/work.h"

struct dw_import;

/* Now and then during long work; total 0 = not known yet. False asks to cancel. */
struct dw_progress {
	bool (*call)(void *arg, int64_t done, int64_t total); /* NULL = nobody asks */
	void *arg;
};

/*
 * w: its store is only read, for groups and for names that are taken; whose they are is told
 * to an operator who may see addresses. exported: the columns of our own exports. All are
 * borrowed.
 */
struct dw_import *
dw_import_new(struct dw_work *w, const struct dw_column *exported, size_t n_exported);
void
dw_import_free(struct dw_import *import);

/*
 * Reads on. Faults are no failure here; DW_INVALID: the rest cannot be read, and all
 * further calls do nothing.
 */
enum dw_code
dw_import_feed(struct dw_import *import, const char *bytes, size_t len, struct dw_error *err);

/* The file ends here: judges what only the whole shows (names twice, names that are
 * taken). DW_INVALID when there is any fault; DW_CANCELLED. */
enum dw_code
dw_import_finish(struct dw_import *import, const struct dw_progress *progress,
	struct dw_error *err);

/* All faults found so far. Borrowed. */
struct dw_faults *
dw_import_faults(struct dw_import *import);

/* Rows that are good, and the names of the columns passed over: "id, state"; "" = none. */
int64_t
dw_import_count(const struct dw_import *import);
const char *
dw_import_passed_over(const struct dw_import *import);

/*
 * May the operator do what the rows ask for? doorward.import; for groups what adding
 * somebody to each asks for (manage_access, and what the group gives if privileged);
 * Admin for staff; for verified addresses and validity dates what those ask for elsewhere.
 */
enum dw_code
dw_import_may(struct dw_work *w, const struct dw_import *import, struct dw_error *err);

/*
 * Asks dw_import_may() again, then writes all rows, each with its `user_created`, and one
 * `users_imported` with the count. DW_CANCELLED when progress says so. What was taken
 * meanwhile is DW_INVALID, and the message names the line.
 */
enum dw_code
dw_import_apply(struct dw_work *w, struct dw_import *import, const struct dw_progress *progress,
	struct dw_error *err);

/* Name and meaning of every column, for the manual. NULL name ends it. */
struct dw_import_column {
	const char *name;
	const char *help; /* N_() */
};
extern const struct dw_import_column dw_import_columns[];

#endif
