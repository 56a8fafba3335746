/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the operators of the household did lately: a few changes through the same rules
 * and with the same audit entries as in real life, so that histories are not empty.
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "domain/audit.h"
#include "domain/credential.h"
#include "domain/demo_parts.h"
#include "domain/group.h"
#include "domain/permission.h"
#include "domain/session.h"

struct scene {
	struct dw_demo *demo;
	struct dw_operator operator;
	struct dw_origin origin;
	struct dw_work work;
};

/* Somebody sits down at a terminal. */
static enum dw_code
enter(struct scene *s, const char *username, const char *address, struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	struct dw_work *w = s->demo->w;
	enum dw_code rc;

	if ((rc = dw_user_find(w->db, username, &user, err)) != DW_OK ||
		(rc = dw_rights_load(w->db, user.id, w->now, &s->operator.rights, err)) != DW_OK)
		return rc;
	s->operator.id = user.id;
	s->operator.uuid = user.uuid;
	snprintf(s->operator.username, sizeof(s->operator.username), "%s", user.username);
	s->origin = (struct dw_origin){ .kind = "ssh", .terminal = "/dev/pts/3", .uid = -1 };
	snprintf(s->origin.address, sizeof(s->origin.address), "%s", address);
	snprintf(s->origin.account, sizeof(s->origin.account), "%s", username);
	s->work = *w;
	s->work.operator = &s->operator;
	s->work.origin = &s->origin;
	return DW_OK;
}

/* What was written counts for the whole. */
static void
leave(struct scene *s)
{
	struct dw_work *w = s->demo->w;

	w->topics |= s->work.topics;
	w->entries = s->work.entries;
	w->last_seq = s->work.last_seq;
}

static enum dw_code
edit(struct scene *s, const char *username, const struct dw_user_edit *values, struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	enum dw_code rc = dw_user_find(s->work.db, username, &user, err);
	bool changed;

	return rc == DW_OK ? dw_user_edit(&s->work, &user, values, 0, &changed, err) : rc;
}

static enum dw_code
join(struct scene *s, const char *username, const char *name, bool leaves, struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	DW_AUTO(dw_group) group = { 0 };
	enum dw_code rc;
	bool changed;

	if ((rc = dw_user_find(s->work.db, username, &user, err)) != DW_OK ||
		(rc = dw_group_find(s->work.db, name, &group, err)) != DW_OK)
		return rc;
	return leaves ? dw_group_remove(&s->work, &group, &user, &changed, err)
		      : dw_group_add(&s->work, &group, &user, &changed, err);
}

/* A refusal as the pipeline notes it. */
static enum dw_code
refuse(struct scene *s, const char *username, const char *reason, const char *action,
	struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	enum dw_code rc = dw_user_find(s->work.db, username, &user, err);
	json_t *data;

	if (rc != DW_OK)
		return rc;
	data = json_pack("{s:s}", "action", action);
	rc = dw_audit_append(&s->work,
		&(struct dw_audit_entry){
			.action = "action_refused",
			.result = "refused",
			.reason = reason,
			.target = user.uuid,
			.target_name = user.username,
			.data = data,
		}, err);
	json_decref(data);
	return rc;
}

/* Ursula hires one more, corrects and verifies. */
static enum dw_code
ursula(struct scene *s, struct dw_error *err)
{
	struct dw_user_edit hired = DW_USER_EDIT_NONE, moved = DW_USER_EDIT_NONE,
		typo = DW_USER_EDIT_NONE;
	DW_AUTO(dw_user) user = { 0 };
	enum dw_code rc;
	int64_t id;

	hired.username = "nbauer";
	hired.first_name = "Nele";
	hired.last_name = "Bauer";
	hired.email = "nele.bauer@example.org";
	moved.phone = "+1 202 555 0188";
	moved.profile_name = "Anna S.";
	typo.last_name = "Quinn-Byrne";
	if ((rc = enter(s, "ursula", "192.0.2.30", err)) != DW_OK ||
		(rc = dw_user_create(&s->work, &hired, &id, err)) != DW_OK ||
		(rc = join(s, "nbauer", "Everyone", false, err)) != DW_OK ||
		(rc = join(s, "nbauer", "Interns", false, err)) != DW_OK ||
		(rc = edit(s, "asmith", &moved, err)) != DW_OK ||
		(rc = edit(s, "kquinn", &typo, err)) != DW_OK ||
		(rc = dw_user_find(s->work.db, "kabebe", &user, err)) != DW_OK ||
		(rc = dw_user_verify_email(&s->work, &user, err)) != DW_OK)
		return rc;
	leave(s);
	return DW_OK;
}

