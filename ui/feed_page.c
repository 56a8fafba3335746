/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading the page: which one is wanted, the sink that shows rows while they come, and
 * what happens when a key comes first. A page that was cut off in the middle goes on after
 * its last row. See feed.h.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/feed_parts.h"

#define SHOW_AFTER 40   /* ms: then a few rows are shown, though the screen is not full */
#define PATIENCE 1000   /* ms: then keys interrupt also what must be settled */
#define RARELY 20       /* a refresh costs at most one part of so many of the time */

static void
place_clear(struct feed_place *place)
{
	free(place->cursor);
	*place = (struct feed_place){ 0 };
}

static void
want(struct feed *feed, int what, struct feed_place to, unsigned flags)
{
	if (feed->want == FEED_NOTHING)
		feed->since = dw_now();
	feed->want = (__typeof__(feed->want))what;
	place_clear(&feed->to);
	feed->to = to;
	feed->flags = flags;
	feed->go_to = (struct dw_uuid){ 0 };
	feed->back = false;
	if (feed->view != NULL)
		feed->view->working = true;
}

/* ---- what is wanted ------------------------------------------------------------------ */

void
feed_reload(struct feed *feed, unsigned flags)
{
	feed->total = -1;
	want(feed, FEED_FRESH, (struct feed_place){ .at = FEED_FIRST }, flags);
}

void
feed_refresh(struct feed *feed)
{
	feed->recount = true;
	feed->stale = feed->want != FEED_NOTHING && feed->want != FEED_AGAIN;
	if (feed->want == FEED_NOTHING && feed->failed.code == DW_OK)
		want(feed, FEED_AGAIN, (struct feed_place){ 0 }, DW_CALL_UNCOUNTED);
}

void
feed_again(struct feed *feed)
{
	feed->recount = true;
	if (feed->failed.code != DW_OK)
		feed_reload(feed, 0);
	else if (feed->want == FEED_NOTHING || feed->want == FEED_AGAIN)
		want(feed, FEED_AGAIN, (struct feed_place){ 0 }, 0);
	feed->not_before = 0;
}

/* ---- the way back, for actions that only go forward ---------------------------------- */

static void
trail_push(struct feed *feed, struct feed_place place)
{
	feed->trail = dw_realloc(feed->trail, feed->n_trail + 1, sizeof(*feed->trail));
	feed->trail[feed->n_trail++] = place;
}

static void
trail_pop(struct feed *feed)
{
	if (feed->n_trail > 0)
		place_clear(&feed->trail[--feed->n_trail]);
}

void
feed_trail_clear(struct feed *feed)
{
	while (feed->n_trail > 0)
		trail_pop(feed);
	free(feed->trail);
	feed->trail = NULL;
}

static struct feed_place
copy_place(const struct feed_place *from)
{
	struct feed_place place = *from;

	place.cursor = dw_strdup(from->cursor);
	return place;
}

void
feed_forget(struct feed_mark *mark)
{
	free(mark->place.cursor);
	*mark = (struct feed_mark){ 0 };
}

void
feed_remember(const struct feed *feed, struct feed_mark *mark)
{
	feed_forget(mark);
	mark->set = true;
	mark->place = copy_place(&feed->place);
	mark->cursor = feed->table.cursor_id;
}

void
feed_return(struct feed *feed, struct feed_mark *mark)
{
	feed_reload(feed, 0);
	if (!mark->set)
		return;
	want(feed, FEED_FRESH, copy_place(&mark->place), 0);
	feed->go_to = mark->cursor;
	feed_forget(mark);
}

const char *
feed_cursor_of(const struct feed *feed, size_t row)
{
	if (row >= feed->rows.n_rows)
		return NULL;
	for (size_t i = 0; i < feed->rows.n_columns; i++)
		if ((feed->rows.columns[i].flags & DW_COL_CURSOR) != 0)
			return dw_rows_at(&feed->rows, row)[i].text;
	return NULL;
}

static bool
turn_back(struct feed *feed)
{
	const char *cursor = feed->rows.n_rows > 0 ? feed_cursor_of(feed, 0) : NULL;

	if (feed->place.offset == 0)
		return false;
	if (!feed_has(feed, "before") && feed->n_trail > 0) {
		want(feed, FEED_TURN, copy_place(&feed->trail[feed->n_trail - 1]), 0);
		feed->back = true;
		return true;
	}
	/* Gone to by a letter, and the list cannot be read backwards. */
	if (!feed_has(feed, "before") && feed->place.at == FEED_FROM) {
		DW_AUTO_FREE char *text = dw_display_dup(feed->place.cursor);

		ui_say(&feed->c->ui, STYLE_NORMAL,
			_("The list begins at “%s” now. Home goes to its beginning."), text);
		return false;
	}
	/* The first page is whole, however the rows before this one are counted. */
	if (cursor == NULL || !feed_has(feed, "before") ||
		(feed->place.offset > 0 && feed->place.offset <= feed->page_size))
		want(feed, FEED_TURN, (struct feed_place){ .at = FEED_FIRST }, 0);
	else
		want(feed, FEED_TURN, (struct feed_place){ .at = FEED_BEFORE,
			.cursor = dw_strdup(cursor) }, 0);
	return true;
}

