/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists of users against the same people in memory: filters put together by chance, all
 * sorts, all ways of paging; and the indexes that each kind of list goes along.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "domain/user_query.h"
#include "tests/support/crowd.h"
#include "tests/support/test.h"

/* ---- what should be found, without SQL ----------------------------------------------------- */

static bool
contains(const char *text, const char *part)
{
	DW_AUTO_FREE char *a = dw_fold_search(text);
	DW_AUTO_FREE char *b = dw_fold_search(part);

	return strstr(a, b) != NULL;
}

static bool
has_word(const struct crowd_person *p, const char *word, bool mask)
{
	DW_AUTO_FREE char *name = dw_format("%s %s", p->first, p->last);

	return contains(name, word) || contains(p->username, word) || (!mask && contains(p->email, word));
}

static bool
holds(const struct crowd_person *p, int perm)
{
	for (int g = 0; g < CROWD_GROUPS; g++)
		if (p->groups[g] && (g == 0 || crowd_gives[g][perm]))
			return true;
	return p->perms[perm];
}

static enum dw_user_state
state_of(const struct crowd_person *p)
{
	return dw_user_state(&p->u, CROWD_NOW);
}

static bool
is_pending(const struct crowd_person *p)
{
	return p->u.lifecycle == DW_BINNED || p->u.lifecycle == DW_SELF_DELETION;
}

static bool
within(int64_t time, int64_t from, int64_t to)
{
	return time >= from && time < to;
}

/* One case of the language each; says when it holds. shows: brings pending users in. */
struct phrase {
	const char *text;
	bool (*holds)(const struct crowd_person *p, bool mask);
	bool shows;
};

#define PHRASE(name, condition) \
	static bool name(const struct crowd_person *p, bool mask DW_UNUSED) { return (condition); }

PHRASE(is_active, state_of(p) == DW_STATE_ACTIVE)
PHRASE(is_inactive, state_of(p) == DW_STATE_INACTIVE)
PHRASE(is_locked, state_of(p) == DW_STATE_LOCKED)
PHRASE(is_binned, state_of(p) == DW_STATE_BINNED)
PHRASE(is_binned_or_active, is_binned(p, mask) || is_active(p, mask))
PHRASE(is_usable, is_active(p, mask) || is_locked(p, mask))
PHRASE(in_bin, is_pending(p))
PHRASE(flag_active, p->u.active)
PHRASE(flag_inactive, !p->u.active)
PHRASE(in_admin, p->groups[0])
PHRASE(in_help_desk, p->groups[1])
PHRASE(in_ops_or_sales, p->groups[2] || p->groups[3])
PHRASE(in_empty, p->groups[4])
PHRASE(in_s_groups, p->groups[3])
PHRASE(in_none, !p->groups[0] && !p->groups[1] && !p->groups[2] && !p->groups[3] && !p->groups[4])
PHRASE(in_none_or_ops, in_none(p, mask) || p->groups[2])
PHRASE(holds_run, holds(p, 0))
PHRASE(holds_wiki, holds(p, 2) || holds(p, 3))
PHRASE(holds_directly, p->perms[0] || p->perms[1] || p->perms[2] || p->perms[3])
PHRASE(mfa_none, p->u.mfa == 0)
PHRASE(mfa_any, p->u.mfa != 0)
PHRASE(mfa_totp_or_none, p->u.mfa == 0 || (p->u.mfa & DW_MFA_TOTP) != 0)
PHRASE(mfa_passkey, (p->u.mfa & DW_MFA_PASSKEY) != 0)
PHRASE(from_ldap, p->u.source == DW_LDAP)
PHRASE(verified, p->u.email_verified_at != 0)
PHRASE(is_staff, p->u.staff)
PHRASE(is_exempt, p->u.mfa_exempt_at != 0)
PHRASE(is_orphan, !p->u.active && p->u.inactive_reason == DW_MISSING_IN_DIRECTORY)
PHRASE(grace_ends, within(p->u.mfa_grace_until, CROWD_NOW, CROWD_NOW + 7 * DW_DAY))
PHRASE(grace_over, within(p->u.mfa_grace_until, 1, CROWD_NOW))
PHRASE(last_month, p->u.last_login_at >= CROWD_NOW - 30 * DW_DAY)
PHRASE(last_never, p->u.last_login_at == 0)
PHRASE(dormant, last_never(p, mask) || p->u.last_login_at < CROWD_NOW - 90 * DW_DAY)
PHRASE(gone_long, within(p->u.last_login_at, 1, CROWD_NOW - 90 * DW_DAY))
PHRASE(created_today, within(p->u.created_at, CROWD_NOW - 12 * DW_HOUR, CROWD_NOW + 12 * DW_HOUR))
PHRASE(created_early, p->u.created_at < CROWD_NOW - 502 * DW_DAY)
PHRASE(due_soon, within(p->u.deadline, 1, CROWD_NOW + 7 * DW_DAY))
PHRASE(word_smith, has_word(p, "smith", mask))
PHRASE(word_name, has_word(p, "ada muller", mask))
PHRASE(word_old, has_word(p, "@old", mask))
PHRASE(word_bjorn, has_word(p, "bjorn", mask))
PHRASE(word_rare, has_word(p, "x07", mask))
PHRASE(called_a, p->username[0] == 'a')
PHRASE(called_x100, strcmp(p->username, "ax100") == 0)
PHRASE(first_arne, strcmp(p->first, "Ärne") == 0)
PHRASE(last_smith, strncmp(p->last, "Smith", 5) == 0 || strncmp(p->last, "smith", 5) == 0)
PHRASE(last_none, p->last[0] == '\0')
PHRASE(email_old, strstr(p->email, "@old") != NULL)
PHRASE(email_none, p->email[0] == '\0')
PHRASE(phone_7, p->phone[0] != '\0' && p->phone[strlen(p->phone) - 1] == '7')
PHRASE(phone_none, p->phone[0] == '\0')

