/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists of users as statements: conditions and bindings collected, the way that user_plan.c
 * chose put into SQL, and run part by part. No way ever skips rows by counting them
 * (OFFSET). See user_query.h.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/user_plan.h"

const struct dw_user_sort dw_user_sorts[] = {
	{ "username", "username_key", "user_by_username", true, dw_fold_identity },
	{ "first_name", "first_key", "user_by_first", true, dw_fold_search },
	{ "last_name", "last_key", "user_by_last", true, dw_fold_search },
	{ "email", "email_key", "user_by_email", true, dw_fold_identity },
	{ "last_login", "last_login_at", "user_by_last_login", false, NULL },
	{ "created", "created_at", "user_by_created", false, NULL },
};
const size_t dw_user_sorts_count = DW_COUNT(dw_user_sorts);

/* ---- conditions ------------------------------------------------------------------------- */

void
dw_select_clear(struct dw_select *select)
{
	if (select == NULL)
		return;
	for (size_t i = 0; i < DW_TEST_COSTS; i++)
		dw_buf_clear(&select->tests[i]);
	for (size_t i = 0; i < select->n_bindings; i++)
		free(select->bindings[i].text);
	free(select->bindings);
	for (size_t i = 0; i < select->n_sets; i++) {
		free(select->sets[i].list);
		free(select->sets[i].test);
	}
	free(select->sets);
	free(select->permissions);
	free(select->groups);
	free(select->member_of);
	*select = (struct dw_select){ 0 };
}

void
dw_select_test(struct dw_select *select, enum dw_test_cost cost, const char *fmt, ...)
{
	struct dw_buf *buf = &select->tests[cost];
	DW_AUTO_FREE char *text = NULL;
	va_list args;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		dw_no_memory();
	va_end(args);
	dw_buf_puts(buf, " AND (");
	dw_buf_puts(buf, text);
	dw_buf_putc(buf, ')');
}

static size_t
bind(struct dw_select *select, char *text, int64_t num)
{
	select->bindings = dw_realloc(select->bindings, select->n_bindings + 1,
		sizeof(*select->bindings));
	select->bindings[select->n_bindings++] = (struct dw_binding){ text, num };
	return select->n_bindings;
}

size_t
dw_select_text(struct dw_select *select, const char *text)
{
	return bind(select, dw_strdup(text), 0);
}

size_t
dw_select_int(struct dw_select *select, int64_t num)
{
	return bind(select, NULL, num);
}

static enum dw_code
read_sort(struct dw_select *s, const struct dw_user_query *query, struct dw_error *err)
{
	const char *name = query->sort;

	s->descending = query->descending;
	if (name == NULL && query->filter != NULL && query->filter->sort != NULL) {
		name = query->filter->sort;
		s->descending = query->filter->descending;
	}
	for (size_t i = 0; i < dw_user_sorts_count; i++)
		if (strcmp(name != NULL ? name : "username", dw_user_sorts[i].name) == 0)
			s->sort = &dw_user_sorts[i];
	if (s->sort == NULL)
		return dw_fail_field(err, DW_USAGE, "sort",
			_("Users can be sorted by username, first_name, last_name, email, last_login and "
			  "created"));
	/* The order of addresses tells what they are. */
	if (query->mask_pii && strcmp(s->sort->name, "email") == 0)
		return dw_fail_field(err, DW_NOT_PERMITTED, "sort",
			_("You lack the permission doorward.view_pii, so you cannot sort by e-mail address. "
			  "Ask an admin for it."));
	return DW_OK;
}

enum dw_code
dw_select_read(struct dw_db *db, const struct dw_user_query *query, int64_t now,
	struct dw_select *out, struct dw_error *err)
{
	DW_AUTO(dw_select) s = { .db = db, .now = now, .from = INT64_MIN, .to = INT64_MAX };
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	dw_select_int(&s, now);
	dw_query_open(db, &q, "SELECT users FROM totals");
	if ((rc = dw_query_int(&q, 0, &s.users, err)) != DW_OK ||
		(rc = read_sort(&s, query, err)) != DW_OK ||
		(rc = dw_select_terms(&s, query, err)) != DW_OK)
		return rc;
	*out = s;
	s = (struct dw_select){ 0 };
	return DW_OK;
}

/* ---- statements -------------------------------------------------------------------------- */

