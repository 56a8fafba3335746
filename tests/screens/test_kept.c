/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Screens come back as their operator left them, and nothing that was typed to find people
 * is anywhere in the store afterwards.
 */
#include "tests/support/test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "domain/screen_state.h"
#include "tests/support/desk.h"

static void
again(struct desk *d, const char *username)
{
	desk_close(d);
	desk_open(d, username, 24, 120);
}

/* What is kept of alba's screen; "" for nothing. */
static const char *
kept(struct desk *d, const char *screen)
{
	return household_text(d->h, "SELECT coalesce((SELECT s.state FROM screen_state AS s JOIN user"
		" AS u ON u.id = s.user_id WHERE u.username = 'alba' AND s.screen = '%s'), '')", screen);
}

static void
a_filter_an_order_and_columns_come_back(void **state)
{
	struct desk *d = *state;

	desk_people(d, 40);
	desk_open(d, "alba", 24, 120);
	desk_play(d, ":user list state:locked<Enter>s");
	desk_shows(d, "Sort by");
	desk_play(d, "3");
	desk_play(d, "w<Down><Space><Enter>+");
	desk_close(d);
	assert_non_null(strstr(kept(d, "user.list"), "\"filter\":\"state:locked\""));
	assert_non_null(strstr(kept(d, "user.list"), "\"page_size\":200"));
	assert_non_null(strstr(kept(d, "user.list"), "\"columns\":["));
	assert_non_null(strstr(kept(d, "user.list"), "\"sort\":"));
	desk_open(d, "alba", 24, 120);
	desk_shows(d, "state:locked");
	desk_shows(d, "person007");
	desk_hides(d, "person008");
	/* Nothing was touched: nothing is another. */
	household_sql(d->h, "UPDATE screen_state SET changed_at = 5");
	desk_close(d);
	assert_int_equal(household_int(d->h, "SELECT sum(changed_at) FROM screen_state"), 5 *
		household_int(d->h, "SELECT count(*) FROM screen_state"));
}

static void
another_operator_has_the_usual(void **state)
{
	struct desk *d = *state;

	desk_people(d, 40);
	desk_open(d, "alba", 24, 120);
	desk_play(d, ":user list state:locked<Enter>");
	again(d, "mona");
	desk_hides(d, "state:locked");
	desk_shows(d, "person008");
}

static void
who_touches_nothing_leaves_nothing(void **state)
{
	struct desk *d = *state;

	desk_people(d, 40);
	desk_open(d, "alba", 24, 120);
	desk_play(d, "<Down><Enter><Esc>/person00<Enter><Esc>12<Wait 2000>1");
	desk_close(d);
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM screen_state"), 0);
}

static void
the_screen_the_tab_and_the_bin_come_back(void **state)
{
	struct desk *d = *state;

	desk_people(d, 40);
	desk_open(d, "alba", 24, 120);
	desk_play(d, "B<Enter>2<Esc>2");
	desk_shows(d, "Family");
	again(d, "alba");
	desk_shows(d, "Family");
	desk_play(d, "1");
	desk_shows(d, "shown]");
	desk_play(d, "<Enter>");
	desk_shows(d, "SIGN-IN:");
}

/* The bin brings columns of its own; choosing others does not make them stay. */
static void
columns_of_the_bin_go_with_it(void **state)
{
	struct desk *d = *state;

	desk_people(d, 40);
	desk_open(d, "alba", 24, 120);
	desk_play(d, "Bw<Down><Space><Enter>");
	desk_shows(d, "DEADLINE");
	desk_play(d, "B");
	desk_hides(d, "DEADLINE");
	desk_close(d);
	assert_non_null(strstr(kept(d, "user.list"), "\"columns\":["));
	assert_null(strstr(kept(d, "user.list"), "deadline"));
}

static void
the_mouse_stays_off(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	desk_play(d, "m");
	again(d, "alba");
	assert_false(d->term->facts.mouse);
	desk_play(d, "m");
	again(d, "alba");
	assert_true(d->term->facts.mouse);
}

static void
lists_come_back_too(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 120);
	desk_play(d, "2+3+");
	again(d, "alba");
	desk_play(d, "2+");
	desk_shows(d, "500 rows on a page");
}

static void
lists_come_back_narrowed_by_what_is_about_nobody(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 120);
	desk_play(d, ":audit list --result refused --since 7d --operator mona --action user_created<Enter>");
	desk_shows(d, "result:refused");
	desk_play(d, ":permission list --group Family --app wiki<Enter>");
	desk_shows(d, "group:Family");
	desk_close(d);
	assert_string_equal(kept(d, "audit.list"),
		"{\"narrowed\":{\"action\":\"user_created\",\"result\":\"refused\",\"since\":\"7d\"}}");
	assert_string_equal(kept(d, "permission.list"), "{\"narrowed\":{\"group\":\"Family\"}}");
	household_sql(d->h, "UPDATE user_group SET name = 'Clan', name_key = 'clan' WHERE name = 'Family'");
	desk_open(d, "alba", 40, 120);
	desk_shows(d, "it was taken out");
	desk_hides(d, "Family");
	desk_shows(d, "wiki.edit");
	desk_play(d, "5");
	desk_shows(d, "result:refused");
	desk_hides(d, "mona");
}

