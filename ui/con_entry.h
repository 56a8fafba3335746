/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Audit entries in words: what was done, and what differs, as lines of a label with
 * before and after. The history shows them, and so does the question before a write,
 * which is made from the entries that a dry run would have written.
 */
#ifndef DW_UI_CON_ENTRY_H
#define DW_UI_CON_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Safe to show; before or after is "" where there is nothing. */
struct entry_line {
	char *label, *before, *after;
};

/* Zeroed is empty. */
struct entry_lines {
	struct entry_line *at;
	size_t n;
};

void
entry_lines_clear(struct entry_lines *lines);

/* Adds one; the texts are made safe to show. NULL is "". */
void
entry_lines_add(struct entry_lines *lines, const char *label, const char *before,
	const char *after);

/* What the code of an entry says: "user_deactivated" is _("Deactivate"). Adds to out. */
void
entry_what(struct dw_buf *out, const char *code);

/* The same of an entry that was refused: what was tried, as its metadata says, where it does. */
void
entry_what_was_tried(struct dw_buf *out, const char *code, const char *metadata);

/* The group that an entry without a user is about; "" when there is none. Free it. */
char *
entry_group(const char *metadata);

/*
 * Reads the metadata of an entry (a JSON object, NULL = none) into lines: changed fields
 * with before and after, what came as after, what went as before.
 */
void
entry_read(struct entry_lines *out, const char *code, const char *metadata);

/* The same of a whole call: dw_call.effects, an array of entries. Which entries an undo takes back
 * is left out: a number says nothing to who is asked. */
void
entry_read_effects(struct entry_lines *out, const char *effects);

/* All lines on one: "E-mail a@x.org → b@x.org, Staff no → yes". */
void
entry_lines_join(struct dw_buf *out, const struct entry_lines *lines);

/* The same of an entry, for a list: "E-mail a@x.org → b@x.org, Staff no → yes". */
void
entry_summary(struct dw_buf *out, const char *code, const char *metadata);

#endif
