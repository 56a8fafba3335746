/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way to the rows of a list. There are four:
 *
 *	walk     along the index of the sort, asking each row in turn; ends with the page
 *	partial  along the index of a rare state, which holds all sort keys
 *	list     the members of a small set, sorted
 *	scan     everybody, sorted; what a walk turns into when it meets too few
 *
 * Costs are in nanoseconds as measured with a million users in a warm cache; only
 * their ratios matter. No way ever skips rows by counting them (OFFSET).
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/user_query.h"

#define COST_STEP 120  /* to the next entry of an index */
#define COST_ROW 5000  /* to fetch a row that an index points to, in its order */
#define COST_SCAN 160  /* to the next row of the table */
#define COST_TEXT 110  /* to the next search text */
#define COST_EXISTS 900 /* to ask whether somebody is in a set */
#define COST_LIST 800  /* to fetch and sort a member of a set */
#define COST_SORT 90   /* to sort an entry of a partial index */
#define COST_COLLECT 100 /* to put a member into a temporary set */
#define COST_PROBE 7000000 /* what a walk may cost before its luck is judged */

const struct dw_user_sort dw_user_sorts[] = {
	{ "username", "username_key", "user_by_username", true },
	{ "first_name", "first_key", "user_by_first", true },
	{ "last_name", "last_key", "user_by_last", true },
	{ "email", "email_key", "user_by_email", true },
	{ "last_login", "last_login_at", "user_by_last_login", false },
	{ "created", "created_at", "user_by_created", false },
};
const size_t dw_user_sorts_count = DW_COUNT(dw_user_sorts);

/* The condition of a partial index, word by word as in the schema. */
static const struct {
	const char *index, *condition;
} partials[] = {
	[DW_PARTIAL_LOCKED] = { "user_locked", "u.locked_until > 0" },
	[DW_PARTIAL_BIN] = { "user_bin", "u.lifecycle IN (1, 2)" },
	[DW_PARTIAL_SHUT] = { "user_shut", "(u.active = 0 OR u.valid_from > 0 OR u.valid_until > 0)" },
};

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

/* ---- choosing a way ---------------------------------------------------------------------- */

enum way { WALK, PARTIAL, LIST, SCAN };

struct plan {
	enum way way;
	size_t set;       /* LIST: which */
	bool probe;       /* WALK: rows come with a column that says whether they match */
	bool by_text;     /* SCAN: along the search texts */
	int64_t budget;   /* probe: how many rows */
};

static bool
is_by_username(const struct dw_select *s)
{
	return s->sort == &dw_user_sorts[0];
}

/* Are there tests that a walk along this index cannot answer from it? */
static bool
needs_rows(const struct dw_select *s)
{
	return s->tests[DW_TEST_ROW].len > 0 || s->tests[DW_TEST_OTHER].len > 0 ||
		(s->tests[DW_TEST_SEARCH].len > 0 && !is_by_username(s));
}

/* The smallest set that all matches are in; n_sets when there is none. */
static size_t
smallest_set(const struct dw_select *s)
{
	size_t best = s->n_sets;

	for (size_t i = 0; i < s->n_sets; i++)
		if (!s->sets[i].negated && (best == s->n_sets || s->sets[i].count < s->sets[best].count))
			best = i;
	return best;
}

/* How many entries the partial index has, counted up to where it would not be used anyway. */
static enum dw_code
count_partial(struct dw_select *s, int64_t most, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *sql = dw_format(
		"SELECT count(*) FROM (SELECT 1 FROM user AS u INDEXED BY %s WHERE %s LIMIT ?1)",
		partials[s->partial].index, partials[s->partial].condition);

	dw_query_open(s->db, &q, sql);
	dw_bind_int(&q, 1, most);
	return dw_query_int(&q, 0, out, err);
}

/* What a walk costs until it has met `want` of `count` among all. */
static double
walk_cost(const struct dw_select *s, int64_t want, int64_t count, double step)
{
	double users = (double)s->users;

	return count <= 0 ? users * step : (double)want * users / (double)count * step;
}

