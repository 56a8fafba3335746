/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Actions on users. Each takes its arguments and calls the domain; the rules are in
 * domain/user_change.c and domain/credential.c. Reading users is in act_user_read.c,
 * import and export are in act_import.c.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "action/actions.h"
#include "action/invoke.h"
#include "base/intl.h"
#include "domain/password_verify.h"
#include "domain/user.h"

/* ---- the profile's fields, the same for create and edit -------------------------- */

enum {
	FIELD_WHO, FIELD_FIRST, FIELD_LAST, FIELD_PROFILE, FIELD_EMAIL, FIELD_VERIFIED, FIELD_PHONE,
	FIELD_ACTIVE, FIELD_STAFF, FIELD_FROM, FIELD_UNTIL, FIELD_GROUP, FIELD_UID, FIELDS
};

#define PROFILE_PARAMS \
	[FIELD_FIRST] = { .name = "first-name", .column = "first_name", \
		.title = N_("First name"), .help = N_("First name.") }, \
	[FIELD_LAST] = { .name = "last-name", .column = "last_name", \
		.title = N_("Last name"), .help = N_("Last name.") }, \
	[FIELD_PROFILE] = { .name = "profile-name", .column = "profile_name", \
		.title = N_("Profile name"), .help = N_("The name that others see.") }, \
	[FIELD_EMAIL] = { .name = "email", .column = "email", .flags = DW_P_OPERATOR_PII, \
		.title = N_("E-mail"), .help = N_("A new address counts as not verified, " \
			"unless said otherwise."), .resets = "verified" }, \
	[FIELD_VERIFIED] = { .name = "verified", .kind = DW_P_YESNO, \
		.column = "email_verified", .standard = "no", .title = N_("E-mail verified"), \
		.help = N_("Whether the address is known to belong to the person.") }, \
	[FIELD_PHONE] = { .name = "phone", .column = "phone", .flags = DW_P_OPERATOR_PII, \
		.title = N_("Phone"), .help = N_("Phone number.") }, \
	[FIELD_ACTIVE] = { .name = "active", .kind = DW_P_YESNO, .column = "active", \
		.standard = "yes", .title = N_("Active"), \
		.help = N_("The same as user activate and user deactivate.") }, \
	[FIELD_STAFF] = { .name = "staff", .kind = DW_P_YESNO, .column = "staff", \
		.standard = "no", .title = N_("Staff"), \
		.help = N_("A fact for applications, without meaning here. Admins only.") }, \
	[FIELD_FROM] = { .name = "valid-from", .kind = DW_P_TIME, .column = "valid_from", \
		.title = N_("Valid from"), \
		.help = N_("The account works from this time on; never = always did.") }, \
	[FIELD_UNTIL] = { .name = "valid-until", .kind = DW_P_TIME, .column = "valid_until", \
		.title = N_("Valid until"), \
		.help = N_("The account works until this time; never = no end.") }, \
	[FIELD_GROUP] = { .name = "group", .kind = DW_P_GROUP, .flags = DW_P_MANY, \
		.column = "groups", .title = N_("Groups"), \
		.help = N_("Groups the user is in; more than once for more than one. When editing " \
			"these become all static memberships; none = no group.") }, \
	[FIELD_UID] = { .name = "unix-uid", .flags = DW_P_NO_FORM, .title = N_("Unix uid"), \
		.help = N_("The unix account that acts as this user on the console; none = nobody. " \
			"Admins only.") }

static int
yesno(const struct dw_args *args, int index)
{
	return (int)dw_arg_num(args, index, -1);
}

static enum dw_code
read_uid(const struct dw_args *args, int64_t *out, struct dw_error *err)
{
	const char *text = dw_arg_text(args, FIELD_UID);
	char *end;

	*out = -1;
	if (text == NULL)
		return DW_OK;
	if (strcmp(text, "none") == 0) {
		*out = -2;
		return DW_OK;
	}
	*out = strtoll(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || *out > UINT32_MAX - 1)
		return dw_fail_field(err, DW_INVALID, "unix-uid",
			_("This must be the number of a unix account, or none."));
	return DW_OK;
}

