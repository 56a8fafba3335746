/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One action on many: first everybody is looked at, then a preview says who will be
 * changed, who is skipped and why, and how long it takes; then they are done one by one
 * under one batch id, and what became of them is told. It can be cancelled between any
 * two; what is done stays done.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "action/batch.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act_internal.h"
#include "ui/pager.h"
#include "ui/progress.h"

#define SLICE 20        /* ms of work between two looks at the keyboard, and targets at most: */
#define SLICE_MAX 50    /* a clock that is set back must not make it long */
#define WAIT 50         /* ms, when the minute's writes are used up */
#define SHOWN_READY 500 /* names that the preview writes out */
#define SHOWN_BEFORE_REASONS 8
#define SHOWN_REASONS 200
#define SHOWN_SHELL 5   /* names in the command that does the same */
#define BOX_COLS 78

bool
act_for_many(const struct dw_action *action)
{
	int target = dw_param_target(action);

	if (target < 0 || (action->target == DW_KIND_NONE && action->find == NULL))
		return false;
	/* The same new name or password for all is never meant. */
	for (size_t i = 0; i < action->n_params; i++)
		if (action->params[i].column != NULL || action->params[i].kind == DW_P_SECRET)
			return false;
	return true;
}

static size_t
ready_count(const struct act *act)
{
	return act->batch->n - act->batch->skipped;
}

static const char *
unit_of(const struct act *act, size_t n)
{
	switch (act->action->target) {
	case DW_KIND_USER:
		return DW_NG("user", "users", n);
	case DW_KIND_GROUP:
		return DW_NG("group", "groups", n);
	case DW_KIND_SESSION:
		return DW_NG("session", "sessions", n);
	case DW_KIND_NONE:
		return DW_NG("entry", "entries", n);
	default:
		return DW_NG("item", "items", n);
	}
}

/* ---- afterwards ---------------------------------------------------------------- */

/* The command that does the same, while it is short enough to be of use. */
static void
add_shell(struct dw_buf *out, struct act *act)
{
	int target = dw_param_target(act->action);
	struct dw_arg *arg = &act->args.at[target];
	DW_AUTO_FREE char *shell = NULL;
	DW_AUTO_FREE char *shown = NULL;
	struct dw_call call = { .action = act->action, .app = act->c->app, .args = &act->args };
	size_t n = 0;

	if ((act->action->params[target].flags & DW_P_MANY) == 0)
		return;
	/* What the action found by itself stands in the arguments. */
	if (act->action->find != NULL) {
		shell = dw_call_shell(&call);
		shown = dw_display_dup(shell);
		dw_buf_printf(out, " · %s", shown);
		return;
	}
	/* The names instead of the one id that stood for them all. */
	for (size_t i = 0; i < arg->n_items; i++)
		free(arg->items[i]);
	arg->n_items = 0;
	for (size_t i = 0; i < act->batch->n; i++)
		if (act->batch->items[i].state == DW_BATCH_CHANGED && n++ < SHOWN_SHELL)
			dw_args_put(&act->args, target, act->batch->items[i].label, 0, NULL);
	if (n == 0)
		return;
	shell = dw_call_shell(&call);
	shown = dw_display_dup(shell);
	dw_buf_printf(out, " · %s%s", shown, n > SHOWN_SHELL ? " …" : "");
}

/* Those from `first` on with the same reason, by name, told once. */
static void
add_reason(struct ui_pager *pager, const struct dw_batch *batch, size_t first, bool *told)
{
	const struct dw_batch_item *like = &batch->items[first];
	DW_AUTO(dw_buf) names = { 0 };

	for (size_t i = first; i < batch->n; i++) {
		const struct dw_batch_item *item = &batch->items[i];
		DW_AUTO_FREE char *label = NULL;

		if (item->state != like->state || strcmp(item->err->message, like->err->message) != 0)
			continue;
		told[i] = true;
		label = dw_display_dup(item->label != NULL && item->label[0] != '\0' ? item->label :
				item->reference);
		dw_buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", label);
	}
	ui_pager_addf(pager, STYLE_WARNING, "  %s: %s", dw_buf_text(&names), like->err->message);
	ui_pager_hang(pager, 4);
}

/* Who is in this state, and why. Reasons that name the person are all different, so there is
 * an end to them. */
