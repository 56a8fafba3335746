/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Live search in the list of users: every key asks anew, the next one interrupts it. What
 * is shown meanwhile counts as one read, once the typing settles. Enter keeps the search
 * and goes to the list; Esc gives it up, and the list is as it was before.
 */
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "ui/users.h"

#define SETTLES 500                   /* ms without a key: what was typed counts as a read */
#define COUNTS_ANYWAY (2 * DW_SECOND) /* and while typing goes on, so often */

void
users_search_count(struct users *u)
{
	struct dw_error err = { 0 };

	if (u->settles == 0)
		return;
	u->settles = 0;
	u->counts = dw_now() + COUNTS_ANYWAY;
	if (console_count_read(u->c, users_feed.action, &err) != DW_OK)
		feed_reload(&u->feed, 0);
}

static void
search_for(struct users *u, const char *text)
{
	int64_t now = dw_now();

	if (strcmp(u->asked, text) == 0)
		return;
	dw_replace(&u->asked, dw_strdup(text));
	feed_reload(&u->feed, DW_CALL_UNCOUNTED);
	if (u->settles == 0)
		u->counts = now + COUNTS_ANYWAY;
	u->settles = now + SETTLES;
	if (now >= u->counts)
		users_search_count(u);
}

void
users_search_begin(struct users *u)
{
	if (ui_field_empty(&u->search))
		feed_remember(&u->feed, &u->before);
	u->searching = true;
}

void
users_search_clear(struct users *u)
{
	u->searching = false;
	u->settles = 0;
	ui_field_set(&u->search, "");
	if (u->asked[0] == '\0')
		return;
	dw_replace(&u->asked, dw_strdup(""));
	feed_return(&u->feed, &u->before);
}

void
users_search_set(struct users *u, const char *text)
{
	u->searching = false;
	u->settles = 0;
	feed_forget(&u->before);
	ui_field_set(&u->search, text);
	dw_replace(&u->asked, dw_strdup(text));
}

void
users_search_offer(const struct users *u, struct ui_offers *offers)
{
	ui_offer_as(offers, UI_CMD_ACCEPT, _("to the list"));
	ui_offer_as(offers, UI_CMD_CANCEL, _("clear"));
	ui_offer(offers, UI_CMD_UP);
	ui_offer(offers, UI_CMD_DOWN);
	ui_offer(offers, UI_CMD_PAGE_UP);
	ui_offer(offers, UI_CMD_PAGE_DOWN);
	ui_field_offer(&u->search, offers);
}

enum ui_did
users_search_event(struct users *u, const struct ui_event *event)
{
	enum ui_did did;

	if (event->type == UI_EVENT_KEY)
		switch (event->command) {
		case UI_CMD_ACCEPT:
			u->searching = false;
			users_search_count(u);
			return UI_REDRAW;
		case UI_CMD_CANCEL:
			users_search_clear(u);
			return UI_REDRAW;
		case UI_CMD_UP:
		case UI_CMD_DOWN:
		case UI_CMD_PAGE_UP:
		case UI_CMD_PAGE_DOWN:
			return feed_event(&u->feed, event);
		default:
			break;
		}
	did = ui_field_event(&u->search, event);
	search_for(u, ui_field_text(&u->search));
	return did;
}
