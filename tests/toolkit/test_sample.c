/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sample program, keys in and whole screens out: what the parts look like
 * together at 80x24, at the smallest size and in a large window.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "tests/support/test.h"

#include "base/clock.h"
#include "base/mem.h"
#include "tests/support/keys.h"
#include "tests/support/sample.h"
#include "ui/term_memory.h"

struct world {
	struct ui ui;
	struct ui_term *term;
};

static int
setup(void **state)
{
	struct world *world = dw_calloc(1, sizeof *world);

	keys_now = INT64_C(1795176000000);
	dw_clock = keys_clock;
	world->term = ui_term_memory_new(24, 80);
	ui_init(&world->ui, world->term, &sample_app, NULL);
	sample_open(&world->ui, 128);
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
	dw_clock = NULL;
	return 0;
}

static void
the_list_at_80x24(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "j<Space>jj");
	keys_golden(&world->ui, "sample-list-80x24");
}

static void
the_list_at_60x15_and_120x40(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "<Resize 60x15>G");
	keys_golden(&world->ui, "sample-list-60x15");
	keys_play(&world->ui, "<Resize 120x40>");
	keys_golden(&world->ui, "sample-list-120x40");
}

static void
a_menu_over_the_list(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "<Right 6,30>r");
	keys_golden(&world->ui, "sample-menu-80x24");
}

static void
a_form_at_60x15(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "<Resize 60x15>e<Tab><Tab><Ctrl-U>taken@example.org<Enter>");
	keys_golden(&world->ui, "sample-form-60x15");
}

static void
a_detail_with_tabs(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "<Double 5,10>");
	keys_golden(&world->ui, "sample-detail-80x24");
	keys_play(&world->ui, "l<PgDn>");
	assert_true(keys_shows(&world->ui, "19  2026-11-20"));
	keys_play(&world->ui, "1u"); /* a letter that the tab prints */
	assert_true(keys_shows(&world->ui, "Let asmith try to sign in again?"));
}

static void
styles_say_what_things_mean(void **state)
{
	struct world *world = *state;
	DW_AUTO(dw_buf) styles = { 0 };

	keys_play(&world->ui, "");
	ui_term_memory_styles(world->term, &styles);
	assert_non_null(strstr(dw_buf_text(&styles), "= cursor\n"));
	assert_non_null(strstr(dw_buf_text(&styles), "= error\n"));
	assert_non_null(strstr(dw_buf_text(&styles), "= selected\n"));
	assert_null(strstr(dw_buf_text(&styles), "= secret\n"));
}

/* A long way through everything, at a changing size: nothing falls over. */
static void
a_walk_through_everything(void **state)
{
	static const char *const words[] = { "j", "k", "<PgDn>", "<PgUp>", "G", "g", "<Space>", "v",
		"*", "\\", "a", "e", "u", "c", "v", "x", "r", "<Enter>", "<Esc>", "<Tab>",
		"<Shift-Tab>", "<Left>", "<Right>", "<Up>", "<Down>", "?", "/", "n", "N", "[", "]",
		"<Paste one\\ntwo>", "<Click 7,20>", "<Double 8,9>", "<Right 9,40>",
		"<WheelDown 5,5>", "<WheelUp 5,5>", "<Resize 60x15>", "<Resize 80x24>",
		"<Resize 200x50>", "<Resize 20x5>", "<Resize 100x30>", "<Backspace>", "<Delete>",
		"<Ctrl-U>", "<Ctrl-G>", "<Ctrl-T>", "<Ctrl-L>", "é", "漢", "<Home>", "<End>", "y",
		"<Wait 500>", "<Click 23,10>", "1", "2", "asmith", "<Ctrl-C>", "h", "l" };
	struct world *world = *state;
	unsigned seed = 42;

	for (int i = 0; i < 4000; i++) {
		seed = seed * 1103515245u + 12345u;
		keys_play(&world->ui, words[(seed >> 16) % DW_COUNT(words)]);
		assert_non_null(world->ui.top);
	}
}

static int
start(void **state)
{
	(void)state;
	return sodium_init() < 0;
}

#define SAMPLE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SAMPLE_TEST(the_list_at_80x24),
		SAMPLE_TEST(the_list_at_60x15_and_120x40),
		SAMPLE_TEST(a_menu_over_the_list),
		SAMPLE_TEST(a_form_at_60x15),
		SAMPLE_TEST(a_detail_with_tabs),
		SAMPLE_TEST(styles_say_what_things_mean),
		SAMPLE_TEST(a_walk_through_everything),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, start, NULL);
}
