/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first factor: finding who it is, judging, reserving, verifying, settling. What follows
 * when it was right is in signin_next.c. See signin.h.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/reset_code.h"
#include "domain/signin_parts.h"
#include "domain/standing.h"

enum dw_code
dw_door_open(struct dw_door *door, const struct dw_conf *conf, const struct dw_keyring *keyring,
	bool demo, struct dw_error *err)
{
	DW_AUTO(dw_secret) nobody = { 0 };
	struct dw_password_hash hash;
	enum dw_code rc;

	*door = (struct dw_door){ .conf = conf, .keyring = keyring, .demo = demo };
	dw_secret_generate(8, &nobody);
	if ((rc = dw_password_hash_now(conf, demo, keyring, &nobody, &hash, err)) != DW_OK)
		return rc;
	door->dummy = (struct dw_password_row){ .scheme = "argon2id", .pepper_id = hash.pepper_id,
		.set_at = 1 };
	memcpy(door->dummy.hash, hash.text, sizeof(hash.text));
	return DW_OK;
}

void
dw_signin_clear(struct dw_signin *signin)
{
	free(signin->username);
	dw_secret_clear(&signin->token);
	sodium_memzero(signin, sizeof(*signin));
}

/* ---- begin ---- */

/* Goes on as if there were something to verify: one hash is computed for everyone. */
static enum dw_code
pretend(const struct dw_door *door, struct dw_signin *s, enum dw_outcome outcome,
	const char *reason)
{
	s->step = DW_STEP_VERIFY;
	s->outcome = outcome;
	s->reason = reason;
	s->dummy = true;
	s->row = door->dummy;
	return DW_OK;
}

/* What is in the way of this route; a reset code is there to mend lock and password. */
static bool
stops(const struct dw_standing *standing, const struct dw_signin *s, struct dw_finding *out)
{
	for (int i = 0; i < DW_CHECKS; i++) {
		if (s->first == DW_FACTOR_RESET_CODE && (i == DW_CHECK_LOCK || i == DW_CHECK_PASSWORD))
			continue;
		/* Reserving says it, exactly and with the log. */
		if (i == DW_CHECK_LOCK)
			continue;
		*out = dw_standing_check(standing, (enum dw_check_id)i);
		if (out->verdict == DW_STOPS)
			return true;
	}
	return false;
}

static enum dw_code
refuse(struct dw_work *w, const struct dw_door *door, struct dw_signin *s,
	const struct dw_user *user, enum dw_outcome outcome, const char *reason,
	struct dw_error *err)
{
	enum dw_code rc = dw_attempt_note(w, user, s->first, &s->knock, outcome, err);

	return rc != DW_OK ? rc : pretend(door, s, outcome, reason);
}

/* The user is known and nothing but a lock can be in the way. */
static enum dw_code
reserve(struct dw_work *w, const struct dw_door *door, struct dw_signin *s, struct dw_user *user,
	const struct dw_standing *standing, struct dw_error *err)
{
	enum dw_code rc = dw_attempt_reserve(w, user, s->first, &s->knock, &s->attempt, &s->outcome,
		err);

	if (rc != DW_OK)
		return rc;
	if (s->outcome == DW_TRY_LOCKED)
		return pretend(door, s, DW_TRY_LOCKED, "locked");
	if (s->outcome == DW_TRY_BUSY) {
		s->step = DW_STEP_WAIT;
		return DW_OK;
	}
	s->row = standing->password;
	if (s->first == DW_FACTOR_RESET_CODE) {
		if ((rc = dw_reset_code_try(w, user->id, &s->row, err)) != DW_OK)
			return rc;
		if (s->row.set_at == 0) {
			s->row = door->dummy;
			s->dummy = true;
		}
	}
	s->step = DW_STEP_VERIFY;
	return DW_OK;
}

static enum dw_code
begin_user(struct dw_work *w, const struct dw_door *door, struct dw_signin *s,
	struct dw_user *user, struct dw_error *err)
{
	struct dw_standing standing;
	struct dw_finding finding;
	enum dw_code rc;

	s->user_id = user->id;
	s->user = user->uuid;
	dw_replace(&s->username, dw_strdup(user->username));
	if ((rc = dw_standing_load(w->db, w->conf, user, w->now, &standing, err)) != DW_OK)
		return rc;
	if (stops(&standing, s, &finding))
		return refuse(w, door, s, user, DW_TRY_REFUSED, finding.reason, err);
	return reserve(w, door, s, user, &standing, err);
}

