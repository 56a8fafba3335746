/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sliding minute: exact at its edges, kept in the store, apart for reads and writes.
 */
#include "tests/support/test.h"

#include "base/clock.h"
#include "domain/throttle.h"
#include "store/query.h"
#include "tests/support/place.h"

#define T0 INT64_C(1700000000000)

struct scene {
	struct dw_db *db;
	struct dw_conf *conf;
};

static void
scene_open(struct scene *s, void **state)
{
	struct place *place = *state;

	place_store(place);
	s->db = place_open(place, DW_DB_WRITE);
	s->conf = dw_conf_new();
	assert_int_equal(dw_exec(s->db, "INSERT INTO user (id, uuid, username, username_key, created_at,"
		" updated_at) VALUES (7, randomblob(16), 'a', 'a', 1, 1)", NULL), DW_OK);
}

static void
scene_close(struct scene *s)
{
	dw_db_close(s->db);
	dw_conf_free(s->conf);
}

static enum dw_code
take(struct scene *s, int64_t units, int64_t now, struct dw_error *err)
{
	return dw_throttle_take(s->db, s->conf, 7, DW_THROTTLE_SENSITIVE, units, now, err);
}

static void
thirty_writes_pass_in_a_minute_and_the_next_waits(void **state)
{
	struct scene s;
	struct dw_error err = { 0 };

	scene_open(&s, state);
	for (int i = 0; i < 30; i++)
		assert_int_equal(take(&s, 1, T0 + i * 1000, NULL), DW_OK);
	assert_int_equal(take(&s, 1, T0 + 30000, &err), DW_THROTTLED);
	assert_int_equal(err.retry_after, 30);
	assert_int_equal(take(&s, 1, T0 + DW_MINUTE - 1, &err), DW_THROTTLED);
	assert_int_equal(err.retry_after, 1);
	assert_int_equal(take(&s, 1, T0 + DW_MINUTE, NULL), DW_OK);
	assert_int_equal(take(&s, 1, T0 + DW_MINUTE, NULL), DW_THROTTLED);
	scene_close(&s);
}

static void
a_new_connection_does_not_reset_it(void **state)
{
	struct scene s;

	scene_open(&s, state);
	assert_int_equal(take(&s, 30, T0, NULL), DW_OK);
	dw_db_close(s.db);
	s.db = place_open(*state, DW_DB_WRITE);
	assert_int_equal(take(&s, 1, T0 + 1000, NULL), DW_THROTTLED);
	scene_close(&s);
}

static void
reads_and_writes_are_apart(void **state)
{
	struct scene s;

	scene_open(&s, state);
	assert_int_equal(take(&s, 30, T0, NULL), DW_OK);
	assert_int_equal(dw_throttle_take(s.db, s.conf, 7, DW_THROTTLE_READ, 300, T0, NULL), DW_OK);
	assert_int_equal(dw_throttle_take(s.db, s.conf, 7, DW_THROTTLE_READ, 1, T0, NULL), DW_THROTTLED);
	scene_close(&s);
}

static void
looking_counts_nothing_and_tells_what_is_left(void **state)
{
	struct scene s;
	int64_t left;

	scene_open(&s, state);
	for (int i = 0; i < 100; i++)
		assert_int_equal(dw_throttle_look(s.db, s.conf, 7, DW_THROTTLE_SENSITIVE, 1, T0, &left, NULL),
			DW_OK);
	assert_int_equal(left, 29);
	scene_close(&s);
}

static void
a_clock_that_goes_back_locks_nobody_out(void **state)
{
	struct scene s;

	scene_open(&s, state);
	assert_int_equal(take(&s, 30, T0 + 10 * DW_DAY, NULL), DW_OK);
	assert_int_equal(take(&s, 1, T0 + 10 * DW_DAY - 5000, NULL), DW_THROTTLED);
	assert_int_equal(take(&s, 1, T0, NULL), DW_OK);
	scene_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(thirty_writes_pass_in_a_minute_and_the_next_waits,
			place_setup, place_teardown),
		cmocka_unit_test_setup_teardown(a_new_connection_does_not_reset_it, place_setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(reads_and_writes_are_apart, place_setup, place_teardown),
		cmocka_unit_test_setup_teardown(looking_counts_nothing_and_tells_what_is_left, place_setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(a_clock_that_goes_back_locks_nobody_out,
			place_setup, place_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
