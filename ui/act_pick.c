/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Picking what a parameter names: groups and permissions from their whole list, users
 * by search, without those who are inactive or on their way out. An action that takes
 * away shows what the target has; one that gives greys that.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act_internal.h"
#include "ui/con_entry.h"
#include "ui/picker.h"

#define FOUND_MAX "50" /* users shown for a needle */

/* What picks from what: one row for each kind of parameter. */
struct source {
	const char *list;    /* the action that lists all */
	const char *held;    /* the one that lists what one user (or group) has; its "name" */
	const char *heading; /* column that groups the rows; NULL = none */
};

static const struct source sources[DW_PARAM_KINDS] = {
	[DW_P_USER] = { "user.list", NULL, NULL },
	[DW_P_GROUP] = { "group.list", "group.list", NULL },
	[DW_P_PERMISSION] = { "permission.list", "permission.show", "app_label" },
};

bool
act_can_pick(const struct dw_param *param)
{
	return sources[param->kind].list != NULL || param->kind == DW_P_ENTRY;
}

static const char *
text_at(const struct dw_rows *rows, size_t row, const char *column)
{
	int at = dw_column_find(rows->columns, rows->n_columns, column);
	const struct dw_value *values = dw_rows_at(rows, row);

	if (at < 0 || values == NULL || values[at].text == NULL)
		return "";
	return rows->columns[at].type == DW_TEXT || rows->columns[at].type == DW_WORD ?
		values[at].text : "";
}

static void
answer(void *ctx, const char *const *keys, size_t n)
{
	struct act *act = ctx;
	DW_AUTO(dw_buf) names = { 0 };

	for (size_t i = 0; i < n; i++)
		dw_buf_printf(&names, "%s%s", i > 0 ? ", " : "", keys[i]);
	act->picked(act, act->picking, dw_buf_text(&names));
}

/* ---- users, by search ---------------------------------------------------------- */

static void
add_user(struct act *act, struct ui_picker *picker, const struct dw_rows *rows, size_t row)
{
	const char *key = text_at(rows, row, "username");
	DW_AUTO_FREE char *name = dw_display_dup(key);
	DW_AUTO_FREE char *first = dw_display_dup(text_at(rows, row, "first_name"));
	DW_AUTO_FREE char *last = dw_display_dup(text_at(rows, row, "last_name"));
	DW_AUTO_FREE char *email = dw_display_dup(text_at(rows, row, "email"));
	DW_AUTO_FREE char *detail = dw_format("%s %s  %s", first, last, email);

	ui_picker_add(picker, &(struct ui_pick){ .key = key, .label = name, .detail = detail,
		.on = act_name_is_in(act->ticked, key) });
}

/* Those that were ticked before stand on top, found or not, or they could not be unticked. */
static void
add_ticked(struct act *act, struct ui_picker *picker)
{
	size_t n;
	char **names = act_names_split(act->ticked, &n);

	for (size_t i = 0; i < n; i++) {
		DW_AUTO_FREE char *shown = dw_display_dup(names[i]);

		ui_picker_add(picker, &(struct ui_pick){ .key = names[i], .label = shown, .on = true });
	}
	act_names_free(names, n);
}

static void
find_users(void *ctx, struct ui_picker *picker, const char *needle)
{
	struct act *act = ctx;
	const struct console_arg args[] = { { "filter", "state:active,locked" },
		{ "limit", FOUND_MAX }, { needle[0] != '\0' ? "search" : NULL, needle },
		{ NULL, NULL } };
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };
	enum dw_code rc;

	if (needle[0] == '\0')
		add_ticked(act, picker);
	dw_rows_init(&rows);
	rc = console_read(act->c, "user.list", args, DW_CALL_UNCOUNTED, true, &rows, &err);
	if (rc != DW_OK && rc != DW_CANCELLED)
		act_say_error(act->c, &err);
	for (size_t i = 0; i < rows.n_rows; i++)
		if (needle[0] != '\0' || !act_name_is_in(act->ticked, text_at(&rows, i, "username")))
			add_user(act, picker, &rows, i);
}

