/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From an action to the screen and back: forms, the differences to confirm, refusals,
 * conflicts, pickers, bulk. Keys in, screen text and store out.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "tests/support/desk.h"
#include "ui/act.h"
#include "ui/term_memory.h"

static void
begin(struct desk *d, const char *action, const char *username)
{
	DW_AUTO(dw_user) user = household_user(d->h, username);

	act_begin(&d->c, dw_action_find(action), &user.uuid, 1, NULL);
	desk_play(d, "");
}

/* ---- editing ------------------------------------------------------------------- */

static void
an_edit_shows_its_differences_and_is_saved_on_enter(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_shows(d, "Edit: bob");
	desk_play(d, "Robert<Tab>Bunt<Enter>");
	desk_shows(d, "First name");
	desk_shows(d, "+ Robert");
	desk_shows(d, "+ Bunt");
	assert_string_equal(household_text(d->h, "SELECT first_name FROM user WHERE username = 'bob'"),
		"");
	desk_play(d, "<Enter>");
	desk_shows(d, "bob was saved");
	desk_shows(d, "doorward user edit --first-name Robert");
	desk_hides(d, "Edit: bob");
	assert_string_equal(household_text(d->h,
		"SELECT first_name || ' ' || last_name FROM user WHERE username = 'bob'"), "Robert Bunt");
	assert_int_equal(household_int(d->h,
		"SELECT count(*) FROM audit WHERE action_code = 'user_updated'"), 1);
}

static void
only_what_differs_is_given(void **state)
{
	struct desk *d = *state;

	household_sql(d->h, "UPDATE user SET last_name = 'Bunt' WHERE username = 'bob'");
	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_shows(d, "Bunt");
	desk_play(d, "Bo<Enter>");
	desk_shows(d, "+ Bo");
	desk_hides(d, "+ Bunt");
	desk_play(d, "<Enter>");
	desk_shows(d, "--first-name Bo bob");
	desk_hides(d, "--last-name");
}

static void
nothing_changed_is_nothing_saved(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_play(d, "<Enter>");
	desk_shows(d, "Nothing was different");
	desk_hides(d, "Edit: bob");
	assert_int_equal(household_int(d->h, "SELECT version FROM user WHERE username = 'bob'"), 1);
}

static void
an_error_stands_under_its_field(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_play(d, "Bo<Tab><Tab><Tab>not an address<Enter>");
	desk_shows(d, "This is not an e-mail address.");
	desk_shows(d, "Edit: bob");
	desk_shows(d, "not an address");
	desk_play(d, "<Ctrl-U>bob@example.org<Enter>");
	desk_shows(d, "+ bob@example.org");
	desk_play(d, "<Enter>");
	desk_shows(d, "bob was saved");
}

static void
another_address_warns_that_it_counts_at_once(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_play(d, "<Tab><Tab><Tab>bob@example.org<Enter>");
	desk_shows(d, "takes effect at once");
	desk_play(d, "<Esc>");
	desk_shows(d, "Edit: bob");
	assert_string_equal(household_text(d->h, "SELECT email FROM user WHERE username = 'bob'"), "");
}

static void
another_address_unticks_that_it_is_verified_and_it_can_be_ticked_again(void **state)
{
	struct desk *d = *state;

	household_sql(d->h, "UPDATE user SET email = 'bob@example.org', email_key = 'bob@example.org',"
		" email_verified_at = 1000 WHERE username = 'bob'");
	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_shows(d, "E-mail verified  [x] yes");
	desk_play(d, "<Tab><Tab><Tab><End>x");
	desk_shows(d, "E-mail verified  [ ] no");
	desk_play(d, "<Backspace>");
	desk_shows(d, "E-mail verified  [x] yes");
	desk_play(d, "y<Tab><Space><Enter>");
	desk_shows(d, "+ bob@example.orgy");
	desk_hides(d, "+ no");
	desk_play(d, "<Enter>");
	assert_int_equal(household_int(d->h, "SELECT email_verified_at > 1000 FROM user WHERE"
		" email = 'bob@example.orgy'"), 1);
}

