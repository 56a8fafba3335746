/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that does not fail, and is released at the end of a scope.
 */
#include "tests/support/test.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

static void
memory_begins_zeroed_even_when_there_is_none(void **state DW_UNUSED)
{
	DW_AUTO_FREE unsigned char *bytes = dw_calloc(10, 3);
	DW_AUTO_FREE void *nothing = dw_calloc(0, 0);

	for (int i = 0; i < 30; i++)
		assert_int_equal(bytes[i], 0);
	assert_non_null(nothing);
}

static void
texts_are_copied(void **state DW_UNUSED)
{
	DW_AUTO_FREE char *copy = dw_strdup("abc");
	DW_AUTO_FREE char *part = dw_strndup("abcdef", 3);
	DW_AUTO_FREE char *made = dw_format("%s-%d", "abc", 3);

	assert_string_equal(copy, "abc");
	assert_string_equal(part, "abc");
	assert_string_equal(made, "abc-3");
	assert_null(dw_strdup(NULL));
}

static void
replacing_frees_what_was_there(void **state DW_UNUSED)
{
	DW_AUTO_FREE char *text = dw_strdup("old");

	dw_replace(&text, dw_strdup("new"));
	assert_string_equal(text, "new");
	dw_replace(&text, NULL);
	assert_null(text);
}

static void
stealing_gives_away_and_leaves_null(void **state DW_UNUSED)
{
	char *text = dw_strdup("abc");
	DW_AUTO_FREE char *taken = dw_steal(&text);

	assert_null(text);
	assert_string_equal(taken, "abc");
}

static void
leave_quietly(void)
{
	_exit(42);
}

static void
no_memory_calls_the_hook_and_ends(void **state DW_UNUSED)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		dw_out_of_memory = leave_quietly;
		dw_no_memory();
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 42);

	child = fork();
	if (child == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){ 0 });
		signal(SIGABRT, SIG_DFL);
		dw_no_memory();
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_begins_zeroed_even_when_there_is_none),
		cmocka_unit_test(texts_are_copied),
		cmocka_unit_test(replacing_frees_what_was_there),
		cmocka_unit_test(stealing_gives_away_and_leaves_null),
		cmocka_unit_test(no_memory_calls_the_hook_and_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
