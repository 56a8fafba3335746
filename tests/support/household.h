/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A small household: a store on disk with the groups every store begins with and a few
 * people in it, and somebody who acts. For tests of the rules; failures end the test.
 *
 *	alba   Admin                         bob    nothing
 *	mona   User manager                  cleo   nothing; in the group Family
 *	hela   Help desk
 *	vera   Viewer
 *
 * Family is a group without privileges that gives wiki.edit. The catalogue also has
 * wiki.read, and pay.approve, which is privileged. Time stands still at HOUSEHOLD_NOW.
 */
#ifndef DW_TESTS_SUPPORT_HOUSEHOLD_H
#define DW_TESTS_SUPPORT_HOUSEHOLD_H

#include "domain/group.h"
#include "domain/user.h"
#include "domain/work.h"
#include "tests/support/place.h"

#define HOUSEHOLD_NOW INT64_C(1700000000000)

struct household {
	struct place *place;
	struct dw_db *db;
	struct dw_conf *conf;
	struct dw_operator operator;
	struct dw_origin origin;
	struct dw_txn txn;   /* the write transaction that is open */
	struct dw_work work;
};

/* cmocka's setup and teardown: *state is a struct household *; the system acts. */
int
household_setup(void **state);
int
household_teardown(void **state);

/*
 * Somebody acts from now on, in a new transaction; what was done before is committed.
 * NULL: the system, with all rights. Returns the work to hand down.
 */
struct dw_work *
household_as(struct household *h, const char *username);

/* The same person, in a new transaction: what was done is kept, or forgotten. */
struct dw_work *
household_again(struct household *h);
struct dw_work *
household_forget(struct household *h);

/* A new active user, member of the groups named (a list that ends with NULL). */
void
household_person(struct household *h, const char *username, ...) __attribute__((sentinel));

/* Cleared by the caller, with DW_AUTO. */
struct dw_user
household_user(struct household *h, const char *username);
struct dw_group
household_group(struct household *h, const char *name);

/* Grants as the system. */
void
household_grant(struct household *h, const char *username, const char *permission);

/* A session of the user, active at a time, that lasts for an hour after it. */
struct dw_uuid
household_session(struct household *h, const char *username, int64_t active_at);

/* Any statement, printf-like; for states that only other parts of Doorward bring about. */
void
household_sql(struct household *h, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The first column of the first row; -1 when there is none. */
int64_t
household_int(struct household *h, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same as text, in memory that lives until the next call. */
const char *
household_text(struct household *h, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Payload of a slot of the newest audit entry; "" when there is none. As household_text(). */
const char *
household_said(struct household *h, int slot);

/* The expression takes `err`, which is only there inside of it. */
#define assert_code(expression, expected) \
	do { \
		struct dw_error err_ = { 0 }, *err = &err_; \
		enum dw_code code_ = (expression); \
		if (code_ != (expected)) \
			fail_msg("%s: %s, not %s (%s)", #expression, dw_code_name(code_), \
				dw_code_name(expected), err_.message); \
	} while (0)

#endif