static void
put_sets(const struct dw_select *s, const struct dw_plan *plan, int64_t want, struct dw_buf *sql)
{
	for (size_t i = 0; i < s->n_sets; i++) {
		const struct dw_user_set *set = &s->sets[i];
		const char *no = set->negated ? "NOT " : "";

		if (plan->way == DW_WAY_LIST && i == plan->set)
			continue;
		if (dw_plan_collects(s, plan, set, want))
			dw_buf_printf(sql, " AND +u.id IN (%s)", set->list);
		else
			dw_buf_printf(sql, " AND %s(%s)", no, set->test);
	}
}

/* The part of the walk: none, the ties with a place, what is beyond a place, both. */
enum part { WHOLE, TIES, BEYOND, AFTER };

/* Parameters after those of the conditions: value and id of the place, the other bound, limit. */
static void
put_part(const struct dw_select *s, bool down, enum part part, struct dw_buf *sql)
{
	const char *key = s->sort->key, *past = down ? "<" : ">";
	size_t n = s->n_bindings;

	if (part == TIES)
		dw_buf_printf(sql, " AND u.%s = ?%zu AND u.id %s ?%zu", key, n + 1, past, n + 2);
	else if (part == BEYOND)
		dw_buf_printf(sql, " AND u.%s %s ?%zu", key, past, n + 1);
	else if (part == AFTER)
		dw_buf_printf(sql, " AND (u.%s, u.id) %s (?%zu, ?%zu)", key, past, n + 1, n + 2);
	/* The far bound of a span of time, where the walk may end. */
	if (part != TIES && part != AFTER && (down ? s->from != INT64_MIN : s->to != INT64_MAX))
		dw_buf_printf(sql, " AND u.%s %s ?%zu", key, down ? ">=" : "<", n + 3);
}

static void
put_statement(const struct dw_select *s, const struct dw_plan *plan, bool down, enum part part,
	int64_t want, struct dw_buf *sql)
{
	const char *way = down ? "DESC" : "ASC", *key = s->sort->key;
	bool walk = plan->way == DW_WAY_WALK;
	struct dw_buf asked = { 0 };

	for (size_t i = DW_TEST_INDEX; i < DW_TEST_COSTS; i++)
		if (!plan->probe || i == DW_TEST_INDEX || (i == DW_TEST_SEARCH && dw_plan_by_username(s)))
			dw_buf_puts(&asked, dw_buf_text(&s->tests[i]));
	dw_buf_printf(sql, "SELECT u.id, u.%s", key);
	if (plan->probe)
		/* CASE, because AND alone would ask everything of every row. */
		dw_buf_printf(sql, ", CASE WHEN 1%s%s%s THEN 1 ELSE 0 END",
			dw_plan_by_username(s) ? "" : dw_buf_text(&s->tests[DW_TEST_SEARCH]),
			dw_buf_text(&s->tests[DW_TEST_ROW]), dw_buf_text(&s->tests[DW_TEST_OTHER]));
	dw_buf_puts(sql, " FROM user AS u ");
	if (plan->way == DW_WAY_PARTIAL)
		dw_buf_printf(sql, "INDEXED BY %s WHERE %s AND u.lifecycle <> 3",
			dw_partials[s->partial].index, dw_partials[s->partial].condition);
	else if (walk || plan->by_text)
		dw_buf_printf(sql, "INDEXED BY %s WHERE u.lifecycle <> 3",
			walk ? s->sort->index : dw_user_sorts[0].index);
	else
		dw_buf_puts(sql, "NOT INDEXED WHERE u.lifecycle <> 3");
	if (plan->way == DW_WAY_LIST)
		dw_buf_printf(sql, " AND u.id IN (%s)", s->sets[plan->set].list);
	dw_buf_puts(sql, dw_buf_text(&asked));
	put_sets(s, plan, want, sql);
	put_part(s, down, part, sql);
	dw_buf_printf(sql, " ORDER BY u.%s %s, u.id %s LIMIT ?%zu", key, way, way, s->n_bindings + 4);
	dw_buf_clear(&asked);
}

/* The conditions' parameters; unused numbers are fine as long as a higher one is used. */
static void
put_bindings(const struct dw_select *s, struct dw_query *q)
{
	for (size_t i = 0; i < s->n_bindings; i++) {
		if (s->bindings[i].text != NULL)
			dw_bind_text(q, (int)i + 1, s->bindings[i].text);
		else
			dw_bind_int(q, (int)i + 1, s->bindings[i].num);
	}
}

