/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One value as text, as JSON and as CSV.
 */
#include "tests/support/test.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/table.h"
#include "base/utf8.h"
#include "tests/support/text.h"

#define NOW INT64_C(1795185125123) /* 2026-11-20T14:32:05.123Z */

typedef void (*writer)(
	struct dw_buf *, const struct dw_column *, const struct dw_value *);

static void
as_text(struct dw_buf *out, const struct dw_column *column, const struct dw_value *value)
{
	dw_value_text(out, column, value, NOW);
}

static void
assert_value(writer write, enum dw_type type, struct dw_value value, const char *expected)
{
	const struct dw_column column = { .name = "x", .type = type };
	DW_AUTO(dw_buf) out = { 0 };

	write(&out, &column, &value);
	assert_string_equal(dw_buf_text(&out), expected);
}

static struct dw_uuid
some_id(void)
{
	struct dw_uuid id;

	assert_true(dw_uuid_parse("01234567-89ab-4cde-8f01-23456789abcd", &id));
	return id;
}

static const char *const names[] = { "Admin", "Help\x1b" };

static void
text_is_for_people(void **state DW_UNUSED)
{
	assert_value(as_text, DW_TEXT, (struct dw_value){ .text = "a\x1b" }, "a\\u{1B}");
	assert_value(as_text, DW_INT, (struct dw_value){ .num = -12 }, "-12");
	assert_value(as_text, DW_BOOL, (struct dw_value){ .num = 1 }, "yes");
	assert_value(as_text, DW_BOOL, (struct dw_value){ .num = 0 }, "no");
	assert_value(
		as_text, DW_TIME, (struct dw_value){ .num = NOW }, "2026-11-20 14:32:05");
	assert_value(as_text, DW_ID, (struct dw_value){ .id = some_id() },
		"01234567-89ab-4cde-8f01-23456789abcd");
	assert_value(as_text, DW_NAMES, (struct dw_value){ .names = { names, 2 } },
		"Admin, Help\\u{1B}");
	assert_value(
		as_text, DW_WORD, (struct dw_value){ .text = "binned" }, "in the bin");
	assert_value(as_text, DW_JSON, (struct dw_value){ .text = "{}" }, "{}");
}

static void
text_of_a_badge_is_relative(void **state DW_UNUSED)
{
	const struct dw_column column = { .type = DW_TIME, .flags = DW_COL_BADGE };
	DW_AUTO(dw_buf) out = { 0 };

	dw_value_text(&out, &column, &(struct dw_value){ .num = NOW - 3 * DW_DAY }, NOW);
	assert_string_equal(dw_buf_text(&out), "3 d");
}

static void
absent_values_are_nothing_in_text_and_csv_and_null_in_json(void **state DW_UNUSED)
{
	static const enum dw_type types[] = { DW_TEXT, DW_TIME, DW_ID, DW_WORD, DW_JSON };

	for (size_t i = 0; i < DW_COUNT(types); i++) {
		assert_value(as_text, types[i], (struct dw_value){ 0 }, "");
		assert_value(dw_value_csv, types[i], (struct dw_value){ 0 }, "");
		assert_value(dw_value_json, types[i], (struct dw_value){ 0 }, "null");
	}
	assert_value(as_text, DW_NAMES, (struct dw_value){ .names = { 0 } }, "");
	assert_value(as_text, DW_JSON, (struct dw_value){ .text = "[]" }, "");
	assert_value(dw_value_json, DW_JSON, (struct dw_value){ .text = "[]" }, "[]");
	assert_value(dw_value_json, DW_NAMES, (struct dw_value){ .names = { 0 } }, "[]");
}

