/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A form: labelled fields, an error under the field it belongs to, Enter saves from
 * anywhere, Esc with changes asks first. What the fields are is told by an array of
 * struct ui_form_field; what happens on saving is one function. It is a view in a
 * box and does not know what it edits.
 */
#ifndef DW_UI_FORM_H
#define DW_UI_FORM_H

#include "base/secret.h"
#include "ui/field.h"
#include "ui/suggest.h"
#include "ui/view.h"

enum ui_form_kind {
	UI_FORM_TEXT,
	UI_FORM_SECRET, /* masked; a key reveals it, another one makes one up */
	UI_FORM_YES_NO,
	UI_FORM_CHOICE, /* one of `choices` */
	UI_FORM_DATE,   /* text that dw_time_parse() understands; shown read back beside it */
	UI_FORM_NAMES,  /* names chosen in a picker, or typed with commas */
	UI_FORM_NOTE,   /* no field: a sentence between fields */
};

struct ui_form;

struct ui_form_field {
	const char *name;    /* finds the field again, and is what err->field says */
	const char *label;   /* translated; of a NOTE the sentence */
	enum ui_form_kind kind;
	bool required;       /* marked, and refused when empty before save() is asked */
	bool read_only;      /* shown, skipped by the cursor */
	const char *help;    /* a sentence while the field has the focus; NULL = none */
	const char *empty;   /* NAMES: what is shown when there are none; NULL = "none" */
	const char *initial; /* its text; "yes" or "no"; names joined by ","; NULL = empty */
	const char *const *choices; /* CHOICE: values, NULL-terminated */
	const char *const *choice_labels; /* how they are shown, translated; NULL = the values */
};

struct ui_form_ops {
	/*
	 * Takes the values (ui_form_text() ...). On failure fill err and return its code: the
	 * message goes under err->field and the form stays. DW_OK closes the form. DW_CANCELLED
	 * keeps it and says nothing: something was pushed that asks on, and may ui_remove() it.
	 */
	enum dw_code (*save)(struct ui_form *form, void *ctx, struct dw_error *err);

	/* Opens a picker for a NAMES field; it answers with ui_form_set(). A letter typed on the field
	 * opens it too, and narrows it. NULL: typed only. */
	void (*pick)(struct ui_form *form, void *ctx, const char *name);

	/* Makes up a secret for the field; it is revealed. NULL: no such key. */
	void (*generate)(struct ui_form *form, void *ctx, const char *name, struct dw_secret *out);

	/* Something was typed: a chance for ui_form_hint(). Optional. */
	void (*changed)(struct ui_form *form, void *ctx, const char *name);

	/* Adds what the text of a TEXT field may become, up to byte `at`, and says in out->start and
	 * out->typed what of it that stands for. Tab takes it; where nothing is added, Tab goes
	 * on to the next field. Optional. */
	void (*suggest)(struct ui_form *form, void *ctx, const char *name, const char *text, size_t at,
		struct ui_suggest *out);

	/* Called while no key waits, once ui_form_later() has let its time pass; true: again. Optional. */
	bool (*work)(struct ui_form *form, void *ctx);

	/* The form goes away, saved or not: release ctx. Optional. */
	void (*done)(void *ctx);

	/* What was typed is not worth a question when Esc leaves it: the number of a page. */
	bool forgets;
};

/*
 * Pushes a form. Everything in `fields` and the title is copied; save_word is what Enter
 * does, for the footer (NULL = "save"). Ends by saving or by Esc.
 */
struct ui_form *
ui_form_open(struct ui *ui, const char *title, const char *save_word,
	const struct ui_form_field *fields, size_t n, const struct ui_form_ops *ops, void *ctx);

/* The form as a view, for ui_push() on top of it and ui_close(). */
struct ui_view *
ui_form_view(struct ui_form *form);

/* A field's value as text: as typed, "yes" or "no", the choice's value. Borrowed, never NULL;
 * not for secrets. */
const char *
ui_form_text(const struct ui_form *form, const char *name);

bool
ui_form_yes(const struct ui_form *form, const char *name);

void
ui_form_secret(const struct ui_form *form, const char *name, struct dw_secret *out);

/* Was the field changed since the form opened? NULL asks for any. */
bool
ui_form_changed(const struct ui_form *form, const char *name);

/* Changes a value from outside (a picker's answer). */
void
ui_form_set(struct ui_form *form, const char *name, const char *value);

/* A remark beside a field, e.g. how strong a password is; "" takes it away. Safe to show. */
void
ui_form_hint(struct ui_form *form, const char *name, enum ui_style style, const char *text);

/* A sentence about the form as a whole, below its fields; "" takes it away. Safe to show. */
void
ui_form_remark(struct ui_form *form, enum ui_style style, const char *text);

/* Work is to be done in `ms` from now; not before, if this is said again meanwhile. */
void
ui_form_later(struct ui_form *form, int ms);

/* Shows a failure that became known later, under its field, and moves the cursor there. */
void
ui_form_fail(struct ui_form *form, const struct dw_error *err);

/* Puts the focus on a field. */
void
ui_form_focus(struct ui_form *form, const char *name);

#endif
