/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list widget on a model of letters: moving, pages, marks, the cursor that stays
 * on its row, and which columns there is room for.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

#include "base/mem.h"
#include "ui/table.h"
#include "ui/term_memory.h"

/* Rows are letters; a page is a slice of them. */
struct letters {
	struct ui_table table;
	struct ui_term *term;
	struct ui_canvas canvas;
	const char *all;
	size_t from, page;
	char text[2];
};

enum { LETTER, NUMBER, WIDE, ID, COLUMNS };

static const struct dw_column columns[COLUMNS] = {
	[LETTER] = { "letter", "LETTER", DW_TEXT, DW_COL_DEFAULT, 1, 6, 1, "letter" },
	[NUMBER] = { "number", "NO", DW_INT, DW_COL_DEFAULT | DW_COL_RIGHT, 2, 4, 0, "number" },
	[WIDE] = { "wide", "WIDE", DW_TEXT, DW_COL_DEFAULT, 3, 8, 3, NULL },
	[ID] = { "id", "ID", DW_ID, DW_COL_DETAIL, 9, 36, 0, NULL },
};

static size_t
letters_count(void *ctx)
{
	const struct letters *self = ctx;
	size_t left = strlen(self->all) - self->from;

	return left < self->page ? left : self->page;
}

static struct dw_uuid
letters_ref(void *ctx, size_t row)
{
	const struct letters *self = ctx;

	return (struct dw_uuid){ { (uint8_t)self->all[self->from + row] } };
}

static struct dw_value
letters_cell(void *ctx, size_t row, size_t column)
{
	struct letters *self = ctx;

	self->text[0] = self->all[self->from + row];
	switch (column) {
	case LETTER:
		return (struct dw_value){ .text = self->text };
	case NUMBER:
		return (struct dw_value){ .num = self->text[0] };
	default:
		return (struct dw_value){ .text = "漢字" };
	}
}

static bool
letters_turn(void *ctx, int direction)
{
	struct letters *self = ctx;
	size_t last = strlen(self->all) > 0 ? (strlen(self->all) - 1) / self->page * self->page : 0;
	size_t to = direction == 1 ? self->from + self->page
		: direction == -1  ? self->from - self->page
		: direction == 2   ? last
				   : 0;

	if (to > last || to == self->from)
		return false;
	self->from = to;
	ui_table_reload(&self->table);
	return true;
}

static const struct ui_table_model model = {
	.columns = columns,
	.n_columns = COLUMNS,
	.count = letters_count,
	.cell = letters_cell,
	.ref = letters_ref,
	.turn = letters_turn,
};

static int
setup(void **state)
{
	struct letters *self = dw_calloc(1, sizeof *self);

	self->all = "abcdefghijklmnopqrstuvwxyz";
	self->page = 10;
	self->term = ui_term_memory_new(7, 30);
	ui_canvas_init(&self->canvas, 7, 30);
	ui_table_init(&self->table, &model, self);
	self->table.can_mark = true;
	ui_table_rewind(&self->table);
	*state = self;
	return 0;
}

static int
teardown(void **state)
{
	struct letters *self = *state;

	ui_table_clear(&self->table);
	ui_canvas_clear(&self->canvas);
	ui_term_free(self->term);
	free(self);
	return 0;
}

static const char *
screen(struct letters *self, int rows, int cols)
{
	static struct dw_buf text;

	ui_canvas_reset(&self->canvas, rows, cols);
	ui_table_draw(&self->table, &self->canvas, self->canvas.clip, true);
	ui_term_flush(self->term, &self->canvas);
	dw_buf_clear(&text);
	ui_term_memory_screen(self->term, &text);
	return dw_buf_text(&text);
}

static void
press(struct letters *self, enum ui_command_id command, int times)
{
	while (times-- > 0)
		ui_table_event(&self->table,
			&(struct ui_event){ .type = UI_EVENT_KEY, .command = (int)command });
}

/* The rows on the screen as letters, the one under the cursor in capitals. */
static void
shows(struct letters *self, const char *expected)
{
	char got[64] = "";
	size_t first, last;

	screen(self, 7, 30);
	ui_table_window(&self->table, &first, &last);
	for (size_t row = first; row <= last && row > 0; row++) {
		char letter = self->all[self->from + row - 1];

		got[strlen(got)] = row - 1 == self->table.cursor ? (char)(letter - 'a' + 'A') : letter;
	}
	assert_string_equal(got, expected);
}

