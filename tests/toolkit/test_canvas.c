/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells: wide and combining characters, clipping, wrapping, boxes, and what must
 * never reach a terminal.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

#include "base/mem.h"
#include "ui/canvas.h"
#include "ui/term_memory.h"

#define ROWS 6
#define COLS 20

struct sheet {
	struct ui_term *term;
	struct ui_canvas canvas;
};

static int
setup(void **state)
{
	struct sheet *sheet = dw_calloc(1, sizeof *sheet);

	sheet->term = ui_term_memory_new(ROWS, COLS);
	ui_canvas_init(&sheet->canvas, ROWS, COLS);
	*state = sheet;
	return 0;
}

static int
teardown(void **state)
{
	struct sheet *sheet = *state;

	ui_canvas_clear(&sheet->canvas);
	ui_term_free(sheet->term);
	free(sheet);
	return 0;
}

/* The canvas as text, rows joined by '|' and empty ones at the end left out. */
static void
looks(struct sheet *sheet, const char *expected)
{
	DW_AUTO(dw_buf) text = { 0 };

	ui_term_flush(sheet->term, &sheet->canvas);
	ui_term_memory_screen(sheet->term, &text);
	while (text.len > 0 && text.data[text.len - 1] == '\n')
		text.data[--text.len] = '\0';
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] == '\n')
			text.data[i] = '|';
	assert_string_equal(dw_buf_text(&text), expected);
}

static void
text_takes_the_columns_it_says(void **state)
{
	struct sheet *sheet = *state;

	assert_int_equal(ui_put(&sheet->canvas, 0, 0, STYLE_NORMAL, "ab"), 2);
	assert_int_equal(ui_put(&sheet->canvas, 0, 2, STYLE_NORMAL, "漢字"), 4);
	assert_int_equal(ui_put(&sheet->canvas, 0, 6, STYLE_NORMAL, "e\u0301!"), 2);
	looks(sheet, "ab漢字e\u0301!");
}

static void
half_of_a_wide_character_is_never_left(void **state)
{
	struct sheet *sheet = *state;

	ui_put(&sheet->canvas, 0, 0, STYLE_NORMAL, "漢字漢");
	ui_put(&sheet->canvas, 0, 1, STYLE_NORMAL, "x");
	ui_put(&sheet->canvas, 0, 4, STYLE_NORMAL, "y");
	looks(sheet, " x字y");
	ui_put(&sheet->canvas, 0, 3, STYLE_NORMAL, "字");
	looks(sheet, " x 字");
}

static void
a_wide_character_does_not_stick_out(void **state)
{
	struct sheet *sheet = *state;
	struct ui_rect former = ui_clip(&sheet->canvas, (struct ui_rect){ 0, 0, 1, 3 });

	ui_put(&sheet->canvas, 0, 0, STYLE_NORMAL, "漢字");
	ui_unclip(&sheet->canvas, former);
	looks(sheet, "漢");
}

static void
nothing_is_drawn_outside_the_clip(void **state)
{
	struct sheet *sheet = *state;
	struct ui_rect former;

	ui_put(&sheet->canvas, -1, 0, STYLE_NORMAL, "above");
	ui_put(&sheet->canvas, ROWS, 0, STYLE_NORMAL, "below");
	ui_put(&sheet->canvas, 0, -2, STYLE_NORMAL, "left");
	ui_put(&sheet->canvas, 1, COLS - 2, STYLE_NORMAL, "right");
	former = ui_clip(&sheet->canvas, (struct ui_rect){ 2, 2, 1, 3 });
	ui_clip(&sheet->canvas, (struct ui_rect){ 0, 0, 99, 4 });
	ui_fill(&sheet->canvas, (struct ui_rect){ 0, 0, ROWS, COLS }, STYLE_NORMAL);
	ui_put(&sheet->canvas, 2, 0, STYLE_NORMAL, "abcdef");
	ui_unclip(&sheet->canvas, former);
	looks(sheet, "ft|                  ri|  cd");
}

static void
what_is_dangerous_becomes_a_question_mark(void **state)
{
	struct sheet *sheet = *state;

	ui_put(&sheet->canvas, 0, 0, STYLE_NORMAL, "a\033[2Jb");
	ui_put(&sheet->canvas, 1, 0, STYLE_NORMAL, "a\u202Eb\u200Bc\xc2\x9b" "d");
	ui_put(&sheet->canvas, 2, 0, STYLE_NORMAL, "\xff\xc3");
	ui_put(&sheet->canvas, 3, 0, STYLE_NORMAL, "\u0301x");
	looks(sheet, "a?[2Jb|a?b?c?d|??|?x");
}

