/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sentences and errors. Results of writes are in print_result.c. See print.h.
 */
#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "action/result.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cli/print.h"

/* Safe to show, in the characters that the locale has. Free it. */
static char *
for_people(const char *text)
{
	DW_AUTO(dw_buf) shown = { 0 };
	DW_AUTO(dw_buf) plain = { 0 };

	dw_display(&shown, text, strlen(text));
	dw_to_locale(&plain, dw_buf_text(&shown));
	return dw_buf_steal(&plain);
}

void
dw_print_line(FILE *file, const char *fmt, ...)
{
	DW_AUTO_FREE char *text = NULL;
	DW_AUTO_FREE char *shown = NULL;
	va_list args;
	int len;

	va_start(args, fmt);
	len = vasprintf(&text, fmt, args);
	va_end(args);
	if (len < 0)
		dw_no_memory();
	shown = for_people(text);
	fprintf(file, "%s\n", shown);
}

enum dw_code
dw_out_line(struct dw_out *out, const char *text, struct dw_error *err)
{
	DW_AUTO_FREE char *shown = for_people(text);
	DW_AUTO(dw_buf) line = { 0 };

	dw_buf_printf(&line, "%s\n", shown);
	return dw_out_puts(out, dw_buf_text(&line), err);
}

/* The members of an error: "code":...,"message":... */
static void
add_error(struct dw_buf *out, const struct dw_error *err)
{
	dw_buf_puts(out, "\"code\":");
	dw_json_string(out, dw_code_name(err->code));
	dw_buf_puts(out, ",\"message\":");
	dw_json_string(out, err->message);
	dw_buf_puts(out, ",\"field\":");
	dw_json_string(out, err->field[0] != '\0' ? err->field : NULL);
	if (err->retry_after > 0)
		dw_buf_printf(out, ",\"retry_after\":%d", err->retry_after);
	else
		dw_buf_puts(out, ",\"retry_after\":null");
	if (err->column > 0)
		dw_buf_printf(out, ",\"column\":%d", err->column);
}

/* Is the parameter a whole word of the sentence? "sort" is none of "can be sorted by". */
static bool
names_field(const struct dw_error *err)
{
	size_t len = strlen(err->field);

	for (const char *at = err->message; (at = strstr(at, err->field)) != NULL; at += len)
		if ((at == err->message || isalnum((unsigned char)at[-1]) == 0) &&
			isalnum((unsigned char)at[len]) == 0)
			return true;
	return false;
}

/* The sentence with the parameter before it, where it does not name it itself. */
static void
add_sentence(struct dw_buf *out, const struct dw_error *err)
{
	if (err->field[0] != '\0' && !names_field(err))
		dw_buf_printf(out, "%s: ", err->field);
	dw_buf_puts(out, err->message);
}

void
dw_print_error(const struct dw_options *options, const struct dw_error *err)
{
	DW_AUTO(dw_buf) text = { 0 };

	if (dw_wants_json(options)) {
		dw_buf_puts(&text, "{\"error\":{");
		add_error(&text, err);
		fprintf(stderr, "%s}}\n", dw_buf_text(&text));
		return;
	}
	add_sentence(&text, err);
	dw_print_line(stderr, "doorward: %s", dw_buf_text(&text));
}

/* ---- a file with faults ---- */

static void
add_faults(struct dw_buf *out, const struct dw_rows *faults)
{
	dw_buf_puts(out, ",\"faults\":[");
	for (size_t i = 0; i < faults->n_rows; i++) {
		dw_buf_puts(out, i > 0 ? ",\n" : "");
		dw_row_json(out, faults->columns, faults->n_columns, dw_rows_at(faults, i));
	}
	dw_buf_putc(out, ']');
}