static const struct phrase phrases[] = {
	{ "state:active", is_active, false },
	{ "state:inactive", is_inactive, false },
	{ "state:locked", is_locked, false },
	{ "state:binned", is_binned, true },
	{ "state:binned,active", is_binned_or_active, true },
	{ "state:active,locked", is_usable, false },
	{ "in:bin", in_bin, true },
	{ "active:yes", flag_active, false },
	{ "active:no", flag_inactive, false },
	{ "group:Admin", in_admin, false },
	{ "group:\"help DESK\"", in_help_desk, false },
	{ "group:Ops,Sales", in_ops_or_sales, false },
	{ "group:Empty", in_empty, false },
	{ "group:s*", in_s_groups, false },
	{ "group:none", in_none, false },
	{ "group:none,ops", in_none_or_ops, false },
	{ "perm:awx.run", holds_run, false },
	{ "perm:wiki.*", holds_wiki, false },
	{ "direct:yes", holds_directly, false },
	{ "mfa:none", mfa_none, false },
	{ "mfa:any", mfa_any, false },
	{ "mfa:totp,none", mfa_totp_or_none, false },
	{ "mfa:passkey", mfa_passkey, false },
	{ "source:ldap", from_ldap, false },
	{ "verified:yes", verified, false },
	{ "staff:yes", is_staff, false },
	{ "exempt:yes", is_exempt, false },
	{ "orphan:yes", is_orphan, false },
	{ "grace:<7d", grace_ends, false },
	{ "grace:over", grace_over, false },
	{ "last:<30d", last_month, false },
	{ "last:never", last_never, false },
	{ "last:>90d,never", dormant, false },
	{ "last:>90d", gone_long, false },
	{ "created:today", created_today, false },
	{ "created:>502d", created_early, false },
	{ "deadline:<7d", due_soon, true },
	{ "smith", word_smith, false },
	{ "\"ada müller\"", word_name, false },
	{ "@old", word_old, false },
	{ "BJØRN", word_bjorn, false },
	{ "x07", word_rare, false },
	{ "username:a*", called_a, false },
	{ "username:ax100", called_x100, false },
	{ "first_name:arne", first_arne, false },
	{ "last_name:SMITH*", last_smith, false },
	{ "last_name:none", last_none, false },
	{ "email:*@old.example", email_old, false },
	{ "email:none", email_none, false },
	{ "phone:*7", phone_7, false },
	{ "phone:none", phone_none, false },
};

