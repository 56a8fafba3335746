/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each string of naughty.txt through every text field of a user and a group, by form and
 * by file, and back as text, JSON and CSV: kept exactly or refused in words, and
 * nothing that a terminal would obey.
 */
#include "tests/support/test.h"

#include <jansson.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/import.h"
#include "tests/support/household.h"
#include "tests/support/naughty.h"

/* What becomes of a text without the spaces that names and addresses are trimmed of. */
static char *
trimmed(const char *text)
{
	size_t len;

	text += strspn(text, " ");
	for (len = strlen(text); len > 0 && text[len - 1] == ' '; len--)
		;
	return dw_strndup(text, len);
}

static void
assert_same(const char *is, const char *was, const char *field, const struct naughty *string)
{
	if (strcmp(is, was) != 0)
		fail_msg("line %d: %s came back as “%s”", string->line, field, is);
}

/* A refusal has a code of its own, a field and words that can be shown. */
static void
assert_refused(enum dw_code rc, const struct dw_error *err, const struct naughty *string)
{
	DW_AUTO_FREE char *shown = dw_display_dup(err->message);

	if (rc != DW_INVALID)
		fail_msg("line %d: %s (%s)", string->line, dw_code_name(rc), err->message);
	assert_true(strlen(err->message) > 15);
	assert_true(err->field[0] != '\0');
	assert_harmless(shown, string);
}

/* ---- back out ---------------------------------------------------------------------- */

struct got {
	char *value;
};

static enum dw_code
keep_value(void *arg, const struct dw_csv_row *row, struct dw_error *err)
{
	struct got *got = arg;

	(void)err;
	got->value = dw_strdup(row->values[0]);
	return DW_OK;
}

/* The text as people, JSON and CSV get it. */
static void
assert_comes_out(const char *text, const struct naughty *string)
{
	static const struct dw_column column = { .name = "x", .type = DW_TEXT };
	static const struct dw_csv_column columns[] = { { "x", DW_CSV_REQUIRED },
		{ "y", DW_CSV_REQUIRED } };
	const struct dw_value value = { .text = text };
	DW_AUTO(dw_buf) shown = { 0 };
	DW_AUTO(dw_buf) json = { 0 };
	DW_AUTO(dw_buf) csv = { 0 };
	DW_AUTO(dw_faults) faults = { 0 };
	struct got got = { 0 };
	struct dw_csv *reader;
	json_t *read;

	dw_value_text(&shown, &column, &value, HOUSEHOLD_NOW);
	assert_harmless(dw_buf_text(&shown), string);
	assert_true(dw_columns(dw_buf_text(&shown)) >= 0);

	dw_value_json(&json, &column, &value);
	assert_harmless(dw_buf_text(&json), string);
	read = json_loads(dw_buf_text(&json), JSON_DECODE_ANY, NULL);
	assert_non_null(read);
	assert_same(json_string_value(read), text, "JSON", string);
	json_decref(read);

	dw_buf_puts(&csv, "x,y\r\n");
	dw_csv_field(&csv, text, false);
	assert_true(csv.len == 5 || strchr("=+-@\t\r\n", csv.data[5]) == NULL);
	dw_buf_puts(&csv, ",y\r\n");
	reader = dw_csv_new(columns, 2, &faults, keep_value, &got);
	assert_int_equal(dw_csv_feed(reader, csv.data, csv.len, NULL), DW_OK);
	assert_int_equal(dw_csv_finish(reader, NULL), DW_OK);
	assert_int_equal(faults.total, 0);
	assert_same(got.value, text, "CSV", string);
	free(got.value);
	dw_csv_free(reader);
}

/* ---- fields of a user ----------------------------------------------------------------- */

enum { USERNAME, FIRST, LAST, PROFILE, EMAIL, PHONE, FIELDS };

static const char *const names[FIELDS] = { "username", "first_name", "last_name", "profile_name",
	"email", "phone" };

static const char **
field_of(struct dw_user_edit *edit, int field)
{
	const char **const fields[FIELDS] = { &edit->username, &edit->first_name, &edit->last_name,
		&edit->profile_name, &edit->email, &edit->phone };

	return fields[field];
}

