/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Importing on the screen: a file or a paste, which column is which, what would change,
 * and then that and nothing else.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "tests/support/desk.h"
#include "tests/support/place.h"
#include "ui/term_memory.h"

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
file(struct bench *bench, const char *name, const char *text)
{
	place_write(place_path(bench->place, name), text, strlen(text));
}

static int64_t
people(struct desk *d)
{
	return household_int(d->h, "SELECT count(*) FROM user");
}

static const char *
first_name(struct desk *d, const char *username)
{
	static char sql[128];

	snprintf(sql, sizeof(sql), "SELECT first_name FROM user WHERE username = '%s'", username);
	return household_text(d->h, "%s", sql);
}

#define PEOPLE "Login,Surname,First Name,E-Mail Address,Notes,groups\n" \
	"jdoe,Doe,Jane,jane.doe@example.org,hello,Family\n" \
	"kk,Kay,Kim,,,\n"

static void
a_file_is_chosen_mapped_looked_at_and_imported(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;
	int64_t before;

	file(bench, "people.csv", PEOPLE);
	file(bench, "other.csv", "x\n");
	desk_open(d, "alba", 24, 80);
	before = people(d);
	desk_play(d, "ai");
	desk_shows(d, "Paste or type the rows here");
	desk_shows(d, "people.csv");
	keys_golden(&d->c.ui, "import-source");
	desk_play(d, "peop<Enter>");
	desk_shows(d, "Import users from people.csv");
	desk_shows(d, "last_name (likely)");
	desk_shows(d, "1 column has no place yet");
	desk_shows(d, "seen once every column has its place");
	keys_golden(&d->c.ui, "import-map-open");
	/* What is not settled is not gone over. */
	desk_play(d, "g");
	desk_shows(d, "Choose where “Notes” goes");
	desk_play(d, "-");
	desk_hides(d, "no place yet");
	desk_shows(d, "create");
	keys_golden(&d->c.ui, "import-map");
	desk_play(d, "g");
	desk_shows(d, "New users: 2");
	desk_shows(d, "+ jdoe");
	desk_shows(d, "Nothing is changed yet.");
	keys_golden(&d->c.ui, "import-plan");
	assert_int_equal(people(d), before);
	desk_play(d, "<Enter>");
	desk_shows(d, "2 users were imported");
	desk_shows(d, "1 Users");
	assert_int_equal(people(d), before + 2);
	assert_string_equal(first_name(d, "jdoe"), "Jane");
	desk_play(d, "M");
	desk_shows(d, "doorward user import --map");
	desk_shows(d, "Notes=-");
	desk_shows(d, "people.csv");
}

static void
an_import_of_a_file_with_our_names_takes_few_keys(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	file(bench, "ours.csv", "username,first_name\njdoe,Jane\n");
	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user import ours.csv<Enter>");
	desk_shows(d, "[ Go on");
	desk_play(d, "<Enter><Enter>");
	desk_shows(d, "1 user was imported");
	assert_string_equal(first_name(d, "jdoe"), "Jane");
}

static void
a_file_that_changed_since_its_plan_is_looked_at_again(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;
	int64_t before;

	file(bench, "ours.csv", "username,first_name\njdoe,Jane\n");
	desk_open(d, "alba", 24, 80);
	before = people(d);
	desk_play(d, ":user import ours.csv<Enter><Enter>");
	desk_shows(d, "+ jdoe");
	file(bench, "ours.csv", "username,first_name\njdoe,Jane\nkk,Kim\n");
	desk_play(d, "<Enter>");
	desk_shows(d, "nothing was imported");
	assert_int_equal(people(d), before);
	desk_play(d, "<Enter>");
	desk_shows(d, "create    kk");
	desk_play(d, "g");
	desk_shows(d, "+ kk");
	desk_play(d, "<Enter>");
	desk_shows(d, "2 users were imported");
	assert_int_equal(people(d), before + 2);
}

static void
rows_are_pasted_with_their_newlines_and_shown_safe(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "alba", 24, 80);
	desk_play(d, "ai<Enter>");
	desk_shows(d, "the line with the names of the columns first");
	desk_play(d, "<Paste username,first_name\njdoe,Ja\033[31mne\n>");
	desk_play(d, "<Paste kk,Kim\nll,L>");
	desk_shows(d, "4 lines");
	desk_shows(d, "jdoe,Ja");
	desk_hides(d, "\033");
	keys_golden(&d->c.ui, "import-paste");
	desk_play(d, "<Ctrl-D>");
	desk_shows(d, "Import users from what was pasted");
	desk_shows(d, "First rows: 3; bad: 1");
	desk_hides(d, "\033");
	/* Back to the paste, which is still there; the row is mended by pasting all again. */
	desk_play(d, "<Esc>");
	desk_shows(d, "4 lines");
	desk_play(d, "<Ctrl-U><Paste username,first_name\njdoe,Jane\n><Ctrl-D>");
	desk_shows(d, "First rows: 1; bad: 0");
	desk_play(d, "g<Enter>");
	desk_shows(d, "1 user was imported");
	assert_string_equal(first_name(d, "jdoe"), "Jane");
	desk_hides(d, "Paste the rows");
	desk_play(d, "M");
	desk_shows(d, "doorward user import -");
}