static void
the_shell_command_of_a_new_username_has_the_old_one(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 120);
	begin(d, "user.edit", "bob");
	desk_play(d, "<Shift-Tab><Ctrl-U>bobby<Enter><Enter>");
	desk_shows(d, "doorward user edit --username bobby bob");
}

static void
a_pasted_newline_never_saves(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_play(d, "<Paste Robert\\n\\n\\n>");
	desk_shows(d, "Edit: bob");
	desk_hides(d, "+ Robert");
	assert_string_equal(household_text(d->h, "SELECT first_name FROM user WHERE username = 'bob'"),
		"");
}

static void
leaving_with_changes_asks(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_play(d, "Robert<Esc>");
	desk_shows(d, "not saved yet");
	desk_play(d, "<Esc>");
	desk_shows(d, "Edit: bob");
	desk_shows(d, "Robert");
	desk_play(d, "<Esc><Tab><Enter>");
	desk_hides(d, "Edit: bob");
	assert_string_equal(household_text(d->h, "SELECT first_name FROM user WHERE username = 'bob'"),
		"");
}

static void
what_the_directory_owns_is_read_only_and_says_so(void **state)
{
	struct desk *d = *state;

	household_sql(d->h, "UPDATE user SET source = 1, source_name = 'corp', first_name = 'Cleo'"
		" WHERE username = 'cleo'");
	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "cleo");
	/* The first field that takes keys is the profile name. */
	desk_play(d, "CC<Enter>");
	desk_shows(d, "Profile name");
	desk_shows(d, "+ CC");
	desk_play(d, "<Esc>");
	desk_shows(d, "First name, Last name, E-mail, Phone, Username: This comes from the");
}

static void
hidden_values_are_replaced_and_never_sent_back(void **state)
{
	struct desk *d = *state;

	household_sql(d->h, "UPDATE user SET email = 'bob@example.org', email_key = 'bob@example.org'"
		" WHERE username = 'bob'");
	household_person(d->h, "edie", NULL);
	household_grant(d->h, "edie", "doorward.view_users");
	household_grant(d->h, "edie", "doorward.edit_user");
	desk_open(d, "edie", 24, 80);
	begin(d, "user.edit", "bob");
	desk_hides(d, "bob@example.org");
	desk_play(d, "Bo<Enter><Enter>");
	desk_shows(d, "bob was saved");
	assert_string_equal(household_text(d->h,
		"SELECT first_name || email FROM user WHERE username = 'bob'"), "Bobob@example.org");
}

/* ---- somebody else was faster -------------------------------------------------- */

static void
somebody_else_saves(struct desk *d)
{
	desk_change(d, "users", "UPDATE user SET version = version + 1, first_name = 'Bobby',"
		" last_name = 'Other' WHERE username = 'bob'");
}

static void
a_conflict_shows_both_versions(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_play(d, "Robert");
	somebody_else_saves(d);
	desk_play(d, "<Enter>");
	desk_shows(d, "Somebody else has saved this meanwhile");
	desk_shows(d, "Bobby");
	desk_shows(d, "Robert");
	desk_shows(d, "Other");
	desk_shows(d, "(not changed)");
	keys_golden(&d->c.ui, "act-conflict");
	assert_string_equal(household_text(d->h, "SELECT first_name FROM user WHERE username = 'bob'"),
		"Bobby");
}

static void
mine_goes_over_theirs_only_where_i_typed(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_play(d, "Robert");
	somebody_else_saves(d);
	desk_play(d, "<Enter>m");
	desk_shows(d, "bob was saved");
	assert_string_equal(household_text(d->h,
		"SELECT first_name || ' ' || last_name FROM user WHERE username = 'bob'"),
		"Robert Other");
}

