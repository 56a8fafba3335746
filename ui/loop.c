/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stack and the loop. One turn is ui_turn(); how a key finds its command is
 * handle_key(); what stands where on the screen is draw_all(). See loop.h.
 */
#include "ui/loop.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "ui/bar.h"
#include "ui/help.h"

#define WORK_SHOWN 250 /* ms: how often long work is drawn */
#define STALE 100 /* ms: drawn at least so often while keys keep coming */

void
ui_init(struct ui *ui, struct ui_term *term, const struct ui_app *app, void *data)
{
	static const struct ui_app none = { 0 };

	*ui = (struct ui){ .term = term, .app = app != NULL ? app : &none, .data = data };
	ui->last_input = dw_now();
	ui->dirty = true;
}

void
ui_clear(struct ui *ui)
{
	if (ui == NULL)
		return;
	while (ui->top != NULL)
		ui_close(ui, ui->top);
	ui_canvas_clear(&ui->canvas);
	ui_said_clear(&ui->said);
}

/* ---- the stack --------------------------------------------------------------- */

void
ui_push(struct ui *ui, struct ui_view *view)
{
	view->ui = ui;
	view->serial = ++ui->pushed;
	view->below = ui->top;
	ui->top = view;
	ui->dirty = true;
}

/* False when it was not on the stack. */
static bool
unlink_view(struct ui *ui, struct ui_view *view)
{
	struct ui_view **at = &ui->top;

	while (*at != NULL && *at != view)
		at = &(*at)->below;
	if (*at == NULL)
		return false;
	*at = view->below;
	ui->dirty = true;
	return true;
}

void
ui_take(struct ui *ui, struct ui_view *view)
{
	if (unlink_view(ui, view))
		view->below = NULL;
}

void
ui_remove(struct ui *ui, struct ui_view *view)
{
	void (*gone)(void *);
	void *gone_arg;

	if (!unlink_view(ui, view))
		return;
	gone = view->gone;
	gone_arg = view->gone_arg;
	view->ops->close(view);
	if (gone != NULL)
		gone(gone_arg);
}

void
ui_close(struct ui *ui, struct ui_view *view)
{
	while (ui->top != NULL && ui->top != view)
		ui_remove(ui, ui->top);
	ui_remove(ui, view);
}

/* ---- drawing ------------------------------------------------------------------ */

static void
draw_views(struct ui *ui, struct ui_view *view, struct ui_rect room)
{
	struct ui_rect former;

	if (view == NULL)
		return;
	if (view->ops->overlay)
		draw_views(ui, view->below, room);
	former = ui_clip(&ui->canvas, room);
	view->ops->draw(view, &ui->canvas, room);
	ui_unclip(&ui->canvas, former);
}

/* The status of the view, or of what an overlay without one lies on. */
static void
draw_status(struct ui *ui, struct ui_rect row)
{
	DW_AUTO(dw_buf) left = { 0 };
	DW_AUTO(dw_buf) right = { 0 };
	struct ui_view *view = ui->top;

	while (view != NULL && view->ops->status == NULL && view->ops->overlay)
		view = view->below;
	if (view != NULL && view->ops->status != NULL)
		view->ops->status(view, &left, &right);
	if (ui->app->status != NULL)
		ui->app->status(ui, &left, &right);
	ui_bar_draw(&ui->canvas, row, STYLE_NORMAL, dw_buf_text(&left), dw_buf_text(&right));
	ui_said_draw(&ui->said, &ui->canvas, row);
}

static void
draw_too_small(struct ui *ui)
{
	struct ui_rect all = ui->canvas.clip;

	ui_put_wrapped(&ui->canvas, all, STYLE_WARNING,
		_("This window is too small. Make it 60 columns by 15 rows or larger; nothing is lost."));
	ui_cursor(&ui->canvas, 0, 0, false);
}

/* Asked of the terminal: the canvas is wiped, and of no size, after a secret was on it. */
static bool
too_small(const struct ui *ui)
{
	int rows, cols;

	ui_term_size(ui->term, &rows, &cols);
	return rows < UI_MIN_ROWS || cols < UI_MIN_COLS;
}