/* ---- a question and its answer -------------------------------------------------------------- */

struct question {
	const struct phrase *phrases[3];
	bool negated[3];
	int n;
	const char *search;
	bool with_bin;
	const struct dw_user_sort *sort;
	bool descending;
	bool mask;
	char text[300];
};

static bool
answers(const struct question *q, const struct crowd_person *p)
{
	bool shown = q->with_bin;

	if (p->u.lifecycle == DW_ERASED)
		return false;
	for (int i = 0; i < q->n; i++)
		shown = shown || (q->phrases[i]->shows && !q->negated[i]);
	if (is_pending(p) && !shown)
		return false;
	for (int i = 0; i < q->n; i++)
		if (q->phrases[i]->holds(p, q->mask) == q->negated[i])
			return false;
	return q->search == NULL || has_word(p, q->search, q->mask);
}

static const struct question *asked;

static int
compare(const void *left, const void *right)
{
	const struct crowd_person *a = *(struct crowd_person *const *)left;
	const struct crowd_person *b = *(struct crowd_person *const *)right;
	const char *name = asked->sort->name;
	DW_AUTO_FREE char *one = NULL;
	DW_AUTO_FREE char *two = NULL;
	int order;

	if (strcmp(name, "last_login") == 0) {
		order = (a->u.last_login_at > b->u.last_login_at) - (a->u.last_login_at < b->u.last_login_at);
	} else if (strcmp(name, "created") == 0) {
		order = (a->u.created_at > b->u.created_at) - (a->u.created_at < b->u.created_at);
	} else {
		one = dw_fold_search(strcmp(name, "username") == 0 ? a->username
				: strcmp(name, "email") == 0               ? a->email
				: strcmp(name, "first_name") == 0          ? a->first : a->last);
		two = dw_fold_search(strcmp(name, "username") == 0 ? b->username
				: strcmp(name, "email") == 0               ? b->email
				: strcmp(name, "first_name") == 0          ? b->first : b->last);
		order = strcmp(one, two);
	}
	if (order == 0)
		order = (a->id > b->id) - (a->id < b->id);
	return asked->descending ? -order : order;
}

static int
expected(struct crowd *crowd, const struct question *q, struct crowd_person **out)
{
	int n = 0;

	for (int i = 0; i < CROWD; i++)
		if (answers(q, &crowd->people[i]))
			out[n++] = &crowd->people[i];
	asked = q;
	qsort(out, (size_t)n, sizeof(*out), compare);
	return n;
}

static void
draw_question(struct crowd *crowd, struct question *q)
{
	static const char *const searches[] = { "smith", "a", "@new", "muller", "zzz", "x1" };

	*q = (struct question){ .n = (int)crowd_below(crowd, 4), .sort = &dw_user_sorts[crowd_below(crowd, 6)] };
	q->descending = crowd_below(crowd, 2) != 0;
	q->with_bin = crowd_below(crowd, 4) == 0;
	q->mask = crowd_below(crowd, 5) == 0 && strcmp(q->sort->name, "email") != 0;
	if (crowd_below(crowd, 4) == 0)
		q->search = searches[crowd_below(crowd, DW_COUNT(searches))];
	for (int i = 0; i < q->n; i++) {
		q->phrases[i] = &phrases[crowd_below(crowd, DW_COUNT(phrases))];
		q->negated[i] = crowd_below(crowd, 4) == 0;
		if (q->mask && (q->phrases[i]->holds == email_old || q->phrases[i]->holds == phone_7))
			q->mask = false;
		strcat(q->text, q->negated[i] ? " -" : " ");
		strcat(q->text, q->phrases[i]->text);
	}
}

