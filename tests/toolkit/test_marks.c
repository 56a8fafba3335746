/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marks against a plain array of flags: many adds and removes at random.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

#include "base/mem.h"
#include "ui/marks.h"

#define IDS 500

static struct dw_uuid
id_of(unsigned i)
{
	struct dw_uuid id = { { 0 } };

	/* Few different first bytes, so that probing is put to the test. */
	id.bytes[0] = (uint8_t)(i % 7);
	id.bytes[8] = (uint8_t)(i >> 8);
	id.bytes[9] = (uint8_t)i;
	id.bytes[15] = 1;
	return id;
}

static void
marks_remember_what_was_added_and_forget_what_was_removed(void **state)
{
	DW_AUTO(ui_marks) marks = { 0 };
	bool *flags = dw_calloc(IDS, sizeof *flags);
	unsigned seed = 7;
	size_t n = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		unsigned i = (seed = seed * 1103515245u + 12345u) >> 16;
		struct dw_uuid id = id_of(i % IDS);
		bool add = (seed >> 9) % 3 != 0;

		if (add)
			ui_marks_add(&marks, &id);
		else
			ui_marks_remove(&marks, &id);
		flags[i % IDS] = add;
	}
	for (unsigned i = 0; i < IDS; i++) {
		struct dw_uuid id = id_of(i);

		assert_int_equal(ui_marks_have(&marks, &id), flags[i]);
		n += flags[i];
	}
	assert_int_equal(marks.n, n);
	free(flags);
}

static void
walking_meets_each_mark_once(void **state)
{
	DW_AUTO(ui_marks) marks = { 0 };
	size_t at = 0, met = 0;
	struct dw_uuid id;

	(void)state;
	assert_false(ui_marks_next(&marks, &at, &id));
	for (unsigned i = 0; i < IDS; i++) {
		id = id_of(i);
		ui_marks_add(&marks, &id);
		ui_marks_add(&marks, &id);
	}
	while (ui_marks_next(&marks, &at, &id))
		met++;
	assert_int_equal(met, IDS);
}

static void
no_id_is_never_marked(void **state)
{
	DW_AUTO(ui_marks) marks = { 0 };
	struct dw_uuid none = { { 0 } };

	(void)state;
	ui_marks_add(&marks, &none);
	assert_int_equal(marks.n, 0);
	assert_false(ui_marks_have(&marks, &none));
	ui_marks_remove(&marks, &none);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_remember_what_was_added_and_forget_what_was_removed),
		cmocka_unit_test(walking_meets_each_mark_once),
		cmocka_unit_test(no_id_is_never_marked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
