/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Somebody else saved the same thing while it was being edited. Both versions stand side
 * by side with what was there before, and the person decides: save theirs over the new
 * version, keep the other's, or go on editing. Nothing is lost silently.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act_internal.h"

#define BOX_COLS 100
#define LABEL_MAX 20

enum answer { MINE, THEIRS, EDIT, ANSWERS };

static const struct {
	char letter;
	const char *label;
} answers[ANSWERS] = {
	[MINE] = { 'm', N_("Save mine over it") },
	[THEIRS] = { 't', N_("Keep what is there") },
	[EDIT] = { 'e', N_("Go on editing") },
};

/* A field that differs between any two of the three. Safe to show. */
struct line {
	char *label, *before, *now, *mine;
	bool touched; /* by the person: mine is another than before */
};

struct conflict {
	struct ui_view view;
	struct act *act;
	char **now; /* by parameter, as act_values() gave them */
	struct line *lines;
	int n, top, page, label_cols;
	enum answer cursor;
	struct ui_rect buttons[ANSWERS];
};

static struct conflict *
of(struct ui_view *view)
{
	return (struct conflict *)view;
}

/* ---- what differs -------------------------------------------------------------- */

static bool
same(const struct dw_param *param, const char *a, const char *b)
{
	return act_can_pick(param) ? act_names_equal(a, b) : strcmp(a, b) == 0;
}

enum dw_code
act_still_there(struct act *act, char ***now, struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = act_values(act, now, err)) != DW_OK)
		return rc;
	for (size_t i = 0; i < act->action->n_params; i++) {
		const char *before = act->before[i], *there = (*now)[i];

		/* What is hidden from the operator is no part of what they were shown. */
		if (before == NULL || there == NULL || act_is_masked(act, (int)i) ||
			same(&act->action->params[i], before, there))
			continue;
		return dw_fail(err, DW_CONFLICT, _("Somebody else has saved this meanwhile."));
	}
	act_values_free(act, *now);
	*now = NULL;
	return DW_OK;
}

static void
add_line(struct conflict *self, int index)
{
	const struct act *act = self->act;
	const struct dw_param *param = &act->action->params[index];
	const char *before = act->before[index], *now = self->now[index];
	const char *mine = ui_form_text(act->form, param->name);
	struct line *line = &self->lines[self->n];
	int cols;

	if (before == NULL || now == NULL || act_is_masked(act, index) ||
		(same(param, before, now) && same(param, before, mine)))
		return;
	*line = (struct line){ dw_display_dup(_(param->title)), dw_display_dup(before),
		dw_display_dup(now), dw_display_dup(mine), !same(param, before, mine) };
	cols = dw_columns(line->label);
	if (cols > self->label_cols)
		self->label_cols = cols < LABEL_MAX ? cols : LABEL_MAX;
	self->n++;
}

/* ---- deciding ------------------------------------------------------------------ */

/* From here on the new version is what is edited. What the person did not touch follows
 * it; what they typed stays. */
static void
move_on(struct conflict *self)
{
	struct act *act = self->act;
	DW_AUTO_FREE bool *follow = dw_calloc(act->action->n_params, sizeof(*follow));
	char **former = act->before;

	for (size_t i = 0; i < act->action->n_params; i++) {
		const struct dw_param *param = &act->action->params[i];

		follow[i] = former[i] != NULL && self->now[i] != NULL &&
			!act_is_masked(act, (int)i) &&
			same(param, former[i], ui_form_text(act->form, param->name));
		if (act_is_masked(act, (int)i) && self->now[i] != NULL)
			self->now[i][0] = '\0';
	}
	act->before = dw_steal(&self->now);
	act_values_free(act, former);
	for (size_t i = 0; i < act->action->n_params; i++)
		if (follow[i])
			ui_form_set(act->form, act->action->params[i].name, act->before[i]);
	act_may(act, NULL);
}

static enum ui_did
decide(struct conflict *self, enum answer answer)
{
	struct act *act = self->act;
	struct dw_error err = { 0 };
	enum dw_code rc;

	switch (answer) {
	case MINE:
		move_on(self);
		if ((rc = act_collect(act, &err)) != DW_OK)
			ui_form_fail(act->form, &err);
		else
			act_finish(act);
		break;
	case THEIRS:
		ui_say(&act->c->ui, STYLE_NORMAL, "%s", _("What you typed was not saved."));
		ui_remove(&act->c->ui, ui_form_view(act->form));
		break;
	default:
		move_on(self);
		ui_say(&act->c->ui, STYLE_NORMAL, "%s",
			_("You are editing the new version now; what you typed is kept."));
		break;
	}
	return UI_CLOSE;
}

/* ---- drawing ------------------------------------------------------------------- */

static const char *
conflict_title(struct ui_view *view)
{
	(void)view;
	return _("Somebody else has saved this meanwhile");
}

