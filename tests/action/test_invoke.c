/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pipeline: what it refuses, what it counts, what it writes down, and what a
 * dry run leaves behind.
 */
#include "tests/support/test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "action/batch.h"
#include "domain/user_view.h"
#include "tests/support/scene.h"

static void
one(struct scene *s, const char *action, const char *user)
{
	scene_call(s, action);
	scene_put(s, "user", user);
}

static int64_t
entries(struct household *h, const char *action)
{
	return household_int(h, "SELECT count(*) FROM audit WHERE action_code = '%s'", action);
}

static void
a_write_commits_and_says_what_happened(void **state)
{
	struct household *h = *state;
	struct scene s;

	scene_open(&s, h, "mona");
	one(&s, "user.deactivate", "bob");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_true(s.call.changed);
	assert_true(s.call.seq > 0);
	assert_string_equal(s.call.said, "bob is inactive; all sessions have ended");
	assert_int_equal(household_int(h, "SELECT active FROM user WHERE username = 'bob'"), 0);
	scene_close(&s);
}

static void
a_refusal_is_written_down_after_the_rollback(void **state)
{
	static const struct {
		const char *who, *action, *user, *reason;
	} refusals[] = {
		{ "mona", "user.deactivate", "alba", "not_subset" },
		{ "mona", "user.deactivate", "mona", "own_account" },
		{ "vera", "user.deactivate", "bob", "not_permitted" },
		{ "alba", "user.deactivate", "alba", "own_account" },
	};
	struct household *h = *state;

	for (size_t i = 0; i < DW_COUNT(refusals); i++) {
		struct scene s;
		struct dw_error err = { 0 };
		char expected[64];
		enum dw_code rc;

		scene_open(&s, h, refusals[i].who);
		one(&s, refusals[i].action, refusals[i].user);
		rc = dw_invoke(&s.call, &err);
		assert_string_equal(dw_code_name(rc), refusals[i].reason);
		assert_int_equal(dw_code_exit(rc), 77);
		snprintf(expected, sizeof(expected), "action_refused refused %s", refusals[i].reason);
		assert_string_equal(household_text(h,
			"SELECT action_code || ' ' || result || ' ' || reason_code FROM audit"
			" ORDER BY seq DESC"), expected);
		assert_non_null(strstr(household_said(h, 3), refusals[i].action));
		scene_close(&s);
	}
	assert_int_equal(household_int(h, "SELECT count(*) FROM user WHERE active = 0"), 0);
}

static void
thirty_writes_a_minute_and_the_next_is_refused_and_written_down(void **state)
{
	struct household *h = *state;
	struct scene s;
	struct dw_error why = { 0 };

	scene_open(&s, h, "mona");
	for (int i = 0; i < 30; i++) {
		one(&s, i % 2 == 0 ? "user.deactivate" : "user.activate", "bob");
		assert_code(dw_invoke(&s.call, err), DW_OK);
	}
	one(&s, "user.deactivate", "bob");
	assert_int_equal(dw_invoke(&s.call, &why), DW_THROTTLED);
	assert_int_equal(why.retry_after, 60);
	assert_int_equal(dw_code_exit(DW_THROTTLED), 75);
	assert_int_equal(entries(h, "action_refused"), 1);
	assert_string_equal(household_text(h, "SELECT reason_code FROM audit ORDER BY seq DESC"),
		"throttled");
	assert_non_null(strstr(household_said(h, 1), "bob"));
	scene_close(&s);
}

static void
a_loop_of_throttled_calls_does_not_fill_the_disk(void **state)
{
	struct household *h = *state;
	struct scene s;

	scene_open(&s, h, "mona");
	for (int i = 0; i < 200; i++) {
		one(&s, i % 2 == 0 ? "user.deactivate" : "user.activate", "bob");
		dw_invoke(&s.call, NULL);
	}
	assert_int_equal(entries(h, "action_refused"), 20);
	scene_close(&s);
}

static void
refusals_count_like_writes(void **state)
{
	struct household *h = *state;
	struct scene s;

	scene_open(&s, h, "mona");
	for (int i = 0; i < 30; i++) {
		one(&s, "user.deactivate", "alba");
		assert_code(dw_invoke(&s.call, err), DW_NOT_SUBSET);
	}
	one(&s, "user.deactivate", "bob");
	assert_code(dw_invoke(&s.call, err), DW_THROTTLED);
	scene_close(&s);
}

