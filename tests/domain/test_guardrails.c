/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The guardrails as a table: every operation by every kind of operator on every kind of
 * target. What should come out is worked out here from the rules as people are told
 * them, in sets and without SQL; what comes out must be the same, and a refusal
 * must have changed nothing and written nothing.
 */
#include "tests/support/test.h"

#include <string.h>

#include "base/mem.h"
#include "domain/credential.h"
#include "domain/permission.h"
#include "domain/session.h"
#include "store/query.h"
#include "tests/support/household.h"

/* ---- what people hold, restated ---- */

#define BIT(perm) (UINT64_C(1) << (perm))
#define PAY (UINT64_C(1) << 60) /* pay.approve: privileged, but not doorward's */
#define VIEWER (BIT(DW_PERM_VIEW_USERS) | BIT(DW_PERM_VIEW_AUDIT))
#define HELP_DESK \
	(BIT(DW_PERM_VIEW_USERS) | BIT(DW_PERM_VERIFY_EMAIL) | BIT(DW_PERM_END_SESSION))
#define MANAGER \
	(VIEWER | HELP_DESK | BIT(DW_PERM_VIEW_PII) | BIT(DW_PERM_CREATE_USER) | \
		BIT(DW_PERM_EDIT_USER) | BIT(DW_PERM_ACTIVATE_USER) | BIT(DW_PERM_SET_PASSWORD) | \
		BIT(DW_PERM_MANAGE_GROUPS) | BIT(DW_PERM_MANAGE_ACCESS) | BIT(DW_PERM_IMPORT) | \
		BIT(DW_PERM_EXPORT))
#define LIMITED \
	(BIT(DW_PERM_VIEW_USERS) | BIT(DW_PERM_MANAGE_ACCESS) | BIT(DW_PERM_MANAGE_GROUPS) | \
		BIT(DW_PERM_END_SESSION) | BIT(DW_PERM_SET_PASSWORD))

struct person {
	const char *name; /* NULL: the system */
	uint64_t held;
	bool admin, idle;
	enum dw_lifecycle lifecycle;
	bool directory;
};

static const struct person operators[] = {
	{ .name = NULL, .held = UINT64_MAX, .admin = true },
	{ .name = "alba", .admin = true },
	{ .name = "mona", .held = MANAGER },
	{ .name = "lima", .held = LIMITED },
	{ .name = "pia", .held = LIMITED | PAY },
	{ .name = "hela", .held = HELP_DESK },
	{ .name = "vera", .held = VIEWER },
	{ .name = "bob" },
	{ .name = "ina", .admin = true, .idle = true },
	{ .name = "ivo", .held = MANAGER, .idle = true },
};

/* Besides these, everybody is tried on themselves. */
static const struct person targets[] = {
	{ .name = "dan" },
	{ .name = "odo", .admin = true },
	{ .name = "mira", .held = MANAGER },
	{ .name = "hugo", .held = HELP_DESK },
	{ .name = "vito", .held = VIEWER },
	{ .name = "pat", .held = PAY },
	{ .name = "ina", .admin = true, .idle = true },
	{ .name = "bina", .lifecycle = DW_BINNED },
	{ .name = "sela", .lifecycle = DW_SELF_DELETION },
	{ .name = "erin", .lifecycle = DW_ERASED },
	{ .name = "dirk", .directory = true },
};

