/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Importing and exporting through the pipeline: which files are opened, what is counted
 * and written down, and that what leaves the store was written down before.
 */
#include "tests/support/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "action/import.h"
#include "base/buf.h"
#include "domain/throttle.h"
#include "domain/user_view.h"
#include "tests/support/scene.h"

static const char *
file(struct household *h, const char *text)
{
	const char *path = place_path(h->place, "users.csv");

	place_write(path, text, strlen(text));
	return path;
}

static int64_t
users_like(struct household *h, const char *pattern)
{
	return household_int(h, "SELECT count(*) FROM user WHERE username LIKE '%s'", pattern);
}

static int64_t
entries(struct household *h, const char *action)
{
	return household_int(h, "SELECT count(*) FROM audit WHERE action_code = '%s'", action);
}

/* Imports as somebody; the scene stays open. */
static enum dw_code
import_as(struct scene *s, struct household *h, const char *who, const char *text,
	struct dw_error *err)
{
	scene_open(s, h, who);
	scene_call(s, "user.import");
	scene_put(s, "file", file(h, text));
	return dw_invoke(&s->call, err);
}

/* ---- files ---------------------------------------------------------------------------- */

static void
a_file_is_imported(void **state)
{
	struct household *h = *state;
	struct scene s;

	assert_code(import_as(&s, h, "alba", "username,groups,id\ndora,Family,1\nemil,,2\n", err),
		DW_OK);
	assert_true(s.call.changed);
	assert_string_equal(s.call.said, "2 users were imported");
	assert_non_null(strstr(s.call.note, "passed over: id"));
	assert_string_equal(s.call.item, "{\"imported\":2,\"created\":2,"
		"\"updated\":0,\"unchanged\":0,\"rejected\":0}");
	assert_int_equal(entries(h, "users_imported"), 1);
	assert_int_equal(users_like(h, "dora"), 1);
	scene_close(&s);
}

static void
standard_input_is_read_by_a_hyphen_and_by_nothing(void **state)
{
	struct household *h = *state;
	int old = dup(STDIN_FILENO);

	for (int i = 0; i < 2; i++) {
		struct scene s;
		int fd = open(file(h, i == 0 ? "username\ndora\n" : "username\nemil\n"), O_RDONLY);

		assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
		scene_open(&s, h, "alba");
		/* Under sudo this is the only way. */
		s.app.caller.under_sudo = true;
		scene_call(&s, "user.import");
		if (i == 0)
			scene_put(&s, "file", "-");
		assert_code(dw_invoke(&s.call, err), DW_OK);
		scene_close(&s);
		close(fd);
	}
	dup2(old, STDIN_FILENO);
	close(old);
	assert_int_equal(users_like(h, "dora") + users_like(h, "emil"), 2);
}

static void
only_files_of_the_operator_are_opened_by_name(void **state)
{
	struct household *h = *state;
	const char *path = file(h, "username\ndora\n");
	const char *link = place_path(h->place, "link.csv");
	const char *pipe = place_path(h->place, "pipe");
	const struct {
		const char *path;
		bool sudo;
		enum dw_code code;
		const char *words;
	} cases[] = {
		{ path, true, DW_NOT_PERMITTED, "Under sudo" },
		{ link, false, DW_NO_INPUT, "symbolic link" },
		{ pipe, false, DW_NO_INPUT, "not a file" },
		{ h->place->folder, false, DW_NO_INPUT, "not a file" },
		{ "/dev/null", false, DW_NO_INPUT, "not a file" },
		{ place_path(h->place, "nothing"), false, DW_NO_INPUT, "No such file" },
	};

	assert_int_equal(symlink(path, link), 0);
	assert_int_equal(mkfifo(pipe, 0600), 0);
	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		struct dw_error err = { 0 };
		struct scene s;

		scene_open(&s, h, "alba");
		s.app.caller.under_sudo = cases[i].sudo;
		scene_call(&s, "user.import");
		scene_put(&s, "file", cases[i].path);
		assert_int_equal(dw_invoke(&s.call, &err), cases[i].code);
		assert_non_null(strstr(err.message, cases[i].words));
		assert_string_equal(err.field, "file");
		scene_close(&s);
	}
	assert_int_equal(users_like(h, "dora"), 0);
}

/* ---- the pipeline ----------------------------------------------------------------------- */

