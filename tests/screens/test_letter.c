/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Going to a letter in a list: the first row from there on, whatever page it is on, in any
 * order of text; and back.
 */
#include "tests/support/test.h"

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

static void
a_letter_is_gone_to_with_every_key(void **state)
{
	struct desk *d = open_desk(state, 250);

	desk_play(d, "'");
	desk_shows(d, "Go to (by USERNAME):");
	desk_play(d, "m");
	desk_shows(d, "▸  mona");
	desk_play(d, "<Backspace>person2");
	desk_shows(d, "▸  person200");
	keys_golden(&d->c.ui, "users-letter");
	desk_play(d, "<Enter>");
	desk_hides(d, "Go to (by");
	desk_shows(d, "▸  person200");
}

static void
the_page_it_is_on_is_told_and_pages_go_on_from_there(void **state)
{
	struct desk *d = open_desk(state, 250);

	/* The list then begins there, after 186 others on two pages. */
	desk_play(d, "'person200<Enter>");
	desk_shows(d, "187–204 of 234 users · page 3 of 3");
	desk_play(d, "[");
	desk_shows(d, "page 2 of 3");
	desk_play(d, "[");
	desk_shows(d, "page 1 of 3");
}

static void
pages_that_begin_at_a_letter_are_counted_from_there(void **state)
{
	struct desk *d = open_desk(state, 250);

	desk_play(d, "]]'b<Enter>");
	desk_shows(d, "2–19 of 234 users · page 2 of 4");
	desk_play(d, "]]");
	desk_shows(d, "page 4 of 4");
	desk_play(d, "[[[");
	desk_shows(d, "1–18 of 234 users · page 1 of 3");
}

static void
a_row_of_the_page_that_is_shown_keeps_what_stands_around_it(void **state)
{
	struct desk *d = open_desk(state, 250);

	desk_play(d, "'mo<Enter>");
	desk_shows(d, "▸  mona");
	desk_shows(d, "   alba");
	desk_shows(d, "1–18 of 234 users · page 1 of 3");
}

static void
up_from_there_is_the_row_before(void **state)
{
	struct desk *d = open_desk(state, 250);

	desk_play(d, "'person200<Up>");
	desk_hides(d, "Go to (by");
	desk_shows(d, "▸  person199");
}

static void
esc_goes_back_to_where_the_list_was(void **state)
{
	struct desk *d = open_desk(state, 250);

	desk_play(d, "<Down><Down>'v<Esc>");
	desk_hides(d, "Go to (by");
	desk_shows(d, "▸  cleo");
	desk_shows(d, "1–18 of 234 users");
}

static void
turned_round_it_goes_down_the_alphabet(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "s1'h");
	desk_shows(d, "▸  hela");
	desk_play(d, "<Down>");
	desk_shows(d, "▸  cleo");
}

static void
letters_are_folded_as_the_order_is(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "s3'SO");
	desk_shows(d, "Go to (by LAST):");
	desk_shows(d, "▸  person001     Bjørn   Sørensen");
}

static void
an_order_by_time_has_no_letters(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "s5'");
	desk_hides(d, "Go to (by");
}

static void
nothing_from_there_on_stays_and_says_so(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "<Down>'zz");
	desk_shows(d, "Nothing in this list comes after “zz”.");
	desk_play(d, "<Enter>");
	desk_shows(d, "▸  bob");
}

static void
it_stays_within_search_and_filter(void **state)
{
	struct desk *d = open_desk(state, 60);

	desk_play(d, "/person<Enter>:state:locked<Enter>");
	desk_play(d, "/person<Enter>'person04<Enter>");
	desk_shows(d, "▸  person042");
	desk_shows(d, "1–8 of 8");
}

static void
what_was_looked_at_counts_once(void **state)
{
	struct desk *d = open_desk(state, 30);
	int64_t before = d->app.reads_pending;

	desk_play(d, "'person0");
	assert_int_equal(d->app.reads_pending, before);
	desk_play(d, "<Wait 600>");
	assert_int_equal(d->app.reads_pending, before + 1);
	desk_play(d, "<Enter>");
	assert_int_equal(d->app.reads_pending, before + 1);
}

static void
what_is_pasted_is_one_text(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "'<Paste mo\nna>");
	desk_shows(d, "mo na");
	desk_shows(d, "▸  mona");
}

