/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keys of the house and of one operator: what ui.conf says is what the keys do and what footer and help
 * show, and a line that cannot be is refused with its place.
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/test.h"

#include "tests/support/desk.h"
#include "ui/con_keys.h"
#include "ui/keymap.h"
#include "ui/term_memory.h"

static struct dw_ui_conf conf;
static const struct dw_operator alba = { .uuid = { { 7 } }, .username = "alba" };

static int
setup(void **state)
{
	conf = (struct dw_ui_conf){ 0 };
	return desk_setup(state);
}

static int
teardown(void **state)
{
	ui_keymap_reset();
	dw_ui_conf_clear(&conf);
	return desk_teardown(state);
}

/* A line of the section; another one for the same command takes its place. */
static void
set_for(const char *section, const char *command, const char *keys)
{
	for (size_t i = 0; i < conf.n; i++)
		if (strcmp(conf.keys[i].command, command) == 0 && conf.keys[i].who == NULL &&
			strcmp(section, "keys") == 0) {
			dw_replace(&conf.keys[i].keys, dw_strdup(keys));
			return;
		}
	assert_int_equal(dw_ui_conf_add(&conf, section, command, keys, "ui.conf:7", NULL), DW_OK);
}

static void
set(const char *command, const char *keys)
{
	set_for("keys", command, keys);
}

static void
apply(void)
{
	struct dw_error err = { 0 };

	if (con_keys_apply(&conf, &alba, &err) != DW_OK)
		fail_msg("%s", err.message);
}

/* Nothing is changed, and the message has the place and these words. */
static void
assert_refused(const char *words)
{
	struct dw_error err = { 0 };

	assert_int_equal(con_keys_apply(&conf, &alba, &err), DW_CONFIG);
	if (strncmp(err.message, "ui.conf:7: ", 11) != 0 || strstr(err.message, words) == NULL)
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
	apply();
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
	apply();
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
	apply();
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
	assert_refused("“cancel” must keep the key Esc");
	set("cancel", "x Esc");
	set("quit", "");
	assert_refused("“quit” must have a key");
	set("quit", "default");
	set("close", "none");
	assert_refused("“close” must have a key");
	set("close", "X");
	set("interrupt", "F12");
	assert_refused("“interrupt” must keep the key Ctrl-C");
	set("interrupt", "default");
	set("accept", "F12");
	assert_refused("“accept” must keep the key Enter");
}

static void
esc_enter_and_ctrl_c_are_nobody_elses(void **state DW_UNUSED)
{
	set("bin", "Z");
	set("mark", "Esc");
	assert_refused("The key Esc already stands for “cancel”");
	/* Enter is free in a pager. */
	set("mark", "default");
	set("search-next", "Enter");
	assert_refused("The key Enter cannot be “search-next”");
	set("search-next", "Ctrl-M");
	assert_refused("The key Enter cannot be “search-next”");
}

static void
keys_that_no_terminal_passes_on_are_refused(void **state DW_UNUSED)
{
	set("bin", "Z");
	set("mark", "x Ctrl-S");
	assert_refused("Terminals keep Ctrl-S for themselves");
	set("mark", "Alt-Up");
	assert_refused("Not every terminal passes Alt on");
	set("mark", "Space Alt-Up");
	apply();
}

static void
keys_that_could_do_nothing_are_refused(void **state DW_UNUSED)
{
	set("bin", "Z");
	set("reveal", "x");
	assert_refused("“x” types a character where “reveal” is a command");
	set("reveal", "list:Ctrl-T");
	assert_refused("“list:Ctrl-T”: the command “reveal” does not exist there");
	set("reveal", "default");
	set("nth", "1 x");
	assert_refused("digits");
	set("nth", "1 2 3");
	set("mark", "a1 b c d");
	assert_refused("“a1” is not the name of a key");
	set("mark", "A C D E H I J K O P Q");
	assert_refused("more than");
}