static struct dw_user_query
query_of(const struct question *q, struct dw_filter *filter, int limit)
{
	struct dw_error err = { 0 };

	if (dw_filter_read(q->text, CROWD_NOW, filter, &err) != DW_OK)
		fail_msg("%s: %s", q->text, err.message);
	return (struct dw_user_query){
		.filter = filter,
		.search = q->search,
		.with_bin = q->with_bin,
		.sort = q->sort->name,
		.descending = q->descending,
		.limit = limit,
		.mask_pii = q->mask,
	};
}

static void
list(struct crowd *crowd, const struct dw_user_query *query, struct dw_rows *rows,
	const struct question *q)
{
	struct dw_error err = { 0 };

	if (dw_user_list(crowd->db, query, CROWD_NOW, &rows->sink, &err) != DW_OK)
		fail_msg("%s (sort %s%s): %s %s", q->text, q->descending ? "-" : "", q->sort->name, err.message,
			err.detail);
}

static void
assert_rows(const struct question *q, const char *what, const struct dw_rows *rows,
	struct crowd_person *const *people, int from, int n)
{
	int id = dw_column_find(dw_user_columns, dw_user_columns_count, "id");

	if (rows->n_rows != (size_t)n)
		fail_msg("%s:%s search %s sort %s%s from %d: %zu rows, not %d", what, q->text,
			q->search != NULL ? q->search : "-", q->descending ? "-" : "", q->sort->name, from,
			rows->n_rows, n);
	for (int i = 0; i < n; i++)
		if (!dw_uuid_equal(&dw_rows_at(rows, (size_t)i)[id].id, &people[from + i]->u.uuid))
			fail_msg("%s:%s search %s sort %s%s: row %d is another", what, q->text,
				q->search != NULL ? q->search : "-", q->descending ? "-" : "", q->sort->name,
				from + i);
}

/* Forward through all pages, then backward from the last row. */
static void
check_paging(struct crowd *crowd, const struct question *q, int limit)
{
	struct crowd_person *people[CROWD];
	int n = expected(crowd, q, people), from = 0;
	int cursor = dw_column_find(dw_user_columns, dw_user_columns_count, "cursor");
	DW_AUTO(dw_filter) filter = { 0 };
	struct dw_user_query query = query_of(q, &filter, limit);
	DW_AUTO_FREE char *at = NULL;
	DW_AUTO(dw_rows) rows = { 0 };

	dw_rows_init(&rows);
	for (;;) {
		int rest = n - from < limit ? n - from : limit;

		query.after = at;
		list(crowd, &query, &rows, q);
		assert_rows(q, "forward", &rows, people, from, rest);
		assert_int_equal(rows.more, from + rest < n);
		from += rest;
		if (!rows.more)
			break;
		dw_replace(&at, dw_strdup(rows.next));
	}
	query.after = NULL;
	query.last_page = true;
	list(crowd, &query, &rows, q);
	from = n > limit ? n - limit : 0;
	assert_rows(q, "last page", &rows, people, from, n - from);
	assert_false(rows.more);
	query.last_page = false;
	query.backwards = true;
	while (from > 0) {
		int before = from > limit ? from - limit : 0;

		dw_replace(&at, dw_strdup(dw_rows_at(&rows, 0)[cursor].text));
		query.after = at;
		list(crowd, &query, &rows, q);
		assert_rows(q, "backward", &rows, people, before, from - before);
		from = before;
	}
}

