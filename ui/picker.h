/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A picker: a list that is narrowed by typing, to choose one item or tick several.
 * Items stand under the heading of their group. Small sets are filtered here; for
 * large ones `fill` is asked for each needle and adds what it finds.
 */
#ifndef DW_UI_PICKER_H
#define DW_UI_PICKER_H

#include "ui/view.h"

struct ui_picker;

struct ui_pick {
	const char *key;    /* what the answer consists of; NULL = the label */
	const char *label;  /* what is shown and searched; safe to show */
	const char *detail; /* beside it, dim, searched too; NULL = none */
	const char *whole;  /* told below the list while the cursor is on it, as far as two lines go;
	                       NULL = nothing */
	const char *group;  /* heading; items of a group follow each other; NULL = none */
	const char *grey;   /* why it cannot be picked; NULL = it can */
	bool on;            /* ticked at the beginning */
};

struct ui_pick_spec {
	const char *title;
	const char *hint;  /* a sentence under the title; NULL = none */
	const char *empty; /* a sentence when nothing matches; NULL = "Nothing matches" */
	bool many;         /* tick several */
	const struct ui_pick *items;
	size_t n;

	/* Called for each new needle instead of filtering `items`; adds with ui_picker_add(). */
	void (*fill)(void *ctx, struct ui_picker *picker, const char *needle);

	/* What stands beside the items and takes a while to know: a small piece of it, found out while
	 * no key waits and said by ui_picker_set_detail(). False when all is known. Optional. */
	bool (*work)(void *ctx, struct ui_picker *picker);

	/* The answer: keys of what was chosen (n may be 0 with `many`), borrowed. Once, before
	 * the picker closes; not at all when it is left. May push views. */
	void (*done)(void *ctx, const char *const *keys, size_t n);
	void *ctx;
};

/* Pushes a picker; everything is copied. */
struct ui_view *
ui_pick_open(struct ui *ui, const struct ui_pick_spec *spec);

/* Adds an item; for fill. */
void
ui_picker_add(struct ui_picker *picker, const struct ui_pick *item);

/* Another title; for work. */
void
ui_picker_set_title(struct ui_picker *picker, const char *title);

/* Says something else beside the item of this key; for work. */
void
ui_picker_set_detail(struct ui_picker *picker, const char *key, const char *detail);

#endif
