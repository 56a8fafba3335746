/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which values settings take, and what an error says.
 */
#include "tests/support/test.h"

#include <string.h>

#include "base/clock.h"
#include "base/conf.h"

static struct dw_conf *conf;

static int
setup(void **state)
{
	(void)state;
	conf = dw_conf_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	dw_conf_free(conf);
	return 0;
}

static void
assert_refused(const char *name, const char *value, const char *words)
{
	struct dw_error err = { 0 };

	assert_int_equal(dw_conf_set(conf, name, value, &err), DW_CONFIG);
	assert_string_equal(err.field, name);
	if (strstr(err.message, words) == NULL)
		fail_msg("“%s” does not say “%s”", err.message, words);
}

static void
defaults_are_those_of_the_table(void **state)
{
	(void)state;
	assert_int_equal(dw_conf_int(conf, DW_CONF_LIST_PAGE_SIZE), 100);
	assert_int_equal(dw_conf_int(conf, DW_CONF_PASSWORD_MIN), 15);
	assert_int_equal(dw_conf_int(conf, DW_CONF_CONSOLE_IDLE_TIMEOUT), 10 * DW_MINUTE);
	assert_int_equal(dw_conf_int(conf, DW_CONF_MFA_GRACE), 14 * DW_DAY);
	assert_false(dw_conf_bool(conf, DW_CONF_CONSOLE_COPY_SECRETS));
	assert_string_equal(dw_conf_text(conf, DW_CONF_USERNAME_PATTERN), "local");
	assert_string_equal(dw_conf_text(conf, DW_CONF_REALM), "");
}

static void
numbers_have_bounds(void **state)
{
	(void)state;
	assert_int_equal(dw_conf_set(conf, "list.page_size", "1", NULL), DW_OK);
	assert_int_equal(dw_conf_set(conf, "list.page_size", "1000", NULL), DW_OK);
	assert_int_equal(dw_conf_int(conf, DW_CONF_LIST_PAGE_SIZE), 1000);
	assert_refused("list.page_size", "0", "from 1 to 1000");
	assert_refused("list.page_size", "1001", "from 1 to 1000");
	assert_refused("list.page_size", "99999999999999999999", "from 1 to 1000");
	assert_refused("list.page_size", "-5", "from 1 to 1000");
	assert_refused("list.page_size", "+5", "from 1 to 1000");
	assert_refused("list.page_size", "5x", "from 1 to 1000");
	assert_refused("list.page_size", "0x10", "from 1 to 1000");
	assert_refused("list.page_size", "", "from 1 to 1000");
	assert_int_equal(dw_conf_int(conf, DW_CONF_LIST_PAGE_SIZE), 1000);
}

static void
durations_have_units_and_bounds(void **state)
{
	(void)state;
	assert_int_equal(dw_conf_set(conf, "console.idle_timeout", "1h30m", NULL), DW_OK);
	assert_int_equal(dw_conf_int(conf, DW_CONF_CONSOLE_IDLE_TIMEOUT), 90 * DW_MINUTE);
	assert_int_equal(dw_conf_set(conf, "console.idle_timeout", "0", NULL), DW_OK);
	assert_int_equal(dw_conf_int(conf, DW_CONF_CONSOLE_IDLE_TIMEOUT), 0);
	assert_refused("console.idle_timeout", "10", "such as 15min");
	assert_refused("console.idle_timeout", "25h", "from 0 s to 1 d");
}

static void
booleans_have_eight_words(void **state)
{
	static const char *const words[] = { "yes", "no", "true", "FALSE", "on", "Off",
		"1", "0" };

	(void)state;
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(
			dw_conf_set(conf, "console.copy_secrets", words[i], NULL), DW_OK);
		assert_int_equal(
			dw_conf_bool(conf, DW_CONF_CONSOLE_COPY_SECRETS), i % 2 == 0);
	}
	assert_refused("console.copy_secrets", "maybe", "yes or no");
	assert_refused("console.copy_secrets", "", "yes or no");
}

static void
words_are_those_of_the_table(void **state)
{
	(void)state;
	assert_int_equal(dw_conf_set(conf, "console.theme", "mono", NULL), DW_OK);
	assert_int_equal(dw_conf_int(conf, DW_CONF_CONSOLE_THEME), 4);
	assert_string_equal(dw_conf_text(conf, DW_CONF_CONSOLE_THEME), "mono");
	assert_refused("console.theme", "Mono", "auto | dark | light | deuteranopia | mono");
}