static void
open_statement(struct dw_select *s, const struct dw_plan *plan, bool down, enum part part,
	const struct dw_place *place, int64_t want, struct dw_query *q)
{
	DW_AUTO(dw_buf) sql = { 0 };
	int n = (int)s->n_bindings;

	put_statement(s, plan, down, part, want, &sql);
	dw_query_open(s->db, q, dw_buf_text(&sql));
	put_bindings(s, q);
	if (part != WHOLE && place->text != NULL)
		dw_bind_text(q, n + 1, place->text);
	else if (part != WHOLE)
		dw_bind_int(q, n + 1, place->num);
	if (part != WHOLE)
		dw_bind_int(q, n + 2, place->id);
	dw_bind_int(q, n + 3, down ? s->from : s->to);
	dw_bind_int(q, n + 4, plan->probe ? -1 : want);
}

/* ---- running ----------------------------------------------------------------------------- */

void
dw_place_clear(struct dw_place *place)
{
	if (place == NULL)
		return;
	free(place->text);
	*place = (struct dw_place){ 0 };
}

struct run {
	struct dw_select *s;
	bool down;             /* the way of this run, not of the list */
	int64_t want;          /* hits still to come */
	bool stop;
	struct dw_place last;  /* the row looked at last; id 0 = none yet */
	int64_t tested, met;   /* of a probe */
	enum dw_code (*hit)(void *arg, const struct dw_place *place, bool *stop, struct dw_error *err);
	void *arg;
};

static enum dw_code
take_row(struct run *r, const struct dw_plan *plan, const struct dw_query *q, struct dw_error *err)
{
	bool match = !plan->probe || dw_col_int(q, 2) != 0;
	struct dw_place place = { .id = dw_col_int(q, 0) };
	enum dw_code rc = DW_OK;

	if (r->s->sort->is_text)
		place.text = dw_strdup(dw_col_text(q, 1));
	else
		place.num = dw_col_int(q, 1);
	r->tested++;
	if (match) {
		r->met++;
		r->want--;
		rc = r->hit(r->arg, &place, &r->stop, err);
	}
	dw_place_clear(&r->last);
	r->last = place;
	return rc;
}

/* Runs one statement; a probe ends when its budget has. */
static enum dw_code
run_part(struct run *r, const struct dw_plan *plan, enum part part, const struct dw_place *place,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	open_statement(r->s, plan, r->down, part, place, r->want, &q);
	while (r->want > 0 && !r->stop && (!plan->probe || r->tested < plan->budget)) {
		if ((rc = dw_query_next(&q, &row, err)) != DW_OK)
			return rc;
		if (!row)
			return DW_OK;
		if ((rc = take_row(r, plan, &q, err)) != DW_OK)
			return rc;
	}
	return DW_OK;
}

static bool
is_done(const struct run *r, const struct dw_plan *plan)
{
	return r->want <= 0 || r->stop || (plan->probe && r->tested >= plan->budget);
}

/*
 * Are the ties with the place gone through apart? Asked for all that comes after it at once,
 * SQLite begins at the first tie; that costs little beside collecting a set twice, but
 * not among all those who never signed in.
 */
static bool
takes_ties_apart(const struct dw_select *s, const struct dw_plan *plan, const struct dw_place *place,
	int64_t want)
{
	for (size_t i = 0; i < s->n_sets; i++)
		if (dw_plan_collects(s, plan, &s->sets[i], want))
			return !s->sort->is_text && place->num == 0;
	return true;
}

/* One way, from after the place on. */
static enum dw_code
run_plan(struct run *r, const struct dw_plan *plan, const struct dw_place *place,
	struct dw_error *err)
{
	const struct dw_select *s = r->s;
	struct dw_place edge = { 0 };
	enum dw_code rc;

