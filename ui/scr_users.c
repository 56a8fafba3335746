/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Users screen: live search, filter, recycle bin, the list. What the rows are is in
 * users_rows.c, reading and paging in feed.h, the line above in users_head.c; this
 * is the view that holds them together.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "domain/saved_view.h"
#include "domain/screen_state.h"
#include "ui/act.h"
#include "ui/screens.h"
#include "ui/users.h"

#define TOTALS_EVERY (10 * DW_SECOND) /* locks run out without anybody writing */

static struct users *
users_of(struct ui_view *view)
{
	return (struct users *)view;
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a == 0 ? b : b == 0 || a < b ? a : b;
}

/* After everything that may have given the list work, or taken it away. */
static void
plan(struct users *u)
{
	u->in_pane = u->in_pane && users_pane_fits(u);
	u->view.working = feed_has_work(&u->feed) || users_pane_is_behind(u);
	u->view.wake = earlier(earlier(feed_wake(&u->feed), u->settles),
		u->totals_at + TOTALS_EVERY);
	u->view.wake = earlier(u->view.wake, u->rests);
	if (u->detail != NULL)
		u->view.wake = earlier(u->view.wake, detail_wake(u->detail));
	u->view.context = u->searching ? UI_IN_SEARCH : u->in_pane ? detail_context(u->detail) :
		UI_IN_LIST;
}

/* ---- filter and bin ------------------------------------------------------------------ */

/* Columns that only say something with the recycle bin, or with a permission asked for. */
static void
show_more(struct users *u)
{
	feed_set_more(&u->feed, u->filter_more | (u->bin ? DW_COL_PENDING : 0u));
}

/* A sort in the filter is shown where sorts are shown. */
static void
set_filter(struct users *u, const char *text)
{
	DW_AUTO(dw_filter) filter = { 0 };
	struct dw_error err = { 0 };

	if (dw_filter_read(text, dw_now(), &filter, &err) != DW_OK) {
		ui_say_error(&u->c->ui, &err);
		return;
	}
	if (filter.sort != NULL)
		feed_set_sort(&u->feed, filter.sort, filter.descending);
	dw_replace(&u->filter, dw_strdup(text));
	u->filter_more = (dw_filter_has(&filter, DW_F_IN) ? DW_COL_PENDING : 0u) |
		(dw_filter_has(&filter, DW_F_PERM) ? DW_COL_PERM : 0u);
	show_more(u);
	feed_forget(&u->before);
	feed_reload(&u->feed, 0);
}

static void
filter_chosen(void *ctx, const char *text)
{
	struct users *u = ctx;

	set_filter(u, text);
	plan(u);
	ui_redraw(&u->c->ui);
}

/* With what else narrows the list, so that the number told there is the one of the list. */
static void
ask_filter(struct users *u)
{
	struct console_arg with[3] = { 0 };
	size_t n = 0;

	if (u->asked[0] != '\0')
		with[n++] = (struct console_arg){ "search", u->asked };
	if (u->bin)
		with[n++] = (struct console_arg){ "bin", "yes" };
	console_filter_dialog(u->c, u->filter, with, filter_chosen, u);
}

static void
toggle_bin(struct users *u)
{
	u->bin = !u->bin;
	feed_forget(&u->before);
	show_more(u);
	feed_reload(&u->feed, 0);
}

void
scr_users_show(struct ui_view *view, const struct console_arg *args)
{
	struct users *u = users_of(view);
	const char *filter = "", *search = "", *sort = NULL, *name = NULL;
	DW_AUTO(dw_saved_view) saved = { 0 };
	DW_AUTO_FREE char *both = NULL;
	struct dw_error err = { 0 };
	bool bin = false;

	for (; args->name != NULL; args++) {
		if (strcmp(args->name, "filter") == 0)
			filter = args->value;
		else if (strcmp(args->name, "search") == 0)
			search = args->value;
		else if (strcmp(args->name, "sort") == 0)
			sort = args->value;
		else if (strcmp(args->name, "view") == 0)
			name = args->value;
		else
			bin = true;
	}
	/* Without its view the list would be everybody. */
	if (name != NULL && dw_saved_view_find(u->c->app->db, &u->c->app->operator, name, &saved,
			&err) != DW_OK) {
		ui_say_error(&u->c->ui, &err);
		return;
	}
	u->bin = bin;
	users_search_set(u, search);
	if (sort != NULL)
		feed_set_sort(&u->feed, sort + (sort[0] == '-'), sort[0] == '-');
	if (saved.filter != NULL)
		both = dw_format("%s%s%s", saved.filter, filter[0] != '\0' ? " " : "", filter);
	set_filter(u, both != NULL ? both : filter);
	plan(u);
}

