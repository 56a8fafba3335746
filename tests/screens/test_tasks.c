/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ten things that are done all day, key by key from the list of users as the console opens
 * it, each with how many keys it takes: every one that is pressed, typed letters as well.
 * Where one grows beyond 15, the way to it has to become shorter, not the test longer.
 */
#include "tests/support/test.h"

#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "tests/support/house.h"

#define KEYS_MAX 15

static struct desk *house;

static int
count_keys(const char *script)
{
	int n = 0;

	for (; *script != '\0'; n++) {
		uint32_t code;

		script += *script == '<' ? strcspn(script, ">") + 1 :
			dw_utf8_decode(script, strlen(script), &code);
	}
	return n;
}

/* Plays it from the beginning, as somebody would, and as fast. */
static void
task(const char *script, int keys)
{
	assert_int_equal(count_keys(script), keys);
	assert_in_range(keys, 1, KEYS_MAX);
	desk_play(house, script);
}

static void
opened(void)
{
	house_again(house);
	desk_open(house, "alba", 24, 80);
	desk_shows(house, "1–18 of 34 users");
}

/* ---- the tasks ---------------------------------------------------------------------- */

static void
somebody_is_found_by_half_an_address(void **state DW_UNUSED)
{
	opened();
	task("/017@exa<Enter>", 9);
	desk_shows(house, "▸  person017");
	desk_shows(house, "1–1 of 1");
	assert_string_equal(household_text(house->h,
		"SELECT email FROM user WHERE username = 'person017'"), "person017@example.org");
}

static void
a_leaver_is_deactivated(void **state DW_UNUSED)
{
	opened();
	task("/mona<Enter>ad<Enter>", 9);
	desk_shows(house, "mona is inactive");
	desk_shows(house, "inactive");
	assert_int_equal(household_int(house->h, "SELECT active FROM user WHERE username = 'mona'"), 0);
	assert_int_equal(household_int(house->h, "SELECT count(*) FROM session AS s JOIN user AS u ON"
		" u.id = s.user_id WHERE u.username = 'mona'"), 0);
}

static void
three_people_are_added_to_a_group(void **state DW_UNUSED)
{
	opened();
	task("<Down><Space><Down><Space><Space>agfam<Enter><Enter>", 12);
	desk_shows(house, "3 were changed");
	assert_string_equal(household_text(house->h, "SELECT group_concat(username, ' ') FROM (SELECT"
		" u.username FROM membership AS m JOIN user AS u ON u.id = m.user_id JOIN user_group AS g"
		" ON g.id = m.group_id WHERE g.name = 'Family' ORDER BY u.username)"),
		"bob cleo hela mona");
	assert_int_equal(household_int(house->h, "SELECT count(*) FROM audit WHERE action_code ="
		" 'groups_added' AND actor_uuid = (SELECT uuid FROM user WHERE username = 'alba')"), 3);
}

/* Somebody at another desk, before. */
static void
somebody_does(const char *who, const char *script)
{
	house_close(house);
	desk_open(house, who, 24, 80);
	desk_play(house, script);
	house_close(house);
}

static void
who_granted_a_permission_is_told(void **state DW_UNUSED)
{
	opened();
	somebody_does("mona", ":permission grant bob wiki.edit<Enter><Enter>");
	assert_int_equal(household_int(house->h, "SELECT count(*) FROM audit WHERE action_code ="
		" 'permissions_added' AND actor_uuid = (SELECT uuid FROM user WHERE username = 'mona')"), 1);
	desk_open(house, "alba", 24, 80);
	task("/bob<Enter><Enter>4", 7);
	desk_shows(house, "wiki.edit                       direct                   now     mona");
	/* With the time and all the ways, on Enter. */
	desk_play(house, "<Enter>");
	desk_shows(house, "by mona");
}

static void
what_changed_yesterday_is_seen(void **state DW_UNUSED)
{
	opened();
	somebody_does("mona", ":user edit bob --first-name Robert<Enter><Enter>");
	keys_now += 20 * DW_HOUR;
	somebody_does("mona", ":user edit vera --first-name Verena<Enter><Enter>");
	assert_string_equal(household_text(house->h,
		"SELECT first_name FROM user WHERE username = 'vera'"), "Verena");
	keys_now += DW_DAY - 2 * DW_HOUR;
	desk_open(house, "alba", 24, 80);
	task("5Vy", 3);
	desk_shows(house, "1–1 of 1");
	desk_shows(house, "mona         Edit                  vera");
	/* And what that was. */
	desk_play(house, "<Enter>");
	desk_shows(house, "+ Verena");
}

