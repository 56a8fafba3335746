/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a list looks: order, columns, size and number of the page, and the menus and
 * dialogs that ask for them. See feed.h.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "ui/feed_parts.h"
#include "ui/form.h"
#include "ui/menu.h"
#include "ui/picker.h"

#define PAGES_MAX INT64_C(1000000000000) /* beyond any store; its rows can still be counted */

static const int page_sizes[] = { 25, 50, 100, 200, 500, 1000 };

/* ---- order --------------------------------------------------------------------------- */

static int
column_by_sort(const struct feed *feed, const char *sort)
{
	for (size_t i = 0; sort != NULL && i < feed->model.n_columns; i++)
		if (feed->model.columns[i].sort != NULL &&
			strcmp(feed->model.columns[i].sort, sort) == 0)
			return (int)i;
	return -1;
}

/* What the headings show: the order chosen, else the list's own. */
void
feed_show_sort(struct feed *feed)
{
	const char *own = feed->spec->sort;
	bool turned = own != NULL && own[0] == '-';

	feed->table.sort = feed->sort >= 0 ? feed->sort : column_by_sort(feed, turned ? own + 1 : own);
	feed->table.descending = feed->sort >= 0 ? feed->descending : turned;
}

void
feed_set_sort(struct feed *feed, const char *sort, bool descending)
{
	feed->sort = column_by_sort(feed, sort);
	feed->descending = descending;
	feed_show_sort(feed);
}

void
feed_args(struct feed *feed, struct feed_query *args)
{
	if (feed->spec->args != NULL)
		feed->spec->args(feed->ctx, args);
	if (feed->sort < 0 || !feed_has(feed, "sort"))
		return;
	snprintf(feed->sort_text, sizeof(feed->sort_text), "%s%s", feed->descending ? "-" : "",
		feed->model.columns[feed->sort].sort);
	feed_arg(args, "sort", feed->sort_text);
}

/* Times begin with the newest; choosing the same column again turns it around. */
static void
sort_by(void *ctx, int column)
{
	struct feed *feed = ctx;
	bool descending = feed->table.sort == column ? !feed->table.descending :
		feed->model.columns[column].type == DW_TIME;

	feed_set_sort(feed, feed->model.columns[column].sort, descending);
	feed_reload(feed, 0);
	feed_asked(feed);
}

/* An order tells what the mask hides. */
static bool
may_sort(const struct feed *feed, int column)
{
	return (feed->model.columns[column].flags & DW_COL_PII) == 0 ||
		dw_rights_have(&feed->c->app->operator.rights, DW_PERM_VIEW_PII);
}

static void
ask_sort(struct feed *feed)
{
	struct ui_menu_row rows[UI_TABLE_COLUMNS] = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < feed->model.n_columns && n < DW_COUNT(rows); i++) {
		const struct dw_column *column = &feed->model.columns[i];
		bool on = feed->table.sort == (int)i;

		if (column->sort == NULL || (column->flags & (DW_COL_DETAIL | DW_COL_CURSOR)) != 0)
			continue;
		rows[n] = (struct ui_menu_row){ .label = _(column->title),
			.mnemonic = (uint32_t)('1' + n), .on = on, .value = (int)i,
			.grey = may_sort(feed, (int)i) ? NULL :
				_("You see it masked, so you cannot sort by it (doorward.view_pii)."),
			.remark = !on ? NULL : feed->table.descending ? _("now descending; again: ascending") :
				_("now ascending; again: descending") };
		n++;
	}
	feed_asks(feed, ui_menu_open(&feed->c->ui, _("Sort by"), rows, n, -1, -1, sort_by, feed));
}

/* ---- columns ----------------------------------------------------------------------------- */

static bool
can_choose(const struct dw_column *column)
{
	return (column->flags & (DW_COL_DETAIL | DW_COL_CURSOR)) == 0;
}

/* When a column has something in it, if not now. */
static const char *
when_filled(const struct feed *feed, const struct dw_column *column)
{
	return (column->flags & feed->more) != 0 ? NULL :
		(column->flags & DW_COL_PENDING) != 0 ? _("only with the recycle bin") :
		(column->flags & DW_COL_PERM) != 0 ? _("only with a filter on a permission") : NULL;
}