/* ---- actions -------------------------------------------------------------------------- */

static void
open_menu(struct users *u, int y, int x)
{
	DW_AUTO_FREE struct dw_uuid *targets = NULL;
	size_t n = feed_targets(&u->feed, &targets), shown = 0;
	struct console_arg list[4] = { { NULL, NULL } };

	if (u->filter[0] != '\0')
		list[shown++] = (struct console_arg){ "filter", u->filter };
	if (u->asked[0] != '\0')
		list[shown++] = (struct console_arg){ "search", u->asked };
	if (u->bin)
		list[shown] = (struct console_arg){ "bin", "yes" };
	act_list_menu(u->c, DW_KIND_USER, targets, n, list, y, x);
}

/* Is there anything that could stand in the menu? */
static bool
has_menu(const struct users *u)
{
	bool rows = u->feed.rows.n_rows > 0 || u->feed.table.marks.n > 0;

	return (rows && !console_is_read_only(u->c)) || console_may(u->c, "user.export") ||
		console_may(u->c, "user.import");
}

/* Beside the list where there is room, else over it. */
static void
open_user(struct users *u)
{
	struct dw_uuid id;

	if (feed_settle(&u->feed) && !users_pane_enter(u) && ui_table_current(&u->feed.table, &id))
		console_open_user(u->c, &id, -1);
}

static void
edit_user(struct users *u)
{
	struct dw_uuid id;

	if (feed_settle(&u->feed) && ui_table_current(&u->feed.table, &id))
		act_begin(u->c, dw_action_find("user.edit"), &id, 1, NULL);
}

/* ---- the view --------------------------------------------------------------------------- */

static const char *
title(struct ui_view *view DW_UNUSED)
{
	return _("Users");
}

static void
status(struct ui_view *view, struct dw_buf *left, struct dw_buf *right)
{
	struct users *u = users_of(view);

	if (u->in_pane)
		detail_status(u->detail, left, right);
	if (left->len == 0 && right->len == 0)
		feed_status(&u->feed, left, right);
}

static void
offer_list(struct users *u, struct ui_offers *offers)
{
	bool rows = u->feed.rows.n_rows > 0;

	if (rows)
		ui_offer(offers, UI_CMD_OPEN);
	ui_offer(offers, UI_CMD_SEARCH);
	ui_offer(offers, UI_CMD_FILTER);
	if (has_menu(u))
		ui_offer(offers, UI_CMD_ACTIONS);
	if (console_may(u->c, "user.create"))
		ui_offer(offers, UI_CMD_NEW);
	if (u->asked[0] != '\0' || u->filter[0] != '\0')
		ui_offer_as(offers, UI_CMD_CANCEL,
			u->asked[0] != '\0' ? _("clear search") : _("clear filter"));
	if (rows)
		ui_offer(offers, UI_CMD_MARK);
	ui_offer(offers, UI_CMD_COMMAND_LINE);
	ui_offer(offers, UI_CMD_BIN);
	ui_offer(offers, UI_CMD_SAVED_VIEWS);
	if (rows && console_may(u->c, "user.edit"))
		ui_offer(offers, UI_CMD_EDIT);
	if (rows)
		ui_offer_as(offers, UI_CMD_COPY, "");
	if (rows && users_pane_fits(u)) {
		ui_offer_as(offers, UI_CMD_NEXT_PANE, _("to the detail"));
		ui_offer_as(offers, UI_CMD_PREVIOUS_PANE, "");
	}
	feed_offer(&u->feed, offers);
}

