/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as bytes for other programs: CSV, JSON or JSON Lines. A sink that writes each row
 * as it comes, into whatever takes bytes: standard output, a file. Also the choice of
 * columns by their names, which all formats share.
 */
#ifndef DW_BASE_ROWS_OUT_H
#define DW_BASE_ROWS_OUT_H

#include "base/buf.h"
#include "base/table.h"

/* The columns to write, by index. */
struct dw_choice {
	size_t *at;
	size_t count;
	bool named; /* by their names */
};
void
dw_choice_clear(struct dw_choice *choice);

/*
 * Those that `fields` names ("a,b"), in its order (DW_USAGE lists the names there are, under
 * the field "fields"), or when it is NULL those without any flag of `without`.
 */
enum dw_code
dw_choose(const char *fields, const struct dw_column *columns, size_t n, unsigned without,
	struct dw_choice *out, struct dw_error *err);

enum dw_rows_format {
	DW_ROWS_CSV,   /* RFC 4180 with a heading line; what a spreadsheet would run is disarmed */
	DW_ROWS_JSON,  /* {"items":[...],"total":n,"next":"..."}, or the object when one was asked for */
	DW_ROWS_JSONL, /* one object a line */
};

struct dw_rows_out {
	struct dw_sink sink;
	enum dw_rows_format format;
	const char *fields; /* borrowed; NULL = all columns */
	bool no_heading;    /* CSV */
	enum dw_code (*write)(void *arg, const char *bytes, size_t len, struct dw_error *err);
	void *arg;
	bool ended;         /* the list was written to its end */

	/* Its own. */
	const struct dw_column *columns;
	struct dw_choice choice;
	struct dw_buf held; /* JSON: the first row, until it is known whether it is the only one */
	bool listed;        /* JSON: {"items":[ was written */
};

/* Gives it its functions and nothing else; set format, write and the others before its use. */
void
dw_rows_out_init(struct dw_rows_out *out);
void
dw_rows_out_clear(struct dw_rows_out *out);

#endif
