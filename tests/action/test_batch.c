/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One action on many targets: the preview changes nothing, each target is a call of its
 * own under one batch id, and the throttle is kept without being run into.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "action/batch.h"
#include "tests/support/scene.h"

/* The scene's action on these users (a list that ends with NULL). */
static void
begin(struct scene *s, struct dw_batch *batch, const char *action, const char *const *users,
	unsigned flags)
{
	size_t n = 0;

	scene_call(s, action);
	while (users[n] != NULL)
		scene_put(s, "user", users[n++]);
	dw_batch_init(batch, &s->app, s->call.action, s->call.args, users, n, flags);
}

static void
check_all(struct dw_batch *batch)
{
	while (dw_batch_check(batch))
		;
}

/* Steps to the end or to the first that is not DW_OK; how many steps were made. */
static int
do_all(struct dw_batch *batch, enum dw_code *rc, struct dw_error *err)
{
	bool more = true;
	int steps = 0;

	for (*rc = DW_OK; *rc == DW_OK && more; steps++)
		*rc = dw_batch_step(batch, &more, err);
	return steps;
}

static int64_t
inactive(struct household *h)
{
	return household_int(h, "SELECT count(*) FROM user WHERE active = 0");
}

static void
the_preview_says_who_could_not_be_done_and_why(void **state)
{
	static const char *const users[] = { "bob", "mona", "alba", "nobody", "cleo", NULL };
	struct household *h = *state;
	DW_AUTO(dw_batch) batch = { 0 };
	struct scene s;
	int64_t entries;

	scene_open(&s, h, "mona");
	begin(&s, &batch, "user.deactivate", users, 0);
	entries = household_int(h, "SELECT count(*) FROM audit");
	check_all(&batch);
	assert_int_equal(batch.checked, 5);
	assert_int_equal(batch.skipped, 3);
	assert_int_equal(batch.items[0].state, DW_BATCH_READY);
	assert_string_equal(batch.items[0].label, "bob");
	assert_int_equal(batch.items[1].err->code, DW_OWN_ACCOUNT);
	assert_int_equal(batch.items[2].err->code, DW_NOT_SUBSET);
	assert_int_equal(batch.items[3].err->code, DW_NOT_FOUND);
	assert_int_equal(inactive(h), 0);
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit"), entries);
	scene_close(&s);
}

static void
refusals_of_the_preview_are_written_down_on_demand(void **state)
{
	static const char *const users[] = { "mona", "alba", "nobody", "bob", NULL };
	struct household *h = *state;
	DW_AUTO(dw_batch) batch = { 0 };
	struct scene s;

	scene_open(&s, h, "mona");
	begin(&s, &batch, "user.deactivate", users, 0);
	check_all(&batch);
	dw_batch_note_refusals(&batch);
	assert_string_equal(household_text(h, "SELECT group_concat(reason_code, ' ') FROM"
		" (SELECT reason_code FROM audit WHERE action_code = 'action_refused' ORDER BY seq)"),
		"own_account not_subset");
	assert_non_null(strstr(household_said(h, 1), "alba"));
	scene_close(&s);
}

static void
those_that_could_be_done_are_done_one_by_one_and_the_others_left(void **state)
{
	static const char *const users[] = { "alba", "bob", "nobody", "cleo", NULL };
	struct household *h = *state;
	DW_AUTO(dw_batch) batch = { 0 };
	struct dw_error err = { 0 };
	struct scene s;
	enum dw_code rc;
	bool more;

	scene_open(&s, h, "mona");
	begin(&s, &batch, "user.deactivate", users, 0);
	check_all(&batch);
	assert_int_equal(dw_batch_step(&batch, &more, &err), DW_OK);
	assert_true(more);
	assert_int_equal(inactive(h), 1);
	assert_int_equal(do_all(&batch, &rc, &err), 1);
	assert_int_equal(rc, DW_OK);
	assert_int_equal(inactive(h), 2);
	assert_int_equal(batch.changed, 2);
	assert_int_equal(batch.failed, 0);
	assert_true(batch.items[1].seq > 0 && batch.items[3].seq > batch.items[1].seq);
	assert_non_null(strstr(batch.items[3].said, "cleo"));
	assert_int_equal(household_int(h, "SELECT count(DISTINCT batch) FROM audit"
		" WHERE action_code = 'user_deactivated' AND length(batch) = 16"), 1);
	scene_close(&s);
}

static void
one_target_alone_has_no_batch_id(void **state)
{
	static const char *const users[] = { "bob", NULL };
	struct household *h = *state;
	DW_AUTO(dw_batch) batch = { 0 };
	struct dw_error err = { 0 };
	struct scene s;
	enum dw_code rc;

	scene_open(&s, h, "mona");
	begin(&s, &batch, "user.deactivate", users, 0);
	check_all(&batch);
	do_all(&batch, &rc, &err);
	assert_int_equal(household_int(h,
		"SELECT length(batch) FROM audit WHERE action_code = 'user_deactivated'"), 0);
	scene_close(&s);
}