static void
json_is_for_machines(void **state DW_UNUSED)
{
	assert_value(dw_value_json, DW_TEXT, (struct dw_value){ .text = "a" }, "\"a\"");
	assert_value(dw_value_json, DW_INT, (struct dw_value){ .num = INT64_MIN },
		"-9223372036854775808");
	assert_value(dw_value_json, DW_BOOL, (struct dw_value){ .num = 1 }, "true");
	assert_value(dw_value_json, DW_TIME, (struct dw_value){ .num = NOW },
		"\"2026-11-20T14:32:05.123Z\"");
	assert_value(dw_value_json, DW_ID, (struct dw_value){ .id = some_id() },
		"\"01234567-89ab-4cde-8f01-23456789abcd\"");
	assert_value(dw_value_json, DW_NAMES, (struct dw_value){ .names = { names, 2 } },
		"[\"Admin\",\"Help\\u001b\"]");
	assert_value(dw_value_json, DW_WORD, (struct dw_value){ .text = "binned" },
		"\"binned\"");
	assert_value(dw_value_json, DW_JSON, (struct dw_value){ .text = "{\"a\":1}" },
		"{\"a\":1}");
}

static void
csv_is_for_machines_that_lack_types(void **state DW_UNUSED)
{
	assert_value(dw_value_csv, DW_TEXT, (struct dw_value){ .text = "a,b" }, "a,b");
	assert_value(dw_value_csv, DW_INT, (struct dw_value){ .num = 5 }, "5");
	assert_value(dw_value_csv, DW_BOOL, (struct dw_value){ .num = 0 }, "false");
	assert_value(dw_value_csv, DW_TIME, (struct dw_value){ .num = NOW },
		"2026-11-20T14:32:05.123Z");
	assert_value(dw_value_csv, DW_NAMES,
		(struct dw_value){ .names = { (const char *const[]){ "A", "B" }, 2 } },
		"A;B");
	assert_value(
		dw_value_csv, DW_WORD, (struct dw_value){ .text = "binned" }, "binned");
}

static void
assert_json(const char *text, const char *expected)
{
	DW_AUTO(dw_buf) out = { 0 };

	dw_json_string(&out, text);
	assert_string_equal(dw_buf_text(&out), expected);
}

static void
json_escapes_what_rfc_8259_wants(void **state DW_UNUSED)
{
	assert_json("", "\"\"");
	assert_json("a\"b\\c/", "\"a\\\"b\\\\c/\"");
	assert_json("\b\f\n\r\t\x01", "\"\\b\\f\\n\\r\\t\\u0001\"");
	assert_json("é😀", "\"é😀\"");
	assert_json(NULL, "null");
}

static void
json_escapes_what_a_terminal_obeys(void **state DW_UNUSED)
{
	assert_json("\x1b\x7f\xc2\x9b", "\"\\u001b\\u007f\\u009b\"");
	assert_json("\u2028\u2029\u202e\u200b\u200d",
		"\"\\u2028\\u2029\\u202e\\u200b\\u200d\"");
	assert_json("\U000e0041", "\"\\udb40\\udc41\"");
}

static void
json_replaces_bytes_that_are_not_utf8(void **state DW_UNUSED)
{
	assert_json("a\xff\xed\xa0\x80", "\"a\ufffd\ufffd\ufffd\ufffd\"");
}

/* A parser of its own reads back what was written. */
static void
hostile_text_survives_json(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) text = { 0 };
	DW_AUTO(dw_buf) json = { 0 };
	uint64_t seed = 99;

	for (int i = 0; i < 20000; i++) {
		json_t *read;

		test_hostile(&seed, &text);
		dw_buf_reset(&json);
		dw_json_string(&json, dw_buf_text(&text));
		read = json_loadb(json.data, json.len, JSON_DECODE_ANY, NULL);
		assert_non_null(read);
		if (dw_utf8_valid(dw_buf_text(&text), text.len))
			assert_string_equal(json_string_value(read), dw_buf_text(&text));
		json_decref(read);
		for (size_t at = 0; at < json.len;) {
			uint32_t code = 0;

			at += dw_utf8_decode(json.data + at, json.len - at, &code);
			assert_false(dw_code_is_hidden(code));
		}
	}
}

static void
assert_csv(const char *text, bool raw, const char *expected)
{
	DW_AUTO(dw_buf) out = { 0 };

	dw_csv_field(&out, text, raw);
	assert_string_equal(dw_buf_text(&out), expected);
}

