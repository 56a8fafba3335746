/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The key z: what it will do is shown first, then done, and what cannot be undone is
 * answered with a sentence.
 */
#include "tests/support/test.h"

#include "tests/support/desk.h"

static int64_t
is_active(struct desk *d)
{
	return household_int(d->h, "SELECT active FROM user WHERE username = 'bob'");
}

static void
z_shows_what_it_will_do_and_enter_does_it(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user edit bob --first-name Robert<Enter><Wait 50>");
	desk_play(d, "z");
	desk_shows(d, "Undo");
	desk_shows(d, "- Robert");
	keys_golden(&d->c.ui, "undo");
	assert_string_equal(household_text(d->h, "SELECT first_name FROM user WHERE username = 'bob'"),
		"Robert");
	desk_play(d, "<Enter>");
	desk_shows(d, "The change of bob was undone");
	desk_shows(d, "doorward undo ");
	assert_string_equal(household_text(d->h, "SELECT first_name FROM user WHERE username = 'bob'"),
		"");
	assert_int_equal(household_int(d->h,
		"SELECT count(*) FROM audit WHERE action_code = 'action_undone'"), 1);
}

static void
z_after_many_at_once_takes_all_of_them_back(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user deactivate bob cleo hela<Enter><Wait 50><Enter><Wait 50>");
	desk_shows(d, "3 were changed");
	/* One of them has changed since and stays as it is. */
	desk_play(d, ":user activate cleo<Enter><Wait 50>");
	desk_play(d, ":undo --batch 19<Enter><Wait 50>");
	desk_shows(d, "2 will be changed");
	desk_shows(d, "cleo: The same has been changed at cleo since");
	keys_golden(&d->c.ui, "undo-batch");
	desk_play(d, "<Enter><Wait 50>");
	desk_shows(d, "2 were changed, 1 skipped");
	desk_shows(d, "doorward undo --batch 19");
	assert_int_equal(is_active(d), 1);
	assert_int_equal(household_int(d->h, "SELECT count(DISTINCT batch) FROM audit"
		" WHERE action_code = 'action_undone' AND batch <> x''"), 1);
	/* And that is again one change. */
	desk_play(d, "z");
	desk_shows(d, "Undo: 2");
	desk_play(d, "<Enter><Wait 50>");
	assert_int_equal(is_active(d), 0);
}

static void
what_can_be_undone_is_listed_and_undone_from_there(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user edit bob --first-name Robert<Enter><Wait 50>");
	desk_play(d, ":user deactivate bob cleo<Enter><Wait 50><Enter><Wait 50>");
	desk_play(d, ":user edit bob --first-name Rob<Enter><Wait 50>:audit changes<Enter>");
	keys_golden(&d->c.ui, "undo-list");
	desk_play(d, "<Down><Enter>");
	desk_shows(d, "Undo: 2");
	desk_play(d, "<Enter><Wait 50>");
	assert_int_equal(is_active(d), 1);
	/* What cannot be says why. */
	desk_play(d, "<End><Enter>");
	desk_shows(d, "has been changed at bob since");
}

static void
z_and_esc_change_nothing_and_z_twice_does_it_again(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user deactivate bob<Enter><Wait 50>");
	desk_play(d, "z<Esc>");
	assert_int_equal(is_active(d), 0);
	desk_play(d, "z<Enter><Wait 50>");
	assert_int_equal(is_active(d), 1);
	desk_play(d, "z<Enter>");
	assert_int_equal(is_active(d), 0);
}

static void
z_without_a_change_says_so(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	desk_play(d, "z");
	desk_shows(d, "nothing yet that could be undone");
}

static void
what_changed_between_the_question_and_the_answer_is_seen(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user deactivate bob<Enter><Wait 50>");
	desk_play(d, "z");
	household_sql(d->h, "UPDATE user SET active = 1, inactive_reason = 0, inactive_since = 0"
		" WHERE username = 'bob'");
	desk_play(d, "<Enter>");
	desk_shows(d, "has been changed at bob since");
	assert_int_equal(household_int(d->h,
		"SELECT count(*) FROM audit WHERE action_code = 'action_undone'"), 0);
}

static void
who_may_change_nothing_is_not_offered_it(void **state)
{
	struct desk *d = *state;

	desk_open(d, "vera", 24, 80);
	desk_play(d, "z");
	desk_hides(d, "undone");
	desk_play(d, "?");
	desk_hides(d, "Take back");
}

#define test(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(z_shows_what_it_will_do_and_enter_does_it),
		test(z_after_many_at_once_takes_all_of_them_back),
		test(what_can_be_undone_is_listed_and_undone_from_there),
		test(z_and_esc_change_nothing_and_z_twice_does_it_again),
		test(z_without_a_change_says_so),
		test(what_changed_between_the_question_and_the_answer_is_seen),
		test(who_may_change_nothing_is_not_offered_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
