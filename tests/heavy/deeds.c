/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random changes and the judgement of what they left. See deeds.h.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "domain/audit.h"
#include "domain/group.h"
#include "domain/permission.h"
#include "domain/rights.h"
#include "store/query.h"
#include "tests/heavy/deeds.h"

static const char *const group_names[] = { "Blue", "Green", "Red" };
static const char *const permission_names[] = { "app.read", "app.write", "app.run" };

/* ---- making ------------------------------------------------------------------------ */

#define MUST(call) \
	do { \
		struct dw_error err = { 0 }; \
		if ((call) != DW_OK) \
			fail_msg("%s: %s [%s]", #call, err.message, err.detail); \
	} while (0)

static void
add_user(struct dw_work *w, const char *name, const struct dw_group *group, int64_t uid)
{
	struct dw_user_edit edit = DW_USER_EDIT_NONE;
	DW_AUTO(dw_user) user = { 0 };
	bool changed;
	int64_t id;

	edit.username = name;
	edit.unix_uid = uid;
	MUST(dw_user_create(w, &edit, &id, &err));
	MUST(dw_user_by_id(w->db, id, &user, &err));
	if (group != NULL)
		MUST(dw_group_add(w, group, &user, &changed, &err));
}

static void
fill(struct dw_work *w)
{
	struct dw_catalogue_row rows[DW_COUNT(permission_names)];
	DW_AUTO(dw_group) admin = { 0 };
	int64_t added, updated, id;
	char name[32];

	MUST(dw_exec(w->db, "INSERT INTO meta VALUES ('kind', 'demo'), ('fold_version', '1'),"
		" ('realm', 'test')", &err));
	MUST(dw_rights_install(w->db, w->now, &err));
	MUST(dw_group_install(w, &err));
	MUST(dw_group_find(w->db, "Admin", &admin, &err));
	for (size_t i = 0; i < DW_COUNT(group_names); i++)
		MUST(dw_group_create(w, group_names[i], "", &id, &err));
	for (size_t i = 0; i < DW_COUNT(rows); i++)
		rows[i] = (struct dw_catalogue_row){ permission_names[i], "", false };
	MUST(dw_permission_import(w, rows, DW_COUNT(rows), &added, &updated, &err));
	for (int i = 0; i < DEEDS_OPERATORS; i++) {
		snprintf(name, sizeof(name), "op%d", i);
		add_user(w, name, &admin, 1000);
	}
	for (int i = 0; i < DEEDS_USERS; i++) {
		snprintf(name, sizeof(name), "u%d", i);
		add_user(w, name, NULL, -1);
	}
}

void
deeds_store(const struct place *place)
{
	static struct dw_operator owner = { .username = "system:owner" };
	struct dw_conf *conf = dw_conf_new();
	struct dw_db *db = NULL;
	struct dw_work w = { .conf = conf, .operator = &owner, .now = 1000 };

	owner.rights = dw_rights_all();
	MUST(dw_db_create(place->store, &db, &err));
	w.db = db;
	{
		DW_AUTO(dw_txn) txn = { 0 };

		MUST(dw_txn_begin(db, &txn, &err));
		fill(&w);
		MUST(dw_txn_commit(&txn, &err));
	}
	MUST(dw_db_publish(db, &err));
	dw_db_close(db);
	dw_conf_free(conf);
}

void
deeds_open(struct deeds *d, const struct place *place, int operator, uint64_t seed)
{
	static char name[32];

	snprintf(name, sizeof(name), "op%d", operator);
	*d = (struct deeds){ .conf = dw_conf_new(), .random = seed * 2654435761U + 88172645463325252U };
	d->app = (struct dw_app){ .conf = d->conf, .caller = { .uid = 1000, .as = name,
		.store_path = place->store, .origin = { .kind = "script", .uid = 1000 } } };
	MUST(dw_app_open(&d->app, true, &err));
}

void
deeds_close(struct deeds *d)
{
	dw_app_clear(&d->app);
	dw_conf_free(d->conf);
}

/* ---- doing -------------------------------------------------------------------------- */

/* xorshift64: repeatable from the seed. */
static unsigned
roll(struct deeds *d, unsigned sides)
{
	d->random ^= d->random << 13;
	d->random ^= d->random >> 7;
	d->random ^= d->random << 17;
	return (unsigned)((d->random >> 11) % sides);
}

static void
put(struct dw_args *args, const char *name, const char *value)
{
	int index = dw_param_find(args->action, name);

	assert_true(index >= 0);
	MUST(dw_args_put(args, index, value, 1000, &err));
}

enum dw_code
deeds_one(struct deeds *d, int64_t *seq, struct dw_error *err)
{
	static const char *const actions[] = { "user.edit", "user.edit", "user.activate",
		"user.deactivate", "group.add", "group.remove", "permission.grant", "permission.revoke" };
	unsigned what = roll(d, DW_COUNT(actions));
	DW_AUTO(dw_args) args = { 0 };
	DW_AUTO(dw_call) call = { .app = &d->app, .args = &args, .flags = DW_CALL_BATCH };
	char user[32], value[64];
	enum dw_code rc;

	*seq = 0;
	call.action = dw_action_find(actions[what]);
	assert_non_null(call.action);
	dw_args_init(&args, call.action);
	snprintf(user, sizeof(user), "u%u", roll(d, DEEDS_USERS));
	put(&args, "user", user);
	if (what < 2) {
		snprintf(value, sizeof(value), "Name%u", roll(d, 1000000));
		put(&args, "last-name", value);
	} else if (strncmp(actions[what], "group", 5) == 0) {
		put(&args, "group", group_names[roll(d, DW_COUNT(group_names))]);
	} else if (strncmp(actions[what], "permission", 10) == 0) {
		put(&args, "permission", permission_names[roll(d, DW_COUNT(permission_names))]);
	}
	if ((rc = dw_invoke(&call, err)) == DW_OK && call.changed)
		*seq = call.seq;
	return rc;
}

/* ---- judging ------------------------------------------------------------------------- */

static int64_t
number(struct dw_db *db, const char *sql, int64_t argument)
{
	DW_AUTO(dw_query) q = { 0 };
	int64_t value = -1;

	dw_query_open(db, &q, sql);
	if (argument >= 0)
		dw_bind_int(&q, 1, argument);
	MUST(dw_query_int(&q, -1, &value, &err));
	return value;
}

bool
deeds_has(struct dw_db *db, int64_t seq)
{
	return number(db, "SELECT count(*) FROM audit WHERE seq = ?1", seq) == 1;
}

/* Each gives 0 when tables and entries agree. */
static const char *const agreements[] = {
	/* a profile edit is a version */
	"SELECT count(*) FROM user AS u WHERE u.version <> 1 + (SELECT count(*) FROM audit AS a"
	" WHERE a.target_uuid = u.uuid AND a.action_code = 'user_updated')",
	/* the last name is the one of the last edit */
	"SELECT count(*) FROM user AS u WHERE u.last_name <> coalesce((SELECT"
	" json_extract(p.payload, '$.changes.last_name[1]') FROM audit AS a JOIN audit_payload AS p"
	" ON p.seq = a.seq AND p.slot = 1 WHERE a.target_uuid = u.uuid"
	" AND a.action_code = 'user_updated' ORDER BY a.seq DESC LIMIT 1), '')",
	/* the active flag is what the last activation or deactivation says */
	"SELECT count(*) FROM user AS u WHERE u.active <> coalesce((SELECT"
	" a.action_code = 'user_activated' FROM audit AS a WHERE a.target_uuid = u.uuid"
	" AND a.action_code IN ('user_activated', 'user_deactivated') ORDER BY a.seq DESC LIMIT 1), 1)",
	/* memberships and grants are additions less removals */
	"SELECT count(*) FROM user AS u WHERE (SELECT count(*) FROM membership AS m"
	" WHERE m.user_id = u.id) <> (SELECT coalesce(sum(CASE a.action_code"
	" WHEN 'groups_added' THEN 1 WHEN 'groups_removed' THEN -1 ELSE 0 END), 0)"
	" FROM audit AS a WHERE a.target_uuid = u.uuid)",
	"SELECT count(*) FROM user AS u WHERE (SELECT count(*) FROM user_permission AS m"
	" WHERE m.user_id = u.id) <> (SELECT coalesce(sum(CASE a.action_code"
	" WHEN 'permissions_added' THEN 1 WHEN 'permissions_removed' THEN -1 ELSE 0 END), 0)"
	" FROM audit AS a WHERE a.target_uuid = u.uuid)",
	/* kept counts */
	"SELECT count(*) FROM user_group AS g WHERE g.member_count <>"
	" (SELECT count(*) FROM membership AS m WHERE m.group_id = g.id)",
	"SELECT count(*) FROM totals WHERE users <> (SELECT count(*) FROM user) OR disabled <>"
	" (SELECT count(*) FROM user WHERE active = 0)",
	"SELECT count(*) FROM pragma_foreign_key_check",
	"SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
};

void
deeds_judge(const struct place *place)
{
	struct dw_db *db = place_open(place, DW_DB_WRITE);
	int64_t checked;

	for (size_t i = 0; i < DW_COUNT(agreements); i++)
		if (number(db, agreements[i], -1) != 0)
			fail_msg("tables and entries disagree: %s", agreements[i]);
	MUST(dw_audit_verify(db, &checked, &err));
	dw_db_close(db);
}
