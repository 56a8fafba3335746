/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the hardware cursor stands. A braille display and a screen reader follow it and
 * nothing else, so after every key it has to stand on what the next key acts on: the
 * row, the menu entry, the button, the place in the field. And the console without
 * motion: nothing is drawn unless a key was pressed or the store has changed.
 */
#include <string.h>

#include "tests/support/test.h"

#include "base/clock.h"
#include "base/mem.h"
#include "tests/support/desk.h"
#include "ui/progress.h"
#include "ui/reveal.h"
#include "ui/term_memory.h"

/* The line of the screen under the cursor; *rest is where in it the cursor stands. Free it. */
static char *
cursor_line(struct desk *d, const char **rest)
{
	struct ui_term_memory_facts facts = ui_term_memory_facts(d->term);
	const struct ui_canvas *canvas = &d->c.ui.canvas;
	DW_AUTO(dw_buf) line = { 0 };
	size_t from = 0;
	char *whole;

	for (int x = 0; x < canvas->cols; x++) {
		const struct ui_cell *cell = ui_canvas_at(canvas, facts.cursor_y, x);

		if (x == facts.cursor_x)
			from = line.len;
		for (int i = 0; i < UI_CELL_POINTS && cell->text[i] != 0; i++) {
			char text[UI_KEY_BYTES];

			dw_buf_add(&line, text, ui_key_encode(cell->text[i], text));
		}
	}
	whole = dw_strdup(dw_buf_text(&line));
	*rest = whole + from;
	return whole;
}

/* After the script the cursor's line has `before` somewhere before it and `at` from it on. */
static void
stands(struct desk *d, const char *script, const char *before, const char *at)
{
	const char *rest, *found;
	DW_AUTO_FREE char *line = NULL;

	desk_play(d, script);
	line = cursor_line(d, &rest);
	found = strstr(line, before);
	if (found == NULL || found + strlen(before) > rest || strncmp(rest, at, strlen(at)) != 0)
		fail_msg("after %s the cursor stands before “%s” in “%s”, not after “%s” before “%s”",
			script, rest, line, before, at);
}

static void
it_stands_on_the_row_of_every_list(void **state)
{
	struct desk *d = *state;

	desk_people(d, 60);
	household_session(d->h, "bob", keys_now - DW_MINUTE);
	desk_open(d, "alba", 24, 80);
	stands(d, "", "▸  ", "alba");
	stands(d, "<Down>", "▸  ", "bob");
	stands(d, "<Space>", "▸", "cleo");
	stands(d, "<Ctrl-U>", "▸", "alba");
	stands(d, "G", "▸", "vera");
	stands(d, "<PgUp>", "▸", "person0");
	stands(d, "<Home><F5>", "▸", "alba");
	stands(d, "s<Enter>", "▸", "vera");
	stands(d, "/nobodyatall<Enter>", "   ", "Nobody");
	stands(d, "<Esc><Esc>2", "▸ ", "Admin");
	stands(d, "<Down>", "▸ ", "Family");
	stands(d, "<Enter>", "▸  ", "cleo");
	stands(d, "<Esc>3<Down>", "▸ ", "doorward.backup");
	stands(d, "4", "▸  ", "bob");
	stands(d, "5<Down>", "▸ ", "20");
}

static void
it_stands_in_the_field_that_is_typed_into(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	stands(d, "/", "/ ", " ");
	stands(d, "bo", "/ bo", " ");
	stands(d, "<Esc>:user show", ": user show", " ");
	stands(d, "<Left><Left>", ": user sh", "ow");
	stands(d, "<Esc><Esc>n", "Username * ", " ");
	stands(d, "nina<Tab>Ni", "First name       Ni", " ");
	stands(d, "<Tab><Tab><Tab><Tab>", "E-mail verified  [", " ] no");
	stands(d, "<Space>", "E-mail verified  [", "x] yes");
	stands(d, "<Shift-Tab>", "E-mail ", " ");
	stands(d, "<Esc>", "[ ", "Keep editing ]");
	stands(d, "<Tab>", "[ ", "Discard it ]");
	stands(d, "y", "▸", "alba");
	stands(d, "f", "As text ", " ");
	stands(d, "<Tab>", "State ", "all");
	stands(d, "<Tab>", "Group ", "all");
}

