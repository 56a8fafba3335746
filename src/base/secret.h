/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Passwords, tokens and keys: bytes in guarded, locked memory (sodium_malloc)
 * that is wiped when released. Never copied into a char * of the heap, never in
 * argv, never in a log. Zeroed is empty and valid.
 */
#ifndef DW_BASE_SECRET_H
#define DW_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct dw_secret {
	char *data; /* NUL-terminated for convenience; NULL = none */
	size_t len;
};

#define DW_SECRET_MAX 4096 /* bytes; more is refused before anything looks at it */

/* Once, early, in every main(): libsodium ready, no core dump, not traceable. */
enum dw_code
dw_secret_start(struct dw_error *err);

void
dw_secret_clear(struct dw_secret *secret);

/* Replaces what it holds by a copy. DW_INVALID when longer than DW_SECRET_MAX. */
enum dw_code
dw_secret_set(struct dw_secret *secret, const void *bytes, size_t len, struct dw_error *err);

/* Equal, in constant time for equal lengths? What is empty equals nothing, not even itself. */
bool
dw_secret_equal(const struct dw_secret *a, const struct dw_secret *b);

/*
 * Reads one line (without its newline, LF or CR LF) from a descriptor, byte by byte
 * into the guarded memory, and nothing after it. DW_NO_INPUT on an empty line, the end
 * of the input or an error; NUL bytes and more than DW_SECRET_MAX bytes are DW_INVALID.
 */
enum dw_code
dw_secret_read_line(int fd, struct dw_secret *out, struct dw_error *err);

/*
 * Asks on a terminal with echo off; confirm asks twice and is DW_INVALID when the
 * answers differ. The modes are put back before SIGINT, SIGTERM, SIGHUP, SIGQUIT and
 * SIGTSTP do what they do otherwise; if that was nothing, the answer is DW_CANCELLED,
 * and after a stop it asks again. tty NULL is /dev/tty. DW_UNAVAILABLE without a
 * terminal. For programs with one thread.
 */
enum dw_code
dw_secret_ask(const char *tty, const char *prompt, bool confirm, struct dw_secret *out,
	struct dw_error *err);

/*
 * A random password of `groups` groups of four of ABCDEFGHJKLMNPQRSTUVWXYZ23456789
 * (5 bits a character, no look-alikes), joined by hyphens: K7QX-... ; uniform.
 */
void
dw_secret_generate(unsigned groups, struct dw_secret *out);

#endif
