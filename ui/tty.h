/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reading side of a real terminal: a descriptor and the signals, waited for
 * together and turned into events (input.h, signals.h). Knows nothing of ncurses;
 * term_curses.c does what has to be done on the screen about an event.
 */
#ifndef DW_UI_TTY_H
#define DW_UI_TTY_H

#include "ui/input.h"

struct ui_tty {
	int fd;
	int escape_delay; /* ms that tell the Esc key from the beginning of a sequence */
	struct ui_input input;
};

/*
 * Is the line at this speed one where every byte counts? Below 38400 baud it is: who signs
 * in from a serial line by ssh or telnet has its speed set on the pty there as well. But
 * 38400 itself is what every pty and every console of the kernel says of which nobody has
 * said anything, so it counts on a serial line alone.
 */
bool
ui_tty_is_slow(int fd, int baud);

/* As ui_term_read(). A RESIZE carries its signal: SIGWINCH, or SIGCONT after a stop. */
void
ui_tty_read(struct ui_tty *tty, int timeout, struct ui_event *out);

/* As ui_term_pending(). */
bool
ui_tty_pending(const struct ui_tty *tty);

#endif
