/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The filter dialog: the line and the fields below it say the same, whichever of them
 * is changed, and what is wrong is pointed at while it is typed.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

#include "base/clock.h"
#include "base/mem.h"
#include "tests/support/household.h"
#include "tests/support/keys.h"
#include "ui/console.h"
#include "ui/term_memory.h"

struct desk {
	struct household *h;
	struct dw_app app;
	struct console c;
	struct ui_view view; /* something that the dialog stands on */
	char *answer;        /* what the dialog gave; NULL = nothing */
	unsigned answers;
};

static void
draw_nothing(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	(void)view;
	(void)canvas;
	(void)room;
}

static enum ui_did
ignore(struct ui_view *view, const struct ui_event *event)
{
	(void)view;
	(void)event;
	return UI_IGNORED;
}

static void
close_nothing(struct ui_view *view)
{
	(void)view;
}

static const struct ui_view_ops nothing = { .draw = draw_nothing, .event = ignore,
	.close = close_nothing };

static struct household *household; /* of all tests; nothing here writes */

static int
setup_all(void **state)
{
	int rc = household_setup(state);

	household = *state;
	household_as(household, "alba");
	dw_txn_clear(&household->txn);
	dw_clock = keys_clock;
	setlocale(LC_ALL, "C.UTF-8");
	return rc;
}

static int
setup(void **state)
{
	struct desk *desk = dw_calloc(1, sizeof(*desk));

	desk->h = household;
	desk->app = (struct dw_app){ .db = household->db, .conf = household->conf,
		.operator = household->operator };
	desk->c.app = &desk->app;
	ui_init(&desk->c.ui, ui_term_memory_new(24, 80), NULL, &desk->c);
	desk->view.ops = &nothing;
	ui_push(&desk->c.ui, &desk->view);
	*state = desk;
	return 0;
}

static int
teardown(void **state)
{
	struct desk *desk = *state;
	struct ui_term *term = desk->c.ui.term;

	ui_clear(&desk->c.ui);
	ui_term_free(term);
	free(desk->answer);
	free(desk);
	return 0;
}

static int
teardown_all(void **state)
{
	*state = household;
	dw_clock = NULL;
	assert_int_equal(dw_txn_begin(household->db, &household->txn, NULL), DW_OK);
	return household_teardown(state);
}

static void
take(void *ctx, const char *text)
{
	struct desk *desk = ctx;

	dw_replace(&desk->answer, dw_strdup(text));
	desk->answers++;
}

/* Opens the dialog on a filter and plays the keys. */
static struct ui *
play(struct desk *desk, const char *filter, const char *keys)
{
	console_filter_dialog(&desk->c, filter, NULL, take, desk);
	keys_play(&desk->c.ui, keys);
	return &desk->c.ui;
}

#define assert_shows(ui, text) \
	do { \
		DW_AUTO(dw_buf) screen_ = { 0 }; \
		ui_term_memory_screen((ui)->term, &screen_); \
		if (!keys_shows(ui, text)) \
			fail_msg("“%s” is not on the screen:\n%s", text, dw_buf_text(&screen_)); \
	} while (0)

static void
it_shows_what_the_filter_asks_for(void **state)
{
	struct ui *ui = play(*state,
		"ada state:active,locked group:\"Help desk\" source:ldap last:<30d in:bin", "");

	assert_shows(ui, "active, locked");
	assert_shows(ui, "Help desk");
	assert_shows(ui, "< ldap >");
	assert_shows(ui, "< in the last 30 days >");
	assert_shows(ui, "[x] yes");
	keys_golden(ui, "filter-dialog");
}

static void
all_of_it_fits_on_the_smallest_whole_screen(void **state)
{
	struct ui *ui = play(*state, "", "");

	assert_shows(ui, "Filter");
	assert_shows(ui, "Order");
	assert_false(keys_shows(ui, "▾"));
	keys_golden(ui, "filter-dialog-empty");
}

