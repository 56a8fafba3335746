/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Importing users from CSV: the whole file is read, judged and folded first, then all
 * of it is written in one transaction, or nothing; with keep_going all good rows are, and
 * the others come out as a file again, each with its line and the reason.
 *
 *	import = dw_import_new(&w, dw_user_columns, dw_user_columns_count, &options);
 *	while (...) dw_import_feed(import, bytes, len, &err);       no transaction is open
 *	dw_import_finish(import, &progress, &err);                  what can be judged now, is
 *	dw_import_apply(&w, import, &progress, sink, &err);         inside the transaction
 *	dw_import_rejects(import, write, arg, &err);                before it is committed
 *
 * Columns are found by name, as in dw_import_columns; `map` gives other names. One that
 * is neither is a fault that says what it may be; it is never guessed. Those of our own
 * exports that nobody may set, and the two of a file of rejected rows, are passed over.
 * groups: names separated by ; or , with a backslash before one that belongs to a name.
 * password_hash: ready-made hashes only, and only of users who are new.
 *
 * What is empty is not set. With update_by a row whose key is found changes that user,
 * through dw_user_edit() and dw_group_set() and with all that they ask for; a row that
 * says what the store says already changes nothing and needs no right.
 *
 * PREVIEW. There is no second way: a frontend invokes the action as a dry run and reads
 * what the import knows before it clears the call (action/import.h has the way to it):
 *
 *	call.flags = DW_CALL_DRY_RUN | DW_CALL_GLANCE;   the first rows only; quick
 *	call.flags = DW_CALL_DRY_RUN;                    all rows: counts and all faults
 *	rc = dw_invoke(&call, &err);                     DW_INVALID: there are faults
 *	preview = dw_import_preview(dw_call_import(&call));
 *	...
 *	dw_call_clear(&call);
 *
 * While the columns are not settled (preview->settled is false) the first rows have
 * their cells, and nothing is judged. `--dry-run` on the command line is the same call with a
 * sink: dw_import_plan_columns, a row for each field that would change.
 */
#ifndef DW_DOMAIN_IMPORT_H
#define DW_DOMAIN_IMPORT_H

#include "base/table.h"
#include "domain/csv.h"
#include "domain/faults.h"
#include "domain/import_map.h"
#include "domain/work.h"

#define DW_IMPORT_SHOWN 20 /* rows of a preview */

/* The username in the template's row of example; a file that still has it is refused. */
#define DW_IMPORT_EXAMPLE "example-replace-me"

struct dw_import;

/* Now and then during long work; total 0 = not known yet. False asks to cancel. */
struct dw_progress {
	bool (*call)(void *arg, int64_t done, int64_t total); /* NULL = nobody asks */
	void *arg;
};

/* By which column users who are there already are found. */
enum dw_import_by {
	DW_IMPORT_BY_NOTHING, /* they are not: a username that is taken is a fault */
	DW_IMPORT_BY_USERNAME,
	DW_IMPORT_BY_EMAIL,   /* needs doorward.view_pii: a guess would tell whose an address is */
	DW_IMPORT_BY_ID,      /* a row without an id is a new user */
};

/* Zeroed: new users only, all or nothing, columns by their exact names. */
struct dw_import_options {
	const struct dw_import_map *map; /* borrowed; NULL = none */
	enum dw_csv_separator separator;
	enum dw_import_by update_by;
	bool no_create;    /* a row whose key is not found is a fault */
	bool clear_empty;  /* of users who are there: an empty field empties theirs. Names, address,
	                      phone, dates and groups; never the username, yes or no, a password */
	bool set_groups;   /* of users who are there: exactly these groups, instead of these too */
	bool keep_going;
	bool plan;         /* for a dry run: rows that are good are tried beside bad ones */
	int64_t rows;      /* read no more than so many; 0 = all */
};

/*
 * w: its store is only read, for groups, users and names that are taken; whose they are is
 * told to an operator who may see addresses. exported: the columns of our own exports. options:
 * copied, NULL = zeroed. All but options are borrowed.
 */
struct dw_import *
dw_import_new(struct dw_work *w, const struct dw_column *exported, size_t n_exported,
	const struct dw_import_options *options);
void
dw_import_free(struct dw_import *import);

/*
 * Reads on. Faults are no failure here; DW_INVALID: the rest cannot be read, and all
 * further calls do nothing.
 */
enum dw_code
dw_import_feed(struct dw_import *import, const char *bytes, size_t len, struct dw_error *err);

/* Has it read as many rows as it was to? What follows is not looked at. */
bool
dw_import_is_full(const struct dw_import *import);

/*
 * The file ends here: judges what only the whole shows (names twice, names that are
 * taken). DW_INVALID when nothing can be applied: any fault, or with keep_going or plan one that
 * is not of a single row (columns, quotation marks that leave open where rows end). DW_CANCELLED.
 */
