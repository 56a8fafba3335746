/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where an action writes what must be on the disk before its change is committed: a new
 * file that the operator names, or "-", which is call->output or standard output. If the
 * change then does not happen, the file goes again.
 */
#ifndef DW_ACTION_FILE_OUT_H
#define DW_ACTION_FILE_OUT_H

#include "action/files.h"

/* Zeroed is none. */
struct dw_file_out {
	const struct dw_call *call; /* borrowed */
	struct dw_file_new file;    /* zeroed: "-" */
	bool written, named;
};

/*
 * Begins it, as parameter `index` says. dw_file_create()'s codes; DW_USAGE: "-", and standard
 * output is a terminal. Clear it.
 */
enum dw_code
dw_file_out_begin(const struct dw_call *call, int index, struct dw_file_out *out,
	struct dw_error *err);

/* Adds bytes; arg is a struct dw_file_out. */
enum dw_code
dw_file_out_add(void *arg, const char *bytes, size_t len, struct dw_error *err);

/* Brings what was added to the disk and gives the file its name; without bytes there is none. */
enum dw_code
dw_file_out_finish(struct dw_file_out *out, struct dw_error *err);

/* What it belongs to has happened: it stays. Otherwise dw_file_out_clear() removes it. */
void
dw_file_out_keep(struct dw_file_out *out);
void
dw_file_out_clear(struct dw_file_out *out);

#endif
