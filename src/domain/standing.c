/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ordered table of checks, and what each looks at. To add one: its id in standing.h in
 * the place where it stops somebody, its function, its row in the table. See standing.h; how
 * findings are told is in diagnosis.c.
 */
#include "domain/rights.h"
#include "domain/standing.h"
#include "store/query.h"

/* ---- what is looked at ---- */

/* Who made the store must be able to get in before anything can send mail. */
static enum dw_code
is_first_admin(struct dw_db *db, const struct dw_user *user, bool admin, bool *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	int64_t first;

	dw_query_open(db, &q, "SELECT min(id) FROM user");
	if ((rc = dw_query_int(&q, 0, &first, err)) == DW_OK)
		*out = admin && first == user->id;
	return rc;
}

/* Since when a second factor is shut out; 0 = none is. */
static enum dw_code
factors_disabled(struct dw_db *db, int64_t user_id, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(db, &q, "SELECT ifnull(max(disabled_at), 0) FROM authenticator"
		" WHERE user_id = ?1");
	dw_bind_int(&q, 1, user_id);
	return dw_query_int(&q, 0, out, err);
}

enum dw_code
dw_standing_load(struct dw_db *db, const struct dw_conf *conf, const struct dw_user *user,
	int64_t now, struct dw_standing *out, struct dw_error *err)
{
	struct dw_rights rights = { 0 };
	enum dw_code rc;

	*out = (struct dw_standing){ .user = user, .conf = conf, .now = now };
	if ((rc = dw_password_load(db, user->id, &out->password, err)) != DW_OK ||
		(rc = factors_disabled(db, user->id, &out->factors_disabled, err)) != DW_OK ||
		(rc = dw_rights_load(db, user->id, now, &rights, err)) != DW_OK ||
		(rc = is_first_admin(db, user, rights.admin, &out->first_admin, err)) != DW_OK)
		return rc;
	out->operates = rights.admin || rights.held != 0;
	out->wants_mfa = out->operates || dw_conf_int(conf, DW_CONF_MFA_POLICY) == DW_MFA_EVERYBODY;
	return DW_OK;
}

/* ---- the checks ---- */

#define FINE(...) (struct dw_finding){ .verdict = DW_FINE, __VA_ARGS__ }
#define ASKS(...) (struct dw_finding){ .verdict = DW_ASKS, __VA_ARGS__ }
#define STOPS(...) (struct dw_finding){ .verdict = DW_STOPS, __VA_ARGS__ }

static struct dw_finding
lifecycle(const struct dw_standing *s)
{
	switch (s->user->lifecycle) {
	case DW_ERASED:
		return STOPS(.reason = "erased", .since = s->user->lifecycle_since);
	case DW_BINNED:
		return STOPS(.reason = "binned", .since = s->user->lifecycle_since,
			.until = s->user->deadline, .made_by = { "user_binned" });
	case DW_SELF_DELETION:
		/* May sign in at the portal alone, to take it back; no other door lets them in. */
		return STOPS(.reason = "self_deletion", .since = s->user->lifecycle_since,
			.until = s->user->deadline, .made_by = { "self_deletion_requested" });
	case DW_KEPT:
		break;
	}
	return FINE(.reason = "kept");
}

static struct dw_finding
active(const struct dw_standing *s)
{
	const struct dw_user *u = s->user;

	if (u->active)
		return FINE(.reason = "active");
	switch (u->inactive_reason) {
	case DW_BY_DIRECTORY:
		return STOPS(.reason = "by_directory", .since = u->inactive_since);
	case DW_MISSING_IN_DIRECTORY:
		return STOPS(.reason = "missing_in_directory", .since = u->inactive_since);
	case DW_INACTIVE_NONE:
	case DW_BY_OPERATOR:
		break;
	}
	return STOPS(.reason = "by_operator", .since = u->inactive_since,
		.mend = { "user.activate" },
		.made_by = { "user_deactivated", "user_panicked", "user_created" });
}

static struct dw_finding
validity(const struct dw_standing *s)
{
	const struct dw_user *u = s->user;

	if (u->valid_from > s->now)
		return STOPS(.reason = "not_yet_valid", .until = u->valid_from,
			.mend = { "user.valid" });
	if (u->valid_until != 0 && u->valid_until <= s->now)
		return STOPS(.reason = "expired", .since = u->valid_until, .mend = { "user.valid" });
	return FINE(.reason = "valid", .until = u->valid_until);
}

static struct dw_finding
directory(const struct dw_standing *s)
{
	if (s->user->source == DW_LOCAL)
		return FINE(.reason = "local");
	/* VERIFY_DIRECTORY has its place in the state machine; no directory answers it yet. */
	return STOPS(.reason = "directory_not_configured");
}

