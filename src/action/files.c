/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that an operator names. See files.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "action/files.h"
#include "base/intl.h"
#include "base/mem.h"

#define PIECE (64 << 10)

enum dw_code
dw_file_may(const struct dw_caller *caller, const char *field, const char *instead,
	struct dw_error *err)
{
	if (!caller->under_sudo)
		return DW_OK;
	/* TRANSLATORS: %s is another sentence, which says what to do instead. */
	return dw_fail_field(err, DW_NOT_PERMITTED, field,
		_("Under sudo files are not opened by name. %s"), instead);
}

/* ---- reading --------------------------------------------------------------------- */

/* What is at the end of a name, opened without following a link or waiting for a pipe. */
static enum dw_code
open_name(const struct dw_call *call, const char *field, const char *name, int *out,
	struct dw_error *err)
{
	struct stat st;
	enum dw_code rc;
	int fd;

	rc = dw_file_may(&call->app->caller, field,
		_("Write - and send the file to standard input."), err);
	if (rc != DW_OK)
		return rc;
	fd = open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 && errno == ELOOP)
		return dw_fail_field(err, DW_NO_INPUT, field,
			_("%s is a symbolic link. Name the file itself."), name);
	if (fd < 0)
		return dw_fail_field(err, DW_NO_INPUT, field, _("%s cannot be read: %s."), name,
			strerror(errno));
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return dw_fail_field(err, DW_NO_INPUT, field,
			_("%s is not a file. To read from a pipe, send it to standard input."), name);
	}
	*out = fd;
	return DW_OK;
}

static bool
is_cancelled(const struct dw_call *call)
{
	return call->progress != NULL && !call->progress(call->progress_arg, 0, 0);
}

static enum dw_code
read_all(const struct dw_call *call, const char *field, int fd,
	enum dw_code (*each)(void *arg, const char *bytes, size_t len, struct dw_error *err),
	void *arg, struct dw_error *err)
{
	DW_AUTO_FREE char *piece = dw_calloc(1, PIECE);
	enum dw_code rc = DW_OK;

	while (rc == DW_OK) {
		ssize_t n = read(fd, piece, PIECE);

		/* A signal may be the person who wants to stop. */
		if (is_cancelled(call))
			return dw_fail(err, DW_CANCELLED, "%s", dw_code_text(DW_CANCELLED));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return dw_fail_field(err, DW_NO_INPUT, field, _("The file cannot be read: %s."),
				strerror(errno));
		if (n == 0)
			return DW_OK;
		rc = each(arg, piece, (size_t)n, err);
	}
	return rc;
}

enum dw_code
dw_file_read(const struct dw_call *call, int index,
	enum dw_code (*each)(void *arg, const char *bytes, size_t len, struct dw_error *err),
	void *arg, struct dw_error *err)
{
	const char *field = call->action->params[index].name;
	const char *name = dw_arg_text(call->args, index);
	enum dw_code rc;
	int fd = -1;

	if ((name == NULL || strcmp(name, "-") == 0) && call->input != NULL)
		return each(arg, call->input, call->input_len, err);
	if (name == NULL || strcmp(name, "-") == 0) {
		if (isatty(STDIN_FILENO))
			return dw_fail_field(err, DW_USAGE, field,
				_("Name a file, or send one to standard input: < FILE"));
		return read_all(call, field, STDIN_FILENO, each, arg, err);
	}
	if ((rc = open_name(call, field, name, &fd, err)) != DW_OK)
		return rc;
	rc = read_all(call, field, fd, each, arg, err);
	close(fd);
	return rc;
}

/* ---- making ---------------------------------------------------------------------- */

static enum dw_code
cannot_make(const struct dw_file_new *file, int reason, struct dw_error *err)
{
	if (reason == EEXIST)
		return dw_fail_field(err, DW_CANNOT_CREATE, file->field,
			_("%s is there already and is not replaced. Give another name."), file->name);
	return dw_fail_field(err, DW_CANNOT_CREATE, file->field, _("%s cannot be made: %s."),
		file->name, strerror(reason));
}

static enum dw_code
cannot_write(const struct dw_file_new *file, int reason, struct dw_error *err)
{
	return dw_fail_field(err, DW_IO, file->field, _("%s cannot be written: %s."), file->name,
		strerror(reason));
}

