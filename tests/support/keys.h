/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scripts of keys for tests of the console. A script is typed text with words in
 * angle brackets: key names ("<Enter>", "<Ctrl-D>", "<F1>"), and
 *
 *	<Paste some text>     a bracketed paste; \n in it is a newline
 *	<Click 5,10>          row and column, 0-based; also Double, Right, WheelUp, WheelDown
 *	<Resize 60x15>        columns x rows
 *	<Wait 1500>           ms pass on the clock of the tests
 *	<<>                   a < of its own
 */
#ifndef DW_TESTS_SUPPORT_KEYS_H
#define DW_TESTS_SUPPORT_KEYS_H

#include "ui/loop.h"

/* Plays the script on a terminal in memory: turns the loop until nothing waits, and
 * draws. Stops early when the loop ends. */
void
keys_play(struct ui *ui, const char *script);

/* What <Wait> moves: put keys_clock into dw_clock. It begins at 2026-11-20 12:00 UTC. */
extern int64_t keys_now;
int64_t
keys_clock(void);

/*
 * Compares the screen with $SRCDIR/tests/golden/screens/NAME.txt and fails with both
 * when they differ. With DW_UPDATE_GOLDEN set it writes the file instead: read the diff.
 */
void
keys_golden(struct ui *ui, const char *name);

/* Does the text stand on the screen? */
bool
keys_shows(struct ui *ui, const char *text);

#endif
