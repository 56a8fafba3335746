/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading CSV (RFC 4180, by libcsv) with named columns: bytes go in as they come,
 * rows come out as values in the order of the columns that are accepted. The
 * first line names the columns, in any order; one that is not known is a fault and
 * never passed on. UTF-8 only, with or without a byte order mark; lines end in LF or
 * CR LF. Empty lines are passed over, and so is the first line where it comes again.
 * Fields are separated by commas, semicolons or tabs.
 *
 * A fault in one row does not end the reading: it goes into the list, and reading
 * goes on at the next line. What makes the rest of the file meaningless does end it.
 */
#ifndef DW_DOMAIN_CSV_H
#define DW_DOMAIN_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "domain/faults.h"

#define DW_CSV_MAX_BYTES (INT64_C(64) << 20)
#define DW_CSV_MAX_ROWS INT64_C(1000000)
#define DW_CSV_MAX_FIELD (64 << 10) /* bytes */

enum dw_csv_use {
	DW_CSV_OPTIONAL,
	DW_CSV_REQUIRED,
	DW_CSV_PASSED_OVER, /* our own exports have it, and nobody may set it: read and dropped */
};

struct dw_csv_column {
	const char *name;
	enum dw_csv_use use;
};

struct dw_csv_row {
	int64_t line;              /* where it begins; the first line of the file is 1 */
	const char *const *values; /* by index of the accepted columns; NULL = not in this file */
	const char *const *fields; /* as the file has them */
	size_t n_fields;
};

/* A row that is at fault, with as much of it as could be understood. */
struct dw_csv_bad {
	int64_t line;
	const char *const *fields; /* NULL where it could not be divided into fields */
	size_t n_fields;
	const char *text;          /* where it could not: all of it, without the line end */
	const char *column;        /* at fault; NULL = the row as a whole */
	const char *reason;
};

enum dw_csv_separator { DW_CSV_DETECT, DW_CSV_COMMA, DW_CSV_SEMICOLON, DW_CSV_TAB };

/* No column: read and dropped, or a fault that `header` has told itself. */
#define DW_CSV_NO_COLUMN (-1)

/* What a reader may be told besides. Zeroed: columns by their exact names, faults only. */
struct dw_csv_how {
	enum dw_csv_separator separator;
	/* Says for each column of the file which of the accepted ones it is; faults are its own to
	 * add, and do not end the reading unless it returns something else than DW_OK. */
	enum dw_code (*header)(void *arg, int64_t line, const char *const *names, size_t n,
		int *index, struct dw_error *err);
	/* Hears of each row at fault, besides the list of faults. */
	void (*bad)(void *arg, const struct dw_csv_bad *bad);
	/* Others of the rows will be used: end the reading where quotation marks leave it open
	 * where a row ends, because the text of one might be taken for another. */
	bool sure;
};

struct dw_csv;

/*
 * A reader. columns, faults and arg are borrowed. `each` is called for every good row
 * (values valid until it returns, a guard against spreadsheet formulas taken off; see
 * dw_csv_field()); anything but DW_OK from it ends the reading with that code.
 */
struct dw_csv *
dw_csv_new(const struct dw_csv_column *columns, size_t n, struct dw_faults *faults,
	enum dw_code (*each)(void *arg, const struct dw_csv_row *row, struct dw_error *err), void *arg);
void
dw_csv_free(struct dw_csv *csv);

/* Before the first bytes: more than the usual. Called with the arg of dw_csv_new(). */
void
dw_csv_set(struct dw_csv *csv, const struct dw_csv_how *how);

/*
 * Reads on. DW_INVALID: the rest of the file cannot be read; the reason is the last of
 * the faults, and further calls do nothing. dw_csv_finish() tells that the end is reached.
 */
enum dw_code
dw_csv_feed(struct dw_csv *csv, const char *bytes, size_t len, struct dw_error *err);
enum dw_code
dw_csv_finish(struct dw_csv *csv, struct dw_error *err);

/* A value as yes (1) or no (0): true, false, yes, no, 1, 0. -1 = NULL or empty. */
#define DW_CSV_NEITHER (-2)
int
dw_csv_yesno(const char *value);

/* Rows handed out so far. */
int64_t
dw_csv_rows(const struct dw_csv *csv);

/* Has the file this column? Known after the first line. */
bool
dw_csv_has(const struct dw_csv *csv, size_t column);

/* What separates the fields; known after the first line. */
enum dw_csv_separator
dw_csv_separator(const struct dw_csv *csv);

#endif
