/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening and making stores, and transactions. What is checked before opening is
 * in inspect.c. See db.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "store/db_internal.h"
#include "store/query.h"
#include "store/schema.h"

#define BUSY_MS 10000
#define PROGRESS_OPS 4000 /* about half a millisecond of work */

static int64_t
monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/*
 * Somebody else writes: looks again after 1 to 4 ms, for BUSY_MS in all. SQLite's own
 * waiting backs off to 100 ms, and where eight writers leave the lock free for moments
 * only, a hundred looks in ten seconds can all miss it.
 */
static int
wait_for_others(void *arg, int times)
{
	struct dw_db *db = arg;
	struct timespec pause = { .tv_nsec = (1 + (long)randombytes_uniform(4)) * 1000000 };
	int64_t now = monotonic_ms();

	if (times == 0)
		db->waiting_since = now;
	if (now - db->waiting_since >= (db->patience > 0 ? db->patience : BUSY_MS))
		return 0;
	nanosleep(&pause, NULL);
	return 1;
}

static int
progress(void *arg)
{
	struct dw_db *db = arg;

	return db->cancel != NULL && db->cancel(db->cancel_arg);
}

/*
 * dw_contains(text, needle): is the needle in the text, byte for byte? instr() steps
 * character by character, which is several times slower on the search text.
 */
static void
contains(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const void *text = sqlite3_value_text(argv[0]);
	const void *needle = sqlite3_value_text(argv[1]);

	(void)argc;
	if (text == NULL || needle == NULL) {
		sqlite3_result_int(context, 0);
		return;
	}
	sqlite3_result_int(context, memmem(text, (size_t)sqlite3_value_bytes(argv[0]), needle,
		(size_t)sqlite3_value_bytes(argv[1])) != NULL);
}

/* dw_fold_search(text): the search fold, for what the schema does not keep folded. */
static void
fold_search(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const char *text = (const char *)sqlite3_value_text(argv[0]);

	(void)argc;
	if (text != NULL)
		sqlite3_result_text(context, dw_fold_search(text), -1, free);
}

