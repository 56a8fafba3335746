/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The store's schema as the program carries it.
 *
 * The table is made from data/schema/ by build-tools/embed; this header only
 * says what it looks like. Applying it is schema.c's work.
 */
#ifndef DW_STORE_SCHEMA_FILES_H
#define DW_STORE_SCHEMA_FILES_H

#include <stddef.h>

struct dw_schema_file {
	int number;       /* 1, 2, 3 ...: the version a store has after this file */
	const char *name; /* "0001_store" */
	const char *text; /* SQL, ends with a zero byte */
	size_t len;       /* without that byte */
};

/* In ascending order without gaps, so the last number is the count. */
extern const struct dw_schema_file dw_schema_files[];
extern const size_t dw_schema_files_count;

#endif