static void
theirs_can_be_kept(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_play(d, "Robert");
	somebody_else_saves(d);
	desk_play(d, "<Enter>t");
	desk_hides(d, "Edit: bob");
	desk_shows(d, "was not saved");
	assert_string_equal(household_text(d->h, "SELECT first_name FROM user WHERE username = 'bob'"),
		"Bobby");
}

static void
editing_goes_on_with_the_new_version(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_play(d, "Robert");
	somebody_else_saves(d);
	desk_play(d, "<Enter>e");
	desk_shows(d, "Edit: bob");
	desk_shows(d, "Robert");
	desk_shows(d, "Other");
	desk_play(d, "<Enter>");
	desk_shows(d, "- Bobby");
	desk_shows(d, "+ Robert");
	desk_play(d, "<Enter>");
	assert_string_equal(household_text(d->h,
		"SELECT first_name || ' ' || last_name FROM user WHERE username = 'bob'"),
		"Robert Other");
}

static void
a_conflict_between_the_question_and_the_answer_is_seen_too(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_play(d, "Robert<Enter>");
	somebody_else_saves(d);
	desk_play(d, "<Enter>");
	desk_shows(d, "Somebody else has saved this meanwhile");
}

/* ---- passwords ----------------------------------------------------------------- */

static void
a_password_says_what_it_lacks_while_it_is_typed(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.set-password", "bob");
	desk_play(d, "short");
	desk_hides(d, "short ");
	desk_shows(d, "15");
	desk_play(d, "<Ctrl-U>a long and unlikely one");
	desk_shows(d, "good, 23 characters");
	desk_hides(d, "unlikely");
}

static void
a_password_made_up_is_shown_once_after_it_was_saved(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.set-password", "bob");
	desk_play(d, "<Ctrl-G>");
	desk_shows(d, "good, 24 characters");
	desk_play(d, "<Enter>");
	desk_shows(d, "Must change the password");
	desk_play(d, "<Enter>");
	desk_shows(d, "The new password of bob");
	desk_play(d, "<Enter>");
	desk_hides(d, "The new password of bob");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM password"), 1);
}

static void
a_new_user_without_a_group_is_warned_about(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	act_begin(&d->c, dw_action_find("user.create"), NULL, 0, NULL);
	desk_play(d, "<Enter>");
	desk_shows(d, "This is needed");
	desk_play(d, "newbie<Tab>New<Tab>Bie<Enter>");
	desk_shows(d, "+ New");
	desk_shows(d, "The user is in no group");
	desk_play(d, "<Esc>");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM user WHERE username = 'newbie'"), 0);
	desk_play(d, "<Enter><Enter>");
	desk_shows(d, "newbie was created");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM user WHERE username = 'newbie'"
		" AND active = 1 AND staff = 0"), 1);
}

static void
a_new_user_is_made_with_group_and_password_at_once(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 30, 100);
	act_begin(&d->c, dw_action_find("user.create"), NULL, 0, NULL);
	desk_play(d, "newbie<Shift-Tab><Shift-Tab><Ctrl-G><Shift-Tab><Space>Family<Enter>");
	desk_shows(d, "Groups           Family");
	desk_play(d, "<Enter>");
	desk_hides(d, "The user is in no group");
	desk_shows(d, "+ Family");
	desk_play(d, "<Enter>");
	desk_shows(d, "The new password of newbie");
	assert_int_equal(household_int(d->h, "SELECT must_change FROM password"), 1);
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM membership AS m JOIN user AS u ON"
		" u.id = m.user_id WHERE u.username = 'newbie'"), 1);
}

static void
a_name_that_is_taken_says_so_under_the_username(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	act_begin(&d->c, dw_action_find("user.create"), NULL, 0, NULL);
	desk_play(d, "<Tab>First<Enter>");
	desk_shows(d, "This is needed");
	desk_play(d, "BOB<Enter>");
	desk_shows(d, "New user");
	desk_shows(d, "bob");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM user"), 6);
}

/* ---- without a form ------------------------------------------------------------ */