static void
rows_and_headings_are_drawn(void **state)
{
	struct letters *self = *state;
	struct dw_uuid id = letters_ref(self, 1);

	self->table.sort = NUMBER;
	self->table.descending = true;
	ui_marks_add(&self->table.marks, &id);
	assert_string_equal(screen(self, 4, 30),
		"   LETTER    NO▾ WIDE\n"
		"▸  a          97 漢字\n"
		" ● b          98 漢字\n"
		"   c          99 漢字\n");
	assert_int_equal(self->canvas.cursor_y, 1);
	assert_int_equal(self->canvas.cursor_x, 3);
	assert_false(self->canvas.cursor_visible);
}

static void
columns_go_by_priority_when_there_is_no_room(void **state)
{
	struct letters *self = *state;

	assert_string_equal(screen(self, 2, 17), "   LETTER      NO\n▸  a           97\n");
	assert_string_equal(screen(self, 2, 12), "   LETTER\n▸  a\n");
	assert_string_equal(screen(self, 2, 6), "   LE…\n▸  a\n");
	self->table.chosen = 1u << WIDE | 1u << ID;
	assert_string_equal(screen(self, 2, 30), "   WIDE\n▸  漢字\n");
}

static void
moving_scrolls_no_more_than_needed(void **state)
{
	struct letters *self = *state;

	shows(self, "Abcdef");
	press(self, UI_CMD_DOWN, 6);
	shows(self, "bcdefG");
	press(self, UI_CMD_UP, 5);
	shows(self, "Bcdefg");
	press(self, UI_CMD_UP, 1);
	shows(self, "Abcdef");
	press(self, UI_CMD_LAST, 1);
	shows(self, "efghiJ");
	press(self, UI_CMD_HALF_UP, 1);
	shows(self, "bcdefG");
}

static void
on_a_slow_line_it_scrolls_by_half_a_screen(void **state)
{
	struct letters *self = *state;

	self->table.jumps = true;
	screen(self, 7, 30); /* six rows */
	press(self, UI_CMD_DOWN, 5);
	assert_int_equal(self->table.top, 0);
	press(self, UI_CMD_DOWN, 1);
	assert_int_equal(self->table.cursor, 6);
	assert_int_equal(self->table.top, 3);
	press(self, UI_CMD_DOWN, 2);
	assert_int_equal(self->table.top, 3);
	press(self, UI_CMD_DOWN, 1); /* the last of the page: no room is left below it */
	assert_int_equal(self->table.top, 4);
	press(self, UI_CMD_UP, 6);
	assert_int_equal(self->table.cursor, 3);
	assert_int_equal(self->table.top, 1);
	press(self, UI_CMD_FIRST, 1);
	assert_int_equal(self->table.top, 0);
}

static void
a_screen_down_keeps_the_line(void **state)
{
	struct letters *self = *state;

	self->page = 26;
	shows(self, "Abcdef");
	press(self, UI_CMD_DOWN, 2);
	press(self, UI_CMD_PAGE_DOWN, 1);
	shows(self, "ghIjkl");
	press(self, UI_CMD_PAGE_DOWN, 5);
	shows(self, "uvwxyZ");
	press(self, UI_CMD_PAGE_UP, 1);
	shows(self, "opqrsT");
}

static void
the_end_of_a_page_goes_on_to_the_next(void **state)
{
	struct letters *self = *state;

	press(self, UI_CMD_LAST, 1);
	press(self, UI_CMD_DOWN, 1);
	shows(self, "Klmnop");
	press(self, UI_CMD_UP, 1);
	shows(self, "efghiJ");
	press(self, UI_CMD_NEXT_PAGE, 2);
	shows(self, "Uvwxyz");
	press(self, UI_CMD_NEXT_PAGE, 1); /* there is none */
	shows(self, "Uvwxyz");
	press(self, UI_CMD_LAST, 1);
	press(self, UI_CMD_DOWN, 3);
	shows(self, "uvwxyZ");
	press(self, UI_CMD_PREVIOUS_PAGE, 1);
	shows(self, "Klmnop");
	press(self, UI_CMD_FIRST, 1);
	shows(self, "Abcdef");
	press(self, UI_CMD_LAST, 2);
	shows(self, "uvwxyZ");
}

static void
cursor_and_line_stay_when_rows_come_in_another_order(void **state)
{
	struct letters *self = *state;

	press(self, UI_CMD_DOWN, 7);
	shows(self, "cdefgH");
	self->all = "zyxhgfedcba";
	ui_table_reload(&self->table);
	shows(self, "zyxHgf");
	self->all = "zyxgfedcba"; /* it is gone: the nearest place */
	ui_table_reload(&self->table);
	shows(self, "zyxGfe");
	self->all = "";
	ui_table_reload(&self->table);
	shows(self, "");
	press(self, UI_CMD_DOWN, 1);
	press(self, UI_CMD_MARK, 1);
	press(self, UI_CMD_MARK_RANGE, 1);
	press(self, UI_CMD_PAGE_UP, 1);
	assert_int_equal(self->table.marks.n, 0);
}