enum dw_code
dw_import_finish(struct dw_import *import, const struct dw_progress *progress,
	struct dw_error *err);

/* Was it the faults that dw_import_finish() or dw_import_apply() failed for? Then they say more
 * than the error does. */
bool
dw_import_is_faulty(const struct dw_import *import);

/* All faults found so far. Borrowed. */
struct dw_faults *
dw_import_faults(struct dw_import *import);

/* The names of the columns passed over without being told to: "id, state"; "" = none. */
const char *
dw_import_passed_over(const struct dw_import *import);

/*
 * May the operator do what the rows ask for? doorward.import, and doorward.edit_user with
 * update_by; of rows that make a user: for groups what adding somebody to each asks for
 * (manage_access, and what the group gives if privileged); Admin for staff; for verified
 * addresses and validity dates what those ask for elsewhere. What is changed is
 * asked row by row.
 */
enum dw_code
dw_import_may(struct dw_work *w, const struct dw_import *import, struct dw_error *err);

/*
 * Asks dw_import_may() again, then writes the rows: each its `user_created`, or `user_updated`
 * and what else dw_user_edit() and dw_group_set() write; and one `users_imported` with the
 * counts, unless nothing changed. All share a batch. A row that fails here leaves nothing behind
 * and is a fault like the others, with its line: DW_INVALID, or the code of the first that a
 * rule refused; with keep_going it is a row that is rejected, and refusals of rules have
 * their `action_refused`. DW_CANCELLED when progress says so.
 *
 * sink, may be NULL: dw_import_plan_columns, row by row as it is done.
 */
enum dw_code
dw_import_apply(struct dw_work *w, struct dw_import *import, const struct dw_progress *progress,
	struct dw_sink *sink, struct dw_error *err);

/* After dw_import_apply(); before, `bad` counts the rows known to be. */
struct dw_import_counts {
	int64_t rows; /* of the file */
	int64_t created, changed, same, bad;
	int64_t hashes; /* password hashes of users who are there, which were passed over */
};
struct dw_import_counts
dw_import_counts(const struct dw_import *import);

/*
 * The rejected rows as CSV: the columns of the file by their names there, then `line` and
 * `reason`. What could not be divided into fields stands whole in the first. Nothing is
 * written when there is none. Only with keep_going.
 */
enum dw_code
dw_import_rejects(const struct dw_import *import,
	enum dw_code (*write)(void *arg, const char *bytes, size_t len, struct dw_error *err),
	void *arg, struct dw_error *err);

/* Name and meaning of every column, for the manual and a choice of columns. NULL name ends it. */
struct dw_import_column {
	const char *name;
	const char *help; /* N_() */
	const char *example; /* for the template */
};
extern const struct dw_import_column dw_import_columns[];

/* The first line of a file and a row of example, into a sink. */
enum dw_code
dw_import_template(struct dw_sink *sink, struct dw_error *err);

/* ---- preview ---------------------------------------------------------------------------- */

enum dw_import_deed {
	DW_IMPORT_UNJUDGED, /* the columns are not settled */
	DW_IMPORT_CREATE,
	DW_IMPORT_CHANGE,
	DW_IMPORT_SAME,     /* the store says the same */
	DW_IMPORT_BAD,
};

/* The fixed word: "create", "change", "same", "bad"; "" for unjudged. dw_word_text() says it. */
const char *
dw_import_deed_word(enum dw_import_deed deed);

struct dw_import_change {
	const char *field;          /* "email", "groups", "active" */
	const char *before, *after; /* "" = nothing; masked for who may not see addresses */
};

/* One of the first rows. Texts are as in the file: dw_display() before showing. */
struct dw_import_shown {
	int64_t line;
	const char *const *cells;   /* as many as the preview has fields; "" where one is missing */
	enum dw_import_deed deed;
	const char *username;       /* whom it is about; "" = nobody can be told */
	const struct dw_import_change *changes; /* CHANGE only */
	size_t n_changes;
	const char *reason;         /* BAD: "email: This is ...; phone: ..."; else "" */
};

struct dw_import_preview {
	const struct dw_import_field *fields; /* the file's columns, in its order: import_map.h */
	size_t n_fields;
	bool settled;               /* every field has its place, and what is needed is there */
	enum dw_csv_separator separator;
	const struct dw_import_shown *rows;   /* at most DW_IMPORT_SHOWN */
	size_t n_rows;
};

/* What is known by now; borrowed, until dw_import_free(). No fields: not even a first line. */
const struct dw_import_preview *
dw_import_preview(struct dw_import *import);

/*
 * line, username, does (a deed's word), field, old, new, reason. A row that makes a user and
 * a bad one give one row; one that changes somebody, a row for each field; one that is the
 * same, none.
 */
extern const struct dw_column dw_import_plan_columns[];
extern const size_t dw_import_plan_columns_count;

#endif