static int
people_setup(void **state)
{
	static const char *const limited[] = { "doorward.view_users", "doorward.manage_access",
		"doorward.manage_groups", "doorward.end_session", "doorward.set_password" };
	struct household *h;

	if (household_setup(state) != 0)
		return -1;
	h = *state;
	household_person(h, "lima", NULL);
	household_person(h, "pia", NULL);
	for (size_t i = 0; i < DW_COUNT(limited); i++) {
		household_grant(h, "lima", limited[i]);
		household_grant(h, "pia", limited[i]);
	}
	household_person(h, "ina", "Admin", NULL);
	household_person(h, "ivo", "User manager", NULL);
	household_person(h, "dan", NULL);
	household_person(h, "odo", "Admin", NULL);
	household_person(h, "mira", "User manager", NULL);
	household_person(h, "hugo", "Help desk", NULL);
	household_person(h, "vito", "Viewer", NULL);
	household_person(h, "pat", NULL);
	household_person(h, "bina", NULL);
	household_person(h, "sela", NULL);
	household_person(h, "erin", NULL);
	household_person(h, "dirk", NULL);
	household_grant(h, "pat", "pay.approve");
	household_grant(h, "pia", "pay.approve");
	household_sql(h, "UPDATE user SET active = 0, inactive_reason = 1 WHERE username IN ('ina', 'ivo')");
	household_sql(h, "UPDATE user SET lifecycle = 1 WHERE username = 'bina'");
	household_sql(h, "UPDATE user SET lifecycle = 2 WHERE username = 'sela'");
	household_sql(h, "UPDATE user SET lifecycle = 3 WHERE username = 'erin'");
	household_sql(h, "UPDATE user SET source = 1, source_name = 'corp' WHERE username = 'dirk'");
	/* Something to take from everybody, and a session to end. */
	household_sql(h, "INSERT OR IGNORE INTO membership (user_id, group_id, added_at)"
		" SELECT u.id, g.id, 1 FROM user AS u, user_group AS g WHERE g.name = 'Family'");
	household_sql(h, "INSERT INTO user_permission (user_id, permission_id, added_at)"
		" SELECT u.id, p.id, 1 FROM user AS u, permission AS p WHERE p.name = 'wiki.edit'");
	household_sql(h, "INSERT INTO session (uuid, user_id, token_hash, started_at, last_active_at,"
		" expires_at) SELECT randomblob(16), id, randomblob(32), 1, 1, 9000000000000000 FROM user");
	household_sql(h, "INSERT INTO user_group (uuid, name, name_key, created_at)"
		" VALUES (randomblob(16), 'Empty', 'empty', 1), (randomblob(16), 'Payers', 'payers', 1)");
	household_sql(h, "INSERT INTO group_permission (group_id, permission_id, added_at)"
		" SELECT g.id, p.id, 1 FROM user_group AS g, permission AS p"
		" WHERE g.name = 'Payers' AND p.name IN ('pay.approve', 'wiki.edit')");
	household_again(h);
	return 0;
}

/* ---- operations on a person ---- */

struct operation {
	const char *name;
	enum dw_perm needs;
	uint64_t gives;    /* privileged permissions that change hands */
	bool gives_admin;  /* membership of Admin does */
	bool adds;         /* rights are raised, so not one's own */
	bool light;        /* the light rule, and pending users are no hindrance */
	bool here;         /* not for users of a directory */
	const char *what;  /* the group or permission */
	enum dw_code (*run)(struct dw_work *w, const struct dw_user *user, const char *what,
		bool *changed, struct dw_error *err);
};

static enum dw_code
add(struct dw_work *w, const struct dw_user *user, const char *what, bool *changed,
	struct dw_error *err)
{
	DW_AUTO(dw_group) group = { 0 };

	assert_int_equal(dw_group_find(w->db, what, &group, NULL), DW_OK);
	return dw_group_add(w, &group, user, changed, err);
}

static enum dw_code
take_out(struct dw_work *w, const struct dw_user *user, const char *what, bool *changed,
	struct dw_error *err)
{
	DW_AUTO(dw_group) group = { 0 };

	assert_int_equal(dw_group_find(w->db, what, &group, NULL), DW_OK);
	return dw_group_remove(w, &group, user, changed, err);
}

/* Exactly this one group more than now. */
static enum dw_code
set_more(struct dw_work *w, const struct dw_user *user, const char *what, bool *changed,
	struct dw_error *err)
{
	const char *names[8] = { what };
	DW_AUTO(dw_rows) rows = { 0 };
	size_t n = 1;

