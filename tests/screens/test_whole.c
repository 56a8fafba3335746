/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is cut on the screen can be read whole: rows of lists, facts, the filter in force,
 * an entry of the audit.
 */
#include "tests/support/test.h"

#include <string.h>

#include "tests/support/desk.h"
#include "ui/con_entry.h"
#include "ui/term_memory.h"

#define LONG "Maximiliane-Theodora-Wilhelmine-Auguste-Friederike-Leopoldine-Charlotte-von-Hohenstein"

static void
a_row_shows_every_value_to_its_end(void **state)
{
	struct desk *d = *state;

	household_sql(d->h, "UPDATE user SET first_name = '" LONG "', email = 'bob@example.org' "
		"WHERE username = 'bob'");
	/* Ids stand on the screen. */
	household_sql(d->h, "UPDATE user SET uuid = CAST(printf('user%%012d', id) AS BLOB)");
	desk_open(d, "alba", 24, 80);
	desk_play(d, "/bob<Enter>");
	desk_hides(d, "Hohenstein");
	desk_play(d, "=");
	desk_shows(d, "Hohenstein");
	desk_shows(d, "bob@example.org");
	/* And what the list was asked for. */
	desk_shows(d, "Search");
	keys_golden(&d->c.ui, "whole-row");
	desk_play(d, "/hohen<Enter>n");
	desk_shows(d, "Hohenstein");
	desk_play(d, "<Esc>");
	desk_shows(d, "1–1 of 1");
}

static void
a_filter_longer_than_its_line_is_there_to_the_end(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user list 'state:active -email:one@example.org -email:two@example.org "
		"-email:three@example.org -email:the-last-one@example.org'<Enter><Wait 50>");
	desk_hides(d, "the-last-one@example.org");
	desk_play(d, "=");
	desk_shows(d, "the-last-one@example.org");
}

static void
a_fact_is_shown_whole_and_can_be_sent_to_the_clipboard(void **state)
{
	struct desk *d = *state;

	household_sql(d->h, "UPDATE user SET first_name = substr(replace(hex(zeroblob(300)), '0', "
		"'n'), 1, 596) || 'äend' WHERE username = 'bob'");
	desk_open(d, "alba", 24, 80);
	desk_play(d, "/bob<Enter><Enter>");
	desk_shows(d, "General");
	desk_hides(d, "äend");
	desk_play(d, "<Down>");
	desk_shows(d, "Enter the whole value");
	desk_play(d, "<Enter>");
	desk_shows(d, "äend");
	desk_shows(d, "First name");
	desk_play(d, "y");
	desk_shows(d, "whether it took it, only the terminal knows");
	assert_int_equal(strlen(ui_term_memory_facts(d->term).copied), 601);
	desk_play(d, "<Esc><Up>=");
	desk_shows(d, "Username");
	desk_hides(d, "General");
}

static void
a_megabyte_in_a_name_does_not_hang(void **state)
{
	struct desk *d = *state;

	household_sql(d->h, "UPDATE user SET profile_name = replace(hex(zeroblob(524288)), '0', 'x') "
		"|| char(27) || '[31mEND' WHERE username = 'bob'");
	desk_open(d, "alba", 24, 80);
	desk_play(d, "/bob<Enter><Enter>");
	desk_shows(d, "Profile name");
	desk_play(d, "<Down>=");
	desk_shows(d, "Profile name");
	desk_play(d, "G");
	desk_shows(d, "END");
	desk_hides(d, "\033");
	desk_play(d, "/end<Enter>n<Esc><Esc>");
	desk_shows(d, "1–1 of 1");
}

/* In its list an entry says how many more there are; opened it says them all. */
static void
an_entry_of_the_audit_lists_all_names(void **state)
{
	static const char metadata[] = "{\"groups\":[\"g1\",\"g2\",\"g3\",\"g4\",\"g5\","
		"\"g6\",\"g7\",\"g8\",\"g9\",\"g10\",\"g11\",\"g12\",\"g13\",\"g14\"]}";
	DW_AUTO(entry_lines) lines = { 0 };
	DW_AUTO(dw_buf) summary = { 0 };

	(void)state;
	entry_summary(&summary, "membership_added", metadata);
	assert_non_null(strstr(dw_buf_text(&summary), "g12 and 2 more"));
	entry_read(&lines, "membership_added", metadata);
	assert_int_equal(lines.n, 1);
	assert_non_null(strstr(lines.at[0].after, "g13, g14"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_row_shows_every_value_to_its_end),
		TEST(a_filter_longer_than_its_line_is_there_to_the_end),
		TEST(a_fact_is_shown_whole_and_can_be_sent_to_the_clipboard),
		TEST(a_megabyte_in_a_name_does_not_hang),
		TEST(an_entry_of_the_audit_lists_all_names),
	};

	return cmocka_run_group_tests_name("values shown whole", tests, NULL, NULL);
}