static void
check_counting(struct crowd *crowd, const struct question *q, int limit)
{
	struct crowd_person *people[CROWD];
	int n = expected(crowd, q, people), page = 2 + (int)crowd_below(crowd, 4);
	DW_AUTO(dw_filter) filter = { 0 };
	struct dw_user_query query = query_of(q, &filter, limit);
	DW_AUTO_FREE char *at = NULL;
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };
	int64_t count = -1;
	enum dw_code rc;

	dw_rows_init(&rows);
	if (dw_user_count(crowd->db, &query, CROWD_NOW, &count, &err) != DW_OK || count != n)
		fail_msg("count:%s search %s: %lld, not %d %s", q->text, q->search != NULL ? q->search : "-",
			(long long)count, n, err.detail);
	rc = dw_user_page_cursor(crowd->db, &query, CROWD_NOW, page, &at, &err);
	if ((page - 1) * limit >= n) {
		assert_int_equal(rc, DW_NOT_FOUND);
		return;
	}
	assert_int_equal(rc, DW_OK);
	query.after = at;
	list(crowd, &query, &rows, q);
	assert_rows(q, "page", &rows, people, (page - 1) * limit,
		n - (page - 1) * limit < limit ? n - (page - 1) * limit : limit);
}

/* Where a person stands in the order, before or after a text that their key may begin with. */
static bool
comes_before(const struct question *q, const struct crowd_person *p, const char *text)
{
	const char *name = q->sort->name;
	DW_AUTO_FREE char *key = dw_fold_search(strcmp(name, "username") == 0 ? p->username
			: strcmp(name, "email") == 0 ? p->email
			: strcmp(name, "first_name") == 0 ? p->first : p->last);

	if (q->descending)
		return strcmp(key, text) > 0 && strncmp(key, text, strlen(text)) != 0;
	return strcmp(key, text) < 0;
}

/* From a letter on, and how many come before that. */
static void
check_letter(struct crowd *crowd, const struct question *q, const char *text, int limit)
{
	struct crowd_person *people[CROWD];
	int n = expected(crowd, q, people), from = 0;
	int cursor = dw_column_find(dw_user_columns, dw_user_columns_count, "cursor");
	DW_AUTO(dw_filter) filter = { 0 };
	struct dw_user_query query = query_of(q, &filter, limit);
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };
	int64_t before = -1;

	dw_rows_init(&rows);
	query.from = text;
	if (!q->sort->is_text) {
		assert_int_equal(dw_user_list(crowd->db, &query, CROWD_NOW, &rows.sink, &err), DW_USAGE);
		assert_string_equal(err.field, "from");
		return;
	}
	while (from < n && comes_before(q, people[from], text))
		from++;
	list(crowd, &query, &rows, q);
	assert_rows(q, text, &rows, people, from, n - from < limit ? n - from : limit);
	if (from == n)
		return;
	query.after = dw_rows_at(&rows, 0)[cursor].text;
	if (dw_user_count_before(crowd->db, &query, CROWD_NOW, &before, &err) != DW_OK || before != from)
		fail_msg("before %s:%s sort %s%s: %lld, not %d %s", text, q->text, q->descending ? "-" : "",
			q->sort->name, (long long)before, from, err.detail);
}

static void
every_letter_is_where_memory_says(void **state)
{
	static const char *const letters[] = { "", "a", "ax1", "b", "m", "mul", "s", "smith", "x", "zzz" };
	struct crowd *crowd = *state;

	for (int i = 0; i < 600; i++) {
		struct question q;

		draw_question(crowd, &q);
		check_letter(crowd, &q, letters[crowd_below(crowd, DW_COUNT(letters))],
			1 + (int)crowd_below(crowd, 60));
	}
}

static void
every_list_is_what_memory_says(void **state)
{
	struct crowd *crowd = *state;

	for (int i = 0; i < 600; i++) {
		struct question q;

		draw_question(crowd, &q);
		check_paging(crowd, &q, 1 + (int)crowd_below(crowd, 60));
		check_counting(crowd, &q, 1 + (int)crowd_below(crowd, 30));
	}
}

