/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the store hold what its rules promise? Pages and references first, then what is
 * kept twice for speed (counts, folded names, search text) against what it is made of,
 * the last-admin rule, and the audit. Reads only.
 */
#ifndef DW_DOMAIN_CHECK_H
#define DW_DOMAIN_CHECK_H

#include "base/table.h"
#include "store/db.h"

/* check, result (good or damaged), detail. */
extern const struct dw_column dw_check_columns[];
extern const size_t dw_check_columns_count;

/*
 * A row for each check that found nothing, and one for each finding of the others. DW_IO
 * after the last row when the file or the audit is damaged, DW_INVALID when only counts,
 * keys or the admin rule are. progress: between checks and within long ones; false cancels.
 */
enum dw_code
dw_check_store(struct dw_db *db, bool (*progress)(void *arg, int64_t done, int64_t total),
	void *progress_arg, struct dw_sink *sink, struct dw_error *err);

#endif
