/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A small household. See household.h.
 */
#include "tests/support/test.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/permission.h"
#include "store/query.h"
#include "tests/support/household.h"

static void
well(enum dw_code code, const struct dw_error *err)
{
	if (code != DW_OK)
		fail_msg("%s [%s]", err->message, err->detail);
}

/* ---- who acts ---- */

static struct dw_work *
begin(struct household *h)
{
	struct dw_error err = { 0 };

	well(dw_txn_begin(h->db, &h->txn, &err), &err);
	if (h->operator.id != 0)
		well(dw_rights_load(h->db, h->operator.id, HOUSEHOLD_NOW, &h->operator.rights, &err),
			&err);
	h->work = (struct dw_work){ .db = h->db, .conf = h->conf, .operator = &h->operator,
		.origin = &h->origin, .now = HOUSEHOLD_NOW };
	return &h->work;
}

struct dw_work *
household_again(struct household *h)
{
	struct dw_error err = { 0 };

	well(dw_txn_commit(&h->txn, &err), &err);
	return begin(h);
}

struct dw_work *
household_forget(struct household *h)
{
	dw_txn_clear(&h->txn);
	return begin(h);
}

struct dw_work *
household_as(struct household *h, const char *username)
{
	struct dw_operator operator = { .username = "system:test", .rights = dw_rights_all() };

	if (username != NULL) {
		DW_AUTO(dw_user) user = household_user(h, username);

		operator.id = user.id;
		operator.uuid = user.uuid;
		snprintf(operator.username, sizeof(operator.username), "%s", user.username);
	}
	h->operator = operator;
	return household_again(h);
}

/* ---- people and groups ---- */

struct dw_user
household_user(struct household *h, const char *username)
{
	struct dw_error err = { 0 };
	struct dw_user user = { 0 };
	int64_t id = household_int(h, "SELECT id FROM user WHERE username = '%s'", username);

	/* By row: erased people are here, too. */
	well(dw_user_by_id(h->db, id, &user, &err), &err);
	return user;
}

struct dw_group
household_group(struct household *h, const char *name)
{
	struct dw_error err = { 0 };
	struct dw_group group = { 0 };

	well(dw_group_find(h->db, name, &group, &err), &err);
	return group;
}

/* Runs something as the system, and leaves who acts as it was. */
static struct dw_operator
step_aside(struct household *h)
{
	struct dw_operator before = h->operator;

	household_as(h, NULL);
	return before;
}

static void
step_back(struct household *h, const struct dw_operator *before)
{
	h->operator = *before;
	household_again(h);
}

void
household_person(struct household *h, const char *username, ...)
{
	struct dw_user_edit values = DW_USER_EDIT_NONE;
	struct dw_operator before = step_aside(h);
	struct dw_error err = { 0 };
	const char *name;
	bool changed;
	int64_t id;
	va_list ap;

	values.username = username;
	well(dw_user_create(&h->work, &values, &id, &err), &err);
	va_start(ap, username);
	while ((name = va_arg(ap, const char *)) != NULL) {
		DW_AUTO(dw_user) user = household_user(h, username);
		DW_AUTO(dw_group) group = household_group(h, name);

		well(dw_group_add(&h->work, &group, &user, &changed, &err), &err);
	}
	va_end(ap);
	step_back(h, &before);
}

void
household_grant(struct household *h, const char *username, const char *permission)
{
	struct dw_operator before = step_aside(h);
	DW_AUTO(dw_user) user = household_user(h, username);
	struct dw_error err = { 0 };
	bool changed;

	well(dw_permission_grant(&h->work, &user, NULL, &permission, 1, &changed, &err), &err);
	step_back(h, &before);
}

struct dw_uuid
household_session(struct household *h, const char *username, int64_t active_at)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_uuid id = dw_uuid_new();
	struct dw_error err = { 0 };

	dw_query_open(h->db, &q,
		"INSERT INTO session (uuid, user_id, token_hash, service, device, browser, address,"
		" started_at, last_active_at, expires_at) SELECT ?1, id, randomblob(32), 'portal', 'laptop',"
		" 'Firefox', '192.0.2.7', ?3, ?3, ?3 + 3600000 FROM user WHERE username = ?2");
	dw_bind_uuid(&q, 1, &id);
	dw_bind_text(&q, 2, username);
	dw_bind_int(&q, 3, active_at);
	well(dw_query_run(&q, &err), &err);
	return id;
}

