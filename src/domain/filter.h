/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The filter language: one grammar for the filter dialog and the command line's
 * argument. Reads text into terms, or says at which column it is wrong;
 * user_query.c turns terms into SQL. The table and completion are in filter_table.c.
 *
 *	ada "two words" state:active,locked group:Admin -email:*@old.example last:<30d sort:-last
 *
 * Words are "and", a comma is "or" within a field, - negates, < > compare, * is the wildcard inside
 * a field, " groups (also inside a field; "" inside is one "), and an open quote closes at the end.
 */
#ifndef DW_DOMAIN_FILTER_H
#define DW_DOMAIN_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

enum dw_field {
	DW_F_WORD, DW_F_STATE, DW_F_ACTIVE, DW_F_GROUP, DW_F_PERM, DW_F_MFA, DW_F_SOURCE,
	DW_F_VERIFIED, DW_F_STAFF, DW_F_EXEMPT, DW_F_GRACE, DW_F_LAST, DW_F_CREATED, DW_F_DEADLINE,
	DW_F_ORPHAN, DW_F_DIRECT, DW_F_IN, DW_F_USERNAME, DW_F_EMAIL, DW_F_FIRST, DW_F_LASTNAME,
	DW_F_PHONE, DW_F_ID, DW_F_SORT,
	DW_FIELDS
};

/* One of the values of a term. */
struct dw_choice {
	char *text;          /* without its quotes; a fixed word as the table has it */
	int64_t from, to;    /* time fields: from <= t < to, ms; never is 0 <= t < 1 */
};

struct dw_term {
	enum dw_field field;
	bool negated;
	struct dw_choice *choices; /* one or more: "or" */
	size_t n_choices;
	int column;          /* 1-based, in code points, where the term begins */
};

struct dw_filter {
	struct dw_term *terms; /* all must hold; a sort is not among them */
	size_t n_terms;
	const char *sort;      /* "last_login": a column's `sort`; NULL = not given */
	bool descending;
};

void
dw_filter_clear(struct dw_filter *filter);

/*
 * Reads it; NULL and empty text are the empty filter. Ages count back from now (last, created)
 * or forth (grace, deadline). DW_USAGE with err->column and what is accepted there. Whether a
 * group or a permission exists is found out when the filter is used.
 */
enum dw_code
dw_filter_read(const char *text, int64_t now, struct dw_filter *out, struct dw_error *err);

/* What stands for a text that is hidden. */
#define DW_FILTER_HIDDEN "…"

/*
 * Adds the filter as text without what may be about a person: names, addresses and words
 * become DW_FILTER_HIDDEN. For entries that outlive the people who were looked for, and for
 * views that somebody may use only in part: who may not see addresses cannot list by such a
 * word (DW_NOT_PERMITTED).
 */
void
dw_filter_outline(const struct dw_filter *filter, struct dw_buf *out);

/* Is there a term of this field? */
bool
dw_filter_has(const struct dw_filter *filter, enum dw_field field);

enum dw_field_kind {
	DW_FIELD_WORD,  /* one of `words` */
	DW_FIELD_TIME,  /* <30d, >2026-01-01, today, or one of `words` */
	DW_FIELD_TEXT,  /* text with * as wildcard, or one of `words` */
	DW_FIELD_NAME,  /* the same, and the store knows which there are: groups, permissions */
	DW_FIELD_ID,    /* a whole id */
};

/* The language as a table, for help, manual, dialog and completion. */
struct dw_field_info {
	const char *name;    /* "state"; "" for a bare word */
	enum dw_field_kind kind;
	const char *help;    /* N_() */
	const char *const *words; /* fixed values; NULL-terminated or NULL */
	const char *example;
	const char *title;        /* N_(): in the filter dialog; NULL = only as text */
};
extern const struct dw_field_info dw_field_table[DW_FIELDS];

/* The field of this name (any case, - for _), or -1. */
int
dw_field_find(const char *name, size_t len);

/* The fixed word of a field that is meant, in any case and with - for _; NULL when none is. */
const char *
dw_field_word(enum dw_field field, const char *text);

/* Are its times to come, so that ages count forth from now? */
bool
dw_field_is_ahead(enum dw_field field);

/* Adds a value as it must be written after a field: in quotes where it needs them. */
void
dw_filter_quote(struct dw_buf *out, const char *value);

/* ---- one field of a text, for a dialog (filter_edit.c) --------------------------- */

/* What a field is asked for in a filter. Negated terms do not count. */
struct dw_field_value {
	char **values;   /* "or"; quotes taken off */
	size_t n;        /* 0 = it is not asked for */
	bool repeated;   /* in several terms, which is "and": values are those of the last */
	bool negated;    /* asked for to be not so, besides */
};
void
dw_field_value_clear(struct dw_field_value *value);
void
dw_filter_get(const char *text, enum dw_field field, struct dw_field_value *out);

/*
 * The text with this field asked for one of the values instead of what it was asked for,
 * in its place; n = 0: not asked for at all. Negated terms and all others stay as they are
 * written. Free it.
 */
char *
dw_filter_set(const char *text, enum dw_field field, const char *const *values, size_t n);

/* What is being written at a place in the text, for completion. */
struct dw_filter_spot {
	enum dw_field field; /* whose value; DW_F_WORD: a field's name, or a word */
	size_t start;        /* byte where the piece begins: replace from there to the place */
	char *piece;         /* the piece so far, without quotes */
};
void
dw_filter_spot_clear(struct dw_filter_spot *spot);
void
dw_filter_spot_find(const char *text, size_t at, struct dw_filter_spot *out);

/*
 * Hands out what the piece at a place may become: field names with their colon ("state:"), or
 * the fixed words of the field; help is translated. Groups and permissions are the
 * caller's to add.
 */
void
dw_filter_complete(const struct dw_filter_spot *spot,
	void (*each)(void *arg, const char *insert, const char *help), void *arg);

#endif
