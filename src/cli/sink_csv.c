/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CSV, RFC 4180 with a heading line; fields that a spreadsheet would run are disarmed.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "cli/sink.h"

static enum dw_code
csv_begin(struct dw_sink *sink, const struct dw_column *columns, size_t n, struct dw_error *err)
{
	struct dw_view_sink *self = (struct dw_view_sink *)sink;
	DW_AUTO(dw_buf) line = { 0 };
	enum dw_code rc;

	self->list = columns;
	self->n = n;
	rc = dw_choose(self->view->options->fields, columns, n, DW_COL_CURSOR, &self->choice, err);
	if (rc != DW_OK || self->view->options->no_legend)
		return rc;
	for (size_t i = 0; i < self->choice.count; i++)
		dw_buf_printf(&line, "%s%s", i > 0 ? "," : "", columns[self->choice.at[i]].name);
	dw_buf_puts(&line, "\r\n");
	return dw_out_puts(self->view->out, dw_buf_text(&line), err);
}

static enum dw_code
csv_row(struct dw_sink *sink, const struct dw_value *values, struct dw_error *err)
{
	struct dw_view_sink *self = (struct dw_view_sink *)sink;
	DW_AUTO(dw_buf) line = { 0 };
	DW_AUTO(dw_buf) field = { 0 };

	for (size_t i = 0; i < self->choice.count; i++) {
		size_t at = self->choice.at[i];

		dw_buf_reset(&field);
		dw_value_csv(&field, &self->list[at], &values[at]);
		dw_buf_puts(&line, i > 0 ? "," : "");
		/* A number is no formula, so a negative one stays a number. */
		dw_csv_field(&line, dw_buf_text(&field), self->list[at].type == DW_INT);
	}
	dw_buf_puts(&line, "\r\n");
	return dw_out_add(self->view->out, line.data, line.len, err);
}

static enum dw_code
csv_end(struct dw_sink *sink, const struct dw_list_info *info, struct dw_error *err)
{
	struct dw_view_sink *self = (struct dw_view_sink *)sink;

	(void)err;
	self->ended = true;
	dw_sink_tell_more(self->view, info);
	return DW_OK;
}

static void
csv_free(struct dw_view_sink *self)
{
	free(self);
}

struct dw_view_sink *
dw_sink_csv_new(void)
{
	struct dw_view_sink *self = dw_calloc(1, sizeof(*self));

	self->sink = (struct dw_sink){ .begin = csv_begin, .row = csv_row, .end = csv_end };
	self->free = csv_free;
	return self;
}