static void
hostile_text_finds_nothing_and_shows_nothing(void **state)
{
	struct desk *d = open_desk(state, 30);

	desk_play(d, "'<Paste \x1b[31m%s%n\xe2\x80\xae>");
	desk_hides(d, "\x1b");
	desk_play(d, "<Esc>");
	desk_shows(d, "▸  alba");
}

/* The form goes from under its picker, whose answer is then nobody's. */
static void
a_picker_over_what_is_gone_answers_nobody(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 40, 160);
	desk_play(d, "<Home><Down><Down><Tab>3f ");
	desk_shows(d, "Search:");
	desk_change(d, "users", "UPDATE user SET lifecycle = 1, active = 0, deadline = 9999999999999"
		" WHERE username = 'cleo'");
	desk_play(d, "<Wait 1100><Enter><Esc><Esc>");
	desk_hides(d, "Search:");
	desk_hides(d, "Filter: Groups");
	desk_shows(d, "hela");
}

static void
a_list_that_only_goes_forward_says_where_it_begins(void **state)
{
	struct desk *d = *state;

	for (int i = 1; i <= 150; i++)
		household_sql(d->h, "INSERT INTO user_group (uuid, name, name_key, created_at)"
			" VALUES (randomblob(16), 'Team %03d', 'team %03d', 1)", i, i);
	desk_open(d, "alba", 24, 80);
	desk_play(d, "2'<Paste team 12><Enter>");
	desk_shows(d, "▸ Team 120");
	desk_shows(d, "123–141");
	desk_play(d, "<Up>");
	desk_shows(d, "The list begins at “team 12” now. Home goes to its beginning.");
	desk_shows(d, "▸ Team 120");
	desk_play(d, "<Home>");
	desk_shows(d, "▸ Admin");
}

/* Somebody else deletes the person whose groups are asked about. */
static void
what_is_asked_about_a_list_goes_with_it(void **state)
{
	static const struct {
		const char *key, *shows;
	} questions[] = { { "'", "Go to (by" }, { "w", "Columns" }, { "f", "Filter: Groups" } };
	struct desk *d = *state;

	desk_open(d, "alba", 40, 160);
	for (size_t i = 0; i < DW_COUNT(questions); i++) {
		desk_play(d, "<Esc><Esc><Home><Down><Down><Tab>3");
		desk_play(d, questions[i].key);
		desk_shows(d, questions[i].shows);
		desk_change(d, "users", "UPDATE user SET lifecycle = 1, active = 0, deadline = 9999999999999"
			" WHERE username = 'cleo'");
		desk_play(d, "<Wait 1100>");
		desk_hides(d, questions[i].shows);
		desk_hides(d, "cleo");
		desk_change(d, "users", "UPDATE user SET lifecycle = 0, active = 1, deadline = 0"
			" WHERE username = 'cleo'");
		desk_play(d, "<Wait 1100>");
	}
}

static void
groups_and_permissions_have_letters_too(void **state)
{
	struct desk *d = open_desk(state, 0);

	desk_play(d, "2'HELP<Enter>");
	desk_shows(d, "▸ Help desk");
	desk_play(d, "3'wiki<Enter>");
	desk_shows(d, "▸ wiki.edit");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)
		T(a_letter_is_gone_to_with_every_key),
		T(the_page_it_is_on_is_told_and_pages_go_on_from_there),
		T(pages_that_begin_at_a_letter_are_counted_from_there),
		T(a_row_of_the_page_that_is_shown_keeps_what_stands_around_it),
		T(up_from_there_is_the_row_before),
		T(esc_goes_back_to_where_the_list_was),
		T(turned_round_it_goes_down_the_alphabet),
		T(letters_are_folded_as_the_order_is),
		T(an_order_by_time_has_no_letters),
		T(nothing_from_there_on_stays_and_says_so),
		T(it_stays_within_search_and_filter),
		T(what_was_looked_at_counts_once),
		T(what_is_pasted_is_one_text),
		T(hostile_text_finds_nothing_and_shows_nothing),
		T(a_list_that_only_goes_forward_says_where_it_begins),
		T(what_is_asked_about_a_list_goes_with_it),
		T(a_picker_over_what_is_gone_answers_nobody),
		T(groups_and_permissions_have_letters_too),
	};

	return cmocka_run_group_tests_name("letter", tests, NULL, NULL);
}