static const char *
value_of(const struct dw_user *user, int field)
{
	const char *const values[FIELDS] = { user->username, user->first_name, user->last_name,
		user->profile_name, user->email, user->phone };

	return values[field];
}

static void
assert_kept(struct household *h, int64_t id, int field, const struct naughty *string)
{
	bool trims = field == USERNAME || field == EMAIL || field == PHONE;
	DW_AUTO_FREE char *expected = trims ? trimmed(string->bytes) : dw_strdup(string->bytes);
	DW_AUTO(dw_user) user = { 0 };

	assert_code(dw_user_by_id(h->db, id, &user, err), DW_OK);
	assert_same(value_of(&user, field), expected, names[field], string);
	assert_comes_out(value_of(&user, field), string);
}

static int
through_create(struct household *h, int field, const struct naughty *string)
{
	struct dw_user_edit edit = DW_USER_EDIT_NONE;
	struct dw_error err = { 0 };
	int64_t id = 0;
	enum dw_code rc;

	edit.username = "somebody";
	*field_of(&edit, field) = string->bytes;
	if ((rc = dw_user_create(&h->work, &edit, &id, &err)) == DW_OK)
		assert_kept(h, id, field, string);
	else
		assert_refused(rc, &err, string);
	return rc == DW_OK;
}

static int
through_edit(struct household *h, int field, const struct naughty *string)
{
	struct dw_user_edit edit = DW_USER_EDIT_NONE;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	struct dw_error err = { 0 };
	enum dw_code rc;
	bool changed;

	*field_of(&edit, field) = string->bytes;
	if ((rc = dw_user_edit(&h->work, &bob, &edit, 0, &changed, &err)) == DW_OK)
		assert_kept(h, bob.id, field, string);
	else
		assert_refused(rc, &err, string);
	return rc == DW_OK;
}

static void
through_all_fields(struct household *h)
{
	int kept[FIELDS] = { 0 };
	size_t n;
	const struct naughty *all = naughty_all(&n);

	for (size_t i = 0; i < n; i++) {
		if (!naughty_is_text(&all[i]))
			continue;
		for (int field = 0; field < FIELDS; field++) {
			int created = through_create(h, field, &all[i]);

			household_forget(h);
			kept[field] += created;
			assert_int_equal(through_edit(h, field, &all[i]), created);
			household_forget(h);
		}
	}
	/* Neither everything nor nothing is refused. */
	for (int field = 0; field < FIELDS; field++)
		assert_in_range(kept[field], 10, n - 50);
}

static void
every_string_is_kept_exactly_or_refused(void **state)
{
	through_all_fields(*state);
}

static void
so_it_is_where_usernames_may_have_any_letter(void **state)
{
	struct household *h = *state;

	assert_code(dw_conf_set(h->conf, "user.username_characters", "any", err), DW_OK);
	through_all_fields(h);
}

/* ---- groups ------------------------------------------------------------------------- */

static void
every_string_is_kept_or_refused_by_groups(void **state)
{
	struct household *h = *state;
	size_t n, kept = 0;
	const struct naughty *all = naughty_all(&n);

	for (size_t i = 0; i < n; i++) {
		struct dw_error err = { 0 };
		enum dw_code rc;
		int64_t id = 0;

		if (!naughty_is_text(&all[i]))
			continue;
		for (int field = 0; field < 2; field++) {
			rc = dw_group_create(&h->work, field == 0 ? all[i].bytes : "Some group",
				field == 0 ? "" : all[i].bytes, &id, &err);
			if (rc == DW_OK) {
				DW_AUTO(dw_group) group = { 0 };
				DW_AUTO_FREE char *bare = trimmed(all[i].bytes);
				const char *is;

				assert_int_equal(dw_group_by_id(h->db, id, &group, &err), DW_OK);
				is = field == 0 ? group.name : group.description;
				if (strcmp(is, bare) != 0)
					assert_same(is, all[i].bytes, "group", &all[i]);
				assert_comes_out(is, &all[i]);
				kept++;
			} else {
				assert_refused(rc, &err, &all[i]);
			}
			household_forget(h);
		}
	}
	assert_in_range(kept, 100, 2 * n - 100);
}