	dw_rows_init(&rows);
	assert_int_equal(dw_group_list(w->db,
		&(const struct dw_group_query){ .user_id = user->id },
		&rows.sink, NULL), DW_OK);
	for (size_t i = 0; i < rows.n_rows; i++)
		names[n++] = dw_rows_at(&rows, i)[1].text;
	return dw_group_set(w, user, names, n, changed, err);
}

static enum dw_code
set_less(struct dw_work *w, const struct dw_user *user, const char *what, bool *changed,
	struct dw_error *err)
{
	const char *names[8];
	DW_AUTO(dw_rows) rows = { 0 };
	size_t n = 0;

	dw_rows_init(&rows);
	assert_int_equal(dw_group_list(w->db,
		&(const struct dw_group_query){ .user_id = user->id },
		&rows.sink, NULL), DW_OK);
	for (size_t i = 0; i < rows.n_rows; i++)
		if (strcmp(dw_rows_at(&rows, i)[1].text, what) != 0)
			names[n++] = dw_rows_at(&rows, i)[1].text;
	return dw_group_set(w, user, names, n, changed, err);
}

static enum dw_code
grant(struct dw_work *w, const struct dw_user *user, const char *what, bool *changed,
	struct dw_error *err)
{
	return dw_permission_grant(w, user, NULL, &what, 1, changed, err);
}

static enum dw_code
revoke(struct dw_work *w, const struct dw_user *user, const char *what, bool *changed,
	struct dw_error *err)
{
	return dw_permission_revoke(w, user, NULL, &what, 1, changed, err);
}

static enum dw_code
end_one(struct dw_work *w, const struct dw_user *user, const char *what DW_UNUSED, bool *changed,
	struct dw_error *err)
{
	DW_AUTO(dw_session) session = { 0 };
	DW_AUTO(dw_rows) rows = { 0 };
	char id[DW_UUID_TEXT];
	int at;

	dw_rows_init(&rows);
	assert_int_equal(dw_session_list(w->db,
		&(const struct dw_session_filter){ .user_id = user->id, .limit = 1 }, w->now, &rows.sink,
		NULL), DW_OK);
	at = dw_column_find(rows.columns, rows.n_columns, "id");
	assert_int_equal(dw_session_find(w->db, dw_uuid_format(&dw_rows_at(&rows, 0)[at].id, id),
		&session, NULL), DW_OK);
	return dw_session_end(w, &session, user, changed, err);
}

static enum dw_code
end_all(struct dw_work *w, const struct dw_user *user, const char *what DW_UNUSED, bool *changed,
	struct dw_error *err)
{
	int64_t count = 0;
	enum dw_code rc = dw_session_end_all(w, user, &count, err);

	*changed = count > 0;
	return rc;
}

static enum dw_code
set_password(struct dw_work *w, const struct dw_user *user, const char *what DW_UNUSED,
	bool *changed, struct dw_error *err)
{
	static const struct dw_password_hash hash = { .text = "$argon2id$" };
	enum dw_code rc = dw_password_set(w, user, &hash, true, err);

	*changed = rc == DW_OK;
	return rc;
}

