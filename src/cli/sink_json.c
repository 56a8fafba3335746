/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON: {"items":[...],"total":n,"next":"..."} for lists, the object itself for one
 * item, and JSON Lines. No tree is built: a list of any length takes one row of memory.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cli/sink.h"

struct json_sink {
	struct dw_view_sink base;
	struct dw_buf held; /* the first row, until it is known whether it is the only one */
	bool listed;        /* {"items":[ was written */
};

static struct json_sink *
json_of(struct dw_sink *sink)
{
	return (struct json_sink *)sink;
}

static enum dw_code
json_begin(struct dw_sink *sink, const struct dw_column *columns, size_t n, struct dw_error *err)
{
	struct json_sink *self = json_of(sink);

	self->base.list = columns;
	self->base.n = n;
	return dw_choose(self->base.view->options->fields, columns, n, DW_COL_CURSOR,
		&self->base.choice, err);
}

static void
add_object(struct json_sink *self, const struct dw_value *values, struct dw_buf *out)
{
	dw_buf_putc(out, '{');
	for (size_t i = 0; i < self->base.choice.count; i++) {
		size_t at = self->base.choice.at[i];

		dw_buf_printf(out, "%s\"%s\":", i > 0 ? "," : "", self->base.list[at].name);
		dw_value_json(out, &self->base.list[at], &values[at]);
	}
	dw_buf_putc(out, '}');
}

/* The row that was held back, as the first of a list. */
static enum dw_code
list_held(struct json_sink *self, struct dw_error *err)
{
	struct dw_out *out = self->base.view->out;
	enum dw_code rc;

	if (self->listed)
		return DW_OK;
	self->listed = true;
	if ((rc = dw_out_puts(out, "{\"items\":[", err)) == DW_OK)
		rc = dw_out_puts(out, dw_buf_text(&self->held), err);
	return rc;
}

static enum dw_code
json_row(struct dw_sink *sink, const struct dw_value *values, struct dw_error *err)
{
	struct json_sink *self = json_of(sink);
	struct dw_out *out = self->base.view->out;
	DW_AUTO(dw_buf) text = { 0 };
	enum dw_code rc;

	if (self->base.view->options->format == DW_FORMAT_JSONL) {
		add_object(self, values, &text);
		dw_buf_putc(&text, '\n');
		return dw_out_puts(out, dw_buf_text(&text), err);
	}
	if (!self->listed && self->held.len == 0) {
		add_object(self, values, &self->held);
		return DW_OK;
	}
	if ((rc = list_held(self, err)) != DW_OK)
		return rc;
	dw_buf_puts(&text, ",\n");
	add_object(self, values, &text);
	return dw_out_puts(out, dw_buf_text(&text), err);
}

static enum dw_code
json_end(struct dw_sink *sink, const struct dw_list_info *info, struct dw_error *err)
{
	struct json_sink *self = json_of(sink);
	struct dw_out *out = self->base.view->out;
	DW_AUTO(dw_buf) text = { 0 };
	enum dw_code rc;

	self->base.ended = true;
	if (self->base.view->options->format == DW_FORMAT_JSONL) {
		dw_sink_tell_more(self->base.view, info);
		return DW_OK;
	}
	if (info->single && !self->listed) {
		dw_buf_putc(&self->held, '\n');
		return dw_out_puts(out, dw_buf_text(&self->held), err);
	}
	if ((rc = list_held(self, err)) != DW_OK)
		return rc;
	dw_buf_puts(&text, "],\"total\":");
	if (info->total >= 0)
		dw_buf_printf(&text, "%" PRId64, info->total);
	else
		dw_buf_puts(&text, "null");
	dw_buf_puts(&text, ",\"next\":");
	dw_json_string(&text, info->next);
	dw_buf_puts(&text, "}\n");
	return dw_out_puts(out, dw_buf_text(&text), err);
}

static void
json_free(struct dw_view_sink *sink)
{
	struct json_sink *self = (struct json_sink *)sink;

	dw_buf_clear(&self->held);
	free(self);
}

struct dw_view_sink *
dw_sink_json_new(void)
{
	struct json_sink *self = dw_calloc(1, sizeof(*self));

	self->base.sink = (struct dw_sink){ .begin = json_begin, .row = json_row, .end = json_end };
	self->base.free = json_free;
	return &self->base;
}
