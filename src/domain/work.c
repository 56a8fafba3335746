/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The topic counters that tell watching consoles what moved. See work.h.
 */
#include "domain/work.h"
#include "store/query.h"

/* In the order of the bits of enum dw_topic. */
static const char *const names[DW_TOPICS] = { "users", "groups", "permissions", "sessions",
	"audit" };

enum dw_code
dw_topics_bump(struct dw_work *w, struct dw_error *err)
{
	enum dw_code rc;

	for (int i = 0; i < DW_TOPICS; i++) {
		DW_AUTO(dw_query) q = { 0 };

		if ((w->topics & (1U << i)) == 0)
			continue;
		dw_query_open(w->db, &q, "UPDATE topic SET counter = counter + 1 WHERE name = ?1");
		dw_bind_text(&q, 1, names[i]);
		if ((rc = dw_query_run(&q, err)) != DW_OK)
			return rc;
	}
	return DW_OK;
}

enum dw_code
dw_topics_read(struct dw_db *db, int64_t out[DW_TOPICS], struct dw_error *err)
{
	enum dw_code rc;

	for (int i = 0; i < DW_TOPICS; i++) {
		DW_AUTO(dw_query) q = { 0 };

		dw_query_open(db, &q, "SELECT counter FROM topic WHERE name = ?1");
		dw_bind_text(&q, 1, names[i]);
		if ((rc = dw_query_int(&q, 0, &out[i], err)) != DW_OK)
			return rc;
	}
	return DW_OK;
}
