/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pager and the help: scrolling, wrapping, searching, and that the help lists
 * what is offered and nothing else.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

#include "base/mem.h"
#include "tests/support/keys.h"
#include "ui/help.h"
#include "ui/pager.h"
#include "ui/term_memory.h"

struct world {
	struct ui ui;
	struct ui_term *term;
};

static int
setup(void **state)
{
	struct world *world = dw_calloc(1, sizeof *world);
	struct ui_pager lines = { 0 };

	world->term = ui_term_memory_new(24, 80);
	ui_init(&world->ui, world->term, NULL, NULL);
	for (int i = 1; i <= 100; i++)
		ui_pager_addf(&lines, STYLE_NORMAL, "line %d%s", i, i % 40 == 0 ? " Köln" : "");
	ui_pager_open(&world->ui, "Log", &lines);
	*state = world;
	return 0;
}

static int
teardown(void **state)
{
	struct world *world = *state;

	ui_clear(&world->ui);
	ui_term_free(world->term);
	free(world);
	return 0;
}

static void
lines_scroll_and_stop_at_the_ends(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "");
	assert_true(keys_shows(&world->ui, "1–21 / 100"));
	keys_play(&world->ui, "jjk<Down>");
	assert_true(keys_shows(&world->ui, "3–23 / 100"));
	keys_play(&world->ui, "<PgDn><Space>b");
	assert_true(keys_shows(&world->ui, "24–44 / 100"));
	keys_play(&world->ui, "G<PgDn>j");
	assert_true(keys_shows(&world->ui, "80–100 / 100"));
	keys_play(&world->ui, "<Ctrl-U><WheelUp 5,5>");
	assert_true(keys_shows(&world->ui, "67–87 / 100"));
	keys_play(&world->ui, "g<Up>");
	assert_true(keys_shows(&world->ui, "1–21 / 100"));
}

static void
a_search_goes_round(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "/koln");
	assert_true(keys_shows(&world->ui, "line 40 Köln"));
	keys_play(&world->ui, "<Enter>");
	assert_int_equal(world->ui.top->context, UI_IN_PAGER);
	keys_play(&world->ui, "n");
	assert_true(keys_shows(&world->ui, "line 80 Köln"));
	keys_play(&world->ui, "n");
	assert_true(keys_shows(&world->ui, "line 40 Köln"));
	keys_play(&world->ui, "N");
	assert_true(keys_shows(&world->ui, "line 80 Köln"));
	keys_play(&world->ui, "/zzz");
	assert_true(keys_shows(&world->ui, "Nothing matches"));
	keys_play(&world->ui, "<Esc>");
	assert_false(keys_shows(&world->ui, "Nothing matches"));
	assert_non_null(world->ui.top);
}

static void
long_lines_are_wrapped_again_for_another_width(void **state)
{
	struct world *world = *state;
	struct ui_pager lines = { 0 };

	for (int i = 0; i < 40; i++)
		ui_pager_add(&lines, STYLE_NORMAL,
			"A line that is longer than sixty columns and shorter than eighty of them.\n");
	ui_pager_add(&lines, STYLE_NORMAL, "");
	ui_pager_open(&world->ui, "Long", &lines);
	keys_play(&world->ui, "");
	assert_true(keys_shows(&world->ui, "/ 41"));
	keys_play(&world->ui, "G<Resize 60x15>");
	assert_true(keys_shows(&world->ui, "/ 81"));
	keys_play(&world->ui, "<Resize 60x40>");
	assert_true(keys_shows(&world->ui, "1–37 / 81") || keys_shows(&world->ui, "/ 81"));
}

static void
what_was_seen_is_seen_in_another_width(void **state)
{
	struct world *world = *state;
	struct ui_pager lines = { 0 };

	for (int i = 1; i <= 40; i++)
		ui_pager_addf(&lines, STYLE_NORMAL,
			"number %d is longer than sixty columns and shorter than eighty of them", i);
	ui_pager_open(&world->ui, "Long", &lines);
	keys_play(&world->ui, "<PgDn>/number 30<Enter>");
	assert_true(keys_shows(&world->ui, "number 30"));
	keys_play(&world->ui, "<Resize 60x15>");
	assert_true(keys_shows(&world->ui, "number 22"));
	keys_play(&world->ui, "n");
	assert_true(keys_shows(&world->ui, "number 30"));
}