static void
it_stands_on_what_is_chosen_in_menus_and_pickers(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	stands(d, "<Down>a", "▸ [e] ", "Edit");
	stands(d, "<Down><Down>", "▸ [d] ", "Deactivate");
	stands(d, "g", "Search: ", " ");
	stands(d, "fam", "Search: fam", " ");
	stands(d, "<Down>", "▸ ", "Family");
	stands(d, "i", "Search: fami", " ");
	stands(d, "<Esc><F2><Down>", "▸   [2] ", "Groups");
	stands(d, "<Esc>s<Down>", "▸   [2] ", "FIRST");
	stands(d, "<Esc>w<Down>", "▸ [", "x");
}

static void
it_stands_on_the_row_of_every_tab(void **state)
{
	struct desk *d = *state;

	household_session(d->h, "bob", keys_now - DW_MINUTE);
	household_grant(d->h, "bob", "wiki.read");
	desk_open(d, "alba", 24, 80);
	stands(d, "<Down><Enter>", "▸ ", "Username  bob");
	stands(d, "<Down>", "▸ ", "Active    yes");
	stands(d, "2", "▸ ", "✗ No password");
	stands(d, "4", "▸  ", "wiki.read");
	stands(d, "5", "▸  ", "laptop");
	stands(d, "6", "▸ ", "20");
}

/* What follows beside the list does not take the cursor along. */
static void
it_stays_in_the_list_beside_a_detail(void **state)
{
	struct desk *d = *state;

	household_sql(d->h, "INSERT INTO external_identity (user_id, provider, subject, linked_at,"
		" last_login_at, raw_claims, mapped_claims) SELECT id, 'idp.example', 's-77', %lld, %lld,"
		" '{\"groups\":[1,2]}', '{}' FROM user WHERE username = 'bob'", (long long)keys_now,
		(long long)keys_now);
	desk_open(d, "alba", 24, 160);
	stands(d, "<Down>", "▸  ", "bob");
	stands(d, "<Tab>6", "│ ", "");
	desk_shows(d, "idp.example");
	stands(d, "<Tab>", "▸  ", "bob");
	stands(d, "/bo", "/ bo", " ");
}

static void
it_stands_at_what_is_read_and_asked(void **state)
{
	struct desk *d = *state;
	struct dw_secret code = { 0 };

	household_session(d->h, "bob", keys_now - DW_MINUTE);
	desk_open(d, "alba", 24, 80);
	stands(d, "?", "", "  Up  k ");
	stands(d, "/recycle<Enter>", "", "  B  ");
	stands(d, "<Esc><Down><Enter>e<Ctrl-U>Bobby<Enter>", "", "First name");
	stands(d, "<Esc><Esc>y5d", "[ ", "");
	stands(d, "<Esc>", "▸", "laptop");
	dw_secret_set(&code, "K7QX9ABC", 8, NULL);
	ui_reveal_open(&d->c.ui, &(struct ui_reveal_spec){ .title = "Code", .group = 4 }, &code);
	stands(d, "", "│ ", "K 7 Q X");
}

/* ---- without motion --------------------------------------------------------------------- */

static unsigned
drawn(struct desk *d)
{
	return ui_term_memory_facts(d->term).flushes;
}

/* As --no-motion and a slow line have it. */
static void
be_still(struct desk *d)
{
	d->term->facts.still = true;
	d->term->facts.cursor = true;
}

static void
open_still(struct desk *d, int rows, int cols)
{
	desk_open(d, "alba", rows, cols);
	be_still(d);
}