static void
enter_gives_the_line(void **state)
{
	struct desk *desk = *state;

	play(desk, "", "ada state:locked<Enter>");
	assert_string_equal(desk->answer, "ada state:locked");
	assert_ptr_equal(desk->c.ui.top, &desk->view);
}

static void
esc_on_an_unchanged_filter_gives_nothing_and_asks_nothing(void **state)
{
	struct desk *desk = *state;

	play(desk, "state:active source:local in:bin sort:-last last:<30d group:Family", "<Esc>");
	assert_int_equal(desk->answers, 0);
	assert_ptr_equal(desk->c.ui.top, &desk->view);
}

static void
typing_in_the_line_shows_in_the_fields(void **state)
{
	struct ui *ui = play(*state, "", "state:locked verified:no sort:-created");

	assert_shows(ui, "< no >");
	assert_shows(ui, "< created, descending >");
	keys_play(ui, "<Ctrl-U>");
	assert_false(keys_shows(ui, "< no >"));
	assert_shows(ui, "< as the list is sorted >");
}

static void
a_field_changes_its_words_in_the_line_only(void **state)
{
	struct desk *desk = *state;

	/* The sixth field after the line is the source. */
	play(desk, "ada  \"two  words\" source:ldap -email:*@x.org",
		"<Tab><Tab><Tab><Tab><Tab><Left><Enter>");
	assert_string_equal(desk->answer, "ada \"two  words\" source:local -email:*@x.org");
	play(desk, "ada source:ldap", "<Tab><Tab><Tab><Tab><Tab><Left><Left><Enter>");
	assert_string_equal(desk->answer, "ada");
}

static void
states_are_ticked_in_a_picker(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "state:active", "<Tab><Space>");

	assert_shows(ui, "self deletion");
	keys_golden(ui, "filter-dialog-states");
	keys_play(ui, "lock<Space><Enter>");
	assert_shows(ui, "active, locked");
	keys_play(ui, "<Enter>");
	assert_string_equal(desk->answer, "state:active,locked");
}

static void
groups_come_from_the_store(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "ada", "<Tab><Tab><Space>");

	assert_shows(ui, "Family");
	assert_shows(ui, "Help desk");
	assert_shows(ui, "none");
	keys_play(ui, "help d<Space><Enter><Enter>");
	assert_string_equal(desk->answer, "ada group:\"Help desk\"");
}

static void
a_letter_opens_the_picker_narrowed_by_it(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "", "<Tab><Tab>fam");

	assert_shows(ui, "Search: fam");
	assert_false(keys_shows(ui, "Help desk"));
	keys_play(ui, "<Space><Enter><Enter>");
	assert_string_equal(desk->answer, "group:Family");
}

static void
a_group_that_is_gone_can_be_unticked(void **state)
{
	struct desk *desk = *state;

	play(desk, "group:Gone,Family", "<Tab><Tab><Space><Space><Enter><Enter>");
	assert_string_equal(desk->answer, "group:Family");
}

static void
permissions_stand_under_their_application(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "", "<Tab><Tab><Tab><Space>wiki");

	assert_shows(ui, "wiki.edit");
	keys_golden(ui, "filter-dialog-permissions");
	keys_play(ui, "<Space><Enter><Enter>");
	assert_string_equal(desk->answer, "perm:wiki.edit");
}

static void
a_fault_is_pointed_at_while_it_is_typed(void **state)
{
	struct ui *ui = play(*state, "", "ada state:actve");

	assert_shows(ui, "“actve” is no value of state");
	keys_golden(ui, "filter-dialog-fault");
	keys_play(ui, "<Backspace><Backspace><Backspace>tive");
	assert_false(keys_shows(ui, "is no value"));
}

