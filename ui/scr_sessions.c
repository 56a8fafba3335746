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

const struct list_spec scr_sessions_spec = {
	.action = "session.list",
	.title = N_("Sessions"),
	.empty = N_("Nobody is signed in anywhere."),
	.search = "search",
	.kind = DW_KIND_SESSION,
	.topics = DW_TOPIC_SESSIONS | DW_TOPIC_USERS,
	.destroy = "session.end",
	.destroy_word = N_("end"),
	.can_mark = true,
	.open = open_user,
};

struct ui_view *
scr_sessions_new(struct console *c)
{
	return list_screen(c, &scr_sessions_spec);
}
