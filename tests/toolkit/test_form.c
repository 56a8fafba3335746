/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Forms: typing, choosing, what is refused and where it says so, leaving with and
 * without changes, pickers, secrets.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "tests/support/test.h"

#include "base/clock.h"
#include "base/mem.h"
#include "tests/support/keys.h"
#include "ui/form.h"
#include "ui/picker.h"
#include "ui/term_memory.h"

struct world {
	struct ui ui;
	struct ui_term *term;
	struct ui_form *form;
	int saves, gone, changes;
	char saved[200];
	struct dw_error refuse; /* what save answers; code OK = nothing */
};

static enum dw_code
save(struct ui_form *form, void *ctx, struct dw_error *err)
{
	struct world *world = ctx;

	world->saves++;
	if (world->refuse.code != DW_OK) {
		*err = world->refuse;
		return err->code;
	}
	snprintf(world->saved, sizeof world->saved, "%s|%s|%s|%s|%s|%d",
		ui_form_text(form, "name"), ui_form_text(form, "language"),
		ui_form_text(form, "until"), ui_form_text(form, "groups"),
		ui_form_text(form, "fixed"), ui_form_yes(form, "active"));
	return DW_OK;
}

static void
picked(void *ctx, const char *const *keys, size_t n)
{
	assert_int_equal(n, 1);
	ui_form_set(ctx, "groups", keys[0]);
}

static void
pick(struct ui_form *form, void *ctx DW_UNUSED, const char *name)
{
	static const struct ui_pick items[] = { { .label = "Admin" }, { .label = "Help desk" } };

	assert_string_equal(name, "groups");
	ui_pick_open(ui_form_view(form)->ui,
		&(struct ui_pick_spec){
			.title = "Groups", .items = items, .n = 2, .done = picked, .ctx = form });
}

static void
generate(struct ui_form *form DW_UNUSED, void *ctx DW_UNUSED, const char *name DW_UNUSED,
	struct dw_secret *out)
{
	dw_secret_set(out, "K7QX-9ABC", 9, NULL);
}

static void
changed(struct ui_form *form, void *ctx, const char *name)
{
	struct world *world = ctx;

	world->changes++;
	if (strcmp(name, "secret") == 0)
		ui_form_hint(form, name, STYLE_WARNING, "weak");
}

static void
done(void *ctx)
{
	((struct world *)ctx)->gone++;
}

static const struct ui_form_ops ops = {
	.save = save,
	.pick = pick,
	.generate = generate,
	.changed = changed,
	.done = done,
};

static const char *const languages[] = { "en", "de", "sk", NULL };
static const char *const labels[] = { "English", "German", "Slovak", NULL };
static const struct ui_form_field fields[] = {
	{ .label = "A note at the top.", .kind = UI_FORM_NOTE },
	{ .name = "name", .label = "Name", .required = true, .initial = "Anna",
		.help = "As on the badge." },
	{ .name = "fixed", .label = "Fixed", .read_only = true, .initial = "stone" },
	{ .name = "secret", .label = "Password", .kind = UI_FORM_SECRET },
	{ .name = "active", .label = "Active", .kind = UI_FORM_YES_NO, .initial = "yes" },
	{ .name = "language", .label = "Language", .kind = UI_FORM_CHOICE, .choices = languages,
		.choice_labels = labels, .initial = "de" },
	{ .name = "until", .label = "Until", .kind = UI_FORM_DATE },
	{ .name = "groups", .label = "Groups", .kind = UI_FORM_NAMES, .initial = "Ops,Sales" },
};

static int
setup(void **state)
{
	struct world *world = dw_calloc(1, sizeof *world);

	dw_clock = keys_clock;
	world->term = ui_term_memory_new(24, 80);
	ui_init(&world->ui, world->term, NULL, NULL);
	world->form = ui_form_open(
		&world->ui, "Edit Anna", NULL, fields, DW_COUNT(fields), &ops, world);
	*state = world;
	return 0;
}

