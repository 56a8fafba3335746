/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The root screens by name, for con_screens.c. Everybody else goes through
 * console_screens[].
 */
#ifndef DW_UI_SCREENS_H
#define DW_UI_SCREENS_H

#include "ui/console.h"

/* scr_users.c */
struct ui_view *
scr_users_make(struct console *c);
void
scr_users_refresh(struct ui_view *view);
void
scr_users_show(struct ui_view *view, const struct console_arg *args);

#endif