static void
offer(struct ui_view *view, struct ui_offers *offers)
{
	struct users *u = users_of(view);

	if (u->in_pane) {
		users_pane_offer(u, offers);
		return;
	}
	if (!u->searching) {
		offer_list(u, offers);
		return;
	}
	users_search_offer(u, offers);
}

static void
draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct users *u = users_of(view);

	console_draw_screens(u->c, canvas, ui_rect_row(room, 0));
	users_draw_head(u, canvas, ui_rect_row(room, 1));
	room.y += 2;
	room.rows -= 2;
	room = users_pane_draw(u, canvas, room);
	feed_draw(&u->feed, canvas, room, !u->searching && !u->in_pane);
}

static enum ui_did
command(struct users *u, const struct ui_event *event)
{
	switch (event->command) {
	case UI_CMD_OPEN:
	case UI_CMD_NEXT_PANE:
	case UI_CMD_PREVIOUS_PANE:
		open_user(u);
		return UI_REDRAW;
	case UI_CMD_SEARCH:
		users_search_begin(u);
		return UI_REDRAW;
	case UI_CMD_FILTER:
		ask_filter(u);
		return UI_HANDLED;
	case UI_CMD_SAVED_VIEWS:
		users_views(u);
		return UI_REDRAW;
	case UI_CMD_ACTIONS:
		open_menu(u, -1, -1);
		return UI_HANDLED;
	case UI_CMD_NEW:
		act_begin(u->c, dw_action_find("user.create"), NULL, 0, NULL);
		return UI_HANDLED;
	case UI_CMD_EDIT:
		edit_user(u);
		return UI_HANDLED;
	case UI_CMD_COMMAND_LINE:
		return UI_IGNORED; /* offered here for its place in the footer */
	case UI_CMD_COPY:
		users_copy(u);
		return UI_HANDLED;
	case UI_CMD_BIN:
		toggle_bin(u);
		return UI_REDRAW;
	case UI_CMD_CANCEL:
		if (u->asked[0] != '\0')
			users_search_clear(u);
		else
			set_filter(u, "");
		return UI_REDRAW;
	default:
		return feed_event(&u->feed, event);
	}
}

/* Locked and disabled are filters, the bin is the bin. */
static bool
click_badge(struct users *u, int y, int x)
{
	if (ui_rect_has(u->badges[USERS_BIN], y, x))
		toggle_bin(u);
	else if (ui_rect_has(u->badges[USERS_LOCKED], y, x))
		set_filter(u, "state:locked");
	else if (ui_rect_has(u->badges[USERS_DISABLED], y, x))
		set_filter(u, "active:no");
	else
		return false;
	return true;
}

static enum ui_did
mouse(struct users *u, const struct ui_event *event)
{
	enum ui_did did;

	if (ui_rect_has(u->pane, event->y, event->x))
		return u->in_pane || users_pane_enter(u) ? users_pane_event(u, event) : UI_IGNORED;
	if (event->mouse == UI_MOUSE_CLICK)
		u->in_pane = false;
	if (event->mouse == UI_MOUSE_CLICK && click_badge(u, event->y, event->x))
		return UI_REDRAW;
	if (event->mouse == UI_MOUSE_CLICK && ui_rect_has(u->line, event->y, event->x)) {
		users_search_begin(u);
		return u->searching ? UI_REDRAW : UI_IGNORED;
	}
	did = feed_event(&u->feed, event);
	if (did != UI_IGNORED || !ui_rect_has(u->feed.table.body, event->y, event->x))
		return did;
	if (event->mouse == UI_MOUSE_DOUBLE)
		open_user(u);
	else if (event->mouse == UI_MOUSE_RIGHT && !u->c->app->caller.read_only)
		open_menu(u, event->y, event->x);
	return UI_REDRAW;
}

static enum ui_did
event(struct ui_view *view, const struct ui_event *event)
{
	struct users *u = users_of(view);
	enum ui_did did;

	if (event->type == UI_EVENT_MOUSE)
		did = mouse(u, event);
	else if (u->in_pane)
		did = users_pane_event(u, event);
	else if (u->searching)
		did = users_search_event(u, event);
	else if (event->type == UI_EVENT_KEY && event->command != UI_CMD_NONE)
		did = command(u, event);
	else
		did = UI_IGNORED;
	plan(u);
	return did;
}

