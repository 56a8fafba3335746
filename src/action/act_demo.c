/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Filling a demo store with invented people. Who they are is in domain/demo.c; a real
 * store never gets any.
 */
#include "action/actions.h"
#include "action/invoke.h"
#include "base/intl.h"
#include "domain/demo.h"

enum { DEMO_USERS, DEMO_SEED };

static const struct dw_param demo_params[] = {
	[DEMO_USERS] = { .name = "users", .kind = DW_P_INT, .title = N_("Users"),
		.help = N_("How many users there are in the end; default 240, and at least as many as "
			"the small household that is always made.") },
	[DEMO_SEED] = { .name = "seed", .kind = DW_P_INT, .title = N_("Seed"),
		.help = N_("The same number makes the same people; default 1.") },
};

static enum dw_code
demo_ready(struct dw_call *call, struct dw_error *err)
{
	if (call->app->demo)
		return DW_OK;
	return dw_fail(err, DW_STATE,
		_("This is a real store: invented people do not belong into it. Make a demo store with "
		  "“doorward init --demo”."));
}

static enum dw_code
demo_run(struct dw_call *call, struct dw_error *err)
{
	int64_t users = dw_arg_num(call->args, DEMO_USERS, 240);
	enum dw_code rc;

	if (users < 0 || users > DW_DEMO_USERS_MAX)
		return dw_fail_field(err, DW_INVALID, "users", _("Between 0 and %d."), DW_DEMO_USERS_MAX);
	rc = dw_demo_fill(&call->work, users, (uint64_t)dw_arg_num(call->args, DEMO_SEED, 1),
		call->app->caller.uid, call->progress, call->progress_arg, err);
	if (rc != DW_OK)
		return rc;
	call->changed = true;
	call->note = dw_format(_("Everybody's password is “%s”. Act as ada, ursula, henry or vera "
		"with --as."), DW_DEMO_PASSWORD);
	return DW_OK;
}

const struct dw_action dw_act_demo_data = {
	.name = "demo-data",
	.title = N_("Demo data"),
	.summary = N_("Fill a demo store with invented people"),
	.done = N_("The demo data is there"),
	DW_PARAMS(demo_params),
	.effect = DW_WRITE,
	.authority = DW_BY_OWNER,
	.audit = "demo_data_created",
	.ready = demo_ready,
	.run = demo_run,
};
