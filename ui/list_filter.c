/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a list is narrowed by, besides its search: arguments of its read action, asked for in
 * a form that is made from the action's parameters, chosen from a menu of ready ones, or
 * given on the command line, which are all the same. Lists of users are narrowed in the
 * filter language, as their screen is. See list.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "domain/filter.h"
#include "ui/act.h"
#include "ui/feed_parts.h"
#include "ui/list_parts.h"
#include "ui/menu.h"

static bool
by_language(const struct list *list)
{
	int filter = dw_param_find(list->feed.action, "filter");

	return filter >= 0 && list->feed.action->params[filter].kind == DW_P_FILTER;
}

static void
filter_given(void *ctx, const struct console_arg *args)
{
	struct list *list = ctx;

	list_narrow(list, args);
	list_load(list, 0);
	ui_redraw(&list->c->ui);
}

/* The arguments that are always given, with an end. */
static struct act_filter_spec
form_of(struct list *list)
{
	list->fixed[list->n_fixed] = list->given[list->n_given] = (struct console_arg){ NULL, NULL };
	return (struct act_filter_spec){
		.action = list->spec->action,
		.title = _(list->spec->title),
		.search = list->spec->search,
		.fixed = list->fixed,
		.given = list->given,
		.done = filter_given,
		.ctx = list,
	};
}

bool
list_can_filter(struct list *list)
{
	const struct act_filter_spec form = form_of(list);
	const struct dw_action *action = list->feed.action;

	if (by_language(list))
		return true;
	for (size_t i = 0; i < action->n_params; i++)
		if (act_filter_asks(&form, &action->params[i]))
			return true;
	return false;
}

bool
list_is_filtered(const struct list *list)
{
	return list->n_given > 0;
}

static void
forget(struct list *list)
{
	for (size_t i = 0; i < list->n_given; i++)
		free((char *)list->given[i].value);
	list->n_given = 0;
	dw_replace(&list->filter, NULL);
}

void
list_filter_clear(struct list *list)
{
	forget(list);
}

void
list_narrow(struct list *list, const struct console_arg *args)
{
	struct console_arg fresh[LIST_FIXED];
	size_t n = 0;

	/* What comes may be what is there. */
	for (; args != NULL && args->name != NULL && n < LIST_FIXED; args++) {
		int index = dw_param_find(list->feed.action, args->name);

		if (index >= 0 && args->value[0] != '\0')
			fresh[n++] = (struct console_arg){ list->feed.action->params[index].name,
				dw_strdup(args->value) };
	}
	forget(list);
	memcpy(list->given, fresh, n * sizeof(*fresh));
	list->n_given = n;
}

/* ---- what is in force -------------------------------------------------------------------- */

void
list_filter_args(struct list *list, struct feed_query *query)
{
	const char *always = NULL;

	for (size_t i = 0; i < list->n_fixed; i++)
		if (!by_language(list) || strcmp(list->fixed[i].name, "filter") != 0)
			feed_arg(query, list->fixed[i].name, list->fixed[i].value);
		else
			always = list->fixed[i].value;
	for (size_t i = 0; i < list->n_given; i++)
		if (!by_language(list) || strcmp(list->given[i].name, "filter") != 0)
			feed_arg(query, list->given[i].name, list->given[i].value);
	if (!by_language(list))
		return;
	dw_replace(&list->filter, list->n_given == 0 ? dw_strdup(always != NULL ? always : "") :
		dw_format("%s %s", always != NULL ? always : "", list->given[0].value));
	if (list->filter[0] != '\0')
		feed_arg(query, "filter", list->filter);
}

void
list_filter_text(const struct list *list, struct dw_buf *out)
{
	for (size_t i = 0; i < list->n_given; i++) {
		DW_AUTO(dw_buf) word = { 0 };

		if (!by_language(list)) {
			dw_buf_printf(&word, "%s%s:", i > 0 ? " " : "", list->given[i].name);
			dw_filter_quote(&word, list->given[i].value);
		} else {
			dw_buf_puts(&word, list->given[i].value);
		}
		dw_display(out, dw_buf_text(&word), word.len);
	}
}

/* ---- asking for it -------------------------------------------------------------------------- */

static void
language_given(void *ctx, const char *text)
{
	const struct console_arg args[] = { { "filter", text }, { NULL, NULL } };

	filter_given(ctx, args);
}

