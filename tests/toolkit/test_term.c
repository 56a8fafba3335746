/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The terminal over ncurses at the far end of a pty: every way a key arrives, under
 * every type of terminal people have; the mouse, the speed of the line, and what is
 * sent to whom. What terminfo says of a type's keys must not matter: people say
 * TERM=xterm in PuTTY, and TERM=vt100 where nothing else works.
 */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/test.h"

#include "base/mem.h"
#include "tests/support/line.h"

#define QUIET 60      /* ms: more than the escape delay of 50 */
#define PATIENCE 1000 /* ms */

static const struct {
	const char *name;
	bool base; /* in ncurses-base: on every machine */
	bool mouse;
	bool screen; /* has one of its own for programs */
	int colours;
} types[] = {
	{ "xterm-256color", true, true, true, 256 },
	{ "xterm", true, true, true, 8 },
	{ "xterm-16color", false, true, true, 16 },
	{ "linux", true, false, false, 8 },
	{ "screen", true, true, true, 8 },
	{ "screen-256color", true, true, true, 256 },
	{ "tmux-256color", true, true, true, 256 },
	{ "putty", false, true, true, 8 },
	{ "putty-256color", false, true, true, 256 },
	{ "rxvt", true, true, true, 8 },
	{ "vt220", true, false, false, 0 },
	{ "vt100", true, false, false, 0 },
	{ "ansi", true, false, false, 8 },
};

static bool
connect(struct line *line, size_t type, int baud)
{
	struct ui_term_options options = { .name = types[type].name };
	bool open = line_open(line, &options, baud);

	if (!open && types[type].base)
		fail_msg("%s is unknown", types[type].name);
	if (!open)
		line_clear(line);
	return open;
}

static void
expect(struct line *line, const char *type, const char *bytes, const char *expected)
{
	const char *got = line_send(line, bytes, strlen(bytes), expected, PATIENCE);

	if (strcmp(got, expected) != 0) {
		DW_AUTO(dw_buf) shown = { 0 };

		for (; *bytes != '\0'; bytes++)
			if (*bytes < 0x20 || *bytes == 0x7f)
				dw_buf_printf(&shown, "\\x%02x", (unsigned char)*bytes);
			else
				dw_buf_putc(&shown, *bytes);
		fail_msg("%s: %s is “%s” and not “%s”", type, dw_buf_text(&shown), got, expected);
	}
}

/* ---- keys ------------------------------------------------------------------------- */

static const struct {
	const char *bytes, *command;
} keys[] = {
	{ "\033[H\033OH\033[1~\033[7~", "first;first;first;first;" },
	{ "\033[F\033OF\033[4~\033[8~", "last;last;last;last;" },
	{ "\033[A\033OA\033[B\033OB", "up;up;down;down;" },
	{ "\033[C\033OC\033[D\033OD", "Right;Right;Left;Left;" },
	{ "\033[5~\033[6~", "page-up;page-down;" },
	{ "\033[3~\033[2~", "delete;Insert;" },
	{ "\033[Z", "previous-pane;" },
	{ "\033OP\033[11~\033[[A\033OQ\033[12~\033[[B", "help;help;help;screens;screens;screens;" },
	{ "\033OR\033[13~\033[[C\033OS\033[14~\033[[D",
		"search;search;search;filter;filter;filter;" },
	{ "\033[15~\033[[E\033[17~\033[18~\033[19~", "reload;reload;sort;new;delete;" },
	{ "\033[20~\033[21~\033OT\033OU\033OV", "actions;quit;reload;sort;new;" },
	{ "\033OW\033OX\033OY\033[23~\033[24~", "delete;actions;quit;F11;F12;" },
	{ "\177\010\r\n\033OM", "Backspace;Backspace;open;open;open;" },
	{ "\033Oq\033Op\033Oy\033Ot\033Ox", "nth;0;nth;nth;nth;" }, /* the keypad's digits */
	{ "\033[1;5H\033[7^\033[1;2B\033[b", "Ctrl-Home;Ctrl-Home;Shift-Down;Shift-Down;" },
	{ "\033[7$\033[8@\033Oa\033O5P", "Shift-Home;Ctrl-Shift-End;Ctrl-Up;Ctrl-F1;" },
	{ "j\033", "down;cancel;" },
	{ "\033\033", "cancel;cancel;" },
	{ "\033k", "cancel;up;" },
	{ "\004\025\020\014", "half-down;half-up;command-line;redraw;" },
};

