/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Backups by VACUUM INTO: one read transaction, and free pages, which may hold what was
 * erased, are not copied. See backup.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intl.h"
#include "store/backup.h"
#include "store/query.h"

void
dw_backup_clear(struct dw_backup *backup)
{
	if (backup == NULL)
		return;
	if (backup->temporary != NULL)
		unlink(backup->temporary);
	free(backup->temporary);
	free(backup->path);
	*backup = (struct dw_backup){ 0 };
}

static enum dw_code
in_the_way(const char *path, struct dw_error *err)
{
	return dw_fail(err, DW_CANNOT_CREATE,
		_("%s is there already; a backup never writes over a file."), path);
}

static enum dw_code
cannot_make(const char *path, int reason, struct dw_error *err)
{
	return dw_fail(err, DW_CANNOT_CREATE, _("%s cannot be made: %s."), path, strerror(reason));
}

enum dw_code
dw_backup_may(const char *path, struct dw_error *err)
{
	struct stat st;

	if (lstat(path, &st) == 0)
		return in_the_way(path, err);
	return errno == ENOENT ? DW_OK : cannot_make(path, errno, err);
}

/* On the disk, or it is none. */
static enum dw_code
sync_path(const char *path, int flags, struct dw_error *err)
{
	int fd = open(path, flags | O_CLOEXEC);
	int reason = 0;

	if (fd < 0 || fsync(fd) != 0)
		reason = errno;
	if (fd >= 0)
		close(fd);
	if (reason != 0)
		return dw_fail(err, DW_IO, _("%s cannot be brought to the disk: %s."), path,
			strerror(reason));
	return DW_OK;
}

static enum dw_code
sync_folder(const char *path, struct dw_error *err)
{
	DW_AUTO_FREE char *copy = dw_strdup(path);

	return sync_path(dirname(copy), O_RDONLY | O_DIRECTORY, err);
}

enum dw_code
dw_backup_make(struct dw_db *db, const char *path, struct dw_backup *out, struct dw_error *err)
{
	const char *beside = path != NULL ? path : dw_db_path(db);
	DW_AUTO(dw_backup) backup = {
		.path = dw_strdup(path),
		.temporary = dw_format("%s.%ld.backup", beside, (long)getpid()),
	};
	DW_AUTO(dw_query) q = { 0 };
	struct stat st;
	enum dw_code rc;
	int fd;

	/* SQLite accepts an empty file, and this one nobody else can have put there. */
	fd = open(backup.temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0) {
		int reason = errno;

		dw_replace(&backup.temporary, NULL);
		return cannot_make(beside, reason, err);
	}
	close(fd);
	dw_query_open(db, &q, "VACUUM INTO ?1");
	dw_bind_text(&q, 1, backup.temporary);
	if ((rc = dw_query_run(&q, err)) != DW_OK ||
		(rc = sync_path(backup.temporary, O_RDONLY, err)) != DW_OK)
		return rc;
	if (stat(backup.temporary, &st) == 0)
		backup.bytes = st.st_size;
	*out = backup;
	backup = (struct dw_backup){ 0 };
	return DW_OK;
}

enum dw_code
dw_backup_publish(struct dw_backup *backup, struct dw_error *err)
{
	/* link(2) for file systems that cannot rename without replacing. */
	if (renameat2(AT_FDCWD, backup->temporary, AT_FDCWD, backup->path, RENAME_NOREPLACE) == 0) {
		dw_replace(&backup->temporary, NULL);
		return sync_folder(backup->path, err);
	}
	if (errno == EINVAL || errno == ENOSYS) {
		if (link(backup->temporary, backup->path) == 0)
			return sync_folder(backup->path, err);
	}
	return errno == EEXIST ? in_the_way(backup->path, err)
		: cannot_make(backup->path, errno, err);
}

static enum dw_code
copy_bytes(int from, int to, struct dw_error *err)
{
	char block[65536];
	ssize_t n;

	while ((n = read(from, block, sizeof(block))) != 0) {
		ssize_t done = 0;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return dw_fail(err, DW_IO, _("The backup cannot be read back: %s."),
				strerror(errno));
		while (done < n) {
			ssize_t wrote = write(to, block + done, (size_t)(n - done));

			if (wrote < 0 && errno != EINTR)
				return dw_fail(err, DW_IO, _("The backup cannot be written: %s."),
					strerror(errno));
			done += wrote > 0 ? wrote : 0;
		}
	}
	return DW_OK;
}

enum dw_code
dw_backup_write(struct dw_backup *backup, int fd, struct dw_error *err)
{
	int from = open(backup->temporary, O_RDONLY | O_CLOEXEC);
	enum dw_code rc;

	if (from < 0)
		return dw_fail(err, DW_IO, _("The backup cannot be read back: %s."), strerror(errno));
	rc = copy_bytes(from, fd, err);
	close(from);
	return rc;
}
