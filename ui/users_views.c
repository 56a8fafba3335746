/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The menu of saved views on the Users screen: the work queues, one's own and shared views,
 * each with how many users it shows now, and saving the filter in force as one of them. The
 * numbers are found out one by one while no key waits.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act.h"
#include "ui/list.h"
#include "ui/picker.h"
#include "ui/screens.h"
#include "ui/users.h"

#define SAVE "save"
#define DELETE "delete"
#define NUMBER_COLS 9 /* 1,048,576 */
#define KEY_MAX 24

struct views {
	struct users *u;
	struct dw_rows rows;  /* of view.list */
	char *filter;         /* that was in force */
	char **names;         /* what a row is called here; safe to show */
	size_t counted;       /* so many rows have their number, or never will */
};

static void
views_gone(void *arg)
{
	struct views *v = arg;

	for (size_t i = 0; i < v->rows.n_rows; i++)
		free(v->names[i]);
	free(v->names);
	free(v->filter);
	dw_rows_clear(&v->rows);
	free(v);
}

static const struct dw_value *
cell(const struct views *v, size_t row, const char *column)
{
	int at = dw_column_find(v->rows.columns, v->rows.n_columns, column);

	return &dw_rows_at(&v->rows, row)[at];
}

static bool
is_of(const struct views *v, size_t row, const char *kind)
{
	return strcmp(cell(v, row, "kind")->text, kind) == 0;
}

/* A number, or what stands for it, and the filter: "       12  state:locked". Free it. */
static char *
detail(const struct views *v, size_t row, const char *number)
{
	DW_AUTO_FREE char *filter = dw_display_dup(cell(v, row, "filter")->text);
	int cols = dw_columns(number);

	return dw_format("%*s%s  %s", cols < NUMBER_COLS ? NUMBER_COLS - cols : 0, "", number, filter);
}

/* With a million users this is a second or two of looking through them all. */
static void
say_progress(const struct views *v, struct ui_picker *picker)
{
	DW_AUTO_FREE char *title = v->counted < v->rows.n_rows ?
		/* TRANSLATORS: the heading of a menu, while its numbers are found out */
		dw_format(_("Views · counting their users: %zu of %zu"), v->counted, v->rows.n_rows) :
		dw_strdup(_("Views"));

	ui_picker_set_title(picker, title);
}

/* Counts one; false when that was the last. A key ends it in the middle: it is begun again. */
static bool
count_one(void *ctx, struct ui_picker *picker)
{
	struct views *v = ctx;
	DW_AUTO(dw_rows) rows = { 0 };
	DW_AUTO(dw_buf) number = { 0 };
	DW_AUTO_FREE char *text = NULL;
	struct dw_error err = { 0 };
	char key[KEY_MAX];
	enum dw_code rc;

	if (v->counted >= v->rows.n_rows)
		return false;
	{
		const struct console_arg args[] = { { "filter", cell(v, v->counted, "filter")->text },
			{ "limit", "0" }, { "count", "yes" }, { NULL, NULL } };

		dw_rows_init(&rows);
		rc = console_read(v->u->c, "user.list", args, DW_CALL_UNCOUNTED, true, &rows, &err);
	}
	if (rc == DW_CANCELLED)
		return true;
	if (rc == DW_OK)
		console_number(&number, rows.total);
	text = detail(v, v->counted, rc == DW_OK ? dw_buf_text(&number) : "–");
	snprintf(key, sizeof(key), "%zu", v->counted);
	ui_picker_set_detail(picker, key, text);
	v->counted++;
	say_progress(v, picker);
	return v->counted < v->rows.n_rows;
}

/* ---- what can be chosen ------------------------------------------------------------- */

static void
delete_chosen(void *ctx, const char *const *keys, size_t n DW_UNUSED)
{
	struct views *v = ctx;
	char id[DW_UUID_TEXT];
	size_t row = strtoul(keys[0], NULL, 10);
	const struct console_arg preset[] = {
		{ "name", dw_uuid_format(&cell(v, row, "id")->id, id) }, { NULL, NULL } };

	act_begin(v->u->c, dw_action_find("view.delete"), NULL, 0, preset);
}

static void
view_chosen(void *ctx, const char *const *keys, size_t n);

/* "no-mfa: mfa:none": the name that commands know it by, and its filter to the end. Free it. */
static char *
whole(const struct views *v, size_t row)
{
	DW_AUTO_FREE char *text = dw_format("%s: %s", cell(v, row, "name")->text,
		cell(v, row, "filter")->text);

	return dw_display_dup(text);
}

/* Those of one kind become items under a heading. */
static size_t
add_items(const struct views *v, const char *kind, const char *heading, bool numbers,
	struct ui_pick *items, size_t n)
{
	for (size_t i = 0; i < v->rows.n_rows; i++)
		if (is_of(v, i, kind))
			items[n++] = (struct ui_pick){
				.key = dw_format("%zu", i),
				.label = v->names[i],
				.detail = numbers ? detail(v, i, "…") :
					dw_display_dup(cell(v, i, "filter")->text),
				.whole = whole(v, i),
				.group = heading,
			};
	return n;
}

