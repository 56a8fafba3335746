/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A list made from a read action, ready for the screen: rows and pages by a feed (feed.h),
 * a search line where the action can search, the action menu of its kind. Groups,
 * permissions, audit and the lists inside details are all this; the Users screen, with
 * its filters and badges, puts its own things around a feed (scr_users.c).
 *
 * As a widget in a rectangle (list_draw ...), or as a whole root screen (list_screen).
 */
#ifndef DW_UI_LIST_H
#define DW_UI_LIST_H

#include "ui/console.h"
#include "ui/feed.h"
#include "ui/field.h"

#define LIST_FIXED 8 /* arguments that are always given, at most */

struct list;

/* A filter that is ready: what it is called, and which arguments it gives. A value "=address" is
 * that of the column in the row under the cursor, LIST_ME is who looks. */
#define LIST_READY 2     /* arguments, at most */
#define LIST_READIES 16  /* of a list, at most */
#define LIST_ME "@me"
struct list_ready {
	const char *label; /* N_(); NULL ends the list */
	char mnemonic;
	struct console_arg args[LIST_READY];
};

struct list_spec {
	const char *action;     /* read action: "group.list" */
	const char *title;      /* N_() */
	const char *empty;      /* N_(): a sentence for when there are no rows */
	const char *empty_create; /* the same for who may make one, with %s for the key of n;
	                           NULL = the same */
	const char *sort;       /* what it is sorted by unless chosen otherwise: "username",
	                           "-started"; NULL = no sorting */
	const char *columns;    /* names of those to begin with, with spaces between; NULL = the
	                           action's own */
	const char *search;     /* the action's parameter that the search line fills; NULL = none */
	enum dw_kind kind;      /* of the rows, for their action menu; NONE = no menu */
	unsigned topics;        /* enum dw_topic bits that it shows */
	const char *create;     /* actions of n, e, d; NULL = no such key */
	const char *edit;
	const char *destroy;
	/* The rows are what the list's subject has (list_set_subject()): n and d are done to the
	 * subject, and d is given the "name" of the rows as this parameter. NULL = d is done to
	 * the rows. */
	const char *gives;
	/* N_(): words of the footer for n and d, where "new" and "delete" would mislead; or NULL. */
	const char *create_word, *destroy_word;
	bool can_mark;
	const struct list_ready *ready; /* filters at one key; only for lists that are screens; or NULL */

	/* Enter or double click. row is among list->feed.rows. NULL = nothing to open. */
	void (*open)(struct list *list, size_t row);
	enum ui_style (*style)(const struct list *list, size_t row, size_t column);
	/* As in struct feed_spec; ctx is the list, and list->words is for text that is made. */
	struct dw_value (*cell)(void *ctx, size_t row, const struct dw_column *column,
		struct dw_value value, int cols);
};

struct list {
	const struct list_spec *spec;
	struct console *c;
	struct console_arg fixed[LIST_FIXED + 1]; /* values owned */
	size_t n_fixed;
	struct console_arg given[LIST_FIXED + 1]; /* what it is narrowed by; values owned */
	size_t n_given;
	char *filter;                 /* for lists of users: all of it in their language */
	struct console_arg preset[2]; /* what its actions are given: the group to add to; owned */
	struct dw_uuid subject;       /* whose the rows are; none = nobody's */
	struct dw_column *columns;    /* the action's, others of them shown; NULL = its own */
	struct dw_buf words;          /* of the cell that is drawn */
	struct feed_spec rows_of;     /* what the feed is told */
	struct feed feed;             /* rows, table, pages */
	struct ui_field needle;
	bool searching;               /* the search line has the keys */
	bool typed;                   /* since it was counted as a read */
};

/* Makes it and loads nothing yet. fixed ends with a NULL name; may be NULL. */
void
list_make(struct list *list, struct console *c, const struct list_spec *spec,
	const struct console_arg *fixed);

/* Loads the first page; flags as for console_read(). */
void
list_load(struct list *list, unsigned flags);

/* Makes it and loads the first page, which counts as a read. */
void
list_init(struct list *list, struct console *c, const struct list_spec *spec,
	const struct console_arg *fixed);
void
list_clear(struct list *list);

/*
 * For a view that has `work` and `tick`: is there something to read, a piece of it, and time.
 * Without a view set every read is done at once.
 */
void
list_set_view(struct list *list, struct ui_view *view);
bool
list_has_work(const struct list *list);
enum ui_did
list_work(struct list *list);
int64_t
list_wake(const struct list *list);
enum ui_did
list_tick(struct list *list, int64_t now);

/* Loads the shown page again, uncounted, with the cursor where it was. */
void
list_refresh(struct list *list);

void
list_draw(struct list *list, struct ui_canvas *canvas, struct ui_rect room, bool focus);
void
list_offer(struct list *list, struct ui_offers *offers);
enum ui_did
list_event(struct list *list, const struct ui_event *event);

/* What the keys mean now: in the list, or typed into the search line. */
enum ui_context
list_context(const struct list *list);

/* "1-18 of 128 · page 1 of 2" for the status line. */
void
list_status(struct list *list, struct dw_buf *left, struct dw_buf *right);

/* The value of a column by name in a row; a zero value when there is no such column. */
struct dw_value
list_value(const struct list *list, size_t row, const char *column);

/* Puts this into the search line, as a person would, and shows what it finds. */
void
list_search(struct list *list, const char *needle);

/* list_filter.c: narrows it by arguments of its action (copied; ends with a NULL name), and by no
 * others; the caller loads. A list of users knows "filter". What is in force as words, "since:today
 * operator:ada", safe to show, added to out. */
void
list_narrow(struct list *list, const struct console_arg *args);
void
list_filter_text(const struct list *list, struct dw_buf *out);

/* What n, e and d are given beside the rows, e.g. the group that members are added to. */
void
list_set_preset(struct list *list, const char *name, const char *value);

/* Whose the rows are. */
void
list_set_subject(struct list *list, const struct dw_uuid *subject);

/* Everything about one row, its columns one below the other, in a pager. For `open`. */
void
list_open_row(struct list *list, size_t row);

/* A list as a view of its own over what is shown; the title is copied, safe to show. */
void
list_push(struct console *c, const char *title, const struct list_spec *spec,
	const struct console_arg *fixed);

/* list_kept.c: how it looks, and what it is narrowed by that is about nobody, for con_kept.h; and
 * be so, before it is loaded. What the search line holds is not kept. */
json_t *
list_keep(struct list *list);
void
list_recall(struct list *list, const json_t *kept);

/* A list as a root screen, kept by the name of its action, and its refresh for struct console_screen. */
struct ui_view *
list_screen(struct console *c, const struct list_spec *spec);
void
list_screen_refresh(struct ui_view *view);

/* Its show: the search line is what `search` is given, or empty; sort and filter are the others. */
void
list_screen_show(struct ui_view *view, const struct console_arg *args);

#endif