	if (plan->way != DW_WAY_WALK ||
		(place != NULL && !takes_ties_apart(s, plan, place, r->want)))
		return run_part(r, plan, place != NULL ? AFTER : WHOLE, place, err);
	if (place != NULL && place->num >= s->from && place->num < s->to) {
		rc = run_part(r, plan, TIES, place, err);
		if (rc != DW_OK || is_done(r, plan))
			return rc;
	}
	/* The near bound of a span of time is a place as well, if it is further on. */
	if (!s->sort->is_text && !r->down && s->from != INT64_MIN &&
		(place == NULL || place->num < s->from)) {
		edge.num = s->from - 1;
		place = &edge;
	} else if (!s->sort->is_text && r->down && s->to != INT64_MAX &&
		(place == NULL || place->num >= s->to)) {
		edge.num = s->to;
		place = &edge;
	}
	return run_part(r, plan, place != NULL ? BEYOND : WHOLE, place, err);
}

enum dw_code
dw_select_run(struct dw_select *select, bool backwards, const struct dw_place *place, int64_t want,
	enum dw_code (*hit)(void *arg, const struct dw_place *place, bool *stop, struct dw_error *err),
	void *arg, struct dw_error *err)
{
	struct run r = {
		.s = select,
		.down = select->descending != backwards,
		.want = want,
		.hit = hit,
		.arg = arg,
	};
	struct dw_plan plan;
	enum dw_code rc;

	if (want <= 0 || select->from >= select->to)
		return DW_OK;
	if ((rc = dw_plan_choose(select, want, &plan, err)) == DW_OK)
		rc = run_plan(&r, &plan, place, err);
	if (rc == DW_OK && plan.probe && r.tested >= plan.budget && r.want > 0 && !r.stop) {
		struct dw_place last = r.last;

		r.last = (struct dw_place){ 0 };
		plan = dw_plan_again(select, &plan, r.want, r.met);
		rc = run_plan(&r, &plan, &last, err);
		dw_place_clear(&last);
	}
	dw_place_clear(&r.last);
	return rc;
}

enum dw_code
dw_select_count(struct dw_select *select, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(dw_buf) sql = { 0 };
	size_t set = dw_plan_smallest(select);
	struct dw_plan plan = { .set = set, .way = set < select->n_sets ? DW_WAY_LIST
			: select->partial != DW_PARTIAL_NONE ? DW_WAY_PARTIAL : DW_WAY_SCAN };

	dw_buf_printf(&sql, "SELECT count(*), ?%zu FROM user AS u ", select->n_bindings);
	if (plan.way == DW_WAY_PARTIAL)
		dw_buf_printf(&sql, "INDEXED BY %s WHERE %s AND u.lifecycle <> 3",
			dw_partials[select->partial].index, dw_partials[select->partial].condition);
	else if (plan.way == DW_WAY_SCAN && select->tests[DW_TEST_SEARCH].len > 0)
		dw_buf_printf(&sql, "INDEXED BY %s WHERE u.lifecycle <> 3", dw_user_sorts[0].index);
	else if (plan.way == DW_WAY_SCAN && !dw_plan_needs_rows(select))
		dw_buf_printf(&sql, "INDEXED BY %s WHERE u.lifecycle <> 3", select->sort->index);
	else
		dw_buf_puts(&sql, "NOT INDEXED WHERE u.lifecycle <> 3");
	if (plan.way == DW_WAY_LIST)
		dw_buf_printf(&sql, " AND u.id IN (%s)", select->sets[set].list);
	for (size_t i = DW_TEST_INDEX; i < DW_TEST_COSTS; i++)
		dw_buf_puts(&sql, dw_buf_text(&select->tests[i]));
	put_sets(select, &plan, select->users, &sql);
	dw_query_open(select->db, &q, dw_buf_text(&sql));
	put_bindings(select, &q);
	return dw_query_int(&q, 0, out, err);
}

enum dw_code
dw_select_explain(struct dw_select *select, const struct dw_place *place, int64_t want,
	struct dw_buf *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(dw_buf) sql = { 0 };
	struct dw_plan plan;
	enum dw_code rc;
	bool row;

	if ((rc = dw_plan_choose(select, want, &plan, err)) != DW_OK)
		return rc;
	dw_buf_puts(&sql, "EXPLAIN QUERY PLAN ");
	put_statement(select, &plan, select->descending,
		place == NULL ? WHOLE : plan.way == DW_WAY_WALK ? BEYOND : AFTER, want, &sql);
	dw_query_open(select->db, &q, dw_buf_text(&sql));
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		dw_buf_printf(out, "%s\n", dw_col_text(&q, 3));
	return rc;
}