/* ---- whole lists --------------------------------------------------------------- */

/* All pages of a list. */
static enum dw_code
read_all(struct act *act, const char *action, const struct console_arg *first,
	void (*each)(void *arg, const struct dw_rows *rows, size_t row), void *arg,
	struct dw_error *err)
{
	const struct dw_action *reading = dw_action_find(action);
	DW_AUTO_FREE char *after = NULL;
	enum dw_code rc;

	do {
		struct console_arg args[4] = { { NULL, NULL } };
		DW_AUTO(dw_rows) rows = { 0 };
		size_t n = 0;

		if (first != NULL)
			args[n++] = *first;
		if (dw_param_find(reading, "limit") >= 0)
			args[n++] = (struct console_arg){ "limit", "1000" };
		if (after != NULL)
			args[n++] = (struct console_arg){ "after", after };
		dw_rows_init(&rows);
		if ((rc = console_read(act->c, action, args, DW_CALL_UNCOUNTED, false, &rows, err)) !=
			DW_OK)
			return rc;
		for (size_t i = 0; i < rows.n_rows; i++)
			each(arg, &rows, i);
		dw_replace(&after, dw_strdup(rows.next));
	} while (after != NULL);
	return DW_OK;
}

struct filling {
	struct act *act;
	const struct source *source;
	bool takes, gives;
	struct dw_buf held; /* what the target has already, joined by commas */
	struct ui_pick *items;
	size_t n;
};

/* Is it the target's own? What comes with a group or from a directory cannot be taken
 * away here; what comes with a group can be given all the same. */
static bool
is_own(const struct filling *f, const struct dw_rows *rows, size_t row)
{
	int at = dw_column_find(rows->columns, rows->n_columns, "sources");
	const struct dw_value *values = dw_rows_at(rows, row);

	if (at < 0)
		return !f->takes || strcmp(text_at(rows, row, "kind"), "directory") != 0;
	for (size_t i = 0; i < values[at].names.count; i++)
		if (strcmp(values[at].names.items[i], "direct") == 0)
			return true;
	return false;
}

static void
add_held(void *arg, const struct dw_rows *rows, size_t row)
{
	struct filling *f = arg;

	if (is_own(f, rows, row))
		dw_buf_printf(&f->held, "%s, ", text_at(rows, row, "name"));
}

/* What the target (or the group that stands in for it) has already. */
static void
read_held(struct filling *f)
{
	const struct act *act = f->act;
	const struct dw_action *reading = dw_action_find(f->source->held);
	struct console_arg first = { NULL, NULL };

	if (act->n_refs == 1)
		first = (struct console_arg){ reading->params[dw_param_target(reading)].name,
			act->refs[0] };
	for (size_t i = 0; act->n_refs == 0 && i < act->n_preset; i++) {
		int at = dw_param_find(reading, act->preset[i].name);

		if (at >= 0 && (reading->params[at].flags & DW_P_INSTEAD) != 0)
			first = act->preset[i];
	}
	if (first.name != NULL)
		read_all(f->act, f->source->held, &first, add_held, f, NULL);
}

static void
add_item(void *arg, const struct dw_rows *rows, size_t row)
{
	struct filling *f = arg;
	const char *name = text_at(rows, row, "name");
	const char *heading = f->source->heading;
	bool held = act_name_is_in(dw_buf_text(&f->held), name);

	if (f->takes && !held)
		return;
	f->items = dw_realloc(f->items, f->n + 1, sizeof(*f->items));
	f->items[f->n++] = (struct ui_pick){
		.key = dw_strdup(name),
		.label = dw_display_dup(name),
		.detail = dw_display_dup(text_at(rows, row, "description")),
		.group = heading != NULL ? dw_display_dup(text_at(rows, row, heading)) : NULL,
		.grey = f->gives && held ? _("This is so already.") : NULL,
		.on = act_name_is_in(f->act->ticked, name),
	};
}

