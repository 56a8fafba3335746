/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Undo: each kind of change is put back by its opposite, and everything that stands in
 * the way refuses it with nothing changed. That of two at once only one succeeds is in
 * tests/cli/undo.test.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "domain/permission.h"
#include "domain/undo.h"
#include "tests/support/household.h"

/* Somebody acts, later than everybody before: the time tells one call from the next. */
static struct dw_work *
acts(struct household *h, const char *username)
{
	static int64_t ticks;
	struct dw_work *w = household_as(h, username);

	w->now += ++ticks;
	return w;
}

static enum dw_code
undo(struct household *h, const char *username, int64_t seq, struct dw_error *err)
{
	DW_AUTO(dw_undone) undone = { 0 };
	struct dw_work *w = acts(h, username);
	unsigned entries = w->entries;
	enum dw_code rc = dw_undo(w, seq, &undone, err);

	if (rc != DW_OK) {
		assert_int_equal(w->entries, entries);
		household_forget(h);
	}
	return rc;
}

/* The number of the last change, which was done alone. */
static int64_t
last_of(struct household *h, const struct dw_uuid *actor)
{
	DW_AUTO(dw_changes) changes = { 0 };

	assert_code(dw_changes_last(h->db, actor, &changes, err), DW_OK);
	assert_int_equal(changes.n, 1);
	return changes.seqs[0];
}

static int64_t
edit(struct household *h, const char *by, const char *username, const struct dw_user_edit *values)
{
	DW_AUTO(dw_user) user = household_user(h, username);
	struct dw_work *w = acts(h, by);
	bool changed = false;

	assert_code(dw_user_edit(w, &user, values, 0, &changed, err), DW_OK);
	assert_true(changed);
	return w->last_seq;
}

static int64_t
rename_to(struct household *h, const char *by, const char *first)
{
	struct dw_user_edit values = DW_USER_EDIT_NONE;

	values.first_name = first;
	return edit(h, by, "bob", &values);
}

static int64_t
set_active(struct household *h, const char *by, const char *username, bool active)
{
	DW_AUTO(dw_user) user = household_user(h, username);
	struct dw_work *w = acts(h, by);

	assert_code(active ? dw_user_activate(w, &user, err) : dw_user_deactivate(w, &user, err), DW_OK);
	return w->last_seq;
}

static int64_t
join(struct household *h, const char *by, const char *username, const char *group, bool in)
{
	DW_AUTO(dw_user) user = household_user(h, username);
	DW_AUTO(dw_group) g = household_group(h, group);
	struct dw_work *w = acts(h, by);
	bool changed = false;

	assert_code(in ? dw_group_add(w, &g, &user, &changed, err) :
		dw_group_remove(w, &g, &user, &changed, err), DW_OK);
	assert_true(changed);
	return w->last_seq;
}

static int64_t
is_in(struct household *h, const char *username, const char *group)
{
	return household_int(h, "SELECT count(*) FROM membership AS m JOIN user AS u ON u.id = m.user_id"
		" JOIN user_group AS g ON g.id = m.group_id WHERE u.username = '%s' AND g.name = '%s'",
		username, group);
}

static int64_t
is_active(struct household *h, const char *username)
{
	return household_int(h, "SELECT active FROM user WHERE username = '%s'", username);
}

static const char *
first_name(struct household *h)
{
	return household_text(h, "SELECT first_name FROM user WHERE username = 'bob'");
}

/* ---- each kind ----------------------------------------------------------------- */

/* Everything that an edit can change, as one text. */
static const char *
all_of(struct household *h, int64_t id)
{
	return household_text(h, "SELECT username || first_name || last_name || profile_name || email"
		" || phone || staff || valid_from || valid_until || (email_verified_at <> 0) ||"
		" COALESCE((SELECT uid FROM unix_binding WHERE user_id = user.id), '')"
		" FROM user WHERE id = %lld", (long long)id);
}