static struct dw_finding
lock(const struct dw_standing *s)
{
	const struct dw_user *u = s->user;

	if (u->locked_until <= s->now)
		return FINE(.reason = "not_locked");
	return STOPS(.reason = "locked", .since = u->locked_since, .until = u->locked_until,
		.mend = { "user.unlock", "user.reset-code" });
}

static struct dw_finding
password(const struct dw_standing *s)
{
	const struct dw_password_row *p = &s->password;

	if (s->user->source != DW_LOCAL)
		return FINE(.reason = "in_directory");
	if (p->set_at == 0)
		return STOPS(.reason = "no_password",
			.mend = { "user.reset-code", "user.set-password" });
	if (p->disabled_at != 0)
		return STOPS(.reason = "password_disabled", .since = p->disabled_at,
			.mend = { "user.reset-code", "user.set-password" });
	if (p->must_change)
		return ASKS(.reason = "must_change", .since = p->set_at,
			.made_by = { "password_reset" });
	return FINE(.reason = "password_set", .since = p->set_at);
}

static struct dw_finding
second_factor(const struct dw_standing *s)
{
	const struct dw_user *u = s->user;

	if (s->factors_disabled != 0)
		return STOPS(.reason = "factors_disabled", .since = s->factors_disabled,
			.mend = { "user.reset-mfa" }, .made_by = { "user_panicked" });
	if ((u->mfa & DW_MFA_TOTP) != 0)
		return FINE(.reason = "enrolled");
	/* Services behind this door cannot ask for a passkey. */
	if ((u->mfa & DW_MFA_PASSKEY) != 0)
		return STOPS(.reason = "passkey_only", .mend = { "user.reset-mfa" });
	if (u->mfa_exempt_at != 0)
		return FINE(.reason = "exempt", .since = u->mfa_exempt_at,
			.made_by = { "mfa_exemption_set" });
	if (!s->wants_mfa)
		return FINE(.reason = "not_asked_for");
	if (s->operates)
		return ASKS(.reason = "must_enrol", .mend = { "user.exempt-mfa" });
	if (u->mfa_grace_until == 0)
		return ASKS(.reason = "grace_begins", .mend = { "user.exempt-mfa" });
	if (u->mfa_grace_until > s->now)
		return ASKS(.reason = "in_grace", .until = u->mfa_grace_until,
			.mend = { "user.exempt-mfa", "user.grace" },
			.made_by = { "mfa_grace_changed", "mfa_disabled_by_admin" });
	return STOPS(.reason = "grace_over", .since = u->mfa_grace_until,
		.mend = { "user.grace", "user.exempt-mfa" },
		.made_by = { "mfa_grace_changed", "mfa_disabled_by_admin" });
}

static struct dw_finding
address(const struct dw_standing *s)
{
	const struct dw_user *u = s->user;

	if (u->email[0] == '\0')
		return FINE(.reason = "no_address");
	if (u->email_verified_at != 0)
		return FINE(.reason = "verified", .since = u->email_verified_at,
			.made_by = { "email_verified_by_admin" });
	if (s->first_admin || u->source != DW_LOCAL ||
		!dw_conf_bool(s->conf, DW_CONF_SIGNIN_VERIFIED))
		return FINE(.reason = "need_not_be_verified");
	return STOPS(.reason = "unverified", .mend = { "user.verify-email" });
}

static struct dw_finding
source(const struct dw_standing *s)
{
	if (s->sources_slowed == 0)
		return FINE(.reason = "not_slowed");
	return ASKS(.reason = "slowed");
}

static const struct check {
	const char *name;
	struct dw_finding (*judge)(const struct dw_standing *standing);
} checks[DW_CHECKS] = {
	[DW_CHECK_LIFECYCLE] = { "lifecycle", lifecycle },
	[DW_CHECK_ACTIVE] = { "active", active },
	[DW_CHECK_VALIDITY] = { "validity", validity },
	[DW_CHECK_DIRECTORY] = { "directory", directory },
	[DW_CHECK_LOCK] = { "lock", lock },
	[DW_CHECK_PASSWORD] = { "password", password },
	[DW_CHECK_SECOND_FACTOR] = { "second_factor", second_factor },
	[DW_CHECK_ADDRESS] = { "address", address },
	[DW_CHECK_SOURCE] = { "source", source },
};

const char *
dw_check_name(enum dw_check_id check)
{
	return checks[check].name;
}

struct dw_finding
dw_standing_check(const struct dw_standing *standing, enum dw_check_id check)
{
	struct dw_finding finding = checks[check].judge(standing);

	finding.check = check;
	return finding;
}

enum dw_check_id
dw_standing_stop(const struct dw_standing *standing, struct dw_finding *out)
{
	for (int i = 0; i < DW_CHECKS; i++) {
		*out = dw_standing_check(standing, (enum dw_check_id)i);
		if (out->verdict == DW_STOPS)
			return out->check;
	}
	return DW_CHECKS;
}
