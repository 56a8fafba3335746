/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A list as a view: a root screen with the line of screens on top, or over another view
 * with a title of its own. See list.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "ui/list.h"

struct list_view {
	struct ui_view view;
	struct list list;
	char *title; /* NULL = a root screen, which has the line of screens instead */
};

static struct list *
list_of(struct ui_view *view)
{
	return &((struct list_view *)view)->list;
}

static const char *
view_title(struct ui_view *view)
{
	const struct list_view *v = (const struct list_view *)view;

	return v->title != NULL ? v->title : _(v->list.spec->title);
}

static void
view_status(struct ui_view *view, struct dw_buf *left, struct dw_buf *right)
{
	list_status(list_of(view), left, right);
}

static void
view_offer(struct ui_view *view, struct ui_offers *offers)
{
	list_offer(list_of(view), offers);
	if (((struct list_view *)view)->title == NULL || list_of(view)->searching)
		return;
	ui_offer(offers, UI_CMD_CANCEL);
	ui_offer_as(offers, UI_CMD_CLOSE, "");
}

static void
view_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	const struct list_view *v = (const struct list_view *)view;
	struct ui_rect body = { room.y + 1, room.x, room.rows - 1, room.cols };

	if (v->title == NULL)
		console_draw_screens(v->list.c, canvas, ui_rect_row(room, 0));
	else
		ui_put_fit(canvas, room.y, room.x + 1, room.cols - 1, STYLE_TITLE, v->title);
	list_draw(list_of(view), canvas, body, true);
}

static void
view_plan(struct ui_view *view)
{
	struct list *list = list_of(view);

	view->context = list_context(list);
	view->working = list_has_work(list);
	view->wake = list_wake(list);
}

static enum ui_did
view_event(struct ui_view *view, const struct ui_event *event)
{
	enum ui_did did = list_event(list_of(view), event);

	view_plan(view);
	return did;
}

static enum ui_did
view_work(struct ui_view *view)
{
	enum ui_did did = list_work(list_of(view));

	view_plan(view);
	return did;
}

static enum ui_did
view_tick(struct ui_view *view, int64_t now)
{
	enum ui_did did = list_tick(list_of(view), now);

	view_plan(view);
	return did;
}

static void
view_close(struct ui_view *view)
{
	struct list_view *v = (struct list_view *)view;

	if (v->title != NULL)
		console_unwatch(v->list.c, view);
	else
		console_keep(v->list.c, v->list.spec->action, list_keep(&v->list));
	list_clear(&v->list);
	free(v->title);
	free(v);
}

static const struct ui_view_ops view_ops = {
	.title = view_title,
	.status = view_status,
	.offer = view_offer,
	.draw = view_draw,
	.event = view_event,
	.tick = view_tick,
	.work = view_work,
	.close = view_close,
};

static struct list_view *
view_new(struct console *c, const char *title, const struct list_spec *spec,
	const struct console_arg *fixed)
{
	struct list_view *v = dw_calloc(1, sizeof(*v));

	v->view.ops = &view_ops;
	v->title = dw_strdup(title);
	list_make(&v->list, c, spec, fixed);
	if (title == NULL) {
		list_recall(&v->list, console_kept(c, spec->action));
		console_keep(c, spec->action, list_keep(&v->list));
	}
	feed_now(&v->list.feed, true);
	list_set_view(&v->list, &v->view);
	view_plan(&v->view);
	return v;
}

struct ui_view *
list_screen(struct console *c, const struct list_spec *spec)
{
	return &view_new(c, NULL, spec, NULL)->view;
}

void
list_screen_refresh(struct ui_view *view)
{
	list_refresh(list_of(view));
	view_plan(view);
}

void
list_screen_show(struct ui_view *view, const struct console_arg *args)
{
	struct list *list = list_of(view);
	const struct list_spec *spec = list->spec;
	struct console_arg given[LIST_FIXED + 1] = { { NULL, NULL } };
	const char *search = "";
	size_t n = 0;

	for (; args->name != NULL; args++) {
		if (spec->search != NULL && strcmp(args->name, spec->search) == 0)
			search = args->value;
		else if (strcmp(args->name, "sort") == 0)
			feed_set_sort(&list->feed, args->value + (args->value[0] == '-'),
				args->value[0] == '-');
		else if (n < LIST_FIXED)
			given[n++] = *args;
	}
	list->searching = false;
	ui_field_set(&list->needle, search);
	list_narrow(list, given);
	feed_reload(&list->feed, 0);
	view_plan(view);
}

void
list_push(struct console *c, const char *title, const struct list_spec *spec,
	const struct console_arg *fixed)
{
	struct list_view *v = view_new(c, title, spec, fixed);

	ui_push(&c->ui, &v->view);
	console_watch(c, &v->view, spec->topics, list_screen_refresh);
}
