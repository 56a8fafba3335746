/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading CSV: what RFC 4180 says, what people's programs write, and every kind of
 * damage with its line. Each text is read whole and byte by byte, with the same result.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "domain/csv.h"

static const struct dw_csv_column columns[] = {
	{ "name", DW_CSV_REQUIRED },
	{ "note", DW_CSV_OPTIONAL },
	{ "id", DW_CSV_PASSED_OVER },
};

/* Rows as "LINE:name|note;" and faults as "LINE,column: reason;", absent values as "-". */
struct seen {
	struct dw_buf rows;
	struct dw_faults faults;
	struct dw_error err;
	enum dw_code rc;
	enum dw_code stop; /* what each row is answered with */
};

static void
seen_clear(struct seen *seen)
{
	dw_buf_clear(&seen->rows);
	dw_faults_clear(&seen->faults);
}

static enum dw_code
each(void *arg, const struct dw_csv_row *row, struct dw_error *err)
{
	struct seen *seen = arg;

	dw_buf_printf(&seen->rows, "%d:", (int)row->line);
	dw_buf_puts(&seen->rows, row->values[0]);
	dw_buf_puts(&seen->rows, "|");
	dw_buf_puts(&seen->rows, row->values[1] != NULL ? row->values[1] : "-");
	dw_buf_puts(&seen->rows, ";");
	return seen->stop == DW_OK ? DW_OK : dw_fail(err, seen->stop, "stopped");
}

static void
read_in(struct seen *seen, const char *bytes, size_t len, size_t step)
{
	struct dw_csv *csv = dw_csv_new(columns, DW_COUNT(columns), &seen->faults, each, seen);

	for (size_t at = 0; seen->rc == DW_OK && at < len; at += step)
		seen->rc = dw_csv_feed(csv, bytes + at, len - at < step ? len - at : step, &seen->err);
	if (seen->rc == DW_OK)
		seen->rc = dw_csv_finish(csv, &seen->err);
	dw_csv_free(csv);
}

static void
expect_bytes(const char *bytes, size_t len, enum dw_code rc, const char *rows,
	const char *const *faults, size_t n)
{
	const size_t steps[] = { 1, 2, 3, 7, 100000 };

	for (size_t i = 0; i < DW_COUNT(steps); i++) {
		DW_AUTO(seen) seen = { 0 };

		read_in(&seen, bytes, len, steps[i]);
		assert_string_equal(dw_buf_text(&seen.rows), rows);
		assert_int_equal(seen.rc, rc);
		assert_int_equal(seen.faults.total, n);
		for (size_t j = 0; j < n; j++) {
			char text[800];

			snprintf(text, sizeof(text), "%d,%s: %s", (int)seen.faults.at[j].line,
				seen.faults.at[j].column, seen.faults.at[j].reason);
			if (strncmp(text, faults[j], strcspn(faults[j], "*")) != 0 ||
				(strchr(faults[j], '*') != NULL &&
					strstr(text, strchr(faults[j], '*') + 1) == NULL))
				fail_msg("expected: %s\ngot: %s", faults[j], text);
		}
	}
}

/* Faults as "LINE,column: *words that are somewhere in the reason". */
#define READS(text, rows) expect_bytes((text), sizeof(text) - 1, DW_OK, (rows), NULL, 0)
#define FAULTS(text, rc, rows, ...) \
	expect_bytes((text), sizeof(text) - 1, (rc), (rows), (const char *const[]){ __VA_ARGS__ }, \
		DW_COUNT(((const char *const[]){ __VA_ARGS__ })))

/* ---- what is read ------------------------------------------------------------------ */

static void
columns_come_in_any_order(void **state)
{
	(void)state;
	READS("name,note\na,b\nc,d\n", "2:a|b;3:c|d;");
	READS("note,name\na,b\n", "2:b|a;");
	READS("name\na\n", "2:a|-;");
	READS("id,name\n17,a\n", "2:a|-;");
}

static void
lines_end_as_on_unix_and_windows_and_at_the_end_of_the_file(void **state)
{
	(void)state;
	READS("name,note\r\na,b\r\nc,d", "2:a|b;3:c|d;");
	READS("name,note\na,b\r\nc,d\n", "2:a|b;3:c|d;");
	READS("name", "");
	READS("name\n", "");
	READS("name,note\na,", "2:a|;");
	READS("name,note\na,\"\"", "2:a|;");
}

