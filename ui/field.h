/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line editor: one line of text that scrolls in the room it has. It moves and
 * deletes by grapheme cluster, so combining marks and wide characters stay whole.
 * A secret field keeps its text in guarded memory only and draws a dot for each
 * character unless revealed. The form, the search line, the picker and the command
 * line all use this one.
 */
#ifndef DW_UI_FIELD_H
#define DW_UI_FIELD_H

#include "base/secret.h"
#include "ui/view.h"

#define UI_FIELD_MAX 1024 /* bytes, unless set otherwise */

struct ui_field {
	bool secret;
	bool reveal;
	size_t max;    /* bytes; 0 = UI_FIELD_MAX */

	/* Its own. */
	char *text;    /* NUL-terminated; NULL = empty. Points into `guarded` when secret */
	size_t len, cap;
	size_t cursor; /* byte offset, always between grapheme clusters */
	size_t left;   /* first byte drawn */
	struct dw_secret guarded;
	struct ui_rect at;
};

/* Zeroed is an empty field too; this also makes it a secret one. */
void
ui_field_init(struct ui_field *field, bool secret);

void
ui_field_clear(struct ui_field *field);

/* The text as typed, never NULL: not safe to show, and not for secret fields. */
const char *
ui_field_text(const struct ui_field *field);

bool
ui_field_empty(const struct ui_field *field);

/* Replaces the text (cut at `max`), cursor at its end. */
void
ui_field_set(struct ui_field *field, const char *text);
void
ui_field_set_secret(struct ui_field *field, const struct dw_secret *secret);

/* A copy of a secret field's text. */
void
ui_field_secret(const struct ui_field *field, struct dw_secret *out);

/* Inserts at the cursor; newlines and tabs become spaces, other control characters go.
 * False when it does not fit (what fits is inserted). */
bool
ui_field_insert(struct ui_field *field, const char *text, size_t len);

/* One row. With focus the hardware cursor is shown in it. */
void
ui_field_draw(struct ui_field *field, struct ui_canvas *canvas, struct ui_rect row,
	enum ui_style style, bool focus);

void
ui_field_offer(const struct ui_field *field, struct ui_offers *offers);

/* Editing commands, typed characters, pastes and clicks; REDRAW when text or cursor moved. */
enum ui_did
ui_field_event(struct ui_field *field, const struct ui_event *event);

#endif
