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
};

void
ui_form_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room);

#endif
