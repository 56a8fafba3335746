/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the console's shell need from each other; screens need only
 * console.h.
 */
#ifndef DW_UI_CON_PARTS_H
#define DW_UI_CON_PARTS_H

#include "ui/console.h"

/* con_watch.c: begins to follow the store; looks when a second is over and returns when it
 * wants to look again; adds what is left of the throttle to the status line when it is little. */
void
con_watch_begin(struct console *c);
int64_t
con_watch_idle(struct console *c, int64_t now);
void
con_watch_status(struct console *c, struct dw_buf *right);
void
con_watch_clear(struct console *c);

/* con_limit.c: leaves when nobody has pressed a key for too long, or after a whole day; warns a
 * minute before. Returns when it wants to be asked again; 0 = never. */
int64_t
con_limit_idle(struct console *c, int64_t now);

/* con_shot.c: what the screen shows goes into a file, whose name is asked for. */
void
con_shot(struct console *c);

/* con_screens.c: the line of screens, the menu of them, going there. */
void
con_screens_init(struct console *c);
void
con_screens_clear(struct console *c);

/* Goes where console_go() said, if it did. */
void
con_screens_arrive(struct console *c);

/* Is the shown root screen on top, with nothing over it? */
bool
con_screens_at_root(const struct console *c);
void
con_screens_offer(struct console *c, struct ui_offers *offers);
enum ui_did
con_screens_event(struct console *c, const struct ui_event *event);

#endif