/* Ada gives and takes, sets a password, and lets somebody back in. */
static enum dw_code
ada(struct scene *s, struct dw_error *err)
{
	static const char *const given[] = { "queries.share_query", "snapshots.restore_snapshot" };
	struct dw_password_hash hash = { .pepper_id = 0 };
	DW_AUTO(dw_user) fox = { 0 };
	DW_AUTO(dw_user) larsen = { 0 };
	DW_AUTO(dw_user) back = { 0 };
	enum dw_code rc;
	bool changed;

	snprintf(hash.text, sizeof(hash.text), "%s", s->demo->password);
	if ((rc = enter(s, "ada", "2001:db8:42::7", err)) != DW_OK ||
		(rc = join(s, "cjones", "On-call", false, err)) != DW_OK ||
		(rc = join(s, "dpatel", "Operations", false, err)) != DW_OK ||
		(rc = join(s, "dpatel", "Operations", true, err)) != DW_OK ||
		(rc = dw_user_find(s->work.db, "jfox", &fox, err)) != DW_OK ||
		(rc = dw_permission_grant(&s->work, &fox, NULL, given, DW_COUNT(given), &changed, err)) !=
			DW_OK ||
		(rc = dw_permission_revoke(&s->work, &fox, NULL, given + 1, 1, &changed, err)) != DW_OK ||
		(rc = dw_password_set(&s->work, &fox, &hash, true, err)) != DW_OK ||
		(rc = dw_user_find(s->work.db, "dlarsen", &larsen, err)) != DW_OK ||
		(rc = dw_user_deactivate(&s->work, &larsen, err)) != DW_OK ||
		(rc = dw_user_find(s->work.db, "dlarsen", &back, err)) != DW_OK ||
		(rc = dw_user_activate(&s->work, &back, err)) != DW_OK ||
		(rc = refuse(s, "ada", "own_account", "user.deactivate", err)) != DW_OK)
		return rc;
	leave(s);
	return DW_OK;
}

/* Henry helps on the phone, and is stopped where he may not. */
static enum dw_code
henry(struct scene *s, struct dw_error *err)
{
	DW_AUTO(dw_user) obrien = { 0 };
	int64_t ended;
	enum dw_code rc;

	if ((rc = enter(s, "henry", "198.51.100.4", err)) != DW_OK ||
		(rc = dw_user_find(s->work.db, "obrien", &obrien, err)) != DW_OK ||
		(rc = dw_session_end_all(&s->work, &obrien, &ended, err)) != DW_OK ||
		(rc = refuse(s, "gokafor", "not_subset", "user.verify-email", err)) != DW_OK ||
		(rc = refuse(s, "bsmith", "not_permitted", "user.set-password", err)) != DW_OK)
		return rc;
	leave(s);
	return DW_OK;
}

enum dw_code
dw_demo_history(struct dw_demo *demo, struct dw_error *err)
{
	struct scene scene = { .demo = demo };
	enum dw_code rc;

	if ((rc = ursula(&scene, err)) != DW_OK || (rc = ada(&scene, err)) != DW_OK ||
		(rc = henry(&scene, err)) != DW_OK)
		return rc;
	return dw_demo_tick(demo, err);
}
