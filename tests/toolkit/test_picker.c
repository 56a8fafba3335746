/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pickers: narrowing, ticking, groups, and large sets that are asked for.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

#include "base/mem.h"
#include "tests/support/keys.h"
#include "ui/picker.h"
#include "ui/term_memory.h"

struct world {
	struct ui ui;
	struct ui_term *term;
	char answer[100];
	int answers;
};

static int
setup(void **state)
{
	struct world *world = dw_calloc(1, sizeof *world);

	world->term = ui_term_memory_new(24, 80);
	ui_init(&world->ui, world->term, NULL, NULL);
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
picked(void *ctx, const char *const *keys, size_t n)
{
	struct world *world = ctx;

	world->answers++;
	world->answer[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		strcat(world->answer, keys[i]);
		strcat(world->answer, ";");
	}
}

static void
open_groups(struct world *world, bool many)
{
	static const struct ui_pick items[] = {
		{ .key = "1", .label = "Admin", .detail = "Everything", .group = "Doorward",
			.grey = "Only an admin can" },
		{ .key = "2", .label = "Help desk", .detail = "Lock-outs", .group = "Doorward" },
		{ .key = "3", .label = "Ops", .group = "Own", .on = true },
		{ .key = "4", .label = "Verkauf", .detail = "Büro Köln", .group = "Own" },
	};

	ui_pick_open(&world->ui,
		&(struct ui_pick_spec){ .title = "Groups",
			.many = many,
			.items = items,
			.n = DW_COUNT(items),
			.done = picked,
			.ctx = world });
}

static void
one_is_chosen_beginning_on_the_present_one(void **state)
{
	struct world *world = *state;

	open_groups(world, false);
	keys_play(&world->ui, "<Enter>");
	assert_string_equal(world->answer, "3;");
	open_groups(world, false);
	keys_play(&world->ui, "<Down><Down><Enter>");
	assert_string_equal(world->answer, "4;");
}

static void
typing_narrows_without_accents_and_word_by_word(void **state)
{
	struct world *world = *state;

	open_groups(world, false);
	keys_play(&world->ui, "koln ver");
	keys_golden(&world->ui, "picker");
	keys_play(&world->ui, "<Enter>");
	assert_string_equal(world->answer, "4;");
}

static void
ticks_stay_while_the_list_is_narrowed(void **state)
{
	struct world *world = *state;

	open_groups(world, true);
	keys_play(&world->ui, "desk<Space><Ctrl-U>verk<Space>");
	assert_true(keys_shows(&world->ui, "3 chosen"));
	keys_play(&world->ui, "<Ctrl-U>");
	assert_true(keys_shows(&world->ui, "[x] Verkauf"));
	keys_play(&world->ui, "ops<Space><Enter>");
	assert_string_equal(world->answer, "2;4;");
}

static void
nothing_that_is_grey_is_picked(void **state)
{
	struct world *world = *state;

	open_groups(world, true);
	keys_play(&world->ui, "adm<Space>");
	assert_int_equal(ui_term_memory_facts(world->term).beeps, 1);
	keys_play(&world->ui, "<Enter>");
	assert_string_equal(world->answer, "3;");
	open_groups(world, false);
	keys_play(&world->ui, "adm<Enter>");
	assert_int_equal(world->answers, 1);
}

static void
nothing_found_is_a_sentence_and_esc_leaves(void **state)
{
	struct world *world = *state;

	open_groups(world, false);
	keys_play(&world->ui, "zzz<Enter><Down>");
	assert_true(keys_shows(&world->ui, "Nothing matches"));
	keys_play(&world->ui, "<Esc>");
	assert_int_equal(world->answers, 0);
	assert_null(world->ui.top);
}

/* A set too large to hand over: what the needle finds is made up. */
static void
fill(void *ctx DW_UNUSED, struct ui_picker *picker, const char *needle)
{
	for (int i = 0; i < 30 && *needle != '\0'; i++) {
		DW_AUTO_FREE char *label = dw_format("%s%02d", needle, i);

		ui_picker_add(picker, &(struct ui_pick){ .label = label });
	}
}

static void
large_sets_are_asked_for_each_needle(void **state)
{
	struct world *world = *state;

	ui_pick_open(&world->ui,
		&(struct ui_pick_spec){ .title = "People",
			.empty = "Type a name.",
			.many = true,
			.fill = fill,
			.done = picked,
			.ctx = world });
	keys_play(&world->ui, "");
	assert_true(keys_shows(&world->ui, "Type a name."));
	keys_play(&world->ui, "ab<PgDn><PgDn><PgDn><Space><Backspace><Space><Enter>");
	assert_string_equal(world->answer, "ab29;a00;");
}

static void
the_mouse_ticks_and_scrolls(void **state)
{
	struct world *world = *state;

	open_groups(world, true);
	keys_play(&world->ui, "<Resize 80x24>");
	keys_golden(&world->ui, "picker-many");
	keys_play(&world->ui, "<Click 10,10>"); /* Help desk */
	keys_play(&world->ui, "<Click 11,10>"); /* a heading: nothing */
	keys_play(&world->ui, "<WheelDown 9,9><Enter>");
	assert_string_equal(world->answer, "3;2;");
	open_groups(world, false);
	keys_play(&world->ui, "<Click 0,0>");
	assert_null(world->ui.top);
}

#define PICKER_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PICKER_TEST(one_is_chosen_beginning_on_the_present_one),
		PICKER_TEST(typing_narrows_without_accents_and_word_by_word),
		PICKER_TEST(ticks_stay_while_the_list_is_narrowed),
		PICKER_TEST(nothing_that_is_grey_is_picked),
		PICKER_TEST(nothing_found_is_a_sentence_and_esc_leaves),
		PICKER_TEST(large_sets_are_asked_for_each_needle),
		PICKER_TEST(the_mouse_ticks_and_scrolls),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
