/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The filter language: what it means, where it is wrong, and what may come next.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "domain/filter.h"
#include "tests/support/test.h"

#define NOW INT64_C(1785585600000) /* 2026-08-01 12:00:00 UTC */
#define TODAY (NOW - 12 * DW_HOUR)

/* The filter as one line: [-]field=choice|choice, times as from..to. */
static char *
read_back(const char *text)
{
	DW_AUTO(dw_filter) filter = { 0 };
	struct dw_buf out = { 0 };
	struct dw_error err = { 0 };

	if (dw_filter_read(text, NOW, &filter, &err) != DW_OK) {
		dw_buf_printf(&out, "%d: %s", err.column, err.message);
		return dw_buf_steal(&out);
	}
	for (size_t i = 0; i < filter.n_terms; i++) {
		const struct dw_term *term = &filter.terms[i];

		dw_buf_printf(&out, "%s%s%s=", i > 0 ? " " : "", term->negated ? "-" : "",
			dw_field_table[term->field].name);
		for (size_t j = 0; j < term->n_choices; j++)
			dw_buf_printf(&out, "%s[%s]", j > 0 ? "|" : "", term->choices[j].text);
	}
	if (filter.sort != NULL)
		dw_buf_printf(&out, " by %s%s", filter.descending ? "-" : "", filter.sort);
	return dw_buf_steal(&out);
}

#define assert_reads(text, meaning) \
	do { \
		DW_AUTO_FREE char *got_ = read_back(text); \
		assert_string_equal(got_, meaning); \
	} while (0)

/* Fails at the column with a message that holds the hint. */
static void
assert_fault(const char *text, int column, const char *hint)
{
	DW_AUTO(dw_filter) filter = { 0 };
	struct dw_error err = { 0 };

	assert_int_equal(dw_filter_read(text, NOW, &filter, &err), DW_USAGE);
	assert_int_equal(err.column, column);
	assert_string_equal(err.field, "filter");
	if (strstr(err.message, hint) == NULL)
		fail_msg("\"%s\" says \"%s\" without \"%s\"", text, err.message, hint);
	/* Nobody has to ask for the words. */
	assert_int_equal(dw_filter_read(text, NOW, &filter, NULL), DW_USAGE);
}

static void
words_fields_quotes_and_negation_are_read(void **state)
{
	(void)state;
	assert_reads(NULL, "");
	assert_reads("   ", "");
	assert_reads("ada", "=[ada]");
	assert_reads("  ada \"two words\"", "=[ada] =[two words]");
	assert_reads("ada,bob", "=[ada,bob]");
	assert_reads("state:active,locked", "state=[active]|[locked]");
	assert_reads("STATE:Active", "state=[active]");
	assert_reads("group:\"Help desk\",Admin", "group=[Help desk]|[Admin]");
	assert_reads("group:\"a,b\"", "group=[a,b]");
	assert_reads("-email:*@old.example", "-email=[*@old.example]");
	assert_reads("-smith", "-=[smith]");
	assert_reads("-\"two words\"", "-=[two words]");
	assert_reads("perm:awx.run_job mfa:none source:ldap in:bin",
		"perm=[awx.run_job] mfa=[none] source=[ldap] in=[bin]");
	assert_reads("first-name:An* last_name:smith", "first_name=[An*] last_name=[smith]");
	assert_reads("state:self-deletion", "state=[self_deletion]");
}

static void
an_open_quote_closes_at_the_end(void **state)
{
	(void)state;
	assert_reads("\"two wor", "=[two wor]");
	assert_reads("group:\"Help de", "group=[Help de]");
	assert_reads("\"\"", "");
	assert_reads("\"say \"\"hi\"\"\"", "=[say \"hi\"]");
}

static void
a_minus_negates_only_before_a_word(void **state)
{
	(void)state;
	assert_reads("-", "=[-]");
	assert_reads("a - b", "=[a] =[-] =[b]");
	assert_reads("a-b", "=[a-b]");
	assert_reads("--x", "-=[-x]");
}

static void
a_colon_in_quotes_or_after_a_digit_is_ordinary(void **state)
{
	(void)state;
	assert_reads("\"foo:bar\"", "=[foo:bar]");
	assert_reads("12:30", "=[12:30]");
}

static void
the_order_is_apart_from_the_terms(void **state)
{
	(void)state;
	assert_reads("sort:-last", " by -last_login");
	assert_reads("ada sort:last_name", "=[ada] by last_name");
	assert_reads("sort:last-name", " by last_name");
	assert_reads("sort:-First_Name", " by -first_name");
	assert_fault("sort:shoe", 6, "username, first_name, last_name, email, last, created");
	assert_fault("sort:last sort:email", 11, "one order");
	assert_fault("-sort:last", 1, "one order");
}

static void
span(const char *text, int64_t *from, int64_t *to)
{
	DW_AUTO(dw_filter) filter = { 0 };
	struct dw_error err = { 0 };

	if (dw_filter_read(text, NOW, &filter, &err) != DW_OK)
		fail_msg("%s: %s", text, err.message);
	assert_int_equal(filter.n_terms, 1);
	*from = filter.terms[0].choices[0].from;
	*to = filter.terms[0].choices[0].to;
}

