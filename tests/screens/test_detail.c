/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A user's detail: what its tabs show, the letters that work there and only there, and
 * that it follows the store. Keys in, screen text and store out.
 */
#include "tests/support/test.h"

#include <string.h>

#include "base/clock.h"
#include "tests/support/desk.h"
#include "ui/act.h"
#include "ui/term_memory.h"

enum { GENERAL = 0, SECURITY, GROUPS, PERMISSIONS, SESSIONS, CLAIMS, HISTORY };

static void
open_user(struct desk *d, const char *username, int tab)
{
	DW_AUTO(dw_user) user = household_user(d->h, username);

	console_open_user(&d->c, &user.uuid, tab);
	desk_play(d, "");
}

/* bob with a bit of everything: locked, two sessions, a direct permission, a second factor, an
 * external account. */
static void
lead_a_life(struct desk *d)
{
	long long now = (long long)keys_now;

	household_sql(d->h, "UPDATE user SET first_name = 'Bob', last_name = 'Bunt',"
		" email = 'bob@example.org', email_key = 'bob@example.org', phone = '+49 30 1234567',"
		" locked_until = %lld, locked_since = %lld, failures = 5, last_failure_at = %lld,"
		" last_failure_from = '192.0.2.55', last_login_at = %lld, last_login_from = '192.0.2.9',"
		" mfa = 1 WHERE username = 'bob'", now + 3 * DW_MINUTE, now - DW_MINUTE, now - DW_MINUTE,
		now - 3 * DW_DAY);
	household_sql(d->h, "INSERT INTO authenticator (user_id, kind, count, enrolled_at, last_used_at)"
		" SELECT id, 1, 1, %lld, 0 FROM user WHERE username = 'bob'", now - 30 * DW_DAY);
	household_sql(d->h, "INSERT INTO external_identity (user_id, provider, subject, linked_at,"
		" last_login_at, raw_claims, mapped_claims) SELECT id, 'idp.example', 's-77', %lld, %lld,"
		" '{\"groups\":[1,2],\"mail\":\"bob@idp.test\"}', '{\"email\":\"bob@idp.test\"}'"
		" FROM user WHERE username = 'bob'", now - 30 * DW_DAY, now - 3 * DW_DAY);
	household_session(d->h, "bob", keys_now - DW_MINUTE);
	household_session(d->h, "bob", keys_now - 10 * DW_MINUTE);
	household_grant(d->h, "bob", "wiki.read");
}

/* ---- what is shown ------------------------------------------------------------- */

static void
the_title_says_who_and_in_which_state(void **state)
{
	struct desk *d = *state;

	lead_a_life(d);
	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", GENERAL);
	desk_shows(d, "bob · Bob Bunt · LOCKED until 23:16 (3 min) · local");
	desk_shows(d, "bob@example.org");
	desk_shows(d, "+49 30 1234567");
}

static void
a_lock_counts_down_and_then_it_is_over(void **state)
{
	struct desk *d = *state;

	lead_a_life(d);
	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", GENERAL);
	desk_play(d, "<Wait 60000>");
	desk_shows(d, "LOCKED until 23:16 (2 min)");
	desk_play(d, "<Wait 121000>");
	desk_shows(d, "bob · Bob Bunt · active · local");
}

static void
security_says_what_stops_the_person_first(void **state)
{
	struct desk *d = *state;

	lead_a_life(d);
	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", SECURITY);
	desk_shows(d, "SIGN-IN: NO, 2 things stop this person");
	desk_shows(d, "Locked: until 2023-11-14 23:16:20");
	desk_shows(d, "last from");
	desk_shows(d, "No password");
	desk_shows(d, "The e-mail address is not verified");
	desk_play(d, "<End>");
	desk_shows(d, "authenticator app");
	desk_shows(d, "Open sessions");
	desk_shows(d, "External accounts");
}

