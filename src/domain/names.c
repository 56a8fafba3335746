/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists and arrays of names. See names.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/names.h"

void
dw_name_list_reset(struct dw_name_list *list)
{
	while (list->count > 0)
		free(list->items[--list->count]);
}

void
dw_name_list_clear(struct dw_name_list *list)
{
	if (list == NULL)
		return;
	dw_name_list_reset(list);
	free(list->items);
	*list = (struct dw_name_list){ 0 };
}

void
dw_name_list_add(struct dw_name_list *list, const char *name)
{
	list->items = dw_realloc(list->items, list->count + 1, sizeof(*list->items));
	list->items[list->count++] = dw_strdup(name);
}

struct dw_names
dw_name_list_names(const struct dw_name_list *list)
{
	return (struct dw_names){ .items = (const char *const *)list->items, .count = list->count };
}

bool
dw_names_have(const json_t *names, const char *name)
{
	const json_t *item;
	size_t i;

	json_array_foreach(names, i, item)
		if (json_is_string(item) && strcmp(json_string_value(item), name) == 0)
			return true;
	return false;
}
