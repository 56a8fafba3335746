/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading CSV: bytes into records. libcsv knows quotes and separators; this file knows
 * lines and encodings. It hands libcsv one line at a time, so that every fault can be
 * given its line and reading can go on after it. What records mean is in csv_rows.c; see
 * csv.h.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "domain/csv_parts.h"

#define HEAD_MAX (64 << 10) /* of the first line, before the separator is chosen all the same */

static void
start_parser(struct dw_csv *csv);

/* Notes a fault of the record at hand and leaves the rest of its line out. */
static void
spoil(struct dw_csv *csv, const char *reason)
{
	if (!csv->have_header) {
		csv_end(csv, csv->line, reason);
		return;
	}
	csv->spoilt = reason;
	csv_free(&csv->parser);
	start_parser(csv);
	csv->skipping = true;
	csv->quoted = false;
}

/* The line that was left out is whole now. */
static void
end_skipping(struct dw_csv *csv)
{
	csv->skipping = false;
	if (csv->how.sure && csv->odd) {
		csv_bad_record(csv, false, NULL, csv->spoilt);
		csv_end(csv, csv->record_line, _("With the quotation marks of this line it cannot be told "
			"where the row ends, so nothing after it can be told apart. Mend them first."));
	} else {
		csv_bad_record(csv, false, NULL, csv->spoilt);
	}
	csv->odd = false;
	dw_buf_reset(&csv->raw);
}

/* ---- what libcsv calls -------------------------------------------------------------- */

static void
on_field(void *bytes, size_t len, void *arg)
{
	struct dw_csv *csv = arg;

	if (csv->n_fields < CSV_COLUMNS_MAX) {
		csv->starts[csv->n_fields] = csv->text.len;
		dw_buf_add(&csv->text, bytes, len);
		dw_buf_add(&csv->text, "", 1);
	}
	csv->n_fields++;
}

/* Is the first line text that can be read? */
static bool
header_is_utf8(struct dw_csv *csv)
{
	bool good = true;

	for (size_t i = 0; i < csv->n_fields; i++) {
		const char *name = csv->text.data + csv->starts[i];

		good = good && dw_utf8_valid(name, strlen(name));
	}
	if (good)
		return true;
	csv_end(csv, csv->record_line, _("This is not UTF-8 text. If the file is in Windows-1252 or "
		"Latin-1, convert it first: iconv -f WINDOWS-1252 -t UTF-8"));
	return false;
}

static void
on_record(int last DW_UNUSED, void *arg)
{
	struct dw_csv *csv = arg;

	if (csv->rc == DW_OK && csv->n_fields > CSV_COLUMNS_MAX) {
		DW_AUTO_FREE char *reason = dw_format(_("This line has %zu fields; more than %d are never "
			"right."), csv->n_fields, CSV_COLUMNS_MAX);

		csv_bad_record(csv, false, NULL, reason);
	} else if (csv->rc == DW_OK && csv->have_header) {
		csv_take_row(csv);
	} else if (csv->rc == DW_OK && header_is_utf8(csv)) {
		csv_take_header(csv);
	}
	if (csv->rc == DW_OK && !csv->have_header)
		csv->rc = dw_fail(&csv->err, DW_INVALID, _("The first line cannot be read."));
	csv->in_record = false;
	csv->odd = false;
	csv->n_fields = 0;
	dw_buf_reset(&csv->text);
	dw_buf_reset(&csv->raw);
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
	csv_set_delim(&csv->parser, (unsigned char)csv_separator_char(csv->how.separator));
	csv->in_record = false;
	csv->n_fields = 0;
	dw_buf_reset(&csv->text);
}

/* ---- lines ----------------------------------------------------------------------- */

