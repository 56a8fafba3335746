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
 * their ratios matter.
 */
#include "base/mem.h"
#include "domain/user_plan.h"

#define COST_STEP 120  /* to the next entry of an index */
#define COST_ROW 5000  /* to fetch a row that an index points to, in its order */
#define COST_SCAN 160  /* to the next row of the table */
#define COST_TEXT 110  /* to the next search text */
#define COST_EXISTS 900 /* to ask whether somebody is in a set */
#define COST_MEET 180  /* to the next entry of an index, and to ask a collected set */
#define COST_LIST 800  /* to fetch and sort a member of a set */
#define COST_SORT 90   /* to sort an entry of a partial index */
#define COST_COLLECT 100 /* to put a member into a temporary set */
#define COST_PROBE 7000000 /* what a walk may cost before its luck is judged */

/* The condition of a partial index, word by word as in the schema. */
const struct dw_partial dw_partials[] = {
	[DW_PARTIAL_LOCKED] = { "user_locked", "u.locked_until > 0" },
	[DW_PARTIAL_BIN] = { "user_bin", "u.lifecycle IN (1, 2)" },
	[DW_PARTIAL_SHUT] = { "user_shut", "(u.active = 0 OR u.valid_from > 0 OR u.valid_until > 0)" },
};

bool
dw_plan_by_username(const struct dw_select *s)
{
	return s->sort == &dw_user_sorts[0];
}

/* Are there tests that a walk along this index cannot answer from it? */
bool
dw_plan_needs_rows(const struct dw_select *s)
{
	return s->tests[DW_TEST_ROW].len > 0 || s->tests[DW_TEST_OTHER].len > 0 ||
		(s->tests[DW_TEST_SEARCH].len > 0 && !dw_plan_by_username(s));
}

/* The smallest set that all matches are in; n_sets when there is none. */
size_t
dw_plan_smallest(const struct dw_select *s)
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
		dw_partials[s->partial].index, dw_partials[s->partial].condition);

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

enum dw_code
dw_plan_choose(struct dw_select *s, int64_t want, struct dw_plan *out, struct dw_error *err)
{
	struct dw_plan plan = { .way = DW_WAY_WALK };
	size_t set = dw_plan_smallest(s);
	int64_t passing = s->users;
	double step = COST_STEP;
	enum dw_code rc;

	if (s->partial != DW_PARTIAL_NONE) {
		int64_t most = 20000, count;

		if ((rc = count_partial(s, most, &count, err)) != DW_OK)
			return rc;
		/* Only the row tells who is locked, so a walk would be dear. */
		if (s->partial == DW_PARTIAL_LOCKED || dw_plan_by_username(s) ||
			(double)count * COST_SORT < walk_cost(s, want, count, COST_STEP))
			plan.way = DW_WAY_PARTIAL;
		s->partial_count = count;
	}
	if (set < s->n_sets) {
		int64_t count = s->sets[set].count;
		bool small = (double)count * COST_LIST < walk_cost(s, want, count, COST_MEET) +
				(double)count * COST_COLLECT;

		if (small && (plan.way == DW_WAY_WALK || count < s->partial_count))
			plan = (struct dw_plan){ .way = DW_WAY_LIST, .set = set };
		passing = count;
		step = (double)count * COST_COLLECT < walk_cost(s, want, count, COST_EXISTS)
			? COST_MEET : COST_STEP + COST_EXISTS;
	}
	if (plan.way == DW_WAY_WALK && dw_plan_needs_rows(s)) {
		double each = COST_ROW + step * (double)s->users / (double)(passing > 0 ? passing : 1);

		plan.probe = true;
		plan.budget = s->probe > 0 ? s->probe : 50 + (int64_t)(COST_PROBE / each);
	}
	*out = plan;
	return DW_OK;
}

/* After a probe that met `met` of `tested`: go on walking, or sort? */
struct dw_plan
dw_plan_again(const struct dw_select *s, const struct dw_plan *probe, int64_t want, int64_t met)
{
	size_t set = dw_plan_smallest(s);
	double each = COST_PROBE / (double)probe->budget;
	double walk = met > 0 ? (double)want * (double)probe->budget / (double)met * each : 1e18;
	double share = (double)met / (double)probe->budget;
	double users = (double)s->users;
	double scan = users * COST_SCAN;
	double text = users * COST_TEXT + share * users * COST_ROW;
	struct dw_plan plan = { .way = DW_WAY_WALK };

	if (s->tests[DW_TEST_SEARCH].len > 0 && text < scan) {
		plan.by_text = true;
		scan = text;
	}
	if (s->tests[DW_TEST_OTHER].len > 0)
		scan += users * COST_EXISTS;
	if (set < s->n_sets && (double)s->sets[set].count * COST_LIST < scan) {
		plan = (struct dw_plan){ .way = DW_WAY_LIST, .set = set };
		scan = (double)s->sets[set].count * COST_LIST;
	} else {
		plan.way = DW_WAY_SCAN;
	}
	return walk < scan ? (struct dw_plan){ .way = DW_WAY_WALK } : plan;
}

/* Members of a small set are collected first; for those of a large one each row is asked. */
bool
dw_plan_collects(const struct dw_select *s, const struct dw_plan *plan, const struct dw_user_set *set,
	int64_t want)
{
	return !set->negated && plan->way != DW_WAY_LIST &&
		(double)set->count * COST_COLLECT < walk_cost(s, want, set->count, COST_EXISTS);
}
