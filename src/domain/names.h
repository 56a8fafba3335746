/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names: a growing list of them, as a row's value wants them (zeroed is empty), and the
 * arrays that the audit keeps them in.
 */
#ifndef DW_DOMAIN_NAMES_H
#define DW_DOMAIN_NAMES_H

#include <jansson.h>

#include "base/table.h"

struct dw_name_list {
	char **items;
	size_t count;
};

void
dw_name_list_clear(struct dw_name_list *list);

/* Empties it and keeps the memory of the list itself. */
void
dw_name_list_reset(struct dw_name_list *list);

/* Adds a copy. */
void
dw_name_list_add(struct dw_name_list *list, const char *name);

/* The list as a value, borrowed until the list changes. */
struct dw_names
dw_name_list_names(const struct dw_name_list *list);

/* Does an array of texts hold this one? No array holds none. */
bool
dw_names_have(const json_t *names, const char *name);

#endif
