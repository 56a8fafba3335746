/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A form. Each field is a slot: what it is, its value, what is wrong with it. Values
 * that are typed live in a struct ui_field, the others are a number. form_draw.c puts
 * it on the screen. See form.h.
 */
#include "ui/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/dialog.h"
#include "ui/form_slots.h"
#include "ui/loop.h"
#include "ui/menu.h"

static struct ui_form *
of(struct ui_view *view)
{
	return (struct ui_form *)view;
}

/* ---- values --------------------------------------------------------------------------- */

static bool
takes_focus(const struct slot *slot)
{
	return slot->kind != UI_FORM_NOTE && !slot->read_only;
}

/* Are there so many to go to? */
static bool
has_fields(const struct ui_form *form, size_t n)
{
	for (size_t i = 0; i < form->n && n > 0; i++)
		n -= takes_focus(&form->slots[i]);
	return n == 0;
}

/* Is text typed into it (and not chosen)? */
static bool
is_typed(const struct ui_form *form, const struct slot *slot)
{
	if (slot->kind == UI_FORM_NAMES)
		return form->ops->pick == NULL;
	return slot->kind == UI_FORM_TEXT || slot->kind == UI_FORM_SECRET ||
		slot->kind == UI_FORM_DATE;
}

/* Which point in time a text is understood as, unless it says the same. */
static void
read_back(struct slot *slot)
{
	const char *typed = ui_slot_text(slot);
	char text[DW_TIME_TEXT];
	int64_t time;

	dw_replace(&slot->hint, NULL);
	if (*typed == '\0' || dw_time_parse(typed, dw_now(), &time, NULL) != DW_OK || time == 0)
		return;
	if (strcmp(typed, dw_time_local(time, text)) != 0)
		dw_replace(&slot->hint, dw_format("= %s", text));
	slot->hint_style = STYLE_DIM;
}

/* Something was typed or chosen: what was wrong may be right now. */
static void
value_changed(struct ui_form *form, struct slot *slot)
{
	dw_replace(&slot->error, NULL);
	if (slot->kind == UI_FORM_DATE)
		read_back(slot);
	if (form->ops->changed != NULL)
		form->ops->changed(form, form->ctx, slot->name);
}

void
ui_form_set(struct ui_form *form, const char *name, const char *value)
{
	struct slot *slot = ui_form_slot(form, name);

	if (slot == NULL)
		return;
	ui_slot_set(slot, value);
	value_changed(form, slot);
	ui_redraw(form->view.ui);
}

void
ui_form_hint(struct ui_form *form, const char *name, enum ui_style style, const char *text)
{
	struct slot *slot = ui_form_slot(form, name);

	if (slot == NULL)
		return;
	dw_replace(&slot->hint, *text != '\0' ? dw_strdup(text) : NULL);
	slot->hint_style = style;
}

void
ui_form_remark(struct ui_form *form, enum ui_style style, const char *text)
{
	dw_replace(&form->remark, *text != '\0' ? dw_strdup(text) : NULL);
	form->remark_style = style;
}

void
ui_form_later(struct ui_form *form, int ms)
{
	form->view.wake = dw_now() + ms;
	form->view.working = false;
}

void
ui_form_focus(struct ui_form *form, const char *name)
{
	struct slot *slot = ui_form_slot(form, name);

	if (slot != NULL && takes_focus(slot))
		form->focus = (size_t)(slot - form->slots);
	ui_suggest_clear(&form->suggest);
	ui_redraw(form->view.ui);
}

void
ui_form_fail(struct ui_form *form, const struct dw_error *err)
{
	struct slot *slot = ui_form_slot(form, err->field);

	ui_term_beep(form->view.ui->term);
	if (slot == NULL) {
		dw_replace(&form->error, dw_strdup(err->message));
	} else {
		dw_replace(&slot->error, dw_strdup(err->message));
		ui_form_focus(form, slot->name);
	}
	ui_redraw(form->view.ui);
}

/* ---- saving and leaving ------------------------------------------------------------------ */

/* What can be judged without asking anybody. */
static enum dw_code
check(const struct slot *slot, struct dw_error *err)
{
	bool empty = slot->kind != UI_FORM_YES_NO && slot->kind != UI_FORM_CHOICE &&
		ui_field_empty(&slot->field);
	int64_t time;
	enum dw_code rc;

	if (!takes_focus(slot))
		return DW_OK;
	if (slot->required && empty)
		return dw_fail_field(err, DW_INVALID, slot->name, _("This is needed"));
	if (slot->kind != UI_FORM_DATE || empty)
		return DW_OK;
	rc = dw_time_parse(ui_slot_text(slot), dw_now(), &time, err);
	if (rc != DW_OK)
		snprintf(err->field, sizeof err->field, "%s", slot->name);
	return rc;
}

