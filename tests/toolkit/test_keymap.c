/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The key table keeps its promises, whoever adds to it: one meaning for each key and
 * place, and no command that half of the keyboards cannot reach.
 */
#include <locale.h>
#include <string.h>

#include "tests/support/test.h"

#include "base/mem.h"
#include "ui/key.h"
#include "ui/keymap.h"

#define KEYS_MAX 10

static void
every_command_is_named_and_explained(void **state)
{
	(void)state;
	for (int id = 1; id < UI_COMMANDS; id++) {
		const struct ui_command *command = &ui_commands[id];

		assert_non_null(command->name);
		assert_non_null(command->help);
		assert_true(command->where != 0 && command->where < UI_BIT(UI_CONTEXTS));
		assert_null(strpbrk(command->name, " ABCDEFGHIJKLMNOPQRSTUVWXYZ_"));
		for (int other = 1; other < id; other++)
			assert_string_not_equal(command->name, ui_commands[other].name);
	}
}

static void
every_word_of_the_table_is_a_key(void **state)
{
	struct dw_error err = { 0 };

	(void)state;
	for (int id = 1; id < UI_COMMANDS; id++)
		if (ui_keymap_set(ui_commands[id].name, ui_commands[id].keys, &err) != DW_OK)
			fail_msg("%s: %s", ui_commands[id].name, err.message);
	ui_keymap_reset();
}

static void
a_command_has_a_key_wherever_it_exists(void **state)
{
	uint32_t keys[KEYS_MAX];

	(void)state;
	for (int id = 1; id < UI_COMMANDS; id++)
		for (int in = 0; in < UI_CONTEXTS; in++) {
			size_t n = ui_keymap_keys((enum ui_command_id)id, (enum ui_context)in, keys,
				KEYS_MAX);

			if (ui_commands[id].where & UI_BIT(in)) {
				/* Letters are typed in the later contexts. */
				if (n == 0 && in < UI_IN_FORM)
					fail_msg("%s has no key in %d", ui_commands[id].name, in);
			} else {
				assert_int_equal(n, 0);
			}
		}
}

static void
a_key_means_one_thing_in_one_place(void **state)
{
	(void)state;
	for (int in = 0; in < UI_CONTEXTS; in++)
		for (int id = 1; id < UI_COMMANDS; id++) {
			uint32_t keys[KEYS_MAX];
			size_t n = ui_keymap_keys((enum ui_command_id)id, (enum ui_context)in, keys,
				KEYS_MAX);

			for (size_t i = 0; i < n; i++) {
				enum ui_command_id found =
					ui_keymap_find((enum ui_context)in, keys[i]);
				char name[UI_KEY_TEXT];

				if (found != (enum ui_command_id)id)
					fail_msg("%s is %s and %s in %d",
						ui_key_name(keys[i], name), ui_commands[id].name,
						ui_commands[found].name, in);
			}
		}
}

static void
no_command_needs_alt_or_a_key_that_terminals_eat(void **state)
{
	(void)state;
	for (int id = 1; id < UI_COMMANDS; id++)
		for (int in = 0; in < UI_CONTEXTS; in++) {
			uint32_t keys[KEYS_MAX];
			size_t n = ui_keymap_keys((enum ui_command_id)id, (enum ui_context)in, keys,
				KEYS_MAX);
			bool plain = n == 0;

			for (size_t i = 0; i < n; i++) {
				assert_true(keys[i] != UI_CTRL('S') && keys[i] != UI_CTRL('Q'));
				plain |= keys[i] < UI_KEY_NAMED || !(keys[i] & UI_MOD_ALT);
			}
			assert_true(plain);
		}
}

static void
letters_are_typed_where_typing_is_meant(void **state)
{
	(void)state;
	for (int in = UI_IN_FORM; in < UI_CONTEXTS; in++)
		for (uint32_t key = '!'; key < 0x7f; key++)
			assert_int_equal(ui_keymap_find((enum ui_context)in, key), UI_CMD_NONE);
}

static void
keys_can_be_changed_but_not_made_ambiguous(void **state)
{
	struct dw_error err = { 0 };
	uint32_t keys[KEYS_MAX];

	(void)state;
	assert_int_equal(ui_keymap_set("mark", "x Insert", &err), DW_OK);
	assert_int_equal(ui_keymap_find(UI_IN_LIST, 'x'), UI_CMD_MARK);
	assert_int_equal(ui_keymap_find(UI_IN_LIST, UI_KEY_SPACE), UI_CMD_NONE);
	assert_int_equal(ui_keymap_set("mark", "j", &err), DW_CONFIG);
	assert_int_equal(ui_keymap_set("mark", "Hyper-J", &err), DW_CONFIG);
	assert_int_equal(ui_keymap_set("dance", "x", &err), DW_CONFIG);
	assert_int_equal(ui_keymap_find(UI_IN_LIST, 'x'), UI_CMD_MARK);
	assert_int_equal(ui_keymap_set("mark", "", &err), DW_OK);
	assert_int_equal(ui_keymap_keys(UI_CMD_MARK, UI_IN_LIST, keys, KEYS_MAX), 0);
	ui_keymap_reset();
	assert_int_equal(ui_keymap_find(UI_IN_LIST, UI_KEY_SPACE), UI_CMD_MARK);
}

static void
key_names_are_read_as_they_are_written(void **state)
{
	static const char *const names[] = { "a", "é", "漢", "<", "Space", "Enter", "Tab",
		"Shift-Tab", "Esc", "Backspace", "Ctrl-A", "Ctrl-Z", "Up", "PgDn", "F1", "F12",
		"Ctrl-Right", "Ctrl-Alt-Shift-Left", "Delete" };
	static const char *const wrong[] = { "", "F13", "F0", "Ctrl-", "Ctrl-é", "Alt-x", "aa",
		"\xff", "Ctrl-Enter", "\033" };
	char text[UI_KEY_TEXT];
	uint32_t key;

	(void)state;
	for (size_t i = 0; i < DW_COUNT(names); i++) {
		assert_true(ui_key_parse(names[i], (int)strlen(names[i]), &key));
		assert_string_equal(ui_key_name(key, text), names[i]);
	}
	for (size_t i = 0; i < DW_COUNT(wrong); i++)
		assert_false(ui_key_parse(wrong[i], (int)strlen(wrong[i]), &key));
}

static void
an_offer_counts_once_and_the_first_word_wins(void **state)
{
	struct ui_offers offers = { 0 };

	(void)state;
	ui_offer_as(&offers, UI_CMD_OPEN, "lift");
	ui_offer(&offers, UI_CMD_OPEN);
	ui_offer_key(&offers, 'u', "lift");
	assert_int_equal(offers.n, 2);
	assert_string_equal(offers.items[0].word, "lift");
	assert_true(ui_offers_have(&offers, UI_CMD_OPEN));
	assert_false(ui_offers_have(&offers, UI_CMD_QUIT));
	for (int i = 0; i < 500; i++)
		ui_offer_key(&offers, 'x', "x");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_command_is_named_and_explained),
		cmocka_unit_test(every_word_of_the_table_is_a_key),
		cmocka_unit_test(a_command_has_a_key_wherever_it_exists),
		cmocka_unit_test(a_key_means_one_thing_in_one_place),
		cmocka_unit_test(no_command_needs_alt_or_a_key_that_terminals_eat),
		cmocka_unit_test(letters_are_typed_where_typing_is_meant),
		cmocka_unit_test(keys_can_be_changed_but_not_made_ambiguous),
		cmocka_unit_test(key_names_are_read_as_they_are_written),
		cmocka_unit_test(an_offer_counts_once_and_the_first_word_wins),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
