/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cursors: where a list that pages by key goes on. A cursor is opaque text
 * (base64url) for whoever holds it; inside are a version, the list and sort that it
 * belongs to, and the key of the last row shown: its sort value and its id. It holds
 * no rights and is checked like any other input.
 */
#ifndef DW_DOMAIN_CURSOR_H
#define DW_DOMAIN_CURSOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/uuid.h"

struct dw_cursor {
	char *text;        /* sort value of a text column; NULL when it is a number */
	int64_t num;       /* sort value of a number or time column */
	struct dw_uuid id; /* of the row; none where the value alone is unique */
};

void
dw_cursor_clear(struct dw_cursor *cursor);

/*
 * The opaque text. `sort` names list and order, e.g. "user:-last_login"; a cursor can
 * only be read back under the same name. Free it.
 */
char *
dw_cursor_write(const struct dw_cursor *cursor, const char *sort);

/*
 * Reads one. DW_USAGE, field "after", when it is damaged, of another version, or of
 * another list or sort.
 */
enum dw_code
dw_cursor_read(const char *opaque, const char *sort, struct dw_cursor *out, struct dw_error *err);

#endif