static void
a_dry_run_leaves_nothing_and_tells_the_entries(void **state)
{
	struct household *h = *state;
	struct scene s;
	int64_t before;

	scene_open(&s, h, "mona");
	before = household_int(h, "SELECT count(*) FROM audit");
	one(&s, "user.edit", "bob");
	scene_put(&s, "last-name", "Smythe");
	s.call.flags = DW_CALL_DRY_RUN | DW_CALL_EFFECTS | DW_CALL_ITEM;
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_true(s.call.changed);
	assert_int_equal(s.call.seq, 0);
	assert_non_null(strstr(s.call.effects, "user_updated"));
	assert_non_null(strstr(s.call.effects, "Smythe"));
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit"), before);
	assert_int_equal(household_int(h, "SELECT count(*) FROM throttle"), 0);
	assert_int_equal(household_int(h, "SELECT count(*) FROM user WHERE last_name = 'Smythe'"), 0);
	scene_close(&s);
}

/* Otherwise "user edit X --dry-run" would show as many people a minute as one likes. */
static void
a_dry_run_counts_as_a_read(void **state)
{
	struct household *h = *state;
	struct dw_error why = { 0 };
	struct scene s;

	scene_open(&s, h, "mona");
	for (int i = 0; i < 300; i++) {
		one(&s, "user.edit", i % 2 == 0 ? "bob" : "alba");
		scene_put(&s, "last-name", "Smythe");
		s.call.flags = DW_CALL_DRY_RUN | DW_CALL_ITEM;
		assert_code(dw_invoke(&s.call, err), i % 2 == 0 ? DW_OK : DW_NOT_SUBSET);
	}
	one(&s, "user.edit", "bob");
	s.call.flags = DW_CALL_DRY_RUN | DW_CALL_ITEM;
	assert_int_equal(dw_invoke(&s.call, &why), DW_THROTTLED);
	one(&s, "user.show", "bob");
	assert_int_equal(dw_invoke(&s.call, &why), DW_THROTTLED);
	/* Writes are counted apart. */
	one(&s, "user.deactivate", "bob");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	scene_close(&s);
}

static void
a_batch_of_refusals_does_not_fill_the_disk(void **state)
{
	static const char *targets[500];
	struct household *h = *state;
	DW_AUTO(dw_batch) batch = { 0 };
	struct scene s;

	for (size_t i = 0; i < DW_COUNT(targets); i++)
		targets[i] = "alba";
	scene_open(&s, h, "mona");
	scene_call(&s, "user.deactivate");
	dw_batch_init(&batch, &s.app, s.call.action, &s.args, targets, DW_COUNT(targets), 0);
	while (dw_batch_check(&batch))
		;
	assert_int_equal(batch.skipped, DW_COUNT(targets));
	dw_batch_note_refusals(&batch);
	/* As many as writes are allowed with their reason, and then twenty for the rest. */
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit WHERE reason_code = 'not_subset'"),
		30);
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit WHERE reason_code = 'throttled'"),
		20);
	scene_close(&s);
}

/* Thirty a minute: the first thirty at once, the next when those are a minute old. */
static void
a_batch_says_how_long_it_takes(void **state)
{
	static const struct {
		size_t targets;
		int64_t seconds;
	} paces[] = { { 1, 0 }, { 30, 0 }, { 31, 60 }, { 60, 60 }, { 61, 120 } };
	static const char *targets[61];
	struct household *h = *state;
	struct scene s;

	for (size_t i = 0; i < DW_COUNT(targets); i++)
		targets[i] = "bob";
	scene_open(&s, h, "mona");
	for (size_t i = 0; i < DW_COUNT(paces); i++) {
		DW_AUTO(dw_batch) batch = { 0 };

		scene_call(&s, "user.deactivate");
		dw_batch_init(&batch, &s.app, s.call.action, &s.args, targets, paces[i].targets, 0);
		while (dw_batch_check(&batch))
			;
		assert_int_equal(dw_batch_pace(&batch), paces[i].seconds);
	}
	one(&s, "user.deactivate", "bob");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	{
		DW_AUTO(dw_batch) batch = { 0 };

		scene_call(&s, "user.activate");
		dw_batch_init(&batch, &s.app, s.call.action, &s.args, targets, 30, 0);
		while (dw_batch_check(&batch))
			;
		/* One was used up before. */
		assert_int_equal(dw_batch_pace(&batch), 60);
	}
	scene_close(&s);
}

static void
an_item_has_the_members_that_show_has(void **state)
{
	struct household *h = *state;
	struct scene s;
	json_t *item;

	scene_open(&s, h, "alba");
	one(&s, "user.deactivate", "bob");
	s.call.flags = DW_CALL_ITEM;
	assert_code(dw_invoke(&s.call, err), DW_OK);
	item = json_loads(s.call.item, 0, NULL);
	assert_string_equal(json_string_value(json_object_get(item, "username")), "bob");
	for (size_t i = 0; i < dw_user_columns_count; i++)
		assert_int_equal(json_object_get(item, dw_user_columns[i].name) != NULL,
			(dw_user_columns[i].flags & DW_COL_CURSOR) == 0);
	json_decref(item);
	scene_close(&s);
}

