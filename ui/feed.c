/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list as the screens see it: between the table on one side and the reading of
 * pages (feed_page.c), counting and marking all (feed_count.c) and looks
 * (feed_look.c) on the other. See feed.h.
 */
#include "ui/feed.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "ui/feed_parts.h"

#define TICK (10 * DW_SECOND) /* ages of a minute and more, so this is often enough */

void
feed_arg(struct feed_query *args, const char *name, const char *value)
{
	if (args->n < FEED_ARGS)
		args->items[args->n++] = (struct console_arg){ name, value };
}

bool
feed_has(const struct feed *feed, const char *parameter)
{
	return dw_param_find(feed->action, parameter) >= 0;
}

bool
feed_turns(const char *parameter)
{
	static const char *const names[] = { "limit", "after", "before", "last", "page", "count",
		"from" };

	for (size_t i = 0; i < DW_COUNT(names); i++)
		if (strcmp(names[i], parameter) == 0)
			return true;
	return false;
}

/* ---- the model of the table ------------------------------------------------------ */

static size_t
count(void *ctx)
{
	return ((struct feed *)ctx)->rows.n_rows;
}

static struct dw_value
cell(void *ctx, size_t row, size_t column)
{
	struct feed *feed = ctx;
	struct dw_value value = dw_rows_at(&feed->rows, row)[column];

	if (feed->spec->cell == NULL)
		return value;
	return feed->spec->cell(feed->ctx, row, &feed->rows.columns[column], value,
		feed->table.widths[column]);
}

/* Rows without an id of their own (permissions, audit entries) are told apart by their first
 * column, hashed to the size of an id. */
struct dw_uuid
feed_row_id(const struct dw_rows *rows, size_t row)
{
	const struct dw_value *values = dw_rows_at(rows, row);
	int column = dw_column_find(rows->columns, rows->n_columns, "id");
	DW_AUTO(dw_buf) text = { 0 };
	struct dw_uuid id = { 0 };

	if (values == NULL)
		return id;
	if (column >= 0 && rows->columns[column].type == DW_ID)
		return values[column].id;
	dw_value_csv(&text, &rows->columns[0], &values[0]);
	crypto_generichash(id.bytes, sizeof(id.bytes), (const unsigned char *)dw_buf_text(&text),
		text.len, NULL, 0);
	return id;
}

static struct dw_uuid
ref(void *ctx, size_t row)
{
	return feed_row_id(&((struct feed *)ctx)->rows, row);
}

static enum ui_style
style(void *ctx, size_t row, size_t column)
{
	struct feed *feed = ctx;

	return feed->spec->style != NULL ? feed->spec->style(feed->ctx, row, column) : STYLE_NORMAL;
}

/* ---- from beginning to end ---------------------------------------------------------- */

void
feed_init(struct feed *feed, struct console *c, struct ui_view *view,
	const struct feed_spec *spec, void *ctx)
{
	const struct dw_action *action = dw_action_find(spec->action);

	*feed = (struct feed){ .c = c, .view = view, .spec = spec, .ctx = ctx, .action = action,
		.sort = -1, .total = -1, .next = c->feeds };
	c->feeds = feed;
	feed->model = (struct ui_table_model){ action->columns, *action->n_columns, count, cell, ref,
		style, feed_turn };
	feed->page_size = (int)dw_conf_int(c->app->conf, DW_CONF_LIST_PAGE_SIZE);
	dw_rows_init(&feed->rows);
	ui_table_init(&feed->table, &feed->model, feed);
	feed->table.can_mark = spec->can_mark;
	feed->table.jumps = c->ui.term->facts.slow;
	ui_table_tick(&feed->table, dw_now());
	feed_show_sort(feed);
	feed_reload(feed, 0);
}

static void
answered(void *arg)
{
	((struct feed *)arg)->question = NULL;
}

void
feed_asks(struct feed *feed, struct ui_view *question)
{
	feed->question = question;
	question->gone = answered;
	question->gone_arg = feed;
}

void
feed_clear(struct feed *feed)
{
	if (feed == NULL)
		return;
	/* Beside a list of people, the lists about one go when that person does. */
	if (feed->question != NULL)
		ui_remove(&feed->c->ui, feed->question);
	for (struct feed **at = feed->c != NULL ? &feed->c->feeds : NULL; at != NULL && *at != NULL;
		at = &(*at)->next)
		if (*at == feed) {
			*at = feed->next;
			break;
		}
	ui_table_clear(&feed->table);
	dw_rows_clear(&feed->rows);
	feed_trail_clear(feed);
	free(feed->place.cursor);
	free(feed->to.cursor);
}

/* ---- work and time -------------------------------------------------------------------- */

static bool
must_read(const struct feed *feed)
{
	return feed->want != FEED_NOTHING &&
		(feed->want != FEED_AGAIN || feed->not_before <= dw_now());
}

bool
feed_has_work(const struct feed *feed)
{
	return must_read(feed) || feed_must_count(feed);
}

enum ui_did
feed_work(struct feed *feed)
{
	if (must_read(feed))
		return feed_read(feed, false);
	return feed_must_count(feed) ? feed_count(feed) : UI_HANDLED;
}

