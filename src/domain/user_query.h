/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a list of users is found: what a filter and a needle ask for as SQL conditions
 * (user_terms.c), and the way to the rows (user_query.c), which is chosen by counts that
 * the store keeps, because SQLite cannot know how large a group is. For user_view.c,
 * tests and the bench; nobody else.
 */
#ifndef DW_DOMAIN_USER_QUERY_H
#define DW_DOMAIN_USER_QUERY_H

#include "base/buf.h"
#include "domain/user_view.h"
#include "store/query.h"

/* The orders of the list. */
struct dw_user_sort {
	const char *name;  /* as columns and filters say it: "last_login" */
	const char *key;   /* column of the table user */
	const char *index;
	bool is_text;
	char *(*fold)(const char *text); /* a text as its key has it; NULL when is_text is false */
};
extern const struct dw_user_sort dw_user_sorts[];
extern const size_t dw_user_sorts_count;

/*
 * What it costs to ask a condition of a row: known from any sort's index, from the index that
 * has the search text, from the row, or from other tables.
 */
enum dw_test_cost { DW_TEST_INDEX, DW_TEST_SEARCH, DW_TEST_ROW, DW_TEST_OTHER, DW_TEST_COSTS };

/* A set of users that can be listed without looking at everybody: members of a group ... */
struct dw_user_set {
	char *list;     /* SELECT of user ids, may repeat them */
	char *test;     /* the same as a condition on u */
	int64_t count;  /* members, or a little more */
	bool negated;
};

/* A state so rare that it has an index of its own. */
enum dw_user_partial { DW_PARTIAL_NONE, DW_PARTIAL_LOCKED, DW_PARTIAL_BIN, DW_PARTIAL_SHUT };

struct dw_binding {
	char *text;   /* NULL: num */
	int64_t num;
};

/* All that a query asks for. Parameter ?1 is the time now. */
struct dw_select {
	struct dw_db *db;
	int64_t now;
	int64_t users;                       /* in the store, without the erased */
	const struct dw_user_sort *sort;
	bool descending;
	struct dw_buf tests[DW_TEST_COSTS];  /* " AND (...)" each */
	struct dw_binding *bindings;         /* ?1 ... */
	size_t n_bindings;
	struct dw_user_set *sets;
	size_t n_sets;
	enum dw_user_partial partial;
	int64_t partial_count;
	int64_t from, to;                    /* bounds of a numeric sort key: from <= key < to */
	bool filtered;                       /* anything asked beyond the default */
	bool pending;                        /* users whose deletion is pending are shown too */
	int64_t probe;                       /* rows before a walk is judged; 0 = by what they cost */
	char *permissions, *groups;          /* ids asked for by perm:, "1,2"; NULL = none asked */
	char *member_of;                     /* the same by group: */
};
void
dw_select_clear(struct dw_select *select);

/* Reads a query. The codes are those of dw_user_list(). */
enum dw_code
dw_select_read(struct dw_db *db, const struct dw_user_query *query, int64_t now,
	struct dw_select *out, struct dw_error *err);

/* For user_terms.c: adds conditions and bindings. */
void
dw_select_test(struct dw_select *select, enum dw_test_cost cost, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
size_t
dw_select_text(struct dw_select *select, const char *text); /* its number, for "?%zu" */
size_t
dw_select_int(struct dw_select *select, int64_t num);
enum dw_code
dw_select_terms(struct dw_select *select, const struct dw_user_query *query, struct dw_error *err);

/* Where a row stands in the order. */
struct dw_place {
	char *text;
	int64_t num;
	int64_t id;
};
void
dw_place_clear(struct dw_place *place);

/*
 * Goes along the matching users in order (backwards: in the opposite one), from after `place`
 * (NULL: from the start), and calls hit for each until it says stop or `want` have come.
 */
enum dw_code
dw_select_run(struct dw_select *select, bool backwards, const struct dw_place *place, int64_t want,
	enum dw_code (*hit)(void *arg, const struct dw_place *place, bool *stop, struct dw_error *err),
	void *arg, struct dw_error *err);

/* How many match. */
enum dw_code
dw_select_count(struct dw_select *select, int64_t *out, struct dw_error *err);

/* What dw_select_run() would begin with, as SQLite's EXPLAIN QUERY PLAN tells it, a line each. */
enum dw_code
dw_select_explain(struct dw_select *select, const struct dw_place *place, int64_t want,
	struct dw_buf *out, struct dw_error *err);

#endif