void
list_ask_filter(struct list *list)
{
	const struct act_filter_spec form = form_of(list);

	struct console_arg with[LIST_FIXED + 2] = { { NULL, NULL } };
	size_t n = list->n_fixed;

	memcpy(with, list->fixed, n * sizeof(*with));
	if (!ui_field_empty(&list->needle))
		with[n++] = (struct console_arg){ list->spec->search, ui_field_text(&list->needle) };
	if (by_language(list))
		console_filter_dialog(list->c, list->n_given > 0 ? list->given[0].value : "", with,
			language_given, list);
	else
		feed_asks(&list->feed, act_filter(list->c, &form));
}

/* ---- ready ones ------------------------------------------------------------------------------ */

/* The value of a ready one: as it is written, or taken from the row under the cursor, or from
 * who looks. "" = there is none. Not safe to show. */
static const char *
ready_value(const struct list *list, const char *value)
{
	struct dw_value taken;

	if (strcmp(value, LIST_ME) == 0)
		return list->c->app->operator.username;
	if (value[0] != '=')
		return value;
	taken = list_value(list, list->feed.table.cursor, value + 1);
	return list->feed.rows.n_rows == 0 || taken.text == NULL ||
		strcmp(taken.text, DW_AUDIT_ERASED) == 0 ? "" : taken.text;
}

/* It as people read it, like its cell in the list. To free. */
static char *
ready_shown(struct list *list, const char *value, const char *taken)
{
	const struct feed *feed = &list->feed;
	int column = dw_column_find(feed->model.columns, feed->model.n_columns, value + 1);
	struct dw_value shown = { .text = taken };

	if (column >= 0 && list->spec->cell != NULL)
		shown = list->spec->cell(list, feed->table.cursor, &feed->model.columns[column],
			list_value(list, feed->table.cursor, value + 1), 0);
	return dw_display_dup(shown.text != NULL ? shown.text : taken);
}

static void
ready_chosen(void *ctx, int value)
{
	struct list *list = ctx;
	const struct list_ready *ready = &list->spec->ready[value];
	struct console_arg args[LIST_READY + 1] = { { NULL, NULL } };

	for (size_t i = 0; i < LIST_READY && ready->args[i].name != NULL; i++)
		args[i] = (struct console_arg){ ready->args[i].name,
			ready_value(list, ready->args[i].value) };
	filter_given(list, args);
}

void
list_ask_ready(struct list *list)
{
	const struct list_ready *ready = list->spec->ready;
	struct ui_menu_row rows[LIST_READIES] = { 0 };
	char *remarks[LIST_READIES] = { NULL };
	size_t n = 0;

	for (; ready[n].label != NULL && n < LIST_READIES; n++) {
		const char *value = ready[n].args[0].value;
		const char *taken = ready_value(list, value);

		rows[n] = (struct ui_menu_row){ .label = _(ready[n].label),
			.mnemonic = (uint32_t)(unsigned char)ready[n].mnemonic, .value = (int)n };
		if (taken[0] == '\0')
			rows[n].grey = _("The row under the cursor has none.");
		else if (value[0] == '=')
			rows[n].remark = remarks[n] = ready_shown(list, value, taken);
	}
	feed_asks(&list->feed, ui_menu_open(&list->c->ui, _("Views"), rows, n, -1, -1,
		ready_chosen, list));
	for (size_t i = 0; i < n; i++)
		free(remarks[i]);
}

/* ---- the line above the rows ------------------------------------------------------------------ */

#define NEEDLE_MIN 22 /* columns of the search text when it has to share the line */

bool
list_has_line(const struct list *list)
{
	return list->searching || !ui_field_empty(&list->needle) || list->n_given > 0;
}

void
list_draw_line(struct list *list, struct ui_canvas *canvas, struct ui_rect line, bool focus)
{
	bool search = list->searching || !ui_field_empty(&list->needle);
	int end = line.x + line.cols - 1, room = line.cols - 4, given, wanted;
	DW_AUTO(dw_buf) filter = { 0 };

	list_filter_text(list, &filter);
	wanted = dw_columns(dw_buf_text(&filter));
	ui_put(canvas, line.y, line.x + 1, search ? STYLE_KEY : STYLE_DIM, "/");
	/* The filter stands to the right, as that of the users does; the search is never hidden. */
	given = room - (search ? NEEDLE_MIN : 0);
	given = wanted < given ? wanted : given;
	if (given > 0)
		ui_put_fit(canvas, line.y, end - given, given, STYLE_BADGE, dw_buf_text(&filter));
	line.x += 3;
	line.cols -= given > 0 ? given + 5 : 3;
	if (search)
		ui_field_draw(&list->needle, canvas, line,
			list->searching ? STYLE_FIELD_FOCUS : STYLE_FIELD, focus && list->searching);
}
