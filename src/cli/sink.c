/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the output formats share: choosing the format and the columns. See sink.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cli/print.h"
#include "cli/sink.h"

struct dw_sink *
dw_view_sink(const struct dw_view *view)
{
	struct dw_view_sink *sink = NULL;

	switch (view->options->format) {
	case DW_FORMAT_TEXT:
		sink = dw_sink_text_new();
		break;
	case DW_FORMAT_JSON:
	case DW_FORMAT_JSONL:
		sink = dw_sink_json_new();
		break;
	case DW_FORMAT_CSV:
		sink = dw_sink_csv_new();
		break;
	}
	sink->view = view;
	return &sink->sink;
}

void
dw_view_sink_free(struct dw_sink *sink)
{
	struct dw_view_sink *self = (struct dw_view_sink *)sink;
	struct dw_choice choice;

	if (self == NULL)
		return;
	choice = self->choice;
	self->free(self);
	dw_choice_clear(&choice);
}

bool
dw_view_sink_ended(const struct dw_sink *sink)
{
	return ((const struct dw_view_sink *)sink)->ended;
}

void
dw_choice_clear(struct dw_choice *choice)
{
	free(choice->at);
	*choice = (struct dw_choice){ 0 };
}

static enum dw_code
unknown_field(const char *name, const struct dw_column *columns, size_t n, struct dw_error *err)
{
	DW_AUTO_FREE char *shown = dw_display_dup(name);
	DW_AUTO(dw_buf) names = { 0 };

	for (size_t i = 0; i < n; i++)
		if ((columns[i].flags & DW_COL_CURSOR) == 0)
			dw_buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", columns[i].name);
	return dw_fail_field(err, DW_USAGE, "fields", _("There is no column “%s”. There are: %s."),
		shown, dw_buf_text(&names));
}

enum dw_code
dw_choose(const char *fields, const struct dw_column *columns, size_t n, unsigned without,
	struct dw_choice *out, struct dw_error *err)
{
	size_t room = n + 1;

	dw_choice_clear(out);
	for (const char *at = fields; at != NULL && *at != '\0'; at++)
		room += *at == ',';
	out->at = dw_calloc(room, sizeof(*out->at));
	out->named = fields != NULL;
	for (size_t i = 0; fields == NULL && i < n; i++)
		if ((columns[i].flags & without) == 0)
			out->at[out->count++] = i;
	while (fields != NULL) {
		size_t len = strcspn(fields, ",");
		DW_AUTO_FREE char *name = dw_strndup(fields, len);
		int found = dw_column_find(columns, n, name);

		if (found < 0 || (columns[found].flags & DW_COL_CURSOR) != 0)
			return unknown_field(name, columns, n, err);
		out->at[out->count++] = (size_t)found;
		fields = fields[len] == ',' ? fields + len + 1 : NULL;
	}
	return DW_OK;
}

void
dw_sink_tell_more(const struct dw_view *view, const struct dw_list_info *info)
{
	if (info->next != NULL && !view->options->no_legend && !view->options->quiet)
		dw_print_line(stderr, _("There are more. Go on with: --after %s"), info->next);
}

void
dw_sink_tell_nothing(const struct dw_view *view)
{
	if (view->columns > 0 && !view->options->no_legend && !view->options->quiet)
		dw_print_line(stderr, "%s", _("There is nothing to list."));
}
