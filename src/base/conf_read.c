/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Settings from files: doorward.conf and its conf.d. inih splits the lines; this file
 * decides which files are trusted and says where a fault is. See conf.h.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"

#define FILE_MAX 65536 /* bytes; what is longer is not a file of settings */

/* One file while it is read. */
struct source {
	struct dw_conf *conf;
	const char *path;
	const char *at; /* the rest of its text */
	int line;       /* of what is being read, from 1 */
	bool indented;
	int set_in[DW_SETTINGS]; /* the line that set it; 0 = none */
	struct dw_buf keys;      /* of [keys], what this file has set: " mark=12 sort=13" */
	int fault_line;          /* 0 = none yet */
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

/* A line of [keys], of which a file has each command once too. */
static int
key_line(struct source *source, const char *command, const char *keys)
{
	DW_AUTO_FREE char *where = dw_format("%s:%d", source->path, source->line);
	DW_AUTO_FREE char *mark = dw_format(" %s=", command);
	const char *before = strstr(dw_buf_text(&source->keys), mark);
	struct dw_error err;

	if (before != NULL) {
		dw_fail_field(&err, DW_CONFIG, command, _("%s is already set in line %d"), command,
			(int)strtol(before + strlen(mark), NULL, 10));
		return fault(source, &err);
	}
	if (dw_conf_set_key(source->conf, command, keys, where, &err) != DW_OK)
		return fault(source, &err);
	dw_buf_printf(&source->keys, "%s%d", mark, source->line);
	return 1;
}

static int
setting_line(void *user, const char *section, const char *key, const char *value)
{
	struct source *source = user;
	DW_AUTO_FREE char *name =
		dw_format("%s%s%s", section, *section != '\0' ? "." : "", key);
	int id = dw_setting_find(name);
	struct dw_error err;

	if (source->indented) {
		dw_fail(&err, DW_CONFIG,
			_("A setting must begin at the start of its line"));
		return fault(source, &err);
	}
	if (strcmp(section, "keys") == 0)
		return key_line(source, key, value);
	if (id >= 0 && source->set_in[id] > 0) {
		dw_fail_field(&err, DW_CONFIG, name, _("%s is already set in line %d"),
			name, source->set_in[id]);
		return fault(source, &err);
	}
	if (dw_conf_set(source->conf, name, value, &err) != DW_OK)
		return fault(source, &err);
	source->set_in[id] = source->line;
	return 1;
}

static enum dw_code
read_text(struct dw_conf *conf, const char *path, const char *text, struct dw_error *err)
{
	DW_AUTO_FREE char *shown = dw_display_dup(path);
	struct source source = { .conf = conf, .path = shown, .at = text, .err = err };
	int bad_line = ini_parse_stream(next_line, &source, setting_line, &source);

	dw_buf_clear(&source.keys);
	if (bad_line < 0)
		dw_no_memory();
	if (bad_line > 0 && (source.fault_line == 0 || bad_line < source.fault_line))
		return dw_fail(err, DW_CONFIG,
			_("%s:%d: This is neither [section] nor name = value"), shown,
			bad_line);
	return source.fault_line > 0 ? DW_CONFIG : DW_OK;
}

/* Can nobody but root and the owner change it? */
static enum dw_code
check_trust(const char *path, const struct stat *st, uid_t owner, struct dw_error *err)
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

static enum dw_code
cannot_read(struct dw_error *err, enum dw_code code, const char *path, int reason)
{
	DW_AUTO_FREE char *shown = dw_display_dup(path);

	return dw_fail(err, code, _("%s cannot be read: %s"), shown, strerror(reason));
}

/* Reads the open file; owner NULL: anybody may own it. */
static enum dw_code
read_open(struct dw_conf *conf, const char *path, int fd, const uid_t *owner,
	struct dw_error *err)
{
	DW_AUTO_FREE char *text = NULL;
	DW_AUTO_FREE char *shown = NULL;
	struct stat st;
	size_t len = 0;
	enum dw_code rc;