static void
collect_offers(struct ui *ui)
{
	ui->offers.n = 0;
	if (ui->said.cut)
		ui_offer_as(&ui->offers, UI_CMD_MESSAGES, _("whole message"));
	if (ui->top->ops->offer != NULL)
		ui->top->ops->offer(ui->top, &ui->offers);
	if (ui->app->offer != NULL)
		ui->app->offer(ui, &ui->offers);
	ui_offer(&ui->offers, UI_CMD_HELP);
	ui_offer(&ui->offers, UI_CMD_REDRAW);
	if (ui->term->facts.can_suspend)
		ui_offer(&ui->offers, UI_CMD_SUSPEND);
	if (ui->said.n > 0)
		ui_offer_as(&ui->offers, UI_CMD_MESSAGES, "");
	ui_offer(&ui->offers, UI_CMD_MOUSE);
	ui_offer(&ui->offers, UI_CMD_INTERRUPT);
	ui_offer(&ui->offers, UI_CMD_QUIT);
}

static void
draw_all(struct ui *ui)
{
	DW_AUTO(dw_buf) left = { 0 };
	DW_AUTO(dw_buf) right = { 0 };
	struct ui_rect all, room;
	int rows, cols;

	ui_term_size(ui->term, &rows, &cols);
	ui_canvas_reset(&ui->canvas, rows, cols);
	ui->dirty = false;
	if (too_small(ui)) {
		draw_too_small(ui);
	} else {
		all = room = ui->canvas.clip;
		if (ui->app->header != NULL) {
			ui->app->header(ui, &left, &right);
			ui_bar_draw(&ui->canvas, ui_rect_row(all, 0), STYLE_BAR,
				dw_buf_text(&left), dw_buf_text(&right));
			room.y++;
			room.rows--;
		}
		room.rows -= 2;
		draw_views(ui, ui->top, room);
		draw_status(ui, ui_rect_row(all, rows - 2));
		ui->footer = ui_rect_row(all, rows - 1);
		collect_offers(ui);
		ui_bar_hints(&ui->canvas, ui->footer, &ui->offers, ui->top->context);
	}
	ui->canvas.cursor_visible |= ui->term->facts.cursor;
	ui_term_flush(ui->term, &ui->canvas);
	ui->drawn = dw_now();
}

/* ---- events --------------------------------------------------------------------- */

/* Is the view still there? Its place in memory may belong to another one by now. */
static bool
is_there(const struct ui *ui, const struct ui_view *view, uint64_t serial)
{
	const struct ui_view *at = ui->top;

	while (at != NULL && at != view)
		at = at->below;
	return at != NULL && at->serial == serial;
}

/* Gives the view an event. What it pushes in its last moment stays when it closes. */
static enum ui_did
give(struct ui *ui, struct ui_view *view, const struct ui_event *event)
{
	uint64_t serial = view->serial;
	enum ui_did did = view->ops->event(view, event);

	if (did == UI_REDRAW)
		ui->dirty = true;
	else if (did == UI_CLOSE && is_there(ui, view, serial))
		ui_remove(ui, view);
	return did;
}

/* What a command does when neither the view nor the application wants it. */
static void
do_standard(struct ui *ui, int command)
{
	switch (command) {
	case UI_CMD_HELP:
		ui_help_open(ui);
		break;
	case UI_CMD_MESSAGES:
		ui_said_open(ui);
		break;
	case UI_CMD_REDRAW:
		ui_term_repaint(ui->term);
		ui->dirty = true;
		break;
	case UI_CMD_SUSPEND:
		ui_term_suspend(ui->term);
		ui->dirty = true;
		break;
	case UI_CMD_MOUSE:
		ui_term_mouse(ui->term, !ui->term->facts.mouse);
		ui_say(ui, STYLE_NORMAL, "%s",
			ui->term->facts.mouse ? _("The mouse is on") : _("The mouse is off"));
		break;
	case UI_CMD_CANCEL: /* never the last one: Esc does not quit */
		if (ui->top->below != NULL)
			ui_remove(ui, ui->top);
		break;
	case UI_CMD_CLOSE:
		ui_remove(ui, ui->top);
		break;
	case UI_CMD_QUIT:
		ui_leave(ui);
		break;
	default:
		break;
	}
}

