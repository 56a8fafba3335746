/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every action is described well enough for menu, command line, audit and manual. What
 * the actions are is in tests/golden/actions.txt.
 */
#include "tests/support/test.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "action/action.h"
#include "action/words.h"
#include "domain/rights.h"

/* Runs `holds` over every action; the test fails with the names of those it does not hold for. */
static void
for_all(bool (*holds)(const struct dw_action *action))
{
	char wrong[1000] = "";

	for (size_t i = 0; dw_actions[i] != NULL; i++)
		if (!holds(dw_actions[i]))
			snprintf(wrong + strlen(wrong), sizeof(wrong) - strlen(wrong), " %s",
				dw_actions[i]->name);
	if (wrong[0] != '\0')
		fail_msg("not so for:%s", wrong);
}

static bool
is_lower(const char *text, const char *also)
{
	if (text[0] < 'a' || text[0] > 'z')
		return false;
	for (; *text != '\0'; text++)
		if ((*text < 'a' || *text > 'z') && (*text < '0' || *text > '9') &&
			strchr(also, *text) == NULL)
			return false;
	return true;
}

/* A sentence part for a table: begins with a capital or a quote, does not end in a stop. */
static bool
is_phrase(const char *text)
{
	return text != NULL && text[0] >= 'A' && text[0] <= 'Z' && text[strlen(text) - 1] != '.';
}

static bool
is_sentence(const char *text)
{
	return text != NULL && strlen(text) > 3 && text[strlen(text) - 1] == '.';
}

static int
count_places(const char *text)
{
	int n = 0;

	for (const char *at = text; (at = strchr(at, '%')) != NULL; at += 2)
		n += at[1] == 's' ? 1 : 100;
	return n;
}

/* ---- */

static bool
has_a_good_name(const struct dw_action *action)
{
	const char *dot = strchr(action->name, '.');

	return is_lower(action->name, ".-") && strlen(action->name) < DW_NOUN_MAX &&
		(dot == NULL || strchr(dot + 1, '.') == NULL) && strcmp(action->name, "help") != 0;
}

static void
names_are_nouns_and_verbs(void **state)
{
	(void)state;
	for_all(has_a_good_name);
}

static void
names_are_found_again_and_are_unique(void **state)
{
	(void)state;
	for (size_t i = 0; dw_actions[i] != NULL; i++)
		assert_ptr_equal(dw_action_find(dw_actions[i]->name), dw_actions[i]);
	assert_null(dw_action_find("user"));
}

static bool
is_described(const struct dw_action *action)
{
	return is_phrase(action->title) && is_phrase(action->summary) && action->run != NULL;
}

static void
each_has_a_title_and_a_summary(void **state)
{
	(void)state;
	for_all(is_described);
}

static bool
writes_say_what_they_did(const struct dw_action *action)
{
	if (action->effect == DW_READ)
		return action->done == NULL && action->audit == NULL && action->confirm == NULL;
	return action->done != NULL && count_places(action->done) <= 1 && action->audit != NULL &&
		is_lower(action->audit, "_");
}

static void
each_write_has_a_sentence_and_an_audit_code(void **state)
{
	(void)state;
	for_all(writes_say_what_they_did);
}

static bool
asks_a_question(const struct dw_action *action)
{
	return action->confirm == NULL || (count_places(action->confirm) <= 1 &&
		strchr(action->confirm, '?') != NULL);
}

static void
each_confirmation_is_a_question(void **state)
{
	(void)state;
	for_all(asks_a_question);
}

static bool
is_guarded(const struct dw_action *action)
{
	if (action->authority == DW_BY_OWNER)
		return action->needs == DW_PERM_NONE && action->throttle == DW_THROTTLE_NONE;
	/* Undo asks for the permission of what it does, which is not known before. How one's own
	 * screens looked is one's own. */
	if (strcmp(action->name, "undo") == 0 || strcmp(action->name, "screen.forget") == 0)
		return action->throttle == DW_THROTTLE_SENSITIVE;
	if (action->effect == DW_WRITE)
		return action->needs != DW_PERM_NONE && action->throttle == DW_THROTTLE_SENSITIVE;
	return action->throttle == DW_THROTTLE_READ && action->needs != DW_PERM_NONE;
}

static void
each_needs_a_permission_and_is_throttled(void **state)
{
	(void)state;
	for_all(is_guarded);
}

static bool
is_judged_over_its_target(const struct dw_action *action)
{
	bool person = action->target == DW_KIND_USER || action->target == DW_KIND_SESSION;

	return action->effect == DW_READ || !person || action->rule != DW_RULE_NONE;
}

static void
each_write_to_a_person_has_a_target_rule(void **state)
{
	(void)state;
	for_all(is_judged_over_its_target);
}

