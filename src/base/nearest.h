/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * "Did you mean ...?": of the names offered one by one, the one that is fewest typing
 * slips away from what somebody wrote.
 *
 *	DW_AUTO(dw_nearest) near = { .wanted = name };
 *	while (...) dw_nearest_offer(&near, candidate);
 *	if (near.best != NULL) ... did you mean near.best?
 */
#ifndef DW_BASE_NEAREST_H
#define DW_BASE_NEAREST_H

#include <stddef.h>

#define DW_NEAREST_MAX 100 /* bytes; longer names are never near anything */

struct dw_nearest {
	const char *wanted; /* borrowed, folded as the names that are offered */
	char *best;         /* the nearest so far; NULL = none is near enough */
	size_t slips;       /* how far away best is */
};

void
dw_nearest_clear(struct dw_nearest *near);

/* Considers a name; with `shown` that is what best becomes instead of it. Both are copied. */
void
dw_nearest_offer(struct dw_nearest *near, const char *name, const char *shown);

/* Slips between two names: a byte more, less or another; DW_NEAREST_MAX + 1 if one is too long. */
size_t
dw_slips(const char *a, const char *b);

#endif
