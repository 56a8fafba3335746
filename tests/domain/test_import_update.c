/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Importing over users who are there: what is changed and what is left alone, that each
 * row asks for what an edit asks for, what becomes of rows that cannot be, and what a
 * preview shows of it.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "domain/audit.h"
#include "domain/import.h"
#include "domain/undo.h"
#include "domain/user_view.h"
#include "store/query.h"
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

/* Created, changed, the same, bad. */
static void
counts(struct household *h, const struct dw_import_options *options, const char *text,
	enum dw_code code, const char *expected)
{
	struct dw_import *import = begin(h, options, text);
	struct dw_import_counts n;
	struct dw_error err = { 0 };
	enum dw_code rc = dw_import_finish(import, &quiet, &err);
	char seen[100];

	if (rc == DW_OK)
		rc = dw_import_apply(&h->work, import, &quiet, NULL, &err);
	n = dw_import_counts(import);
	snprintf(seen, sizeof(seen), "%d %d %d %d", (int)n.created, (int)n.changed, (int)n.same,
		(int)n.bad);
	if (rc != code || strcmp(seen, expected) != 0)
		fail_msg("%s with %s, not %s (%s)", dw_code_name(rc), seen, expected, err.message);
	dw_import_free(import);
}

static const char *
bob(struct household *h, const char *column)
{
	return household_text(h, "SELECT %s FROM user WHERE username = 'bob'", column);
}

static void
person(struct household *h)
{
	household_sql(h, "UPDATE user SET first_name = 'Bob', first_key = 'bob', email = "
		"'bob@example.org', email_key = 'bob@example.org', email_verified_at = 5, phone = "
		"'+49 30 123', valid_until = 4102444800000 WHERE username = 'bob'");
}

/* ---- what is changed ------------------------------------------------------------------------ */

static void
only_what_is_in_the_file_is_changed(void **state)
{
	struct household *h = *state;
	int64_t version;

	person(h);
	version = household_int(h, "SELECT version FROM user WHERE username = 'bob'");
	counts(h, &by_username, "username,last_name,phone\nBOB,Builder,\n", DW_OK, "0 1 0 0");
	assert_string_equal(bob(h, "first_name || last_name || last_key || email || "
		"email_verified_at || phone || valid_until"),
		"BobBuilderbuilderbob@example.org5+49 30 1234102444800000");
	/* What somebody was found by is no change of it. */
	assert_int_equal(household_int(h, "SELECT version FROM user WHERE username = 'bob'"),
		version + 1);
}

static void
each_user_has_an_entry_with_the_differences(void **state)
{
	struct household *h = *state;

	person(h);
	household_as(h, "alba");
	counts(h, &by_username, "username,last_name\nbob,Builder\ncleo,Two\nnew,Three\nvera,\n", DW_OK,
		"1 2 1 0");
	assert_string_equal(household_text(h, "SELECT group_concat(action_code) FROM (SELECT "
		"action_code FROM audit ORDER BY seq DESC LIMIT 4)"),
		"users_imported,user_created,user_updated,user_updated");
	assert_int_equal(household_int(h, "SELECT count(DISTINCT batch) FROM (SELECT batch FROM audit "
		"ORDER BY seq DESC LIMIT 4) WHERE length(batch) = 16"), 1);
	assert_string_equal(household_said(h, 3),
		"{\"unchanged\":1,\"updated\":2,\"users\":1}");
	assert_string_equal(household_text(h, "SELECT p.payload FROM audit AS a JOIN audit_payload AS p "
		"USING (seq) JOIN user AS u ON u.uuid = a.target_uuid WHERE u.username = 'bob' AND "
		"p.slot = 1 AND a.action_code = 'user_updated'"),
		"{\"changes\":{\"last_name\":[\"\",\"Builder\"]},\"username\":\"bob\"}");
}

static void
a_row_that_says_the_same_changes_nothing_and_asks_for_nothing(void **state)
{
	struct household *h = *state;
	int64_t entries = household_int(h, "SELECT count(*) FROM audit");

	/* Not even where nothing may be changed: alba is in Admin, and bob in the bin. */
	household_sql(h, "UPDATE user SET lifecycle = 1 WHERE username = 'bob'");
	household_grant(h, "mona", "doorward.import");
	entries = household_int(h, "SELECT count(*) FROM audit");
	household_as(h, "mona");
	counts(h, &by_username, "username,active,groups\nalba,true,Admin\nbob,,\nmona,,User manager\n",
		DW_OK, "0 0 3 0");
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit"), entries);
	assert_true(h->work.topics == 0);
}