static int64_t
granted(struct household *h, const char *to, int64_t id)
{
	return household_int(h, "SELECT count(*) FROM %s_permission WHERE %s_id = %lld", to, to,
		(long long)id);
}

static void
a_profile_gets_every_field_back(void **state)
{
	struct household *h = *state;
	struct dw_user_edit first = DW_USER_EDIT_NONE, second = DW_USER_EDIT_NONE;
	char before[600];
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	int64_t seq;

	first.email = "bob@example.org";
	first.verified = 1;
	first.last_name = "Bunt";
	edit(h, "alba", "bob", &first);
	snprintf(before, sizeof(before), "%s", all_of(h, bob.id));
	second = (struct dw_user_edit){ .username = "rob", .first_name = "Rob", .last_name = "",
		.profile_name = "R", .email = "rob@example.org", .phone = "+49 30 123456", .active = -1,
		.staff = 1, .verified = -1, .valid_from = HOUSEHOLD_NOW - 5000,
		.valid_until = HOUSEHOLD_NOW + 900000, .unix_uid = 4711 };
	seq = edit(h, "alba", "bob", &second);
	assert_code(undo(h, "alba", seq, err), DW_OK);
	assert_string_equal(all_of(h, bob.id), before);
	assert_int_equal(h->work.entries, 2);
	assert_string_equal(household_text(h, "SELECT group_concat(action_code) FROM"
		" (SELECT action_code FROM audit WHERE seq > %d ORDER BY seq)", (int)seq),
		"user_updated,action_undone");
}

static void
an_address_that_stayed_verified_is_verified_again(void **state)
{
	struct household *h = *state;
	struct dw_user_edit values = DW_USER_EDIT_NONE;
	int64_t seq;

	values.email = "a@example.org";
	values.verified = 1;
	edit(h, "alba", "bob", &values);
	values.email = "b@example.org";
	seq = edit(h, "alba", "bob", &values);
	assert_code(undo(h, "alba", seq, err), DW_OK);
	assert_int_equal(household_int(h, "SELECT email = 'a@example.org' AND email_verified_at <> 0"
		" FROM user WHERE username = 'bob'"), 1);
}

static void
the_active_flag_goes_both_ways_and_an_undo_can_be_undone(void **state)
{
	struct household *h = *state;
	int64_t seq = set_active(h, "mona", "bob", false), last;
	DW_AUTO(dw_user) mona = household_user(h, "mona");
	char said[80];

	last = last_of(h, &mona.uuid);
	assert_int_equal(last, seq);
	assert_code(undo(h, "mona", seq, err), DW_OK);
	assert_int_equal(is_active(h, "bob"), 1);
	snprintf(said, sizeof(said), "{\"undone\":%d}", (int)seq);
	assert_string_equal(household_said(h, 3), said);
	assert_string_equal(household_said(h, 1), "{\"username\":\"bob\"}");
	/* The opposite is now the last change, so undoing again does it again. */
	last = last_of(h, &mona.uuid);
	assert_int_equal(last, seq + 1);
	assert_code(undo(h, "mona", last, err), DW_OK);
	assert_int_equal(is_active(h, "bob"), 0);
	seq = set_active(h, "mona", "bob", true);
	assert_code(undo(h, "mona", seq, err), DW_OK);
	assert_int_equal(is_active(h, "bob"), 0);
}

static void
memberships_come_and_go_again(void **state)
{
	struct household *h = *state;
	int64_t seq = join(h, "mona", "bob", "Family", true);

	assert_code(undo(h, "mona", seq, err), DW_OK);
	assert_int_equal(is_in(h, "bob", "Family"), 0);
	seq = join(h, "mona", "cleo", "Family", false);
	assert_code(undo(h, "mona", seq, err), DW_OK);
	assert_int_equal(is_in(h, "cleo", "Family"), 1);
}

