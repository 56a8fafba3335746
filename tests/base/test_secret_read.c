/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Secrets from a descriptor and from a person: a child asks on a terminal whose other
 * end is here, so that what it shows and how it leaves the modes can be looked at.
 */
#include "tests/support/test.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/secret.h"

/* ---- from a descriptor ---- */

static int
pipe_with(const char *bytes, size_t len)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], bytes, len), (ssize_t)len);
	close(ends[1]);
	return ends[0];
}

static void
assert_line(const char *input, size_t len, enum dw_code expected, const char *line)
{
	DW_AUTO(dw_secret) secret = { 0 };
	int fd = pipe_with(input, len);

	assert_int_equal(dw_secret_read_line(fd, &secret, NULL), expected);
	if (line != NULL)
		assert_string_equal(secret.data, line);
	else
		assert_null(secret.data);
	close(fd);
}

static void
a_line_ends_at_its_newline_or_at_the_end(void **state DW_UNUSED)
{
	assert_line("abc\n", 4, DW_OK, "abc");
	assert_line("abc", 3, DW_OK, "abc");
	assert_line("abc\r\n", 5, DW_OK, "abc");
	assert_line(" a b \n", 6, DW_OK, " a b ");
}

static void
what_follows_the_line_stays_in_the_pipe(void **state DW_UNUSED)
{
	DW_AUTO(dw_secret) secret = { 0 };
	int fd = pipe_with("one\ntwo\n", 8);

	assert_int_equal(dw_secret_read_line(fd, &secret, NULL), DW_OK);
	assert_string_equal(secret.data, "one");
	assert_int_equal(dw_secret_read_line(fd, &secret, NULL), DW_OK);
	assert_string_equal(secret.data, "two");
	assert_int_equal(dw_secret_read_line(fd, &secret, NULL), DW_NO_INPUT);
	assert_string_equal(secret.data, "two");
	close(fd);
}

static void
nothing_is_not_a_secret(void **state DW_UNUSED)
{
	assert_line("", 0, DW_NO_INPUT, NULL);
	assert_line("\n", 1, DW_NO_INPUT, NULL);
	assert_line("\r\n", 2, DW_NO_INPUT, NULL);
	assert_int_equal(
		dw_secret_read_line(-1, &(struct dw_secret){ 0 }, NULL), DW_NO_INPUT);
}

static void
zero_bytes_and_endless_lines_are_refused(void **state DW_UNUSED)
{
	DW_AUTO_FREE char *big = dw_calloc(DW_SECRET_MAX + 2, 1);
	DW_AUTO_FREE char *whole = NULL;

	assert_line("a\0b\n", 4, DW_INVALID, NULL);
	memset(big, 'a', DW_SECRET_MAX + 1);
	assert_line(big, DW_SECRET_MAX + 1, DW_INVALID, NULL);
	whole = dw_strndup(big, DW_SECRET_MAX);
	big[DW_SECRET_MAX] = '\n';
	assert_line(big, DW_SECRET_MAX + 1, DW_OK, whole);
}

/* ---- from a terminal ---- */

struct asked {
	pid_t child;
	int master;
	int slave; /* kept open, so that its modes can be read when the child is gone */
};

/* What the child answers with its exit status. */
enum { ANSWER_GOOD = 10, ANSWER_OTHER = 11, CODE_BASE = 20 };

static void
ask_in_child(const char *tty, bool confirm, bool ignore)
{
	static const int signals[] = { SIGHUP, SIGQUIT, SIGTERM, SIGTSTP };
	struct dw_secret secret = { 0 };
	enum dw_code rc;

	/* Whoever runs the tests in the background may have some of them ignored. */
	for (size_t i = 0; i < DW_COUNT(signals); i++)
		signal(signals[i], SIG_DFL);
	signal(SIGINT, ignore ? SIG_IGN : SIG_DFL);
	rc = dw_secret_ask(tty, "Password: ", confirm, &secret, NULL);
	if (rc != DW_OK)
		_exit(CODE_BASE + (int)rc);
	_exit(strcmp(secret.data, "sésame") == 0 ? ANSWER_GOOD : ANSWER_OTHER);
}

