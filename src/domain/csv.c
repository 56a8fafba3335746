/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading CSV with named columns. libcsv knows quotes and commas; this file knows
 * lines, encodings and names. It hands libcsv one line at a time, so that every
 * fault can be given its line and reading can go on after it. See csv.h.
 */
#include <csv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/table.h"
#include "base/utf8.h"
#include "domain/csv.h"

#define MAX_COLUMNS 200

struct dw_csv {
	const struct dw_csv_column *columns;
	size_t n_columns;
	struct dw_faults *faults;
	enum dw_code (*each)(void *arg, const struct dw_csv_row *row, struct dw_error *err);
	void *arg;

	struct csv_parser parser;
	int64_t bytes, rows;
	char head[4];          /* the first bytes, until a byte order mark can be told */
	size_t head_len;
	bool begun;            /* past the byte order mark */

	int64_t line;          /* of the byte at hand */
	int64_t record_line;   /* where the record at hand began */
	bool in_record;
	bool quoted;           /* inside quotation marks */
	bool cr;               /* a CR was read, and not yet what follows */
	bool skipping;         /* to the end of this line, after a fault */

	struct dw_buf text;    /* fields of the record, each with a NUL */
	size_t starts[MAX_COLUMNS + 1];
	size_t n_fields;       /* may count beyond MAX_COLUMNS */

	bool have_header;
	size_t width;          /* fields in the first line */
	int *index;            /* of the accepted column, by field */
	bool *has;             /* by accepted column */
	const char **values;

	enum dw_code rc;       /* why it ended */
	struct dw_error err;
};

/* ---- faults ----------------------------------------------------------------------- */

/* Ends the reading: what follows cannot be understood. */
static void
end(struct dw_csv *csv, int64_t line, const char *reason)
{
	dw_faults_add(csv->faults, line, NULL, "%s", reason);
	csv->rc = dw_fail(&csv->err, DW_INVALID, "%s", reason);
}

static void
start_parser(struct dw_csv *csv);

/* Notes a fault of the record at hand and leaves the rest of its line out. */
static void
spoil(struct dw_csv *csv, const char *reason)
{
	if (!csv->have_header) {
		end(csv, csv->line, reason);
		return;
	}
	dw_faults_add(csv->faults, csv->record_line, NULL, "%s", reason);
	csv_free(&csv->parser);
	start_parser(csv);
	csv->skipping = true;
	csv->quoted = false;
}

/* ---- the first line --------------------------------------------------------------- */

static const char *
field(const struct dw_csv *csv, size_t i)
{
	return csv->text.data + csv->starts[i];
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
	return -1;
}

