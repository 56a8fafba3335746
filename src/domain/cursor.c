/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cursors as bytes: version, sort and NUL, 't' or 'n', the text and NUL or eight bytes
 * big-endian, sixteen bytes of id; all of it as base64url without padding. See cursor.h.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/cursor.h"

#define CURSOR_VERSION 1
#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define LONGEST 8192 /* characters; a cursor of ours is far below */

void
dw_cursor_clear(struct dw_cursor *cursor)
{
	if (cursor == NULL)
		return;
	free(cursor->text);
	*cursor = (struct dw_cursor){ 0 };
}

char *
dw_cursor_write(const struct dw_cursor *cursor, const char *sort)
{
	DW_AUTO(dw_buf) bytes = { 0 };
	size_t room;
	char *opaque;

	dw_buf_putc(&bytes, CURSOR_VERSION);
	dw_buf_add(&bytes, sort, strlen(sort) + 1);
	if (cursor->text != NULL) {
		dw_buf_putc(&bytes, 't');
		dw_buf_add(&bytes, cursor->text, strlen(cursor->text) + 1);
	} else {
		dw_buf_putc(&bytes, 'n');
		dw_buf_be64(&bytes, (uint64_t)cursor->num);
	}
	dw_buf_add(&bytes, cursor->id.bytes, sizeof(cursor->id.bytes));
	room = sodium_base64_encoded_len(bytes.len, VARIANT);
	opaque = dw_calloc(1, room);
	sodium_bin2base64(opaque, room, (const unsigned char *)bytes.data, bytes.len, VARIANT);
	return opaque;
}

/* Takes the bytes apart into *out; false when they are not a cursor of this sort. */
static bool
take_apart(const char *bytes, size_t len, const char *sort, struct dw_cursor *out)
{
	size_t head = strlen(sort) + 1, at = 1 + head;
	const char *end;

	if (len < at + 1 || bytes[0] != CURSOR_VERSION || memcmp(bytes + 1, sort, head) != 0)
		return false;
	if (bytes[at] == 't') {
		at++;
		end = memchr(bytes + at, '\0', len - at);
		if (end == NULL || !dw_utf8_valid(bytes + at, (size_t)(end - bytes) - at))
			return false;
		out->text = dw_strdup(bytes + at);
		at = (size_t)(end - bytes) + 1;
	} else if (bytes[at] == 'n' && len >= at + 9) {
		uint64_t num = 0;

		for (size_t i = at + 1; i < at + 9; i++)
			num = num << 8 | (unsigned char)bytes[i];
		out->num = (int64_t)num;
		at += 9;
	} else {
		return false;
	}
	if (len - at != sizeof(out->id.bytes))
		return false;
	memcpy(out->id.bytes, bytes + at, sizeof(out->id.bytes));
	return true;
}

enum dw_code
dw_cursor_read(const char *opaque, const char *sort, struct dw_cursor *out, struct dw_error *err)
{
	DW_AUTO(dw_cursor) cursor = { 0 };
	size_t room = strnlen(opaque, LONGEST + 1), len = 0;
	DW_AUTO_FREE char *bytes = dw_calloc(1, room + 1);

	if (room > LONGEST || sodium_base642bin((unsigned char *)bytes, room, opaque, room, NULL,
			&len, NULL, VARIANT) != 0 || !take_apart(bytes, len, sort, &cursor))
		return dw_fail_field(err, DW_USAGE, "after",
			_("This is not a place in this list; take the cursor from its last page, "
			"with the same sort, or begin again without it"));
	*out = cursor;
	cursor = (struct dw_cursor){ 0 };
	return DW_OK;
}
