/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Standard output of a command: bytes are held back until there is a block of them, so
 * that a failure before that leaves nothing behind, and a reader who went away is noticed.
 */
#ifndef DW_CLI_OUT_H
#define DW_CLI_OUT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

struct dw_out {
	int fd;
	struct dw_buf pending;
	bool whole;  /* held back until the flush: a list of limited length, which is whole or nothing */
	bool gone;   /* nobody reads any more */
};

void
dw_out_clear(struct dw_out *out);

/* Adds bytes; writes when a block is full, unless `whole`. DW_CANCELLED when nobody reads, else DW_IO. */
enum dw_code
dw_out_add(struct dw_out *out, const char *bytes, size_t len, struct dw_error *err);
enum dw_code
dw_out_puts(struct dw_out *out, const char *text, struct dw_error *err);

/* Writes what is held back. */
enum dw_code
dw_out_flush(struct dw_out *out, struct dw_error *err);

#endif
