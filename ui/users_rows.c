/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which users the list asks for, how many there are, and what to say when there are none.
 * What the cells show is in user_cells.c.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/user_cells.h"
#include "ui/users.h"

static bool
narrowed(void *ctx)
{
	const struct users *u = ctx;

	return u->asked[0] != '\0' || u->filter[0] != '\0';
}

static void
args(void *ctx, struct feed_query *query)
{
	struct users *u = ctx;

	if (u->asked[0] != '\0')
		feed_arg(query, "search", u->asked);
	if (u->filter[0] != '\0')
		feed_arg(query, "filter", u->filter);
	if (u->bin)
		feed_arg(query, "bin", "yes");
}

/* ---- how many -------------------------------------------------------------------- */

bool
users_read_totals(struct users *u, int64_t now)
{
	struct dw_totals former = u->totals;

	u->totals_at = now;
	if (dw_user_totals(u->c->app->db, now, &u->totals, NULL) != DW_OK)
		u->totals = former;
	return memcmp(&former, &u->totals, sizeof(former)) != 0;
}

static int64_t
total(void *ctx)
{
	const struct users *u = ctx;

	return u->bin ? u->totals.users : u->totals.users - u->totals.bin;
}

static const char *
all(int64_t n)
{
	return DW_NG("%s user", "%s users", n);
}

static const char *
empty(void *ctx)
{
	struct users *u = ctx;
	char key[UI_KEY_TEXT];

	if (u->asked[0] != '\0' && u->filter[0] != '\0')
		return _("Nobody in this filter has that in username, e-mail, first or last name. Esc clears "
			"the search.");
	if (u->asked[0] != '\0' && !u->bin) {
		dw_buf_reset(&u->words);
		/* TRANSLATORS: %s is a key. */
		dw_buf_printf(&u->words, _("Nobody has that in username, e-mail, first or last name. %s "
			"looks in the recycle bin as well; Esc clears the search."),
			ui_keymap_name(UI_CMD_BIN, UI_IN_LIST, key));
		return dw_buf_text(&u->words);
	}
	if (u->asked[0] != '\0')
		return _("Nobody has that in username, e-mail, first or last name. Esc clears the search.");
	if (u->filter[0] != '\0')
		return _("Nobody matches this filter. Esc clears it.");
	return _("There are no users yet.");
}

static enum ui_style
style(void *ctx, size_t row, size_t column)
{
	const struct users *u = ctx;

	return user_cell_style(&u->feed.rows.columns[column], &dw_rows_at(&u->feed.rows, row)[column],
		u->feed.table.now);
}

const struct feed_spec users_feed = {
	.action = "user.list",
	.sort = "username",
	.can_mark = true,
	.args = args,
	.narrowed = narrowed,
	.total = total,
	.all = all,
	.empty = empty,
	.cell = user_cell,
	.style = style,
};
