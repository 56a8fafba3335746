/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the Users screen share: scr_users.c is the view, users_head.c the
 * line above the list, users_rows.c which rows there are and what they show.
 */
#ifndef DW_UI_USERS_H
#define DW_UI_USERS_H

#include "domain/user_view.h"
#include "ui/feed.h"
#include "ui/field.h"

enum { USERS_LOCKED, USERS_BIN, USERS_DISABLED, USERS_BADGES };

struct users {
	struct ui_view view;
	struct console *c;
	struct feed feed;
	struct ui_field search;
	bool begun;             /* the first page was asked for */
	bool searching;         /* the search line has the keys */
	char *asked;            /* the search that the rows answer; never NULL */
	char *filter;           /* in the filter language; never NULL */
	bool filter_bin;        /* the filter asks for users whose deletion is pending */
	bool bin;               /* they are shown beside the others */
	int64_t settles;        /* when what was typed counts as a read; 0 = it did */
	int64_t counts;         /* when it counts although typing goes on */
	struct feed_mark before; /* where the list was before the search */
	struct dw_totals totals;
	int64_t totals_at;      /* when they were read */
	struct ui_rect badges[USERS_BADGES]; /* where they were drawn */
	struct ui_rect line;    /* the search line */
};

/* users_rows.c */
extern const struct feed_spec users_feed;

/* Reads the totals again; true when one is another. */
bool
users_read_totals(struct users *u, int64_t now);

/* users_head.c: search, filter and badges on one row. */
void
users_draw_head(struct users *u, struct ui_canvas *canvas, struct ui_rect row);

#endif