/* Hands on what is known to belong to the record at hand. */
static void
give(struct dw_csv *csv, const char *bytes, size_t len)
{
	if (csv->rc != DW_OK || len == 0)
		return;
	if (csv->how.bad != NULL && (len > 1 || bytes[0] != '\n' || csv->quoted))
		dw_buf_add(&csv->raw, bytes, len);
	if (csv->skipping)
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
	if (csv->skipping && csv->rc == DW_OK)
		end_skipping(csv);
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
			csv->odd = !csv->odd;
		} else if (c == '\n' || c == '\r' || c == '\0') {
			give(csv, bytes + from, i - from);
			from = i + 1;
			if (c == '\0')
				csv_end(csv, csv->line, _("There is a zero byte. This is no text in UTF-8; if it "
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

static const char *
not_text(const char *h, size_t n)
{
	if (n >= 2 && (memcmp(h, "\xff\xfe", 2) == 0 || memcmp(h, "\xfe\xff", 2) == 0))
		return _("This file is in UTF-16. Save it in UTF-8, or convert it: "
			"iconv -f UTF-16 -t UTF-8");
	if (n >= 2 && h[0] != '\0' && h[1] == '\0')
		return _("This file is in UTF-16. Save it in UTF-8, or convert it: "
			"iconv -f UTF-16LE -t UTF-8");
	if (n >= 2 && h[0] == '\0' && h[1] != '\0')
		return _("This file is in UTF-16. Save it in UTF-8, or convert it: "
			"iconv -f UTF-16BE -t UTF-8");
	if (n >= 2 && memcmp(h, "PK", 2) == 0)
		return _("This is a spreadsheet or an archive, not CSV. Save it as CSV in UTF-8.");
	return NULL;
}

/* The first line, or all that there is, says what kind of file it is. */
static void
begin(struct dw_csv *csv)
{
	const char *h = dw_buf_text(&csv->head);
	size_t n = csv->head.len;

	csv->begun = true;
	if (not_text(h, n) != NULL) {
		csv_end(csv, 1, not_text(h, n));
		return;
	}
	if (n >= 3 && memcmp(h, "\xef\xbb\xbf", 3) == 0) {
		h += 3;
		n -= 3;
	}
	if (csv->how.separator == DW_CSV_DETECT)
		csv->how.separator = csv_detect(h, n);
	start_parser(csv);
	read_on(csv, h, n);
	dw_buf_clear(&csv->head);
}

/* Takes what belongs to the first line; returns how many bytes that were. */
static size_t
read_head(struct dw_csv *csv, const char *bytes, size_t len)
{
	size_t n = 0;
	bool whole = false;

	while (n < len && !whole) {
		char c = bytes[n++];

		if (c == '"')
			csv->head_quoted = !csv->head_quoted;
		csv->head_text = csv->head_text || (c != '\n' && c != '\r');
		whole = (c == '\n' && csv->head_text && !csv->head_quoted) ||
			csv->head.len + n >= HEAD_MAX;
	}
	dw_buf_add(&csv->head, bytes, n);
	if (whole)
		begin(csv);
	return n;
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
	csv_init(&csv->parser, 0);
	return csv;
}

void
dw_csv_set(struct dw_csv *csv, const struct dw_csv_how *how)
{
	csv->how = *how;
}

void
dw_csv_free(struct dw_csv *csv)
{
	if (csv == NULL)
		return;
	csv_free(&csv->parser);
	dw_buf_clear(&csv->text);
	dw_buf_clear(&csv->head);
	dw_buf_clear(&csv->raw);
	for (size_t i = 0; csv->names != NULL && i < csv->width; i++)
		free(csv->names[i]);
	free(csv->names);
	free(csv->cells);
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
		csv_end(csv, 0, _("The file is larger than 64 MiB. Divide it into smaller ones."));
		return result(csv, err);
	}
	if (!csv->begun) {
		size_t n = read_head(csv, bytes, len);

		bytes += n;
		len -= n;
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
	if (csv->rc == DW_OK && csv->skipping)
		end_skipping(csv);
	if (csv->rc == DW_OK && !csv->have_header)
		csv_end(csv, 0, _("The file is empty. Its first line must name the columns."));
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

enum dw_csv_separator
dw_csv_separator(const struct dw_csv *csv)
{
	return csv->how.separator;
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
