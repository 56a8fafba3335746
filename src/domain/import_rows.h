/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the import share: import_header.c settles columns, import_row.c judges
 * rows, import_apply.c and import_write.c write them, import_show.c tells of them. Nobody else
 * looks inside. Texts of rows live in one arena until the import is freed.
 */
#ifndef DW_DOMAIN_IMPORT_ROWS_H
#define DW_DOMAIN_IMPORT_ROWS_H

#include <jansson.h>

#include "domain/import.h"
#include "domain/keys.h"
#include "domain/profile.h"

/* The columns of dw_import_columns, in their order. */
enum import_column {
	USERNAME, FIRST_NAME, LAST_NAME, PROFILE_NAME, EMAIL, PHONE, STAFF, ACTIVE, VERIFIED, FROM,
	UNTIL, GROUPS, HASH, ID, COLUMNS
};

/* One text of the column groups, which many rows share. */
struct dw_import_groups {
	int64_t *ids;
	size_t count;
	json_t *names;    /* an array, as the store writes them */
	char *fault;      /* why it cannot be; NULL = good */
	bool joined;      /* by somebody who is new */
};

struct dw_import_row {
	int64_t line;
	bool bad;
	enum dw_import_deed deed;  /* once it was tried */
	const char *reason;        /* bad: all that is wrong with it */
	const char *fields;        /* as CSV, for the file of rejected rows; NULL = not wanted */
	const char *username;      /* as in the file, for who reads about it; "" = none */

	struct dw_profile profile; /* texts live in the arena: never cleared one by one. Of a row that
	                              changes somebody or is bad only the keys, "" = none */
	const char *hash;          /* ready-made, of somebody new; NULL = none */
	size_t groups;             /* index into groups */
	bool active;               /* of somebody new */

	int64_t user_id;           /* who is changed; 0 = somebody new */
	const char *key;           /* what they were found by, folded; NULL = nothing */
	const struct dw_user_edit *edit; /* what is changed; NULL = somebody new */
	bool groups_given;
};

struct dw_import {
	struct dw_work *w;         /* borrowed */
	struct dw_import_options options;
	struct dw_csv *csv;
	struct dw_csv_column *columns;
	size_t n_columns;
	struct dw_faults faults;
	struct dw_import_row *rows;
	size_t count, cap;
	struct dw_keys taken;      /* usernames and addresses, one name space: index of the row */
	struct dw_keys people;     /* ids: index of the row */
	struct dw_keys group_texts;
	struct dw_import_groups *groups;
	size_t n_groups;
	struct dw_user_edit asked; /* the most that any new row asks for */
	struct dw_import_counts counts;
	char *passed_over;
	struct dw_buf why;         /* what is wrong with the row at hand */

	struct dw_import_field *fields; /* of the file */
	size_t n_fields;
	int64_t header_line;
	bool settled, rejects_again;
	bool faulty;               /* it failed because of its faults */
	bool *has;                 /* by import_column: is it in the file? */

	struct dw_import_preview preview;
	struct dw_import_shown shown[DW_IMPORT_SHOWN];
	struct dw_arena *arena;
};

/* A copy that lives as long as the import; room for anything there. */
const char *
import_keep(struct dw_import *import, const char *text);
void *
import_room(struct dw_import *import, size_t size);

/* Do reasons and fields have to be kept? Only where the good rows are not all that matters. */
bool
import_keeps_rows(const struct dw_import *import);

/* Settles the columns: dw_csv_how.header. */
enum dw_code
import_take_header(void *arg, int64_t line, const char *const *names, size_t n, int *index,
	struct dw_error *err);

/* "E-Mail=email,Notes=-" of what is not settled, when anything came to mind, or NULL. Free it. */
char *
import_proposed_map(const struct dw_import *import);

/* Index of one of the accepted columns; DW_CSV_NO_COLUMN when there is none of that name. */
int
import_column_named(const struct dw_import *import, const char *name);

/* Rows: dw_csv_new() and dw_csv_how.bad. */
enum dw_code
import_take_row(void *arg, const struct dw_csv_row *row, struct dw_error *err);
void
import_take_bad(void *arg, const struct dw_csv_bad *bad);

/* A fault of a row that was read already: it is bad from now on. column: its name; "" = all of it. */
void
import_fault(struct dw_import *import, struct dw_import_row *row, const char *column,
	const char *reason);

/* Does the list name this group? */
bool
import_has_group(const struct dw_import_groups *groups, int64_t id);

/* Whose row it is by the store of now; *id 0 = nobody's. */
enum dw_code
import_find(struct dw_work *w, enum dw_import_by by, const char *key, int64_t *id,
	struct dw_error *err);

/* A name of an error's field ("valid-until") as the column's ("valid_until"). */
const char *
import_column_of(const char *field, char room[48]);

/*
 * Tries one row inside the transaction. *changes: what is different, {"email":[old,new],...}, to be
 * let go of; NULL for somebody new. The row may have been written in part when it fails.
 */
enum dw_code
import_write(struct dw_import *import, struct dw_work *w, const struct dw_import_row *row,
	enum dw_import_deed *deed, json_t **changes, struct dw_error *err);

/* Keeps the cells of a row that is among the first, and what was found of it. */
void
import_show_cells(struct dw_import *import, int64_t line, const char *const *cells, size_t n,
	const char *text);
void
import_show_deed(struct dw_import *import, size_t index, const json_t *changes);

/* A row of the plan for one that was tried or is bad. */
enum dw_code
import_plan(struct dw_import *import, const struct dw_import_row *row, const json_t *changes,
	struct dw_sink *sink, struct dw_error *err);

#endif
