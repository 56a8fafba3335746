/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Undo: finds the entries of one change, asks whether anything has touched the same
 * since, and does the opposite. What is still as the change left it is compared in
 * undo_still.c. See undo.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/permission.h"
#include "domain/undo_parts.h"
#include "store/query.h"

#define ENTRIES_MAX 32 /* of one change; an edit writes four at most */

static const struct {
	const char *code;
	enum undo_kind kind;
	bool gave; /* the flag, groups or permissions; else took them */
} kinds[] = {
	{ "user_updated", UNDO_PROFILE, false },
	{ "user_activated", UNDO_ACTIVE, true },
	{ "user_deactivated", UNDO_ACTIVE, false },
	{ "groups_added", UNDO_GROUPS, true },
	{ "groups_removed", UNDO_GROUPS, false },
	{ "permissions_added", UNDO_PERMISSIONS, true },
	{ "permissions_removed", UNDO_PERMISSIONS, false },
	{ "action_undone", UNDO_NOTE, false },
};

void
dw_undone_clear(struct dw_undone *undone)
{
	if (undone == NULL)
		return;
	dw_user_clear(&undone->user);
	dw_group_clear(&undone->group);
}

/* ---- entries ------------------------------------------------------------------- */

void
undo_entry_clear(struct undo_entry *e)
{
	if (e == NULL)
		return;
	json_decref(e->about);
	json_decref(e->data);
	*e = (struct undo_entry){ 0 };
}

void
undo_entry_read(const struct dw_query *q, struct undo_entry *out)
{
	const char *code = dw_col_text(q, 2);

	*out = (struct undo_entry){
		.seq = dw_col_int(q, 0),
		.time = dw_col_int(q, 1),
		.target = dw_col_uuid(q, 3),
		.batch = dw_col_uuid(q, 4),
		.about = json_loads(dw_col_text(q, 5), 0, NULL),
		.data = json_loads(dw_col_text(q, 6), 0, NULL),
	};
	for (size_t i = 0; i < DW_COUNT(kinds); i++)
		if (strcmp(kinds[i].code, code) == 0) {
			out->kind = kinds[i].kind;
			out->gave = kinds[i].gave;
		}
	snprintf(out->code, sizeof(out->code), "%s", code);
	out->verified = strcmp(code, "email_verified_by_admin") == 0;
}

/* The entries of one change, oldest first. */
struct change {
	struct undo_entry at[ENTRIES_MAX];
	size_t n;
};

static void
change_clear(struct change *change)
{
	for (size_t i = 0; i < change->n; i++)
		undo_entry_clear(&change->at[i]);
}

bool
undo_same_call(const struct undo_entry *a, const struct undo_entry *b)
{
	return a->time == b->time && dw_uuid_equal(&a->target, &b->target);
}

enum dw_code
undo_no_such(int64_t seq, struct dw_error *err)
{
	return dw_fail(err, DW_NOT_FOUND, _("There is no change of yours with the number %lld."),
		(long long)seq);
}

/* The whole change around an entry. Somebody else's is as if it were not there. */
static enum dw_code
find_change(struct dw_work *w, int64_t seq, struct change *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	bool row, found = false;
	enum dw_code rc;

	dw_query_open(w->db, &q,
		UNDO_ENTRY_SELECT "WHERE a.seq BETWEEN ?1 AND ?2 AND a.actor_uuid = ?3 AND a.result = 'ok'"
		" AND a.time_ms = (SELECT time_ms FROM audit WHERE seq = ?4) ORDER BY a.seq");
	dw_bind_int(&q, 1, seq - ENTRIES_MAX / 2);
	dw_bind_int(&q, 2, seq + ENTRIES_MAX / 2 - 1);
	dw_bind_uuid(&q, 3, &w->operator->uuid);
	dw_bind_int(&q, 4, seq);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		struct undo_entry *next = &out->at[out->n];
		const struct undo_entry *last = out->n > 0 ? next - 1 : NULL;

		undo_entry_read(&q, next);
		if (last != NULL && (next->seq != last->seq + 1 || !undo_same_call(last, next))) {
			struct undo_entry first = *next;

			if (found) {
				undo_entry_clear(next);
				break;
			}
			change_clear(out);
			out->at[0] = first;
			out->n = 0;
		}
		found = found || out->at[out->n].seq == seq;
		out->n++;
	}
	return rc == DW_OK && !found ? undo_no_such(seq, err) : rc;
}

