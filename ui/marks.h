/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A set of row ids: what a person has marked. Ids, not places, so marks survive
 * sorting, reloading and other pages. Zeroed is empty.
 */
#ifndef DW_UI_MARKS_H
#define DW_UI_MARKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/uuid.h"

struct ui_marks {
	struct dw_uuid *slots; /* open addressing; none = free */
	size_t cap;
	size_t n;
};

void
ui_marks_clear(struct ui_marks *marks);

bool
ui_marks_have(const struct ui_marks *marks, const struct dw_uuid *id);

void
ui_marks_add(struct ui_marks *marks, const struct dw_uuid *id);

void
ui_marks_remove(struct ui_marks *marks, const struct dw_uuid *id);

/* Walks the set: start with *at = 0; false at the end. No changes meanwhile. */
bool
ui_marks_next(const struct ui_marks *marks, size_t *at, struct dw_uuid *out);

#endif