static void
times_become_spans(void **state)
{
	static const struct {
		const char *text;
		int64_t from, to;
	} cases[] = {
		{ "last:<30d", NOW - 30 * DW_DAY, INT64_MAX },
		{ "last:>30d", 1, NOW - 30 * DW_DAY },
		{ "last:<12h", NOW - 12 * DW_HOUR, INT64_MAX },
		{ "last:never", 0, 1 },
		{ "last:NEVER", 0, 1 },
		{ "last:today", TODAY, TODAY + DW_DAY },
		{ "last:<today", 1, TODAY },
		{ "created:>2026-07-31", TODAY, INT64_MAX },
		{ "created:>=2026-08-01", TODAY, INT64_MAX },
		{ "created:<2026-08-01", 1, TODAY },
		{ "created:<=2026-08-01", 1, TODAY + DW_DAY },
		{ "created:2026-08-01", TODAY, TODAY + DW_DAY },
		{ "created:>2026-08-01T06:00", TODAY + 6 * DW_HOUR, INT64_MAX },
		/* what is still to come counts forth */
		{ "deadline:<7d", 1, NOW + 7 * DW_DAY },
		{ "deadline:>7d", NOW + 7 * DW_DAY, INT64_MAX },
		{ "deadline:overdue", 1, NOW },
		{ "deadline:none", 0, 1 },
		{ "grace:<7d", NOW, NOW + 7 * DW_DAY },
		{ "grace:>7d", NOW + 7 * DW_DAY, INT64_MAX },
		{ "grace:yes", NOW, INT64_MAX },
		{ "grace:over", 1, NOW },
		/* longer ago than time itself */
		{ "last:<99y", 1, INT64_MAX },
	};

	(void)state;
	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		int64_t from, to;

		span(cases[i].text, &from, &to);
		if (from != cases[i].from || to != cases[i].to)
			fail_msg("%s is %lld..%lld", cases[i].text, (long long)from, (long long)to);
	}
}

static void
dormant_or_never_is_one_field(void **state)
{
	DW_AUTO(dw_filter) filter = { 0 };

	(void)state;
	assert_int_equal(dw_filter_read("last:>90d,never", NOW, &filter, NULL), DW_OK);
	assert_int_equal(filter.terms[0].n_choices, 2);
	assert_int_equal(filter.terms[0].choices[0].to, NOW - 90 * DW_DAY);
	assert_int_equal(filter.terms[0].choices[1].to, 1);
}

static void
what_is_wrong_is_said_with_its_column(void **state)
{
	(void)state;
	assert_fault("stat:active", 1, "state");
	assert_fault("ada  grup:Admin", 6, "group");
	assert_fault("first:ada", 1, "first_name");
	assert_fault("zzz:1", 1, "state active group perm mfa");
	assert_fault("state:", 7, "missing");
	assert_fault("state:activ", 7, "active, inactive, locked, binned");
	assert_fault("state:active,,locked", 14, "missing");
	assert_fault("state:active,", 14, "missing");
	assert_fault("last:30d", 6, "last:<30d");
	assert_fault("last:<never", 6, "last:<30d");
	assert_fault("last:<2026-02-30", 6, "last:<30d");
	assert_fault("last:<99999999y", 6, "last:<30d");
	assert_fault("grace:soon", 7, "grace:<7d");
	assert_fault("id:7", 4, "id:7c3f3e6c");
	assert_fault("email:", 7, "email:*@example.org");
	assert_fault("verified:maybe", 10, "yes, no");
	assert_fault("verified:<yes", 10, "yes, no");
	/* columns count characters, and what is shown is safe to show */
	assert_fault("bjørn ubel:x", 7, "ubel");
	assert_fault("state:\x1b[31m", 7, "\\u{1B}[31m");
}

static void
a_filter_has_bounds(void **state)
{
	DW_AUTO_FREE char *longest = dw_calloc(4002, 1);
	DW_AUTO(dw_buf) many = { 0 };
	DW_AUTO(dw_buf) choices = { 0 };
	DW_AUTO(dw_filter) filter = { 0 };

	(void)state;
	memset(longest, 'a', 4001);
	assert_int_equal(dw_filter_read(longest, NOW, &filter, NULL), DW_USAGE);
	dw_buf_puts(&choices, "group:x");
	for (int i = 0; i < 61; i++) {
		dw_buf_puts(&many, "a ");
		dw_buf_puts(&choices, ",x");
	}
	assert_int_equal(dw_filter_read(dw_buf_text(&many), NOW, &filter, NULL), DW_USAGE);
	assert_int_equal(dw_filter_read(dw_buf_text(&choices), NOW, &filter, NULL), DW_USAGE);
	assert_int_equal(dw_filter_read("\xff", NOW, &filter, NULL), DW_USAGE);
}

