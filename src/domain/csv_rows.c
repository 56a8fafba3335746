/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the records of a CSV file mean: the first names the columns, each other is a row
 * with a value for each of them, or is at fault. See csv.h.
 */
#include <string.h>

#include "base/intl.h"
#include "base/nearest.h"
#include "base/table.h"
#include "base/utf8.h"
#include "domain/csv_parts.h"

/* ---- faults ----------------------------------------------------------------------- */

void
csv_end(struct dw_csv *csv, int64_t line, const char *reason)
{
	dw_faults_add(csv->faults, line, NULL, "%s", reason);
	csv->rc = dw_fail(&csv->err, DW_INVALID, "%s", reason);
}

static const char *
field(const struct dw_csv *csv, size_t i)
{
	return csv->text.data + csv->starts[i];
}

void
csv_bad_record(struct dw_csv *csv, bool divided, const char *column, const char *reason)
{
	const char *cells[CSV_COLUMNS_MAX];
	struct dw_csv_bad bad = { .line = csv->record_line, .column = column, .reason = reason };

	dw_faults_add(csv->faults, csv->record_line, column, "%s", reason);
	if (csv->how.bad == NULL || csv->rc != DW_OK)
		return;
	if (divided) {
		for (size_t i = 0; i < csv->n_fields; i++)
			cells[i] = dw_csv_unguard(field(csv, i));
		bad.fields = cells;
		bad.n_fields = csv->n_fields;
	} else {
		bad.text = dw_buf_text(&csv->raw);
	}
	csv->how.bad(csv->arg, &bad);
}

/* ---- the first line --------------------------------------------------------------- */

char
csv_separator_char(enum dw_csv_separator separator)
{
	return separator == DW_CSV_SEMICOLON ? ';' : separator == DW_CSV_TAB ? '\t' : ',';
}

enum dw_csv_separator
csv_detect(const char *line, size_t len)
{
	size_t counts[DW_CSV_TAB + 1] = { 0 };
	enum dw_csv_separator best = DW_CSV_COMMA;
	bool quoted = false;

	for (size_t i = 0; i < len; i++) {
		if (line[i] == '"')
			quoted = !quoted;
		for (enum dw_csv_separator s = DW_CSV_COMMA; !quoted && s <= DW_CSV_TAB; s++)
			counts[s] += line[i] == csv_separator_char(s);
	}
	for (enum dw_csv_separator s = DW_CSV_COMMA; s <= DW_CSV_TAB; s++)
		if (counts[s] > counts[best])
			best = s;
	return best;
}

static char *
accepted_names(const struct dw_csv *csv)
{
	DW_AUTO(dw_buf) names = { 0 };

	for (size_t i = 0; i < csv->n_columns; i++)
		if (csv->columns[i].use != DW_CSV_PASSED_OVER)
			dw_buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", csv->columns[i].name);
	return dw_buf_steal(&names);
}

static void
unknown_column(struct dw_csv *csv, const char *name)
{
	DW_AUTO_FREE char *names = accepted_names(csv);
	DW_AUTO_FREE char *safe = dw_display_dup(name);
	DW_AUTO(dw_buf) fitted = { 0 };
	DW_AUTO(dw_nearest) near = { .wanted = name };
	const char *shown;

	for (size_t i = 0; i < csv->n_columns; i++)
		dw_nearest_offer(&near, csv->columns[i].name, NULL);
	dw_fit(&fitted, safe, 60, false);
	shown = dw_buf_text(&fitted);
	if (near.best != NULL)
		dw_faults_add(csv->faults, csv->record_line, shown,
			_("There is no such column. Did you mean %s? The columns are: %s."), near.best, names);
	else
		dw_faults_add(csv->faults, csv->record_line, shown,
			_("There is no such column. The columns are: %s."), names);
}

static int
find_column(const struct dw_csv *csv, const char *name)
{
	for (size_t i = 0; i < csv->n_columns; i++)
		if (strcmp(csv->columns[i].name, name) == 0)
			return (int)i;
	return DW_CSV_NO_COLUMN;
}

