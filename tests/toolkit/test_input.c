/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes of terminals in, events out; also in every possible split, because a slow
 * line cuts sequences anywhere.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

#include "base/buf.h"
#include "base/mem.h"
#include "ui/input.h"

/* An event as a word. */
static void
say(struct dw_buf *out, const struct ui_event *event)
{
	static const char *const mice[] = { "click", "double", "right", "up", "down" };
	char name[UI_KEY_TEXT];

	if (out->len > 0)
		dw_buf_putc(out, ' ');
	if (event->type == UI_EVENT_KEY)
		dw_buf_puts(out, ui_key_name(event->key, name));
	else if (event->type == UI_EVENT_MOUSE)
		dw_buf_printf(out, "%s@%d,%d", mice[event->mouse], event->y, event->x);
	else if (event->type == UI_EVENT_PASTE)
		dw_buf_printf(out, "{%.*s}", (int)event->paste_len, event->paste);
}

static void
feed(struct ui_input *input, const char *bytes, size_t len, bool waited, struct dw_buf *out)
{
	static int64_t now = 1000;
	struct ui_event event;
	unsigned char *into;

	assert_true(ui_input_room(input, &into) >= len);
	memcpy(into, bytes, len);
	ui_input_added(input, len);
	while (ui_input_next(input, waited, now += 10, &event))
		say(out, &event);
}

static void
tell_names(struct ui_input *input)
{
	ui_input_name(input, "\033OA", UI_KEY_UP);
	ui_input_name(input, "\033[[A", UI_KEY_F1);
	ui_input_name(input, "\033X", UI_KEY_F12);
	ui_input_name(input, "\177", UI_KEY_BACKSPACE);
	ui_input_name(input, NULL, UI_KEY_END);
}

/* In one piece, and in two, cut everywhere. Pastes may come in pieces, so braces that meet
 * are taken out. */
static void
means(const char *bytes, const char *expected)
{
	size_t len = strlen(bytes);

	for (size_t cut = 0; cut <= len; cut++) {
		struct ui_input input = { 0 };
		DW_AUTO(dw_buf) got = { 0 };
		char *meet;

		tell_names(&input);
		feed(&input, bytes, cut, false, &got);
		feed(&input, bytes + cut, len - cut, false, &got);
		feed(&input, "", 0, true, &got);
		while (got.len > 0 && (meet = strstr(got.data, "} {")) != NULL) {
			memmove(meet, meet + 3, strlen(meet + 3) + 1);
			got.len -= 3;
		}
		assert_string_equal(dw_buf_text(&got), expected);
	}
}

static void
keys_of_all_terminals_are_understood(void **state)
{
	(void)state;
	means("aZ é漢", "a Z Space é 漢");
	means("\r\n\t\b\177\004\032", "Enter Enter Tab Backspace Backspace Ctrl-D Ctrl-Z");
	means("\033[A\033[B\033OA\033OB", "Up Down Up Down");
	means("\033[H\033[F\033[1~\033[4~\033[7~\033[8~\033OH", "Home End Home End Home End Home");
	means("\033[5~\033[6~\033[2~\033[3~\033[Z", "PgUp PgDn Insert Delete Shift-Tab");
	means("\033OP\033[11~\033[[A\033[15~\033[24~", "F1 F1 F1 F5 F12");
	means("\033[1;5C\033[1;2A\033[5;3~", "Ctrl-Right Shift-Up Alt-PgUp");
	means("\033OM\033Op\033Oy", "Enter 0 9");
	means("\033X", "F12");
}

static void
a_lone_escape_is_a_key(void **state)
{
	struct ui_input input = { 0 };
	DW_AUTO(dw_buf) got = { 0 };

	(void)state;
	feed(&input, "\033", 1, false, &got);
	assert_string_equal(dw_buf_text(&got), "");
	assert_true(ui_input_partial(&input));
	feed(&input, "", 0, true, &got);
	assert_string_equal(dw_buf_text(&got), "Esc");
	assert_false(ui_input_partial(&input));
	means("\033j", "Esc j");
	means("\033\033", "Esc Esc");
	means("\033av\033[B", "Esc a v Down");
	means("\033é", "Esc é");
}

/* "ESC [" waits: it may be the key and a bracket; with more it can only be a sequence. */
static void
a_cut_sequence_is_never_taken_apart(void **state)
{
	struct ui_input input = { 0 };
	DW_AUTO(dw_buf) got = { 0 };

	(void)state;
	feed(&input, "\033[1;", 4, true, &got);
	assert_string_equal(dw_buf_text(&got), "");
	assert_false(ui_input_partial(&input));
	feed(&input, "5Cx", 3, false, &got);
	assert_string_equal(dw_buf_text(&got), "Ctrl-Right x");
}