static void
how_many_match_is_told_when_the_typing_stops(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "", "state:active");

	assert_shows(ui, "counting …");
	keys_play(ui, "<Wait 100>");
	assert_shows(ui, "counting …");
	keys_play(ui, "<Wait 100>");
	assert_shows(ui, "6 users match");
	keys_play(ui, " bob<Wait 200>");
	assert_shows(ui, "1 user matches");
	keys_golden(ui, "filter-dialog-count");
	keys_play(ui, " zzz<Wait 200>");
	assert_shows(ui, "0 users match");
	/* A field below counts as well. */
	keys_play(ui, "<Ctrl-U><Tab><Tab><Space>Fam<Space><Enter><Wait 200>");
	assert_shows(ui, "1 user matches");
}

static void
what_else_narrows_the_list_is_counted_in(void **state)
{
	struct desk *desk = *state;
	const struct console_arg with[] = { { "search", "a" }, { NULL, NULL } };

	console_filter_dialog(&desk->c, "", with, take, desk);
	keys_play(&desk->c.ui, "<Wait 200>");
	assert_shows(&desk->c.ui, "4 users match, with the search and the recycle bin");
	keys_play(&desk->c.ui, "-alba<Wait 200>");
	assert_shows(&desk->c.ui, "3 users match, with the search");
	keys_play(&desk->c.ui, "<Enter>");
}

static void
a_count_is_one_read_once_it_was_looked_at(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "state:active", "<Wait 2000>");
	int64_t before = desk->app.reads_pending;

	/* What the list showed already is none. */
	keys_play(ui, " a<Wait 200>b<Wait 200>");
	assert_int_equal(desk->app.reads_pending, before);
	keys_play(ui, "<Wait 600><Wait 600>");
	assert_int_equal(desk->app.reads_pending, before + 1);
}

static void
a_group_that_is_not_there_is_pointed_at(void **state)
{
	struct ui *ui = play(*state, "", "bob group:Nobody<Wait 200>");

	assert_shows(ui, "There is no group “Nobody”");
	assert_shows(ui, "          ^");
	/* Not even when it was not counted yet. */
	keys_play(ui, "y<Enter>");
	assert_shows(ui, "There is no group “Nobodyy”");
	assert_int_equal(((struct desk *)*state)->answers, 0);
	keys_play(ui, "<Ctrl-W>");
	assert_false(keys_shows(ui, "Nobody"));
}

static void
tab_completes_fields_words_and_names_in_the_line(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "", "st");

	assert_shows(ui, "staff:");
	assert_shows(ui, "Tab complete");
	keys_play(ui, "<Tab>t<Tab>");
	assert_shows(ui, "self_deletion");
	keys_golden(ui, "filter-dialog-complete");
	keys_play(ui, "lo<Tab>group:he<Tab>");
	keys_play(ui, "<Enter>");
	assert_string_equal(desk->answer, "state:locked group:\"Help desk\" ");
}

static void
tab_with_nothing_to_complete_and_down_go_to_the_next_field(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "", "state:active<Tab><Space>");

	assert_shows(ui, "self deletion");
	keys_play(ui, "<Esc><Esc>y");
	ui = play(desk, "", "sta<Down><Space>");
	assert_shows(ui, "self deletion");
}

static void
esc_takes_the_suggestions_away_first(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "", "sta<Esc>");

	assert_false(keys_shows(ui, "staff:"));
	assert_shows(ui, "As text");
	keys_play(ui, "<Esc>");
	assert_shows(ui, "Not saved");
}

static void
suggestions_are_taken_by_a_click(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "", "source:");
	DW_AUTO(dw_buf) screen = { 0 };
	DW_AUTO_FREE char *click = NULL;
	int row = 0;

	ui_term_memory_screen(ui->term, &screen);
	for (const char *at = dw_buf_text(&screen); at < strstr(dw_buf_text(&screen), "    ldap"); at++)
		row += *at == '\n';
	click = dw_format("<Click %d,40>", row);
	keys_play(ui, click);
	keys_play(ui, "<Enter>");
	assert_string_equal(desk->answer, "source:ldap");
}

static void
a_wrong_filter_is_not_applied(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "", "stat:active<Enter>");

	assert_int_equal(desk->answers, 0);
	assert_shows(ui, "did you mean");
	keys_play(ui, "<Home><Right><Right><Right><Right>e<Enter>");
	assert_string_equal(desk->answer, "state:active");
}

