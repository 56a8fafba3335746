/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line of the console: what it completes, what it does, what it says when
 * a line is wrong, and what it remembers.
 */
#include <string.h>

#include "tests/support/test.h"

#include "base/clock.h"
#include "base/mem.h"
#include "tests/support/desk.h"
#include "ui/term_memory.h"

static void
open_desk(struct desk *d)
{
	desk_open(d, "alba", 24, 80);
}

static int64_t
in_group(struct desk *d, const char *username, const char *group)
{
	return household_int(d->h, "SELECT count(*) FROM membership AS m JOIN user AS u ON u.id = "
		"m.user_id JOIN user_group AS g ON g.id = m.group_id WHERE u.username = '%s' AND "
		"g.name = '%s'", username, group);
}

static int64_t
is_disabled(struct desk *d, const char *username)
{
	return household_int(d->h, "SELECT active = 0 FROM user WHERE username = '%s'", username);
}

/* ---- the line -------------------------------------------------------------------- */

static void
it_opens_with_what_commands_begin_with(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":");
	desk_shows(d, "list, show, create, edit");
	keys_golden(&d->c.ui, "command-nouns");
	desk_play(d, "<Esc>");
	desk_hides(d, "The words of the shell command");
}

static void
ctrl_p_opens_it_too_and_esc_leaves_everything_as_it_was(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "<Ctrl-P>user deactivate bob<Esc>");
	assert_int_equal(is_disabled(d, "bob"), 0);
	assert_ptr_equal(d->c.ui.top, d->c.roots[0]);
}

static void
tab_completes_nouns_verbs_and_names(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":gr<Tab>ad<Tab>Fa<Tab>bo<Tab>");
	desk_shows(d, ": group add Family bob");
	desk_shows(d, "doorward group add GROUP USER...");
	desk_play(d, "<Ctrl-U>group add He<Tab>");
	desk_shows(d, ": group add \"Help desk\"");
}

static void
tab_takes_what_is_common_and_then_one_after_the_other(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user list st<Tab>");
	desk_shows(d, ": user list sta");
	desk_play(d, "<Tab>");
	desk_shows(d, ": user list state:");
	desk_play(d, "<Tab>");
	desk_shows(d, ": user list staff:");
	desk_play(d, "<Tab>");
	desk_shows(d, ": user list state:");
	keys_golden(&d->c.ui, "command-fields");
	desk_play(d, "lo<Tab>");
	desk_shows(d, ": user list state:locked");
}

static void
a_word_in_the_middle_completes_and_the_rest_stays(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":group add Fa bob<Ctrl-Left><Left><Tab>");
	desk_shows(d, ": group add Family bob");
}

static void
options_say_what_they_are_for(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user edit bob --");
	desk_shows(d, "--first-name");
	keys_golden(&d->c.ui, "command-options");
	desk_play(d, "sta<Tab>");
	desk_shows(d, "--staff");
	desk_play(d, "y<Tab>");
	desk_shows(d, "--staff yes");
}

static void
a_click_takes_a_candidate(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":group <Click 14,4>");
	desk_shows(d, ": group ");
	desk_hides(d, ": group  ");
}

/* ---- what goes wrong ---------------------------------------------------------------- */

static void
a_wrong_word_is_pointed_at_and_can_be_mended(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user deactivat bob<Enter>");
	desk_shows(d, "Did you mean “user deactivate”?");
	keys_golden(&d->c.ui, "command-fault");
	assert_int_equal(is_disabled(d, "bob"), 0);
	desk_play(d, "<Ctrl-Left><Left>e");
	desk_hides(d, "Did you mean");
	desk_play(d, "<Enter>");
	assert_int_equal(is_disabled(d, "bob"), 1);
}

static void
a_fault_in_a_filter_is_pointed_at_within_the_line(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user list  group:\"Help desk\" state:actve<Enter>");
	desk_shows(d, "“actve” is no value of state");
	keys_golden(&d->c.ui, "command-filter-fault");
}