static void
what_was_pasted_is_not_thrown_away_unasked(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "alba", 24, 80);
	desk_play(d, "ai<Enter><Esc>");
	desk_hides(d, "Not imported");
	desk_play(d, "ai<Enter><Paste username\njdoe\n><Esc>");
	desk_shows(d, "The rows that are here are not imported yet.");
	/* No is what Enter means. */
	desk_play(d, "<Enter>");
	desk_shows(d, "2 lines");
	desk_play(d, "<Esc>y");
	desk_hides(d, "Paste the rows");
	desk_shows(d, "1–6 of 6");
}

/* NUL, invalid bytes, bidirectional signs: as bytes that arrive, not as text of a script. */
static void
hostile_bytes_in_a_paste_do_no_harm(void **state)
{
	static const char bytes[] = "username,first_name\njdoe,a\0b\xff\xe2\x80\xae" "c\n";
	struct bench *bench = *state;
	struct desk *d = bench->d;
	char *copy = dw_calloc(1, sizeof(bytes));

	memcpy(copy, bytes, sizeof(bytes));
	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user import -<Enter>");
	ui_term_memory_put(d->term, &(struct ui_event){ .type = UI_EVENT_PASTE, .paste = copy,
		.paste_len = sizeof(bytes) - 1 });
	desk_play(d, "");
	desk_shows(d, "2 lines");
	desk_play(d, "<Ctrl-D>");
	desk_hides(d, "\xe2\x80\xae");
	desk_play(d, "g<Enter>");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM user WHERE username = 'jdoe'"), 0);
	free(copy);
}

static void
typed_lines_do_as_well_where_pastes_are_not_marked(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user import -<Enter>username<Tab>first_name<Enter>jdoe<Tab>Janee<Backspace>"
		"<Enter>");
	desk_shows(d, "2 lines");
	desk_play(d, "<Ctrl-D>");
	desk_shows(d, "create");
	desk_play(d, "<Enter><Enter>");
	desk_shows(d, "1 user was imported");
	assert_string_equal(first_name(d, "jdoe"), "Jane");
}

static void
a_long_paste_is_counted_and_not_slow(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;
	DW_AUTO(dw_buf) text = { 0 };

	dw_buf_puts(&text, "username\n");
	for (int i = 0; i < 20000; i++)
		dw_buf_printf(&text, "pasted%05d\n", i);
	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user import -<Enter>");
	ui_term_memory_paste(d->term, dw_buf_text(&text));
	desk_play(d, "");
	desk_shows(d, "20,001 lines");
	desk_shows(d, "pasted19999");
	desk_play(d, "<Ctrl-D>");
	desk_shows(d, "First rows: 20; bad: 0");
}

static void
two_columns_for_one_place_are_a_fault_at_both(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	file(bench, "two.csv", "username,mail,other\njdoe,a@example.org,b@example.org\n");
	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user import two.csv<Enter>");
	desk_shows(d, "email (likely)");
	desk_play(d, "<Enter>email<Enter>");
	desk_shows(d, "as “mail” is: only one can be");
	desk_shows(d, "as “other” is: only one can be");
	desk_shows(d, "2 columns have no place yet");
	keys_golden(&d->c.ui, "import-map-twice");
	desk_play(d, "g");
	desk_shows(d, "Two columns go to the same place");
	desk_hides(d, "What the import");
	desk_play(d, "-");
	desk_hides(d, "only one can be");
	desk_play(d, "g");
	desk_shows(d, "New users: 1");
}

static void
a_column_that_is_needed_and_not_there_is_told(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	file(bench, "short.csv", "first_name\nJane\n");
	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user import short.csv<Enter>");
	desk_shows(d, "username: This column is missing.");
	desk_play(d, "g");
	desk_hides(d, "What the import");
}