static void
what_is_unknown_is_swallowed_whole(void **state)
{
	(void)state;
	means("\033[?1;2cx", "x");
	means("\033[99~\033[200;5Rx", "Ctrl-F3 x");
	means("\033[Ix\033[O", "x");
	means("\xff\xfex\xc3\x28", "x (");
	means("\xc2\x9bx", "x"); /* C1 */
	means("\033[12345678901234567890;;;;;;;;;;;;;Ax", "Up x");
}

static void
both_kinds_of_mouse_are_understood(void **state)
{
	(void)state;
	means("\033[<0;5;3M\033[<0;5;3m", "click@2,4");
	means("\033[<2;300;3M", "right@2,299");
	means("\033[<64;1;1M\033[<65;1;1M", "up@0,0 down@0,0");
	means("\033[<32;1;1M\033[<35;1;1M\033[<1;1;1M", "");
	means("\033[M %#\033[M#%#", "click@2,4");
	means("\033[M\"%#\033[M`!!", "right@2,4 up@0,0");
}

static void
two_clicks_soon_after_each_other_are_double(void **state)
{
	struct ui_input input = { 0 };
	struct ui_event event;
	unsigned char *into;
	const int64_t times[] = { 1000, 1300, 1400, 2000 };
	const enum ui_mouse expected[] = { UI_MOUSE_CLICK, UI_MOUSE_DOUBLE, UI_MOUSE_CLICK,
		UI_MOUSE_CLICK };

	(void)state;
	for (size_t i = 0; i < DW_COUNT(times); i++) {
		ui_input_room(&input, &into);
		memcpy(into, "\033[<0;5;3M", 9);
		ui_input_added(&input, 9);
		assert_true(ui_input_next(&input, false, times[i], &event));
		assert_int_equal(event.mouse, expected[i]);
	}
}

static void
a_paste_is_text_whatever_is_in_it(void **state)
{
	(void)state;
	means("\033[200~ab\r\nc\rd\ne\033[201~x", "{ab\nc\nd\ne} x");
	means("\033[200~q\033[A\003\033[201~", "{q\033[A\003}");
	means("\033[200~é漢\xff!\033[201~", "{é漢!}");
	means("\033[200~\033[201~x", "x");
}

static void
a_paste_larger_than_the_room_comes_in_pieces(void **state)
{
	struct ui_input input = { 0 };
	DW_AUTO(dw_buf) got = { 0 };
	struct ui_event event;
	size_t total = 0;

	(void)state;
	feed(&input, "\033[200~", 6, false, &got);
	for (int i = 0; i < 5000; i++) {
		unsigned char *into;

		assert_true(ui_input_room(&input, &into) >= 3);
		memcpy(into, "漢", 3);
		ui_input_added(&input, 3);
		while (ui_input_next(&input, false, 0, &event)) {
			assert_int_equal(event.type, UI_EVENT_PASTE);
			total += event.paste_len;
		}
	}
	assert_int_equal(total, 15000);
}

static void
what_was_pasted_is_wiped(void **state)
{
	struct ui_input input = { 0 };
	DW_AUTO(dw_buf) got = { 0 };

	(void)state;
	feed(&input, "\033[200~geheim\033[201~", 18, false, &got);
	assert_string_equal(dw_buf_text(&got), "{geheim}");
	assert_null(memmem(&input, sizeof input, "geh", 3));
}

/* No bytes at all may make it read outside, stick for ever or overflow. */
static void
noise_does_no_harm(void **state)
{
	static const char likely[] = "\033[]O<;M~m0123456789A?200201\xc3\xa9\xe6 x";
	struct ui_input *input = dw_calloc(1, sizeof *input);
	unsigned seed = 1;

	(void)state;
	tell_names(input);
	for (int i = 0; i < 200000; i++) {
		struct ui_event event;
		unsigned char *into;

		assert_true(ui_input_room(input, &into) > 0);
		seed = seed * 1103515245u + 12345u;
		*into = (unsigned char)likely[(seed >> 16) % (sizeof likely - 1)];
		ui_input_added(input, 1);
		while (ui_input_next(input, (seed >> 8) % 64 == 0, i, &event))
			assert_true(event.type == UI_EVENT_KEY || event.type == UI_EVENT_MOUSE ||
				event.type == UI_EVENT_PASTE);
	}
	free(input);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_of_all_terminals_are_understood),
		cmocka_unit_test(a_lone_escape_is_a_key),
		cmocka_unit_test(a_cut_sequence_is_never_taken_apart),
		cmocka_unit_test(what_is_unknown_is_swallowed_whole),
		cmocka_unit_test(both_kinds_of_mouse_are_understood),
		cmocka_unit_test(two_clicks_soon_after_each_other_are_double),
		cmocka_unit_test(a_paste_is_text_whatever_is_in_it),
		cmocka_unit_test(a_paste_larger_than_the_room_comes_in_pieces),
		cmocka_unit_test(what_was_pasted_is_wiped),
		cmocka_unit_test(noise_does_no_harm),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
