/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files about attempts share, and nobody else sees.
 */
#ifndef DW_DOMAIN_ATTEMPT_PARTS_H
#define DW_DOMAIN_ATTEMPT_PARTS_H

#include "domain/attempt.h"

/* The words in the store, which are a promise. */
const char *
dw_factor_word(enum dw_factor factor);
const char *
dw_outcome_word(enum dw_outcome outcome);

/* Locks the account now, for as long as it is its turn; *until is when that is over. */
enum dw_code
dw_lock_put(struct dw_work *w, int64_t user_id, int64_t *until, struct dw_error *err);

#endif
