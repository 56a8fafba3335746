/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parameters: what text becomes which value, what is refused, and what completes.
 */
#include "tests/support/test.h"

#include <string.h>

#include "action/action.h"
#include "base/buf.h"
#include "tests/support/household.h"

static void
collect(void *arg, const char *value)
{
	dw_buf_puts(arg, value);
	dw_buf_putc(arg, ' ');
}

static void
names_complete_from_the_store_by_their_fold(void **state)
{
	static const struct {
		enum dw_param_kind kind;
		const char *prefix, *expected;
	} rows[] = {
		{ DW_P_USER, "BO", "bob " },
		{ DW_P_USER, "", "alba bob cleo hela mona vera " },
		{ DW_P_USER, "x", "" },
		{ DW_P_GROUP, "fam", "Family " },
		{ DW_P_PERMISSION, "wiki.", "wiki.edit wiki.read " },
		{ DW_P_YESNO, "y", "yes " },
		{ DW_P_TEXT, "", "" },
	};
	struct household *h = *state;

	for (size_t i = 0; i < DW_COUNT(rows); i++) {
		const struct dw_param param = { .name = "x", .kind = rows[i].kind };
		DW_AUTO(dw_buf) found = { 0 };

		dw_param_complete(&param, h->db, NULL, rows[i].prefix, collect, &found);
		assert_string_equal(dw_buf_text(&found), rows[i].expected);
	}
}

static void
who_is_pending_does_not_complete(void **state)
{
	const struct dw_param param = { .name = "x", .kind = DW_P_USER };
	struct household *h = *state;
	DW_AUTO(dw_buf) found = { 0 };

	household_as(h, NULL);
	household_sql(h, "UPDATE user SET lifecycle = 1 WHERE username = 'bob'");
	dw_param_complete(&param, h->db, NULL, "bo", collect, &found);
	assert_string_equal(dw_buf_text(&found), "");
}

static void
without_a_store_only_fixed_words_complete(void **state)
{
	static const char *const words[] = { "red", "rose", "blue", NULL };
	const struct dw_param choice = { .name = "x", .kind = DW_P_CHOICE, .choices = words };
	const struct dw_param user = { .name = "x", .kind = DW_P_USER };
	DW_AUTO(dw_buf) found = { 0 };

	(void)state;
	dw_param_complete(&choice, NULL, NULL, "r", collect, &found);
	dw_param_complete(&user, NULL, NULL, "b", collect, &found);
	assert_string_equal(dw_buf_text(&found), "red rose ");
}

#define HOME(test) cmocka_unit_test_setup_teardown(test, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HOME(names_complete_from_the_store_by_their_fold),
		HOME(who_is_pending_does_not_complete),
		cmocka_unit_test(without_a_store_only_fixed_words_complete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
