/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The name that was probably meant. See nearest.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/nearest.h"

void
dw_nearest_clear(struct dw_nearest *near)
{
	if (near == NULL)
		return;
	dw_replace(&near->best, NULL);
	near->slips = 0;
}

size_t
dw_slips(const char *a, const char *b)
{
	size_t row[DW_NEAREST_MAX + 1];
	size_t len = strnlen(b, DW_NEAREST_MAX + 1);

	if (len > DW_NEAREST_MAX || strnlen(a, DW_NEAREST_MAX + 1) > DW_NEAREST_MAX)
		return DW_NEAREST_MAX + 1;
	for (size_t j = 0; j <= len; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1] != '\0'; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= len; j++) {
			size_t changed = diagonal + (a[i - 1] != b[j - 1]);
			size_t moved = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;

			diagonal = row[j];
			row[j] = changed < moved ? changed : moved;
		}
	}
	return row[len];
}

/* A slip in three letters is a guess, three slips in a long name still are a name. */
static size_t
allowed(const char *wanted)
{
	size_t third = strlen(wanted) / 3;

	return third < 1 ? 1 : third > 3 ? 3 : third;
}

void
dw_nearest_offer(struct dw_nearest *near, const char *name, const char *shown)
{
	size_t slips = dw_slips(near->wanted, name);

	if (slips > allowed(near->wanted) || (near->best != NULL && slips >= near->slips))
		return;
	near->slips = slips;
	dw_replace(&near->best, dw_strdup(shown != NULL ? shown : name));
}
