/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How an operator left the screens: read when the console opens, handed to each screen when
 * it is made, and kept in the store when the console ends, however it ends, if anything is
 * another (domain/screen_state.h). A screen says what it wants to keep as a JSON object:
 * never what was typed to find people, nor whom the cursor stands on.
 *
 *	make:   if ((kept = console_kept(c, "group.list")) != NULL) ... be as it says
 *	        console_keep(c, "group.list", as_it_is());
 *	close:  console_keep(c, "group.list", as_it_is());
 */
#ifndef DW_UI_CON_KEPT_H
#define DW_UI_CON_KEPT_H

#include <jansson.h>

#include "ui/console.h"

/* What was kept of a screen; borrowed until the console ends; NULL = nothing. What it holds may
 * be of an older or newer Doorward: take what makes sense. */
const json_t *
console_kept(struct console *c, const char *screen);

/* The screen as it is; takes the object. The first time, right after it was made, says what is
 * usual: a screen that is left so is not written. */
void
console_keep(struct console *c, const char *screen, json_t *state);

/* Of what was kept something is not there any more: said once. */
void
console_kept_lacks(struct console *c);

/* The console itself: reads what there is unless fresh, and settings allow it; keeps and
 * frees it. */
void
con_kept_begin(struct console *c, bool fresh);
void
con_kept_end(struct console *c);

#endif
