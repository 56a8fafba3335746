/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A user's detail as a view over whatever is shown. All of it is in detail.c; this is the
 * frame that closes, ticks and follows the store.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/intl.h"
#include "ui/detail.h"

struct detail_view {
	struct ui_view view;
	struct console *c;
	struct detail *detail;
};

static struct detail *
of(struct ui_view *view)
{
	return ((struct detail_view *)view)->detail;
}

static const char *
view_title(struct ui_view *view)
{
	(void)view;
	return _("User");
}

static void
view_status(struct ui_view *view, struct dw_buf *left, struct dw_buf *right)
{
	detail_status(of(view), left, right);
}

static void
view_offer(struct ui_view *view, struct ui_offers *offers)
{
	detail_offer(of(view), offers);
	if (view->context == UI_IN_SEARCH)
		return;
	ui_offer(offers, UI_CMD_CLOSE);
	ui_offer(offers, UI_CMD_CANCEL);
}

static void
view_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	detail_draw(of(view), canvas, room, true);
}

static enum ui_did
view_event(struct ui_view *view, const struct ui_event *event)
{
	enum ui_did did = detail_event(of(view), event);

	view->context = detail_context(of(view));
	view->wake = detail_wake(of(view));
	if (did != UI_IGNORED || event->type != UI_EVENT_KEY)
		return did;
	return event->command == UI_CMD_CLOSE || event->command == UI_CMD_CANCEL ? UI_CLOSE :
		UI_IGNORED;
}

static enum ui_did
view_tick(struct ui_view *view, int64_t now)
{
	enum ui_did did = detail_tick(of(view), now);

	view->wake = detail_wake(of(view));
	return did;
}

static void
view_refresh(struct ui_view *view)
{
	detail_refresh(of(view));
	view->context = detail_context(of(view));
	view->wake = detail_wake(of(view));
}

static void
view_close(struct ui_view *view)
{
	struct detail_view *v = (struct detail_view *)view;

	console_unwatch(v->c, view);
	detail_free(v->detail);
	free(v);
}

static const struct ui_view_ops ops = {
	.title = view_title,
	.status = view_status,
	.offer = view_offer,
	.draw = view_draw,
	.event = view_event,
	.tick = view_tick,
	.close = view_close,
};

void
console_open_user(struct console *c, const struct dw_uuid *user, int tab)
{
	struct detail_view *v = dw_calloc(1, sizeof(*v));

	v->view = (struct ui_view){ .ops = &ops, .context = UI_IN_DETAIL };
	v->c = c;
	v->detail = detail_new(c);
	detail_show(v->detail, user, 0);
	if (tab >= 0)
		detail_open_tab(v->detail, tab);
	v->view.wake = detail_wake(v->detail);
	ui_push(&c->ui, &v->view);
	console_watch(c, &v->view, DW_TOPIC_USERS | DW_TOPIC_GROUPS | DW_TOPIC_PERMISSIONS |
		DW_TOPIC_SESSIONS | DW_TOPIC_AUDIT, view_refresh);
}
