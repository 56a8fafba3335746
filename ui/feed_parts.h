/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of a feed need from each other.
 */
#ifndef DW_UI_FEED_PARTS_H
#define DW_UI_FEED_PARTS_H

#include "ui/feed.h"

/* Does the action have a parameter of this name? */
bool
feed_has(const struct feed *feed, const char *parameter);

/* What narrows and orders the rows: the screen's arguments and the sort. */
void
feed_args(struct feed *feed, struct feed_query *args);

/* feed_page.c: a model's turn(); a page by number; the same rows from here with another size. */
bool
feed_turn(void *ctx, int direction);
void
feed_go_page(struct feed *feed, int64_t page);
void
feed_resize(struct feed *feed, int page_size);

/* The opaque key of a row of the page; NULL when there is none. */
const char *
feed_cursor_of(const struct feed *feed, size_t row);

/* The page that begins at the first row whose sort column is not before this text; the list stays
 * where it is when there is none. flags as for console_read(). */
void
feed_go_text(struct feed *feed, const char *text, unsigned flags);

/* feed_letter.c: is it sorted by text, and can it begin at one; asks for it, going there with
 * every key. */
bool
feed_has_letters(const struct feed *feed);
void
feed_ask_letter(struct feed *feed);

/* A view asks something about the feed: it goes when the feed does. */
void
feed_asks(struct feed *feed, struct ui_view *question);

/* Something was wanted by a menu or a dialog: who does no work reads it now. */
void
feed_asked(struct feed *feed);

void
feed_trail_clear(struct feed *feed);

/* Reads what is wanted. patient: keys do not interrupt it within the first second. */
enum ui_did
feed_read(struct feed *feed, bool patient);

/* feed_count.c; the first is for what is known without asking. */
void
feed_count_known(struct feed *feed);
bool
feed_must_count(const struct feed *feed);
enum ui_did
feed_count(struct feed *feed);
void
feed_mark_all(struct feed *feed);

/* feed_look.c */
void
feed_show_sort(struct feed *feed);
enum ui_did
feed_look_event(struct feed *feed, const struct ui_event *event);

#endif