static enum dw_code
read_profile(const struct dw_args *args, struct dw_user_edit *out, struct dw_error *err)
{
	*out = (struct dw_user_edit){
		.first_name = dw_arg_text(args, FIELD_FIRST),
		.last_name = dw_arg_text(args, FIELD_LAST),
		.profile_name = dw_arg_text(args, FIELD_PROFILE),
		.email = dw_arg_text(args, FIELD_EMAIL),
		.phone = dw_arg_text(args, FIELD_PHONE),
		.active = yesno(args, FIELD_ACTIVE),
		.staff = yesno(args, FIELD_STAFF),
		.verified = yesno(args, FIELD_VERIFIED),
		.valid_from = dw_arg_num(args, FIELD_FROM, -1),
		.valid_until = dw_arg_num(args, FIELD_UNTIL, -1),
	};
	return read_uid(args, &out->unix_uid, err);
}

/* The groups given, where the one word none means the empty list. */
static enum dw_code
set_groups(struct dw_call *call, bool *changed, struct dw_error *err)
{
	const struct dw_arg *arg = &call->args->at[FIELD_GROUP];
	size_t n = arg->n_items;

	*changed = false;
	if (!arg->given)
		return DW_OK;
	if (n == 1 && strcmp(arg->items[0], DW_ARG_NONE) == 0)
		n = 0;
	return dw_group_set(&call->work, &call->target.user, (const char *const *)arg->items, n,
		changed, err);
}

/* Fields that the directory fills, or that ask for a right of their own. */
static enum dw_code
profile_fixed(struct dw_call *call, int index, struct dw_error *err)
{
	return dw_user_may_set(&call->work,
		call->target.kind == DW_KIND_USER ? &call->target.user : NULL,
		call->action->params[index].name, err);
}

/* ---- passwords -------------------------------------------------------------------- */

static void
hash_free(void *prepared)
{
	sodium_memzero(prepared, sizeof(struct dw_password_hash));
	free(prepared);
}

/* Judges and hashes the password given as parameter `index`; a dry run only judges. */
static enum dw_code
prepare_password(struct dw_call *call, int index, const struct dw_user *user,
	struct dw_error *err)
{
	const struct dw_secret *password = &call->args->at[index].secret;
	DW_AUTO(dw_keyring) keyring = { 0 };
	struct dw_password_hash *hash;
	enum dw_code rc;
	bool mfa;

	if ((rc = dw_password_has_mfa(call->app->db, user->id != 0 ? user : NULL, call->work.now,
			&mfa, err)) != DW_OK)
		return rc;
	if ((rc = dw_password_judge(call->app->conf, user, mfa, password, err)) != DW_OK)
		return rc;
	if ((call->flags & DW_CALL_DRY_RUN) != 0)
		return DW_OK;
	if ((rc = dw_app_keys(call->app, &keyring, err)) != DW_OK)
		return rc;
	hash = dw_calloc(1, sizeof(*hash));
	call->prepared = hash;
	call->prepared_free = hash_free;
	return dw_password_hash_now(call->app->conf, call->app->demo, &keyring, password, hash, err);
}

/* ---- user.create ------------------------------------------------------------------ */

enum { CREATE_PASSWORD = FIELDS, CREATE_MUST_CHANGE, CREATE_PARAMS };

static const struct dw_param create_params[] = {
	[FIELD_WHO] = { .name = "username", .flags = DW_P_REQUIRED | DW_P_POSITION,
		.title = N_("Username"), .help = N_("Unique; lower case is recommended.") },
	PROFILE_PARAMS,
	[CREATE_PASSWORD] = { .name = "password", .kind = DW_P_SECRET, .title = N_("Password"),
		.help = N_("An initial password; empty = none yet.") },
	[CREATE_MUST_CHANGE] = { .name = "must-change", .kind = DW_P_YESNO, .standard = "yes",
		.title = N_("Must change it"), .help = N_("Whether the person has to choose a new "
			"password at the first sign-in; default yes.") },
};

static enum dw_code
create_prepare(struct dw_call *call, struct dw_error *err)
{
	struct dw_user user = {
		.username = (char *)dw_arg_text(call->args, FIELD_WHO),
		.first_name = (char *)dw_arg_text(call->args, FIELD_FIRST),
		.last_name = (char *)dw_arg_text(call->args, FIELD_LAST),
		.email = (char *)dw_arg_text(call->args, FIELD_EMAIL),
	};

	if (!dw_arg_given(call->args, CREATE_PASSWORD))
		return DW_OK;
	return prepare_password(call, CREATE_PASSWORD, &user, err);
}

