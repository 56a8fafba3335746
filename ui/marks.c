/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hash set with linear probing, at most half full. The ids are random, so their
 * first bytes are hash enough.
 */
#include "ui/marks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
ui_marks_clear(struct ui_marks *marks)
{
	if (marks == NULL)
		return;
	free(marks->slots);
	*marks = (struct ui_marks){ 0 };
}

static size_t
home(const struct ui_marks *marks, const struct dw_uuid *id)
{
	uint32_t hash;

	memcpy(&hash, id->bytes, sizeof hash);
	return hash & (marks->cap - 1);
}

/* The slot that holds the id, or the free one where it belongs. */
static size_t
find(const struct ui_marks *marks, const struct dw_uuid *id)
{
	size_t at = home(marks, id);

	while (!dw_uuid_is_none(&marks->slots[at]) && !dw_uuid_equal(&marks->slots[at], id))
		at = (at + 1) & (marks->cap - 1);
	return at;
}

bool
ui_marks_have(const struct ui_marks *marks, const struct dw_uuid *id)
{
	return marks->n > 0 && !dw_uuid_is_none(&marks->slots[find(marks, id)]);
}

static void
grow(struct ui_marks *marks)
{
	struct ui_marks old = *marks;

	marks->cap = old.cap > 0 ? old.cap * 2 : 64;
	marks->slots = dw_calloc(marks->cap, sizeof *marks->slots);
	for (size_t i = 0; i < old.cap; i++)
		if (!dw_uuid_is_none(&old.slots[i]))
			marks->slots[find(marks, &old.slots[i])] = old.slots[i];
	free(old.slots);
}

void
ui_marks_add(struct ui_marks *marks, const struct dw_uuid *id)
{
	size_t at;

	if (dw_uuid_is_none(id))
		return;
	if ((marks->n + 1) * 2 > marks->cap)
		grow(marks);
	at = find(marks, id);
	if (dw_uuid_is_none(&marks->slots[at])) {
		marks->slots[at] = *id;
		marks->n++;
	}
}

void
ui_marks_remove(struct ui_marks *marks, const struct dw_uuid *id)
{
	size_t hole, at;

	if (!ui_marks_have(marks, id))
		return;
	hole = at = find(marks, id);
	marks->n--;
	for (;;) {
		marks->slots[hole] = (struct dw_uuid){ 0 };
		/* Move the next one that may not stand behind the hole into it. */
		do {
			at = (at + 1) & (marks->cap - 1);
			if (dw_uuid_is_none(&marks->slots[at]))
				return;
		} while (((at - home(marks, &marks->slots[at])) & (marks->cap - 1)) <
			((at - hole) & (marks->cap - 1)));
		marks->slots[hole] = marks->slots[at];
		hole = at;
	}
}

bool
ui_marks_next(const struct ui_marks *marks, size_t *at, struct dw_uuid *out)
{
	while (*at < marks->cap) {
		const struct dw_uuid *id = &marks->slots[(*at)++];

		if (!dw_uuid_is_none(id)) {
			*out = *id;
			return true;
		}
	}
	return false;
}
