/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which users the list asks for, and what their cells say: as many groups as there
 * is room for, states coloured by what they mean.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
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
	const struct users *u = ctx;

	if (u->asked[0] != '\0' && u->filter[0] != '\0')
		return _("Nobody in this filter has that in username, e-mail, first or last name. Esc clears "
			"the search.");
	if (u->asked[0] != '\0' && !u->bin)
		return _("Nobody has that in username, e-mail, first or last name. B looks in the recycle bin "
			"as well; Esc clears the search.");
	if (u->asked[0] != '\0')
		return _("Nobody has that in username, e-mail, first or last name. Esc clears the search.");
	if (u->filter[0] != '\0')
		return _("Nobody matches this filter. Esc clears it.");
	return _("There are no users yet.");
}

/* ---- cells ------------------------------------------------------------------------- */

static bool
is(const struct dw_column *column, const char *name)
{
	return strcmp(column->name, name) == 0;
}

/* A value of one short text, which lives until the next call. */
static struct dw_value
as_names(const char *text)
{
	static const char *items[1];

	items[0] = text;
	return (struct dw_value){ .names = { items, 1 } };
}

/* "Admin, Ops +3": the names that fit, and how many do not. */
static struct dw_value
groups_in(const struct dw_names *groups, int cols)
{
	static struct dw_buf text;
	int used = 0;

	dw_buf_reset(&text);
	for (size_t i = 0; i < groups->count; i++) {
		DW_AUTO_FREE char *shown = dw_display_dup(groups->items[i]);
		size_t left = groups->count - i - 1;
		int rest = left == 0 ? 0 : left < 9 ? 3 : 4; /* " +3" */

		used += dw_columns(shown) + (i > 0 ? 2 : 0);
		if (i > 0 && used + rest > cols) {
			dw_buf_printf(&text, " +%zu", left + 1);
			break;
		}
		dw_buf_puts(&text, i > 0 ? ", " : "");
		/* One long name alone is shortened here, so that the number stays to be seen. */
		dw_fit(&text, shown, cols - rest, false);
	}
	return as_names(dw_buf_text(&text));
}

/* The two pending states: the badge says which, where it stands the state can be short. */
static const char *
lifecycle_badge(const char *word)
{
	if (word != NULL && strcmp(word, "binned") == 0)
		return _("Recycle bin");
	return word != NULL && strcmp(word, "self_deletion") == 0 ? _("Self-deletion") : word;
}

static const char *
short_state(const char *word, int cols)
{
	bool pending = word != NULL &&
		(strcmp(word, "binned") == 0 || strcmp(word, "self_deletion") == 0);

	return pending && dw_columns(dw_word_text(word)) > cols ? _("pending") : word;
}

static struct dw_value
cell(void *ctx DW_UNUSED, const struct dw_column *column, struct dw_value value, int cols)
{
	if (is(column, "lifecycle"))
		return (struct dw_value){ .text = lifecycle_badge(value.text) };
	if (is(column, "state"))
		return (struct dw_value){ .text = short_state(value.text, cols) };
	if (is(column, "groups") && value.names.count > 0)
		return groups_in(&value.names, cols);
	return value;
}

static enum ui_style
state_style(const char *word)
{
	if (word == NULL || strcmp(word, "active") == 0)
		return STYLE_NORMAL;
	if (strcmp(word, "locked") == 0)
		return STYLE_ERROR;
	return strcmp(word, "inactive") == 0 ? STYLE_DIM : STYLE_WARNING;
}

static enum ui_style
style(void *ctx, size_t row, size_t i)
{
	const struct users *u = ctx;
	const struct dw_column *column = &u->feed.rows.columns[i];
	const struct dw_value *value = &dw_rows_at(&u->feed.rows, row)[i];

	if (is(column, "state"))
		return state_style(value->text);
	/* Nothing is not coloured: its cells would cost bytes on a slow line. */
	if (is(column, "lifecycle"))
		return value->text != NULL && value->text[0] != '\0' ? STYLE_WARNING : STYLE_NORMAL;
	if (is(column, "deadline"))
		return value->num == 0 ? STYLE_NORMAL :
			value->num - u->feed.table.now < 2 * DW_DAY ? STYLE_ERROR : STYLE_WARNING;
	if (is(column, "source") && value->text != NULL && strcmp(value->text, "local") == 0)
		return STYLE_DIM;
	return STYLE_NORMAL;
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
	.cell = cell,
	.style = style,
};