static void
security_of_a_user_who_can_sign_in_says_so(void **state)
{
	struct desk *d = *state;

	household_sql(d->h, "INSERT INTO password (user_id, scheme, hash, set_at) SELECT id, 'argon2id',"
		" 'x', %lld FROM user WHERE username = 'bob'", (long long)keys_now);
	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", SECURITY);
	desk_shows(d, "SIGN-IN: nothing that is known here stops this person");
	desk_hides(d, "✗");
}

static void
each_reason_that_stops_somebody_is_told(void **state)
{
	struct desk *d = *state;
	long long now = (long long)keys_now;
	static const char *const texts[] = { "Set inactive by an operator", "Disabled in the directory",
		"Expired", "Not valid yet", "In the recycle bin", "The password is disabled" };
	const char *const changes[] = {
		"UPDATE user SET active = 0, inactive_reason = 1 WHERE username = 'bob'",
		"UPDATE user SET inactive_reason = 2 WHERE username = 'bob'",
		"UPDATE user SET active = 1, inactive_reason = 0, valid_until = 1000 WHERE username = 'bob'",
		"UPDATE user SET valid_until = 0, valid_from = 9000000000000 WHERE username = 'bob'",
		("UPDATE user SET valid_from = 0, active = 0, lifecycle = 1, lifecycle_since = 1000,"
			" deadline = 9000000000000 WHERE username = 'bob'"),
		"UPDATE user SET lifecycle = 0, active = 1 WHERE username = 'bob'",
	};

	household_sql(d->h, "INSERT INTO password (user_id, scheme, hash, set_at, disabled_at) SELECT id,"
		" 'argon2id', 'x', %lld, %lld FROM user WHERE username = 'bob'", now, now);
	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", SECURITY);
	for (size_t i = 0; i < DW_COUNT(texts); i++) {
		desk_change(d, "users", "%s", changes[i]);
		desk_play(d, "<Wait 1000>");
		desk_shows(d, texts[i]);
		desk_shows(d, "SIGN-IN: NO");
	}
}

static void
what_is_hidden_from_the_operator_is_masked(void **state)
{
	struct desk *d = *state;

	lead_a_life(d);
	desk_open(d, "hela", 24, 80);
	open_user(d, "bob", GENERAL);
	desk_hides(d, "bob@example.org");
	desk_hides(d, "1234567");
	desk_shows(d, "b***@e***.org");
	desk_play(d, "6");
	desk_shows(d, "You lack the permission doorward.view_pii");
	desk_hides(d, "bob@idp.test");
}

static void
a_directory_user_says_what_is_changed_elsewhere(void **state)
{
	struct desk *d = *state;

	household_sql(d->h, "UPDATE user SET source = 1, source_name = 'corp' WHERE username = 'cleo'");
	desk_open(d, "alba", 24, 80);
	open_user(d, "cleo", GENERAL);
	desk_shows(d, "· directory corp");
	desk_shows(d, "come from the directory corp and are changed");
}

static void
claims_are_a_tab_only_where_an_account_is_linked(void **state)
{
	struct desk *d = *state;

	lead_a_life(d);
	desk_open(d, "alba", 24, 80);
	open_user(d, "vera", GENERAL);
	desk_hides(d, "IdP claims");
	desk_play(d, "<Esc>");
	open_user(d, "bob", CLAIMS);
	desk_shows(d, "idp.example");
	desk_shows(d, "Mapped claims");
	desk_shows(d, "email: bob@idp.test");
	desk_shows(d, "groups: [1,2]");
}

static void
hostile_names_do_no_harm(void **state)
{
	struct desk *d = *state;

	household_sql(d->h, "UPDATE user SET first_name = 'a' || char(27) || '[31m', last_name ="
		" 'x' || char(8238) || 'y' WHERE username = 'bob'");
	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", GENERAL);
	desk_shows(d, "a\\u{1B}[31m");
	desk_shows(d, "x\\u{202E}y");
}

/* ---- tabs and letters ---------------------------------------------------------- */

