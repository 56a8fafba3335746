/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Groups screen, and one group opened: its members and what it gives. Both tabs
 * are lists; taking a member out or a permission away is d, adding is n.
 */
#include <stdlib.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "domain/filter.h"
#include "ui/list.h"
#include "ui/scr_lists.h"
#include "ui/tabs.h"
#include "ui/user_cells.h"

static void
open_group(struct list *list, size_t row)
{
	console_open_group(list->c, list_value(list, row, "name").text);
}

static const struct list_spec groups_spec = {
	.action = "group.list",
	.title = N_("Groups"),
	.empty = N_("There is no such group."),
	.search = "search",
	.kind = DW_KIND_GROUP,
	.topics = DW_TOPIC_GROUPS,
	.create = "group.create",
	.edit = "group.edit",
	.destroy = "group.delete",
	.open = open_group,
};

struct ui_view *
scr_groups_new(struct console *c)
{
	return list_screen(c, &groups_spec);
}

/* ---- one group -------------------------------------------------------------------- */

static void
open_member(struct list *list, size_t row)
{
	struct dw_uuid id = list_value(list, row, "id").id;

	console_open_user(list->c, &id, -1);
}

static const struct list_spec members_spec = {
	.action = "user.list",
	.title = N_("Members"),
	.empty = N_("Nobody is in this group yet."),
	.empty_create = N_("Nobody is in this group yet. %s adds somebody."),
	.sort = "username",
	.columns = "username first_name last_name state member_since member_by",
	.search = "search",
	.kind = DW_KIND_USER,
	.topics = DW_TOPIC_USERS | DW_TOPIC_GROUPS,
	.create = "group.add",
	.create_word = N_("add"),
	.destroy = "group.remove",
	.destroy_word = N_("remove"),
	.can_mark = true,
	.open = open_member,
	.style = user_list_style,
	.cell = user_cell,
};

static const struct list_spec gives_spec = {
	.action = "permission.show",
	.title = N_("Permissions"),
	.empty = N_("This group gives no permission yet."),
	.empty_create = N_("This group gives no permission yet. %s grants some."),
	.topics = DW_TOPIC_PERMISSIONS | DW_TOPIC_GROUPS,
	.create = "permission.grant",
	.create_word = N_("grant"),
	.destroy = "permission.revoke",
	.destroy_word = N_("revoke"),
	.open = console_open_holding,
};

enum { MEMBERS, GIVES, LISTS };

struct group_view {
	struct ui_view view;
	struct console *c;
	char *title;
	struct ui_tabs tabs;
	struct list lists[LISTS];
};

static struct list *
current(struct ui_view *view)
{
	struct group_view *g = (struct group_view *)view;

	return &g->lists[g->tabs.current];
}

static const char *
group_title(struct ui_view *view)
{
	return ((struct group_view *)view)->title;
}

static void
group_status(struct ui_view *view, struct dw_buf *left, struct dw_buf *right)
{
	list_status(current(view), left, right);
}

static void
group_offer(struct ui_view *view, struct ui_offers *offers)
{
	struct group_view *g = (struct group_view *)view;

	list_offer(current(view), offers);
	if (current(view)->searching)
		return;
	ui_offer(offers, UI_CMD_CLOSE);
	ui_offer(offers, UI_CMD_CANCEL);
	ui_tabs_offer(&g->tabs, offers);
}

static void
group_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct group_view *g = (struct group_view *)view;
	struct ui_rect body = { room.y + 2, room.x, room.rows - 2, room.cols };

	ui_put_fit(canvas, room.y, room.x + 1, room.cols - 1, STYLE_TITLE, g->title);
	ui_tabs_draw(&g->tabs, canvas, ui_rect_row(room, 1), true);
	list_draw(current(view), canvas, body, true);
}

static enum ui_did
group_event(struct ui_view *view, const struct ui_event *event)
{
	struct group_view *g = (struct group_view *)view;
	enum ui_did did = UI_IGNORED;

	if (!current(view)->searching)
		did = ui_tabs_event(&g->tabs, event);
	if (did == UI_IGNORED)
		did = list_event(current(view), event);
	/* Left and right belong to the tabs here; the context of a list has no such keys. */
	view->context = list_context(current(view)) == UI_IN_SEARCH ? UI_IN_SEARCH : UI_IN_DETAIL;
	if (did != UI_IGNORED || event->type != UI_EVENT_KEY)
		return did;
	if (event->command == UI_CMD_CLOSE || event->command == UI_CMD_CANCEL)
		return UI_CLOSE;
	return UI_IGNORED;
}

static void
group_refresh(struct ui_view *view)
{
	struct group_view *g = (struct group_view *)view;

	for (int i = 0; i < LISTS; i++)
		list_refresh(&g->lists[i]);
}

static void
group_close(struct ui_view *view)
{
	struct group_view *g = (struct group_view *)view;

	console_unwatch(g->c, view);
	for (int i = 0; i < LISTS; i++)
		list_clear(&g->lists[i]);
	free(g->title);
	free(g);
}

static const struct ui_view_ops group_ops = {
	.title = group_title,
	.status = group_status,
	.offer = group_offer,
	.draw = group_draw,
	.event = group_event,
	.close = group_close,
};

static char *
members_filter(const char *name)
{
	DW_AUTO(dw_buf) filter = { 0 };

	dw_buf_puts(&filter, "group:");
	dw_filter_quote(&filter, name);
	return dw_buf_steal(&filter);
}

void
console_open_group(struct console *c, const char *name)
{
	struct group_view *g = dw_calloc(1, sizeof(*g));
	DW_AUTO_FREE char *filter = members_filter(name);
	DW_AUTO_FREE char *shown = dw_display_dup(name);
	const struct console_arg members[] = { { "filter", filter }, { NULL, NULL } };
	const struct console_arg gives[] = { { "group", name }, { NULL, NULL } };

	g->view.ops = &group_ops;
	g->view.context = UI_IN_DETAIL;
	g->c = c;
	g->title = dw_format(_("Group %s"), shown);
	ui_tabs_add(&g->tabs, _("Members"));
	ui_tabs_add(&g->tabs, _("Permissions"));
	list_init(&g->lists[MEMBERS], c, &members_spec, members);
	list_init(&g->lists[GIVES], c, &gives_spec, gives);
	list_set_preset(&g->lists[MEMBERS], "group", name);
	list_set_preset(&g->lists[GIVES], "group", name);
	ui_push(&c->ui, &g->view);
	console_watch(c, &g->view, DW_TOPIC_USERS | DW_TOPIC_GROUPS | DW_TOPIC_PERMISSIONS,
		group_refresh);
}
