/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the cells of a list of users show, wherever there is one: as many groups as there is
 * room for, states in one word, coloured by what they mean. See user_cells.h.
 */
#include "ui/user_cells.h"

#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"

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

struct dw_value
user_cell(void *ctx DW_UNUSED, size_t row DW_UNUSED, const struct dw_column *column,
	struct dw_value value, int cols)
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

enum ui_style
user_cell_style(const struct dw_column *column, const struct dw_value *value, int64_t now)
{
	if (is(column, "state"))
		return state_style(value->text);
	/* Nothing is not coloured: its cells would cost bytes on a slow line. */
	if (is(column, "lifecycle"))
		return value->text != NULL && value->text[0] != '\0' ? STYLE_WARNING : STYLE_NORMAL;
	if (is(column, "deadline"))
		return value->num == 0 ? STYLE_NORMAL :
			value->num - now < 2 * DW_DAY ? STYLE_ERROR : STYLE_WARNING;
	if (is(column, "source") && value->text != NULL && strcmp(value->text, "local") == 0)
		return STYLE_DIM;
	return STYLE_NORMAL;
}

enum ui_style
user_list_style(const struct list *list, size_t row, size_t column)
{
	const struct dw_rows *rows = &list->feed.rows;

	return user_cell_style(&rows->columns[column], &dw_rows_at(rows, row)[column],
		list->feed.table.now);
}
