/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reset codes: eight characters that the desk reads to a caller, who sets a new password with
 * them. One of a user at a time, good for reset_code.lifetime (judged when it is used), void
 * after reset_code.tries wrong tries. It never stands in for a second factor. Owns the
 * table reset_code; only hashes are in it.
 */
#ifndef DW_DOMAIN_RESET_CODE_H
#define DW_DOMAIN_RESET_CODE_H

#include "domain/mfa.h"
#include "domain/password_verify.h"
#include "domain/user.h"
#include "domain/work.h"

#define DW_RESET_CODE_LENGTH 8

/* A code that is about to be kept: made and hashed with no transaction open. */
struct dw_reset_code {
	struct dw_secret text;
	struct dw_password_hash hash;
};
void
dw_reset_code_clear(struct dw_reset_code *code);
enum dw_code
dw_reset_code_make(const struct dw_conf *conf, bool demo, const struct dw_keyring *keyring,
	struct dw_reset_code *out, struct dw_error *err);

/* May the user get one? Not users of a directory (DW_STATE), who have no password here. */
enum dw_code
dw_reset_code_may(struct dw_work *w, const struct dw_user *user, struct dw_error *err);

/*
 * `reset_code_generated`: keeps it in the place of an older one and clears a lock (*unlocked).
 * proof: how the caller was identified, for the entry.
 */
enum dw_code
dw_reset_code_put(struct dw_work *w, const struct dw_user *user, const struct dw_reset_code *code,
	const struct dw_proof *proof, bool *unlocked, struct dw_error *err);

/*
 * Within begin: takes one of its tries and gives the hash to verify against, set_at 0 when there is
 * no code that is good now.
 */
enum dw_code
dw_reset_code_try(struct dw_work *w, int64_t user_id, struct dw_password_row *out,
	struct dw_error *err);

/* Used up, within the transaction that found it right: *right false when it has been
 * meanwhile. */
enum dw_code
dw_reset_code_use(struct dw_work *w, int64_t user_id, const struct dw_password_row *row,
	bool *right, struct dw_error *err);

/* Void, without an entry of its own; *n is how many there were. */
enum dw_code
dw_reset_code_drop(struct dw_work *w, int64_t user_id, int64_t *n, struct dw_error *err);

#endif
