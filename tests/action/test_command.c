/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands in words: what they mean, which word is wrong, and what a word may become.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "action/command.h"
#include "action/line.h"
#include "base/mem.h"
#include "tests/support/household.h"
#include "tests/support/test.h"

#define NOW HOUSEHOLD_NOW

/* A frontend with two options, one of them with a value. */
struct front {
	char given[64];
	bool enough;
};

static bool
front_option(size_t index, const char **name, char *letter, bool *valued)
{
	static const char *const names[] = { "json", "color" };

	if (index >= DW_COUNT(names))
		return false;
	*name = names[index];
	*letter = index == 0 ? 'j' : '\0';
	*valued = index == 1;
	return true;
}

static enum dw_code
front_put(void *ctx, size_t index, const char *value, struct dw_error *err)
{
	struct front *front = ctx;

	if (value != NULL && strcmp(value, "pink") == 0)
		return dw_fail(err, DW_USAGE, "no pink");
	snprintf(front->given, sizeof(front->given), "%zu=%s", index, value != NULL ? value : "");
	return DW_OK;
}

static bool
front_enough(void *ctx)
{
	return ((struct front *)ctx)->enough;
}

static struct front front;
static const struct dw_dialect dialect = {
	.ctx = &front,
	.option = front_option,
	.put = front_put,
	.enough = front_enough,
};

/* Reads a line with everything it needs; the fault's place goes before the message. */
static enum dw_code
read_line(const char *text, struct dw_command *out, char said[600])
{
	DW_AUTO(dw_line) line = { 0 };
	struct dw_words words;
	struct dw_error err = { 0 };
	enum dw_code rc;

	dw_line_split(text, &line);
	words = (struct dw_words){ line.text, line.raw, line.n };
	rc = dw_command_read(&words, NOW, &dialect, out, &err);
	if (rc == DW_OK)
		rc = dw_command_whole(out, &dialect, &err);
	snprintf(said, 600, "%zu.%d %s", out->fault, out->fault_column, err.message);
	return rc;
}

static void
assert_wrong(const char *text, const char *place, const char *hint)
{
	DW_AUTO(dw_command) command = { 0 };
	char said[600];

	if (read_line(text, &command, said) == DW_OK)
		fail_msg("\"%s\" is read", text);
	if (strncmp(said, place, strlen(place)) != 0 || strstr(said, hint) == NULL)
		fail_msg("\"%s\" says \"%s\" instead of %s %s", text, said, place, hint);
}

static const struct dw_arg *
arg(const struct dw_command *command, const char *name)
{
	return &command->args.at[dw_param_find(command->action, name)];
}

static void
a_noun_a_verb_and_words_by_position_make_a_call(void **state)
{
	DW_AUTO(dw_command) command = { 0 };
	char said[600];

	(void)state;
	assert_int_equal(read_line("group add \"Help desk\" ada bob", &command, said), DW_OK);
	assert_string_equal(command.action->name, "group.add");
	assert_string_equal(arg(&command, "group")->text, "Help desk");
	assert_int_equal(arg(&command, "user")->n_items, 2);
	assert_string_equal(arg(&command, "user")->items[1], "bob");
}

static void
options_stand_anywhere_and_have_two_forms(void **state)
{
	DW_AUTO(dw_command) command = { 0 };
	DW_AUTO(dw_command) joined = { 0 };
	char said[600];

	(void)state;
	assert_int_equal(read_line("--color red user edit --first-name Ada ada -j", &command, said),
		DW_OK);
	assert_string_equal(arg(&command, "first-name")->text, "Ada");
	assert_string_equal(arg(&command, "user")->text, "ada");
	assert_string_equal(front.given, "0=");
	assert_int_equal(read_line("user edit ada --first-name='A d' --color=blue", &joined, said),
		DW_OK);
	assert_string_equal(arg(&joined, "first-name")->text, "A d");
	assert_string_equal(front.given, "1=blue");
}

static void
two_dashes_end_the_options(void **state)
{
	DW_AUTO(dw_command) command = { 0 };
	char said[600];

	(void)state;
	assert_int_equal(read_line("group create -- --odd", &command, said), DW_OK);
	assert_string_equal(arg(&command, "name")->text, "--odd");
}

static void
an_option_can_stand_for_the_target(void **state)
{
	DW_AUTO(dw_command) command = { 0 };
	char said[600];

	(void)state;
	assert_int_equal(read_line("permission grant --group Family wiki.read wiki.edit", &command,
		said), DW_OK);
	assert_false(arg(&command, "user")->given);
	assert_int_equal(arg(&command, "permission")->n_items, 2);
}

