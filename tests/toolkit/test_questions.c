/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Menus, questions, messages and differences: what each key answers, that a stray
 * Enter does no harm, and that grey rows say why.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

#include "base/mem.h"
#include "tests/support/keys.h"
#include "ui/dialog.h"
#include "ui/diff.h"
#include "ui/menu.h"
#include "ui/term_memory.h"

struct world {
	struct ui ui;
	struct ui_term *term;
	int answers, value, gone;
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
chosen(void *ctx, int value)
{
	struct world *world = ctx;

	world->answers++;
	world->value = value;
}

static void
gone(void *ctx)
{
	((struct world *)ctx)->gone++;
}

static void
open_menu(struct world *world)
{
	static const struct ui_menu_row rows[] = {
		{ .label = "Erase", .mnemonic = 'x', .value = 1, .grey = "She is not in the bin." },
		{ .label = "Edit", .mnemonic = 'e', .remark = "e", .value = 2 },
		{ .label = NULL },
		{ .label = "Unlock", .mnemonic = 'u', .value = 3 },
		{ .label = "Last", .value = 4 },
	};
	struct ui_view *view =
		ui_menu_open(&world->ui, "Anna", rows, DW_COUNT(rows), -1, -1, chosen, world);

	view->gone = gone;
	view->gone_arg = world;
}

static void
a_menu_begins_on_the_first_possible_row(void **state)
{
	struct world *world = *state;

	open_menu(world);
	keys_play(&world->ui, "");
	keys_golden(&world->ui, "menu");
	keys_play(&world->ui, "<Enter>");
	assert_int_equal(world->value, 2);
	assert_int_equal(world->gone, 1);
	assert_null(world->ui.top);
}

static void
a_letter_chooses_at_once(void **state)
{
	struct world *world = *state;

	open_menu(world);
	keys_play(&world->ui, "u");
	assert_int_equal(world->value, 3);
}

static void
lines_are_skipped_and_the_ends_meet(void **state)
{
	struct world *world = *state;

	open_menu(world);
	keys_play(&world->ui, "<Down><Down><Down><Down><Down><Enter>");
	assert_int_equal(world->value, 3);
	open_menu(world);
	keys_play(&world->ui, "<End><Up><Up><Up><Up><Enter>");
	assert_int_equal(world->value, 4);
}

static void
a_grey_row_says_why_and_does_nothing(void **state)
{
	struct world *world = *state;

	open_menu(world);
	keys_play(&world->ui, "x");
	assert_true(keys_shows(&world->ui, "She is not in the bin."));
	keys_play(&world->ui, "<Enter>zq1");
	assert_int_equal(world->answers, 0);
	assert_int_equal(ui_term_memory_facts(world->term).beeps, 2);
	keys_play(&world->ui, "<Esc>");
	assert_int_equal(world->answers, 0);
	assert_int_equal(world->gone, 1);
}

static void
a_menu_opens_where_it_fits(void **state)
{
	static struct ui_menu_row rows[40];
	struct world *world = *state;

	for (int i = 0; i < 40; i++)
		rows[i] = (struct ui_menu_row){ .label = "Row", .value = i };
	ui_menu_open(&world->ui, "Many", rows, 3, 23, 79, chosen, world);
	keys_play(&world->ui, "");
	assert_true(keys_shows(&world->ui, "└──────────────────────────┘\n\n"));
	keys_play(&world->ui, "<Esc>");
	keys_play(&world->ui, "");
	ui_menu_open(&world->ui, "Many", rows, 40, -1, -1, chosen, world);
	keys_play(&world->ui, "<PgDn><PgDn><PgDn><Enter>");
	assert_int_equal(world->value, 39);
}

static void
the_mouse_chooses_and_leaves(void **state)
{
	struct world *world = *state;

	open_menu(world);
	keys_play(&world->ui, "<Click 1,1>");
	assert_int_equal(world->gone, 1);
	open_menu(world);
	keys_play(&world->ui, "");
	keys_play(&world->ui, "<Click 11,30>"); /* the label Last */
	assert_int_equal(world->answers, 1);
}

/* ---- questions -------------------------------------------------------------------- */

static void
answered(void *ctx, bool yes)
{
	chosen(ctx, yes);
}

static void
ask(struct world *world, const char *type, bool yes_first)
{
	world->value = -1;
	ui_ask(&world->ui,
		&(struct ui_question){ .title = "Erase Anna?",
			.text = "Everything about her goes, in the store and in its file.",
			.warning = type != NULL ? "This is final." : NULL,
			.yes = "Erase",
			.type = type,
			.yes_first = yes_first,
			.done = answered,
			.ctx = world });
}

static void
a_stray_enter_is_no(void **state)
{
	struct world *world = *state;

	ask(world, NULL, false);
	keys_play(&world->ui, "<Enter>");
	assert_int_equal(world->value, false);
	ask(world, NULL, true);
	keys_play(&world->ui, "<Enter>");
	assert_int_equal(world->value, true);
}

static void
questions_are_answered_in_many_ways(void **state)
{
	static const struct {
		const char *keys;
		int answer;
	} ways[] = { { "y", true }, { "n", false }, { "<Esc>", false }, { "<Tab><Enter>", true },
		{ "<Left><Enter>", true }, { "<Left><Right><Enter>", false },
		{ "<Ctrl-C>", false } };
	struct world *world = *state;

	for (size_t i = 0; i < DW_COUNT(ways); i++) {
		ask(world, NULL, false);
		keys_play(&world->ui, ways[i].keys);
		assert_int_equal(world->value, ways[i].answer);
		assert_null(world->ui.top);
	}
}

static void
what_is_final_needs_its_word(void **state)
{
	struct world *world = *state;

	ask(world, "asmith", false);
	keys_play(&world->ui, "yasmit<Enter><Tab><Enter>");
	keys_golden(&world->ui, "question-typed");
	assert_int_equal(world->answers, 0);
	keys_play(&world->ui, "<Shift-Tab><Home><Delete><End>h<Enter>");
	assert_int_equal(world->value, true);
	ask(world, "asmith", false);
	keys_play(&world->ui, "<Paste asmith\\n><Esc>");
	assert_int_equal(world->value, false);
}

static void
a_message_waits_to_be_read(void **state)
{
	struct world *world = *state;

	ui_tell(&world->ui, "Note", "The store was restored.");
	keys_play(&world->ui, "xyn");
	assert_true(keys_shows(&world->ui, "The store was restored."));
	keys_play(&world->ui, "<Enter>");
	assert_null(world->ui.top);
	ui_tell(&world->ui, "Note", "Again.");
	keys_play(&world->ui, "<Esc>");
	assert_null(world->ui.top);
}

/* ---- differences --------------------------------------------------------------------- */

static void
open_diff(struct world *world, size_t n)
{
	static struct ui_diff_row rows[30];

	for (size_t i = 0; i < n; i++)
		rows[i] = (struct ui_diff_row){ "Field", i % 3 == 0 ? NULL : "old",
			i % 3 == 1 ? "" : "new" };
	ui_diff_open(&world->ui,
		&(struct ui_diff_spec){ .title = "Save?",
			.note = "Somebody else is editing her.",
			.warning = "Old links stop working.",
			.rows = rows,
			.n = n,
			.done = answered,
			.ctx = world });
}

static void
differences_are_shown_and_confirmed(void **state)
{
	struct world *world = *state;

	open_diff(world, 3);
	keys_play(&world->ui, "");
	keys_golden(&world->ui, "diff");
	keys_play(&world->ui, "<Enter>");
	assert_int_equal(world->value, true);
	open_diff(world, 30);
	keys_play(&world->ui, "<Down><PgDn><PgDn><WheelUp 5,5><Esc>");
	assert_int_equal(world->value, false);
}

#define QUESTION_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		QUESTION_TEST(a_menu_begins_on_the_first_possible_row),
		QUESTION_TEST(a_letter_chooses_at_once),
		QUESTION_TEST(lines_are_skipped_and_the_ends_meet),
		QUESTION_TEST(a_grey_row_says_why_and_does_nothing),
		QUESTION_TEST(a_menu_opens_where_it_fits),
		QUESTION_TEST(the_mouse_chooses_and_leaves),
		QUESTION_TEST(a_stray_enter_is_no),
		QUESTION_TEST(questions_are_answered_in_many_ways),
		QUESTION_TEST(what_is_final_needs_its_word),
		QUESTION_TEST(a_message_waits_to_be_read),
		QUESTION_TEST(differences_are_shown_and_confirmed),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
