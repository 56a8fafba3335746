/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hostile text for tests: random, but the same in every run, and rich in what hurts:
 * broken UTF-8, controls, marks in heaps, code points at the edges.
 */
#ifndef DW_TESTS_SUPPORT_TEXT_H
#define DW_TESTS_SUPPORT_TEXT_H

#include <stdint.h>

#include "base/buf.h"

/* Random numbers from a state that is not 0 (xorshift). */
uint32_t
test_random(uint64_t *state, uint32_t limit);

/* Adds a code point as UTF-8 would write it, even where UTF-8 forbids it. */
void
test_add_code(struct dw_buf *out, uint32_t code);

/* Puts a text of up to 40 pieces into out, without NUL. */
void
test_hostile(uint64_t *state, struct dw_buf *out);

#endif
