/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exporting what a list shows: from the menu and from the command line, the count before
 * it, the file whole or not there, and the words that do the same in a shell.
 */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "tests/support/desk.h"
#include "tests/support/place.h"
#include "ui/term_memory.h"

#define NAME "doorward-users-20231114-231320"

struct bench {
	struct desk *d;
	struct place *place;
	char from[512];
};

static int
setup(void **state)
{
	struct bench *bench = dw_calloc(1, sizeof(*bench));
	void *d = NULL, *place = NULL;

	if (setenv("TZ", "UTC", 1) != 0 || desk_setup(&d) != 0 || place_setup(&place) != 0)
		return -1;
	bench->d = d;
	bench->place = place;
	*state = bench;
	return getcwd(bench->from, sizeof(bench->from)) != NULL &&
		chdir(bench->place->folder) == 0 ? 0 : -1;
}

static int
teardown(void **state)
{
	struct bench *bench = *state;
	void *d = bench->d, *place = bench->place;
	int rc = chdir(bench->from);

	free(bench);
	return desk_teardown(&d) != 0 || place_teardown(&place) != 0 ? -1 : rc;
}

static void
holds(struct bench *bench, const char *name, const char *text, bool expected)
{
	size_t len = 0;
	DW_AUTO_FREE char *got = place_read(place_path(bench->place, name), &len);

	if ((strstr(got, text) != NULL) != expected)
		fail_msg("“%s” in:\n%s", text, got);
}

static int64_t
exports(struct desk *d)
{
	return household_int(d->h, "SELECT count(*) FROM audit WHERE action_code = 'users_exported'");
}

static void
what_the_list_shows_is_what_is_written(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;
	struct stat st;

	household_sql(d->h, "UPDATE user SET active = 0, inactive_reason = 1 "
		"WHERE username IN ('bob', 'cleo')");
	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user list state:inactive<Enter>");
	desk_shows(d, "1–2 of 2");
	desk_play(d, "a");
	desk_shows(d, "[x] Export users");
	keys_golden(&d->c.ui, "export-menu");
	desk_play(d, "x");
	desk_shows(d, "state:inactive");
	desk_shows(d, NAME ".csv");
	keys_golden(&d->c.ui, "export-form");
	desk_play(d, "<Enter>");
	desk_shows(d, "2 rows will be written to");
	keys_golden(&d->c.ui, "export-question");
	assert_int_equal(exports(d), 0);
	desk_play(d, "<Enter>");
	desk_shows(d, "2 users were exported to " NAME ".csv");
	assert_int_equal(exports(d), 1);
	assert_string_equal(place_names(bench->place), NAME ".csv");
	assert_int_equal(stat(NAME ".csv", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	holds(bench, NAME ".csv", "username,first_name,", true);
	holds(bench, NAME ".csv", "\r\nbob,", true);
	holds(bench, NAME ".csv", "\r\ncleo,", true);
	holds(bench, NAME ".csv", "\r\nalba,", false);
	desk_play(d, "M");
	desk_shows(d, "doorward user export state:inactive --csv >");
}

static void
format_and_columns_are_chosen_and_the_name_follows(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user export state:active --search bo<Enter>");
	desk_shows(d, "Export users");
	desk_play(d, "<Tab><Right><Right>");
	desk_shows(d, NAME ".jsonl");
	desk_play(d, "<Tab><Space>");
	desk_shows(d, "None ticked is all of them");
	desk_play(d, "username<Space><Enter>");
	desk_play(d, "<Enter>");
	desk_shows(d, "1 row will be written to");
	desk_shows(d, "with username");
	desk_play(d, "<Enter>");
	desk_shows(d, "1 user was exported");
	holds(bench, NAME ".jsonl", "{\"username\":\"bob\"}\n", true);
	desk_play(d, "M");
	desk_shows(d, "--search bo state:active --jsonl --fields");
}

static void
a_bad_name_or_filter_is_told_at_its_field(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	place_write(place_path(bench->place, "there.csv"), "x", 1);
	desk_open(d, "alba", 24, 80);
	desk_play(d, "ax<Ctrl-U>there.csv<Enter>");
	desk_shows(d, "there.csv is there already");
	desk_play(d, "<Ctrl-U>no/such/x.csv<Enter>");
	desk_shows(d, "no/such/x.csv cannot be made");
	desk_play(d, "<Ctrl-U>new.csv<Tab><Tab><Tab>colour:red<Enter>");
	desk_shows(d, "colour");
	desk_shows(d, "Export users");
	desk_play(d, "<Ctrl-U><Enter>");
	desk_shows(d, "6 rows will be written to new.csv");
	/* Esc goes back a step, and nothing is lost; twice leaves nothing behind. */
	desk_play(d, "<Esc>");
	desk_shows(d, "new.csv");
	desk_play(d, "<Esc>y");
	desk_hides(d, "Export users");
	assert_string_equal(place_names(bench->place), "there.csv");
	assert_int_equal(exports(d), 0);
}

/* The clock is asked in the middle of the work, the second time in a turn that draws nothing:
 * then the key comes. */
static struct ui_term *stop_on;
static int asked;

static int64_t
stopping_clock(void)
{
	if (++asked == 2)
		ui_term_memory_key(stop_on, UI_CTRL('C'));
	return keys_now;
}

static void
a_cancelled_export_leaves_no_file(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_people(d, 1100);
	desk_open(d, "alba", 24, 80);
	desk_play(d, "ax<Enter>");
	desk_shows(d, "rows will be written to");
	ui_term_memory_key(d->term, UI_KEY_ENTER);
	ui_turn(&d->c.ui, 0);
	ui_paint(&d->c.ui);
	stop_on = d->term;
	asked = 0;
	dw_clock = stopping_clock;
	ui_turn(&d->c.ui, 0);
	dw_clock = keys_clock;
	desk_play(d, "");
	desk_shows(d, "The export was cancelled; there is no file.");
	assert_string_equal(place_names(bench->place), "");
	/* It had begun, and that is told. */
	assert_int_equal(exports(d), 1);
}

static void
who_may_not_export_sees_why(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "hela", 24, 80);
	desk_play(d, "a");
	desk_shows(d, "Export users");
	desk_play(d, "x");
	desk_shows(d, "doorward.export");
	desk_hides(d, "CSV");
}

static void
under_sudo_the_command_is_told_instead(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "alba", 24, 80);
	d->app.caller.under_sudo = true;
	desk_play(d, ":user export state:active<Enter>");
	desk_shows(d, "Under sudo files are not opened by name");
	desk_play(d, "<Esc><Esc>ax");
	desk_shows(d, "doorward user export --csv >");
	desk_hides(d, "Columns");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_the_list_shows_is_what_is_written),
		TEST(format_and_columns_are_chosen_and_the_name_follows),
		TEST(a_bad_name_or_filter_is_told_at_its_field),
		TEST(a_cancelled_export_leaves_no_file),
		TEST(who_may_not_export_sees_why),
		TEST(under_sudo_the_command_is_told_instead),
	};

	return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
