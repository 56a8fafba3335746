/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Users screen: what is typed, and what stands on the screen afterwards.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/desk.h"
#include "ui/term_memory.h"
#include "ui/users.h"

static struct desk *
open_desk(void **state, int people)
{
	struct desk *d = *state;

	if (people > 0)
		desk_people(d, people);
	desk_open(d, "alba", 24, 80);
	return d;
}

static struct users *
users(struct desk *d)
{
	return (struct users *)d->c.roots[0];
}

/* ---- the list --------------------------------------------------------------------- */

static void
a_list_shows_people_and_how_many_there_are(void **state)
{
	struct desk *d = open_desk(state, 30);

	keys_golden(&d->c.ui, "users-80x24");
	desk_shows(d, "1–18 of 34 users");
	desk_shows(d, "Doorward  example.org");
	desk_shows(d, "alba · Admin · 192.0.2.7");
}

static void
a_wide_list_shows_every_column(void **state)
{
	struct desk *d = *state;

	desk_people(d, 30);
	desk_open(d, "alba", 40, 120);
	keys_golden(&d->c.ui, "users-120x40");
}

static void
a_window_that_is_too_small_says_so_and_comes_back(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "<Down><Resize 50x12>");
	desk_shows(d, "too small");
	desk_play(d, "<Resize 80x24>");
	desk_hides(d, "too small");
	desk_shows(d, "▸  bob");
}

static void
q_leaves_and_esc_does_not(void **state)
{
	struct desk *d = open_desk(state, 0);

	desk_play(d, "<Esc><Ctrl-C>");
	assert_false(d->c.ui.leaving);
	desk_play(d, "q");
	assert_true(d->c.ui.leaving);
}

static void
a_lost_line_ends_it_wherever_it_is(void **state)
{
	struct desk *d = open_desk(state, 30);
	const struct ui_event gone = { .type = UI_EVENT_HANGUP, .signal = 1 };

	desk_play(d, "/anna<Enter>s");
	ui_term_memory_put(d->term, &gone);
	assert_int_equal(ui_run(&d->c.ui), DW_CANCELLED);
	assert_null(d->c.ui.top);
	assert_true(d->c.ui.hung_up);
}

/* ---- search ------------------------------------------------------------------------ */

static void
search_narrows_while_it_is_typed(void **state)
{
	struct desk *d = open_desk(state, 130);

	desk_play(d, "/person01");
	desk_shows(d, "/ person01");
	desk_shows(d, "person012");
	desk_hides(d, "person002");
	desk_shows(d, "1–9 of 9 · 125 users"); /* 010 to 019, but 011 is in the bin */
}

static void
search_takes_every_character_as_it_is(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "/person0%");
	desk_shows(d, "No matches");
	desk_play(d, "<Backspace>0_");
	desk_shows(d, "No matches");
}

static void
search_finds_without_accents(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "/bjorn");
	desk_shows(d, "Bjørn");
	desk_hides(d, "Anna");
}

static void
esc_gives_the_search_up_and_goes_back(void **state)
{
	struct desk *d = open_desk(state, 130);

	desk_play(d, "]<Down><Down>");
	desk_shows(d, "page 2 of 2");
	desk_shows(d, "▸  person107");
	desk_play(d, "/anna<Esc>");
	desk_shows(d, "page 2 of 2");
	desk_shows(d, "▸  person107");
	desk_hides(d, "/ anna");
}

static void
enter_keeps_the_search_and_esc_then_clears_it(void **state)
{
	struct desk *d = open_desk(state, 130);

	desk_play(d, "/anna<Enter>");
	desk_shows(d, "/ anna");
	desk_shows(d, "clear search");
	assert_int_equal(d->c.ui.top->context, UI_IN_LIST);
	desk_play(d, "<Esc>");
	desk_hides(d, "/ anna");
	desk_shows(d, "125 users");
}

