/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Statements: the cache, binding, stepping, and SQLite's results as errors with
 * words. See query.h.
 */
#include <errno.h>
#include <string.h>

#include "base/intl.h"
#include "store/db_internal.h"
#include "store/query.h"

/* A trigger speaks to us by RAISE(ABORT, 'dw:...'). */
static enum dw_code
raised(const char *text, struct dw_error *err)
{
	if (strstr(text, "dw:last_admin") != NULL)
		return dw_fail(err, DW_LAST_ADMIN,
			_("This would leave no admin who can sign in at any time. "
			  "Add another active user without validity dates to the group Admin first."));
	if (strstr(text, "dw:admin_group_is_fixed") != NULL)
		return dw_fail(err, DW_STATE, _("The group Admin cannot be renamed or deleted."));
	dw_fail(err, DW_BUG, "%s", dw_code_text(DW_BUG));
	dw_fail_detail(err, "%s", text);
	return DW_BUG;
}

/* What the system said to a file: no space has a cure, the rest at least a name. */
static enum dw_code
file_failed(struct dw_db *db, struct dw_error *err)
{
	int reason = db->handle != NULL ? sqlite3_system_errno(db->handle) : 0;

	if (reason == ENOSPC || reason == EDQUOT)
		return dw_fail(err, DW_IO,
			_("There is no space left on the disk of the store. Nothing was changed; "
			  "make room and try again."));
	if (reason == 0)
		return dw_fail(err, DW_IO, _("The store cannot be read or written."));
	return dw_fail(err, DW_IO, _("The store cannot be read or written: %s."), strerror(reason));
}

enum dw_code
dw_db_failed(struct dw_db *db, int result, struct dw_error *err)
{
	const char *text = db->handle != NULL ? sqlite3_errmsg(db->handle) : sqlite3_errstr(result);
	enum dw_code rc = DW_BUG;

	switch (result & 0xff) {
	case SQLITE_INTERRUPT:
		return dw_fail(err, DW_CANCELLED, "%s", dw_code_text(DW_CANCELLED));
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		dw_fail(err, DW_BUSY,
			_("Other programs have kept the store busy for 10 seconds. "
			  "Nothing was changed; try again."));
		if (err != NULL)
			err->retry_after = 1;
		return DW_BUSY;
	case SQLITE_CONSTRAINT:
		if (strstr(text, "dw:") != NULL)
			return raised(text, err);
		rc = dw_fail(err, DW_CONFLICT,
			_("The store refused the change because it contradicts what is there."));
		break;
	case SQLITE_NOMEM:
		dw_no_memory();
	case SQLITE_FULL:
		rc = dw_fail(err, DW_IO,
			_("There is no space left on the disk of the store. Nothing was changed; "
			  "make room and try again."));
		break;
	case SQLITE_READONLY:
		rc = dw_fail(err, DW_UNAVAILABLE, _("The store is read-only here; nothing was changed."));
		break;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		rc = dw_fail(err, DW_IO,
			_("The store is damaged. Run \"doorward store check\" and restore a backup."));
		break;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		rc = file_failed(db, err);
		break;
	default:
		rc = dw_fail(err, DW_BUG, "%s", dw_code_text(DW_BUG));
		break;
	}
	/* Not its return value: without err it does not know the code. */
	dw_fail_detail(err, "SQLite %d: %s", result, text);
	return rc;
}

/* A free cached statement with this text, or a place for it, or -1. */
static int
find_slot(struct dw_db *db, const char *sql)
{
	int oldest = -1;

	for (int i = 0; i < DW_STATEMENTS; i++) {
		struct dw_cached *c = &db->cache[i];

		if (c->used)
			continue;
		if (c->stmt == NULL) {
			if (oldest < 0 || db->cache[oldest].stmt != NULL)
				oldest = i;
		} else if (strcmp(c->sql, sql) == 0) {
			return i;
		} else if (oldest < 0 ||
			(db->cache[oldest].stmt != NULL && c->stamp < db->cache[oldest].stamp)) {
			oldest = i;
		}
	}
	return oldest;
}

void
dw_query_open(struct dw_db *db, struct dw_query *q, const char *sql)
{
	int slot = find_slot(db, sql);
	struct dw_cached *c = slot >= 0 ? &db->cache[slot] : NULL;

	*q = (struct dw_query){ .db = db, .slot = slot };
	if (c != NULL && c->stmt != NULL && strcmp(c->sql, sql) != 0) {
		sqlite3_finalize(c->stmt);
		c->stmt = NULL;
	}
	if (c != NULL && c->stmt != NULL) {
		q->stmt = c->stmt;
	} else {
		q->problem = sqlite3_prepare_v3(db->handle, sql, -1,
			c != NULL ? SQLITE_PREPARE_PERSISTENT : 0, &q->stmt, NULL);
		if (q->problem != SQLITE_OK || q->stmt == NULL) {
			q->slot = -1;
			return;
		}
		if (c != NULL) {
			c->stmt = q->stmt;
			c->sql = sqlite3_sql(q->stmt);
		}
	}
	if (c != NULL) {
		c->used = true;
		c->stamp = ++db->stamp;
	}
}