static void
add_failures(struct ui_pager *pager, const struct dw_batch *batch, enum dw_batch_state state)
{
	DW_AUTO_FREE bool *told = dw_calloc(batch->n, sizeof(*told));
	size_t lines = 0, more = 0;

	for (size_t i = 0; i < batch->n; i++) {
		if (batch->items[i].state != state || told[i])
			continue;
		if (lines++ < SHOWN_REASONS)
			add_reason(pager, batch, i, told);
		else
			more++;
	}
	if (more > 0)
		ui_pager_addf(pager, STYLE_WARNING, DW_NG("  and %zu more", "  and %zu more", more), more);
}

static void
tell_failures(struct act *act)
{
	struct ui_pager pager = { 0 };
	DW_AUTO_FREE char *title = act_title(act);

	ui_pager_addf(&pager, STYLE_HEADING, DW_NG("%zu could not be done:", "%zu could not be done:",
		act->batch->failed), act->batch->failed);
	add_failures(&pager, act->batch, DW_BATCH_FAILED);
	ui_pager_open(&act->c->ui, title, &pager);
}

static void
finished(void *ctx, const struct ui_progress_state *state, bool cancelled)
{
	struct act *act = ctx;
	const struct dw_batch *batch = act->batch;
	DW_AUTO(dw_buf) text = { 0 };
	DW_AUTO_FREE bool *done = dw_calloc(batch->n + 1, sizeof(*done));

	(void)state;
	for (size_t i = 0; i < batch->n; i++)
		done[i] = batch->items[i].state == DW_BATCH_CHANGED ||
			batch->items[i].state == DW_BATCH_UNCHANGED;
	act_done(act, done);
	dw_buf_printf(&text, "%s: ", _(act->action->title));
	dw_buf_printf(&text, DW_NG("%zu was changed", "%zu were changed", batch->changed),
		batch->changed);
	if (batch->skipped > 0)
		dw_buf_printf(&text, DW_NG(", %zu skipped", ", %zu skipped", batch->skipped),
			batch->skipped);
	if (batch->failed > 0)
		dw_buf_printf(&text, DW_NG(", %zu failed", ", %zu failed", batch->failed),
			batch->failed);
	if (cancelled)
		dw_buf_puts(&text, _("; cancelled, the rest was not touched"));
	else
		add_shell(&text, act);
	ui_say(&act->c->ui, cancelled || batch->failed > 0 ? STYLE_WARNING : STYLE_OK, "%s",
		dw_buf_text(&text));
	if (batch->failed > 0)
		tell_failures(act);
	console_look(act->c);
}

/* ---- doing it ------------------------------------------------------------------ */

static bool
step(void *ctx, struct ui_progress_state *state)
{
	struct act *act = ctx;
	struct timespec wait = { .tv_nsec = WAIT * 1000000L };
	int64_t until = dw_now() + SLICE;
	struct dw_error err = { 0 };
	enum dw_code rc;
	bool more = true;
	int n = 0;

	state->total = (int64_t)ready_count(act);
	do {
		size_t from = act->batch->next, changed = act->batch->changed;

		/* The pace that the operator is allowed; the work itself never comes to a refusal. */
		if ((rc = dw_batch_step(act->batch, &more, &err)) == DW_THROTTLED) {
			nanosleep(&wait, NULL);
			return true;
		}
		if (rc != DW_OK)
			return false;
		/* Counted at once: the line may be lost before it is finished. */
		act->c->changes += (int64_t)(act->batch->changed - changed);
		for (size_t i = from; i < act->batch->next; i++)
			state->done += act->batch->items[i].state != DW_BATCH_SKIPPED;
		state->failed = (int64_t)act->batch->failed;
	} while (more && ++n < SLICE_MAX && dw_now() < until);
	return more;
}

static void
go(struct act *act)
{
	DW_AUTO_FREE char *title = act_title(act);

	if (act->form != NULL)
		ui_remove(&act->c->ui, ui_form_view(act->form));
	act_hold(act, ui_progress_open(&act->c->ui, &(struct ui_progress_spec){
		.title = title,
		.unit = unit_of(act, ready_count(act)),
		.step = step,
		.done = finished,
		.ctx = act,
	}));
}

/* ---- the preview --------------------------------------------------------------- */

struct preview {
	struct ui_view view;
	struct act *act;
	struct ui_pager pager;
	char *title, *yes;
};

