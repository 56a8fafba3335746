/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a person stands: everything that decides whether they can sign in, judged by one
 * ordered table of checks (standing.c). The door asks it at every sign-in; the desk shows it
 * ("why can this person not sign in?"). So the two cannot disagree.
 *
 * Nothing here is slow: a few rows of one user, by key.
 */
#ifndef DW_DOMAIN_STANDING_H
#define DW_DOMAIN_STANDING_H

#include "base/table.h"
#include "domain/password_verify.h"
#include "domain/user.h"

/* Everything that the checks look at, read once. */
struct dw_standing {
	const struct dw_user *user;  /* borrowed */
	const struct dw_conf *conf;
	int64_t now;
	struct dw_password_row password;
	int64_t factors_disabled; /* since when; 0 = they are not */
	bool wants_mfa;     /* the policy asks this user for a second factor */
	bool operates;      /* is an operator: always asked for one, and without grace */
	bool first_admin;   /* need not verify an address: nobody could mail it yet */
	int64_t sources_slowed; /* addresses of this user's last tries that are being slowed */
};

/* Borrows user. DW_OK, or what reading says. */
enum dw_code
dw_standing_load(struct dw_db *db, const struct dw_conf *conf, const struct dw_user *user,
	int64_t now, struct dw_standing *out, struct dw_error *err);

enum dw_verdict {
	DW_FINE,  /* nothing in the way */
	DW_ASKS,  /* more will be asked for at the next sign-in, or soon; nothing stops yet */
	DW_STOPS, /* nobody gets in past this */
};

/* Which of the checks, in the order in which they stop somebody. */
enum dw_check_id {
	DW_CHECK_LIFECYCLE, DW_CHECK_ACTIVE, DW_CHECK_VALIDITY, DW_CHECK_DIRECTORY, DW_CHECK_LOCK,
	DW_CHECK_PASSWORD, DW_CHECK_SECOND_FACTOR, DW_CHECK_ADDRESS, DW_CHECK_SOURCE,
	DW_CHECKS
};

/* What a check found. */
struct dw_finding {
	enum dw_check_id check;
	enum dw_verdict verdict;
	const char *reason;     /* a code: "binned", "locked", "must_change"; "ok" when fine */
	int64_t since, until;   /* ms; 0 = not known or not so */
	const char *mend[3];    /* names of actions that mend it, best first; NULL ends them */
	const char *made_by[4]; /* codes of audit entries that may have brought it about */
};

/* The check's promise of a name: "lock". */
const char *
dw_check_name(enum dw_check_id check);

/* One check of the table. */
struct dw_finding
dw_standing_check(const struct dw_standing *standing, enum dw_check_id check);

/* The first check that stops this person, or DW_CHECKS. */
enum dw_check_id
dw_standing_stop(const struct dw_standing *standing, struct dw_finding *out);

/* The sentence for people: "Locked until 2026-11-20 14:32:05 (2 min 41 s left)". */
void
dw_finding_text(const struct dw_standing *standing, const struct dw_finding *finding,
	struct dw_buf *out);

/*
 * The diagnosis as rows, first what stops, then what asks, then what is fine, each in the order
 * of the table: check, verdict, reason, text, since, until, by, mend. `by` is the operator whose
 * entry brought it about, where the audit still says so.
 */
extern const struct dw_column dw_diagnosis_columns[];
extern const size_t dw_diagnosis_columns_count;
enum dw_code
dw_diagnosis(struct dw_db *db, const struct dw_standing *standing, struct dw_sink *sink,
	struct dw_error *err);

#endif
