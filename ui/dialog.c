/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions and messages in a box; a message is a question with one answer. See
 * dialog.h.
 */
#include "ui/dialog.h"

#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/field.h"
#include "ui/loop.h"

#define COLS 64

enum focus { ON_FIELD, ON_YES, ON_NO };

struct dialog {
	struct ui_view view;
	char *title, *text, *yes, *no, *type, *warning; /* no == NULL: a message */
	struct ui_field field;
	enum focus focus;
	struct ui_rect buttons[3]; /* by focus; as drawn last */
	void (*done)(void *ctx, bool yes);
	void *ctx;
};

static struct dialog *
of(struct ui_view *view)
{
	return (struct dialog *)view;
}

static const char *
dialog_title(struct ui_view *view)
{
	return of(view)->title;
}

/* May yes be said: is the word typed that must be? */
static bool
may(const struct dialog *dialog)
{
	return dialog->type == NULL || strcmp(ui_field_text(&dialog->field), dialog->type) == 0;
}

/* ---- drawing ---------------------------------------------------------------------------- */

static int
draw_button(struct dialog *dialog, struct ui_canvas *canvas, int y, int x, enum focus which,
	const char *word)
{
	bool here = dialog->focus == which;
	enum ui_style style = here ? STYLE_SELECTED
		: which == ON_YES && !may(dialog) ? STYLE_DIM
						  : STYLE_NORMAL;
	int cols = ui_printf(canvas, y, x, style, "[ %s ]", word);

	dialog->buttons[which] = (struct ui_rect){ y, x, 1, cols };
	if (here)
		ui_cursor(canvas, y, x + 2, false);
	return x + cols + 2;
}

static void
draw_typing(struct dialog *dialog, struct ui_canvas *canvas, struct ui_rect in)
{
	struct ui_rect row = { in.y + 1, in.x, 1, in.cols };

	ui_printf(canvas, in.y, in.x, STYLE_NORMAL, _("To confirm, type “%s”:"), dialog->type);
	ui_field_draw(&dialog->field, canvas, row,
		dialog->focus == ON_FIELD ? STYLE_FIELD_FOCUS : STYLE_FIELD,
		dialog->focus == ON_FIELD);
}

static void
dialog_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct dialog *dialog = of(view);
	struct ui_rect measure = { 0, 0, 0, (room.cols < COLS ? room.cols : COLS) - 4 };
	int text = ui_put_wrapped(NULL, measure, STYLE_NORMAL, dialog->text);
	int warning = dialog->warning == NULL
		? 0
		: ui_put_wrapped(NULL, measure, STYLE_WARNING, dialog->warning) + 1;
	int rows = 2 + text + 1 + warning + (dialog->type != NULL ? 3 : 0) + 1;
	struct ui_rect in =
		ui_box(canvas, ui_rect_centre(room, rows, measure.cols + 4), dialog->title);
	int y = in.y, x = in.x, bottom = in.y + in.rows - 1;

	/* In a very low window the text gives way, never the buttons. */
	in.rows -= rows - 2 - text;
	ui_put_wrapped(canvas, in, STYLE_NORMAL, dialog->text);
	y += (text < in.rows ? text : in.rows) + 1;
	if (warning > 0) {
		ui_put_wrapped(canvas, (struct ui_rect){ y, in.x, warning - 1, in.cols },
			STYLE_WARNING, dialog->warning);
		y += warning;
	}
	if (dialog->type != NULL)
		draw_typing(dialog, canvas, (struct ui_rect){ y, in.x, 2, in.cols });
	x = draw_button(dialog, canvas, bottom, x, ON_YES, dialog->yes);
	if (dialog->no != NULL)
		draw_button(dialog, canvas, bottom, x, ON_NO, dialog->no);
}

/* ---- events ------------------------------------------------------------------------------- */

static void
dialog_offer(struct ui_view *view, struct ui_offers *offers)
{
	const struct dialog *dialog = of(view);
	bool yes = dialog->focus != ON_NO;

	if (!yes || may(dialog))
		ui_offer_as(offers, UI_CMD_ACCEPT, yes ? dialog->yes : dialog->no);
	ui_offer_as(offers, UI_CMD_CANCEL, yes && dialog->no != NULL ? dialog->no : "");
	if (dialog->no == NULL)
		return;
	if (dialog->type == NULL) {
		ui_offer_key(offers, 'y', dialog->yes);
		ui_offer_key(offers, 'n', "");
		ui_offer(offers, UI_CMD_LEFT);
		ui_offer(offers, UI_CMD_RIGHT);
	}
	ui_offer(offers, UI_CMD_NEXT_FIELD);
	ui_offer(offers, UI_CMD_PREVIOUS_FIELD);
	if (dialog->focus == ON_FIELD)
		ui_field_offer(&dialog->field, offers);
}

