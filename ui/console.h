/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The console: Doorward's screens on the toolkit. This file is what they share: the
 * open store, reading by actions, and getting from one screen to another. Everything
 * that changes something goes through act.h. Start at console.c, then scr_users.c.
 *
 * Toolkit (term, canvas, view, loop, table, form ...) knows no user and no action;
 * files beginning with scr_, con_ and act_ do.
 */
#ifndef DW_UI_CONSOLE_H
#define DW_UI_CONSOLE_H

#include "action/invoke.h"
#include "base/table.h"
#include "base/ui_conf.h"
#include "ui/loop.h"
#include "ui/tabs.h"

#define CONSOLE_SCREENS_MAX 9 /* keys 1 to 9 */

struct con_kept;
struct console_watch;
struct feed;

struct console {
	struct ui ui;                /* first, so that a view finds its console */
	struct dw_app *app;          /* borrowed */
	int64_t began;               /* dw_now() when it opened */
	int64_t warned;              /* the end that con_limit.c has warned of; 0 = none */
	bool timed_out;              /* con_limit.c has ended it */
	int64_t changes;             /* writes done, for the line at the end: act_run() counts them */

	int detail_tab;              /* of a user's detail, the one shown last; see detail.h */

	/* Its own: the root screens. */
	int screen;                  /* which is shown; -1 = none yet */
	int going;                   /* where console_go() wants to be; -1 = nowhere */
	struct console_arg *asked;   /* what is to be shown there (console_show()); NULL = as it was */
	struct ui_view *roots[CONSOLE_SCREENS_MAX]; /* made when first shown; kept */
	bool outdated[CONSOLE_SCREENS_MAX];         /* something moved while another was shown */
	struct ui_tabs tabs;
	int tab_screens[CONSOLE_SCREENS_MAX];       /* which screen each tab is */

	/* Its own: what it knows of the store. */
	int64_t topics[DW_TOPICS];   /* counters as last seen */
	int64_t data_version;
	int64_t looked;              /* when we looked last */
	int64_t judged;              /* when the operator's rights were read last */
	int64_t throttle_at;         /* when what is left was read last */
	int64_t reads_left, writes_left;
	struct con_kept *kept;       /* con_kept.h */
	bool mouse;                  /* the terminal had one when we came */
	struct console_watch *watches;
	struct feed *feeds;          /* lists with marks: see feed_done() */
	char **history;              /* lines of the command line, the newest last */
	size_t n_history;
	struct dw_error gone;        /* why the operator may not stay; code DW_OK = may */
};

struct console_options {
	struct ui_term_options term;
	const struct dw_ui_conf *keys; /* borrowed; NULL = the standard ones */
	bool fresh;                    /* not as the operator left it */
};

/*
 * Runs the console on the terminal until the person leaves. The store is open and the
 * operator signed in (app). DW_UNAVAILABLE without a usable terminal; DW_CANCELLED after
 * a hangup. *summary: one line of what was done, for after the terminal is back (free it).
 */
enum dw_code
console_run(struct dw_app *app, const struct console_options *options, char **summary,
	struct dw_error *err);

/* The same over a terminal that is there already (tests): makes everything but the loop; the
 * end keeps how the screens were left. */
void
console_init(struct console *c, struct dw_app *app, struct ui_term *term, bool fresh);
void
console_clear(struct console *c);

/* ---- reading -------------------------------------------------------------------- */

/* One argument of an action by name; lists of them end with a NULL name. */
struct console_arg {
	const char *name;
	const char *value;
};

/*
 * Runs a read action ("user.list") into rows (initialised by the caller). flags as for
 * struct dw_call: an automatic refresh is DW_CALL_UNCOUNTED. While it runs, a key that
 * waits cancels it (DW_CANCELLED) if `interruptible`.
 */
enum dw_code
console_read(struct console *c, const char *action, const struct console_arg *args,
	unsigned flags, bool interruptible, struct dw_rows *out, struct dw_error *err);

