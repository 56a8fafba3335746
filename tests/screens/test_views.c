/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The menu of saved views: which there are, how many users each has, choosing, saving and
 * deleting one.
 */
#include "tests/support/test.h"

#include "tests/support/desk.h"
#include "ui/term_memory.h"
#include "ui/users.h"

static struct desk *
open_desk(void **state, const char *who)
{
	struct desk *d = *state;

	desk_people(d, 30);
	desk_open(d, who, 24, 80);
	return d;
}

static void
views_stand_with_how_many_they_have(void **state)
{
	struct desk *d = open_desk(state, "alba");

	desk_play(d, "V");
	keys_golden(&d->c.ui, "views-80x24");
	desk_shows(d, "4  state:locked");
	desk_hides(d, "…  state:locked");
}

static void
counting_waits_for_keys(void **state)
{
	struct desk *d = open_desk(state, "alba");
	const struct ui_event key = { .type = UI_EVENT_KEY, .key = 'V' };

	ui_term_memory_put(d->term, &key);
	assert_true(ui_turn(&d->c.ui, 0));
	ui_paint(&d->c.ui);
	desk_shows(d, "…  state:locked");
	desk_shows(d, "…  mfa:none");
	desk_play(d, "");
	desk_hides(d, "…  mfa:none");
}

static void
choosing_one_shows_its_users(void **state)
{
	struct desk *d = open_desk(state, "alba");

	desk_play(d, "/zzz<Enter>Vlocked now<Enter>");
	desk_shows(d, "state:locked");
	desk_shows(d, "1–4 of 4");
	assert_string_equal(((struct users *)d->c.roots[0])->filter, "state:locked");
}

static void
the_filter_in_force_is_saved_and_found_again(void **state)
{
	struct desk *d = open_desk(state, "alba");

	desk_play(d, ":user list group:Family<Enter>Vsave the filter<Enter>");
	desk_shows(d, "Save view");
	keys_golden(&d->c.ui, "views-save");
	desk_play(d, "Our family<Enter><Enter>");
	desk_shows(d, "The view Our family was saved");
	desk_play(d, "<Esc>Vour fam");
	desk_shows(d, "Our family");
	desk_shows(d, "group:Family");
	desk_play(d, "<Enter>");
	assert_string_equal(((struct users *)d->c.roots[0])->filter, "group:Family");
	desk_play(d, "Vdelete a view<Enter><Enter>");
	desk_shows(d, "Delete view: Our family");
	desk_play(d, "<Left><Enter>");
	desk_shows(d, "The view Our family was deleted");
	desk_play(d, "<Esc><Esc>Vour fam");
	desk_shows(d, "Nothing matches");
}

static void
a_name_that_is_taken_asks_with_both_filters(void **state)
{
	struct desk *d = open_desk(state, "alba");

	desk_play(d, ":view save Ours group:Family<Enter>:user list mfa:none<Enter>Vsave the filter<Enter>");
	desk_play(d, "ours<Enter>");
	desk_shows(d, "There is a view “Ours” already.");
	keys_golden(&d->c.ui, "views-replace");
	desk_play(d, "<Esc>");
	desk_shows(d, "Save view");
	assert_string_equal(household_text(d->h, "SELECT filter FROM saved_view"), "group:Family");
	desk_play(d, "<Enter><Left><Enter>");
	desk_shows(d, "The view ours was saved");
	assert_string_equal(household_text(d->h, "SELECT filter FROM saved_view"), "mfa:none");
	/* In words it is asked too. */
	desk_play(d, ":view save Ours staff:yes<Enter>");
	desk_shows(d, "Its filter mfa:none would be");
	desk_play(d, "<Left><Enter>");
	assert_string_equal(household_text(d->h, "SELECT filter FROM saved_view"), "staff:yes");
}

static void
a_long_filter_is_told_below_the_list(void **state)
{
	struct desk *d = open_desk(state, "alba");

	desk_play(d, ":view save Long 'state:active group:Family last:>90d created:>2020-01-01 -email:*@x.org mfa:none'<Enter>");
	desk_play(d, "Vlong<Down>");
	desk_shows(d, "Long: state:active group:Family last:>90d");
	desk_shows(d, "-email:*@x.org mfa:none");
	keys_golden(&d->c.ui, "views-long");
}

static void
without_a_filter_there_is_nothing_to_save(void **state)
{
	struct desk *d = open_desk(state, "alba");

	desk_play(d, "Vsave the filter");
	desk_shows(d, "There is no filter in force.");
	desk_play(d, "<Enter>");
	desk_shows(d, "Search: save the filter");
}

static void
who_may_only_look_keeps_views_too_but_shares_none(void **state)
{
	struct desk *d = open_desk(state, "vera");

	desk_play(d, ":user list mfa:none<Enter>Vsave the filter<Enter>");
	desk_shows(d, "manage_groups");
	desk_play(d, "Mine<Enter><Enter>");
	desk_shows(d, "The view Mine was saved");
}

static void
the_command_line_knows_views(void **state)
{
	struct desk *d = open_desk(state, "alba");

	desk_play(d, ":user list --view locked<Enter>");
	assert_string_equal(((struct users *)d->c.roots[0])->filter, "state:locked");
	desk_play(d, ":user list --view lockd<Enter>");
	desk_shows(d, "did you mean");
	/* What was there stays: without its view the list would be everybody. */
	assert_string_equal(((struct users *)d->c.roots[0])->filter, "state:locked");
	desk_hides(d, "person001");
	desk_play(d, "<Esc>:view save Two mfa:none<Enter>:view list<Enter>");
	desk_shows(d, "bin-due");
	desk_play(d, "<End>");
	desk_shows(d, "Two");
	desk_play(d, "<Enter>");
	assert_string_equal(((struct users *)d->c.roots[0])->filter, "mfa:none");
}

#define desk_test(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(views_stand_with_how_many_they_have),
		desk_test(counting_waits_for_keys),
		desk_test(choosing_one_shows_its_users),
		desk_test(the_filter_in_force_is_saved_and_found_again),
		desk_test(a_name_that_is_taken_asks_with_both_filters),
		desk_test(a_long_filter_is_told_below_the_list),
		desk_test(without_a_filter_there_is_nothing_to_save),
		desk_test(who_may_only_look_keeps_views_too_but_shares_none),
		desk_test(the_command_line_knows_views),
	};

	return cmocka_run_group_tests_name("views", tests, NULL, NULL);
}
