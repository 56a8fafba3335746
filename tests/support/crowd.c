/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Making the crowd. See crowd.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "domain/search.h"
#include "store/query.h"
#include "tests/support/crowd.h"
#include "tests/support/test.h"

const char *const crowd_groups[CROWD_GROUPS] = { "Admin", "Help desk", "Ops", "Sales", "Empty" };
const char *const crowd_perms[CROWD_PERMS] = { "awx.run", "awx.view", "wiki.edit", "wiki.read" };
const bool crowd_gives[CROWD_GROUPS][CROWD_PERMS] = {
	[1] = { [2] = true },
	[2] = { [0] = true, [1] = true },
	[4] = { [1] = true },
};

unsigned
crowd_below(struct crowd *crowd, unsigned n)
{
	crowd->chance = crowd->chance * 1664525u + 1013904223u;
	return (unsigned)(((unsigned long long)crowd->chance * n) >> 32);
}

static int64_t
one_of(struct crowd *crowd, const int64_t *values, unsigned n)
{
	return values[crowd_below(crowd, n)];
}

#define ONE_OF(...) \
	one_of(crowd, (const int64_t[]){ __VA_ARGS__ }, DW_COUNT(((const int64_t[]){ __VA_ARGS__ })))

static void
draw(struct crowd *crowd, struct crowd_person *p, int i)
{
	static const char *const firsts[] = { "Ada", "Bjørn", "Ärne", "", "Łucja" };
	static const char *const lasts[] = { "Smith", "Müller", "", "O'Brien", "Żak", "smithson" };
	struct dw_user *u = &p->u;
	int64_t now = CROWD_NOW;
	char name[sizeof(p->username)];

	p->first = firsts[crowd_below(crowd, DW_COUNT(firsts))];
	p->last = lasts[crowd_below(crowd, DW_COUNT(lasts))];
	/* Made aside: the compiler sees two members of one struct as one object. */
	snprintf(name, sizeof(name), "%c%s%03d", "abcz"[crowd_below(crowd, 4)],
		crowd_below(crowd, 2) ? "smith" : "x", i);
	memcpy(p->username, name, sizeof(name));
	if (crowd_below(crowd, 5) > 0)
		snprintf(p->email, sizeof(p->email), "%s@%s.example", name,
			crowd_below(crowd, 2) ? "old" : "new");
	if (crowd_below(crowd, 3) == 0)
		snprintf(p->phone, sizeof(p->phone), "+49 (%03u) 4711-%u", crowd_below(crowd, 3),
			crowd_below(crowd, 10));
	u->source = (enum dw_source)ONE_OF(0, 0, 1);
	u->active = crowd_below(crowd, 6) > 0;
	u->inactive_reason = u->active ? 0 : (enum dw_inactive)ONE_OF(1, 2, 3);
	u->staff = crowd_below(crowd, 5) == 0;
	u->valid_from = ONE_OF(0, 0, 0, 0, now - DW_DAY, now, now + DW_DAY);
	u->valid_until = ONE_OF(0, 0, 0, 0, now - DW_DAY, now, now + DW_DAY);
	u->email_verified_at = p->email[0] != '\0' ? ONE_OF(0, 7) : 0;
	u->lifecycle = (enum dw_lifecycle)ONE_OF(0, 0, 0, 0, 0, 0, 0, 1, 2, 3);
	u->deadline = u->lifecycle == DW_BINNED || u->lifecycle == DW_SELF_DELETION
		? ONE_OF(now - DW_DAY, now + DW_DAY, now + 30 * DW_DAY) : 0;
	u->locked_until = ONE_OF(0, 0, 0, 0, now - DW_DAY, now, now + DW_HOUR);
	u->last_login_at = ONE_OF(0, 0, 0, now - DW_HOUR, now - 40 * DW_DAY, now - 40 * DW_DAY,
		now - 400 * DW_DAY);
	u->created_at = ONE_OF(now - 500 * DW_DAY, now - 501 * DW_DAY, now - 900 * DW_DAY, now - DW_HOUR);
	u->mfa = (int)ONE_OF(0, 0, 1, 9, 2, 4, 13);
	u->mfa_exempt_at = ONE_OF(0, 0, 0, now - DW_DAY);
	u->mfa_grace_until = ONE_OF(0, 0, now - DW_DAY, now + DW_DAY, now + 20 * DW_DAY);
	for (int g = 0; g < CROWD_GROUPS - 1; g++)
		p->groups[g] = crowd_below(crowd, g == 0 ? 40 : 5) == 0;
	for (int k = 0; k < CROWD_PERMS; k++)
		p->perms[k] = crowd_below(crowd, 12) == 0;
	if (u->lifecycle == DW_ERASED)
		p->email[0] = p->phone[0] = '\0';
}

static void
run(struct dw_query *q)
{
	struct dw_error err = { 0 };

	if (dw_query_run(q, &err) != DW_OK)
		fail_msg("%s %s", err.message, err.detail);
}