static void
empty_lines_are_passed_over_and_counted(void **state)
{
	(void)state;
	READS("\n\nname\n\n\na\r\n\r\nb\n\n", "6:a|-;8:b|-;");
}

static void
quoted_fields_hold_commas_quotes_and_lines(void **state)
{
	(void)state;
	READS("name,note\n\"a,b\",\"say \"\"hi\"\"\"\n", "2:a,b|say \"hi\";");
	READS("name,note\n\"a\nb\",c\nd,e\n", "2:a\nb|c;4:d|e;");
	READS("name,note\n\"a\r\nb\",\"c\rd\"\r\ne,f\r\n", "2:a\r\nb|c\rd;4:e|f;");
	READS("\"name\",\"note\"\n\"\",\"\"\n", "2:|;");
	READS("name,note\n\"\"\"\",\"\"\"\"\"\"\n", "2:\"|\"\";");
}

static void
spaces_belong_to_a_field(void **state)
{
	(void)state;
	READS("name,note\n a , b\n\" c \",\td\n", "2: a | b;3: c |\td;");
}

static void
a_byte_order_mark_is_passed_over_once(void **state)
{
	(void)state;
	READS("\xef\xbb\xbfname\na\n", "2:a|-;");
	READS("\xef\xbb\xbfname", "");
	READS("name\n\xef\xbb\xbf" "a\n", "2:\xef\xbb\xbf" "a|-;");
}

static void
text_of_all_languages_is_read_as_it_is(void **state)
{
	(void)state;
	READS("name,note\nБьёрн,李小龍\nø🚪,\xcc\x81x\n", "2:Бьёрн|李小龍;3:ø🚪|\xcc\x81x;");
}

static void
the_guard_against_formulas_is_taken_off(void **state)
{
	(void)state;
	READS("name,note\n'=1+1,'+49 30\n''=1,'a\n", "2:=1+1|+49 30;3:'=1|'a;");
}

/* ---- what is not ------------------------------------------------------------------- */

static void
an_unknown_column_ends_the_reading_and_names_the_known_ones(void **state)
{
	(void)state;
	FAULTS("name,is_admin\na,1\n", DW_INVALID, "", "1,is_admin: *name, note.");
	FAULTS("name,nite\na,1\n", DW_INVALID, "", "1,nite: *Did you mean note?");
	FAULTS("NAME\na\n", DW_INVALID, "", "1,NAME: *no such column", "1,name: *missing");
	FAULTS("name,\na,b\n", DW_INVALID, "", "1,: *no such column");
	FAULTS(" name\na\n", DW_INVALID, "", "1, name: *no such column", "1,name: *missing");
}

static void
hostile_names_of_columns_are_shown_safely(void **state)
{
	(void)state;
	FAULTS("name,\x1b]0;x\x07\na,b\n", DW_INVALID, "", "1,\\u{1B}]0;x\\u{07}: *no such column");
}

static void
a_column_given_twice_is_a_fault(void **state)
{
	(void)state;
	FAULTS("name,note,name\na,b,c\n", DW_INVALID, "", "1,name: *twice");
}

static void
a_required_column_that_is_missing_is_a_fault(void **state)
{
	(void)state;
	FAULTS("note\na\n", DW_INVALID, "", "1,name: *missing");
}

static void
the_separator_is_what_the_first_line_has_most_of(void **state)
{
	(void)state;
	READS("name;note\na,b;c\n", "2:a,b|c;");
	READS("name\tnote\r\na;b\tc\r\n", "2:a;b|c;");
	READS("\"name\",\"note\"\na;b,c\n", "2:a;b|c;");
	READS("\n\r\nname;note\na;b", "4:a|b;");
}

static void
the_first_line_may_come_again(void **state)
{
	(void)state;
	READS("name,note\na,b\nname,note\nc,d\n\"name\",note\n", "2:a|b;4:c|d;");
}

static void
an_empty_file_is_a_fault(void **state)
{
	(void)state;
	FAULTS("", DW_INVALID, "", "0,: *empty");
	FAULTS("\xef\xbb\xbf", DW_INVALID, "", "0,: *empty");
	FAULTS("\n\r\n\n", DW_INVALID, "", "0,: *empty");
}