/* ---- by file ---------------------------------------------------------------------- */

static bool
would_pass(struct household *h, int field, const struct naughty *string)
{
	struct dw_user_edit edit = DW_USER_EDIT_NONE;

	*field_of(&edit, field) = string->bytes;
	return dw_user_check(&edit, h->conf, NULL) == DW_OK;
}

/* One row for each string in one column; those a form refuses are faults of their line. */
static void
every_string_is_imported_or_a_fault(void **state)
{
	static const struct dw_progress quiet;
	struct household *h = *state;
	size_t n;
	const struct naughty *all = naughty_all(&n);

	for (int field = FIRST; field <= PROFILE; field++) {
		struct dw_import *import = dw_import_new(&h->work, NULL, 0, NULL);
		DW_AUTO(dw_buf) csv = { 0 };
		int64_t faults = 0, rows = 0;

		dw_buf_printf(&csv, "%s,username\r\n", names[field]);
		for (size_t i = 0; i < n; i++) {
			if (!naughty_is_text(&all[i]) || all[i].len > DW_CSV_MAX_FIELD)
				continue;
			if (would_pass(h, field, &all[i]))
				rows++;
			else
				faults++;
			dw_csv_field(&csv, all[i].bytes, false);
			dw_buf_printf(&csv, ",n%zu\r\n", i);
		}
		dw_import_feed(import, csv.data, csv.len, NULL);
		assert_int_equal(dw_import_finish(import, &quiet, NULL), DW_INVALID);
		assert_int_equal(dw_import_faults(import)->total, faults);
		assert_true(rows > 500 && faults > 50);
		dw_import_free(import);
	}
}

static void
what_can_be_imported_arrives_exactly(void **state)
{
	static const struct dw_progress quiet;
	struct household *h = *state;
	struct dw_import *import = dw_import_new(&h->work, NULL, 0, NULL);
	DW_AUTO(dw_buf) csv = { 0 };
	size_t n;
	const struct naughty *all = naughty_all(&n);

	dw_buf_puts(&csv, "last_name,username\n");
	for (size_t i = 0; i < n; i++)
		if (naughty_is_text(&all[i]) && would_pass(h, LAST, &all[i])) {
			dw_csv_field(&csv, all[i].bytes, false);
			dw_buf_printf(&csv, ",n%zu\n", i);
		}
	assert_code(dw_import_feed(import, csv.data, csv.len, err), DW_OK);
	assert_code(dw_import_finish(import, &quiet, err), DW_OK);
	assert_code(dw_import_apply(&h->work, import, &quiet, NULL, err), DW_OK);
	dw_import_free(import);
	for (size_t i = 0; i < n; i++)
		if (naughty_is_text(&all[i]) && would_pass(h, LAST, &all[i]))
			assert_same(household_text(h, "SELECT last_name FROM user WHERE username = 'n%zu'", i),
				all[i].bytes, "last_name", &all[i]);
}

static void
a_string_with_a_zero_byte_ends_the_import(void **state)
{
	static const struct dw_progress quiet;
	struct household *h = *state;
	size_t n, seen = 0;
	const struct naughty *all = naughty_all(&n);

	for (size_t i = 0; i < n; i++) {
		struct dw_import *import;

		if (naughty_is_text(&all[i]))
			continue;
		import = dw_import_new(&h->work, NULL, 0, NULL);
		dw_import_feed(import, "username\n", 9, NULL);
		assert_int_equal(dw_import_feed(import, all[i].bytes, all[i].len, NULL), DW_INVALID);
		assert_int_equal(dw_import_finish(import, &quiet, NULL), DW_INVALID);
		dw_import_free(import);
		seen++;
	}
	assert_true(seen > 5);
}

#define AT_HOME(test) cmocka_unit_test_setup_teardown(test, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(every_string_is_kept_exactly_or_refused),
		AT_HOME(so_it_is_where_usernames_may_have_any_letter),
		AT_HOME(every_string_is_kept_or_refused_by_groups),
		AT_HOME(every_string_is_imported_or_a_fault),
		AT_HOME(what_can_be_imported_arrives_exactly),
		AT_HOME(a_string_with_a_zero_byte_ends_the_import),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