static enum ui_did
give_app(struct ui *ui, const struct ui_event *event)
{
	enum ui_did did = ui->app->event != NULL ? ui->app->event(ui, event) : UI_IGNORED;

	ui->dirty |= did == UI_REDRAW;
	return did;
}

static bool
view_offers(struct ui_view *view, int command)
{
	struct ui_offers offers = { 0 };

	if (view->ops->offer != NULL)
		view->ops->offer(view, &offers);
	return ui_offers_have(&offers, (enum ui_command_id)command);
}

static void
handle_key(struct ui *ui, struct ui_event *event)
{
	struct ui_view *view = ui->top;
	enum ui_did did = UI_IGNORED;

	collect_offers(ui);
	event->command = (int)ui_keymap_find(view->context, event->key);
	if (!ui_offers_have(&ui->offers, (enum ui_command_id)event->command))
		event->command = UI_CMD_NONE;
	if (event->command == UI_CMD_INTERRUPT && !view_offers(view, UI_CMD_INTERRUPT))
		event->command = UI_CMD_CANCEL;
	if (too_small(ui) && event->command != UI_CMD_REDRAW &&
		event->command != UI_CMD_SUSPEND && event->command != UI_CMD_QUIT)
		return;
	if (event->command == UI_CMD_NONE || view_offers(view, event->command))
		did = give(ui, view, event);
	if (did == UI_IGNORED && event->command != UI_CMD_NONE)
		did = give_app(ui, event);
	if (did == UI_IGNORED)
		do_standard(ui, event->command);
}

static void
handle_mouse(struct ui *ui, struct ui_event *event)
{
	const struct ui_offer *offer;
	uint32_t key;

	if (too_small(ui))
		return;
	if (!ui_rect_has(ui->footer, event->y, event->x)) {
		if (give(ui, ui->top, event) == UI_IGNORED)
			give_app(ui, event);
		return;
	}
	offer = ui_bar_hint_at(ui->footer, &ui->offers, ui->top->context, event->x);
	if (offer == NULL || event->mouse != UI_MOUSE_CLICK)
		return;
	key = offer->key;
	if (offer->id != UI_CMD_NONE && ui_keymap_keys(offer->id, ui->top->context, &key, 1) == 0)
		return;
	handle_key(ui, &(struct ui_event){ .type = UI_EVENT_KEY, .key = key });
}

static void
handle(struct ui *ui, struct ui_event *event)
{
	if (event->type == UI_EVENT_KEY || event->type == UI_EVENT_PASTE ||
		event->type == UI_EVENT_MOUSE) {
		ui->last_input = dw_now();
		ui->dirty |= ui_said_over(&ui->said);
	}
	switch (event->type) {
	case UI_EVENT_KEY:
		handle_key(ui, event);
		break;
	case UI_EVENT_MOUSE:
		handle_mouse(ui, event);
		break;
	case UI_EVENT_PASTE:
		if (!too_small(ui))
			give(ui, ui->top, event);
		break;
	case UI_EVENT_RESIZE:
		ui->dirty = true;
		give(ui, ui->top, event);
		break;
	case UI_EVENT_SUSPEND:
		ui_term_suspend(ui->term);
		ui->dirty = true;
		break;
	case UI_EVENT_HANGUP:
		ui->signal = event->signal;
		ui->hung_up = true;
		ui->leaving = true;
		break;
	case UI_EVENT_NONE:
		break;
	}
}

/* ---- the loop --------------------------------------------------------------------- */

static int64_t
earlier(int64_t a, int64_t b)
{
	return a == 0 ? b : b == 0 || a < b ? a : b;
}

/* A tick or a piece of work may end a view in the middle: those on it go first. */
static void
apply(struct ui *ui, struct ui_view *view, uint64_t serial, enum ui_did did)
{
	if (did == UI_REDRAW)
		ui->dirty = true;
	else if (did == UI_CLOSE && is_there(ui, view, serial))
		ui_close(ui, view);
}