/* By their exact names; any fault ends the reading. */
static void
by_name(struct dw_csv *csv)
{
	int64_t faults = csv->faults->total;

	for (size_t i = 0; i < csv->width; i++) {
		int at = find_column(csv, csv->names[i]);

		csv->index[i] = at;
		if (at < 0)
			unknown_column(csv, csv->names[i]);
		else if (csv->has[at])
			dw_faults_add(csv->faults, csv->record_line, csv->columns[at].name,
				_("This column is there twice."));
		else
			csv->has[at] = true;
	}
	for (size_t i = 0; i < csv->n_columns; i++)
		if (csv->columns[i].use == DW_CSV_REQUIRED && !csv->has[i])
			dw_faults_add(csv->faults, csv->record_line, csv->columns[i].name,
				_("This column is missing."));
	if (csv->faults->total != faults)
		csv->rc = dw_fail(&csv->err, DW_INVALID,
			_("The first line does not name the columns as they are known."));
}

/* Another separator than the one that was asked for. */
static const char *
other_separator(const char *only)
{
	if (strchr(only, ';') != NULL)
		return _("The columns are separated by semicolons (--separator semicolon).");
	if (strchr(only, '\t') != NULL)
		return _("The columns are separated by tabs (--separator tab).");
	return strchr(only, ',') == NULL ? NULL :
		_("The columns are separated by commas (--separator comma).");
}

void
csv_take_header(struct dw_csv *csv)
{
	csv->have_header = true;
	csv->width = csv->n_fields;
	csv->names = dw_calloc(csv->width, sizeof(*csv->names));
	csv->cells = dw_calloc(csv->width, sizeof(*csv->cells));
	csv->index = dw_calloc(csv->width, sizeof(*csv->index));
	for (size_t i = 0; i < csv->width; i++)
		csv->names[i] = dw_strdup(dw_csv_unguard(field(csv, i)));
	if (csv->n_fields == 1 && other_separator(field(csv, 0)) != NULL) {
		csv_end(csv, csv->record_line, other_separator(field(csv, 0)));
		return;
	}
	if (csv->how.header == NULL) {
		by_name(csv);
		return;
	}
	csv->rc = csv->how.header(csv->arg, csv->record_line, (const char *const *)csv->names,
		csv->width, csv->index, &csv->err);
	for (size_t i = 0; i < csv->width; i++)
		if (csv->index[i] != DW_CSV_NO_COLUMN)
			csv->has[csv->index[i]] = true;
}

/* ---- the other lines --------------------------------------------------------------- */

static bool
all_utf8(struct dw_csv *csv)
{
	for (size_t i = 0; i < csv->n_fields; i++) {
		if (dw_utf8_valid(field(csv, i), strlen(field(csv, i))))
			continue;
		csv_bad_record(csv, true, csv->index[i] >= 0 ? csv->columns[csv->index[i]].name :
			csv->names[i], _("This is not UTF-8 text. If the file is in Windows-1252 or Latin-1, "
			"convert it first: iconv -f WINDOWS-1252 -t UTF-8"));
		return false;
	}
	return true;
}

/* Files put together one after the other have it more than once. */
static bool
is_header_again(const struct dw_csv *csv)
{
	if (csv->n_fields != csv->width)
		return false;
	for (size_t i = 0; i < csv->width; i++)
		if (strcmp(csv->names[i], dw_csv_unguard(field(csv, i))) != 0)
			return false;
	return true;
}

void
csv_take_row(struct dw_csv *csv)
{
	const struct dw_csv_row row = { .line = csv->record_line, .values = csv->values,
		.fields = csv->cells, .n_fields = csv->width };

	if (is_header_again(csv))
		return;
	if (csv->n_fields != csv->width) {
		DW_AUTO_FREE char *reason = dw_format(_("The number of fields differs: %zu in this line, "
			"%zu in the first line."), csv->n_fields, csv->width);

		/* More than there are names for: they stand where nothing of them is lost. */
		csv_bad_record(csv, csv->n_fields < csv->width, NULL, reason);
		return;
	}
	if (!all_utf8(csv))
		return;
	if (csv->rows == DW_CSV_MAX_ROWS) {
		csv_end(csv, csv->record_line,
			_("There are more than 1,000,000 rows. Divide the file into smaller ones."));
		return;
	}
	csv->rows++;
	for (size_t i = 0; i < csv->width; i++) {
		csv->cells[i] = dw_csv_unguard(field(csv, i));
		if (csv->index[i] != DW_CSV_NO_COLUMN)
			csv->values[csv->index[i]] = csv->cells[i];
	}
	csv->rc = csv->each(csv->arg, &row, &csv->err);
}
