/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Findings in words and as rows. The words stand here and nowhere else: screen, command line
 * and manual show the same sentence. See standing.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/standing.h"
#include "store/query.h"

/* ---- sentences ---- */

static const struct sentence {
	const char *reason;
	const char *text; /* N_() */
} sentences[] = {
	{ "erased", N_("Erased") },
	{ "binned", N_("In the recycle bin; restoring brings the account back") },
	{ "self_deletion", N_("Asked to be deleted, and can only take that back") },
	{ "kept", N_("Neither in the recycle bin nor asked to be deleted") },
	{ "by_operator", N_("Deactivated") },
	{ "by_directory", N_("Disabled in the directory") },
	{ "missing_in_directory", N_("No longer in the directory") },
	{ "active", N_("Active") },
	{ "not_yet_valid", N_("Not valid yet") },
	{ "expired", N_("The account has run out") },
	{ "valid", N_("Within the validity dates") },
	{ "local", N_("The password is kept here, not in a directory") },
	{ "directory_not_configured",
		N_("The password lives in a directory, and no directory is configured here") },
	{ "locked", N_("Locked after wrong tries") },
	{ "not_locked", N_("Not locked") },
	{ "in_directory", N_("The password lives in the directory") },
	{ "no_password", N_("No password") },
	{ "password_disabled", N_("The password is disabled; a new one must be set") },
	{ "must_change", N_("The password must be changed at the next sign-in") },
	{ "password_set", N_("Password set") },
	{ "enrolled", N_("An authenticator app is asked for, and there is one") },
	{ "factors_disabled", N_("The second factors are disabled; they must be set up anew") },
	{ "passkey_only", N_("Has only a passkey, which services behind this door cannot ask for") },
	{ "exempt", N_("Exempt from the second factor") },
	{ "not_asked_for", N_("No second factor, and none is asked for") },
	{ "must_enrol", N_("No second factor; one must be set up at the next sign-in") },
	{ "grace_begins", N_("No second factor; the days of grace begin at the next sign-in") },
	{ "in_grace", N_("No second factor; the days of grace are running") },
	{ "grace_over", N_("No second factor, and the days of grace are over") },
	{ "no_address", N_("No e-mail address, so none must be verified") },
	{ "verified", N_("The e-mail address is verified") },
	{ "need_not_be_verified", N_("The e-mail address need not be verified") },
	{ "unverified", N_("The e-mail address is not verified") },
	{ "not_slowed", N_("No address of the last tries is being slowed down") },
	{ "slowed", N_("An address of the last tries is being slowed down") },
};

static const char *
sentence(const char *reason)
{
	for (size_t i = 0; i < DW_COUNT(sentences); i++)
		if (strcmp(sentences[i].reason, reason) == 0)
			return _(sentences[i].text);
	return reason;
}

void
dw_finding_text(const struct dw_standing *standing, const struct dw_finding *finding,
	struct dw_buf *out)
{
	char time[DW_TIME_TEXT], span[DW_TIME_TEXT];
	const struct dw_user *u = standing->user;

	dw_buf_puts(out, sentence(finding->reason));
	if (finding->since != 0 && finding->since <= standing->now)
		/* TRANSLATORS: goes on after a sentence: "Deactivated, since 2026-11-20 14:32:05" */
		dw_buf_printf(out, _(", since %s"), dw_time_local(finding->since, time));
	if (finding->until > standing->now)
		/* TRANSLATORS: the same: "Locked, until 2026-11-20 14:32:05 (2 min 41 s)" */
		dw_buf_printf(out, _(", until %s (%s)"), dw_time_local(finding->until, time),
			dw_duration_text(finding->until - standing->now, span));
	if (finding->check == DW_CHECK_LOCK && finding->verdict == DW_STOPS && u->failures > 0)
		dw_buf_printf(out, DW_NG("; %lld wrong try", "; %lld wrong tries", u->failures),
			(long long)u->failures);
}

/* ---- who brought it about ---- */

/*
 * The newest entry about the user of one of these names, at that time where it is known: a
 * walk through the entries of one user. "" when the audit does not say (any more).
 */
