/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the demo generator share, and nobody else sees: chance that can be
 * repeated, the row of one made-up user, the statements that insert, and the names.
 */
#ifndef DW_DOMAIN_DEMO_PARTS_H
#define DW_DOMAIN_DEMO_PARTS_H

#include <stddef.h>

#include "base/buf.h"
#include "domain/user.h"
#include "store/query.h"

/* splitmix64: small, quick, and the same on every machine. */
struct dw_chance {
	uint64_t state;
};
uint64_t
dw_chance_next(struct dw_chance *chance);
/* 0 .. n - 1. */
uint64_t
dw_chance_below(struct dw_chance *chance, uint64_t n);
/* True in so many cases of ten thousand. */
bool
dw_chance_hits(struct dw_chance *chance, unsigned of_ten_thousand);
struct dw_uuid
dw_chance_uuid(struct dw_chance *chance);

/* Numbers 0 .. n - 1, rarer the larger they are: 1 / (i + 1) ^ exponent. */
struct dw_zipf {
	double *sums;
	size_t n;
};
void
dw_zipf_init(struct dw_zipf *zipf, size_t n, double exponent);
void
dw_zipf_clear(struct dw_zipf *zipf);
size_t
dw_zipf_draw(const struct dw_zipf *zipf, struct dw_chance *chance);

/* A row of the table user; texts are borrowed. NULL is "". */
struct dw_demo_user {
	struct dw_user u; /* id and version are ignored, uuid is given by the inserter */
	const char *last_failure_from, *last_login_from;
	bool no_password, must_change, password_disabled;
	int passkeys, backup_codes; /* counts, where mfa has the bits; 0 = 1 and 8 */
};

/* The generator at work. */
struct dw_demo {
	struct dw_work *w;
	struct dw_chance chance;
	char password[128]; /* hash of DW_DEMO_PASSWORD */
	bool (*progress)(void *arg, int64_t done, int64_t total);
	void *progress_arg;
	int64_t done, total;
	struct dw_query user, secret, factor, member, permit, session, link;
};

/* Opens and closes the statements. */
void
dw_demo_open(struct dw_demo *demo);
void
dw_demo_close(struct dw_demo *demo);

/* Inserts a user with password and factors; *out_id is the row. */
enum dw_code
dw_demo_insert(struct dw_demo *demo, const struct dw_demo_user *row, int64_t *out_id,
	struct dw_error *err);
/* Gives somebody who is there already, with nothing but a username, all the rest. *blank
 * false: they have a name or an address, and stay as they are. */
enum dw_code
dw_demo_adopt(struct dw_demo *demo, const struct dw_demo_user *row, int64_t id, bool *blank,
	struct dw_error *err);
enum dw_code
dw_demo_member(struct dw_demo *demo, int64_t user_id, int64_t group_id, int kind, int64_t since,
	struct dw_error *err);
enum dw_code
dw_demo_permit(struct dw_demo *demo, int64_t user_id, int64_t permission_id, int64_t since,
	struct dw_error *err);
/* Device and browser are read from the user agent; a `device` that has a name goes before. */
struct dw_demo_session {
	const char *service, *user_agent, *device, *address;
	int64_t started_ago, active_ago, lasts; /* ms */
};
enum dw_code
dw_demo_session_add(struct dw_demo *demo, int64_t user_id, const struct dw_demo_session *session,
	struct dw_error *err);
enum dw_code
dw_demo_link(struct dw_demo *demo, int64_t user_id, const char *provider, const char *subject,
	const char *raw, const char *mapped, struct dw_error *err);

/* The user may act for a unix account. */
enum dw_code
dw_demo_bind(struct dw_demo *demo, int64_t user_id, int64_t uid, struct dw_error *err);

/* The id of a group or permission of this name, made when it is not there. */
enum dw_code
dw_demo_group(struct dw_demo *demo, const char *name, const char *description, int64_t *out,
	struct dw_error *err);
enum dw_code
dw_demo_permission(struct dw_demo *demo, const char *name, const char *description,
	bool privileged, int64_t *out, struct dw_error *err);
enum dw_code
dw_demo_group_permit(struct dw_demo *demo, int64_t group_id, int64_t permission_id,
	struct dw_error *err);

/* Counts one more user; DW_CANCELLED when progress says so. */
enum dw_code
dw_demo_tick(struct dw_demo *demo, struct dw_error *err);

/* The household: about `users` people. What happened there lately, through the real rules. Then
 * everybody else: exactly so many. */
enum dw_code
dw_demo_household(struct dw_demo *demo, int64_t users, int64_t operator_uid, struct dw_error *err);
enum dw_code
dw_demo_history(struct dw_demo *demo, struct dw_error *err);
enum dw_code
dw_demo_population(struct dw_demo *demo, int64_t users, struct dw_error *err);

extern const char *const dw_demo_firsts[];
extern const size_t dw_demo_firsts_count;
extern const char *const dw_demo_lasts[];
extern const size_t dw_demo_lasts_count;

/* A rare surname made of syllables: "Felwy", "Nequinra". */
void
dw_demo_rare_name(struct dw_chance *chance, char *out, size_t room);

#endif
