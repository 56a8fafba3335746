/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A crowd: some hundred users made by chance, in a store and in memory at once, so that
 * what a list answers can be told without SQL. Many share a name, a day or a login, and
 * every state occurs. For tests of lists; failures end the test.
 */
#ifndef DW_TESTS_SUPPORT_CROWD_H
#define DW_TESTS_SUPPORT_CROWD_H

#include "domain/user_view.h"
#include "tests/support/place.h"

#define CROWD 400
#define CROWD_NOW INT64_C(1785585600000) /* 2026-08-01 12:00:00 UTC */
#define CROWD_GROUPS 5
#define CROWD_PERMS 4

struct crowd_person {
	int64_t id;
	char username[40], email[64], phone[32];
	const char *first, *last;
	struct dw_user u;          /* numbers only */
	bool groups[CROWD_GROUPS]; /* Admin, Help desk, Ops, Sales, Empty */
	bool perms[CROWD_PERMS];   /* awx.run, awx.view, wiki.edit, wiki.read; held directly */
};

extern const char *const crowd_groups[CROWD_GROUPS];
extern const char *const crowd_perms[CROWD_PERMS];
/* Does the group give the permission? */
extern const bool crowd_gives[CROWD_GROUPS][CROWD_PERMS];

struct crowd {
	struct place *place;
	struct dw_db *db;
	struct crowd_person people[CROWD];
	unsigned chance;
};

/* cmocka's group setup and teardown: *state is a struct crowd *. */
int
crowd_setup(void **state);
int
crowd_teardown(void **state);

/* 0 .. n - 1, the same row of numbers in every run. */
unsigned
crowd_below(struct crowd *crowd, unsigned n);

#endif
