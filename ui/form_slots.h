/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a form is made of inside: shared by form.c, which changes it, and form_draw.c,
 * which shows it. Nobody else includes this.
 */
#ifndef DW_UI_FORM_SLOTS_H
#define DW_UI_FORM_SLOTS_H

#include "ui/form.h"

struct slot {
	char *name, *label, *help, *empty;
	enum ui_form_kind kind;
	bool required, read_only;
	struct ui_field field;   /* of what is typed, and of names */
	char **choices, **labels;
	int n_choices, choice;   /* also yes (1) and no (0) */
	char *initial;
	char *error, *hint;
	enum ui_style hint_style;
	struct ui_rect at;       /* where its value was drawn last; no rows = not */
};

struct ui_form {
	struct ui_view view;
	char *title, *save_word;
	char *error;             /* one that belongs to no field */
	const struct ui_form_ops *ops;
	void *ctx;
	struct slot *slots;
	size_t n, focus;
	int top;                 /* first row shown */
	bool revealed;           /* a secret was on the screen */
	struct ui_suggest suggest; /* for the field with the focus */
	char *remark;            /* about all of it; NULL = none */
	enum ui_style remark_style;
};

/* form_values.c: the slot of a name, or NULL; its value as text; the same changed; was it? */
struct slot *
ui_form_slot(const struct ui_form *form, const char *name);
const char *
ui_slot_text(const struct slot *slot);
void
ui_slot_set(struct slot *slot, const char *value);
bool
ui_slot_changed(const struct slot *slot);

/* form_suggest.c: finds what may become of a slot's text; Tab there: false when it means the next
 * field; draws the list below the slot, within the room. */
void
ui_form_suggest(struct ui_form *form, struct slot *slot);
bool
ui_form_take(struct ui_form *form, struct slot *slot);
void
ui_form_draw_suggestions(struct ui_form *form, struct ui_canvas *canvas, struct ui_rect room);

void
ui_form_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room);

#endif