static void
keys_typed_ahead_meet_the_rows_they_were_meant_for(void **state)
{
	struct desk *d = open_desk(state, 130);
	struct dw_uuid id;
	DW_AUTO(dw_user) user = household_user(d->h, "person079");

	desk_burst(d, "/person07<Enter><Down><Space>");
	assert_int_equal(users(d)->feed.table.marks.n, 1);
	size_t at = 0;
	assert_true(ui_marks_next(&users(d)->feed.table.marks, &at, &id));
	desk_shows(d, "● person071");
	desk_burst(d, "/<Ctrl-U>person079<Enter><Space>");
	assert_true(ui_marks_have(&users(d)->feed.table.marks, &user.uuid));
}

static void
a_key_that_waits_interrupts_the_reading_and_nothing_is_lost(void **state)
{
	struct desk *d = open_desk(state, 240);
	struct feed *feed = &users(d)->feed;
	int64_t before = d->app.reads_pending;

	feed_reload(feed, 0);
	ui_term_memory_key(d->term, UI_KEY_DOWN);
	feed_work(feed);
	assert_int_not_equal(feed->want, FEED_NOTHING);
	assert_int_equal(d->app.reads_pending, before);
	/* The key settles what it needs and then moves; the rest comes when nobody waits. */
	desk_play(d, "");
	assert_int_equal(feed->want, FEED_NOTHING);
	assert_int_equal(feed->rows.n_rows, 100);
	assert_int_equal(d->app.reads_pending, before + 1);
	desk_shows(d, "▸  bob");
}

static void
nothing_found_says_what_to_do(void **state)
{
	struct desk *d = open_desk(state, 0);

	desk_play(d, "/zzz");
	desk_shows(d, "Nobody has that");
	desk_shows(d, "B looks in the");
	keys_golden(&d->c.ui, "users-nothing-found");
}

static void
a_search_counts_as_one_read_once_it_settles(void **state)
{
	struct desk *d = open_desk(state, 30);
	int64_t before = d->app.reads_pending;

	desk_play(d, "/anna");
	assert_int_equal(d->app.reads_pending, before);
	desk_play(d, "<Wait 600>");
	desk_play(d, "");
	assert_int_equal(d->app.reads_pending, before + 1);
	desk_play(d, "<Enter><Wait 2000>");
	assert_int_equal(d->app.reads_pending, before + 1);
}

/* ---- pages -------------------------------------------------------------------------- */

static void
brackets_turn_pages_and_the_footer_says_which(void **state)
{
	struct desk *d = open_desk(state, 240);

	desk_shows(d, "1–18 of 225 users · page 1 of 3");
	desk_play(d, "]");
	desk_shows(d, "101–118 of 225 users · page 2 of 3");
	desk_play(d, "]");
	desk_shows(d, "201–218 of 225 users · page 3 of 3");
	desk_play(d, "]");
	desk_shows(d, "201–218 of 225 users · page 3 of 3");
	desk_play(d, "[[");
	desk_shows(d, "1–18 of 225 users · page 1 of 3");
	desk_shows(d, "▸  alba");
}

static void
moving_past_the_end_of_a_page_goes_on_to_the_next(void **state)
{
	struct desk *d = open_desk(state, 240);

	desk_play(d, "<End><Down>");
	desk_shows(d, "101–118 of 225 users · page 2 of 3");
	desk_play(d, "<Up>");
	desk_shows(d, "83–100 of 225 users · page 1 of 3");
}

static void
end_goes_to_the_last_page_and_home_to_the_first(void **state)
{
	struct desk *d = open_desk(state, 240);

	desk_play(d, "<End><End>");
	desk_shows(d, "208–225 of 225 users · page 3 of 3");
	desk_shows(d, "▸  vera");
	desk_play(d, "<Home><Home>");
	desk_shows(d, "▸  alba");
	desk_shows(d, "page 1 of 3");
}

static void
p_goes_to_a_page_by_its_number(void **state)
{
	struct desk *d = open_desk(state, 240);

	desk_play(d, "p");
	desk_shows(d, "A number from 1 to 3.");
	desk_play(d, "7<Enter>");
	desk_shows(d, "There are only 3 pages.");
	desk_play(d, "<Ctrl-U>99999999999999999999<Enter>");
	desk_shows(d, "This must be the number of a page.");
	desk_play(d, "<Ctrl-U>2 x<Enter>");
	desk_shows(d, "This must be the number of a page.");
	desk_play(d, "<Ctrl-U>2<Enter>");
	desk_shows(d, "101–118 of 225 users · page 2 of 3");
}

