/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hostile text for tests. See text.h.
 */
#include <stddef.h>

#include "tests/support/text.h"

uint32_t
test_random(uint64_t *state, uint32_t limit)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)(*state >> 32) % limit;
}

void
test_add_code(struct dw_buf *out, uint32_t code)
{
	if (code < 0x80) {
		dw_buf_putc(out, (char)code);
	} else if (code < 0x800) {
		dw_buf_putc(out, (char)(0xc0 | code >> 6));
	} else if (code < 0x10000) {
		dw_buf_putc(out, (char)(0xe0 | code >> 12));
		dw_buf_putc(out, (char)(0x80 | (code >> 6 & 0x3f)));
	} else {
		dw_buf_putc(out, (char)(0xf0 | code >> 18));
		dw_buf_putc(out, (char)(0x80 | (code >> 12 & 0x3f)));
		dw_buf_putc(out, (char)(0x80 | (code >> 6 & 0x3f)));
	}
	if (code >= 0x80)
		dw_buf_putc(out, (char)(0x80 | (code & 0x3f)));
}

void
test_hostile(uint64_t *state, struct dw_buf *out)
{
	static const uint32_t nasty[] = { 0x1b, 0x07, 0x7f, 0x85, 0x9b, 0xad, 0x300,
		0x301, 0x345, 0x34f, 0x61c, 0x93e, 0x94d, 0x1100, 0x1161, 0x11a8, 0x115f,
		0xac00, 0x200b, 0x200d, 0x200e, 0x2028, 0x2029, 0x202e, 0x2066, 0x2069,
		0x3000, 0x3164, 0xd800, 0xdfff, 0xe000, 0xfe0f, 0xfeff, 0xfffd, 0xffff,
		0x1f1e6, 0x1f3fb, 0x1f468, 0xe0001, 0xe0101, 0x10ffff, 0x110000 };
	uint32_t pieces = test_random(state, 40);

	dw_buf_reset(out);
	for (uint32_t i = 0; i < pieces; i++)
		switch (test_random(state, 6)) {
		case 0:
			dw_buf_putc(out, (char)(1 + test_random(state, 255)));
			break;
		case 1:
			dw_buf_putc(out, (char)(' ' + test_random(state, 95)));
			break;
		case 2:
			test_add_code(out, 0x300 + test_random(state, 0x70));
			break;
		case 3:
			test_add_code(out, 1 + test_random(state, 0x3000));
			break;
		case 4:
			test_add_code(out, 1 + test_random(state, 0x1fffff));
			break;
		default:
			test_add_code(out, nasty[test_random(state,
						   sizeof(nasty) / sizeof(*nasty))]);
			break;
		}
}
