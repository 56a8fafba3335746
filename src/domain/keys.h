/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A set of texts, each with a number: which line of a file had this name first? Texts
 * are borrowed and must outlive the set. Keyed hashing, so that a file made to
 * collide costs no more than any other.
 */
#ifndef DW_DOMAIN_KEYS_H
#define DW_DOMAIN_KEYS_H

#include <stddef.h>
#include <stdint.h>

struct dw_keys {
	struct dw_key *at;
	size_t count, cap;
	unsigned char secret[16];
};

void
dw_keys_clear(struct dw_keys *keys);

/* The number of a text; -1 when it is not in the set. */
int64_t
dw_keys_find(const struct dw_keys *keys, const char *text);

/* Adds a text that is not in it yet. number >= 0. */
void
dw_keys_add(struct dw_keys *keys, const char *text, int64_t number);

#endif
