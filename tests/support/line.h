/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A terminal line: a pty with a program of the toolkit's terminal at its far end, which
 * says what it understood of every byte sent. So a test can be any terminal at any
 * speed, bytes in and bytes out.
 */
#ifndef DW_TESTS_SUPPORT_LINE_H
#define DW_TESTS_SUPPORT_LINE_H

#include <sys/types.h>

#include "base/buf.h"
#include "ui/term.h"

struct line {
	int fd;             /* our end: bytes as the terminal has them */
	int said;           /* what the program says, a word an event */
	pid_t pid;
	struct dw_buf sent; /* all that it has sent to the terminal so far */
	struct dw_buf words;
};

/* Connects: baud 0 leaves the pty's own speed. False when the machine does not know the
 * type of terminal. The screen has 24 rows and 80 columns. */
bool
line_open(struct line *line, const struct ui_term_options *options, int baud);

/* Sends bytes and returns the words of the events they became: as soon as these are the ones
 * expected (NULL = never), else when none came for `quiet` ms; "" when they meant nothing.
 * Borrowed until the next call. Keys are told as the commands they are in a list where they
 * have one ("first;"), else by name ("Ctrl-Home;"); the mouse as "click 5,10;". "m" toggles
 * the mouse, "!" tells facts. */
const char *
line_send(struct line *line, const char *bytes, size_t len, const char *expected, int quiet);

/* Ends the program with a SIGTERM, and collects all that it sent. */
void
line_close(struct line *line);

void
line_clear(struct line *line);

/* How often a text was sent from a place in `sent` on. */
int
line_count(const struct line *line, size_t from, const char *text);

#endif