	if (fstat(fd, &st) != 0)
		return cannot_read(err, DW_CONFIG, path, errno);
	shown = dw_display_dup(path);
	if (!S_ISREG(st.st_mode))
		return dw_fail(err, DW_CONFIG, _("%s is not a plain file"), shown);
	if ((rc = check_trust(path, &st, owner != NULL ? *owner : st.st_uid, err)) !=
		DW_OK)
		return rc;
	text = dw_calloc(FILE_MAX + 2, 1);
	for (;;) {
		ssize_t n = read(fd, text + len, FILE_MAX + 1 - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return cannot_read(err, DW_CONFIG, path, errno);
		if (n == 0)
			break;
		len += (size_t)n;
		if (len > FILE_MAX)
			return dw_fail(err, DW_CONFIG, _("%s is longer than %d bytes"),
				shown, FILE_MAX);
	}
	if (!dw_utf8_valid(text, len))
		return dw_fail(err, DW_CONFIG, _("%s is not UTF-8 text"), shown);
	return read_text(conf, path, text, err);
}

static int
is_fragment(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 5 && entry->d_name[0] != '.' &&
	       strcmp(entry->d_name + len - 5, ".conf") == 0;
}

static int
by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static enum dw_code
read_fragment(struct dw_conf *conf, const char *folder, int folder_fd, const char *name,
	uid_t owner, struct dw_error *err)
{
	DW_AUTO_FREE char *path = dw_format("%s/%s", folder, name);
	int fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	enum dw_code rc;

	if (fd < 0)
		return cannot_read(err, DW_CONFIG, path, errno);
	rc = read_open(conf, path, fd, &owner, err);
	close(fd);
	return rc;
}

static enum dw_code
read_folder(struct dw_conf *conf, const char *folder, uid_t owner, struct dw_error *err)
{
	int fd = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
	struct dirent **entries = NULL;
	struct stat st;
	enum dw_code rc = DW_OK;
	int n;

	if (fd < 0)
		return errno == ENOENT ? DW_OK
				       : cannot_read(err, DW_CONFIG, folder, errno);
	if (fstat(fd, &st) != 0)
		rc = cannot_read(err, DW_CONFIG, folder, errno);
	if (rc == DW_OK)
		rc = check_trust(folder, &st, owner, err);
	n = rc == DW_OK ? scandirat(fd, ".", &entries, is_fragment, by_bytes) : 0;
	if (n < 0)
		rc = cannot_read(err, DW_CONFIG, folder, errno);
	for (int i = 0; i < n; i++) {
		if (rc == DW_OK)
			rc = read_fragment(
				conf, folder, fd, entries[i]->d_name, owner, err);
		free(entries[i]);
	}
	free(entries);
	close(fd);
	return rc;
}

enum dw_code
dw_conf_read(struct dw_conf *conf, const char *path, struct dw_error *err)
{
	const char *slash = strrchr(path, '/');
	DW_AUTO_FREE char *folder = dw_format(
		"%.*sconf.d", slash != NULL ? (int)(slash + 1 - path) : 0, path);
	struct dw_conf *fresh = dw_conf_copy(conf);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	int missing = fd < 0 ? errno : 0;
	uid_t owner = geteuid();
	struct stat st;
	enum dw_code rc = DW_OK;

	if (fd >= 0) {
		if (fstat(fd, &st) == 0)
			owner = st.st_uid;
		rc = read_open(fresh, path, fd, NULL, err);
		close(fd);
	} else if (missing != ENOENT && missing != ENOTDIR) {
		rc = cannot_read(err, DW_CONFIG, path, missing);
	}
	if (rc == DW_OK)
		rc = read_folder(fresh, folder, owner, err);
	if (rc != DW_OK) {
		dw_conf_free(fresh);
		return rc;
	}
	dw_conf_take(conf, fresh);
	return missing != 0 ? cannot_read(err, DW_NO_INPUT, path, missing) : DW_OK;
}