static enum dw_code
create_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_password_hash *hash = call->prepared;
	struct dw_work *w = &call->work;
	struct dw_user_edit edit;
	enum dw_code rc;
	int64_t id;
	bool grouped;

	if ((rc = read_profile(call->args, &edit, err)) != DW_OK)
		return rc;
	edit.username = dw_arg_text(call->args, FIELD_WHO);
	if ((rc = dw_user_create(w, &edit, &id, err)) != DW_OK ||
		(rc = dw_user_by_id(w->db, id, &call->target.user, err)) != DW_OK)
		return rc;
	call->target.kind = DW_KIND_USER;
	call->label = call->target.user.username;
	call->changed = true;
	if (hash != NULL && (rc = dw_password_insert(w, id, "argon2id", hash->text, hash->pepper_id,
			dw_arg_num(call->args, CREATE_MUST_CHANGE, 1) != 0, err)) != DW_OK)
		return rc;
	if ((rc = set_groups(call, &grouped, err)) != DW_OK)
		return rc;
	if (!grouped)
		dw_replace(&call->note,
			dw_strdup(_("The user is in no group, so holds no permission yet.")));
	return DW_OK;
}

const struct dw_action dw_act_user_create = {
	.name = "user.create",
	.title = N_("New user"),
	.summary = N_("Create a user, with an initial password and groups if wanted"),
	.done = N_("%s was created"),
	DW_PARAMS(create_params),
	.effect = DW_WRITE,
	.needs = DW_PERM_CREATE_USER,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "user_created",
	.console = true,
	.fixed = profile_fixed,
	.prepare = create_prepare,
	.run = create_run,
};

/* ---- user.edit -------------------------------------------------------------------- */

enum { EDIT_USERNAME = FIELDS, EDIT_PARAMS };

static const struct dw_param edit_params[] = {
	[FIELD_WHO] = { .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET, .title = N_("User"),
		.help = N_("Username, e-mail address or id.") },
	PROFILE_PARAMS,
	[EDIT_USERNAME] = { .name = "username", .column = "username", .title = N_("Username"),
		.help = N_("A new username.") },
};

static enum dw_code
edit_ready(struct dw_call *call, struct dw_error *err)
{
	return dw_user_may_edit(&call->work, &call->target.user, err);
}

/* A person who changes their own address proves it first; an operator is taken at their word. */
static void
warn_of_address(struct dw_call *call, const struct dw_user_edit *edit)
{
	if (edit->email == NULL || edit->email[0] == '\0' ||
		strcmp(edit->email, call->target.user.email) == 0)
		return;
	dw_replace(&call->note, dw_strdup(edit->verified > 0 ?
		_("The new address takes effect at once, without asking its owner.") :
		_("The new address takes effect at once, without asking its owner, and counts as not "
		  "verified.")));
}

static enum dw_code
edit_run(struct dw_call *call, struct dw_error *err)
{
	struct dw_work *w = &call->work;
	struct dw_user_edit edit;
	bool profile, groups;
	enum dw_code rc;

	if ((rc = read_profile(call->args, &edit, err)) != DW_OK)
		return rc;
	edit.username = dw_arg_text(call->args, EDIT_USERNAME);
	/* Groups first: one who is deactivated at the same time can still be taken out of them. */
	if ((rc = set_groups(call, &groups, err)) != DW_OK ||
		(rc = dw_user_edit(w, &call->target.user, &edit, call->expect_version, &profile, err)) !=
			DW_OK)
		return rc;
	call->changed = profile || groups;
	warn_of_address(call, &edit);
	return DW_OK;
}