static void
texts_are_short_and_can_be_seen(void **state)
{
	char longest[66];

	(void)state;
	memset(longest, 'a', 64);
	longest[64] = '\0';
	assert_int_equal(dw_conf_set(conf, "store.realm", longest, NULL), DW_OK);
	memset(longest, 'a', 65);
	longest[65] = '\0';
	assert_refused("store.realm", longest, "at most 64 bytes");
	assert_refused("store.realm", "a\x1b[2J", "without control characters");
	assert_refused("store.realm", "a\u202e", "without control characters");
	assert_refused("store.realm", "a\xff", "of text");
}

static void
an_error_shows_hostile_values_safely(void **state)
{
	struct dw_error err = { 0 };

	(void)state;
	dw_conf_set(conf, "store.realm", "\x1b[2J", &err);
	assert_null(strchr(err.message, '\x1b'));
	dw_conf_set(conf, "\x1b[2J", "1", &err);
	assert_null(strchr(err.message, '\x1b'));
	assert_null(strchr(err.field, '\x1b'));
}

static void
an_unknown_name_brings_the_nearest_one(void **state)
{
	(void)state;
	assert_refused(
		"password.min_lenght", "15", "did you mean “password.min_length”?");
	assert_refused("console.idletimeout", "1h", "did you mean “console.idle_timeout”?");
	assert_refused("Console.theme", "dark", "did you mean “console.theme”?");
	assert_refused("general.page_size", "5", "did you mean “list.page_size”?");
	assert_refused("page_size", "5", "did you mean “list.page_size”?");
	assert_refused("smtp.relay", "x", "doorward.conf(5)");
	assert_refused("", "x", "doorward.conf(5)");
}

static void
an_unknown_name_may_be_of_any_length(void **state)
{
	char name[4000];
	struct dw_error err = { 0 };

	(void)state;
	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(dw_conf_set(conf, name, "1", &err), DW_CONFIG);
}

static void
every_setting_has_a_row_with_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < DW_SETTINGS; i++) {
		const struct dw_setting *setting = &dw_settings[i];

		assert_non_null(setting->name);
		assert_non_null(strchr(setting->name, '.'));
		assert_int_equal(dw_setting_find(setting->name), i);
		assert_true(
			strlen(setting->name) < sizeof(((struct dw_error *)NULL)->field));
		assert_true(strlen(setting->help) > 20);
		assert_int_equal(setting->help[strlen(setting->help) - 1], '.');
		assert_int_equal(setting->type == DW_SET_ENUM, setting->words != NULL);
		assert_int_equal(
			dw_conf_set(conf, setting->name, setting->standard, NULL), DW_OK);
	}
	assert_int_equal(dw_setting_find("no.such"), -1);
}

static void
a_copy_has_values_of_its_own(void **state)
{
	struct dw_conf *copy = dw_conf_copy(conf);

	(void)state;
	assert_int_equal(dw_conf_set(copy, "store.realm", "example.org", NULL), DW_OK);
	assert_string_equal(dw_conf_text(conf, DW_CONF_REALM), "");
	dw_conf_take(conf, copy);
	assert_string_equal(dw_conf_text(conf, DW_CONF_REALM), "example.org");
	dw_conf_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			defaults_are_those_of_the_table, setup, teardown),
		cmocka_unit_test_setup_teardown(numbers_have_bounds, setup, teardown),
		cmocka_unit_test_setup_teardown(
			durations_have_units_and_bounds, setup, teardown),
		cmocka_unit_test_setup_teardown(
			booleans_have_eight_words, setup, teardown),
		cmocka_unit_test_setup_teardown(
			words_are_those_of_the_table, setup, teardown),
		cmocka_unit_test_setup_teardown(
			texts_are_short_and_can_be_seen, setup, teardown),
		cmocka_unit_test_setup_teardown(
			an_error_shows_hostile_values_safely, setup, teardown),
		cmocka_unit_test_setup_teardown(
			an_unknown_name_brings_the_nearest_one, setup, teardown),
		cmocka_unit_test_setup_teardown(
			an_unknown_name_may_be_of_any_length, setup, teardown),
		cmocka_unit_test_setup_teardown(
			every_setting_has_a_row_with_words, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_copy_has_values_of_its_own, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
