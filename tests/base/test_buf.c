/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A growing text.
 */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

static void
a_new_buffer_is_empty_text(void **state DW_UNUSED)
{
	struct dw_buf buf = { 0 };
	DW_AUTO_FREE char *text = NULL;

	assert_string_equal(dw_buf_text(&buf), "");
	text = dw_buf_steal(&buf);
	assert_string_equal(text, "");
	dw_buf_clear(&buf);
	dw_buf_clear(NULL);
}

static void
what_is_added_comes_in_order_and_ends_in_nul(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) buf = { 0 };

	dw_buf_add(&buf, "abc", 2);
	dw_buf_puts(&buf, "cd");
	dw_buf_puts(&buf, NULL);
	dw_buf_putc(&buf, 'e');
	dw_buf_printf(&buf, "%d%s", 42, "!");
	dw_buf_printf(&buf, "%s", "");
	assert_string_equal(buf.data, "abcde42!");
	assert_int_equal(buf.len, 8);
}

static void
it_grows_without_losing_anything(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) buf = { 0 };

	for (int i = 0; i < 10000; i++)
		dw_buf_printf(&buf, "%04d", i);
	assert_int_equal(buf.len, 40000);
	assert_memory_equal(buf.data + 4 * 1234, "1234", 4);
	assert_int_equal(strlen(buf.data), 40000);
}

static void
a_nul_inside_is_a_byte_like_others(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) buf = { 0 };

	dw_buf_add(&buf, "a\0b", 3);
	dw_buf_add(&buf, NULL, 0);
	assert_int_equal(buf.len, 3);
	assert_memory_equal(buf.data, "a\0b", 4);
}

static void
reset_empties_and_keeps_the_memory(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) buf = { 0 };
	const char *data;

	dw_buf_reset(&buf);
	dw_buf_puts(&buf, "abc");
	data = buf.data;
	dw_buf_reset(&buf);
	assert_string_equal(dw_buf_text(&buf), "");
	dw_buf_puts(&buf, "d");
	assert_ptr_equal(buf.data, data);
	assert_string_equal(buf.data, "d");
}

static void
stealing_leaves_it_empty(void **state DW_UNUSED)
{
	struct dw_buf buf = { 0 };
	DW_AUTO_FREE char *text = NULL;

	dw_buf_puts(&buf, "abc");
	text = dw_buf_steal(&buf);
	assert_string_equal(text, "abc");
	assert_null(buf.data);
	assert_int_equal(buf.cap, 0);
}

static void
integers_are_big_endian(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) buf = { 0 };

	dw_buf_be32(&buf, 0x01020304);
	dw_buf_be64(&buf, UINT64_C(0xfffefdfcfbfaf9f8));
	assert_int_equal(buf.len, 12);
	assert_memory_equal(
		buf.data, "\x01\x02\x03\x04\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8", 12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_buffer_is_empty_text),
		cmocka_unit_test(what_is_added_comes_in_order_and_ends_in_nul),
		cmocka_unit_test(it_grows_without_losing_anything),
		cmocka_unit_test(a_nul_inside_is_a_byte_like_others),
		cmocka_unit_test(reset_empties_and_keeps_the_memory),
		cmocka_unit_test(stealing_leaves_it_empty),
		cmocka_unit_test(integers_are_big_endian),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
