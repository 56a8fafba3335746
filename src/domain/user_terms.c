/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a filter and a needle ask for, as conditions in SQL over "user AS u". Everything that
 * a person wrote is bound, never pasted; row ids that were looked up stand in the text. What
 * can be listed by itself (groups, permissions, ids) is in user_sets.c.
 */
#include <inttypes.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "domain/user_terms.h"

/* Not active, or outside validity dates. ?1 is the time now. */
#define SHUT \
	"(u.active = 0 OR u.valid_from > ?1 OR (u.valid_until > 0 AND u.valid_until <= ?1))"

static const char *
not(const struct dw_term *term)
{
	return term->negated ? "NOT " : "";
}

static bool
sorted_by(const struct dw_terms *t, const char *name)
{
	return strcmp(t->s->sort->name, name) == 0;
}

/* ---- words ------------------------------------------------------------------------------ */

/*
 * A word somewhere in the search text. Who may not see addresses and numbers must not find
 * by them either, so for them the text only preselects, and the names decide.
 */
static enum dw_code
add_word(const struct dw_terms *t, const char *typed, bool negated)
{
	DW_AUTO(dw_needle) needle = { 0 };
	DW_AUTO(dw_buf) id = { 0 };
	DW_AUTO(dw_buf) names = { 0 };
	DW_AUTO(dw_buf) phone = { 0 };
	const char *no = negated ? "NOT " : "";
	enum dw_code rc;
	size_t text;

	dw_needle_read(typed, &needle);
	if (*needle.text == '\0')
		return DW_OK;
	t->s->filtered = true;
	text = dw_select_text(t->s, needle.text);
	if (!dw_uuid_is_none(&needle.id)) {
		int64_t row;

		if ((rc = dw_term_row(t, &needle.id, &row)) != DW_OK)
			return rc;
		dw_buf_printf(&id, " OR u.id = %" PRId64, row);
	}
	if (needle.digits != NULL && !t->mask)
		dw_buf_printf(&phone, " OR dw_contains(u.search, ?%zu)",
			dw_select_text(t->s, needle.digits));
	dw_buf_printf(&names,
		"dw_contains(u.first_key || ' ' || u.last_key, ?%zu)"
		" OR dw_contains(dw_fold_search(u.username), ?%zu)%s", text, text, dw_buf_text(&id));
	if (t->mask && negated) {
		dw_select_test(t->s, DW_TEST_ROW, "NOT (%s)", dw_buf_text(&names));
		return DW_OK;
	}
	dw_select_test(t->s, DW_TEST_SEARCH, "%s(dw_contains(u.search, ?%zu)%s%s)", no, text,
		dw_buf_text(&phone), dw_buf_text(&id));
	if (t->mask)
		dw_select_test(t->s, DW_TEST_ROW, "%s", dw_buf_text(&names));
	return DW_OK;
}

/* ---- states ----------------------------------------------------------------------------- */

enum { ACTIVE = 1, INACTIVE = 2, LOCKED = 4, BINNED = 8, LEAVING = 16, ALL_STATES = 31 };

static void
add_states(const struct dw_terms *t, const struct dw_term *term)
{
	struct dw_select *s = t->s;
	DW_AUTO(dw_buf) any = { 0 };
	int set = (dw_term_says(term, "active") ? ACTIVE : 0) | (dw_term_says(term, "inactive") ? INACTIVE : 0) |
		(dw_term_says(term, "locked") ? LOCKED : 0) | (dw_term_says(term, "binned") ? BINNED : 0) |
		(dw_term_says(term, "self_deletion") ? LEAVING : 0);

	if (term->negated)
		set = ALL_STATES & ~set;
	if ((set & (ACTIVE | LOCKED)) != 0)
		dw_buf_puts(&any, " OR (u.lifecycle = 0 AND NOT " SHUT ")");
	if ((set & INACTIVE) != 0)
		dw_buf_puts(&any, " OR (u.lifecycle = 0 AND " SHUT ")");
	if ((set & BINNED) != 0)
		dw_buf_puts(&any, " OR u.lifecycle = 1");
	if ((set & LEAVING) != 0)
		dw_buf_puts(&any, " OR u.lifecycle = 2");
	dw_select_test(s, DW_TEST_INDEX, "0%s", dw_buf_text(&any));
	/* Locked or not is only asked when it makes a difference, as it takes the row. */
	if ((set & (ACTIVE | LOCKED)) == ACTIVE)
		dw_select_test(s, DW_TEST_ROW, "u.lifecycle <> 0 OR " SHUT " OR u.locked_until <= ?1");
	if ((set & (ACTIVE | LOCKED)) == LOCKED)
		dw_select_test(s, DW_TEST_ROW, "u.lifecycle <> 0 OR " SHUT " OR u.locked_until > ?1");
	if (set == LOCKED)
		s->partial = DW_PARTIAL_LOCKED;
	else if ((set & ~(BINNED | LEAVING)) == 0)
		s->partial = DW_PARTIAL_BIN;
	else if (set == INACTIVE && s->partial == DW_PARTIAL_NONE)
		s->partial = DW_PARTIAL_SHUT;
}

