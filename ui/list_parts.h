/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files list*.c share: list.c is the widget, list_filter.c what its rows are
 * narrowed by, list_view.c the list as a view of its own.
 */
#ifndef DW_UI_LIST_PARTS_H
#define DW_UI_LIST_PARTS_H

#include "domain/audit.h"
#include "ui/list.h"

/* Is there anything that its rows can be narrowed by, and are they? */
bool
list_can_filter(struct list *list);
bool
list_is_filtered(const struct list *list);

/* Forgets what it is narrowed by; the caller loads. */
void
list_filter_clear(struct list *list);

/* Adds what is always given and what it is narrowed by. */
void
list_filter_args(struct list *list, struct feed_query *query);

/* Asks for it: in the form, or in the menu of ready ones. */
void
list_ask_filter(struct list *list);
void
list_ask_ready(struct list *list);

/* The line above the rows with search and filter: is it there, and drawing it. */
bool
list_has_line(const struct list *list);
void
list_draw_line(struct list *list, struct ui_canvas *canvas, struct ui_rect line, bool focus);

#endif