static enum ui_did
save(struct ui_form *form)
{
	struct dw_error err = { 0 }, first = { 0 };
	enum dw_code rc;

	dw_replace(&form->error, NULL);
	for (size_t i = form->n; i-- > 0;) {
		dw_replace(&form->slots[i].error, NULL);
		if (check(&form->slots[i], &err) != DW_OK) {
			dw_replace(&form->slots[i].error, dw_strdup(err.message));
			first = err;
		}
	}
	if (first.code != DW_OK) {
		ui_form_fail(form, &first);
		return UI_REDRAW;
	}
	rc = form->ops->save(form, form->ctx, &err);
	if (rc == DW_OK)
		return UI_CLOSE;
	if (rc != DW_CANCELLED)
		ui_form_fail(form, &err);
	return UI_HANDLED;
}

static void
discard(void *ctx, bool yes)
{
	struct ui_form *form = ctx;

	if (yes)
		ui_remove(form->view.ui, &form->view);
}

static enum ui_did
cancel(struct ui_form *form)
{
	if (form->ops->forgets || !ui_form_changed(form, NULL))
		return UI_CLOSE;
	ui_ask(form->view.ui,
		&(struct ui_question){ .title = _("Not saved"),
			.text = _("What you changed in this form is not saved yet."),
			.yes = _("Discard it"),
			.no = _("Keep editing"),
			.done = discard,
			.ctx = form });
	return UI_HANDLED;
}

/* ---- changing a value ----------------------------------------------------------------------- */

static void
chosen(void *ctx, int value)
{
	struct ui_form *form = ctx;
	struct slot *slot = &form->slots[form->focus];

	slot->choice = value;
	value_changed(form, slot);
}

static void
choose(struct ui_form *form, struct slot *slot)
{
	struct ui_menu_row *rows = dw_calloc((size_t)slot->n_choices, sizeof *rows);

	for (int i = 0; i < slot->n_choices; i++)
		rows[i] = (struct ui_menu_row){
			.label = slot->labels[i], .on = i == slot->choice, .value = i };
	ui_menu_open(form->view.ui, slot->label, rows, (size_t)slot->n_choices, slot->at.y + 1,
		slot->at.x, chosen, form);
	free(rows);
}

static enum ui_did
toggle(struct ui_form *form, struct slot *slot)
{
	if (slot->kind == UI_FORM_YES_NO) {
		slot->choice = !slot->choice;
		value_changed(form, slot);
	} else if (slot->kind == UI_FORM_CHOICE) {
		choose(form, slot);
	} else if (form->ops->pick != NULL) {
		form->ops->pick(form, form->ctx, slot->name);
	}
	return UI_REDRAW;
}

/* Of names that are chosen none is left. */
static enum ui_did
empty(struct ui_form *form, struct slot *slot)
{
	if (slot->kind != UI_FORM_NAMES || ui_field_empty(&slot->field))
		return UI_IGNORED;
	ui_field_set(&slot->field, "");
	value_changed(form, slot);
	return UI_REDRAW;
}

/* Left and right on what is chosen: the value before or after. */
static enum ui_did
turn(struct ui_form *form, struct slot *slot, int by)
{
	int n = slot->kind == UI_FORM_YES_NO ? 2 : slot->n_choices;

	if (slot->kind == UI_FORM_NAMES || n < 2)
		return UI_HANDLED;
	slot->choice = (slot->choice + n + by) % n;
	value_changed(form, slot);
	return UI_REDRAW;
}

static enum ui_did
make_up(struct ui_form *form, struct slot *slot)
{
	struct dw_secret secret = { 0 };

	form->ops->generate(form, form->ctx, slot->name, &secret);
	ui_field_set_secret(&slot->field, &secret);
	slot->field.reveal = true;
	dw_secret_clear(&secret);
	value_changed(form, slot);
	return UI_REDRAW;
}

/* ---- events ------------------------------------------------------------------------------------ */

static void
form_offer(struct ui_view *view, struct ui_offers *offers)
{
	struct ui_form *form = of(view);
	const struct slot *slot = &form->slots[form->focus];

	ui_offer_as(offers, UI_CMD_ACCEPT, form->save_word);
	ui_offer(offers, UI_CMD_CANCEL);
	if (form->suggest.n > 0)
		ui_offer_as(offers, UI_CMD_NEXT_FIELD, _("complete"));
	if (has_fields(form, 2)) {
		ui_offer_as(offers, UI_CMD_NEXT_FIELD, _("next field"));
		ui_offer(offers, UI_CMD_PREVIOUS_FIELD);
	}
	if (!takes_focus(slot))
		return;
	if (is_typed(form, slot)) {
		if (slot->kind == UI_FORM_SECRET && form->ops->generate != NULL)
			ui_offer(offers, UI_CMD_GENERATE);
		ui_field_offer(&slot->field, offers);
	} else {
		ui_offer_as(offers, UI_CMD_TOGGLE,
			slot->kind == UI_FORM_YES_NO ? _("change") : _("choose"));
		ui_offer(offers, UI_CMD_LEFT);
		ui_offer(offers, UI_CMD_RIGHT);
		if (slot->kind == UI_FORM_NAMES && !ui_field_empty(&slot->field))
			ui_offer_as(offers, UI_CMD_DELETE_LEFT, _("none"));
	}
}