static void
a_wrong_number_of_fields_is_a_fault_of_its_line_only(void **state)
{
	(void)state;
	FAULTS("name,note\na\nb,c\nd,e,f\ng,h\n", DW_OK, "3:b|c;5:g|h;", "2,: *fields differs: 1",
		"4,: *fields differs: 3");
	FAULTS("name,note\n\"a\nb\"\nc,d\n", DW_OK, "4:c|d;", "2,: *fields differs: 1");
}

static void
a_quotation_mark_in_the_wrong_place_is_a_fault_of_its_line_only(void **state)
{
	(void)state;
	FAULTS("name,note\na \"b\" c,d\ne,f\n", DW_OK, "3:e|f;", "2,: *wrong place");
	FAULTS("name,note\n\"a\"b,c\ne,f\n", DW_OK, "3:e|f;", "2,: *wrong place");
	FAULTS("name,note\n\"a\" ,c\r\ne,f\r\n", DW_OK, "3:e|f;", "2,: *wrong place");
	FAULTS("name,note\na,5\"\ne,f\n", DW_OK, "3:e|f;", "2,: *wrong place");
	FAULTS("name,no\"te\na,b\n", DW_INVALID, "", "1,: *wrong place");
}

static void
a_quotation_mark_that_is_never_closed_is_a_fault_where_it_opens(void **state)
{
	(void)state;
	FAULTS("name,note\na,b\nc,\"d\ne,f\ng,h\n", DW_OK, "2:a|b;", "3,: *never closed");
	FAULTS("name,note\na,\"", DW_OK, "", "2,: *never closed");
	FAULTS("\"name", DW_INVALID, "", "1,: *never closed");
}

static void
reading_goes_on_after_an_open_quote_met_another(void **state)
{
	(void)state;
	FAULTS("name,note\na,\"b\nc,\"d\"\ne,f\n", DW_OK, "4:e|f;", "2,: *wrong place");
}

static void
line_ends_of_old_macs_are_named(void **state)
{
	(void)state;
	FAULTS("name,note\ra,b\rc,d\r", DW_INVALID, "", "1,: *carriage return");
	FAULTS("name,note\na\rb,c\nd,e\n", DW_OK, "3:d|e;", "2,: *carriage return");
	FAULTS("name,note\na,b\r\r\nd,e\n", DW_OK, "3:d|e;", "2,: *carriage return");
	FAULTS("name,note\nd,e\r", DW_OK, "", "2,: *carriage return");
}

static void
a_zero_byte_ends_the_reading(void **state)
{
	(void)state;
	FAULTS("name,note\na,b\nc,\0d\ne,f\n", DW_INVALID, "2:a|b;", "3,: *zero byte");
	FAULTS("n\0a\0m\0e\0", DW_INVALID, "", "1,: *UTF-16LE");
	FAULTS("\0n\0a\0m\0e", DW_INVALID, "", "1,: *UTF-16BE");
}

static void
other_encodings_are_named(void **state)
{
	(void)state;
	FAULTS("\xff\xfen\0a\0m\0e\0", DW_INVALID, "", "1,: *UTF-16");
	FAULTS("\xfe\xff\0n\0a\0m\0e", DW_INVALID, "", "1,: *UTF-16");
	FAULTS("name,note\nBj\xf8rn,x\na,b\n", DW_OK, "3:a|b;", "2,name: *iconv");
	FAULTS("name,note\na,\xed\xa0\x80\n", DW_OK, "", "2,note: *UTF-8");
	FAULTS("name,note\na,\xc0\xaf\n", DW_OK, "", "2,note: *UTF-8");
	FAULTS("n\xf8me\na\n", DW_INVALID, "", "1,: *UTF-8");
	FAULTS("PK\x03\x04....", DW_INVALID, "", "1,: *spreadsheet");
}

static void
a_field_without_end_is_cut_off_early(void **state)
{
	DW_AUTO(dw_buf) text = { 0 };
	const char *const faults[] = { "2,: *64 KiB" };

	(void)state;
	dw_buf_puts(&text, "name,note\na,\"");
	for (int i = 0; i < 5000; i++)
		dw_buf_puts(&text, "0123456789abcdef");
	dw_buf_puts(&text, "\nb,c\n");
	expect_bytes(text.data, text.len, DW_OK, "3:b|c;", faults, 1);
}