static bool
turn_on(struct feed *feed)
{
	if (!feed->rows.more || feed->rows.next == NULL)
		return false;
	want(feed, FEED_TURN, (struct feed_place){ .at = FEED_AFTER,
		.cursor = dw_strdup(feed->rows.next),
		.offset = feed->place.offset < 0 ? -1 :
			feed->place.offset + (int64_t)feed->rows.n_rows }, 0);
	return true;
}

bool
feed_turn(void *ctx, int direction)
{
	struct feed *feed = ctx;

	if (direction == -1)
		return turn_back(feed);
	if (direction == 1)
		return turn_on(feed);
	if (direction == -2 && feed->place.offset != 0) {
		want(feed, FEED_TURN, (struct feed_place){ .at = FEED_FIRST }, 0);
		return true;
	}
	if (direction == 2 && feed->rows.more && feed_has(feed, "last")) {
		want(feed, FEED_TURN, (struct feed_place){ .at = FEED_LAST, .offset = -1 }, 0);
		return true;
	}
	return false;
}

void
feed_go_page(struct feed *feed, int64_t page)
{
	feed->table.turning = UI_TO_FIRST;
	want(feed, FEED_TURN, (struct feed_place){ .at = FEED_PAGE, .page = page,
		.offset = (page - 1) * feed->page_size }, 0);
}

void
feed_go_text(struct feed *feed, const char *text, unsigned flags)
{
	feed->table.turning = UI_TO_FIRST;
	want(feed, FEED_TURN, (struct feed_place){ .at = FEED_FROM, .cursor = dw_strdup(text),
		.offset = -1 }, flags);
}

/* The page begins at a row that keeps the cursor on it. */
void
feed_resize(struct feed *feed, int page_size)
{
	size_t size = (size_t)page_size, first = feed->table.cursor / size * size;
	const char *cursor = first > 0 ? feed_cursor_of(feed, first - 1) : NULL;

	feed->page_size = page_size;
	if (cursor != NULL) {
		struct feed_place to = { .at = FEED_AFTER, .cursor = dw_strdup(cursor),
			.offset = feed->place.offset < 0 ? -1 : feed->place.offset + (int64_t)first };

		place_clear(&feed->place);
		feed->place = to;
	} else if (feed->place.at == FEED_LAST || feed->place.at == FEED_PAGE) {
		feed->place.at = FEED_FIRST;
		feed->place.offset = 0;
	}
	want(feed, FEED_AGAIN, (struct feed_place){ 0 }, DW_CALL_UNCOUNTED);
	feed->not_before = 0;
}

/* ---- reading ----------------------------------------------------------------------------- */

/* Takes rows; those of a page that is read from its beginning are shown when they fill the
 * screen, or after a while. */
struct page_sink {
	struct dw_sink sink;
	struct feed *feed;
	struct dw_rows fresh;
	bool streams;  /* rows may be shown before the end */
	bool showing;  /* they are, and more are added where they are */
	bool patient;
	int64_t started;
};

static void
show(struct page_sink *into)
{
	struct feed *feed = into->feed;

	dw_rows_clear(&feed->rows);
	feed->rows = into->fresh;
	dw_rows_init(&into->fresh);
	into->showing = true;
	feed->whole = false;
	feed->failed.code = DW_OK;
	if (feed->want == FEED_FRESH)
		ui_table_rewind(&feed->table);
	else
		ui_table_reload(&feed->table);
	ui_redraw(&feed->c->ui);
}

static enum dw_code
page_begin(struct dw_sink *sink, const struct dw_column *columns, size_t n, struct dw_error *err)
{
	struct page_sink *into = (struct page_sink *)sink;

	/* What goes on where a page was cut off keeps the rows that are there. */
	if (into->showing)
		return DW_OK;
	return into->fresh.sink.begin(&into->fresh.sink, columns, n, err);
}

/* Before the first drawing nobody knows the table's room; the terminal's is about that. */
static size_t
screenful(const struct feed *feed)
{
	int rows = feed->table.body.rows, cols;

	if (rows <= 0)
		ui_term_size(feed->c->ui.term, &rows, &cols);
	return (size_t)(rows < feed->page_size ? rows : feed->page_size);
}

