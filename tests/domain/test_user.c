/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may happen to a user, and what may not: creation, edits, activation, the
 * guardrails, and the states in their order of precedence.
 */
#include "tests/support/test.h"

#include <string.h>

#include "base/clock.h"
#include "domain/audit.h"
#include "domain/session.h"
#include "store/query.h"
#include "tests/support/household.h"

static struct dw_user_edit
nothing(void)
{
	return (struct dw_user_edit)DW_USER_EDIT_NONE;
}

/* ---- states ------------------------------------------------------------------------- */

static void
states_follow_their_order_of_precedence(void **state)
{
	struct dw_user u = { .active = true };

	(void)state;
	assert_int_equal(dw_user_state(&u, 100), DW_STATE_ACTIVE);
	u.locked_until = 101;
	assert_int_equal(dw_user_state(&u, 100), DW_STATE_LOCKED);
	assert_int_equal(dw_user_state(&u, 101), DW_STATE_ACTIVE);
	u.valid_until = 100;
	assert_int_equal(dw_user_state(&u, 100), DW_STATE_INACTIVE);
	assert_string_equal(dw_user_inactive_word(&u, 100), "expired");
	assert_int_equal(dw_user_state(&u, 99), DW_STATE_LOCKED);
	u.valid_from = 200;
	assert_string_equal(dw_user_inactive_word(&u, 99), "not_yet_valid");
	u.active = false;
	u.inactive_reason = DW_BY_DIRECTORY;
	assert_string_equal(dw_user_inactive_word(&u, 99), "by_directory");
	u.lifecycle = DW_SELF_DELETION;
	assert_int_equal(dw_user_state(&u, 100), DW_STATE_SELF_DELETION);
	u.lifecycle = DW_BINNED;
	assert_int_equal(dw_user_state(&u, 100), DW_STATE_BINNED);
	u.lifecycle = DW_ERASED;
	assert_int_equal(dw_user_state(&u, 100), DW_STATE_ERASED);
}

/* ---- finding ------------------------------------------------------------------------ */

static void
a_user_is_found_by_name_address_or_id_in_any_form(void **state)
{
	struct household *h = *state;
	static const char *const forms[] = { "bob", "BOB", "  bob ", "ｂｏｂ", "Bob@Example.org" };
	struct dw_work *w = household_as(h, NULL);
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	struct dw_user_edit edit = nothing();
	char id[DW_UUID_TEXT];
	bool changed;

	edit.email = "bob@example.org";
	assert_code(dw_user_edit(w, &bob, &edit, 0, &changed, err), DW_OK);
	for (size_t i = 0; i < DW_COUNT(forms); i++) {
		DW_AUTO(dw_user) found = { 0 };

		assert_code(dw_user_find(h->db, forms[i], &found, err), DW_OK);
		assert_int_equal(found.id, bob.id);
	}
	{
		DW_AUTO(dw_user) found = { 0 };

		assert_code(dw_user_find(h->db, dw_uuid_format(&bob.uuid, id), &found, err), DW_OK);
		assert_int_equal(found.id, bob.id);
	}
	{
		DW_AUTO(dw_user) found = { 0 };

		assert_code(dw_user_find(h->db, "nobody", &found, err), DW_NOT_FOUND);
		assert_code(dw_user_find(h->db, "", &found, err), DW_NOT_FOUND);
		assert_code(dw_user_find(h->db, "b%", &found, err), DW_NOT_FOUND);
	}
}

/* Letters of all languages are no way to sign as somebody who is nobody. */
static void
nobody_is_called_like_the_system(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, NULL);
	struct dw_user_edit edit = nothing();
	int64_t id;

	assert_code(dw_conf_set(h->conf, "user.username_characters", "any", err), DW_OK);
	edit.username = "System:owner";
	assert_code(dw_user_create(w, &edit, &id, err), DW_INVALID);
	edit.username = "système:owner";
	assert_code(dw_user_create(w, &edit, &id, err), DW_OK);
}