static void
add_active(const struct dw_terms *t, const struct dw_term *term)
{
	bool yes = dw_term_says(term, "yes") != term->negated, no = dw_term_says(term, "no") != term->negated;

	if (yes == no && !term->negated)
		return;
	dw_select_test(t->s, DW_TEST_INDEX, "%s", yes == no ? "0" : yes ? "u.active = 1" : "u.active = 0");
	if (no && !yes && t->s->partial == DW_PARTIAL_NONE)
		t->s->partial = DW_PARTIAL_SHUT;
}

/* ---- texts, times, flags ------------------------------------------------------------------ */

/* A text field as a whole, with wildcards. */
static void
add_text(const struct dw_terms *t, const struct dw_term *term, const char *key, const char *sort,
	char *(*fold)(const char *text))
{
	enum dw_test_cost cost = sorted_by(t, sort) ? DW_TEST_INDEX : DW_TEST_ROW;
	DW_AUTO(dw_buf) any = { 0 };

	for (size_t i = 0; i < term->n_choices; i++) {
		const char *value = term->choices[i].text;
		bool none = strcmp(value, "none") == 0 && term->field != DW_F_USERNAME;
		DW_AUTO_FREE char *folded = fold(none ? "" : value);
		DW_AUTO_FREE char *glob = dw_term_glob(folded);

		dw_buf_printf(&any, "%su.%s %s ?%zu", i > 0 ? " OR " : "", key, glob != NULL ? "GLOB" : "=",
			dw_select_text(t->s, glob != NULL ? glob : folded));
	}
	dw_select_test(t->s, cost, "%s(%s)", not(term), dw_buf_text(&any));
}

static void
add_phone(const struct dw_terms *t, const struct dw_term *term)
{
	DW_AUTO(dw_buf) any = { 0 };
	enum dw_test_cost cost = DW_TEST_SEARCH;

	for (size_t i = 0; i < term->n_choices; i++) {
		DW_AUTO_FREE char *folded = dw_fold_search(term->choices[i].text);
		DW_AUTO(dw_buf) glob = { 0 };

		dw_buf_puts(&any, i > 0 ? " OR " : "");
		if (strcmp(term->choices[i].text, "none") == 0) {
			dw_buf_puts(&any, "u.phone = ''");
			cost = DW_TEST_ROW;
			continue;
		}
		/* The digits are the last line of the search text, in a writing of their own. */
		dw_buf_puts(&glob, "*\n");
		for (char *at = folded; *at != '\0'; at++) {
			if (*at == '*')
				dw_buf_putc(&glob, '*');
			else
				dw_search_digits(&glob, (char[]){ *at, '\0' });
		}
		dw_buf_printf(&any, "(u.search GLOB ?%zu AND u.phone <> '')",
			dw_select_text(t->s, dw_buf_text(&glob)));
	}
	dw_select_test(t->s, cost, "%s(%s)", not(term), dw_buf_text(&any));
}

/*
 * A span of time. Where it is the sort key, one span also bounds the walk; the + keeps
 * SQLite from bounding it by this one instead of by the place in the list.
 */
