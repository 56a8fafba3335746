/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Permissions screen: the catalogue, by application. Opening one lists the users
 * who hold it, in whatever way.
 */
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/detail.h"
#include "ui/list.h"
#include "ui/scr_lists.h"
#include "ui/user_cells.h"

static void
open_holder(struct list *list, size_t row)
{
	struct dw_uuid id = list_value(list, row, "id").id;

	console_open_user(list->c, &id, DETAIL_PERMISSIONS);
}

static const struct list_spec holders_spec = {
	.action = "user.list",
	.title = N_("Holders"),
	.empty = N_("Nobody holds this permission."),
	.sort = "username",
	.columns = "username last_name state permission_through permission_since permission_by",
	.search = "search",
	.kind = DW_KIND_USER,
	.topics = DW_TOPIC_USERS | DW_TOPIC_GROUPS | DW_TOPIC_PERMISSIONS,
	.can_mark = true,
	.open = open_holder,
	.style = user_list_style,
	.cell = user_cell,
};

static void
open_permission(struct list *list, size_t row)
{
	const char *name = list_value(list, row, "name").text;
	DW_AUTO_FREE char *filter = dw_format("perm:%s", name);
	DW_AUTO_FREE char *shown = dw_display_dup(name);
	DW_AUTO_FREE char *title = dw_format(_("Who holds %s"), shown);
	const struct console_arg fixed[] = { { "filter", filter }, { NULL, NULL } };

	list_push(list->c, title, &holders_spec, fixed);
}

static const struct list_spec permissions_spec = {
	.action = "permission.list",
	.title = N_("Permissions"),
	.empty = N_("There is no such permission."),
	.search = "search",
	.topics = DW_TOPIC_PERMISSIONS | DW_TOPIC_GROUPS,
	.open = open_permission,
};

struct ui_view *
scr_permissions_new(struct console *c)
{
	return list_screen(c, &permissions_spec);
}
