/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which way leads to the rows of a list; what user_plan.c and user_query.c share.
 */
#ifndef DW_DOMAIN_USER_PLAN_H
#define DW_DOMAIN_USER_PLAN_H

#include "domain/user_query.h"

enum dw_way { DW_WAY_WALK, DW_WAY_PARTIAL, DW_WAY_LIST, DW_WAY_SCAN };

struct dw_plan {
	enum dw_way way;
	size_t set;       /* LIST: which */
	bool probe;       /* WALK: rows come with a column that says whether they match */
	bool by_text;     /* SCAN: along the search texts */
	int64_t budget;   /* probe: how many rows */
};

/* By enum dw_user_partial: the index, and its condition word by word as in the schema. */
struct dw_partial {
	const char *index, *condition;
};
extern const struct dw_partial dw_partials[];

/* The way to `want` rows from any place. */
enum dw_code
dw_plan_choose(struct dw_select *s, int64_t want, struct dw_plan *out, struct dw_error *err);

/* After a probe that met `met` of its budget: go on walking, or sort? */
struct dw_plan
dw_plan_again(const struct dw_select *s, const struct dw_plan *probe, int64_t want, int64_t met);

/* Are the members of the set collected before the walk, or asked for row by row? */
bool
dw_plan_collects(const struct dw_select *s, const struct dw_plan *plan,
	const struct dw_user_set *set, int64_t want);

bool
dw_plan_by_username(const struct dw_select *s);

/* Are there tests that a walk along the sort's index cannot answer from it? */
bool
dw_plan_needs_rows(const struct dw_select *s);

/* The smallest set that all matches are in; n_sets when there is none. */
size_t
dw_plan_smallest(const struct dw_select *s);

#endif
