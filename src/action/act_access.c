/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Actions on what people may do: memberships and grants. The rules are in
 * domain/membership.c and domain/grant.c.
 *
 * Where a group may stand in for the user (--group), its parameter carries
 * DW_P_INSTEAD: then the words by position are all permissions.
 */
#include "action/actions.h"
#include "action/invoke.h"
#include "action/paging.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "domain/group.h"
#include "domain/permission.h"

static const struct dw_user *
target_user(const struct dw_call *call)
{
	return call->target.kind == DW_KIND_USER ? &call->target.user : NULL;
}

/* The group given as parameter `index`; stays empty when none is. */
static enum dw_code
given_group(const struct dw_call *call, int index, struct dw_group *out, struct dw_error *err)
{
	const char *name = dw_arg_text(call->args, index);

	return name != NULL ? dw_group_find(call->work.db, name, out, err) : DW_OK;
}

static const struct dw_group *
or_none(const struct dw_group *group)
{
	return group->id != 0 ? group : NULL;
}

/* ---- group.add, group.remove -------------------------------------------------------- */

enum { MEMBER_GROUP, MEMBER_USER };

static const struct dw_param member_params[] = {
	[MEMBER_GROUP] = { .name = "group", .kind = DW_P_GROUP, .flags = DW_P_REQUIRED | DW_P_POSITION,
		.title = N_("Group"), .help = N_("The group's name or id.") },
	[MEMBER_USER] = { .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET | DW_P_MANY, .title = N_("User"),
		.help = N_("Username, e-mail address or id; more than one for more than one.") },
};

static enum dw_code
add_ready(struct dw_call *call, struct dw_error *err)
{
	DW_AUTO(dw_group) group = { 0 };
	enum dw_code rc;

	if ((rc = given_group(call, MEMBER_GROUP, &group, err)) != DW_OK)
		return rc;
	return dw_group_may_add(&call->work, or_none(&group), target_user(call), err);
}

static enum dw_code
add_run(struct dw_call *call, struct dw_error *err)
{
	DW_AUTO(dw_group) group = { 0 };
	enum dw_code rc;

	if ((rc = given_group(call, MEMBER_GROUP, &group, err)) != DW_OK)
		return rc;
	return dw_group_add(&call->work, &group, &call->target.user, &call->changed, err);
}