static void
add_times(const struct dw_terms *t, const struct dw_term *term, const char *key)
{
	bool sorted = strcmp(t->s->sort->key, key) == 0;
	DW_AUTO(dw_buf) any = { 0 };

	for (size_t i = 0; i < term->n_choices; i++) {
		const struct dw_choice *c = &term->choices[i];

		dw_buf_printf(&any, "%s(+u.%s >= ?%zu AND +u.%s < ?%zu)", i > 0 ? " OR " : "", key,
			dw_select_int(t->s, c->from), key, dw_select_int(t->s, c->to));
	}
	dw_select_test(t->s, sorted ? DW_TEST_INDEX : DW_TEST_ROW, "%s(%s)", not(term),
		dw_buf_text(&any));
	if (sorted && !term->negated && term->n_choices == 1) {
		if (term->choices[0].from > t->s->from)
			t->s->from = term->choices[0].from;
		if (term->choices[0].to < t->s->to)
			t->s->to = term->choices[0].to;
	}
}

/* Only pending users have one. */
static void
add_deadline(const struct dw_terms *t, const struct dw_term *term)
{
	bool pending = !term->negated;

	for (size_t i = 0; i < term->n_choices; i++)
		pending = pending && term->choices[i].from > 0;
	if (pending) {
		dw_select_test(t->s, DW_TEST_INDEX, "u.lifecycle IN (1, 2)");
		t->s->partial = DW_PARTIAL_BIN;
	}
	add_times(t, term, "deadline");
}

/* A field of yes and no. */
static void
add_flag(const struct dw_terms *t, const struct dw_term *term, const char *yes)
{
	if (dw_term_says(term, "yes") && dw_term_says(term, "no"))
		dw_select_test(t->s, DW_TEST_INDEX, "%s", term->negated ? "0" : "1");
	else
		dw_select_test(t->s, DW_TEST_ROW, "%s(%s)",
			term->negated != dw_term_says(term, "no") ? "NOT " : "", yes);
}

static void
add_mfa(const struct dw_terms *t, const struct dw_term *term)
{
	int bits = (dw_term_says(term, "totp") ? DW_MFA_TOTP : 0) | (dw_term_says(term, "email") ? DW_MFA_EMAIL : 0) |
		(dw_term_says(term, "passkey") ? DW_MFA_PASSKEY : 0) | (dw_term_says(term, "backup") ? DW_MFA_BACKUP : 0) |
		(dw_term_says(term, "any") ? ~0 & 0xffff : 0);

	dw_select_test(t->s, DW_TEST_ROW, "%s((u.mfa & %d) <> 0%s)", not(term), bits,
		dw_term_says(term, "none") ? " OR u.mfa = 0" : "");
}

static void
add_source(const struct dw_terms *t, const struct dw_term *term)
{
	bool local = dw_term_says(term, "local"), ldap = dw_term_says(term, "ldap");

	dw_select_test(t->s, DW_TEST_ROW, "%s(u.source IN (%s))", not(term),
		local && ldap ? "0, 1" : local ? "0" : "1");
}

static enum dw_code
add_pii(const struct dw_terms *t, const struct dw_term *term)
{
	bool phone = term->field == DW_F_PHONE;

	if (t->mask && (term->n_choices > 1 || !dw_term_says(term, "none")))
		return dw_term_fault(t, term,
			dw_fail(t->err, DW_NOT_PERMITTED,
				_("You lack the permission doorward.view_pii, so you cannot look for e-mail "
				  "addresses and phone numbers. Ask an admin for it.")));
	if (phone)
		add_phone(t, term);
	else if (!dw_term_unique(t, term, "email_key"))
		add_text(t, term, "email_key", "email", dw_fold_identity);
	return DW_OK;
}

/*
 * The word of a view that hides what is looked for from this operator. Taken for a word like
 * others, "-…" would leave nobody out, and more people would be shown than the view has.
 */
