/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keys of the house: what [keys] says is what the keys do and what footer and help
 * show, and a line that cannot be is refused with its place.
 */
#include <string.h>

#include "tests/support/test.h"

#include "tests/support/desk.h"
#include "ui/con_keys.h"
#include "ui/keymap.h"

static struct dw_conf *conf;

static int
setup(void **state)
{
	conf = dw_conf_new();
	return desk_setup(state);
}

static int
teardown(void **state)
{
	ui_keymap_reset();
	dw_conf_free(conf);
	return desk_teardown(state);
}

static void
set(const char *command, const char *keys)
{
	assert_int_equal(dw_conf_set_key(conf, command, keys, "house.conf:7", NULL), DW_OK);
}

/* Nothing is changed, and the message has the place and these words. */
static void
assert_refused(const char *words)
{
	struct dw_error err = { 0 };

	assert_int_equal(con_keys_apply(conf, &err), DW_CONFIG);
	if (strncmp(err.message, "house.conf:7: ", 14) != 0 || strstr(err.message, words) == NULL)
		fail_msg("“%s” does not say “%s”", err.message, words);
	assert_int_equal(ui_keymap_find(UI_IN_LIST, UI_KEY_SPACE), UI_CMD_MARK);
	assert_int_equal(ui_keymap_find(UI_IN_LIST, 'Z'), UI_CMD_NONE);
}

static void
footer_and_help_show_the_keys_of_the_house(void **state)
{
	struct desk *d = *state;

	set("filter", "Z");
	set("screens", "F12");
	assert_int_equal(con_keys_apply(conf, NULL), DW_OK);
	desk_open(d, "alba", 24, 120);
	desk_shows(d, "Z filter");
	desk_hides(d, "f filter");
	desk_play(d, "?");
	desk_shows(d, "F12");
	desk_hides(d, "F4");
}

static void
the_new_key_works_and_the_old_one_does_not(void **state)
{
	struct desk *d = *state;

	set("help", "Z F1");
	assert_int_equal(con_keys_apply(conf, NULL), DW_OK);
	desk_open(d, "alba", 24, 80);
	desk_play(d, "?");
	desk_hides(d, "Keys of");
	desk_play(d, "Z");
	desk_shows(d, "Keys of");
}

static void
two_commands_can_swap_their_keys(void **state DW_UNUSED)
{
	set("mark", "d");
	set("delete", "Space F8");
	assert_int_equal(con_keys_apply(conf, NULL), DW_OK);
	assert_int_equal(ui_keymap_find(UI_IN_LIST, 'd'), UI_CMD_MARK);
	assert_int_equal(ui_keymap_find(UI_IN_LIST, UI_KEY_SPACE), UI_CMD_DELETE);
}

static void
an_unknown_command_says_what_was_meant(void **state DW_UNUSED)
{
	set("bin", "Z");
	set("marks", "x");
	assert_refused("did you mean “mark”?");
}

static void
an_unknown_key_says_what_was_meant(void **state DW_UNUSED)
{
	set("bin", "Z");
	set("mark", "PageUp");
	assert_refused("“PageUp” is not the name of a key; did you mean “PgUp”?");
	set("mark", "Hyper-Something");
	assert_refused("write keys like");
}

static void
a_key_with_two_meanings_is_refused(void **state DW_UNUSED)
{
	set("bin", "Z");
	set("mark", "x j");
	assert_refused("The key j already stands for “down”");
}

static void
nobody_is_locked_into_a_form(void **state DW_UNUSED)
{
	set("bin", "Z");
	set("cancel", "x");
	assert_refused("“cancel” must have a key");
	set("cancel", "x Esc");
	set("quit", "");
	assert_refused("“quit” must have a key");
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(footer_and_help_show_the_keys_of_the_house),
		FACT(the_new_key_works_and_the_old_one_does_not),
		FACT(two_commands_can_swap_their_keys),
		FACT(an_unknown_command_says_what_was_meant),
		FACT(an_unknown_key_says_what_was_meant),
		FACT(a_key_with_two_meanings_is_refused),
		FACT(nobody_is_locked_into_a_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
