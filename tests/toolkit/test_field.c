/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line editor: every edit in ASCII, wide and combining text, scrolling in little
 * room, pastes, limits, and secrets that must not stand anywhere else.
 */
#include <locale.h>
#include <string.h>

#include <sodium.h>

#include "tests/support/test.h"

#include "base/mem.h"
#include "tests/support/keys.h"
#include "ui/field.h"
#include "ui/term_memory.h"

#define ROOM 8

/* Plays a script on a field; a | in the answer is where the cursor is. */
static void
edit(struct ui_field *field, const char *script)
{
	struct ui_offers offers = { 0 };

	ui_field_offer(field, &offers);
	while (*script != '\0') {
		struct ui_event event = { .type = UI_EVENT_KEY };
		size_t len = *script == '<' ? strcspn(script, ">") + 1 : 0;

		if (len > 0) {
			assert_true(ui_key_parse(script + 1, (int)len - 2, &event.key));
		} else {
			while (!ui_key_parse(script, (int)++len, &event.key))
				assert_true(len < 5);
		}
		event.command = (int)ui_keymap_find(UI_IN_FORM, event.key);
		if (!ui_offers_have(&offers, (enum ui_command_id)event.command))
			event.command = UI_CMD_NONE;
		ui_field_event(field, &event);
		script += len;
	}
}

static void
holds(const struct ui_field *field, const char *expected)
{
	DW_AUTO(dw_buf) text = { 0 };

	dw_buf_add(&text, ui_field_text(field), field->cursor);
	dw_buf_putc(&text, '|');
	dw_buf_puts(&text, ui_field_text(field) + field->cursor);
	assert_string_equal(dw_buf_text(&text), expected);
}

/* What is drawn in ROOM columns, and where the cursor stands. */
static void
draws(struct ui_field *field, const char *expected, int cursor)
{
	struct ui_term *term = ui_term_memory_new(1, 20);
	struct ui_canvas canvas;
	DW_AUTO(dw_buf) text = { 0 };

	ui_canvas_init(&canvas, 1, 20);
	ui_put(&canvas, 0, ROOM, STYLE_NORMAL, "]");
	ui_field_draw(field, &canvas, (struct ui_rect){ 0, 0, 1, ROOM }, STYLE_FIELD, true);
	ui_term_flush(term, &canvas);
	ui_term_memory_screen(term, &text);
	assert_string_equal(strtok(text.data, "\n"), expected);
	assert_int_equal(canvas.cursor_x, cursor);
	assert_true(canvas.cursor_visible);
	ui_canvas_clear(&canvas);
	ui_term_free(term);
}

static void
text_is_typed_and_deleted(void **state)
{
	DW_AUTO(ui_field) field = { 0 };

	(void)state;
	holds(&field, "|");
	edit(&field, "abc<Left>x");
	holds(&field, "abx|c");
	edit(&field, "<Backspace><Delete><Delete>");
	holds(&field, "ab|");
	edit(&field, "<Home>1<End>2<Ctrl-A><Right><Right>_");
	holds(&field, "1a_|b2");
	edit(&field, "<Ctrl-K>");
	holds(&field, "1a_|");
	edit(&field, "<Left><Ctrl-U>");
	holds(&field, "|_");
	edit(&field, "<Backspace><Left>");
	holds(&field, "|_");
}

static void
words_are_moved_over_and_deleted(void **state)
{
	DW_AUTO(ui_field) field = { 0 };

	(void)state;
	ui_field_set(&field, "one  two three");
	edit(&field, "<Ctrl-W>");
	holds(&field, "one  two |");
	edit(&field, "<Ctrl-Left><Ctrl-W>");
	holds(&field, "|two ");
	edit(&field, "<Ctrl-Right>");
	holds(&field, "two| ");
}

static void
wide_and_combining_characters_stay_whole(void **state)
{
	DW_AUTO(ui_field) field = { 0 };

	(void)state;
	edit(&field, "é李x李éabcd");
	holds(&field, "é李x李éabcd|");
	edit(&field, "<Home><Right><Right>漢");
	holds(&field, "é李漢|x李éabcd");
	edit(&field, "<Backspace><Backspace>");
	holds(&field, "é|x李éabcd");
	ui_field_set(&field, "ae\u0301o\u0308\u0301b");
	edit(&field, "<Left><Left>");
	holds(&field, "ae\u0301|o\u0308\u0301b");
	edit(&field, "<Delete>");
	holds(&field, "ae\u0301|b");
	edit(&field, "<Backspace>");
	holds(&field, "a|b");
}

static void
a_mark_joins_the_letter_before_it(void **state)
{
	DW_AUTO(ui_field) field = { 0 };

	(void)state;
	edit(&field, "xe");
	ui_field_insert(&field, "\u0301", 2);
	holds(&field, "xe\u0301|");
	edit(&field, "<Left>");
	holds(&field, "x|e\u0301");
}

