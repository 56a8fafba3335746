/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The detail beside the list, where the terminal is wide enough and may move: it follows the cursor
 * when no key waits, and a person on whom the cursor rests counts as read. Tab and
 * Enter give it the keys, Tab and Esc take them back.
 */
#include "base/clock.h"
#include "base/intl.h"
#include "ui/users.h"

#define WIDE 132    /* columns: from here on there is room for both */
#define RESTS 500   /* ms the cursor stays until a followed detail counts */

bool
users_pane_fits(const struct users *u)
{
	int rows, cols;

	ui_term_size(u->c->ui.term, &rows, &cols);
	return cols >= WIDE && !u->c->ui.term->facts.still;
}

/* The user that the pane ought to show; false = nobody. */
static bool
wanted(const struct users *u, struct dw_uuid *out)
{
	*out = (struct dw_uuid){ 0 };
	return ui_table_current(&u->feed.table, out);
}

bool
users_pane_is_behind(const struct users *u)
{
	struct dw_uuid id;

	wanted(u, &id);
	return users_pane_fits(u) && !dw_uuid_equal(&id, &u->followed);
}

void
users_pane_follow(struct users *u)
{
	struct dw_uuid id;
	bool anybody = wanted(u, &id);

	if (u->detail == NULL)
		u->detail = detail_new(u->c);
	u->followed = id;
	u->rests = anybody ? dw_now() + RESTS : 0;
	detail_show(u->detail, anybody ? &id : NULL, DW_CALL_UNCOUNTED);
}

void
users_pane_count(struct users *u)
{
	if (u->rests == 0 || u->detail == NULL)
		return;
	u->rests = 0;
	detail_show(u->detail, &u->followed, 0);
}

bool
users_pane_enter(struct users *u)
{
	struct dw_uuid id;

	if (!users_pane_fits(u) || !wanted(u, &id))
		return false;
	if (users_pane_is_behind(u))
		users_pane_follow(u);
	users_pane_count(u);
	u->in_pane = true;
	return true;
}

void
users_pane_refresh(struct ui_view *view)
{
	struct users *u = (struct users *)view;

	if (u->detail == NULL)
		return;
	/* Nobody sees it now: it is read again when the screen comes back. */
	if (u->c->screen < 0 || u->c->roots[u->c->screen] != view || !users_pane_fits(u))
		u->followed = (struct dw_uuid){ 0 };
	else
		detail_refresh(u->detail);
}

struct ui_rect
users_pane_draw(struct users *u, struct ui_canvas *canvas, struct ui_rect room)
{
	struct ui_rect list = room;

	u->pane = (struct ui_rect){ 0 };
	if (!users_pane_fits(u))
		return room;
	list.cols = room.cols * 3 / 5 - 1;
	u->pane = (struct ui_rect){ room.y, room.x + list.cols + 2, room.rows,
		room.cols - list.cols - 2 };
	ui_vline(canvas, room.y, room.x + list.cols + 1, room.rows, STYLE_BORDER);
	if (u->detail != NULL && !dw_uuid_is_none(&u->followed)) {
		struct ui_rect former = ui_clip(canvas, u->pane);

		detail_draw(u->detail, canvas, u->pane, u->in_pane);
		ui_unclip(canvas, former);
	}
	return list;
}

void
users_pane_offer(const struct users *u, struct ui_offers *offers)
{
	detail_offer(u->detail, offers);
	if (detail_context(u->detail) == UI_IN_SEARCH)
		return;
	ui_offer_as(offers, UI_CMD_NEXT_PANE, _("to the list"));
	ui_offer_as(offers, UI_CMD_PREVIOUS_PANE, "");
	ui_offer_as(offers, UI_CMD_CANCEL, "");
}

enum ui_did
users_pane_event(struct users *u, const struct ui_event *event)
{
	enum ui_did did = UI_IGNORED;
	bool pane = event->type == UI_EVENT_KEY && (event->command == UI_CMD_NEXT_PANE ||
		event->command == UI_CMD_PREVIOUS_PANE);

	if (!pane)
		did = detail_event(u->detail, event);
	if (did != UI_IGNORED || event->type != UI_EVENT_KEY)
		return did;
	if (!pane && event->command != UI_CMD_CANCEL)
		return UI_IGNORED;
	u->in_pane = false;
	return UI_REDRAW;
}
