/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Undo as an action. It needs no permission of its own: what it does is the opposite of
 * something, and asks for the permission of that. The rules are in domain/undo.c.
 */
#include <inttypes.h>
#include <stdio.h>

#include "action/actions.h"
#include "action/invoke.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/undo.h"

enum { UNDO_ENTRY };

static const struct dw_param undo_params[] = {
	[UNDO_ENTRY] = { .name = "entry", .kind = DW_P_INT, .flags = DW_P_POSITION | DW_P_NO_FORM,
		.title = N_("Entry"), .help = N_("Its number in the audit, which must be an entry of your "
			"own; the last one that can be undone when it is not given.") },
};

/* The last one is chosen once, so that what is done is what was shown before: between the two
 * the same person may have changed something more. */
static enum dw_code
undo_prepare(struct dw_call *call, struct dw_error *err)
{
	char number[24];
	int64_t seq;
	enum dw_code rc;

	if (dw_arg_given(call->args, UNDO_ENTRY))
		return DW_OK;
	if ((rc = dw_undo_last(call->work.db, &call->work.operator->uuid, &seq, err)) != DW_OK)
		return rc;
	snprintf(number, sizeof(number), "%" PRId64, seq);
	return dw_args_put(call->args, UNDO_ENTRY, number, 0, err);
}

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

static enum dw_code
undo_run(struct dw_call *call, struct dw_error *err)
{
	DW_AUTO(dw_undone) undone = { 0 };
	enum dw_code rc = dw_undo(&call->work, dw_arg_num(call->args, UNDO_ENTRY, 0), &undone, err);

	take_target(call, &undone);
	if (rc != DW_OK)
		return rc;
	call->changed = true;
	if (undone.batch)
		dw_replace(&call->note,
			dw_strdup(_("It was one of several done at once; the others stay as they are.")));
	return DW_OK;
}

const struct dw_action dw_act_undo = {
	.name = "undo",
	.title = N_("Undo"),
	.summary = N_("Take back your last change of a profile, the active flag, memberships or "
		"permissions"),
	.done = N_("The change of %s was undone"),
	DW_PARAMS(undo_params),
	.effect = DW_WRITE,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "action_undone",
	.confirm = N_("Undo this?"),
	.shows = true,
	.console = true,
	.prepare = undo_prepare,
	.run = undo_run,
};