static void
plus_and_minus_change_the_size_of_a_page_under_the_cursor(void **state)
{
	struct desk *d = open_desk(state, 240);

	desk_play(d, "<End>-");
	desk_shows(d, "50 rows on a page");
	desk_shows(d, "▸  person104");
	desk_play(d, "<Up>");
	desk_shows(d, "page 2 of 5");
	desk_shows(d, "▸  person103");
	desk_play(d, "++<Up>");
	desk_shows(d, "page 2 of 2");
	desk_shows(d, "▸  person102");
}

/* ---- sort ---------------------------------------------------------------------------- */

static void
s_sorts_by_a_column_and_again_turns_it_around(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "s");
	keys_golden(&d->c.ui, "users-sort-menu");
	desk_play(d, "5");
	desk_shows(d, "LOGIN▾");
	desk_shows(d, "▸  person001");
	desk_play(d, "s5");
	desk_shows(d, "LOGIN▴");
	/* The column is not shown at this width, so the footer says it. */
	desk_play(d, "s6");
	desk_shows(d, "CREATED▾");
}

static void
a_click_on_a_heading_sorts(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "<Click 3,4>");
	desk_shows(d, "USERNAME▾");
	desk_shows(d, "▸  vera");
	desk_play(d, "<Click 3,4>");
	desk_shows(d, "USERNAME▴");
	desk_shows(d, "▸  alba");
}

static void
w_chooses_columns(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "w");
	keys_golden(&d->c.ui, "users-columns");
	desk_play(d, "<Down><Space><Enter>");
	desk_hides(d, "FIRST");
	desk_shows(d, "LAST");
}

static void
who_sees_addresses_masked_cannot_sort_by_them(void **state)
{
	struct desk *d = *state;

	desk_people(d, 30);
	desk_open(d, "hela", 24, 80);
	desk_shows(d, "p***@e***.org");
	desk_hides(d, "person001@");
	desk_play(d, "s4");
	desk_shows(d, "You see it masked");
	desk_play(d, "<Esc>");
	desk_shows(d, "USERNAME▴");
}

static void
y_sends_a_field_to_the_clipboard(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "/person004<Enter>y");
	desk_shows(d, "person004@example.org");
	desk_play(d, "2");
	assert_string_equal(ui_term_memory_facts(d->term).copied, "person004@example.org");
	desk_shows(d, "was sent to the terminal's clipboard");
}

/* ---- marks ---------------------------------------------------------------------------- */

static void
marks_stay_with_their_users(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "<Down><Space><Space>");
	desk_shows(d, "2 marked");
	desk_shows(d, "● bob");
	desk_play(d, "<Click 3,4>");
	desk_shows(d, "2 marked");
	desk_play(d, "<End>");
	desk_shows(d, "● cleo");
	desk_change(d, "users", "UPDATE user SET first_name = 'Robert' WHERE username = 'bob'");
	desk_play(d, "<Wait 1000>");
	desk_shows(d, "● bob");
	desk_play(d, "\\");
	desk_hides(d, "●");
}

static void
star_marks_everything_that_matches(void **state)
{
	struct desk *d = open_desk(state, 240);

	desk_play(d, "/person<Enter>*");
	desk_shows(d, "219 marked");
	desk_play(d, "<Esc>");
	desk_shows(d, "219 marked");
	desk_hides(d, "● alba");
}

/* ---- bin, filter --------------------------------------------------------------------- */

static void
b_shows_the_bin_with_its_columns(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_shows(d, "[Bin 2]");
	desk_hides(d, "person011");
	desk_play(d, "B");
	desk_shows(d, "person011");
	desk_shows(d, "DEADLINE");
	desk_shows(d, "of 36 users");
	keys_golden(&d->c.ui, "users-bin");
	desk_play(d, "B");
	desk_hides(d, "person011");
	desk_hides(d, "DEADLINE");
}

