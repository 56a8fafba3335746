/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a list is kept from one console to the next: its looks, and of what it is narrowed by
 * only what is about nobody. What kind a parameter has decides that, so a new parameter
 * needs nothing here; its text may be anybody's name, so text is never kept. See list.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "domain/filter.h"
#include "domain/screen_state.h"
#include "ui/list.h"

#define NARROWED "narrowed"

/* A name that no group and no permission has may be anybody's. */
static bool
is_there(struct list *list, enum dw_param_kind kind, const char *name)
{
	DW_AUTO(dw_buf) filter = { 0 };
	DW_AUTO_FREE char *kept = NULL;

	dw_buf_puts(&filter, kind == DW_P_GROUP ? "group:" : "perm:");
	dw_filter_quote(&filter, name);
	return dw_filter_lasting(list->c->app->db, dw_buf_text(&filter), dw_now(), &kept, NULL,
		NULL) == DW_OK && kept[0] != '\0';
}

struct entry {
	const char *name;
	bool found;
};

static void
compare(void *arg, const char *name)
{
	struct entry *entry = arg;

	entry->found = entry->found || strcmp(entry->name, name) == 0;
}

/* Is it the name of entries? Whatever else was typed there may be anybody's. */
static bool
is_entry(struct list *list, const struct dw_param *param, const char *name)
{
	struct entry entry = { .name = name };

	dw_param_complete(param, list->c->app->db, NULL, name, compare, &entry);
	return entry.found;
}

/* The value as it may be kept, and can be used. Free it; NULL = not at all. */
static char *
lasting(struct list *list, const struct dw_param *param, const char *value)
{
	char *filter = NULL;

	switch (param->kind) {
	case DW_P_FLAG:
	case DW_P_YESNO:
	case DW_P_INT:
	case DW_P_TIME:
	case DW_P_DURATION:
	case DW_P_CHOICE:
		return dw_strdup(value);
	case DW_P_ENTRY:
		return is_entry(list, param, value) ? dw_strdup(value) : NULL;
	case DW_P_GROUP:
	case DW_P_PERMISSION:
		return is_there(list, param->kind, value) ? dw_strdup(value) : NULL;
	case DW_P_FILTER:
		if (dw_filter_lasting(list->c->app->db, value, dw_now(), &filter, NULL, NULL) != DW_OK)
			return NULL;
		if (filter[0] == '\0')
			dw_replace(&filter, NULL);
		return filter;
	default:
		return NULL;
	}
}

json_t *
list_keep(struct list *list)
{
	const struct dw_action *action = list->feed.action;
	json_t *state = json_object(), *narrowed = json_object();

	for (size_t i = 0; i < list->n_given; i++) {
		int index = dw_param_find(action, list->given[i].name);
		DW_AUTO_FREE char *value = index < 0 ? NULL :
			lasting(list, &action->params[index], list->given[i].value);

		if (value != NULL)
			json_object_set_new(narrowed, list->given[i].name, json_string(value));
	}
	if (json_object_size(narrowed) > 0)
		json_object_set(state, NARROWED, narrowed);
	json_decref(narrowed);
	feed_keep(&list->feed, state);
	return state;
}

/* Would the action take it? What was kept may be of another Doorward. */
static bool
is_taken(const struct dw_action *action, int index, const char *value)
{
	struct dw_args args = { 0 };
	bool good;

	dw_args_init(&args, action);
	good = dw_args_put(&args, index, value, dw_now(), NULL) == DW_OK;
	dw_args_clear(&args);
	return good;
}

void
list_recall(struct list *list, const json_t *kept)
{
	const struct dw_action *action = list->feed.action;
	struct console_arg given[LIST_FIXED + 1] = { { NULL, NULL } };
	json_t *narrowed = json_object_get(kept, NARROWED), *item;
	const char *name;
	size_t n = 0;

	json_object_foreach (narrowed, name, item) {
		int index = dw_param_find(action, name);
		const char *value = json_string_value(item);
		char *good = index < 0 || value == NULL || n == LIST_FIXED ? NULL :
			lasting(list, &action->params[index], value);

		if (good != NULL && is_taken(action, index, good))
			given[n++] = (struct console_arg){ action->params[index].name, dw_steal(&good) };
		else if (value != NULL)
			console_kept_lacks(list->c);
		free(good);
	}
	if (n > 0)
		list_narrow(list, given);
	for (size_t i = 0; i < n; i++)
		free((char *)given[i].value);
	feed_recall(&list->feed, kept);
}
