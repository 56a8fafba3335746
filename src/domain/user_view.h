/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads about users that cross nouns: the list, one user's detail, external
 * identities. The list pages by key in any sort, chooses between walking an index
 * and listing a group's members by the stored counts, and counts apart from showing.
 */
#ifndef DW_DOMAIN_USER_VIEW_H
#define DW_DOMAIN_USER_VIEW_H

#include "base/table.h"
#include "domain/filter.h"
#include "domain/search.h"
#include "domain/user.h"
#include "domain/work.h"

/*
 * What is known of a user. The first dw_user_list_columns_count are what a list gives: all that
 * costs nothing beyond the row. The rest (password facts, counts of sessions, links, ...)
 * is filled by dw_user_show() only.
 */
extern const struct dw_column dw_user_columns[];
extern const size_t dw_user_list_columns_count;
extern const size_t dw_user_columns_count;

struct dw_user_query {
	const struct dw_filter *filter; /* NULL = none */
	const char *search;             /* literal, as typed; NULL = none */
	bool with_bin;                  /* pending users too (in:bin in the filter shows only them) */
	const char *sort;               /* a column's `sort`; NULL = the filter's, else username */
	bool descending;                /* of `sort`; without one the filter's counts */
	const char *from;               /* begin at the first user whose sort key is not before this text,
	                                   folded as the order is; NULL = at the first */
	const char *after;              /* opaque cursor of an earlier page; NULL = from the start */
	bool backwards;                 /* the page before the cursor (rows still in list order) */
	bool last_page;                 /* the page at the end */
	int limit;
	bool mask_pii;                  /* e-mail and phone hidden, and not found, filtered or sorted by */
};

/*
 * Streams one page into the sink: as many rows as `limit`, of the list columns, as soon as each
 * is known (backwards and the last page: when all are). Each row's column "cursor" can be
 * given back as `after`, which goes before `from`. info.more: there are rows after these; info.next: the cursor for them;
 * info.total is -1 unless it is known without counting. DW_USAGE: a cursor of another sort; an
 * unknown group or permission in the filter, with err->column; `from` in an order by time.
 * DW_NOT_PERMITTED: mask_pii and
 * e-mail or phone in the filter or the sort. DW_CANCELLED by dw_db_on_progress(), or the
 * code that the sink's row gave.
 */
enum dw_code
dw_user_list(struct dw_db *db, const struct dw_user_query *query, int64_t now, struct dw_sink *sink,
	struct dw_error *err);

/* How many match in all (the page does not matter). Costs a scan for most filters; cancel it like
 * a list. */
enum dw_code
dw_user_count(struct dw_db *db, const struct dw_user_query *query, int64_t now, int64_t *out,
	struct dw_error *err);

/* How many of them come before the place query->after: for the number of the page there. */
enum dw_code
dw_user_count_before(struct dw_db *db, const struct dw_user_query *query, int64_t now, int64_t *out,
	struct dw_error *err);

/*
 * The cursor that makes page `page` (1-based, of query->limit rows) the next one, found by
 * skipping along the index; NULL for the first. DW_NOT_FOUND when there are not as many pages.
 */
enum dw_code
dw_user_page_cursor(struct dw_db *db, const struct dw_user_query *query, int64_t now, int64_t page,
	char **out, struct dw_error *err);

/* One user as one row of dw_user_columns, all columns filled; an erased one too. */
enum dw_code
dw_user_show(struct dw_db *db, int64_t user_id, bool mask_pii, int64_t now, struct dw_sink *sink,
	struct dw_error *err);

/* An address or a number as an operator without doorward.view_pii sees it: "a***@e***.org",
 * "***89". Free it; "" for "". */
char *
dw_mask_email(const char *email);
char *
dw_mask_phone(const char *phone);

/* Totals kept by triggers: users (all but erased), disabled, in the bin; locked now is read. */
struct dw_totals {
	int64_t users, disabled, bin, locked;
};
enum dw_code
dw_user_totals(struct dw_db *db, int64_t now, struct dw_totals *out, struct dw_error *err);

/*
 * Linked external identities of a user, with raw and mapped claims of the last login.
 * Claims are full of addresses: only for operators with doorward.view_pii.
 */
extern const struct dw_column dw_claims_columns[];
extern const size_t dw_claims_columns_count;
enum dw_code
dw_user_claims(struct dw_db *db, int64_t user_id, struct dw_sink *sink, struct dw_error *err);

#endif
