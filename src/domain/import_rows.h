/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What import.c reads and import_apply.c writes; nobody else looks inside.
 */
#ifndef DW_DOMAIN_IMPORT_ROWS_H
#define DW_DOMAIN_IMPORT_ROWS_H

#include <jansson.h>

#include "domain/import.h"
#include "domain/keys.h"
#include "domain/profile.h"

/* One text of the column groups, which many rows share. */
struct dw_import_groups {
	int64_t *ids;
	size_t count;
	json_t *names;    /* an array, as the store writes them */
	char *fault;      /* why it cannot be; NULL = good */
};

struct dw_import_row {
	int64_t line;
	struct dw_profile profile; /* texts live in the arena: never cleared one by one */
	const char *hash;          /* ready-made; NULL = none */
	size_t groups;             /* index into groups */
	bool active;
};

struct dw_import {
	struct dw_work *w;         /* borrowed */
	struct dw_csv *csv;
	struct dw_csv_column *columns;
	size_t n_columns;
	struct dw_faults faults;
	struct dw_import_row *rows;
	size_t count, cap;
	struct dw_keys taken;      /* usernames and addresses, one name space: index of the row */
	struct dw_keys group_texts;
	struct dw_import_groups *groups;
	size_t n_groups;
	struct dw_user_edit asked; /* the most that any row asks for */
	char *passed_over;
	struct dw_arena *arena;
};

#endif