static void
a_line_of_a_thousand_fields_is_a_fault(void **state)
{
	DW_AUTO(dw_buf) text = { 0 };
	const char *const faults[] = { "2,: *1000 fields" };

	(void)state;
	dw_buf_puts(&text, "name,note\n");
	for (int i = 1; i < 1000; i++)
		dw_buf_puts(&text, "x,");
	dw_buf_puts(&text, "x\nb,c\n");
	expect_bytes(text.data, text.len, DW_OK, "3:b|c;", faults, 1);
	dw_buf_reset(&text);
	for (int i = 1; i < 1000; i++)
		dw_buf_puts(&text, "x,");
	dw_buf_puts(&text, "x\nb,c\n");
	{
		const char *const header[] = { "1,: *1000 fields" };

		expect_bytes(text.data, text.len, DW_INVALID, "", header, 1);
	}
}

static enum dw_code
count(void *arg, const struct dw_csv_row *row DW_UNUSED, struct dw_error *err DW_UNUSED)
{
	++*(int64_t *)arg;
	return DW_OK;
}

/* The same bytes again and again, until it is refused. */
static int64_t
fill(const char *bytes, int64_t times, struct dw_faults *faults, struct dw_error *err)
{
	int64_t rows = 0;
	struct dw_csv *csv = dw_csv_new(columns, DW_COUNT(columns), faults, count, &rows);
	enum dw_code rc = dw_csv_feed(csv, "name\n", 5, err);
	size_t len = strlen(bytes);

	for (int64_t i = 0; rc == DW_OK && i < times; i++)
		rc = dw_csv_feed(csv, bytes, len, err);
	assert_int_equal(dw_csv_rows(csv), rows);
	assert_int_equal(dw_csv_feed(csv, "x\n", 2, NULL), DW_INVALID);
	assert_int_equal(dw_csv_finish(csv, NULL), DW_INVALID);
	dw_csv_free(csv);
	return rows;
}

static void
a_million_rows_are_read_and_not_one_more(void **state)
{
	DW_AUTO(dw_faults) faults = { 0 };
	DW_AUTO(dw_buf) block = { 0 };
	struct dw_error err = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		dw_buf_puts(&block, "a\n");
	assert_int_equal(fill(block.data, 1001, &faults, &err), DW_CSV_MAX_ROWS);
	assert_non_null(strstr(err.message, "1,000,000 rows"));
	assert_int_equal(faults.at[0].line, DW_CSV_MAX_ROWS + 2);
}

static void
a_file_beyond_64_mib_is_refused(void **state)
{
	DW_AUTO(dw_faults) faults = { 0 };
	DW_AUTO(dw_buf) block = { 0 };
	struct dw_error err = { 0 };
	int64_t rows;

	(void)state;
	for (int i = 0; i < 1 << 10; i++)
		dw_buf_puts(&block, "0123456789abcdef");
	dw_buf_puts(&block, "\n");
	rows = fill(block.data, 1 << 20, &faults, &err);
	assert_non_null(strstr(err.message, "64 MiB"));
	assert_true(rows > 4000 && rows * (int64_t)block.len <= DW_CSV_MAX_BYTES);
}

static void
all_faults_are_counted_and_the_first_thousand_kept(void **state)
{
	DW_AUTO(seen) seen = { 0 };
	DW_AUTO(dw_buf) text = { 0 };
	struct dw_error err = { 0 };

	(void)state;
	dw_buf_puts(&text, "name\n");
	for (int i = 0; i < 2500; i++)
		dw_buf_puts(&text, "a,b\n");
	read_in(&seen, text.data, text.len, text.len);
	assert_int_equal(seen.faults.total, 2500);
	assert_int_equal(seen.faults.kept, DW_FAULTS_KEPT);
	assert_int_equal(dw_faults_fail(&seen.faults, false, &err), DW_INVALID);
	assert_non_null(strstr(err.message, "2500 faults"));
	assert_non_null(strstr(err.message, "line 2"));
}