static struct preview *
of(struct ui_view *view)
{
	return (struct preview *)view;
}

static const char *
preview_title(struct ui_view *view)
{
	return of(view)->title;
}

static void
preview_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct preview *self = of(view);
	int rows = (int)self->pager.n + 4;
	struct ui_rect in = ui_box(canvas,
		ui_rect_centre(room, rows < room.rows - 2 ? rows : room.rows - 2, BOX_COLS),
		self->title);

	ui_pager_draw(&self->pager, canvas, in);
	if (self->pager.top > 0)
		ui_put(canvas, in.y, in.x + in.cols + 1, STYLE_DIM, UI_SIGN_UP);
	if (self->pager.top + (size_t)in.rows < self->pager.n_rows)
		ui_put(canvas, in.y + in.rows - 1, in.x + in.cols + 1, STYLE_DIM, UI_SIGN_DOWN);
}

static void
preview_offer(struct ui_view *view, struct ui_offers *offers)
{
	struct preview *self = of(view);

	if (ready_count(self->act) > 0)
		ui_offer_as(offers, UI_CMD_ACCEPT, self->yes);
	ui_offer_as(offers, UI_CMD_CANCEL, _("back"));
	ui_offer(offers, UI_CMD_UP);
	ui_offer(offers, UI_CMD_DOWN);
	ui_offer(offers, UI_CMD_PAGE_UP);
	ui_offer(offers, UI_CMD_PAGE_DOWN);
	ui_offer(offers, UI_CMD_FIRST);
	ui_offer(offers, UI_CMD_LAST);
}

static enum ui_did
preview_event(struct ui_view *view, const struct ui_event *event)
{
	struct preview *self = of(view);

	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_ACCEPT) {
		go(self->act);
		return UI_CLOSE;
	}
	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_CANCEL)
		return UI_CLOSE;
	return ui_pager_event(&self->pager, event);
}

static void
preview_close(struct ui_view *view)
{
	struct preview *self = of(view);

	ui_pager_clear(&self->pager);
	free(self->title);
	free(self->yes);
	free(self);
}

static const struct ui_view_ops ops = {
	.overlay = true,
	.title = preview_title,
	.offer = preview_offer,
	.draw = preview_draw,
	.event = preview_event,
	.close = preview_close,
};

/* "Group: Ops": what is the same for all. */
static void
add_arguments(struct ui_pager *pager, const struct act *act)
{
	for (size_t i = 0; i < act->action->n_params; i++) {
		const struct dw_param *param = &act->action->params[i];
		const struct dw_arg *arg = &act->args.at[i];
		DW_AUTO(dw_buf) text = { 0 };
		DW_AUTO_FREE char *shown = NULL;

		if (!arg->given || (param->flags & DW_P_TARGET) != 0)
			continue;
		dw_buf_puts(&text, arg->text);
		for (size_t k = 0; k < arg->n_items; k++)
			dw_buf_printf(&text, "%s%s", k > 0 ? ", " : "", arg->items[k]);
		shown = dw_display_dup(dw_buf_text(&text));
		ui_pager_addf(pager, STYLE_NORMAL, "%s: %s", _(param->title), shown);
	}
}

static void
add_ready(struct ui_pager *pager, const struct dw_batch *batch, size_t max)
{
	DW_AUTO(dw_buf) names = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < batch->n; i++) {
		DW_AUTO_FREE char *label = NULL;

		if (batch->items[i].state != DW_BATCH_READY || n++ >= max)
			continue;
		label = dw_display_dup(batch->items[i].label);
		dw_buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", label);
	}
	if (n > max)
		dw_buf_printf(&names, DW_NG(" and %zu more", " and %zu more", n - max),
			n - max);
	if (n > 0)
		ui_pager_add(pager, STYLE_NEW, dw_buf_text(&names));
}

