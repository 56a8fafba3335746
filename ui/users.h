/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the Users screen share: scr_users.c is the view, users_head.c the
 * line above the list, users_search.c live search, users_rows.c which rows there are,
 * users_pane.c the detail beside them, users_copy.c the way to the clipboard, users_views.c
 * saved views.
 */
#ifndef DW_UI_USERS_H
#define DW_UI_USERS_H

#include "domain/user_view.h"
#include "ui/detail.h"
#include "ui/feed.h"
#include "ui/field.h"

#define USERS_COPIES 4

enum { USERS_LOCKED, USERS_BIN, USERS_DISABLED, USERS_BADGES };

struct users {
	struct ui_view view;
	struct console *c;
	struct feed feed;
	struct ui_field search;
	bool begun;             /* the first page was asked for */
	bool searching;         /* the search line has the keys */
	char *asked;            /* the search that the rows answer; never NULL */
	struct dw_buf words;    /* of the sentence for no rows */
	char *filter;           /* in the filter language; never NULL */
	unsigned filter_more;   /* flags of columns that the filter makes interesting */
	bool bin;               /* users whose deletion is pending are shown as well */
	int64_t settles;        /* when what was typed counts as a read; 0 = it did */
	int64_t counts;         /* when it counts although typing goes on */
	struct feed_mark before; /* where the list was before the search */
	struct dw_totals totals;
	int64_t totals_at;      /* when they were read */
	struct ui_rect badges[USERS_BADGES]; /* where they were drawn */
	struct ui_rect line;    /* the search line */
	char *copies[USERS_COPIES]; /* what the menu of copying offers */

	/* The detail beside the list. */
	struct detail *detail;  /* NULL = there was no room for it yet */
	struct dw_uuid followed; /* whom it shows; none = nobody */
	int64_t rests;          /* when that counts as a read; 0 = it did */
	bool in_pane;           /* it has the keys */
	struct ui_rect pane;    /* where it was drawn; no columns = not there */
};

/* users_rows.c */
extern const struct feed_spec users_feed;

/* Reads the totals again; true when one is another. */
bool
users_read_totals(struct users *u, int64_t now);

/* users_head.c: search, filter and badges on one row. */
void
users_draw_head(struct users *u, struct ui_canvas *canvas, struct ui_rect row);

/* users_search.c: the search line gets the keys; it is given up, and the list is as before; it is
 * set from elsewhere. What was shown while it was typed counts as read, if it did not yet. */
void
users_search_begin(struct users *u);
void
users_search_clear(struct users *u);
void
users_search_set(struct users *u, const char *text);
void
users_search_count(struct users *u);
void
users_search_offer(const struct users *u, struct ui_offers *offers);
enum ui_did
users_search_event(struct users *u, const struct ui_event *event);

/* users_copy.c: asks which field of the row goes to the terminal's clipboard. */
void
users_copy(struct users *u);
void
users_copy_clear(struct users *u);

/* users_views.c: the menu of saved views, and the list of them for the command line. */
void
users_views(struct users *u);
struct list_spec;
extern const struct list_spec users_views_spec;

/* users_pane.c: is there room for it; does it show somebody else than the cursor; shows that one. */
bool
users_pane_fits(const struct users *u);
bool
users_pane_is_behind(const struct users *u);
void
users_pane_follow(struct users *u);

/* Whom it shows counts as read, if that was not done yet. */
void
users_pane_count(struct users *u);

/* Gives it the keys; false when there is no room or nobody to show. */
bool
users_pane_enter(struct users *u);

/* Something moved that it shows. */
void
users_pane_refresh(struct ui_view *view);

/* Draws it; returns the room that is left for the list. */
struct ui_rect
users_pane_draw(struct users *u, struct ui_canvas *canvas, struct ui_rect room);

/* While it has the keys. */
void
users_pane_offer(const struct users *u, struct ui_offers *offers);
enum ui_did
users_pane_event(struct users *u, const struct ui_event *event);

#endif
