/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signal handlers that do next to nothing, and the waiting that sees their flags.
 * See signals.h. crash() and put_back() may only use async-signal-safe functions.
 */
#include "ui/signals.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

static volatile sig_atomic_t end_signal, interrupted, stopping, continued, resized;

static struct {
	bool started;
	volatile sig_atomic_t active;
	int fd;
	struct termios modes;
	char reset[512];
	size_t reset_len;
	sigset_t watched;
	void (*out_of_memory)(void);
} state;

static const int flagged[] = { SIGHUP, SIGTERM, SIGQUIT, SIGINT, SIGTSTP, SIGCONT, SIGWINCH };
static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
static struct sigaction former[DW_COUNT(flagged)], former_crash[DW_COUNT(crashes)];

static void
flag(int number)
{
	switch (number) {
	case SIGINT:
		interrupted = 1;
		break;
	case SIGTSTP:
		stopping = 1;
		break;
	case SIGCONT:
		continued = 1;
		break;
	case SIGWINCH:
		resized = 1;
		break;
	default:
		end_signal = number;
	}
}

static void
put_back(void)
{
	if (!state.active)
		return;
	state.active = 0;
	if (write(state.fd, state.reset, state.reset_len) >= 0 || errno != EIO)
		tcsetattr(state.fd, TCSANOW, &state.modes);
}

static void
crash(int number)
{
	put_back();
	raise(number); /* SA_RESETHAND: this time it is the end */
}

static void
out_of_memory(void)
{
	put_back();
	if (state.out_of_memory != NULL)
		state.out_of_memory();
}

/* A stack overflow leaves no room for a handler on the stack. */
static void
use_other_stack(void)
{
	static char room[64 * 1024];
	stack_t stack = { .ss_sp = room, .ss_size = sizeof room };

	sigaltstack(&stack, NULL);
}

void
ui_signals_start(int fd, const struct termios *modes)
{
	static bool at_exit;
	struct sigaction action = { .sa_handler = flag, .sa_flags = SA_RESTART };

	state.fd = fd;
	state.modes = *modes;
	state.started = true;
	end_signal = interrupted = stopping = continued = resized = 0;
	sigemptyset(&action.sa_mask);
	sigemptyset(&state.watched);
	for (size_t i = 0; i < DW_COUNT(flagged); i++) {
		sigaddset(&state.watched, flagged[i]);
		sigaction(flagged[i], &action, &former[i]);
	}
	use_other_stack();
	action.sa_handler = crash;
	action.sa_flags = SA_ONSTACK | (int)SA_RESETHAND | SA_NODEFER;
	for (size_t i = 0; i < DW_COUNT(crashes); i++)
		sigaction(crashes[i], &action, &former_crash[i]);
	state.out_of_memory = dw_out_of_memory;
	dw_out_of_memory = out_of_memory;
	if (!at_exit)
		atexit(put_back);
	at_exit = true;
}

void
ui_signals_set_reset(const char *text, size_t len)
{
	if (len > sizeof state.reset)
		len = sizeof state.reset;
	memcpy(state.reset, text, len);
	state.reset_len = len;
}

void
ui_signals_set_active(bool active)
{
	state.active = active;
}

void
ui_signals_stop(void)
{
	if (!state.started)
		return;
	state.active = 0;
	for (size_t i = 0; i < DW_COUNT(flagged); i++)
		sigaction(flagged[i], &former[i], NULL);
	for (size_t i = 0; i < DW_COUNT(crashes); i++)
		sigaction(crashes[i], &former_crash[i], NULL);
	dw_out_of_memory = state.out_of_memory;
	state.started = false;
}

static int
take(volatile sig_atomic_t *set)
{
	int value = *set;

	*set = 0;
	return value;
}

int
ui_signals_end(void)
{
	return take(&end_signal);
}

bool
ui_signals_interrupt(void)
{
	return take(&interrupted);
}

bool
ui_signals_stopping(void)
{
	return take(&stopping);
}

bool
ui_signals_continued(void)
{
	return take(&continued);
}

bool
ui_signals_resized(void)
{
	return take(&resized);
}

bool
ui_signals_any(void)
{
	return end_signal || interrupted || stopping || continued || resized;
}

int
ui_signals_wait(int fd, int timeout)
{
	struct pollfd poll = { .fd = fd, .events = POLLIN };
	struct timespec time = { timeout / 1000, (timeout % 1000) * 1000000L };
	sigset_t before;
	int got = -1;

	/* Blocked while we look, let in only while we wait: none can slip between. */
	sigprocmask(SIG_BLOCK, &state.watched, &before);
	if (!ui_signals_any())
		got = ppoll(&poll, 1, timeout < 0 ? NULL : &time, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return got;
}

void
ui_signals_suspend(void)
{
	struct sigaction standard = { .sa_handler = SIG_DFL }, ours;

	sigaction(SIGTSTP, &standard, &ours);
	kill(0, SIGTSTP);
	sigaction(SIGTSTP, &ours, NULL);
	continued = stopping = 0;
}
