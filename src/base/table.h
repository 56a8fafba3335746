/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Typed columns and rows: what every list is made of. A list is defined once, as
 * an array of columns and a function that puts rows into a sink; the console's
 * table, the text output, JSON, JSON Lines and CSV all take the same values.
 */
#ifndef DW_BASE_TABLE_H
#define DW_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/uuid.h"

enum dw_type {
	DW_TEXT,  /* value.text; NULL = absent */
	DW_INT,   /* value.num */
	DW_BOOL,  /* value.num */
	DW_TIME,  /* value.num, ms; 0 = never (null in JSON) */
	DW_ID,    /* value.id; none = absent */
	DW_NAMES, /* value.names: a list of texts */
	DW_WORD,  /* value.text: a fixed word (a state, a kind), shown translated */
	DW_JSON,  /* value.text: JSON, already canonical */
};

enum dw_column_flags {
	DW_COL_DEFAULT = 1,  /* shown unless chosen otherwise */
	DW_COL_PII = 2,      /* masked without doorward.view_pii */
	DW_COL_PENDING = 4,  /* shown only with the recycle bin */
	DW_COL_DETAIL = 8,   /* in JSON, CSV and details, not offered as a list column */
	DW_COL_RIGHT = 16,   /* numbers: aligned to the right */
	DW_COL_CURSOR = 32,  /* a key of `next`: never shown to people */
	DW_COL_BADGE = 64,   /* DW_TIME shown relative (ago); others shown as they are */
	DW_COL_LETTERS = 128, /* DW_NAMES shown by their first letters, "TB"; "--" for none */
	DW_COL_PERM = 256,   /* shown only with a filter on permissions */
	DW_COL_MAYBE = 512,  /* DW_INT: below 0 is absent */
};

struct dw_column {
	const char *name;  /* JSON member and CSV heading: snake_case, a promise */
	const char *title; /* N_(): heading for people, in capitals */
	enum dw_type type;
	unsigned flags;    /* enum dw_column_flags */
	int priority;      /* 1 stays longest on a narrow terminal; 9 goes first */
	int width;         /* columns wanted; what is left over goes to those with `grow` */
	int grow;          /* weight for spare width; 0 = fixed */
	const char *sort;  /* the sort key's name for `sort:`; NULL = cannot be sorted by */
};

struct dw_names {
	const char *const *items;
	size_t count;
};

struct dw_value {
	union {
		struct dw_uuid id; /* first, so that { 0 } is absent in every type */
		const char *text;
		int64_t num;
		struct dw_names names;
	};
};

/*
 * Where rows go. begin is called once, row once per row with as many values as
 * columns (borrowed: copy what you keep), end once with what is known of the whole.
 * A row function that returns anything but DW_OK stops the list with that code.
 */
struct dw_list_info {
	const char *item;  /* singular noun: "user" */
	bool single;       /* one item was asked for (show): JSON is the object itself */
	bool more;         /* there are rows after the last */
	int64_t total;     /* matches in all; -1 = not counted */
	int64_t skipped;   /* matches before the place that was asked to begin at; -1 = not counted */
	const char *next;  /* opaque cursor for --after; NULL when there is no more */
};

struct dw_sink {
	enum dw_code (*begin)(struct dw_sink *sink, const struct dw_column *columns, size_t n,
		struct dw_error *err);
	enum dw_code (*row)(struct dw_sink *sink, const struct dw_value *values,
		struct dw_error *err);
	enum dw_code (*end)(struct dw_sink *sink, const struct dw_list_info *info,
		struct dw_error *err);
};

/*
 * Rows kept in memory: a sink that copies what it gets into one arena.
 * Zeroed is empty; embed it and hand &rows->sink to a list.
 */
struct dw_rows {
	struct dw_sink sink;
	const struct dw_column *columns;
	size_t n_columns;
	struct dw_value *values; /* n_rows * n_columns */
	size_t n_rows;
	size_t cap_rows;
	bool more;
	bool single;
	int64_t total;
	int64_t skipped;
	char *next;
	struct dw_chunk *arena;
};

void
dw_rows_init(struct dw_rows *rows);
void
dw_rows_clear(struct dw_rows *rows);

/* Row i as an array of n_columns values; NULL when out of range. */
const struct dw_value *
dw_rows_at(const struct dw_rows *rows, size_t i);

/* Index of a column by name; -1 when there is none. */
int
dw_column_find(const struct dw_column *columns, size_t n, const char *name);

/*
 * A value as text for a person, made safe to show: times relative to now for
 * DW_COL_BADGE columns and absolute local otherwise, names joined by ", ", words
 * translated by dw_word_text(), yes/no. Adds nothing for what is absent.
 */
void
dw_value_text(struct dw_buf *out, const struct dw_column *column, const struct dw_value *value,
	int64_t now);

/*
 * The value as one JSON value (null when absent), and as an unquoted CSV field: names
 * joined by ";", with a backslash before each ; , and \ of a name itself.
 */
void
dw_value_json(struct dw_buf *out, const struct dw_column *column, const struct dw_value *value);
void
dw_value_csv(struct dw_buf *out, const struct dw_column *column, const struct dw_value *value);

/* Adds a JSON string with its quotes; invalid UTF-8 becomes U+FFFD. RFC 8259. */
void
dw_json_string(struct dw_buf *out, const char *text);

/*
 * Adds a CSV field, RFC 4180. What a spreadsheet would run as a formula gets a ' before
 * it unless raw: fields that begin with = + - @ TAB CR or LF, and those that begin so
 * after apostrophes of their own. dw_csv_unguard() passes over that ' again, so what
 * was written is read back exactly.
 */
void
dw_csv_field(struct dw_buf *out, const char *text, bool raw);
const char *
dw_csv_unguard(const char *field);

/* A fixed word for people: "binned" -> _("in the bin"). Unknown words come back unchanged. */
const char *
dw_word_text(const char *word);

#endif