static int
add_functions(sqlite3 *handle)
{
	int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
	int result = sqlite3_create_function_v2(handle, "dw_contains", 2, flags, NULL, contains, NULL,
		NULL, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_create_function_v2(handle, "dw_fold_search", 1, flags, NULL, fold_search,
			NULL, NULL, NULL);
	return result;
}

/*
 * Where nothing can be written beside the store (a mounted snapshot, a folder of mode
 * 0500), SQLite cannot keep the shared index that reading a store with a log needs. Then
 * nobody else can write it either, and it may be read as something that never changes,
 * unless a log was left there.
 */
static enum dw_code
open_immutable(struct dw_db *db, const char *full, struct dw_error *err)
{
	DW_AUTO_FREE char *wal = dw_format("%s-wal", full);
	DW_AUTO(dw_buf) uri = { 0 };
	struct stat st;
	int result;

	if (lstat(wal, &st) == 0 && st.st_size > 0)
		return dw_fail(err, DW_UNAVAILABLE,
			_("%s has a log beside it (%s-wal) and cannot be read where nothing can be written. "
			  "Copy both to a folder of your own and read them there."), db->path, db->path);
	dw_buf_puts(&uri, "file:");
	for (const char *at = full; *at != '\0'; at++)
		if (strchr("%?#", *at) != NULL)
			dw_buf_printf(&uri, "%%%02X", (unsigned char)*at);
		else
			dw_buf_putc(&uri, *at);
	dw_buf_puts(&uri, "?immutable=1");
	result = sqlite3_open_v2(dw_buf_text(&uri), &db->handle, SQLITE_OPEN_READONLY |
		SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW, NULL);
	return result == SQLITE_OK ? DW_OK : dw_db_failed(db, result, err);
}

static enum dw_code
open_file(struct dw_db *db, enum dw_db_mode mode, bool create, struct dw_error *err)
{
	DW_AUTO_FREE char *full = dw_db_full_path(db->path);
	DW_AUTO_FREE char *copy = dw_strdup(full);
	/*
	 * Reading a WAL store needs its -shm, so reading opens the file for writing too
	 * and is kept from it by query_only.
	 */
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
		SQLITE_OPEN_NOFOLLOW;
	int result;

	/* SQLite reads "file:x" as an address and "" as a temporary file; a full path is neither,
	 * and has no symbolic link that SQLITE_OPEN_NOFOLLOW would refuse. */
	if (full == NULL)
		return dw_fail(err, DW_UNAVAILABLE, _("The folder of %s cannot be looked at: %s."),
			db->path, strerror(errno));
	if (mode == DW_DB_READ && faccessat(AT_FDCWD, dirname(copy), W_OK, AT_EACCESS) != 0)
		return open_immutable(db, full, err);
	result = sqlite3_open_v2(full, &db->handle, flags | (create ? SQLITE_OPEN_CREATE : 0), NULL);
	return result == SQLITE_OK ? DW_OK : dw_db_failed(db, result, err);
}

enum dw_code
dw_db_connect(const char *path, enum dw_db_mode mode, bool create, struct dw_db **out,
	struct dw_error *err)
{
	struct dw_db *db = dw_calloc(1, sizeof(*db));
	enum dw_code rc;
	int result;

	db->path = dw_strdup(path);
	dw_db_count_open(1);
	if ((rc = open_file(db, mode, create, err)) != DW_OK) {
		dw_db_close(db);
		return rc;
	}
	sqlite3_busy_handler(db->handle, wait_for_others, db);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	result = add_functions(db->handle);
	if (result != SQLITE_OK)
		rc = dw_db_failed(db, result, err);
	if (rc == DW_OK)
		rc = dw_exec(db,
			"PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON;"
			/* REPLACE deletes rows; without this, past the triggers that guard deletion. */
			"PRAGMA recursive_triggers = ON;"
			/* No cell_size_check: with a mapped file it looks over the whole page at every visit,
			 * which made lists of a large store two to four times slower. */
			"PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL; PRAGMA mmap_size = 4294967296;",
			err);
	if (rc == DW_OK && mode == DW_DB_READ)
		rc = dw_exec(db, "PRAGMA query_only = ON", err);
	if (rc != DW_OK) {
		dw_db_close(db);
		return rc;
	}
	*out = db;
	return DW_OK;
}

enum dw_code
dw_db_open(const char *path, enum dw_db_mode mode, struct dw_db **out, struct dw_error *err)
{
	struct dw_db *db = NULL;
	enum dw_code rc;
	int number = 0;

	if ((rc = dw_db_inspect(path, mode, err)) != DW_OK ||
		(rc = dw_db_connect(path, mode, false, &db, err)) != DW_OK)
		return rc;
	/* VACUUM INTO writes a store without a log; a restored one gets its log back here. */
	if (mode == DW_DB_WRITE)
		rc = dw_exec(db, "PRAGMA journal_mode = WAL", err);
	if (rc == DW_OK)
		rc = dw_schema_number(db, &number, err);
	/* inspect.c saw the number in the file; a newer one may still have been in the log. */
	if (rc == DW_OK && number > dw_schema_newest())
		rc = dw_fail(err, DW_UNAVAILABLE,
			_("%s was written by a newer Doorward (schema %d, this program knows %d). "
			  "Install the newer program."), path, number, dw_schema_newest());
	if (rc == DW_OK && number < dw_schema_newest()) {
		if (mode == DW_DB_WRITE)
			rc = dw_schema_apply(db, err);
		else
			rc = dw_fail(err, DW_UNAVAILABLE,
				_("The store has an older schema. Open it once for writing to bring it up to date."));
	}
	if (rc != DW_OK) {
		dw_db_close(db);
		return rc;
	}
	*out = db;
	return DW_OK;
}

static enum dw_code
in_the_way(const char *path, struct dw_error *err)
{
	return dw_fail(err, DW_CANNOT_CREATE,
		_("%s is there already; init never writes over a file."), path);
}

enum dw_code
dw_db_create(const char *path, struct dw_db **out, struct dw_error *err)
{
	struct dw_uuid random = dw_uuid_new();
	char name[DW_UUID_TEXT];
	DW_AUTO_FREE char *temporary = dw_format("%s.%.8s.new", path,
		dw_uuid_format(&random, name));
	struct dw_db *db = NULL;
	struct stat st;
	char pragma[64];
	enum dw_code rc;
	int fd;

	if (lstat(path, &st) == 0)
		return in_the_way(path, err);
	if ((rc = dw_db_judge_folders(path, DW_DB_WRITE, DW_CANNOT_CREATE, err)) != DW_OK)
		return rc;
	fd = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return dw_fail(err, DW_CANNOT_CREATE, _("%s cannot be made: %s."), path,
			strerror(errno));
	close(fd);
	rc = dw_db_connect(temporary, DW_DB_WRITE, true, &db, err);
	snprintf(pragma, sizeof(pragma), "PRAGMA application_id = %d", DW_APPLICATION_ID);
	if (rc == DW_OK)
		rc = dw_exec(db, pragma, err);
	if (rc == DW_OK)
		rc = dw_exec(db, "PRAGMA journal_mode = WAL", err);
	if (rc == DW_OK)
		rc = dw_schema_apply(db, err);
	if (rc != DW_OK) {
		dw_db_close(db);
		unlink(temporary);
		return rc;
	}
	dw_replace(&db->path, dw_strdup(path));
	db->temporary = dw_steal(&temporary);
	*out = db;
	return DW_OK;
}

static void
disconnect(struct dw_db *db)
{
	for (size_t i = 0; i < DW_STATEMENTS; i++) {
		sqlite3_finalize(db->cache[i].stmt);
		db->cache[i].stmt = NULL;
	}
	sqlite3_close_v2(db->handle);
	db->handle = NULL;
}

enum dw_code
dw_db_publish(struct dw_db *db, struct dw_error *err)
{
	DW_AUTO_FREE char *copy = dw_strdup(db->path);
	enum dw_code rc = dw_db_checkpoint(db, err);
	int folder;

	if (rc != DW_OK)
		return rc;
	/* First, because SQLite leaves the log of a file that was moved under its hands. */
	disconnect(db);
	/* Never over what somebody else made meanwhile; link(2) for file systems that cannot rename
	 * so. */
	if (renameat2(AT_FDCWD, db->temporary, AT_FDCWD, db->path, RENAME_NOREPLACE) != 0 &&
		((errno != EINVAL && errno != ENOSYS) || link(db->temporary, db->path) != 0))
		return errno == EEXIST ? in_the_way(db->path, err) : dw_fail(err, DW_CANNOT_CREATE, _("%s cannot be made: %s."), db->path,
			strerror(errno));
	folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0 || fsync(folder) != 0)
		rc = dw_fail(err, DW_IO, _("The folder of %s cannot be brought to disk: %s."), db->path,
			strerror(errno));
	if (folder >= 0)
		close(folder);
	return rc;
}