static void
permissions_of_users_and_groups_come_and_go_again(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	DW_AUTO(dw_group) family = household_group(h, "Family");
	const char *names[] = { "wiki.edit", "wiki.read" };
	const char *read = "wiki.read";
	bool changed;

	assert_code(dw_permission_grant(acts(h, "mona"), &bob, NULL, names, 2, &changed, err), DW_OK);
	assert_code(undo(h, "mona", h->work.last_seq, err), DW_OK);
	assert_int_equal(granted(h, "user", bob.id), 0);
	household_grant(h, "bob", "wiki.read");
	assert_code(dw_permission_revoke(acts(h, "mona"), &bob, NULL, &read, 1, &changed, err), DW_OK);
	assert_code(undo(h, "mona", h->work.last_seq, err), DW_OK);
	assert_int_equal(granted(h, "user", bob.id), 1);
	assert_code(dw_permission_grant(acts(h, "mona"), NULL, &family, &read, 1, &changed, err), DW_OK);
	assert_code(undo(h, "mona", h->work.last_seq, err), DW_OK);
	assert_int_equal(granted(h, "group", family.id), 1);
	assert_code(dw_permission_revoke(acts(h, "mona"), NULL, &family, names, 1, &changed, err), DW_OK);
	assert_code(undo(h, "mona", h->work.last_seq, err), DW_OK);
	assert_int_equal(granted(h, "group", family.id), 1);
}

static void
what_one_call_changed_is_undone_whole(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) cleo = household_user(h, "cleo");
	struct dw_user_edit values = DW_USER_EDIT_NONE;
	const char *groups[] = { "Viewer", "Help desk" };
	struct dw_work *w;
	bool changed;

	rename_to(h, "alba", "Before");
	w = acts(h, "alba");
	values.first_name = "Cleopatra";
	values.active = 0;
	assert_code(dw_group_set(w, &cleo, groups, 2, &changed, err), DW_OK);
	assert_code(dw_user_edit(w, &cleo, &values, 0, &changed, err), DW_OK);
	assert_int_equal(w->entries, 4);
	/* Whichever of its entries is named. */
	assert_code(undo(h, "alba", w->last_seq - 2, err), DW_OK);
	assert_int_equal(is_in(h, "cleo", "Family"), 1);
	assert_int_equal(is_in(h, "cleo", "Viewer") + is_in(h, "cleo", "Help desk"), 0);
	assert_int_equal(is_active(h, "cleo"), 1);
	assert_string_equal(household_text(h, "SELECT first_name FROM user WHERE username = 'cleo'"), "");
	assert_string_equal(first_name(h), "Before");
	assert_int_equal(household_int(h,
		"SELECT count(*) FROM audit WHERE action_code = 'action_undone'"), 4);
}

/* ---- what stands in the way ---------------------------------------------------- */

static void
only_ones_own_entries_and_only_what_has_an_opposite(void **state)
{
	struct household *h = *state;
	int64_t seq = rename_to(h, "alba", "Rob");
	DW_AUTO(dw_changes) none = { 0 };
	DW_AUTO(dw_user) hela = household_user(h, "hela");
	int64_t id;

	assert_code(undo(h, "mona", seq, err), DW_NOT_FOUND);
	assert_code(undo(h, "alba", seq + 100, err), DW_NOT_FOUND);
	assert_code(undo(h, "alba", 0, err), DW_NOT_FOUND);
	assert_code(undo(h, "alba", -7, err), DW_NOT_FOUND);
	assert_code(dw_changes_last(h->db, &hela.uuid, &none, err), DW_NOT_FOUND);
	assert_code(dw_group_create(acts(h, "alba"), "New", NULL, &id, err), DW_OK);
	assert_code(undo(h, "alba", h->work.last_seq, err), DW_STATE);
	assert_string_equal(first_name(h), "Rob");
}

/* Deactivates one as part of a batch. */
static int64_t
deactivate_in(struct household *h, const struct dw_uuid *batch, const char *username)
{
	DW_AUTO(dw_user) user = household_user(h, username);
	struct dw_work *w = acts(h, "mona");

	w->batch = *batch;
	assert_code(dw_user_deactivate(w, &user, err), DW_OK);
	return w->last_seq;
}