static void
a_filter_in_force_is_seen_in_the_smallest_window(void **state)
{
	struct desk *d = *state;

	desk_people(d, 60);
	desk_open(d, "alba", 15, 60);
	desk_shows(d, "[Disabled");
	desk_play(d, "fstate:locked<Enter>");
	desk_shows(d, "state:locked");
	desk_shows(d, "[Locked");
	desk_play(d, "/person<Enter>");
	desk_shows(d, "/ person");
	desk_shows(d, "state:locked");
	desk_play(d, "<Esc><Esc>");
	desk_shows(d, "[Disabled");
}

static void
a_badge_is_a_filter_and_esc_takes_it_away(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_shows(d, "[Locked 4]");
	desk_play(d, "");
	assert_true(users(d)->badges[USERS_LOCKED].cols > 0);
	char script[32];
	snprintf(script, sizeof(script), "<Click %d,%d>", users(d)->badges[USERS_LOCKED].y,
		users(d)->badges[USERS_LOCKED].x);
	desk_play(d, script);
	desk_shows(d, "state:locked");
	desk_shows(d, "1–4 of 4 · 34 users");
	desk_play(d, "<Esc>");
	desk_shows(d, "1–18 of 34 users");
}

/* ---- the detail --------------------------------------------------------------------- */

static void
enter_opens_the_detail_over_the_list(void **state)
{
	struct desk *d = open_desk(state, 0);

	desk_play(d, "<Down><Enter>");
	desk_shows(d, "General");
	desk_hides(d, "cleo");
	desk_play(d, "<Esc>");
	desk_shows(d, "▸  bob");
	desk_shows(d, "cleo");
}

static void
a_wide_terminal_shows_the_detail_beside_the_list(void **state)
{
	struct desk *d = *state;

	desk_people(d, 30);
	/* Ids stand on the screen. */
	household_sql(d->h, "UPDATE user SET uuid = CAST(printf('user%%012d', id) AS BLOB)");
	desk_open(d, "alba", 24, 140);
	keys_golden(&d->c.ui, "users-pane-140x24");
	desk_play(d, "<Down>");
	assert_true(users(d)->pane.cols > 0);
	desk_shows(d, "│ bob");
	desk_play(d, "<Down>");
	desk_shows(d, "│ cleo");
	desk_play(d, "<Resize 80x24>");
	desk_hides(d, "General");
	assert_int_equal(d->c.ui.top->context, UI_IN_LIST);
}

static void
tab_gives_the_pane_the_keys_and_esc_takes_them_back(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 140);
	desk_play(d, "<Tab>");
	assert_int_equal(d->c.ui.top->context, UI_IN_DETAIL);
	desk_play(d, "3");
	assert_int_equal(d->c.screen, 0);
	desk_play(d, "<Esc>");
	assert_int_equal(d->c.ui.top->context, UI_IN_LIST);
	desk_play(d, "3");
	assert_int_equal(d->c.screen, 2);
}

static void
a_followed_detail_counts_when_the_cursor_rests(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 140);
	desk_play(d, "<Wait 600>");
	desk_play(d, "");
	int64_t before = d->app.reads_pending;
	desk_play(d, "<Down><Down><Down>");
	assert_int_equal(d->app.reads_pending, before);
	desk_play(d, "<Wait 600>");
	desk_play(d, "");
	assert_int_equal(d->app.reads_pending, before + 1);
	desk_play(d, "<Wait 5000>");
	desk_play(d, "");
	assert_int_equal(d->app.reads_pending, before + 1);
}

static void
the_pane_shows_what_somebody_else_changed(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 140);
	desk_play(d, "<Down>");
	desk_change(d, "users", "UPDATE user SET phone = '+44 7700 900123' WHERE username = 'bob'");
	desk_play(d, "<Wait 1000>");
	desk_shows(d, "+44 7700 900123");
}

/* ---- following the store ------------------------------------------------------------ */

