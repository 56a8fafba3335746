/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SQLite's own checks. See check.h.
 */
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "store/check.h"
#include "store/query.h"

enum dw_code
dw_db_check_pages(struct dw_db *db, void (*finding)(void *arg, const char *text), void *arg,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q, "SELECT integrity_check FROM pragma_integrity_check(?1)");
	dw_bind_int(&q, 1, DW_FINDINGS);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		if (strcmp(dw_col_text(&q, 0), "ok") != 0)
			finding(arg, dw_col_text(&q, 0));
	return rc;
}

enum dw_code
dw_db_check_references(struct dw_db *db, void (*finding)(void *arg, const char *text), void *arg,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q,
		"SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check()"
		" GROUP BY 1, 2 LIMIT ?1");
	dw_bind_int(&q, 1, DW_FINDINGS);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		DW_AUTO_FREE char *text = dw_format(
			DW_NG("%lld row of %s refers to a row of %s that is not there",
				"%lld rows of %s refer to rows of %s that are not there", dw_col_int(&q, 2)),
			(long long)dw_col_int(&q, 2), dw_col_text(&q, 0), dw_col_text(&q, 1));

		finding(arg, text);
	}
	return rc;
}