/* The same into any sink, to show rows as soon as they are known. */
enum dw_code
console_read_to(struct console *c, const char *action, const struct console_arg *args,
	unsigned flags, bool interruptible, struct dw_sink *sink, struct dw_error *err);

/* The same with a question of one's own, asked now and then; true cancels. It may paint
 * (ui_paint()) and must not read. NULL = never. Not to be answered with true while the store
 * is being written (dw_db_in_txn()). */
enum dw_code
console_read_until(struct console *c, const char *action, const struct console_arg *args,
	unsigned flags, bool (*cancel)(void *arg), void *arg, struct dw_sink *sink,
	struct dw_error *err);

/* Counts one read of a list whose pages were shown uncounted, while a search was typed. Its
 * action has a limit and needs nothing. DW_THROTTLED: those pages should go. */
enum dw_code
console_count_read(struct console *c, const char *action, struct dw_error *err);

/* Whether the operator may run an action at all (ignoring the target); nobody may write in a
 * read-only console. */
bool
console_may(struct console *c, const char *action);

/* Can nothing be changed here: by --read-only, or because the operator has no such right? */
bool
console_is_read_only(struct console *c);

/* Adds a number with its thousands apart: 1,048,576. */
void
console_number(struct dw_buf *out, int64_t n);

/* ---- screens -------------------------------------------------------------------- */

/*
 * Root screens, in the order of keys 1 to 9. Each is a view whose close() frees it. A
 * screen that shows what topics say has changed reloads in `refresh`, without counting it
 * as a read and without moving the cursor.
 */
struct console_screen {
	const char *title;                      /* N_() */
	const char *needs;                      /* read action that must be allowed: "user.list" */
	unsigned topics;                        /* enum dw_topic bits it shows */
	struct ui_view *(*make)(struct console *c);
	void (*refresh)(struct ui_view *view);  /* topics moved */
	const char *takes;                      /* parameters of `needs` that show() knows, with
	                                           spaces between; NULL = all but those of pages */
	/* Shows what the action gives with these arguments and no others. */
	void (*show)(struct ui_view *view, const struct console_arg *args);
};
extern const struct console_screen console_screens[];
extern const int console_screens_count;

/*
 * Goes to a root screen at the end of this turn, closing what is above the root; keeps each
 * screen's state. May be called from any view, which may be gone afterwards.
 */
void
console_go(struct console *c, int screen);

/*
 * Goes to the root screen of a read action, to show what it gives with these arguments
 * (copied). False when there is no such screen, or it has no place for one of them.
 */
bool
console_show(struct console *c, const char *action, const struct console_arg *args);

/* Looks at once what has moved: after a write of our own, which data_version does not tell. */
void
console_look(struct console *c);

/* The console that a view belongs to. */
struct console *
console_of(const struct ui_view *view);

/* Draws the line of root screens ("Users  Groups ...") that every root screen has on top. */
void
console_draw_screens(struct console *c, struct ui_canvas *canvas, struct ui_rect row);

/* Views that are not roots register here to be told about topics; a view that closes
 * takes itself out. */
void
console_watch(struct console *c, struct ui_view *view, unsigned topics,
	void (*refresh)(struct ui_view *view));
void
console_unwatch(struct console *c, struct ui_view *view);

/* scr_detail.c: everything about one user, over the list; tab by number, -1 = the last used. */
void
console_open_user(struct console *c, const struct dw_uuid *user, int tab);

/* con_command.c: the command line; text is what it begins with. */
void
console_command_line(struct console *c, const char *text);

/* con_filter.c: the filter dialog over the users; done gets the filter text. It tells how many
 * match, together with what else narrows the list (search, bin, a filter that always holds):
 * `with` ends with a NULL name, may be NULL, and is copied. */
void
console_filter_dialog(struct console *c, const char *text, const struct console_arg *with,
	void (*done)(void *ctx, const char *text), void *ctx);

#endif