static void
it_scrolls_so_that_the_cursor_is_seen(void **state)
{
	DW_AUTO(ui_field) field = { 0 };

	(void)state;
	draws(&field, "        ]", 0);
	edit(&field, "abcdefg");
	draws(&field, "abcdefg ]", 7);
	edit(&field, "h");
	draws(&field, "bcdefgh ]", 7);
	edit(&field, "<Left><Left><Left><Left><Left><Left><Left>");
	draws(&field, "abcdefgh]", 1);
	edit(&field, "<Left>");
	draws(&field, "abcdefgh]", 0);
	ui_field_set(&field, "漢字漢字漢字");
	draws(&field, "字漢字  ]", 6);
	edit(&field, "<Home>");
	draws(&field, "漢字漢字]", 0);
	edit(&field, "<End><Left><Left><Left>");
	draws(&field, "漢字漢字]", 6);
}

static void
odd_characters_are_shown_escaped_and_moved_over_as_one(void **state)
{
	DW_AUTO(ui_field) field = { 0 };

	(void)state;
	ui_field_set(&field, "a\u202Eb");
	draws(&field, "b       ]", 1);
	edit(&field, "<Home>");
	draws(&field, "a\\u{202E]", 0);
	edit(&field, "<Right><Delete>");
	holds(&field, "a|b");
}

static void
a_paste_never_submits_and_fits(void **state)
{
	DW_AUTO(ui_field) field = { .max = 10 };
	const char text[] = "one\ntwo\tX\033[A\x7f";
	struct ui_event event = { .type = UI_EVENT_PASTE, .paste = text,
		.paste_len = sizeof text - 1 };

	(void)state;
	assert_int_equal(ui_field_event(&field, &event), UI_REDRAW);
	holds(&field, "one two X[|");
	ui_field_set(&field, "漢字漢字");
	holds(&field, "漢字漢|");
	edit(&field, "yz");
	holds(&field, "漢字漢y|");
}

static void
a_click_places_the_cursor(void **state)
{
	DW_AUTO(ui_field) field = { 0 };
	struct ui_event event = { .type = UI_EVENT_MOUSE, .mouse = UI_MOUSE_CLICK, .x = 3 };

	(void)state;
	ui_field_set(&field, "a漢b");
	draws(&field, "a漢b    ]", 4);
	assert_int_equal(ui_field_event(&field, &event), UI_REDRAW);
	holds(&field, "a漢|b");
	event.x = 2;
	ui_field_event(&field, &event);
	holds(&field, "a|漢b");
	event.x = ROOM + 1;
	assert_int_equal(ui_field_event(&field, &event), UI_IGNORED);
}

static void
a_secret_is_drawn_as_dots_until_revealed(void **state)
{
	DW_AUTO(ui_field) field = { 0 };
	struct dw_secret out = { 0 };

	(void)state;
	ui_field_init(&field, true);
	edit(&field, "gé漢");
	draws(&field, "•••     ]", 3);
	edit(&field, "<Ctrl-T>");
	draws(&field, "gé漢    ]", 4);
	edit(&field, "<Ctrl-T>");
	draws(&field, "•••     ]", 3);
	ui_field_secret(&field, &out);
	assert_int_equal(out.len, 6);
	assert_memory_equal(out.data, "gé漢", 6);
	dw_secret_clear(&out);
}

static void
a_secret_keeps_its_memory_and_wipes_what_is_deleted(void **state)
{
	DW_AUTO(ui_field) field = { 0 };
	const char *where;

	(void)state;
	ui_field_init(&field, true);
	edit(&field, "geheim");
	where = field.text;
	for (int i = 0; i < 900; i++)
		edit(&field, "x");
	assert_ptr_equal(where, field.text);
	assert_ptr_equal(where, field.guarded.data);
	edit(&field, "<Ctrl-U>");
	for (size_t i = 0; i < 1024; i++)
		assert_int_equal(field.text[i], 0);
	edit(&field, "two words<Ctrl-Left>");
	holds(&field, "|two words"); /* a hidden one has no words */
}

static int
start(void **state)
{
	(void)state;
	return sodium_init() < 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_typed_and_deleted),
		cmocka_unit_test(words_are_moved_over_and_deleted),
		cmocka_unit_test(wide_and_combining_characters_stay_whole),
		cmocka_unit_test(a_mark_joins_the_letter_before_it),
		cmocka_unit_test(it_scrolls_so_that_the_cursor_is_seen),
		cmocka_unit_test(odd_characters_are_shown_escaped_and_moved_over_as_one),
		cmocka_unit_test(a_paste_never_submits_and_fits),
		cmocka_unit_test(a_click_places_the_cursor),
		cmocka_unit_test(a_secret_is_drawn_as_dots_until_revealed),
		cmocka_unit_test(a_secret_keeps_its_memory_and_wipes_what_is_deleted),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, start, NULL);
}