static void
without_motion_nothing_is_drawn_by_itself(void **state)
{
	struct desk *d = *state;
	unsigned before;

	household_sql(d->h, "UPDATE user SET locked_until = %lld, locked_since = %lld WHERE"
		" username = 'bob'", (long long)keys_now + 3 * DW_MINUTE, (long long)keys_now);
	open_still(d, 24, 140);
	desk_play(d, "<Down>");
	before = drawn(d);
	desk_play(d, "<Wait 61000><Wait 1000>");
	assert_int_equal(drawn(d), before);
	desk_hides(d, "General"); /* no detail follows beside the list */
	desk_play(d, "<Enter>");
	desk_shows(d, "LOCKED until");
	before = drawn(d);
	desk_play(d, "<Wait 20000><Wait 20000><Wait 1000>");
	assert_int_equal(drawn(d), before);
	/* But what has run out is told. */
	desk_play(d, "<Wait 120000><Wait 1000>");
	desk_hides(d, "LOCKED until");
}

static void
without_motion_changes_by_others_are_shown_all_the_same(void **state)
{
	struct desk *d = *state;

	open_still(d, 24, 80);
	desk_change(d, "users", "UPDATE user SET first_name = 'Moved' WHERE username = 'bob'");
	desk_play(d, "<Wait 1000>");
	desk_shows(d, "Moved");
}

static void
without_motion_the_cursor_is_always_visible(void **state)
{
	struct desk *d = *state;
	static const char *const places[] = { "", "<Down>", "a", "<Esc>?", "<Esc><Enter>", "5", "<Esc>2",
		"3", "f" };

	desk_open(d, "alba", 24, 80);
	assert_false(ui_term_memory_facts(d->term).cursor_visible);
	be_still(d);
	ui_redraw(&d->c.ui);
	for (size_t i = 0; i < DW_COUNT(places); i++) {
		desk_play(d, places[i]);
		assert_true(ui_term_memory_facts(d->term).cursor_visible);
	}
}

static void
without_motion_a_secret_says_when_it_goes_and_goes(void **state)
{
	struct desk *d = *state;
	struct dw_secret code = { 0 };
	unsigned before;

	open_still(d, 24, 80);
	dw_secret_set(&code, "K7QX9ABC", 8, NULL);
	ui_reveal_open(&d->c.ui, &(struct ui_reveal_spec){ .title = "Code", .group = 4 }, &code);
	desk_play(d, "");
	desk_shows(d, "Shown once. Hidden at ");
	before = drawn(d);
	desk_play(d, "<Wait 30000>");
	assert_int_equal(drawn(d), before);
	desk_play(d, "<Space><Wait 60000>");
	desk_shows(d, "Hidden at ");
	desk_play(d, "<Wait 31000>");
	desk_hides(d, "Hidden at ");
}

static bool
slow_step(void *ctx DW_UNUSED, struct ui_progress_state *state)
{
	state->total = 1000;
	state->done++;
	keys_now += 100;
	return state->done < state->total;
}

static void
without_motion_progress_is_told_every_few_seconds(void **state)
{
	struct desk *d = *state;
	unsigned before;

	open_still(d, 24, 80);
	before = drawn(d);
	ui_progress_open(&d->c.ui,
		&(struct ui_progress_spec){ .title = "Work", .unit = "users", .step = slow_step });
	for (int i = 0; i < 400; i++)
		ui_turn(&d->c.ui, 0); /* 40 s */
	desk_shows(d, " %");
	assert_in_range(drawn(d) - before, 5, 12);
	desk_play(d, "<Esc>");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)
	const struct CMUnitTest tests[] = {
		TEST(it_stands_on_the_row_of_every_list),
		TEST(it_stands_in_the_field_that_is_typed_into),
		TEST(it_stands_on_what_is_chosen_in_menus_and_pickers),
		TEST(it_stands_on_the_row_of_every_tab),
		TEST(it_stays_in_the_list_beside_a_detail),
		TEST(it_stands_at_what_is_read_and_asked),
		TEST(without_motion_nothing_is_drawn_by_itself),
		TEST(without_motion_changes_by_others_are_shown_all_the_same),
		TEST(without_motion_the_cursor_is_always_visible),
		TEST(without_motion_a_secret_says_when_it_goes_and_goes),
		TEST(without_motion_progress_is_told_every_few_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