static void
an_empty_field_clears_where_it_is_told_to(void **state)
{
	static const struct dw_import_options clear = { .update_by = DW_IMPORT_BY_USERNAME,
		.clear_empty = true };
	struct household *h = *state;

	person(h);
	counts(h, &clear, "username,email,phone,active,staff,valid_until,valid_from\nbob,,,,,,\n", DW_OK,
		"0 1 0 0");
	assert_string_equal(bob(h, "first_name || email || email_key || email_verified_at || phone || "
		"valid_until || active"), "Bob001");
	counts(h, &clear, "username,groups\ncleo,\n", DW_OK, "0 1 0 0");
	assert_int_equal(household_int(h, "SELECT count(*) FROM membership JOIN user ON id = user_id "
		"WHERE username = 'cleo'"), 0);
}

static void
groups_are_added_or_are_all_there_are(void **state)
{
	static const struct dw_import_options set = { .update_by = DW_IMPORT_BY_USERNAME,
		.set_groups = true };
	struct household *h = *state;

	counts(h, &by_username, "username,groups\ncleo,Viewer\n", DW_OK, "0 1 0 0");
	assert_string_equal(household_said(h, 3), "{\"unchanged\":0,\"updated\":1,\"users\":0}");
	assert_string_equal(household_text(h, "SELECT action_code FROM audit ORDER BY seq DESC LIMIT 1 "
		"OFFSET 1"), "groups_added");
	counts(h, &by_username, "username,groups\ncleo,Viewer\n", DW_OK, "0 0 1 0");
	counts(h, &set, "username,groups\ncleo,\n", DW_OK, "0 0 1 0");
	counts(h, &set, "username,groups\ncleo,\"viewer,Family\"\n", DW_OK, "0 0 1 0");
	counts(h, &set, "username,groups\ncleo,Viewer\n", DW_OK, "0 1 0 0");
	assert_string_equal(household_text(h, "SELECT group_concat(g.name) FROM membership AS m JOIN "
		"user_group AS g ON g.id = m.group_id JOIN user AS u ON u.id = m.user_id WHERE "
		"u.username = 'cleo'"), "Viewer");
}

static void
a_new_address_is_not_verified(void **state)
{
	struct household *h = *state;

	person(h);
	counts(h, &by_username, "username,email\nbob,new@example.org\n", DW_OK, "0 1 0 0");
	assert_string_equal(bob(h, "email || email_verified_at"), "new@example.org0");
}

static void
who_is_deactivated_has_no_sessions(void **state)
{
	struct household *h = *state;

	household_session(h, "bob", HOUSEHOLD_NOW);
	counts(h, &by_username, "username,active\nbob,no\n", DW_OK, "0 1 0 0");
	assert_string_equal(bob(h, "active || (SELECT count(*) FROM session WHERE user_id = user.id)"),
		"00");
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit WHERE action_code = "
		"'user_deactivated'"), 1);
}

/* ---- by which key ----------------------------------------------------------------------------- */

static void
users_are_found_by_address_and_by_id(void **state)
{
	static const struct dw_import_options by_email = { .update_by = DW_IMPORT_BY_EMAIL };
	static const struct dw_import_options by_id = { .update_by = DW_IMPORT_BY_ID };
	struct household *h = *state;
	char text[200], id[40];

	person(h);
	counts(h, &by_email, "email,first_name\nBob@Example.ORG,Robert\n", DW_OK, "0 1 0 0");
	assert_string_equal(bob(h, "first_name || email"), "Robertbob@example.org");
	counts(h, &by_email, "email,username\nbob@example.org,rob\n", DW_OK, "0 1 0 0");
	assert_int_equal(household_int(h, "SELECT count(*) FROM user WHERE username = 'rob'"), 1);
	snprintf(id, sizeof(id), "%s", household_text(h, "SELECT lower(substr(hex(uuid), 1, 8) || '-' "
		"|| substr(hex(uuid), 9, 4) || '-' || substr(hex(uuid), 13, 4) || '-' || "
		"substr(hex(uuid), 17, 4) || '-' || substr(hex(uuid), 21)) FROM user WHERE "
		"username = 'rob'"));
	snprintf(text, sizeof(text), "id,username,first_name\n%s,bob,Bob\n,newcomer,Ada\n", id);
	counts(h, &by_id, text, DW_OK, "1 1 0 0");
	assert_string_equal(bob(h, "first_name"), "Bob");
	snprintf(text, sizeof(text), "id,first_name\n%s,A\n%s,B\n", id, id);
	counts(h, &by_id, text, DW_INVALID, "0 0 0 1");
}

