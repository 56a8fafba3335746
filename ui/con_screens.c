/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The root screens: the list of them, the line on top of each that names them all, and
 * getting from one to another. A screen is made when it is first shown and kept until
 * the end, so that search, filter, cursor and marks are where they were left.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "ui/con_parts.h"
#include "ui/feed.h"
#include "ui/list.h"
#include "ui/menu.h"
#include "ui/scr_lists.h"
#include "ui/screens.h"

const struct console_screen console_screens[] = {
	{ N_("Users"), "user.list", DW_TOPIC_USERS | DW_TOPIC_GROUPS, scr_users_make,
		scr_users_refresh, "filter search bin sort view", scr_users_show },
	{ N_("Groups"), "group.list", DW_TOPIC_GROUPS, scr_groups_new, list_screen_refresh,
		NULL, list_screen_show },
	{ N_("Permissions"), "permission.list", DW_TOPIC_PERMISSIONS | DW_TOPIC_GROUPS,
		scr_permissions_new, list_screen_refresh, NULL, list_screen_show },
	{ N_("Sessions"), "session.list", DW_TOPIC_SESSIONS | DW_TOPIC_USERS, scr_sessions_new,
		list_screen_refresh, NULL, list_screen_show },
	{ N_("Audit"), "audit.list", DW_TOPIC_AUDIT, scr_audit_new, list_screen_refresh, NULL,
		list_screen_show },
};
const int console_screens_count = DW_COUNT(console_screens);
_Static_assert(DW_COUNT(console_screens) <= CONSOLE_SCREENS_MAX, "a digit for each screen");

/* What the operator may not read has no tab; rights that come later show after a new start. */
void
con_screens_init(struct console *c)
{
	c->screen = -1;
	c->going = -1;
	for (int i = 0; i < console_screens_count; i++)
		if (console_may(c, console_screens[i].needs)) {
			c->tab_screens[c->tabs.n] = i;
			ui_tabs_add(&c->tabs, _(console_screens[i].title));
		}
	if (c->tabs.n > 0)
		console_go(c, c->tab_screens[0]);
}

static void
forget_asked(struct console *c)
{
	for (size_t i = 0; c->asked != NULL && c->asked[i].name != NULL; i++)
		free((char *)c->asked[i].value);
	free(c->asked);
	c->asked = NULL;
}

/* The one that is shown was closed with the stack. */
void
con_screens_clear(struct console *c)
{
	for (int i = 0; i < console_screens_count; i++)
		if (c->roots[i] != NULL && i != c->screen)
			c->roots[i]->ops->close(c->roots[i]);
	forget_asked(c);
}

bool
con_screens_at_root(const struct console *c)
{
	return c->screen >= 0 && c->ui.top == c->roots[c->screen];
}

/* ---- going there ------------------------------------------------------------------ */

void
console_go(struct console *c, int screen)
{
	if (screen >= 0 && screen < console_screens_count)
		c->going = screen;
}

/* Is the name one of the words? */
static bool
is_among(const char *words, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = words; *at != '\0'; at += strspn(at, " ")) {
		size_t n = strcspn(at, " ");

		if (n == len && strncmp(at, name, len) == 0)
			return true;
		at += n;
	}
	return false;
}

bool
console_show(struct console *c, const char *action, const struct console_arg *args)
{
	int screen = 0;
	size_t n = 0;

	while (screen < console_screens_count &&
		strcmp(console_screens[screen].needs, action) != 0)
		screen++;
	if (screen == console_screens_count)
		return false;
	for (; args != NULL && args[n].name != NULL; n++)
		if (console_screens[screen].takes == NULL ? feed_turns(args[n].name) :
				!is_among(console_screens[screen].takes, args[n].name))
			return false;
	forget_asked(c);
	c->asked = dw_calloc(n + 1, sizeof(*c->asked));
	for (size_t i = 0; i < n; i++)
		c->asked[i] = (struct console_arg){ args[i].name, dw_strdup(args[i].value) };
	console_go(c, screen);
	return true;
}

static void
show_asked(struct console *c)
{
	if (c->asked != NULL)
		console_screens[c->screen].show(c->roots[c->screen], c->asked);
	forget_asked(c);
}

void
con_screens_arrive(struct console *c)
{
	int to = c->going;

	c->going = -1;
	if (to < 0)
		return;
	if (c->screen >= 0)
		while (c->ui.top != c->roots[c->screen])
			ui_close(&c->ui, c->ui.top);
	if (to == c->screen) {
		show_asked(c);
		return;
	}
	if (c->screen >= 0)
		ui_take(&c->ui, c->roots[c->screen]);
	c->screen = to;
	for (int i = 0; i < c->tabs.n; i++)
		if (c->tab_screens[i] == to)
			c->tabs.current = i;
	if (c->roots[to] == NULL) {
		c->roots[to] = console_screens[to].make(c);
		c->outdated[to] = false;
	}
	ui_push(&c->ui, c->roots[to]);
	if (c->outdated[to])
		console_screens[to].refresh(c->roots[to]);
	c->outdated[to] = false;
	show_asked(c);
}

static void
chosen(void *ctx, int screen)
{
	console_go(ctx, screen);
}

static void
open_menu(struct console *c)
{
	struct ui_menu_row rows[CONSOLE_SCREENS_MAX] = { 0 };

	for (int i = 0; i < c->tabs.n; i++)
		rows[i] = (struct ui_menu_row){ .label = c->tabs.titles[i],
			.mnemonic = (uint32_t)('1' + i), .on = c->tab_screens[i] == c->screen,
			.value = c->tab_screens[i] };
	ui_menu_open(&c->ui, _("Screens"), rows, (size_t)c->tabs.n, -1, -1, chosen, c);
}

/* ---- the line ------------------------------------------------------------------------ */

void
console_draw_screens(struct console *c, struct ui_canvas *canvas, struct ui_rect row)
{
	ui_tabs_draw(&c->tabs, canvas, row, c->tabs.n > 1);
}

void
con_screens_offer(struct console *c, struct ui_offers *offers)
{
	if (!con_screens_at_root(c))
		return;
	if (c->tabs.n > 1) {
		ui_offer(offers, UI_CMD_NTH);
		ui_offer(offers, UI_CMD_SCREENS);
	}
	ui_offer_as(offers, UI_CMD_CLOSE, _("quit"));
}

enum ui_did
con_screens_event(struct console *c, const struct ui_event *event)
{
	int tab = -1;

	if (!con_screens_at_root(c))
		return UI_IGNORED;
	if (event->type == UI_EVENT_MOUSE && event->mouse == UI_MOUSE_CLICK)
		for (int i = 0; i < c->tabs.n; i++)
			if (ui_rect_has(c->tabs.at[i], event->y, event->x))
				tab = i;
	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_NTH)
		tab = (int)event->key - '1';
	if (tab >= 0 && tab < c->tabs.n) {
		console_go(c, c->tab_screens[tab]);
		return UI_HANDLED;
	}
	if (event->type != UI_EVENT_KEY)
		return UI_IGNORED;
	switch (event->command) {
	case UI_CMD_SCREENS:
		open_menu(c);
		return UI_HANDLED;
	case UI_CMD_CLOSE:
		ui_leave(&c->ui);
		return UI_HANDLED;
	case UI_CMD_CANCEL: /* Ctrl-C with nothing to cancel: the last view stays */
		return UI_HANDLED;
	default:
		return UI_IGNORED;
	}
}