/* ---- may it be? ---------------------------------------------------------------- */

static enum dw_code
not_undone_yet(struct dw_work *w, const struct undo_entry *of, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	int64_t seq = of->seq;
	enum dw_code rc;
	bool row;

	/* By target, or each of a large batch would look at all the others. */
	dw_query_open(w->db, &q, UNDO_ENTRY_SELECT
		"WHERE +a.action_code = 'action_undone' AND a.target_uuid = ?2 AND a.seq > ?1");
	dw_bind_int(&q, 1, seq);
	dw_bind_uuid(&q, 2, &of->target);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		struct undo_entry e;
		int64_t undone;

		undo_entry_read(&q, &e);
		undone = json_integer_value(json_object_get(e.data, "undone"));
		undo_entry_clear(&e);
		if (undone == seq)
			return dw_fail(err, DW_STATE, _("This has been undone already, see entry %lld."),
				(long long)dw_col_int(&q, 0));
	}
	return rc;
}

/* Is every entry of a kind that has an opposite, with what it was still there? */
static enum dw_code
can_be_read(const struct change *change, struct dw_error *err)
{
	for (size_t i = 0; i < change->n; i++) {
		const struct undo_entry *e = &change->at[i];
		const json_t *what = e->kind == UNDO_PROFILE ? json_object_get(e->about, "changes") :
			undo_names(e);

		if (e->kind == UNDO_NONE)
			return dw_fail(err, DW_STATE,
				_("This change cannot be undone. Only profiles, the active flag, memberships and "
				  "permissions can."));
		if (e->kind != UNDO_NOTE && e->kind != UNDO_ACTIVE && what == NULL)
			return dw_fail(err, DW_STATE,
				_("What it was before has been erased, so it cannot be put back."));
	}
	return DW_OK;
}

/* Only for its name in a refusal, which comes anyway. */
static void
load_name(struct dw_work *w, const struct undo_entry *e, struct dw_undone *out)
{
	if (!dw_uuid_is_none(&e->target) &&
		dw_user_by_uuid(w->db, &e->target, &out->user, NULL) == DW_OK &&
		out->user.lifecycle == DW_ERASED)
		dw_user_clear(&out->user);
}

static enum dw_code
load_group(struct dw_work *w, const struct undo_entry *e, struct dw_undone *out,
	struct dw_error *err)
{
	const char *id = json_string_value(json_object_get(e->data, "group_id"));
	enum dw_code rc = id != NULL ? dw_group_find(w->db, id, &out->group, NULL) : DW_NOT_FOUND;

	if (rc == DW_NOT_FOUND)
		return dw_fail(err, DW_STATE, _("The group is not there any more."));
	return rc != DW_OK ? dw_fail(err, rc, _("The group cannot be read.")) : DW_OK;
}

/* What has been erased or is about to be is left alone. */
static enum dw_code
load_target(struct dw_work *w, const struct undo_entry *e, struct dw_undone *out,
	struct dw_error *err)
{
	enum dw_code rc;

	if (dw_uuid_is_none(&e->target))
		return load_group(w, e, out, err);
	rc = dw_user_by_uuid(w->db, &e->target, &out->user, err);
	if (rc == DW_NOT_FOUND || (rc == DW_OK && out->user.lifecycle == DW_ERASED))
		return dw_fail(err, DW_STATE,
			_("This user has been erased, so there is nothing to put back."));
	if (rc == DW_OK && out->user.lifecycle != DW_KEPT)
		return dw_fail(err, DW_STATE,
			_("%s is waiting for deletion and frozen. Restore the user first."),
			out->user.username);
	return rc;
}

/* ---- the opposite -------------------------------------------------------------- */

static const char *
text_before(json_t *changes, const char *name)
{
	return json_string_value(json_array_get(json_object_get(changes, name), 0));
}

static int
flag_before(json_t *changes, const char *name)
{
	json_t *pair = json_object_get(changes, name);

	return pair == NULL ? -1 : json_is_true(json_array_get(pair, 0));
}

