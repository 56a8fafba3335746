/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sessions of users at the services behind the door: which there are, and ending
 * them. Owns the table session. A session is ended by deleting its row.
 */
#ifndef DW_DOMAIN_SESSION_H
#define DW_DOMAIN_SESSION_H

#include "base/table.h"
#include "domain/user.h"
#include "domain/work.h"

struct dw_session {
	int64_t id;
	struct dw_uuid uuid;
	int64_t user_id;
	char *service, *device, *browser, *address;
	int64_t started_at, last_active_at, expires_at;
};

void
dw_session_clear(struct dw_session *session);

/* By id (36 characters). */
enum dw_code
dw_session_find(struct dw_db *db, const char *reference, struct dw_session *out,
	struct dw_error *err);

/* `session_ended`; *ended false when it had ended meanwhile. */
enum dw_code
dw_session_end(struct dw_work *w, const struct dw_session *session, const struct dw_user *user,
	bool *ended, struct dw_error *err);

/* DW_STATE when the user has no open session. */
enum dw_code
dw_session_may_end_all(struct dw_work *w, const struct dw_user *user, struct dw_error *err);

/* `sessions_ended` with the count; no entry when there was none. */
enum dw_code
dw_session_end_all(struct dw_work *w, const struct dw_user *user, int64_t *count,
	struct dw_error *err);

/* Deletes without an entry of its own, for actions that end sessions on the way. */
enum dw_code
dw_session_drop(struct dw_work *w, int64_t user_id, int64_t *count, struct dw_error *err);

/*
 * The list: live sessions (not expired at now). Which ones is narrowed by what is set; texts
 * are NULL for any.
 */
struct dw_session_filter {
	int64_t user_id;     /* of this user; 0 = of everybody */
	const char *search;  /* anywhere in user, device, browser, service or address, as it is
	                        folded for search */
	const char *service; /* exactly */
	const char *address; /* exactly; with a * at the end all that begin so */
	const char *device;  /* in it, as it is folded for search */
	const char *browser;
	int64_t idle;        /* without activity for at least so many ms; 0 = any */
	const char *sort;    /* last_active, started, username; with a hyphen the other way round.
	                        NULL = "-last_active" */
	const char *after;   /* cursor of a page; NULL = from the top */
	int limit;           /* rows at most; 0 = all, -1 = none: only counted */
	bool count;          /* how many match in all, too: looks at each of them */
};
extern const struct dw_column dw_session_columns[];
extern const size_t dw_session_columns_count;

/* DW_USAGE when `after` is of another list or sort; which user it is of belongs to the list. */
enum dw_code
dw_session_list(struct dw_db *db, const struct dw_session_filter *filter, int64_t now,
	struct dw_sink *sink, struct dw_error *err);

#endif
