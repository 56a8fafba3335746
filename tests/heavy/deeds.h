/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the heavy tests do to a store, and how they judge it afterwards: random
 * changes through the pipeline by several operators, and a check that each effect in
 * the tables has its audit entry and each entry its effect.
 */
#ifndef DW_TESTS_HEAVY_DEEDS_H
#define DW_TESTS_HEAVY_DEEDS_H

#include <stdint.h>

#include "action/invoke.h"
#include "tests/support/place.h"

#define DEEDS_USERS 40
#define DEEDS_OPERATORS 8

/* Makes place->store: operators op0.. in Admin, users u0.., groups, permissions. */
void
deeds_store(const struct place *place);

/* A frontend's hold on it as one of the operators. */
struct deeds {
	struct dw_conf *conf;
	struct dw_app app;
	uint64_t random;
};
void
deeds_open(struct deeds *d, const struct place *place, int operator, uint64_t seed);
void
deeds_close(struct deeds *d);

/*
 * One random change. Returns its outcome; *seq is the audit entry of what was committed,
 * 0 when nothing changed.
 */
enum dw_code
deeds_one(struct deeds *d, int64_t *seq, struct dw_error *err);

/* Is there an entry of this seq? */
bool
deeds_has(struct dw_db *db, int64_t seq);

/*
 * Judges the whole store; fails the test with what is wrong: pages, foreign keys, counts, the
 * chain, and per user: version, active flag, memberships, grants, last name all follow from the entries.
 */
void
deeds_judge(const struct place *place);

#endif
