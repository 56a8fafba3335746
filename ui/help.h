/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The help of a place: every key that does something there and what, made from the
 * key table and from what the view offers. A pager, so it scrolls and is searched.
 */
#ifndef DW_UI_HELP_H
#define DW_UI_HELP_H

#include "ui/view.h"

/* Pushes the help for the present top view. */
struct ui_view *
ui_help_open(struct ui *ui);

#endif