static void
faults_are_listed_and_nothing_is_written(void **state)
{
	struct household *h = *state;
	int64_t before = household_int(h, "SELECT max(seq) FROM audit");
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };
	struct scene s;

	dw_rows_init(&rows);
	scene_open(&s, h, "alba");
	scene_call(&s, "user.import");
	scene_put(&s, "file", file(h, "username,email\ndora,x\nemil,e@example.org\n-f,\n"));
	s.call.faults = &rows.sink;
	assert_int_equal(dw_invoke(&s.call, &err), DW_INVALID);
	assert_non_null(strstr(err.message, "2 faults"));
	assert_int_equal(rows.n_rows, 2);
	assert_int_equal(dw_rows_at(&rows, 0)[0].num, 2);
	assert_string_equal(dw_rows_at(&rows, 0)[1].text, "email");
	assert_int_equal(dw_rows_at(&rows, 1)[0].num, 4);
	scene_close(&s);
	assert_int_equal(household_int(h, "SELECT max(seq) FROM audit"), before);
	assert_int_equal(users_like(h, "emil"), 0);
}

static void
what_cannot_be_read_is_a_fault_like_others(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };
	struct scene s;

	dw_rows_init(&rows);
	scene_open(&s, h, "alba");
	scene_call(&s, "user.import");
	scene_put(&s, "file", file(h, "username,is_admin\ndora,1\n"));
	s.call.faults = &rows.sink;
	assert_code(dw_invoke(&s.call, err), DW_INVALID);
	assert_int_equal(rows.n_rows, 1);
	assert_string_equal(dw_rows_at(&rows, 0)[1].text, "is_admin");
	scene_close(&s);
}

static void
a_refusal_is_told_before_the_faults_and_written_down(void **state)
{
	struct household *h = *state;
	struct scene s;

	household_grant(h, "mona", "doorward.import");
	assert_code(import_as(&s, h, "mona", "username,email,groups\nfred,,Admin\ndora,x,\n", err),
		DW_NOT_SUBSET);
	scene_close(&s);
	assert_int_equal(entries(h, "action_refused"), 1);
	assert_code(import_as(&s, h, "vera", "username\ndora\n", err), DW_NOT_PERMITTED);
	scene_close(&s);
	assert_int_equal(entries(h, "action_refused"), 2);
}

static void
a_whole_file_is_one_unit_of_the_throttle(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_buf) text = { 0 };
	int64_t before, after;
	struct scene s;

	dw_buf_puts(&text, "username\n");
	for (int i = 0; i < 100; i++)
		dw_buf_printf(&text, "many%d\n", i);
	household_as(h, "alba");
	assert_code(dw_throttle_look(h->db, h->conf, h->operator.id, DW_THROTTLE_SENSITIVE, 0,
		HOUSEHOLD_NOW, &before, err), DW_OK);
	assert_code(import_as(&s, h, "alba", text.data, err), DW_OK);
	scene_close(&s);
	assert_code(dw_throttle_look(h->db, h->conf, h->operator.id, DW_THROTTLE_SENSITIVE, 0,
		HOUSEHOLD_NOW, &after, err), DW_OK);
	assert_int_equal(before - after, 1);
	assert_int_equal(users_like(h, "many%"), 100);
}

static void
a_dry_run_judges_all_and_leaves_nothing(void **state)
{
	struct household *h = *state;
	int64_t before = household_int(h, "SELECT max(seq) FROM audit");
	struct scene s;

	scene_open(&s, h, "alba");
	scene_call(&s, "user.import");
	scene_put(&s, "file", file(h, "username\ndora\n"));
	s.call.flags = DW_CALL_DRY_RUN;
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_non_null(strstr(s.call.said, "would be created: 1;"));
	scene_call(&s, "user.import");
	scene_put(&s, "file", file(h, "username\nbob\n"));
	s.call.flags = DW_CALL_DRY_RUN;
	assert_code(dw_invoke(&s.call, err), DW_INVALID);
	scene_close(&s);
	assert_int_equal(household_int(h, "SELECT max(seq) FROM audit"), before);
	assert_int_equal(users_like(h, "dora"), 0);
}

/* ---- what a frontend sees ---------------------------------------------------------------- */

static void
paste(struct scene *s, const char *text, unsigned flags)
{
	scene_call(s, "user.import");
	s->call.input = text;
	s->call.input_len = strlen(text);
	s->call.flags = flags;
}