/* -1 where it was not changed; 0 was never. */
static int64_t
time_before(json_t *changes, const char *name)
{
	const char *text = text_before(changes, name);
	int64_t time = -1;

	if (json_object_get(changes, name) == NULL)
		return -1;
	if (text == NULL || dw_time_parse(text, 0, &time, NULL) != DW_OK)
		return 0;
	return time;
}

static enum dw_code
restore_profile(struct dw_work *w, const struct dw_user *user, const struct undo_entry *e,
	bool *changed, struct dw_error *err)
{
	json_t *changes = json_object_get(e->about, "changes");
	const char *uid = text_before(changes, "unix_uid");
	struct dw_user_edit edit = {
		.username = text_before(changes, "username"),
		.first_name = text_before(changes, "first_name"),
		.last_name = text_before(changes, "last_name"),
		.profile_name = text_before(changes, "profile_name"),
		.email = text_before(changes, "email"),
		.phone = text_before(changes, "phone"),
		.active = -1,
		.staff = flag_before(changes, "staff"),
		.verified = flag_before(changes, "email_verified"),
		.valid_from = time_before(changes, "valid_from"),
		.valid_until = time_before(changes, "valid_until"),
		.unix_uid = uid == NULL ? -1 : uid[0] == '\0' ? -2 : strtoll(uid, NULL, 10),
	};

	/* The mark did not change with the address, so the address before had it too. */
	if (edit.email != NULL && edit.email[0] != '\0' && edit.verified < 0 &&
		user->email_verified_at != 0)
		edit.verified = 1;
	return dw_user_edit(w, user, &edit, 0, changed, err);
}

/* All memberships with or without those of the entry, so that one entry tells of all. */
static enum dw_code
restore_groups(struct dw_work *w, const struct dw_user *user, const struct undo_entry *e,
	bool *changed, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_JSON wanted = json_array();
	DW_AUTO_FREE const char **names = NULL;
	json_t *name;
	enum dw_code rc;
	size_t i;
	bool row;

	dw_query_open(w->db, &q,
		"SELECT g.name FROM membership AS m JOIN user_group AS g ON g.id = m.group_id"
		" WHERE m.user_id = ?1 AND m.kind = 0");
	dw_bind_int(&q, 1, user->id);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		if (!e->gave || !dw_names_have(undo_names(e), dw_col_text(&q, 0)))
			json_array_append_new(wanted, json_string(dw_col_text(&q, 0)));
	if (rc != DW_OK)
		return rc;
	if (!e->gave)
		json_array_extend(wanted, undo_names(e));
	names = dw_calloc(json_array_size(wanted) + 1, sizeof(*names));
	json_array_foreach(wanted, i, name)
		names[i] = json_string_value(name);
	return dw_group_set(w, user, names, json_array_size(wanted), changed, err);
}

static enum dw_code
restore_permissions(struct dw_work *w, const struct dw_undone *target, const struct undo_entry *e,
	bool *changed, struct dw_error *err)
{
	const struct dw_user *user = target->user.id != 0 ? &target->user : NULL;
	const struct dw_group *group = user == NULL ? &target->group : NULL;
	size_t n = json_array_size(undo_names(e));
	DW_AUTO_FREE const char **names = dw_calloc(n + 1, sizeof(*names));

	for (size_t i = 0; i < n; i++)
		names[i] = json_string_value(json_array_get(undo_names(e), i));
	return e->gave ? dw_permission_revoke(w, user, group, names, n, changed, err) :
		dw_permission_grant(w, user, group, names, n, changed, err);
}

static enum dw_code
restore(struct dw_work *w, const struct dw_undone *target, const struct undo_entry *e,
	struct dw_error *err)
{
	bool changed = false;
	enum dw_code rc = DW_BUG;