static void
all_sessions_of_somebody_are_ended(void **state DW_UNUSED)
{
	opened();
	task("/bob<Enter>asy", 8);
	desk_shows(house, "All sessions of bob");
	assert_int_equal(household_int(house->h, "SELECT count(*) FROM session AS s JOIN user AS u ON"
		" u.id = s.user_id WHERE u.username = 'bob'"), 0);
	assert_int_equal(household_int(house->h, "SELECT count(*) FROM session"), 2);
}

static size_t
count_lines(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

static void
everybody_who_is_inactive_is_exported(void **state DW_UNUSED)
{
	DW_AUTO_FREE char *before = getcwd(NULL, 0);
	DW_AUTO_FREE char *csv = NULL;
	glob_t found = { 0 };
	size_t len;

	opened();
	assert_int_equal(chdir(house->h->place->folder), 0);
	task("f<Tab><Space>ina<Enter><Enter>ax<Enter><Enter>", 12);
	assert_int_equal(glob("doorward-users-*.csv", 0, NULL, &found), 0);
	assert_int_equal(found.gl_pathc, 1);
	desk_shows(house, found.gl_pathv[0]);
	csv = place_read(found.gl_pathv[0], &len);
	globfree(&found);
	assert_int_equal(chdir(before), 0);
	assert_int_equal(household_int(house->h, "SELECT count(*) FROM user WHERE active = 0 AND"
		" lifecycle = 0"), 3);
	assert_int_equal(count_lines(csv), 1 + 3);
	assert_non_null(strstr(csv, "person009"));
	assert_null(strstr(csv, "person011"));
	assert_int_equal(household_int(house->h, "SELECT count(*) FROM audit WHERE action_code ="
		" 'users_exported'"), 1);
}

static void
the_last_change_is_taken_back(void **state DW_UNUSED)
{
	opened();
	desk_play(house, ":user deactivate bob<Enter><Wait 50>");
	assert_int_equal(household_int(house->h, "SELECT active FROM user WHERE username = 'bob'"), 0);
	task("z<Enter>", 2);
	desk_shows(house, "was undone");
	assert_int_equal(household_int(house->h, "SELECT active FROM user WHERE username = 'bob'"), 1);
}

static void
a_typing_error_in_a_name_is_mended(void **state DW_UNUSED)
{
	opened();
	task("/bob<Enter>e<Tab><Backspace>d<Enter><Enter>", 11);
	desk_shows(house, "bob was saved");
	desk_shows(house, "Bund");
	assert_string_equal(household_text(house->h,
		"SELECT last_name FROM user WHERE username = 'bob'"), "Bund");
	/* And it is found by the new one. */
	desk_play(house, "<Esc>/bund<Enter>");
	desk_shows(house, "1–1 of 1");
}

static void
the_bin_is_opened(void **state DW_UNUSED)
{
	opened();
	desk_hides(house, "person011");
	task("B", 1);
	desk_shows(house, "person011");
	desk_shows(house, "Recycle bin   29 d");
	assert_int_equal(household_int(house->h, "SELECT lifecycle FROM user WHERE username ="
		" 'person011'"), 1);
}

/* ---- running ------------------------------------------------------------------------- */

static int
setup(void **state DW_UNUSED)
{
	void *desk = NULL;
	int rc = house_setup(&desk);

	house = desk;
	return rc;
}

static int
teardown(void **state DW_UNUSED)
{
	void *desk = house;

	return house_teardown(&desk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(somebody_is_found_by_half_an_address),
		cmocka_unit_test(a_leaver_is_deactivated),
		cmocka_unit_test(three_people_are_added_to_a_group),
		cmocka_unit_test(who_granted_a_permission_is_told),
		cmocka_unit_test(what_changed_yesterday_is_seen),
		cmocka_unit_test(all_sessions_of_somebody_are_ended),
		cmocka_unit_test(everybody_who_is_inactive_is_exported),
		cmocka_unit_test(the_last_change_is_taken_back),
		cmocka_unit_test(a_typing_error_in_a_name_is_mended),
		cmocka_unit_test(the_bin_is_opened),
	};

	return cmocka_run_group_tests_name("tasks", tests, setup, teardown);
}