static void
insert(struct crowd *crowd, struct crowd_person *p)
{
	DW_AUTO_FREE char *username_key = dw_fold_identity(p->username);
	DW_AUTO_FREE char *email_key = dw_fold_identity(p->email);
	DW_AUTO_FREE char *first_key = dw_fold_search(p->first);
	DW_AUTO_FREE char *last_key = dw_fold_search(p->last);
	DW_AUTO_FREE char *search = dw_search_text(p->username, p->email, p->first, p->last, p->phone);
	bool erased = p->u.lifecycle == DW_ERASED;
	DW_AUTO(dw_query) q = { 0 };

	p->u.uuid = dw_uuid_new();
	dw_query_open(crowd->db, &q,
		"INSERT INTO user (uuid, username, username_key, first_name, first_key, last_name,"
		" last_key, email, email_key, phone, search, source, active, inactive_reason, staff,"
		" valid_from, valid_until, email_verified_at, lifecycle, deadline, locked_until,"
		" last_login_at, mfa, mfa_exempt_at, mfa_grace_until, created_at, updated_at)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
		" ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?26)");
	dw_bind_uuid(&q, 1, &p->u.uuid);
	dw_bind_text(&q, 2, p->username);
	dw_bind_text(&q, 3, erased ? "" : username_key);
	dw_bind_text(&q, 4, p->first);
	dw_bind_text(&q, 5, first_key);
	dw_bind_text(&q, 6, p->last);
	dw_bind_text(&q, 7, last_key);
	dw_bind_text(&q, 8, p->email);
	dw_bind_text(&q, 9, email_key);
	dw_bind_text(&q, 10, p->phone);
	dw_bind_text(&q, 11, erased ? "" : search);
	dw_bind_int(&q, 12, p->u.source);
	dw_bind_int(&q, 13, p->u.active);
	dw_bind_int(&q, 14, p->u.inactive_reason);
	dw_bind_int(&q, 15, p->u.staff);
	dw_bind_int(&q, 16, p->u.valid_from);
	dw_bind_int(&q, 17, p->u.valid_until);
	dw_bind_int(&q, 18, p->u.email_verified_at);
	dw_bind_int(&q, 19, p->u.lifecycle);
	dw_bind_int(&q, 20, p->u.deadline);
	dw_bind_int(&q, 21, p->u.locked_until);
	dw_bind_int(&q, 22, p->u.last_login_at);
	dw_bind_int(&q, 23, p->u.mfa);
	dw_bind_int(&q, 24, p->u.mfa_exempt_at);
	dw_bind_int(&q, 25, p->u.mfa_grace_until);
	dw_bind_int(&q, 26, p->u.created_at);
	run(&q);
	p->id = dw_db_last_id(crowd->db);
}

static void
relate(struct crowd *crowd, const char *sql, int64_t one, int64_t other)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(crowd->db, &q, sql);
	dw_bind_int(&q, 1, one);
	dw_bind_int(&q, 2, other);
	run(&q);
}

static void
insert_access(struct crowd *crowd)
{
	for (int g = 0; g < CROWD_GROUPS; g++) {
		DW_AUTO_FREE char *key = dw_fold_identity(crowd_groups[g]);
		DW_AUTO(dw_query) q = { 0 };
		struct dw_uuid uuid = dw_uuid_new();

		dw_query_open(crowd->db, &q, "INSERT INTO user_group (id, uuid, name, name_key, is_admin,"
			" created_at) VALUES (?1, ?2, ?3, ?4, ?5, 1)");
		dw_bind_int(&q, 1, g + 1);
		dw_bind_uuid(&q, 2, &uuid);
		dw_bind_text(&q, 3, crowd_groups[g]);
		dw_bind_text(&q, 4, key);
		dw_bind_int(&q, 5, g == 0);
		run(&q);
	}
	for (int k = 0; k < CROWD_PERMS; k++) {
		DW_AUTO(dw_query) q = { 0 };

		dw_query_open(crowd->db, &q,
			"INSERT INTO permission (id, name, app_label) VALUES (?1, ?2, 'x')");
		dw_bind_int(&q, 1, k + 1);
		dw_bind_text(&q, 2, crowd_perms[k]);
		run(&q);
		for (int g = 0; g < CROWD_GROUPS; g++)
			if (crowd_gives[g][k])
				relate(crowd, "INSERT INTO group_permission (group_id, permission_id,"
					" added_at) VALUES (?1, ?2, 1)", g + 1, k + 1);
	}
}

int
crowd_setup(void **state)
{
	struct crowd *crowd = calloc(1, sizeof(*crowd));
	struct dw_error err = { 0 };
	DW_AUTO(dw_txn) txn = { 0 };

	place_setup(state);
	crowd->place = *state;
	place_store(crowd->place);
	crowd->db = place_open(crowd->place, DW_DB_WRITE);
	crowd->chance = 42;
	if (dw_txn_begin(crowd->db, &txn, &err) != DW_OK)
		fail_msg("%s", err.message);
	insert_access(crowd);
	for (int i = 0; i < CROWD; i++) {
		struct crowd_person *p = &crowd->people[i];

		draw(crowd, p, i);
		insert(crowd, p);
		for (int g = 0; g < CROWD_GROUPS; g++)
			if (p->groups[g])
				relate(crowd, "INSERT INTO membership (user_id, group_id, added_at)"
					" VALUES (?1, ?2, 1)", p->id, g + 1);
		for (int k = 0; k < CROWD_PERMS; k++)
			if (p->perms[k])
				relate(crowd, "INSERT INTO user_permission (user_id, permission_id,"
					" added_at) VALUES (?1, ?2, 1)", p->id, k + 1);
	}
	if (dw_txn_commit(&txn, &err) != DW_OK)
		fail_msg("%s", err.message);
	*state = crowd;
	return 0;
}

int
crowd_teardown(void **state)
{
	struct crowd *crowd = *state;

	dw_db_close(crowd->db);
	*state = crowd->place;
	free(crowd);
	return place_teardown(state);
}
