/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Chance and the inserting statements of the demo generator. Rows are written straight
 * into the tables, past the rules of user.c: it is the states that those rules take
 * months to lead to that a demo must show. See demo_parts.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/agent.h"
#include "domain/demo_parts.h"
#include "domain/search.h"

uint64_t
dw_chance_next(struct dw_chance *chance)
{
	uint64_t z = (chance->state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

uint64_t
dw_chance_below(struct dw_chance *chance, uint64_t n)
{
	return (uint64_t)(((unsigned __int128)dw_chance_next(chance) * n) >> 64);
}

bool
dw_chance_hits(struct dw_chance *chance, unsigned of_ten_thousand)
{
	return dw_chance_below(chance, 10000) < of_ten_thousand;
}

struct dw_uuid
dw_chance_uuid(struct dw_chance *chance)
{
	uint64_t halves[2] = { dw_chance_next(chance), dw_chance_next(chance) };
	struct dw_uuid id;

	memcpy(id.bytes, halves, sizeof(id.bytes));
	id.bytes[6] = (uint8_t)(0x40 | (id.bytes[6] & 0x0f));
	id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3f));
	return id;
}

void
dw_zipf_init(struct dw_zipf *zipf, size_t n, double exponent)
{
	double sum = 0, weight = 1;

	*zipf = (struct dw_zipf){ .sums = dw_calloc(n, sizeof(double)), .n = n };
	/* (i / (i + 1)) ^ exponent, near enough and without the mathematics library. */
	for (size_t i = 0; i < n; i++) {
		zipf->sums[i] = sum += weight;
		weight *= 1 - exponent / ((double)(i + 1) + (1 + exponent) / 2);
	}
}

void
dw_zipf_clear(struct dw_zipf *zipf)
{
	if (zipf == NULL)
		return;
	free(zipf->sums);
	*zipf = (struct dw_zipf){ 0 };
}