/* The list says that no entry is called so; what was typed there may be somebody's name. */
static void
a_name_of_no_entry_is_not_kept(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 120);
	desk_play(d, ":audit list --result refused --action dora<Enter>");
	desk_close(d);
	assert_int_equal(household_int(d->h,
		"SELECT count(*) FROM screen_state WHERE state LIKE '%%dora%%'"), 0);
}

static void
fresh_is_as_usual_and_leaves_what_was_kept(void **state)
{
	struct desk *d = *state;

	desk_people(d, 40);
	desk_open(d, "alba", 24, 120);
	desk_play(d, ":user list state:locked<Enter>");
	desk_close(d);
	d->fresh = true;
	desk_open(d, "alba", 24, 120);
	desk_hides(d, "state:locked");
	desk_close(d);
	assert_non_null(strstr(kept(d, "user.list"), "state:locked"));
	desk_open(d, "alba", 24, 120);
	desk_play(d, ":user list mfa:none<Enter>");
	desk_close(d);
	assert_non_null(strstr(kept(d, "user.list"), "mfa:none"));
}

static void
it_can_be_switched_off(void **state)
{
	struct desk *d = *state;

	desk_people(d, 40);
	desk_open(d, "alba", 24, 120);
	desk_play(d, ":user list state:locked<Enter>");
	desk_close(d);
	assert_int_equal(dw_conf_set(d->h->conf, "console.keep_state", "no", NULL), DW_OK);
	desk_open(d, "alba", 24, 120);
	desk_hides(d, "state:locked");
	desk_play(d, "B");
	desk_close(d);
	assert_non_null(strstr(kept(d, "user.list"), "state:locked"));
	assert_null(strstr(kept(d, "user.list"), "bin"));
}

static void
a_read_only_console_keeps_nothing_but_shows_it(void **state)
{
	struct desk *d = *state;

	desk_people(d, 40);
	desk_open(d, "alba", 24, 120);
	desk_play(d, ":user list state:locked<Enter>");
	desk_close(d);
	d->app.caller.read_only = true;
	desk_open(d, "alba", 24, 120);
	desk_shows(d, "state:locked");
	desk_play(d, "<Esc>B");
	desk_close(d);
	assert_non_null(strstr(kept(d, "user.list"), "state:locked"));
}

static void
a_group_that_is_gone_is_taken_out_of_the_filter(void **state)
{
	struct desk *d = *state;

	desk_people(d, 40);
	desk_open(d, "alba", 24, 120);
	desk_play(d, ":user list state:active group:Family<Enter>");
	desk_close(d);
	assert_non_null(strstr(kept(d, "user.list"), "group:Family"));
	household_sql(d->h, "UPDATE user_group SET name = 'Clan', name_key = 'clan' WHERE name = 'Family'");
	desk_open(d, "alba", 24, 120);
	desk_shows(d, "it was taken out");
	desk_shows(d, "state:active");
	desk_hides(d, "group:Family");
	desk_shows(d, "person001");
	desk_close(d);
	assert_null(strstr(kept(d, "user.list"), "Family"));
}

static void
forgotten_meanwhile_stays_forgotten(void **state)
{
	struct desk *d = *state;

	desk_people(d, 40);
	desk_open(d, "alba", 24, 120);
	desk_play(d, ":user list state:locked<Enter>");
	again(d, "alba");
	desk_play(d, ":screen forget<Enter>");
	desk_shows(d, "as usual");
	desk_play(d, "B");
	desk_close(d);
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM screen_state"), 0);
	desk_open(d, "alba", 24, 120);
	desk_hides(d, "state:locked");
}

/* Somebody holds the store for longer than anybody leaving would wait. */
static void
a_busy_store_is_not_waited_for(void **state)
{
	struct desk *d = *state;
	struct timespec from, to;

	desk_people(d, 40);
	desk_open(d, "alba", 24, 120);
	desk_play(d, ":user list state:locked<Enter>");
	assert_code(dw_txn_begin(d->h->db, &d->h->txn, err), DW_OK);
	/* What was read is booked by the end of the hold on the store, which is not this. */
	d->app.reads_pending = 0;
	clock_gettime(CLOCK_MONOTONIC, &from);
	console_clear(&d->c);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000 < 1000);
	dw_txn_clear(&d->h->txn);
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM screen_state"), 0);
	ui_term_free(d->term);
	dw_app_clear(&d->app);
	d->open = false;
}

