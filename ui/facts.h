/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Facts: labels with values under headings, to be read and copied one by one. Long
 * values are wrapped, very long ones cut. The cursor stands on a fact, so that a braille line or a
 * screen reader is where the eye is. A widget; it does not know what the facts are of.
 */
#ifndef DW_UI_FACTS_H
#define DW_UI_FACTS_H

#include "ui/view.h"

struct ui_fact {
	char *label; /* NULL = a heading, which is `value` */
	char *value;
	char *shown; /* its beginning, where it is very long; NULL = all of it */
	char *hint;  /* at the right end: "[p] Set password"; NULL = none */
	enum ui_style style;
};

struct ui_facts {
	struct ui_fact *items;
	size_t n, cap;
	size_t cursor; /* never on a heading, unless there is nothing else */

	/* Its own. */
	size_t top;
	int page;      /* rows that were drawn last */
	struct ui_rect body;
};

/* Zeroed is empty. */
void
ui_facts_clear(struct ui_facts *facts);

/* Takes all out; keeps the place, for when they are filled in again. */
void
ui_facts_empty(struct ui_facts *facts);

void
ui_facts_heading(struct ui_facts *facts, enum ui_style style, const char *shown);

/* Adds a fact, safe to show; where value is NULL or "" nothing. A label of one column is a
 * sign, and its value follows at once. hint may be NULL. */
void
ui_facts_add(struct ui_facts *facts, enum ui_style style, const char *label, const char *value,
	const char *hint);

/* The value under the cursor; NULL when there is none. */
const char *
ui_facts_current(const struct ui_facts *facts);

/* Its label; NULL when there is none. */
const char *
ui_facts_label(const struct ui_facts *facts);

/* Is only the beginning of the value under the cursor on the screen? */
bool
ui_facts_is_cut(const struct ui_facts *facts);

void
ui_facts_draw(struct ui_facts *facts, struct ui_canvas *canvas, struct ui_rect room, bool focus);

void
ui_facts_offer(const struct ui_facts *facts, struct ui_offers *offers);

enum ui_did
ui_facts_event(struct ui_facts *facts, const struct ui_event *event);

#endif