static enum dw_code
page_row(struct dw_sink *sink, const struct dw_value *values, struct dw_error *err)
{
	struct page_sink *into = (struct page_sink *)sink;
	struct feed *feed = into->feed;
	struct dw_rows *rows = into->showing ? &feed->rows : &into->fresh;
	enum dw_code rc = rows->sink.row(&rows->sink, values, err);

	if (rc != DW_OK)
		return rc;
	if (into->showing) {
		if (feed->rows.n_rows <= feed->table.top + screenful(feed))
			ui_redraw(&feed->c->ui);
	} else if (into->streams && into->fresh.n_rows == screenful(feed)) {
		show(into);
		ui_paint(&feed->c->ui);
	}
	return DW_OK;
}

static enum dw_code
page_end(struct dw_sink *sink, const struct dw_list_info *info, struct dw_error *err)
{
	struct page_sink *into = (struct page_sink *)sink;
	struct dw_rows *rows = into->showing ? &into->feed->rows : &into->fresh;

	return rows->sink.end(&rows->sink, info, err);
}

/* Asked while the statement runs. Between two rows of a long search it shows what is known, be it
 * nothing: rows that answer another question must not stay under this one. */
static bool
should_stop(void *arg)
{
	struct page_sink *into = arg;
	struct console *c = into->feed->c;
	int64_t now = dw_now();

	if (into->streams && !into->showing && into->fresh.columns != NULL &&
		now - into->started > SHOW_AFTER &&
		(into->fresh.n_rows > 0 || into->feed->want == FEED_FRESH))
		show(into);
	if (c->ui.dirty && now - c->ui.drawn > SHOW_AFTER)
		ui_paint(&c->ui);
	if (dw_db_in_txn(c->app->db) || (into->patient && now - into->started < PATIENCE))
		return false;
	return ui_pending(&c->ui);
}

/* How many rows to ask for: the last page is as long as pages before it leave it. */
static int
limit_of(const struct feed *feed, const struct feed_place *place)
{
	if (feed->want == FEED_MORE)
		return feed->page_size - (int)feed->rows.n_rows;
	if (place->at == FEED_LAST && feed->total > 0 && feed->total % feed->page_size != 0)
		return (int)(feed->total % feed->page_size);
	return feed->page_size;
}

static enum dw_code
read_place(struct feed *feed, const struct feed_place *place, struct page_sink *into,
	struct dw_error *err)
{
	struct feed_query args = { 0 };
	char limit[16], page[24];

	feed_args(feed, &args);
	snprintf(limit, sizeof(limit), "%d", limit_of(feed, place));
	snprintf(page, sizeof(page), "%" PRId64, place->page);
	if (feed_has(feed, "limit"))
		feed_arg(&args, "limit", limit);
	switch (place->at) {
	case FEED_FIRST:
		break;
	case FEED_AFTER:
		feed_arg(&args, "after", place->cursor);
		break;
	case FEED_BEFORE:
		feed_arg(&args, "before", place->cursor);
		break;
	case FEED_LAST:
		feed_arg(&args, "last", "yes");
		break;
	case FEED_PAGE:
		feed_arg(&args, "page", page);
		break;
	case FEED_FROM:
		feed_arg(&args, "from", place->cursor);
		break;
	}
	return console_read_until(feed->c, feed->action->name, args.items, feed->flags, should_stop,
		into, &into->sink, err);
}

/* ---- how it ended ---------------------------------------------------------------------------- */

/* The rows that are shown begin at another place now. */
static void
moved(struct feed *feed)
{
	if (feed->want == FEED_FRESH || feed->to.at == FEED_FIRST || feed->to.at == FEED_FROM)
		feed_trail_clear(feed);
	else if (feed->back)
		trail_pop(feed);
	else if (!feed_has(feed, "before") && feed->to.at == FEED_AFTER)
		trail_push(feed, copy_place(&feed->place));
	place_clear(&feed->place);
	feed->place = feed->to;
	feed->to = (struct feed_place){ 0 };
}

/* The page is whole: where it lies, and how many match if that follows. */
static void
arrived(struct feed *feed)
{
	struct feed_place *place = &feed->place;
	int64_t n = (int64_t)feed->rows.n_rows;
	int64_t former = place->offset;

	if (feed->want == FEED_FRESH || feed->want == FEED_TURN) {
		moved(feed);
		if (place->at == FEED_BEFORE)
			place->offset = former < 0 ? -1 : former > n ? former - n : 0;
		if (place->at == FEED_LAST)
			place->offset = feed->total >= n ? feed->total - n : -1;
		if (place->at == FEED_FROM)
			place->offset = feed->rows.skipped;
	}
	if (!dw_uuid_is_none(&feed->go_to))
		ui_table_go(&feed->table, &feed->go_to);
	feed->go_to = (struct dw_uuid){ 0 };
	feed->whole = true;
	feed->want = FEED_NOTHING;
	feed_count_known(feed);
	if (feed->stale)
		feed_refresh(feed);
}