static void
arrows_and_digits_go_from_tab_to_tab(void **state)
{
	struct desk *d = *state;

	lead_a_life(d);
	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", GENERAL);
	desk_play(d, "<Right>");
	desk_shows(d, "SIGN-IN: NO");
	desk_play(d, "<Right>");
	desk_shows(d, "In no group");
	desk_play(d, "4");
	desk_shows(d, "wiki.read");
	desk_play(d, "7");
	desk_shows(d, "Grant permissions");
	desk_play(d, "<Right>");
	desk_shows(d, "Username");
	desk_play(d, "6<Left>");
	desk_shows(d, "Firefox");
}

static void
the_next_user_is_shown_on_the_same_tab(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	open_user(d, "cleo", GROUPS);
	desk_shows(d, "Family");
	desk_play(d, "<Esc>");
	open_user(d, "vera", -1);
	desk_shows(d, "Viewer");
}

static void
a_letter_works_only_where_it_is_printed(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", GENERAL);
	desk_hides(d, "[P] Set password");
	desk_play(d, "P");
	desk_hides(d, "New password");
	desk_play(d, "2");
	desk_shows(d, "[P] Set password");
	desk_play(d, "P");
	desk_shows(d, "New password");
}

static void
letters_follow_what_the_operator_may(void **state)
{
	struct desk *d = *state;

	desk_open(d, "vera", 24, 80);
	open_user(d, "bob", SECURITY);
	desk_hides(d, "[P]");
	desk_hides(d, "[D]");
	desk_play(d, "PDe");
	desk_hides(d, "New password");
	desk_hides(d, "Edit: bob");
}

static void
a_field_is_copied_by_one_key(void **state)
{
	struct desk *d = *state;

	lead_a_life(d);
	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", GENERAL);
	desk_play(d, "<Down><Down><Down>y");
	assert_string_equal(ui_term_memory_facts(d->term).copied, "bob@example.org");
	desk_shows(d, "Sent to the terminal's clipboard");
}

static void
the_cursor_of_the_terminal_stands_on_the_fact(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", GENERAL);
	assert_int_equal(ui_term_memory_facts(d->term).cursor_y, 3);
	desk_play(d, "<Down>");
	assert_int_equal(ui_term_memory_facts(d->term).cursor_y, 4);
	desk_play(d, "<Up>");
	assert_int_equal(ui_term_memory_facts(d->term).cursor_y, 3);
}

/* ---- the lists ----------------------------------------------------------------- */

static void
a_membership_is_given_and_taken_in_its_tab(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", GROUPS);
	desk_play(d, "n");
	desk_shows(d, "Add to group: bob");
	desk_play(d, "Family<Enter>");
	desk_shows(d, "+ Family");
	desk_play(d, "<Enter>");
	desk_shows(d, "bob is a member now");
	desk_shows(d, "by hand");
	desk_play(d, "d");
	desk_shows(d, "- Family");
	desk_play(d, "<Enter>");
	desk_shows(d, "bob is no longer a member");
	desk_shows(d, "In no group");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM audit AS a JOIN user AS u ON"
		" u.uuid = a.target_uuid WHERE u.username = 'bob' AND action_code IN"
		" ('groups_added', 'groups_removed')"), 2);
}

static void
a_membership_of_the_directory_stays(void **state)
{
	struct desk *d = *state;

	household_sql(d->h, "UPDATE membership SET kind = 1 WHERE user_id ="
		" (SELECT id FROM user WHERE username = 'cleo')");
	desk_open(d, "alba", 24, 80);
	open_user(d, "cleo", GROUPS);
	desk_shows(d, "directory");
	desk_play(d, "d");
	desk_hides(d, "- Family");
	desk_shows(d, "irectory");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM membership AS m JOIN user AS u ON"
		" u.id = m.user_id WHERE u.username = 'cleo'"), 1);
}

