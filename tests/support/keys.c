/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scripts of keys: read word by word, put into the terminal in memory, played by
 * turning the loop. See keys.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "tests/support/keys.h"
#include "ui/term_memory.h"

int64_t keys_now = INT64_C(1795176000000);

int64_t
keys_clock(void)
{
	return keys_now;
}

static void
turn(struct ui *ui)
{
	bool more = true;
	int quiet = 0;

	/* A few turns more than needed, for work that asks for more turns. */
	while (more && quiet < 64) {
		quiet = ui_pending(ui) ? 0 : quiet + 1;
		more = ui_turn(ui, 0);
	}
}

static bool
play_mouse(struct ui *ui, const char *word)
{
	static const struct {
		const char *name;
		enum ui_mouse mouse;
	} names[] = {
		{ "Click", UI_MOUSE_CLICK },
		{ "Double", UI_MOUSE_DOUBLE },
		{ "Right", UI_MOUSE_RIGHT },
		{ "WheelUp", UI_MOUSE_WHEEL_UP },
		{ "WheelDown", UI_MOUSE_WHEEL_DOWN },
	};
	struct ui_event event = { .type = UI_EVENT_MOUSE };

	for (size_t i = 0; i < DW_COUNT(names); i++) {
		size_t len = strlen(names[i].name);

		if (strncmp(word, names[i].name, len) != 0 ||
			sscanf(word + len, " %d,%d", &event.y, &event.x) != 2)
			continue;
		event.mouse = names[i].mouse;
		ui_term_memory_put(ui->term, &event);
		return true;
	}
	return false;
}

static void
play_paste(struct ui *ui, const char *text)
{
	DW_AUTO(dw_buf) paste = { 0 };

	for (; *text != '\0'; text++)
		if (text[0] == '\\' && text[1] == 'n') {
			dw_buf_putc(&paste, '\n');
			text++;
		} else {
			dw_buf_putc(&paste, *text);
		}
	ui_term_memory_paste(ui->term, dw_buf_text(&paste));
}

static void
play_word(struct ui *ui, const char *word)
{
	uint32_t key;
	int a, b;

	if (strcmp(word, "<") == 0) {
		ui_term_memory_key(ui->term, '<');
	} else if (strncmp(word, "Paste ", 6) == 0) {
		play_paste(ui, word + 6);
	} else if (sscanf(word, "Resize %dx%d", &a, &b) == 2) {
		ui_term_memory_resize(ui->term, b, a);
	} else if (sscanf(word, "Wait %d", &a) == 1) {
		turn(ui);
		keys_now += a;
	} else if (!play_mouse(ui, word)) {
		if (!ui_key_parse(word, (int)strlen(word), &key))
			fail_msg("“%s” is no word for a script of keys", word);
		ui_term_memory_key(ui->term, key);
	}
}

void
keys_play(struct ui *ui, const char *script)
{
	turn(ui);
	while (*script != '\0') {
		if (*script == '<') {
			size_t len = 1 + strcspn(script + 1, ">");
			DW_AUTO_FREE char *word = dw_strndup(script + 1, len - 1);

			play_word(ui, *word != '\0' ? word : "<");
			script += len + (script[len] == '>');
		} else {
			uint32_t key = 0;
			size_t n = dw_utf8_decode(script, strlen(script), &key);

			assert_true(n > 0);
			ui_term_memory_key(ui->term, key);
			script += n;
		}
		turn(ui);
	}
}

bool
keys_shows(struct ui *ui, const char *text)
{
	DW_AUTO(dw_buf) screen = { 0 };

	ui_term_memory_screen(ui->term, &screen);
	return strstr(dw_buf_text(&screen), text) != NULL;
}

static char *
read_file(const char *path)
{
	FILE *file = fopen(path, "r");
	DW_AUTO(dw_buf) text = { 0 };
	char bytes[4096];
	size_t n;

	while (file != NULL && (n = fread(bytes, 1, sizeof bytes, file)) > 0)
		dw_buf_add(&text, bytes, n);
	if (file != NULL)
		fclose(file);
	return dw_buf_steal(&text);
}

/* Somebody has put the hardware cursor where the keys go: it is not left where a blank screen
 * has it, nor on an empty line, nor on the lines around. Braille displays follow it. */
static void
assert_cursor_is_somewhere(struct ui *ui, const char *name)
{
	struct ui_term_memory_facts facts = ui_term_memory_facts(ui->term);
	bool blank = true;

	if (ui->canvas.rows < UI_MIN_ROWS || ui->canvas.cols < UI_MIN_COLS)
		return;
	for (int x = 0; x < ui->canvas.cols; x++)
		blank &= ui_canvas_at(&ui->canvas, facts.cursor_y, x)->text[0] == ' ';
	if (facts.cursor_y == 0 || facts.cursor_y >= ui->canvas.rows - 1 || blank)
		fail_msg("%s: the cursor stands at %d,%d, where nothing is", name, facts.cursor_y,
			facts.cursor_x);
}

void
keys_golden(struct ui *ui, const char *name)
{
	const char *folder = getenv("SRCDIR");
	DW_AUTO_FREE char *path = dw_format(
		"%s/tests/golden/screens/%s.txt", folder != NULL ? folder : ".", name);
	DW_AUTO_FREE char *expected = read_file(path);
	DW_AUTO(dw_buf) screen = { 0 };

	assert_cursor_is_somewhere(ui, name);
	ui_term_memory_screen(ui->term, &screen);
	if (strcmp(expected, dw_buf_text(&screen)) == 0)
		return;
	if (getenv("DW_UPDATE_GOLDEN") != NULL) {
		FILE *file = fopen(path, "w");

		assert_non_null(file);
		fputs(dw_buf_text(&screen), file);
		fclose(file);
		return;
	}
	fprintf(stderr, "expected %s:\n%sgot:\n%s", name, expected, dw_buf_text(&screen));
	fail();
}