static void
csv_quotes_as_rfc_4180_wants(void **state DW_UNUSED)
{
	assert_csv("", false, "");
	assert_csv("plain text", false, "plain text");
	assert_csv("a,b", false, "\"a,b\"");
	assert_csv("say \"hi\"", false, "\"say \"\"hi\"\"\"");
	assert_csv("a\r\nb", false, "\"a\r\nb\"");
	assert_csv(" a", false, "\" a\"");
	assert_csv("a;b", false, "\"a;b\"");
}

static void
csv_disarms_formulas(void **state DW_UNUSED)
{
	assert_csv("=1+1", false, "'=1+1");
	assert_csv("+49 30", false, "'+49 30");
	assert_csv("-2", false, "'-2");
	assert_csv("@SUM(A1)", false, "'@SUM(A1)");
	assert_csv("\t=1", false, "\"'\t=1\"");
	assert_csv("\r=1", false, "\"'\r=1\"");
	assert_csv("\n=1", false, "\"'\n=1\"");
	assert_csv("＝1", false, "'＝1");
	assert_csv(
		"=HYPERLINK(\"x\",\"y\")", false, "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
	assert_csv("a=1", false, "a=1");
}

static void
taking_the_guard_off_gives_back_what_was_written(void **state DW_UNUSED)
{
	const char *const texts[] = { "", "=1", "'=1", "''=1", "'", "''", "'a", "plain", "+49", "'+49",
		"\t", "'\t", "＝1", "'＝1", "'a=1", "-", "'-", "@a" };

	for (size_t i = 0; i < DW_COUNT(texts); i++) {
		DW_AUTO(dw_buf) out = { 0 };

		dw_csv_field(&out, texts[i], false);
		if (out.len > 0 && out.data[0] == '"') {
			out.data[out.len - 1] = '\0';
			assert_string_equal(dw_csv_unguard(out.data + 1), texts[i]);
		} else {
			assert_string_equal(dw_csv_unguard(dw_buf_text(&out)), texts[i]);
		}
	}
}

static void
json_of_a_column_hides_nothing(void **state DW_UNUSED)
{
	assert_value(dw_value_json, DW_JSON,
		(struct dw_value){ .text = "{\"a\":[\"ø\xe2\x80\xae\x7f\",1]}" },
		"{\"a\":[\"ø\\u202e\\u007f\",1]}");
}

static void
names_with_separators_stay_one_name(void **state DW_UNUSED)
{
	static const char *const odd[] = { "a;b", "c,d", "e\\f", "g" };

	assert_value(dw_value_csv, DW_NAMES, (struct dw_value){ .names = { odd, 4 } },
		"a\\;b;c\\,d;e\\\\f;g");
}

static void
csv_raw_leaves_formulas(void **state DW_UNUSED)
{
	assert_csv("=1+1", true, "=1+1");
	assert_csv("=1,2", true, "\"=1,2\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_for_people),
		cmocka_unit_test(text_of_a_badge_is_relative),
		cmocka_unit_test(
			absent_values_are_nothing_in_text_and_csv_and_null_in_json),
		cmocka_unit_test(json_is_for_machines),
		cmocka_unit_test(csv_is_for_machines_that_lack_types),
		cmocka_unit_test(json_escapes_what_rfc_8259_wants),
		cmocka_unit_test(json_escapes_what_a_terminal_obeys),
		cmocka_unit_test(json_replaces_bytes_that_are_not_utf8),
		cmocka_unit_test(hostile_text_survives_json),
		cmocka_unit_test(csv_quotes_as_rfc_4180_wants),
		cmocka_unit_test(csv_disarms_formulas),
		cmocka_unit_test(csv_raw_leaves_formulas),
		cmocka_unit_test(taking_the_guard_off_gives_back_what_was_written),
		cmocka_unit_test(json_of_a_column_hides_nothing),
		cmocka_unit_test(names_with_separators_stay_one_name),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
