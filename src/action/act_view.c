/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Actions on saved views. The rules are in domain/saved_view.h; using one is
 * `user list --view`.
 */
#include "action/actions.h"
#include "action/invoke.h"
#include "base/intl.h"
#include "domain/saved_view.h"

enum { LIST_COUNT };

static const struct dw_param list_params[] = {
	[LIST_COUNT] = { .name = "count", .kind = DW_P_FLAG, .title = N_("Count"),
		.help = N_("Also count the users of each; costs a scan for most.") },
};

static enum dw_code
list_run(struct dw_call *call, struct dw_error *err)
{
	return dw_saved_view_list(call->app->db, call->work.operator,
		dw_arg_given(call->args, LIST_COUNT), call->work.now, call->sink, err);
}

const struct dw_action dw_act_view_list = {
	.name = "view.list",
	.title = N_("Views"),
	.summary = N_("List views: the work queues that are built in, your own, and shared ones"),
	DW_PARAMS(list_params),
	.effect = DW_READ,
	.needs = DW_PERM_VIEW_USERS,
	.throttle = DW_THROTTLE_READ,
	.columns = dw_saved_view_columns,
	.n_columns = &dw_saved_view_columns_count,
	.run = list_run,
};

/* ---- view.save ---------------------------------------------------------------------- */

enum { SAVE_NAME, SAVE_FILTER, SAVE_SHARED, SAVE_REPLACE };

static const struct dw_param save_params[] = {
	[SAVE_NAME] = { .name = "name", .flags = DW_P_REQUIRED | DW_P_POSITION,
		.title = N_("Name"), .help = N_("Unique among the views you see, whatever its upper and "
			"lower case.") },
	[SAVE_FILTER] = { .name = "filter", .kind = DW_P_FILTER,
		.flags = DW_P_REQUIRED | DW_P_POSITION, .title = N_("Filter"),
		.help = N_("Which users, in the filter language; see doorward-filter(7).") },
	[SAVE_SHARED] = { .name = "shared", .kind = DW_P_FLAG, .title = N_("Shared"),
		.help = N_("For all operators; takes doorward.manage_groups.") },
	[SAVE_REPLACE] = { .name = "replace", .kind = DW_P_FLAG, .flags = DW_P_NO_FORM,
		.title = N_("Replace"), .help = N_("Put it in the place of the filter that the view of this "
			"name has.") },
};

static enum dw_code
save_fixed(struct dw_call *call, int index, struct dw_error *err)
{
	return index == SAVE_SHARED ? dw_saved_view_may_share(&call->work, err) : DW_OK;
}

static enum dw_code
save_run(struct dw_call *call, struct dw_error *err)
{
	const char *name = dw_arg_text(call->args, SAVE_NAME);
	enum dw_code rc;

	if ((rc = dw_saved_view_save(&call->work, name, dw_arg_text(call->args, SAVE_FILTER),
			dw_arg_given(call->args, SAVE_SHARED), dw_arg_given(call->args, SAVE_REPLACE),
			&call->changed, err)) != DW_OK)
		return rc;
	call->label = name;
	return DW_OK;
}

const struct dw_action dw_act_view_save = {
	.name = "view.save",
	.title = N_("Save view"),
	.summary = N_("Save a filter under a name, for yourself or for all operators"),
	.done = N_("The view %s was saved"),
	DW_PARAMS(save_params),
	.effect = DW_WRITE,
	.needs = DW_PERM_VIEW_USERS,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "view_saved",
	.console = true,
	.fixed = save_fixed,
	.run = save_run,
};

/* ---- view.delete -------------------------------------------------------------------- */

enum { DELETE_NAME };

static const struct dw_param delete_params[] = {
	[DELETE_NAME] = { .name = "name", .kind = DW_P_VIEW, .flags = DW_P_REQUIRED | DW_P_POSITION,
		.title = N_("View"), .help = N_("The view's name or id; your own goes before a shared "
			"one.") },
};

static enum dw_code
delete_run(struct dw_call *call, struct dw_error *err)
{
	DW_AUTO(dw_saved_view) view = { 0 };
	enum dw_code rc;

	if ((rc = dw_saved_view_find(call->work.db, call->work.operator,
			dw_arg_text(call->args, DELETE_NAME), &view, err)) != DW_OK ||
		(rc = dw_saved_view_delete(&call->work, &view, err)) != DW_OK)
		return rc;
	call->changed = true;
	/* It may have been given by its id, which says nothing to people. */
	dw_replace(&call->subject, dw_strdup(view.name));
	call->label = call->subject;
	return DW_OK;
}

const struct dw_action dw_act_view_delete = {
	.name = "view.delete",
	.title = N_("Delete view"),
	.summary = N_("Delete a view of your own, or with doorward.manage_groups a shared one"),
	.done = N_("The view %s was deleted"),
	DW_PARAMS(delete_params),
	.effect = DW_WRITE,
	.needs = DW_PERM_VIEW_USERS,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "view_deleted",
	.confirm = N_("Delete this view? Its filter goes with it; no user is changed."),
	.console = true,
	.run = delete_run,
};
