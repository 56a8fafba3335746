/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A form on the screen: labels, values, under each what is wrong or worth knowing,
 * and at the bottom the help of the field with the focus. It scrolls when it is
 * higher than the room. See form_slots.h.
 */
#include "ui/form_slots.h"

#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"

#define COLS 76
#define LABEL_MAX 26
#define HELP_ROWS 2
#define GAP 2

static int
label_cols(const struct ui_form *form, int cols)
{
	int widest = 8, most = cols / 2 < LABEL_MAX ? cols / 2 : LABEL_MAX;

	for (size_t i = 0; i < form->n; i++)
		if (form->slots[i].kind != UI_FORM_NOTE) {
			int label = dw_columns(form->slots[i].label) + 2 * form->slots[i].required;

			widest = label > widest ? label : widest;
		}
	return widest < most ? widest : most;
}

static int
wrapped_rows(const char *text, int cols)
{
	return ui_put_wrapped(NULL, (struct ui_rect){ 0, 0, 0, cols }, STYLE_NORMAL, text);
}

/* What stands under the value: the error, else the hint; NULL = nothing. */
static const char *
remark(const struct slot *slot)
{
	return slot->error != NULL ? slot->error : slot->hint;
}

static int
rows_of(const struct slot *slot, int label, int cols)
{
	const char *under = remark(slot);

	if (slot->kind == UI_FORM_NOTE)
		return wrapped_rows(slot->label, cols);
	return 1 + (under != NULL ? wrapped_rows(under, cols - label - GAP) : 0);
}

/* ---- values ----------------------------------------------------------------------------- */

static void
add_none(const struct ui_form *form, bool focus, struct dw_buf *out)
{
	char key[UI_KEY_TEXT];

	if (form->ops->pick == NULL || !focus)
		dw_buf_puts(out, _("none"));
	else
		/* TRANSLATORS: %s is a key. */
		dw_buf_printf(out, _("none; %s chooses"),
			ui_keymap_name(UI_CMD_TOGGLE, UI_IN_FORM, key));
}

static void
draw_chosen(const struct ui_form *form, const struct slot *slot, struct ui_canvas *canvas,
	enum ui_style style, bool focus)
{
	DW_AUTO(dw_buf) text = { 0 };

	if (slot->kind == UI_FORM_YES_NO) {
		dw_buf_printf(&text, "[%c] %s", slot->choice ? 'x' : ' ',
			slot->choice ? _("yes") : _("no"));
	} else if (slot->kind == UI_FORM_CHOICE) {
		dw_buf_printf(&text, "< %s >", slot->labels[slot->choice]);
	} else {
		DW_AUTO_FREE char *names = dw_display_dup(ui_field_text(&slot->field));

		for (const char *at = names; *at != '\0'; at++) {
			dw_buf_putc(&text, *at);
			if (*at == ',' && at[1] != ' ')
				dw_buf_putc(&text, ' ');
		}
		if (text.len == 0 && slot->empty != NULL)
			dw_buf_puts(&text, slot->empty);
		else if (text.len == 0)
			add_none(form, focus, &text);
	}
	ui_put_fit(canvas, slot->at.y, slot->at.x, slot->at.cols, style, dw_buf_text(&text));
	if (focus)
		ui_cursor(canvas, slot->at.y, slot->at.x + (slot->kind == UI_FORM_YES_NO), false);
}

static void
draw_value(const struct ui_form *form, struct slot *slot, struct ui_canvas *canvas, bool focus)
{
	enum ui_style style = slot->error != NULL ? STYLE_FIELD_ERROR
		: focus                             ? STYLE_FIELD_FOCUS
						    : STYLE_FIELD;
	bool typed = slot->kind == UI_FORM_TEXT || slot->kind == UI_FORM_SECRET ||
		slot->kind == UI_FORM_DATE ||
		(slot->kind == UI_FORM_NAMES && form->ops->pick == NULL);

	if (slot->read_only)
		style = STYLE_DIM;
	if (typed)
		ui_field_draw(&slot->field, canvas, slot->at, style, focus);
	else
		draw_chosen(form, slot, canvas, style, focus);
}