/* Ages are those of the last reading, where nothing is drawn because time passes. */
static bool
is_still(const struct feed *feed)
{
	return feed->c->ui.term->facts.still;
}

int64_t
feed_wake(const struct feed *feed)
{
	int64_t wake = is_still(feed) ? INT64_MAX : feed->table.now + TICK;

	if (feed->want == FEED_AGAIN && feed->not_before < wake)
		wake = feed->not_before;
	if (feed->recount && feed->count_not_before < wake)
		wake = feed->count_not_before;
	if (feed->retry_at != 0 && feed->retry_at < wake)
		wake = feed->retry_at;
	return wake != INT64_MAX ? wake : 0;
}

enum ui_did
feed_tick(struct feed *feed, int64_t now)
{
	if (feed->retry_at != 0 && feed->retry_at <= now) {
		feed->retry_at = 0;
		feed_reload(feed, 0);
	}
	if (is_still(feed) || (now - feed->table.now < TICK && now >= feed->table.now))
		return UI_HANDLED;
	return ui_table_tick(&feed->table, now) ? UI_REDRAW : UI_HANDLED;
}

/* ---- drawing ------------------------------------------------------------------------------ */

void
feed_draw(struct feed *feed, struct ui_canvas *canvas, struct ui_rect room, bool focus)
{
	feed->table.loading = feed->want == FEED_FRESH;
	feed->table.empty = feed->failed.code != DW_OK ? feed->failed.message :
		feed->spec->empty != NULL ? feed->spec->empty(feed->ctx) : NULL;
	room.rows -= feed->asking;
	ui_table_draw(&feed->table, canvas, room, focus);
}

static bool
is_narrowed(const struct feed *feed)
{
	return feed->spec->narrowed != NULL && feed->spec->narrowed(feed->ctx);
}