static void
furnish(struct household *h)
{
	static const struct dw_catalogue_row catalogue[] = {
		{ "wiki.edit", "Edit pages", false },
		{ "wiki.read", "Read pages", false },
		{ "pay.approve", "Approve payments", true },
	};
	static const char *const gives[] = { "wiki.edit" };
	struct dw_error err = { 0 };
	int64_t id, added, updated;
	bool changed;

	well(dw_rights_install(h->db, HOUSEHOLD_NOW, &err), &err);
	well(dw_group_install(&h->work, &err), &err);
	well(dw_permission_import(&h->work, catalogue, DW_COUNT(catalogue), &added, &updated, &err),
		&err);
	well(dw_group_create(&h->work, "Family", "No privileges", &id, &err), &err);
	{
		DW_AUTO(dw_group) family = household_group(h, "Family");

		well(dw_permission_grant(&h->work, NULL, &family, gives, 1, &changed, &err), &err);
	}
	household_person(h, "alba", "Admin", NULL);
	household_person(h, "mona", "User manager", NULL);
	household_person(h, "hela", "Help desk", NULL);
	household_person(h, "vera", "Viewer", NULL);
	household_person(h, "bob", NULL);
	household_person(h, "cleo", "Family", NULL);
}

int
household_setup(void **state)
{
	struct household *h = dw_calloc(1, sizeof(*h));
	void *place = NULL;

	if (sodium_init() < 0 || place_setup(&place) != 0)
		return -1;
	h->place = place;
	h->origin = (struct dw_origin){ .kind = "terminal", .uid = -1 };
	h->conf = dw_conf_new();
	h->operator = (struct dw_operator){ .username = "system:test", .rights = dw_rights_all() };
	place_store(h->place);
	h->db = place_open(h->place, DW_DB_WRITE);
	begin(h);
	furnish(h);
	household_again(h);
	*state = h;
	return 0;
}

int
household_teardown(void **state)
{
	struct household *h = *state;
	void *place = h->place;

	dw_txn_clear(&h->txn);
	dw_db_close(h->db);
	dw_conf_free(h->conf);
	free(h);
	return place_teardown(&place);
}

/* ---- looking ---- */

static const char * __attribute__((format(printf, 1, 0)))
sql_text(const char *fmt, va_list ap)
{
	static char sql[4096];

	assert_true(vsnprintf(sql, sizeof(sql), fmt, ap) < (int)sizeof(sql));
	return sql;
}

void
household_sql(struct household *h, const char *fmt, ...)
{
	struct dw_error err = { 0 };
	va_list ap;

	va_start(ap, fmt);
	well(dw_exec(h->db, sql_text(fmt, ap), &err), &err);
	va_end(ap);
}

int64_t
household_int(struct household *h, const char *fmt, ...)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_error err = { 0 };
	int64_t value;
	va_list ap;

	va_start(ap, fmt);
	dw_query_open(h->db, &q, sql_text(fmt, ap));
	va_end(ap);
	well(dw_query_int(&q, -1, &value, &err), &err);
	return value;
}

const char *
household_text(struct household *h, const char *fmt, ...)
{
	static char text[8192];
	DW_AUTO(dw_query) q = { 0 };
	struct dw_error err = { 0 };
	bool row;
	va_list ap;

	va_start(ap, fmt);
	dw_query_open(h->db, &q, sql_text(fmt, ap));
	va_end(ap);
	well(dw_query_next(&q, &row, &err), &err);
	snprintf(text, sizeof(text), "%s", row ? dw_col_text(&q, 0) : "");
	return text;
}

const char *
household_said(struct household *h, int slot)
{
	return household_text(h,
		"SELECT payload FROM audit_payload WHERE slot = %d AND seq = (SELECT MAX(seq) FROM audit)",
		slot);
}