static void
quoting_is_undone_by_reading(void **state)
{
	static const char *const values[] = { "Admin", "Help desk", "a,b", "say \"hi\"", "", "\"",
		"tab\there", "-x", "a:b" };

	(void)state;
	for (size_t i = 0; i < DW_COUNT(values); i++) {
		DW_AUTO(dw_buf) text = { 0 };
		DW_AUTO(dw_filter) filter = { 0 };

		dw_buf_puts(&text, "group:");
		dw_filter_quote(&text, values[i]);
		if (*values[i] == '\0') {
			assert_fault(dw_buf_text(&text), 7, "missing");
			continue;
		}
		assert_int_equal(dw_filter_read(dw_buf_text(&text), NOW, &filter, NULL), DW_OK);
		assert_int_equal(filter.n_terms, 1);
		assert_int_equal(filter.terms[0].n_choices, 1);
		assert_string_equal(filter.terms[0].choices[0].text, values[i]);
	}
}

static void
collect(void *arg, const char *insert, const char *help)
{
	dw_buf_printf(arg, "%s ", insert);
	assert_true(strlen(help) > 0);
}

static void
completion_knows_fields_and_their_words(void **state)
{
	static const struct {
		const char *text; /* the cursor is at the end */
		enum dw_field field;
		size_t start;
		const char *piece, *offers;
	} cases[] = {
		{ "st", DW_F_WORD, 0, "st", "state: staff: " },
		{ "ada -gr", DW_F_WORD, 5, "gr", "group: grace: " },
		{ "state:", DW_F_STATE, 6, "", "active inactive locked binned self_deletion " },
		{ "state:active,l", DW_F_STATE, 13, "l", "locked " },
		{ "group:\"Help d", DW_F_GROUP, 6, "Help d", "" },
		{ "mfa:none l", DW_F_WORD, 9, "l", "last: last_name: " },
		{ "sort:-l", DW_F_SORT, 5, "-l", "-last_name -last " },
		{ "foo:b", DW_F_WORD, 0, "foo:b", "" },
		{ "\"a b", DW_F_WORD, 0, "a b", "" },
	};

	(void)state;
	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		DW_AUTO(dw_filter_spot) spot = { 0 };
		DW_AUTO(dw_buf) offers = { 0 };

		dw_filter_spot_find(cases[i].text, strlen(cases[i].text), &spot);
		assert_int_equal(spot.field, cases[i].field);
		assert_int_equal(spot.start, cases[i].start);
		assert_string_equal(spot.piece, cases[i].piece);
		dw_filter_complete(&spot, collect, &offers);
		assert_string_equal(dw_buf_text(&offers), cases[i].offers);
	}
}

static void
the_outline_says_nothing_about_a_person(void **state)
{
	DW_AUTO(dw_filter) filter = { 0 };
	DW_AUTO(dw_buf) out = { 0 };

	(void)state;
	assert_int_equal(dw_filter_read("ada state:active,locked group:\"Help desk\" "
		"-email:ada@example.org first_name:ada,bea last:<30d", NOW, &filter, NULL), DW_OK);
	dw_filter_outline(&filter, &out);
	assert_string_equal(dw_buf_text(&out), "… state:active,locked group:\"Help desk\" -email:… "
		"first_name:…,… last:<30d");
}

static void
every_field_has_a_name_help_and_an_example_that_reads(void **state)
{
	(void)state;
	for (int f = DW_F_WORD + 1; f < DW_FIELDS; f++) {
		const struct dw_field_info *info = &dw_field_table[f];
		DW_AUTO(dw_filter) filter = { 0 };

		assert_int_equal(dw_field_find(info->name, strlen(info->name)), f);
		assert_true(strlen(info->help) > 0);
		assert_int_equal(strncmp(info->example, info->name, strlen(info->name)), 0);
		assert_int_equal(dw_filter_read(info->example, NOW, &filter, NULL), DW_OK);
		assert_true(f == DW_F_SORT ? filter.sort != NULL : dw_filter_has(&filter, (enum dw_field)f));
		for (size_t i = 0; info->words != NULL && info->words[i] != NULL; i++) {
			DW_AUTO_FREE char *text = dw_format("%s:%s", info->name, info->words[i]);
			DW_AUTO(dw_filter) each = { 0 };

			assert_int_equal(dw_filter_read(text, NOW, &each, NULL), DW_OK);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_fields_quotes_and_negation_are_read),
		cmocka_unit_test(an_open_quote_closes_at_the_end),
		cmocka_unit_test(a_minus_negates_only_before_a_word),
		cmocka_unit_test(a_colon_in_quotes_or_after_a_digit_is_ordinary),
		cmocka_unit_test(the_order_is_apart_from_the_terms),
		cmocka_unit_test(times_become_spans),
		cmocka_unit_test(dormant_or_never_is_one_field),
		cmocka_unit_test(what_is_wrong_is_said_with_its_column),
		cmocka_unit_test(a_filter_has_bounds),
		cmocka_unit_test(quoting_is_undone_by_reading),
		cmocka_unit_test(completion_knows_fields_and_their_words),
		cmocka_unit_test(the_outline_says_nothing_about_a_person),
		cmocka_unit_test(every_field_has_a_name_help_and_an_example_that_reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
