/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Secrets in memory.
 */
#include "tests/support/test.h"

#include <signal.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/secret.h"

static void
a_secret_is_a_copy_with_a_nul(void **state DW_UNUSED)
{
	DW_AUTO(dw_secret) secret = { 0 };
	char text[] = "open sesame";

	assert_int_equal(dw_secret_set(&secret, text, strlen(text), NULL), DW_OK);
	memset(text, 'x', strlen(text));
	assert_int_equal(secret.len, 11);
	assert_string_equal(secret.data, "open sesame");
}

static void
a_secret_can_be_made_of_a_part_of_itself(void **state DW_UNUSED)
{
	DW_AUTO(dw_secret) secret = { 0 };

	assert_int_equal(dw_secret_set(&secret, "abcdef", 6, NULL), DW_OK);
	assert_int_equal(dw_secret_set(&secret, secret.data + 2, 3, NULL), DW_OK);
	assert_string_equal(secret.data, "cde");
}

static void
a_secret_that_is_too_long_is_refused_and_the_old_one_stays(void **state DW_UNUSED)
{
	static const char big[DW_SECRET_MAX + 1];
	DW_AUTO(dw_secret) secret = { 0 };
	struct dw_error err = { 0 };

	assert_int_equal(dw_secret_set(&secret, big, DW_SECRET_MAX, &err), DW_OK);
	assert_int_equal(dw_secret_set(&secret, "a", 1, &err), DW_OK);
	assert_int_equal(
		dw_secret_set(&secret, big, DW_SECRET_MAX + 1, &err), DW_INVALID);
	assert_string_equal(secret.data, "a");
}

static void
clearing_leaves_an_empty_one(void **state DW_UNUSED)
{
	struct dw_secret secret = { 0 };

	dw_secret_set(&secret, "abc", 3, NULL);
	dw_secret_clear(&secret);
	assert_null(secret.data);
	assert_int_equal(secret.len, 0);
	dw_secret_clear(&secret);
	dw_secret_clear(NULL);
}

static void
equality_needs_something_to_compare(void **state DW_UNUSED)
{
	DW_AUTO(dw_secret) a = { 0 };
	DW_AUTO(dw_secret) b = { 0 };

	assert_false(dw_secret_equal(&a, &b));
	dw_secret_set(&a, "abc", 3, NULL);
	dw_secret_set(&b, "abc", 3, NULL);
	assert_true(dw_secret_equal(&a, &b));
	dw_secret_set(&b, "abd", 3, NULL);
	assert_false(dw_secret_equal(&a, &b));
	dw_secret_set(&b, "abcd", 4, NULL);
	assert_false(dw_secret_equal(&a, &b));
	dw_secret_set(&a, "", 0, NULL);
	dw_secret_set(&b, "", 0, NULL);
	assert_false(dw_secret_equal(&a, &b));
}

static void
generated_secrets_have_groups_of_four_without_look_alikes(void **state DW_UNUSED)
{
	DW_AUTO(dw_secret) secret = { 0 };
	DW_AUTO(dw_secret) other = { 0 };

	dw_secret_generate(1, &secret);
	assert_int_equal(secret.len, 4);
	dw_secret_generate(5, &secret);
	dw_secret_generate(5, &other);
	assert_int_equal(strlen(secret.data), 24);
	assert_string_not_equal(secret.data, other.data);
	for (size_t i = 0; i < secret.len; i++)
		assert_non_null(
			strchr(i % 5 == 4 ? "-" : "ABCDEFGHJKLMNPQRSTUVWXYZ23456789",
				secret.data[i]));
}

static void
generated_characters_are_evenly_spread(void **state DW_UNUSED)
{
	unsigned count[256] = { 0 };

	for (int i = 0; i < 2000; i++) {
		DW_AUTO(dw_secret) secret = { 0 };

		dw_secret_generate(8, &secret);
		for (size_t at = 0; at < secret.len; at++)
			count[(unsigned char)secret.data[at]]++;
	}
	/* 64000 characters, 2000 of each expected: eight standard deviations are 352. */
	for (const char *c = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"; *c != '\0'; c++)
		assert_in_range(count[(unsigned char)*c], 1648, 2352);
}

static void
starting_leaves_no_core_and_no_way_to_trace(void **state DW_UNUSED)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		struct rlimit core = { .rlim_cur = 1 };
		bool good = dw_secret_start(NULL) == DW_OK &&
			    prctl(PR_GET_DUMPABLE) == 0 &&
			    getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0 &&
			    core.rlim_cur == 0;

		_exit(good ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* The guard page ends the process that reads past the end. */
static void
reading_past_a_secret_is_fatal(void **state DW_UNUSED)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		DW_AUTO(dw_secret) secret = { 0 };
		volatile const char *past;

		signal(SIGSEGV, SIG_DFL);
		dw_secret_set(&secret, "abc", 3, NULL);
		past = secret.data + 4;
		_exit(*past == 'x' ? 1 : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

static int
start(void **state DW_UNUSED)
{
	/* dw_secret_start() would keep the tests from being looked at. */
	return sodium_init() < 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_is_a_copy_with_a_nul),
		cmocka_unit_test(a_secret_can_be_made_of_a_part_of_itself),
		cmocka_unit_test(
			a_secret_that_is_too_long_is_refused_and_the_old_one_stays),
		cmocka_unit_test(clearing_leaves_an_empty_one),
		cmocka_unit_test(equality_needs_something_to_compare),
		cmocka_unit_test(
			generated_secrets_have_groups_of_four_without_look_alikes),
		cmocka_unit_test(generated_characters_are_evenly_spread),
		cmocka_unit_test(starting_leaves_no_core_and_no_way_to_trace),
		cmocka_unit_test(reading_past_a_secret_is_fatal),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
