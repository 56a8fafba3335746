/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signing in: one state machine for every route (PAM, authd, codes, links), so that a rule
 * that holds for one holds for all. What is slow stands between two short transactions:
 *
 *	dw_signin_begin(w, s, name)          in one: finds, judges, reserves the attempt
 *	dw_signin_verify(door, s, password)  in none: one hash, whoever it is
 *	dw_signin_finish(w, s)               in one: judges again, settles, says what comes next
 *
 * and then, as s->step says, a code, a new password or a second factor to set up, each in the
 * same way, until the step is DW_STEP_IN or DW_STEP_DENIED. A process that dies in between
 * leaves an attempt that counts as a failure.
 *
 * To whoever knocks, all refusals look and last alike; why it was is in the log and, for the
 * desk, in the diagnosis. OWASP ASVS 5.0, 6.3.8; NIST SP 800-63B-4, 3.2.2.
 */
#ifndef DW_DOMAIN_SIGNIN_H
#define DW_DOMAIN_SIGNIN_H

#include "domain/attempt.h"
#include "domain/backup_code.h"
#include "domain/password_verify.h"
#include "domain/session.h"

/* What a process that signs people in holds from its start to its end. */
struct dw_door {
	const struct dw_conf *conf;          /* borrowed */
	const struct dw_keyring *keyring;    /* borrowed */
	bool demo;
	struct dw_password_row dummy;        /* a hash of nothing, for who has none */
};

/* Slow: makes the dummy hash. conf and keyring outlive the door. */
enum dw_code
dw_door_open(struct dw_door *door, const struct dw_conf *conf, const struct dw_keyring *keyring,
	bool demo, struct dw_error *err);

/* What the other end can do besides taking a password. */
#define DW_CAN_FACTOR 1 /* ask for a code */
#define DW_CAN_CHANGE 2 /* ask for a new password */
#define DW_CAN_ENROL 4  /* show the secret of an authenticator app */

enum dw_signin_step {
	DW_STEP_BEGIN,
	DW_STEP_WAIT,      /* as many tries as are allowed are being verified: begin again soon */
	DW_STEP_VERIFY,    /* verify what was typed: dw_signin_verify(), dw_signin_finish() */
	DW_STEP_DIRECTORY, /* the directory is to be asked */
	DW_STEP_FACTOR,    /* a code is asked for: dw_signin_factor_begin() ... */
	DW_STEP_FACTOR_VERIFY,
	DW_STEP_CHANGE,    /* a new password is asked for: dw_signin_change() */
	DW_STEP_ENROL,     /* a second factor is to be set up */
	DW_STEP_IN,        /* the session is open */
	DW_STEP_DENIED,    /* over */
};

struct dw_signin {
	/* Set by the caller, and its own. */
	struct dw_knock knock;          /* borrowed texts */
	unsigned can;                   /* DW_CAN_ bits */
	bool wants_change;              /* came to set a new password */
	enum dw_factor first;           /* DW_FACTOR_PASSWORD or DW_FACTOR_RESET_CODE */

	enum dw_signin_step step;
	enum dw_outcome outcome;        /* of the last try: for the log of the process alone */
	const char *reason;             /* code of the finding that stopped it; NULL = none */
	int64_t user_id;                /* 0 = nobody */
	struct dw_uuid user;
	char *username;
	struct dw_secret token;         /* of the session: DW_STEP_IN */
	struct dw_uuid session;

	/* The state machine's. */
	int64_t attempt;                /* reserved; 0 = none */
	struct dw_password_row row;     /* what to verify against */
	bool dummy, right, first_done, factor_done, changed;
	bool upgrade;                   /* fresh is the same password in a newer form */
	struct dw_password_hash fresh;
	struct dw_backup_set set;
	bool is_backup, has_set;
	unsigned char hash[DW_BACKUP_HASH];
	unsigned codes;                 /* wrong ones */
};

/* Wipes and frees; what is borrowed stays. */
void
dw_signin_clear(struct dw_signin *signin);

/*
 * Who is it, and may they try? DW_STEP_VERIFY, also for who may not, so that one hash is
 * computed for every one; DW_STEP_WAIT; DW_STEP_DENIED only for an address that is slowed
 * down. Failures of the store are returned, and mean that nobody gets in.
 */
enum dw_code
dw_signin_begin(struct dw_work *w, const struct dw_door *door, struct dw_signin *signin,
	const char *name, struct dw_error *err);

/* The waiting is over: the try is written down as one that did not get its turn. */
enum dw_code
dw_signin_give_up(struct dw_work *w, struct dw_signin *signin, struct dw_error *err);

/* Exactly one hash, and one more to bring the user's own up to date. What cannot be verified
 * is in signin->outcome and returned by dw_signin_finish() as a refusal. */
void
dw_signin_verify(const struct dw_door *door, struct dw_signin *signin,
	const struct dw_secret *typed);

enum dw_code
dw_signin_finish(struct dw_work *w, const struct dw_door *door, struct dw_signin *signin,
	struct dw_error *err);

/* A code of an authenticator app, or a backup code. After a wrong one the step is
 * DW_STEP_FACTOR again, three times at most. */
enum dw_code
dw_signin_factor_begin(struct dw_work *w, const struct dw_door *door, struct dw_signin *signin,
	const struct dw_secret *code, struct dw_error *err);
void
dw_signin_factor_verify(struct dw_signin *signin, const struct dw_secret *code);
enum dw_code
dw_signin_factor_finish(struct dw_work *w, const struct dw_door *door, struct dw_signin *signin,
	const struct dw_secret *code, struct dw_error *err);

/*
 * The new password, judged and hashed by the caller (dw_password_judge(), dw_password_hash_now()):
 * `password_changed`, all sessions end, and the next step follows.
 */
enum dw_code
dw_signin_change(struct dw_work *w, const struct dw_door *door, struct dw_signin *signin,
	const struct dw_password_hash *hash, struct dw_error *err);

/* A second factor has been set up (factor.h): what comes next? */
enum dw_code
dw_signin_enrolled(struct dw_work *w, const struct dw_door *door, struct dw_signin *signin,
	struct dw_error *err);

#endif
