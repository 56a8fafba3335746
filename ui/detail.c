/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A user's detail: the frame around the tabs. It reads the user, decides which tabs there
 * are, gives keys to the tab that is on, and loads a tab when it is first looked at.
 */
#include "ui/detail.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "ui/act.h"
#include "ui/detail_parts.h"

struct detail *
detail_new(struct console *c)
{
	struct detail *d = dw_calloc(1, sizeof(*d));

	d->c = c;
	d->now = dw_now();
	d->tab = (enum detail_tab)c->detail_tab;
	dw_rows_init(&d->row);
	return d;
}

/* What was loaded of the user in the tabs. */
static void
forget(struct detail *d)
{
	for (int tab = 0; tab < DETAIL_TABS; tab++) {
		if (d->loaded[tab] && detail_list_spec((enum detail_tab)tab) != NULL)
			list_clear(&d->lists[tab]);
		d->loaded[tab] = false;
	}
	ui_pager_clear(&d->claims);
	for (size_t i = 0; i < DW_COUNT(d->facts); i++)
		ui_facts_clear(&d->facts[i]);
	d->n_keys = 0;
}

void
detail_free(struct detail *d)
{
	if (d == NULL)
		return;
	forget(d);
	dw_rows_clear(&d->row);
	free(d);
}

/* ---- tabs ---------------------------------------------------------------------- */

static bool
is_there(const struct detail *d, enum detail_tab tab)
{
	const struct list_spec *spec = detail_list_spec(tab);

	if (tab == DETAIL_CLAIMS)
		return detail_num(d, "external_identities") > 0;
	return spec == NULL || console_may(d->c, spec->action);
}

static const char *const tab_names[DETAIL_TABS] = {
	[DETAIL_GENERAL] = "general",
	[DETAIL_SECURITY] = "security",
	[DETAIL_GROUPS] = "groups",
	[DETAIL_PERMISSIONS] = "permissions",
	[DETAIL_SESSIONS] = "sessions",
	[DETAIL_CLAIMS] = "claims",
	[DETAIL_HISTORY] = "history",
};

const char *
detail_tab_name(enum detail_tab tab)
{
	return tab_names[tab];
}

enum detail_tab
detail_tab_find(const char *name)
{
	for (int tab = 0; name != NULL && tab < DETAIL_TABS; tab++)
		if (strcmp(tab_names[tab], name) == 0)
			return (enum detail_tab)tab;
	return DETAIL_GENERAL;
}

/* The tabs of this user; the one that was on stays on where there is such a one. */
static void
set_tabs(struct detail *d)
{
	static const char *const titles[DETAIL_TABS] = {
		[DETAIL_GENERAL] = N_("General"),
		[DETAIL_SECURITY] = N_("Security"),
		[DETAIL_GROUPS] = N_("Groups"),
		[DETAIL_PERMISSIONS] = N_("Permissions"),
		[DETAIL_SESSIONS] = N_("Sessions"),
		[DETAIL_CLAIMS] = N_("IdP claims"),
		[DETAIL_HISTORY] = N_("History"),
	};

	d->tabs = (struct ui_tabs){ 0 };
	for (int tab = 0; tab < DETAIL_TABS; tab++) {
		if (!is_there(d, (enum detail_tab)tab))
			continue;
		if (tab == (int)d->tab)
			d->tabs.current = d->tabs.n;
		d->tab_at[ui_tabs_add(&d->tabs, _(titles[tab]))] = (enum detail_tab)tab;
	}
}

static enum detail_tab
shown_tab(const struct detail *d)
{
	return d->tab_at[d->tabs.current];
}

static struct list *
shown_list(const struct detail *d)
{
	enum detail_tab tab = shown_tab(d);

	if (d->tabs.n == 0 || !d->loaded[tab] || detail_list_spec(tab) == NULL)
		return NULL;
	return (struct list *)&d->lists[tab];
}

static struct ui_facts *
shown_facts(const struct detail *d)
{
	enum detail_tab tab = shown_tab(d);

	if (d->tabs.n == 0 || (tab != DETAIL_GENERAL && tab != DETAIL_SECURITY))
		return NULL;
	return (struct ui_facts *)&d->facts[tab];
}

