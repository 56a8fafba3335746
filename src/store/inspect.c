/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Judging a store before SQLite sees it: even opening for reading would leave
 * -shm and -wal files beside it. Nothing here writes. Each refusal is a sentence
 * with the reason and the cure. Layout: https://sqlite.org/fileformat2.html.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "base/intl.h"
#include "store/db_internal.h"
#include "store/schema.h"

#define HEADER 100

static uint32_t
be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static enum dw_code
look(const char *path, struct stat *st, struct dw_error *err)
{
	if (lstat(path, st) == 0)
		return DW_OK;
	if (errno == ENOENT || errno == ENOTDIR)
		return dw_fail(err, DW_NO_INPUT,
			_("There is no store at %s. Make one with \"doorward init\", or name another "
			  "with --store or DOORWARD_STORE."), path);
	if (errno == EACCES)
		return dw_fail(err, DW_UNAVAILABLE,
			_("The folder of %s is closed to this account. Run doorward as the account that owns "
			  "the store (sudo -u), or mend the owner of folder and store with chown."), path);
	return dw_fail(err, DW_UNAVAILABLE, _("The store %s cannot be looked at: %s."), path,
		strerror(errno));
}

enum dw_code
dw_db_owner(const char *path, uid_t *uid, gid_t *gid, struct dw_error *err)
{
	struct stat st;
	enum dw_code rc = look(path, &st, err);

	if (rc == DW_OK) {
		*uid = st.st_uid;
		*gid = st.st_gid;
	}
	return rc;
}

static pthread_mutex_t later_lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	int connections;
	int *fds;
	size_t count;
} later;

void
dw_db_count_open(int change)
{
	pthread_mutex_lock(&later_lock);
	later.connections += change;
	if (later.connections == 0) {
		for (size_t i = 0; i < later.count; i++)
			close(later.fds[i]);
		free(later.fds);
		later.fds = NULL;
		later.count = 0;
	}
	pthread_mutex_unlock(&later_lock);
}

void
dw_db_close_later(int fd)
{
	pthread_mutex_lock(&later_lock);
	if (later.connections == 0) {
		close(fd);
	} else {
		later.fds = dw_realloc(later.fds, later.count + 1, sizeof(*later.fds));
		later.fds[later.count++] = fd;
	}
	pthread_mutex_unlock(&later_lock);
}

char *
dw_db_full_path(const char *path)
{
	DW_AUTO_FREE char *one = dw_strdup(path);
	DW_AUTO_FREE char *two = dw_strdup(path);
	DW_AUTO_FREE char *folder = realpath(dirname(one), NULL);

	if (folder == NULL)
		return NULL;
	return dw_format("%s/%s", strcmp(folder, "/") == 0 ? "" : folder, basename(two));
}

/* The folder of the store: ours alone. Its parents: ours or root's, and not open to all
 * unless sticky, because who can rename a parent can put another store in place. */
enum dw_code
dw_db_judge_folders(const char *path, enum dw_db_mode mode, enum dw_code code,
	struct dw_error *err)
{
	DW_AUTO_FREE char *copy = dw_strdup(path);
	const char *folder = dirname(copy);
	DW_AUTO_FREE char *full = realpath(folder, NULL);
	struct stat st;
	bool own = true;