/* An address that is looked up or taken would tell whose it is. */
static void
who_may_not_see_addresses_learns_no_owner_by_them(void **state)
{
	struct household *h = *state;
	struct dw_user_edit edit = nothing();
	struct dw_error why = { 0 };
	int64_t id;

	household_sql(h, "UPDATE user SET email = 'b.secret@example.org',"
		" email_key = 'b.secret@example.org' WHERE username = 'bob'");
	household_grant(h, "hela", "doorward.create_user");
	household_as(h, "hela");
	{
		DW_AUTO(dw_user) found = { 0 };

		assert_code(dw_user_find_for(&h->work, "b.secret@example.org", &found, err),
			DW_NOT_FOUND);
		assert_code(dw_user_find_for(&h->work, "bob", &found, err), DW_OK);
	}
	edit.username = "nina";
	edit.email = "B.Secret@example.org";
	assert_int_equal(dw_user_create(&h->work, &edit, &id, &why), DW_INVALID);
	assert_string_equal(why.field, "email");
	assert_null(strstr(why.message, "bob"));
	household_as(h, "mona");
	{
		DW_AUTO(dw_user) found = { 0 };

		assert_code(dw_user_find_for(&h->work, "b.secret@example.org", &found, err), DW_OK);
	}
	assert_int_equal(dw_user_create(&h->work, &edit, &id, &why), DW_INVALID);
	assert_non_null(strstr(why.message, "bob"));
}

/* ---- creating ----------------------------------------------------------------------- */

static void
creating_writes_the_user_and_one_entry(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "mona");
	struct dw_user_edit edit = nothing();
	int64_t id;

	edit.username = "Zoë"; /* refused: local characters only */
	assert_code(dw_user_create(w, &edit, &id, err), DW_INVALID);
	edit.username = "zoe";
	edit.first_name = "Zoë";
	edit.last_name = "Ångström";
	edit.email = "zoe@example.org";
	assert_code(dw_user_create(w, &edit, &id, err), DW_OK);
	assert_string_equal(household_text(h, "SELECT last_key FROM user WHERE id = %lld", (long long)id),
		"angstrom");
	assert_int_equal(household_int(h, "SELECT email_verified_at FROM user WHERE id = %lld",
		(long long)id), 0);
	assert_string_equal(household_text(h, "SELECT action_code FROM audit ORDER BY seq DESC"),
		"user_created");
	assert_non_null(strstr(household_said(h, 1), "\"email\":[\"\",\"zoe@example.org\"]"));
	assert_int_equal(w->topics & DW_TOPIC_USERS, DW_TOPIC_USERS);
}

static void
username_and_address_are_one_name_space(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "mona");
	struct dw_user_edit edit = nothing();
	struct dw_error err = { 0 };
	int64_t id;

	edit.username = "first@example.org";
	assert_int_equal(dw_user_create(w, &edit, &id, &err), DW_OK);
	edit.username = "second";
	edit.email = "FIRST@example.org";
	assert_int_equal(dw_user_create(w, &edit, &id, &err), DW_INVALID);
	assert_string_equal(err.field, "email");
	edit.email = NULL;
	edit.username = "First@EXAMPLE.org";
	assert_int_equal(dw_user_create(w, &edit, &id, &err), DW_INVALID);
	assert_string_equal(err.field, "username");
}

static void
bad_values_are_refused_at_their_field(void **state)
{
	static const struct {
		const char *field, *value;
	} bad[] = {
		{ "username", "" }, { "username", "  " }, { "username", "-x" }, { "username", "a b" },
		{ "username", "a\nb" },
		{ "username", "0b1c2d3e-4f50-4617-8a9b-0c1d2e3f4051" }, { "username", "аdmin" /* Cyrillic a */ }, { "email", "nobody" },
		{ "email", "@example.org" }, { "email", "a@b@c" }, { "email", "a@b\r\nBcc: x@y" },
		{ "email", "a b@example.org" }, { "email", "a<b@example.org" },
		{ "email", "a\xe2\x80\xae@example.org" }, { "first-name", "x\ty" },
		{ "last-name", "x\x1b[2J" }, { "last-name", "\xff" }, { "profile-name", "\xc2\x9b" },
		{ "phone", "call me" }, { "phone", "12" },
	};
	struct household *h = *state;

	for (size_t i = 0; i < DW_COUNT(bad); i++) {
		struct dw_user_edit edit = nothing();
		struct dw_error err = { 0 };
		const char **slots[] = { &edit.username, &edit.email, &edit.first_name, &edit.last_name,
			&edit.profile_name, &edit.phone };
		static const char *const names[] = { "username", "email", "first-name", "last-name",
			"profile-name", "phone" };

		edit.username = "good";
		for (size_t k = 0; k < DW_COUNT(names); k++)
			if (strcmp(names[k], bad[i].field) == 0)
				*slots[k] = bad[i].value;
		if (dw_user_check(&edit, h->conf, &err) != DW_INVALID)
			fail_msg("%s \"%s\" was accepted", bad[i].field, bad[i].value);
		assert_string_equal(err.field, bad[i].field);
		assert_true(err.message[0] != '\0');
	}
}