static void
what_became_impossible_meanwhile_fails_alone(void **state)
{
	static const char *const users[] = { "bob", "cleo", NULL };
	struct household *h = *state;
	DW_AUTO(dw_batch) batch = { 0 };
	struct dw_error err = { 0 };
	struct scene s;
	enum dw_code rc;

	scene_open(&s, h, "mona");
	begin(&s, &batch, "user.deactivate", users, 0);
	check_all(&batch);
	household_sql(h, "UPDATE user SET active = 0, inactive_reason = 1 WHERE username = 'bob'");
	do_all(&batch, &rc, &err);
	assert_int_equal(rc, DW_OK);
	assert_int_equal(batch.failed, 1);
	assert_int_equal(batch.items[0].state, DW_BATCH_FAILED);
	assert_int_equal(batch.items[0].err->code, DW_STATE);
	assert_int_equal(batch.items[1].state, DW_BATCH_CHANGED);
	scene_close(&s);
}

static void
with_if_needed_what_is_so_already_is_no_failure(void **state)
{
	static const char *const users[] = { "bob", "cleo", "vera", "nobody", NULL };
	struct household *h = *state;
	DW_AUTO(dw_batch) batch = { 0 };
	struct dw_error err = { 0 };
	struct scene s;
	enum dw_code rc;

	scene_open(&s, h, "mona");
	household_sql(h, "UPDATE user SET active = 0, inactive_reason = 1 WHERE username = 'bob'");
	begin(&s, &batch, "user.deactivate", users, 0);
	batch.if_needed = true;
	check_all(&batch);
	assert_int_equal(batch.items[0].state, DW_BATCH_UNCHANGED);
	assert_non_null(strstr(batch.items[0].note, "inactive already"));
	/* Who is not there is not passed over. */
	assert_int_equal(batch.skipped, 1);
	/* And what becomes so between the look and the deed is none either. */
	household_sql(h, "UPDATE user SET active = 0, inactive_reason = 1 WHERE username = 'cleo'");
	do_all(&batch, &rc, &err);
	assert_int_equal(rc, DW_OK);
	assert_int_equal(batch.items[1].state, DW_BATCH_UNCHANGED);
	assert_int_equal(batch.needless, 2);
	assert_int_equal(batch.changed, 1);
	assert_int_equal(batch.failed, 0);
	scene_close(&s);
}

static void
targets_that_the_action_finds_are_tried_and_change_nothing_by_that(void **state)
{
	static const char *const users[] = { "bob", "cleo", NULL };
	struct household *h = *state;
	DW_AUTO(dw_batch) first = { 0 };
	DW_AUTO(dw_batch) batch = { 0 };
	DW_AUTO(dw_targets) targets = { 0 };
	struct dw_error why = { 0 };
	int64_t entries;
	struct scene s;
	enum dw_code rc;

	scene_open(&s, h, "mona");
	begin(&s, &first, "user.deactivate", users, 0);
	check_all(&first);
	do_all(&first, &rc, &why);
	household_sql(h, "UPDATE user SET active = 1, inactive_reason = 0 WHERE username = 'cleo'");
	scene_call(&s, "undo");
	assert_code(dw_targets_find(&s.app, s.call.action, s.call.args, &targets, err), DW_OK);
	assert_true(targets.found);
	assert_int_equal(targets.n, 2);
	/* What was found stands in the arguments: it is the same when it is asked again. */
	assert_string_equal(dw_arg_text(s.call.args, dw_param_find(s.call.action, "batch")),
		targets.refs[0]);
	dw_batch_init(&batch, &s.app, s.call.action, s.call.args,
		(const char *const *)targets.refs, targets.n, 0);
	batch.tries = true;
	entries = household_int(h, "SELECT count(*) FROM audit");
	s.app.reads_pending = 0;
	check_all(&batch);
	assert_int_equal(s.app.reads_pending, 1);
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit"), entries);
	assert_int_equal(batch.items[0].state, DW_BATCH_SKIPPED);
	assert_int_equal(batch.items[0].err->code, DW_CONFLICT);
	assert_string_equal(batch.items[0].label, "cleo");
	assert_non_null(strstr(batch.items[1].effects, "user_activated"));
	assert_int_equal(inactive(h), 1);
	do_all(&batch, &rc, &why);
	assert_int_equal(rc, DW_OK);
	assert_int_equal(batch.changed, 1);
	assert_int_equal(inactive(h), 0);
	scene_close(&s);
}

