/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Attempts to sign in, and the lock that follows from them. Owns the table attempt and the
 * columns of user that say how many tries failed and until when the account is locked.
 *
 * An attempt is reserved before anything slow is done, in a transaction of its own, as one
 * that counts; when it succeeds, it is taken back. So parallel guesses cannot be more than
 * the limit, and whoever kills the process in the middle gains nothing.
 */
#ifndef DW_DOMAIN_ATTEMPT_H
#define DW_DOMAIN_ATTEMPT_H

#include "base/table.h"
#include "domain/user.h"
#include "domain/work.h"

enum dw_factor { DW_FACTOR_PASSWORD, DW_FACTOR_TOTP, DW_FACTOR_BACKUP, DW_FACTOR_RESET_CODE };

enum dw_outcome {
	DW_TRY_PENDING,      /* reserved; stays so when the process died, and counts */
	DW_TRY_OK,           /* signed in */
	DW_TRY_RIGHT,        /* this factor was right, and more is asked for */
	DW_TRY_WRONG,
	DW_TRY_LOCKED,       /* while locked: logged and not counted */
	DW_TRY_BUSY,         /* as many tries as are allowed are being verified just now */
	DW_TRY_REFUSED,      /* something else stops this person; the reason is in the diagnosis */
	DW_TRY_UNKNOWN,      /* nobody has that name */
	DW_TRY_SLOWED,       /* too many failures from that address */
	DW_TRY_BROKEN,       /* could not be verified: a hash or a key is damaged or missing */
	DW_OUTCOMES
};

/* Where somebody knocks. Texts are borrowed; NULL = not known. */
struct dw_knock {
	const char *service;    /* "sshd", "postgresql" */
	const char *address;    /* of the client, in text */
	const char *terminal;
	const char *user_agent; /* of a browser */
};

/* ---- the address ---- */

/*
 * Has this address failed too often within the last minute? Known without looking at any user.
 * No address is never slowed. Such a try is written down by dw_attempt_slowed(), one row a
 * minute, which counts.
 */
enum dw_code
dw_attempt_is_slowed(struct dw_work *w, const struct dw_knock *knock, bool *slowed,
	struct dw_error *err);
enum dw_code
dw_attempt_slowed(struct dw_work *w, const struct dw_knock *knock, struct dw_error *err);

/* ---- one attempt ---- */

/*
 * Reserves one of the tries that are left: *id is the attempt and *outcome DW_TRY_PENDING. Or
 * says why there is none: DW_TRY_LOCKED, which is written down (and locks the account when that was
 * due, as after a crash), or DW_TRY_BUSY, which is not, as the caller may wait for its turn. user
 * is as in the store now; locked_until is brought up to date. A reset code is tried although
 * the account is locked, as it is there to lift that: of those only what is left of its own
 * tries stops it.
 */
enum dw_code
dw_attempt_reserve(struct dw_work *w, struct dw_user *user, enum dw_factor factor,
	const struct dw_knock *knock, int64_t *id, enum dw_outcome *outcome, struct dw_error *err);

/* Writes down an attempt that is over at once. user NULL = nobody of that name. */
enum dw_code
dw_attempt_note(struct dw_work *w, const struct dw_user *user, enum dw_factor factor,
	const struct dw_knock *knock, enum dw_outcome outcome, struct dw_error *err);

/*
 * The reserved attempt was wrong: it stays counted. *locked: it was the one that locks the
 * account; after signin.disable_after in a row the password is disabled, too
 * (`password_disabled`).
 */
enum dw_code
dw_attempt_wrong(struct dw_work *w, const struct dw_user *user, int64_t id,
	const struct dw_knock *knock, bool *locked, struct dw_error *err);

/* It was right, and more is asked for; or it could not be judged. Neither counts. */
enum dw_code
dw_attempt_uncount(struct dw_work *w, const struct dw_user *user, int64_t id,
	enum dw_outcome outcome, struct dw_error *err);

/* All factors were right: the attempt is DW_TRY_OK, and lock and counts are cleared. */
enum dw_code
dw_attempt_succeed(struct dw_work *w, const struct dw_user *user, int64_t id,
	const struct dw_knock *knock, struct dw_error *err);

/* The same where no attempt is open any more, as the last factor was settled before. */
enum dw_code
dw_attempt_arrive(struct dw_work *w, const struct dw_user *user, enum dw_factor factor,
	const struct dw_knock *knock, struct dw_error *err);

/* Clears lock and counts, for whoever lifts them: an operator, a new code, a new password. */
enum dw_code
dw_lock_clear(struct dw_work *w, int64_t user_id, struct dw_error *err);

/* How long the n-th lock in a row lasts, from 0; ms. */
int64_t
dw_lock_length(const struct dw_conf *conf, int64_t level);

/* ---- the desk ---- */

/* May the lock be lifted? DW_STATE when there is none. Light rule: not above oneself. */
enum dw_code
dw_lock_may_lift(struct dw_work *w, const struct dw_user *user, struct dw_error *err);
/* `lockout_lifted`, with how many tries had failed. */
enum dw_code
dw_lock_lift(struct dw_work *w, const struct dw_user *user, struct dw_error *err);

/* Which attempts to list, newest first. Zeroed = all. */
struct dw_attempt_filter {
	int64_t user_id;
	const char *address, *service, *outcome; /* exactly; NULL = any */
	int64_t since, until;
	const char *after;
	int limit;
};
extern const struct dw_column dw_attempt_columns[];
extern const size_t dw_attempt_columns_count;
enum dw_code
dw_attempt_list(struct dw_db *db, const struct dw_attempt_filter *filter, struct dw_sink *sink,
	struct dw_error *err);

/* Deletes what is older than attempt.keep; *n is how many rows. */
enum dw_code
dw_attempt_purge(struct dw_work *w, int64_t *n, struct dw_error *err);

#endif
