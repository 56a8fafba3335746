/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Applying the numbered schema files. See schema.h.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/intl.h"
#include "base/mem.h"
#include "store/query.h"
#include "store/schema.h"
#include "store/schema_files.h"

int
dw_schema_newest(void)
{
	int newest = 0;

	for (size_t i = 0; i < dw_schema_files_count; i++)
		if (dw_schema_files[i].number > newest)
			newest = dw_schema_files[i].number;
	return newest;
}

enum dw_code
dw_schema_number(struct dw_db *db, int *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	int64_t number;

	dw_query_open(db, &q, "PRAGMA user_version");
	if ((rc = dw_query_int(&q, 0, &number, err)) != DW_OK)
		return rc;
	*out = (int)number;
	return DW_OK;
}

static enum dw_code
apply(struct dw_db *db, const struct dw_schema_file *file, struct dw_error *err)
{
	DW_AUTO(dw_txn) txn = { 0 };
	enum dw_code rc;
	char number[64];
	int now;

	if ((rc = dw_txn_begin(db, &txn, err)) != DW_OK ||
		(rc = dw_schema_number(db, &now, err)) != DW_OK)
		return rc;
	/* Another process may have been faster between the look and the lock. */
	if (now >= file->number)
		return DW_OK;
	snprintf(number, sizeof(number), "PRAGMA user_version = %d", file->number);
	if ((rc = dw_exec(db, file->text, err)) != DW_OK ||
		(rc = dw_exec(db, number, err)) != DW_OK)
		return rc;
	return dw_txn_commit(&txn, err);
}

enum dw_code
dw_schema_apply(struct dw_db *db, struct dw_error *err)
{
	enum dw_code rc;
	int number;
	bool moved = false;

	if ((rc = dw_schema_number(db, &number, err)) != DW_OK)
		return rc;
	for (size_t i = 0; i < dw_schema_files_count; i++) {
		if (dw_schema_files[i].number <= number)
			continue;
		if ((rc = apply(db, &dw_schema_files[i], err)) != DW_OK)
			return rc;
		moved = true;
	}
	/* The old rows of a migration must not linger in the log. */
	return moved ? dw_db_checkpoint(db, err) : DW_OK;
}

void
dw_index_set_clear(struct dw_index_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		free(set->sql[i]);
	free(set->sql);
	*set = (struct dw_index_set){ 0 };
}

enum dw_code
dw_indexes_drop(struct dw_db *db, const char *table, struct dw_index_set *out,
	struct dw_error *err)
{
	struct dw_index_set names = { 0 };
	enum dw_code rc;
	bool row = true;

	{
		DW_AUTO(dw_query) q = { 0 };

		dw_query_open(db, &q,
			"SELECT s.name, s.sql FROM sqlite_schema AS s "
			"JOIN pragma_index_list(?1) AS l ON l.name = s.name "
			"WHERE s.type = 'index' AND s.sql IS NOT NULL AND l.\"unique\" = 0");
		dw_bind_text(&q, 1, table);
		while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
			size_t n = names.count++;

			names.sql = dw_realloc(names.sql, n + 1, sizeof(*names.sql));
			names.sql[n] = dw_format("DROP INDEX \"%s\"", dw_col_text(&q, 0));
			out->sql = dw_realloc(out->sql, out->count + 1, sizeof(*out->sql));
			out->sql[out->count++] = dw_strdup(dw_col_text(&q, 1));
		}
	}
	for (size_t i = 0; rc == DW_OK && i < names.count; i++)
		rc = dw_exec(db, names.sql[i], err);
	dw_index_set_clear(&names);
	return rc;
}

enum dw_code
dw_indexes_restore(struct dw_db *db, const struct dw_index_set *set, struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	for (size_t i = 0; rc == DW_OK && i < set->count; i++)
		rc = dw_exec(db, set->sql[i], err);
	return rc;
}