static void
nobody_deactivates_themselves_and_the_attempt_is_audited(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.deactivate", "alba");
	desk_shows(d, "own account");
	desk_hides(d, "Deactivate: alba");
	assert_int_equal(household_int(d->h, "SELECT active FROM user WHERE username = 'alba'"), 1);
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM audit WHERE action_code ="
		" 'action_refused' AND reason_code = 'own_account'"), 1);
}

static void
the_last_admin_stays_and_the_reason_says_what_to_do(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "group.remove", "alba");
	desk_play(d, "<Enter>");
	desk_shows(d, "This is the last admin.");
	desk_shows(d, "to the group Admin first");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM effective_admin"), 1);
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM audit WHERE action_code ="
		" 'action_refused' AND reason_code = 'last_admin'"), 1);
}

static void
a_question_names_whom_it_is_about(void **state)
{
	struct desk *d = *state;

	household_session(d->h, "bob", keys_now);
	desk_open(d, "alba", 24, 80);
	begin(d, "user.deactivate", "bob");
	desk_shows(d, "Deactivate: bob");
	desk_shows(d, "Sessions ended");
	desk_play(d, "<Esc>");
	assert_int_equal(household_int(d->h, "SELECT active FROM user WHERE username = 'bob'"), 1);
	begin(d, "user.deactivate", "bob");
	desk_play(d, "<Enter>");
	desk_shows(d, "doorward user deactivate bob");
	assert_int_equal(household_int(d->h, "SELECT active FROM user WHERE username = 'bob'"), 0);
}

static void
what_destroys_asks_with_no_first(void **state)
{
	struct desk *d = *state;
	DW_AUTO(dw_group) group = household_group(d->h, "Family");

	desk_open(d, "alba", 24, 80);
	act_begin(&d->c, dw_action_find("group.delete"), &group.uuid, 1, NULL);
	desk_play(d, "");
	desk_shows(d, "Delete the group Family?");
	desk_play(d, "<Enter>");
	desk_hides(d, "Delete the group Family?");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM user_group WHERE name = 'Family'"),
		1);
}

/* ---- menus --------------------------------------------------------------------- */

static void
the_menu_greys_what_cannot_be_done_with_the_reason(void **state)
{
	struct desk *d = *state;
	DW_AUTO(dw_user) bob = household_user(d->h, "bob");

	desk_open(d, "alba", 24, 80);
	act_menu(&d->c, DW_KIND_USER, &bob.uuid, 1, -1, -1);
	desk_play(d, "");
	desk_shows(d, "[e] Edit");
	desk_shows(d, "[d] Deactivate");
	desk_shows(d, "[p] Set password");
	desk_play(d, "<Down>");
	desk_shows(d, "bob is active already");
	desk_play(d, "a");
	desk_shows(d, "(a) Activate");
	desk_play(d, "d");
	desk_shows(d, "Deactivate: bob");
}

static void
the_menu_of_a_group_adds_members_and_permissions(void **state)
{
	struct desk *d = *state;
	DW_AUTO(dw_group) group = household_group(d->h, "Family");

	desk_open(d, "alba", 24, 80);
	act_menu(&d->c, DW_KIND_GROUP, &group.uuid, 1, -1, -1);
	desk_play(d, "");
	desk_shows(d, "Family");
	desk_shows(d, "Add to group");
	desk_shows(d, "Grant permissions");
	desk_play(d, "g");
	desk_play(d, "bob<Enter>");
	desk_shows(d, "+ Family");
	desk_play(d, "<Enter>");
	desk_shows(d, "bob is a member now");
}

/* ---- pickers ------------------------------------------------------------------- */

static void
permissions_are_picked_many_at_once_by_application(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "permission.grant", "bob");
	desk_shows(d, "A group is usually better");
	desk_play(d, "wiki");
	desk_shows(d, "wiki.edit");
	desk_play(d, "<Space><Space><Enter>");
	desk_shows(d, "+ wiki.edit, wiki.read");
	desk_play(d, "<Enter>");
	desk_shows(d, "bob holds the permissions now");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM user_permission"), 2);
	begin(d, "permission.grant", "bob");
	desk_play(d, "wiki");
	desk_shows(d, "This is so already.");
}

