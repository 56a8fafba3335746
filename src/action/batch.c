/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One action on many targets. See batch.h.
 */
#include <stdlib.h>

#include "action/batch.h"
#include "base/clock.h"

void
dw_targets_clear(struct dw_targets *targets)
{
	if (targets == NULL)
		return;
	for (size_t i = 0; i < targets->n; i++)
		free(targets->refs[i]);
	free(targets->refs);
	free(targets->note);
	*targets = (struct dw_targets){ 0 };
}

void
dw_targets_add(struct dw_targets *targets, const char *reference)
{
	/* May be very many: the room is doubled. */
	if ((targets->n & (targets->n + 1)) == 0)
		targets->refs = dw_realloc(targets->refs, 2 * targets->n + 2, sizeof(*targets->refs));
	targets->refs[targets->n++] = dw_strdup(reference);
}

enum dw_code
dw_targets_find(struct dw_app *app, const struct dw_action *action, struct dw_args *args,
	struct dw_targets *out, struct dw_error *err)
{
	int index = dw_param_target(action);
	const struct dw_arg *arg = index >= 0 ? &args->at[index] : NULL;
	DW_AUTO(dw_call) call = { .action = action, .app = app, .args = args };
	enum dw_code rc;

	for (size_t i = 0; arg != NULL && i < arg->n_items; i++)
		dw_targets_add(out, arg->items[i]);
	if (arg != NULL && arg->n_items == 0 && arg->given)
		dw_targets_add(out, arg->text);
	if (out->n > 0 || action->find == NULL)
		return DW_OK;
	out->found = true;
	if ((rc = dw_may(&call, err)) != DW_OK)
		return rc;
	return action->find(&call, out, err);
}

void
dw_batch_init(struct dw_batch *batch, struct dw_app *app, const struct dw_action *action,
	struct dw_args *args, const char *const *references, size_t n, unsigned flags)
{
	*batch = (struct dw_batch){
		.app = app,
		.action = action,
		.args = args,
		.flags = flags,
		.n = n > 0 ? n : 1,
	};
	batch->items = dw_calloc(batch->n, sizeof(*batch->items));
	for (size_t i = 0; i < n; i++)
		batch->items[i].reference = references[i];
	if (n > 1)
		batch->id = dw_uuid_new();
}

void
dw_batch_clear(struct dw_batch *batch)
{
	if (batch == NULL)
		return;
	for (size_t i = 0; i < batch->n; i++) {
		struct dw_batch_item *item = &batch->items[i];

		free(item->err);
		free(item->label);
		free(item->item);
		free(item->said);
		free(item->note);
		free(item->effects);
	}
	free(batch->items);
	dw_secret_clear(&batch->secret);
	*batch = (struct dw_batch){ 0 };
}

static struct dw_call
call_for(const struct dw_batch *batch, const struct dw_batch_item *item)
{
	return (struct dw_call){
		.action = batch->action,
		.app = batch->app,
		.args = batch->args,
		.flags = batch->flags,
		.batch = batch->id,
		.target_ref = item->reference,
		.sink = batch->sink,
		.faults = batch->faults,
		.progress = batch->progress,
		.progress_arg = batch->progress_arg,
	};
}

static void
keep_error(struct dw_batch_item *item, enum dw_batch_state state, const struct dw_error *err)
{
	item->state = state;
	free(item->err);
	item->err = dw_calloc(1, sizeof(*item->err));
	*item->err = *err;
}

/* It is as it was wanted: that is said, and is no failure. */
static void
keep_needless(struct dw_batch *batch, struct dw_batch_item *item, const struct dw_error *err)
{
	item->state = DW_BATCH_UNCHANGED;
	dw_replace(&item->note, dw_strdup(err->message));
	batch->needless++;
}

/* May it be done, or with `tries` also: what would it do? The first try counts for all. */
static enum dw_code
look(const struct dw_batch *batch, struct dw_batch_item *item, struct dw_call *call,
	struct dw_error *err)
{
	enum dw_code rc;

	if (!batch->tries)
		return dw_may(call, err);
	call->flags = batch->flags | DW_CALL_DRY_RUN | DW_CALL_EFFECTS |
		(item != &batch->items[0] ? DW_CALL_UNCOUNTED : 0U);
	call->sink = NULL;
	if ((rc = dw_invoke(call, err)) != DW_OK)
		return rc;
	dw_replace(&item->effects, dw_steal(&call->effects));
	dw_replace(&item->note, dw_steal(&call->note));
	dw_replace(&item->item, dw_steal(&call->item));
	return DW_OK;
}