static struct asked
ask(bool confirm, bool ignore)
{
	struct asked asked;
	char tty[64];

	assert_int_equal(openpty(&asked.master, &asked.slave, tty, NULL, NULL), 0);
	asked.child = fork();
	if (asked.child == 0) {
		/* A session of its own, in whose terminal Ctrl-C and Ctrl-Z work. */
		close(asked.master);
		if (setsid() < 0 || ioctl(asked.slave, TIOCSCTTY, 0) != 0)
			_exit(99);
		/* One process more: the leader of a session cannot be stopped from within. */
		pid_t inner = fork();
		int status = 0;

		if (inner == 0) {
			setpgid(0, 0);
			signal(SIGTTOU, SIG_IGN);
			tcsetpgrp(asked.slave, getpid());
			signal(SIGTTOU, SIG_DFL);
			ask_in_child(tty, confirm, ignore);
		}
		signal(SIGHUP, SIG_IGN);
		while (waitpid(inner, &status, WUNTRACED) == inner &&
			WIFSTOPPED(status)) {
			/* As a shell does: note that it stopped, then go on. */
			struct termios modes;

			tcgetattr(asked.slave, &modes);
			dprintf(asked.slave, "<stopped, echo %s>",
				modes.c_lflag & ECHO ? "on" : "off");
			kill(-inner, SIGCONT);
		}
		_exit(WIFSIGNALED(status) ? 100 + WTERMSIG(status) : WEXITSTATUS(status));
	}
	return asked;
}

/* Reads until the text was seen, for ten seconds; false when it never came. */
static bool
sees(const struct asked *asked, const char *text)
{
	char seen[4096] = "";
	size_t len = 0;

	while (strstr(seen, text) == NULL) {
		struct pollfd output = { .fd = asked->master, .events = POLLIN };
		ssize_t n;

		if (len == sizeof(seen) - 1 || poll(&output, 1, 10000) <= 0)
			return false;
		n = read(asked->master, seen + len, 1);
		if (n <= 0)
			return false;
		len += (size_t)n;
		seen[len] = '\0';
		if (strstr(seen, "sésame") != NULL)
			return false; /* the secret was echoed */
	}
	return true;
}

static void
type(const struct asked *asked, const char *keys)
{
	assert_int_equal(write(asked->master, keys, strlen(keys)), (ssize_t)strlen(keys));
}

static bool
echoes(const struct asked *asked)
{
	struct termios modes;

	assert_int_equal(tcgetattr(asked->slave, &modes), 0);
	return (modes.c_lflag & ECHO) != 0;
}

static int
outcome(struct asked *asked)
{
	int status = 0;

	assert_int_equal(waitpid(asked->child, &status, 0), asked->child);
	assert_true(echoes(asked));
	close(asked->master);
	close(asked->slave);
	return WEXITSTATUS(status);
}

static void
asking_hides_what_is_typed(void **state DW_UNUSED)
{
	struct asked asked = ask(false, false);

	assert_true(sees(&asked, "Password: "));
	assert_false(echoes(&asked));
	type(&asked, "sésame\n");
	assert_int_equal(outcome(&asked), ANSWER_GOOD);
}

static void
asking_twice_wants_the_same_twice(void **state DW_UNUSED)
{
	struct asked asked = ask(true, false);

	assert_true(sees(&asked, "Password: "));
	type(&asked, "sésame\n");
	assert_true(sees(&asked, "once more: "));
	type(&asked, "sésame\n");
	assert_int_equal(outcome(&asked), ANSWER_GOOD);

	asked = ask(true, false);
	assert_true(sees(&asked, "Password: "));
	type(&asked, "sésame\n");
	assert_true(sees(&asked, "once more: "));
	type(&asked, "sesame\n");
	assert_int_equal(outcome(&asked), CODE_BASE + DW_INVALID);
}