/* What is kept may be of another Doorward, or damaged: it never stops anybody. */
static void
what_makes_no_sense_is_passed_over(void **state)
{
	static const char *const states[] = { "", "[]", "{", "{\"filter\":5,\"sort\":[],\"columns\":{}}",
		("{\"filter\":\"state:nonsense\",\"sort\":\"shoe size\",\"columns\":[5,\"x\",null],"
		"\"narrowed\":{\"permission\":\"gone\",\"x\":\"y\",\"user\":5},\"page_size\":-7,\"bin\":\"yes\",\"screen\":\"x\",\"tab\":9,\"mouse\":0}"),
		"{\"page_size\":123456789,\"screen\":\"audit.list\",\"tab\":\"nonsense\"}" };
	struct desk *d = *state;
	DW_AUTO(dw_user) alba = household_user(d->h, "alba");

	desk_people(d, 5);
	for (size_t i = 0; i < DW_COUNT(states); i++) {
		DW_AUTO(dw_screen_states) put = { 0 };

		dw_screen_states_put(&put, "user.list", states[i]);
		dw_screen_states_put(&put, "group.list", states[i]);
		dw_screen_states_put(&put, "console", states[i]);
		assert_code(dw_screen_states_keep(d->h->db, alba.id, &put, HOUSEHOLD_NOW, err), DW_OK);
		desk_open(d, "alba", 24, 120);
		desk_play(d, "1");
		desk_shows(d, "person001");
		desk_play(d, "2");
		desk_shows(d, "Family");
		desk_close(d);
	}
}

/* Is the text among the bytes of any file beside the store? */
static bool
is_in_the_store(struct desk *d, const char *text)
{
	DW_AUTO_FREE char *folder = dw_strdup(d->h->place->store);
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	*strrchr(folder, '/') = '\0';
	dir = opendir(folder);
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		DW_AUTO_FREE char *path = dw_format("%s/%s", folder, entry->d_name);
		FILE *file = fopen(path, "rb");
		size_t size = 64u << 20, n;
		DW_AUTO_FREE char *bytes = dw_calloc(size, 1);

		if (file == NULL)
			continue;
		n = fread(bytes, 1, size, file);
		assert_true(n < size);
		found = found || memmem(bytes, n, text, strlen(text)) != NULL;
		fclose(file);
	}
	closedir(dir);
	return found;
}

static void
names_leave_no_trace(void **state)
{
	struct desk *d = *state;

	desk_people(d, 5);
	desk_open(d, "alba", 24, 120);
	desk_play(d, ":user list state:active Zebedaios email:zephyrine@*<Enter>");
	desk_shows(d, "Zebedaios");
	desk_play(d, "/Xanthippe<Enter>2/Ysolde<Enter>4/Ysolde<Enter>");
	desk_close(d);
	assert_string_equal(kept(d, "user.list"), "{\"filter\":\"state:active\"}");
	assert_string_equal(kept(d, "console"), "{\"screen\":\"session.list\"}");
	desk_open(d, "alba", 24, 120);
	desk_play(d, "1:user list mfa:none group:Zacharias<Enter>");
	desk_close(d);
	assert_string_equal(kept(d, "user.list"), "{\"filter\":\"mfa:none\"}");
	assert_true(is_in_the_store(d, "person001"));
	assert_false(is_in_the_store(d, "Zebedaios"));
	assert_false(is_in_the_store(d, "zephyrine"));
	assert_false(is_in_the_store(d, "Zacharias"));
	assert_false(is_in_the_store(d, "Xanthippe"));
	assert_false(is_in_the_store(d, "Ysolde"));
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(a_filter_an_order_and_columns_come_back),
		FACT(another_operator_has_the_usual),
		FACT(who_touches_nothing_leaves_nothing),
		FACT(the_screen_the_tab_and_the_bin_come_back),
		FACT(columns_of_the_bin_go_with_it),
		FACT(the_mouse_stays_off),
		FACT(lists_come_back_too),
		FACT(lists_come_back_narrowed_by_what_is_about_nobody),
		FACT(a_name_of_no_entry_is_not_kept),
		FACT(fresh_is_as_usual_and_leaves_what_was_kept),
		FACT(it_can_be_switched_off),
		FACT(a_read_only_console_keeps_nothing_but_shows_it),
		FACT(a_group_that_is_gone_is_taken_out_of_the_filter),
		FACT(forgotten_meanwhile_stays_forgotten),
		FACT(a_busy_store_is_not_waited_for),
		FACT(what_makes_no_sense_is_passed_over),
		FACT(names_leave_no_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
