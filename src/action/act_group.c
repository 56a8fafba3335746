/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Actions on groups themselves. Who is in them and what they give is in act_access.c;
 * the rules are in domain/group.c.
 */
#include "action/actions.h"
#include "action/invoke.h"
#include "action/paging.h"
#include "base/intl.h"
#include "domain/group.h"

/* ---- group.list, group.show --------------------------------------------------------- */

enum { LIST_USER, LIST_SEARCH, LIST_PERMISSION, LIST_LIMIT, LIST_AFTER, LIST_FROM };

static const struct dw_param list_params[] = {
	[LIST_USER] = { .name = "user", .kind = DW_P_USER, .flags = DW_P_TARGET, .title = N_("User"),
		.help = N_("Only groups this user is in, with kind and time of the membership.") },
	[LIST_SEARCH] = { .name = "search", .title = N_("Search"),
		.help = N_("Literal text in name or description.") },
	[LIST_PERMISSION] = { .name = "permission", .kind = DW_P_PERMISSION, .title = N_("Permission"),
		.help = N_("Only groups that give this permission.") },
	[LIST_LIMIT] = DW_PARAM_LIMIT,
	[LIST_AFTER] = DW_PARAM_AFTER,
	[LIST_FROM] = DW_PARAM_FROM,
};

static enum dw_code
list_run(struct dw_call *call, struct dw_error *err)
{
	DW_AUTO_FREE char *from = NULL;
	struct dw_group_query query = {
		.user_id = call->target.kind == DW_KIND_USER ? call->target.user.id : 0,
		.search = dw_arg_text(call->args, LIST_SEARCH),
		.permission = dw_arg_text(call->args, LIST_PERMISSION),
		.after = dw_arg_text(call->args, LIST_AFTER),
	};
	enum dw_code rc;

	if ((rc = dw_paging_limit(call, LIST_LIMIT, &query.limit, err)) != DW_OK)
		return rc;
	if (query.after == NULL && dw_arg_given(call->args, LIST_FROM))
		query.after = from = dw_group_list_from(dw_arg_text(call->args, LIST_FROM));
	return dw_group_list(call->app->db, &query, call->sink, err);
}

const struct dw_action dw_act_group_list = {
	.name = "group.list",
	.title = N_("Groups"),
	.summary = N_("List groups by name, all or those of one user"),
	DW_PARAMS(list_params),
	.target = DW_KIND_USER,
	.effect = DW_READ,
	.needs = DW_PERM_VIEW_USERS,
	.throttle = DW_THROTTLE_READ,
	.columns = dw_group_columns,
	.n_columns = &dw_group_columns_count,
	.run = list_run,
};

static const struct dw_param one_group_params[] = {
	{ .name = "group", .kind = DW_P_GROUP, .flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET,
		.title = N_("Group"), .help = N_("The group's name or id.") },
};

static enum dw_code
show_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_group_query query = { .only = call->target.group.name, .limit = 1 };

	return dw_group_list(call->app->db, &query, call->sink, err);
}

const struct dw_action dw_act_group_show = {
	.name = "group.show",
	.title = N_("Show"),
	.summary = N_("Show one group and the permissions it gives"),
	DW_PARAMS(one_group_params),
	.target = DW_KIND_GROUP,
	.effect = DW_READ,
	.needs = DW_PERM_VIEW_USERS,
	.throttle = DW_THROTTLE_READ,
	.columns = dw_group_columns,
	.n_columns = &dw_group_columns_count,
	.run = show_run,
};

/* ---- group.create ------------------------------------------------------------------- */

enum { CREATE_NAME, CREATE_DESCRIPTION };

static const struct dw_param create_params[] = {
	[CREATE_NAME] = { .name = "name", .flags = DW_P_REQUIRED | DW_P_POSITION,
		.title = N_("Name"), .help = N_("Unique, whatever its upper and lower case.") },
	[CREATE_DESCRIPTION] = { .name = "description", .title = N_("Description"),
		.help = N_("What the group is for.") },
};