/* ---- editing ------------------------------------------------------------------------ */

static void
an_edit_writes_only_the_differences_and_bumps_the_version(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "mona");
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	struct dw_user_edit edit = nothing();
	bool changed;

	edit.first_name = bob.first_name;
	edit.last_name = "Smythe";
	assert_code(dw_user_edit(w, &bob, &edit, bob.version, &changed, err), DW_OK);
	assert_true(changed);
	assert_non_null(strstr(household_said(h, 1), "\"last_name\":["));
	assert_null(strstr(household_said(h, 1), "first_name"));
	{
		DW_AUTO(dw_user) again = household_user(h, "bob");

		assert_int_equal(again.version, bob.version + 1);
		edit.last_name = again.last_name;
		w->entries = 0;
		assert_code(dw_user_edit(w, &again, &edit, again.version, &changed, err), DW_OK);
		assert_false(changed);
		assert_int_equal(w->entries, 0);
	}
}

static void
an_edit_of_an_old_version_is_a_conflict(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "mona");
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	struct dw_user_edit edit = nothing();
	bool changed;

	edit.last_name = "Other";
	assert_code(dw_user_edit(w, &bob, &edit, bob.version + 1, &changed, err), DW_CONFLICT);
}

static void
a_new_address_is_not_verified_unless_said_so(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "mona");
	struct dw_user_edit edit = nothing();
	bool changed;

	for (int pass = 0; pass < 2; pass++) {
		DW_AUTO(dw_user) bob = household_user(h, "bob");

		edit.email = pass == 0 ? "one@example.org" : "two@example.org";
		edit.verified = pass == 0 ? 1 : -1;
		assert_code(dw_user_edit(w, &bob, &edit, 0, &changed, err), DW_OK);
		assert_int_equal(household_int(h, "SELECT email_verified_at > 0 FROM user"
			" WHERE username = 'bob'"), pass == 0);
	}
}

static void
a_directory_user_keeps_what_the_directory_says(void **state)
{
	struct household *h = *state;
	struct dw_work *w;
	struct dw_user_edit edit = nothing();
	struct dw_error err = { 0 };
	bool changed;

	household_as(h, NULL);
	household_sql(h, "UPDATE user SET source = 1, source_name = 'corp' WHERE username = 'bob'");
	w = household_as(h, "mona");
	{
		DW_AUTO(dw_user) bob = household_user(h, "bob");

		edit.last_name = "New";
		assert_int_equal(dw_user_edit(w, &bob, &edit, 0, &changed, &err), DW_STATE);
		assert_string_equal(err.field, "last-name");
		assert_non_null(strstr(err.message, "corp"));
	}
}

static void
pending_users_are_frozen(void **state)
{
	struct household *h = *state;
	struct dw_work *w;
	struct dw_user_edit edit = nothing();
	bool changed;

	edit.last_name = "New";
	for (int lifecycle = 1; lifecycle <= 2; lifecycle++) {
		household_as(h, NULL);
		household_sql(h, "UPDATE user SET lifecycle = %d WHERE username = 'bob'", lifecycle);
		w = household_as(h, "alba");
		{
			DW_AUTO(dw_user) bob = household_user(h, "bob");

			assert_code(dw_user_edit(w, &bob, &edit, 0, &changed, err), DW_STATE);
			assert_code(dw_user_activate(w, &bob, err), DW_STATE);
			assert_code(dw_user_deactivate(w, &bob, err), DW_STATE);
			assert_code(dw_user_verify_email(w, &bob, err), DW_STATE);
		}
	}
}