static void
a_glance_at_what_was_pasted_has_columns_and_the_first_rows(void **state)
{
	struct household *h = *state;
	const struct dw_import_preview *preview;
	DW_AUTO(dw_buf) text = { 0 };
	DW_AUTO(dw_rows) faults = { 0 };
	struct scene s;

	dw_buf_puts(&text, "Login,first_name\n");
	for (int i = 0; i < 1000; i++)
		dw_buf_printf(&text, "%s%d,x\n", i == 1 ? "-" : "u", i);
	scene_open(&s, h, "alba");
	/* Under sudo, and where standard input is the keyboard. */
	s.app.caller.under_sudo = true;
	dw_rows_init(&faults);
	paste(&s, text.data, DW_CALL_DRY_RUN | DW_CALL_GLANCE);
	s.call.faults = &faults.sink;
	assert_code(dw_invoke(&s.call, err), DW_INVALID);
	preview = dw_import_preview(dw_call_import(&s.call));
	assert_false(preview->settled);
	assert_string_equal(preview->fields[0].proposed, "username");
	assert_int_equal(preview->n_rows, DW_IMPORT_SHOWN);
	paste(&s, text.data, DW_CALL_DRY_RUN | DW_CALL_GLANCE);
	scene_put(&s, "map", "Login=username");
	assert_code(dw_invoke(&s.call, err), DW_INVALID);
	preview = dw_import_preview(dw_call_import(&s.call));
	assert_true(preview->settled);
	assert_int_equal(preview->rows[0].deed, DW_IMPORT_CREATE);
	assert_int_equal(preview->rows[1].deed, DW_IMPORT_BAD);
	assert_int_equal(dw_import_counts(dw_call_import(&s.call)).rows, DW_IMPORT_SHOWN);
	paste(&s, text.data, DW_CALL_DRY_RUN);
	scene_put(&s, "map", "Login=username");
	assert_code(dw_invoke(&s.call, err), DW_INVALID);
	assert_int_equal(dw_import_counts(dw_call_import(&s.call)).created, 999);
	scene_close(&s);
	assert_int_equal(users_like(h, "u%"), 0);
}

static enum dw_code
add(void *arg, const char *bytes, size_t len, struct dw_error *err)
{
	if (arg == NULL)
		return dw_fail(err, DW_IO, "full");
	dw_buf_add(arg, bytes, len);
	return DW_OK;
}

static void
rejected_rows_go_where_the_frontend_wants_them(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_buf) out = { 0 };
	struct scene s;

	scene_open(&s, h, "alba");
	s.app.caller.under_sudo = true;
	paste(&s, "username\nu1\n-u2\n", 0);
	scene_put(&s, "keep-going", "-");
	s.call.output = add;
	/* Where they cannot be kept, nothing is imported. */
	assert_code(dw_invoke(&s.call, err), DW_IO);
	assert_int_equal(users_like(h, "u1"), 0);
	paste(&s, "username\nu1\n-u2\n", 0);
	scene_put(&s, "keep-going", "-");
	s.call.output = add;
	s.call.output_arg = &out;
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_int_equal(s.call.partly, DW_INVALID);
	assert_non_null(strstr(dw_buf_text(&out), "'-u2,3,username: "));
	paste(&s, "username\nu3\n", 0);
	scene_put(&s, "keep-going", place_path(h->place, "rejects.csv"));
	assert_code(dw_invoke(&s.call, err), DW_NOT_PERMITTED);
	scene_close(&s);
	assert_int_equal(users_like(h, "u1"), 1);
}

static void
a_file_of_rejected_rows_goes_where_nothing_was_imported(void **state)
{
	struct household *h = *state;
	char path[300], away[320];
	struct scene s;

	snprintf(path, sizeof(path), "%s", place_path(h->place, "rejects.csv"));
	snprintf(away, sizeof(away), "%s.away", h->place->store);
	scene_open(&s, h, "alba");
	paste(&s, "username\nu1\n-u2\n", 0);
	scene_put(&s, "keep-going", path);
	/* Committing to a file that was moved away fails, when the rows have been written. */
	assert_int_equal(rename(h->place->store, away), 0);
	assert_code(dw_invoke(&s.call, err), DW_UNAVAILABLE);
	dw_call_clear(&s.call);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(rename(away, h->place->store), 0);
	scene_close(&s);
	assert_int_equal(users_like(h, "u1"), 0);
}

