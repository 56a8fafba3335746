/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What user_terms.c and user_sets.c share while a filter becomes conditions.
 */
#ifndef DW_DOMAIN_USER_TERMS_H
#define DW_DOMAIN_USER_TERMS_H

#include "domain/user_query.h"

struct dw_terms {
	struct dw_select *s;
	bool mask;
	struct dw_error *err;
};

/* A fault that reading alone could not see: says where, and returns the code. */
enum dw_code
dw_term_fault(const struct dw_terms *t, const struct dw_term *term, enum dw_code code);

/* Is the word among the choices? */
bool
dw_term_says(const struct dw_term *term, const char *word);

/* A folded value as a pattern for GLOB, where only * is a wildcard; NULL when it has none. */
char *
dw_term_glob(const char *folded);

/* The row of a whole id; 0 when there is none. */
enum dw_code
dw_term_row(const struct dw_terms *t, const struct dw_uuid *id, int64_t *out);

enum dw_code
dw_term_groups(const struct dw_terms *t, const struct dw_term *term);
enum dw_code
dw_term_permissions(const struct dw_terms *t, const struct dw_term *term);
enum dw_code
dw_term_direct(const struct dw_terms *t, const struct dw_term *term);
enum dw_code
dw_term_ids(const struct dw_terms *t, const struct dw_term *term);

/* One whole value of a unique key; false when it is not one, and nothing was added. */
bool
dw_term_unique(const struct dw_terms *t, const struct dw_term *term, const char *key);

#endif