/* ---- activating --------------------------------------------------------------------- */

static void
deactivating_ends_all_sessions_in_the_same_transaction(void **state)
{
	struct household *h = *state;
	struct dw_work *w;

	household_as(h, NULL);
	household_session(h, "bob", HOUSEHOLD_NOW);
	household_session(h, "bob", HOUSEHOLD_NOW - 1000);
	w = household_as(h, "mona");
	{
		DW_AUTO(dw_user) bob = household_user(h, "bob");

		assert_code(dw_user_deactivate(w, &bob, err), DW_OK);
		assert_int_equal(household_int(h, "SELECT count(*) FROM session"), 0);
		assert_non_null(strstr(household_said(h, 1), "\"sessions_ended\":2"));
	}
	household_forget(h);
	assert_int_equal(household_int(h, "SELECT count(*) FROM session"), 2);
}

static void
nobody_deactivates_or_limits_their_own_account(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, "alba");
	DW_AUTO(dw_user) alba = household_user(h, "alba");
	struct dw_user_edit edit = nothing();
	bool changed;

	household_person(h, "second", "Admin", NULL); /* so that it is not for being the last */
	w = household_as(h, "alba");
	assert_code(dw_user_deactivate(w, &alba, err), DW_OWN_ACCOUNT);
	edit.active = 0;
	assert_code(dw_user_edit(w, &alba, &edit, 0, &changed, err), DW_OWN_ACCOUNT);
	edit.active = -1;
	edit.valid_until = HOUSEHOLD_NOW + DW_DAY;
	assert_code(dw_user_edit(w, &alba, &edit, 0, &changed, err), DW_OWN_ACCOUNT);
}

/* Whose time runs out tomorrow would prolong it, or take the end away. */
static void
nobody_prolongs_their_own_account(void **state)
{
	struct household *h = *state;
	struct dw_user_edit edit = nothing();
	struct dw_work *w;
	bool changed;

	household_sql(h, "UPDATE user SET valid_until = %lld WHERE username = 'mona'",
		(long long)(HOUSEHOLD_NOW + DW_DAY));
	w = household_as(h, "mona");
	DW_AUTO(dw_user) mona = household_user(h, "mona");
	edit.valid_until = 0;
	assert_code(dw_user_edit(w, &mona, &edit, 0, &changed, err), DW_OWN_ACCOUNT);
	edit.valid_until = HOUSEHOLD_NOW + 2 * DW_DAY;
	assert_code(dw_user_edit(w, &mona, &edit, 0, &changed, err), DW_OWN_ACCOUNT);
	w = household_as(h, "alba");
	assert_code(dw_user_edit(w, &mona, &edit, 0, &changed, err), DW_OK);
}

static void
nobody_cuts_off_their_own_unix_account(void **state)
{
	struct household *h = *state;
	struct dw_user_edit edit = nothing();
	struct dw_work *w = household_as(h, NULL);
	DW_AUTO(dw_user) alba = household_user(h, "alba");
	bool changed;

	edit.unix_uid = 1000;
	assert_code(dw_user_edit(w, &alba, &edit, 0, &changed, err), DW_OK);
	w = household_as(h, "alba");
	edit.unix_uid = -2;
	assert_code(dw_user_edit(w, &alba, &edit, 0, &changed, err), DW_OWN_ACCOUNT);
	edit.unix_uid = 1001;
	assert_code(dw_user_edit(w, &alba, &edit, 0, &changed, err), DW_OWN_ACCOUNT);
	edit.unix_uid = 1000;
	assert_code(dw_user_edit(w, &alba, &edit, 0, &changed, err), DW_OK);
}

