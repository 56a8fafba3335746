/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Backup codes. See backup_code.h.
 */
#include <sodium.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/backup_code.h"
#include "store/query.h"

static enum dw_code
hash_one(const struct dw_backup_set *set, const struct dw_secret *code,
	unsigned char hash[DW_BACKUP_HASH], struct dw_error *err)
{
	if (crypto_pwhash(hash, DW_BACKUP_HASH, code->data, code->len, set->salt, set->cost.passes,
			(size_t)set->cost.memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return dw_fail(err, DW_UNAVAILABLE,
			_("There is not enough memory to hash a code. Try again when less is running."));
	return DW_OK;
}

enum dw_code
dw_backup_codes_make(const struct dw_conf *conf, bool demo, struct dw_secret codes[DW_BACKUP_CODES],
	struct dw_backup_set *out, struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	out->cost = dw_password_cost(conf, demo);
	randombytes_buf(out->salt, sizeof(out->salt));
	for (int i = 0; rc == DW_OK && i < DW_BACKUP_CODES; i++) {
		dw_code_new(DW_BACKUP_LENGTH, &codes[i]);
		rc = hash_one(out, &codes[i], out->hashes[i], err);
	}
	return rc;
}

static enum dw_code
put_code(struct dw_work *w, int64_t user_id, const unsigned char hash[DW_BACKUP_HASH],
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q, "INSERT INTO backup_code (user_id, hash) VALUES (?1, ?2)");
	dw_bind_int(&q, 1, user_id);
	dw_bind_blob(&q, 2, hash, DW_BACKUP_HASH);
	return dw_query_run(&q, err);
}

enum dw_code
dw_backup_codes_put(struct dw_work *w, int64_t user_id, const struct dw_backup_set *set,
	struct dw_error *err)
{
	DW_AUTO(dw_query) drop = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	dw_query_open(w->db, &drop, "DELETE FROM backup_set WHERE user_id = ?1");
	dw_bind_int(&drop, 1, user_id);
	if ((rc = dw_query_run(&drop, err)) != DW_OK)
		return rc;
	dw_query_open(w->db, &q,
		"INSERT INTO backup_set (user_id, salt, passes, memory, made_at)"
		" VALUES (?1, ?2, ?3, ?4, ?5)");
	dw_bind_int(&q, 1, user_id);
	dw_bind_blob(&q, 2, set->salt, sizeof(set->salt));
	dw_bind_int(&q, 3, (int64_t)set->cost.passes);
	dw_bind_int(&q, 4, (int64_t)set->cost.memory);
	dw_bind_int(&q, 5, w->now);
	rc = dw_query_run(&q, err);
	for (int i = 0; rc == DW_OK && i < DW_BACKUP_CODES; i++)
		rc = put_code(w, user_id, set->hashes[i], err);
	return rc;
}

enum dw_code
dw_backup_codes_load(struct dw_db *db, int64_t user_id, struct dw_backup_set *out, bool *there,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	const void *salt;
	enum dw_code rc;
	size_t len;

	*out = (struct dw_backup_set){ 0 };
	dw_query_open(db, &q, "SELECT salt, passes, memory FROM backup_set WHERE user_id = ?1");
	dw_bind_int(&q, 1, user_id);
	if ((rc = dw_query_next(&q, there, err)) != DW_OK || !*there)
		return rc;
	salt = dw_col_blob(&q, 0, &len);
	if (len != sizeof(out->salt))
		return dw_fail(err, DW_IO, _("The backup codes of this user are damaged."));
	memcpy(out->salt, salt, len);
	out->cost.passes = (uint64_t)dw_col_int(&q, 1);
	out->cost.memory = (uint64_t)dw_col_int(&q, 2);
	return DW_OK;
}

enum dw_code
dw_backup_codes_hash(const struct dw_backup_set *set, const struct dw_secret *typed,
	unsigned char hash[DW_BACKUP_HASH], bool *form, struct dw_error *err)
{
	DW_AUTO(dw_secret) code = { 0 };

	*form = dw_code_read(typed, DW_BACKUP_LENGTH, &code);
	return hash_one(set, *form ? &code : typed, hash, err);
}

enum dw_code
dw_backup_codes_use(struct dw_work *w, int64_t user_id, const unsigned char hash[DW_BACKUP_HASH],
	bool *right, int64_t *left, struct dw_error *err)
{
	DW_AUTO(dw_query) drop = { 0 };
	DW_AUTO(dw_query) count = { 0 };
	DW_AUTO(dw_query) note = { 0 };
	enum dw_code rc;

	/* By key: what a hash of 256 bits is compared with byte by byte tells nobody anything. */
	dw_query_open(w->db, &drop, "DELETE FROM backup_code WHERE user_id = ?1 AND hash = ?2");
	dw_bind_int(&drop, 1, user_id);
	dw_bind_blob(&drop, 2, hash, DW_BACKUP_HASH);
	if ((rc = dw_query_run(&drop, err)) != DW_OK)
		return rc;
	*right = dw_db_changes(w->db) == 1;
	dw_query_open(w->db, &count, "SELECT count(*) FROM backup_code WHERE user_id = ?1");
	dw_bind_int(&count, 1, user_id);
	if ((rc = dw_query_int(&count, 0, left, err)) != DW_OK || !*right)
		return rc;
	dw_query_open(w->db, &note,
		"UPDATE authenticator SET count = ?3, last_used_at = ?4 WHERE user_id = ?1 AND kind = ?2");
	dw_bind_int(&note, 1, user_id);
	dw_bind_int(&note, 2, DW_MFA_BACKUP);
	dw_bind_int(&note, 3, *left);
	dw_bind_int(&note, 4, w->now);
	return dw_query_run(&note, err);
}