static enum dw_code
choose(struct dw_select *s, int64_t want, struct plan *out, struct dw_error *err)
{
	struct plan plan = { .way = WALK };
	size_t set = smallest_set(s);
	int64_t passing = s->users;
	double step = COST_STEP;
	enum dw_code rc;

	if (s->partial != DW_PARTIAL_NONE) {
		int64_t most = 20000, count;

		if ((rc = count_partial(s, most, &count, err)) != DW_OK)
			return rc;
		/* Only the row tells who is locked, so a walk would be dear. */
		if (s->partial == DW_PARTIAL_LOCKED || is_by_username(s) ||
			(double)count * COST_SORT < walk_cost(s, want, count, COST_STEP))
			plan.way = PARTIAL;
		s->partial_count = count;
	}
	if (set < s->n_sets) {
		int64_t count = s->sets[set].count;
		bool small = (double)count * COST_LIST < walk_cost(s, want, count, COST_STEP) +
				(double)count * COST_COLLECT;

		if (small && (plan.way == WALK || count < s->partial_count))
			plan = (struct plan){ .way = LIST, .set = set };
		passing = count;
		step += (double)count * COST_COLLECT < walk_cost(s, want, count, COST_EXISTS) ? 0 : COST_EXISTS;
	}
	if (plan.way == WALK && needs_rows(s)) {
		double each = COST_ROW + step * (double)s->users / (double)(passing > 0 ? passing : 1);

		plan.probe = true;
		plan.budget = s->probe > 0 ? s->probe : 50 + (int64_t)(COST_PROBE / each);
	}
	*out = plan;
	return DW_OK;
}

/* After a probe that met `met` of `tested`: go on walking, or sort? */
static struct plan
choose_again(const struct dw_select *s, const struct plan *probe, int64_t want, int64_t met)
{
	size_t set = smallest_set(s);
	double each = COST_PROBE / (double)probe->budget;
	double walk = met > 0 ? (double)want * (double)probe->budget / (double)met * each : 1e18;
	double share = (double)met / (double)probe->budget;
	double users = (double)s->users;
	double scan = users * COST_SCAN;
	double text = users * COST_TEXT + share * users * COST_ROW;
	struct plan plan = { .way = WALK };

	if (s->tests[DW_TEST_SEARCH].len > 0 && text < scan) {
		plan.by_text = true;
		scan = text;
	}
	if (s->tests[DW_TEST_OTHER].len > 0)
		scan += users * COST_EXISTS;
	if (set < s->n_sets && (double)s->sets[set].count * COST_LIST < scan) {
		plan = (struct plan){ .way = LIST, .set = set };
		scan = (double)s->sets[set].count * COST_LIST;
	} else {
		plan.way = SCAN;
	}
	return walk < scan ? (struct plan){ .way = WALK } : plan;
}

/* ---- statements -------------------------------------------------------------------------- */