	switch (e->kind) {
	case UNDO_NONE:
	case UNDO_NOTE:
		return DW_OK;
	case UNDO_PROFILE:
		rc = restore_profile(w, &target->user, e, &changed, err);
		break;
	case UNDO_ACTIVE:
		changed = true;
		rc = e->gave ? dw_user_deactivate(w, &target->user, err) :
			dw_user_activate(w, &target->user, err);
		break;
	case UNDO_GROUPS:
		rc = restore_groups(w, &target->user, e, &changed, err);
		break;
	case UNDO_PERMISSIONS:
		rc = restore_permissions(w, target, e, &changed, err);
		break;
	}
	if (rc == DW_OK && !changed)
		return dw_fail(err, DW_CONFLICT,
			_("It is as it was before already, so there is nothing to undo."));
	return rc;
}

static enum dw_code
note(struct dw_work *w, const struct dw_undone *target, int64_t seq, struct dw_error *err)
{
	DW_AUTO_JSON data = json_pack("{s:I}", "undone", (json_int_t)seq);
	struct dw_audit_entry entry = { .action = "action_undone", .data = data };

	if (target->user.id != 0) {
		entry.target = target->user.uuid;
		entry.target_name = target->user.username;
	}
	return dw_audit_append(w, &entry, err);
}

/* The opposite of each entry, the newest first; each finds the user as the one before left it. */
static enum dw_code
restore_all(struct dw_work *w, const struct change *change, struct dw_undone *target,
	struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	for (size_t i = change->n; rc == DW_OK && i > 0; i--) {
		if ((rc = restore(w, target, &change->at[i - 1], err)) != DW_OK || target->user.id == 0)
			continue;
		dw_user_clear(&target->user);
		rc = dw_user_by_uuid(w->db, &change->at[0].target, &target->user, err);
	}
	for (size_t i = 0; rc == DW_OK && i < change->n; i++)
		if (change->at[i].kind != UNDO_NOTE)
			rc = note(w, target, change->at[i].seq, err);
	return rc;
}

/* Did the same command do more than this? */
static enum dw_code
had_others(struct dw_work *w, const struct change *change, bool *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	int64_t any = 0;
	enum dw_code rc;

	if (dw_uuid_is_none(&change->at[0].batch))
		return DW_OK;
	dw_query_open(w->db, &q, "SELECT EXISTS (SELECT 1 FROM audit WHERE batch = ?1 AND batch <> x''"
		" AND target_uuid <> ?2)");
	dw_bind_uuid(&q, 1, &change->at[0].batch);
	dw_bind_uuid(&q, 2, &change->at[0].target);
	rc = dw_query_int(&q, 0, &any, err);
	*out = any != 0;
	return rc;
}

/* Finds the change, and what stands in its way. */
static enum dw_code
may_undo(struct dw_work *w, int64_t seq, struct change *change, struct dw_undone *out,
	struct dw_error *err)
{
	enum dw_code rc;

	if (seq < 1)
		return undo_no_such(seq, err);
	if ((rc = find_change(w, seq, change, err)) != DW_OK ||
		(rc = had_others(w, change, &out->batch, err)) != DW_OK)
		return rc;
	out->seq = change->at[0].seq;
	out->time = change->at[0].time;
	snprintf(out->code, sizeof(out->code), "%s", change->at[0].code);
	if ((rc = can_be_read(change, err)) != DW_OK) {
		load_name(w, &change->at[0], out);
		return rc;
	}
	if ((rc = load_target(w, &change->at[0], out, err)) != DW_OK)
		return rc;
	for (size_t i = 0; rc == DW_OK && i < change->n; i++)
		if (change->at[i].kind != UNDO_NOTE)
			rc = not_undone_yet(w, &change->at[i], err);
	for (size_t i = 0; rc == DW_OK && i < change->n; i++)
		rc = undo_still_there(w, out, &change->at[i], change->at[change->n - 1].seq, err);
	return rc;
}

enum dw_code
dw_undo_may(struct dw_work *w, int64_t seq, struct dw_undone *out, struct dw_error *err)
{
	DW_AUTO(change) change = { 0 };

	return may_undo(w, seq, &change, out, err);
}

enum dw_code
dw_undo(struct dw_work *w, int64_t seq, struct dw_undone *out, struct dw_error *err)
{
	DW_AUTO(change) change = { 0 };
	enum dw_code rc = may_undo(w, seq, &change, out, err);

	return rc == DW_OK ? restore_all(w, &change, out, err) : rc;
}