static void
the_mark_of_a_verified_address_has_a_right_of_its_own(void **state)
{
	struct household *h = *state;
	struct dw_user_edit edit = nothing();
	struct dw_work *w;
	int64_t id;
	bool changed;

	household_sql(h, "UPDATE user SET email = 'bob@example.org', email_key = 'bob@example.org',"
		" email_verified_at = 5 WHERE username = 'bob'");
	household_person(h, "edda", NULL);
	household_grant(h, "edda", "doorward.edit_user");
	household_grant(h, "edda", "doorward.create_user");
	w = household_as(h, "edda");
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	edit.verified = 0;
	assert_code(dw_user_edit(w, &bob, &edit, 0, &changed, err), DW_NOT_PERMITTED);
	edit.email = "bob@example.org";
	assert_code(dw_user_edit(w, &bob, &edit, 0, &changed, err), DW_NOT_PERMITTED);
	/* A new address is not verified anyway. */
	edit.email = "new@example.org";
	assert_code(dw_user_edit(w, &bob, &edit, 0, &changed, err), DW_OK);
	edit = nothing();
	edit.username = "nina";
	edit.active = 0;
	assert_code(dw_user_create(w, &edit, &id, err), DW_NOT_PERMITTED);
}

static void
the_last_admin_stays_on_every_way(void **state)
{
	struct household *h = *state;
	struct dw_work *w = household_as(h, NULL);
	DW_AUTO(dw_user) alba = household_user(h, "alba");
	struct dw_user_edit edit = nothing();
	bool changed;

	assert_code(dw_user_deactivate(w, &alba, err), DW_LAST_ADMIN);
	edit.valid_until = HOUSEHOLD_NOW + DW_DAY;
	assert_code(dw_user_edit(w, &alba, &edit, 0, &changed, err), DW_LAST_ADMIN);
	/* An admin with validity dates does not count, one who is locked does. */
	household_person(h, "dated", "Admin", NULL);
	w = household_as(h, NULL);
	household_sql(h, "UPDATE user SET valid_until = %lld WHERE username = 'dated'",
		(long long)(HOUSEHOLD_NOW + DW_DAY));
	assert_code(dw_user_deactivate(w, &alba, err), DW_LAST_ADMIN);
	household_sql(h, "UPDATE user SET valid_until = 0, locked_until = %lld"
		" WHERE username = 'dated'", (long long)(HOUSEHOLD_NOW + DW_DAY));
	assert_code(dw_user_deactivate(w, &alba, err), DW_OK);
	/* And by whatever other program has the file. */
	assert_int_equal(dw_exec(h->db, "UPDATE user SET active = 0 WHERE username = 'dated'", NULL),
		DW_LAST_ADMIN);
	assert_int_equal(dw_exec(h->db, "DELETE FROM membership WHERE user_id ="
		" (SELECT id FROM user WHERE username = 'dated')", NULL), DW_LAST_ADMIN);
}

/* ---- rights ------------------------------------------------------------------------- */