/* Members of a small set are collected first; for those of a large one each row is asked. */
static void
put_sets(const struct dw_select *s, const struct plan *plan, int64_t want, struct dw_buf *sql)
{
	for (size_t i = 0; i < s->n_sets; i++) {
		const struct dw_user_set *set = &s->sets[i];
		const char *no = set->negated ? "NOT " : "";

		if (plan->way == LIST && i == plan->set)
			continue;
		if (!set->negated && plan->way != LIST &&
			(double)set->count * COST_COLLECT < walk_cost(s, want, set->count, COST_EXISTS))
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
put_statement(const struct dw_select *s, const struct plan *plan, bool down, enum part part,
	int64_t want, struct dw_buf *sql)
{
	const char *way = down ? "DESC" : "ASC", *key = s->sort->key;
	bool walk = plan->way == WALK;
	struct dw_buf asked = { 0 };

	for (size_t i = DW_TEST_INDEX; i < DW_TEST_COSTS; i++)
		if (!plan->probe || i == DW_TEST_INDEX || (i == DW_TEST_SEARCH && is_by_username(s)))
			dw_buf_puts(&asked, dw_buf_text(&s->tests[i]));
	dw_buf_printf(sql, "SELECT u.id, u.%s", key);
	if (plan->probe)
		/* CASE, because AND alone would ask everything of every row. */
		dw_buf_printf(sql, ", CASE WHEN 1%s%s%s THEN 1 ELSE 0 END",
			is_by_username(s) ? "" : dw_buf_text(&s->tests[DW_TEST_SEARCH]),
			dw_buf_text(&s->tests[DW_TEST_ROW]), dw_buf_text(&s->tests[DW_TEST_OTHER]));
	dw_buf_puts(sql, " FROM user AS u ");
	if (plan->way == PARTIAL)
		dw_buf_printf(sql, "INDEXED BY %s WHERE %s AND u.lifecycle <> 3",
			partials[s->partial].index, partials[s->partial].condition);
	else if (walk || plan->by_text)
		dw_buf_printf(sql, "INDEXED BY %s WHERE u.lifecycle <> 3",
			walk ? s->sort->index : dw_user_sorts[0].index);
	else
		dw_buf_puts(sql, "NOT INDEXED WHERE u.lifecycle <> 3");
	if (plan->way == LIST)
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
open_statement(struct dw_select *s, const struct plan *plan, bool down, enum part part,
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
take_row(struct run *r, const struct plan *plan, const struct dw_query *q, struct dw_error *err)
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
run_part(struct run *r, const struct plan *plan, enum part part, const struct dw_place *place,
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
is_done(const struct run *r, const struct plan *plan)
{
	return r->want <= 0 || r->stop || (plan->probe && r->tested >= plan->budget);
}

/*
 * One way, from after the place on. Walks go through the ties with the place apart: asked for
 * both at once, SQLite begins at the first of many ties (those who never signed in)
 * each time.
 */
static enum dw_code
run_plan(struct run *r, const struct plan *plan, const struct dw_place *place,
	struct dw_error *err)
{
	const struct dw_select *s = r->s;
	struct dw_place edge = { 0 };
	enum dw_code rc;

	if (plan->way != WALK)
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
	struct plan plan;
	enum dw_code rc;

	if (want <= 0 || select->from >= select->to)
		return DW_OK;
	if ((rc = choose(select, want, &plan, err)) == DW_OK)
		rc = run_plan(&r, &plan, place, err);
	if (rc == DW_OK && plan.probe && r.tested >= plan.budget && r.want > 0 && !r.stop) {
		struct dw_place last = r.last;

		r.last = (struct dw_place){ 0 };
		plan = choose_again(select, &plan, r.want, r.met);
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
	size_t set = smallest_set(select);
	struct plan plan = { .way = set < select->n_sets ? LIST
			: select->partial != DW_PARTIAL_NONE     ? PARTIAL
								 : SCAN, .set = set };

	dw_buf_printf(&sql, "SELECT count(*), ?%zu FROM user AS u ", select->n_bindings);
	if (plan.way == PARTIAL)
		dw_buf_printf(&sql, "INDEXED BY %s WHERE %s AND u.lifecycle <> 3",
			partials[select->partial].index, partials[select->partial].condition);
	else if (plan.way == SCAN && select->tests[DW_TEST_SEARCH].len > 0)
		dw_buf_printf(&sql, "INDEXED BY %s WHERE u.lifecycle <> 3", dw_user_sorts[0].index);
	else if (plan.way == SCAN && !needs_rows(select))
		dw_buf_printf(&sql, "INDEXED BY %s WHERE u.lifecycle <> 3", select->sort->index);
	else
		dw_buf_puts(&sql, "NOT INDEXED WHERE u.lifecycle <> 3");
	if (plan.way == LIST)
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
	struct plan plan;
	enum dw_code rc;
	bool row;

	if ((rc = choose(select, want, &plan, err)) != DW_OK)
		return rc;
	dw_buf_puts(&sql, "EXPLAIN QUERY PLAN ");
	put_statement(select, &plan, select->descending,
		place == NULL ? WHOLE : plan.way == WALK ? BEYOND : AFTER, want, &sql);
	dw_query_open(select->db, &q, dw_buf_text(&sql));
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		dw_buf_printf(out, "%s\n", dw_col_text(&q, 3));
	return rc;
}
