/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How one value is written: for people, as JSON, as CSV. See table.h.
 */
#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/table.h"
#include "base/utf8.h"

static_assert(sizeof(struct dw_value) == sizeof(struct dw_uuid), "{ 0 } must clear all");

static void
add_shown(struct dw_buf *out, const char *text)
{
	if (text != NULL)
		dw_display(out, text, strlen(text));
}

/* Fixed words whose first letters tell them apart. */
static void
add_letters(struct dw_buf *out, const struct dw_names *names)
{
	if (names->count == 0)
		dw_buf_puts(out, "--");
	for (size_t i = 0; i < names->count; i++)
		dw_buf_putc(out, (char)toupper((unsigned char)names->items[i][0]));
}

/* A number that may be absent, and is. */
static bool
is_absent(const struct dw_column *column, const struct dw_value *value)
{
	return (column->flags & DW_COL_MAYBE) != 0 && value->num < 0;
}

void
dw_value_text(struct dw_buf *out, const struct dw_column *column,
	const struct dw_value *value, int64_t now)
{
	char time[DW_TIME_TEXT];
	char id[DW_UUID_TEXT];

	switch (column->type) {
	case DW_JSON:
		/* An empty list is nothing to read. */
		if (value->text != NULL && strcmp(value->text, "[]") == 0)
			break;
		add_shown(out, value->text);
		break;
	case DW_TEXT:
		add_shown(out, value->text);
		break;
	case DW_WORD:
		add_shown(out, dw_word_text(value->text));
		break;
	case DW_INT:
		if (!is_absent(column, value))
			dw_buf_printf(out, "%" PRId64, value->num);
		break;
	case DW_BOOL:
		dw_buf_puts(out, value->num != 0 ? _("yes") : _("no"));
		break;
	case DW_TIME:
		dw_buf_puts(out, (column->flags & DW_COL_BADGE) != 0
					 ? dw_time_ago(value->num, now, time)
					 : dw_time_local(value->num, time));
		break;
	case DW_ID:
		if (!dw_uuid_is_none(&value->id))
			dw_buf_puts(out, dw_uuid_format(&value->id, id));
		break;
	case DW_NAMES:
		if ((column->flags & DW_COL_LETTERS) != 0) {
			add_letters(out, &value->names);
			break;
		}
		for (size_t i = 0; i < value->names.count; i++) {
			dw_buf_puts(out, i > 0 ? ", " : "");
			add_shown(out, value->names.items[i]);
		}
		break;
	}
}

/* A code point as JSON escapes it: one \uXXXX, or two of them. */
static void
add_escape(struct dw_buf *out, uint32_t code)
{
	if (code >= 0x10000) {
		dw_buf_printf(out, "\\u%04x", 0xd800 + ((code - 0x10000) >> 10));
		code = 0xdc00 + ((code - 0x10000) & 0x3ff);
	}
	dw_buf_printf(out, "\\u%04x", code);
}

/* How many bytes from here on stand in a JSON string as they are. */
static size_t
plain_run(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && text[n] >= 0x20 && text[n] < 0x7f && text[n] != '"' &&
		text[n] != '\\')
		n++;
	return n;
}

void
dw_json_string(struct dw_buf *out, const char *text)
{
	static const char letters[] =
		"\"\"\\\\\bb\ff\nn\rr\tt"; /* character and its letter */
	size_t len;

	if (text == NULL) {
		dw_buf_puts(out, "null");
		return;
	}
	len = strlen(text);
	dw_buf_putc(out, '"');
	for (size_t at = 0; at < len;) {
		size_t n = plain_run(text + at, len - at);
		const char *letter = NULL;
		uint32_t code;

		if (n > 0) {
			dw_buf_add(out, text + at, n);
			at += n;
			continue;
		}
		n = dw_utf8_decode(text + at, len - at, &code);
		for (size_t i = 0; n == 1 && letter == NULL && i < sizeof(letters) - 1;
			i += 2)
			if ((unsigned char)letters[i] == code)
				letter = &letters[i + 1];
		if (n == 0)
			dw_buf_puts(out, "\xef\xbf\xbd");
		else if (letter != NULL)
			dw_buf_add(out, (const char[]){ '\\', *letter }, 2);
		else if (dw_code_is_hidden(code))
			add_escape(out, code);
		else
			dw_buf_add(out, text + at, n);
		at += n > 0 ? n : 1;
	}
	dw_buf_putc(out, '"');
}