static void
draw_columns(struct conflict *self, struct ui_canvas *canvas, struct ui_rect in)
{
	int cols = (in.cols - self->label_cols - 3) / 3;
	const char *const headings[] = { _("WHEN YOU BEGAN"), _("NOW"), _("YOURS") };
	int x = in.x + self->label_cols + 1;

	for (int i = 0; i < 3; i++)
		ui_put_fit(canvas, in.y, x + i * (cols + 1), cols, STYLE_HEADING, headings[i]);
	self->page = in.rows - 1;
	if (self->top > self->n - self->page)
		self->top = self->n > self->page ? self->n - self->page : 0;
	for (int y = 0; y < self->page && self->top + y < self->n; y++) {
		const struct line *line = &self->lines[self->top + y];
		/* What was not touched follows the new version, whatever is chosen. */
		const char *const texts[] = { line->before, line->now,
			line->touched ? line->mine : _("(not changed)") };
		const enum ui_style styles[] = { STYLE_DIM,
			strcmp(line->now, line->before) != 0 ? STYLE_WARNING : STYLE_NORMAL,
			line->touched ? STYLE_NEW : STYLE_DIM };

		ui_put_fit(canvas, in.y + 1 + y, in.x, self->label_cols, STYLE_NORMAL, line->label);
		for (int i = 0; i < 3; i++)
			ui_put_fit(canvas, in.y + 1 + y, x + i * (cols + 1), cols, styles[i],
				texts[i][0] != '\0' ? texts[i] : "-");
	}
}

static void
conflict_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct conflict *self = of(view);
	int cols = room.cols < BOX_COLS ? room.cols : BOX_COLS;
	struct ui_rect in = ui_box(canvas, ui_rect_centre(room, self->n + 5 + ANSWERS, cols),
		conflict_title(view));
	struct ui_rect table = { in.y, in.x, in.rows - ANSWERS - 1, in.cols };

	draw_columns(self, canvas, table);
	for (int i = 0; i < ANSWERS; i++) {
		struct ui_rect row = ui_rect_row(in, in.rows - ANSWERS + i);
		bool here = i == (int)self->cursor;

		self->buttons[i] = row;
		if (here) {
			ui_put(canvas, row.y, row.x, STYLE_MARKED, UI_SIGN_CURSOR);
			ui_cursor(canvas, row.y, row.x + 6, false);
		}
		ui_printf(canvas, row.y, row.x + 2, STYLE_KEY, "[%c]", answers[i].letter);
		ui_put(canvas, row.y, row.x + 6, here ? STYLE_CURSOR : STYLE_NORMAL,
			_(answers[i].label));
	}
}

/* ---- events -------------------------------------------------------------------- */

static void
conflict_offer(struct ui_view *view, struct ui_offers *offers)
{
	ui_offer(offers, UI_CMD_ACCEPT);
	ui_offer(offers, UI_CMD_UP);
	ui_offer(offers, UI_CMD_DOWN);
	ui_offer_as(offers, UI_CMD_CANCEL, _("go on editing"));
	if (of(view)->n > of(view)->page) {
		ui_offer(offers, UI_CMD_PAGE_UP);
		ui_offer(offers, UI_CMD_PAGE_DOWN);
	}
}

static enum ui_did
go(struct conflict *self, int by)
{
	self->cursor = (enum answer)(((int)self->cursor + ANSWERS + by) % ANSWERS);
	return UI_REDRAW;
}

static enum ui_did
scroll(struct conflict *self, int by)
{
	self->top += by;
	if (self->top < 0)
		self->top = 0;
	return UI_REDRAW;
}

static enum ui_did
conflict_key(struct conflict *self, const struct ui_event *event)
{
	switch (event->command) {
	case UI_CMD_ACCEPT:
		return decide(self, self->cursor);
	case UI_CMD_CANCEL:
		return decide(self, EDIT);
	case UI_CMD_UP:
		return go(self, -1);
	case UI_CMD_DOWN:
		return go(self, 1);
	case UI_CMD_PAGE_UP:
		return scroll(self, -self->page);
	case UI_CMD_PAGE_DOWN:
		return scroll(self, self->page);
	default:
		break;
	}
	for (int i = 0; i < ANSWERS; i++)
		if (event->key == (uint32_t)answers[i].letter)
			return decide(self, (enum answer)i);
	return UI_IGNORED;
}

static enum ui_did
conflict_event(struct ui_view *view, const struct ui_event *event)
{
	struct conflict *self = of(view);

	if (event->type == UI_EVENT_KEY)
		return conflict_key(self, event);
	if (event->type == UI_EVENT_MOUSE && event->mouse == UI_MOUSE_CLICK)
		for (int i = 0; i < ANSWERS; i++)
			if (ui_rect_has(self->buttons[i], event->y, event->x))
				return decide(self, (enum answer)i);
	return UI_HANDLED;
}

static void
conflict_close(struct ui_view *view)
{
	struct conflict *self = of(view);

	for (int i = 0; i < self->n; i++) {
		free(self->lines[i].label);
		free(self->lines[i].before);
		free(self->lines[i].now);
		free(self->lines[i].mine);
	}
	free(self->lines);
	act_values_free(self->act, self->now);
	free(self);
}

static const struct ui_view_ops ops = {
	.overlay = true,
	.title = conflict_title,
	.offer = conflict_offer,
	.draw = conflict_draw,
	.event = conflict_event,
	.close = conflict_close,
};

void
act_conflict(struct act *act, char **now)
{
	struct conflict *self = dw_calloc(1, sizeof(*self));

	self->view = (struct ui_view){ .ops = &ops, .context = UI_IN_MENU };
	self->act = act;
	self->now = now;
	self->cursor = EDIT;
	self->lines = dw_calloc(act->action->n_params + 1, sizeof(*self->lines));
	for (size_t i = 0; i < act->action->n_params; i++)
		if (act->asked[i])
			add_line(self, (int)i);
	ui_push(&act->c->ui, &self->view);
	act_hold(act, &self->view);
}