static void
only_what_is_there_can_be_taken_away(void **state)
{
	struct desk *d = *state;

	household_grant(d->h, "bob", "wiki.read");
	desk_open(d, "alba", 24, 80);
	begin(d, "permission.revoke", "bob");
	desk_shows(d, "wiki.read");
	desk_hides(d, "wiki.edit");
	desk_play(d, "<Enter>");
	desk_shows(d, "- wiki.read");
	desk_play(d, "<Enter>");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM user_permission"), 0);
}

static void
people_who_are_inactive_are_not_offered(void **state)
{
	struct desk *d = *state;
	const struct console_arg preset[] = { { "group", "Family" }, { NULL, NULL } };

	household_sql(d->h, "UPDATE user SET active = 0, inactive_reason = 1 WHERE username = 'bob'");
	desk_open(d, "alba", 24, 80);
	act_begin(&d->c, dw_action_find("group.add"), NULL, 0, preset);
	desk_play(d, "");
	desk_shows(d, "mona");
	desk_play(d, "bob");
	desk_shows(d, "Nothing matches");
}

/* ---- many ---------------------------------------------------------------------- */

static void
bulk_tells_who_is_skipped_and_why_and_does_the_rest(void **state)
{
	struct desk *d = *state;
	struct dw_uuid who[4];
	static const char *const names[] = { "bob", "alba", "mona", "vera" };

	for (size_t i = 0; i < 4; i++) {
		DW_AUTO(dw_user) user = household_user(d->h, names[i]);

		who[i] = user.uuid;
	}
	desk_open(d, "alba", 24, 80);
	act_begin(&d->c, dw_action_find("user.deactivate"), who, 4, NULL);
	desk_play(d, "");
	desk_shows(d, "3 will be changed");
	desk_shows(d, "bob, mona, vera");
	desk_shows(d, "1 will be skipped");
	desk_shows(d, "alba: ");
	desk_play(d, "<Enter>");
	desk_shows(d, "3 were changed, 1 skipped");
	desk_shows(d, "doorward user deactivate bob mona vera");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM user WHERE active = 0"), 3);
	assert_int_equal(household_int(d->h, "SELECT count(DISTINCT batch) FROM audit WHERE"
		" action_code = 'user_deactivated' AND length(batch) = 16"), 1);
}

static void
what_was_done_loses_its_mark_and_what_was_skipped_keeps_it(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	desk_play(d, "<Home><Space><Space><Space>");
	desk_shows(d, "3 marked");
	desk_play(d, "a");
	desk_shows(d, "3 marked rows");
	desk_play(d, "d<Enter>");
	desk_shows(d, "2 were changed, 1 skipped");
	desk_play(d, "<Up>");
	desk_shows(d, "1 marked");
	desk_shows(d, "● alba");
}

static void
what_was_done_to_the_only_marked_row_takes_its_mark(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	desk_play(d, "/bob<Enter><Space>ad<Enter>");
	desk_shows(d, "bob is inactive");
	desk_play(d, "<Up>");
	desk_hides(d, "1 marked");
}

static void
a_message_that_is_cut_is_shown_whole_by_its_key(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 60);
	begin(d, "user.edit", "bob");
	desk_play(d, "Robert<Tab>Of A Very Long Family Indeed<Enter><Enter>");
	desk_shows(d, "bob was saved");
	desk_hides(d, "Very Long Family Indeed'");
	desk_shows(d, "M whole message");
	desk_play(d, "M");
	desk_shows(d, "What was said, newest first");
	desk_shows(d, "Indeed' bob");
	desk_play(d, "<Esc><Down>");
	desk_hides(d, "M whole message");
}

