/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Waiting for keys and signals. See tty.h.
 */
#include "ui/tty.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ui/signals.h"

#define SLOW_BAUD 38400

bool
ui_tty_is_slow(int fd, int baud)
{
	const char *name = ttyname(fd);
	bool serial = name != NULL && strncmp(name, "/dev/pts/", 9) != 0 &&
		strcmp(name, "/dev/console") != 0 &&
		!(strncmp(name, "/dev/tty", 8) == 0 && name[8] >= '0' && name[8] <= '9');

	return baud > 0 && (baud < SLOW_BAUD || (baud == SLOW_BAUD && serial));
}

static bool
take_signal(struct ui_event *out)
{
	int number = ui_signals_end();

	if (number != 0)
		*out = (struct ui_event){ .type = UI_EVENT_HANGUP, .signal = number };
	else if (ui_signals_interrupt())
		*out = (struct ui_event){ .type = UI_EVENT_KEY, .key = UI_CTRL('C') };
	else if (ui_signals_stopping())
		*out = (struct ui_event){ .type = UI_EVENT_SUSPEND };
	else if (ui_signals_continued())
		*out = (struct ui_event){ .type = UI_EVENT_RESIZE, .signal = SIGCONT };
	else if (ui_signals_resized())
		*out = (struct ui_event){ .type = UI_EVENT_RESIZE, .signal = SIGWINCH };
	else
		return false;
	return true;
}

static int64_t
steady_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* How long to wait this time: until the deadline, or for the rest of a sequence. */
static int
wait_time(const struct ui_tty *tty, int timeout, int64_t deadline)
{
	int64_t left = deadline - steady_now();

	if (ui_input_partial(&tty->input))
		return tty->escape_delay;
	if (timeout < 0)
		return -1;
	return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

/* False when the line is gone. */
static bool
take_bytes(struct ui_tty *tty)
{
	unsigned char *into;
	size_t room = ui_input_room(&tty->input, &into);
	ssize_t n = read(tty->fd, into, room);

	if (n > 0)
		ui_input_added(&tty->input, (size_t)n);
	return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

void
ui_tty_read(struct ui_tty *tty, int timeout, struct ui_event *out)
{
	int64_t deadline = steady_now() + timeout;

	while (!take_signal(out) && !ui_input_next(&tty->input, false, steady_now(), out)) {
		bool partial = ui_input_partial(&tty->input);
		int got = ui_signals_wait(tty->fd, wait_time(tty, timeout, deadline));

		if (got > 0 && !take_bytes(tty)) {
			*out = (struct ui_event){ .type = UI_EVENT_HANGUP };
			return;
		}
		if (got != 0)
			continue;
		if (partial && ui_input_next(&tty->input, true, steady_now(), out))
			return;
		if (timeout >= 0 && steady_now() >= deadline)
			return;
	}
}

bool
ui_tty_pending(const struct ui_tty *tty)
{
	return ui_input_ready(&tty->input) || ui_signals_any() ||
		ui_signals_wait(tty->fd, 0) > 0;
}