static enum ui_did
answer(struct dialog *dialog, bool yes)
{
	if (dialog->done != NULL)
		dialog->done(dialog->ctx, yes);
	return UI_CLOSE;
}

static enum ui_did
go(struct dialog *dialog, int by)
{
	int first = dialog->type != NULL ? ON_FIELD : ON_YES;
	int n = ON_NO - first + 1;

	dialog->focus = (enum focus)(first + ((int)dialog->focus - first + n + by) % n);
	return UI_REDRAW;
}

static enum ui_did
dialog_key(struct dialog *dialog, const struct ui_event *event)
{
	switch (event->command) {
	case UI_CMD_ACCEPT:
		return answer(dialog, dialog->focus != ON_NO);
	case UI_CMD_CANCEL:
		return answer(dialog, false);
	case UI_CMD_NEXT_FIELD:
		return go(dialog, 1);
	case UI_CMD_PREVIOUS_FIELD:
		return go(dialog, -1);
	default:
		break;
	}
	if (dialog->type == NULL) {
		if (event->command == UI_CMD_LEFT || event->command == UI_CMD_RIGHT)
			return go(dialog, 1);
		if (event->key == 'y' && dialog->no != NULL)
			return answer(dialog, true);
		if (event->key == 'n' && dialog->no != NULL)
			return answer(dialog, false);
		return event->command == UI_CMD_NONE ? UI_HANDLED : UI_IGNORED;
	}
	if (event->command == UI_CMD_NONE && ui_key_types(event->key))
		dialog->focus = ON_FIELD;
	return ui_field_event(&dialog->field, event);
}

static enum ui_did
dialog_event(struct ui_view *view, const struct ui_event *event)
{
	struct dialog *dialog = of(view);

	switch (event->type) {
	case UI_EVENT_KEY:
		return dialog_key(dialog, event);
	case UI_EVENT_PASTE:
		return dialog->type != NULL ? ui_field_event(&dialog->field, event) : UI_HANDLED;
	case UI_EVENT_MOUSE:
		if (event->mouse != UI_MOUSE_CLICK)
			return UI_HANDLED;
		if (ui_rect_has(dialog->buttons[ON_YES], event->y, event->x) && may(dialog))
			return answer(dialog, true);
		if (ui_rect_has(dialog->buttons[ON_NO], event->y, event->x))
			return answer(dialog, false);
		return UI_HANDLED;
	default:
		return UI_IGNORED;
	}
}

static void
dialog_close(struct ui_view *view)
{
	struct dialog *dialog = of(view);

	ui_field_clear(&dialog->field);
	free(dialog->title);
	free(dialog->text);
	free(dialog->yes);
	free(dialog->no);
	free(dialog->type);
	free(dialog->warning);
	free(dialog);
}

static const struct ui_view_ops dialog_ops = {
	.overlay = true,
	.title = dialog_title,
	.offer = dialog_offer,
	.draw = dialog_draw,
	.event = dialog_event,
	.close = dialog_close,
};

static struct dialog *
make(const char *title, const char *text, const char *yes)
{
	struct dialog *dialog = dw_calloc(1, sizeof *dialog);

	dialog->view = (struct ui_view){ .ops = &dialog_ops, .context = UI_IN_MENU };
	dialog->title = dw_strdup(title != NULL ? title : "");
	dialog->text = dw_strdup(text != NULL ? text : "");
	dialog->yes = dw_strdup(yes);
	dialog->focus = ON_YES;
	return dialog;
}

struct ui_view *
ui_ask(struct ui *ui, const struct ui_question *question)
{
	struct dialog *dialog = make(question->title, question->text,
		question->yes != NULL ? question->yes : _("Yes"));

	dialog->no = dw_strdup(question->no != NULL ? question->no : _("Cancel"));
	dialog->type = dw_strdup(question->type);
	dialog->warning = dw_strdup(question->warning);
	dialog->focus = question->yes_first ? ON_YES : ON_NO;
	dialog->done = question->done;
	dialog->ctx = question->ctx;
	if (question->type != NULL) {
		dialog->view.context = UI_IN_FORM;
		dialog->focus = ON_FIELD;
	}
	ui_push(ui, &dialog->view);
	return &dialog->view;
}

struct ui_view *
ui_tell(struct ui *ui, const char *title, const char *text)
{
	struct dialog *dialog = make(title, text, _("Close"));

	ui_push(ui, &dialog->view);
	return &dialog->view;
}