static void
the_last_change_of_a_batch_is_the_whole_batch(void **state)
{
	struct household *h = *state;
	const struct dw_uuid batch = dw_uuid_new();
	DW_AUTO(dw_user) mona = household_user(h, "mona");
	DW_AUTO(dw_changes) last = { 0 };
	DW_AUTO(dw_changes) same = { 0 };
	DW_AUTO(dw_changes) none = { 0 };
	char text[DW_UUID_TEXT];
	int64_t first = deactivate_in(h, &batch, "bob"), second;

	/* By another operator in between, and by the same one in another command. */
	rename_to(h, "alba", "Rob");
	set_active(h, "mona", "bob", true);
	second = deactivate_in(h, &batch, "cleo");
	assert_code(dw_changes_last(h->db, &mona.uuid, &last, err), DW_OK);
	assert_int_equal(last.n, 2);
	assert_int_equal(last.seqs[0], second);
	assert_int_equal(last.seqs[1], first);
	assert_int_equal(last.passed, 0);
	assert_code(dw_changes_of(h->db, &mona.uuid, dw_uuid_format(&batch, text), &same, err), DW_OK);
	assert_int_equal(same.n, 2);
	assert_code(dw_changes_of(h->db, &mona.uuid, dw_uuid_format(&mona.uuid, text), &none, err),
		DW_NOT_FOUND);
	snprintf(text, sizeof(text), "%d", (int)first + 1);
	assert_code(dw_changes_of(h->db, &mona.uuid, text, &none, err), DW_NOT_FOUND);
	assert_code(dw_changes_of(h->db, &mona.uuid, "7x", &none, err), DW_USAGE);
	assert_code(undo(h, "mona", first, err), DW_CONFLICT);
	assert_code(undo(h, "mona", second, err), DW_OK);
	assert_int_equal(is_active(h, "cleo"), 1);
}

static void
what_cannot_be_taken_back_is_passed_over_and_named(void **state)
{
	struct household *h = *state;
	int64_t seq = set_active(h, "mona", "bob", false), verified;
	struct dw_user_edit values = DW_USER_EDIT_NONE;
	DW_AUTO(dw_user) mona = household_user(h, "mona");
	DW_AUTO(dw_changes) last = { 0 };
	DW_AUTO(dw_user) cleo = { 0 };

	values.email = "cleo@example.org";
	edit(h, "alba", "cleo", &values);
	cleo = household_user(h, "cleo");
	assert_code(dw_user_verify_email(acts(h, "mona"), &cleo, err), DW_OK);
	verified = h->work.last_seq;
	assert_code(dw_changes_last(h->db, &mona.uuid, &last, err), DW_OK);
	assert_int_equal(last.n, 1);
	assert_int_equal(last.seqs[0], seq);
	assert_int_equal(last.passed, verified);
	assert_string_equal(last.passed_code, "email_verified_by_admin");
	assert_string_equal(last.passed_target, "cleo");
}

static void
what_was_undone_is_not_undone_twice(void **state)
{
	struct household *h = *state;
	int64_t seq = rename_to(h, "alba", "Rob");
	struct dw_error why = { 0 };

	assert_code(undo(h, "alba", seq, err), DW_OK);
	assert_int_equal(undo(h, "alba", seq, &why), DW_STATE);
	assert_non_null(strstr(why.message, "undone already"));
	assert_string_equal(first_name(h), "");
}