static enum ui_did
go(struct ui_form *form, size_t by)
{
	ui_suggest_clear(&form->suggest);
	for (size_t i = 0; i < form->n; i++) {
		form->focus = (form->focus + by) % form->n;
		if (takes_focus(&form->slots[form->focus]))
			break;
	}
	return UI_REDRAW;
}

static enum ui_did
give_to_field(struct ui_form *form, struct slot *slot, const struct ui_event *event)
{
	size_t len = slot->field.len;
	enum ui_did did = ui_field_event(&slot->field, event);

	form->revealed |= slot->field.reveal;
	if (did == UI_REDRAW &&
		(slot->field.len != len || event->type != UI_EVENT_KEY ||
			event->command == UI_CMD_NONE)) {
		value_changed(form, slot);
		ui_form_suggest(form, slot);
	} else if (did == UI_REDRAW) {
		ui_suggest_clear(&form->suggest); /* the cursor is somewhere else */
	}
	return did;
}

static enum ui_did
form_mouse(struct ui_form *form, const struct ui_event *event)
{
	if (event->mouse == UI_MOUSE_WHEEL_UP)
		return go(form, form->n - 1);
	if (event->mouse == UI_MOUSE_WHEEL_DOWN)
		return go(form, 1);
	if (event->mouse == UI_MOUSE_CLICK && ui_suggest_click(&form->suggest,
		&form->slots[form->focus].field, event->y, event->x)) {
		value_changed(form, &form->slots[form->focus]);
		return UI_REDRAW;
	}
	for (size_t i = 0; i < form->n; i++) {
		struct slot *slot = &form->slots[i];

		if (!takes_focus(slot) || !ui_rect_has(slot->at, event->y, event->x))
			continue;
		ui_suggest_clear(&form->suggest);
		form->focus = i;
		if (is_typed(form, slot))
			ui_field_event(&slot->field, event);
		else
			toggle(form, slot);
		return UI_REDRAW;
	}
	return UI_HANDLED;
}

/* A letter on names that are chosen: the picker opens, narrowed by it. */
static enum ui_did
pick_by(struct ui_form *form, const struct slot *slot, const struct ui_event *event)
{
	struct ui *ui = form->view.ui;

	if (slot->kind != UI_FORM_NAMES || event->type != UI_EVENT_KEY ||
		event->command != UI_CMD_NONE || !ui_key_types(event->key))
		return UI_IGNORED;
	form->ops->pick(form, form->ctx, slot->name);
	if (ui->top != &form->view)
		ui->top->ops->event(ui->top, event);
	return UI_REDRAW;
}

static enum ui_did
form_event(struct ui_view *view, const struct ui_event *event)
{
	struct ui_form *form = of(view);
	struct slot *slot = &form->slots[form->focus];

	if (event->type == UI_EVENT_MOUSE)
		return form_mouse(form, event);
	switch (event->type == UI_EVENT_KEY ? event->command : UI_CMD_NONE) {
	case UI_CMD_ACCEPT:
		return save(form);
	case UI_CMD_CANCEL:
		if (form->suggest.n == 0)
			return cancel(form);
		ui_suggest_clear(&form->suggest);
		return UI_REDRAW;
	case UI_CMD_NEXT_FIELD:
		if (event->key != UI_KEY_DOWN && ui_form_take(form, slot)) {
			value_changed(form, slot);
			return UI_REDRAW;
		}
		return go(form, 1);
	case UI_CMD_PREVIOUS_FIELD:
		return go(form, form->n - 1);
	case UI_CMD_GENERATE:
		form->revealed = true;
		return make_up(form, slot);
	default:
		break;
	}
	if (!takes_focus(slot))
		return UI_IGNORED;
	if (is_typed(form, slot))
		return give_to_field(form, slot, event);
	switch (event->type == UI_EVENT_KEY ? event->command : UI_CMD_NONE) {
	case UI_CMD_TOGGLE:
		return toggle(form, slot);
	case UI_CMD_LEFT:
		return turn(form, slot, -1);
	case UI_CMD_RIGHT:
		return turn(form, slot, 1);
	case UI_CMD_DELETE_LEFT:
	case UI_CMD_DELETE_RIGHT:
		return empty(form, slot);
	default:
		return pick_by(form, slot, event);
	}
}