static void
a_template_needs_neither_store_nor_operator(void **state)
{
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_app app = { 0 };
	struct dw_args args;
	struct dw_call call = { .action = dw_action_find("user.import"), .app = &app, .args = &args,
		.sink = &rows.sink };

	(void)state;
	dw_rows_init(&rows);
	dw_args_init(&args, call.action);
	assert_code(dw_args_put(&args, dw_param_find(call.action, "template"), "", 0, err), DW_OK);
	assert_code(dw_may(&call, err), DW_OK);
	assert_code(dw_invoke(&call, err), DW_OK);
	assert_int_equal(rows.n_rows, 1);
	assert_string_equal(rows.columns[0].name, "username");
	dw_call_clear(&call);
	dw_args_clear(&args);
}

static bool
not_now(void *arg, int64_t done, int64_t total)
{
	(void)done;
	(void)total;
	return --*(int *)arg > 0;
}

/* Progress is asked for once for each piece of the file. */
static void
a_glance_reads_the_beginning_only(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_buf) text = { 0 };
	int left = 1000000;
	struct scene s;

	dw_buf_puts(&text, "username,first_name\n");
	for (int i = 0; i < 100000; i++)
		dw_buf_printf(&text, "many%d,abcdefghijklmnopqrstuvwxyz\n", i);
	scene_open(&s, h, "alba");
	scene_call(&s, "user.import");
	scene_put(&s, "file", file(h, text.data));
	s.call.flags = DW_CALL_DRY_RUN | DW_CALL_GLANCE;
	s.call.progress = not_now;
	s.call.progress_arg = &left;
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_int_equal(dw_import_counts(dw_call_import(&s.call)).rows, DW_IMPORT_SHOWN);
	/* The file has more than fifty pieces. */
	assert_in_range(1000000 - left, 1, 9);
	scene_close(&s);
}

static void
it_can_be_cancelled_at_any_point(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_buf) text = { 0 };
	enum dw_code rc = DW_CANCELLED;
	int cancelled = 0;

	dw_buf_puts(&text, "username\n");
	for (int i = 0; i < 2000; i++)
		dw_buf_printf(&text, "many%d\n", i);
	for (int after = 1; rc == DW_CANCELLED; after++) {
		int left = after;
		struct scene s;

		scene_open(&s, h, "alba");
		scene_call(&s, "user.import");
		scene_put(&s, "file", file(h, text.data));
		s.call.progress = not_now;
		s.call.progress_arg = &left;
		rc = dw_invoke(&s.call, NULL);
		scene_close(&s);
		assert_int_equal(users_like(h, "many%"), rc == DW_OK ? 2000 : 0);
		cancelled += rc == DW_CANCELLED;
	}
	assert_int_equal(rc, DW_OK);
	assert_true(cancelled >= 6);
}

static void
a_catalogue_is_imported(void **state)
{
	struct household *h = *state;
	struct scene s;

	scene_open(&s, h, "alba");
	scene_call(&s, "permission.import");
	scene_put(&s, "file", file(h, "name,privileged\nawx.run,\nawx.admin,yes\n"));
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_string_equal(s.call.item, "{\"added\":2,\"updated\":0}");
	scene_call(&s, "permission.import");
	scene_put(&s, "file", file(h, "name,privileged\nawx.run,\nawx.admin,yes\n"));
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_false(s.call.changed);
	scene_close(&s);
	assert_int_equal(entries(h, "permission_catalogue_imported"), 2); /* one of the household */
}

/* ---- export ------------------------------------------------------------------------------- */

static void
an_export_is_written_down_with_the_outline_of_its_filter(void **state)
{
	struct household *h = *state;
	struct scene s;

	scene_open(&s, h, "alba");
	scene_call(&s, "user.export");
	scene_put(&s, "filter", "username:b* state:active");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_int_equal(s.rows.n_rows, 1);
	assert_string_equal(scene_cell(&s, 0, "username")->text, "bob");
	assert_int_equal(s.rows.total, 1);
	assert_string_equal(s.call.said, "1 user was exported");
	scene_close(&s);
	assert_string_equal(household_text(h, "SELECT payload FROM audit JOIN audit_payload USING (seq) "
		"WHERE action_code = 'users_exported' AND slot = 3"),
		"{\"bin\":false,\"filter\":\"username:… state:active\",\"masked\":false,"
		"\"search\":false,\"users\":1}");
}