static void
a_filter_is_all_of_its_words_as_they_are_written(void **state)
{
	DW_AUTO(dw_command) command = { 0 };
	DW_AUTO(dw_command) quoted = { 0 };
	char said[600];

	(void)state;
	assert_int_equal(read_line("user list  group:\"Help desk\" -email:*@x.org --limit 5 ada",
		&command, said), DW_OK);
	assert_string_equal(arg(&command, "filter")->text, "group:\"Help desk\" -email:*@x.org ada");
	assert_int_equal(arg(&command, "limit")->num, 5);
	/* As the shell has it. */
	assert_int_equal(read_line("user list 'group:\"Help desk\" ada'", &quoted, said), DW_OK);
	assert_string_equal(arg(&quoted, "filter")->text, "group:\"Help desk\" ada");
}

static void
no_words_are_no_fault_but_no_command(void **state)
{
	DW_AUTO(dw_command) command = { 0 };
	const struct dw_words words = { 0 };

	(void)state;
	assert_int_equal(dw_command_read(&words, NOW, NULL, &command, NULL), DW_OK);
	assert_null(command.action);
	assert_wrong("", "0.", "begin with: user, ");
	assert_wrong("user", "1.", "Say what to do with user: list, show");
}

static void
a_wrong_word_is_named_with_its_place(void **state)
{
	(void)state;
	assert_wrong("usr list", "0.1", "Did you mean “user”?");
	assert_wrong("zzz", "0.1", "Commands begin with: user, ");
	assert_wrong("user lst", "1.1", "Did you mean “user list”?");
	assert_wrong("user zzz", "1.1", "After user comes one of: list, ");
	assert_wrong("user list --limt 5", "2.1", "Did you mean --limit?");
	assert_wrong("user show ada --zzz", "3.1", "--zzz");
	assert_wrong("--zzz user", "0.1", "before a command");
	assert_wrong("user list --limit", "2.1", "--limit needs a value");
	assert_wrong("user list --limit many", "3.1", "whole number");
	assert_wrong("user list --limit=many", "2.9", "whole number");
	assert_wrong("user show ada bob", "3.1", "“bob” is a word too many. Usage: doorward user show");
	assert_wrong("user show", "2.", "USER is missing. Usage: doorward user show USER");
	assert_wrong("user edit ada --phone 1 --phone 2", "5.1", "given twice");
	assert_wrong("user edit ada --color pink", "4.1", "no pink");
	assert_wrong("user edit ada -x", "3.1", "goes after --");
	assert_wrong("user edit ada --staff perhaps", "4.1", "yes or no");
}

static void
a_fault_in_a_filter_is_placed_in_its_word(void **state)
{
	(void)state;
	assert_wrong("user list stat:active", "2.1", "“state:”");
	assert_wrong("user list ada state:actve", "3.7", "“actve”");
	assert_wrong("user list ada --limit 5 state:actve", "5.7", "“actve”");
	assert_wrong("user list 'ada state:actve'", "2.12", "“actve”");
	assert_wrong("user list Ünal state:ü", "3.7", "“ü”");
}

static void
secrets_are_never_taken_nor_repeated(void **state)
{
	const struct dw_action *action = dw_action_find("user.set-password");
	DW_AUTO(dw_command) command = { 0 };
	char said[600];

	(void)state;
	assert_true(dw_action_secret(action) >= 0);
	assert_int_equal(dw_action_secret(dw_action_find("user.show")), -1);
	assert_wrong("user set-password ada --password=tiger", "3.1", "never written");
	assert_wrong("user set-password ada --generate --password", "4.1", "Choose one of");
	assert_int_not_equal(read_line("user set-password --password ada tiger", &command, said),
		DW_OK);
	assert_null(strstr(said, "tiger"));
}

static void
help_and_what_the_frontend_calls_enough_need_no_arguments(void **state)
{
	DW_AUTO(dw_command) help = { 0 };
	DW_AUTO(dw_command) enough = { 0 };
	DW_AUTO(dw_line) line = { 0 };
	struct dw_words words;

	(void)state;
	dw_line_split("help user show", &line);
	words = (struct dw_words){ line.text, line.raw, line.n };
	assert_int_equal(dw_command_read(&words, NOW, &dialect, &help, NULL), DW_OK);
	assert_true(help.help);
	assert_string_equal(help.action->name, "user.show");
	dw_line_clear(&line);
	dw_line_split("user show ada bob", &line);
	words = (struct dw_words){ line.text, line.raw, line.n };
	front.enough = true;
	assert_int_equal(dw_command_read(&words, NOW, &dialect, &enough, NULL), DW_OK);
	front.enough = false;
}

/* ---- completion ------------------------------------------------------------------- */

struct found {
	struct dw_buf text;
	struct dw_app app;
};

