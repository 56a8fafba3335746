/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Permission catalogues from CSV: what is read, what is a fault, and what of it arrives
 * in the store.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "domain/catalogue.h"
#include "tests/support/household.h"

static enum dw_code
import_all(struct household *h, const char *text, int64_t *added, int64_t *updated,
	struct dw_error *err)
{
	struct dw_catalogue *catalogue = dw_catalogue_new();
	const struct dw_catalogue_row *rows;
	enum dw_code rc;
	size_t n;

	dw_catalogue_feed(catalogue, text, strlen(text), NULL);
	rc = dw_catalogue_finish(catalogue, err);
	rows = dw_catalogue_rows(catalogue, &n);
	if (rc == DW_OK)
		rc = dw_permission_import(&h->work, rows, n, added, updated, err);
	dw_catalogue_free(catalogue);
	return rc;
}

static void
fault(const char *text, int64_t line, const char *column, const char *words)
{
	struct dw_catalogue *catalogue = dw_catalogue_new();
	const struct dw_faults *faults = dw_catalogue_faults(catalogue);

	dw_catalogue_feed(catalogue, text, strlen(text), NULL);
	assert_int_equal(dw_catalogue_finish(catalogue, NULL), DW_INVALID);
	assert_int_equal(faults->total, 1);
	assert_int_equal(faults->at[0].line, line);
	assert_string_equal(faults->at[0].column, column);
	if (strstr(faults->at[0].reason, words) == NULL)
		fail_msg("“%s” is not in: %s", words, faults->at[0].reason);
	dw_catalogue_free(catalogue);
}

static const char *
row_of(struct household *h, const char *name)
{
	return household_text(h, "SELECT app_label || '|' || description || '|' || privileged "
		"FROM permission WHERE name = '%s'", name);
}

static void
a_catalogue_arrives(void **state)
{
	struct household *h = *state;
	int64_t added = 0, updated = 0;

	assert_code(import_all(h, "name,description,privileged\n"
		"awx.run_job,\"Run a job, any\",\nawx.admin,Everything,true\nawx.view,,no\n", &added,
		&updated, err), DW_OK);
	assert_int_equal(added, 3);
	assert_int_equal(updated, 0);
	assert_string_equal(row_of(h, "awx.run_job"), "awx|Run a job, any|0");
	assert_string_equal(row_of(h, "awx.admin"), "awx|Everything|1");
	assert_string_equal(row_of(h, "awx.view"), "awx||0");
}

static void
bringing_the_same_in_again_changes_nothing(void **state)
{
	static const char text[] = "name,description,privileged\nawx.admin,Everything,true\n";
	struct household *h = *state;
	int64_t added = -1, updated = -1, entries;

	assert_code(import_all(h, text, &added, &updated, err), DW_OK);
	entries = household_int(h, "SELECT count(*) FROM audit");
	assert_code(import_all(h, text, &added, &updated, err), DW_OK);
	assert_int_equal(added + updated, 0);
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit"), entries);
}

static void
what_a_file_does_not_say_stays_as_it_is(void **state)
{
	struct household *h = *state;
	int64_t added, updated;

	assert_code(import_all(h, "name,description,privileged\nawx.admin,Everything,true\n", &added,
		&updated, err), DW_OK);
	assert_code(import_all(h, "name,description\nawx.admin,All\n", &added, &updated, err), DW_OK);
	assert_int_equal(updated, 1);
	assert_string_equal(row_of(h, "awx.admin"), "awx|All|1");
	assert_code(import_all(h, "name\nawx.admin\nawx.new\n", &added, &updated, err), DW_OK);
	assert_int_equal(added, 1);
	assert_int_equal(updated, 0);
	assert_string_equal(row_of(h, "awx.admin"), "awx|All|1");
	assert_string_equal(row_of(h, "awx.new"), "awx||0");
	assert_code(import_all(h, "name,description,privileged\nawx.admin,,no\n", &added, &updated,
		err), DW_OK);
	assert_string_equal(row_of(h, "awx.admin"), "awx||0");
}

static void
only_a_holder_takes_a_mark_away(void **state)
{
	struct household *h = *state;
	int64_t added, updated;

	household_grant(h, "vera", "doorward.manage_catalogue");
	household_as(h, "vera");
	assert_code(import_all(h, "name,privileged\npay.approve,no\n", &added, &updated, err),
		DW_NOT_SUBSET);
	assert_string_equal(household_text(h, "SELECT privileged FROM permission WHERE name = "
		"'pay.approve'"), "1");
}

static void
every_fault_has_its_line(void **state)
{
	(void)state;
	fault("name\nawx.run\nnonsense\n", 3, "name", "app_label.codename");
	fault("name\ndoorward.import\n", 2, "name", "Doorward's own");
	fault("name,privileged\nawx.run,perhaps\n", 2, "privileged", "true or false");
	fault("name\nawx.run\nawx.view\nawx.run\n", 4, "name", "Line 2");
	fault("name,owner\nawx.run,x\n", 1, "owner", "name, description, privileged");
	fault("description\nawx.run\n", 1, "name", "missing");
	fault("name\n=awx.run\n", 2, "name", "app_label.codename");
}

static void
columns_of_our_own_list_are_passed_over(void **state)
{
	struct household *h = *state;
	int64_t added = 0, updated = 0;

	assert_code(import_all(h, "name,app_label,description,privileged,direct,groups\n"
		"awx.run,other,Run,false,3,2\n", &added, &updated, err), DW_OK);
	assert_string_equal(row_of(h, "awx.run"), "awx|Run|0");
}

#define AT_HOME(test) cmocka_unit_test_setup_teardown(test, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(a_catalogue_arrives),
		AT_HOME(bringing_the_same_in_again_changes_nothing),
		AT_HOME(what_a_file_does_not_say_stays_as_it_is),
		AT_HOME(only_a_holder_takes_a_mark_away),
		cmocka_unit_test(every_fault_has_its_line),
		AT_HOME(columns_of_our_own_list_are_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