static const struct operation operations[] = {
	{ .name = "add to a plain group", .run = add,
		.needs = DW_PERM_MANAGE_ACCESS, .adds = true, .what = "Empty" },
	{ .name = "add to Viewer", .run = add,
		.needs = DW_PERM_MANAGE_ACCESS, .gives = VIEWER, .adds = true, .what = "Viewer" },
	{ .name = "add to Payers", .run = add,
		.needs = DW_PERM_MANAGE_ACCESS, .gives = PAY, .adds = true, .what = "Payers" },
	{ .name = "add to User manager", .run = add,
		.needs = DW_PERM_MANAGE_ACCESS, .gives = MANAGER, .adds = true, .what = "User manager" },
	{ .name = "add to Admin", .run = add,
		.needs = DW_PERM_MANAGE_ACCESS, .gives_admin = true, .adds = true, .what = "Admin" },
	{ .name = "remove from a plain group", .run = take_out,
		.needs = DW_PERM_MANAGE_ACCESS, .what = "Family" },
	{ .name = "remove from Viewer", .run = take_out,
		.needs = DW_PERM_MANAGE_ACCESS, .gives = VIEWER, .what = "Viewer" },
	{ .name = "remove from Admin", .run = take_out,
		.needs = DW_PERM_MANAGE_ACCESS, .gives_admin = true, .what = "Admin" },
	{ .name = "set one group more", .run = set_more,
		.needs = DW_PERM_MANAGE_ACCESS, .adds = true, .what = "Empty" },
	{ .name = "set one group less", .run = set_less,
		.needs = DW_PERM_MANAGE_ACCESS, .what = "Family" },
	{ .name = "grant what is not privileged", .run = grant,
		.needs = DW_PERM_MANAGE_ACCESS, .adds = true, .what = "wiki.read" },
	{ .name = "grant doorward.view_users", .run = grant,
		.needs = DW_PERM_MANAGE_ACCESS, .gives = BIT(DW_PERM_VIEW_USERS), .adds = true, .what = "doorward.view_users" },
	{ .name = "grant doorward.backup", .run = grant,
		.needs = DW_PERM_MANAGE_ACCESS, .gives = BIT(DW_PERM_BACKUP), .adds = true, .what = "doorward.backup" },
	{ .name = "grant pay.approve", .run = grant,
		.needs = DW_PERM_MANAGE_ACCESS, .gives = PAY, .adds = true, .what = "pay.approve" },
	{ .name = "revoke what is not privileged", .run = revoke,
		.needs = DW_PERM_MANAGE_ACCESS, .what = "wiki.edit" },
	{ .name = "revoke pay.approve", .run = revoke,
		.needs = DW_PERM_MANAGE_ACCESS, .gives = PAY, .what = "pay.approve" },
	{ .name = "end a session", .run = end_one,
		.needs = DW_PERM_END_SESSION, .light = true },
	{ .name = "end all sessions", .run = end_all,
		.needs = DW_PERM_END_SESSION, .light = true },
	{ .name = "set a password", .run = set_password,
		.needs = DW_PERM_SET_PASSWORD, .here = true },
};

static bool
holds(const struct person *who, uint64_t what)
{
	return who->admin || (what & ~who->held) == 0;
}

/* What people are told, in the order in which they are told it. */
static enum dw_code
should_be(const struct operation *op, const struct person *who, const struct person *target)
{
	uint64_t theirs = op->light ? target->held & ~PAY : target->held;

	if (who->idle || !holds(who, BIT(op->needs)))
		return DW_NOT_PERMITTED;
	if (op->adds && target == who && !who->admin)
		return DW_OWN_ACCOUNT;
	if (target != who && !who->admin && (target->admin || !holds(who, theirs)))
		return DW_NOT_SUBSET;
	if (!op->light && target->lifecycle != DW_KEPT)
		return target->lifecycle == DW_ERASED ? DW_NOT_FOUND : DW_STATE;
	if (!who->admin && (op->gives_admin || !holds(who, op->gives)))
		return DW_NOT_SUBSET;
	return op->here && target->directory ? DW_STATE : DW_OK;
}

/* Everything that operations change, in one number. */
static int64_t
fingerprint(struct household *h)
{
	return household_int(h,
		"SELECT (SELECT SUM(user_id * 1009 + group_id) FROM membership)"
		" + (SELECT SUM(user_id * 2003 + permission_id) FROM user_permission)"
		" + (SELECT COALESCE(SUM(group_id * 3001 + permission_id), 0) FROM group_permission)"
		" + (SELECT COALESCE(SUM(user_id * 4001 + id), 0) FROM session)"
		" + (SELECT COUNT(*) FROM password) + (SELECT SUM(id * version) FROM user_group)"
		" + (SELECT COUNT(*) * 100000 FROM audit)");
}