static void
an_empty_answer_is_none(void **state DW_UNUSED)
{
	struct asked asked = ask(false, false);

	assert_true(sees(&asked, "Password: "));
	type(&asked, "\n");
	assert_int_equal(outcome(&asked), CODE_BASE + DW_NO_INPUT);

	asked = ask(false, false);
	assert_true(sees(&asked, "Password: "));
	type(&asked, "\x04");
	assert_int_equal(outcome(&asked), CODE_BASE + DW_NO_INPUT);
}

/* outcome() looks at the echo each time. */
static void
control_c_puts_the_echo_back_and_ends(void **state DW_UNUSED)
{
	struct asked asked = ask(false, false);

	assert_true(sees(&asked, "Password: "));
	type(&asked, "half\x03");
	assert_int_equal(outcome(&asked), 100 + SIGINT);
}

static void
who_ignores_control_c_is_asked_on(void **state DW_UNUSED)
{
	struct asked asked = ask(false, true);

	assert_true(sees(&asked, "Password: "));
	type(&asked, "\x03");
	type(&asked, "sésame\n");
	assert_int_equal(outcome(&asked), ANSWER_GOOD);
}

static void
signals_from_elsewhere_put_the_echo_back(void **state DW_UNUSED)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGQUIT };

	for (size_t i = 0; i < DW_COUNT(signals); i++) {
		struct asked asked = ask(false, false);
		pid_t group;

		assert_true(sees(&asked, "Password: "));
		group = tcgetpgrp(asked.master);
		assert_true(group > 1);
		assert_int_equal(kill(-group, signals[i]), 0);
		assert_int_equal(outcome(&asked), 100 + signals[i]);
	}
}

static void
control_z_puts_the_echo_back_and_asks_again(void **state DW_UNUSED)
{
	struct asked asked = ask(true, false);

	assert_true(sees(&asked, "Password: "));
	type(&asked, "half\x1a");
	assert_true(sees(&asked, "<stopped, echo on>"));
	assert_true(sees(&asked, "Password: "));
	assert_false(echoes(&asked));
	type(&asked, "sésame\n");
	assert_true(sees(&asked, "once more: "));
	type(&asked, "sésame\n");
	assert_int_equal(outcome(&asked), ANSWER_GOOD);
}

static void
without_a_terminal_nobody_is_asked(void **state DW_UNUSED)
{
	struct dw_secret secret = { 0 };
	struct dw_error err = { 0 };

	assert_int_equal(
		dw_secret_ask("/dev/null", "?", false, &secret, &err), DW_UNAVAILABLE);
	assert_int_equal(
		dw_secret_ask("/no/such/tty", "?", false, &secret, &err), DW_UNAVAILABLE);
	assert_null(secret.data);
}

static int
start(void **state DW_UNUSED)
{
	return sodium_init() < 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_ends_at_its_newline_or_at_the_end),
		cmocka_unit_test(what_follows_the_line_stays_in_the_pipe),
		cmocka_unit_test(nothing_is_not_a_secret),
		cmocka_unit_test(zero_bytes_and_endless_lines_are_refused),
		cmocka_unit_test(asking_hides_what_is_typed),
		cmocka_unit_test(asking_twice_wants_the_same_twice),
		cmocka_unit_test(an_empty_answer_is_none),
		cmocka_unit_test(control_c_puts_the_echo_back_and_ends),
		cmocka_unit_test(who_ignores_control_c_is_asked_on),
		cmocka_unit_test(signals_from_elsewhere_put_the_echo_back),
		cmocka_unit_test(control_z_puts_the_echo_back_and_asks_again),
		cmocka_unit_test(without_a_terminal_nobody_is_asked),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