static void
one_has_other_keys_than_the_house(void **state DW_UNUSED)
{
	set("mark", "x");
	set("bin", "Z");
	set_for("keys alba", "mark", "default X");
	set_for("keys somebody", "mark", "j");
	set_for("keys somebody", "no-such-command", "j");
	apply();
	assert_int_equal(ui_keymap_find(UI_IN_LIST, UI_KEY_SPACE), UI_CMD_MARK);
	assert_int_equal(ui_keymap_find(UI_IN_LIST, 'X'), UI_CMD_MARK);
	assert_int_equal(ui_keymap_find(UI_IN_LIST, 'x'), UI_CMD_NONE);
	assert_int_equal(ui_keymap_find(UI_IN_LIST, 'Z'), UI_CMD_BIN);
}

static void
one_can_be_named_by_id(void **state DW_UNUSED)
{
	char id[DW_UUID_TEXT], section[64];

	snprintf(section, sizeof(section), "keys %s", dw_uuid_format(&alba.uuid, id));
	set_for(section, "mark", "x");
	apply();
	assert_int_equal(ui_keymap_find(UI_IN_LIST, 'x'), UI_CMD_MARK);
}

static void
a_command_can_be_without_keys(void **state)
{
	struct desk *d = *state;

	set("filter", "none");
	set("mark", "Semicolon");
	apply();
	desk_open(d, "alba", 24, 120);
	desk_hides(d, "filter");
	desk_play(d, "f");
	desk_hides(d, "Filter");
	desk_play(d, ";");
	desk_shows(d, "1 marked");
}

static void
sentences_name_the_keys_of_the_house(void **state)
{
	struct desk *d = *state;

	set("bin", "Z");
	apply();
	desk_open(d, "alba", 24, 120);
	desk_play(d, "/nobody-of-that-name<Enter>");
	desk_shows(d, "Z looks in the recycle bin");
}

static void
clicks_on_the_footer_do_what_it_says(void **state)
{
	struct desk *d = *state;

	set("search", "Z");
	apply();
	desk_open(d, "alba", 24, 80);
	desk_shows(d, "Z search");
	desk_play(d, "Z");
	assert_int_equal(d->c.ui.top->context, UI_IN_SEARCH);
	desk_play(d, "<Esc>");
	ui_term_memory_put(d->term, &(struct ui_event){ .type = UI_EVENT_MOUSE,
		.mouse = UI_MOUSE_CLICK, .y = 23, .x = 15 });
	desk_play(d, "");
	assert_int_equal(d->c.ui.top->context, UI_IN_SEARCH);
}

/* What is printed is read again as the same. */
static void
the_table_is_written_as_it_is_read(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) first = { 0 };
	DW_AUTO(dw_buf) second = { 0 };
	DW_AUTO_FREE char *copy = NULL;

	set("mark", "Semicolon pager:b");
	set("mark", "Semicolon x");
	set("page-down", "PgDn pager:Space pager:X");
	set("bin", "none");
	apply();
	con_keys_write(&first);
	dw_ui_conf_clear(&conf);
	copy = dw_strdup(dw_buf_text(&first));
	for (char *line = strtok(copy, "\n"); line != NULL; line = strtok(NULL, "\n")) {
		char *equals = strstr(line, " = ");
		/* The standard ones stand there as comments; they must be good as well. */
		char *name = line + (line[0] == '#');

		if (equals == NULL || name[0] == ' ')
			continue;
		*equals = '\0';
		set(name, equals + 3);
	}
	assert_int_equal(conf.n, UI_COMMANDS - 1);
	apply();
	con_keys_write(&second);
	assert_string_equal(dw_buf_text(&first), dw_buf_text(&second));
	assert_non_null(strstr(dw_buf_text(&first), "\nmark = Semicolon x\n"));
	assert_non_null(strstr(dw_buf_text(&first), "\nbin = none\n"));
	assert_non_null(strstr(dw_buf_text(&first), "\n#sort = s F6\n"));
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
		FACT(esc_enter_and_ctrl_c_are_nobody_elses),
		FACT(keys_that_no_terminal_passes_on_are_refused),
		FACT(keys_that_could_do_nothing_are_refused),
		FACT(one_has_other_keys_than_the_house),
		FACT(one_can_be_named_by_id),
		FACT(a_command_can_be_without_keys),
		FACT(sentences_name_the_keys_of_the_house),
		FACT(clicks_on_the_footer_do_what_it_says),
		FACT(the_table_is_written_as_it_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
