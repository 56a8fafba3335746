/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row of a list whole, in a pager: every column with its value to the end, whether it
 * has a place in the list or not; above them what the list was asked for, because a filter
 * may be longer than its line. See feed.h.
 */
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/feed_parts.h"
#include "ui/pager.h"

#define INDENT 2

static void
add(struct ui_pager *pager, const char *title, const char *shown)
{
	if (shown[0] == '\0')
		return;
	ui_pager_add(pager, STYLE_HEADING, title);
	ui_pager_addf(pager, STYLE_NORMAL, "%*s%s", INDENT, "", shown);
	ui_pager_hang(pager, INDENT);
}

/* Filter, search: what was given to the action. */
static void
add_question(const struct feed *feed, struct ui_pager *pager)
{
	struct feed_query query = { .n = 0 };

	if (feed->spec->args != NULL)
		feed->spec->args(feed->ctx, &query);
	for (size_t i = 0; i < query.n; i++) {
		int index = dw_param_find(feed->action, query.items[i].name);
		const char *title = index >= 0 ? feed->action->params[index].title : NULL;
		DW_AUTO_FREE char *shown = dw_display_dup(query.items[i].value);

		if (title != NULL && !feed_turns(query.items[i].name))
			add(pager, _(title), shown);
	}
	if (pager->n > 0)
		ui_pager_add(pager, STYLE_NORMAL, "");
}

static void
add_row(const struct dw_rows *rows, size_t row, struct ui_pager *pager)
{
	const struct dw_value *values = dw_rows_at(rows, row);

	for (size_t i = 0; i < rows->n_columns; i++) {
		struct dw_column column = rows->columns[i];
		DW_AUTO(dw_buf) text = { 0 };

		if ((column.flags & DW_COL_CURSOR) != 0)
			continue;
		/* Here is room for the time itself. */
		column.flags &= ~(unsigned)DW_COL_BADGE;
		dw_value_text(&text, &column, &values[i], dw_now());
		add(pager, _(column.title), dw_buf_text(&text));
	}
}

/* What people call it: the first column that is text, else the first one. */
static size_t
name_column(const struct dw_rows *rows)
{
	for (size_t i = 0; i < rows->n_columns; i++)
		if (rows->columns[i].type == DW_TEXT)
			return i;
	return 0;
}

void
feed_open_row(struct feed *feed, size_t row)
{
	const struct dw_rows *rows = &feed->rows;
	const struct dw_value *values = dw_rows_at(rows, row);
	struct ui_pager pager = { 0 };
	DW_AUTO(dw_buf) title = { 0 };
	size_t name = name_column(rows);

	if (values == NULL)
		return;
	add_question(feed, &pager);
	add_row(rows, row, &pager);
	dw_value_text(&title, &rows->columns[name], &values[name], dw_now());
	ui_pager_open(&feed->c->ui, dw_buf_text(&title), &pager);
}
