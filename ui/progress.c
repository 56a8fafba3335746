/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The view of long work. It steps as often as the loop lets it, and draws four times
 * a second, so that drawing does not slow the work down. Where nothing is to move it
 * says every few seconds how far it is, without a bar. See progress.h.
 */
#include "ui/progress.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/loop.h"

#define COLS 60
#define DRAW_EVERY 250         /* ms */
#define DRAW_EVERY_STILL 5000  /* where nothing is to move */

struct progress {
	struct ui_view view;
	struct ui_progress_spec spec;
	char *title, *unit;
	struct ui_progress_state state;
	int64_t started;
};

static struct progress *
of(struct ui_view *view)
{
	return (struct progress *)view;
}

/* 1,234,567 */
static void
add_number(struct dw_buf *out, int64_t number)
{
	char text[32];
	int len = snprintf(text, sizeof text, "%lld", (long long)number);

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			dw_buf_putc(out, ',');
		dw_buf_putc(out, text[i]);
	}
}

void
ui_progress_text(struct dw_buf *out, const struct ui_progress_state *state, const char *unit,
	int64_t started, int64_t now)
{
	DW_AUTO(dw_buf) done = { 0 };
	DW_AUTO(dw_buf) total = { 0 };
	int64_t elapsed = now > started ? now - started : 1;
	int64_t rate = state->done * 1000 / elapsed;
	char left[DW_TIME_TEXT];

	add_number(&done, state->done);
	add_number(&total, state->total);
	if (state->total > 0)
		/* TRANSLATORS: 1,234 of 5,000 users */
		dw_buf_printf(out, _("%s of %s %s"), dw_buf_text(&done), dw_buf_text(&total), unit);
	else
		dw_buf_printf(out, "%s %s", dw_buf_text(&done), unit);
	if (state->failed > 0)
		dw_buf_printf(out, _(" · %lld failed"), (long long)state->failed);
	if (elapsed < DW_SECOND || state->done == 0)
		return;
	dw_buf_printf(out, _(" · %lld per second"), (long long)rate);
	if (state->total > state->done)
		dw_buf_printf(out, _(" · %s left"),
			dw_duration_text(
				elapsed * (state->total - state->done) / state->done, left));
}

static int
draw_every(const struct ui *ui)
{
	return ui->term->facts.still ? DRAW_EVERY_STILL : DRAW_EVERY;
}

static const char *
progress_title(struct ui_view *view)
{
	return of(view)->title;
}

static void
progress_offer(struct ui_view *view DW_UNUSED, struct ui_offers *offers)
{
	ui_offer_as(offers, UI_CMD_CANCEL, _("cancel"));
	ui_offer(offers, UI_CMD_INTERRUPT);
}

static void
progress_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct progress *self = of(view);
	struct ui_progress_state *state = &self->state;
	DW_AUTO(dw_buf) text = { 0 };
	struct ui_rect in = ui_box(canvas, ui_rect_centre(room, 5, COLS), self->title);
	int y = in.y + in.rows - 1;
	int percent = state->total > 0 ? (int)(state->done * 100 / state->total) : 0;

	ui_progress_text(&text, state, self->unit, self->started, dw_now());
	ui_put_wrapped(canvas, in, STYLE_NORMAL, dw_buf_text(&text));
	if (state->total > 0) {
		struct ui_rect bar = { y, in.x, 1, (in.cols - 6) * percent / 100 };

		if (!view->ui->term->facts.still)
			ui_fill(canvas, bar, STYLE_SELECTED);
		dw_buf_reset(&text);
		dw_buf_printf(&text, "%d %%", percent);
		ui_put_right(canvas, y, in.x + in.cols, STYLE_NORMAL, dw_buf_text(&text));
	}
	ui_cursor(canvas, in.y, in.x, false);
}

static void
end(struct progress *self, bool cancelled)
{
	self->view.working = false;
	if (self->spec.done != NULL)
		self->spec.done(self->spec.ctx, &self->state, cancelled);
}

static enum ui_did
progress_event(struct ui_view *view, const struct ui_event *event)
{
	if (event->type == UI_EVENT_KEY &&
		(event->command == UI_CMD_CANCEL || event->command == UI_CMD_INTERRUPT)) {
		end(of(view), true);
		return UI_CLOSE;
	}
	return UI_HANDLED;
}

static enum ui_did
progress_tick(struct ui_view *view, int64_t now)
{
	view->wake = now + draw_every(view->ui);
	return UI_REDRAW;
}

static enum ui_did
progress_work(struct ui_view *view)
{
	struct progress *self = of(view);

	if (self->spec.step(self->spec.ctx, &self->state))
		return UI_HANDLED;
	end(self, false);
	/* UI_CLOSE would take along what was pushed at the end. */
	ui_remove(view->ui, view);
	return UI_REDRAW;
}

static void
progress_close(struct ui_view *view)
{
	struct progress *self = of(view);

	if (self->spec.release != NULL)
		self->spec.release(self->spec.ctx);
	free(self->title);
	free(self->unit);
	free(self);
}

static const struct ui_view_ops progress_ops = {
	.overlay = true,
	.title = progress_title,
	.offer = progress_offer,
	.draw = progress_draw,
	.event = progress_event,
	.tick = progress_tick,
	.work = progress_work,
	.close = progress_close,
};

struct ui_view *
ui_progress_open(struct ui *ui, const struct ui_progress_spec *spec)
{
	struct progress *self = dw_calloc(1, sizeof *self);

	self->spec = *spec;
	self->title = dw_strdup(spec->title);
	self->unit = dw_strdup(spec->unit);
	self->started = dw_now();
	self->view = (struct ui_view){ .ops = &progress_ops,
		.context = UI_IN_MENU,
		.working = true,
		.wake = self->started + draw_every(ui) };
	ui_push(ui, &self->view);
	return &self->view;
}
