/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What concerns all that match and not only the page: counting them when nothing else
 * is to be done, and marking them all. See feed.h.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/intl.h"
#include "ui/feed_parts.h"
#include "ui/progress.h"

#define RARELY 20 /* counting again costs at most one part of so many of the time */
#define SOON (2 * DW_SECOND)
#define STEP "500" /* rows read at once while marking */

/* ---- counting ------------------------------------------------------------------------- */

/* Known without asking: the last page tells, and so does whoever counts all anyway. */
static int64_t
known(const struct feed *feed)
{
	bool narrowed = feed->spec->narrowed != NULL && feed->spec->narrowed(feed->ctx);

	if (feed->place.offset >= 0 && !feed->rows.more)
		return feed->place.offset + (int64_t)feed->rows.n_rows;
	return !narrowed && feed->spec->total != NULL ? feed->spec->total(feed->ctx) : -1;
}

/* Nobody knows where the page lies, and it can be found out: how many rows lie before it. */
static bool
is_lost(const struct feed *feed)
{
	return feed->place.offset < 0 && feed_has(feed, "before") &&
		feed_cursor_of(feed, 0) != NULL;
}

bool
feed_must_count(const struct feed *feed)
{
	if (!feed->whole || feed->want != FEED_NOTHING ||
		(feed->total >= 0 && !feed->recount && !is_lost(feed)))
		return false;
	return (known(feed) >= 0 && !is_lost(feed)) ||
		(feed_has(feed, "count") && dw_now() >= (is_lost(feed) ? feed->find_not_before
			: feed->count_not_before));
}

static void
counted(struct feed *feed, int64_t total)
{
	feed->total = total;
	feed->recount = false;
	/* The last page may have been shown before anybody knew how many rows lie before it. */
	if (!feed->rows.more && feed->place.offset < 0)
		feed->place.offset = total - (int64_t)feed->rows.n_rows;
}

void
feed_count_known(struct feed *feed)
{
	if (known(feed) >= 0)
		counted(feed, known(feed));
}

enum ui_did
feed_count(struct feed *feed)
{
	DW_AUTO(dw_rows) rows = { 0 };
	struct feed_query args = { 0 };
	struct dw_error err = { 0 };
	int64_t started = dw_now();
	bool lost = is_lost(feed);
	enum dw_code rc;

	if (known(feed) >= 0 && !lost) {
		counted(feed, known(feed));
		return UI_REDRAW;
	}
	feed_args(feed, &args);
	if (lost)
		feed_arg(&args, "before", feed_cursor_of(feed, 0));
	feed_arg(&args, "limit", "0");
	feed_arg(&args, "count", "yes");
	dw_rows_init(&rows);
	rc = console_read(feed->c, feed->action->name, args.items, DW_CALL_UNCOUNTED, true, &rows,
		&err);
	if (rc == DW_CANCELLED)
		return UI_HANDLED;
	feed->count_not_before = dw_now() + SOON + (dw_now() - started) * RARELY;
	if (rc != DW_OK) {
		/* Not worth a message: the list itself says what is wrong with the store. */
		feed->recount = true;
		feed->find_not_before = feed->count_not_before;
		return UI_HANDLED;
	}
	if (lost)
		feed->place.offset = rows.skipped;
	counted(feed, rows.total);
	return UI_REDRAW;
}

/* ---- marking all --------------------------------------------------------------------- */

/* The ids gathered so far: they become marks only when all are there. */
struct gather {
	struct feed *feed;
	struct ui_marks ids;
	char *next;
	struct dw_error err;
};

static void
gather_free(void *ctx)
{
	struct gather *gather = ctx;

	ui_marks_clear(&gather->ids);
	free(gather->next);
	free(gather);
}

/* Reads some more; false at the end, or when it failed. */
static bool
gather_step(void *ctx, struct ui_progress_state *state)
{
	struct gather *gather = ctx;
	struct feed *feed = gather->feed;
	DW_AUTO(dw_rows) rows = { 0 };
	struct feed_query args = { 0 };

	feed_args(feed, &args);
	feed_arg(&args, "limit", STEP);
	if (gather->next != NULL)
		feed_arg(&args, "after", gather->next);
	dw_rows_init(&rows);
	if (console_read(feed->c, feed->action->name, args.items, DW_CALL_UNCOUNTED, false, &rows,
			&gather->err) != DW_OK)
		return false;
	for (size_t i = 0; i < rows.n_rows; i++) {
		struct dw_uuid id = feed_row_id(&rows, i);

		ui_marks_add(&gather->ids, &id);
	}
	state->done += (int64_t)rows.n_rows;
	dw_replace(&gather->next, dw_steal(&rows.next));
	return rows.more && gather->next != NULL;
}

static void
gather_done(void *ctx, const struct ui_progress_state *state DW_UNUSED, bool cancelled)
{
	struct gather *gather = ctx;
	struct ui_marks *marks = &gather->feed->table.marks;
	struct ui *ui = &gather->feed->c->ui;
	struct dw_uuid id;
	size_t at = 0;

	if (gather->err.code != DW_OK) {
		ui_say_error(ui, &gather->err);
		return;
	}
	if (cancelled) {
		ui_say(ui, STYLE_NORMAL, "%s", _("Cancelled: no marks were added."));
		return;
	}
	if (marks->n == 0) {
		struct ui_marks former = *marks;

		*marks = gather->ids;
		gather->ids = former;
		return;
	}
	while (ui_marks_next(&gather->ids, &at, &id))
		ui_marks_add(marks, &id);
}

void
feed_mark_all(struct feed *feed)
{
	struct ui_progress_state state = { .total = feed->total > 0 ? feed->total : 0 };
	struct gather *gather;

	if (feed->place.offset == 0 && feed->whole && !feed->rows.more) {
		ui_table_mark_page(&feed->table);
		return;
	}
	gather = dw_calloc(1, sizeof(*gather));
	gather->feed = feed;
	/* Few enough for one step need no dialog. */
	if (!gather_step(gather, &state)) {
		gather_done(gather, &state, false);
		gather_free(gather);
		return;
	}
	ui_progress_open(&feed->c->ui, &(struct ui_progress_spec){
		.title = _("Marking everything that matches"),
		.unit = _("rows"),
		.step = gather_step,
		.done = gather_done,
		.release = gather_free,
		.ctx = gather,
	});
}