static void
what_nobody_knows_is_said_below_the_line(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user show nobody<Enter>");
	desk_shows(d, ": user show nobody");
	desk_shows(d, "nobody");
	desk_play(d, "<Ctrl-U>user deactivate nobody<Enter>");
	desk_shows(d, ": user deactivate nobody");
	desk_play(d, "<Ctrl-U>group show zzz<Enter>");
	desk_shows(d, ": group show zzz");
}

static void
what_is_for_the_shell_alone_is_not_there(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":init<Enter>");
	desk_shows(d, "“init” is for the shell: doorward init.");
	desk_play(d, "<Ctrl-U>user list --limit 5<Enter>");
	desk_shows(d, "There is no option --limit");
}

static void
guardrails_refuse_here_as_everywhere(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user deactivate alba<Enter>");
	desk_shows(d, ": user deactivate alba");
	assert_int_equal(is_disabled(d, "alba"), 0);
	assert_int_equal(household_int(d->h,
		"SELECT count(*) FROM audit WHERE action_code = 'action_refused'"), 1);
}

/* ---- reading -------------------------------------------------------------------------- */

static void
a_filter_opens_the_users_with_it(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "2");
	desk_shows(d, "DESCRIPTION");
	desk_play(d, ":user list group:Family<Enter>");
	desk_shows(d, "cleo");
	desk_hides(d, "vera");
	desk_shows(d, "group:Family");
	desk_play(d, ":user list<Enter>");
	desk_shows(d, "vera");
	desk_play(d, ":user list --search ver<Enter>");
	desk_shows(d, "vera");
	desk_hides(d, "cleo");
}

static void
a_person_opens_on_the_tab_that_was_asked_for(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user show cleo<Enter>");
	desk_shows(d, "cleo ·");
	desk_play(d, "<Esc>:group list --user cleo<Enter>");
	desk_shows(d, "Family");
	desk_play(d, "<Esc>:permission show cleo<Enter>");
	desk_shows(d, "wiki.edit");
}

static void
groups_permissions_sessions_and_audit_open(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":group list --search fam<Enter>");
	desk_shows(d, "Family");
	desk_hides(d, "Viewer");
	desk_play(d, ":group show Family<Enter>");
	desk_shows(d, "Group Family");
	desk_play(d, "<Esc>:permission list --search wiki<Enter>");
	desk_shows(d, "wiki.read");
	desk_play(d, ":session list<Enter>");
	desk_shows(d, "Nobody is signed in anywhere.");
	desk_play(d, ":audit list --action group_created --result ok<Enter>");
	desk_shows(d, "action:group_created result:ok");
	desk_hides(d, "Signed in");
}

/* Nothing that can be read is left without a place. */
static void
every_read_that_completes_can_be_shown(void **state)
{
	static const char *const lines[] = { "user list", "user show bob", "user claims bob",
		"group list", "group show Family", "permission list", "permission show bob",
		"permission show --group Family", "session list", "session list bob", "audit list",
		"audit list --user bob", "group list --user bob" };
	struct desk *d = *state;

	open_desk(d);
	for (size_t i = 0; i < DW_COUNT(lines); i++) {
		desk_play(d, ":");
		desk_play(d, lines[i]);
		desk_play(d, "<Enter>");
		desk_hides(d, "the shell command can");
		assert_int_not_equal(d->c.ui.top->context, UI_IN_COMMAND);
		desk_play(d, "<Esc>");
	}
}

static void
a_command_that_came_from_a_shell_is_understood(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":<Paste doorward user list 'group:Family'>");
	desk_play(d, "<Enter>");
	desk_shows(d, "cleo");
	desk_hides(d, "vera");
}

/* ---- writing ------------------------------------------------------------------------------ */

static void
a_whole_command_is_done_at_once_and_said(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":group add Family bob<Enter>");
	assert_int_equal(in_group(d, "bob", "Family"), 1);
	desk_shows(d, "doorward group add Family bob");
	assert_int_equal(d->c.changes, 1);
	desk_play(d, ":user edit bob --first-name 'Bob B.'<Enter>");
	assert_int_equal(household_int(d->h,
		"SELECT count(*) FROM user WHERE first_name = 'Bob B.'"), 1);
}

