/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A filter typed at the command line, without a command before it: it shows the users that
 * match, is completed like one, and says where it is wrong.
 */
#include "tests/support/test.h"

#include "tests/support/desk.h"
#include "ui/term_memory.h"
#include "ui/users.h"

static struct desk *
open_desk(void **state)
{
	struct desk *d = *state;

	desk_people(d, 30);
	desk_open(d, "alba", 24, 80);
	return d;
}

static void
a_filter_shows_the_users_that_match(void **state)
{
	struct desk *d = open_desk(state);

	desk_play(d, ":state:locked<Enter>");
	desk_shows(d, "1–4 of 4 · 34 users");
	desk_play(d, ":group:\"User manager\" -state:locked<Enter>");
	desk_shows(d, "mona");
	desk_hides(d, "person021");
	desk_play(d, ":-state:active sort:-username<Enter>");
	desk_shows(d, "USERNAME▾");
}

static void
it_comes_from_any_screen_and_replaces_search_and_bin(void **state)
{
	struct desk *d = open_desk(state);

	desk_play(d, "B/person<Enter>2");
	desk_play(d, ":group:Admin<Enter>");
	desk_shows(d, "▸  alba");
	desk_shows(d, "1–1 of 1 · 34 users");
}

static void
what_is_wrong_is_pointed_at(void **state)
{
	struct desk *d = open_desk(state);

	desk_play(d, ":state:locked stat:active<Enter>");
	desk_shows(d, ": state:locked stat:active\n               ^\n");
	desk_shows(d, "did you mean “state:”");
	keys_golden(&d->c.ui, "filter-line-fault");
	/* Whether there is such a group, only the store knows. */
	desk_play(d, "<Ctrl-U>bob:x<Enter>");
	desk_shows(d, "There is no field “bob:”");
	desk_play(d, "<Ctrl-U>last:<<>30d group:Nobody<Enter>");
	desk_shows(d, ": last:<30d group:Nobody\n            ^\n");
	desk_play(d, "<Ctrl-W>group:Family<Enter>");
	desk_shows(d, "last:<30d group:Family  [");
}

static void
fields_values_and_names_are_completed(void **state)
{
	struct desk *d = open_desk(state);

	desk_play(d, ":sta");
	desk_shows(d, "state:");
	desk_shows(d, "staff:");
	desk_play(d, "t<Tab>lo<Tab>");
	desk_shows(d, ": state:locked");
	desk_play(d, "gro<Tab>");
	desk_shows(d, ": state:locked group:");
	desk_shows(d, "\"Help desk\"");
	keys_golden(&d->c.ui, "filter-line-names");
	desk_play(d, "he<Tab>");
	desk_shows(d, ": state:locked group:\"Help desk\"");
	desk_play(d, "<Enter>");
	desk_hides(d, ": state");
	desk_shows(d, "Hel…");
}

static void
a_command_goes_before_a_field_of_its_name(void **state)
{
	struct desk *d = open_desk(state);

	/* Without a colon it is the noun; no command has one. */
	desk_play(d, ":gro<Tab>");
	desk_shows(d, "Make users members of a group");
	desk_play(d, "<Ctrl-U>group:<Tab>");
	desk_shows(d, "Admin");
}

static void
it_comes_back_like_any_line(void **state)
{
	struct desk *d = open_desk(state);

	desk_play(d, ":state:locked<Enter>:group list<Enter>:state<Up>");
	desk_shows(d, ": state:locked");
	desk_play(d, "<Enter>");
	desk_shows(d, "1–4 of 4");
}

static void
a_pasted_filter_waits_for_enter(void **state)
{
	struct desk *d = open_desk(state);

	desk_play(d, ":<Paste state:locked\nsource:local\n>");
	desk_shows(d, ": state:locked source:local");
	desk_shows(d, "34 users");
	desk_play(d, "<Enter>");
	desk_shows(d, "1–4 of 4");
}

static void
what_is_masked_cannot_be_looked_for(void **state)
{
	struct desk *d = *state;

	desk_open(d, "vera", 24, 80);
	desk_play(d, ":email:bob@*<Enter>");
	desk_shows(d, "doorward.view_pii");
	desk_shows(d, ": email:bob@*\n  ^\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)
		T(a_filter_shows_the_users_that_match),
		T(it_comes_from_any_screen_and_replaces_search_and_bin),
		T(what_is_wrong_is_pointed_at),
		T(fields_values_and_names_are_completed),
		T(a_command_goes_before_a_field_of_its_name),
		T(it_comes_back_like_any_line),
		T(a_pasted_filter_waits_for_enter),
		T(what_is_masked_cannot_be_looked_for),
	};

	return cmocka_run_group_tests_name("filter_line", tests, NULL, NULL);
}
