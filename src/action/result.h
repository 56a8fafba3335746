/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a write says afterwards: the sentence, the item as it is now, and its audit
 * entries. Collected inside the transaction, so that it is what was committed.
 */
#ifndef DW_ACTION_RESULT_H
#define DW_ACTION_RESULT_H

#include "action/invoke.h"

/* Fills call->said, and call->item and call->effects where the call's flags ask for them. */
enum dw_code
dw_result_collect(struct dw_call *call, struct dw_error *err);

/* One row as a JSON object, members in the order of the columns. */
void
dw_row_json(struct dw_buf *out, const struct dw_column *columns, size_t n,
	const struct dw_value *values);

#endif