static void
a_change_by_somebody_else_is_shown_within_a_second(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "<Down>");
	desk_shows(d, "▸  bob");
	desk_change(d, "users", "INSERT INTO user (uuid, username, username_key, search, created_at,"
		" updated_at) VALUES (randomblob(16), 'aaron', 'aaron', 'aaron', 1, 1)");
	desk_play(d, "");
	desk_hides(d, "aaron");
	desk_play(d, "<Wait 1000>");
	desk_shows(d, "aaron");
	desk_shows(d, "of 35 users");
	/* The cursor stays on its person. */
	desk_shows(d, "▸  bob");
}

static void
a_refresh_is_no_read(void **state)
{
	struct desk *d = open_desk(state, 30);
	int64_t before = d->app.reads_pending;

	for (int i = 0; i < 5; i++) {
		desk_change(d, "users", "UPDATE user SET first_name = 'B%d' WHERE username = 'bob'", i);
		desk_play(d, "<Wait 1000>");
	}
	desk_shows(d, "B4");
	assert_int_equal(d->app.reads_pending, before);
}

static void
an_operator_who_is_none_any_more_is_shown_out(void **state)
{
	struct desk *d = *state;

	desk_open(d, "vera", 24, 80);
	desk_shows(d, "vera · Operator");
	desk_shows(d, "READ-ONLY");
	desk_change(d, "users", "UPDATE user SET active = 0, inactive_reason = 1 WHERE username = 'vera'");
	desk_play(d, "<Wait 1000>");
	assert_true(d->c.ui.leaving);
	assert_int_equal(d->c.gone.code, DW_NOT_PERMITTED);
}

static void
reads_that_run_out_are_told_and_come_back(void **state)
{
	struct desk *d = *state;
	struct dw_error err = { 0 };

	desk_people(d, 240);
	assert_int_equal(dw_conf_set(d->h->conf, "operator.reads_per_minute", "10", &err), DW_OK);
	desk_open(d, "alba", 24, 80);
	for (int i = 0; i < 9; i++)
		desk_play(d, i % 2 == 0 ? "]" : "[");
	desk_play(d, "<Wait 1000>");
	desk_shows(d, "0 pages left this minute");
	desk_play(d, "]");
	desk_shows(d, "Too many actions within a minute");
	desk_play(d, "<Down>");
	desk_shows(d, "page 2 of 3");
	desk_play(d, "<Wait 60000>");
	desk_play(d, "[");
	desk_shows(d, "page 1 of 3");
}

static void
rows_go_when_the_right_to_see_them_goes(void **state)
{
	struct desk *d = *state;

	household_grant(d->h, "bob", "doorward.view_users");
	household_grant(d->h, "bob", "doorward.view_audit");
	desk_open(d, "bob", 24, 80);
	desk_shows(d, "alba");
	desk_change(d, "users", "DELETE FROM user_permission WHERE permission_id ="
		" (SELECT id FROM permission WHERE name = 'doorward.view_users')");
	desk_play(d, "<Wait 1000>");
	desk_hides(d, "mona");
	desk_shows(d, "doorward.view_users");
}

/* ---- other screens -------------------------------------------------------------------- */

static void
digits_change_screens_and_each_stays_as_it_was(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "/anna<Enter><Down>");
	desk_play(d, "2");
	desk_shows(d, "Help desk");
	desk_hides(d, "/ anna");
	desk_play(d, "1");
	desk_shows(d, "/ anna");
	desk_play(d, "<F2>");
	desk_shows(d, "Screens");
	desk_play(d, "4");
	desk_shows(d, "Nobody is signed in anywhere.");
	desk_play(d, "5");
	desk_shows(d, "New user");
}

static void
a_screen_that_was_not_shown_is_up_to_date_when_it_is(void **state)
{
	struct desk *d = open_desk(state, 0);

	desk_play(d, "2");
	desk_change(d, "users", "UPDATE user SET first_name = 'Robert' WHERE username = 'bob'");
	desk_play(d, "<Wait 1000>1");
	desk_shows(d, "Robert");
}

static void
who_may_not_see_the_audit_has_no_such_screen(void **state)
{
	struct desk *d = *state;

	desk_open(d, "hela", 24, 80);
	desk_shows(d, "Users");
	desk_hides(d, "Audit");
}