const struct dw_action dw_act_user_edit = {
	.name = "user.edit",
	.title = N_("Edit"),
	.summary = N_("Change the profile, the active flag or the groups of a user"),
	.done = N_("%s was saved"),
	DW_PARAMS(edit_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_EDIT_USER,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "user_updated",
	.mnemonic = 'e',
	.console = true,
	.ready = edit_ready,
	.fixed = profile_fixed,
	.run = edit_run,
};

/* ---- activate, deactivate, verify --------------------------------------------------- */

enum { WHO };

static const struct dw_param users_params[] = {
	[WHO] = { .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET | DW_P_MANY, .title = N_("User"),
		.help = N_("Username, e-mail address or id; more than one for more than one.") },
};

static enum dw_code
activate_ready(struct dw_call *call, struct dw_error *err)
{
	return dw_user_may_activate(&call->work, &call->target.user, err);
}

static enum dw_code
activate_run(struct dw_call *call, struct dw_error *err)
{
	call->changed = true;
	return dw_user_activate(&call->work, &call->target.user, err);
}

const struct dw_action dw_act_user_activate = {
	.name = "user.activate",
	.title = N_("Activate"),
	.summary = N_("Let a deactivated user sign in again"),
	.done = N_("%s is active again"),
	DW_PARAMS(users_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_ACTIVATE_USER,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "user_activated",
	.mnemonic = 'a',
	.console = true,
	.ready = activate_ready,
	.run = activate_run,
};

static enum dw_code
deactivate_ready(struct dw_call *call, struct dw_error *err)
{
	return dw_user_may_deactivate(&call->work, &call->target.user, err);
}

static enum dw_code
deactivate_run(struct dw_call *call, struct dw_error *err)
{
	call->changed = true;
	return dw_user_deactivate(&call->work, &call->target.user, err);
}

const struct dw_action dw_act_user_deactivate = {
	.name = "user.deactivate",
	.title = N_("Deactivate"),
	.summary = N_("Keep a user from signing in and end all sessions; the data stays"),
	.done = N_("%s is inactive; all sessions have ended"),
	DW_PARAMS(users_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_ACTIVATE_USER,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "user_deactivated",
	.mnemonic = 'd',
	.console = true,
	.ready = deactivate_ready,
	.run = deactivate_run,
};

static enum dw_code
verify_ready(struct dw_call *call, struct dw_error *err)
{
	return dw_user_may_verify(&call->work, &call->target.user, err);
}

static enum dw_code
verify_run(struct dw_call *call, struct dw_error *err)
{
	call->changed = true;
	return dw_user_verify_email(&call->work, &call->target.user, err);
}

const struct dw_action dw_act_user_verify_email = {
	.name = "user.verify-email",
	.title = N_("Verify e-mail"),
	.summary = N_("Mark the e-mail address of a user as verified without sending anything"),
	.done = N_("The address of %s counts as verified"),
	DW_PARAMS(users_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_VERIFY_EMAIL,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "email_verified_by_admin",
	.mnemonic = 'v',
	.console = true,
	.ready = verify_ready,
	.run = verify_run,
};

/* ---- user.set-password -------------------------------------------------------------- */

enum { PASSWORD_WHO, PASSWORD_NEW, PASSWORD_MUST_CHANGE };

static const struct dw_param password_params[] = {
	[PASSWORD_WHO] = { .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET, .title = N_("User"),
		.help = N_("Username, e-mail address or id.") },
	[PASSWORD_NEW] = { .name = "password", .kind = DW_P_SECRET, .flags = DW_P_REQUIRED,
		.title = N_("New password"), .help = N_("The new password.") },
	[PASSWORD_MUST_CHANGE] = { .name = "must-change", .kind = DW_P_YESNO, .standard = "yes",
		.title = N_("Must change it"), .help = N_("Whether the person has to choose another one "
			"at the next sign-in; default yes.") },
};

static enum dw_code
password_ready(struct dw_call *call, struct dw_error *err)
{
	return dw_password_may_set(&call->work, &call->target.user, err);
}

static enum dw_code
password_prepare(struct dw_call *call, struct dw_error *err)
{
	return prepare_password(call, PASSWORD_NEW, &call->target.user, err);
}

static enum dw_code
password_run(struct dw_call *call, struct dw_error *err)
{
	static const struct dw_password_hash none;
	const struct dw_password_hash *hash = call->prepared;

	/* A dry run has no hash; what it writes is rolled back. */
	call->changed = true;
	return dw_password_set(&call->work, &call->target.user, hash != NULL ? hash : &none,
		dw_arg_num(call->args, PASSWORD_MUST_CHANGE, 1) != 0, err);
}

const struct dw_action dw_act_user_set_password = {
	.name = "user.set-password",
	.title = N_("Set password"),
	.summary = N_("Give a user a new password and end all sessions"),
	.done = N_("%s has a new password; all sessions have ended"),
	DW_PARAMS(password_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_SET_PASSWORD,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "password_reset",
	.mnemonic = 'p',
	.console = true,
	.ready = password_ready,
	.prepare = password_prepare,
	.run = password_run,
};
