/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What keeps a person from signing in, in the order in which it stops them: facts of the
 * store only. What other doors think, and what would mend it, is not asked here.
 */
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "ui/detail_parts.h"

#define SIGN_STOPS "✗"
#define SIGN_WARNS "!"

/* Facts under this heading, gathered before it is known whether there are any. */
struct gathered {
	struct detail *d;
	struct ui_facts *facts;
	size_t stops;
};

static void
stop(struct gathered *g, const char *what, const char *more, const char *action)
{
	DW_AUTO_FREE char *hint = action != NULL ? detail_key(g->d, action) : NULL;
	DW_AUTO_FREE char *text = more[0] != '\0' ? dw_format("%s: %s", what, more) : dw_strdup(what);

	g->stops++;
	ui_facts_add(g->facts, STYLE_ERROR, SIGN_STOPS, text, hint);
}

static void
warn(struct gathered *g, const char *what, const char *more, const char *action)
{
	DW_AUTO_FREE char *hint = action != NULL ? detail_key(g->d, action) : NULL;
	DW_AUTO_FREE char *text = more[0] != '\0' ? dw_format("%s: %s", what, more) : dw_strdup(what);

	ui_facts_add(g->facts, STYLE_WARNING, SIGN_WARNS, text, hint);
}

/* "since 2026-11-20 14:32:05 (3 d ago), by ada"; by: the column that says who, or NULL. */
static char *
since(const struct detail *d, const char *column, const char *by)
{
	DW_AUTO(dw_buf) when = { 0 };

	if (detail_num(d, column) == 0)
		return dw_strdup("");
	detail_when_by(d, &when, column, by);
	return dw_format(_("since %s"), dw_buf_text(&when));
}

static char *
until(const struct detail *d, const char *column)
{
	DW_AUTO(dw_buf) when = { 0 };

	detail_when(d, &when, detail_num(d, column));
	return dw_format(_("until %s"), dw_buf_text(&when));
}

static void
lifecycle(struct gathered *g)
{
	const char *word = detail_text(g->d, "lifecycle");
	DW_AUTO_FREE char *when = since(g->d, "lifecycle_since", "lifecycle_by");

	if (strcmp(word, "erased") == 0)
		stop(g, _("Erased"), when, NULL);
	else if (strcmp(word, "binned") == 0)
		stop(g, _("In the recycle bin"), when, NULL);
	else if (strcmp(word, "self_deletion") == 0)
		warn(g, _("Asked to be deleted; can sign in only to take that back"), when, NULL);
}

static void
activity(struct gathered *g)
{
	const struct detail *d = g->d;
	const char *reason = detail_text(d, "inactive_reason");
	DW_AUTO_FREE char *when = since(d, "inactive_since", "inactive_by");
	DW_AUTO(dw_buf) time = { 0 };

	/* Who is in the bin is inactive for that alone. */
	if (strcmp(detail_text(d, "state"), "inactive") != 0)
		return;
	if (strcmp(reason, "not_yet_valid") == 0) {
		detail_when(d, &time, detail_num(d, "valid_from"));
		stop(g, _("Not valid yet; from"), dw_buf_text(&time), "user.edit");
	} else if (strcmp(reason, "expired") == 0) {
		detail_when(d, &time, detail_num(d, "valid_until"));
		stop(g, _("Expired"), dw_buf_text(&time), "user.edit");
	} else if (strcmp(reason, "by_operator") == 0) {
		stop(g, _("Set inactive by an operator"), when, "user.activate");
	} else if (strcmp(reason, "by_directory") == 0) {
		stop(g, _("Disabled in the directory"), when, NULL);
	} else if (strcmp(reason, "missing_in_directory") == 0) {
		stop(g, _("Missing in the directory"), when, NULL);
	} else if (reason[0] != '\0') {
		stop(g, dw_word_text(reason), when, NULL);
	}
}

static void
lock(struct gathered *g)
{
	const struct detail *d = g->d;
	DW_AUTO_FREE char *when = NULL;
	DW_AUTO_FREE char *from = detail_shown_text(d, "last_failure_from");
	DW_AUTO(dw_buf) text = { 0 };
	int64_t failures = detail_num(d, "failures");

	if (detail_num(d, "locked_until") <= d->now)
		return;
	when = until(d, "locked_until");
	dw_buf_puts(&text, when);
	dw_buf_printf(&text, DW_NG("; %lld wrong try", "; %lld wrong tries", failures),
		(long long)failures);
	if (from[0] != '\0')
		dw_buf_printf(&text, _(", last from %s"), from);
	stop(g, _("Locked"), dw_buf_text(&text), NULL);
}

static void
password(struct gathered *g)
{
	const struct detail *d = g->d;
	DW_AUTO_FREE char *disabled = since(d, "password_disabled", NULL);
	bool local = strcmp(detail_text(d, "source"), "local") == 0;

	if (!local)
		return;
	if (detail_num(d, "password_set") == 0)
		stop(g, _("No password"), "", "user.set-password");
	else if (disabled[0] != '\0')
		stop(g, _("The password is disabled after too many wrong tries"), disabled,
			"user.set-password");
	else if (detail_num(d, "password_must_change") != 0)
		warn(g, _("The password must be changed at the next sign-in"), "", NULL);
}

static void
second_factor(struct gathered *g)
{
	const struct detail *d = g->d;
	int64_t grace = detail_num(d, "mfa_grace_until");
	DW_AUTO_FREE char *when = NULL;

	/* Whom the policy asks for one is not in the store; that there is none, is. */
	if (detail_names(d, "mfa").count > 0 || detail_num(d, "mfa_exempt_since") != 0)
		return;
	when = grace != 0 ? until(d, "mfa_grace_until") : dw_strdup("");
	if (grace > d->now)
		warn(g, _("No second factor; signing in without one is still possible"), when, NULL);
	else
		warn(g, _("No second factor: where one is required, signing in is not possible"),
			"", NULL);
}

static void
address(struct gathered *g)
{
	if (detail_text(g->d, "email")[0] != '\0' && detail_num(g->d, "email_verified") == 0)
		warn(g, _("The e-mail address is not verified"), "", "user.verify-email");
}

void
detail_add_signin(struct detail *d, struct ui_facts *facts)
{
	struct gathered g = { d, facts, 0 };
	size_t at = facts->n;

	ui_facts_heading(facts, STYLE_HEADING, "");
	lifecycle(&g);
	activity(&g);
	lock(&g);
	password(&g);
	second_factor(&g);
	address(&g);
	dw_replace(&facts->items[at].value, g.stops == 0 ?
			dw_strdup(_("SIGN-IN: nothing that is known here stops this person")) :
			dw_format(DW_NG("SIGN-IN: NO, %zu thing stops this person",
				"SIGN-IN: NO, %zu things stop this person", g.stops), g.stops));
	facts->items[at].style = g.stops == 0 ? STYLE_OK : STYLE_ERROR;
}