static void
a_long_line_names_the_column_instead(void **state)
{
	struct ui *ui = play(*state, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa zzz:1", "");

	assert_shows(ui, "Column 48:");
}

static void
what_one_field_cannot_show_it_says(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "-group:Admin source:local,ldap", "");

	assert_shows(ui, "The line above says more than fits here.");
	keys_play(ui, "<Enter>");
	assert_string_equal(desk->answer, "-group:Admin source:local,ldap");
}

static void
a_time_of_ones_own_can_be_kept(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "last:>2026-01-01", "");

	assert_shows(ui, "< >2026-01-01 >");
	keys_play(ui, "<Enter>");
	assert_string_equal(desk->answer, "last:>2026-01-01");
}

static void
a_pasted_newline_applies_nothing(void **state)
{
	struct desk *desk = *state;

	play(desk, "", "<Paste state:active\\nada>");
	assert_int_equal(desk->answers, 0);
	keys_play(&desk->c.ui, "<Enter>");
	assert_string_equal(desk->answer, "state:active ada");
}

static void
hostile_text_stays_text(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "", "<Paste group:\"\x1b[31m\xe2\x80\xae%s%n\">");

	assert_false(keys_shows(ui, "\x1b"));
	assert_false(keys_shows(ui, "\xe2\x80\xae"));
	keys_play(ui, "<Tab><Tab><Space><Esc>");
	assert_shows(ui, "%s%n");
}

static void
it_works_on_the_smallest_screen_and_keeps_its_input_when_resized(void **state)
{
	struct desk *desk = *state;
	struct ui *ui = play(desk, "", "state:locked<Resize 60x15>");

	assert_shows(ui, "state:locked");
	keys_golden(ui, "filter-dialog-60x15");
	keys_play(ui, "<Resize 40x10><Resize 200x50>");
	assert_shows(ui, "state:locked");
	keys_play(ui, "<Enter>");
	assert_string_equal(desk->answer, "state:locked");
}

#define desk_test(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(it_shows_what_the_filter_asks_for),
		desk_test(all_of_it_fits_on_the_smallest_whole_screen),
		desk_test(enter_gives_the_line),
		desk_test(esc_on_an_unchanged_filter_gives_nothing_and_asks_nothing),
		desk_test(typing_in_the_line_shows_in_the_fields),
		desk_test(a_field_changes_its_words_in_the_line_only),
		desk_test(states_are_ticked_in_a_picker),
		desk_test(groups_come_from_the_store),
		desk_test(a_letter_opens_the_picker_narrowed_by_it),
		desk_test(a_group_that_is_gone_can_be_unticked),
		desk_test(permissions_stand_under_their_application),
		desk_test(a_fault_is_pointed_at_while_it_is_typed),
		desk_test(how_many_match_is_told_when_the_typing_stops),
		desk_test(what_else_narrows_the_list_is_counted_in),
		desk_test(a_count_is_one_read_once_it_was_looked_at),
		desk_test(a_group_that_is_not_there_is_pointed_at),
		desk_test(tab_completes_fields_words_and_names_in_the_line),
		desk_test(tab_with_nothing_to_complete_and_down_go_to_the_next_field),
		desk_test(esc_takes_the_suggestions_away_first),
		desk_test(suggestions_are_taken_by_a_click),
		desk_test(a_wrong_filter_is_not_applied),
		desk_test(a_long_line_names_the_column_instead),
		desk_test(what_one_field_cannot_show_it_says),
		desk_test(a_time_of_ones_own_can_be_kept),
		desk_test(a_pasted_newline_applies_nothing),
		desk_test(hostile_text_stays_text),
		desk_test(it_works_on_the_smallest_screen_and_keeps_its_input_when_resized),
	};

	return cmocka_run_group_tests_name("filter_dialog", tests, setup_all, teardown_all);
}