static bool
shows_claims(const struct detail *d)
{
	return d->tabs.n > 0 && shown_tab(d) == DETAIL_CLAIMS;
}

/* ---- reading ------------------------------------------------------------------- */

static void
load_list(struct detail *d, enum detail_tab tab, unsigned flags)
{
	char id[DW_UUID_TEXT];
	const struct console_arg args[] = { { "user", dw_uuid_format(&d->user, id) }, { NULL, NULL } };

	list_make(&d->lists[tab], d->c, detail_list_spec(tab), args);
	list_set_subject(&d->lists[tab], &d->user);
	list_load(&d->lists[tab], flags);
}

/* The letters are those of the tab that is on, so facts are filled in again with it. */
static void
fill(struct detail *d)
{
	d->n_keys = 0;
	if (shown_tab(d) == DETAIL_GENERAL)
		detail_fill_general(d);
	else if (shown_tab(d) == DETAIL_SECURITY)
		detail_fill_security(d);
	else if (shown_tab(d) == DETAIL_SESSIONS && detail_num(d, "sessions") > 0)
		free(detail_key(d, "session.end-all"));
}

/* Makes the tab that is on ready to be looked at. */
static void
load_tab(struct detail *d, unsigned flags)
{
	enum detail_tab tab = shown_tab(d);

	d->tab = tab;
	d->c->detail_tab = (int)tab;
	fill(d);
	if (d->loaded[tab])
		return;
	if (detail_list_spec(tab) != NULL)
		load_list(d, tab, flags);
	else if (tab == DETAIL_CLAIMS)
		detail_load_claims(d, flags);
	d->loaded[tab] = true;
}

static enum dw_code
read_user(struct detail *d, const struct dw_uuid *user, unsigned flags)
{
	char id[DW_UUID_TEXT];
	const struct console_arg args[] = { { "user", dw_uuid_format(user, id) }, { NULL, NULL } };
	struct dw_rows rows = { 0 };
	struct dw_error err = { 0 };
	enum dw_code rc;

	dw_rows_init(&rows);
	rc = console_read(d->c, "user.show", args, flags, false, &rows, &err);
	dw_rows_clear(&d->row);
	d->row = rows;
	d->failed = rc != DW_OK ? err : (struct dw_error){ 0 };
	return rc;
}

enum dw_code
detail_show(struct detail *d, const struct dw_uuid *user, unsigned flags)
{
	bool same = user != NULL && dw_uuid_equal(user, &d->user);
	enum dw_code rc;

	if (!same)
		forget(d);
	d->now = dw_now();
	d->user = user != NULL ? *user : (struct dw_uuid){ { 0 } };
	if (user == NULL) {
		dw_rows_clear(&d->row);
		d->tabs.n = 0;
		return DW_OK;
	}
	rc = read_user(d, user, flags);
	if (rc != DW_OK) {
		d->tabs.n = 0;
		return rc;
	}
	set_tabs(d);
	load_tab(d, flags | DW_CALL_UNCOUNTED);
	return DW_OK;
}

bool
detail_shown(const struct detail *d, struct dw_uuid *out)
{
	*out = d->user;
	return !dw_uuid_is_none(&d->user);
}

void
detail_refresh(struct detail *d)
{
	enum detail_tab tab;

	if (dw_uuid_is_none(&d->user))
		return;
	d->now = dw_now();
	if (read_user(d, &d->user, DW_CALL_UNCOUNTED) != DW_OK) {
		d->tabs.n = 0;
		return;
	}
	set_tabs(d);
	tab = shown_tab(d);
	/* The others are read again when they are looked at. */
	for (int i = 0; i < DETAIL_TABS; i++)
		if (i != (int)tab && d->loaded[i] && detail_list_spec((enum detail_tab)i) != NULL) {
			list_clear(&d->lists[i]);
			d->loaded[i] = false;
		}
	d->loaded[DETAIL_CLAIMS] = false;
	if (shown_list(d) != NULL)
		list_refresh(shown_list(d));
	load_tab(d, DW_CALL_UNCOUNTED);
}

void
detail_open_tab(struct detail *d, int tab)
{
	if (d->tabs.n == 0 || tab < 0 || tab >= DETAIL_TABS)
		return;
	d->tab = (enum detail_tab)tab;
	set_tabs(d);
	load_tab(d, DW_CALL_UNCOUNTED);
}