static void
text_is_fitted_and_aligned(void **state)
{
	struct sheet *sheet = *state;

	ui_put_fit(&sheet->canvas, 0, 0, 8, STYLE_NORMAL, "Katarína Nováková");
	ui_put_fit(&sheet->canvas, 1, 0, 4, STYLE_NORMAL, "漢字漢字");
	assert_int_equal(ui_put_right(&sheet->canvas, 2, 10, STYLE_NORMAL, "漢字"), 6);
	ui_printf(&sheet->canvas, 3, 0, STYLE_NORMAL, "%d of %d", 3, 7);
	looks(sheet, "Katarín…|漢…|      漢字|3 of 7");
}

static void
text_is_wrapped_at_spaces(void **state)
{
	struct sheet *sheet = *state;
	struct ui_rect rect = { 0, 0, 3, 10 };

	assert_int_equal(ui_put_wrapped(&sheet->canvas, rect, STYLE_NORMAL,
				 "one two three four\nfive 漢字漢字漢字漢字"),
		5);
	looks(sheet, "one two|three four|five");
	assert_int_equal(ui_put_wrapped(NULL, rect, STYLE_NORMAL, ""), 0);
	assert_int_equal(ui_put_wrapped(NULL, rect, STYLE_NORMAL, "a\n\nb"), 3);
	rect.cols = 1; /* too narrow for what it gets: goes on all the same */
	assert_int_equal(ui_put_wrapped(NULL, rect, STYLE_NORMAL, "漢字"), 2);
}

static void
a_box_has_a_title_and_room_inside(void **state)
{
	struct sheet *sheet = *state;
	struct ui_rect in =
		ui_box(&sheet->canvas, (struct ui_rect){ 0, 0, 3, 14 }, "A long title");

	ui_put(&sheet->canvas, in.y, in.x, STYLE_NORMAL, "in");
	looks(sheet, "┌─ A long … ─┐|│ in         │|└────────────┘");
	assert_int_equal(in.cols, 10);
	assert_int_equal(in.rows, 1);
}

static void
a_style_has_a_look_in_every_theme(void **state)
{
	(void)state;
	for (int style = 0; style < STYLES; style++) {
		struct ui_look mono = ui_style_look(UI_THEME_MONO, 256, (enum ui_style)style);
		struct ui_look few = ui_style_look(UI_THEME_DARK, 8, (enum ui_style)style);

		assert_non_null(ui_style_name((enum ui_style)style));
		assert_true(mono.fg == -1 && mono.bg == -1);
		assert_true(few.fg < 8 && few.bg < 8);
	}
}

/* Without colour these must still be told from normal text. */
static void
mono_tells_what_matters(void **state)
{
	static const enum ui_style matter[] = { STYLE_BAR, STYLE_TITLE, STYLE_HEADING,
		STYLE_KEY, STYLE_CURSOR, STYLE_MARKED, STYLE_SELECTED, STYLE_MATCH,
		STYLE_WARNING, STYLE_ERROR, STYLE_FIELD, STYLE_FIELD_FOCUS,
		STYLE_FIELD_ERROR };

	(void)state;
	for (size_t i = 0; i < DW_COUNT(matter); i++)
		assert_true(ui_style_look(UI_THEME_MONO, 0, matter[i]).attributes != 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(text_takes_the_columns_it_says, setup, teardown),
		cmocka_unit_test_setup_teardown(
			half_of_a_wide_character_is_never_left, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_wide_character_does_not_stick_out, setup, teardown),
		cmocka_unit_test_setup_teardown(
			nothing_is_drawn_outside_the_clip, setup, teardown),
		cmocka_unit_test_setup_teardown(
			what_is_dangerous_becomes_a_question_mark, setup, teardown),
		cmocka_unit_test_setup_teardown(text_is_fitted_and_aligned, setup, teardown),
		cmocka_unit_test_setup_teardown(text_is_wrapped_at_spaces, setup, teardown),
		cmocka_unit_test_setup_teardown(a_box_has_a_title_and_room_inside, setup, teardown),
		cmocka_unit_test(a_style_has_a_look_in_every_theme),
		cmocka_unit_test(mono_tells_what_matters),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
