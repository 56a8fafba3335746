/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sessions as the door sees them: opening one at the end of a sign-in, and judging it each time
 * it is used. Whoever holds the token is the session; only its hash is in the store. What the
 * desk does to sessions is in session.h.
 */
#ifndef DW_DOMAIN_SESSION_OPEN_H
#define DW_DOMAIN_SESSION_OPEN_H

#include "base/secret.h"
#include "domain/attempt.h"
#include "domain/user.h"
#include "domain/work.h"

#define DW_TOKEN_BYTES 32 /* 256 bits; 43 characters of base64url */

/*
 * Opens one: the token (text) leaves the process once and is nowhere kept. Of more than
 * session.per_user the oldest end, each with an entry (`session_ended`, reason too_many). Device
 * and browser are read from the user agent.
 */
enum dw_code
dw_session_open(struct dw_work *w, const struct dw_user *user, const struct dw_knock *knock,
	struct dw_secret *token, struct dw_uuid *id, struct dw_error *err);

/* A session that is good, and whose. */
struct dw_live_session {
	struct dw_uuid id, user;
	char *username;
	int64_t started_at, expires_at;
};
void
dw_live_session_clear(struct dw_live_session *session);

/*
 * Is the token that of a session that is good now? DW_NOT_FOUND when it is not: never was, ended,
 * ran out, or its user may not sign in any more (deactivated, binned, out of dates), who is
 * asked at each use. A lock does not end what was open before. touch: it was used, so it
 * lasts on; written at most once a minute, and only then w need be in a write transaction.
 */
enum dw_code
dw_session_check(struct dw_work *w, const struct dw_secret *token, bool touch,
	struct dw_live_session *out, struct dw_error *err);

/* Ended by whoever holds it (signing out): no entry. DW_OK also when there is none. */
enum dw_code
dw_session_close(struct dw_work *w, const struct dw_secret *token, struct dw_error *err);

#endif
