/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists that are narrowed: by the form made from the parameters of their action, by ready
 * filters, on the command line; what is in force, and how it goes. And who granted what.
 */
#include "tests/support/test.h"

#include <string.h>

#include "base/clock.h"
#include "domain/permission.h"
#include "tests/support/desk.h"

static void
session(struct desk *d, const char *username, int64_t ago, const char *device,
	const char *address)
{
	household_session(d->h, username, dw_now() - ago);
	household_sql(d->h, "UPDATE session SET device = '%s', address = '%s',"
		" expires_at = expires_at + 864000000 WHERE id = (SELECT max(id) FROM session)", device,
		address);
}

/* What mona did at some time. */
static void
deed(struct desk *d, int64_t time, const char *username, const char *permission)
{
	DW_AUTO(dw_user) user = household_user(d->h, username);
	struct dw_work *w = household_as(d->h, "mona");
	bool changed;

	w->now = time;
	assert_code(dw_permission_grant(w, &user, NULL, &permission, 1, &changed, err), DW_OK);
	household_as(d->h, NULL);
}

static void
open_desk(struct desk *d)
{
	int64_t midnight;

	assert_code(dw_time_parse("today", dw_now(), &midnight, err), DW_OK);
	deed(d, midnight - 3 * DW_DAY, "cleo", "wiki.read");
	deed(d, midnight - 5 * DW_HOUR, "bob", "wiki.read");
	deed(d, midnight + DW_MINUTE, "bob", "wiki.edit");
	desk_open(d, "alba", 24, 80);
	session(d, "bob", 2 * DW_MINUTE, "Windows PC", "192.0.2.17");
	session(d, "cleo", 90 * DW_MINUTE, "Mac", "2001:db8:42::1f");
	session(d, "bob", 30 * DW_HOUR, "Android phone", "192.0.2.18");
}

/* ---- the form -------------------------------------------------------------------------- */

static void
the_form_asks_for_what_the_action_takes(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "5f");
	keys_golden(&d->c.ui, "lists-filter-audit");
	desk_play(d, "<Esc>4f");
	keys_golden(&d->c.ui, "lists-filter-sessions");
	desk_play(d, "<Esc>2f");
	desk_shows(d, "Filter: Groups");
	desk_shows(d, "Permission");
	/* Pages, sort and what the search line is for are not asked for. */
	desk_hides(d, "Limit");
	desk_hides(d, "Search");
	desk_play(d, "<Esc>3f");
	desk_shows(d, "Application");
	desk_shows(d, "Privileged");
}

static void
what_changed_since_yesterday_is_typed_into_it(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "5f<Tab><Tab><Tab><Tab>yesterday");
	/* Which moment that is stands beside it. */
	desk_shows(d, "00:00:00");
	desk_play(d, "<Enter>");
	desk_shows(d, "since:yesterday");
	/* In the order of time, to the first of yesterday. */
	desk_play(d, "G");
	desk_shows(d, "2023-11-13 19:00:00");
	desk_hides(d, "2023-11-11");
	desk_play(d, "<Esc>");
	desk_hides(d, "since:yesterday");
	desk_shows(d, "2023-11-11");
}

static void
a_bad_value_is_an_error_at_its_field(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "5f<Tab><Tab><Tab><Tab>lately<Enter>");
	desk_shows(d, "Filter: Audit");
	desk_shows(d, "is not a point in time");
	keys_golden(&d->c.ui, "lists-filter-fault");
	desk_play(d, "<Ctrl-U>2d<Enter>");
	desk_hides(d, "Filter: Audit");
	desk_shows(d, "since:2d");
	desk_play(d, "<Esc>4f<Tab><Tab><Tab><Tab><Tab>soon<Enter>");
	desk_shows(d, "is not a length of time");
}

