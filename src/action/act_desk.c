/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the help desk does for a person who cannot get in, or must not: why that is, and what
 * mends it. The rules are in domain/standing.c, lockout.c and mfa.c.
 */
#include <stdlib.h>

#include "action/actions.h"
#include "action/invoke.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/attempt.h"
#include "domain/mfa.h"
#include "domain/reset_code.h"
#include "domain/standing.h"

enum { WHO };

static const struct dw_param one_params[] = {
	[WHO] = { .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET, .title = N_("User"),
		.help = N_("Username, e-mail address or id.") },
};

static const struct dw_param many_params[] = {
	[WHO] = { .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET | DW_P_MANY, .title = N_("User"),
		.help = N_("Username, e-mail address or id; more than one for more than one.") },
};

/* ---- user.why --------------------------------------------------------------------- */

static enum dw_code
why_run(struct dw_call *call, struct dw_error *err)
{
	struct dw_standing standing;
	enum dw_code rc = dw_standing_load(call->app->db, call->app->conf, &call->target.user,
		call->work.now, &standing, err);

	return rc != DW_OK ? rc : dw_diagnosis(call->app->db, &standing, call->sink, err);
}

const struct dw_action dw_act_user_why = {
	.name = "user.why",
	.title = N_("Why no sign-in"),
	.summary = N_("Tell why a user cannot sign in, and what would mend it"),
	DW_PARAMS(one_params),
	.target = DW_KIND_USER,
	.effect = DW_READ,
	.needs = DW_PERM_VIEW_USERS,
	.throttle = DW_THROTTLE_READ,
	.columns = dw_diagnosis_columns,
	.n_columns = &dw_diagnosis_columns_count,
	.run = why_run,
};

/* ---- user.unlock ------------------------------------------------------------------- */

static enum dw_code
unlock_ready(struct dw_call *call, struct dw_error *err)
{
	return dw_lock_may_lift(&call->work, &call->target.user, err);
}

static enum dw_code
unlock_run(struct dw_call *call, struct dw_error *err)
{
	call->changed = true;
	return dw_lock_lift(&call->work, &call->target.user, err);
}