static void
free_items(struct ui_pick *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free((char *)(uintptr_t)items[i].key);
		free((char *)(uintptr_t)items[i].detail);
		free((char *)(uintptr_t)items[i].whole);
	}
	free(items);
}

/* Why none can be deleted; NULL = some can. */
static const char *
nothing_to_delete(const struct views *v)
{
	if (!console_may(v->u->c, "view.delete"))
		return _("This console is read-only.");
	for (size_t i = 0; i < v->rows.n_rows; i++)
		if (!is_of(v, i, "built_in"))
			return NULL;
	return _("All views that are there are built in.");
}

static const char *
nothing_to_save(const struct views *v)
{
	if (!console_may(v->u->c, "view.save"))
		return _("This console is read-only.");
	return v->filter[0] == '\0' ? _("There is no filter in force.") : NULL;
}

static void
open_picker(struct views *v, const char *title, bool deleting)
{
	struct ui_pick *items = dw_calloc(v->rows.n_rows + 2, sizeof(*items));
	struct ui_pick_spec spec = { .title = title, .items = items, .ctx = v,
		.done = deleting ? delete_chosen : view_chosen, .work = deleting ? NULL : count_one };
	struct ui_view *view;
	size_t n = 0;

	if (!deleting)
		n = add_items(v, "built_in", _("Work queues"), true, items, n);
	n = add_items(v, "own", _("Your own"), !deleting, items, n);
	n = add_items(v, "shared", _("Shared"), !deleting, items, n);
	if (!deleting) {
		items[n++] = (struct ui_pick){ .key = dw_strdup(SAVE),
			.label = _("Save the filter as a view"), .detail = dw_display_dup(v->filter),
			.whole = dw_display_dup(v->filter),
			.group = _("Views"), .grey = nothing_to_save(v) };
		items[n++] = (struct ui_pick){ .key = dw_strdup(DELETE), .label = _("Delete a view"),
			.group = _("Views"), .grey = nothing_to_delete(v) };
	}
	spec.n = n;
	view = ui_pick_open(&v->u->c->ui, &spec);
	view->gone = views_gone;
	view->gone_arg = v;
	free_items(items, n);
}

/* Names as wide as the widest, so that the numbers stand in a column. */
static void
name_rows(struct views *v)
{
	int widest = 0;

	v->names = dw_calloc(v->rows.n_rows + 1, sizeof(*v->names));
	for (size_t i = 0; i < v->rows.n_rows; i++) {
		const char *about = cell(v, i, "about")->text;

		v->names[i] = dw_display_dup(about != NULL ? about : cell(v, i, "name")->text);
		if (dw_columns(v->names[i]) > widest)
			widest = dw_columns(v->names[i]);
	}
	for (size_t i = 0; i < v->rows.n_rows; i++)
		dw_replace(&v->names[i], dw_format("%s%*s", v->names[i],
			widest - dw_columns(v->names[i]), ""));
}

/* Reads which there are and asks for one; a message when they cannot be read. */
static void
ask(struct users *u, const char *title, bool deleting)
{
	struct views *v = dw_calloc(1, sizeof(*v));
	struct dw_error err = { 0 };

	v->u = u;
	v->filter = dw_strdup(u->filter);
	dw_rows_init(&v->rows);
	if (console_read(u->c, "view.list", NULL, 0, false, &v->rows, &err) != DW_OK) {
		ui_say_error(&u->c->ui, &err);
		v->rows.n_rows = 0;
		views_gone(v);
		return;
	}
	name_rows(v);
	open_picker(v, title, deleting);
}

static void
view_chosen(void *ctx, const char *const *keys, size_t n DW_UNUSED)
{
	struct views *v = ctx;

	if (strcmp(keys[0], SAVE) == 0) {
		const struct console_arg preset[] = { { "filter", v->filter }, { NULL, NULL } };

		act_begin(v->u->c, dw_action_find("view.save"), NULL, 0, preset);
	} else if (strcmp(keys[0], DELETE) == 0) {
		ask(v->u, _("Delete a view"), true);
	} else {
		const struct console_arg args[] = {
			{ "filter", cell(v, strtoul(keys[0], NULL, 10), "filter")->text }, { NULL, NULL } };

		scr_users_show(&v->u->view, args);
	}
}

void
users_views(struct users *u)
{
	ask(u, _("Views"), false);
}

/* ---- as a list, for the command line ---------------------------------------------------- */

static void
open_row(struct list *list, size_t row)
{
	const struct console_arg args[] = { { "filter", list_value(list, row, "filter").text },
		{ NULL, NULL } };

	console_show(list->c, "user.list", args);
}

const struct list_spec users_views_spec = {
	.action = "view.list",
	.title = N_("Views"),
	.empty = N_("There are no views."),
	.topics = DW_TOPIC_AUDIT,
	.open = open_row,
};