static void
every_phrase_alone_in_every_sort(void **state)
{
	struct crowd *crowd = *state;

	for (size_t i = 0; i < DW_COUNT(phrases); i++)
		for (size_t s = 0; s < dw_user_sorts_count; s++) {
			struct question q = { .n = 1, .phrases = { &phrases[i] }, .sort = &dw_user_sorts[s] };

			q.descending = (i + s) % 2 != 0;
			q.negated[0] = (i + s) % 3 == 0;
			snprintf(q.text, sizeof(q.text), "%s%s", q.negated[0] ? "-" : "", phrases[i].text);
			check_paging(crowd, &q, 37);
		}
}

/* Small budgets and large ones must lead to the same rows, so those of a large store are
 * tried on the small one. */
static void
the_way_makes_no_difference(void **state)
{
	struct crowd *crowd = *state;
	struct dw_error err = { 0 };

	for (int64_t users = 10; users <= 100000000; users *= 100) {
		DW_AUTO_FREE char *lie = dw_format("UPDATE totals SET users = %lld", (long long)users);
		DW_AUTO_FREE char *most = dw_format("UPDATE user_group SET member_count = member_count * %d",
			users > 1000 ? 50 : 1);

		assert_int_equal(dw_exec(crowd->db, lie, &err), DW_OK);
		assert_int_equal(dw_exec(crowd->db, most, &err), DW_OK);
		for (int i = 0; i < 150; i++) {
			struct question q;

			draw_question(crowd, &q);
			if (q.n == 0)
				continue;
			check_paging(crowd, &q, 1 + (int)crowd_below(crowd, 60));
		}
	}
	assert_int_equal(dw_exec(crowd->db, "UPDATE totals SET users ="
		" (SELECT count(*) FROM user WHERE lifecycle <> 3);"
		"UPDATE user_group SET member_count ="
		" (SELECT count(*) FROM membership WHERE group_id = user_group.id)", &err), DW_OK);
}

struct hits {
	const struct question *q;
	struct crowd_person **people;
	int n, at;
};

static enum dw_code
on_hit(void *arg, const struct dw_place *place, bool *stop DW_UNUSED, struct dw_error *err DW_UNUSED)
{
	struct hits *hits = arg;

	if (hits->at >= hits->n || hits->people[hits->at]->id != place->id)
		fail_msg("%s sort %s: hit %d is another", hits->q->text, hits->q->sort->name, hits->at);
	hits->at++;
	return DW_OK;
}

static void
a_walk_that_is_given_up_goes_on_where_it_was(void **state)
{
	struct crowd *crowd = *state;

	for (int i = 0; i < 600; i++) {
		struct crowd_person *people[CROWD];
		struct question q;
		struct hits hits = { .q = &q, .people = people };
		DW_AUTO(dw_filter) filter = { 0 };
		DW_AUTO(dw_select) select = { 0 };
		struct dw_user_query query;
		struct dw_error err = { 0 };

		draw_question(crowd, &q);
		hits.n = expected(crowd, &q, people);
		query = query_of(&q, &filter, 0);
		assert_int_equal(dw_select_read(crowd->db, &query, CROWD_NOW, &select, &err), DW_OK);
		select.probe = 1 + (int)crowd_below(crowd, 30);
		/* Scanning is the cheaper, the smaller the store is thought to be. */
		select.users = crowd_below(crowd, 2) ? 20 : select.users;
		assert_int_equal(dw_select_run(&select, false, NULL, CROWD + 1, on_hit, &hits, &err), DW_OK);
		if (hits.at != hits.n)
			fail_msg("%s sort %s: %d hits, not %d", q.text, q.sort->name, hits.at, hits.n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_phrase_alone_in_every_sort),
		cmocka_unit_test(every_list_is_what_memory_says),
		cmocka_unit_test(every_letter_is_where_memory_says),
		cmocka_unit_test(the_way_makes_no_difference),
		cmocka_unit_test(a_walk_that_is_given_up_goes_on_where_it_was),
	};

	return cmocka_run_group_tests(tests, crowd_setup, crowd_teardown);
}