static void
an_export_needs_its_own_permission(void **state)
{
	struct household *h = *state;
	struct scene s;

	scene_open(&s, h, "vera");
	scene_call(&s, "user.export");
	assert_code(dw_invoke(&s.call, err), DW_NOT_PERMITTED);
	assert_int_equal(s.rows.n_rows, 0);
	scene_close(&s);
}

static void
addresses_are_masked_for_those_who_may_not_see_them(void **state)
{
	struct household *h = *state;
	struct scene s;

	household_sql(h, "UPDATE user SET email = 'bob@example.org', email_key = 'bob@example.org', "
		"phone = '+49 30 1234567' WHERE username = 'bob'");
	household_grant(h, "cleo", "doorward.export");
	household_grant(h, "cleo", "doorward.view_users");
	scene_open(&s, h, "cleo");
	scene_call(&s, "user.export");
	scene_put(&s, "filter", "username:bob");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_string_equal(scene_cell(&s, 0, "email")->text, "b***@e***.org");
	assert_null(strstr(scene_cell(&s, 0, "phone")->text, "1234"));
	scene_call(&s, "user.export");
	scene_put(&s, "filter", "email:bob@example.org");
	assert_code(dw_invoke(&s.call, err), DW_NOT_PERMITTED);
	scene_close(&s);
	assert_int_equal(entries(h, "users_exported"), 1);
}

static enum dw_code
full(struct dw_sink *sink, const struct dw_value *values, struct dw_error *err)
{
	(void)sink;
	(void)values;
	return dw_fail(err, DW_IO, "The disk is full.");
}

static void
what_began_to_leave_is_in_the_audit(void **state)
{
	struct household *h = *state;
	struct scene s;

	scene_open(&s, h, "alba");
	scene_call(&s, "user.export");
	s.rows.sink.row = full;
	assert_code(dw_invoke(&s.call, err), DW_IO);
	scene_close(&s);
	assert_int_equal(entries(h, "users_exported"), 1);
}

static void
a_dry_run_lets_nothing_out(void **state)
{
	struct household *h = *state;
	struct scene s;

	scene_open(&s, h, "alba");
	scene_call(&s, "user.export");
	s.call.flags = DW_CALL_DRY_RUN;
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_int_equal(s.rows.n_rows, 0);
	scene_close(&s);
	assert_int_equal(entries(h, "users_exported"), 0);
}

static void
many_pages_are_one_list(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_buf) text = { 0 };
	struct scene s;

	dw_buf_puts(&text, "username\n");
	for (int i = 0; i < 2500; i++)
		dw_buf_printf(&text, "many%04d\n", i);
	assert_code(import_as(&s, h, "alba", text.data, err), DW_OK);
	scene_call(&s, "user.export");
	scene_put(&s, "filter", "username:many*");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_int_equal(s.rows.n_rows, 2500);
	assert_int_equal(s.rows.total, 2500);
	assert_false(s.rows.more);
	assert_null(s.rows.next);
	for (size_t i = 0; i < 2500; i++) {
		char name[20];

		snprintf(name, sizeof(name), "many%04zu", i);
		assert_string_equal(scene_cell(&s, i, "username")->text, name);
	}
	scene_close(&s);
}

static void
an_empty_list_is_a_list(void **state)
{
	struct household *h = *state;
	struct scene s;

	scene_open(&s, h, "alba");
	scene_call(&s, "user.export");
	scene_put(&s, "search", "nobody of that name");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	assert_int_equal(s.rows.n_rows, 0);
	assert_true(s.rows.n_columns > 10);
	scene_close(&s);
}

/* ---- there and back ----------------------------------------------------------------------- */

/* What was read, as the command line writes CSV; only the columns named between spaces. */
static char *
as_csv(const struct scene *s, const char *only)
{
	DW_AUTO(dw_buf) out = { 0 };

	for (size_t row = 0; row <= s->rows.n_rows; row++) {
		bool first = true;

		for (size_t i = 0; i < s->rows.n_columns; i++) {
			const struct dw_column *column = &s->rows.columns[i];
			DW_AUTO_FREE char *name = dw_format(" %s ", column->name);
			DW_AUTO(dw_buf) value = { 0 };

			if ((column->flags & DW_COL_CURSOR) != 0 ||
				(only != NULL && strstr(only, name) == NULL))
				continue;
			dw_buf_puts(&out, first ? "" : ",");
			first = false;
			if (row == 0) {
				dw_buf_puts(&out, column->name);
				continue;
			}
			dw_value_csv(&value, column, dw_rows_at(&s->rows, row - 1) + i);
			dw_csv_field(&out, dw_buf_text(&value), column->type == DW_INT);
		}
		dw_buf_puts(&out, "\r\n");
	}
	return dw_buf_steal(&out);
}

