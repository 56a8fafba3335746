/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table for people. The first rows are kept to find the widths; later rows are fitted
 * to those. On a terminal wide columns shrink and, when that is not enough, the least
 * important ones go; into a pipe or a file everything is written whole.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cli/sink.h"

#define SAMPLE 300 /* rows that are kept to find the widths */
#define GAP 2      /* columns between columns */

struct text_sink {
	struct dw_view_sink base;
	char **cells;    /* of the rows kept: rows * choice.count */
	size_t rows;
	int *widths;     /* by place in the choice */
	bool *dropped;
	bool *filled;    /* a kept row has a value there */
	char **whole;    /* the first row as one item in detail: times in full */
	bool laid_out;
	size_t written;
};

static struct text_sink *
text_of(struct dw_sink *sink)
{
	return (struct text_sink *)sink;
}

static const struct dw_column *
column_at(const struct text_sink *self, size_t i)
{
	return &self->base.list[self->base.choice.at[i]];
}

/* ---- keeping ---- */

static enum dw_code
text_begin(struct dw_sink *sink, const struct dw_column *columns, size_t n, struct dw_error *err)
{
	struct text_sink *self = text_of(sink);
	const char *fields = self->base.view->options->fields;
	enum dw_code rc;

	self->base.list = columns;
	self->base.n = n;
	/* Everything for now: whether it is one item in detail is known at the end. */
	rc = dw_choose(fields, columns, n, DW_COL_CURSOR, &self->base.choice, err);
	if (rc != DW_OK)
		return rc;
	self->cells = dw_calloc(SAMPLE * self->base.choice.count + 1, sizeof(*self->cells));
	self->widths = dw_calloc(self->base.choice.count + 1, sizeof(*self->widths));
	self->dropped = dw_calloc(self->base.choice.count + 1, sizeof(*self->dropped));
	self->filled = dw_calloc(self->base.choice.count + 1, sizeof(*self->filled));
	self->whole = dw_calloc(self->base.choice.count + 1, sizeof(*self->whole));
	return DW_OK;
}

/* A text that is safe to show, for what the terminal can show. Free it. */
static char *
for_terminal(struct dw_buf *shown)
{
	DW_AUTO(dw_buf) plain = { 0 };

	dw_to_locale(&plain, dw_buf_text(shown));
	return dw_buf_steal(&plain);
}

static char *
cell_text(struct text_sink *self, size_t i, const struct dw_value *values, unsigned without)
{
	struct dw_column column = *column_at(self, i);
	DW_AUTO(dw_buf) text = { 0 };

	column.flags &= ~without;
	dw_value_text(&text, &column, &values[self->base.choice.at[i]], self->base.view->now);
	return for_terminal(&text);
}

static char *
heading_text(const struct dw_column *column)
{
	DW_AUTO(dw_buf) text = { 0 };

	dw_buf_puts(&text, column->title != NULL ? _(column->title) : column->name);
	return for_terminal(&text);
}

/* ---- laying out ---- */

static int
line_width(const struct text_sink *self)
{
	int total = -GAP;

	for (size_t i = 0; i < self->base.choice.count; i++)
		if (!self->dropped[i])
			total += self->widths[i] + GAP;
	return total;
}

/* Takes from the columns that are wider than they ask to be, one by one from the widest. */
static void
shrink(struct text_sink *self)
{
	int excess = line_width(self) - self->base.view->columns;

	while (excess > 0) {
		size_t widest = 0;
		int most = 0;

		for (size_t i = 0; i < self->base.choice.count; i++) {
			int spare = self->widths[i] - column_at(self, i)->width;

			if (!self->dropped[i] && spare > 0 && self->widths[i] > most) {
				widest = i;
				most = self->widths[i];
			}
		}
		if (most == 0)
			return;
		self->widths[widest]--;
		excess--;
	}
}

/* The column that goes first: highest priority number, the last of those. -1 = only one left. */
static int
least_important(const struct text_sink *self)
{
	int chosen = -1, left = 0, priority = 0;

	for (size_t i = 0; i < self->base.choice.count; i++) {
		if (self->dropped[i])
			continue;
		left++;
		if (column_at(self, i)->priority >= priority) {
			priority = column_at(self, i)->priority;
			chosen = (int)i;
		}
	}
	return left > 1 ? chosen : -1;
}

static void
measure(struct text_sink *self)
{
	size_t count = self->base.choice.count;

	for (size_t i = 0; i < count; i++) {
		unsigned flags = column_at(self, i)->flags;
		DW_AUTO_FREE char *heading = heading_text(column_at(self, i));

		self->widths[i] = self->base.view->options->no_legend ? 0 : dw_columns(heading);
		for (size_t row = 0; row < self->rows; row++) {
			int wide = dw_columns(self->cells[row * count + i]);

			self->widths[i] = wide > self->widths[i] ? wide : self->widths[i];
		}
		if (!self->base.choice.named)
			self->dropped[i] = (flags & DW_COL_DEFAULT) == 0 ||
				((flags & DW_COL_PENDING) != 0 && !self->filled[i]);
	}
}

static void
lay_out(struct text_sink *self)
{
	int column;

	self->laid_out = true;
	measure(self);
	if (self->base.view->columns == 0)
		return;
	while (shrink(self), line_width(self) > self->base.view->columns &&
		!self->base.choice.named && (column = least_important(self)) >= 0)
		self->dropped[column] = true;
}

/* ---- writing ---- */