static void
users_who_are_there_are_changed_by_key_with_a_difference_each(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	household_sql(d->h, "UPDATE user SET first_name = 'Cleo' WHERE username = 'cleo'");
	file(bench, "change.csv", "username,first_name\nbob,Robert\ncleo,Cleo\njdoe,Jane\n");
	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user import change.csv<Enter>");
	desk_shows(d, "bad");
	desk_play(d, "o<Tab><Right><Enter>");
	desk_shows(d, "change");
	desk_shows(d, "Robert");
	desk_shows(d, "unchanged");
	keys_golden(&d->c.ui, "import-map-update");
	desk_play(d, "g");
	desk_shows(d, "Users who change: 1");
	desk_shows(d, "first_name + Robert");
	desk_shows(d, "New users: 1");
	desk_shows(d, "Users who stay as they are: 1");
	keys_golden(&d->c.ui, "import-plan-update");
	desk_play(d, "<Enter>");
	desk_shows(d, "Users created: 1; changed: 1");
	assert_string_equal(first_name(d, "bob"), "Robert");
}

static void
bad_rows_stop_it_unless_they_are_put_into_a_file(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;
	DW_AUTO_FREE char *rejects = NULL;
	size_t len;

	file(bench, "bad.csv", "username,email\njdoe,jdoe@example.org\nkk,no-address\n");
	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user import bad.csv<Enter>g");
	desk_shows(d, "Nothing can be imported while rows are bad");
	desk_shows(d, "line 3");
	desk_play(d, "<Enter>");
	desk_shows(d, "Nothing is changed yet.");
	desk_play(d, "<Esc>o<Up>-<Enter>");
	desk_shows(d, "Give the name of a");
	desk_play(d, "<Ctrl-U>bad.csv<Enter>");
	desk_shows(d, "bad.csv is there already");
	desk_play(d, "<Ctrl-U>rejects.csv<Enter>g");
	desk_shows(d, "Bad rows: 1");
	desk_shows(d, "they go to rejects.csv, with their reasons");
	desk_hides(d, "Nothing can be imported");
	desk_play(d, "<Enter>");
	desk_shows(d, "1 user was imported");
	assert_string_equal(place_names(bench->place), "bad.csv rejects.csv");
	rejects = place_read(place_path(bench->place, "rejects.csv"), &len);
	assert_non_null(strstr(rejects, "kk,no-address,3,"));
	assert_null(strstr(rejects, "jdoe"));
}

static void
esc_goes_back_a_step_and_keeps_the_map(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	file(bench, "people.csv", PEOPLE);
	desk_open(d, "alba", 24, 80);
	desk_play(d, "aipeop<Enter>");
	desk_play(d, "-g");
	desk_shows(d, "What the import of people.csv would change");
	desk_play(d, "<Esc>");
	desk_shows(d, "passed over");
	desk_play(d, "<Esc>");
	desk_shows(d, "Paste or type the rows here");
	desk_play(d, "peop<Enter>");
	desk_shows(d, "passed over");
	desk_hides(d, "no place yet");
	desk_play(d, "<Esc><Esc>");
	desk_shows(d, "1–6 of 6");
}

static void
an_option_that_means_nothing_is_told_at_its_field(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	file(bench, "ours.csv", "username\njdoe\n");
	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user import ours.csv<Enter>o<Tab><Tab><Space><Enter>");
	desk_shows(d, "is about users who are there already");
	desk_shows(d, "Options of the import");
	desk_play(d, "<Space><Enter>g");
	desk_shows(d, "New users: 1");
}

static void
it_is_usable_on_the_smallest_terminal(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	file(bench, "people.csv", PEOPLE);
	desk_open(d, "alba", 15, 60);
	desk_play(d, "aipeop<Enter>");
	desk_shows(d, "? choose");
	desk_play(d, "-");
	desk_shows(d, "create");
	keys_golden(&d->c.ui, "import-map-60x15");
	desk_play(d, "g<Enter>");
	desk_shows(d, "2 users were imported");
}

static void
a_folder_is_opened_and_a_path_is_completed(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	assert_int_equal(mkdir(place_path(bench->place, "data"), 0700), 0);
	file(bench, "data/people.csv", PEOPLE);
	desk_open(d, "alba", 24, 80);
	desk_play(d, "aidat<Enter>");
	desk_shows(d, "Import users: data/");
	desk_shows(d, "data/people.csv");
	desk_play(d, "<Esc>aidata/pe<Enter>");
	desk_shows(d, "Import users from data/people.csv");
}

static void
under_sudo_rows_are_pasted_and_no_file_is_opened(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	file(bench, "people.csv", PEOPLE);
	desk_open(d, "alba", 24, 80);
	d->app.caller.under_sudo = true;
	desk_play(d, "ai");
	desk_shows(d, "Under sudo files are not opened by name");
	desk_hides(d, "people.csv");
	desk_play(d, "<Enter><Paste username\njdoe\n><Ctrl-D><Enter><Enter>");
	desk_shows(d, "1 user was imported");
	desk_play(d, ":user import people.csv<Enter>");
	desk_shows(d, "Under sudo files are not opened by name");
	desk_hides(d, "IN THE FILE");
}

