/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that an operator names: reading them in pieces, and making new ones. A name is
 * opened only where the operator is the account that the process runs as; under sudo
 * there are standard input and output only, because the file would be opened with
 * rights that are not the operator's. dw_file_may() is the one place of that rule.
 */
#ifndef DW_ACTION_FILES_H
#define DW_ACTION_FILES_H

#include "action/invoke.h"

/*
 * May files be opened by name at all? DW_NOT_PERMITTED under sudo; `instead` is a whole
 * sentence, translated, that says what to do then.
 */
enum dw_code
dw_file_may(const struct dw_caller *caller, const char *field, const char *instead,
	struct dw_error *err);

/*
 * Hands the bytes of the file given as parameter `index` (not given or "-": call->input, or
 * standard input) to `each`, piece by piece, until the end or until it says something else than
 * DW_OK, which is returned. A name must be a regular file and no symbolic link. DW_NO_INPUT: cannot be
 * read; DW_NOT_PERMITTED: named under sudo; DW_USAGE: standard input is a terminal;
 * DW_CANCELLED: call->progress, asked now and then with nothing done, said so.
 */
enum dw_code
dw_file_read(const struct dw_call *call, int index,
	enum dw_code (*each)(void *arg, const char *bytes, size_t len, struct dw_error *err),
	void *arg, struct dw_error *err);

/*
 * A new file on its way: it has a temporary name beside its place until it is whole and on
 * the disk, so nobody meets half of it. Zeroed is none.
 */
struct dw_file_new {
	char *name, *field;  /* as it was named, and what err->field says */
	char *last, *hidden; /* the last part of the name, and the temporary one; NULL = has none */
	int folder, fd;      /* open while `field` is there */
	char *held;          /* bytes that were not written yet */
	size_t n_held;
};

/*
 * Begins a file that is not there yet (0600, never through a link, nothing is replaced).
 * field: what err->field says. DW_NOT_PERMITTED as dw_file_may(); DW_CANNOT_CREATE: it is
 * there, or cannot be made.
 */
enum dw_code
dw_file_create(const struct dw_caller *caller, const char *field, const char *name,
	const char *instead, struct dw_file_new *out, struct dw_error *err);

/* DW_IO when the disk is full. */
enum dw_code
dw_file_write(struct dw_file_new *file, const char *bytes, size_t len, struct dw_error *err);

/* All of it is there: brings it to the disk and gives it its name. DW_CANNOT_CREATE when
 * something of that name is there by now; DW_IO. */
enum dw_code
dw_file_finish(struct dw_file_new *file, struct dw_error *err);

/* Releases it; what was not finished is gone. */
void
dw_file_new_clear(struct dw_file_new *file);

#endif