void
dw_db_close(struct dw_db *db)
{
	if (db == NULL)
		return;
	disconnect(db);
	dw_db_count_open(-1);
	if (db->temporary != NULL)
		unlink(db->temporary);
	free(db->temporary);
	free(db->path);
	free(db);
}

const char *
dw_db_path(const struct dw_db *db)
{
	return db->path;
}

void
dw_db_on_progress(struct dw_db *db, bool (*cancel)(void *arg), void *arg)
{
	db->cancel = cancel;
	db->cancel_arg = arg;
	sqlite3_progress_handler(db->handle, cancel != NULL ? PROGRESS_OPS : 0,
		cancel != NULL ? progress : NULL, db);
}

int64_t
dw_db_data_version(struct dw_db *db)
{
	DW_AUTO(dw_query) q = { 0 };
	int64_t version = 0;

	dw_query_open(db, &q, "PRAGMA data_version");
	dw_query_int(&q, 0, &version, NULL);
	return version;
}

enum dw_code
dw_txn_begin(struct dw_db *db, struct dw_txn *txn, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	dw_query_open(db, &q, "BEGIN IMMEDIATE");
	if ((rc = dw_query_run(&q, err)) == DW_OK)
		txn->db = db;
	return rc;
}

enum dw_code
dw_txn_begin_within(struct dw_db *db, struct dw_txn *txn, int64_t ms, struct dw_error *err)
{
	enum dw_code rc;

	db->patience = ms;
	rc = dw_txn_begin(db, txn, err);
	db->patience = 0;
	return rc;
}

/* What is committed to a file that has another name now would be lost with its log. */
static enum dw_code
still_there(struct dw_db *db, struct dw_error *err)
{
	int moved = 0;

	if (sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK ||
		moved == 0)
		return DW_OK;
	return dw_fail(err, DW_UNAVAILABLE,
		_("%s was moved or removed while it was open. Nothing was changed; put it back and try "
		  "again."), db->path);
}

enum dw_code
dw_txn_commit(struct dw_txn *txn, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	if ((rc = still_there(txn->db, err)) != DW_OK)
		return rc;
	dw_query_open(txn->db, &q, "COMMIT");
	if ((rc = dw_query_run(&q, err)) == DW_OK)
		txn->db = NULL;
	return rc;
}

void
dw_txn_clear(struct dw_txn *txn)
{
	struct dw_db *db = txn != NULL ? txn->db : NULL;

	if (db == NULL)
		return;
	txn->db = NULL;
	/* A full disk makes SQLite roll back by itself; then there is nothing left to do. */
	if (!sqlite3_get_autocommit(db->handle))
		dw_exec(db, "ROLLBACK", NULL);
}

static enum dw_code
mark(struct dw_db *db, const char *sql, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(db, &q, sql);
	return dw_query_run(&q, err);
}

enum dw_code
dw_mark_set(struct dw_db *db, struct dw_mark *out, struct dw_error *err)
{
	enum dw_code rc = mark(db, "SAVEPOINT dw", err);

	if (rc == DW_OK)
		out->db = db;
	return rc;
}

enum dw_code
dw_mark_keep(struct dw_mark *m, struct dw_error *err)
{
	struct dw_db *db = m->db;

	m->db = NULL;
	return mark(db, "RELEASE dw", err);
}

enum dw_code
dw_mark_back(struct dw_mark *m, struct dw_error *err)
{
	struct dw_db *db = m->db;
	enum dw_code rc;

	m->db = NULL;
	if ((rc = mark(db, "ROLLBACK TO dw", err)) != DW_OK)
		return rc;
	return mark(db, "RELEASE dw", err);
}

void
dw_mark_clear(struct dw_mark *m)
{
	/* Without a transaction there is no mark either: SQLite has rolled it all back. */
	if (m != NULL && m->db != NULL && !sqlite3_get_autocommit(m->db->handle))
		dw_mark_back(m, NULL);
}

bool
dw_db_in_txn(const struct dw_db *db)
{
	return !sqlite3_get_autocommit(db->handle);
}

enum dw_code
dw_db_checkpoint(struct dw_db *db, struct dw_error *err)
{
	int result = sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
		NULL);

	return result == SQLITE_OK ? DW_OK : dw_db_failed(db, result, err);
}
