/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines of the protocol: one flat JSON object each, UTF-8, at most 64 KiB, ended by a
 * newline. Members are strings, integers or booleans; "v" is 1, "op" says what is wanted,
 * "id" comes back in the answer. Members that nobody knows are passed over.
 *
 * The manual page doorward-authd(8) is the contract; this is its reading and writing.
 */
#ifndef DW_AUTHD_WIRE_H
#define DW_AUTHD_WIRE_H

#include <jansson.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/secret.h"

#define DW_WIRE_MAX 65536

/* Once, before the first line: memory that held a part of a line is wiped when it is freed. */
void
dw_wire_start(void);

struct dw_wire_request {
	json_t *object;
	const char *op, *id; /* borrowed from it; id NULL = none */
};
void
dw_wire_request_clear(struct dw_wire_request *request);

/* Reads one line, without its newline. DW_INVALID with what is wrong with it; the id is set
 * all the same where there is one. */
enum dw_code
dw_wire_read(const char *line, size_t len, struct dw_wire_request *out, struct dw_error *err);

/* A member: NULL when it is not there or no string. */
const char *
dw_wire_text(const struct dw_wire_request *request, const char *name);
/* Copies it into guarded memory; false when it is not there, empty or too long. */
bool
dw_wire_secret(const struct dw_wire_request *request, const char *name, struct dw_secret *out);
bool
dw_wire_flag(const struct dw_wire_request *request, const char *name);

/*
 * Adds an answer as a line: {"v":1,"id":...,"status":...} and the members of `more`, which is
 * taken over (NULL = none).
 */
void
dw_wire_answer(struct dw_buf *out, const char *id, const char *status, json_t *more);

#endif
