/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pipeline. Its order is the whole point: everything that may refuse is asked
 * before slow work and asked again inside the write transaction, where nothing can
 * change any more. It knows no single action. See invoke.h.
 */
#include <stdlib.h>
#include <string.h>

#include "action/invoke.h"
#include "action/result.h"
#include "base/clock.h"
#include "base/intl.h"
#include "domain/audit.h"
#include "store/query.h"

#define READ_BLOCK 25         /* reads are booked in blocks of this many */
#define REFUSALS_NOTED 20     /* throttled refusals of one operator written a minute */

static void
target_clear(struct dw_target *target)
{
	dw_user_clear(&target->user);
	dw_group_clear(&target->group);
	dw_session_clear(&target->session);
	target->kind = DW_KIND_NONE;
}

void
dw_call_clear(struct dw_call *call)
{
	if (call == NULL)
		return;
	target_clear(&call->target);
	if (call->prepared_free != NULL)
		call->prepared_free(call->prepared);
	call->prepared = NULL;
	call->prepared_free = NULL;
	dw_secret_clear(&call->secret);
	dw_replace(&call->item, NULL);
	dw_replace(&call->said, NULL);
	dw_replace(&call->note, NULL);
	dw_replace(&call->effects, NULL);
	dw_replace(&call->subject, NULL);
}

/* Jobs and the owner of the file act with all rights and under a name of their own. */
static const struct dw_operator *
acting(struct dw_call *call)
{
	static struct dw_operator owner = { .username = "system:owner" };

	if (call->action->authority != DW_BY_OWNER)
		return &call->app->operator;
	owner.rights = dw_rights_all();
	return &owner;
}

static void
begin_work(struct dw_call *call)
{
	call->work = (struct dw_work){
		.db = call->app->db,
		.conf = call->app->conf,
		.operator = acting(call),
		.origin = &call->app->caller.origin,
		.batch = call->batch,
		.now = dw_now(),
	};
}

/* ---- the target --------------------------------------------------------------- */

const char *
dw_call_reference(const struct dw_call *call)
{
	int index = dw_param_target(call->action);
	const struct dw_arg *arg;

	if (call->target_ref != NULL || index < 0)
		return call->target_ref;
	arg = &call->args->at[index];
	if (!arg->given)
		return NULL;
	return arg->n_items > 0 ? arg->items[0] : arg->text;
}

static enum dw_code
load_target(struct dw_call *call, struct dw_error *err)
{
	const char *reference = dw_call_reference(call);
	struct dw_target *t = &call->target;
	struct dw_db *db = call->app->db;
	enum dw_code rc = DW_OK;

	target_clear(t);
	call->label = "";
	if (reference == NULL)
		return DW_OK;
	switch (call->action->target) {
	case DW_KIND_USER:
		rc = dw_user_find_for(&call->work, reference, &t->user, err);
		call->label = t->user.username;
		break;
	case DW_KIND_GROUP:
		rc = dw_group_find(db, reference, &t->group, err);
		call->label = t->group.name;
		break;
	case DW_KIND_SESSION:
		if ((rc = dw_session_find(db, reference, &t->session, err)) == DW_OK)
			rc = dw_user_by_id(db, t->session.user_id, &t->user, err);
		call->label = t->user.username;
		break;
	case DW_KIND_PERMISSION:
	case DW_KIND_NONE:
		return DW_OK;
	}
	if (rc == DW_OK) {
		t->kind = call->action->target;
		dw_replace(&call->subject, dw_strdup(call->label));
	}
	return rc;
}

/* ---- may it be done? ----------------------------------------------------------- */

static enum dw_code
check(struct dw_call *call, struct dw_error *err)
{
	const struct dw_action *action = call->action;
	enum dw_code rc;

	if (call->app->caller.read_only && action->effect == DW_WRITE)
		return dw_fail(err, DW_NOT_PERMITTED,
			_("This is read-only: nothing can be changed here (--read-only)."));
	if (action->authority == DW_BY_OPERATORS &&
		(rc = dw_rights_require(&call->work.operator->rights, action->needs, err)) != DW_OK)
		return rc;
	if (action->scope != DW_SCOPE_STORE)
		return DW_OK;
	if ((rc = load_target(call, err)) != DW_OK)
		return rc;
	if ((call->target.kind == DW_KIND_USER || call->target.kind == DW_KIND_SESSION) &&
		(rc = dw_rights_over(&call->work, call->target.user.id, action->rule, err)) != DW_OK)
		return rc;
	return action->ready != NULL ? action->ready(call, err) : DW_OK;
}

enum dw_code
dw_may(struct dw_call *call, struct dw_error *err)
{
	if (dw_args_storeless(call->args))
		return DW_OK;
	begin_work(call);
	return check(call, err);
}