enum dw_code
dw_signin_begin(struct dw_work *w, const struct dw_door *door, struct dw_signin *s,
	const char *name, struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	bool slowed;
	enum dw_code rc;

	s->step = DW_STEP_BEGIN;
	if ((rc = dw_attempt_is_slowed(w, &s->knock, &slowed, err)) != DW_OK)
		return rc;
	if (slowed) {
		s->step = DW_STEP_DENIED;
		s->outcome = DW_TRY_SLOWED;
		return dw_attempt_slowed(w, &s->knock, err);
	}
	/* By name or address, and never by id, which is not what people sign in with. */
	rc = dw_user_find_named(w->db, name, &user, err);
	if (rc == DW_NOT_FOUND)
		return refuse(w, door, s, NULL, DW_TRY_UNKNOWN, NULL, err);
	return rc != DW_OK ? rc : begin_user(w, door, s, &user, err);
}

enum dw_code
dw_signin_give_up(struct dw_work *w, struct dw_signin *s, struct dw_error *err)
{
	const struct dw_user user = { .id = s->user_id };

	s->step = DW_STEP_DENIED;
	return dw_attempt_note(w, &user, s->first, &s->knock, DW_TRY_BUSY, err);
}

/* ---- verify ---- */

/* A code is hashed as it was made; what has not its form is hashed all the same. */
static enum dw_code
verify_code(const struct dw_door *door, struct dw_signin *s, const struct dw_secret *typed,
	struct dw_error *err)
{
	DW_AUTO(dw_secret) code = { 0 };
	bool form = dw_code_read(typed, DW_RESET_CODE_LENGTH, &code);
	bool right = false;
	enum dw_code rc;

	if (!form)
		dw_code_new(DW_RESET_CODE_LENGTH, &code);
	rc = dw_password_verify(door->keyring, &s->row, &code, &right, err);
	s->right = right && form;
	return rc;
}

void
dw_signin_verify(const struct dw_door *door, struct dw_signin *s, const struct dw_secret *typed)
{
	struct dw_error err = { 0 };
	enum dw_code rc;

	if (s->first == DW_FACTOR_RESET_CODE)
		rc = verify_code(door, s, typed, &err);
	else
		rc = dw_password_verify(door->keyring, &s->row, typed, &s->right, &err);
	/* What is no text was never anybody's password: wrong, like any other. */
	if (rc != DW_OK && rc != DW_INVALID && !s->dummy)
		s->outcome = DW_TRY_BROKEN;
	if (rc != DW_OK || s->dummy)
		s->right = false;
	if (s->right && s->first == DW_FACTOR_PASSWORD &&
		dw_password_outdated(door->conf, door->demo, door->keyring, &s->row))
		s->upgrade = dw_password_hash_now(door->conf, door->demo, door->keyring, typed, &s->fresh,
			&err) == DW_OK;
}

/* ---- finish ---- */

static enum dw_code
deny(struct dw_signin *s, enum dw_outcome outcome)
{
	s->step = DW_STEP_DENIED;
	s->outcome = outcome;
	return DW_OK;
}

static enum dw_code
finish_wrong(struct dw_work *w, struct dw_signin *s, const struct dw_user *user,
	struct dw_error *err)
{
	bool locked;
	enum dw_code rc;

	if (s->outcome == DW_TRY_BROKEN) {
		rc = dw_attempt_uncount(w, user, s->attempt, DW_TRY_BROKEN, err);
		return rc != DW_OK ? rc : deny(s, DW_TRY_BROKEN);
	}
	rc = dw_attempt_wrong(w, user, s->attempt, &s->knock, &locked, err);
	return rc != DW_OK ? rc : deny(s, DW_TRY_WRONG);
}

/* Between the two transactions the password may have become another, or the code void. */
static enum dw_code
still_right(struct dw_work *w, struct dw_signin *s, struct dw_error *err)
{
	struct dw_password_row now;
	enum dw_code rc;

	if (s->first == DW_FACTOR_RESET_CODE)
		return dw_reset_code_use(w, s->user_id, &s->row, &s->right, err);
	if ((rc = dw_password_load(w->db, s->user_id, &now, err)) == DW_OK)
		s->right = strcmp(now.hash, s->row.hash) == 0 && now.disabled_at == 0;
	return rc;
}

enum dw_code
dw_signin_finish(struct dw_work *w, const struct dw_door *door, struct dw_signin *s,
	struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	enum dw_code rc;

	if (s->attempt == 0)
		return deny(s, s->outcome);
	if ((rc = dw_user_by_id(w->db, s->user_id, &user, err)) != DW_OK ||
		(s->right && (rc = still_right(w, s, err)) != DW_OK))
		return rc;
	if (!s->right)
		return finish_wrong(w, s, &user, err);
	if (s->upgrade && (rc = dw_password_upgrade(w, user.id, &s->row, &s->fresh, err)) != DW_OK)
		return rc;
	s->first_done = true;
	return dw_signin_next(w, door, s, &user, err);
}
