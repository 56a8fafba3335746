/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading CSV (RFC 4180, by libcsv) with named columns: bytes go in as they come,
 * rows come out as values in the order of the columns that are accepted. The
 * first line names the columns, in any order; one that is not known is a fault and
 * never passed on. UTF-8 only, with or without a byte order mark; lines end in LF or
 * CR LF. Empty lines are passed over.
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

#endif
