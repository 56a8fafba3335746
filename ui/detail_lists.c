/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lists among the tabs of a user: groups, permissions, sessions, history. Each is a
 * row of list_specs; what n and d do is in the spec, and only there.
 */
#include <string.h>

#include "base/intl.h"
#include "ui/detail_parts.h"
#include "ui/scr_lists.h"

static void
open_group(struct list *list, size_t row)
{
	console_open_group(list->c, list_value(list, row, "name").text);
}

/* Direct ones stand out: they are easily lost sight of. */
static enum ui_style
permission_style(const struct list *list, size_t row, size_t column)
{
	struct dw_names sources = list_value(list, row, "sources").names;

	if (strcmp(list->feed.rows.columns[column].name, "sources") != 0)
		return STYLE_NORMAL;
	for (size_t i = 0; i < sources.count; i++)
		if (strcmp(sources.items[i], "direct") == 0)
			return STYLE_BADGE;
	return STYLE_NORMAL;
}

static const struct list_spec list_specs[DETAIL_TABS] = {
	[DETAIL_GROUPS] = {
		.action = "group.list",
		.title = N_("Groups"),
		.empty = N_("In no group, so without any permission from one."),
		.empty_create = N_("In no group, so without any permission from one. %s adds to a group."),
		.columns = "name kind since added_by description",
		.search = "search",
		.topics = DW_TOPIC_GROUPS | DW_TOPIC_USERS,
		.create = "group.add",
		.create_word = N_("add"),
		.destroy = "group.remove",
		.destroy_word = N_("remove"),
		.gives = "group",
		.open = open_group,
	},
	[DETAIL_PERMISSIONS] = {
		.action = "permission.show",
		.title = N_("Permissions"),
		.empty = N_("No permission, neither direct nor through a group."),
		.empty_create = N_("No permission, neither direct nor through a group. %s grants some."),
		.columns = "name sources since granted_by description",
		.topics = DW_TOPIC_PERMISSIONS | DW_TOPIC_GROUPS,
		.create = "permission.grant",
		.create_word = N_("grant"),
		.destroy = "permission.revoke",
		.destroy_word = N_("revoke"),
		.gives = "permission",
		.can_mark = true,
		.open = console_open_holding,
		.style = permission_style,
	},
	[DETAIL_SESSIONS] = {
		.action = "session.list",
		.title = N_("Sessions"),
		.empty = N_("Nobody is signed in as this user."),
		.columns = "service device browser address started last_active",
		.sort = "-last_active",
		.search = "search",
		.topics = DW_TOPIC_SESSIONS,
		.destroy = "session.end",
		.destroy_word = N_("end"),
		.can_mark = true,
		.open = list_open_row,
	},
	[DETAIL_HISTORY] = {
		.action = "audit.list",
		.title = N_("History"),
		.empty = N_("Nothing has happened to this user yet."),
		.columns = "time action operator metadata result",
		.topics = DW_TOPIC_AUDIT,
		.open = console_open_entry,
		.style = audit_style,
		.cell = audit_cell,
	},
};

const struct list_spec *
detail_list_spec(enum detail_tab tab)
{
	return list_specs[tab].action != NULL ? &list_specs[tab] : NULL;
}
