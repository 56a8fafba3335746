/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One action on many targets. See batch.h.
 */
#include <stdlib.h>

#include "action/batch.h"
#include "base/clock.h"

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

bool
dw_batch_check(struct dw_batch *batch)
{
	struct dw_batch_item *item = &batch->items[batch->checked];
	struct dw_error err = { 0 };
	struct dw_call call;

	if (batch->checked == batch->n)
		return false;
	call = call_for(batch, item);
	if (dw_may(&call, &err) == DW_OK) {
		item->state = DW_BATCH_READY;
	} else {
		keep_error(item, DW_BATCH_SKIPPED, &err);
		batch->skipped++;
	}
	item->label = dw_strdup(call.label);
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

		if (item->state != DW_BATCH_SKIPPED)
			continue;
		/* Again, because the entry names the target, which is loaded on the way. */
		if (dw_may(&call, NULL) != DW_OK)
			dw_note_refusal(&call, item->err->code);
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

	if (batch->counted && is_one_unit(batch))
		call.flags |= DW_CALL_BATCH;
	if (dw_invoke(&call, &err) != DW_OK) {
		keep_error(item, DW_BATCH_FAILED, &err);
		batch->failed++;
	} else {
		item->state = call.changed ? DW_BATCH_CHANGED : DW_BATCH_UNCHANGED;
		batch->changed += call.changed;
		batch->counted = true;
		item->seq = call.seq;
		item->item = dw_steal(&call.item);
		item->said = dw_steal(&call.said);
		item->note = dw_steal(&call.note);
		item->effects = dw_steal(&call.effects);
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
