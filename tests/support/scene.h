/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A call of an action by somebody of the household, through the pipeline, at
 * HOUSEHOLD_NOW. For tests of actions; failures end the test.
 *
 *	struct scene s;
 *
 *	scene_open(&s, h, "mona");
 *	scene_call(&s, "group.add");
 *	scene_put(&s, "group", "Family");
 *	scene_put(&s, "user", "bob");
 *	assert_code(dw_invoke(&s.call, err), DW_OK);
 *	scene_close(&s);
 */
#ifndef DW_TESTS_SUPPORT_SCENE_H
#define DW_TESTS_SUPPORT_SCENE_H

#include "action/invoke.h"
#include "tests/support/household.h"

struct scene {
	struct household *h;
	struct dw_app app;
	struct dw_args args;
	struct dw_call call;
	struct dw_rows rows; /* where a read's rows go */
};

/* While it is open, the household has no transaction of its own. */
void
scene_open(struct scene *s, struct household *h, const char *who);
void
scene_close(struct scene *s);

/* A new call, without arguments; then its arguments by name. */
void
scene_call(struct scene *s, const char *action);
void
scene_put(struct scene *s, const char *name, const char *value);

/* A value of a row that was read. */
const struct dw_value *
scene_cell(const struct scene *s, size_t row, const char *column);

#endif
