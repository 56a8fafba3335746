/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is the file itself sound? What SQLite can say about pages, indexes and references. What
 * the rows must mean is in domain/check.h.
 */
#ifndef DW_STORE_CHECK_H
#define DW_STORE_CHECK_H

#include "base/error.h"
#include "store/db.h"

#define DW_FINDINGS 100 /* reported at most; a broken file has one cause and many of them */

/* Each finding is handed over as a text. A failure is one of the check, not of the file. */
enum dw_code
dw_db_check_pages(struct dw_db *db, void (*finding)(void *arg, const char *text), void *arg,
	struct dw_error *err);
enum dw_code
dw_db_check_references(struct dw_db *db, void (*finding)(void *arg, const char *text), void *arg,
	struct dw_error *err);

#endif
