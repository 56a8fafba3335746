/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as CSV, JSON or JSON Lines. No tree is built: a list of any length takes one row of
 * memory. See rows_out.h.
 */
#include "base/rows_out.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"

#define NAMES_TOLD 350 /* bytes of names of columns that an error has room for */

/* ---- columns --------------------------------------------------------------------- */

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
	DW_AUTO(dw_nearest) near = { .wanted = name };
	DW_AUTO(dw_buf) names = { 0 };

	for (size_t i = 0; i < n; i++)
		if ((columns[i].flags & DW_COL_CURSOR) == 0) {
			dw_nearest_offer(&near, columns[i].name, columns[i].name);
			dw_buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", columns[i].name);
		}
	/* All of them are too many for one sentence where there are forty. */
	if (names.len > NAMES_TOLD && near.best != NULL)
		return dw_fail_field(err, DW_USAGE, "fields",
			_("There is no column “%s”; did you mean “%s”?"), shown, near.best);
	if (names.len > NAMES_TOLD)
		return dw_fail_field(err, DW_USAGE, "fields",
			_("There is no column “%s”. “doorward help” with the command lists them."), shown);
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

/* ---- rows -------------------------------------------------------------------------- */

static struct dw_rows_out *
of(struct dw_sink *sink)
{
	return (struct dw_rows_out *)sink;
}

static enum dw_code
put(const struct dw_rows_out *out, const char *text, struct dw_error *err)
{
	return out->write(out->arg, text, strlen(text), err);
}

static enum dw_code
begin(struct dw_sink *sink, const struct dw_column *columns, size_t n, struct dw_error *err)
{
	struct dw_rows_out *out = of(sink);
	DW_AUTO(dw_buf) line = { 0 };
	enum dw_code rc;

	out->columns = columns;
	rc = dw_choose(out->fields, columns, n, DW_COL_CURSOR, &out->choice, err);
	if (rc != DW_OK || out->format != DW_ROWS_CSV || out->no_heading)
		return rc;
	for (size_t i = 0; i < out->choice.count; i++)
		dw_buf_printf(&line, "%s%s", i > 0 ? "," : "", columns[out->choice.at[i]].name);
	dw_buf_puts(&line, "\r\n");
	return put(out, dw_buf_text(&line), err);
}

static void
add_fields(const struct dw_rows_out *out, const struct dw_value *values, struct dw_buf *line)
{
	DW_AUTO(dw_buf) field = { 0 };

	for (size_t i = 0; i < out->choice.count; i++) {
		size_t at = out->choice.at[i];

		dw_buf_reset(&field);
		dw_value_csv(&field, &out->columns[at], &values[at]);
		dw_buf_puts(line, i > 0 ? "," : "");
		/* A number is no formula, so a negative one stays a number. */
		dw_csv_field(line, dw_buf_text(&field), out->columns[at].type == DW_INT);
	}
	dw_buf_puts(line, "\r\n");
}

static void
add_object(const struct dw_rows_out *out, const struct dw_value *values, struct dw_buf *text)
{
	dw_buf_putc(text, '{');
	for (size_t i = 0; i < out->choice.count; i++) {
		size_t at = out->choice.at[i];

		dw_buf_printf(text, "%s\"%s\":", i > 0 ? "," : "", out->columns[at].name);
		dw_value_json(text, &out->columns[at], &values[at]);
	}
	dw_buf_putc(text, '}');
}

/* The row that was held back, as the first of a list. */
static enum dw_code
list_held(struct dw_rows_out *out, struct dw_error *err)
{
	enum dw_code rc;

	if (out->listed)
		return DW_OK;
	out->listed = true;
	if ((rc = put(out, "{\"items\":[", err)) == DW_OK)
		rc = put(out, dw_buf_text(&out->held), err);
	return rc;
}

static enum dw_code
row(struct dw_sink *sink, const struct dw_value *values, struct dw_error *err)
{
	struct dw_rows_out *out = of(sink);
	DW_AUTO(dw_buf) text = { 0 };
	enum dw_code rc;

	if (out->format == DW_ROWS_JSON && !out->listed && out->held.len == 0) {
		add_object(out, values, &out->held);
		return DW_OK;
	}
	if (out->format == DW_ROWS_CSV) {
		add_fields(out, values, &text);
	} else if (out->format == DW_ROWS_JSONL) {
		add_object(out, values, &text);
		dw_buf_putc(&text, '\n');
	} else {
		if ((rc = list_held(out, err)) != DW_OK)
			return rc;
		dw_buf_puts(&text, ",\n");
		add_object(out, values, &text);
	}
	return out->write(out->arg, text.data, text.len, err);
}

static enum dw_code
end(struct dw_sink *sink, const struct dw_list_info *info, struct dw_error *err)
{
	struct dw_rows_out *out = of(sink);
	DW_AUTO(dw_buf) text = { 0 };
	enum dw_code rc;

	out->ended = true;
	if (out->format != DW_ROWS_JSON)
		return DW_OK;
	if (info->single && !out->listed) {
		dw_buf_putc(&out->held, '\n');
		return put(out, dw_buf_text(&out->held), err);
	}
	if ((rc = list_held(out, err)) != DW_OK)
		return rc;
	dw_buf_puts(&text, "],\"total\":");
	if (info->total >= 0)
		dw_buf_printf(&text, "%" PRId64, info->total);
	else
		dw_buf_puts(&text, "null");
	dw_buf_puts(&text, ",\"next\":");
	dw_json_string(&text, info->next);
	dw_buf_puts(&text, "}\n");
	return put(out, dw_buf_text(&text), err);
}

void
dw_rows_out_init(struct dw_rows_out *out)
{
	*out = (struct dw_rows_out){ .sink = { .begin = begin, .row = row, .end = end } };
}

void
dw_rows_out_clear(struct dw_rows_out *out)
{
	dw_choice_clear(&out->choice);
	dw_buf_clear(&out->held);
}