static void
take_header(struct dw_csv *csv)
{
	int64_t faults = csv->faults->total;

	csv->have_header = true;
	csv->width = csv->n_fields;
	if (csv->n_fields == 1 && strpbrk(field(csv, 0), ";\t") != NULL) {
		end(csv, csv->record_line, strchr(field(csv, 0), ';') != NULL ?
			_("The columns are separated by semicolons. Save the file with commas.") :
			_("The columns are separated by tabs. Save the file with commas."));
		return;
	}
	csv->index = dw_calloc(csv->width, sizeof(*csv->index));
	for (size_t i = 0; i < csv->width; i++) {
		int at = find_column(csv, field(csv, i));

		csv->index[i] = at;
		if (at < 0)
			unknown_column(csv, field(csv, i));
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

/* ---- the other lines --------------------------------------------------------------- */

static bool
all_utf8(struct dw_csv *csv)
{
	bool good = true;

	for (size_t i = 0; i < csv->n_fields; i++) {
		if (dw_utf8_valid(field(csv, i), strlen(field(csv, i))))
			continue;
		dw_faults_add(csv->faults, csv->record_line,
			csv->have_header ? csv->columns[csv->index[i]].name : NULL,
			_("This is not UTF-8 text. If the file is in Windows-1252 or Latin-1, convert it "
			  "first: iconv -f WINDOWS-1252 -t UTF-8"));
		good = false;
	}
	return good;
}

static void
take_row(struct dw_csv *csv)
{
	const struct dw_csv_row row = { .line = csv->record_line, .values = csv->values };

	if (csv->n_fields != csv->width) {
		dw_faults_add(csv->faults, csv->record_line, NULL,
			_("The number of fields differs: %zu in this line, %zu in the first line."),
			csv->n_fields, csv->width);
		return;
	}
	if (!all_utf8(csv))
		return;
	if (csv->rows == DW_CSV_MAX_ROWS) {
		end(csv, csv->record_line,
			_("There are more than 1,000,000 rows. Divide the file into smaller ones."));
		return;
	}
	csv->rows++;
	for (size_t i = 0; i < csv->width; i++)
		csv->values[csv->index[i]] = dw_csv_unguard(field(csv, i));
	csv->rc = csv->each(csv->arg, &row, &csv->err);
}

/* ---- what libcsv calls -------------------------------------------------------------- */

static void
on_field(void *bytes, size_t len, void *arg)
{
	struct dw_csv *csv = arg;

	if (csv->n_fields < MAX_COLUMNS) {
		csv->starts[csv->n_fields] = csv->text.len;
		dw_buf_add(&csv->text, bytes, len);
		dw_buf_add(&csv->text, "", 1);
	}
	csv->n_fields++;
}

static void
on_record(int last DW_UNUSED, void *arg)
{
	struct dw_csv *csv = arg;

	if (csv->rc == DW_OK && csv->n_fields > MAX_COLUMNS)
		dw_faults_add(csv->faults, csv->record_line, NULL,
			_("This line has %zu fields; more than %d are never right."), csv->n_fields,
			MAX_COLUMNS);
	else if (csv->rc == DW_OK && csv->have_header)
		take_row(csv);
	else if (csv->rc == DW_OK && all_utf8(csv))
		take_header(csv);
	if (csv->rc == DW_OK && !csv->have_header)
		csv->rc = dw_fail(&csv->err, DW_INVALID, _("The first line cannot be read."));
	csv->in_record = false;
	csv->n_fields = 0;
	dw_buf_reset(&csv->text);
}

/* Spaces belong to a field (RFC 4180), and what ends a record is decided here. */
static int
never_space(unsigned char c DW_UNUSED)
{
	return 0;
}

static int
is_newline(unsigned char c)
{
	return c == '\n';
}

static void *
grow(void *old, size_t size)
{
	return dw_realloc(old, size, 1);
}

static void
start_parser(struct dw_csv *csv)
{
	csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_space_func(&csv->parser, never_space);
	csv_set_term_func(&csv->parser, is_newline);
	csv_set_realloc_func(&csv->parser, grow);
	csv_set_blk_size(&csv->parser, 4096);
	csv->in_record = false;
	csv->n_fields = 0;
	dw_buf_reset(&csv->text);
}

/* ---- lines ----------------------------------------------------------------------- */

/* Hands on what is known to belong to the record at hand. */
static void
give(struct dw_csv *csv, const char *bytes, size_t len)
{
	if (csv->skipping || csv->rc != DW_OK || len == 0)
		return;
	if (!csv->in_record) {
		csv->record_line = csv->line;
		csv->in_record = bytes[0] != '\n';
	}
	if (csv_parse(&csv->parser, bytes, len, on_field, on_record, csv) != len)
		spoil(csv, _("A quotation mark is in the wrong place. Put the whole field into "
				"quotation marks and write each one inside twice."));
	else if (csv->parser.entry_pos > DW_CSV_MAX_FIELD)
		spoil(csv, _("This field is longer than 64 KiB. Is a quotation mark not closed?"));
}

/* A CR that is not followed by LF. */
static void
lone_cr(struct dw_csv *csv)
{
	csv->cr = false;
	if (csv->quoted)
		give(csv, "\r", 1);
	else if (!csv->skipping && csv->rc == DW_OK)
		spoil(csv, _("There is a carriage return that is not the end of a line. Save the file "
				"with line ends of Unix (LF) or Windows (CR LF)."));
}

static void
newline(struct dw_csv *csv)
{
	if (csv->cr && csv->quoted)
		give(csv, "\r", 1);
	csv->cr = false;
	give(csv, "\n", 1);
	csv->skipping = false;
	csv->line++;
}

static void
read_on(struct dw_csv *csv, const char *bytes, size_t len)
{
	size_t from = 0;

	for (size_t i = 0; i < len && csv->rc == DW_OK; i++) {
		char c = bytes[i];

		if (csv->cr && c != '\n')
			lone_cr(csv);
		if (c == '"') {
			csv->quoted = !csv->quoted && !csv->skipping;
		} else if (c == '\n' || c == '\r' || c == '\0') {
			give(csv, bytes + from, i - from);
			from = i + 1;
			if (c == '\0')
				end(csv, csv->line, _("There is a zero byte. This is no text in UTF-8; if it "
						"came from a spreadsheet, save it as CSV in UTF-8."));
			else if (c == '\n')
				newline(csv);
			else
				csv->cr = true;
		}
	}
	give(csv, bytes + from, len - from);
}

/* ---- the beginning ------------------------------------------------------------------ */

/* The first four bytes, or all that there are, say what kind of file it is. */
static void
begin(struct dw_csv *csv)
{
	const char *h = csv->head;
	size_t n = csv->head_len;

	csv->begun = true;
	if (n >= 2 && (memcmp(h, "\xff\xfe", 2) == 0 || memcmp(h, "\xfe\xff", 2) == 0)) {
		end(csv, 1, _("This file is in UTF-16. Save it in UTF-8, or convert it: "
				"iconv -f UTF-16 -t UTF-8"));
		return;
	}
	if (n >= 2 && memcmp(h, "PK", 2) == 0) {
		end(csv, 1, _("This is a spreadsheet or an archive, not CSV. Save it as CSV in UTF-8."));
		return;
	}
	if (n >= 3 && memcmp(h, "\xef\xbb\xbf", 3) == 0) {
		h += 3;
		n -= 3;
	}
	read_on(csv, h, n);
}

struct dw_csv *
dw_csv_new(const struct dw_csv_column *columns, size_t n, struct dw_faults *faults,
	enum dw_code (*each)(void *arg, const struct dw_csv_row *row, struct dw_error *err), void *arg)
{
	struct dw_csv *csv = dw_calloc(1, sizeof(*csv));

	csv->columns = columns;
	csv->n_columns = n;
	csv->faults = faults;
	csv->each = each;
	csv->arg = arg;
	csv->line = csv->record_line = 1;
	csv->has = dw_calloc(n, sizeof(*csv->has));
	csv->values = dw_calloc(n, sizeof(*csv->values));
	start_parser(csv);
	return csv;
}

void
dw_csv_free(struct dw_csv *csv)
{
	if (csv == NULL)
		return;
	csv_free(&csv->parser);
	dw_buf_clear(&csv->text);
	free(csv->index);
	free(csv->has);
	free(csv->values);
	free(csv);
}

static enum dw_code
result(const struct dw_csv *csv, struct dw_error *err)
{
	if (csv->rc != DW_OK && err != NULL)
		*err = csv->err;
	return csv->rc;
}

enum dw_code
dw_csv_feed(struct dw_csv *csv, const char *bytes, size_t len, struct dw_error *err)
{
	if (csv->rc != DW_OK)
		return result(csv, err);
	csv->bytes += (int64_t)len;
	if (csv->bytes > DW_CSV_MAX_BYTES) {
		end(csv, 0, _("The file is larger than 64 MiB. Divide it into smaller ones."));
		return result(csv, err);
	}
	while (len > 0 && !csv->begun) {
		csv->head[csv->head_len++] = *bytes++;
		len--;
		if (csv->head_len == sizeof(csv->head))
			begin(csv);
	}
	read_on(csv, bytes, len);
	return result(csv, err);
}

enum dw_code
dw_csv_finish(struct dw_csv *csv, struct dw_error *err)
{
	if (csv->rc == DW_OK && !csv->begun)
		begin(csv);
	if (csv->rc == DW_OK && csv->cr)
		lone_cr(csv);
	if (csv->rc == DW_OK && !csv->skipping && csv->in_record &&
		csv_fini(&csv->parser, on_field, on_record, csv) != 0)
		spoil(csv, _("The quotation mark that opens a field here is never closed."));
	if (csv->rc == DW_OK && !csv->have_header)
		end(csv, 0, _("The file is empty. Its first line must name the columns."));
	return result(csv, err);
}

int64_t
dw_csv_rows(const struct dw_csv *csv)
{
	return csv->rows;
}

bool
dw_csv_has(const struct dw_csv *csv, size_t column)
{
	return csv->has[column];
}

int
dw_csv_yesno(const char *value)
{
	static const char *const words[] = { "no", "yes", "false", "true", "0", "1" };

	if (value == NULL || value[0] == '\0')
		return -1;
	for (size_t i = 0; i < DW_COUNT(words); i++)
		if (strcasecmp(value, words[i]) == 0)
			return (int)(i % 2);
	return DW_CSV_NEITHER;
}