const struct dw_action dw_act_user_unlock = {
	.name = "user.unlock",
	.title = N_("Lift lock-out"),
	.summary = N_("Let a user who is locked after wrong tries try again at once"),
	.done = N_("%s can try again"),
	DW_PARAMS(many_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_LIFT_LOCK,
	.rule = DW_RULE_LIGHT,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "lockout_lifted",
	.ready = unlock_ready,
	.run = unlock_run,
};

/* ---- user.valid -------------------------------------------------------------------- */

enum { VALID_WHO, VALID_FROM, VALID_UNTIL };

static const struct dw_param valid_params[] = {
	[VALID_WHO] = { .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET | DW_P_MANY, .title = N_("User"),
		.help = N_("Username, e-mail address or id; more than one for more than one.") },
	[VALID_FROM] = { .name = "from", .kind = DW_P_TIME, .column = "valid_from",
		.title = N_("Valid from"),
		.help = N_("The account works from this time on; never = always did.") },
	[VALID_UNTIL] = { .name = "until", .kind = DW_P_TIME, .column = "valid_until",
		.title = N_("Valid until"),
		.help = N_("The account works until this time; never = no end.") },
};

static enum dw_code
valid_ready(struct dw_call *call, struct dw_error *err)
{
	return dw_user_may_edit(&call->work, &call->target.user, err);
}

static enum dw_code
valid_run(struct dw_call *call, struct dw_error *err)
{
	struct dw_user_edit edit = DW_USER_EDIT_NONE;

	if (!dw_arg_given(call->args, VALID_FROM) && !dw_arg_given(call->args, VALID_UNTIL))
		return dw_fail_field(err, DW_USAGE, "until",
			_("Say from when, until when, or both: --from TIME, --until TIME."));
	edit.valid_from = dw_arg_num(call->args, VALID_FROM, -1);
	edit.valid_until = dw_arg_num(call->args, VALID_UNTIL, -1);
	return dw_user_edit(&call->work, &call->target.user, &edit, call->expect_version,
		&call->changed, err);
}

const struct dw_action dw_act_user_valid = {
	.name = "user.valid",
	.title = N_("Validity dates"),
	.summary = N_("Change from when and until when an account works"),
	.done = N_("The dates of %s were saved"),
	DW_PARAMS(valid_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_EDIT_USER,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "user_updated",
	.ready = valid_ready,
	.run = valid_run,
};

/* ---- user.reset-mfa ------------------------------------------------------------------ */

enum { PROVEN_WHO, PROVEN_PROOF, PROVEN_TICKET };

static const char *const proofs[] = { "call-back", "in-person", "manager", "document", "other",
	NULL };

/* What can be abused by a voice on the phone asks who that was. */
static const struct dw_param proven_params[] = {
	[PROVEN_WHO] = { .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET, .title = N_("User"),
		.help = N_("Username, e-mail address or id.") },
	[PROVEN_PROOF] = { .name = "proof", .kind = DW_P_CHOICE, .choices = proofs,
		.title = N_("Identified by"),
		.help = N_("How the person was identified; asked for unless proof.required = no.") },
	[PROVEN_TICKET] = { .name = "ticket", .title = N_("Ticket"),
		.help = N_("Number of the ticket that it is about.") },
};

static enum dw_code
proof_given(struct dw_call *call, struct dw_error *err)
{
	if (dw_arg_given(call->args, PROVEN_PROOF) ||
		!dw_conf_bool(call->app->conf, DW_CONF_PROOF_REQUIRED))
		return DW_OK;
	return dw_fail_field(err, DW_USAGE, "proof",
		_("Say how the person was identified: call-back, in-person, manager, document or other."));
}

static struct dw_proof
proof_of(const struct dw_call *call)
{
	return (struct dw_proof){
		.method = dw_arg_given(call->args, PROVEN_PROOF) ?
			proofs[dw_arg_num(call->args, PROVEN_PROOF, 0)] : NULL,
		.ticket = dw_arg_text(call->args, PROVEN_TICKET),
	};
}

static enum dw_code
reset_ready(struct dw_call *call, struct dw_error *err)
{
	return dw_mfa_may_reset(&call->work, &call->target.user, err);
}

static enum dw_code
reset_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_proof proof = proof_of(call);

	call->changed = true;
	return dw_mfa_reset(&call->work, &call->target.user, &proof, err);
}

const struct dw_action dw_act_user_reset_mfa = {
	.name = "user.reset-mfa",
	.title = N_("Reset 2FA"),
	.summary = N_("Remove all second factors of a user who has lost them, and end all sessions"),
	.done = N_("%s has no second factor any more; all sessions have ended"),
	DW_PARAMS(proven_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_RESET_MFA,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "mfa_disabled_by_admin",
	.ready = reset_ready,
	.prepare = proof_given,
	.run = reset_run,
};

/* ---- user.reset-code ----------------------------------------------------------------- */

static enum dw_code
code_ready(struct dw_call *call, struct dw_error *err)
{
	return dw_reset_code_may(&call->work, &call->target.user, err);
}

static void
code_free(void *prepared)
{
	dw_reset_code_clear(prepared);
	free(prepared);
}

/* Slow: the code is hashed like a password. */
static enum dw_code
code_prepare(struct dw_call *call, struct dw_error *err)
{
	DW_AUTO(dw_keyring) keyring = { 0 };
	struct dw_reset_code *code;
	enum dw_code rc = proof_given(call, err);

	if (rc != DW_OK || (call->flags & DW_CALL_DRY_RUN) != 0)
		return rc;
	if ((rc = dw_app_keys(call->app, &keyring, err)) != DW_OK)
		return rc;
	code = dw_calloc(1, sizeof(*code));
	call->prepared = code;
	call->prepared_free = code_free;
	return dw_reset_code_make(call->app->conf, call->app->demo, &keyring, code, err);
}

static enum dw_code
code_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_proof proof = proof_of(call);
	struct dw_reset_code none = { 0 }, *code = call->prepared;
	char span[DW_TIME_TEXT];
	bool unlocked;
	enum dw_code rc;

	/* A dry run has no code; what it writes is rolled back. */
	rc = dw_reset_code_put(&call->work, &call->target.user, code != NULL ? code : &none, &proof,
		&unlocked, err);
	call->changed = rc == DW_OK;
	if (rc != DW_OK || code == NULL)
		return rc;
	call->secret = code->text;
	code->text = (struct dw_secret){ 0 };
	dw_duration_text(dw_conf_int(call->app->conf, DW_CONF_RESET_CODE_LIFETIME), span);
	dw_replace(&call->note, unlocked ?
		dw_format(_("It is good for %s and once; the lock-out was lifted."), span) :
		dw_format(_("It is good for %s and once."), span));
	return DW_OK;
}

const struct dw_action dw_act_user_reset_code = {
	.name = "user.reset-code",
	.title = N_("Reset code"),
	.summary = N_("Make a code that a user sets a new password with, to be told on the phone"),
	.done = N_("%s has a reset code"),
	DW_PARAMS(proven_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_RESET_CODE,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "reset_code_generated",
	.reveals = true,
	.ready = code_ready,
	.prepare = code_prepare,
	.run = code_run,
};

/* ---- user.exempt-mfa, user.grace ----------------------------------------------------- */

enum { EXEMPT_WHO, EXEMPT_OFF };

static const struct dw_param exempt_params[] = {
	[EXEMPT_WHO] = { .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET | DW_P_MANY, .title = N_("User"),
		.help = N_("Username, e-mail address or id; more than one for more than one.") },
	[EXEMPT_OFF] = { .name = "off", .kind = DW_P_FLAG, .title = N_("Take it back"),
		.help = N_("Ask for a second factor again.") },
};

static enum dw_code
exempt_ready(struct dw_call *call, struct dw_error *err)
{
	return dw_mfa_may_exempt(&call->work, &call->target.user, err);
}

static enum dw_code
exempt_run(struct dw_call *call, struct dw_error *err)
{
	bool off = dw_arg_given(call->args, EXEMPT_OFF);

	call->changed = true;
	if (off)
		dw_replace(&call->said, dw_format(_("%s is asked for a second factor again"),
			call->target.user.username));
	return dw_mfa_exempt(&call->work, &call->target.user, !off, err);
}

const struct dw_action dw_act_user_exempt_mfa = {
	.name = "user.exempt-mfa",
	.title = N_("Exempt from 2FA"),
	.summary = N_("Ask no second factor of a user, or ask for one again"),
	.done = N_("%s is exempt from the second factor"),
	DW_PARAMS(exempt_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_MANAGE_MFA,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "mfa_exemption_set",
	.ready = exempt_ready,
	.run = exempt_run,
};

enum { GRACE_WHO, GRACE_UNTIL };

static const struct dw_param grace_params[] = {
	[GRACE_WHO] = { .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET | DW_P_MANY, .title = N_("User"),
		.help = N_("Username, e-mail address or id; more than one for more than one.") },
	[GRACE_UNTIL] = { .name = "until", .kind = DW_P_TIME, .flags = DW_P_REQUIRED,
		.column = "mfa_grace_until", .title = N_("Days of grace until"),
		.help = N_("Until when no second factor is asked for, e.g. +14d; now ends it; never lets "
			"it begin at the next sign-in.") },
};

static enum dw_code
grace_run(struct dw_call *call, struct dw_error *err)
{
	return dw_mfa_grace(&call->work, &call->target.user, dw_arg_num(call->args, GRACE_UNTIL, 0),
		&call->changed, err);
}

const struct dw_action dw_act_user_grace = {
	.name = "user.grace",
	.title = N_("Days of grace"),
	.summary = N_("Change until when a user may do without a second factor"),
	.done = N_("The days of grace of %s were changed"),
	DW_PARAMS(grace_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_MANAGE_MFA,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "mfa_grace_changed",
	.ready = exempt_ready,
	.run = grace_run,
};

/* ---- user.panic --------------------------------------------------------------------- */

static enum dw_code
panic_ready(struct dw_call *call, struct dw_error *err)
{
	return dw_user_may_panic(&call->work, &call->target.user, err);
}

static enum dw_code
panic_run(struct dw_call *call, struct dw_error *err)
{
	call->changed = true;
	return dw_user_panic(&call->work, &call->target.user, err);
}

const struct dw_action dw_act_user_panic = {
	.name = "user.panic",
	.title = N_("Shut out"),
	.summary = N_("Deactivate a user, end all sessions, void codes and disable password and "
		"second factors, all at once"),
	.done = N_("%s is shut out of everything"),
	DW_PARAMS(one_params),
	.target = DW_KIND_USER,
	.effect = DW_WRITE,
	.needs = DW_PERM_PANIC,
	.rule = DW_RULE_SUBSET,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "user_panicked",
	.confirm = N_("Shut %s out of everything? Password and second factors must be set up anew."),
	.ready = panic_ready,
	.run = panic_run,
};