static void
marks_move_on_and_survive_sorting(void **state)
{
	struct letters *self = *state;
	struct dw_uuid id;

	press(self, UI_CMD_MARK, 2);
	shows(self, "abCdef");
	self->all = "zyxwvutsrqponmlkjihgfedcba";
	ui_table_reload(&self->table);
	assert_int_equal(self->table.marks.n, 2);
	id = (struct dw_uuid){ { 'b' } };
	assert_true(ui_marks_have(&self->table.marks, &id));
	assert_true(!ui_table_go(&self->table, &id));
	press(self, UI_CMD_MARK_NONE, 1);
	assert_int_equal(self->table.marks.n, 0);
	press(self, UI_CMD_MARK_ALL, 1);
	assert_int_equal(self->table.marks.n, 10);
	press(self, UI_CMD_FIRST, 1);
	press(self, UI_CMD_MARK, 1);
	assert_int_equal(self->table.marks.n, 9);
}

static void
a_range_is_marked_from_end_to_end(void **state)
{
	struct letters *self = *state;

	press(self, UI_CMD_DOWN, 5);
	press(self, UI_CMD_MARK_RANGE, 1);
	assert_int_equal(self->table.marks.n, 1);
	press(self, UI_CMD_UP, 3);
	press(self, UI_CMD_MARK_RANGE, 1);
	assert_int_equal(self->table.marks.n, 4);
	press(self, UI_CMD_MARK_RANGE, 1); /* begins another one */
	press(self, UI_CMD_UP, 2);
	press(self, UI_CMD_MARK_RANGE, 1);
	assert_int_equal(self->table.marks.n, 6);
}

static void
no_rows_is_a_sentence(void **state)
{
	struct letters *self = *state;

	self->all = "";
	ui_table_rewind(&self->table);
	self->table.empty = "Nobody matches. Esc clears the search.";
	assert_non_null(strstr(screen(self, 7, 30), "Nobody matches. Esc clears\n   the search."));
	self->table.loading = true;
	assert_non_null(strstr(screen(self, 7, 30), "Loading"));
}

static void
the_mouse_moves_and_scrolls(void **state)
{
	struct letters *self = *state;
	struct ui_event event = { .type = UI_EVENT_MOUSE, .mouse = UI_MOUSE_CLICK, .y = 4, .x = 9 };

	shows(self, "Abcdef");
	assert_int_equal(ui_table_event(&self->table, &event), UI_REDRAW);
	shows(self, "abcDef");
	event.mouse = UI_MOUSE_WHEEL_DOWN;
	ui_table_event(&self->table, &event);
	shows(self, "Defghi");
	ui_table_event(&self->table, &event);
	ui_table_event(&self->table, &event);
	shows(self, "Efghij");
	event.mouse = UI_MOUSE_WHEEL_UP;
	ui_table_event(&self->table, &event);
	shows(self, "bcdEfg");
	event.mouse = UI_MOUSE_DOUBLE; /* for the screen: open */
	event.y = 1;
	assert_int_equal(ui_table_event(&self->table, &event), UI_IGNORED);
	shows(self, "Bcdefg");
	event.y = 0;
	assert_int_equal(ui_table_event(&self->table, &event), UI_IGNORED);
	assert_int_equal(ui_table_heading_at(&self->table, 0, 14), NUMBER);
}

#define TABLE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TABLE_TEST(rows_and_headings_are_drawn),
		TABLE_TEST(columns_go_by_priority_when_there_is_no_room),
		TABLE_TEST(moving_scrolls_no_more_than_needed),
		TABLE_TEST(on_a_slow_line_it_scrolls_by_half_a_screen),
		TABLE_TEST(a_screen_down_keeps_the_line),
		TABLE_TEST(the_end_of_a_page_goes_on_to_the_next),
		TABLE_TEST(cursor_and_line_stay_when_rows_come_in_another_order),
		TABLE_TEST(marks_move_on_and_survive_sorting),
		TABLE_TEST(a_range_is_marked_from_end_to_end),
		TABLE_TEST(no_rows_is_a_sentence),
		TABLE_TEST(the_mouse_moves_and_scrolls),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