static void
a_newer_change_of_the_same_stands_in_the_way_and_another_does_not(void **state)
{
	struct household *h = *state;
	struct dw_user_edit values = DW_USER_EDIT_NONE;
	int64_t seq = rename_to(h, "alba", "Rob"), group, grant;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	const char *read = "wiki.read";
	bool changed;

	values.last_name = "Bunt";
	edit(h, "mona", "bob", &values);
	set_active(h, "mona", "bob", false);
	assert_code(undo(h, "alba", seq, err), DW_OK);
	assert_string_equal(first_name(h), "");

	/* There and back: the value is the same, and yet somebody has decided on it. */
	seq = rename_to(h, "alba", "Rob");
	rename_to(h, "mona", "Bob");
	rename_to(h, "mona", "Rob");
	assert_code(undo(h, "alba", seq, err), DW_CONFLICT);

	seq = set_active(h, "alba", "bob", true);
	set_active(h, "mona", "bob", false);
	set_active(h, "mona", "bob", true);
	assert_code(undo(h, "alba", seq, err), DW_CONFLICT);

	group = join(h, "alba", "bob", "Family", true);
	join(h, "mona", "bob", "Family", false);
	join(h, "mona", "bob", "Family", true);
	assert_code(undo(h, "alba", group, err), DW_CONFLICT);

	assert_code(dw_permission_grant(acts(h, "alba"), &bob, NULL, &read, 1, &changed, err), DW_OK);
	grant = h->work.last_seq;
	assert_code(dw_permission_revoke(acts(h, "mona"), &bob, NULL, &read, 1, &changed, err), DW_OK);
	assert_code(dw_permission_grant(acts(h, "mona"), &bob, NULL, &read, 1, &changed, err), DW_OK);
	assert_code(undo(h, "alba", grant, err), DW_CONFLICT);
}

static void
a_value_that_came_another_way_stands_in_the_way(void **state)
{
	struct household *h = *state;
	int64_t seq = rename_to(h, "alba", "Rob");

	household_sql(h, "UPDATE user SET first_name = 'Sync' WHERE username = 'bob'");
	assert_code(undo(h, "alba", seq, err), DW_CONFLICT);
	assert_string_equal(first_name(h), "Sync");
	seq = join(h, "alba", "bob", "Family", true);
	household_sql(h, "DELETE FROM membership WHERE user_id ="
		" (SELECT id FROM user WHERE username = 'bob')");
	assert_code(undo(h, "alba", seq, err), DW_CONFLICT);
	seq = set_active(h, "alba", "bob", false);
	household_sql(h, "UPDATE user SET active = 1, inactive_reason = 0, inactive_since = 0"
		" WHERE username = 'bob'");
	assert_code(undo(h, "alba", seq, err), DW_CONFLICT);
}

static void
a_verified_address_is_not_taken_away_with_the_old_one(void **state)
{
	struct household *h = *state;
	struct dw_user_edit values = DW_USER_EDIT_NONE;
	int64_t seq;

	values.email = "new@example.org";
	seq = edit(h, "alba", "bob", &values);
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	assert_code(dw_user_verify_email(acts(h, "alba"), &bob, err), DW_OK);
	assert_code(undo(h, "alba", seq, err), DW_CONFLICT);
}

static void
who_is_pending_or_erased_is_left_alone(void **state)
{
	struct household *h = *state;
	int64_t seq = rename_to(h, "alba", "Rob");

	for (int lifecycle = 1; lifecycle <= 3; lifecycle++) {
		household_sql(h, "UPDATE user SET lifecycle = %d WHERE username = 'bob'", lifecycle);
		assert_code(undo(h, "alba", seq, err), DW_STATE);
	}
}

static void
what_was_erased_from_the_audit_cannot_be_put_back(void **state)
{
	struct household *h = *state;
	int64_t seq = rename_to(h, "alba", "Rob");

	household_sql(h, "DELETE FROM audit_payload WHERE seq = %d AND slot = 1", (int)seq);
	assert_code(undo(h, "alba", seq, err), DW_STATE);
	assert_string_equal(first_name(h), "Rob");
}

