/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Backup codes: eight codes of 13 characters (65 bits; NIST SP 800-63B-4, 4.2.1.1), each good
 * once in the place of an authenticator app. Hashed with Argon2id and one salt for the set, so
 * that one slow computation is compared with all of them. Owns backup_set and backup_code.
 */
#ifndef DW_DOMAIN_BACKUP_CODE_H
#define DW_DOMAIN_BACKUP_CODE_H

#include "domain/credential.h"
#include "domain/spoken_code.h"
#include "domain/user.h"
#include "domain/work.h"

#define DW_BACKUP_CODES 8
#define DW_BACKUP_LENGTH 13
#define DW_BACKUP_HASH 32

/* A set, hashed, ready to be kept. */
struct dw_backup_set {
	unsigned char salt[16];
	struct dw_password_cost cost;
	unsigned char hashes[DW_BACKUP_CODES][DW_BACKUP_HASH];
};

/* Slow: makes codes[] and their hashes. DW_UNAVAILABLE without memory. */
enum dw_code
dw_backup_codes_make(const struct dw_conf *conf, bool demo, struct dw_secret codes[DW_BACKUP_CODES],
	struct dw_backup_set *out, struct dw_error *err);

/* Keeps the set in the place of an older one. No entry: factor.h writes it. */
enum dw_code
dw_backup_codes_put(struct dw_work *w, int64_t user_id, const struct dw_backup_set *set,
	struct dw_error *err);

/* What is needed to hash what was typed; *there false: the user has no codes. */
enum dw_code
dw_backup_codes_load(struct dw_db *db, int64_t user_id, struct dw_backup_set *out, bool *there,
	struct dw_error *err);

/* Slow, with no transaction open. False: what was typed has not the form of a code; hashing is
 * done all the same, so that the time does not tell. */
enum dw_code
dw_backup_codes_hash(const struct dw_backup_set *set, const struct dw_secret *typed,
	unsigned char hash[DW_BACKUP_HASH], bool *form, struct dw_error *err);

/* Uses a code up: *right when the user had it. *left: how many remain. */
enum dw_code
dw_backup_codes_use(struct dw_work *w, int64_t user_id, const unsigned char hash[DW_BACKUP_HASH],
	bool *right, int64_t *left, struct dw_error *err);

#endif
