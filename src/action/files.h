/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that an operator names as an argument: opening and reading them in pieces. A
 * name is opened only where the operator is the account that the process runs as;
 * under sudo there is standard input only, because the file would be opened with
 * rights that are not the operator's.
 */
#ifndef DW_ACTION_FILES_H
#define DW_ACTION_FILES_H

#include "action/invoke.h"

/*
 * Hands the bytes of the file given as parameter `index` (not given or "-": standard input)
 * to `each`, piece by piece, until the end or until it says something else than DW_OK, which
 * is returned. A name must be a regular file and no symbolic link. DW_NO_INPUT: cannot be
 * read; DW_NOT_PERMITTED: named under sudo; DW_USAGE: standard input is a terminal;
 * DW_CANCELLED: call->progress, asked now and then with nothing done, said so.
 */
enum dw_code
dw_file_read(const struct dw_call *call, int index,
	enum dw_code (*each)(void *arg, const char *bytes, size_t len, struct dw_error *err),
	void *arg, struct dw_error *err);

#endif
