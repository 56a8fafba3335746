/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of a root screen: the rows of a read action, page by page. It owns the table,
 * the rows of the page and where the page lies in the whole, sort, columns, page size,
 * the number of matches, and marking all of them. The screen says which rows are wanted
 * and draws what stands around them; scr_users.c is the example.
 *
 * Reading is work for when no key waits, and the next key interrupts it; rows are shown
 * as soon as they are known. What acts on a row settles the list first, so that keys
 * typed ahead meet the rows they were meant for.
 */
#ifndef DW_UI_FEED_H
#define DW_UI_FEED_H

#include "ui/con_kept.h"
#include "ui/console.h"
#include "ui/table.h"

#define FEED_ARGS 16

struct feed;

/* Arguments of the action, collected before each read. Values are borrowed until it is over. */
struct feed_query {
	struct console_arg items[FEED_ARGS + 1];
	size_t n;
};
void
feed_arg(struct feed_query *args, const char *name, const char *value);

struct feed_spec {
	const char *action;     /* "user.list"; of its parameters sort, limit, after, before, last, page,
	                           from and count are used where it has them */
	const char *sort;       /* what it is sorted by when nothing is said: "username"; NULL = none */
	bool can_mark;

	/* Which rows: adds filter, search ... Optional. */
	void (*args)(void *ctx, struct feed_query *args);

	/* Is the list narrowed, so that the matches are fewer than all? Optional: never. */
	bool (*narrowed)(void *ctx);

	/* How many there are without narrowing; -1 = not known, then they are counted where the action
	 * can. Optional. */
	int64_t (*total)(void *ctx);

	/* "1,048,576 users", from the number and how it is written. Translated, borrowed format
	 * with one %s. */
	const char *(*all)(int64_t n);

	/* The sentence for no rows. Optional. */
	const char *(*empty)(void *ctx);

	/* What a cell shows (`cols` is the room there is) and what it means. Optional. */
	struct dw_value (*cell)(void *ctx, size_t row, const struct dw_column *column,
		struct dw_value value, int cols);
	enum ui_style (*style)(void *ctx, size_t row, size_t column);
};

/* Where a page lies. */
struct feed_place {
	enum { FEED_FIRST, FEED_AFTER, FEED_BEFORE, FEED_LAST, FEED_PAGE, FEED_FROM } at;
	char *cursor;    /* AFTER, BEFORE; FROM: the text to begin at */
	int64_t page;    /* PAGE: 1-based */
	int64_t offset;  /* rows before the page; -1 = not known */
};

struct feed {
	struct ui_table table;
	struct console *c;
	struct feed *next;         /* of console.feeds */
	struct ui_view *view;      /* works between keys for it; NULL = what it wants is read at once */

	/* Its own. */
	const struct feed_spec *spec;
	void *ctx;
	const struct dw_action *action;
	struct ui_table_model model;
	struct dw_rows rows;       /* of the page */
	struct feed_place place;    /* of the page */
	struct feed_place *trail;  /* pages before it, where the action cannot go backwards */
	size_t n_trail;
	bool whole;                /* the page is there to its end */
	struct dw_error failed;    /* why there are no rows; code DW_OK = did not fail */

	/* What is to be read: see feed_page.c. */
	enum { FEED_NOTHING, FEED_FRESH, FEED_TURN, FEED_MORE, FEED_AGAIN } want;
	struct feed_place to;
	unsigned flags;            /* enum dw_call_flags */
	int64_t since;             /* when it was wanted */
	int64_t not_before;        /* FEED_AGAIN: not so soon after one that took long */
	int64_t retry_at;          /* when the throttle lets us read again; 0 = did not stop us */
	bool stale;                /* something moved while reading: once more */
	bool back;                 /* the page wanted is the one before, by the trail */
	struct dw_uuid go_to;      /* where the cursor goes then; none = nowhere special */

	/* How many match: see feed_count.c. */
	int64_t total;             /* -1 = not known */
	bool recount;              /* what is known is old */
	int64_t count_not_before;
	int64_t find_not_before;   /* where the page lies could not be found out: not so soon again */

