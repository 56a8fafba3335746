/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Importing what can be: which rows are put aside, how they come out again, and that
 * nothing of them is left behind or taken for something else.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "domain/audit.h"
#include "domain/import.h"
#include "domain/user_view.h"
#include "tests/support/household.h"

static const struct dw_progress quiet;

static const struct dw_import_options by_username = { .update_by = DW_IMPORT_BY_USERNAME };

static struct dw_import *
begin(struct household *h, const struct dw_import_options *options, const char *text)
{
	struct dw_import *import = dw_import_new(&h->work, dw_user_columns, dw_user_columns_count,
		options);

	dw_import_feed(import, text, strlen(text), NULL);
	return import;
}

static enum dw_code
import_all(struct household *h, const struct dw_import_options *options, const char *text,
	struct dw_error *err)
{
	struct dw_import *import = begin(h, options, text);
	enum dw_code rc = dw_import_finish(import, &quiet, err);

	if (rc == DW_OK)
		rc = dw_import_apply(&h->work, import, &quiet, NULL, err);
	dw_import_free(import);
	return rc;
}

static enum dw_code
add(void *arg, const char *bytes, size_t len, struct dw_error *err DW_UNUSED)
{
	dw_buf_add(arg, bytes, len);
	return DW_OK;
}

/* Imports what can be, and what is left over as a file. */
static void
keeps_going(struct household *h, const struct dw_import_options *how, const char *text,
	const char *expected, const char *rejects)
{
	struct dw_import_options options = how != NULL ? *how : (struct dw_import_options){ 0 };
	struct dw_import *import;
	struct dw_import_counts n;
	DW_AUTO(dw_buf) out = { 0 };
	char seen[100];

	options.keep_going = true;
	import = begin(h, &options, text);
	assert_code(dw_import_finish(import, &quiet, err), DW_OK);
	assert_code(dw_import_apply(&h->work, import, &quiet, NULL, err), DW_OK);
	assert_code(dw_import_rejects(import, add, &out, err), DW_OK);
	n = dw_import_counts(import);
	snprintf(seen, sizeof(seen), "%d %d %d %d", (int)n.created, (int)n.changed, (int)n.same,
		(int)n.bad);
	assert_string_equal(seen, expected);
	assert_string_equal(dw_buf_text(&out), rejects);
	dw_import_free(import);
}

static void
good_rows_are_imported_and_bad_ones_come_out_again(void **state)
{
	struct household *h = *state;

	keeps_going(h, NULL, "username,id,email\ndora,7,\n-x,8,\nemil,9,e@example.org\nbob,,\n", "2 0 0 2",
		"\"username\",\"id\",\"email\",line,reason\n"
		"'-x,8,,3,username: A username cannot begin with a hyphen: a command would take it for an "
		"option.\n"
		"bob,,,5,username: This is already used by bob.\n");
	assert_string_equal(household_said(h, 3), "{\"refused\":0,\"rejected\":2,\"users\":2}");
	keeps_going(h, NULL, "username\nfred\n", "1 0 0 0", "");
}

static void
a_file_of_rejected_rows_is_imported_once_they_are_mended(void **state)
{
	struct household *h = *state;

	keeps_going(h, NULL, "username,email,line,reason\nfred,f@example.org,3,\"email: no; phone: no\"\n"
		"gina,g@,4,x\n", "1 0 0 1",
		"\"username\",\"email\",line,reason\ngina,g@,3,"
		"email: This is not an e-mail address. Write it like name@example.org.\n");
}

static void
rows_that_cannot_be_divided_come_out_whole(void **state)
{
	struct household *h = *state;

	keeps_going(h, NULL, "username;email\nd1;\nd2\nd3;;;x\nd4;5\" \"\nd5;\"a\"\"b\"\nd6;\n", "2 0 0 4",
		"\"username\",\"email\",line,reason\n"
		"d2,,3,\"The number of fields differs: 1 in this line, 2 in the first line.\"\n"
		"\"d3;;;x\",,4,\"The number of fields differs: 4 in this line, 2 in the first line.\"\n"
		"\"d4;5\"\" \"\"\",,5,A quotation mark is in the wrong place. Put the whole field into "
		"quotation marks and write each one inside twice.\n"
		"d5,\"a\"\"b\",6,email: This is not an e-mail address. Write it like name@example.org.\n");
}