static char *
export_all(struct household *h, const char *only)
{
	struct scene s;
	char *text;

	scene_open(&s, h, "alba");
	scene_call(&s, "user.export");
	scene_put(&s, "filter", "-group:Admin");
	assert_code(dw_invoke(&s.call, err), DW_OK);
	text = as_csv(&s, only);
	scene_close(&s);
	return text;
}

static void
an_export_of_all_columns_can_be_imported_elsewhere(void **state)
{
	static const char columns[] = " username first_name last_name profile_name email phone staff "
		"active email_verified valid_from valid_until groups ";
	struct household *h = *state;
	DW_AUTO_FREE char *all = NULL;
	DW_AUTO_FREE char *before = NULL;
	DW_AUTO_FREE char *after = NULL;
	void *elsewhere = NULL;
	struct household *other;
	struct scene s;

	assert_code(import_as(&s, h, "alba", "username,first_name,last_name,profile_name,email,phone,"
		"staff,active,email_verified,valid_from,valid_until,groups\n"
		"x1,=1+1,\"a,\"\"b\"\"\",'quoted,x1@example.org,+49 30 123,yes,no,yes,2020-01-01,"
		"2040-02-03T04:05:06.789Z,\"Family;Viewer\"\n"
		"x2,日本,\"two; three\",@home,,,,,,,,\n", err), DW_OK);
	scene_close(&s);
	all = export_all(h, NULL);
	before = export_all(h, columns);
	assert_int_equal(household_setup(&elsewhere), 0);
	other = elsewhere;
	/* The household's own people are there already; they move out of the way. */
	household_sql(other, "UPDATE user SET username_key = 'old' || id, username = 'old' || id "
		"WHERE username <> 'alba'");
	assert_code(import_as(&s, other, "alba", all, err), DW_OK);
	assert_non_null(strstr(s.call.note, "state"));
	scene_close(&s);
	household_sql(other, "UPDATE user SET lifecycle = 1 WHERE username LIKE 'old%%'");
	after = export_all(other, columns);
	assert_string_equal(after, before);
	assert_non_null(strstr(after, "'=1+1"));
	assert_int_equal(household_teardown(&elsewhere), 0);
}

#define AT_HOME(test) cmocka_unit_test_setup_teardown(test, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(a_file_is_imported),
		AT_HOME(standard_input_is_read_by_a_hyphen_and_by_nothing),
		AT_HOME(only_files_of_the_operator_are_opened_by_name),
		AT_HOME(faults_are_listed_and_nothing_is_written),
		AT_HOME(what_cannot_be_read_is_a_fault_like_others),
		AT_HOME(a_refusal_is_told_before_the_faults_and_written_down),
		AT_HOME(a_whole_file_is_one_unit_of_the_throttle),
		AT_HOME(a_dry_run_judges_all_and_leaves_nothing),
		AT_HOME(a_glance_at_what_was_pasted_has_columns_and_the_first_rows),
		AT_HOME(rejected_rows_go_where_the_frontend_wants_them),
		AT_HOME(a_file_of_rejected_rows_goes_where_nothing_was_imported),
		AT_HOME(a_template_needs_neither_store_nor_operator),
		AT_HOME(a_glance_reads_the_beginning_only),
		AT_HOME(it_can_be_cancelled_at_any_point),
		AT_HOME(a_catalogue_is_imported),
		AT_HOME(an_export_is_written_down_with_the_outline_of_its_filter),
		AT_HOME(an_export_needs_its_own_permission),
		AT_HOME(addresses_are_masked_for_those_who_may_not_see_them),
		AT_HOME(what_began_to_leave_is_in_the_audit),
		AT_HOME(a_dry_run_lets_nothing_out),
		AT_HOME(many_pages_are_one_list),
		AT_HOME(an_empty_list_is_a_list),
		AT_HOME(an_export_of_all_columns_can_be_imported_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