static void
a_key_that_finds_nobody_makes_somebody_unless_told_otherwise(void **state)
{
	static const struct dw_import_options only = { .update_by = DW_IMPORT_BY_USERNAME,
		.no_create = true };
	static const struct dw_import_options by_email = { .update_by = DW_IMPORT_BY_EMAIL };
	static const struct dw_import_options by_id = { .update_by = DW_IMPORT_BY_ID };
	struct household *h = *state;

	counts(h, &by_username, "username,first_name\ndora,D\n", DW_OK, "1 0 0 0");
	counts(h, &only, "username\nemil\n", DW_INVALID, "0 0 0 1");
	counts(h, &by_email, "email,username\ne@example.org,emil\n", DW_OK, "1 0 0 0");
	counts(h, &by_email, "email\nf@example.org\n", DW_INVALID, "0 0 0 1");
	counts(h, &by_email, "email,username\n,fred\n", DW_INVALID, "0 0 0 1");
	counts(h, &by_id, "id,username\n00112233-4455-4677-8899-aabbccddeeff,fred\n", DW_INVALID,
		"0 0 0 1");
	counts(h, &by_id, "id,username\nnonsense,fred\n", DW_INVALID, "0 0 0 1");
	counts(h, &by_email, "username\nfred\n", DW_INVALID, "0 0 0 0");
	counts(h, NULL, "username\ndora\n", DW_INVALID, "0 0 0 1");
}

static void
a_password_of_somebody_who_is_there_is_passed_over(void **state)
{
	struct household *h = *state;
	struct dw_import *import = begin(h, &by_username, "username,first_name,password_hash\n"
		"bob,Bob,pbkdf2_sha256$600000$somesalt$ZmFrZWZha2VmYWtlZmFrZWZha2VmYWtlZmFrZWZha2U=\n");

	assert_code(dw_import_finish(import, &quiet, err), DW_OK);
	assert_code(dw_import_apply(&h->work, import, &quiet, NULL, err), DW_OK);
	assert_int_equal(dw_import_counts(import).hashes, 1);
	assert_int_equal(household_int(h, "SELECT count(*) FROM password JOIN user ON id = user_id "
		"WHERE username = 'bob'"), 0);
	dw_import_free(import);
}

/* ---- rights ------------------------------------------------------------------------------------ */

static void
updating_needs_the_right_to_edit(void **state)
{
	static const struct dw_import_options by_email = { .update_by = DW_IMPORT_BY_EMAIL };
	struct household *h = *state;

	household_person(h, "imke", NULL);
	household_grant(h, "imke", "doorward.import");
	household_as(h, "imke");
	assert_code(import_all(h, &by_username, "username,first_name\nbob,B\n", err),
		DW_NOT_PERMITTED);
	household_as(h, NULL);
	household_grant(h, "imke", "doorward.edit_user");
	household_as(h, "imke");
	assert_code(import_all(h, &by_username, "username,first_name\nbob,B\n", err), DW_OK);
	/* By an address it would tell whose that is. */
	assert_code(import_all(h, &by_email, "email,username\nx@example.org,x\n", err),
		DW_NOT_PERMITTED);
}

static void
each_row_asks_for_what_an_edit_asks_for(void **state)
{
	static const struct {
		const char *text;
		enum dw_code code;
	} cases[] = {
		{ "username,first_name\nalba,A\n", DW_NOT_SUBSET },
		{ "username,first_name\nbob,B\nalba,A\n", DW_NOT_SUBSET },
		{ "username,staff\nbob,yes\n", DW_NOT_PERMITTED },
		{ "username,active\nmona,no\n", DW_OWN_ACCOUNT },
		{ "username,valid_until\nmona,2040-01-01\n", DW_OWN_ACCOUNT },
		{ "username,groups\nbob,Admin\n", DW_NOT_SUBSET },
		{ "username,groups\nmona,Family\n", DW_OWN_ACCOUNT },
	};
	struct household *h = *state;
	int64_t entries;

	household_grant(h, "mona", "doorward.import");
	entries = household_int(h, "SELECT count(*) FROM audit");
	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		household_as(h, "mona");
		assert_code(import_all(h, &by_username, cases[i].text, err), cases[i].code);
		household_forget(h);
	}
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit"), entries);
	assert_string_equal(bob(h, "first_name || staff"), "0");
}