	if (full == NULL && errno == ENOENT)
		return dw_fail(err, code, _("There is no folder %s. Make it with: mkdir -m 0700 %s"),
			folder, folder);
	if (full == NULL)
		return dw_fail(err, code, _("The folder %s cannot be looked at: %s."), folder,
			strerror(errno));
	for (;;) {
		char *slash;

		if (lstat(full, &st) != 0)
			return dw_fail(err, code, _("The folder %s cannot be looked at: %s."), full,
				strerror(errno));
		if (own && st.st_uid != geteuid())
			return dw_fail(err, code,
				_("The folder %s belongs to another account. Run doorward as the account that "
				  "owns the store (sudo -u), or mend it with chown."), full);
		if (own && (st.st_mode & 077) != 0)
			return dw_fail(err, code,
				_("Others can enter the folder %s. Close it with: chmod 0700 %s"), full, full);
		if (own && mode == DW_DB_WRITE && (st.st_mode & 0300) != 0300)
			return dw_fail(err, code,
				_("The folder %s is read-only, but the store's log is written beside the "
				  "store. Open it with --read-only, or allow writing with: chmod 0700 %s"),
				full, full);
		if (!own && st.st_uid != 0 && st.st_uid != geteuid())
			return dw_fail(err, code,
				_("The folder %s above the store belongs to somebody else, who could "
				  "exchange the store. Keep the store under folders of root or your own."), full);
		if (!own && (st.st_mode & 022) != 0 && (st.st_mode & S_ISVTX) == 0)
			return dw_fail(err, code,
				_("Others can write the folder %s above the store. "
				  "Close it with: chmod go-w %s"), full, full);
		own = false;
		slash = strrchr(full, '/');
		if (slash == NULL || strcmp(full, "/") == 0)
			return DW_OK;
		slash[slash == full ? 1 : 0] = '\0';
	}
}

/* The store itself, and its -wal and -shm if they are there. */
static enum dw_code
judge_file(const char *path, const struct stat *st, struct dw_error *err)
{
	if (S_ISLNK(st->st_mode))
		return dw_fail(err, DW_UNAVAILABLE,
			_("%s is a symbolic link. Name the store itself."), path);
	if (!S_ISREG(st->st_mode))
		return dw_fail(err, DW_UNAVAILABLE, _("%s is not a file."), path);
	if (st->st_uid != geteuid())
		return dw_fail(err, DW_UNAVAILABLE,
			_("%s belongs to another account. Run doorward as that account (sudo -u), "
			  "or mend it with chown."), path);
	if ((st->st_mode & 0177) != 0)
		return dw_fail(err, DW_UNAVAILABLE,
			_("Others may read or write %s. Close it with: chmod 0600 %s"), path, path);
	if (st->st_nlink > 1)
		return dw_fail(err, DW_UNAVAILABLE,
			_("%s has more than one name (hard links). Remove the others."), path);
	return DW_OK;
}

static enum dw_code
judge_companions(const char *path, struct dw_error *err)
{
	static const char *const endings[] = { "-wal", "-shm", "-journal" };

	for (size_t i = 0; i < DW_COUNT(endings); i++) {
		DW_AUTO_FREE char *name = dw_format("%s%s", path, endings[i]);
		struct stat st;
		enum dw_code rc;

		if (lstat(name, &st) == 0 && (rc = judge_file(name, &st, err)) != DW_OK)
			return rc;
	}
	return DW_OK;
}

static enum dw_code
judge_place(const char *path, const struct stat *st, enum dw_db_mode mode, struct dw_error *err)
{
	static const unsigned long network[] = { 0x6969 /* nfs */, 0x517b /* smb */,
		0xff534d42 /* cifs */, 0xfe534d42 /* smb2 */, 0x73757245 /* coda */, 0x5346414f /* afs */ };
	struct statfs fs;
	struct statvfs vfs;

	if (statfs(path, &fs) == 0)
		for (size_t i = 0; i < DW_COUNT(network); i++)
			if ((unsigned long)fs.f_type == network[i])
				return dw_fail(err, DW_UNAVAILABLE,
					_("%s is on a network file system, where locks cannot be trusted. "
					  "Move the store to a local disk."), path);
	if (mode != DW_DB_WRITE)
		return DW_OK;
	if ((st->st_mode & 0200) == 0)
		return dw_fail(err, DW_UNAVAILABLE,
			_("%s is read-only. Open it with --read-only, or allow writing with: chmod 0600 %s"),
			path, path);
	if (statvfs(path, &vfs) == 0 && (vfs.f_flag & ST_RDONLY) != 0)
		return dw_fail(err, DW_UNAVAILABLE,
			_("%s is on a file system that is mounted read-only. Open it with --read-only."), path);
	return DW_OK;
}

