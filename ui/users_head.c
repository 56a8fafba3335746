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

/* Draws a badge that ends before column x; returns where it begins. */
static int
draw_badge(struct users *u, int which, struct ui_canvas *canvas, int y, int x,
	enum ui_style style, const char *word, int64_t n, const char *more)
{
	DW_AUTO(dw_buf) text = { 0 };
	int from;

	u->badges[which] = (struct ui_rect){ 0 };
	if (n == 0)
		return x;
	/* TRANSLATORS: a badge: a word and how many users that is true of. */
	dw_buf_printf(&text, "[%s ", word);
	console_number(&text, n);
	dw_buf_printf(&text, "%s]", more);
	from = ui_put_right(canvas, y, x, style, dw_buf_text(&text));
	u->badges[which] = (struct ui_rect){ y, from, 1, x - from };
	return from - 1;
}

static int
draw_badges(struct users *u, struct ui_canvas *canvas, int y, int x)
{
	const struct dw_totals *t = &u->totals;

	x = draw_badge(u, USERS_DISABLED, canvas, y, x, STYLE_BADGE, _("Disabled"), t->disabled, "");
	/* TRANSLATORS: after the number of users in the recycle bin, when they are in the list. */
	x = draw_badge(u, USERS_BIN, canvas, y, x, u->bin ? STYLE_SELECTED : STYLE_BADGE, _("Bin"),
		t->bin, u->bin ? _(" shown") : "");
	return draw_badge(u, USERS_LOCKED, canvas, y, x, STYLE_ERROR, _("Locked"), t->locked, "");
}

void
users_draw_head(struct users *u, struct ui_canvas *canvas, struct ui_rect row)
{
	DW_AUTO_FREE char *filter = dw_display_dup(u->filter);
	int end = draw_badges(u, canvas, row.y, row.x + row.cols - 1);
	int x = row.x + 1, room = end - x - 3, wanted = dw_columns(filter), given;

	u->line = (struct ui_rect){ row.y, row.x, 1, end - row.x };
	ui_put(canvas, row.y, x, u->searching ? STYLE_KEY : STYLE_DIM, "/");
	/* The filter stands to the right; each gives way to the other, the search last. */
	given = wanted == 0 ? 0 : wanted < room - SEARCH_MIN ? wanted : room - SEARCH_MIN;
	if (given > 0)
		ui_put_fit(canvas, row.y, end - 1 - given, given, STYLE_BADGE, filter);
	row.x = x + 2;
	row.cols = given > 0 ? room - given - 1 : room;
	if (u->searching || !ui_field_empty(&u->search))
		ui_field_draw(&u->search, canvas, row,
			u->searching ? STYLE_FIELD_FOCUS : STYLE_FIELD, u->searching);
}
