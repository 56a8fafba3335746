/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything about one user, as a widget: a title line, tabs, the tab's body. It stands
 * in a view of its own over the list (console_open_user()) and, where there is room,
 * in a pane beside the list, which then hands it events while it has the focus.
 */
#ifndef DW_UI_DETAIL_H
#define DW_UI_DETAIL_H

#include "ui/console.h"

struct detail;

/* What console_open_user() and detail_open_tab() are told. */
enum detail_tab {
	DETAIL_GENERAL,
	DETAIL_SECURITY,
	DETAIL_GROUPS,
	DETAIL_PERMISSIONS,
	DETAIL_SESSIONS,
	DETAIL_CLAIMS, /* only when an external account is linked */
	DETAIL_HISTORY,
	DETAIL_TABS
};

/* Shows nobody at first. */
struct detail *
detail_new(struct console *c);

/* Takes NULL. */
void
detail_free(struct detail *detail);

/*
 * Reads this user and shows them, on the tab that is on; NULL shows nobody. flags as for
 * console_read(): a pane that follows a cursor reads DW_CALL_UNCOUNTED, and once more without
 * when the cursor rests. A failure is shown in the widget's room; its code is returned.
 */
enum dw_code
detail_show(struct detail *detail, const struct dw_uuid *user, unsigned flags);

/* Whom it shows; false = nobody. */
bool
detail_shown(const struct detail *detail, struct dw_uuid *out);

/* Reads what is shown again, uncounted; cursor and place in the tab stay. */
void
detail_refresh(struct detail *detail);

/* The word that a tab is kept by; the tab of a word, General for any other and NULL. */
const char *
detail_tab_name(enum detail_tab tab);
enum detail_tab
detail_tab_find(const char *name);

/* Goes to a tab, in the order of their keys with all of them there; General where this user
 * has no such tab. The one that was on last is what the next user is shown on. */
void
detail_open_tab(struct detail *detail, int tab);

/* Countdowns and ages; UI_REDRAW when something on the screen is another. detail_wake() is
 * when it wants to be called (0 = never). */
int64_t
detail_wake(const struct detail *detail);
enum ui_did
detail_tick(struct detail *detail, int64_t now);

void
detail_draw(struct detail *detail, struct ui_canvas *canvas, struct ui_rect room, bool focus);

/* What keys mean while it has the focus: UI_IN_DETAIL, UI_IN_PAGER or UI_IN_SEARCH. */
enum ui_context
detail_context(const struct detail *detail);

/* "1-18 of 128" where the tab is a list, for the status line. */
void
detail_status(const struct detail *detail, struct dw_buf *left, struct dw_buf *right);

/* Tabs, the tab's own keys, moving in its body. Not closing: that is the view's. */
void
detail_offer(const struct detail *detail, struct ui_offers *offers);

/* Handles what it offered, and the mouse within its room. */
enum ui_did
detail_event(struct detail *detail, const struct ui_event *event);

#endif
