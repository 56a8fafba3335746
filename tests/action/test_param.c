/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parameters: what text becomes which value, what is refused, and what completes.
 */
#include "tests/support/test.h"

#include <string.h>

#include "action/action.h"
#include "base/buf.h"
#include "base/clock.h"
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

/* All that actions write, and what else stands in the store, each once. */
static void
names_of_entries_come_from_the_actions_and_from_the_store(void **state)
{
	const struct dw_param param = { .name = "x", .kind = DW_P_ENTRY };
	struct household *h = *state;
	DW_AUTO(dw_buf) some = { 0 };
	DW_AUTO(dw_buf) all = { 0 };
	DW_AUTO(dw_buf) fixed = { 0 };

	household_as(h, NULL);
	household_sql(h, "INSERT INTO audit SELECT 99, 1, 'zebra_seen', result, actor_uuid, target_uuid,"
		" origin_kind, reason_code, batch, commits, prev, hash FROM audit WHERE seq = 1");
	dw_param_complete(&param, h->db, NULL, "user_act", collect, &some);
	assert_string_equal(dw_buf_text(&some), "user_activated ");
	dw_param_complete(&param, h->db, NULL, "", collect, &all);
	assert_non_null(strstr(dw_buf_text(&all), "zebra_seen "));
	assert_non_null(strstr(dw_buf_text(&all), "session_ended "));
	assert_null(strstr(strstr(dw_buf_text(&all), "user_created ") + 1, "user_created "));
	dw_param_complete(&param, NULL, NULL, "zebra", collect, &fixed);
	assert_string_equal(dw_buf_text(&fixed), "");
}

static enum dw_code
put(const struct dw_param *param, const char *text, int64_t *out, struct dw_error *err)
{
	const struct dw_action action = { .name = "x.y", .params = param, .n_params = 1 };
	DW_AUTO(dw_args) args = { 0 };
	enum dw_code rc;

	dw_args_init(&args, &action);
	rc = dw_args_put(&args, 0, text, HOUSEHOLD_NOW, err);
	*out = args.at[0].num;
	return rc;
}

/* Only where a time lies back: with "valid until 30d" nobody means a month ago. */
static void
an_age_is_a_time_only_where_times_lie_back(void **state)
{
	const struct dw_param back = { .name = "since", .kind = DW_P_TIME, .flags = DW_P_AGO };
	const struct dw_param any = { .name = "until", .kind = DW_P_TIME };
	struct dw_error why = { 0 };
	int64_t time;

	(void)state;
	assert_int_equal(put(&back, "2d", &time, &why), DW_OK);
	assert_int_equal(time, HOUSEHOLD_NOW - 2 * DW_DAY);
	assert_int_equal(put(&back, "1h30m", &time, &why), DW_OK);
	assert_int_equal(time, HOUSEHOLD_NOW - 90 * DW_MINUTE);
	assert_int_equal(put(&back, "yesterday", &time, &why), DW_OK);
	assert_true(time < HOUSEHOLD_NOW - DW_DAY + 1);
	assert_int_equal(put(&back, "2023-01-02", &time, &why), DW_OK);
	assert_int_equal(put(&any, "2d", &time, &why), DW_USAGE);
	assert_int_equal(put(&back, "lately", &time, &why), DW_USAGE);
	assert_string_equal(why.field, "since");
	assert_non_null(strstr(why.message, "yesterday, 2d for two days ago"));
	/* Before 1970 is no time of the store. */
	assert_int_equal(put(&back, "99y", &time, &why), DW_USAGE);
}

static void
a_length_of_time_is_read_as_such(void **state)
{
	const struct dw_param idle = { .name = "idle", .kind = DW_P_DURATION };
	struct dw_error why = { 0 };
	int64_t length;

	(void)state;
	assert_int_equal(put(&idle, "12h", &length, &why), DW_OK);
	assert_int_equal(length, 12 * DW_HOUR);
	assert_int_equal(put(&idle, "soon", &length, &why), DW_USAGE);
	assert_string_equal(why.field, "idle");
}

#define HOME(test) cmocka_unit_test_setup_teardown(test, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HOME(names_complete_from_the_store_by_their_fold),
		HOME(who_is_pending_does_not_complete),
		HOME(names_of_entries_come_from_the_actions_and_from_the_store),
		cmocka_unit_test(an_age_is_a_time_only_where_times_lie_back),
		cmocka_unit_test(a_length_of_time_is_read_as_such),
		cmocka_unit_test(without_a_store_only_fixed_words_complete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
