/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The screen as text in a file: as it was when the key was pressed, from everywhere, and
 * never with a secret that can be read.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/desk.h"
#include "tests/support/place.h"

#define NAME "doorward-screen-20231114-231320.txt"

/* A desk, and a folder of its own to stand in. */
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
saved(struct bench *bench, const char *name, const char *text, bool expected)
{
	size_t len = 0;
	DW_AUTO_FREE char *got = place_read(place_path(bench->place, name), &len);

	if ((strstr(got, text) != NULL) != expected)
		fail_msg("“%s” in:\n%s", text, got);
}

static void
the_screen_is_saved_as_it_was_and_the_name_is_offered(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;
	struct stat st;

	desk_open(d, "alba", 24, 80);
	desk_play(d, "<Ctrl-O>");
	desk_shows(d, "Save the screen as text");
	desk_shows(d, NAME);
	keys_golden(&d->c.ui, "shot");
	desk_play(d, "<Enter>");
	desk_shows(d, "The screen was saved in " NAME);
	assert_string_equal(place_names(bench->place), NAME);
	assert_int_equal(stat(NAME, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	saved(bench, NAME, "USERNAME", true);
	saved(bench, NAME, "bob", true);
	saved(bench, NAME, "Save the screen", false);
}

static void
a_greater_sign_does_it_where_nothing_is_typed(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "alba", 24, 80);
	desk_play(d, "/><Enter>");
	desk_hides(d, "Save the screen");
	desk_play(d, "<Esc>>");
	desk_shows(d, "Save the screen as text");
	desk_play(d, "<Esc>");
	desk_hides(d, "Save the screen");
	assert_string_equal(place_names(bench->place), "");
}

static void
it_works_in_menus_forms_pickers_and_the_command_line(void **state)
{
	static const struct {
		const char *keys, *shows, *name;
	} places[] = {
		{ "a", "Set password", "menu" },
		{ "<Esc>e", "First name", "form" },
		{ "<Esc>f", "As text", "filter" },
		{ "<Esc>:user deac", "deactivate", "command" },
		{ "<Esc>/bo", "/ bo", "search" },
		{ "<Esc><Esc>?", "Move up", "help" },
	};
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "alba", 24, 80);
	for (size_t i = 0; i < DW_COUNT(places); i++) {
		char script[64];

		desk_play(d, places[i].keys);
		desk_shows(d, places[i].shows);
		snprintf(script, sizeof(script), "<Ctrl-O><Ctrl-U>%s<Enter>", places[i].name);
		desk_play(d, script);
		saved(bench, places[i].name, places[i].shows, true);
		desk_shows(d, places[i].shows);
	}
}

static void
a_bad_name_is_told_at_the_field_and_kept(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	place_write(place_path(bench->place, "mine"), "mine", 4);
	desk_open(d, "alba", 24, 80);
	desk_play(d, "<Ctrl-O><Ctrl-U>no/such/place<Enter>");
	desk_shows(d, "no/such/place cannot be made");
	desk_play(d, "<Ctrl-U>mine<Enter>");
	desk_shows(d, "mine is there already");
	saved(bench, "mine", "USERNAME", false);
	desk_play(d, "2<Enter>");
	desk_shows(d, "The screen was saved in mine2");
	saved(bench, "mine2", "USERNAME", true);
}

static void
a_secret_that_can_be_read_is_not_saved(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "alba", 24, 80);
	desk_play(d, "/bob<Enter>:user set-password bob<Enter>");
	desk_play(d, "open sesame, door");
	desk_hides(d, "sesame");
	/* Masked it comes out as it stands there. */
	desk_play(d, "<Ctrl-O><Ctrl-U>masked<Enter>");
	saved(bench, "masked", "sesame", false);
	saved(bench, "masked", "bob", true);
	desk_play(d, "<Ctrl-T>");
	desk_shows(d, "sesame");
	desk_play(d, "<Ctrl-O>");
	desk_shows(d, "A secret can be read here");
	desk_hides(d, "Save the screen");
	desk_play(d, "<Ctrl-T><Ctrl-G>");
	desk_play(d, "<Ctrl-O>");
	desk_shows(d, "A secret can be read here");
	/* Hidden in the form, and shown large once it is saved. */
	desk_play(d, "<Enter><Enter>");
	desk_shows(d, "Shown once");
	desk_play(d, "<Ctrl-O>");
	desk_shows(d, "A secret can be read here");
	assert_string_equal(place_names(bench->place), "masked");
	desk_play(d, "<Enter><Ctrl-O>");
	desk_shows(d, "Save the screen as text");
}

static void
a_secret_that_was_closed_a_moment_ago_is_not_in_the_file(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user set-password bob<Enter>open sesame, door<Ctrl-T>");
	desk_shows(d, "sesame");
	desk_burst(d, "<Esc>y<Ctrl-O><Ctrl-U>after<Enter>");
	desk_shows(d, "saved in after");
	saved(bench, "after", "sesame", false);
}

static void
under_sudo_it_is_refused_with_what_to_do_instead(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "alba", 24, 80);
	d->app.caller.under_sudo = true;
	desk_play(d, "<Ctrl-O>");
	desk_shows(d, "Under sudo files are not opened by name");
	desk_shows(d, "Let the terminal");
	assert_string_equal(place_names(bench->place), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_screen_is_saved_as_it_was_and_the_name_is_offered),
		TEST(a_greater_sign_does_it_where_nothing_is_typed),
		TEST(it_works_in_menus_forms_pickers_and_the_command_line),
		TEST(a_bad_name_is_told_at_the_field_and_kept),
		TEST(a_secret_that_can_be_read_is_not_saved),
		TEST(a_secret_that_was_closed_a_moment_ago_is_not_in_the_file),
		TEST(under_sudo_it_is_refused_with_what_to_do_instead),
	};

	return cmocka_run_group_tests_name("saving the screen", tests, NULL, NULL);
}