enum dw_code
dw_judge(struct dw_call *call, struct dw_error *err)
{
	enum dw_code rc = dw_may(call, err);

	if (rc != DW_OK || call->action->prepare == NULL)
		return rc;
	return call->action->prepare(call, err);
}

/* A dry run shows what a read shows and changes nothing, so it counts as one. */
static enum dw_throttle
kind_of(const struct dw_call *call)
{
	return call->action->effect == DW_WRITE && (call->flags & DW_CALL_DRY_RUN) != 0 &&
		call->action->throttle != DW_THROTTLE_NONE ? DW_THROTTLE_READ : call->action->throttle;
}

/* One of many was counted, or is paced, by whoever runs the batch. */
static int64_t
units(const struct dw_call *call)
{
	if ((call->flags & (DW_CALL_UNCOUNTED | DW_CALL_BATCH)) != 0)
		return 0;
	return call->action->throttle == DW_THROTTLE_NONE ? 0 : 1;
}

/* ---- refusals ------------------------------------------------------------------- */

bool
dw_is_refusal(enum dw_code code)
{
	return code == DW_NOT_PERMITTED || code == DW_NOT_SUBSET || code == DW_OWN_ACCOUNT ||
		code == DW_LAST_ADMIN || code == DW_THROTTLED;
}

/* A script that hammers must not fill the disk with its own refusals. */
static bool
noted_enough(struct dw_work *w)
{
	int64_t count = 0;

	dw_audit_refusals(w->db, &w->operator->uuid, w->now - DW_MINUTE, dw_code_name(DW_THROTTLED),
		&count, NULL);
	return count >= REFUSALS_NOTED;
}

/* Written after the rollback, in a transaction of its own, or it would go with it. */
void
dw_note_refusal(struct dw_call *call, enum dw_code code)
{
	DW_AUTO(dw_txn) txn = { 0 };
	struct dw_work *w = &call->work;
	struct dw_audit_entry entry = { .action = "action_refused", .result = "refused" };

	if (!dw_is_refusal(code) || (call->flags & DW_CALL_DRY_RUN) != 0 || call->app->db == NULL ||
		call->app->caller.read_only)
		return;
	w->topics = 0;
	if (call->target.kind == DW_KIND_NONE)
		load_target(call, NULL);
	if (dw_txn_begin(call->app->db, &txn, NULL) != DW_OK)
		return;
	/* A batch of targets that may not be touched is many refusals in one command. */
	if (units(call) > 0 && dw_throttle_look(w->db, w->conf, w->operator->id,
			call->action->throttle, units(call), w->now, NULL, NULL) == DW_THROTTLED)
		code = DW_THROTTLED;
	if (code == DW_THROTTLED && noted_enough(w))
		return;
	entry.reason = dw_code_name(code);
	if (call->target.kind == DW_KIND_USER || call->target.kind == DW_KIND_SESSION) {
		entry.target = call->target.user.uuid;
		entry.target_name = call->target.user.username;
	}
	entry.data = json_pack("{s:s}", "action", call->action->name);
	if (call->target.kind == DW_KIND_GROUP)
		json_object_set_new(entry.data, "group", json_string(call->target.group.name));
	if (dw_audit_append(w, &entry, NULL) == DW_OK &&
		(code == DW_THROTTLED ||
			dw_throttle_book(w->db, w->conf, w->operator->id, call->action->throttle, units(call),
				w->now, NULL) == DW_OK) &&
		dw_topics_bump(w, NULL) == DW_OK)
		dw_txn_commit(&txn, NULL);
	json_decref(entry.data);
	call->seq = w->last_seq;
}

/* ---- reading -------------------------------------------------------------------- */

/* Best effort: a reader of a store that cannot be written is not kept from reading. */
static void
book_reads(struct dw_app *app)
{
	DW_AUTO(dw_txn) txn = { 0 };

	if (app->reads_pending == 0 || app->db == NULL || app->operator.id == 0)
		return;
	if (!app->caller.read_only && dw_txn_begin(app->db, &txn, NULL) == DW_OK &&
		dw_throttle_book(app->db, app->conf, app->operator.id, DW_THROTTLE_READ,
			app->reads_pending, dw_now(), NULL) == DW_OK)
		dw_txn_commit(&txn, NULL);
	app->reads_pending = 0;
}