static void
filling_clear(struct filling *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free((char *)f->items[i].key);
		free((char *)f->items[i].label);
		free((char *)f->items[i].detail);
		free((char *)f->items[i].group);
	}
	free(f->items);
	dw_buf_clear(&f->held);
}

/* What audit entries are called, in words and as the store has it. */
static void
add_entry(void *arg, const char *name)
{
	struct filling *f = arg;
	DW_AUTO(dw_buf) words = { 0 };

	entry_what(&words, name);
	f->items = dw_realloc(f->items, f->n + 1, sizeof(*f->items));
	f->items[f->n++] = (struct ui_pick){
		.key = dw_strdup(name),
		.label = dw_buf_steal(&words),
		.detail = dw_display_dup(name),
		.on = act_name_is_in(f->act->ticked, name),
	};
}

static int
by_label(const void *a, const void *b)
{
	return strcoll(((const struct ui_pick *)a)->label, ((const struct ui_pick *)b)->label);
}

static enum dw_code
fill(struct filling *f, const struct dw_param *param, struct dw_error *err)
{
	if (param->kind == DW_P_USER)
		return DW_OK;
	if (param->kind != DW_P_ENTRY)
		return read_all(f->act, f->source->list, NULL, add_item, f, err);
	dw_param_complete(param, f->act->c->app->db, NULL, "", add_entry, f);
	qsort(f->items, f->n, sizeof(*f->items), by_label);
	return DW_OK;
}

/* ---- opening ------------------------------------------------------------------- */

static bool
writes(const struct act *act, const char *end)
{
	const char *code = act->action->audit != NULL ? act->action->audit : "";
	size_t len = strlen(code), n = strlen(end);

	return len >= n && strcmp(code + len - n, end) == 0;
}

/* What is given to one person alone is easily lost sight of. */
static const char *
hint(const struct act *act, int index)
{
	if (act->action->params[index].kind != DW_P_PERMISSION || !writes(act, "_added") ||
		act->n_refs == 0)
		return NULL;
	return _("A group is usually better: direct permissions are soon forgotten.");
}

/* The target has nothing of the kind: a list to choose from would be empty. */
static void
say_nothing_held(const struct act *act, enum dw_param_kind kind)
{
	if (act->label == NULL)
		ui_say(&act->c->ui, STYLE_WARNING, "%s", _("There is nothing that could be taken away."));
	else if (kind == DW_P_GROUP)
		ui_say(&act->c->ui, STYLE_WARNING, _("%s is in no group that could be taken away here."),
			act->label);
	else
		ui_say(&act->c->ui, STYLE_WARNING,
			_("%s holds no permission directly. What a group gives goes with the group."),
			act->label);
}

bool
act_pick(struct act *act, int index, const char *ticked,
	void (*done)(struct act *act, int index, const char *names))
{
	const struct dw_param *param = &act->action->params[index];
	const struct source *source = &sources[param->kind];
	DW_AUTO(filling) f = { .act = act, .source = source };
	DW_AUTO_FREE char *title = act_title(act);
	struct dw_error err = { 0 };

	act->picking = index;
	act->picked = done;
	dw_replace(&act->ticked, dw_strdup(ticked));
	/* What several people have is not the same: everything is offered, and the preview tells. */
	f.takes = writes(act, "_removed") && source->held != NULL && act->n_refs <= 1;
	f.gives = writes(act, "_added") && source->held != NULL;
	if (f.takes || f.gives)
		read_held(&f);
	if (fill(&f, param, &err) != DW_OK) {
		act_say_error(act->c, &err);
		return false;
	}
	if (f.takes && f.n == 0) {
		say_nothing_held(act, param->kind);
		return false;
	}
	act_hold(act, ui_pick_open(&act->c->ui, &(struct ui_pick_spec){
		.title = title,
		.hint = hint(act, index),
		.many = (param->flags & DW_P_MANY) != 0,
		.items = f.items,
		.n = f.n,
		.fill = param->kind == DW_P_USER ? find_users : NULL,
		.done = answer,
		.ctx = act,
	}));
	return true;
}