static void
a_user_and_a_kind_of_entry_are_picked(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "5f <Wait 500>bo<Wait 500><Enter>");
	desk_shows(d, "About     bob");
	desk_play(d, "<Tab><Tab> grant");
	desk_shows(d, "permissions_added");
	desk_play(d, "<Enter><Enter>");
	desk_shows(d, "user:bob action:permissions_added");
	desk_shows(d, "1–2 of 2");
	/* None of them is left by Backspace. */
	desk_play(d, "f<Backspace><Enter>");
	desk_shows(d, "action:permissions_added");
	desk_hides(d, "user:bob");
	desk_shows(d, "1–4 of 4");
}

static void
the_form_begins_with_what_is_in_force(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, ":audit list --operator mona --since 2d --result ok<Enter>");
	desk_shows(d, "operator:mona result:ok since:2d");
	desk_shows(d, "1–2 of 2");
	desk_play(d, "f");
	desk_shows(d, "Operator  mona");
	desk_shows(d, "< done >");
	desk_shows(d, "2d");
	desk_play(d, "<Enter>");
	desk_shows(d, "operator:mona result:ok since:2d");
	/* Another command is another list; one without any is all of it. */
	desk_play(d, ":audit list<Enter>");
	desk_hides(d, "operator:mona");
}

/* ---- ready ones ------------------------------------------------------------------------- */

static void
yesterday_is_two_keys_away(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "5V");
	keys_golden(&d->c.ui, "lists-ready-audit");
	desk_play(d, "y");
	keys_golden(&d->c.ui, "lists-yesterday");
	desk_play(d, "Vm");
	desk_shows(d, "operator:alba");
	desk_hides(d, "since:yesterday");
}

static void
a_session_leads_to_others_like_it(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "4V");
	desk_shows(d, "192.0.2.17");
	desk_play(d, "u");
	desk_shows(d, "user:bob");
	desk_shows(d, "1–2 of 2");
	desk_hides(d, "cleo");
	desk_play(d, "<Esc>Vd");
	desk_shows(d, "idle:1d");
	desk_shows(d, "Android phone");
	desk_hides(d, "Windows PC");
}

static void
what_the_row_does_not_have_is_grey(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	/* What was done to a group was done to nobody. */
	desk_play(d, ":audit list --action group_created<Enter>Vu");
	desk_shows(d, "Views");
	desk_shows(d, "has none");
}

/* ---- search, sort, marks ------------------------------------------------------------------ */

static void
esc_takes_back_the_search_first_and_then_the_filter(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "4Vu/windows<Enter>");
	desk_shows(d, "/ windows");
	desk_shows(d, "user:bob");
	desk_hides(d, "Android");
	desk_play(d, "<Esc>");
	desk_shows(d, "Android");
	desk_shows(d, "user:bob");
	desk_play(d, "<Esc>");
	desk_hides(d, "user:bob");
	desk_shows(d, "cleo");
	desk_play(d, "Vd/zzz");
	desk_shows(d, "Nothing matches. Esc clears the search.");
	desk_play(d, "<Esc>");
	desk_play(d, ":session list --address 203.0.113.*<Enter>");
	desk_shows(d, "Nothing matches this filter. Esc clears it.");
}

static void
sessions_are_sorted_by_what_the_menu_offers(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "4s");
	keys_golden(&d->c.ui, "lists-sort-sessions");
	desk_play(d, "1");
	desk_shows(d, "USER▴");
	desk_play(d, ":session list --sort started<Enter>");
	desk_shows(d, "STARTED▴");
}

/* Groups, permissions and audit have one order: a click on a heading turns nothing around. */
static void
what_cannot_be_sorted_is_not_offered_for_it(void **state)
{
	static const char *const screens[] = { "2", "3", "5" };
	struct desk *d = *state;

	open_desk(d);
	for (size_t i = 0; i < DW_COUNT(screens); i++) {
		desk_play(d, screens[i]);
		desk_play(d, "s<Click 2,5>");
		desk_hides(d, "Sort by");
		desk_hides(d, "▴");
		desk_hides(d, "▾");
	}
}

