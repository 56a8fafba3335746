/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signals of a full-screen program. Those that end, stop or resize it only set a
 * flag and are waited for together with the terminal, so none is lost; those of a
 * crash write a string prepared before and put the terminal's modes back. There is
 * one terminal, so there is one state here.
 */
#ifndef DW_UI_SIGNALS_H
#define DW_UI_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/* From now on. modes are those to put back. */
void
ui_signals_start(int fd, const struct termios *modes);

/* What a crash writes to the terminal (copied): leaves full-screen mode. */
void
ui_signals_set_reset(const char *text, size_t len);

/* In full-screen mode or not: only then a crash writes anything. */
void
ui_signals_set_active(bool active);

/* Everything as it was before ui_signals_start(). */
void
ui_signals_stop(void);

/* The flags; asking for one takes it. `end` is the signal's number. */
int
ui_signals_end(void);
bool
ui_signals_interrupt(void);
bool
ui_signals_stopping(void);
bool
ui_signals_continued(void);
bool
ui_signals_resized(void);

/* Is any of them set? */
bool
ui_signals_any(void);

/* Waits for input or a signal: > 0 input, 0 time over (ms; -1 = never), < 0 a signal. */
int
ui_signals_wait(int fd, int timeout);

/* Stops the whole process group as the terminal's Ctrl-Z would; returns when continued. */
void
ui_signals_suspend(void);

#endif