/* The group as it is now becomes the target, for the item and the sentence. */
static enum dw_code
show_changed(struct dw_call *call, int64_t id, struct dw_error *err)
{
	DW_AUTO(dw_group) group = { 0 };
	enum dw_code rc;

	if ((rc = dw_group_by_id(call->work.db, id, &group, err)) != DW_OK)
		return rc;
	dw_group_clear(&call->target.group);
	call->target.group = group;
	group = (struct dw_group){ 0 };
	call->target.kind = DW_KIND_GROUP;
	call->label = call->target.group.name;
	return DW_OK;
}

static enum dw_code
create_run(struct dw_call *call, struct dw_error *err)
{
	enum dw_code rc;
	int64_t id;

	if ((rc = dw_group_create(&call->work, dw_arg_text(call->args, CREATE_NAME),
			dw_arg_text(call->args, CREATE_DESCRIPTION), &id, err)) != DW_OK)
		return rc;
	call->changed = true;
	return show_changed(call, id, err);
}

const struct dw_action dw_act_group_create = {
	.name = "group.create",
	.title = N_("New group"),
	.summary = N_("Create a group, empty and without permissions"),
	.done = N_("The group %s was created"),
	DW_PARAMS(create_params),
	.effect = DW_WRITE,
	.needs = DW_PERM_MANAGE_GROUPS,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "group_created",
	.console = true,
	.run = create_run,
};

/* ---- group.edit --------------------------------------------------------------------- */

enum { EDIT_GROUP, EDIT_NAME, EDIT_DESCRIPTION };

static const struct dw_param edit_params[] = {
	[EDIT_GROUP] = { .name = "group", .kind = DW_P_GROUP,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET, .title = N_("Group"),
		.help = N_("The group's name or id.") },
	[EDIT_NAME] = { .name = "name", .column = "name", .title = N_("Name"),
		.help = N_("A new name. The group Admin keeps its own.") },
	[EDIT_DESCRIPTION] = { .name = "description", .column = "description",
		.title = N_("Description"), .help = N_("What the group is for.") },
};

static enum dw_code
edit_ready(struct dw_call *call, struct dw_error *err)
{
	return dw_group_may_edit(&call->work,
		call->target.kind == DW_KIND_GROUP ? &call->target.group : NULL, err);
}

static enum dw_code
edit_run(struct dw_call *call, struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = dw_group_edit(&call->work, &call->target.group, dw_arg_text(call->args, EDIT_NAME),
			dw_arg_text(call->args, EDIT_DESCRIPTION), call->expect_version, &call->changed,
			err)) != DW_OK)
		return rc;
	return show_changed(call, call->target.group.id, err);
}

const struct dw_action dw_act_group_edit = {
	.name = "group.edit",
	.title = N_("Edit"),
	.summary = N_("Change the name or the description of a group"),
	.done = N_("The group %s was saved"),
	DW_PARAMS(edit_params),
	.target = DW_KIND_GROUP,
	.effect = DW_WRITE,
	.needs = DW_PERM_MANAGE_GROUPS,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "group_updated",
	.mnemonic = 'e',
	.console = true,
	.ready = edit_ready,
	.run = edit_run,
};

/* ---- group.delete ------------------------------------------------------------------- */

static enum dw_code
delete_ready(struct dw_call *call, struct dw_error *err)
{
	return dw_group_may_delete(&call->work,
		call->target.kind == DW_KIND_GROUP ? &call->target.group : NULL, err);
}

static enum dw_code
delete_run(struct dw_call *call, struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = dw_group_delete(&call->work, &call->target.group, err)) != DW_OK)
		return rc;
	call->changed = true;
	/* There is nothing left to show; the name stays, for the sentence. */
	call->target.kind = DW_KIND_NONE;
	return DW_OK;
}

const struct dw_action dw_act_group_delete = {
	.name = "group.delete",
	.title = N_("Delete"),
	.summary = N_("Delete a group, with its memberships and what it gives"),
	.done = N_("The group %s was deleted"),
	DW_PARAMS(one_group_params),
	.target = DW_KIND_GROUP,
	.effect = DW_WRITE,
	.needs = DW_PERM_MANAGE_GROUPS,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "group_deleted",
	.confirm = N_("Delete the group %s? Its members lose what it gives them. This cannot be undone."),
	.mnemonic = 'd',
	.console = true,
	.ready = delete_ready,
	.run = delete_run,
};
