/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Eight processes with different operators write at once: every acknowledged change
 * is there with its entry, and nobody is told that the store is locked.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/heavy/deeds.h"

static int
seconds(void)
{
	const char *level = getenv("DW_TEST_LEVEL");

	return level != NULL && strcmp(level, "soak") == 0 ? 600 : 60;
}

/* What a writer reports: its exit status is 0 only if each change went well. */
struct report {
	int64_t changes, last;
	char trouble[256];
};

static void
write_for(const struct place *place, int operator, int out)
{
	struct report report = { 0 };
	time_t end = time(NULL) + seconds();
	struct deeds d;

	deeds_open(&d, place, operator, (uint64_t)operator + 77);
	while (time(NULL) < end) {
		struct dw_error err = { 0 };
		int64_t seq;
		enum dw_code rc = deeds_one(&d, &seq, &err);

		if (rc != DW_OK && rc != DW_STATE) {
			snprintf(report.trouble, sizeof(report.trouble), "%s: %.200s", dw_code_name(rc),
				err.message);
			break;
		}
		if (seq != 0) {
			report.changes++;
			report.last = seq;
		}
	}
	deeds_close(&d);
	_exit(write(out, &report, sizeof(report)) == sizeof(report) ? 0 : 1);
}

static void
eight_writers_lose_nothing_and_meet_no_lock(void **state)
{
	const struct place *place = *state;
	int64_t changes = 0, kept = 0;
	struct dw_db *db;
	int ends[2];

	deeds_store(place);
	assert_int_equal(pipe(ends), 0);
	for (int i = 0; i < DEEDS_OPERATORS; i++)
		if (fork() == 0)
			write_for(place, i, ends[1]);
	close(ends[1]);
	for (int i = 0; i < DEEDS_OPERATORS; i++) {
		struct report report;

		assert_int_equal(read(ends[0], &report, sizeof(report)), sizeof(report));
		assert_string_equal(report.trouble, "");
		assert_true(report.changes > 0);
		changes += report.changes;
	}
	close(ends[0]);
	while (wait(NULL) > 0)
		continue;
	deeds_judge(place);
	db = place_open(place, DW_DB_WRITE);
	for (int64_t seq = 1; deeds_has(db, seq); seq++)
		kept = seq;
	dw_db_close(db);
	print_message("# %d seconds, %lld changes, %lld entries\n", seconds(), (long long)changes,
		(long long)kept);
	assert_true(kept >= changes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(eight_writers_lose_nothing_and_meet_no_lock, place_setup,
			place_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
