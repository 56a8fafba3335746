/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Sessions screen: who is signed in, found by what is typed, ended one by one or
 * many at once, and the way to the user.
 */
#include "tests/support/test.h"

#include "base/clock.h"
#include "base/mem.h"
#include "tests/support/desk.h"

static void
session(struct desk *d, const char *username, int64_t ago, const char *device,
	const char *browser, const char *address)
{
	household_session(d->h, username, dw_now() - ago);
	household_sql(d->h, "UPDATE session SET device = '%s', browser = '%s', address = '%s',"
		" started_at = last_active_at - 7200000 WHERE id = (SELECT max(id) FROM session)", device,
		browser, address);
}

static void
open_desk(struct desk *d, int rows, int cols)
{
	desk_open(d, "alba", rows, cols);
	session(d, "bob", 2 * DW_MINUTE, "Windows PC", "Firefox 128", "192.0.2.17");
	session(d, "cleo", 9 * DW_MINUTE, "Mac", "Safari 17", "2001:db8:42::1f");
	session(d, "bob", 20 * DW_MINUTE, "Android phone", "Chrome 127", "203.0.113.200");
	session(d, "mona", 40 * DW_MINUTE, "Television \x1b[7m", "", "198.51.100.23");
	desk_play(d, "4");
}

static int64_t
open_sessions(struct desk *d)
{
	return household_int(d->h, "SELECT count(*) FROM session");
}

static void
everybody_who_is_signed_in_is_listed(void **state)
{
	struct desk *d = *state;

	open_desk(d, 24, 80);
	keys_golden(&d->c.ui, "sessions-80x24");
}

static void
a_wide_terminal_shows_every_column(void **state)
{
	struct desk *d = *state;

	open_desk(d, 24, 120);
	desk_shows(d, "STARTED");
	desk_shows(d, "203.0.113.200");
	keys_golden(&d->c.ui, "sessions-120x24");
}

static void
slash_finds_by_device_and_by_address(void **state)
{
	struct desk *d = *state;

	open_desk(d, 24, 80);
	desk_play(d, "/android");
	desk_shows(d, "203.0.113.200");
	desk_hides(d, "192.0.2.17");
	desk_play(d, "<Ctrl-U>2001:db8");
	desk_shows(d, "cleo");
	desk_hides(d, "Android phone");
	desk_play(d, "<Ctrl-U>nothing like it");
	desk_shows(d, "Nothing matches. Esc clears the search.");
}

static void
enter_opens_the_user_among_their_sessions(void **state)
{
	struct desk *d = *state;

	open_desk(d, 24, 80);
	desk_play(d, "<Down><Enter>");
	desk_shows(d, "Safari 17");
	desk_shows(d, "History");
	desk_hides(d, "Firefox 128");
	desk_play(d, "<Esc>");
	desk_shows(d, "Firefox 128");
}

static void
d_ends_the_session_under_the_cursor(void **state)
{
	struct desk *d = *state;

	open_desk(d, 24, 80);
	desk_play(d, "d");
	desk_shows(d, "End this session of bob?");
	assert_int_equal(open_sessions(d), 4);
	desk_play(d, "y");
	assert_int_equal(open_sessions(d), 3);
	assert_int_equal(household_int(d->h,
		"SELECT count(*) FROM session WHERE device = 'Windows PC'"), 0);
	desk_hides(d, "Windows PC");
}

static void
marked_ones_are_ended_together_after_a_preview(void **state)
{
	struct desk *d = *state;

	open_desk(d, 24, 80);
	/* Both of bob: targets come in the order of their random ids. */
	desk_play(d, "<Space><Down><Space>d");
	keys_golden(&d->c.ui, "sessions-end-many");
	assert_int_equal(open_sessions(d), 4);
	desk_play(d, "<Enter>");
	assert_int_equal(open_sessions(d), 2);
	assert_int_equal(household_int(d->h,
		"SELECT count(*) FROM audit WHERE action_code = 'session_ended'"), 2);
	assert_int_equal(household_int(d->h, "SELECT count(DISTINCT batch) FROM audit"
		" WHERE action_code = 'session_ended' AND length(batch) = 16"), 1);
}

static void
a_new_session_appears_by_itself(void **state)
{
	struct desk *d = *state;

	open_desk(d, 24, 80);
	desk_change(d, "sessions", "UPDATE session SET browser = 'Opera 112' WHERE browser = 'Safari 17'");
	desk_play(d, "<Wait 1000>");
	desk_shows(d, "Opera 112");
}

static void
the_command_line_leads_here_and_narrows_further(void **state)
{
	struct desk *d = *state;

	open_desk(d, 24, 80);
	desk_play(d, "1:session list --search android<Enter>");
	desk_shows(d, "/ android");
	desk_hides(d, "Firefox 128");
	desk_play(d, ":session list --idle 15min<Enter>");
	desk_shows(d, "Android phone");
	desk_hides(d, "Safari 17");
	desk_play(d, ":session list bob --idle 15min<Enter>");
	desk_shows(d, "Android phone");
	desk_hides(d, "Television");
	desk_play(d, ":session list cleo<Enter>");
	desk_shows(d, "Safari 17");
	desk_shows(d, "History");
}

#define fact(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fact(everybody_who_is_signed_in_is_listed),
		fact(a_wide_terminal_shows_every_column),
		fact(slash_finds_by_device_and_by_address),
		fact(enter_opens_the_user_among_their_sessions),
		fact(d_ends_the_session_under_the_cursor),
		fact(marked_ones_are_ended_together_after_a_preview),
		fact(a_new_session_appears_by_itself),
		fact(the_command_line_leads_here_and_narrows_further),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
