/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Secrets shown once, and long work: both live by the clock.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "tests/support/test.h"

#include "base/clock.h"
#include "base/mem.h"
#include "tests/support/keys.h"
#include "ui/progress.h"
#include "ui/reveal.h"
#include "ui/term_memory.h"

struct world {
	struct ui ui;
	struct ui_term *term;
	int done, released;
	bool cancelled;
	int steps; /* in all */
};

static int
setup(void **state)
{
	struct world *world = dw_calloc(1, sizeof *world);

	dw_clock = keys_clock;
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
	dw_clock = NULL;
	return 0;
}

static void
done(void *ctx)
{
	((struct world *)ctx)->done++;
}

static void
show(struct world *world, const char *text, unsigned group, bool may_copy)
{
	struct dw_secret secret = { 0 };

	dw_secret_set(&secret, text, strlen(text), NULL);
	ui_reveal_open(&world->ui,
		&(struct ui_reveal_spec){ .title = "Reset code",
			.note = "Read it out.",
			.group = group,
			.may_copy = may_copy,
			.done = done,
			.ctx = world },
		&secret);
	assert_null(secret.data); /* taken over */
	keys_play(&world->ui, "");
}

static void
a_code_is_shown_large_and_spelled(void **state)
{
	struct world *world = *state;

	show(world, "K7QX-9ABC-mnpr", 4, false);
	keys_golden(&world->ui, "reveal");
}

static void
a_link_is_shown_as_it_is(void **state)
{
	struct world *world = *state;

	show(world, "https://id.example.org/l/abc-def", 0, false);
	assert_true(keys_shows(&world->ui, "https://id.example.org/l/abc-def"));
}

static void
enter_and_esc_close_it_and_wipe_the_screen(void **state)
{
	struct world *world = *state;

	show(world, "K7QX", 4, false);
	keys_play(&world->ui, "xy<Enter>");
	assert_int_equal(world->done, 1);
	assert_int_equal(ui_term_memory_facts(world->term).erases, 1);
	assert_false(keys_shows(&world->ui, "K 7"));
	assert_null(ui_term_memory_facts(world->term).copied);
	show(world, "K7QX", 4, false);
	keys_play(&world->ui, "<Esc>");
	assert_int_equal(world->done, 2);
}

static void
it_closes_by_itself(void **state)
{
	struct world *world = *state;

	show(world, "K7QX", 4, false);
	keys_play(&world->ui, "<Wait 59000>");
	keys_play(&world->ui, "");
	assert_true(keys_shows(&world->ui, "Hidden in 1 s"));
	keys_play(&world->ui, "<Wait 1000>");
	keys_play(&world->ui, "");
	assert_int_equal(world->done, 1);
	assert_null(world->ui.top);
}

static void
a_minute_more_but_never_more_than_five(void **state)
{
	struct world *world = *state;

	show(world, "K7QX", 4, false);
	keys_play(&world->ui, "<Space>");
	assert_true(keys_shows(&world->ui, "Hidden in 2 min"));
	keys_play(&world->ui, "<Space><Space><Space><Space><Space>");
	assert_true(keys_shows(&world->ui, "Hidden in 5 min"));
}

static void
it_is_copied_only_where_that_is_allowed(void **state)
{
	struct world *world = *state;

	show(world, "K7QX", 4, false);
	keys_play(&world->ui, "y<Esc>");
	assert_null(ui_term_memory_facts(world->term).copied);
	show(world, "K7QX", 4, true);
	keys_play(&world->ui, "y");
	assert_string_equal(ui_term_memory_facts(world->term).copied, "K7QX");
	assert_true(keys_shows(&world->ui, "Sent to the terminal's clipboard"));
}

static void
every_character_of_a_code_has_a_word(void **state)
{
	DW_AUTO(dw_buf) text = { 0 };

	(void)state;
	ui_spell(&text, "A7z-?", 5);
	assert_string_equal(dw_buf_text(&text), "Alfa Seven small Zulu Hyphen ?");
}

