/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the output formats share: choosing the format, and what is said beside the rows.
 * See sink.h.
 */
#include <stdio.h>

#include "base/intl.h"
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
		sink = dw_sink_rows_new(view, DW_ROWS_JSON);
		break;
	case DW_FORMAT_JSONL:
		sink = dw_sink_rows_new(view, DW_ROWS_JSONL);
		break;
	case DW_FORMAT_CSV:
		sink = dw_sink_rows_new(view, DW_ROWS_CSV);
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
dw_sink_tell_more(const struct dw_view *view, const struct dw_list_info *info)
{
	if (view->options->no_legend || view->options->quiet)
		return;
	if (view->counted && info->total >= 0)
		dw_print_line(stderr, _("In all: %lld"), (long long)info->total);
	if (info->next != NULL)
		dw_print_line(stderr, _("There are more. Go on with: --after %s"), info->next);
}

void
dw_sink_tell_nothing(const struct dw_view *view)
{
	if (view->columns > 0 && !view->options->no_legend && !view->options->quiet)
		dw_print_line(stderr, "%s", _("There is nothing to list."));
}