void
dw_print_faults(const struct dw_rows *faults)
{
	DW_AUTO(dw_buf) text = { 0 };

	for (size_t i = 0; i < faults->n_rows; i++) {
		const struct dw_value *row = dw_rows_at(faults, i);

		dw_buf_reset(&text);
		if (row[0].num > 0)
			dw_buf_printf(&text, _("line %lld: "), (long long)row[0].num);
		if (row[1].text != NULL && row[1].text[0] != '\0')
			dw_buf_printf(&text, "%s: ", row[1].text);
		dw_print_line(stderr, "%s%s", dw_buf_text(&text), row[2].text);
	}
}

static void
print_faults(const struct dw_options *options, const struct dw_error *err,
	const struct dw_rows *faults)
{
	DW_AUTO(dw_buf) text = { 0 };

	if (dw_wants_json(options)) {
		dw_buf_puts(&text, "{\"error\":{");
		add_error(&text, err);
		add_faults(&text, faults);
		fprintf(stderr, "%s}}\n", dw_buf_text(&text));
		return;
	}
	dw_print_faults(faults);
	dw_print_line(stderr, "doorward: %s", err->message);
}

/* ---- several targets ---- */

static const char *
name_of(const struct dw_batch_item *item)
{
	if (item->label != NULL && item->label[0] != '\0')
		return item->label;
	return item->reference != NULL ? item->reference : "";
}

static void
print_refused_json(const struct dw_batch *batch, const struct dw_error *first)
{
	DW_AUTO(dw_buf) text = { 0 };
	bool begun = false;

	dw_buf_puts(&text, "{\"error\":{");
	add_error(&text, first);
	dw_buf_puts(&text, ",\"targets\":[");
	for (size_t i = 0; i < batch->n; i++) {
		if (batch->items[i].err == NULL)
			continue;
		dw_buf_puts(&text, begun ? ",{\"target\":" : "{\"target\":");
		dw_json_string(&text, name_of(&batch->items[i]));
		dw_buf_putc(&text, ',');
		add_error(&text, batch->items[i].err);
		dw_buf_putc(&text, '}');
		begun = true;
	}
	fprintf(stderr, "%s]}}\n", dw_buf_text(&text));
}

static void
print_reasons(const struct dw_batch *batch)
{
	for (size_t i = 0; i < batch->n; i++) {
		DW_AUTO(dw_buf) text = { 0 };

		if (batch->items[i].err == NULL)
			continue;
		add_sentence(&text, batch->items[i].err);
		dw_print_line(stderr, "doorward: %s: %s", name_of(&batch->items[i]), dw_buf_text(&text));
	}
}

/* A program that reads JSON finds them among the items. */
void
dw_print_skipped(const struct dw_options *options, const struct dw_batch *batch)
{
	if (options->quiet || dw_wants_json(options))
		return;
	print_reasons(batch);
	dw_print_line(stderr, DW_NG("doorward: %zu of %zu is left out.",
		"doorward: %zu of %zu are left out.", batch->skipped), batch->skipped, batch->n);
}

void
dw_print_refused(const struct dw_options *options, const struct dw_batch *batch,
	const struct dw_rows *faults)
{
	const struct dw_error *first = NULL;
	size_t count = 0;

	for (size_t i = 0; i < batch->n; i++) {
		if (batch->items[i].err == NULL)
			continue;
		first = first != NULL ? first : batch->items[i].err;
		count++;
	}
	if (first == NULL)
		return;
	if (batch->n == 1 && faults->n_rows > 0) {
		print_faults(options, first, faults);
		return;
	}
	if (batch->n == 1) {
		dw_print_error(options, first);
		return;
	}
	if (dw_wants_json(options)) {
		print_refused_json(batch, first);
		return;
	}
	print_reasons(batch);
	if (batch->changed == 0)
		dw_print_line(stderr, DW_NG("doorward: Nothing was changed, because of %zu of %zu.",
			"doorward: Nothing was changed, because of %zu of %zu.", count), count, batch->n);
	else
		dw_print_line(stderr, _("doorward: %zu of %zu were changed."), batch->changed, batch->n);
}