static void
one_reason_for_many_is_told_once(void **state)
{
	struct desk *d = *state;
	DW_AUTO(dw_user) mike = { 0 };
	DW_AUTO(dw_user) mona = household_user(d->h, "mona");
	DW_AUTO(dw_user) bob = household_user(d->h, "bob");
	struct dw_uuid who[] = { mona.uuid, bob.uuid, bob.uuid };

	household_person(d->h, "mike", "User manager", NULL);
	mike = household_user(d->h, "mike");
	who[2] = mike.uuid;
	household_person(d->h, "slow", NULL);
	household_grant(d->h, "slow", "doorward.view_users");
	household_grant(d->h, "slow", "doorward.activate_user");
	desk_open(d, "slow", 24, 80);
	act_begin(&d->c, dw_action_find("user.deactivate"), who, 3, NULL);
	desk_play(d, "");
	desk_shows(d, "mona, mike: This user holds the privileged permission");
	desk_shows(d, "1 will be changed");
}

static void
bulk_left_at_the_preview_changes_nothing(void **state)
{
	struct desk *d = *state;
	DW_AUTO(dw_user) bob = household_user(d->h, "bob");
	DW_AUTO(dw_user) vera = household_user(d->h, "vera");
	const struct dw_uuid who[] = { bob.uuid, vera.uuid };

	desk_open(d, "alba", 24, 80);
	act_begin(&d->c, dw_action_find("group.add"), who, 2, NULL);
	desk_play(d, "");
	desk_shows(d, "Add to group: 2");
	desk_play(d, "Family<Enter>");
	desk_shows(d, "Group: Family");
	desk_shows(d, "bob, vera");
	desk_play(d, "<Esc>");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM membership AS m JOIN user_group AS g"
		" ON g.id = m.group_id WHERE g.name = 'Family'"), 1);
}

/* The first `n` people of desk_people(), each `step`-th, who can be deactivated. Every fourth of
 * them is in no group. */
static void
active_people(struct desk *d, int step, struct dw_uuid *who, int n)
{
	for (int i = step; n > 0; i += step) {
		DW_AUTO(dw_user) user = { 0 };
		char name[32];

		snprintf(name, sizeof(name), "person%03d", i);
		user = household_user(d->h, name);
		if (!user.active || user.lifecycle != DW_KEPT)
			continue;
		*who++ = user.uuid;
		n--;
	}
}

static int64_t
deactivations(struct desk *d)
{
	return household_int(d->h,
		"SELECT count(*) FROM audit WHERE action_code = 'user_deactivated'");
}

static void
bulk_is_cancelled_between_two_and_what_is_done_stays(void **state)
{
	struct desk *d = *state;
	struct dw_uuid who[120];

	desk_people(d, 160);
	active_people(d, 1, who, 120);
	desk_open(d, "alba", 24, 80);
	act_begin(&d->c, dw_action_find("user.deactivate"), who, 120, NULL);
	desk_play(d, "");
	desk_shows(d, "120 will be changed");
	ui_term_memory_key(d->term, UI_KEY_ENTER);
	for (int i = 0; i < 2; i++)
		ui_turn(&d->c.ui, 0);
	ui_term_memory_key(d->term, UI_KEY_ESC);
	desk_play(d, "");
	desk_shows(d, "were changed; cancelled, the rest was not touched");
	assert_in_range(deactivations(d), 1, 119);
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM user WHERE active = 0 AND"
		" lifecycle = 0 AND inactive_since = %lld", (long long)keys_now), deactivations(d));
}

static void
who_may_not_hurry_is_told_so_and_goes_at_the_allowed_pace(void **state)
{
	struct desk *d = *state;
	struct dw_uuid who[40];

	desk_people(d, 240);
	active_people(d, 4, who, 40);
	/* Unlike a user manager without doorward.bulk. */
	household_person(d->h, "slow", NULL);
	household_grant(d->h, "slow", "doorward.view_users");
	household_grant(d->h, "slow", "doorward.activate_user");
	desk_open(d, "slow", 24, 80);
	act_begin(&d->c, dw_action_find("user.deactivate"), who, 40, NULL);
	desk_play(d, "");
	desk_shows(d, "Without the permission doorward.bulk this runs at 30 changes a");
	ui_term_memory_key(d->term, UI_KEY_ENTER);
	for (int i = 0; i < 5; i++)
		ui_turn(&d->c.ui, 0);
	assert_int_equal(deactivations(d), 30);
	keys_now += DW_MINUTE + 1;
	desk_play(d, "");
	assert_int_equal(deactivations(d), 40);
	desk_shows(d, "40 were changed");
	assert_int_equal(household_int(d->h,
		"SELECT count(*) FROM audit WHERE action_code = 'action_refused'"), 0);
}

