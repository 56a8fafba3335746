/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Authenticator apps: time-based one-time codes (RFC 6238: SHA-1, 6 digits, 30 s), computed by
 * liboath. A code is good one step before and after its time, and each step once. Owns the
 * table totp; the secret in it is sealed (keyring.h), bound to its user.
 */
#ifndef DW_DOMAIN_TOTP_H
#define DW_DOMAIN_TOTP_H

#include "domain/keyring.h"
#include "domain/user.h"
#include "domain/work.h"

#define DW_TOTP_BYTES 20 /* RFC 4226, 4: as long as the output of the HMAC */
#define DW_TOTP_STEP 30  /* seconds */
#define DW_TOTP_DIGITS 6

/* A new random secret. */
void
dw_totp_new(struct dw_secret *out);

/* As people type it: Base32 without padding, in groups of four when `groups`. */
void
dw_totp_base32(const struct dw_secret *secret, bool groups, struct dw_secret *out);

/*
 * What an app scans: otpauth://totp/REALM:USERNAME?secret=...&issuer=REALM, with all that is
 * standard left out so that its picture stays small. realm "" is left out.
 */
void
dw_totp_uri(const struct dw_secret *secret, const char *realm, const char *username,
	struct dw_secret *out);

/*
 * Is it a code of a step after `last`? *step is that step. Spaces in the code are passed over.
 * now in ms. False for anything that is not six digits.
 */
bool
dw_totp_matches(const struct dw_secret *secret, const struct dw_secret *code, int64_t now,
	int64_t last, int64_t *step);

/* Enrols: seals the secret and keeps it, in the place of another; the step is used up.
 * Writes no entry and does not touch user.mfa: factor.h does. */
enum dw_code
dw_totp_put(struct dw_work *w, const struct dw_keyring *keyring, const struct dw_user *user,
	const struct dw_secret *secret, int64_t step, struct dw_error *err);

/*
 * Within the write transaction: is the code right, and has its step not been used? Then it is
 * from now on. *right false when the user has no such factor.
 */
enum dw_code
dw_totp_use(struct dw_work *w, const struct dw_keyring *keyring, const struct dw_user *user,
	const struct dw_secret *code, bool *right, struct dw_error *err);

#endif