static enum dw_code
write_line(struct text_sink *self, char *const *cells, bool heading, struct dw_error *err)
{
	bool limited = self->base.view->columns > 0;
	DW_AUTO(dw_buf) line = { 0 };
	int pending = 0; /* spaces owed, so that no line ends in them */

	for (size_t i = 0; i < self->base.choice.count; i++) {
		int wide = dw_columns(cells[i]);
		int width = self->widths[i];
		bool right = (column_at(self, i)->flags & DW_COL_RIGHT) != 0;

		if (self->dropped[i])
			continue;
		if (right && wide < width)
			pending += width - wide;
		if (wide > 0)
			dw_buf_printf(&line, "%*s", pending, "");
		if (limited && wide > width)
			dw_fit(&line, cells[i], width, true);
		else
			dw_buf_puts(&line, cells[i]);
		pending = (wide > 0 ? 0 : pending) + (!right && wide < width ? width - wide : 0) + GAP;
	}
	if (heading && self->base.view->bold) {
		DW_AUTO_FREE char *plain = dw_buf_steal(&line);

		dw_buf_printf(&line, "\033[1m%s\033[0m", plain);
	}
	dw_buf_putc(&line, '\n');
	return dw_out_add(self->base.view->out, line.data, line.len, err);
}

static enum dw_code
write_headings(struct text_sink *self, struct dw_error *err)
{
	size_t count = self->base.choice.count;
	char **cells = dw_calloc(count + 1, sizeof(*cells));
	enum dw_code rc;

	for (size_t i = 0; i < count; i++)
		cells[i] = heading_text(column_at(self, i));
	rc = write_line(self, cells, true, err);
	for (size_t i = 0; i < count; i++)
		free(cells[i]);
	free(cells);
	return rc;
}

static void
forget_kept(struct text_sink *self)
{
	for (size_t i = 0; self->cells != NULL && i < self->rows * self->base.choice.count; i++)
		dw_replace(&self->cells[i], NULL);
	self->rows = 0;
}

/* Finds the widths and writes the rows that were kept. */
static enum dw_code
write_kept(struct text_sink *self, struct dw_error *err)
{
	size_t count = self->base.choice.count;
	enum dw_code rc = DW_OK;

	lay_out(self);
	if (!self->base.view->options->no_legend && self->rows > 0)
		rc = write_headings(self, err);
	for (size_t row = 0; rc == DW_OK && row < self->rows; row++)
		rc = write_line(self, self->cells + row * count, false, err);
	forget_kept(self);
	return rc;
}

static enum dw_code
text_row(struct dw_sink *sink, const struct dw_value *values, struct dw_error *err)
{
	struct text_sink *self = text_of(sink);
	size_t count = self->base.choice.count;
	enum dw_code rc = DW_OK;
	char **cells;

	if (!self->laid_out && self->rows == SAMPLE)
		rc = write_kept(self, err);
	if (rc != DW_OK)
		return rc;
	cells = self->cells + self->rows * count;
	for (size_t i = 0; i < count; i++) {
		cells[i] = self->dropped[i] ? dw_strdup("") : cell_text(self, i, values, 0);
		self->filled[i] = self->filled[i] || cells[i][0] != '\0';
		if (self->written == 0)
			self->whole[i] = cell_text(self, i, values, DW_COL_BADGE);
	}
	self->written++;
	if (!self->laid_out) {
		self->rows++;
		return DW_OK;
	}
	rc = write_line(self, cells, false, err);
	for (size_t i = 0; i < count; i++)
		dw_replace(&cells[i], NULL);
	return rc;
}

/* One item in detail: a line for each value there is. */
static enum dw_code
write_single(struct text_sink *self, struct dw_error *err)
{
	size_t count = self->base.choice.count;
	enum dw_code rc = DW_OK;
	int widest = 0;

	measure(self);
	for (size_t i = 0; i < count; i++) {
		DW_AUTO_FREE char *heading = heading_text(column_at(self, i));
		int wide = dw_columns(heading);

		widest = self->filled[i] && wide > widest ? wide : widest;
	}
	for (size_t i = 0; rc == DW_OK && i < count; i++) {
		DW_AUTO_FREE char *heading = heading_text(column_at(self, i));
		DW_AUTO(dw_buf) line = { 0 };

		if (!self->filled[i])
			continue;
		if (!self->base.view->options->no_legend) {
			dw_fit(&line, heading, widest, true);
			dw_buf_puts(&line, "  ");
		}
		dw_buf_printf(&line, "%s\n", self->whole[i]);
		rc = dw_out_add(self->base.view->out, line.data, line.len, err);
	}
	return rc;
}

static enum dw_code
text_end(struct dw_sink *sink, const struct dw_list_info *info, struct dw_error *err)
{
	struct text_sink *self = text_of(sink);
	enum dw_code rc = DW_OK;

	self->base.ended = true;
	if (info->single && self->rows == 1)
		return write_single(self, err);
	if (!self->laid_out)
		rc = write_kept(self, err);
	if (rc == DW_OK)
		rc = dw_out_flush(self->base.view->out, err);
	if (rc == DW_OK && self->written == 0)
		dw_sink_tell_nothing(self->base.view);
	if (rc == DW_OK)
		dw_sink_tell_more(self->base.view, info);
	return rc;
}

static void
text_free(struct dw_view_sink *sink)
{
	struct text_sink *self = (struct text_sink *)sink;

	for (size_t i = 0; self->cells != NULL && i < SAMPLE * sink->choice.count; i++)
		free(self->cells[i]);
	for (size_t i = 0; self->whole != NULL && i < sink->choice.count; i++)
		free(self->whole[i]);
	free(self->whole);
	free(self->cells);
	free(self->widths);
	free(self->dropped);
	free(self->filled);
	free(self);
}

struct dw_view_sink *
dw_sink_text_new(void)
{
	struct text_sink *self = dw_calloc(1, sizeof(*self));

	self->base.sink = (struct dw_sink){ .begin = text_begin, .row = text_row, .end = text_end };
	self->base.free = text_free;
	return &self->base;
}