static void
a_dry_run_changes_nothing(void **state)
{
	static const char *const users[] = { "bob", "cleo", NULL };
	struct household *h = *state;
	DW_AUTO(dw_batch) batch = { 0 };
	struct dw_error err = { 0 };
	int64_t entries;
	struct scene s;
	enum dw_code rc;

	scene_open(&s, h, "mona");
	begin(&s, &batch, "user.deactivate", users, DW_CALL_DRY_RUN | DW_CALL_EFFECTS);
	entries = household_int(h, "SELECT count(*) FROM audit");
	check_all(&batch);
	do_all(&batch, &rc, &err);
	assert_int_equal(rc, DW_OK);
	assert_non_null(strstr(batch.items[1].effects, "user_deactivated"));
	assert_int_equal(inactive(h), 0);
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit"), entries);
	scene_close(&s);
}

/* Forty people, as a list that ends with NULL. */
static const char *const *
forty(struct household *h)
{
	static char names[40][32];
	static const char *list[41];

	for (int i = 0; i < 40; i++) {
		snprintf(names[i], sizeof(names[i]), "person%02d", i);
		household_person(h, names[i], NULL);
		list[i] = names[i];
	}
	return list;
}

static void
at_the_end_of_the_minute_a_step_asks_to_wait_and_nobody_is_refused(void **state)
{
	struct household *h = *state;
	const char *const *users = forty(h);
	DW_AUTO(dw_batch) batch = { 0 };
	struct dw_error err = { 0 };
	struct scene s;
	enum dw_code rc;

	household_grant(h, "hela", "doorward.activate_user");
	scene_open(&s, h, "hela");
	begin(&s, &batch, "user.deactivate", users, 0);
	check_all(&batch);
	assert_int_equal(batch.skipped, 0);
	assert_int_equal(dw_batch_pace(&batch), 60);
	do_all(&batch, &rc, &err);
	assert_int_equal(rc, DW_THROTTLED);
	assert_true(err.retry_after > 0);
	assert_int_equal(batch.changed, 30);
	assert_int_equal(inactive(h), 30);
	assert_int_equal(household_int(h,
		"SELECT count(*) FROM audit WHERE action_code = 'action_refused'"), 0);
	/* And it stays so until there is room again. */
	do_all(&batch, &rc, &err);
	assert_int_equal(rc, DW_THROTTLED);
	assert_int_equal(batch.next, 30);
	scene_close(&s);
}

static void
for_holders_of_bulk_the_whole_batch_is_one_unit(void **state)
{
	struct household *h = *state;
	const char *const *users = forty(h);
	DW_AUTO(dw_batch) batch = { 0 };
	struct dw_error why = { 0 };
	int64_t left = 0;
	struct scene s;
	enum dw_code rc;

	scene_open(&s, h, "alba");
	begin(&s, &batch, "user.deactivate", users, 0);
	check_all(&batch);
	assert_int_equal(dw_batch_pace(&batch), 0);
	do_all(&batch, &rc, &why);
	assert_int_equal(rc, DW_OK);
	assert_int_equal(inactive(h), 40);
	assert_code(dw_throttle_look(h->db, h->conf, s.app.operator.id, DW_THROTTLE_SENSITIVE, 0,
		HOUSEHOLD_NOW, &left, err), DW_OK);
	assert_int_equal(left, 29);
	scene_close(&s);
}

static void
an_action_without_a_target_is_a_batch_of_one(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_batch) batch = { 0 };
	struct dw_error err = { 0 };
	struct scene s;
	enum dw_code rc;

	scene_open(&s, h, "mona");
	scene_call(&s, "group.create");
	scene_put(&s, "name", "Chess club");
	dw_batch_init(&batch, &s.app, s.call.action, s.call.args, NULL, 0, DW_CALL_ITEM);
	check_all(&batch);
	do_all(&batch, &rc, &err);
	assert_int_equal(rc, DW_OK);
	assert_int_equal(batch.changed, 1);
	assert_non_null(strstr(batch.items[0].item, "Chess club"));
	scene_close(&s);
}

static void
clearing_takes_nothing_and_a_zeroed_one(void **state)
{
	struct dw_batch batch = { 0 };

	(void)state;
	dw_batch_clear(NULL);
	dw_batch_clear(&batch);
	dw_batch_clear(&batch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, household_setup, household_teardown)
		TEST(the_preview_says_who_could_not_be_done_and_why),
		TEST(refusals_of_the_preview_are_written_down_on_demand),
		TEST(those_that_could_be_done_are_done_one_by_one_and_the_others_left),
		TEST(one_target_alone_has_no_batch_id),
		TEST(what_became_impossible_meanwhile_fails_alone),
		TEST(with_if_needed_what_is_so_already_is_no_failure),
		TEST(targets_that_the_action_finds_are_tried_and_change_nothing_by_that),
		TEST(a_dry_run_changes_nothing),
		TEST(at_the_end_of_the_minute_a_step_asks_to_wait_and_nobody_is_refused),
		TEST(for_holders_of_bulk_the_whole_batch_is_one_unit),
		TEST(an_action_without_a_target_is_a_batch_of_one),
		cmocka_unit_test(clearing_takes_nothing_and_a_zeroed_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
