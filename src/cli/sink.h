/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the rows of a command go: a table for people, JSON, JSON Lines or CSV. Rows are
 * written as they come; only the table keeps the first few hundred, to find its widths.
 */
#ifndef DW_CLI_SINK_H
#define DW_CLI_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rows_out.h"
#include "base/table.h"
#include "cli/options.h"
#include "cli/out.h"

struct dw_view {
	const struct dw_options *options;
	struct dw_out *out;
	int columns;   /* of the terminal that reads it; 0 = no terminal, no limit */
	bool bold;     /* headings may be bold */
	bool counted;  /* how many there are in all was asked for */
	int64_t now;
};

/*
 * A sink for the format that the options name. Never NULL; free with
 * dw_view_sink_free(). The view is borrowed.
 */
struct dw_sink *
dw_view_sink(const struct dw_view *view);
void
dw_view_sink_free(struct dw_sink *sink);

/* Was the list written to its end? */
bool
dw_view_sink_ended(const struct dw_sink *sink);

/* Every kind of sink begins with this. */
struct dw_view_sink {
	struct dw_sink sink;
	void (*free)(struct dw_view_sink *self);
	const struct dw_view *view;
	const struct dw_column *list; /* all columns, borrowed */
	size_t n;
	struct dw_choice choice;
	bool ended;
};

struct dw_view_sink *
dw_sink_text_new(void);
struct dw_view_sink *
dw_sink_rows_new(const struct dw_view *view, enum dw_rows_format format);

/* Says on standard error how many there are, where that was asked, and how to go on. */
void
dw_sink_tell_more(const struct dw_view *view, const struct dw_list_info *info);

/* Says on a terminal that the list is empty, which no table could. */
void
dw_sink_tell_nothing(const struct dw_view *view);

#endif
