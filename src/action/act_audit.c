/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading the audit trail, of everybody or of one user, and of what oneself did whether it can
 * be undone. Nothing can be changed in it.
 */
#include <string.h>

#include "action/actions.h"
#include "action/invoke.h"
#include "action/paging.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/undo.h"

enum { USER, OPERATOR, ACTION, RESULT, SINCE, UNTIL, LIMIT, AFTER, COUNT };

static const char *const results[] = { "ok", "refused", NULL };

static const struct dw_param params[] = {
	[USER] = { .name = "user", .kind = DW_P_USER, .flags = DW_P_TARGET, .title = N_("About"),
		.help = N_("Only entries about this user.") },
	[OPERATOR] = { .name = "operator", .kind = DW_P_USER, .title = N_("Operator"),
		.help = N_("Only entries by this operator.") },
	[ACTION] = { .name = "action", .kind = DW_P_ENTRY, .title = N_("What"),
		.help = N_("Only entries of this name, e.g. user_updated.") },
	[RESULT] = { .name = "result", .kind = DW_P_CHOICE, .choices = results,
		.title = N_("Result"), .help = N_("Only entries with this result.") },
	[SINCE] = { .name = "since", .kind = DW_P_TIME, .flags = DW_P_AGO, .title = N_("Since"),
		.help = N_("Only entries from this time on: today, yesterday, 2d, 2026-12-31 14:30.") },
	[UNTIL] = { .name = "until", .kind = DW_P_TIME, .flags = DW_P_AGO, .title = N_("Until"),
		.help = N_("Only entries before this time, written the same way.") },
	[LIMIT] = DW_PARAM_LIMIT,
	[AFTER] = DW_PARAM_AFTER,
	[COUNT] = DW_PARAM_COUNT,
};

/* What a name may be, while it is looked for. */
struct names {
	const char *wanted;
	bool known;
	struct dw_nearest near;
};

static void
each_name(void *arg, const char *name)
{
	struct names *names = arg;

	names->known = names->known || strcmp(names->wanted, name) == 0;
	dw_nearest_offer(&names->near, name, NULL);
}

/* A name that nothing is called by would show an empty list, which says something else. */
static enum dw_code
check_name(struct dw_db *db, const char *name, struct dw_error *err)
{
	struct names names = { .wanted = name, .near = { .wanted = name } };
	DW_AUTO_FREE char *shown = dw_display_dup(name);
	enum dw_code rc = DW_OK;

	dw_param_complete(&params[ACTION], db, NULL, "", each_name, &names);
	if (!names.known && names.near.best != NULL)
		rc = dw_fail_field(err, DW_USAGE, "action",
			_("No audit entry is called “%s”. Did you mean %s?"), shown, names.near.best);
	else if (!names.known)
		rc = dw_fail_field(err, DW_USAGE, "action", _("No audit entry is called “%s”."), shown);
	dw_nearest_clear(&names.near);
	return rc;
}

static enum dw_code
list_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_args *args = call->args;
	struct dw_audit_filter filter = {
		.action = dw_arg_text(args, ACTION),
		.result = dw_arg_text(args, RESULT),
		.since = dw_arg_num(args, SINCE, 0),
		.until = dw_arg_num(args, UNTIL, 0),
		.after = dw_arg_text(args, AFTER),
		.count = dw_arg_given(args, COUNT),
		.mask_pii = !dw_rights_have(&call->work.operator->rights, DW_PERM_VIEW_PII),
	};
	DW_AUTO(dw_user) operator = { 0 };
	enum dw_code rc;

	if ((rc = dw_paging_limit_counting(call, LIMIT, COUNT, &filter.limit, err)) != DW_OK ||
		(filter.action != NULL &&
			(rc = check_name(call->app->db, filter.action, err)) != DW_OK))
		return rc;
	if (call->target.kind == DW_KIND_USER)
		filter.target = call->target.user.uuid;
	if (dw_arg_given(args, OPERATOR)) {
		if ((rc = dw_user_find_for(&call->work, dw_arg_text(args, OPERATOR), &operator,
				err)) != DW_OK)
			return rc;
		filter.actor = operator.uuid;
	}
	return dw_audit_list(call->app->db, &filter, call->sink, err);
}

const struct dw_action dw_act_audit_list = {
	.name = "audit.list",
	.title = N_("Audit"),
	.summary = N_("List what was done, by whom, to whom, newest first"),
	DW_PARAMS(params),
	.target = DW_KIND_USER,
	.effect = DW_READ,
	.needs = DW_PERM_VIEW_AUDIT,
	.throttle = DW_THROTTLE_READ,
	.columns = dw_audit_columns,
	.n_columns = &dw_audit_columns_count,
	.run = list_run,
};

/* ---- audit.changes ------------------------------------------------------------------ */

#define CHANGES_MOST 100

static const struct dw_param changes_params[] = {
	{ .name = "limit", .kind = DW_P_INT, .title = N_("Limit"), .standard = "20",
		.help = N_("Rows at most, 1 to 100; default 20.") },
};

static enum dw_code
changes_run(struct dw_call *call, struct dw_error *err)
{
	int64_t limit = dw_arg_num(call->args, 0, 20);

	if (limit < 1 || limit > CHANGES_MOST)
		return dw_fail_field(err, DW_USAGE, "limit", _("A page has 1 to 100 rows here."));
	return dw_changes_list(&call->work, (int)limit, call->sink, err);
}

const struct dw_action dw_act_audit_changes = {
	.name = "audit.changes",
	.title = N_("Your changes"),
	.summary = N_("List what you did last, and whether it can be undone or why not"),
	DW_PARAMS(changes_params),
	.effect = DW_READ,
	.needs = DW_PERM_VIEW_USERS,
	.throttle = DW_THROTTLE_READ,
	.columns = dw_changes_columns,
	.n_columns = &dw_changes_columns_count,
	.run = changes_run,
};
