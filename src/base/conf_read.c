/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Settings from files: doorward.conf and its conf.d, in which order, and a setting once in
 * each. See conf.h, and ini_file.h for which files are trusted.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/ini_file.h"
#include "base/intl.h"
#include "base/mem.h"

/* One file while it is read. */
struct source {
	struct dw_conf *conf;
	int set_in[DW_SETTINGS]; /* the line that set it; 0 = none */
};

static enum dw_code
take(void *ctx, const struct dw_ini_line *line, struct dw_error *err)
{
	struct source *source = ctx;
	DW_AUTO_FREE char *name = dw_format("%s%s%s", line->section,
		*line->section != '\0' ? "." : "", line->name);
	int id = dw_setting_find(name);
	enum dw_code rc;

	if (strcmp(line->section, "keys") == 0)
		return dw_fail_field(err, DW_CONFIG, name,
			_("Keys of the console are set in ui.conf, beside doorward.conf; see "
			  "doorward-ui.conf(5)"));
	if (id >= 0 && source->set_in[id] > 0)
		return dw_fail_field(err, DW_CONFIG, name, _("%s is already set in line %d"), name,
			source->set_in[id]);
	if ((rc = dw_conf_set(source->conf, name, line->value, err)) == DW_OK)
		source->set_in[id] = line->number;
	return rc;
}

/* Reads the open file; owner NULL: anybody may own it. */
static enum dw_code
read_open(struct dw_conf *conf, const char *path, int fd, const uid_t *owner,
	struct dw_error *err)
{
	struct source source = { .conf = conf };
	const struct dw_ini_taker taker = { &source, take };

	return dw_ini_read(path, fd, owner, &taker, err);
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
		return dw_ini_unreadable(err, DW_CONFIG, path, errno);
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
				       : dw_ini_unreadable(err, DW_CONFIG, folder, errno);
	if (fstat(fd, &st) != 0)
		rc = dw_ini_unreadable(err, DW_CONFIG, folder, errno);
	if (rc == DW_OK)
		rc = dw_ini_trust(folder, &st, owner, err);
	n = rc == DW_OK ? scandirat(fd, ".", &entries, is_fragment, by_bytes) : 0;
	if (n < 0)
		rc = dw_ini_unreadable(err, DW_CONFIG, folder, errno);
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
		rc = dw_ini_unreadable(err, DW_CONFIG, path, missing);
	}
	if (rc == DW_OK)
		rc = read_folder(fresh, folder, owner, err);
	if (rc != DW_OK) {
		dw_conf_free(fresh);
		return rc;
	}
	dw_conf_take(conf, fresh);
	return missing != 0 ? dw_ini_unreadable(err, DW_NO_INPUT, path, missing) : DW_OK;
}
