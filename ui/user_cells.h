/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cells of dw_user_columns in a list, for the `cell` and `style` of whoever shows one.
 */
#ifndef DW_UI_USER_CELLS_H
#define DW_UI_USER_CELLS_H

#include "ui/list.h"

/* The value as it is shown in `cols` columns; lives until the next call. ctx is not used. */
struct dw_value
user_cell(void *ctx, size_t row, const struct dw_column *column, struct dw_value value,
	int cols);

enum ui_style
user_cell_style(const struct dw_column *column, const struct dw_value *value, int64_t now);

/* The same for a struct list_spec. */
enum ui_style
user_list_style(const struct list *list, size_t row, size_t column);

#endif
