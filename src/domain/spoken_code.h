/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Codes that people read to each other and type: random characters without look-alikes
 * (ABCDEFGHJKLMNPQRSTUVWXYZ23456789, 5 bits each). Typed in any case, with spaces and
 * hyphens anywhere.
 */
#ifndef DW_DOMAIN_SPOKEN_CODE_H
#define DW_DOMAIN_SPOKEN_CODE_H

#include "base/buf.h"
#include "base/secret.h"

/* `length` characters, uniform, without separators. */
void
dw_code_new(unsigned length, struct dw_secret *out);

/* What was typed, as it was made: capitals, without spaces and hyphens. False, and out empty,
 * when it is not `length` such characters. */
bool
dw_code_read(const struct dw_secret *typed, unsigned length, struct dw_secret *out);

/* In groups of `size`, with hyphens: K7QX-M3PA. */
void
dw_code_grouped(const struct dw_secret *code, unsigned size, struct dw_secret *out);

#endif
