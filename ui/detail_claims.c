/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What external providers said about a user at the last login: each linked account with
 * its mapped and its raw claims, as text to scroll and search in.
 */
#include <jansson.h>
#include <stdlib.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "ui/detail_parts.h"

static const char *
text_of(const struct dw_rows *rows, size_t row, const char *column)
{
	int at = dw_column_find(rows->columns, rows->n_columns, column);

	return at >= 0 && dw_rows_at(rows, row)[at].text != NULL ? dw_rows_at(rows, row)[at].text : "";
}

static int64_t
time_of(const struct dw_rows *rows, size_t row, const char *column)
{
	int at = dw_column_find(rows->columns, rows->n_columns, column);

	return at >= 0 ? dw_rows_at(rows, row)[at].num : 0;
}

/* One line per claim; what is nested stands as JSON. */
static void
add_claims(struct ui_pager *pager, const char *heading, const char *claims)
{
	json_t *object = json_loads(claims, 0, NULL);
	const char *name;
	json_t *value;

	ui_pager_addf(pager, STYLE_HEADING, "  %s", heading);
	if (json_object_size(object) == 0)
		ui_pager_addf(pager, STYLE_DIM, "    %s", _("none"));
	json_object_foreach(object, name, value) {
		char *plain = json_is_string(value) ? dw_strdup(json_string_value(value)) :
			json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
		DW_AUTO_FREE char *label = dw_display_dup(name);
		DW_AUTO_FREE char *shown = dw_display_dup(plain);

		ui_pager_addf(pager, STYLE_NORMAL, "    %s: %s", label, shown);
		free(plain);
	}
	json_decref(object);
}

static void
add_identity(struct detail *d, const struct dw_rows *rows, size_t row)
{
	struct ui_pager *pager = &d->claims;
	DW_AUTO_FREE char *provider = dw_display_dup(text_of(rows, row, "provider"));
	DW_AUTO_FREE char *subject = dw_display_dup(text_of(rows, row, "subject"));
	DW_AUTO(dw_buf) linked = { 0 };
	DW_AUTO(dw_buf) last = { 0 };

	detail_when(d, &linked, time_of(rows, row, "linked"));
	if (time_of(rows, row, "last_login") != 0)
		detail_when(d, &last, time_of(rows, row, "last_login"));
	ui_pager_add(pager, STYLE_TITLE, provider);
	ui_pager_addf(pager, STYLE_NORMAL, "  %s: %s", _("Subject"), subject);
	ui_pager_addf(pager, STYLE_NORMAL, "  %s: %s", _("Linked"), dw_buf_text(&linked));
	ui_pager_addf(pager, STYLE_NORMAL, "  %s: %s", _("Last login"),
		last.len > 0 ? dw_buf_text(&last) : _("never"));
	add_claims(pager, _("Mapped claims"), text_of(rows, row, "mapped_claims"));
	add_claims(pager, _("Raw claims"), text_of(rows, row, "raw_claims"));
	ui_pager_add(pager, STYLE_NORMAL, "");
}

void
detail_load_claims(struct detail *d, unsigned flags)
{
	char id[DW_UUID_TEXT];
	const struct console_arg args[] = { { "user", dw_uuid_format(&d->user, id) }, { NULL, NULL } };
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };

	dw_rows_init(&rows);
	ui_pager_empty(&d->claims);
	if (console_read(d->c, "user.claims", args, flags, false, &rows, &err) != DW_OK) {
		ui_pager_add(&d->claims, STYLE_WARNING, err.message);
		return;
	}
	for (size_t i = 0; i < rows.n_rows; i++)
		add_identity(d, &rows, i);
}