/* Calls those whose time has come; returns when the next one wants to be called. */
static int64_t
run_ticks(struct ui *ui, int64_t now)
{
	int64_t next = 0;

	for (struct ui_view *view = ui->top, *below; view != NULL; view = below) {
		uint64_t serial = view->serial;

		below = view->below;
		if (view->wake != 0 && view->wake <= now && view->ops->tick != NULL) {
			view->wake = 0;
			apply(ui, view, serial, view->ops->tick(view, now));
		}
	}
	for (struct ui_view *view = ui->top; view != NULL; view = view->below)
		next = earlier(next, view->wake);
	return next;
}

static struct ui_view *
find_working(const struct ui *ui)
{
	struct ui_view *view = ui->top;

	while (view != NULL && !(view->working && view->ops->work != NULL))
		view = view->below;
	return view;
}

bool
ui_turn(struct ui *ui, int timeout)
{
	struct ui_event event;
	struct ui_view *working;
	int64_t now = dw_now(), next;

	next = run_ticks(ui, now);
	if (ui->app->idle != NULL)
		next = earlier(next, ui->app->idle(ui, now));
	if (ui->leaving || ui->top == NULL)
		return false;
	if (ui->dirty && (now - ui->drawn > STALE || !ui_term_pending(ui->term)))
		draw_all(ui);
	else if (ui->dirty)
		timeout = 0; /* what waits may turn out to be no event */
	working = find_working(ui);
	if (working != NULL || next != 0) {
		int64_t wait = working != NULL || next <= now ? 0 : next - now;

		if (timeout < 0 || wait < timeout)
			timeout = wait > INT_MAX ? INT_MAX : (int)wait;
	}
	ui_term_read(ui->term, timeout, &event);
	if (event.type == UI_EVENT_NONE && working != NULL) {
		uint64_t serial = working->serial;

		apply(ui, working, serial, working->ops->work(working));
	} else {
		handle(ui, &event);
	}
	return !ui->leaving && ui->top != NULL;
}

enum dw_code
ui_run(struct ui *ui)
{
	while (ui_turn(ui, -1))
		;
	while (ui->top != NULL)
		ui_close(ui, ui->top);
	return ui->hung_up ? DW_CANCELLED : DW_OK;
}

void
ui_leave(struct ui *ui)
{
	ui->leaving = true;
}

void
ui_redraw(struct ui *ui)
{
	ui->dirty = true;
}

void
ui_paint(struct ui *ui)
{
	if (ui->top != NULL)
		draw_all(ui);
}

enum dw_code
ui_shot(struct ui *ui, struct dw_buf *out, struct dw_error *err)
{
	const struct ui_view *view = ui->top;

	/* What was drawn last may be of a view that is gone: a secret, perhaps. */
	ui_paint(ui);
	for (; view != NULL; view = view->ops->overlay ? view->below : NULL)
		if (view->ops->secret != NULL && view->ops->secret(view))
			return dw_fail(err, DW_STATE,
				_("A secret can be read here: hide or close it, then save the screen."));
	ui_canvas_text(&ui->canvas, out);
	return DW_OK;
}

bool
ui_cancelled(struct ui *ui)
{
	while (ui_term_pending(ui->term)) {
		struct ui_event event;

		ui_term_read(ui->term, 0, &event);
		if (event.type == UI_EVENT_KEY) {
			enum ui_command_id id = ui_keymap_find(ui->top->context, event.key);

			ui->last_input = dw_now();
			if (id == UI_CMD_CANCEL || id == UI_CMD_INTERRUPT)
				return true;
			ui_term_beep(ui->term);
		} else if (event.type != UI_EVENT_PASTE && event.type != UI_EVENT_MOUSE) {
			handle(ui, &event);
		}
		if (ui->leaving)
			return true;
	}
	if (ui->dirty || dw_now() - ui->drawn >= WORK_SHOWN || dw_now() < ui->drawn)
		ui_paint(ui);
	return false;
}

bool
ui_pending(struct ui *ui)
{
	return ui_term_pending(ui->term);
}