static void
the_last_admin_stays(void **state)
{
	struct household *h = *state;

	assert_code(import_all(h, &by_username, "username,active\nalba,no\n", err), DW_LAST_ADMIN);
	household_forget(h);
	assert_code(import_all(h, &by_username, "username,valid_until\nalba,2040-01-01\n", err),
		DW_LAST_ADMIN);
}

static void
what_the_directory_decides_stays_as_it_is(void **state)
{
	struct household *h = *state;

	household_sql(h, "UPDATE user SET source = 1, source_name = 'corp' WHERE username = 'bob'");
	assert_code(import_all(h, &by_username, "username,first_name\nbob,B\n", err), DW_INVALID);
	household_forget(h);
	assert_code(import_all(h, &by_username, "username,profile_name\nbob,B\n", err), DW_OK);
}

static void
all_refused_rows_are_told(void **state)
{
	struct household *h = *state;
	struct dw_import *import;
	struct dw_error err = { 0 };

	household_grant(h, "mona", "doorward.import");
	household_as(h, "mona");
	import = begin(h, &by_username,
		"username,first_name,active\nbob,B,\nalba,A,\nmona,M,no\ncleo,C,\n");
	assert_int_equal(dw_import_finish(import, &quiet, &err), DW_OK);
	assert_int_equal(dw_import_apply(&h->work, import, &quiet, NULL, &err), DW_NOT_SUBSET);
	assert_true(dw_import_is_faulty(import));
	assert_int_equal(dw_import_faults(import)->kept, 2);
	assert_int_equal(dw_import_faults(import)->at[0].line, 3);
	assert_int_equal(dw_import_faults(import)->at[1].line, 4);
	dw_import_free(import);
}

/* ---- preview ------------------------------------------------------------------------------------ */

static void
a_preview_says_what_each_row_would_do(void **state)
{
	static const struct dw_import_options plan = { .update_by = DW_IMPORT_BY_USERNAME,
		.plan = true };
	struct household *h = *state;
	struct dw_import *import;
	const struct dw_import_preview *preview;
	DW_AUTO(dw_rows) rows = { 0 };

	person(h);
	import = begin(h, &plan, "username,email,groups\nbob,b@example.org,Family\ndora,,\ncleo,,\n-x,\n");
	dw_rows_init(&rows);
	assert_code(dw_import_finish(import, &quiet, err), DW_OK);
	assert_code(dw_import_apply(&h->work, import, &quiet, &rows.sink, err), DW_INVALID);
	preview = dw_import_preview(import);
	assert_true(preview->settled);
	assert_int_equal(preview->n_fields, 3);
	assert_int_equal(preview->n_rows, 4);
	assert_string_equal(dw_import_deed_word(preview->rows[0].deed), "change");
	assert_string_equal(preview->rows[0].username, "bob");
	assert_int_equal(preview->rows[0].n_changes, 3);
	assert_string_equal(preview->rows[0].changes[0].field, "email");
	assert_string_equal(preview->rows[0].changes[0].before, "bob@example.org");
	assert_string_equal(preview->rows[0].changes[0].after, "b@example.org");
	assert_string_equal(preview->rows[0].changes[1].after, "false");
	assert_string_equal(preview->rows[0].changes[2].after, "Family");
	assert_string_equal(dw_import_deed_word(preview->rows[1].deed), "create");
	assert_string_equal(dw_import_deed_word(preview->rows[2].deed), "same");
	assert_string_equal(dw_import_deed_word(preview->rows[3].deed), "bad");
	assert_string_equal(preview->rows[3].cells[0], "-x");
	assert_string_equal(preview->rows[3].cells[2], "");
	assert_non_null(strstr(preview->rows[3].reason, "fields differs"));
	/* Three fields, one new, one bad. */
	assert_int_equal(rows.n_rows, 5);
	dw_import_free(import);
}