/* JSON as it is, but for what cannot be seen: in JSON that is only ever inside a string. */
static void
add_json(struct dw_buf *out, const char *json)
{
	size_t len = strlen(json), n;
	uint32_t code;

	for (size_t at = 0; at < len; at += n) {
		n = dw_utf8_decode(json + at, len - at, &code);
		if (n > 0 && code >= 0x7f && dw_code_is_hidden(code)) {
			add_escape(out, code);
		} else {
			n = n > 0 ? n : 1;
			dw_buf_add(out, json + at, n);
		}
	}
}

void
dw_value_json(
	struct dw_buf *out, const struct dw_column *column, const struct dw_value *value)
{
	char time[DW_TIME_TEXT];
	char id[DW_UUID_TEXT];

	switch (column->type) {
	case DW_TEXT:
	case DW_WORD:
		/* Nothing is null, whether it was never given or has been emptied. */
		dw_json_string(out, value->text != NULL && value->text[0] != '\0' ? value->text : NULL);
		break;
	case DW_JSON:
		add_json(out, value->text != NULL ? value->text : "null");
		break;
	case DW_INT:
		if (is_absent(column, value))
			dw_buf_puts(out, "null");
		else
			dw_buf_printf(out, "%" PRId64, value->num);
		break;
	case DW_BOOL:
		dw_buf_puts(out, value->num != 0 ? "true" : "false");
		break;
	case DW_TIME:
		dw_json_string(
			out, value->num != 0 ? dw_time_rfc3339(value->num, time) : NULL);
		break;
	case DW_ID:
		dw_json_string(out, dw_uuid_is_none(&value->id)
					    ? NULL
					    : dw_uuid_format(&value->id, id));
		break;
	case DW_NAMES:
		dw_buf_putc(out, '[');
		for (size_t i = 0; i < value->names.count; i++) {
			dw_buf_puts(out, i > 0 ? "," : "");
			dw_json_string(out, value->names.items[i]);
		}
		dw_buf_putc(out, ']');
		break;
	}
}

/* One name of a list: what would part it into two has a backslash before it. */
static void
add_csv_name(struct dw_buf *out, const char *name)
{
	for (const char *at = name; *at != '\0'; at++) {
		if (strchr(";,\\", *at) != NULL)
			dw_buf_putc(out, '\\');
		dw_buf_putc(out, *at);
	}
}

void
dw_value_csv(
	struct dw_buf *out, const struct dw_column *column, const struct dw_value *value)
{
	char time[DW_TIME_TEXT];
	char id[DW_UUID_TEXT];

	switch (column->type) {
	case DW_TEXT:
	case DW_WORD:
	case DW_JSON:
		dw_buf_puts(out, value->text);
		break;
	case DW_INT:
		if (!is_absent(column, value))
			dw_buf_printf(out, "%" PRId64, value->num);
		break;
	case DW_BOOL:
		dw_buf_puts(out, value->num != 0 ? "true" : "false");
		break;
	case DW_TIME:
		dw_buf_puts(out, dw_time_rfc3339(value->num, time));
		break;
	case DW_ID:
		if (!dw_uuid_is_none(&value->id))
			dw_buf_puts(out, dw_uuid_format(&value->id, id));
		break;
	case DW_NAMES:
		for (size_t i = 0; i < value->names.count; i++) {
			dw_buf_puts(out, i > 0 ? ";" : "");
			add_csv_name(out, value->names.items[i]);
		}
		break;
	}
}

/*
 * Would a spreadsheet take it for a formula? Some also know the full-width signs. What
 * begins with apostrophes before such a sign counts as well, so that the apostrophe put
 * before it can be told from its own: taking exactly one away gives back what was there.
 */
static bool
is_formula(const char *text)
{
	static const char *const signs[] = { "=", "+", "-", "@", "\t", "\r", "\n", "＝",
		"＋", "－", "＠" };

	text += strspn(text, "'");
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strncmp(text, signs[i], strlen(signs[i])) == 0)
			return true;
	return false;
}

const char *
dw_csv_unguard(const char *field)
{
	return field[0] == '\'' && is_formula(field) ? field + 1 : field;
}

void
dw_csv_field(struct dw_buf *out, const char *text, bool raw)
{
	bool guarded = !raw && is_formula(text);
	size_t len = strlen(text);
	bool quoted = strpbrk(text, ",;\"\r\n\t") != NULL ||
		      (len > 0 && (text[0] == ' ' || text[len - 1] == ' '));

	if (quoted)
		dw_buf_putc(out, '"');
	if (guarded)
		dw_buf_putc(out, '\'');
	for (const char *at = text; *at != '\0'; at++) {
		if (*at == '"')
			dw_buf_putc(out, '"');
		dw_buf_putc(out, *at);
	}
	if (quoted)
		dw_buf_putc(out, '"');
}