/* ---- time ---------------------------------------------------------------------- */

/* Is something shown that counts by the second? */
static bool
is_counting(const struct detail *d)
{
	return detail_num(d, "locked_until") > d->now;
}

int64_t
detail_wake(const struct detail *d)
{
	if (dw_uuid_is_none(&d->user))
		return 0;
	if (d->c->ui.term->facts.still)
		return is_counting(d) ? detail_num(d, "locked_until") : 0;
	return d->now + (is_counting(d) ? DW_SECOND : DW_MINUTE);
}

enum ui_did
detail_tick(struct detail *d, int64_t now)
{
	bool counting = is_counting(d);
	struct list *list = shown_list(d);

	if (dw_uuid_is_none(&d->user) || detail_wake(d) == 0 || now < detail_wake(d))
		return UI_HANDLED;
	d->now = now;
	/* What has run out meanwhile is another state: read it. */
	if (counting && !is_counting(d))
		detail_refresh(d);
	else if (d->tabs.n > 0)
		fill(d);
	if (list != NULL && shown_list(d) == list)
		list_tick(list, now);
	return UI_REDRAW;
}

/* ---- drawing ------------------------------------------------------------------- */

static void
draw_body(struct detail *d, struct ui_canvas *canvas, struct ui_rect body, bool focus)
{
	struct list *list = shown_list(d);
	struct ui_facts *facts = shown_facts(d);
	int y = canvas->cursor_y, x = canvas->cursor_x;
	bool visible = canvas->cursor_visible;

	if (facts != NULL) {
		ui_facts_draw(facts, canvas, body, focus);
		return;
	}
	if (list != NULL) {
		list_draw(list, canvas, body, focus);
		return;
	}
	body.x++;
	body.cols -= 2;
	ui_pager_draw(&d->claims, canvas, body);
	/* A pager parks the cursor; beside a list that has the keys it stays there. */
	if (!focus)
		ui_cursor(canvas, y, x, visible);
}

void
detail_draw(struct detail *d, struct ui_canvas *canvas, struct ui_rect room, bool focus)
{
	struct ui_rect body = { room.y + 2, room.x, room.rows - 2, room.cols };
	struct ui_rect text = { room.y, room.x + 1, room.rows, room.cols - 2 };
	DW_AUTO(dw_buf) title = { 0 };
	enum ui_style style;

	d->room = room;
	if (d->failed.code != DW_OK && !dw_uuid_is_none(&d->user)) {
		ui_put_wrapped(canvas, text, STYLE_WARNING, d->failed.message);
		if (focus)
			ui_cursor(canvas, text.y, text.x, false);
		return;
	}
	if (d->tabs.n == 0) {
		ui_put_wrapped(canvas, text, STYLE_DIM, _("Nobody is selected."));
		return;
	}
	detail_title(d, &title, &style);
	ui_put_fit(canvas, room.y, text.x, text.cols, style, dw_buf_text(&title));
	ui_tabs_draw(&d->tabs, canvas, ui_rect_row(room, 1), room.cols >= 100);
	draw_body(d, canvas, body, focus);
}

void
detail_status(const struct detail *d, struct dw_buf *left, struct dw_buf *right)
{
	struct list *list = shown_list(d);

	if (list != NULL)
		list_status(list, left, right);
}

/* ---- keys ---------------------------------------------------------------------- */

enum ui_context
detail_context(const struct detail *d)
{
	const struct list *list = shown_list(d);

	if (list != NULL && list_context(list) == UI_IN_SEARCH)
		return UI_IN_SEARCH;
	/* Letters of a pager go to the next match; tabs and actions have their keys there too. */
	return shows_claims(d) ? ui_pager_context(&d->claims) : UI_IN_DETAIL;
}