/* ---- long work ------------------------------------------------------------------------- */

static bool
step(void *ctx, struct ui_progress_state *state)
{
	struct world *world = ctx;

	keys_now += 100;
	state->total = world->steps * 10;
	state->done += 10;
	state->failed = state->done >= 50;
	return state->done < state->total;
}

static void
worked(void *ctx, const struct ui_progress_state *state, bool cancelled)
{
	struct world *world = ctx;

	world->done++;
	world->cancelled = cancelled;
	ui_say(&world->ui, STYLE_OK, "%lld", (long long)state->done);
}

static void
release(void *ctx)
{
	((struct world *)ctx)->released++;
}

static void
begin(struct world *world, int steps)
{
	world->steps = steps;
	ui_progress_open(&world->ui,
		&(struct ui_progress_spec){ .title = "Moving",
			.unit = "users",
			.step = step,
			.done = worked,
			.release = release,
			.ctx = world });
}

static void
work_runs_to_its_end(void **state)
{
	struct world *world = *state;

	begin(world, 20);
	keys_play(&world->ui, "");
	assert_int_equal(world->done, 1);
	assert_int_equal(world->released, 1);
	assert_false(world->cancelled);
	assert_null(world->ui.top);
}

static void
work_shows_how_far_it_is_and_stops_when_asked(void **state)
{
	struct world *world = *state;

	begin(world, 1000);
	for (int i = 0; i < 30; i++)
		ui_turn(&world->ui, 0);
	ui_redraw(&world->ui);
	ui_turn(&world->ui, 0);
	keys_golden(&world->ui, "progress");
	ui_term_memory_key(world->term, UI_CTRL('C'));
	ui_turn(&world->ui, 0);
	assert_true(world->cancelled);
	assert_int_equal(world->done, 1);
	assert_int_equal(world->released, 1);
}

static void
work_that_is_torn_down_is_released(void **state)
{
	struct world *world = *state;

	begin(world, 1000);
	ui_turn(&world->ui, 0);
	ui_clear(&world->ui);
	assert_int_equal(world->done, 0);
	assert_int_equal(world->released, 1);
}

static void
progress_is_told_in_words(void **state)
{
	static const struct {
		struct ui_progress_state state;
		int64_t elapsed;
		const char *text;
	} cases[] = {
		{ { 0, 5000, 0 }, 0, "0 of 5,000 users" },
		{ { 1234, 5000, 2 }, 4000,
			"1,234 of 5,000 users · 2 failed · 308 per second · 13 s left" },
		{ { 70000, 0, 0 }, 7000, "70,000 users · 10000 per second" },
		{ { 5000, 5000, 0 }, 10000, "5,000 of 5,000 users · 500 per second" },
	};

	(void)state;
	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		DW_AUTO(dw_buf) text = { 0 };

		ui_progress_text(&text, &cases[i].state, "users", 1000, 1000 + cases[i].elapsed);
		assert_string_equal(dw_buf_text(&text), cases[i].text);
	}
}

static int
start(void **state)
{
	(void)state;
	return sodium_init() < 0;
}

#define REVEAL_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		REVEAL_TEST(a_code_is_shown_large_and_spelled),
		REVEAL_TEST(a_link_is_shown_as_it_is),
		REVEAL_TEST(enter_and_esc_close_it_and_wipe_the_screen),
		REVEAL_TEST(it_closes_by_itself),
		REVEAL_TEST(a_minute_more_but_never_more_than_five),
		REVEAL_TEST(it_is_copied_only_where_that_is_allowed),
		REVEAL_TEST(every_character_of_a_code_has_a_word),
		REVEAL_TEST(work_runs_to_its_end),
		REVEAL_TEST(work_shows_how_far_it_is_and_stops_when_asked),
		REVEAL_TEST(work_that_is_torn_down_is_released),
		REVEAL_TEST(progress_is_told_in_words),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, start, NULL);
}