void
dw_query_clear(struct dw_query *q)
{
	if (q == NULL || q->stmt == NULL)
		return;
	if (q->slot >= 0) {
		/* Bindings may hold hashes and personal data: they do not stay in the cache. */
		sqlite3_reset(q->stmt);
		sqlite3_clear_bindings(q->stmt);
		q->db->cache[q->slot].used = false;
	} else {
		sqlite3_finalize(q->stmt);
	}
	*q = (struct dw_query){ 0 };
}

void
dw_query_rewind(struct dw_query *q)
{
	if (q->stmt != NULL)
		sqlite3_reset(q->stmt);
}

static void
note(struct dw_query *q, int result)
{
	if (q->problem == SQLITE_OK)
		q->problem = result;
}

void
dw_bind_int(struct dw_query *q, int at, int64_t value)
{
	if (q->stmt != NULL)
		note(q, sqlite3_bind_int64(q->stmt, at, value));
}

void
dw_bind_text(struct dw_query *q, int at, const char *text)
{
	if (q->stmt != NULL)
		note(q, sqlite3_bind_text(q->stmt, at, text, -1, SQLITE_TRANSIENT));
}

void
dw_bind_blob(struct dw_query *q, int at, const void *bytes, size_t len)
{
	if (q->stmt != NULL)
		note(q, sqlite3_bind_blob64(q->stmt, at, len > 0 ? bytes : "", len, SQLITE_TRANSIENT));
}

void
dw_bind_uuid(struct dw_query *q, int at, const struct dw_uuid *id)
{
	if (dw_uuid_is_none(id))
		dw_bind_blob(q, at, "", 0);
	else
		dw_bind_blob(q, at, id->bytes, sizeof(id->bytes));
}

void
dw_bind_null(struct dw_query *q, int at)
{
	if (q->stmt != NULL)
		note(q, sqlite3_bind_null(q->stmt, at));
}

enum dw_code
dw_query_next(struct dw_query *q, bool *row, struct dw_error *err)
{
	int result;

	*row = false;
	if (q->problem != SQLITE_OK)
		return dw_db_failed(q->db, q->problem, err);
	result = sqlite3_step(q->stmt);
	if (result == SQLITE_ROW)
		*row = true;
	else if (result != SQLITE_DONE)
		return dw_db_failed(q->db, result, err);
	return DW_OK;
}

enum dw_code
dw_query_run(struct dw_query *q, struct dw_error *err)
{
	enum dw_code rc;
	bool row;

	do {
		if ((rc = dw_query_next(q, &row, err)) != DW_OK)
			return rc;
	} while (row);
	return DW_OK;
}

int64_t
dw_col_int(const struct dw_query *q, int at)
{
	return sqlite3_column_int64(q->stmt, at);
}

const char *
dw_col_text(const struct dw_query *q, int at)
{
	const unsigned char *text = sqlite3_column_text(q->stmt, at);

	return text != NULL ? (const char *)text : "";
}

const void *
dw_col_blob(const struct dw_query *q, int at, size_t *len)
{
	const void *bytes = sqlite3_column_blob(q->stmt, at);

	*len = (size_t)sqlite3_column_bytes(q->stmt, at);
	return bytes;
}

struct dw_uuid
dw_col_uuid(const struct dw_query *q, int at)
{
	struct dw_uuid id = { { 0 } };
	size_t len;
	const void *bytes = dw_col_blob(q, at, &len);

	if (len == sizeof(id.bytes))
		memcpy(id.bytes, bytes, sizeof(id.bytes));
	return id;
}

enum dw_code
dw_exec(struct dw_db *db, const char *sql, struct dw_error *err)
{
	int result = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return result == SQLITE_OK ? DW_OK : dw_db_failed(db, result, err);
}

enum dw_code
dw_query_int(struct dw_query *q, int64_t fallback, int64_t *out, struct dw_error *err)
{
	enum dw_code rc;
	bool row;

	if ((rc = dw_query_next(q, &row, err)) != DW_OK)
		return rc;
	*out = row ? dw_col_int(q, 0) : fallback;
	return DW_OK;
}

int64_t
dw_db_changes(const struct dw_db *db)
{
	return sqlite3_changes64(db->handle);
}

int64_t
dw_db_last_id(const struct dw_db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}
