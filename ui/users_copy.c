/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sending a field of the user under the cursor to the terminal's clipboard: a menu of
 * those that are not empty and that the operator sees whole.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "ui/menu.h"
#include "ui/users.h"

static const char *const fields[USERS_COPIES] = { "username", "email", "phone", "id" };

void
users_copy_clear(struct users *u)
{
	for (size_t i = 0; i < USERS_COPIES; i++)
		dw_replace(&u->copies[i], NULL);
}

/* Nobody says whether the terminal took it, so neither do we. */
static void
copy(void *ctx, int i)
{
	struct users *u = ctx;
	DW_AUTO_FREE char *shown = dw_display_dup(u->copies[i]);

	ui_term_copy(u->c->ui.term, u->copies[i], strlen(u->copies[i]));
	ui_say(&u->c->ui, STYLE_NORMAL, _("“%s” was sent to the terminal's clipboard. "
		"Where it does not arrive: m, then the mouse selects."), shown);
}

/* The value as text; NULL when there is none, or only its mask. */
static char *
value_of(struct users *u, int column)
{
	const struct dw_rows *rows = &u->feed.rows;
	const struct dw_column *info = &rows->columns[column];
	DW_AUTO(dw_buf) text = { 0 };

	if ((info->flags & DW_COL_PII) != 0 &&
		!dw_rights_have(&u->c->app->operator.rights, DW_PERM_VIEW_PII))
		return NULL;
	dw_value_csv(&text, info, &dw_rows_at(rows, u->feed.table.cursor)[column]);
	return text.len > 0 ? dw_buf_steal(&text) : NULL;
}

void
users_copy(struct users *u)
{
	struct ui_menu_row menu[USERS_COPIES] = { 0 };
	char *shown[USERS_COPIES] = { NULL };
	size_t n = 0;

	if (!feed_settle(&u->feed) || u->feed.table.cursor >= u->feed.rows.n_rows)
		return;
	users_copy_clear(u);
	for (int i = 0; i < USERS_COPIES; i++) {
		int column = dw_column_find(u->feed.rows.columns, u->feed.rows.n_columns, fields[i]);

		u->copies[i] = column >= 0 ? value_of(u, column) : NULL;
		if (u->copies[i] == NULL)
			continue;
		shown[i] = dw_display_dup(u->copies[i]);
		menu[n] = (struct ui_menu_row){ .label = _(u->feed.rows.columns[column].title),
			.mnemonic = (uint32_t)('1' + n), .remark = shown[i], .value = i };
		n++;
	}
	ui_menu_open(&u->c->ui, _("Send to the terminal's clipboard"), menu, n, -1, -1, copy, u);
	for (int i = 0; i < USERS_COPIES; i++)
		free(shown[i]);
}