void
detail_offer(const struct detail *d, struct ui_offers *offers)
{
	const struct ui_facts *facts = shown_facts(d);
	struct list *list = shown_list(d);

	if (d->tabs.n == 0)
		return;
	if (list != NULL)
		list_offer(list, offers);
	if (shows_claims(d))
		ui_pager_offer(&d->claims, offers);
	if (detail_context(d) == UI_IN_SEARCH)
		return;
	for (size_t i = 0; i < d->n_keys; i++)
		ui_offer_key(offers, d->keys[i].letter, _(d->keys[i].action->title));
	if (console_may(d->c, "user.edit") && !detail_is_frozen(d))
		ui_offer(offers, UI_CMD_EDIT);
	if (!console_is_read_only(d->c))
		ui_offer(offers, UI_CMD_ACTIONS);
	ui_offer_as(offers, UI_CMD_NEXT_TAB, _("next tab"));
	ui_tabs_offer(&d->tabs, offers);
	if (facts != NULL) {
		if (ui_facts_is_cut(facts))
			ui_offer_as(offers, UI_CMD_OPEN, _("the whole value"));
		ui_facts_offer(facts, offers);
		ui_offer(offers, UI_CMD_COPY);
		ui_offer_as(offers, UI_CMD_OPEN, "");
		ui_offer_as(offers, UI_CMD_WHOLE, "");
	}
	ui_offer(offers, UI_CMD_RELOAD);
}

static void
begin(struct detail *d, const struct dw_action *action)
{
	act_begin(d->c, action, &d->user, 1, NULL);
}

static void
copy(struct detail *d)
{
	const char *value = shown_facts(d) != NULL ? ui_facts_current(shown_facts(d)) : NULL;

	if (value == NULL)
		return;
	ui_term_copy(d->c->ui.term, value, strlen(value));
	ui_say(&d->c->ui, STYLE_NORMAL, "%s",
		_("Sent to the terminal's clipboard; whether it took it, only the terminal knows."));
}

static enum ui_did
show_whole(struct detail *d)
{
	const struct ui_facts *facts = shown_facts(d);

	if (facts == NULL || ui_facts_current(facts) == NULL)
		return UI_IGNORED;
	ui_pager_open_value(&d->c->ui, ui_facts_label(facts), ui_facts_current(facts));
	return UI_REDRAW;
}

/* What works in every tab. */
static enum ui_did
own_key(struct detail *d, const struct ui_event *event)
{
	switch (event->command) {
	case UI_CMD_EDIT:
		begin(d, dw_action_find("user.edit"));
		return UI_REDRAW;
	case UI_CMD_ACTIONS:
		act_menu(d->c, DW_KIND_USER, &d->user, 1, d->room.y + 2, d->room.x + 2);
		return UI_REDRAW;
	case UI_CMD_COPY:
		copy(d);
		return UI_REDRAW;
	case UI_CMD_OPEN:
	case UI_CMD_WHOLE:
		return show_whole(d);
	case UI_CMD_RELOAD:
		detail_show(d, &d->user, 0);
		detail_refresh(d);
		return UI_REDRAW;
	case UI_CMD_NONE:
		for (size_t i = 0; i < d->n_keys; i++)
			if (d->keys[i].letter == event->key) {
				begin(d, d->keys[i].action);
				return UI_REDRAW;
			}
		return UI_IGNORED;
	default:
		return UI_IGNORED;
	}
}

static enum ui_did
tab_event(struct detail *d, const struct ui_event *event)
{
	struct list *list = shown_list(d);
	struct ui_facts *facts = shown_facts(d);

	if (list != NULL)
		return list_event(list, event);
	if (facts != NULL)
		return ui_facts_event(facts, event);
	return ui_pager_event(&d->claims, event);
}

enum ui_did
detail_event(struct detail *d, const struct ui_event *event)
{
	enum ui_did did = UI_IGNORED;

	if (d->tabs.n == 0)
		return UI_IGNORED;
	if (detail_context(d) == UI_IN_SEARCH)
		return tab_event(d, event);
	if (event->type == UI_EVENT_MOUSE && event->mouse == UI_MOUSE_RIGHT &&
		ui_rect_has(d->room, event->y, event->x)) {
		act_menu(d->c, DW_KIND_USER, &d->user, 1, event->y, event->x);
		return UI_REDRAW;
	}
	did = ui_tabs_event(&d->tabs, event);
	if (did == UI_REDRAW)
		load_tab(d, DW_CALL_UNCOUNTED);
	if (did != UI_IGNORED)
		return did;
	did = event->type == UI_EVENT_KEY ? own_key(d, event) : UI_IGNORED;
	return did != UI_IGNORED ? did : tab_event(d, event);
}