static void
many_are_previewed_first(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":group add Family bob vera<Enter>");
	desk_shows(d, "2 will be changed");
	assert_int_equal(in_group(d, "bob", "Family"), 0);
	desk_play(d, "<Enter>");
	assert_int_equal(in_group(d, "bob", "Family"), 1);
	assert_int_equal(in_group(d, "vera", "Family"), 1);
}

static void
what_destroys_asks_and_no_is_first(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":group delete Family<Enter>");
	desk_shows(d, "cannot be undone");
	desk_play(d, "<Enter>");
	assert_int_equal(household_int(d->h,
		"SELECT count(*) FROM user_group WHERE name = 'Family'"), 1);
	desk_play(d, ":group delete Family<Enter>y");
	assert_int_equal(household_int(d->h,
		"SELECT count(*) FROM user_group WHERE name = 'Family'"), 0);
}

static void
what_is_missing_is_asked_for(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user edit bob<Enter>");
	desk_shows(d, "First name");
	desk_play(d, "<Esc>:group add Family<Enter>");
	desk_shows(d, "Search");
	desk_play(d, "<Esc>:group create<Enter>");
	desk_shows(d, "Name");
}

static void
a_secret_is_asked_for_in_a_form_and_never_taken_from_the_line(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user set-password bob --password=tigertiger<Enter>");
	desk_shows(d, "never written");
	desk_play(d, "<Ctrl-U>user set-password bob tigertiger<Enter>");
	desk_shows(d, "a word too many");
	desk_play(d, "<Ctrl-U>user set-password bob<Enter>");
	desk_shows(d, "assword");
	assert_int_not_equal(d->c.ui.top->context, UI_IN_COMMAND);
	/* What was mistyped is not brought back. */
	desk_play(d, "<Esc>:<Up>");
	desk_shows(d, ": user set-password bob");
	desk_play(d, "<Up>");
	desk_hides(d, "tiger");
}

static void
nothing_is_written_in_a_read_only_console(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	d->app.caller.read_only = true;
	desk_play(d, ":group add Family bob<Enter>");
	desk_shows(d, ": group add Family bob");
	assert_int_equal(in_group(d, "bob", "Family"), 0);
}

static void
an_operator_without_rights_is_told_so(void **state)
{
	struct desk *d = *state;

	desk_open(d, "vera", 24, 80);
	desk_play(d, ":group add Family bob<Enter>");
	desk_shows(d, ": group add Family bob");
	assert_int_equal(in_group(d, "bob", "Family"), 0);
}

/* ---- history, help, leaving ----------------------------------------------------------------- */

static void
lines_come_back_and_what_was_begun_too(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user show bob<Enter><Esc>:group list<Enter>:<Up>");
	desk_shows(d, ": group list");
	desk_play(d, "<Up>");
	desk_shows(d, ": user show bob");
	desk_play(d, "<Down><Down>");
	desk_hides(d, ": user show bob");
	assert_int_equal(ui_term_memory_facts(d->term).beeps, 0);
	desk_play(d, "<Down>");
	assert_int_equal(ui_term_memory_facts(d->term).beeps, 1);
}

static void
what_is_typed_says_which_lines_come_back(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user show bob<Enter><Esc>:group list<Enter>:user show cleo<Enter><Esc>:user<Up>");
	desk_shows(d, ": user show cleo");
	desk_play(d, "<Up>");
	desk_shows(d, ": user show bob");
	desk_play(d, "<Down><Down>");
	desk_shows(d, ": user\n");
	/* What it has in it anywhere. */
	desk_play(d, "<Ctrl-U>list<Ctrl-R>");
	desk_shows(d, ": group list");
	desk_play(d, "<Down>");
	desk_shows(d, ": list\n");
	/* A line that was changed is what is typed. */
	desk_play(d, "<Ctrl-U>user<Up><Backspace><Backspace><Backspace><Backspace><Up><Up>");
	desk_shows(d, ": user show bob");
}