static enum dw_code
look_at_throttle(struct dw_call *call, struct dw_error *err)
{
	struct dw_app *app = call->app;
	int64_t n = units(call);
	enum dw_code rc;

	if (n == 0 || app->operator.id == 0)
		return DW_OK;
	if (kind_of(call) == DW_THROTTLE_READ)
		n += app->reads_pending;
	rc = dw_throttle_look(app->db, app->conf, app->operator.id, kind_of(call), n,
		call->work.now, NULL, err);
	/* What is pending has no time of its own: only once booked it can grow old. */
	if (rc == DW_THROTTLED && kind_of(call) == DW_THROTTLE_READ)
		book_reads(app);
	return rc;
}

enum dw_code
dw_invoke_room(struct dw_call *call, struct dw_error *err)
{
	begin_work(call);
	return look_at_throttle(call, err);
}

static void
count_read(struct dw_call *call)
{
	if (kind_of(call) != DW_THROTTLE_READ)
		return;
	call->app->reads_pending += units(call);
	if (call->app->reads_pending >= READ_BLOCK)
		book_reads(call->app);
}

void
dw_app_clear(struct dw_app *app)
{
	if (app == NULL)
		return;
	book_reads(app);
	dw_db_close(app->db);
	free(app->realm);
	dw_replace(&app->keys_folder, NULL);
	app->db = NULL;
	app->realm = NULL;
}

static enum dw_code
read_action(struct dw_call *call, struct dw_error *err)
{
	enum dw_code rc = call->action->run(call, err);

	if (rc == DW_OK)
		count_read(call);
	return rc;
}

/* ---- writing -------------------------------------------------------------------- */

/* The operator's rights as they are inside this transaction. */
static enum dw_code
rights_again(struct dw_call *call, struct dw_error *err)
{
	struct dw_app *app = call->app;

	if (call->action->authority == DW_BY_OWNER)
		return DW_OK;
	return dw_rights_load(app->db, app->operator.id, call->work.now, &app->operator.rights, err);
}

static enum dw_code
write_in_txn(struct dw_call *call, struct dw_error *err)
{
	struct dw_app *app = call->app;
	struct dw_work *w = &call->work;
	enum dw_code rc;

	if (((call->flags & DW_CALL_DRY_RUN) == 0 &&
			(rc = dw_throttle_take(app->db, app->conf, w->operator->id, call->action->throttle,
				units(call), w->now, err)) != DW_OK) ||
		(rc = rights_again(call, err)) != DW_OK || (rc = check(call, err)) != DW_OK ||
		(rc = call->action->run(call, err)) != DW_OK ||
		(rc = dw_result_collect(call, err)) != DW_OK)
		return rc;
	/* The rule of the house: no change without its entry. */
	if (call->changed && w->entries == 0)
		return dw_fail(err, DW_BUG, _("%s changed something without an audit entry."),
			call->action->name);
	return dw_topics_bump(w, err);
}

static enum dw_code
write_action(struct dw_call *call, struct dw_error *err)
{
	DW_AUTO(dw_txn) txn = { 0 };
	enum dw_code rc;

	if (call->action->scope != DW_SCOPE_STORE)
		return call->action->run(call, err);
	if ((rc = dw_txn_begin(call->app->db, &txn, err)) != DW_OK)
		return rc;
	call->work.now = dw_now();
	if ((rc = write_in_txn(call, err)) != DW_OK)
		return rc;
	if ((call->flags & DW_CALL_DRY_RUN) != 0)
		return DW_OK; /* the transaction rolls back at scope end */
	return dw_txn_commit(&txn, err);
}

static enum dw_code
check_and_do(struct dw_call *call, struct dw_error *err)
{
	enum dw_code rc;

	/* What a dry run answers is worth a read, whatever the answer. */
	if (call->action->effect == DW_WRITE && (call->flags & DW_CALL_DRY_RUN) != 0)
		count_read(call);
	if ((rc = check(call, err)) != DW_OK ||
		(call->action->prepare != NULL && (rc = call->action->prepare(call, err)) != DW_OK))
		return rc;
	return call->action->effect == DW_READ ? read_action(call, err) : write_action(call, err);
}

enum dw_code
dw_invoke(struct dw_call *call, struct dw_error *err)
{
	struct dw_error mine = { 0 };
	enum dw_code rc;

	if (dw_args_storeless(call->args))
		return call->action->run(call, err);
	begin_work(call);
	if ((rc = dw_args_complete(call->args, &mine)) == DW_OK &&
		(rc = look_at_throttle(call, &mine)) == DW_OK)
		rc = check_and_do(call, &mine);
	if (rc == DW_OK) {
		call->seq = (call->flags & DW_CALL_DRY_RUN) == 0 ? call->work.last_seq : 0;
		if (call->action->after != NULL)
			return call->action->after(call, err);
		return DW_OK;
	}
	dw_note_refusal(call, rc);
	if (err != NULL)
		*err = mine;
	return rc;
}
