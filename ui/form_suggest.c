/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suggestions in a form: while text is typed into a field that has some, they stand in a
 * list below it, and Tab takes them. Where there are none, Tab is the way to the next
 * field, as always. See form.h and suggest.h.
 */
#include "ui/form_slots.h"

#define ROWS 6

void
ui_form_suggest(struct ui_form *form, struct slot *slot)
{
	ui_suggest_clear(&form->suggest);
	if (form->ops->suggest != NULL && slot->kind == UI_FORM_TEXT)
		form->ops->suggest(form, form->ctx, slot->name, ui_field_text(&slot->field),
			slot->field.cursor, &form->suggest);
}

bool
ui_form_take(struct ui_form *form, struct slot *slot)
{
	if (form->suggest.n == 0)
		return false;
	if (ui_suggest_take(&form->suggest, &slot->field))
		ui_form_suggest(form, slot);
	return true;
}

void
ui_form_draw_suggestions(struct ui_form *form, struct ui_canvas *canvas, struct ui_rect room)
{
	const struct slot *slot = form->n > 0 ? &form->slots[form->focus] : NULL;
	struct ui_rect rows;
	int below;

	form->suggest.at = (struct ui_rect){ 0 };
	if (form->suggest.n == 0 || slot->at.rows == 0)
		return;
	rows = slot->at;
	rows.y++;
	below = room.y + room.rows - rows.y - 1;
	rows.rows = form->suggest.n < ROWS ? (int)form->suggest.n : ROWS;
	if (rows.rows > below)
		rows.rows = below;
	if (rows.rows <= 0)
		return;
	ui_fill(canvas, (struct ui_rect){ rows.y, rows.x, rows.rows + 1, rows.cols }, STYLE_NORMAL);
	ui_hline(canvas, rows.y + rows.rows, rows.x, rows.cols, STYLE_BORDER);
	ui_suggest_draw(&form->suggest, canvas, rows, 2);
}