static void
a_line_is_remembered_once_and_a_wrong_one_never(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user show bob<Enter><Esc>:user show bob<Enter><Esc>:group list<Enter>");
	desk_play(d, ":user set-password bob --password hunter2<Enter><Esc>");
	assert_int_equal(d->c.n_history, 2);
	desk_play(d, ":hunter<Up>");
	desk_hides(d, "hunter2");
}

static void
help_lists_the_commands(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":help group<Enter>");
	desk_shows(d, "doorward group add GROUP USER...");
	desk_play(d, "<Esc>:help user edit<Enter>");
	desk_shows(d, "--first-name");
	keys_golden(&d->c.ui, "command-help");
}

static void
quit_quits(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":q<Enter>");
	assert_true(d->c.ui.leaving);
}

static void
a_pasted_newline_runs_nothing(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":<Paste user deactivate bob\\n>");
	assert_int_equal(is_disabled(d, "bob"), 0);
	desk_shows(d, ": user deactivate bob");
}

static void
hostile_words_are_shown_safely(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user show <Paste \"\x1b[2J\xe2\x80\xae%s%n\"><Enter>");
	desk_hides(d, "\x1b");
	desk_hides(d, "\xe2\x80\xae");
	desk_shows(d, "%s%n");
}

static void
it_keeps_its_line_when_the_window_changes(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":user list stat<Resize 60x15>");
	desk_shows(d, ": user list stat");
	desk_play(d, "<Resize 40x8><Resize 120x40>");
	desk_shows(d, ": user list stat");
	desk_play(d, "<Resize 60x15><Ctrl-U>user ");
	keys_golden(&d->c.ui, "command-60x15");
}

#define desk_test(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

static void
a_command_of_the_shell_is_sent_there(void **state)
{
	struct desk *d = *state;

	desk_open(d, "alba", 24, 80);
	desk_play(d, ":permission import x.csv<Enter>");
	desk_shows(d, "“permission import” is for the shell: doorward permission import.");
	desk_play(d, "<Ctrl-U>store check<Enter>");
	desk_shows(d, "“store” is for the shell");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(it_opens_with_what_commands_begin_with),
		desk_test(ctrl_p_opens_it_too_and_esc_leaves_everything_as_it_was),
		desk_test(tab_completes_nouns_verbs_and_names),
		desk_test(tab_takes_what_is_common_and_then_one_after_the_other),
		desk_test(a_word_in_the_middle_completes_and_the_rest_stays),
		desk_test(options_say_what_they_are_for),
		desk_test(a_click_takes_a_candidate),
		desk_test(a_wrong_word_is_pointed_at_and_can_be_mended),
		desk_test(a_fault_in_a_filter_is_pointed_at_within_the_line),
		desk_test(what_nobody_knows_is_said_below_the_line),
		desk_test(what_is_for_the_shell_alone_is_not_there),
		desk_test(guardrails_refuse_here_as_everywhere),
		desk_test(a_filter_opens_the_users_with_it),
		desk_test(a_person_opens_on_the_tab_that_was_asked_for),
		desk_test(groups_permissions_sessions_and_audit_open),
		desk_test(every_read_that_completes_can_be_shown),
		desk_test(a_command_that_came_from_a_shell_is_understood),
		desk_test(a_whole_command_is_done_at_once_and_said),
		desk_test(many_are_previewed_first),
		desk_test(what_destroys_asks_and_no_is_first),
		desk_test(what_is_missing_is_asked_for),
		desk_test(a_secret_is_asked_for_in_a_form_and_never_taken_from_the_line),
		desk_test(nothing_is_written_in_a_read_only_console),
		desk_test(an_operator_without_rights_is_told_so),
		desk_test(lines_come_back_and_what_was_begun_too),
		desk_test(what_is_typed_says_which_lines_come_back),
		desk_test(a_line_is_remembered_once_and_a_wrong_one_never),
		desk_test(help_lists_the_commands),
		desk_test(quit_quits),
		desk_test(a_pasted_newline_runs_nothing),
		desk_test(hostile_words_are_shown_safely),
		desk_test(it_keeps_its_line_when_the_window_changes),
		desk_test(a_command_of_the_shell_is_sent_there),
	};

	return cmocka_run_group_tests_name("command_line", tests, NULL, NULL);
}