static bool
is_usual(const struct feed *feed, size_t i)
{
	unsigned flags = feed->model.columns[i].flags;

	return (flags & (DW_COL_DEFAULT | feed->more)) != 0;
}

static void
show_columns(struct feed *feed)
{
	uint64_t shown = feed->chosen;

	for (size_t i = 0; i < feed->model.n_columns && i < UI_TABLE_COLUMNS; i++) {
		if (feed->chosen == 0 && can_choose(&feed->model.columns[i]) && is_usual(feed, i))
			shown |= UI_COLUMN(i);
		if ((feed->model.columns[i].flags & feed->more) != 0)
			shown |= UI_COLUMN(i);
	}
	feed->table.chosen = shown;
}

void
feed_set_more(struct feed *feed, unsigned flags)
{
	feed->more = flags;
	show_columns(feed);
}

static void
columns_chosen(void *ctx, const char *const *keys, size_t n)
{
	struct feed *feed = ctx;
	const struct dw_column *columns = feed->model.columns;
	uint64_t former = feed->chosen;

	feed->chosen = 0;
	for (size_t i = 0; i < n; i++) {
		int column = dw_column_find(columns, feed->model.n_columns, keys[i]);

		/* Those that are there for the moment, for the recycle bin, were not chosen. */
		if (column >= 0 && column < UI_TABLE_COLUMNS &&
			((columns[column].flags & feed->more) == 0 || (former & UI_COLUMN(column)) != 0))
			feed->chosen |= UI_COLUMN(column);
	}
	show_columns(feed);
	ui_redraw(&feed->c->ui);
}

static void
ask_columns(struct feed *feed)
{
	struct ui_pick picks[UI_TABLE_COLUMNS] = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < feed->model.n_columns && i < UI_TABLE_COLUMNS; i++) {
		const struct dw_column *column = &feed->model.columns[i];

		if (!can_choose(column))
			continue;
		picks[n++] = (struct ui_pick){ .key = column->name, .label = _(column->title),
			.detail = when_filled(feed, column),
			.on = (feed->chosen != 0 ? feed->chosen >> i & 1 : is_usual(feed, i)) };
	}
	feed_asks(feed, ui_pick_open(&feed->c->ui, &(struct ui_pick_spec){
		.title = _("Columns"),
		.hint = _("None ticked: the usual ones. Where there is little room, some stay hidden."),
		.many = true,
		.items = picks,
		.n = n,
		.done = columns_chosen,
		.ctx = feed,
	}));
}

/* ---- pages ------------------------------------------------------------------------------- */

static void
resize(struct feed *feed, bool larger)
{
	int size = feed->page_size;
	size_t n = DW_COUNT(page_sizes);
	DW_AUTO(dw_buf) text = { 0 };

	if (larger) {
		for (size_t i = n; i-- > 0;)
			if (page_sizes[i] > feed->page_size)
				size = page_sizes[i];
	} else {
		for (size_t i = 0; i < n; i++)
			if (page_sizes[i] < feed->page_size)
				size = page_sizes[i];
	}
	if (size != feed->page_size)
		feed_resize(feed, size);
	feed_asked(feed);
	console_number(&text, size);
	ui_say(&feed->c->ui, STYLE_NORMAL, DW_NG("%s row on a page", "%s rows on a page", size),
		dw_buf_text(&text));
}

static int64_t
pages(const struct feed *feed)
{
	return feed->total < 0 ? -1 : (feed->total + feed->page_size - 1) / feed->page_size;
}

static enum dw_code
page_typed(struct ui_form *form, void *ctx, struct dw_error *err)
{
	struct feed *feed = ctx;
	const char *text = ui_form_text(form, "page");
	int64_t last = pages(feed);
	char *end;
	long long page = strtoll(text, &end, 10);

	if (end == text || *end != '\0' || page < 1 || page > PAGES_MAX)
		return dw_fail_field(err, DW_INVALID, "page", _("This must be the number of a page."));
	if (last > 0 && page > last)
		return dw_fail_field(err, DW_INVALID, "page",
			DW_NG("There is only %lld page.", "There are only %lld pages.", last), (long long)last);
	feed_go_page(feed, page);
	feed_asked(feed);
	return DW_OK;
}

