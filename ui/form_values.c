/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands in the fields of a form, as text: what is typed is in a struct ui_field, what
 * is chosen is a number. See form.h.
 */
#include <string.h>

#include "ui/form_slots.h"

static const char *const no_yes[] = { "no", "yes", NULL };

struct slot *
ui_form_slot(const struct ui_form *form, const char *name)
{
	for (size_t i = 0; i < form->n; i++)
		if (form->slots[i].name != NULL && strcmp(form->slots[i].name, name) == 0)
			return &form->slots[i];
	return NULL;
}

const char *
ui_slot_text(const struct slot *slot)
{
	switch (slot->kind) {
	case UI_FORM_YES_NO:
		return no_yes[slot->choice];
	case UI_FORM_CHOICE:
		return slot->n_choices > 0 ? slot->choices[slot->choice] : "";
	case UI_FORM_SECRET:
		return "";
	default:
		return ui_field_text(&slot->field);
	}
}

void
ui_slot_set(struct slot *slot, const char *value)
{
	switch (slot->kind) {
	case UI_FORM_YES_NO:
		slot->choice = strcmp(value, "yes") == 0;
		break;
	case UI_FORM_CHOICE:
		for (int i = 0; i < slot->n_choices; i++)
			if (strcmp(slot->choices[i], value) == 0)
				slot->choice = i;
		break;
	default:
		ui_field_set(&slot->field, value);
	}
}

bool
ui_slot_changed(const struct slot *slot)
{
	if (slot->kind == UI_FORM_SECRET)
		return !ui_field_empty(&slot->field);
	return slot->kind != UI_FORM_NOTE && strcmp(ui_slot_text(slot), slot->initial) != 0;
}

const char *
ui_form_text(const struct ui_form *form, const char *name)
{
	const struct slot *slot = ui_form_slot(form, name);

	return slot != NULL ? ui_slot_text(slot) : "";
}

bool
ui_form_yes(const struct ui_form *form, const char *name)
{
	return strcmp(ui_form_text(form, name), "yes") == 0;
}

void
ui_form_secret(const struct ui_form *form, const char *name, struct dw_secret *out)
{
	const struct slot *slot = ui_form_slot(form, name);

	if (slot != NULL && slot->kind == UI_FORM_SECRET)
		ui_field_secret(&slot->field, out);
}

bool
ui_form_changed(const struct ui_form *form, const char *name)
{
	for (size_t i = 0; i < form->n; i++)
		if ((name == NULL || &form->slots[i] == ui_form_slot(form, name)) &&
			ui_slot_changed(&form->slots[i]))
			return true;
	return false;
}
