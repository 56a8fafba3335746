/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the filter dialog share: con_filter.c is the dialog, con_filter_fields.c
 * how each field of the language is asked for in it.
 */
#ifndef DW_UI_CON_FILTER_H
#define DW_UI_CON_FILTER_H

#include "domain/filter.h"
#include "ui/form.h"

#define CON_CHOICES_MAX 20

struct con_choices {
	char *values[CON_CHOICES_MAX + 1];
	char *labels[CON_CHOICES_MAX + 1];
	size_t n;
};

void
con_choices_clear(struct con_choices *choices);

/* Words that exclude each other are a choice, the others can be ticked together. */
enum ui_form_kind
con_field_kind(enum dw_field field);

/* A word of the language for people: "self deletion", "last, descending". Free it. */
char *
con_word_label(const char *word);

/* The value of a field as a choice knows it; "" when it has none, or several. */
const char *
con_one_value(enum dw_field field, const struct dw_field_value *value);

/* What can be chosen for a field; what the text asks for already can, whatever it is. */
void
con_field_choices(enum dw_field field, const char *text, struct con_choices *out);

#endif
