/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a page is. See paging.h.
 */
#include "action/paging.h"

#define LIMIT_MOST 1000

enum dw_code
dw_paging_limit(const struct dw_call *call, int index, int *out, struct dw_error *err)
{
	int64_t limit = dw_arg_num(call->args, index,
		dw_conf_int(call->app->conf, DW_CONF_LIST_PAGE_SIZE));

	if (limit < 1 || limit > LIMIT_MOST)
		return dw_fail_field(err, DW_USAGE, "limit", _("A page has 1 to %d rows."), LIMIT_MOST);
	*out = (int)limit;
	return DW_OK;
}

enum dw_code
dw_paging_limit_counting(const struct dw_call *call, int index, int count, int *out,
	struct dw_error *err)
{
	if (!dw_arg_given(call->args, count) || dw_arg_num(call->args, index, -1) != 0)
		return dw_paging_limit(call, index, out, err);
	*out = -1;
	return DW_OK;
}
