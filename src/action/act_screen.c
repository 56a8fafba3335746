/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the console keeps of its screens: keeping it when it ends, which is no action, and
 * forgetting it, which is one. The rules are in domain/screen_state.h.
 */
#include "action/actions.h"
#include "action/invoke.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/screen_state.h"

#define PATIENCE (DW_SECOND / 2) /* nobody waits for this */

enum dw_code
dw_app_keep_screens(struct dw_app *app, const struct dw_screen_states *states, bool had)
{
	DW_AUTO(dw_screen_states) there = { 0 };
	DW_AUTO(dw_txn) txn = { 0 };
	enum dw_code rc;

	if (states->n == 0 || app->caller.read_only || app->db == NULL || app->operator.id == 0)
		return DW_OK;
	if ((rc = dw_txn_begin_within(app->db, &txn, PATIENCE, NULL)) != DW_OK ||
		(rc = dw_screen_states_read(app->db, app->operator.id, &there, NULL)) != DW_OK ||
		(had && there.n == 0) ||
		(rc = dw_screen_states_keep(app->db, app->operator.id, states, dw_now(), NULL)) != DW_OK)
		return rc;
	return dw_txn_commit(&txn, NULL);
}

static enum dw_code
forget_run(struct dw_call *call, struct dw_error *err)
{
	int64_t n = 0;
	enum dw_code rc = dw_screen_states_forget(&call->work, &n, err);

	if (rc != DW_OK)
		return rc;
	call->changed = n > 0;
	call->label = call->work.operator->username;
	if (n == 0)
		dw_replace(&call->note, dw_strdup(_("Nothing was kept.")));
	return DW_OK;
}

const struct dw_action dw_act_screen_forget = {
	.name = "screen.forget",
	.title = N_("Forget screens"),
	.summary = N_("Forget how you left the console's screens: filter, order, columns, tab"),
	.done = N_("The console comes up as usual for %s"),
	.effect = DW_WRITE,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "screens_forgotten",
	.console = true,
	.run = forget_run,
};
