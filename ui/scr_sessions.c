/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Sessions screen: who is signed in, with what, from where, the latest activity
 * first. Marked ones are ended together; Enter opens the user, among their sessions.
 */
#include "base/intl.h"
#include "ui/detail.h"
#include "ui/scr_lists.h"

static void
open_user(struct list *list, size_t row)
{
	struct dw_uuid id = list_value(list, row, "user_id").id;

	console_open_user(list->c, &id, DETAIL_SESSIONS);
}

static const struct list_ready ready[] = {
	{ N_("Idle for an hour and more"), 'h', { { "idle", "1h" } } },
	{ N_("Idle for a day and more"), 'd', { { "idle", "1d" } } },
	{ N_("Of the same user"), 'u', { { "user", "=username" } } },
	{ N_("From the same address"), 'a', { { "address", "=address" } } },
	{ N_("With the same device"), 'e', { { "device", "=device" } } },
	{ N_("With the same browser"), 'b', { { "browser", "=browser" } } },
	{ N_("At the same service"), 's', { { "service", "=service" } } },
	{ NULL, 0, { { NULL, NULL } } },
};

static const struct list_spec sessions_spec = {
	.action = "session.list",
	.title = N_("Sessions"),
	.empty = N_("Nobody is signed in anywhere."),
	.sort = "-last_active",
	.search = "search",
	.kind = DW_KIND_SESSION,
	.topics = DW_TOPIC_SESSIONS | DW_TOPIC_USERS,
	.destroy = "session.end",
	.destroy_word = N_("end"),
	.can_mark = true,
	.ready = ready,
	.open = open_user,
};

struct ui_view *
scr_sessions_new(struct console *c)
{
	return list_screen(c, &sessions_spec);
}
