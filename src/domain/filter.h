/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The filter language: one grammar for the filter dialog, saved views and the
 * command line's argument. Reads text into terms, or says at which column it is wrong;
 * user_view.c turns terms into SQL.
 *
 *	ada "two words" state:active,locked group:Admin -email:*@old.example last:<30d sort:-last
 *
 * Words are "and", a comma is "or" within a field, - negates, < > compare, * is the wildcard inside
 * a field, " groups (also inside a field), and an open quote closes at the end.
 */
#ifndef DW_DOMAIN_FILTER_H
#define DW_DOMAIN_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum dw_field {
	DW_F_WORD, DW_F_STATE, DW_F_ACTIVE, DW_F_GROUP, DW_F_PERM, DW_F_MFA, DW_F_SOURCE,
	DW_F_VERIFIED, DW_F_STAFF, DW_F_EXEMPT, DW_F_GRACE, DW_F_LAST, DW_F_CREATED, DW_F_DEADLINE,
	DW_F_ORPHAN, DW_F_DIRECT, DW_F_IN, DW_F_USERNAME, DW_F_EMAIL, DW_F_FIRST, DW_F_LASTNAME,
	DW_F_PHONE, DW_F_ID, DW_F_SORT,
	DW_FIELDS
};

enum dw_compare { DW_IS, DW_LESS, DW_MORE };

struct dw_term {
	enum dw_field field;
	bool negated;
	enum dw_compare compare;
	char **values;       /* one or more: "or" */
	size_t n_values;
	int64_t *times;      /* date fields: the value as a point in time, ms; 0 = never */
	int column;          /* 1-based, in code points, where the term begins */
};

struct dw_filter {
	struct dw_term *terms;
	size_t n_terms;
	char *sort;          /* "last_login"; NULL = not given */
	bool descending;
};

void
dw_filter_clear(struct dw_filter *filter);

/* Reads it. Ages count back from now. DW_USAGE (exit 64) with err->column and what is accepted there. */
enum dw_code
dw_filter_read(const char *text, int64_t now, struct dw_filter *out, struct dw_error *err);

/* The language as a table, for help, manual, dialog and completion. */
struct dw_field_info {
	const char *name;    /* "state"; "" for a bare word */
	const char *help;    /* N_() */
	const char *const *words; /* fixed values; NULL-terminated or NULL */
	const char *example;
};
extern const struct dw_field_info dw_field_table[DW_FIELDS];

#endif