/* One line of a megabyte, as claims may be. */
static void
a_megabyte_scrolls_and_is_searched_to_its_end(void **state)
{
	struct world *world = *state;
	DW_AUTO(dw_buf) text = { 0 };

	while (text.len < (1 << 20))
		dw_buf_puts(&text, "0123456789");
	memcpy(text.data + 700003, "needle", 6);
	memcpy(text.data + 900003, "Needle", 6);
	ui_pager_open_value(&world->ui, "Claims", dw_buf_text(&text));
	keys_play(&world->ui, "");
	assert_true(keys_shows(&world->ui, "1–21 / 13444"));
	keys_play(&world->ui, "/needle<Enter>");
	assert_true(keys_shows(&world->ui, "needle"));
	assert_false(keys_shows(&world->ui, "Needle"));
	keys_play(&world->ui, "n");
	assert_true(keys_shows(&world->ui, "Needle"));
	keys_play(&world->ui, "n");
	assert_true(keys_shows(&world->ui, "needle"));
	keys_play(&world->ui, "G");
	assert_true(keys_shows(&world->ui, "13424–13444 / 13444"));
	keys_play(&world->ui, "y");
	assert_true(keys_shows(&world->ui, "too long for the clipboards"));
	assert_null(ui_term_memory_facts(world->term).copied);
}

static void
a_match_that_goes_over_the_end_of_a_row_is_found(void **state)
{
	struct world *world = *state;
	DW_AUTO(dw_buf) text = { 0 };

	for (int i = 0; i < 20; i++)
		dw_buf_puts(&text, "aaaaaaaaaa");
	/* Rows are 78 columns: the word begins in the first and ends in the second. */
	memcpy(text.data + 75, "ÜBERALL", strlen("ÜBERALL"));
	ui_pager_open_value(&world->ui, "Value", dw_buf_text(&text));
	keys_play(&world->ui, "/uberall<Enter>");
	assert_false(keys_shows(&world->ui, "Nothing matches"));
}

/* A family of three is one character of several code points. */
static void
a_row_never_ends_inside_a_character(void **state)
{
	static const char family[] = "👨‍👩‍👧";
	struct world *world = *state;
	DW_AUTO(dw_buf) text = { 0 };
	size_t at = 0;

	(void)world;
	for (int i = 0; i < 40; i++)
		dw_buf_puts(&text, family);
	while (dw_buf_text(&text)[at] != '\0') {
		size_t next, len = ui_wrap(dw_buf_text(&text) + at, 20, &next);

		assert_int_equal(len % (sizeof(family) - 1), 0);
		assert_true(next > 0);
		at += next;
	}
}

static void
a_value_is_sent_to_the_clipboard_and_nothing_more_is_claimed(void **state)
{
	struct world *world = *state;

	ui_pager_open_value(&world->ui, "E-mail", "ada@example.org");
	keys_play(&world->ui, "y");
	assert_string_equal(ui_term_memory_facts(world->term).copied, "ada@example.org");
	assert_true(keys_shows(&world->ui, "Sent to the terminal's clipboard; whether it took it"));
}

static void
the_help_lists_what_is_offered_and_nothing_else(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "?");
	keys_golden(&world->ui, "help");
	assert_true(keys_shows(&world->ui, "Keys of “Log”"));
	assert_true(keys_shows(&world->ui, "Move down by a screen"));
	assert_false(keys_shows(&world->ui, "recycle bin"));
	keys_play(&world->ui, "/half<Enter>");
	keys_play(&world->ui, "q");
	assert_true(keys_shows(&world->ui, "line 1"));
}

static void
esc_and_q_close_it(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "?<Esc>");
	assert_null(world->ui.top->below);
	keys_play(&world->ui, "<Esc>"); /* never the last one */
	assert_non_null(world->ui.top);
	keys_play(&world->ui, "q");
	assert_null(world->ui.top);
}

#define PAGER_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAGER_TEST(lines_scroll_and_stop_at_the_ends),
		PAGER_TEST(a_search_goes_round),
		PAGER_TEST(long_lines_are_wrapped_again_for_another_width),
		PAGER_TEST(what_was_seen_is_seen_in_another_width),
		PAGER_TEST(a_megabyte_scrolls_and_is_searched_to_its_end),
		PAGER_TEST(a_match_that_goes_over_the_end_of_a_row_is_found),
		PAGER_TEST(a_row_never_ends_inside_a_character),
		PAGER_TEST(a_value_is_sent_to_the_clipboard_and_nothing_more_is_claimed),
		PAGER_TEST(the_help_lists_what_is_offered_and_nothing_else),
		PAGER_TEST(esc_and_q_close_it),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