static void
found_each(void *ctx, const struct dw_candidate *candidate)
{
	struct found *found = ctx;

	dw_buf_printf(&found->text, "%s%s%s%s", found->text.len > 0 ? " | " : "", candidate->word,
		candidate->open ? "+" : "", candidate->raw ? "!" : "");
}

static struct dw_app *
found_store(void *ctx)
{
	struct found *found = ctx;

	return found->app.db != NULL ? &found->app : NULL;
}

static void
found_values(struct dw_completion *completion, size_t index, const struct dw_action *action,
	const char *prefix, const char *before)
{
	struct dw_candidate candidate = { .word = before };

	assert_int_equal(index, 1);
	assert_non_null(action);
	assert_string_equal(prefix, "r");
	completion->each(completion->ctx, &candidate);
}

/* What may become of the last word of the line ("" after a space). */
static char *
complete(struct dw_db *db, const char *text)
{
	struct found found = { .app.db = db };
	struct dw_completion completion = { .ctx = &found, .each = found_each, .store = found_store,
		.values = found_values };
	DW_AUTO(dw_line) line = { 0 };

	dw_line_split(text, &line);
	if (line.ended)
		dw_line_begin(&line);
	dw_command_complete(&(struct dw_words){ line.text, line.raw, line.n }, &dialect, &completion);
	return dw_buf_steal(&found.text);
}

#define assert_completes(db, text, candidates) \
	do { \
		DW_AUTO_FREE char *got_ = complete(db, text); \
		assert_string_equal(got_, candidates); \
	} while (0)

static void
names_of_commands_complete(void **state)
{
	(void)state;
	assert_completes(NULL, "us", "user");
	assert_completes(NULL, "user set", "set-password");
	assert_completes(NULL, "help gro", "group");
	assert_completes(NULL, "group e", "edit");
	assert_completes(NULL, "zzz ", "");
}

static void
options_and_their_values_complete(void **state)
{
	(void)state;
	assert_completes(NULL, "user list --li", "--limit");
	assert_completes(NULL, "user edit --staff ", "yes | no");
	assert_completes(NULL, "user edit --staff=y", "--staff=yes");
	assert_completes(NULL, "user show --color=r", "--color=");
	assert_completes(NULL, "user show --j", "--json");
	assert_completes(NULL, "user show -- --j", "");
	assert_completes(NULL, "user set-password ada --gen", "--generate");
}

static void
names_in_the_store_complete(void **state)
{
	struct household *h = *state;

	assert_completes(h->db, "user show al", "alba");
	assert_completes(h->db, "group add Fa", "Family");
	assert_completes(h->db, "group add \"Help d", "Help desk");
	assert_completes(h->db, "group add Family b", "bob");
	assert_completes(h->db, "group add Family bob c", "cleo");
	assert_completes(h->db, "permission grant --group Fam", "Family");
	assert_completes(h->db, "permission grant --group=Fam", "--group=Family");
	assert_completes(h->db, "permission grant --group Family wiki.", "wiki.edit | wiki.read");
	assert_completes(h->db, "permission grant bob wiki.", "wiki.edit | wiki.read");
	assert_completes(NULL, "user show al", "");
}

static void
filters_complete_with_fields_words_and_names(void **state)
{
	struct household *h = *state;

	assert_completes(h->db, "user list sta", "state:+! | staff:+!");
	assert_completes(h->db, "user list ada -veri", "-verified:+!");
	assert_completes(h->db, "user list state:active,lo", "state:active,locked!");
	assert_completes(h->db, "user list group:He", "group:\"Help desk\"!");
	assert_completes(h->db, "user list group:\"Help d", "group:\"Help desk\"!");
	assert_completes(h->db, "user list perm:wiki.r", "perm:wiki.read!");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_noun_a_verb_and_words_by_position_make_a_call),
		cmocka_unit_test(options_stand_anywhere_and_have_two_forms),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(an_option_can_stand_for_the_target),
		cmocka_unit_test(a_filter_is_all_of_its_words_as_they_are_written),
		cmocka_unit_test(no_words_are_no_fault_but_no_command),
		cmocka_unit_test(a_wrong_word_is_named_with_its_place),
		cmocka_unit_test(a_fault_in_a_filter_is_placed_in_its_word),
		cmocka_unit_test(secrets_are_never_taken_nor_repeated),
		cmocka_unit_test(help_and_what_the_frontend_calls_enough_need_no_arguments),
		cmocka_unit_test(names_of_commands_complete),
		cmocka_unit_test(options_and_their_values_complete),
		cmocka_unit_test(names_in_the_store_complete),
		cmocka_unit_test(filters_complete_with_fields_words_and_names),
	};

	return cmocka_run_group_tests_name("command", tests, household_setup, household_teardown);
}