static void
where_rows_end_must_be_sure(void **state)
{
	static const struct dw_import_options options = { .keep_going = true };
	static const char *const texts[] = {
		"username,first_name\nd1,\nd2,O\"Brien\nd3,\n",
		/* What is inside of a field must never be taken for a row. */
		"username,first_name\nd1,x\"y\nd2,\"a\nadmin2,b\n\"\n",
		"username,first_name\nd1,\nd2,\"open\nd3,\n",
	};
	struct household *h = *state;

	for (size_t i = 0; i < DW_COUNT(texts); i++) {
		assert_code(import_all(h, &options, texts[i], err), DW_INVALID);
		assert_int_equal(household_int(h, "SELECT count(*) FROM user WHERE username LIKE 'd_'"), 0);
	}
}

static void
a_row_that_fails_late_leaves_nothing_behind(void **state)
{
	struct household *h = *state;
	int64_t groups;

	household_grant(h, "mona", "doorward.import");
	household_as(h, "mona");
	groups = household_int(h, "SELECT count(*) FROM membership");
	/* Groups are written before the active flag is refused. */
	keeps_going(h, &by_username, "username,first_name,active,groups\nbob,B,,Family\n"
		"mona,M,false,\nalba,A,,\n", "0 1 0 2",
		"\"username\",\"first_name\",\"active\",\"groups\",line,reason\n"
		"mona,M,false,,3,Nobody deactivates their own account. Ask another operator to do it.\n"
		"alba,A,,,4,This user is a member of Admin. Only another admin may do that.\n");
	assert_int_equal(household_int(h, "SELECT count(*) FROM membership"), groups + 1);
	assert_string_equal(household_text(h, "SELECT first_name FROM user WHERE username = 'mona'"),
		"");
	/* The refusals stand in the audit with whom they were about. */
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit AS a JOIN user AS u ON u.uuid = "
		"a.target_uuid WHERE a.action_code = 'action_refused' AND (u.username = 'mona' AND "
		"a.reason_code = 'own_account' OR u.username = 'alba' AND a.reason_code = 'not_subset')"), 2);
	household_again(h);
	assert_code(dw_audit_verify(h->db, &groups, err), DW_OK);
}

static void
of_two_rows_with_a_name_the_first_counts(void **state)
{
	struct household *h = *state;

	keeps_going(h, NULL, "username,first_name\ndora,A\nDORA,B\n", "1 0 0 1",
		"\"username\",\"first_name\",line,reason\n"
		"DORA,B,3,username: Line 2 has the same username or e-mail address.\n");
	assert_string_equal(household_text(h, "SELECT first_name FROM user WHERE username = 'dora'"),
		"A");
}

static void
formulas_and_odd_names_survive_the_way_out(void **state)
{
	struct household *h = *state;

	DW_AUTO(dw_import_map) map = { 0 };
	const struct dw_import_options options = { .map = &map };

	assert_code(dw_import_map_read(&map, "\\=1\\,1=-,a;b;c;d=first_name", err), DW_OK);
	keeps_going(h, &options, "username,\"=1,1\",\"a;b;c;d\"\n-x,=2+2,'=x\n", "0 0 0 1",
		"\"username\",\"'=1,1\",\"a;b;c;d\",line,reason\n"
		"'-x,'=2+2,'=x,2,username: A username cannot begin with a hyphen: a command would take it "
		"for an option.\n");
	keeps_going(h, &options, "\"username\",\"'=1,1\",\"a;b;c;d\",line,reason\n"
		"dora,'=2+2,'=x,2,x\n", "1 0 0 0", "");
	assert_string_equal(household_text(h, "SELECT first_name FROM user WHERE username = 'dora'"),
		"=x");
}

#define AT_HOME(test) cmocka_unit_test_setup_teardown(test, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(good_rows_are_imported_and_bad_ones_come_out_again),
		AT_HOME(a_file_of_rejected_rows_is_imported_once_they_are_mended),
		AT_HOME(rows_that_cannot_be_divided_come_out_whole),
		AT_HOME(where_rows_end_must_be_sure),
		AT_HOME(a_row_that_fails_late_leaves_nothing_behind),
		AT_HOME(of_two_rows_with_a_name_the_first_counts),
		AT_HOME(formulas_and_odd_names_survive_the_way_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