static void
a_read_only_console_says_so_and_offers_nothing(void **state)
{
	struct desk *d = *state;

	d->app.caller.read_only = true;
	desk_open(d, "alba", 24, 80);
	desk_shows(d, "READ-ONLY");
	desk_hides(d, "n new");
	desk_hides(d, "a actions");
}

static void
a_page_number_that_was_begun_is_left_without_a_question(void **state)
{
	struct desk *d = open_desk(state, 240);

	desk_play(d, "p7");
	desk_shows(d, "Go to page");
	desk_play(d, "<Esc>");
	desk_hides(d, "Not saved");
	desk_hides(d, "Go to page");
}

static void
who_may_change_nothing_is_not_offered_actions(void **state)
{
	struct desk *d = *state;

	desk_open(d, "vera", 24, 80);
	desk_shows(d, "READ-ONLY");
	desk_hides(d, "a actions");
	desk_play(d, "a");
	desk_hides(d, "Deactivate");
	desk_play(d, "<Enter>");
	desk_shows(d, "General");
	desk_hides(d, "a actions");
}

static void
an_empty_list_offers_no_marks(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	desk_play(d, "/nobody has this<Enter>");
	desk_shows(d, "No matches");
	desk_hides(d, "Space mark");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)
		T(a_list_shows_people_and_how_many_there_are),
		T(a_wide_list_shows_every_column),
		T(a_window_that_is_too_small_says_so_and_comes_back),
		T(q_leaves_and_esc_does_not),
		T(a_lost_line_ends_it_wherever_it_is),
		T(search_narrows_while_it_is_typed),
		T(search_takes_every_character_as_it_is),
		T(search_finds_without_accents),
		T(esc_gives_the_search_up_and_goes_back),
		T(enter_keeps_the_search_and_esc_then_clears_it),
		T(keys_typed_ahead_meet_the_rows_they_were_meant_for),
		T(a_key_that_waits_interrupts_the_reading_and_nothing_is_lost),
		T(nothing_found_says_what_to_do),
		T(a_search_counts_as_one_read_once_it_settles),
		T(brackets_turn_pages_and_the_footer_says_which),
		T(moving_past_the_end_of_a_page_goes_on_to_the_next),
		T(end_goes_to_the_last_page_and_home_to_the_first),
		T(p_goes_to_a_page_by_its_number),
		T(plus_and_minus_change_the_size_of_a_page_under_the_cursor),
		T(s_sorts_by_a_column_and_again_turns_it_around),
		T(a_click_on_a_heading_sorts),
		T(w_chooses_columns),
		T(who_sees_addresses_masked_cannot_sort_by_them),
		T(y_sends_a_field_to_the_clipboard),
		T(marks_stay_with_their_users),
		T(star_marks_everything_that_matches),
		T(b_shows_the_bin_with_its_columns),
		T(a_filter_in_force_is_seen_in_the_smallest_window),
		T(a_badge_is_a_filter_and_esc_takes_it_away),
		T(enter_opens_the_detail_over_the_list),
		T(a_wide_terminal_shows_the_detail_beside_the_list),
		T(tab_gives_the_pane_the_keys_and_esc_takes_them_back),
		T(a_followed_detail_counts_when_the_cursor_rests),
		T(the_pane_shows_what_somebody_else_changed),
		T(a_change_by_somebody_else_is_shown_within_a_second),
		T(a_refresh_is_no_read),
		T(an_operator_who_is_none_any_more_is_shown_out),
		T(rows_go_when_the_right_to_see_them_goes),
		T(reads_that_run_out_are_told_and_come_back),
		T(digits_change_screens_and_each_stays_as_it_was),
		T(a_screen_that_was_not_shown_is_up_to_date_when_it_is),
		T(who_may_not_see_the_audit_has_no_such_screen),
		T(a_read_only_console_says_so_and_offers_nothing),
		T(a_page_number_that_was_begun_is_left_without_a_question),
		T(who_may_change_nothing_is_not_offered_actions),
		T(an_empty_list_offers_no_marks),
	};

	return cmocka_run_group_tests_name("users", tests, NULL, NULL);
}
