/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The root screens that are lists of an action: Groups, Permissions, Sessions,
 * Audit. Each
 * function makes one for console_screens[]; list_screen_refresh() refreshes it.
 */
#ifndef DW_UI_SCR_LISTS_H
#define DW_UI_SCR_LISTS_H

#include "ui/list.h"

struct ui_view *
scr_groups_new(struct console *c);

struct ui_view *
scr_permissions_new(struct console *c);

struct ui_view *
scr_sessions_new(struct console *c);

struct ui_view *
scr_audit_new(struct console *c);

/* The detail of one group, over whatever is shown. */
void
console_open_group(struct console *c, const char *name);

/* The changes that can be taken back; a list over whatever is shown. */
extern const struct list_spec scr_changes_spec;

/* One audit entry whole, in a pager: when, who, from where, to whom, what differs. */
void
console_open_entry(struct list *list, size_t row);

/* con_holding.c: one row of permission.show whole: each way it comes, since when and by whom. */
void
console_open_holding(struct list *list, size_t row);

/* For every list of audit entries: codes and metadata in words, refusals in their style. */
struct dw_value
audit_cell(void *ctx, size_t row, const struct dw_column *column, struct dw_value value,
	int cols);
enum ui_style
audit_style(const struct list *list, size_t row, size_t column);

#endif
