/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of settings. See ini_file.h.
 */
#include <errno.h>
#include <ini.h>
#include <string.h>
#include <unistd.h>

#include "base/ini_file.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"

#define FILE_MAX 65536 /* bytes; what is longer is not a file of settings */

/* One file while it is read. */
struct source {
	const char *path;
	const struct dw_ini_taker *taker;
	const char *at; /* the rest of its text */
	int line;       /* of what is being read, from 1 */
	bool indented;
	int fault_line; /* 0 = none yet */
	struct dw_error *err;
};

static int
fault(struct source *source, const struct dw_error *what)
{
	source->fault_line = source->line;
	dw_fail_field(source->err, DW_CONFIG, what->field, "%s:%d: %s", source->path,
		source->line, what->message);
	return 0;
}

/* What inih calls for the next line; like fgets(3), but counting, and never half a line. */
static char *
next_line(char *line, int room, void *user)
{
	struct source *source = user;
	size_t len = strcspn(source->at, "\n");
	struct dw_error err;

	if (source->fault_line > 0 || *source->at == '\0')
		return NULL;
	source->line++;
	if (len + 2 > (size_t)room) {
		dw_fail(&err, DW_CONFIG, _("This line is longer than %d bytes"),
			room - 2);
		fault(source, &err);
		return NULL;
	}
	memcpy(line, source->at, len);
	line[len] = '\0';
	source->indented = *line == ' ' || *line == '\t';
	source->at += len + (source->at[len] == '\n' ? 1 : 0);
	return line;
}

static int
setting_line(void *user, const char *section, const char *name, const char *value)
{
	struct source *source = user;
	const struct dw_ini_line line = { source->path, source->line, section, name, value };
	struct dw_error err = { 0 };

	if (source->indented) {
		dw_fail(&err, DW_CONFIG,
			_("A setting must begin at the start of its line"));
		return fault(source, &err);
	}
	if (source->taker->take(source->taker->ctx, &line, &err) != DW_OK)
		return fault(source, &err);
	return 1;
}

static enum dw_code
read_text(const char *path, const char *text, const struct dw_ini_taker *taker,
	struct dw_error *err)
{
	DW_AUTO_FREE char *shown = dw_display_dup(path);
	struct source source = { .path = shown, .taker = taker, .at = text, .err = err };
	int bad_line = ini_parse_stream(next_line, &source, setting_line, &source);

	if (bad_line < 0)
		dw_no_memory();
	if (bad_line > 0 && (source.fault_line == 0 || bad_line < source.fault_line))
		return dw_fail(err, DW_CONFIG,
			_("%s:%d: This is neither [section] nor name = value"), shown,
			bad_line);
	return source.fault_line > 0 ? DW_CONFIG : DW_OK;
}

enum dw_code
dw_ini_trust(const char *path, const struct stat *st, uid_t owner, struct dw_error *err)
{
	DW_AUTO_FREE char *shown = dw_display_dup(path);

	if ((st->st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return dw_fail(err, DW_CONFIG,
			_("%s can be written by others than its owner; run: chmod go-w "
			  "%s"),
			shown, shown);
	if (st->st_uid != 0 && st->st_uid != owner)
		return dw_fail(err, DW_CONFIG,
			_("%s belongs to somebody else than root and the owner of "
			  "doorward.conf"),
			shown);
	return DW_OK;
}

enum dw_code
dw_ini_unreadable(struct dw_error *err, enum dw_code code, const char *path, int reason)
{
	DW_AUTO_FREE char *shown = dw_display_dup(path);

	return dw_fail(err, code, _("%s cannot be read: %s"), shown, strerror(reason));
}

enum dw_code
dw_ini_read(const char *path, int fd, const uid_t *owner, const struct dw_ini_taker *taker,
	struct dw_error *err)
{
	DW_AUTO_FREE char *text = NULL;
	DW_AUTO_FREE char *shown = NULL;
	struct stat st;
	size_t len = 0;
	enum dw_code rc;

	if (fstat(fd, &st) != 0)
		return dw_ini_unreadable(err, DW_CONFIG, path, errno);
	shown = dw_display_dup(path);
	if (!S_ISREG(st.st_mode))
		return dw_fail(err, DW_CONFIG, _("%s is not a plain file"), shown);
	if ((rc = dw_ini_trust(path, &st, owner != NULL ? *owner : st.st_uid, err)) !=
		DW_OK)
		return rc;
	text = dw_calloc(FILE_MAX + 2, 1);
	for (;;) {
		ssize_t n = read(fd, text + len, FILE_MAX + 1 - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return dw_ini_unreadable(err, DW_CONFIG, path, errno);
		if (n == 0)
			break;
		len += (size_t)n;
		if (len > FILE_MAX)
			return dw_fail(err, DW_CONFIG, _("%s is longer than %d bytes"),
				shown, FILE_MAX);
	}
	if (!dw_utf8_valid(text, len))
		return dw_fail(err, DW_CONFIG, _("%s is not UTF-8 text"), shown);
	return read_text(path, text, taker, err);
}