static void
try(struct household *h, const struct operation *op, const struct person *who,
	const struct person *target, unsigned outcomes[DW_CODES])
{
	DW_AUTO(dw_user) user = household_user(h, target->name);
	struct dw_work *w = household_as(h, who->name);
	enum dw_code expected = should_be(op, who, target), rc;
	int64_t before = fingerprint(h);
	struct dw_error err = { 0 };
	bool changed = false;

	rc = op->run(w, &user, op->what, &changed, &err);
	if (rc != expected)
		fail_msg("%s: %s on %s is %s, should be %s (%s)", who->name != NULL ? who->name : "system",
			op->name, target == who ? "themselves" : target->name, dw_code_name(rc),
			dw_code_name(expected), err.message);
	assert_int_equal(err.code, rc);
	if (rc == DW_OK) {
		assert_int_equal(w->entries, changed ? 1 : 0);
		assert_int_equal(fingerprint(h) != before, changed);
	} else {
		assert_int_equal(w->entries, 0);
		assert_true(err.message[0] != '\0');
		/* dw_group_set() may have begun; its caller rolls back. */
		if (op->run != set_more && op->run != set_less)
			assert_int_equal(fingerprint(h), before);
	}
	outcomes[rc]++;
	household_forget(h);
}

static void
every_operation_by_everybody_on_everybody_ends_as_the_rules_say(void **state)
{
	unsigned outcomes[DW_CODES] = { 0 };

	for (size_t i = 0; i < DW_COUNT(operations); i++)
		for (size_t j = 0; j < DW_COUNT(operators); j++) {
			for (size_t k = 0; k < DW_COUNT(targets); k++)
				try(*state, &operations[i], &operators[j], &targets[k], outcomes);
			if (operators[j].name != NULL)
				try(*state, &operations[i], &operators[j], &operators[j], outcomes);
		}
	/* The table must not have been empty of any kind of answer. */
	assert_true(outcomes[DW_OK] > 300);
	assert_true(outcomes[DW_NOT_PERMITTED] > 500);
	assert_true(outcomes[DW_NOT_SUBSET] > 150);
	assert_true(outcomes[DW_OWN_ACCOUNT] > 15);
	assert_true(outcomes[DW_STATE] > 50);
	assert_true(outcomes[DW_NOT_FOUND] > 30);
}

/* ---- operations on a group ---- */

struct group_facts {
	const char *name;
	uint64_t gives;
	bool admin;
	uint64_t members; /* privileged permissions of its members, besides what it gives */
	bool admin_inside;
	const char *has;  /* which operator is in it; NULL = none */
};

static const struct group_facts group_facts[] = {
	{ .name = "Empty" },
	{ .name = "Payers", .gives = PAY },
	{ .name = "Viewer", .gives = VIEWER, .has = "vera" },
	{ .name = "User manager", .gives = MANAGER, .has = "mona" },
	{ .name = "Admin", .admin = true, .has = "alba" },
	{ .name = "Family", .members = MANAGER | PAY, .admin_inside = true, .has = "everybody" },
};

enum group_operation { GRANT, GRANT_PRIVILEGED, REVOKE, EDIT, DELETE, GROUP_OPERATIONS };

static bool
is_inside(const struct group_facts *group, const struct person *who)
{
	return group->has != NULL && who->name != NULL && (strcmp(group->has, "everybody") == 0 ||
		strcmp(group->has, who->name) == 0 ||
		(strcmp(group->name, "User manager") == 0 && strcmp(who->name, "ivo") == 0) ||
		(strcmp(group->name, "Admin") == 0 && strcmp(who->name, "ina") == 0));
}