/* Rows that belong to another question must not stay under this one. */
static void
failed(struct feed *feed, const struct dw_error *err)
{
	/* Nor under somebody who may not see them any more. */
	if (feed->want == FEED_FRESH || err->code == DW_NOT_PERMITTED) {
		dw_rows_clear(&feed->rows);
		ui_table_rewind(&feed->table);
		feed->failed = *err;
		feed->whole = false;
		feed->retry_at =
			err->code == DW_THROTTLED ? dw_now() + err->retry_after * DW_SECOND : 0;
	} else {
		feed->table.turning = UI_STAY;
	}
	feed->want = FEED_NOTHING;
	ui_say_error(&feed->c->ui, err);
}

/* From a text on there is nothing, or what comes first is on the page that is shown: then the page
 * stays, and with it what stands around the row. */
static bool
stays(struct feed *feed, const struct dw_rows *fresh)
{
	DW_AUTO_FREE char *text = NULL;
	struct dw_uuid id;

	if (feed->want != FEED_TURN || feed->to.at != FEED_FROM)
		return false;
	if (fresh->n_rows > 0) {
		id = feed_row_id(fresh, 0);
		if (!ui_table_go(&feed->table, &id))
			return false;
	} else {
		text = dw_display_dup(feed->to.cursor);
		ui_term_beep(feed->c->ui.term);
		ui_say(&feed->c->ui, STYLE_WARNING, _("Nothing in this list comes after “%s”."), text);
	}
	feed->want = FEED_NOTHING;
	feed->table.turning = UI_STAY;
	return true;
}

/* Cut off by a key. What is shown stays, and the rest is read when nobody waits. */
static void
cut_off(struct feed *feed, const struct page_sink *into)
{
	size_t n = feed->rows.n_rows;

	if (!into->showing || n == 0)
		return;
	if (feed->want != FEED_MORE)
		moved(feed);
	feed->want = FEED_MORE;
	feed->rows.more = true;
	dw_replace(&feed->rows.next, dw_strdup(feed_cursor_of(feed, n - 1)));
}

static bool
can_stream(const struct feed *feed, const struct feed_place *place)
{
	return (feed->want == FEED_FRESH || feed->want == FEED_TURN) && place->at != FEED_BEFORE &&
		place->at != FEED_LAST && place->at != FEED_FROM && feed->table.turning != UI_TO_LAST && feed_has(feed, "after");
}

enum ui_did
feed_read(struct feed *feed, bool patient)
{
	struct feed_place rest = { .at = FEED_AFTER, .cursor = feed->rows.next };
	const struct feed_place *place = feed->want == FEED_MORE ? &rest :
		feed->want == FEED_AGAIN ? &feed->place : &feed->to;
	struct page_sink into = {
		.sink = { page_begin, page_row, page_end },
		.feed = feed,
		.streams = can_stream(feed, place),
		.showing = feed->want == FEED_MORE,
		.patient = patient,
		.started = dw_now(),
	};
	struct dw_error err = { 0 };
	enum dw_code rc;

	dw_rows_init(&into.fresh);
	rc = read_place(feed, place, &into, &err);
	if (rc == DW_OK && !stays(feed, &into.fresh)) {
		if (!into.showing)
			show(&into);
		arrived(feed);
		feed->not_before = dw_now() + (dw_now() - into.started) * RARELY;
	} else if (rc == DW_OK) {
		ui_redraw(&feed->c->ui);
	} else if (rc == DW_CANCELLED) {
		cut_off(feed, &into);
	} else {
		failed(feed, &err);
	}
	dw_rows_clear(&into.fresh);
	return UI_REDRAW;
}

void
feed_asked(struct feed *feed)
{
	if (feed->view == NULL)
		feed_now(feed, true);
	ui_redraw(&feed->c->ui);
}

void
feed_now(struct feed *feed, bool patient)
{
	if (feed->want != FEED_NOTHING)
		feed_read(feed, patient);
}

bool
feed_settle(struct feed *feed)
{
	/* What only refreshes shows the rows that the person sees; it may wait. */
	if (feed->want == FEED_FRESH || feed->want == FEED_TURN || feed->want == FEED_MORE)
		feed_read(feed, true);
	return feed->want == FEED_NOTHING || feed->want == FEED_AGAIN ||
		(feed->want == FEED_MORE && feed->rows.n_rows > 0);
}