size_t
dw_zipf_draw(const struct dw_zipf *zipf, struct dw_chance *chance)
{
	double at = (double)(dw_chance_next(chance) >> 11) * 0x1p-53 * zipf->sums[zipf->n - 1];
	size_t low = 0, high = zipf->n - 1;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (zipf->sums[middle] <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
dw_demo_open(struct dw_demo *demo)
{
	struct dw_db *db = demo->w->db;

	dw_query_open(db, &demo->user,
		"INSERT INTO user (uuid, username, username_key, first_name, first_key, last_name,"
		" last_key, profile_name, email, email_key, phone, search, source, source_name, active,"
		" inactive_reason, inactive_since, staff, valid_from, valid_until, email_verified_at,"
		" lifecycle, lifecycle_since, deadline, locked_until, locked_since, failures,"
		" last_failure_at, last_failure_from, last_login_at, last_login_from, mfa,"
		" mfa_exempt_at, mfa_grace_until, created_at, updated_at)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
		" ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34,"
		" ?35, ?36)");
	dw_query_open(db, &demo->secret,
		"INSERT INTO password (user_id, scheme, hash, set_at, must_change, disabled_at)"
		" VALUES (?1, 'argon2id', ?2, ?3, ?4, ?5)");
	dw_query_open(db, &demo->factor,
		"INSERT INTO authenticator (user_id, kind, count, enrolled_at, last_used_at)"
		" VALUES (?1, ?2, ?3, ?4, ?5)");
	dw_query_open(db, &demo->member,
		"INSERT INTO membership (user_id, group_id, kind, added_at) VALUES (?1, ?2, ?3, ?4)"
		" ON CONFLICT DO NOTHING");
	dw_query_open(db, &demo->permit,
		"INSERT INTO user_permission (user_id, permission_id, added_at) VALUES (?1, ?2, ?3)"
		" ON CONFLICT DO NOTHING");
	dw_query_open(db, &demo->session,
		"INSERT INTO session (uuid, user_id, token_hash, service, device, browser, address,"
		" started_at, last_active_at, expires_at, user_agent)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
	dw_query_open(db, &demo->link,
		"INSERT INTO external_identity (user_id, provider, subject, linked_at, last_login_at,"
		" raw_claims, mapped_claims) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
}

void
dw_demo_close(struct dw_demo *demo)
{
	dw_query_clear(&demo->user);
	dw_query_clear(&demo->secret);
	dw_query_clear(&demo->factor);
	dw_query_clear(&demo->member);
	dw_query_clear(&demo->permit);
	dw_query_clear(&demo->session);
	dw_query_clear(&demo->link);
}

static const char *
or_empty(const char *text)
{
	return text != NULL ? text : "";
}

static enum dw_code
insert_row(struct dw_demo *demo, const struct dw_demo_user *row, struct dw_error *err)
{
	struct dw_query *q = &demo->user;
	const struct dw_user *u = &row->u;
	const char *first = or_empty(u->first_name), *last = or_empty(u->last_name);
	const char *email = or_empty(u->email), *phone = or_empty(u->phone);
	DW_AUTO_FREE char *username_key = dw_fold_identity(u->username);
	DW_AUTO_FREE char *email_key = dw_fold_identity(email);
	DW_AUTO_FREE char *first_key = dw_fold_search(first);
	DW_AUTO_FREE char *last_key = dw_fold_search(last);
	DW_AUTO_FREE char *search = dw_search_text(u->username, email, first, last, phone);
	struct dw_uuid uuid = dw_chance_uuid(&demo->chance);

	dw_query_rewind(q);
	dw_bind_uuid(q, 1, &uuid);
	dw_bind_text(q, 2, u->username);
	dw_bind_text(q, 3, u->lifecycle == DW_ERASED ? "" : username_key);
	dw_bind_text(q, 4, first);
	dw_bind_text(q, 5, first_key);
	dw_bind_text(q, 6, last);
	dw_bind_text(q, 7, last_key);
	dw_bind_text(q, 8, or_empty(u->profile_name));
	dw_bind_text(q, 9, email);
	dw_bind_text(q, 10, email_key);
	dw_bind_text(q, 11, phone);
	dw_bind_text(q, 12, u->lifecycle == DW_ERASED ? "" : search);
	dw_bind_int(q, 13, u->source);
	dw_bind_text(q, 14, or_empty(u->source_name));
	dw_bind_int(q, 15, u->active);
	dw_bind_int(q, 16, u->inactive_reason);
	dw_bind_int(q, 17, u->inactive_since);
	dw_bind_int(q, 18, u->staff);
	dw_bind_int(q, 19, u->valid_from);
	dw_bind_int(q, 20, u->valid_until);
	dw_bind_int(q, 21, u->email_verified_at);
	dw_bind_int(q, 22, u->lifecycle);
	dw_bind_int(q, 23, u->lifecycle_since);
	dw_bind_int(q, 24, u->deadline);
	dw_bind_int(q, 25, u->locked_until);
	dw_bind_int(q, 26, u->locked_since);
	dw_bind_int(q, 27, u->failures);
	dw_bind_int(q, 28, u->last_failure_at);
	dw_bind_text(q, 29, or_empty(row->last_failure_from));
	dw_bind_int(q, 30, u->last_login_at);
	dw_bind_text(q, 31, or_empty(row->last_login_from));
	dw_bind_int(q, 32, u->mfa);
	dw_bind_int(q, 33, u->mfa_exempt_at);
	dw_bind_int(q, 34, u->mfa_grace_until);
	dw_bind_int(q, 35, u->created_at);
	dw_bind_int(q, 36, u->updated_at);
	return dw_query_run(q, err);
}

static enum dw_code
insert_factors(struct dw_demo *demo, const struct dw_demo_user *row, int64_t id,
	struct dw_error *err)
{
	struct dw_query *q = &demo->factor;
	enum dw_code rc;

	for (int kind = DW_MFA_TOTP; kind <= DW_MFA_BACKUP; kind <<= 1) {
		int count = kind == DW_MFA_BACKUP ? (row->backup_codes > 0 ? row->backup_codes : 8)
			: kind == DW_MFA_PASSKEY && row->passkeys > 0 ? row->passkeys : 1;

		if ((row->u.mfa & kind) == 0)
			continue;
		dw_query_rewind(q);
		dw_bind_int(q, 1, id);
		dw_bind_int(q, 2, kind);
		dw_bind_int(q, 3, count);
		dw_bind_int(q, 4, row->u.created_at + DW_DAY);
		dw_bind_int(q, 5, kind == DW_MFA_BACKUP ? 0 : row->u.last_login_at);
		if ((rc = dw_query_run(q, err)) != DW_OK)
			return rc;
	}
	return DW_OK;
}

static enum dw_code
insert_password(struct dw_demo *demo, const struct dw_demo_user *row, int64_t id,
	struct dw_error *err)
{
	struct dw_query *q = &demo->secret;

	if (row->no_password || row->u.source == DW_LDAP || row->u.lifecycle == DW_ERASED)
		return DW_OK;
	dw_query_rewind(q);
	dw_bind_int(q, 1, id);
	dw_bind_text(q, 2, demo->password);
	dw_bind_int(q, 3, row->u.created_at + DW_MINUTE);
	dw_bind_int(q, 4, row->must_change);
	dw_bind_int(q, 5, row->password_disabled ? row->u.last_failure_at : 0);
	return dw_query_run(q, err);
}

enum dw_code
dw_demo_insert(struct dw_demo *demo, const struct dw_demo_user *row, int64_t *out_id,
	struct dw_error *err)
{
	enum dw_code rc = insert_row(demo, row, err);

	if (rc != DW_OK)
		return rc;
	*out_id = dw_db_last_id(demo->w->db);
	if ((rc = insert_password(demo, row, *out_id, err)) != DW_OK)
		return rc;
	return insert_factors(demo, row, *out_id, err);
}

enum dw_code
dw_demo_adopt(struct dw_demo *demo, const struct dw_demo_user *row, int64_t id, bool *blank,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	const struct dw_user *u = &row->u;
	DW_AUTO_FREE char *email_key = dw_fold_identity(or_empty(u->email));
	DW_AUTO_FREE char *first_key = dw_fold_search(or_empty(u->first_name));
	DW_AUTO_FREE char *last_key = dw_fold_search(or_empty(u->last_name));
	DW_AUTO_FREE char *search = dw_search_text(u->username, u->email, u->first_name, u->last_name,
		u->phone);
	enum dw_code rc;

	dw_query_open(demo->w->db, &q,
		"UPDATE user SET first_name = ?2, first_key = ?3, last_name = ?4, last_key = ?5,"
		" profile_name = ?6, email = ?7, email_key = ?8, phone = ?9, search = ?10, staff = ?11,"
		" email_verified_at = ?12, last_login_at = max(created_at, ?13), last_login_from = ?14, mfa = ?15,"
		" mfa_grace_until = 0"
		" WHERE id = ?1 AND first_name = '' AND last_name = '' AND email = ''");
	dw_bind_int(&q, 1, id);
	dw_bind_text(&q, 2, or_empty(u->first_name));
	dw_bind_text(&q, 3, first_key);
	dw_bind_text(&q, 4, or_empty(u->last_name));
	dw_bind_text(&q, 5, last_key);
	dw_bind_text(&q, 6, or_empty(u->profile_name));
	dw_bind_text(&q, 7, or_empty(u->email));
	dw_bind_text(&q, 8, email_key);
	dw_bind_text(&q, 9, or_empty(u->phone));
	dw_bind_text(&q, 10, search);
	dw_bind_int(&q, 11, u->staff);
	dw_bind_int(&q, 12, u->email_verified_at);
	dw_bind_int(&q, 13, u->last_login_at);
	dw_bind_text(&q, 14, or_empty(row->last_login_from));
	dw_bind_int(&q, 15, u->mfa);
	if ((rc = dw_query_run(&q, err)) != DW_OK)
		return rc;
	*blank = dw_db_changes(demo->w->db) > 0;
	return *blank ? insert_factors(demo, row, id, err) : DW_OK;
}

enum dw_code
dw_demo_member(struct dw_demo *demo, int64_t user_id, int64_t group_id, int kind, int64_t since,
	struct dw_error *err)
{
	dw_query_rewind(&demo->member);
	dw_bind_int(&demo->member, 1, user_id);
	dw_bind_int(&demo->member, 2, group_id);
	dw_bind_int(&demo->member, 3, kind);
	dw_bind_int(&demo->member, 4, since);
	return dw_query_run(&demo->member, err);
}

enum dw_code
dw_demo_permit(struct dw_demo *demo, int64_t user_id, int64_t permission_id, int64_t since,
	struct dw_error *err)
{
	dw_query_rewind(&demo->permit);
	dw_bind_int(&demo->permit, 1, user_id);
	dw_bind_int(&demo->permit, 2, permission_id);
	dw_bind_int(&demo->permit, 3, since);
	return dw_query_run(&demo->permit, err);
}

enum dw_code
dw_demo_session_add(struct dw_demo *demo, int64_t user_id, const struct dw_demo_session *session,
	struct dw_error *err)
{
	struct dw_uuid uuid = dw_chance_uuid(&demo->chance);
	struct dw_query *q = &demo->session;
	struct dw_agent agent;
	uint64_t token[4];

	dw_agent_read(session->user_agent, &agent);
	/* The hash of a token that nobody has. */
	for (size_t i = 0; i < DW_COUNT(token); i++)
		token[i] = dw_chance_next(&demo->chance);
	dw_query_rewind(q);
	dw_bind_uuid(q, 1, &uuid);
	dw_bind_int(q, 2, user_id);
	dw_bind_blob(q, 3, token, sizeof(token));
	dw_bind_text(q, 4, session->service);
	dw_bind_text(q, 5, session->device != NULL ? session->device : agent.device);
	dw_bind_text(q, 6, agent.browser);
	dw_bind_text(q, 7, session->address);
	dw_bind_int(q, 8, demo->w->now - session->started_ago);
	dw_bind_int(q, 9, demo->w->now - session->active_ago);
	dw_bind_int(q, 10, demo->w->now - session->started_ago + session->lasts);
	dw_bind_text(q, 11, session->user_agent != NULL ? session->user_agent : "");
	return dw_query_run(q, err);
}

enum dw_code
dw_demo_link(struct dw_demo *demo, int64_t user_id, const char *provider, const char *subject,
	const char *raw, const char *mapped, struct dw_error *err)
{
	struct dw_query *q = &demo->link;

	dw_query_rewind(q);
	dw_bind_int(q, 1, user_id);
	dw_bind_text(q, 2, provider);
	dw_bind_text(q, 3, subject);
	dw_bind_int(q, 4, demo->w->now - 200 * DW_DAY);
	dw_bind_int(q, 5, demo->w->now - 2 * DW_DAY);
	dw_bind_text(q, 6, raw);
	dw_bind_text(q, 7, mapped);
	return dw_query_run(q, err);
}

enum dw_code
dw_demo_group(struct dw_demo *demo, const char *name, const char *description, int64_t *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) find = { 0 };
	DW_AUTO(dw_query) make = { 0 };
	DW_AUTO_FREE char *key = dw_fold_identity(name);
	struct dw_uuid uuid = dw_chance_uuid(&demo->chance);
	enum dw_code rc;

	dw_query_open(demo->w->db, &find, "SELECT id FROM user_group WHERE name_key = ?1");
	dw_bind_text(&find, 1, key);
	if ((rc = dw_query_int(&find, 0, out, err)) != DW_OK || *out != 0)
		return rc;
	dw_query_open(demo->w->db, &make,
		"INSERT INTO user_group (uuid, name, name_key, description, is_admin, created_at)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	dw_bind_uuid(&make, 1, &uuid);
	dw_bind_text(&make, 2, name);
	dw_bind_text(&make, 3, key);
	dw_bind_text(&make, 4, description);
	dw_bind_int(&make, 5, strcmp(key, "admin") == 0);
	dw_bind_int(&make, 6, demo->w->now - 1000 * DW_DAY);
	if ((rc = dw_query_run(&make, err)) == DW_OK)
		*out = dw_db_last_id(demo->w->db);
	return rc;
}

enum dw_code
dw_demo_permission(struct dw_demo *demo, const char *name, const char *description,
	bool privileged, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) find = { 0 };
	DW_AUTO(dw_query) make = { 0 };
	DW_AUTO_FREE char *label = dw_strndup(name, strcspn(name, "."));
	enum dw_code rc;

	dw_query_open(demo->w->db, &find, "SELECT id FROM permission WHERE name = ?1");
	dw_bind_text(&find, 1, name);
	if ((rc = dw_query_int(&find, 0, out, err)) != DW_OK || *out != 0)
		return rc;
	dw_query_open(demo->w->db, &make,
		"INSERT INTO permission (name, app_label, description, privileged)"
		" VALUES (?1, ?2, ?3, ?4)");
	dw_bind_text(&make, 1, name);
	dw_bind_text(&make, 2, label);
	dw_bind_text(&make, 3, description);
	dw_bind_int(&make, 4, privileged);
	if ((rc = dw_query_run(&make, err)) == DW_OK)
		*out = dw_db_last_id(demo->w->db);
	return rc;
}

enum dw_code
dw_demo_group_permit(struct dw_demo *demo, int64_t group_id, int64_t permission_id,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(demo->w->db, &q,
		"INSERT INTO group_permission (group_id, permission_id, added_at) VALUES (?1, ?2, ?3)"
		" ON CONFLICT DO NOTHING");
	dw_bind_int(&q, 1, group_id);
	dw_bind_int(&q, 2, permission_id);
	dw_bind_int(&q, 3, demo->w->now - 900 * DW_DAY);
	return dw_query_run(&q, err);
}

enum dw_code
dw_demo_bind(struct dw_demo *demo, int64_t user_id, int64_t uid, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(demo->w->db, &q,
		"INSERT INTO unix_binding (uid, user_id, bound_at) VALUES (?1, ?2, ?3)"
		" ON CONFLICT DO NOTHING");
	dw_bind_int(&q, 1, uid);
	dw_bind_int(&q, 2, user_id);
	dw_bind_int(&q, 3, demo->w->now);
	return dw_query_run(&q, err);
}

enum dw_code
dw_demo_tick(struct dw_demo *demo, struct dw_error *err)
{
	demo->done++;
	if (demo->progress != NULL && (demo->done % 1000 == 0 || demo->done == demo->total) &&
		!demo->progress(demo->progress_arg, demo->done, demo->total))
		return dw_fail(err, DW_CANCELLED, "%s", dw_code_text(DW_CANCELLED));
	return DW_OK;
}