const struct dw_action dw_act_group_add = {
	.name = "group.add",
	.title = N_("Add to group"),
	.summary = N_("Make users members of a group"),
	.done = N_("%s is a member now"),
	DW_PARAMS(member_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_MANAGE_ACCESS,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "groups_added",
	.mnemonic = 'g',
	.console = true,
	.ready = add_ready,
	.run = add_run,
};

static enum dw_code
remove_ready(struct dw_call *call, struct dw_error *err)
{
	DW_AUTO(dw_group) group = { 0 };
	enum dw_code rc;

	if ((rc = given_group(call, MEMBER_GROUP, &group, err)) != DW_OK)
		return rc;
	return dw_group_may_remove(&call->work, or_none(&group), target_user(call), err);
}

static enum dw_code
remove_run(struct dw_call *call, struct dw_error *err)
{
	DW_AUTO(dw_group) group = { 0 };
	enum dw_code rc;

	if ((rc = given_group(call, MEMBER_GROUP, &group, err)) != DW_OK)
		return rc;
	return dw_group_remove(&call->work, &group, &call->target.user, &call->changed, err);
}

const struct dw_action dw_act_group_remove = {
	.name = "group.remove",
	.title = N_("Remove from group"),
	.summary = N_("End the membership of users in a group"),
	.done = N_("%s is no longer a member"),
	DW_PARAMS(member_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_MANAGE_ACCESS,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "groups_removed",
	.mnemonic = 'm',
	.console = true,
	.ready = remove_ready,
	.run = remove_run,
};

/* ---- permission.list, permission.show ----------------------------------------------- */

enum {
	LIST_SEARCH, LIST_APP, LIST_PRIVILEGED, LIST_GROUP, LIST_LIMIT, LIST_AFTER, LIST_FROM
};

static const struct dw_param list_params[] = {
	[LIST_SEARCH] = { .name = "search", .title = N_("Search"),
		.help = N_("Literal text in name or description.") },
	[LIST_APP] = { .name = "app", .title = N_("Application"),
		.help = N_("Only permissions of this application, by the label before the dot.") },
	[LIST_PRIVILEGED] = { .name = "privileged", .kind = DW_P_YESNO, .title = N_("Privileged"),
		.help = N_("Only privileged ones, or only the others.") },
	[LIST_GROUP] = { .name = "group", .kind = DW_P_GROUP, .title = N_("Group"),
		.help = N_("Only permissions that this group gives.") },
	[LIST_LIMIT] = DW_PARAM_LIMIT,
	[LIST_AFTER] = DW_PARAM_AFTER,
	[LIST_FROM] = DW_PARAM_FROM,
};

static enum dw_code
list_run(struct dw_call *call, struct dw_error *err)
{
	DW_AUTO_FREE char *from = NULL;
	struct dw_permission_query query = {
		.search = dw_arg_text(call->args, LIST_SEARCH),
		.app = dw_arg_text(call->args, LIST_APP),
		.privileged = (int)dw_arg_num(call->args, LIST_PRIVILEGED, -1),
		.group = dw_arg_text(call->args, LIST_GROUP),
		.after = dw_arg_text(call->args, LIST_AFTER),
	};
	enum dw_code rc;

	if ((rc = dw_paging_limit(call, LIST_LIMIT, &query.limit, err)) != DW_OK)
		return rc;
	if (query.after == NULL && dw_arg_given(call->args, LIST_FROM))
		query.after = from = dw_permission_list_from(dw_arg_text(call->args, LIST_FROM));
	return dw_permission_list(call->app->db, &query, call->sink, err);
}

const struct dw_action dw_act_permission_list = {
	.name = "permission.list",
	.title = N_("Permissions"),
	.summary = N_("List the permission catalogue with who holds each directly"),
	DW_PARAMS(list_params),
	.effect = DW_READ,
	.needs = DW_PERM_VIEW_USERS,
	.throttle = DW_THROTTLE_READ,
	.columns = dw_permission_columns,
	.n_columns = &dw_permission_columns_count,
	.run = list_run,
};

enum { SHOW_GROUP, SHOW_USER, SHOW_DIRECT };

static const struct dw_param show_params[] = {
	[SHOW_GROUP] = { .name = "group", .kind = DW_P_GROUP, .flags = DW_P_INSTEAD | DW_P_NO_FORM,
		.title = N_("Group"), .help = N_("A group instead of a user.") },
	[SHOW_USER] = { .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET, .title = N_("User"),
		.help = N_("Username, e-mail address or id.") },
	[SHOW_DIRECT] = { .name = "direct", .kind = DW_P_FLAG, .title = N_("Only direct ones"),
		.help = N_("Only what was granted to the user, not what groups give.") },
};

static enum dw_code
show_run(struct dw_call *call, struct dw_error *err)
{
	DW_AUTO(dw_group) group = { 0 };
	enum dw_code rc;

	if ((rc = given_group(call, SHOW_GROUP, &group, err)) != DW_OK)
		return rc;
	if (group.id != 0)
		return dw_permission_of_group(call->app->db, group.id, call->sink, err);
	return dw_permission_of_user(call->app->db, call->target.user.id,
		dw_arg_given(call->args, SHOW_DIRECT), call->sink, err);
}

const struct dw_action dw_act_permission_show = {
	.name = "permission.show",
	.title = N_("Effective permissions"),
	.summary = N_("Show what a user holds, directly and through groups, and where from"),
	DW_PARAMS(show_params),
	.target = DW_KIND_USER,
	.effect = DW_READ,
	.needs = DW_PERM_VIEW_USERS,
	.throttle = DW_THROTTLE_READ,
	.columns = dw_holding_columns,
	.n_columns = &dw_holding_columns_count,
	.run = show_run,
};

/* ---- permission.grant, permission.revoke -------------------------------------------- */

enum { GRANT_GROUP, GRANT_USER, GRANT_PERMISSION };

static const struct dw_param grant_params[] = {
	[GRANT_GROUP] = { .name = "group", .kind = DW_P_GROUP, .flags = DW_P_INSTEAD | DW_P_NO_FORM,
		.title = N_("Group"), .help = N_("A group instead of a user, which is usually better.") },
	[GRANT_USER] = { .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET, .title = N_("User"),
		.help = N_("Username, e-mail address or id.") },
	[GRANT_PERMISSION] = { .name = "permission", .kind = DW_P_PERMISSION,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_MANY, .title = N_("Permissions"),
		.help = N_("As the list of permissions has them; more than one for more than one.") },
};

static enum dw_code
grant_may(struct dw_call *call, bool giving, struct dw_error *err)
{
	DW_AUTO(dw_group) group = { 0 };
	enum dw_code rc;

	if ((rc = given_group(call, GRANT_GROUP, &group, err)) != DW_OK)
		return rc;
	return dw_permission_may_change(&call->work, target_user(call), or_none(&group), giving, err);
}

static enum dw_code
grant_change(struct dw_call *call, bool giving, struct dw_error *err)
{
	enum dw_code (*change)(struct dw_work *, const struct dw_user *, const struct dw_group *,
		const char *const *, size_t, bool *, struct dw_error *) =
		giving ? dw_permission_grant : dw_permission_revoke;
	const struct dw_arg *names = &call->args->at[GRANT_PERMISSION];
	struct dw_target *t = &call->target;
	enum dw_code rc;

	if (t->kind == DW_KIND_NONE) {
		if ((rc = given_group(call, GRANT_GROUP, &t->group, err)) != DW_OK)
			return rc;
		t->kind = DW_KIND_GROUP;
		call->label = t->group.name;
	}
	return change(&call->work, target_user(call), or_none(&t->group),
		(const char *const *)names->items, names->n_items, &call->changed, err);
}

static enum dw_code
grant_ready(struct dw_call *call, struct dw_error *err)
{
	return grant_may(call, true, err);
}

static enum dw_code
grant_run(struct dw_call *call, struct dw_error *err)
{
	return grant_change(call, true, err);
}

const struct dw_action dw_act_permission_grant = {
	.name = "permission.grant",
	.title = N_("Grant permissions"),
	.summary = N_("Give permissions to a user directly, or to a group"),
	.done = N_("%s holds the permissions now"),
	DW_PARAMS(grant_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_MANAGE_ACCESS,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "permissions_added",
	.mnemonic = 'n',
	.console = true,
	.ready = grant_ready,
	.run = grant_run,
};

static enum dw_code
revoke_ready(struct dw_call *call, struct dw_error *err)
{
	return grant_may(call, false, err);
}

static enum dw_code
revoke_run(struct dw_call *call, struct dw_error *err)
{
	enum dw_code rc = grant_change(call, false, err);
	DW_AUTO_FREE char *label = dw_display_dup(call->label != NULL ? call->label : "");

	if (rc == DW_OK && !call->changed)
		call->said = dw_format(call->target.kind == DW_KIND_USER ?
			_("%s holds none of this directly; it comes from a group.") :
			_("%s gives none of this; nothing was changed."), label);
	return rc;
}

const struct dw_action dw_act_permission_revoke = {
	.name = "permission.revoke",
	.title = N_("Revoke permissions"),
	.summary = N_("Take direct permissions away from a user, or from a group"),
	.done = N_("%s no longer holds the permissions directly"),
	DW_PARAMS(grant_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_MANAGE_ACCESS,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "permissions_removed",
	.mnemonic = 'k',
	.console = true,
	.ready = revoke_ready,
	.run = revoke_run,
};
