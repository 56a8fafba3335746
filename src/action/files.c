/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that an operator names. See files.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "action/files.h"
#include "base/intl.h"
#include "base/mem.h"

#define PIECE (64 << 10)

/* What is at the end of a name, opened without following a link or waiting for a pipe. */
static enum dw_code
open_name(const struct dw_call *call, const char *field, const char *name, int *out,
	struct dw_error *err)
{
	struct stat st;
	int fd;

	if (call->app->caller.under_sudo)
		return dw_fail_field(err, DW_NOT_PERMITTED, field,
			_("Under sudo files are not opened by name. Write - and send the file to standard "
			  "input."));
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
