/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the desk does about second factors: removing them for somebody who has lost them, not
 * asking somebody for one, more time to set one up. Setting one up is the person's own.
 */
#ifndef DW_DOMAIN_MFA_H
#define DW_DOMAIN_MFA_H

#include "domain/backup_code.h"
#include "domain/keyring.h"
#include "domain/user.h"
#include "domain/work.h"

/* How a caller was identified, and the ticket it is about: for the entry. NULL = not told. */
struct dw_proof {
	const char *method;
	const char *ticket;
};

/*
 * `mfa_disabled_by_admin`: removes app, backup codes, passkeys and e-mail codes, and ends all
 * sessions. Until another is set up the password alone is asked for; the days of grace
 * begin anew, but an operator sets one up at the next sign-in. Never one's own
 * (DW_OWN_ACCOUNT). DW_STATE when there is none.
 */
enum dw_code
dw_mfa_may_reset(struct dw_work *w, const struct dw_user *user, struct dw_error *err);
enum dw_code
dw_mfa_reset(struct dw_work *w, const struct dw_user *user, const struct dw_proof *proof,
	struct dw_error *err);

/*
 * An app and a set of backup codes of the user's own, in the place of older ones: `totp_enrolled`,
 * `backup_codes_made`. The step of the code that confirmed the app is used up. renew: codes alone;
 * DW_STATE without an app.
 */
enum dw_code
dw_mfa_enrol(struct dw_work *w, const struct dw_keyring *keyring, const struct dw_user *user,
	const struct dw_secret *app, int64_t step, const struct dw_backup_set *codes,
	struct dw_error *err);
enum dw_code
dw_mfa_renew_codes(struct dw_work *w, const struct dw_user *user,
	const struct dw_backup_set *codes, struct dw_error *err);

/* `mfa_exemption_set`, `mfa_exemption_cleared`; DW_STATE when it is so already. Not one's own. */
enum dw_code
dw_mfa_may_exempt(struct dw_work *w, const struct dw_user *user, struct dw_error *err);
enum dw_code
dw_mfa_exempt(struct dw_work *w, const struct dw_user *user, bool exempt, struct dw_error *err);

/* `mfa_grace_changed`: the days of grace end then; 0 = they begin at the next sign-in. */
enum dw_code
dw_mfa_grace(struct dw_work *w, const struct dw_user *user, int64_t until, bool *changed,
	struct dw_error *err);

/*
 * Shuts a person out of everything at once, in one transaction: deactivated, all sessions
 * ended, codes void, password and second factors disabled. `user_panicked`, beside the
 * entries of what it contains. Not oneself, and not the last admin.
 */
enum dw_code
dw_user_may_panic(struct dw_work *w, const struct dw_user *user, struct dw_error *err);
enum dw_code
dw_user_panic(struct dw_work *w, const struct dw_user *user, struct dw_error *err);

#endif
