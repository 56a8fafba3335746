/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Columns of a file: what a map may say, what names are proposed for, and that nothing
 * is taken for something that it was not said to be.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "domain/import.h"
#include "tests/support/household.h"

static const struct dw_column exported[] = {
	{ .name = "id", .type = DW_ID }, { .name = "username" }, { .name = "state" },
};
static const struct dw_progress quiet;

/* A map as "name=column;", of columns with - for passed over and the place before the name. */
static void
reads(const char *text, const char *expected)
{
	DW_AUTO(dw_import_map) map = { 0 };
	DW_AUTO(dw_buf) seen = { 0 };

	assert_code(dw_import_map_read(&map, text, err), DW_OK);
	for (size_t i = 0; i < map.count; i++)
		dw_buf_printf(&seen, "%d %s=%s;", map.at[i].place, map.at[i].name,
			map.at[i].column != NULL ? map.at[i].column : "-");
	assert_string_equal(dw_buf_text(&seen), expected);
}

static void
refused(const char *text, const char *words)
{
	DW_AUTO(dw_import_map) map = { 0 };
	struct dw_error err = { 0 };

	assert_int_equal(dw_import_map_read(&map, text, &err), DW_USAGE);
	assert_string_equal(err.field, "map");
	if (strstr(err.message, words) == NULL)
		fail_msg("%s: %s", text, err.message);
}

static void
a_map_names_columns(void **state)
{
	(void)state;
	reads("E-Mail Address=email", "0 E-Mail Address=email;");
	reads("a=email,b=-,#7=phone", "0 a=email;0 b=-;7 #7=phone;");
	reads("Name\\, first=first_name,a\\=b=last_name,c\\\\d=-",
		"0 Name, first=first_name;0 a=b=last_name;0 c\\d=-;");
	reads("=username", "0 =username;");
	reads("#1x=-,#0=-", "0 #1x=-;0 #0=-;");
	refused("Surname", "equals sign");
	refused("", "equals sign");
	refused("a=email,", "equals sign");
	refused("a=e-mail", "There are: username, ");
	refused("a=password", "There are: username, ");
	refused("a=email,b=email", "Only one");
	refused("a=email,a=-", "names “a” twice");
	refused("#2=email,#2=phone", "names “#2” twice");
}

static void
a_piece_that_was_added_is_read_back(void **state)
{
	static const char *const names[] = { "Name", "a,b=c\\d", "#x", "ü \xef\xbf\xbd", "-" };
	DW_AUTO(dw_import_map) map = { 0 };
	DW_AUTO(dw_buf) text = { 0 };

	(void)state;
	for (size_t i = 0; i < DW_COUNT(names); i++) {
		const struct dw_import_field field = { .name = names[i] };

		dw_import_map_add(&text, &field, i + 1, NULL);
	}
	dw_import_map_add(&text, &(struct dw_import_field){ .name = "", .needs_place = true }, 9, "email");
	assert_code(dw_import_map_read(&map, dw_buf_text(&text), err), DW_OK);
	for (size_t i = 0; i < DW_COUNT(names); i++)
		assert_string_equal(map.at[i].name, names[i]);
	assert_int_equal(map.at[DW_COUNT(names)].place, 9);
}

static void
other_names_are_known(void **state)
{
	static const char *const pairs[][2] = {
		{ "E-Mail Address", "email" }, { "MAIL", "email" }, { "e mail", "email" },
		{ "Surname", "last_name" }, { "Last Name", "last_name" }, { "sn", "last_name" },
		{ "givenName", "first_name" }, { "Vorname", "first_name" }, { "Login", "username" },
		{ "User Name", "username" }, { "sAMAccountName", "username" }, { "Phone-Number", "phone" },
		{ "Full name", "profile_name" }, { "memberOf", "groups" }, { "Enabled", "active" },
		{ "gültig bis", "valid_until" }, { "Usernmae", "username" }, { "emial adress", "email" },
		{ "Telefonnumer", "phone" },
	};
	static const char *const nothing[] = { "Password", "Notes", "", "---", "is_admin", "Kommentar",
		"x", "\xff", "passwort", "secret" };

	(void)state;
	for (size_t i = 0; i < DW_COUNT(pairs); i++) {
		const char *found = dw_import_propose(pairs[i][0]);

		if (found == NULL || strcmp(found, pairs[i][1]) != 0)
			fail_msg("%s is proposed to be %s", pairs[i][0], found != NULL ? found : "nothing");
	}
	for (size_t i = 0; i < DW_COUNT(nothing); i++)
		if (dw_import_propose(nothing[i]) != NULL)
			fail_msg("%s is proposed to be %s", nothing[i], dw_import_propose(nothing[i]));
}

/* ---- with a file ------------------------------------------------------------------------- */