static bool
target_agrees(const struct dw_action *action)
{
	static const enum dw_param_kind kinds[] = { [DW_KIND_USER] = DW_P_USER,
		[DW_KIND_GROUP] = DW_P_GROUP, [DW_KIND_PERMISSION] = DW_P_PERMISSION,
		[DW_KIND_SESSION] = DW_P_SESSION };
	int index = dw_param_target(action);
	int marked = 0;

	for (size_t i = 0; i < action->n_params; i++)
		marked += (action->params[i].flags & DW_P_TARGET) != 0;
	/* What an action finds by itself is of no kind that the pipeline could load. */
	if (action->target == DW_KIND_NONE)
		return marked == (action->find != NULL);
	return marked == 1 && action->params[index].kind == kinds[action->target];
}

static void
each_target_is_the_parameter_of_its_kind(void **state)
{
	(void)state;
	for_all(target_agrees);
}

static bool
params_are_described(const struct dw_action *action)
{
	for (size_t i = 0; i < action->n_params; i++) {
		const struct dw_param *param = &action->params[i];

		if (param->name == NULL || !is_lower(param->name, "-") || !is_phrase(param->title) ||
			!is_sentence(param->help) || dw_param_find(action, param->name) != (int)i ||
			(param->kind == DW_P_CHOICE) != (param->choices != NULL))
			return false;
	}
	return true;
}

static void
each_parameter_has_a_title_and_a_sentence(void **state)
{
	(void)state;
	for_all(params_are_described);
}

static bool
positions_are_clear(const struct dw_action *action)
{
	bool open = false, optional = false;

	for (size_t i = 0; i < action->n_params; i++) {
		unsigned flags = action->params[i].flags;
		bool target = (flags & DW_P_TARGET) != 0 && dw_param_instead(action) >= 0;

		if ((flags & DW_P_POSITION) == 0)
			continue;
		/* Nothing comes after a list, and nothing required after what may be left out. */
		if (open || (optional && (flags & DW_P_REQUIRED) != 0))
			return false;
		open = (flags & DW_P_MANY) != 0 || action->params[i].kind == DW_P_FILTER;
		optional = (flags & DW_P_REQUIRED) == 0 && !target;
	}
	return true;
}

static void
words_by_position_cannot_be_misread(void **state)
{
	(void)state;
	for_all(positions_are_clear);
}

static bool
has_at_most_one_secret(const struct dw_action *action)
{
	int n = 0;

	for (size_t i = 0; i < action->n_params; i++)
		n += action->params[i].kind == DW_P_SECRET &&
			(action->params[i].flags & (DW_P_POSITION | DW_P_MANY)) == 0;
	return n <= 1;
}

static void
none_has_two_secrets_or_takes_one_by_position(void **state)
{
	(void)state;
	for_all(has_at_most_one_secret);
}

static void
letters_are_unique_among_the_actions_on_one_kind(void **state)
{
	(void)state;
	for (size_t i = 0; dw_actions[i] != NULL; i++)
		for (size_t k = 0; k < i; k++)
			if (dw_actions[i]->mnemonic != 0 &&
				dw_actions[i]->mnemonic == dw_actions[k]->mnemonic &&
				dw_actions[i]->target == dw_actions[k]->target)
				fail_msg("%s and %s are both on '%c'", dw_actions[i]->name,
					dw_actions[k]->name, dw_actions[i]->mnemonic);
}

static bool
columns_are_good(const struct dw_action *action)
{
	bool shown = false;

	if (action->columns == NULL)
		return action->effect == DW_WRITE;
	for (size_t i = 0; i < *action->n_columns; i++) {
		const struct dw_column *column = &action->columns[i];

		if (!is_lower(column->name, "_") || column->title == NULL ||
			dw_column_find(action->columns, *action->n_columns, column->name) != (int)i)
			return false;
		shown = shown || (column->flags & DW_COL_DEFAULT) != 0;
	}
	return shown;
}

static void
each_list_has_columns_with_names_and_some_to_show(void **state)
{
	(void)state;
	for_all(columns_are_good);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_nouns_and_verbs),
		cmocka_unit_test(names_are_found_again_and_are_unique),
		cmocka_unit_test(each_has_a_title_and_a_summary),
		cmocka_unit_test(each_write_has_a_sentence_and_an_audit_code),
		cmocka_unit_test(each_confirmation_is_a_question),
		cmocka_unit_test(each_needs_a_permission_and_is_throttled),
		cmocka_unit_test(each_write_to_a_person_has_a_target_rule),
		cmocka_unit_test(each_target_is_the_parameter_of_its_kind),
		cmocka_unit_test(each_parameter_has_a_title_and_a_sentence),
		cmocka_unit_test(words_by_position_cannot_be_misread),
		cmocka_unit_test(none_has_two_secrets_or_takes_one_by_position),
		cmocka_unit_test(letters_are_unique_among_the_actions_on_one_kind),
		cmocka_unit_test(each_list_has_columns_with_names_and_some_to_show),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
