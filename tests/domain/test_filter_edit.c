/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One field of a filter taken out of its text, and put into it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/filter.h"
#include "tests/support/test.h"
#include "tests/support/text.h"

/* The values in brackets; & = repeated, - = negated besides. */
static char *
get(const char *text, enum dw_field field)
{
	DW_AUTO(dw_field_value) value = { 0 };
	struct dw_buf out = { 0 };

	dw_filter_get(text, field, &value);
	dw_buf_puts(&out, value.repeated ? "&" : "");
	dw_buf_puts(&out, value.negated ? "-" : "");
	for (size_t i = 0; i < value.n; i++)
		dw_buf_printf(&out, "[%s]", value.values[i]);
	return dw_buf_steal(&out);
}

#define assert_gets(text, field, values) \
	do { \
		DW_AUTO_FREE char *got_ = get(text, field); \
		assert_string_equal(got_, values); \
	} while (0)

/* With up to two values; NULL ends. */
#define assert_sets(text, field, first, second, expected) \
	do { \
		const char *const values_[] = { first, second }; \
		size_t n_ = values_[0] == NULL ? 0 : values_[1] == NULL ? 1 : 2; \
		DW_AUTO_FREE char *got_ = dw_filter_set(text, field, values_, n_); \
		assert_string_equal(got_, expected); \
	} while (0)

static void
what_a_field_is_asked_for_is_found(void **state)
{
	(void)state;
	assert_gets("", DW_F_STATE, "");
	assert_gets("ada state:active,locked bob", DW_F_STATE, "[active][locked]");
	assert_gets("STATE:Active", DW_F_STATE, "[Active]");
	assert_gets("group:\"Help desk\",Admin", DW_F_GROUP, "[Help desk][Admin]");
	assert_gets("group:\"a,b\",\"say \"\"hi\"\"\"", DW_F_GROUP, "[a,b][say \"hi\"]");
	assert_gets("group:\"open q", DW_F_GROUP, "[open q]");
	assert_gets("state:", DW_F_STATE, "[]");
	assert_gets("sort:-last", DW_F_SORT, "[-last]");
	assert_gets("email:a:b", DW_F_EMAIL, "[a:b]");
}

static void
what_one_control_cannot_show_is_told(void **state)
{
	(void)state;
	assert_gets("-state:locked", DW_F_STATE, "-");
	assert_gets("-state:locked state:active", DW_F_STATE, "-[active]");
	assert_gets("group:A group:B", DW_F_GROUP, "&[B]");
}

static void
text_in_quotes_is_no_field(void **state)
{
	(void)state;
	assert_gets("\"state:active\"", DW_F_STATE, "");
	assert_gets("ada\" state:active\"", DW_F_STATE, "");
	assert_gets("stat:active", DW_F_STATE, "");
}

static void
a_field_is_set_in_its_place_and_the_rest_stays_as_written(void **state)
{
	(void)state;
	assert_sets("", DW_F_STATE, "active", NULL, "state:active");
	assert_sets("ada", DW_F_STATE, "active", "locked", "ada state:active,locked");
	assert_sets("ada STATE:Binned  \"two  words\"", DW_F_STATE, "active", NULL,
		"ada state:active \"two  words\"");
	assert_sets("ada state:binned bob", DW_F_STATE, NULL, NULL, "ada bob");
	assert_sets("group:A x group:B", DW_F_GROUP, "Help desk", NULL, "group:\"Help desk\" x");
	assert_sets("-group:A", DW_F_GROUP, "B", NULL, "-group:A group:B");
	assert_sets("x -group:A", DW_F_GROUP, NULL, NULL, "x -group:A");
	assert_sets("nonsense:x state:", DW_F_STATE, "active", NULL, "nonsense:x state:active");
	assert_sets("\"open", DW_F_STATE, "active", NULL, "\"open\" state:active");
	assert_sets("\"open", DW_F_STATE, NULL, NULL, "\"open");
}

static void
what_was_set_is_got_and_read_whatever_it_is(void **state)
{
	uint64_t random = 7;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		DW_AUTO(dw_buf) before = { 0 };
		DW_AUTO(dw_buf) value = { 0 };
		DW_AUTO(dw_field_value) got = { 0 };
		DW_AUTO_FREE char *text = NULL;
		const char *values[2];

		test_hostile(&random, &before);
		test_hostile(&random, &value);
		values[0] = dw_buf_text(&value);
		values[1] = "plain";
		text = dw_filter_set(dw_buf_text(&before), DW_F_GROUP, values, 2);
		dw_filter_get(text, DW_F_GROUP, &got);
		assert_int_equal(got.n, 2);
		assert_string_equal(got.values[0], values[0]);
		assert_string_equal(got.values[1], "plain");
		assert_false(got.repeated);
	}
}

/* Both walks see the same words, or the dialog would show another filter than is used. */
static void
it_agrees_with_the_reader(void **state)
{
	static const char *const texts[] = { "group:\"Help desk\",b x -group:c", "group:a\"b c\"d",
		"\"group:x\" group:\"y\"\"z\"", "ada group:,a", "group:a,,b", "-group:a group:b" };

	(void)state;
	for (size_t i = 0; i < DW_COUNT(texts); i++) {
		DW_AUTO(dw_filter) filter = { 0 };
		DW_AUTO(dw_field_value) got = { 0 };
		const struct dw_term *term = NULL;

		dw_filter_get(texts[i], DW_F_GROUP, &got);
		if (dw_filter_read(texts[i], 1, &filter, NULL) != DW_OK)
			continue;
		for (size_t k = 0; k < filter.n_terms; k++)
			if (filter.terms[k].field == DW_F_GROUP && !filter.terms[k].negated)
				term = &filter.terms[k];
		assert_non_null(term);
		assert_int_equal(got.n, term->n_choices);
		for (size_t k = 0; k < got.n; k++)
			assert_string_equal(got.values[k], term->choices[k].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_field_is_asked_for_is_found),
		cmocka_unit_test(what_one_control_cannot_show_is_told),
		cmocka_unit_test(text_in_quotes_is_no_field),
		cmocka_unit_test(a_field_is_set_in_its_place_and_the_rest_stays_as_written),
		cmocka_unit_test(what_was_set_is_got_and_read_whatever_it_is),
		cmocka_unit_test(it_agrees_with_the_reader),
	};

	return cmocka_run_group_tests_name("filter_edit", tests, NULL, NULL);
}