bool
dw_batch_check(struct dw_batch *batch)
{
	struct dw_batch_item *item = &batch->items[batch->checked];
	struct dw_error err = { 0 };
	struct dw_call call;

	if (batch->checked == batch->n)
		return false;
	call = call_for(batch, item);
	if (look(batch, item, &call, &err) == DW_OK) {
		item->state = DW_BATCH_READY;
	} else if (batch->if_needed && err.so_already) {
		keep_needless(batch, item, &err);
	} else {
		keep_error(item, DW_BATCH_SKIPPED, &err);
		batch->skipped++;
	}
	dw_replace(&item->label, dw_strdup(call.label != NULL ? call.label : ""));
	dw_call_clear(&call);
	batch->checked++;
	return true;
}

void
dw_batch_note_refusals(struct dw_batch *batch)
{
	for (size_t i = 0; i < batch->checked; i++) {
		struct dw_batch_item *item = &batch->items[i];
		struct dw_call call = call_for(batch, item);

		if (item->state != DW_BATCH_SKIPPED || !dw_is_refusal(item->err->code))
			continue;
		/* Again, because the entry names the target, which is loaded on the way. */
		if (look(batch, item, &call, NULL) != DW_OK) {
			call.flags = batch->flags;
			dw_note_refusal(&call, item->err->code);
		}
		dw_call_clear(&call);
	}
}

/* Is the whole batch one unit for this operator? */
static bool
is_one_unit(const struct dw_batch *batch)
{
	return batch->action->throttle == DW_THROTTLE_NONE || batch->app->operator.id == 0 ||
		dw_rights_have(&batch->app->operator.rights, DW_PERM_BULK);
}

static void
do_one(struct dw_batch *batch, struct dw_batch_item *item)
{
	struct dw_call call = call_for(batch, item);
	struct dw_error err = { 0 };

	/* It was tried, and trying was all that was wanted. */
	if (batch->tries && (batch->flags & DW_CALL_DRY_RUN) != 0) {
		item->state = DW_BATCH_CHANGED;
		batch->changed++;
		return;
	}
	if (batch->counted && is_one_unit(batch))
		call.flags |= DW_CALL_BATCH;
	if (dw_invoke(&call, &err) != DW_OK && batch->if_needed && err.so_already) {
		keep_needless(batch, item, &err);
	} else if (err.code != DW_OK) {
		keep_error(item, DW_BATCH_FAILED, &err);
		batch->failed++;
	} else {
		item->state = call.changed ? DW_BATCH_CHANGED : DW_BATCH_UNCHANGED;
		batch->changed += call.changed;
		batch->counted = true;
		item->partly = call.partly;
		item->seq = call.seq;
		dw_secret_clear(&batch->secret);
		batch->secret = call.secret;
		call.secret = (struct dw_secret){ 0 };
		dw_replace(&item->item, dw_steal(&call.item));
		dw_replace(&item->said, dw_steal(&call.said));
		dw_replace(&item->note, dw_steal(&call.note));
		dw_replace(&item->effects, dw_steal(&call.effects));
	}
	dw_call_clear(&call);
}

/* A refusal for being too fast would be an entry in the audit, so it is asked first. */
static enum dw_code
room_for_one(const struct dw_batch *batch, struct dw_error *err)
{
	struct dw_call call = call_for(batch, &batch->items[batch->next]);

	if (batch->n == 1 || (is_one_unit(batch) && batch->counted))
		return DW_OK;
	return dw_invoke_room(&call, err);
}

enum dw_code
dw_batch_step(struct dw_batch *batch, bool *more, struct dw_error *err)
{
	enum dw_code rc;

	*more = false;
	while (batch->next < batch->n && batch->items[batch->next].state != DW_BATCH_READY)
		batch->next++;
	if (batch->next == batch->n)
		return DW_OK;
	if ((rc = room_for_one(batch, err)) != DW_OK)
		return rc;
	do_one(batch, &batch->items[batch->next++]);
	while (batch->next < batch->n && batch->items[batch->next].state != DW_BATCH_READY)
		batch->next++;
	*more = batch->next < batch->n;
	return DW_OK;
}

int64_t
dw_batch_pace(const struct dw_batch *batch)
{
	bool dry = (batch->flags & DW_CALL_DRY_RUN) != 0;
	const struct dw_app *app = batch->app;
	int64_t left = 0, room = 0, minute;

	for (size_t i = batch->next; i < batch->n; i++)
		left += batch->items[i].state == DW_BATCH_READY;
	/* A single call is refused, not paced. */
	if (batch->n == 1 || is_one_unit(batch) || left == 0)
		return 0;
	minute = dw_conf_int(app->conf, dry ? DW_CONF_OPERATOR_READS : DW_CONF_OPERATOR_WRITES);
	dw_throttle_look(app->db, app->conf, app->operator.id,
		dry ? DW_THROTTLE_READ : batch->action->throttle, 0, dw_now(), &room, NULL);
	/* What there is room for goes at once, and then a minute's worth every minute. */
	return left > room ? ((left - room - 1) / minute + 1) * 60 : 0;
}
