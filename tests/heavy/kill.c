/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kill -9 at random points: what was acknowledged is there with its entry, and nothing
 * is half applied. A child makes random changes and tells each over a pipe; the parent
 * kills it after a random while, looks, and starts the next.
 */
#include "tests/support/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/query.h"
#include "tests/heavy/deeds.h"

static int
kills(void)
{
	const char *level = getenv("DW_TEST_LEVEL");

	return level != NULL && strcmp(level, "soak") == 0 ? 10000 : 1000;
}

static void
child(const struct place *place, int out, int round)
{
	struct deeds d;

	deeds_open(&d, place, round % DEEDS_OPERATORS, (uint64_t)round + 1);
	for (;;) {
		struct dw_error err = { 0 };
		int64_t seq;

		deeds_one(&d, &seq, &err);
		if (seq != 0 && write(out, &seq, sizeof(seq)) != sizeof(seq))
			_exit(1);
	}
}

/* The next acknowledgement; false when there is none and will be none. */
static bool
told_by(int in, int64_t *last, int64_t *told)
{
	int64_t seq;

	if (read(in, &seq, sizeof(seq)) != sizeof(seq))
		return false;
	*last = seq;
	++*told;
	return true;
}

/*
 * Some changes are waited for, so that on a slow disk there are any; then the child is
 * killed after a random moment more, which may be anywhere in the next one.
 */
static int64_t
one_kill(const struct place *place, int round)
{
	struct timespec moment = { .tv_nsec = (random() % 2000) * 1000 };
	int64_t last = 0, told = 0;
	int ends[2];
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(ends[0]);
		child(place, ends[1], round);
		_exit(0);
	}
	close(ends[1]);
	for (long wanted = random() % 5; told < wanted;)
		assert_true(told_by(ends[0], &last, &told));
	nanosleep(&moment, NULL);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	while (told_by(ends[0], &last, &told))
		continue;
	close(ends[0]);
	if (last != 0) {
		struct dw_db *db = place_open(place, DW_DB_WRITE);

		/* Entries are without gaps, so the last one being there means that all are. */
		if (!deeds_has(db, last))
			fail_msg("entry %lld was acknowledged and is lost", (long long)last);
		dw_db_close(db);
	}
	return told;
}

static void
nothing_acknowledged_is_lost_and_nothing_is_half_applied(void **state)
{
	const struct place *place = *state;
	int64_t told = 0;

	srandom(20261120);
	deeds_store(place);
	for (int i = 0; i < kills(); i++) {
		told += one_kill(place, i);
		if (i % 50 == 49)
			deeds_judge(place);
	}
	deeds_judge(place);
	print_message("# %d kills, %lld acknowledged changes\n", kills(), (long long)told);
	/* Were nothing ever acknowledged, the test would prove nothing. */
	assert_true(told > kills());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_acknowledged_is_lost_and_nothing_is_half_applied,
			place_setup, place_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