/* "1,048,576 users" */
static void
say_all(const struct feed *feed, int64_t n, struct dw_buf *out)
{
	DW_AUTO(dw_buf) number = { 0 };

	console_number(&number, n);
	/* The format comes from the screen's plural forms. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	dw_buf_printf(out, feed->spec->all(n), dw_buf_text(&number));
#pragma GCC diagnostic pop
}

/* "1-18 of 128", "1-18 of 128 users" when these are all, "1-18 of …" while it is counted. */
static void
say_window(const struct feed *feed, int64_t total, bool all, struct dw_buf *out)
{
	int64_t before = feed->place.offset;
	bool counts = total >= 0 || feed_has(feed, "count");
	DW_AUTO(dw_buf) from = { 0 };
	DW_AUTO(dw_buf) to = { 0 };
	DW_AUTO(dw_buf) of = { 0 };
	size_t first, last;

	ui_table_window(&feed->table, &first, &last);
	if (all)
		say_all(feed, total, &of);
	else if (total >= 0)
		console_number(&of, total);
	else
		dw_buf_puts(&of, "…");
	if (before < 0) {
		console_number(&from, (int64_t)(last - first) + 1);
		/* TRANSLATORS: rows on the screen, of how many that match; where they lie is not known yet. */
		dw_buf_printf(out, _("%s of %s"), dw_buf_text(&from), dw_buf_text(&of));
		return;
	}
	console_number(&from, before + (int64_t)first);
	console_number(&to, before + (int64_t)last);
	if (!counts) {
		dw_buf_printf(out, "%s–%s", dw_buf_text(&from), dw_buf_text(&to));
		return;
	}
	/* TRANSLATORS: first and last row on the screen, of how many that match: 1-18 of 128. */
	dw_buf_printf(out, _("%s–%s of %s"), dw_buf_text(&from), dw_buf_text(&to), dw_buf_text(&of));
}

static void
say_page(const struct feed *feed, int64_t total, struct dw_buf *out)
{
	DW_AUTO(dw_buf) page = { 0 };
	DW_AUTO(dw_buf) pages = { 0 };
	int64_t size = feed->page_size;
	/* A list that began at a letter has a first page that is shorter. */
	int64_t first = feed->place.offset % size;

	if (feed->place.offset < 0 || (total >= 0 && total <= size && feed->place.offset == 0))
		return;
	console_number(&page, (feed->place.offset + size - 1) / size + 1);
	dw_buf_puts(out, " · ");
	if (total < 0 && feed_has(feed, "count")) {
		dw_buf_printf(out, _("page %s"), dw_buf_text(&page));
		return;
	}
	if (total < 0) {
		/* Not the last page, or the total would be known. */
		dw_buf_printf(out, _("page %s, more follow"), dw_buf_text(&page));
		return;
	}
	console_number(&pages, (first > 0) + (total - first + size - 1) / size);
	dw_buf_printf(out, _("page %s of %s"), dw_buf_text(&page), dw_buf_text(&pages));
}

void
feed_status(const struct feed *feed, struct dw_buf *left, struct dw_buf *right)
{
	int64_t all = feed->spec->total != NULL ? feed->spec->total(feed->ctx) : -1;
	bool narrowed = is_narrowed(feed), known = all >= 0 && feed->spec->all != NULL;
	int64_t total = !narrowed && all >= 0 ? all : feed->total;
	size_t marked = feed->table.marks.n;
	char name[UI_KEY_TEXT];
	uint32_t key;

	if (feed->rows.n_rows > 0) {
		say_window(feed, total, known && !narrowed, left);
		say_page(feed, total, left);
	} else if (narrowed && feed->want == FEED_NOTHING && feed->failed.code == DW_OK) {
		dw_buf_puts(left, _("No matches"));
	}
	if (known && (narrowed || feed->rows.n_rows == 0)) {
		dw_buf_puts(left, left->len > 0 ? " · " : "");
		say_all(feed, all, left);
	}
	/* A sort that no heading shows. */
	if (feed->table.sort >= 0 && !(feed->table.shown >> feed->table.sort & 1))
		dw_buf_printf(left, " · %s%s", _(feed->model.columns[feed->table.sort].title),
			feed->table.descending ? UI_SIGN_DOWN : UI_SIGN_UP);
	if (!dw_uuid_is_none(&feed->table.anchor) &&
		ui_keymap_keys(UI_CMD_MARK_RANGE, UI_IN_LIST, &key, 1) > 0)
		/* TRANSLATORS: %s is a key: "v ends the range" */
		dw_buf_printf(right, _("%s ends the range"), ui_key_name(key, name));
	if (marked > 0) {
		DW_AUTO(dw_buf) number = { 0 };

		console_number(&number, (int64_t)marked);
		dw_buf_puts(right, right->len > 0 ? " · " : "");
		dw_buf_printf(right, DW_NG("%s marked", "%s marked", marked), dw_buf_text(&number));
	}
}

/* ---- events ------------------------------------------------------------------------------- */

void
feed_offer(const struct feed *feed, struct ui_offers *offers)
{
	static const enum ui_command_id own[] = { UI_CMD_SORT, UI_CMD_COLUMNS, UI_CMD_GO_TO_PAGE,
		UI_CMD_GO_TO_LETTER, UI_CMD_LARGER_PAGE, UI_CMD_SMALLER_PAGE, UI_CMD_RELOAD };

	ui_table_offer(&feed->table, offers);
	if (feed->rows.n_rows > 0)
		ui_offer_as(offers, UI_CMD_WHOLE, "");
	for (size_t i = 0; i < DW_COUNT(own); i++)
		if ((own[i] != UI_CMD_SORT || feed_has(feed, "sort")) &&
			(own[i] != UI_CMD_GO_TO_PAGE || feed_has(feed, "page")) &&
			(own[i] != UI_CMD_GO_TO_LETTER || feed_has_letters(feed)))
			ui_offer(offers, own[i]);
}

enum ui_did
feed_event(struct feed *feed, const struct ui_event *event)
{
	if (event->type != UI_EVENT_KEY && event->type != UI_EVENT_MOUSE)
		return UI_IGNORED;
	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_NONE)
		return UI_IGNORED;
	if (event->command == UI_CMD_RELOAD) {
		feed_again(feed);
		return UI_REDRAW;
	}
	if (!feed_settle(feed))
		return UI_REDRAW;
	if (event->command == UI_CMD_WHOLE) {
		feed_open_row(feed, feed->table.cursor);
		return UI_REDRAW;
	}
	if (event->command == UI_CMD_MARK_ALL) {
		feed_mark_all(feed);
		return UI_REDRAW;
	}
	enum ui_did did = feed_look_event(feed, event);

	return did != UI_IGNORED ? did : ui_table_event(&feed->table, event);
}

size_t
feed_targets(struct feed *feed, struct dw_uuid **out)
{
	struct ui_marks *marks = &feed->table.marks;
	size_t at = 0, n = 0;

	*out = dw_calloc(marks->n + 1, sizeof(**out));
	while (ui_marks_next(marks, &at, &(*out)[n]))
		n++;
	if (n == 0 && feed_settle(feed) && ui_table_current(&feed->table, &(*out)[0]))
		n = 1;
	return n;
}

static bool
are_the_marks(const struct ui_marks *marks, const struct dw_uuid *ids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ui_marks_have(marks, &ids[i]))
			return false;
	return n > 0 && marks->n == n;
}

void
feed_done(struct console *c, const struct dw_uuid *ids, const bool *done, size_t n)
{
	for (struct feed *feed = c->feeds; feed != NULL; feed = feed->next) {
		if (!are_the_marks(&feed->table.marks, ids, n))
			continue;
		for (size_t i = 0; i < n; i++)
			if (done[i])
				ui_marks_remove(&feed->table.marks, &ids[i]);
	}
}

void
feed_forget_gone(struct feed *feed)
{
	struct ui_marks *marks = &feed->table.marks;
	struct ui_marks kept = { 0 };

	if (feed->want != FEED_NOTHING || feed->failed.code != DW_OK || marks->n == 0)
		return;
	for (size_t row = 0; row < feed->rows.n_rows; row++) {
		struct dw_uuid id = feed_row_id(&feed->rows, row);

		if (ui_marks_have(marks, &id))
			ui_marks_add(&kept, &id);
	}
	ui_marks_clear(marks);
	*marks = kept;
}