/* What becomes of each, where that is not the same for all. */
static void
add_effects(struct ui_pager *pager, const struct dw_batch *batch)
{
	size_t n = 0;

	for (size_t i = 0; i < batch->n; i++) {
		const struct dw_batch_item *item = &batch->items[i];
		DW_AUTO_FREE char *label = NULL;
		DW_AUTO(dw_buf) text = { 0 };

		if (item->state != DW_BATCH_READY || n++ >= SHOWN_READY)
			continue;
		label = dw_display_dup(item->label);
		act_effects_line(&text, item->effects);
		ui_pager_addf(pager, STYLE_NEW, "  %s: %s", label, dw_buf_text(&text));
		ui_pager_hang(pager, 4);
	}
	if (n > SHOWN_READY)
		ui_pager_addf(pager, STYLE_NEW, DW_NG("  and %zu more", "  and %zu more",
			n - SHOWN_READY), n - SHOWN_READY);
}

static void
fill_preview(struct ui_pager *pager, const struct act *act)
{
	const struct dw_batch *batch = act->batch;
	int64_t pace = dw_batch_pace(batch);
	char time[DW_TIME_TEXT];

	if (act->note != NULL) {
		DW_AUTO_FREE char *note = dw_display_dup(act->note);

		ui_pager_add(pager, STYLE_WARNING, note);
	}
	if (batch->tries) {
		ui_pager_addf(pager, STYLE_NORMAL, _("All of them were done by one command."));
	} else {
		ui_pager_add(pager, STYLE_NORMAL, _(act->action->summary));
		add_arguments(pager, act);
	}
	if (pace > 0)
		ui_pager_addf(pager, STYLE_WARNING, _("Without the permission %s this runs at %lld changes "
			"a minute and takes about %s. It can be cancelled at any point."),
			dw_perm_table[DW_PERM_BULK].name,
			(long long)dw_conf_int(act->c->app->conf, DW_CONF_OPERATOR_WRITES),
			dw_duration_text(pace * DW_SECOND, time));
	ui_pager_add(pager, STYLE_NORMAL, "");
	ui_pager_addf(pager, STYLE_HEADING, DW_NG("%zu will be changed", "%zu will be changed",
		ready_count(act)), ready_count(act));
	/* Names of those it is meant for are no news and may be many; reasons must be seen. */
	if (batch->tries)
		add_effects(pager, batch);
	else
		add_ready(pager, batch, batch->skipped > 0 ? SHOWN_BEFORE_REASONS : SHOWN_READY);
	if (batch->skipped > 0) {
		ui_pager_add(pager, STYLE_NORMAL, "");
		ui_pager_addf(pager, STYLE_HEADING, DW_NG("%zu will be skipped",
			"%zu will be skipped", batch->skipped), batch->skipped);
		add_failures(pager, batch, DW_BATCH_SKIPPED);
	}
}

static void
preview(struct act *act)
{
	struct preview *self = dw_calloc(1, sizeof(*self));

	self->view = (struct ui_view){ .ops = &ops, .context = UI_IN_MENU };
	self->act = act;
	self->title = act_title(act);
	self->yes = dw_format("%s", _(act->action->title));
	fill_preview(&self->pager, act);
	ui_push(&act->c->ui, &self->view);
	act_hold(act, &self->view);
}

/* ---- looking at everybody ------------------------------------------------------ */

static bool
look(void *ctx, struct ui_progress_state *state)
{
	struct act *act = ctx;
	int64_t until = dw_now() + SLICE;
	bool more;
	int n = 0;

	do
		more = dw_batch_check(act->batch);
	while (more && ++n < SLICE_MAX && dw_now() < until);
	state->done = (int64_t)act->batch->checked;
	state->failed = (int64_t)act->batch->skipped;
	return more;
}

static void
looked(void *ctx, const struct ui_progress_state *state, bool cancelled)
{
	(void)state;
	if (!cancelled)
		preview(ctx);
}

void
act_bulk(struct act *act)
{
	struct ui_progress_state state = { .total = (int64_t)act->n_refs };

	dw_batch_clear(act->batch);
	free(act->batch);
	act->batch = dw_calloc(1, sizeof(*act->batch));
	dw_batch_init(act->batch, act->c->app, act->action, &act->args,
		(const char *const *)act->refs, act->n_refs, 0);
	act->batch->tries = act->action->shows;
	/* A handful is looked at before the eye could follow a progress bar. */
	if (!look(act, &state)) {
		preview(act);
		return;
	}
	act_hold(act, ui_progress_open(&act->c->ui, &(struct ui_progress_spec){
		.title = _("Looking at what can be changed"),
		.unit = unit_of(act, act->n_refs),
		.step = look,
		.done = looked,
		.ctx = act,
	}));
}