static void
faults_are_listed_by_line(void **state)
{
	DW_AUTO(dw_faults) faults = { 0 };
	DW_AUTO(dw_rows) rows = { 0 };
	const int64_t lines[] = { 3, 3, 7, 9 };
	const char *const names[] = { "b", "c", "a", "d" };

	(void)state;
	dw_rows_init(&rows);
	dw_faults_add(&faults, 7, "a", "first");
	dw_faults_add(&faults, 3, "b", "second");
	dw_faults_add(&faults, 3, "c", "third");
	dw_faults_add(&faults, 9, "d", "%s", "fourth %s");
	assert_int_equal(dw_faults_list(&faults, &rows.sink, NULL), DW_OK);
	assert_int_equal(rows.n_rows, 4);
	assert_int_equal(rows.total, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(dw_rows_at(&rows, i)[0].num, lines[i]);
		assert_string_equal(dw_rows_at(&rows, i)[1].text, names[i]);
	}
	assert_string_equal(dw_rows_at(&rows, 3)[2].text, "fourth %s");
}

static void
whoever_takes_the_rows_can_end_the_reading(void **state)
{
	DW_AUTO(seen) seen = { .stop = DW_CANCELLED };

	(void)state;
	read_in(&seen, "name\na\nb\n", 9, 100);
	assert_int_equal(seen.rc, DW_CANCELLED);
	assert_string_equal(dw_buf_text(&seen.rows), "2:a|-;");
	assert_int_equal(seen.faults.total, 0);
}

/* Random bytes of the kind that matters: no crash, no row of the wrong shape. */
static void
noise_is_survived(void **state)
{
	static const char alphabet[] = "\"\"\"\",,,\n\n\r\r\n;ab='\xc3\xa9\xff\t ";
	unsigned seed = 20261120;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		DW_AUTO(seen) whole = { 0 };
		DW_AUTO(seen) parts = { 0 };
		char text[200] = "name,note\n";
		size_t len = 10 + (size_t)rand_r(&seed) % 180;

		for (size_t i = 10; i < len; i++)
			text[i] = alphabet[(size_t)rand_r(&seed) % (sizeof(alphabet) - 1)];
		read_in(&whole, text, len, len);
		read_in(&parts, text, len, 1 + (size_t)rand_r(&seed) % 5);
		assert_int_equal(whole.rc, parts.rc);
		assert_string_equal(dw_buf_text(&whole.rows), dw_buf_text(&parts.rows));
		assert_int_equal(whole.faults.total, parts.faults.total);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_come_in_any_order),
		cmocka_unit_test(lines_end_as_on_unix_and_windows_and_at_the_end_of_the_file),
		cmocka_unit_test(empty_lines_are_passed_over_and_counted),
		cmocka_unit_test(quoted_fields_hold_commas_quotes_and_lines),
		cmocka_unit_test(spaces_belong_to_a_field),
		cmocka_unit_test(a_byte_order_mark_is_passed_over_once),
		cmocka_unit_test(text_of_all_languages_is_read_as_it_is),
		cmocka_unit_test(the_guard_against_formulas_is_taken_off),
		cmocka_unit_test(an_unknown_column_ends_the_reading_and_names_the_known_ones),
		cmocka_unit_test(hostile_names_of_columns_are_shown_safely),
		cmocka_unit_test(a_column_given_twice_is_a_fault),
		cmocka_unit_test(a_required_column_that_is_missing_is_a_fault),
		cmocka_unit_test(the_separator_is_what_the_first_line_has_most_of),
		cmocka_unit_test(the_first_line_may_come_again),
		cmocka_unit_test(an_empty_file_is_a_fault),
		cmocka_unit_test(a_wrong_number_of_fields_is_a_fault_of_its_line_only),
		cmocka_unit_test(a_quotation_mark_in_the_wrong_place_is_a_fault_of_its_line_only),
		cmocka_unit_test(a_quotation_mark_that_is_never_closed_is_a_fault_where_it_opens),
		cmocka_unit_test(reading_goes_on_after_an_open_quote_met_another),
		cmocka_unit_test(line_ends_of_old_macs_are_named),
		cmocka_unit_test(a_zero_byte_ends_the_reading),
		cmocka_unit_test(other_encodings_are_named),
		cmocka_unit_test(a_field_without_end_is_cut_off_early),
		cmocka_unit_test(a_line_of_a_thousand_fields_is_a_fault),
		cmocka_unit_test(a_million_rows_are_read_and_not_one_more),
		cmocka_unit_test(a_file_beyond_64_mib_is_refused),
		cmocka_unit_test(all_faults_are_counted_and_the_first_thousand_kept),
		cmocka_unit_test(faults_are_listed_by_line),
		cmocka_unit_test(whoever_takes_the_rows_can_end_the_reading),
		cmocka_unit_test(noise_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
