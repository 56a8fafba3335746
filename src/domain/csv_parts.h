/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What csv.c, which divides bytes into records, and csv_rows.c, which knows what a record
 * means, share. Nobody else looks inside. See csv.h.
 */
#ifndef DW_DOMAIN_CSV_PARTS_H
#define DW_DOMAIN_CSV_PARTS_H

#include <csv.h>

#include "base/buf.h"
#include "base/mem.h"
#include "domain/csv.h"

#define CSV_COLUMNS_MAX 200

struct dw_csv {
	const struct dw_csv_column *columns;
	size_t n_columns;
	struct dw_csv_how how;
	struct dw_faults *faults;
	enum dw_code (*each)(void *arg, const struct dw_csv_row *row, struct dw_error *err);
	void *arg;

	struct csv_parser parser;
	int64_t bytes, rows;
	struct dw_buf head;    /* the first line, until the kind of file can be told */
	bool head_quoted;      /* in it, inside quotation marks */
	bool head_text;        /* it has more than line ends */
	bool begun;            /* past the head */

	int64_t line;          /* of the byte at hand */
	int64_t record_line;   /* where the record at hand began */
	bool in_record;
	bool quoted;           /* inside quotation marks */
	bool odd;              /* the record at hand has had an odd number of them */
	bool cr;               /* a CR was read, and not yet what follows */
	bool skipping;         /* to the end of this line, after a fault */
	const char *spoilt;    /* why; it is told when the whole line is there */

	struct dw_buf text;    /* fields of the record, each with a NUL */
	struct dw_buf raw;     /* the record as it came, where somebody wants to hear of bad ones */
	size_t starts[CSV_COLUMNS_MAX + 1];
	size_t n_fields;       /* may count beyond CSV_COLUMNS_MAX */

	bool have_header;
	size_t width;          /* fields in the first line */
	char **names;          /* by field */
	int *index;            /* of the accepted column, by field */
	bool *has;             /* by accepted column */
	const char **values;
	const char **cells;    /* by field */

	enum dw_code rc;       /* why it ended */
	struct dw_error err;
};

/* Ends the reading: what follows cannot be understood. */
void
csv_end(struct dw_csv *csv, int64_t line, const char *reason);

/* Tells of the record at hand that it is at fault. divided: its fields can be looked at. */
void
csv_bad_record(struct dw_csv *csv, bool divided, const char *column, const char *reason);

/* A whole record: the first is the header. */
void
csv_take_header(struct dw_csv *csv);
void
csv_take_row(struct dw_csv *csv);

/* What separates the fields of a first line: what it has most of. */
enum dw_csv_separator
csv_detect(const char *line, size_t len);
char
csv_separator_char(enum dw_csv_separator separator);

#endif
