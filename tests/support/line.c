/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pty and the program behind it. See line.h.
 */
#include "tests/support/line.h"

#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "ui/keymap.h"

/* ---- the program ------------------------------------------------------------------ */

static void
say_key(struct ui_term *term, const struct ui_event *event, char *out, size_t size)
{
	enum ui_command_id command = ui_keymap_find(UI_IN_LIST, event->key);
	char name[UI_KEY_TEXT];

	if (event->key == 'm') {
		ui_term_mouse(term, !term->facts.mouse);
		snprintf(out, size, "mouse-%s", term->facts.mouse ? "on" : "off");
	} else if (event->key == UI_CTRL('Z')) {
		ui_term_suspend(term);
		snprintf(out, size, "suspend");
	} else if (event->key == '!') {
		snprintf(out, size, "%s %d%s%s%s%s", term->facts.name, term->facts.colours,
			term->facts.slow ? " slow" : "", term->facts.still ? " still" : "",
			term->facts.mouse ? " mouse" : "", term->facts.can_suspend ? " stops" : "");
	} else {
		snprintf(out, size, "%s", command != UI_CMD_NONE ? ui_commands[command].name :
			ui_key_name(event->key, name));
	}
}

static void
program(const struct ui_term_options *options, int said)
{
	static const char *const mice[] = { "click", "double", "right", "wheel-up", "wheel-down" };
	struct ui_canvas canvas;
	struct ui_term *term;
	char word[300] = "ready;";

	if (ui_term_curses_new(options, &term, NULL) != DW_OK)
		_exit(3);
	ui_canvas_init(&canvas, 24, 80);
	ui_box(&canvas, (struct ui_rect){ 2, 2, 10, 60 }, "Übersicht");
	ui_put(&canvas, 4, 4, STYLE_ERROR, "Bjørn Łódź 山田 ▸●✗✓▴ …");
	ui_term_flush(term, &canvas);
	for (;;) {
		struct ui_event event = { 0 };

		if (write(said, word, strlen(word)) < 0)
			_exit(1);
		word[0] = '\0';
		ui_term_read(term, -1, &event);
		if (event.type == UI_EVENT_KEY)
			say_key(term, &event, word, sizeof word - 1);
		else if (event.type == UI_EVENT_MOUSE)
			snprintf(word, sizeof word - 1, "%s %d,%d", mice[event.mouse], event.y, event.x);
		else if (event.type == UI_EVENT_PASTE)
			snprintf(word, sizeof word - 1, "{%.*s}", (int)event.paste_len, event.paste);
		else if (event.type == UI_EVENT_HANGUP)
			break;
		if (word[0] != '\0')
			strncat(word, ";", 2);
	}
	ui_canvas_clear(&canvas);
	ui_term_free(term);
	_exit(0);
}

static void
set_speed(int baud)
{
	static const struct {
		int baud;
		speed_t speed;
	} speeds[] = { { 9600, B9600 }, { 19200, B19200 }, { 38400, B38400 }, { 115200, B115200 } };
	struct termios modes;

	if (tcgetattr(STDIN_FILENO, &modes) != 0)
		_exit(1);
	for (size_t i = 0; i < DW_COUNT(speeds); i++)
		if (speeds[i].baud == baud)
			cfsetspeed(&modes, speeds[i].speed);
	tcsetattr(STDIN_FILENO, TCSANOW, &modes);
}

/* ---- our end ------------------------------------------------------------------------ */

static bool
take(int fd, struct dw_buf *into)
{
	char bytes[4096];
	ssize_t n = read(fd, bytes, sizeof bytes);

	if (n > 0)
		dw_buf_add(into, bytes, (size_t)n);
	return n > 0;
}

/* Reads both ends until the words are those expected, or nothing came for `quiet` ms, or the
 * program is gone. */
static void
listen_for(struct line *line, const char *expected, int quiet, struct dw_buf *words)
{
	struct pollfd ends[] = { { .fd = line->fd, .events = POLLIN },
		{ .fd = line->said, .events = POLLIN } };

	while (poll(ends, 2, quiet) > 0) {
		if (ends[0].revents != 0 && !take(line->fd, &line->sent))
			ends[0].fd = -1;
		if (ends[1].revents != 0 && !take(line->said, words))
			ends[1].fd = -1;
		if ((ends[0].fd < 0 && ends[1].fd < 0) ||
			(expected != NULL && strcmp(dw_buf_text(words), expected) == 0))
			return;
	}
}

bool
line_open(struct line *line, const struct ui_term_options *options, int baud)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	DW_AUTO(dw_buf) words = { 0 };
	int said[2];

	*line = (struct line){ 0 };
	fflush(NULL);
	if (pipe(said) != 0 || (line->pid = forkpty(&line->fd, NULL, NULL, &size)) < 0)
		abort();
	if (line->pid == 0) {
		close(said[0]);
		if (baud > 0)
			set_speed(baud);
		program(options, said[1]);
	}
	close(said[1]);
	line->said = said[0];
	listen_for(line, "ready;", 10000, &words);
	if (words.len == 0)
		waitpid(line->pid, NULL, 0);
	listen_for(line, NULL, 5, &words);
	return words.len > 0;
}

const char *
line_send(struct line *line, const char *bytes, size_t len, const char *expected, int quiet)
{
	dw_buf_reset(&line->words);
	if (write(line->fd, bytes, len) != (ssize_t)len)
		return "cannot write";
	listen_for(line, expected, quiet, &line->words);
	return dw_buf_text(&line->words);
}

void
line_close(struct line *line)
{
	DW_AUTO(dw_buf) words = { 0 };
	int status;

	kill(line->pid, SIGTERM);
	listen_for(line, NULL, 5000, &words);
	waitpid(line->pid, &status, 0);
	close(line->fd);
	close(line->said);
}

void
line_clear(struct line *line)
{
	dw_buf_clear(&line->sent);
	dw_buf_clear(&line->words);
}

int
line_count(const struct line *line, size_t from, const char *text)
{
	size_t len = strlen(text);
	int n = 0;

	for (size_t at = from; at + len <= line->sent.len; at++)
		n += memcmp(line->sent.data + at, text, len) == 0;
	return n;
}