static enum dw_code
add_filter_word(const struct dw_terms *t, const struct dw_term *term)
{
	const char *word = term->choices[0].text;

	if (t->mask && strcmp(word, DW_FILTER_HIDDEN) == 0)
		return dw_term_fault(t, term,
			dw_fail(t->err, DW_NOT_PERMITTED,
				_("What is looked for here may be an e-mail address or a phone number, and you "
				  "lack the permission doorward.view_pii. Ask an admin for it.")));
	return add_word(t, word, term->negated);
}

static enum dw_code
add_term(const struct dw_terms *t, const struct dw_term *term)
{
	t->s->filtered = true;
	switch (term->field) {
	case DW_F_WORD:
		return add_filter_word(t, term);
	case DW_F_STATE:
		add_states(t, term);
		break;
	case DW_F_ACTIVE:
		add_active(t, term);
		break;
	case DW_F_GROUP:
		return dw_term_groups(t, term);
	case DW_F_PERM:
		return dw_term_permissions(t, term);
	case DW_F_DIRECT:
		return dw_term_direct(t, term);
	case DW_F_MFA:
		add_mfa(t, term);
		break;
	case DW_F_SOURCE:
		add_source(t, term);
		break;
	case DW_F_VERIFIED:
		add_flag(t, term, "u.email_verified_at > 0");
		break;
	case DW_F_STAFF:
		add_flag(t, term, "u.staff = 1");
		break;
	case DW_F_EXEMPT:
		add_flag(t, term, "u.mfa_exempt_at > 0");
		break;
	case DW_F_ORPHAN:
		add_flag(t, term, "u.active = 0 AND u.inactive_reason = 3");
		break;
	case DW_F_GRACE:
		add_times(t, term, "mfa_grace_until");
		break;
	case DW_F_LAST:
		add_times(t, term, "last_login_at");
		break;
	case DW_F_CREATED:
		add_times(t, term, "created_at");
		break;
	case DW_F_DEADLINE:
		add_deadline(t, term);
		break;
	case DW_F_IN:
		dw_select_test(t->s, DW_TEST_INDEX, "%s(u.lifecycle IN (1, 2))", not(term));
		if (!term->negated)
			t->s->partial = DW_PARTIAL_BIN;
		break;
	case DW_F_SORT:
	case DW_FIELDS:
		break;
	case DW_F_USERNAME:
		if (!dw_term_unique(t, term, "username_key"))
			add_text(t, term, "username_key", "username", dw_fold_identity);
		break;
	case DW_F_FIRST:
		add_text(t, term, "first_key", "first_name", dw_fold_search);
		break;
	case DW_F_LASTNAME:
		add_text(t, term, "last_key", "last_name", dw_fold_search);
		break;
	case DW_F_EMAIL:
	case DW_F_PHONE:
		return add_pii(t, term);
	case DW_F_ID:
		return dw_term_ids(t, term);
	}
	return DW_OK;
}

/*
 * Pending users are left out unless they were asked for: by the bin's switch, or by a
 * field that speaks of nobody else.
 */
static void
settle_lifecycles(struct dw_select *s, const struct dw_user_query *query)
{
	const struct dw_filter *filter = query->filter;

	s->pending = query->with_bin;
	for (size_t i = 0; filter != NULL && i < filter->n_terms; i++) {
		const struct dw_term *term = &filter->terms[i];

		if (!term->negated && (term->field == DW_F_IN || term->field == DW_F_DEADLINE ||
					      (term->field == DW_F_STATE &&
						      (dw_term_says(term, "binned") || dw_term_says(term, "self_deletion")))))
			s->pending = true;
	}
	if (!s->pending)
		dw_select_test(s, DW_TEST_INDEX, "u.lifecycle = 0");
}

enum dw_code
dw_select_terms(struct dw_select *select, const struct dw_user_query *query, struct dw_error *err)
{
	struct dw_terms t = { .s = select, .mask = query->mask_pii, .err = err };
	const struct dw_filter *filter = query->filter;
	enum dw_code rc;

	settle_lifecycles(select, query);
	for (size_t i = 0; filter != NULL && i < filter->n_terms; i++)
		if ((rc = add_term(&t, &filter->terms[i])) != DW_OK)
			return rc;
	return query->search != NULL ? add_word(&t, query->search, false) : DW_OK;
}