static void
permissions_say_where_they_come_from_and_direct_ones_can_go(void **state)
{
	struct desk *d = *state;

	household_grant(d->h, "cleo", "wiki.read");
	desk_open(d, "alba", 24, 80);
	open_user(d, "cleo", PERMISSIONS);
	desk_shows(d, "wiki.edit");
	desk_shows(d, "Family");
	desk_shows(d, "direct");
	desk_play(d, "<End>d");
	desk_shows(d, "- wiki.read");
	desk_play(d, "<Enter>");
	desk_hides(d, "direct ");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM user_permission"), 0);
}

static void
one_session_is_ended_after_a_question(void **state)
{
	struct desk *d = *state;

	lead_a_life(d);
	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", SESSIONS);
	desk_shows(d, "Firefox");
	desk_play(d, "d");
	desk_shows(d, "End this session of bob?");
	desk_play(d, "<Enter>");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM session"), 2);
	desk_play(d, "d<Tab><Enter>");
	desk_shows(d, "The session of bob has ended");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM session"), 1);
}

static void
all_sessions_are_ended_by_their_letter(void **state)
{
	struct desk *d = *state;

	lead_a_life(d);
	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", SESSIONS);
	desk_shows(d, "End all sessions");
	desk_play(d, "S");
	desk_shows(d, "End all sessions of bob?");
	desk_play(d, "<Tab><Enter>");
	desk_shows(d, "Nobody is signed in as this user.");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM session"), 0);
}

static void
history_tells_what_happened_in_words_and_whole_on_enter(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 120);
	open_user(d, "bob", GENERAL);
	desk_play(d, "eBo<Enter><Enter>6");
	desk_shows(d, "Edit");
	desk_shows(d, "First name Bo");
	desk_play(d, "<Enter>");
	desk_shows(d, "Edit (user_updated)");
	desk_shows(d, "+ Bo");
	desk_shows(d, "alba");
	desk_play(d, "<Esc>");
	desk_shows(d, "History");
}

static void
history_says_what_was_tried_when_it_was_refused_and_why(void **state)
{
	struct desk *d = *state;
	DW_AUTO(dw_user) alba = household_user(d->h, "alba");

	desk_open(d, "alba", 24, 80);
	act_begin(&d->c, dw_action_find("user.deactivate"), &alba.uuid, 1, NULL);
	desk_play(d, "<Esc>");
	open_user(d, "alba", HISTORY);
	desk_shows(d, "Deactivate                   refused");
	desk_play(d, "<Enter>");
	desk_shows(d, "Deactivate (action_refused)");
	desk_shows(d, "Nobody does that to their own account. (own_account)");
}

static void
what_a_group_gives_is_not_revoked_and_it_says_where(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	open_user(d, "cleo", PERMISSIONS);
	desk_shows(d, "n grant  d revoke");
	desk_play(d, "d");
	desk_shows(d, "directly; it comes from a group.");
}

static void
an_empty_tab_names_its_key_only_to_who_may_use_it(void **state)
{
	struct desk *d = *state;

	desk_open(d, "vera", 24, 80);
	open_user(d, "bob", PERMISSIONS);
	desk_shows(d, "No permission, neither direct nor through a group.");
	desk_hides(d, "n grants");
	desk_hides(d, "No matches");
}

static void
marks_go_with_the_rows_that_were_revoked(void **state)
{
	struct desk *d = *state;

	household_grant(d->h, "bob", "wiki.read");
	household_grant(d->h, "bob", "wiki.edit");
	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", PERMISSIONS);
	desk_play(d, "<Space>");
	desk_shows(d, "1 marked");
	desk_play(d, "d<Enter><Up>");
	desk_hides(d, "1 marked");
	desk_play(d, "d<Enter>");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM user_permission"), 0);
}

static void
who_may_not_see_the_audit_has_no_history(void **state)
{
	struct desk *d = *state;

	desk_open(d, "hela", 24, 80);
	open_user(d, "bob", GENERAL);
	desk_hides(d, "History");
}

/* ---- the store moves ----------------------------------------------------------- */