static void
a_preview_of_unsettled_columns_has_the_first_rows(void **state)
{
	static const struct dw_import_options plan = { .plan = true };
	struct household *h = *state;
	struct dw_import *import;
	const struct dw_import_preview *preview;
	DW_AUTO(dw_buf) text = { 0 };

	dw_buf_puts(&text, "Login,x\n");
	for (int i = 0; i < 1000; i++)
		dw_buf_printf(&text, "u%d,-\n", i);
	import = begin(h, &plan, text.data);
	assert_code(dw_import_finish(import, &quiet, err), DW_INVALID);
	preview = dw_import_preview(import);
	assert_false(preview->settled);
	assert_int_equal(preview->n_rows, DW_IMPORT_SHOWN);
	assert_string_equal(preview->rows[19].cells[0], "u19");
	assert_int_equal(preview->rows[19].deed, DW_IMPORT_UNJUDGED);
	assert_int_equal(dw_import_counts(import).rows, DW_IMPORT_SHOWN);
	dw_import_free(import);
}

static void
addresses_before_are_masked_for_who_may_not_see_them(void **state)
{
	static const struct dw_import_options plan = { .update_by = DW_IMPORT_BY_USERNAME,
		.plan = true };
	struct household *h = *state;
	struct dw_import *import;

	person(h);
	household_person(h, "imke", NULL);
	household_grant(h, "imke", "doorward.import");
	household_grant(h, "imke", "doorward.edit_user");
	household_as(h, "imke");
	import = begin(h, &plan, "username,email\nbob,b@example.org\n");
	assert_code(dw_import_finish(import, &quiet, err), DW_OK);
	assert_code(dw_import_apply(&h->work, import, &quiet, NULL, err), DW_OK);
	assert_string_equal(dw_import_preview(import)->rows[0].changes[0].before, "b***@e***.org");
	dw_import_free(import);
}

/* ---- taking back ----------------------------------------------------------------------------------- */

static void
what_an_import_changed_can_be_undone_user_by_user(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_undone) undone = { 0 };
	int64_t seq;

	person(h);
	household_as(h, "alba");
	counts(h, &by_username, "username,first_name,email,active,groups\n"
		"bob,Robert,r@example.org,no,Family\ncleo,Cleopatra,,,\nnew,N,,,\n", DW_OK, "1 2 0 0");
	seq = household_int(h, "SELECT seq FROM audit AS a JOIN user AS u ON u.uuid = a.target_uuid "
		"WHERE u.username = 'bob' AND action_code = 'user_updated'");
	household_again(h);
	assert_code(dw_undo(&h->work, seq, &undone, err), DW_OK);
	assert_true(undone.batch);
	assert_string_equal(bob(h, "first_name || email || active || (email_verified_at <> 0) || "
		"(SELECT count(*) FROM membership WHERE user_id = user.id)"), "Bobbob@example.org110");
	assert_string_equal(household_text(h, "SELECT first_name FROM user WHERE username = 'cleo'"),
		"Cleopatra");
}

#define AT_HOME(test) cmocka_unit_test_setup_teardown(test, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(only_what_is_in_the_file_is_changed),
		AT_HOME(each_user_has_an_entry_with_the_differences),
		AT_HOME(a_row_that_says_the_same_changes_nothing_and_asks_for_nothing),
		AT_HOME(an_empty_field_clears_where_it_is_told_to),
		AT_HOME(groups_are_added_or_are_all_there_are),
		AT_HOME(a_new_address_is_not_verified),
		AT_HOME(who_is_deactivated_has_no_sessions),
		AT_HOME(users_are_found_by_address_and_by_id),
		AT_HOME(a_key_that_finds_nobody_makes_somebody_unless_told_otherwise),
		AT_HOME(a_password_of_somebody_who_is_there_is_passed_over),
		AT_HOME(updating_needs_the_right_to_edit),
		AT_HOME(each_row_asks_for_what_an_edit_asks_for),
		AT_HOME(the_last_admin_stays),
		AT_HOME(what_the_directory_decides_stays_as_it_is),
		AT_HOME(all_refused_rows_are_told),
		AT_HOME(a_preview_says_what_each_row_would_do),
		AT_HOME(a_preview_of_unsettled_columns_has_the_first_rows),
		AT_HOME(addresses_before_are_masked_for_who_may_not_see_them),
		AT_HOME(what_an_import_changed_can_be_undone_user_by_user),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