/* ---- coming and going ----------------------------------------------------------------------------- */

static const char *
form_title(struct ui_view *view)
{
	return of(view)->title;
}

static void
clear_slot(struct slot *slot)
{
	for (int i = 0; i < slot->n_choices; i++) {
		free(slot->choices[i]);
		free(slot->labels[i]);
	}
	free(slot->choices);
	free(slot->labels);
	free(slot->name);
	free(slot->label);
	free(slot->help);
	free(slot->empty);
	free(slot->initial);
	free(slot->error);
	free(slot->hint);
	ui_field_clear(&slot->field);
}

static bool
form_secret(const struct ui_view *view)
{
	const struct ui_form *form = (const struct ui_form *)view;

	for (size_t i = 0; i < form->n; i++)
		if (form->slots[i].field.secret && form->slots[i].field.reveal &&
			!ui_field_empty(&form->slots[i].field))
			return true;
	return false;
}

static void
form_close(struct ui_view *view)
{
	struct ui_form *form = of(view);

	if (form->revealed) {
		ui_canvas_clear(&view->ui->canvas);
		ui_term_erase(view->ui->term);
	}
	for (size_t i = 0; i < form->n; i++)
		clear_slot(&form->slots[i]);
	if (form->ops->done != NULL)
		form->ops->done(form->ctx);
	ui_suggest_clear(&form->suggest);
	free(form->remark);
	free(form->slots);
	free(form->title);
	free(form->save_word);
	free(form->error);
	free(form);
}

static enum ui_did
form_tick(struct ui_view *view, int64_t now DW_UNUSED)
{
	view->working = of(view)->ops->work != NULL;
	return UI_HANDLED;
}

static enum ui_did
form_work(struct ui_view *view)
{
	struct ui_form *form = of(view);

	/* It may say when it wants to go on instead. */
	if (!form->ops->work(form, form->ctx))
		view->working = false;
	return UI_REDRAW;
}

static const struct ui_view_ops form_ops = {
	.overlay = true,
	.title = form_title,
	.offer = form_offer,
	.draw = ui_form_draw,
	.event = form_event,
	.tick = form_tick,
	.work = form_work,
	.secret = form_secret,
	.close = form_close,
};

static void
fill_slot(struct slot *slot, const struct ui_form_field *field)
{
	const char *const *labels =
		field->choice_labels != NULL ? field->choice_labels : field->choices;

	*slot = (struct slot){ .name = dw_strdup(field->name),
		.label = dw_strdup(field->label),
		.help = dw_strdup(field->help),
		.empty = dw_strdup(field->empty),
		.kind = field->kind,
		.required = field->required,
		.read_only = field->read_only };
	ui_field_init(&slot->field, field->kind == UI_FORM_SECRET);
	while (field->kind == UI_FORM_CHOICE && field->choices[slot->n_choices] != NULL)
		slot->n_choices++;
	slot->choices = dw_calloc((size_t)slot->n_choices + 1, sizeof *slot->choices);
	slot->labels = dw_calloc((size_t)slot->n_choices + 1, sizeof *slot->labels);
	for (int i = 0; i < slot->n_choices; i++) {
		slot->choices[i] = dw_strdup(field->choices[i]);
		slot->labels[i] = dw_strdup(labels[i]);
	}
	if (field->initial != NULL && field->kind != UI_FORM_NOTE)
		ui_slot_set(slot, field->initial);
	slot->initial = dw_strdup(ui_slot_text(slot));
	if (field->kind == UI_FORM_DATE)
		read_back(slot);
}

struct ui_form *
ui_form_open(struct ui *ui, const char *title, const char *save_word,
	const struct ui_form_field *fields, size_t n, const struct ui_form_ops *ops, void *ctx)
{
	struct ui_form *form = dw_calloc(1, sizeof *form);

	form->view = (struct ui_view){ .ops = &form_ops, .context = UI_IN_FORM };
	form->title = dw_strdup(title);
	form->save_word = dw_strdup(save_word != NULL ? save_word : _("save"));
	form->ops = ops;
	form->ctx = ctx;
	form->slots = dw_calloc(n + 1, sizeof *form->slots);
	form->n = n;
	for (size_t i = 0; i < n; i++)
		fill_slot(&form->slots[i], &fields[i]);
	ui_push(ui, &form->view);
	if (n > 0 && !takes_focus(&form->slots[0]))
		go(form, 1);
	return form;
}

struct ui_view *
ui_form_view(struct ui_form *form)
{
	return &form->view;
}