static void
ask_page(struct feed *feed)
{
	static const struct ui_form_ops ops = { .save = page_typed, .forgets = true };
	DW_AUTO(dw_buf) help = { 0 };
	DW_AUTO(dw_buf) last = { 0 };
	struct ui_form_field field = { .name = "page", .label = _("Page"), .required = true };

	if (pages(feed) == 1) {
		ui_say(&feed->c->ui, STYLE_NORMAL, "%s", _("There is one page only."));
		return;
	}
	if (pages(feed) > 0) {
		console_number(&last, pages(feed));
		dw_buf_printf(&help, _("A number from 1 to %s."), dw_buf_text(&last));
		field.help = dw_buf_text(&help);
	}
	feed_asks(feed, ui_form_view(ui_form_open(&feed->c->ui, _("Go to page"), _("go"), &field, 1, &ops,
		feed)));
}

/* ---- kept ----------------------------------------------------------------------------------- */

void
feed_keep(const struct feed *feed, json_t *out)
{
	const struct dw_column *columns = feed->model.columns;
	int64_t usual = dw_conf_int(feed->c->app->conf, DW_CONF_LIST_PAGE_SIZE);

	if (feed->sort >= 0)
		json_object_set_new(out, "sort", json_sprintf("%s%s", feed->descending ? "-" : "",
			columns[feed->sort].sort));
	if (feed->page_size != (int)usual)
		json_object_set_new(out, "page_size", json_integer(feed->page_size));
	if (feed->chosen == 0)
		return;
	json_object_set_new(out, "columns", json_array());
	for (size_t i = 0; i < feed->model.n_columns && i < UI_TABLE_COLUMNS; i++)
		if ((feed->chosen & UI_COLUMN(i)) != 0)
			json_array_append_new(json_object_get(out, "columns"),
				json_string(columns[i].name));
}

void
feed_recall(struct feed *feed, const json_t *kept)
{
	const char *sort = json_string_value(json_object_get(kept, "sort"));
	json_int_t size = json_integer_value(json_object_get(kept, "page_size"));
	const json_t *columns = json_object_get(kept, "columns"), *item;
	size_t at;
	int column;

	if (sort != NULL && feed_has(feed, "sort")) {
		column = column_by_sort(feed, sort + (sort[0] == '-'));
		if (column >= 0 && may_sort(feed, column))
			feed_set_sort(feed, sort + (sort[0] == '-'), sort[0] == '-');
	}
	for (size_t i = 0; i < DW_COUNT(page_sizes); i++)
		if (page_sizes[i] == size)
			feed->page_size = (int)size;
	json_array_foreach (columns, at, item) {
		const char *name = json_string_value(item);

		column = name == NULL ? -1 :
			dw_column_find(feed->model.columns, feed->model.n_columns, name);
		if (column >= 0 && column < UI_TABLE_COLUMNS &&
			can_choose(&feed->model.columns[column]))
			feed->chosen |= UI_COLUMN(column);
	}
	if (feed->chosen != 0)
		show_columns(feed);
}

/* ---- events ------------------------------------------------------------------------------- */

enum ui_did
feed_look_event(struct feed *feed, const struct ui_event *event)
{
	int column;

	if (event->type == UI_EVENT_MOUSE) {
		column = ui_table_heading_at(&feed->table, event->y, event->x);
		if (event->mouse != UI_MOUSE_CLICK || column < 0 || !feed_has(feed, "sort") ||
			feed->model.columns[column].sort == NULL || !may_sort(feed, column))
			return UI_IGNORED;
		sort_by(feed, column);
		return UI_REDRAW;
	}
	switch (event->command) {
	case UI_CMD_SORT:
		ask_sort(feed);
		return UI_HANDLED;
	case UI_CMD_COLUMNS:
		ask_columns(feed);
		return UI_HANDLED;
	case UI_CMD_LARGER_PAGE:
	case UI_CMD_SMALLER_PAGE:
		resize(feed, event->command == UI_CMD_LARGER_PAGE);
		return UI_REDRAW;
	case UI_CMD_GO_TO_PAGE:
		ask_page(feed);
		return UI_HANDLED;
	case UI_CMD_GO_TO_LETTER:
		feed_ask_letter(feed);
		return UI_REDRAW;
	default:
		return UI_IGNORED;
	}
}
