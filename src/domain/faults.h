/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is wrong with a file, place by place: line, column and reason. All are counted;
 * the first DW_FAULTS_KEPT are kept with their words. Filled while a file is read,
 * listed like everything else.
 */
#ifndef DW_DOMAIN_FAULTS_H
#define DW_DOMAIN_FAULTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/table.h"

#define DW_FAULTS_KEPT 1000

struct dw_fault {
	int64_t line;  /* 1-based; 0 = the file as a whole */
	char *column;  /* its name; "" = the line as a whole */
	char *reason;  /* a translated sentence */
};

struct dw_faults {
	struct dw_fault *at;
	size_t kept;
	int64_t total;
};

void
dw_faults_clear(struct dw_faults *faults);

/* Counts one and, while there is room, keeps it. column NULL = the whole line. */
void
dw_faults_add(struct dw_faults *faults, int64_t line, const char *column, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* line, column, reason; in the order of the lines. */
extern const struct dw_column dw_fault_columns[];
extern const size_t dw_fault_columns_count;
enum dw_code
dw_faults_list(struct dw_faults *faults, struct dw_sink *sink, struct dw_error *err);

/*
 * DW_INVALID with how many there are and, unless they are listed besides, the first one;
 * DW_OK when there is none.
 */
enum dw_code
dw_faults_fail(struct dw_faults *faults, bool listed, struct dw_error *err);

#endif
