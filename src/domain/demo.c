/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Filling a store with made-up people: what comes around it (indexes, memory, audit).
 * The people are in demo_household.c and demo_population.c. See demo.h.
 */
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/audit.h"
#include "domain/demo.h"
#include "domain/demo_parts.h"
#include "store/schema.h"

#define HOUSEHOLD 239 /* history hires one more */
#define BULK 20000 /* from here on it is quicker to build the indexes afterwards */

/* Tables whose plain indexes are taken away for the time being. */
static const char *const bulky[] = { "user", "membership", "user_permission", "session",
	"external_identity" };

static enum dw_code
refuse_twice(struct dw_work *w, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	int64_t there;

	dw_query_open(w->db, &q, "SELECT 1 FROM meta WHERE key = 'demo_data'");
	if ((rc = dw_query_int(&q, 0, &there, err)) != DW_OK)
		return rc;
	if (there)
		return dw_fail(err, DW_STATE,
			_("There is demo data in this store already. Make a new store for more of it."));
	return DW_OK;
}

static enum dw_code
fill(struct dw_demo *demo, int64_t users, int64_t operator_uid, struct dw_error *err)
{
	enum dw_code rc;

	dw_demo_open(demo);
	rc = dw_demo_household(demo, HOUSEHOLD, operator_uid, err);
	if (rc == DW_OK)
		rc = dw_demo_history(demo, err);
	if (rc == DW_OK && users > demo->done)
		rc = dw_demo_population(demo, users - demo->done, err);
	dw_demo_close(demo);
	return rc;
}

static enum dw_code
fill_bulk(struct dw_demo *demo, int64_t users, int64_t operator_uid, struct dw_error *err)
{
	struct dw_db *db = demo->w->db;
	struct dw_index_set indexes = { 0 };
	enum dw_code rc;

	/* Unique keys come in any order: their trees must fit into memory meanwhile. */
	rc = dw_exec(db, "PRAGMA cache_size = -400000", err);
	for (size_t i = 0; rc == DW_OK && i < DW_COUNT(bulky); i++)
		rc = dw_indexes_drop(db, bulky[i], &indexes, err);
	if (rc == DW_OK)
		rc = fill(demo, users, operator_uid, err);
	if (rc == DW_OK)
		rc = dw_indexes_restore(db, &indexes, err);
	dw_index_set_clear(&indexes);
	dw_exec(db, "PRAGMA cache_size = -2000", NULL);
	return rc;
}

static enum dw_code
remember(struct dw_work *w, int64_t users, uint64_t seed, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *what = dw_format("users=%" PRId64 " seed=%" PRIu64, users, seed);
	json_t *data = json_pack("{s:I,s:I}", "users", (json_int_t)users, "seed", (json_int_t)seed);
	struct dw_audit_entry entry = { .action = "demo_data_created", .data = data };
	enum dw_code rc;

	dw_query_open(w->db, &q, "INSERT INTO meta (key, value) VALUES ('demo_data', ?1)");
	dw_bind_text(&q, 1, what);
	if ((rc = dw_query_run(&q, err)) == DW_OK)
		rc = dw_audit_append(w, &entry, err);
	json_decref(data);
	w->topics |= DW_TOPIC_USERS | DW_TOPIC_GROUPS | DW_TOPIC_PERMISSIONS | DW_TOPIC_SESSIONS;
	return rc;
}

enum dw_code
dw_demo_fill(struct dw_work *w, int64_t users, uint64_t seed, int64_t operator_uid,
	bool (*progress)(void *arg, int64_t done, int64_t total), void *arg, struct dw_error *err)
{
	struct dw_demo demo = {
		.w = w,
		.chance = { seed },
		.progress = progress,
		.progress_arg = arg,
	};
	enum dw_code rc;

	if (users < 0 || users > DW_DEMO_USERS_MAX)
		return dw_fail_field(err, DW_INVALID, "users", _("The number of users is 0 to %d."),
			DW_DEMO_USERS_MAX);
	if (users < HOUSEHOLD + 1)
		users = HOUSEHOLD + 1;
	demo.total = users;
	if ((rc = refuse_twice(w, err)) != DW_OK)
		return rc;
	/* One hash for all, with the cheap cost of demo stores. */
	if (crypto_pwhash_str(demo.password, DW_DEMO_PASSWORD, strlen(DW_DEMO_PASSWORD), 1,
		    8 << 20) != 0)
		dw_no_memory();
	rc = users >= BULK ? fill_bulk(&demo, users, operator_uid, err)
			   : fill(&demo, users, operator_uid, err);
	if (rc != DW_OK)
		return rc;
	return remember(w, users, seed, err);
}