static enum dw_code
group_should_be(enum group_operation op, const struct person *who, const struct group_facts *group)
{
	enum dw_perm needs = op == EDIT || op == DELETE ? DW_PERM_MANAGE_GROUPS :
		DW_PERM_MANAGE_ACCESS;

	if (who->idle || !holds(who, BIT(needs)))
		return DW_NOT_PERMITTED;
	if (op == DELETE && group->admin)
		return DW_LAST_ADMIN;
	if (who->admin)
		return DW_OK;
	if ((op == GRANT || op == GRANT_PRIVILEGED) && is_inside(group, who))
		return DW_OWN_ACCOUNT;
	if (group->admin || !holds(who, group->gives))
		return DW_NOT_SUBSET;
	if (op == GRANT_PRIVILEGED && !holds(who, BIT(DW_PERM_SET_PASSWORD)))
		return DW_NOT_SUBSET;
	if (op == DELETE && (group->admin_inside || !holds(who, group->members)))
		return DW_NOT_SUBSET;
	return DW_OK;
}

static enum dw_code
group_run(struct dw_work *w, enum group_operation op, const struct dw_group *group, bool *changed,
	struct dw_error *err)
{
	const char *plain = "wiki.read", *privileged = "doorward.set_password", *had = "wiki.edit";

	*changed = true;
	switch (op) {
	case GRANT:
		return dw_permission_grant(w, NULL, group, &plain, 1, changed, err);
	case GRANT_PRIVILEGED:
		return dw_permission_grant(w, NULL, group, &privileged, 1, changed, err);
	case REVOKE:
		return dw_permission_revoke(w, NULL, group, &had, 1, changed, err);
	case EDIT:
		return dw_group_edit(w, group, NULL, "Something else", 0, changed, err);
	case DELETE:
		return dw_group_delete(w, group, err);
	case GROUP_OPERATIONS:
		break;
	}
	return DW_BUG;
}

static void
every_operation_by_everybody_on_every_group_ends_as_the_rules_say(void **state)
{
	static const char *const names[] = { "grant", "grant privileged", "revoke", "edit", "delete" };
	struct household *h = *state;
	unsigned outcomes[DW_CODES] = { 0 };

	for (enum group_operation op = GRANT; op < GROUP_OPERATIONS; op++)
		for (size_t j = 0; j < DW_COUNT(operators); j++)
			for (size_t k = 0; k < DW_COUNT(group_facts); k++) {
				DW_AUTO(dw_group) group = household_group(h, group_facts[k].name);
				struct dw_work *w = household_as(h, operators[j].name);
				enum dw_code expected = group_should_be(op, &operators[j], &group_facts[k]);
				int64_t before = fingerprint(h);
				struct dw_error err = { 0 };
				bool changed;
				enum dw_code rc = group_run(w, op, &group, &changed, &err);

				if (rc != expected)
					fail_msg("%s: %s %s is %s, should be %s (%s)",
						operators[j].name != NULL ? operators[j].name : "system", names[op],
						group_facts[k].name, dw_code_name(rc), dw_code_name(expected), err.message);
				assert_int_equal(w->entries, rc == DW_OK && changed);
				assert_int_equal(fingerprint(h) != before, rc == DW_OK && changed);
				outcomes[rc]++;
				household_forget(h);
			}
	assert_true(outcomes[DW_OK] > 70);
	assert_true(outcomes[DW_NOT_PERMITTED] > 100);
	assert_true(outcomes[DW_NOT_SUBSET] > 30);
	assert_true(outcomes[DW_OWN_ACCOUNT] > 6);
	assert_true(outcomes[DW_LAST_ADMIN] == 5);
}

static void
making_a_group_needs_its_permission_and_nothing_else(void **state)
{
	struct household *h = *state;

	for (size_t j = 0; j < DW_COUNT(operators); j++) {
		struct dw_work *w = household_as(h, operators[j].name);
		bool may = !operators[j].idle && holds(&operators[j], BIT(DW_PERM_MANAGE_GROUPS));
		int64_t id;

		assert_code(dw_group_create(w, "Fresh", NULL, &id, err), may ? DW_OK : DW_NOT_PERMITTED);
		household_forget(h);
	}
}