static void
everything_that_matches_is_ended_together(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "4:session list --address 192.0.2.*<Enter>*");
	desk_shows(d, "2 marked");
	desk_play(d, "d");
	desk_shows(d, "End session: 2");
	desk_play(d, "<Enter>");
	assert_int_equal(household_int(d->h, "SELECT count(*) FROM session"), 1);
	desk_shows(d, "Nothing matches this filter.");
	desk_play(d, "<Esc><Esc>");
	desk_shows(d, "cleo");
}

/* ---- lists of users and lists in the detail -------------------------------------------------- */

static void
members_and_holders_are_narrowed_in_the_filter_language(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "3/wiki.edit<Enter><Enter>");
	desk_shows(d, "Who holds wiki.edit");
	desk_shows(d, "alba");
	desk_play(d, "f-group:Admin<Enter>");
	desk_shows(d, "-group:Admin");
	desk_shows(d, "bob");
	desk_hides(d, "Admin bypass");
	desk_play(d, "<Esc>");
	desk_shows(d, "Admin bypass");
}

static void
a_history_is_narrowed_without_asking_whose(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "/bob<Enter><Enter>6f");
	desk_shows(d, "Filter: History");
	desk_hides(d, "About");
	desk_play(d, "<Tab><Tab><Tab>today<Enter>");
	desk_shows(d, "since:today");
	desk_shows(d, "1–2 of 2");
}

/* ---- who granted what --------------------------------------------------------------------------- */

static void
the_permission_of_a_user_says_who_granted_it(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "/bob<Enter><Enter>4");
	keys_golden(&d->c.ui, "lists-who-granted");
	desk_play(d, "<Down><Enter>");
	keys_golden(&d->c.ui, "lists-permission-whole");
}

static void
the_screen_of_permissions_leads_to_it_too(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "3/wiki.edit<Enter><Enter>");
	keys_golden(&d->c.ui, "lists-holders");
	desk_play(d, "<Down><Enter>");
	desk_shows(d, "bob · ");
	desk_shows(d, "PERMISSION");
}

static void
one_through_a_group_tells_of_both_steps(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "/cleo<Enter><Enter>4<Enter>");
	desk_shows(d, "Family");
	desk_shows(d, "Group given it");
	desk_shows(d, "Put into group");
	desk_shows(d, "by system:test");
}

static void
a_membership_says_who_added(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "/cleo<Enter><Enter>3");
	desk_shows(d, "BY");
	desk_shows(d, "system:te");
}

static void
security_says_who_deactivated(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_play(d, "/cleo<Enter><Enter>2D<Tab><Enter>");
	desk_shows(d, "Set inactive by an operator");
	keys_golden(&d->c.ui, "lists-deactivated-by");
}

#define fact(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fact(the_form_asks_for_what_the_action_takes),
		fact(what_changed_since_yesterday_is_typed_into_it),
		fact(a_bad_value_is_an_error_at_its_field),
		fact(a_user_and_a_kind_of_entry_are_picked),
		fact(the_form_begins_with_what_is_in_force),
		fact(yesterday_is_two_keys_away),
		fact(a_session_leads_to_others_like_it),
		fact(what_the_row_does_not_have_is_grey),
		fact(esc_takes_back_the_search_first_and_then_the_filter),
		fact(sessions_are_sorted_by_what_the_menu_offers),
		fact(what_cannot_be_sorted_is_not_offered_for_it),
		fact(everything_that_matches_is_ended_together),
		fact(members_and_holders_are_narrowed_in_the_filter_language),
		fact(a_history_is_narrowed_without_asking_whose),
		fact(the_permission_of_a_user_says_who_granted_it),
		fact(the_screen_of_permissions_leads_to_it_too),
		fact(one_through_a_group_tells_of_both_steps),
		fact(a_membership_says_who_added),
		fact(security_says_who_deactivated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
