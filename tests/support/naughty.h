/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The strings of naughty.txt, which says how they are written, and what a terminal may
 * receive. For tests that put each of them through a field and back.
 */
#ifndef DW_TESTS_SUPPORT_NAUGHTY_H
#define DW_TESTS_SUPPORT_NAUGHTY_H

#include <stddef.h>

struct naughty {
	char *bytes; /* followed by a NUL */
	size_t len;
	int line;    /* in the file, for messages */
};

/* All of them, in memory that lives as long as the program; read once. */
const struct naughty *
naughty_all(size_t *count);

/* Is it free of zero bytes, so that a C string can hold it? */
int
naughty_is_text(const struct naughty *string);

/*
 * Fails the test unless the text is UTF-8 without anything that a terminal would obey or that
 * nobody would see: no control, format, private or unassigned character.
 */
void
assert_harmless(const char *shown, const struct naughty *string);

#endif