/* ---- the last admin ---- */

static void
the_last_admin_stays_by_every_way_out(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_group) admin = household_group(h, "Admin");
	DW_AUTO(dw_user) alba = household_user(h, "alba");
	struct dw_work *w = household_as(h, NULL);
	bool changed;

	/* odo may act today, but runs out; ina is inactive: alba is the last who is certain. */
	household_sql(h, "UPDATE user SET valid_until = 9000000000000000 WHERE username = 'odo'");
	household_again(h);
	assert_code(dw_group_remove(w, &admin, &alba, &changed, err), DW_LAST_ADMIN);
	assert_code(dw_group_may_remove(w, &admin, &alba, err), DW_LAST_ADMIN);
	assert_code(dw_group_set(w, &alba, NULL, 0, &changed, err), DW_LAST_ADMIN);
	household_forget(h);
	w = household_as(h, "alba");
	assert_code(dw_group_remove(w, &admin, &alba, &changed, err), DW_LAST_ADMIN);
	assert_code(dw_group_set(w, &alba, (const char *const[]){ "Viewer" }, 1, &changed, err),
		DW_LAST_ADMIN);
	household_forget(h);
	w = household_as(h, "odo");
	assert_code(dw_group_remove(w, &admin, &alba, &changed, err), DW_LAST_ADMIN);
	assert_code(dw_user_deactivate(w, &alba, err), DW_LAST_ADMIN);
	/* A lock counts for nothing: it passes. */
	household_sql(h, "UPDATE user SET locked_until = 9000000000000000 WHERE username = 'alba'");
	assert_code(dw_group_remove(w, &admin, &alba, &changed, err), DW_LAST_ADMIN);
	/* Another one first, as the refusal says. */
	household_sql(h, "UPDATE user SET valid_until = 0 WHERE username = 'odo'");
	assert_code(dw_group_remove(w, &admin, &alba, &changed, err), DW_OK);
	assert_true(changed);
}

static void
the_store_itself_keeps_the_last_admin(void **state)
{
	static const char *const ways[] = {
		"DELETE FROM membership WHERE group_id = (SELECT id FROM user_group WHERE is_admin = 1)",
		"UPDATE user SET active = 0 WHERE username = 'alba'",
		"UPDATE user SET lifecycle = 1 WHERE username = 'alba'",
		"UPDATE user SET lifecycle = 3 WHERE username = 'alba'",
		"UPDATE user SET valid_from = 5 WHERE username = 'alba'",
		"UPDATE user SET valid_until = 5 WHERE username = 'alba'",
		"DELETE FROM user_group WHERE is_admin = 1",
		"UPDATE user_group SET is_admin = 0",
		"UPDATE user SET active = 0",
	};
	struct household *h = *state;
	struct dw_error err;

	household_as(h, NULL);
	household_sql(h, "UPDATE user SET active = 0 WHERE username = 'odo'");
	household_again(h);
	for (size_t i = 0; i < DW_COUNT(ways); i++) {
		err = (struct dw_error){ 0 };
		if (dw_exec(h->db, ways[i], &err) == DW_OK)
			fail_msg("went through: %s", ways[i]);
		assert_true(err.message[0] != '\0');
		household_forget(h);
		assert_int_equal(household_int(h, "SELECT COUNT(*) FROM effective_admin"), 1);
	}
}

#define fact(name) cmocka_unit_test_setup_teardown(name, people_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fact(every_operation_by_everybody_on_everybody_ends_as_the_rules_say),
		fact(every_operation_by_everybody_on_every_group_ends_as_the_rules_say),
		fact(making_a_group_needs_its_permission_and_nothing_else),
		fact(the_last_admin_stays_by_every_way_out),
		fact(the_store_itself_keeps_the_last_admin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
