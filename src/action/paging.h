/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --limit and --after, the same for every list that pages by key.
 */
#ifndef DW_ACTION_PAGING_H
#define DW_ACTION_PAGING_H

#include "action/invoke.h"
#include "base/intl.h"

#define DW_PARAM_LIMIT { .name = "limit", .kind = DW_P_INT, .title = N_("Limit"), \
	.help = N_("Rows at most, 1 to 1000; default list.page_size.") }
#define DW_PARAM_AFTER { .name = "after", .title = N_("After"), \
	.help = N_("Go on after a page: its \"next\".") }
#define DW_PARAM_FROM { .name = "from", .title = N_("From"), \
	.help = N_("Begin at the first name that is not before this text.") }

#define DW_PARAM_COUNT { .name = "count", .kind = DW_P_FLAG, .title = N_("Count"), \
	.help = N_("Also count all matches, which looks at each of them.") }

/* The limit given as parameter `index`, or the setting's; DW_USAGE when it is out of range. */
enum dw_code
dw_paging_limit(const struct dw_call *call, int index, int *out, struct dw_error *err);

/* The same for a list that can count: then it may be 0, which is given as -1: no rows. */
enum dw_code
dw_paging_limit_counting(const struct dw_call *call, int index, int count, int *out,
	struct dw_error *err);

#endif