static void
what_others_change_is_seen_within_a_second(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", GENERAL);
	desk_change(d, "users", "UPDATE user SET last_name = 'Newman' WHERE username = 'bob'");
	desk_play(d, "<Wait 1000>");
	desk_shows(d, "Newman");
}

static void
a_user_who_is_erased_meanwhile_says_so(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	open_user(d, "bob", GENERAL);
	desk_change(d, "users", "UPDATE user SET active = 0, lifecycle = 3, username = '', username_key = ''"
		" WHERE username = 'bob'");
	desk_play(d, "<Wait 1000>");
	desk_shows(d, "erased");
}

static void
a_detail_counts_as_one_read_however_many_tabs(void **state)
{
	struct desk *d = *state;
	int64_t before;

	desk_open(d, "alba", 24, 80);
	before = d->app.reads_pending;
	open_user(d, "bob", GENERAL);
	desk_play(d, "123456123456");
	assert_int_equal(d->app.reads_pending - before, 1);
}

static void
it_fits_the_smallest_window_and_the_largest(void **state)
{
	struct desk *d = *state;

	lead_a_life(d);
	desk_open(d, "alba", 15, 60);
	open_user(d, "bob", SECURITY);
	desk_shows(d, "bob · Bob Bunt · LOCKED");
	desk_shows(d, "[P] Set password");
	desk_play(d, "<Resize 200x50>");
	desk_shows(d, "External accounts");
	keys_golden(&d->c.ui, "detail-security-200x50");
	desk_play(d, "<Resize 80x24>");
	keys_golden(&d->c.ui, "detail-security-80x24");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define AT_A_DESK(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)
		AT_A_DESK(the_title_says_who_and_in_which_state),
		AT_A_DESK(a_lock_counts_down_and_then_it_is_over),
		AT_A_DESK(security_says_what_stops_the_person_first),
		AT_A_DESK(security_of_a_user_who_can_sign_in_says_so),
		AT_A_DESK(each_reason_that_stops_somebody_is_told),
		AT_A_DESK(what_is_hidden_from_the_operator_is_masked),
		AT_A_DESK(a_directory_user_says_what_is_changed_elsewhere),
		AT_A_DESK(claims_are_a_tab_only_where_an_account_is_linked),
		AT_A_DESK(hostile_names_do_no_harm),
		AT_A_DESK(arrows_and_digits_go_from_tab_to_tab),
		AT_A_DESK(the_next_user_is_shown_on_the_same_tab),
		AT_A_DESK(a_letter_works_only_where_it_is_printed),
		AT_A_DESK(letters_follow_what_the_operator_may),
		AT_A_DESK(a_field_is_copied_by_one_key),
		AT_A_DESK(the_cursor_of_the_terminal_stands_on_the_fact),
		AT_A_DESK(a_membership_is_given_and_taken_in_its_tab),
		AT_A_DESK(a_membership_of_the_directory_stays),
		AT_A_DESK(permissions_say_where_they_come_from_and_direct_ones_can_go),
		AT_A_DESK(one_session_is_ended_after_a_question),
		AT_A_DESK(all_sessions_are_ended_by_their_letter),
		AT_A_DESK(history_tells_what_happened_in_words_and_whole_on_enter),
		AT_A_DESK(history_says_what_was_tried_when_it_was_refused_and_why),
		AT_A_DESK(what_a_group_gives_is_not_revoked_and_it_says_where),
		AT_A_DESK(an_empty_tab_names_its_key_only_to_who_may_use_it),
		AT_A_DESK(marks_go_with_the_rows_that_were_revoked),
		AT_A_DESK(who_may_not_see_the_audit_has_no_history),
		AT_A_DESK(what_others_change_is_seen_within_a_second),
		AT_A_DESK(a_user_who_is_erased_meanwhile_says_so),
		AT_A_DESK(a_detail_counts_as_one_read_however_many_tabs),
		AT_A_DESK(it_fits_the_smallest_window_and_the_largest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