static struct ui_term *stop_on;
static int asked;

/* As in test_export.c: the key comes in the middle of the work. */
static int64_t
stopping_clock(void)
{
	if (++asked == 2)
		ui_term_memory_key(stop_on, UI_KEY_ESC);
	return keys_now;
}

static void
a_cancelled_import_changes_nothing(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;
	DW_AUTO(dw_buf) text = { 0 };
	int64_t before;

	dw_buf_puts(&text, "username\n");
	for (int i = 0; i < 5000; i++)
		dw_buf_printf(&text, "many%04d\n", i);
	file(bench, "many.csv", dw_buf_text(&text));
	desk_open(d, "alba", 24, 80);
	before = people(d);
	desk_play(d, ":user import many.csv<Enter><Enter>");
	desk_shows(d, "New users: 5,000");
	ui_term_memory_key(d->term, UI_KEY_ENTER);
	ui_turn(&d->c.ui, 0);
	ui_paint(&d->c.ui);
	stop_on = d->term;
	asked = 0;
	dw_clock = stopping_clock;
	ui_turn(&d->c.ui, 0);
	dw_clock = keys_clock;
	desk_play(d, "");
	desk_shows(d, "The import was cancelled; nothing was changed.");
	desk_shows(d, "IN THE FILE");
	assert_int_equal(people(d), before);
}

static void
hashes_are_not_shown_and_not_saved_with_the_screen(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user import -<Enter><Paste username,password_hash\njdoe,sesame\n><Ctrl-O>");
	desk_shows(d, "A secret can be read here");
	desk_play(d, "<Ctrl-D>");
	desk_shows(d, "password_hash");
	desk_hides(d, "sesame");
	desk_play(d, "=");
	desk_shows(d, "jdoe");
	desk_hides(d, "sesame");
}

static void
a_file_that_says_what_is_so_already_imports_nothing(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	file(bench, "same.csv", "username\nbob\n");
	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user import same.csv --update-by username<Enter><Enter>");
	desk_shows(d, "Nothing would be different.");
	desk_shows(d, "Users who stay as they are: 1");
	desk_play(d, "<Enter>");
	desk_shows(d, "Nothing is changed yet.");
	file(bench, "empty.csv", "username\n");
	desk_play(d, "<Esc><Esc><Esc>:user import empty.csv<Enter><Enter>");
	desk_shows(d, "Nothing would be different.");
}

static void
who_may_not_import_sees_why(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "hela", 24, 80);
	desk_play(d, "ai");
	desk_shows(d, "doorward.import");
	desk_hides(d, "Paste or type");
	desk_play(d, "<Esc>:user import -<Enter>");
	desk_shows(d, "doorward.import");
	desk_hides(d, "Paste the rows");
}

static void
what_only_the_shell_does_is_said(void **state)
{
	struct bench *bench = *state;
	struct desk *d = bench->d;

	desk_open(d, "alba", 24, 80);
	desk_play(d, ":user import --template<Enter>");
	desk_shows(d, "template");
	desk_hides(d, "Paste or type");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_file_is_chosen_mapped_looked_at_and_imported),
		TEST(an_import_of_a_file_with_our_names_takes_few_keys),
		TEST(a_file_that_changed_since_its_plan_is_looked_at_again),
		TEST(rows_are_pasted_with_their_newlines_and_shown_safe),
		TEST(what_was_pasted_is_not_thrown_away_unasked),
		TEST(hostile_bytes_in_a_paste_do_no_harm),
		TEST(typed_lines_do_as_well_where_pastes_are_not_marked),
		TEST(a_long_paste_is_counted_and_not_slow),
		TEST(two_columns_for_one_place_are_a_fault_at_both),
		TEST(a_column_that_is_needed_and_not_there_is_told),
		TEST(users_who_are_there_are_changed_by_key_with_a_difference_each),
		TEST(bad_rows_stop_it_unless_they_are_put_into_a_file),
		TEST(esc_goes_back_a_step_and_keeps_the_map),
		TEST(an_option_that_means_nothing_is_told_at_its_field),
		TEST(it_is_usable_on_the_smallest_terminal),
		TEST(a_folder_is_opened_and_a_path_is_completed),
		TEST(under_sudo_rows_are_pasted_and_no_file_is_opened),
		TEST(a_cancelled_import_changes_nothing),
		TEST(hashes_are_not_shown_and_not_saved_with_the_screen),
		TEST(a_file_that_says_what_is_so_already_imports_nothing),
		TEST(who_may_not_import_sees_why),
		TEST(what_only_the_shell_does_is_said),
	};

	return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
