/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line above the users: what is searched, the filter in force, and badges that
 * count who is locked, in the recycle bin, disabled. A badge can be clicked.
 */
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "ui/users.h"

#define SEARCH_MIN 22 /* columns of the search text when it has to share the line */
#define FILTER_MIN 16 /* and of the filter's */

/* A badge's words; nothing when there is nothing to count. */
static void
badge_text(const struct users *u, int which, struct dw_buf *out)
{
	const struct dw_totals *t = &u->totals;
	int64_t n = which == USERS_LOCKED ? t->locked : which == USERS_BIN ? t->bin : t->disabled;

	if (n == 0)
		return;
	/* TRANSLATORS: a badge: a word and how many users that is true of. */
	dw_buf_printf(out, "[%s ", which == USERS_LOCKED ? _("Locked")
		: which == USERS_BIN ? _("Bin") : _("Disabled"));
	console_number(out, n);
	/* TRANSLATORS: after the number of users in the recycle bin, when they are in the list. */
	dw_buf_printf(out, "%s]", which == USERS_BIN && u->bin ? _(" shown") : "");
}

/* Columns of the first n badges with the space before each. */
static int
badge_cols(const struct users *u, int n)
{
	int cols = 0;

	for (int which = 0; which < n; which++) {
		DW_AUTO(dw_buf) text = { 0 };

		badge_text(u, which, &text);
		cols += text.len > 0 ? dw_columns(dw_buf_text(&text)) + 1 : 0;
	}
	return cols;
}

/* Draws the first n badges, ending before column x; returns where they begin. */
static int
draw_badges(struct users *u, int n, struct ui_canvas *canvas, int y, int x)
{
	for (int which = USERS_BADGES - 1; which >= 0; which--) {
		DW_AUTO(dw_buf) text = { 0 };
		enum ui_style style = which == USERS_LOCKED ? STYLE_ERROR
			: which == USERS_BIN && u->bin ? STYLE_SELECTED : STYLE_BADGE;
		int from;

		u->badges[which] = (struct ui_rect){ 0 };
		badge_text(u, which, &text);
		if (which >= n || text.len == 0)
			continue;
		from = ui_put_right(canvas, y, x, style, dw_buf_text(&text));
		u->badges[which] = (struct ui_rect){ y, from, 1, x - from };
		x = from - 1;
	}
	return x;
}

void
users_draw_head(struct users *u, struct ui_canvas *canvas, struct ui_rect row)
{
	DW_AUTO_FREE char *filter = dw_display_dup(u->filter);
	bool search = u->searching || !ui_field_empty(&u->search);
	int x = row.x + 1, wanted = dw_columns(filter), n = USERS_BADGES, end, room, given;
	int least = (search ? SEARCH_MIN : 0) + (wanted < FILTER_MIN ? wanted : FILTER_MIN);

	/* A filter that nobody sees is taken for an empty store: badges give way to it. */
	while (wanted > 0 && n > 0 && row.cols - 5 - badge_cols(u, n) < least)
		n--;
	end = draw_badges(u, n, canvas, row.y, row.x + row.cols - 1);
	room = end - x - 3;
	u->line = (struct ui_rect){ row.y, row.x, 1, end - row.x };
	ui_put(canvas, row.y, x, u->searching ? STYLE_KEY : STYLE_DIM, "/");
	/* The filter stands to the right; each gives way to the other, the search last. */
	given = room - (search ? SEARCH_MIN : 0);
	given = wanted < given ? wanted : given;
	if (given > 0)
		ui_put_fit(canvas, row.y, end - 1 - given, given, STYLE_BADGE, filter);
	row.x = x + 2;
	row.cols = given > 0 ? room - given - 1 : room;
	if (search)
		ui_field_draw(&u->search, canvas, row,
			u->searching ? STYLE_FIELD_FOCUS : STYLE_FIELD, u->searching);
}