/*
 * Shorter than its own header says? A log that holds frames may bring the rest, and
 * a checkpoint at work writes the header before the last pages, so a short file
 * without a log is looked at again before it is called truncated.
 */
static bool
is_truncated(int fd, const char *path, uint64_t page)
{
	DW_AUTO_FREE char *wal = dw_format("%s-wal", path);

	for (int try = 0; try < 5; try++) {
		unsigned char header[HEADER];
		struct timespec pause = { .tv_nsec = 20 * 1000 * 1000 };
		struct stat st, log;

		if (fstat(fd, &st) != 0 || pread(fd, header, HEADER, 0) != HEADER)
			return true;
		if ((uint64_t)st.st_size >= page * be32(header + 28))
			return false;
		if (stat(wal, &log) == 0 && log.st_size > 0)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

static enum dw_code
judge_header(int fd, const char *path, const struct stat *st, struct dw_error *err)
{
	unsigned char h[HEADER];
	uint32_t page;

	if (st->st_size == 0)
		return dw_fail(err, DW_UNAVAILABLE,
			_("%s is empty: it is not a store. Restore a backup, or remove it and run "
			  "\"doorward init\"."), path);
	if (pread(fd, h, HEADER, 0) != HEADER)
		return dw_fail(err, DW_UNAVAILABLE,
			_("%s is too short to be a store. Restore a backup."), path);
	if (memcmp(h, "SQLite format 3", 16) != 0)
		return dw_fail(err, DW_UNAVAILABLE,
			_("%s is not a Doorward store, or its beginning is damaged. Name the right file, "
			  "or restore a backup."), path);
	if (be32(h + 68) != DW_APPLICATION_ID)
		return dw_fail(err, DW_UNAVAILABLE,
			_("%s is an SQLite file of another program, not a Doorward store. "
			  "Name the right file."), path);
	page = (uint32_t)h[16] << 8 | h[17];
	if (page == 1)
		page = 65536;
	if (page < 512 || (page & (page - 1)) != 0 || h[18] > 2 || h[19] > 2 || h[18] == 0 ||
		h[21] != 64 || h[22] != 32 || h[23] != 32)
		return dw_fail(err, DW_UNAVAILABLE,
			_("The header of %s is damaged. Restore a backup."), path);
	if (be32(h + 60) > (uint32_t)dw_schema_newest())
		return dw_fail(err, DW_UNAVAILABLE,
			_("%s was written by a newer Doorward (schema %u, this program knows %d). "
			  "Install the newer program."), path, be32(h + 60), dw_schema_newest());
	if (be32(h + 60) == 0)
		return dw_fail(err, DW_UNAVAILABLE,
			_("%s was never finished by \"doorward init\". Remove it and run init again."), path);
	if (is_truncated(fd, path, page))
		return dw_fail(err, DW_UNAVAILABLE,
			_("%s is truncated: its end is missing. Restore a backup."), path);
	return DW_OK;
}

enum dw_code
dw_db_inspect(const char *path, enum dw_db_mode mode, struct dw_error *err)
{
	struct stat st, opened;
	enum dw_code rc;
	int fd;

	if ((rc = look(path, &st, err)) != DW_OK || (rc = judge_file(path, &st, err)) != DW_OK ||
		(rc = dw_db_judge_folders(path, mode, DW_UNAVAILABLE, err)) != DW_OK ||
		(rc = judge_companions(path, err)) != DW_OK ||
		(rc = judge_place(path, &st, mode, err)) != DW_OK)
		return rc;
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return dw_fail(err, DW_UNAVAILABLE, _("%s cannot be read: %s."), path, strerror(errno));
	if (fstat(fd, &opened) != 0 || opened.st_ino != st.st_ino || opened.st_dev != st.st_dev)
		rc = dw_fail(err, DW_UNAVAILABLE, _("%s was exchanged while it was opened."), path);
	else
		rc = judge_header(fd, path, &opened, err);
	dw_db_close_later(fd);
	return rc;
}