static int
teardown(void **state)
{
	struct world *world = *state;

	ui_clear(&world->ui);
	assert_int_equal(world->gone, 1);
	ui_term_free(world->term);
	free(world);
	dw_clock = NULL;
	return 0;
}

static void
enter_saves_from_any_field(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, " Smith<Tab><Tab><Tab><Right><Tab>+1d<Enter>");
	assert_string_equal(world->saved, "Anna Smith|sk|+1d|Ops,Sales|stone|1");
	assert_null(world->ui.top);
}

static void
everything_is_drawn_and_the_cursor_is_in_the_field(void **state)
{
	struct world *world = *state;
	struct ui_term_memory_facts facts;

	keys_play(&world->ui, "");
	keys_golden(&world->ui, "form");
	facts = ui_term_memory_facts(world->term);
	assert_true(facts.cursor_visible);
	assert_true(keys_shows(&world->ui, "As on the badge."));
	keys_play(&world->ui, "<Tab><Tab>");
	assert_false(ui_term_memory_facts(world->term).cursor_visible);
}

static void
values_are_chosen_and_ticked(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "<Tab><Tab><Space><Tab><Space><Up><Enter><Enter>");
	assert_string_equal(world->saved, "Anna|en||Ops,Sales|stone|0");
}

static void
names_come_from_a_picker(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "<Shift-Tab><Space>desk<Enter>");
	assert_true(keys_shows(&world->ui, "Groups    Help desk"));
	keys_play(&world->ui, "<Enter>");
	assert_string_equal(world->saved, "Anna|de||Help desk|stone|1");
}

static void
what_is_needed_is_asked_for_under_its_field(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "<Ctrl-U><Tab><Enter>");
	assert_int_equal(world->saves, 0);
	assert_true(keys_shows(&world->ui, "This is needed"));
	keys_play(&world->ui, "B"); /* the cursor went there, and typing clears it */
	assert_false(keys_shows(&world->ui, "This is needed"));
	assert_string_equal(ui_form_text(world->form, "name"), "B");
}

static void
a_bad_date_is_refused_and_a_good_one_read_back(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "<Shift-Tab><Shift-Tab>2026-13-01<Enter>");
	assert_int_equal(world->saves, 0);
	assert_true(keys_shows(&world->ui, "is not a point in time"));
	keys_play(&world->ui, "<Ctrl-U>+1d");
	assert_true(keys_shows(&world->ui, "= 2026-11-21 12:00:00"));
}

static void
a_refusal_stands_under_its_field(void **state)
{
	struct world *world = *state;

	dw_fail_field(&world->refuse, DW_CONFLICT, "secret", "Too short. Use 15 characters.");
	keys_play(&world->ui, "x<Enter>");
	keys_golden(&world->ui, "form-refused");
	assert_int_equal(ui_term_memory_facts(world->term).beeps, 1);
	dw_fail(&world->refuse, DW_BUSY, "Somebody else holds the store. Try again.");
	keys_play(&world->ui, "<Enter>");
	assert_true(keys_shows(&world->ui, "Somebody else holds the store."));
	world->refuse.code = DW_OK;
	keys_play(&world->ui, "<Enter>");
	assert_null(world->ui.top);
}

static void
cancelled_keeps_the_form_without_a_word(void **state)
{
	struct world *world = *state;

	world->refuse.code = DW_CANCELLED;
	keys_play(&world->ui, "x<Enter>");
	assert_int_equal(world->saves, 1);
	assert_int_equal(ui_term_memory_facts(world->term).beeps, 0);
	assert_string_equal(ui_form_text(world->form, "name"), "Annax");
}

static void
leaving_without_changes_is_quick(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "<Tab>x<Backspace><Esc>");
	assert_null(world->ui.top);
}

static void
leaving_with_changes_asks(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "x<Esc>");
	assert_true(keys_shows(&world->ui, "not saved yet"));
	keys_play(&world->ui, "<Enter>"); /* a stray Enter keeps it */
	assert_string_equal(ui_form_text(world->form, "name"), "Annax");
	keys_play(&world->ui, "<Esc>y");
	assert_null(world->ui.top);
	assert_int_equal(world->saves, 0);
}