static void
every_key_is_understood_in_every_form_on_every_type(void **state DW_UNUSED)
{
	for (size_t type = 0; type < DW_COUNT(types); type++) {
		struct line line;

		if (!connect(&line, type, 0))
			continue;
		for (size_t i = 0; i < DW_COUNT(keys); i++)
			expect(&line, types[type].name, keys[i].bytes, keys[i].command);
		line_close(&line);
		line_clear(&line);
	}
}

/* Shift-Tab of the Linux console is ESC Tab, which elsewhere is two keys. */
static void
what_terminfo_alone_knows_is_taken_from_it(void **state DW_UNUSED)
{
	struct ui_term_options options = { .name = "linux" };
	struct line line;

	assert_true(line_open(&line, &options, 0));
	expect(&line, "linux", "\033\t", "previous-pane;");
	line_close(&line);
	line_clear(&line);
}

static void
escape_waits_longer_on_a_slow_line(void **state DW_UNUSED)
{
	struct ui_term_options options = { .name = "vt100" };
	struct line line;

	assert_true(line_open(&line, &options, 9600));
	assert_string_equal(line_send(&line, "!", 1, NULL, QUIET), "vt100 0 slow still;");
	assert_string_equal(line_send(&line, "\033", 1, NULL, 200), "");
	assert_string_equal(line_send(&line, "[", 1, NULL, 200), "");
	assert_string_equal(line_send(&line, "B", 1, NULL, QUIET), "down;");
	assert_string_equal(line_send(&line, "\033", 1, NULL, 600), "cancel;");
	line_close(&line);
	line_clear(&line);
}

/* Who signs in to the console alone has no shell to go to. */
static void
a_session_leader_is_not_stopped(void **state DW_UNUSED)
{
	struct ui_term_options options = { .name = "xterm" };
	struct line line;
	size_t before;

	assert_true(line_open(&line, &options, 0));
	before = line.sent.len;
	expect(&line, "xterm", "\032!", "suspend;xterm 8 mouse;");
	assert_int_equal(line.sent.len, before);
	line_close(&line);
	line_clear(&line);
}

/* ---- speed -------------------------------------------------------------------------- */

static void
assert_facts(const struct ui_term_options *options, int baud, const char *expected)
{
	struct line line;

	assert_true(line_open(&line, options, baud));
	assert_string_equal(line_send(&line, "!", 1, NULL, QUIET), expected);
	line_close(&line);
	line_clear(&line);
}

static void
a_pty_is_slow_only_when_somebody_said_so(void **state DW_UNUSED)
{
	struct ui_term_options options = { .name = "xterm-256color" };

	assert_facts(&options, 0, "xterm-256color 256 mouse;");
	assert_facts(&options, 38400, "xterm-256color 256 mouse;");
	assert_facts(&options, 115200, "xterm-256color 256 mouse;");
	assert_facts(&options, 19200, "xterm-256color 8 slow still mouse;");
	assert_facts(&options, 9600, "xterm-256color 8 slow still mouse;");
	options.slow = UI_SLOW_NO;
	assert_facts(&options, 9600, "xterm-256color 256 mouse;");
	options.slow = UI_SLOW_YES;
	assert_facts(&options, 0, "xterm-256color 8 slow still mouse;");
	options = (struct ui_term_options){ .name = "xterm", .no_motion = true, .no_colour = true };
	assert_facts(&options, 0, "xterm 0 still mouse;");
}

/* ---- the mouse ------------------------------------------------------------------------ */

static void
every_type_with_a_mouse_tells_it_in_both_forms(void **state DW_UNUSED)
{
	for (size_t type = 0; type < DW_COUNT(types); type++) {
		struct line line;

		if (!connect(&line, type, 0))
			continue;
		assert_int_equal(line_count(&line, 0, "\033[?1000h\033[?1006h"), types[type].mouse);
		expect(&line, types[type].name, "\033[<0;5;3M\033[<0;5;3m", "click 2,4;");
		expect(&line, types[type].name, "\033[<2;300;3M\033[<2;300;3m", "right 2,299;");
		expect(&line, types[type].name, "\033[<64;9;9M\033[<65;9;9M",
			"wheel-up 8,8;wheel-down 8,8;");
		expect(&line, types[type].name, "\033[M\"%'\033[M#%'", "right 6,4;");
		expect(&line, types[type].name, "\033[M`%'\033[Ma%'", "wheel-up 6,4;wheel-down 6,4;");
		expect(&line, types[type].name, "\033[<0;250;3M\033[<0;250;3m\033[<0;250;3M",
			"click 2,249;double 2,249;");
		line_close(&line);
		assert_int_equal(line_count(&line, 0, "\033[?1000l"), types[type].mouse);
		line_clear(&line);
	}
}