static void
draw_slot(const struct ui_form *form, size_t i, struct ui_canvas *canvas, struct ui_rect rect,
	int label)
{
	struct slot *slot = &form->slots[i];
	struct ui_rect under = { rect.y + 1, rect.x + label + GAP, rect.rows - 1,
		rect.cols - label - GAP };
	bool focus = i == form->focus;
	int x;

	if (slot->kind == UI_FORM_NOTE) {
		ui_put_wrapped(canvas, rect, STYLE_DIM, slot->label);
		return;
	}
	slot->at = (struct ui_rect){ rect.y, under.x, 1, under.cols };
	ui_put_fit(canvas, rect.y, rect.x, label, focus ? STYLE_TITLE : STYLE_NORMAL, slot->label);
	x = dw_columns(slot->label) + 1;
	if (slot->required)
		ui_put(canvas, rect.y, rect.x + (x < label ? x : label - 1), STYLE_WARNING, "*");
	draw_value(form, slot, canvas, focus);
	if (remark(slot) != NULL)
		ui_put_wrapped(canvas, under, slot->error != NULL ? STYLE_ERROR : slot->hint_style,
			remark(slot));
}

/* ---- the whole ------------------------------------------------------------------------------ */

/* "First name." below First name tells nobody anything. */
static bool
says_the_same(const char *help, const char *label)
{
	size_t len = strlen(label);

	return strncmp(help, label, len) == 0 && strcmp(help + len, ".") == 0;
}

/* Error or help, at the bottom. */
static void
draw_foot(const struct ui_form *form, struct ui_canvas *canvas, struct ui_rect foot)
{
	const struct slot *slot = form->n > 0 ? &form->slots[form->focus] : NULL;

	if (form->error != NULL)
		ui_put_wrapped(canvas, foot, STYLE_ERROR, form->error);
	else if (slot != NULL && slot->help != NULL && !says_the_same(slot->help, slot->label))
		ui_put_wrapped(canvas, foot, STYLE_DIM, slot->help);
}

/* Scrolls so that all of the field with the focus is seen. */
static void
keep_in_sight(struct ui_form *form, int label, struct ui_rect body)
{
	int from = 0, rows;

	for (size_t i = 0; i < form->focus; i++)
		from += rows_of(&form->slots[i], label, body.cols);
	rows = rows_of(&form->slots[form->focus], label, body.cols);
	if (from + rows > form->top + body.rows)
		form->top = from + rows - body.rows;
	if (from < form->top)
		form->top = from;
}

void
ui_form_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct ui_form *form = (struct ui_form *)view;
	int cols = (room.cols < COLS ? room.cols : COLS) - 4;
	int label = label_cols(form, cols), total = 0, y;
	struct ui_rect in, body, former;

	for (size_t i = 0; i < form->n; i++)
		total += rows_of(&form->slots[i], label, cols);
	in = ui_box(canvas, ui_rect_centre(room, 2 + total + 1 + HELP_ROWS, cols + 4), form->title);
	body = in;
	body.rows = in.rows - HELP_ROWS - 1 > 1 ? in.rows - HELP_ROWS - 1 : 1;
	if (form->n > 0)
		keep_in_sight(form, label, body);
	if (form->top > total - body.rows)
		form->top = total > body.rows ? total - body.rows : 0;
	former = ui_clip(canvas, body);
	y = body.y - form->top;
	for (size_t i = 0; i < form->n; i++) {
		int rows = rows_of(&form->slots[i], label, cols);

		form->slots[i].at.rows = 0;
		if (y + rows > body.y && y < body.y + body.rows)
			draw_slot(form, i, canvas, (struct ui_rect){ y, body.x, rows, cols }, label);
		y += rows;
	}
	ui_unclip(canvas, former);
	if (form->top > 0)
		ui_put(canvas, body.y, in.x + in.cols + 1, STYLE_DIM, UI_SIGN_UP);
	if (form->top + body.rows < total)
		ui_put(canvas, body.y + body.rows - 1, in.x + in.cols + 1, STYLE_DIM, UI_SIGN_DOWN);
	if (form->remark != NULL)
		ui_put_fit(canvas, body.y + body.rows, in.x, in.cols, form->remark_style, form->remark);
	draw_foot(form, canvas, (struct ui_rect){ body.y + body.rows + 1, in.x, HELP_ROWS, in.cols });
	ui_form_draw_suggestions(form, canvas, in);
}
