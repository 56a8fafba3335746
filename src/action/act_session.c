/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Actions on sessions: who is signed in where, and ending that. The rules are in
 * domain/session.c.
 */
#include "action/actions.h"
#include "action/invoke.h"
#include "action/paging.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/session.h"

/* ---- session.list ------------------------------------------------------------------- */

enum {
	LIST_USER, LIST_SEARCH, LIST_SERVICE, LIST_ADDRESS, LIST_DEVICE, LIST_BROWSER, LIST_IDLE,
	LIST_SORT, LIST_LIMIT, LIST_AFTER, LIST_COUNT
};

static const struct dw_param list_params[] = {
	[LIST_USER] = { .name = "user", .kind = DW_P_USER, .flags = DW_P_POSITION | DW_P_TARGET,
		.title = N_("User"), .help = N_("Only sessions of this user.") },
	[LIST_SEARCH] = { .name = "search", .title = N_("Search"),
		.help = N_("Literal text in user, device, browser, service or address.") },
	[LIST_SERVICE] = { .name = "service", .title = N_("Service"),
		.help = N_("Only sessions at this service, by its whole name.") },
	[LIST_ADDRESS] = { .name = "address", .title = N_("From"),
		.help = N_("Only sessions from this address; with a * at the end from all that begin so.") },
	[LIST_DEVICE] = { .name = "device", .title = N_("Device"),
		.help = N_("Only sessions with this in the device's name.") },
	[LIST_BROWSER] = { .name = "browser", .title = N_("Browser"),
		.help = N_("Only sessions with this in the browser's name.") },
	[LIST_IDLE] = { .name = "idle", .kind = DW_P_DURATION, .title = N_("Idle for"),
		.help = N_("Only sessions without activity for at least so long, e.g. 12h or 3d.") },
	[LIST_SORT] = { .name = "sort", .title = N_("Sort"), .help = N_("last_active, started or "
		"username; a hyphen before it turns the order around.") },
	[LIST_LIMIT] = DW_PARAM_LIMIT,
	[LIST_AFTER] = DW_PARAM_AFTER,
	[LIST_COUNT] = DW_PARAM_COUNT,
};

static enum dw_code
list_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_args *args = call->args;
	struct dw_session_filter filter = {
		.user_id = call->target.kind == DW_KIND_USER ? call->target.user.id : 0,
		.search = dw_arg_text(args, LIST_SEARCH),
		.service = dw_arg_text(args, LIST_SERVICE),
		.address = dw_arg_text(args, LIST_ADDRESS),
		.device = dw_arg_text(args, LIST_DEVICE),
		.browser = dw_arg_text(args, LIST_BROWSER),
		.idle = dw_arg_num(args, LIST_IDLE, 0),
		.sort = dw_arg_text(args, LIST_SORT),
		.after = dw_arg_text(args, LIST_AFTER),
		.count = dw_arg_given(args, LIST_COUNT),
	};
	enum dw_code rc;

	if ((rc = dw_paging_limit_counting(call, LIST_LIMIT, LIST_COUNT, &filter.limit, err)) != DW_OK)
		return rc;
	return dw_session_list(call->app->db, &filter, call->work.now, call->sink, err);
}

const struct dw_action dw_act_session_list = {
	.name = "session.list",
	.title = N_("Sessions"),
	.summary = N_("List open sessions, the latest activity first"),
	DW_PARAMS(list_params),
	.target = DW_KIND_USER,
	.effect = DW_READ,
	.needs = DW_PERM_VIEW_USERS,
	.throttle = DW_THROTTLE_READ,
	.columns = dw_session_columns,
	.n_columns = &dw_session_columns_count,
	.run = list_run,
};

/* ---- session.end -------------------------------------------------------------------- */

static const struct dw_param end_params[] = {
	{ .name = "session", .kind = DW_P_SESSION,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET | DW_P_MANY, .title = N_("Session"),
		.help = N_("The session's id, as the list shows it; more than one for more than one.") },
};

static enum dw_code
end_run(struct dw_call *call, struct dw_error *err)
{
	return dw_session_end(&call->work, &call->target.session, &call->target.user, &call->changed,
		err);
}

const struct dw_action dw_act_session_end = {
	.name = "session.end",
	.title = N_("End session"),
	.summary = N_("End single sessions at once"),
	.done = N_("The session of %s has ended"),
	DW_PARAMS(end_params),
	.target = DW_KIND_SESSION,
	.effect = DW_WRITE,
	.needs = DW_PERM_END_SESSION,
	.rule = DW_RULE_LIGHT,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "session_ended",
	.confirm = N_("End this session of %s? Whatever is not saved there is lost."),
	.mnemonic = 'e',
	.console = true,
	.run = end_run,
};

/* ---- session.end-all ---------------------------------------------------------------- */

static const struct dw_param end_all_params[] = {
	{ .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET | DW_P_MANY, .title = N_("User"),
		.help = N_("Username, e-mail address or id; more than one for more than one.") },
};

static enum dw_code
end_all_ready(struct dw_call *call, struct dw_error *err)
{
	if (call->target.kind != DW_KIND_USER)
		return DW_OK;
	return dw_session_may_end_all(&call->work, &call->target.user, err);
}

static enum dw_code
end_all_run(struct dw_call *call, struct dw_error *err)
{
	enum dw_code rc;
	int64_t count;

	if ((rc = dw_session_end_all(&call->work, &call->target.user, &count, err)) != DW_OK)
		return rc;
	call->changed = count > 0;
	if (count > 0)
		dw_replace(&call->note, dw_format(DW_NG("%lld session was open.",
			"%lld sessions were open.", count), (long long)count));
	return DW_OK;
}

const struct dw_action dw_act_session_end_all = {
	.name = "session.end-all",
	.title = N_("End all sessions"),
	.summary = N_("End all sessions of users at once"),
	.done = N_("All sessions of %s have ended"),
	DW_PARAMS(end_all_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_END_SESSION,
	.rule = DW_RULE_LIGHT,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "sessions_ended",
	.confirm = N_("End all sessions of %s? Whatever is not saved there is lost."),
	.mnemonic = 's',
	.console = true,
	.ready = end_all_ready,
	.run = end_all_run,
};
