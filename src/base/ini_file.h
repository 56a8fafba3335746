/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of settings, line by line: which files are trusted, how large they may be, and
 * where a fault is. inih splits the lines; what they mean is the caller's (conf_read.c,
 * ui_conf.c).
 */
#ifndef DW_BASE_INI_FILE_H
#define DW_BASE_INI_FILE_H

#include <sys/stat.h>
#include <sys/types.h>

#include "base/error.h"

struct dw_ini_line {
	const char *path;    /* safe to show */
	int number;          /* from 1 */
	const char *section; /* "" = none yet */
	const char *name;
	const char *value;
};

/* Takes a line, or says without its place what is wrong with it. */
struct dw_ini_taker {
	void *ctx;
	enum dw_code (*take)(void *ctx, const struct dw_ini_line *line, struct dw_error *err);
};

/*
 * Reads the open file; path is for messages. DW_CONFIG with file and line for what is no
 * setting or was not taken, and for a file that is not plain, not UTF-8, longer than
 * 64 KiB, can be written by others than its owner, or belongs neither to root nor to
 * *owner (NULL: anybody).
 */
enum dw_code
dw_ini_read(const char *path, int fd, const uid_t *owner, const struct dw_ini_taker *taker,
	struct dw_error *err);

/* The part about who can write it, for folders of such files. */
enum dw_code
dw_ini_trust(const char *path, const struct stat *st, uid_t owner, struct dw_error *err);

/* "... cannot be read: ..." with errno. */
enum dw_code
dw_ini_unreadable(struct dw_error *err, enum dw_code code, const char *path, int reason);

#endif