/* The folder that the name is in, and the name there. */
static enum dw_code
open_folder(struct dw_file_new *file, struct dw_error *err)
{
	const char *slash = strrchr(file->name, '/');
	DW_AUTO_FREE char *folder = slash == NULL ? dw_strdup(".") :
		dw_strndup(file->name, slash == file->name ? 1 : (size_t)(slash - file->name));
	struct stat st;

	file->last = dw_strdup(slash != NULL ? slash + 1 : file->name);
	if (file->last[0] == '\0' || strcmp(file->last, ".") == 0 || strcmp(file->last, "..") == 0)
		return dw_fail_field(err, DW_CANNOT_CREATE, file->field,
			_("This is no name of a file. Name one that is not there yet."));
	file->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (file->folder < 0)
		return cannot_make(file, errno, err);
	if (fstatat(file->folder, file->last, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return cannot_make(file, EEXIST, err);
	return errno == ENOENT ? DW_OK : cannot_make(file, errno, err);
}

enum dw_code
dw_file_create(const struct dw_caller *caller, const char *field, const char *name,
	const char *instead, struct dw_file_new *out, struct dw_error *err)
{
	static unsigned made; /* several may be on their way at once */
	DW_AUTO(dw_file_new) file = { .folder = -1, .fd = -1 };
	DW_AUTO_FREE char *hidden = NULL;
	enum dw_code rc;

	if ((rc = dw_file_may(caller, field, instead, err)) != DW_OK)
		return rc;
	file.field = dw_strdup(field);
	file.name = dw_strdup(name);
	if ((rc = open_folder(&file, err)) != DW_OK)
		return rc;
	hidden = dw_format(".doorward-%ld-%u.part", (long)getpid(), made++);
	file.fd = openat(file.folder, hidden, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		0600);
	if (file.fd < 0)
		return cannot_make(&file, errno, err);
	file.hidden = dw_steal(&hidden);
	file.held = dw_calloc(1, PIECE);
	*out = file;
	file = (struct dw_file_new){ 0 };
	return DW_OK;
}

static enum dw_code
write_out(struct dw_file_new *file, const char *bytes, size_t len, struct dw_error *err)
{
	while (len > 0) {
		ssize_t n = write(file->fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return cannot_write(file, errno, err);
		bytes += n;
		len -= (size_t)n;
	}
	return DW_OK;
}

static enum dw_code
write_held(struct dw_file_new *file, struct dw_error *err)
{
	size_t n = file->n_held;

	file->n_held = 0;
	return write_out(file, file->held, n, err);
}

enum dw_code
dw_file_write(struct dw_file_new *file, const char *bytes, size_t len, struct dw_error *err)
{
	enum dw_code rc;

	if (file->n_held + len > PIECE && (rc = write_held(file, err)) != DW_OK)
		return rc;
	if (len > PIECE)
		return write_out(file, bytes, len, err);
	memcpy(file->held + file->n_held, bytes, len);
	file->n_held += len;
	return DW_OK;
}

/* link(2) and unlink(2) where the file system cannot rename without replacing. */
static int
give_name(const struct dw_file_new *file)
{
	if (renameat2(file->folder, file->hidden, file->folder, file->last, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return errno;
	if (linkat(file->folder, file->hidden, file->folder, file->last, 0) != 0)
		return errno;
	unlinkat(file->folder, file->hidden, 0);
	return 0;
}

enum dw_code
dw_file_finish(struct dw_file_new *file, struct dw_error *err)
{
	enum dw_code rc;
	int reason;

	if ((rc = write_held(file, err)) != DW_OK)
		return rc;
	if (fsync(file->fd) != 0)
		return cannot_write(file, errno, err);
	if ((reason = give_name(file)) != 0)
		return cannot_make(file, reason, err);
	dw_replace(&file->hidden, NULL);
	/* Some file systems cannot do it for a folder; the file itself is on the disk. */
	if (fsync(file->folder) != 0 && errno != EINVAL)
		return cannot_write(file, errno, err);
	return DW_OK;
}

void
dw_file_new_clear(struct dw_file_new *file)
{
	if (file == NULL || file->field == NULL)
		return;
	if (file->hidden != NULL)
		unlinkat(file->folder, file->hidden, 0);
	if (file->fd >= 0)
		close(file->fd);
	if (file->folder >= 0)
		close(file->folder);
	free(file->name);
	free(file->field);
	free(file->last);
	free(file->hidden);
	free(file->held);
	*file = (struct dw_file_new){ 0 };
}