/* Uses of the columns of a file, by a map: "t:email" taken, "-" passed over, "o" ours, "?email". */
static void
settles(struct household *h, const char *text, const char *map, bool settled,
	const char *expected)
{
	DW_AUTO(dw_import_map) read = { 0 };
	const struct dw_import_options options = { .map = &read, .plan = true };
	struct dw_import *import = dw_import_new(&h->work, exported, DW_COUNT(exported), &options);
	const struct dw_import_preview *preview;
	DW_AUTO(dw_buf) seen = { 0 };

	if (map != NULL)
		assert_code(dw_import_map_read(&read, map, err), DW_OK);
	dw_import_feed(import, text, strlen(text), NULL);
	dw_import_finish(import, &quiet, NULL);
	preview = dw_import_preview(import);
	for (size_t i = 0; i < preview->n_fields; i++) {
		const struct dw_import_field *field = &preview->fields[i];

		dw_buf_puts(&seen, i > 0 ? " " : "");
		if (field->use == DW_IMPORT_TAKEN)
			dw_buf_printf(&seen, "t:%s", field->column);
		else if (field->use == DW_IMPORT_UNSETTLED)
			dw_buf_printf(&seen, "?%s", field->proposed != NULL ? field->proposed : "");
		else
			dw_buf_puts(&seen, field->use == DW_IMPORT_OURS ? "o" : "-");
	}
	assert_string_equal(dw_buf_text(&seen), expected);
	assert_int_equal(preview->settled, settled);
	assert_int_equal(dw_import_faults(import)->total == 0, settled);
	dw_import_free(import);
}

static void
columns_are_settled_by_name_and_map_only(void **state)
{
	struct household *h = *state;

	settles(h, "username,email,state,id\n", NULL, true, "t:username t:email o o");
	settles(h, "Login,Mail\n", NULL, false, "?username ?email");
	settles(h, "Login,Mail,x\n", "Login=username,#2=email,x=-", true, "t:username t:email -");
	settles(h, "username,email,mail\n", NULL, false, "t:username t:email ?");
	settles(h, "username,Mail,E-Mail\n", NULL, false, "t:username ?email ?");
	settles(h, "username,email\n", "email=-,username=username", true, "t:username -");
	settles(h, "username,a,a\n", "#2=email,#3=-", true, "t:username t:email -");
	settles(h, "username,a,a\n", "a=email", false, "t:username t:email ?");
	settles(h, "username,username\n", NULL, false, "t:username ?");
	settles(h, "username,\n", NULL, false, "t:username ?");
	settles(h, "username,\n", "#2=-", true, "t:username -");
	settles(h, "email,first_name\n", NULL, false, "t:email t:first_name");
	settles(h, "username\n", "Nobody=email", false, "t:username");
	settles(h, "username\n", "#2=email", false, "t:username");
	settles(h, "username,state\n", "state=first_name", true, "t:username t:first_name");
	settles(h, "username,x\n", "x=id", true, "t:username o");
}

static void
the_last_two_of_rejected_rows_are_passed_over(void **state)
{
	struct household *h = *state;

	settles(h, "username,line,reason\n", NULL, true, "t:username o o");
	settles(h, "username,reason,line,reason\n", "reason=phone", true, "t:username t:phone o o");
	settles(h, "username,line\n", NULL, false, "t:username ?");
	settles(h, "line,reason,username\n", NULL, false, "? ? t:username");
}

static void
what_is_not_settled_is_told_with_the_whole_map(void **state)
{
	static const char text[] = "Login,E-Mail Address,Notes\na,b@example.org,c\n";
	struct household *h = *state;
	struct dw_import *import = dw_import_new(&h->work, exported, DW_COUNT(exported), NULL);
	struct dw_error err = { 0 };

	dw_import_feed(import, text, strlen(text), NULL);
	assert_int_equal(dw_import_finish(import, &quiet, &err), DW_INVALID);
	assert_non_null(strstr(err.message,
		"--map 'Login=username,E-Mail Address=email,Notes=-'"));
	assert_non_null(strstr(dw_import_faults(import)->at[1].reason, "--map 'E-Mail Address=email'"));
	assert_string_equal(dw_import_faults(import)->at[1].column, "E-Mail Address");
	dw_import_free(import);
}

static void
a_hostile_name_is_told_by_its_place(void **state)
{
	static const char text[] = "username,\x1b[31mmail\x07,\"it's, a=b\"\na,b,c\n";
	struct household *h = *state;
	struct dw_import *import = dw_import_new(&h->work, exported, DW_COUNT(exported), NULL);
	struct dw_error err = { 0 };
	const struct dw_faults *faults = dw_import_faults(import);

	dw_import_feed(import, text, strlen(text), NULL);
	assert_int_equal(dw_import_finish(import, &quiet, &err), DW_INVALID);
	assert_int_equal(faults->kept, 2);
	for (size_t i = 0; i < faults->kept; i++)
		assert_null(strchr(faults->at[i].column, '\x1b'));
	assert_non_null(strstr(faults->at[0].reason, "--map '#2=-'"));
	assert_non_null(strstr(faults->at[1].reason, "--map '#3=-'"));
	dw_import_free(import);
}

#define AT_HOME(test) cmocka_unit_test_setup_teardown(test, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_map_names_columns),
		cmocka_unit_test(a_piece_that_was_added_is_read_back),
		cmocka_unit_test(other_names_are_known),
		AT_HOME(columns_are_settled_by_name_and_map_only),
		AT_HOME(the_last_two_of_rejected_rows_are_passed_over),
		AT_HOME(what_is_not_settled_is_told_with_the_whole_map),
		AT_HOME(a_hostile_name_is_told_by_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