	/* How it looks: see feed_look.c. */
	int page_size;
	int sort;                  /* a column; -1 = the list's own way */
	bool descending;
	char sort_text[64];        /* as the action wants it */
	uint64_t chosen;           /* columns; 0 = the usual ones */
	unsigned more;             /* flags of columns that are shown as well */
	struct ui_view *question;  /* a menu or dialog about it that is open; NULL = none */
	bool asking;               /* the last row is where a letter is typed: see feed_letter.c */
};

/* Is this a parameter by which lists turn their pages: limit, after, count ...? */
bool
feed_turns(const char *parameter);

/* The first page is wanted then. view: whose work and tick call feed_work() and feed_tick();
 * NULL when nobody does: feed_now(). */
void
feed_init(struct feed *feed, struct console *c, struct ui_view *view,
	const struct feed_spec *spec, void *ctx);
void
feed_clear(struct feed *feed);

/* Other rows are wanted from the first page on, cursor on the first row. flags as for
 * console_read(): live search reads DW_CALL_UNCOUNTED. */
void
feed_reload(struct feed *feed, unsigned flags);

/* The same rows again: what moved is shown, cursor and marks stay; not counted. */
void
feed_refresh(struct feed *feed);

/* The same rows again because the person asked; counted. */
void
feed_again(struct feed *feed);

/* Where the list is, to come back to: a search begins and is given up. */
struct feed_mark {
	bool set;
	struct feed_place place;
	struct dw_uuid cursor;
};
void
feed_remember(const struct feed *feed, struct feed_mark *mark);
void
feed_return(struct feed *feed, struct feed_mark *mark);
void
feed_forget(struct feed_mark *mark);

/* Columns with these flags (DW_COL_PENDING, DW_COL_PERM) are shown as well; a sort by the screen
 * ("last_login"). */
void
feed_set_more(struct feed *feed, unsigned flags);
void
feed_set_sort(struct feed *feed, const char *sort, bool descending);

/*
 * Reads now what is still to be read, keys or not (only after a second they win). False when
 * the rows are not there: then a command that acts on them must not go on.
 */
bool
feed_settle(struct feed *feed);

/* Reads at once what is wanted, for owners that do no work between keys. patient: keys do not
 * interrupt it within the first second; else it may have to be read later. */
void
feed_now(struct feed *feed, bool patient);

/* Is there work; a piece of it; when feed_tick() wants to be called (0 = never). */
bool
feed_has_work(const struct feed *feed);
enum ui_did
feed_work(struct feed *feed);
int64_t
feed_wake(const struct feed *feed);
enum ui_did
feed_tick(struct feed *feed, int64_t now);

/* The id of a row: its column "id", or one made from its first column. */
struct dw_uuid
feed_row_id(const struct dw_rows *rows, size_t row);

/* The rows that an action is for: the marked ones, else the one under the cursor. Free *out. */
size_t
feed_targets(struct feed *feed, struct dw_uuid **out);

/*
 * Something was done to `n` things, to those with done[i] with success. Where they were
 * the marked rows of a list, the marks of these go, and the others stay for another try.
 */
void
feed_done(struct console *c, const struct dw_uuid *ids, const bool *done, size_t n);

/* Takes marks away from what is no longer among the rows; only once they are read. */
void
feed_forget_gone(struct feed *feed);

void
feed_draw(struct feed *feed, struct ui_canvas *canvas, struct ui_rect room, bool focus);

/* "1-18 of 128 · page 1 of 2 · 1,048,576 users" and "1 marked". */
void
feed_status(const struct feed *feed, struct dw_buf *left, struct dw_buf *right);

/* How it looks, for con_kept.h: adds the order, columns and page size where they are not the
 * usual ones; and is as it says, before the first page is read. Unknown names are ignored. */
void
feed_keep(const struct feed *feed, json_t *out);
void
feed_recall(struct feed *feed, const json_t *kept);

/* feed_whole.c: what the list shows, and every value of a row to its end, in a pager. */
void
feed_open_row(struct feed *feed, size_t row);

/* Moving, marking, paging, sort, columns, reload. */
void
feed_offer(const struct feed *feed, struct ui_offers *offers);
enum ui_did
feed_event(struct feed *feed, const struct ui_event *event);

#endif