/* The last column that the old form can tell is 223; its byte is 255. */
static void
the_old_form_reaches_column_223(void **state DW_UNUSED)
{
	struct ui_term_options options = { .name = "screen" };
	struct line line;

	assert_true(line_open(&line, &options, 0));
	assert_string_equal(line_send(&line, "\033[M \377!", 6, NULL, QUIET), "click 0,222;");
	line_close(&line);
	line_clear(&line);
}

static void
without_the_mouse_nothing_is_switched(void **state DW_UNUSED)
{
	struct ui_term_options options = { .name = "xterm-256color", .no_mouse = true };
	struct line line;

	assert_true(line_open(&line, &options, 0));
	line_close(&line);
	assert_int_equal(line_count(&line, 0, "\033[?1000"), 0);
	assert_int_equal(line_count(&line, 0, "\033[?1006"), 0);
	assert_int_equal(line_count(&line, 0, "\033[?1002"), 0);
	assert_int_equal(line_count(&line, 0, "\033[?1003"), 0);
	line_clear(&line);
}

static void
switching_the_mouse_off_is_sent_at_once(void **state DW_UNUSED)
{
	struct ui_term_options options = { .name = "xterm-256color" };
	struct line line;
	size_t before;

	assert_true(line_open(&line, &options, 0));
	before = line.sent.len;
	assert_string_equal(line_send(&line, "m", 1, NULL, QUIET), "mouse-off;");
	assert_int_equal(line_count(&line, before, "\033[?1006l\033[?1000l"), 1);
	assert_int_equal(line_count(&line, before, "\033[?1000h"), 0);
	before = line.sent.len;
	assert_string_equal(line_send(&line, "m", 1, NULL, QUIET), "mouse-on;");
	assert_int_equal(line_count(&line, before, "\033[?1000h\033[?1006h"), 1);
	line_close(&line);
	line_clear(&line);
}

/* ---- what is sent to whom --------------------------------------------------------------- */

static void
nobody_is_sent_what_they_cannot_do(void **state DW_UNUSED)
{
	for (size_t type = 0; type < DW_COUNT(types); type++) {
		struct line line;

		if (!connect(&line, type, 0))
			continue;
		line_close(&line);
		/* Both on the way in and on the way out. */
		assert_int_equal(line_count(&line, 0, "\033[?1049h") + line_count(&line, 0, "\033[?47h"),
			types[type].screen);
		assert_int_equal(line_count(&line, 0, "\033[?1049l") + line_count(&line, 0, "\033[?47l"),
			types[type].screen);
		assert_int_equal(line_count(&line, 0, "\033[?2004h"), types[type].mouse);
		assert_int_equal(line_count(&line, 0, "\033[?2004l"), types[type].mouse);
		assert_int_equal(line_count(&line, 0, "\033]"), 0);
		assert_int_equal(line_count(&line, 0, "\033[3J"), 0);
		if (types[type].colours < 256)
			assert_int_equal(line_count(&line, 0, "38;5;"), 0);
		if (types[type].colours == 0)
			for (char colour = '0'; colour < '8'; colour++) {
				char fg[] = "\033[30", bg[] = "\033[40", both[] = ";30";

				fg[3] = bg[3] = both[2] = colour;
				assert_int_equal(line_count(&line, 0, fg), 0);
				assert_int_equal(line_count(&line, 0, bg), 0);
				assert_int_equal(line_count(&line, 0, both), 0);
			}
		else
			assert_true(line_count(&line, 0, "\033[") > 10);
		line_clear(&line);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_is_understood_in_every_form_on_every_type),
		cmocka_unit_test(what_terminfo_alone_knows_is_taken_from_it),
		cmocka_unit_test(escape_waits_longer_on_a_slow_line),
		cmocka_unit_test(a_session_leader_is_not_stopped),
		cmocka_unit_test(a_pty_is_slow_only_when_somebody_said_so),
		cmocka_unit_test(every_type_with_a_mouse_tells_it_in_both_forms),
		cmocka_unit_test(the_old_form_reaches_column_223),
		cmocka_unit_test(without_the_mouse_nothing_is_switched),
		cmocka_unit_test(switching_the_mouse_off_is_sent_at_once),
		cmocka_unit_test(nobody_is_sent_what_they_cannot_do),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