static void
a_secret_never_stands_on_the_screen_unless_revealed(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "<Tab>geheim");
	assert_false(keys_shows(&world->ui, "geheim"));
	assert_true(keys_shows(&world->ui, "••••••"));
	assert_true(keys_shows(&world->ui, "weak"));
	keys_play(&world->ui, "<Ctrl-T>");
	assert_true(keys_shows(&world->ui, "geheim"));
	assert_int_equal(ui_term_memory_facts(world->term).erases, 0);
	keys_play(&world->ui, "<Enter>");
	assert_int_equal(ui_term_memory_facts(world->term).erases, 1);
}

static void
a_made_up_secret_is_shown_and_kept(void **state)
{
	struct world *world = *state;
	struct dw_secret secret = { 0 };

	keys_play(&world->ui, "<Tab><Ctrl-G>");
	assert_true(keys_shows(&world->ui, "K7QX-9ABC"));
	ui_form_secret(world->form, "secret", &secret);
	assert_string_equal(secret.data, "K7QX-9ABC");
	dw_secret_clear(&secret);
}

static void
a_paste_goes_into_the_field_and_does_not_save(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "<Ctrl-U><Paste one\\ntwo\\n>");
	assert_int_equal(world->saves, 0);
	assert_string_equal(ui_form_text(world->form, "name"), "one two ");
}

static void
it_scrolls_in_a_low_window_and_loses_nothing(void **state)
{
	struct world *world = *state;

	keys_play(&world->ui, "xyz<Resize 60x15><Shift-Tab>");
	assert_true(keys_shows(&world->ui, "Ops, Sales"));
	keys_play(&world->ui, "<Resize 50x10>");
	assert_true(keys_shows(&world->ui, "too small"));
	keys_play(&world->ui, "abc<Resize 80x24>");
	assert_string_equal(ui_form_text(world->form, "name"), "Annaxyz");
	assert_true(keys_shows(&world->ui, "Annaxyz"));
}

static void
a_click_goes_to_the_field(void **state)
{
	struct world *world = *state;
	struct ui_term_memory_facts facts;

	keys_play(&world->ui, "");
	facts = ui_term_memory_facts(world->term); /* stands in Name */
	keys_play(&world->ui, "<Tab>");
	ui_term_memory_put(world->term,
		&(struct ui_event){ .type = UI_EVENT_MOUSE,
			.mouse = UI_MOUSE_CLICK,
			.y = facts.cursor_y,
			.x = facts.cursor_x - 2 });
	keys_play(&world->ui, "X");
	assert_string_equal(ui_form_text(world->form, "name"), "AnXna");
}

#define FORM_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static int
start(void **state)
{
	(void)state;
	return sodium_init() < 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FORM_TEST(enter_saves_from_any_field),
		FORM_TEST(everything_is_drawn_and_the_cursor_is_in_the_field),
		FORM_TEST(values_are_chosen_and_ticked),
		FORM_TEST(names_come_from_a_picker),
		FORM_TEST(what_is_needed_is_asked_for_under_its_field),
		FORM_TEST(a_bad_date_is_refused_and_a_good_one_read_back),
		FORM_TEST(a_refusal_stands_under_its_field),
		FORM_TEST(cancelled_keeps_the_form_without_a_word),
		FORM_TEST(leaving_without_changes_is_quick),
		FORM_TEST(leaving_with_changes_asks),
		FORM_TEST(a_secret_never_stands_on_the_screen_unless_revealed),
		FORM_TEST(a_made_up_secret_is_shown_and_kept),
		FORM_TEST(a_paste_goes_into_the_field_and_does_not_save),
		FORM_TEST(it_scrolls_in_a_low_window_and_loses_nothing),
		FORM_TEST(a_click_goes_to_the_field),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, start, NULL);
}
