/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The log of attempts to sign in. See domain/attempt.h.
 */
#include "action/actions.h"
#include "action/paging.h"
#include "base/mem.h"
#include "domain/attempt.h"

enum { USER, ADDRESS, SERVICE, OUTCOME, SINCE, UNTIL, LIMIT, AFTER };

static const char *const outcomes[] = { "ok", "right", "wrong", "locked", "busy", "refused",
	"unknown", "slowed", "broken", "unfinished", NULL };

static const struct dw_param params[] = {
	[USER] = { .name = "user", .kind = DW_P_USER, .flags = DW_P_POSITION | DW_P_TARGET,
		.title = N_("User"), .help = N_("Only attempts of this user.") },
	[ADDRESS] = { .name = "address", .title = N_("From"),
		.help = N_("Only attempts from this address.") },
	[SERVICE] = { .name = "service", .title = N_("Service"),
		.help = N_("Only attempts at this service, by its whole name.") },
	[OUTCOME] = { .name = "outcome", .kind = DW_P_CHOICE, .choices = outcomes,
		.title = N_("Outcome"), .help = N_("Only attempts that ended like this.") },
	[SINCE] = { .name = "since", .kind = DW_P_TIME, .title = N_("Since"),
		.help = N_("Only attempts from this time on.") },
	[UNTIL] = { .name = "until", .kind = DW_P_TIME, .title = N_("Until"),
		.help = N_("Only attempts before this time.") },
	[LIMIT] = DW_PARAM_LIMIT,
	[AFTER] = DW_PARAM_AFTER,
};

static enum dw_code
list_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_args *args = call->args;
	struct dw_attempt_filter filter = {
		.user_id = call->target.kind == DW_KIND_USER ? call->target.user.id : 0,
		.address = dw_arg_text(args, ADDRESS),
		.service = dw_arg_text(args, SERVICE),
		.outcome = dw_arg_text(args, OUTCOME),
		.since = dw_arg_num(args, SINCE, 0),
		.until = dw_arg_num(args, UNTIL, 0),
		.after = dw_arg_text(args, AFTER),
	};
	enum dw_code rc = dw_paging_limit(call, LIMIT, &filter.limit, err);

	return rc != DW_OK ? rc : dw_attempt_list(call->app->db, &filter, call->sink, err);
}

const struct dw_action dw_act_attempt_list = {
	.name = "attempt.list",
	.title = N_("Sign-in attempts"),
	.summary = N_("List attempts to sign in, newest first"),
	DW_PARAMS(params),
	.target = DW_KIND_USER,
	.effect = DW_READ,
	.needs = DW_PERM_VIEW_ATTEMPTS,
	.throttle = DW_THROTTLE_READ,
	.columns = dw_attempt_columns,
	.n_columns = &dw_attempt_columns_count,
	.run = list_run,
};