/* Who may do what to whom: each row an operator, an operation, a target and the outcome. */
static void
the_matrix_of_operators_operations_and_targets_holds(void **state)
{
	static const struct {
		const char *operator, *operation, *target;
		enum dw_code expected;
	} matrix[] = {
		{ "alba", "edit", "mona", DW_OK },
		{ "alba", "deactivate", "mona", DW_OK },
		{ "alba", "staff", "bob", DW_OK },
		{ "alba", "bind", "bob", DW_OK },
		{ "mona", "edit", "bob", DW_OK },
		{ "mona", "edit", "alba", DW_NOT_SUBSET },
		{ "mona", "deactivate", "bob", DW_OK },
		{ "mona", "deactivate", "alba", DW_NOT_SUBSET },
		{ "mona", "dates", "alba", DW_NOT_SUBSET },
		{ "mona", "verify", "alba", DW_NOT_SUBSET },
		{ "mona", "staff", "bob", DW_NOT_PERMITTED },
		{ "mona", "bind", "bob", DW_NOT_PERMITTED },
		{ "mona", "bind", "mona", DW_NOT_PERMITTED },
		{ "mona", "edit", "paid", DW_NOT_SUBSET },
		{ "vera", "edit", "bob", DW_NOT_PERMITTED },
		{ "vera", "deactivate", "bob", DW_NOT_PERMITTED },
		{ "vera", "verify", "bob", DW_NOT_PERMITTED },
		{ "vera", "create", "", DW_NOT_PERMITTED },
		{ "hela", "create", "", DW_NOT_PERMITTED },
		{ "hela", "deactivate", "mona", DW_NOT_PERMITTED },
		{ "bob", "edit", "cleo", DW_NOT_PERMITTED },
		{ "bob", "create", "", DW_NOT_PERMITTED },
	};
	struct household *h = *state;

	household_as(h, NULL);
	household_person(h, "paid", NULL);
	household_grant(h, "paid", "pay.approve");
	household_sql(h, "UPDATE user SET email = username || '@example.org',"
		" email_key = username || '@example.org'");
	for (size_t i = 0; i < DW_COUNT(matrix); i++) {
		struct dw_work *w = household_as(h, matrix[i].operator);
		const char *what = matrix[i].operation;
		DW_AUTO(dw_user) target = { 0 };
		struct dw_user_edit edit = nothing();
		struct dw_error err = { 0 };
		enum dw_code rc;
		bool changed;
		int64_t id;

		if (matrix[i].target[0] != '\0')
			target = household_user(h, matrix[i].target);
		edit.staff = strcmp(what, "staff") == 0 ? 1 : -1;
		edit.unix_uid = strcmp(what, "bind") == 0 ? 4242 : -1;
		edit.valid_until = strcmp(what, "dates") == 0 ? HOUSEHOLD_NOW + DW_DAY : -1;
		if (strcmp(what, "create") == 0) {
			edit.username = "new";
			rc = dw_user_create(w, &edit, &id, &err);
		} else if (strcmp(what, "deactivate") == 0) {
			rc = dw_user_deactivate(w, &target, &err);
		} else if (strcmp(what, "verify") == 0) {
			rc = dw_user_verify_email(w, &target, &err);
		} else {
			if (strcmp(what, "edit") == 0)
				edit.profile_name = "P";
			rc = dw_user_edit(w, &target, &edit, 0, &changed, &err);
		}
		if (rc != matrix[i].expected)
			fail_msg("%s %s %s: %s, not %s (%s)", matrix[i].operator, what, matrix[i].target,
				dw_code_name(rc), dw_code_name(matrix[i].expected), err.message);
		household_forget(h);
	}
}

static void
an_inactive_operator_may_nothing(void **state)
{
	struct household *h = *state;
	struct dw_work *w;
	struct dw_user_edit edit = nothing();
	int64_t id;

	household_as(h, NULL);
	household_sql(h, "UPDATE user SET active = 0 WHERE username = 'mona'");
	w = household_as(h, "mona");
	edit.username = "new";
	assert_code(dw_user_create(w, &edit, &id, err), DW_NOT_PERMITTED);
}

#define HOME(test) cmocka_unit_test_setup_teardown(test, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states_follow_their_order_of_precedence),
		HOME(a_user_is_found_by_name_address_or_id_in_any_form),
		HOME(nobody_is_called_like_the_system),
		HOME(who_may_not_see_addresses_learns_no_owner_by_them),
		HOME(creating_writes_the_user_and_one_entry),
		HOME(username_and_address_are_one_name_space),
		HOME(bad_values_are_refused_at_their_field),
		HOME(an_edit_writes_only_the_differences_and_bumps_the_version),
		HOME(an_edit_of_an_old_version_is_a_conflict),
		HOME(a_new_address_is_not_verified_unless_said_so),
		HOME(a_directory_user_keeps_what_the_directory_says),
		HOME(pending_users_are_frozen),
		HOME(deactivating_ends_all_sessions_in_the_same_transaction),
		HOME(nobody_deactivates_or_limits_their_own_account),
		HOME(nobody_prolongs_their_own_account),
		HOME(nobody_cuts_off_their_own_unix_account),
		HOME(the_mark_of_a_verified_address_has_a_right_of_its_own),
		HOME(the_last_admin_stays_on_every_way),
		HOME(the_matrix_of_operators_operations_and_targets_holds),
		HOME(an_inactive_operator_may_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