static void
a_group_that_went_or_has_another_name_is_not_guessed(void **state)
{
	struct household *h = *state;
	int64_t seq = join(h, "alba", "cleo", "Family", false);
	DW_AUTO(dw_group) family = household_group(h, "Family");
	int64_t id;
	bool changed;

	assert_code(dw_group_edit(acts(h, "alba"), &family, "Kin", NULL, 0, &changed, err), DW_OK);
	assert_code(undo(h, "alba", seq, err), DW_STATE);
	/* Another one that has the name now is another one. */
	assert_code(dw_group_create(acts(h, "alba"), "Family", NULL, &id, err), DW_OK);
	assert_code(undo(h, "alba", seq, err), DW_STATE);
	assert_int_equal(is_in(h, "cleo", "Family") + is_in(h, "cleo", "Kin"), 0);
}

/* ---- rights and guardrails ----------------------------------------------------- */

static void
the_rights_are_those_of_the_opposite_as_they_are_now(void **state)
{
	struct household *h = *state;
	int64_t seq = join(h, "mona", "bob", "Family", true), other;

	household_sql(h, "DELETE FROM membership WHERE user_id ="
		" (SELECT id FROM user WHERE username = 'mona')");
	household_grant(h, "mona", "doorward.view_users");
	assert_code(undo(h, "mona", seq, err), DW_NOT_PERMITTED);
	assert_int_equal(is_in(h, "bob", "Family"), 1);
	/* Bob has become more than mona's equal since. */
	household_grant(h, "mona", "doorward.edit_user");
	other = rename_to(h, "mona", "Rob");
	join(h, NULL, "bob", "Admin", true);
	assert_code(undo(h, "mona", other, err), DW_NOT_SUBSET);
	assert_string_equal(first_name(h), "Rob");
}

static void
nobody_undoes_themselves_into_or_out_of_something(void **state)
{
	struct household *h = *state;
	int64_t seq;

	/* Hela left the group by her own hand; coming back is not hers to decide. */
	household_grant(h, "hela", "doorward.manage_access");
	join(h, NULL, "hela", "Family", true);
	seq = join(h, "hela", "hela", "Family", false);
	assert_code(undo(h, "hela", seq, err), DW_OWN_ACCOUNT);
	assert_int_equal(is_in(h, "hela", "Family"), 0);
}

static void
the_last_admin_stays(void **state)
{
	struct household *h = *state;
	int64_t seq = join(h, "alba", "bob", "Admin", true);

	/* Alba is not one any more in any way that counts. */
	household_sql(h, "UPDATE user SET valid_until = %lld WHERE username = 'alba'",
		(long long)(HOUSEHOLD_NOW + 1000000000));
	assert_code(undo(h, "alba", seq, err), DW_LAST_ADMIN);
	assert_int_equal(is_in(h, "bob", "Admin"), 1);
}

#define test(name) cmocka_unit_test_setup_teardown(name, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(a_profile_gets_every_field_back),
		test(an_address_that_stayed_verified_is_verified_again),
		test(the_active_flag_goes_both_ways_and_an_undo_can_be_undone),
		test(memberships_come_and_go_again),
		test(permissions_of_users_and_groups_come_and_go_again),
		test(what_one_call_changed_is_undone_whole),
		test(only_ones_own_entries_and_only_what_has_an_opposite),
		test(the_last_change_of_a_batch_is_the_whole_batch),
		test(what_cannot_be_taken_back_is_passed_over_and_named),
		test(what_was_undone_is_not_undone_twice),
		test(a_newer_change_of_the_same_stands_in_the_way_and_another_does_not),
		test(a_value_that_came_another_way_stands_in_the_way),
		test(a_verified_address_is_not_taken_away_with_the_old_one),
		test(who_is_pending_or_erased_is_left_alone),
		test(what_was_erased_from_the_audit_cannot_be_put_back),
		test(a_group_that_went_or_has_another_name_is_not_guessed),
		test(the_rights_are_those_of_the_opposite_as_they_are_now),
		test(nobody_undoes_themselves_into_or_out_of_something),
		test(the_last_admin_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