static void
a_console_torn_down_in_the_middle_lets_go_of_everything(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	begin(d, "user.edit", "bob");
	desk_play(d, "Robert<Enter>");
	desk_shows(d, "+ Robert");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define AT_A_DESK(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)
		AT_A_DESK(an_edit_shows_its_differences_and_is_saved_on_enter),
		AT_A_DESK(only_what_differs_is_given),
		AT_A_DESK(nothing_changed_is_nothing_saved),
		AT_A_DESK(an_error_stands_under_its_field),
		AT_A_DESK(another_address_warns_that_it_counts_at_once),
		AT_A_DESK(another_address_unticks_that_it_is_verified_and_it_can_be_ticked_again),
		AT_A_DESK(the_shell_command_of_a_new_username_has_the_old_one),
		AT_A_DESK(a_pasted_newline_never_saves),
		AT_A_DESK(leaving_with_changes_asks),
		AT_A_DESK(what_the_directory_owns_is_read_only_and_says_so),
		AT_A_DESK(hidden_values_are_replaced_and_never_sent_back),
		AT_A_DESK(a_conflict_shows_both_versions),
		AT_A_DESK(mine_goes_over_theirs_only_where_i_typed),
		AT_A_DESK(theirs_can_be_kept),
		AT_A_DESK(editing_goes_on_with_the_new_version),
		AT_A_DESK(a_conflict_between_the_question_and_the_answer_is_seen_too),
		AT_A_DESK(a_password_says_what_it_lacks_while_it_is_typed),
		AT_A_DESK(a_password_made_up_is_shown_once_after_it_was_saved),
		AT_A_DESK(a_new_user_without_a_group_is_warned_about),
		AT_A_DESK(a_new_user_is_made_with_group_and_password_at_once),
		AT_A_DESK(a_name_that_is_taken_says_so_under_the_username),
		AT_A_DESK(nobody_deactivates_themselves_and_the_attempt_is_audited),
		AT_A_DESK(the_last_admin_stays_and_the_reason_says_what_to_do),
		AT_A_DESK(a_question_names_whom_it_is_about),
		AT_A_DESK(what_destroys_asks_with_no_first),
		AT_A_DESK(the_menu_greys_what_cannot_be_done_with_the_reason),
		AT_A_DESK(the_menu_of_a_group_adds_members_and_permissions),
		AT_A_DESK(permissions_are_picked_many_at_once_by_application),
		AT_A_DESK(only_what_is_there_can_be_taken_away),
		AT_A_DESK(people_who_are_inactive_are_not_offered),
		AT_A_DESK(bulk_tells_who_is_skipped_and_why_and_does_the_rest),
		AT_A_DESK(what_was_done_loses_its_mark_and_what_was_skipped_keeps_it),
		AT_A_DESK(what_was_done_to_the_only_marked_row_takes_its_mark),
		AT_A_DESK(a_message_that_is_cut_is_shown_whole_by_its_key),
		AT_A_DESK(one_reason_for_many_is_told_once),
		AT_A_DESK(bulk_left_at_the_preview_changes_nothing),
		AT_A_DESK(bulk_is_cancelled_between_two_and_what_is_done_stays),
		AT_A_DESK(who_may_not_hurry_is_told_so_and_goes_at_the_allowed_pace),
		AT_A_DESK(a_console_torn_down_in_the_middle_lets_go_of_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
