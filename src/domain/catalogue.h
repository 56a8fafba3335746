/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A permission catalogue as an application brings it: CSV with the columns name,
 * description and privileged. Reads and judges the whole file; bringing it in is
 * dw_permission_import().
 */
#ifndef DW_DOMAIN_CATALOGUE_H
#define DW_DOMAIN_CATALOGUE_H

#include "domain/csv.h"
#include "domain/faults.h"
#include "domain/permission.h"

struct dw_catalogue;

struct dw_catalogue *
dw_catalogue_new(void);
void
dw_catalogue_free(struct dw_catalogue *catalogue);

/* As dw_csv_feed(); _finish is DW_INVALID when there is any fault. */
enum dw_code
dw_catalogue_feed(struct dw_catalogue *catalogue, const char *bytes, size_t len,
	struct dw_error *err);
enum dw_code
dw_catalogue_finish(struct dw_catalogue *catalogue, struct dw_error *err);

/* What was read; borrowed. */
struct dw_faults *
dw_catalogue_faults(struct dw_catalogue *catalogue);
const struct dw_catalogue_row *
dw_catalogue_rows(const struct dw_catalogue *catalogue, size_t *count);

#endif