static enum dw_code
find_author(struct dw_db *db, const struct dw_standing *standing,
	const struct dw_finding *finding, char **out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row = false;

	if (finding->made_by[0] == NULL || finding->verdict == DW_FINE)
		return DW_OK;
	dw_query_open(db, &q,
		"SELECT p.payload ->> '$.username' FROM audit AS a INDEXED BY audit_target"
		" JOIN audit_payload AS p ON p.seq = a.seq AND p.slot = 0"
		" WHERE a.target_uuid = ?1 AND a.result = 'ok' AND a.action_code IN (?2, ?3, ?4, ?5)"
		" AND (?6 = 0 OR a.time_ms = ?6) ORDER BY a.seq DESC LIMIT 1");
	dw_bind_uuid(&q, 1, &standing->user->uuid);
	for (int i = 0; i < 4; i++)
		dw_bind_text(&q, 2 + i, finding->made_by[i]);
	dw_bind_int(&q, 6, finding->since);
	if ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		*out = dw_strdup(dw_col_text(&q, 0));
	return rc;
}

/* ---- rows ---- */

enum { CHECK, VERDICT, REASON, TEXT, SINCE, UNTIL, BY, MEND };

const struct dw_column dw_diagnosis_columns[] = {
	[CHECK] = { "check", N_("CHECK"), DW_TEXT, 0, 6, 13, 0, NULL },
	[VERDICT] = { "verdict", N_("VERDICT"), DW_WORD, DW_COL_DEFAULT, 1, 7, 0, NULL },
	[REASON] = { "reason", N_("REASON"), DW_TEXT, 0, 7, 20, 0, NULL },
	[TEXT] = { "text", N_("WHAT"), DW_TEXT, DW_COL_DEFAULT, 1, 40, 1, NULL },
	[SINCE] = { "since", N_("SINCE"), DW_TIME, 0, 8, 19, 0, NULL },
	[UNTIL] = { "until", N_("UNTIL"), DW_TIME, 0, 8, 19, 0, NULL },
	[BY] = { "by", N_("BY"), DW_TEXT, DW_COL_DEFAULT, 4, 10, 0, NULL },
	[MEND] = { "mend", N_("MENDED BY"), DW_NAMES, DW_COL_DEFAULT, 3, 20, 0, NULL },
};
const size_t dw_diagnosis_columns_count = DW_COUNT(dw_diagnosis_columns);

static enum dw_code
put_row(struct dw_db *db, const struct dw_standing *standing, const struct dw_finding *finding,
	struct dw_sink *sink, struct dw_error *err)
{
	static const char *const verdicts[] = { "fine", "asks", "stops" };
	struct dw_value row[DW_COUNT(dw_diagnosis_columns)] = { 0 };
	DW_AUTO(dw_buf) text = { 0 };
	DW_AUTO_FREE char *by = NULL;
	enum dw_code rc;
	size_t n = 0;

	if ((rc = find_author(db, standing, finding, &by, err)) != DW_OK)
		return rc;
	dw_finding_text(standing, finding, &text);
	while (n < DW_COUNT(finding->mend) && finding->mend[n] != NULL)
		n++;
	row[CHECK].text = dw_check_name(finding->check);
	row[VERDICT].text = verdicts[finding->verdict];
	row[REASON].text = finding->reason;
	row[TEXT].text = dw_buf_text(&text);
	row[SINCE].num = finding->since;
	row[UNTIL].num = finding->until;
	row[BY].text = by;
	row[MEND].names = (struct dw_names){ finding->mend, n };
	return sink->row(sink, row, err);
}

enum dw_code
dw_diagnosis(struct dw_db *db, const struct dw_standing *standing, struct dw_sink *sink,
	struct dw_error *err)
{
	enum dw_code rc = sink->begin(sink, dw_diagnosis_columns, dw_diagnosis_columns_count, err);

	for (int verdict = DW_STOPS; rc == DW_OK && verdict >= DW_FINE; verdict--) {
		for (int i = 0; rc == DW_OK && i < DW_CHECKS; i++) {
			const struct dw_finding finding = dw_standing_check(standing, (enum dw_check_id)i);

			if ((int)finding.verdict == verdict)
				rc = put_row(db, standing, &finding, sink, err);
		}
	}
	return rc != DW_OK ? rc :
		sink->end(sink, &(const struct dw_list_info){ .item = "check", .total = DW_CHECKS }, err);
}
