/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A desk: the household with a console open on it, on a terminal in memory, and as many
 * people as a test wants. alba acts, and time is keys_now. What others do meanwhile goes
 * through the household's own connection.
 */
#ifndef DW_TESTS_SUPPORT_DESK_H
#define DW_TESTS_SUPPORT_DESK_H

#include "tests/support/household.h"
#include "tests/support/keys.h"
#include "ui/console.h"

struct desk {
	struct household *h;
	struct dw_app app;
	struct ui_term *term;
	struct console c;
	bool open;
	bool fresh; /* desk_open() as with --fresh */
};

/* cmocka's setup and teardown: *state is a struct desk *, with the household's six. */
int
desk_setup(void **state);
int
desk_teardown(void **state);

/* `n` more people, person001 and on: every 7th is locked, every 9th inactive, every 11th in the
 * recycle bin; groups, factors and last sign-in vary. */
void
desk_people(struct desk *d, int n);

/* Opens the console as somebody on a terminal of this size. */
void
desk_open(struct desk *d, const char *username, int rows, int cols);

/* Ends the console, as leaving it does; it can be opened again. */
void
desk_close(struct desk *d);

/* Somebody else changes something: a statement in the household's own connection, and the topic
 * is moved as the pipeline would. Seen after <Wait 1000>. */
void
desk_change(struct desk *d, const char *topic, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Keys that were typed before anything was drawn or read: a burst. */
void
desk_burst(struct desk *d, const char *script);

#define desk_play(d, script) keys_play(&(d)->c.ui, script)
#define desk_shows(d, text) desk_check(d, text, true, __FILE__, __LINE__)
#define desk_hides(d, text) desk_check(d, text, false, __FILE__, __LINE__)

/* Fails with the screen when the text stands on it, or does not. */
void
desk_check(struct desk *d, const char *text, bool expected, const char *file, int line);

#endif