static void
nothing_different_writes_no_entry(void **state)
{
	struct household *h = *state;
	struct scene s;
	int64_t before;

	scene_open(&s, h, "mona");
	before = household_int(h, "SELECT count(*) FROM audit");
	one(&s, "user.edit", "bob");
	scene_put(&s, "last-name", "");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_false(s.call.changed);
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit"), before);
	scene_close(&s);
}

static void
rights_taken_away_work_at_once(void **state)
{
	struct household *h = *state;
	struct scene s;

	scene_open(&s, h, "mona");
	one(&s, "user.deactivate", "bob");
	assert_code(dw_may(&s.call, err), DW_OK);
	/* The operator's rights as loaded are stale from here on. */
	household_sql(h, "DELETE FROM membership WHERE user_id ="
		" (SELECT id FROM user WHERE username = 'mona')");
	assert_code(dw_invoke(&s.call, err), DW_NOT_PERMITTED);
	assert_int_equal(household_int(h, "SELECT active FROM user WHERE username = 'bob'"), 1);
	scene_close(&s);
}

static void
read_only_changes_nothing(void **state)
{
	struct household *h = *state;
	struct scene s;

	scene_open(&s, h, "alba");
	s.app.caller.read_only = true;
	one(&s, "user.deactivate", "bob");
	assert_code(dw_invoke(&s.call, err), DW_NOT_PERMITTED);
	assert_int_equal(entries(h, "action_refused"), 0);
	scene_close(&s);
}

static void
what_is_missing_is_named(void **state)
{
	struct household *h = *state;
	struct scene s;
	struct dw_error why = { 0 };

	scene_open(&s, h, "alba");
	scene_call(&s, "user.deactivate");
	assert_int_equal(dw_invoke(&s.call, &why), DW_USAGE);
	assert_string_equal(why.field, "user");
	one(&s, "user.deactivate", "nobody-of-this-name");
	assert_int_equal(dw_invoke(&s.call, &why), DW_NOT_FOUND);
	assert_int_equal(dw_code_exit(DW_NOT_FOUND), 67);
	scene_close(&s);
}

static void
a_call_reads_as_a_shell_command_without_its_secrets(void **state)
{
	struct household *h = *state;
	struct scene s;
	DW_AUTO_FREE char *shell = NULL;
	DW_AUTO(dw_secret) password = { 0 };

	scene_open(&s, h, "alba");
	one(&s, "user.edit", "bob");
	scene_put(&s, "last-name", "O'Neil");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	shell = dw_call_shell(&s.call);
	assert_string_equal(shell, "doorward user edit --last-name 'O'\\''Neil' bob");
	dw_replace(&shell, NULL);
	scene_call(&s, "group.delete");
	scene_put(&s, "group", "Family");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	shell = dw_call_shell(&s.call);
	assert_string_equal(shell, "doorward group delete Family");
	dw_replace(&shell, NULL);
	one(&s, "user.set-password", "bob");
	assert_code(dw_secret_set(&password, "correct horse battery", 21, err), DW_OK);
	assert_code(dw_args_put_secret(&s.args, dw_param_find(s.call.action, "password"), &password, err),
		DW_OK);
	s.call.flags = DW_CALL_DRY_RUN;
	assert_code(dw_invoke(&s.call, err), DW_OK);
	shell = dw_call_shell(&s.call);
	assert_null(strstr(shell, "horse"));
	assert_non_null(strstr(shell, "--password-stdin"));
	scene_close(&s);
}

#define HOME(test) cmocka_unit_test_setup_teardown(test, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HOME(a_write_commits_and_says_what_happened),
		HOME(a_refusal_is_written_down_after_the_rollback),
		HOME(thirty_writes_a_minute_and_the_next_is_refused_and_written_down),
		HOME(a_loop_of_throttled_calls_does_not_fill_the_disk),
		HOME(refusals_count_like_writes),
		HOME(a_dry_run_leaves_nothing_and_tells_the_entries),
		HOME(a_dry_run_counts_as_a_read),
		HOME(a_batch_of_refusals_does_not_fill_the_disk),
		HOME(a_batch_says_how_long_it_takes),
		HOME(an_item_has_the_members_that_show_has),
		HOME(nothing_different_writes_no_entry),
		HOME(rights_taken_away_work_at_once),
		HOME(read_only_changes_nothing),
		HOME(what_is_missing_is_named),
		HOME(a_call_reads_as_a_shell_command_without_its_secrets),
	};

	if (dw_secret_start(NULL) != DW_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
