/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A house somebody has lived in: the household's people with names, addresses, sessions,
 * second factors and a past, and thirty more; the same in every run to the last id, so that
 * whole screens can be compared. The console of a desk is opened on it.
 */
#ifndef DW_TESTS_SUPPORT_HOUSE_H
#define DW_TESTS_SUPPORT_HOUSE_H

#include "tests/support/desk.h"

/*
 * As desk_setup(), furnished, with random numbers that are always the same. bob is locked, has
 * two sessions, a second factor, an external account and wiki.read; cleo comes from a directory;
 * person011 is in the recycle bin.
 */
int
house_setup(void **state);
int
house_teardown(void **state);

/* The store as house_setup() left it, for the next test: the console is closed. */
void
house_again(struct desk *d);

/* Closes the console without a trace in the store. */
void
house_close(struct desk *d);

#endif
