/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A call of an action by somebody of the household. See scene.h.
 */
#include "tests/support/test.h"

#include "base/clock.h"
#include "tests/support/scene.h"

static int64_t
still(void)
{
	return HOUSEHOLD_NOW;
}

void
scene_open(struct scene *s, struct household *h, const char *who)
{
	household_as(h, who);
	dw_txn_clear(&h->txn);
	dw_clock = still;
	*s = (struct scene){ .h = h };
	s->app = (struct dw_app){ .conf = h->conf, .db = h->db, .operator = h->operator };
	s->app.caller.origin = (struct dw_origin){ .kind = "ssh", .address = "192.0.2.7", .uid = 1000 };
	dw_rows_init(&s->rows);
}

void
scene_close(struct scene *s)
{
	dw_call_clear(&s->call);
	dw_args_clear(&s->args);
	dw_rows_clear(&s->rows);
	s->app.db = NULL;
	dw_app_clear(&s->app);
	dw_clock = NULL;
	/* The household expects the transaction that scene_open() took away from it. */
	assert_code(dw_txn_begin(s->h->db, &s->h->txn, err), DW_OK);
}

void
scene_call(struct scene *s, const char *action)
{
	dw_call_clear(&s->call);
	dw_args_clear(&s->args);
	s->call = (struct dw_call){ .action = dw_action_find(action), .app = &s->app,
		.args = &s->args, .sink = &s->rows.sink };
	assert_non_null(s->call.action);
	dw_args_init(&s->args, s->call.action);
}

void
scene_put(struct scene *s, const char *name, const char *value)
{
	int index = dw_param_find(s->call.action, name);

	assert_true(index >= 0);
	assert_code(dw_args_put(&s->args, index, value, HOUSEHOLD_NOW, err), DW_OK);
}

const struct dw_value *
scene_cell(const struct scene *s, size_t row, const char *column)
{
	int at = dw_column_find(s->rows.columns, s->rows.n_columns, column);

	assert_true(at >= 0 && row < s->rows.n_rows);
	return dw_rows_at(&s->rows, row) + at;
}