static enum ui_did
work(struct ui_view *view)
{
	struct users *u = users_of(view);
	enum ui_did did = UI_REDRAW;

	if (feed_has_work(&u->feed))
		did = feed_work(&u->feed);
	else if (users_pane_is_behind(u))
		users_pane_follow(u);
	plan(u);
	return did;
}

static enum ui_did
tick(struct ui_view *view, int64_t now)
{
	struct users *u = users_of(view);
	enum ui_did did = feed_tick(&u->feed, now);

	if (!u->begun)
		did = feed_work(&u->feed);
	u->begun = true;
	if (u->settles != 0 && u->settles <= now)
		users_search_count(u);
	if (u->rests != 0 && u->rests <= now)
		users_pane_count(u);
	if (u->detail != NULL && detail_tick(u->detail, now) == UI_REDRAW)
		did = UI_REDRAW;
	if (now - u->totals_at >= TOTALS_EVERY && users_read_totals(u, now)) {
		feed_refresh(&u->feed);
		did = UI_REDRAW;
	}
	plan(u);
	return did;
}

void
scr_users_refresh(struct ui_view *view)
{
	struct users *u = users_of(view);

	users_read_totals(u, dw_now());
	feed_refresh(&u->feed);
	plan(u);
	ui_redraw(&u->c->ui);
}

/* ---- kept --------------------------------------------------------------------------- */

#define KEPT "user.list"

/* Not the search, and of the filter only what is about nobody. */
static void
keep(struct users *u)
{
	DW_AUTO_FREE char *filter = NULL;
	json_t *state = json_object();

	if (dw_filter_lasting(u->c->app->db, u->filter, dw_now(), &filter, NULL, NULL) == DW_OK &&
		filter[0] != '\0')
		json_object_set_new(state, "filter", json_string(filter));
	if (u->bin)
		json_object_set_new(state, "bin", json_true());
	feed_keep(&u->feed, state);
	console_keep(u->c, KEPT, state);
}

static void
recall(struct users *u)
{
	const json_t *kept = console_kept(u->c, KEPT);
	const char *text = json_string_value(json_object_get(kept, "filter"));
	DW_AUTO_FREE char *filter = NULL;
	int left_out = 0;

	u->bin = json_is_true(json_object_get(kept, "bin"));
	if (text != NULL && dw_filter_lasting(u->c->app->db, text, dw_now(), &filter, &left_out,
			NULL) == DW_OK)
		set_filter(u, filter);
	if (left_out > 0)
		console_kept_lacks(u->c);
	if (u->bin)
		show_more(u);
	feed_recall(&u->feed, kept);
}

static void
close_view(struct ui_view *view)
{
	struct users *u = users_of(view);

	keep(u);
	console_unwatch(u->c, view);
	detail_free(u->detail);
	feed_clear(&u->feed);
	feed_forget(&u->before);
	users_copy_clear(u);
	ui_field_clear(&u->search);
	free(u->asked);
	free(u->filter);
	dw_buf_clear(&u->words);
	free(u);
}

static const struct ui_view_ops users_ops = {
	.title = title,
	.status = status,
	.offer = offer,
	.draw = draw,
	.event = event,
	.tick = tick,
	.work = work,
	.close = close_view,
};

struct ui_view *
scr_users_make(struct console *c)
{
	struct users *u = dw_calloc(1, sizeof(*u));

	u->view.ops = &users_ops;
	u->c = c;
	u->asked = dw_strdup("");
	u->filter = dw_strdup("");
	users_read_totals(u, dw_now());
	feed_init(&u->feed, c, &u->view, &users_feed, u);
	recall(u);
	keep(u);
	plan(u);
	console_watch(c, &u->view, DW_TOPIC_USERS | DW_TOPIC_GROUPS | DW_TOPIC_PERMISSIONS |
		DW_TOPIC_SESSIONS | DW_TOPIC_AUDIT, users_pane_refresh);
	/* The first thing on the screen is rows, not an empty list: read before it is drawn. */
	u->view.wake = 1;
	return &u->view;
}
