/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows for other programs on standard output: base/rows_out.h, and what is said beside it.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/rows_out.h"
#include "cli/sink.h"

struct rows_sink {
	struct dw_view_sink base;
	struct dw_rows_out rows;
};

static struct dw_rows_out *
rows_of(struct dw_sink *sink)
{
	return &((struct rows_sink *)sink)->rows;
}

static enum dw_code
write_out(void *arg, const char *bytes, size_t len, struct dw_error *err)
{
	return dw_out_add(arg, bytes, len, err);
}

static enum dw_code
rows_begin(struct dw_sink *sink, const struct dw_column *columns, size_t n, struct dw_error *err)
{
	return rows_of(sink)->sink.begin(&rows_of(sink)->sink, columns, n, err);
}

static enum dw_code
rows_row(struct dw_sink *sink, const struct dw_value *values, struct dw_error *err)
{
	return rows_of(sink)->sink.row(&rows_of(sink)->sink, values, err);
}

static enum dw_code
rows_end(struct dw_sink *sink, const struct dw_list_info *info, struct dw_error *err)
{
	struct dw_view_sink *self = (struct dw_view_sink *)sink;

	self->ended = true;
	/* JSON says it itself. */
	if (rows_of(sink)->format != DW_ROWS_JSON)
		dw_sink_tell_more(self->view, info);
	return rows_of(sink)->sink.end(&rows_of(sink)->sink, info, err);
}

static void
rows_free(struct dw_view_sink *self)
{
	dw_rows_out_clear(&((struct rows_sink *)self)->rows);
	free(self);
}

struct dw_view_sink *
dw_sink_rows_new(const struct dw_view *view, enum dw_rows_format format)
{
	struct rows_sink *self = dw_calloc(1, sizeof(*self));

	self->base.sink = (struct dw_sink){ .begin = rows_begin, .row = rows_row, .end = rows_end };
	self->base.free = rows_free;
	dw_rows_out_init(&self->rows);
	self->rows.format = format;
	self->rows.fields = view->options->fields;
	self->rows.no_heading = view->options->no_legend;
	self->rows.write = write_out;
	self->rows.arg = view->out;
	return &self->base;
}
