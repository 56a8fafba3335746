/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How much an operator may do in a minute: an exact sliding window, kept in the
 * store so that a new process does not reset it. Writes and reads are apart.
 */
#ifndef DW_DOMAIN_THROTTLE_H
#define DW_DOMAIN_THROTTLE_H

#include <stdint.h>

#include "base/conf.h"
#include "base/error.h"
#include "store/db.h"

enum dw_throttle {
	DW_THROTTLE_NONE,      /* not counted: help, local things */
	DW_THROTTLE_READ,      /* operator.reads_per_minute */
	DW_THROTTLE_SENSITIVE, /* operator.writes_per_minute */
};

/*
 * May `units` more be done now? DW_THROTTLED sets retry_after (whole seconds, at
 * least 1). *left, if not NULL: what remains after them. Reads only.
 */
enum dw_code
dw_throttle_look(struct dw_db *db, const struct dw_conf *conf, int64_t user_id,
	enum dw_throttle kind, int64_t units, int64_t now, int64_t *left, struct dw_error *err);

/* Counts the units, inside the caller's write transaction; DW_THROTTLED as above. */
enum dw_code
dw_throttle_take(struct dw_db *db, const struct dw_conf *conf, int64_t user_id,
	enum dw_throttle kind, int64_t units, int64_t now, struct dw_error *err);

/* Counts without asking: for a refusal, and for reads that were already shown. */
enum dw_code
dw_throttle_book(struct dw_db *db, const struct dw_conf *conf, int64_t user_id,
	enum dw_throttle kind, int64_t units, int64_t now, struct dw_error *err);

#endif
