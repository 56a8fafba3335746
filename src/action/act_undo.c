/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Undo as an action. It needs no permission of its own: what it does is the opposite of
 * something, and asks for the permission of that. The rules are in domain/undo.c.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "action/actions.h"
#include "action/batch.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/undo.h"

enum { UNDO_ENTRY, UNDO_BATCH };

static const struct dw_param undo_params[] = {
	[UNDO_ENTRY] = { .name = "entry", .kind = DW_P_INT,
		.flags = DW_P_POSITION | DW_P_TARGET | DW_P_MANY | DW_P_NO_FORM, .title = N_("Entry"),
		.help = N_("Its number in the audit, which must be an entry of your own. Without one it is "
			"your last change that can be undone, with all that the same command did.") },
	[UNDO_BATCH] = { .name = "batch", .flags = DW_P_INSTEAD | DW_P_NO_FORM, .title = N_("Batch"),
		.help = N_("All that one command did: the number of any of its entries, or the batch that "
			"the audit has there. What cannot be undone is left out and named.") },
};

/* ---- which ------------------------------------------------------------------------- */

/* What an entry of the audit says was done: the title of the action that writes it. */
static const char *
title_of(const char *code)
{
	for (size_t i = 0; dw_actions[i] != NULL; i++)
		if (dw_actions[i]->audit != NULL && strcmp(dw_actions[i]->audit, code) == 0)
			return _(dw_actions[i]->title);
	return code;
}

/* What was chosen is what is done, whatever the same person does meanwhile: so it is written
 * into the arguments, where the command that is shown afterwards has it too. */
static enum dw_code
take_changes(struct dw_call *call, const struct dw_changes *changes, struct dw_targets *out,
	struct dw_error *err)
{
	char number[24];

	for (size_t i = 0; i < changes->n; i++) {
		snprintf(number, sizeof(number), "%" PRId64, changes->seqs[i]);
		dw_targets_add(out, number);
	}
	if (changes->passed != 0 && changes->passed_target[0] != '\0')
		out->note = dw_format(_("Your last change, “%s” of %s (entry %lld), cannot be undone; this "
			"is the last one that can."), title_of(changes->passed_code),
			changes->passed_target, (long long)changes->passed);
	else if (changes->passed != 0)
		out->note = dw_format(_("Your last change, “%s” (entry %lld), cannot be undone; this is "
			"the last one that can."), title_of(changes->passed_code),
			(long long)changes->passed);
	if (dw_arg_given(call->args, UNDO_BATCH) || changes->n == 0)
		return DW_OK;
	snprintf(number, sizeof(number), "%" PRId64, changes->seqs[0]);
	return dw_args_put(call->args, changes->n > 1 ? UNDO_BATCH : UNDO_ENTRY, number, 0, err);
}

static enum dw_code
undo_find(struct dw_call *call, struct dw_targets *out, struct dw_error *err)
{
	const struct dw_uuid *actor = &call->work.operator->uuid;
	const char *batch = dw_arg_text(call->args, UNDO_BATCH);
	DW_AUTO(dw_changes) changes = { 0 };
	enum dw_code rc = batch != NULL ? dw_changes_of(call->work.db, actor, batch, &changes, err) :
		dw_changes_last(call->work.db, actor, &changes, err);

	return rc == DW_OK ? take_changes(call, &changes, out, err) : rc;
}

/* ---- one --------------------------------------------------------------------------- */

/* Whom it was about is known only now; a refusal names them too. */
static void
take_target(struct dw_call *call, struct dw_undone *undone)
{
	struct dw_target *t = &call->target;

	if (undone->user.id != 0) {
		t->kind = DW_KIND_USER;
		t->user = undone->user;
		call->label = t->user.username;
	} else if (undone->group.id != 0) {
		t->kind = DW_KIND_GROUP;
		t->group = undone->group;
		call->label = t->group.name;
	}
	undone->user = (struct dw_user){ 0 };
	undone->group = (struct dw_group){ 0 };
}

/* Before it is done: which entry it is. Afterwards: that there were others. */
static void
add_note(struct dw_call *call, const struct dw_undone *undone)
{
	char time[DW_TIME_TEXT];

	if (!dw_uuid_is_none(&call->batch))
		return;
	if ((call->flags & DW_CALL_DRY_RUN) != 0)
		dw_replace(&call->note, dw_format(
			/* TRANSLATORS: “Edit” of 20 Nov 2026 14:32, entry 57 of the audit */
			_("This takes back “%s” of %s, entry %lld of the audit."), title_of(undone->code),
			dw_time_local(undone->time, time), (long long)undone->seq));
	else if (undone->batch)
		dw_replace(&call->note, dw_format(
			_("It was one of several done at once; for the others: doorward undo --batch %lld"),
			(long long)undone->seq));
}

static enum dw_code
undo_run(struct dw_call *call, struct dw_error *err)
{
	const char *reference = dw_call_reference(call);
	DW_AUTO(dw_undone) undone = { 0 };
	enum dw_code rc;

	if (reference == NULL)
		return dw_fail_field(err, DW_USAGE, "entry", _("%s is missing."), _("Entry"));
	rc = dw_undo(&call->work, strtoll(reference, NULL, 10), &undone, err);
	add_note(call, &undone);
	take_target(call, &undone);
	if (rc == DW_OK)
		call->changed = true;
	return rc;
}

const struct dw_action dw_act_undo = {
	.name = "undo",
	.title = N_("Undo"),
	.summary = N_("Take back your last change of a profile, the active flag, memberships or "
		"permissions, or all of them that one command made"),
	.done = N_("The change of %s was undone"),
	DW_PARAMS(undo_params),
	.effect = DW_WRITE,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "action_undone",
	.confirm = N_("Undo this?"),
	.shows = true,
	.console = true,
	.find = undo_find,
	.run = undo_run,
};
