/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows kept in memory, and fixed words for people. How values are written is in
 * table_text.c. See table.h.
 */
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/table.h"

/* The arena: text and lists of the rows, in pieces that never move. */
struct dw_chunk {
	struct dw_chunk *next;
	size_t used, room;
	alignas(max_align_t) char data[];
};

#define CHUNK_ROOM 16000

static void *
keep(struct dw_rows *rows, const void *bytes, size_t len, size_t align)
{
	struct dw_chunk *chunk = rows->arena;
	size_t at = chunk != NULL ? (chunk->used + align - 1) / align * align : 0;
	char *place;

	if (chunk == NULL || at > chunk->room || chunk->room - at < len) {
		size_t room = len > CHUNK_ROOM ? len : CHUNK_ROOM;

		chunk = dw_calloc(1, sizeof(*chunk) + room);
		chunk->room = room;
		chunk->next = rows->arena;
		rows->arena = chunk;
		at = 0;
	}
	place = chunk->data + at;
	if (len > 0)
		memcpy(place, bytes, len);
	chunk->used = at + len;
	return place;
}

static const char *
keep_text(struct dw_rows *rows, const char *text)
{
	return text == NULL ? NULL : keep(rows, text, strlen(text) + 1, 1);
}

static struct dw_value
keep_value(struct dw_rows *rows, enum dw_type type, const struct dw_value *value)
{
	struct dw_value kept = *value;
	const char **items;

	switch (type) {
	case DW_TEXT:
	case DW_WORD:
	case DW_JSON:
		kept.text = keep_text(rows, value->text);
		break;
	case DW_NAMES:
		items = keep(rows, value->names.items,
			value->names.count * sizeof(*items), alignof(char *));
		for (size_t i = 0; i < value->names.count; i++)
			items[i] = keep_text(rows, items[i]);
		kept.names.items = items;
		break;
	case DW_INT:
	case DW_BOOL:
	case DW_TIME:
	case DW_ID:
		break;
	}
	return kept;
}

static void
forget(struct dw_rows *rows)
{
	while (rows->arena != NULL) {
		struct dw_chunk *chunk = rows->arena;

		rows->arena = chunk->next;
		free(chunk);
	}
	dw_replace(&rows->next, NULL);
	rows->n_rows = 0;
	rows->more = rows->single = false;
	rows->total = -1;
}

/* The sink is the first member of its rows. */
static struct dw_rows *
rows_of(struct dw_sink *sink)
{
	return (struct dw_rows *)sink;
}

static enum dw_code
rows_begin(struct dw_sink *sink, const struct dw_column *columns, size_t n,
	struct dw_error *err DW_UNUSED)
{
	struct dw_rows *rows = rows_of(sink);

	forget(rows);
	if (n != rows->n_columns) {
		free(rows->values);
		rows->values = NULL;
		rows->cap_rows = 0;
	}
	rows->columns = columns;
	rows->n_columns = n;
	return DW_OK;
}

static enum dw_code
rows_row(struct dw_sink *sink, const struct dw_value *values,
	struct dw_error *err DW_UNUSED)
{
	struct dw_rows *rows = rows_of(sink);
	struct dw_value *row;

	if (rows->n_rows == rows->cap_rows) {
		rows->cap_rows = rows->cap_rows > 0 ? rows->cap_rows * 2 : 32;
		rows->values = dw_realloc(rows->values, rows->cap_rows,
			rows->n_columns * sizeof(*rows->values));
	}
	row = rows->values + rows->n_rows * rows->n_columns;
	for (size_t i = 0; i < rows->n_columns; i++)
		row[i] = keep_value(rows, rows->columns[i].type, &values[i]);
	rows->n_rows++;
	return DW_OK;
}

static enum dw_code
rows_end(struct dw_sink *sink, const struct dw_list_info *info,
	struct dw_error *err DW_UNUSED)
{
	struct dw_rows *rows = rows_of(sink);

	rows->more = info->more;
	rows->single = info->single;
	rows->total = info->total;
	rows->skipped = info->skipped;
	dw_replace(&rows->next, dw_strdup(info->next));
	return DW_OK;
}

void
dw_rows_init(struct dw_rows *rows)
{
	*rows = (struct dw_rows){
		.sink = { .begin = rows_begin, .row = rows_row, .end = rows_end },
		.total = -1,
	};
}

void
dw_rows_clear(struct dw_rows *rows)
{
	if (rows == NULL)
		return;
	forget(rows);
	free(rows->values);
	dw_rows_init(rows);
}

const struct dw_value *
dw_rows_at(const struct dw_rows *rows, size_t i)
{
	return i < rows->n_rows ? rows->values + i * rows->n_columns : NULL;
}

int
dw_column_find(const struct dw_column *columns, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(columns[i].name, name) == 0)
			return (int)i;
	return -1;
}

static const struct {
	const char *word, *text;
} words[] = {
	/* states of a user */
	{ "active", N_("active") },
	{ "locked", N_("locked") },
	{ "inactive", N_("inactive") },
	{ "binned", N_("in the bin") },
	{ "self_deletion", N_("self-deletion") },
	{ "erased", N_("erased") },
	/* why a user is inactive */
	{ "by_operator", N_("set inactive by an operator") },
	{ "by_directory", N_("disabled in the directory") },
	{ "missing_in_directory", N_("missing in the directory") },
	{ "not_yet_valid", N_("not valid yet") },
	{ "expired", N_("expired") },
	/* where something comes from */
	{ "local", N_("local") },
	{ "ldap", N_("directory") },
	{ "static", N_("by hand") },
	{ "rule", N_("by rule") },
	{ "directory", N_("directory") },
	/* views */
	{ "built_in", N_("built in") },
	{ "own", N_("own") },
	{ "shared", N_("shared") },
	/* second factors */
	{ "totp", N_("authenticator app") },
	{ "email", N_("e-mail") },
	{ "passkey", N_("passkey") },
	{ "backup", N_("backup codes") },
	{ "none", N_("none") },
	/* results */
	{ "ok", N_("done") },
	{ "refused", N_("refused") },
	{ "failed", N_("failed") },
	/* TRANSLATORS: what a check of the sign-in found: nobody gets in, more is asked for, good */
	{ "stops", N_("stops") },
	{ "asks", N_("asks") },
	{ "fine", N_("fine") },
	/* what a person signs in with, and how that ended */
	{ "password", N_("password") },
	{ "backup_code", N_("backup code") },
	{ "reset_code", N_("reset code") },
	{ "right", N_("right so far") },
	{ "wrong", N_("wrong") },
	{ "busy", N_("no turn") },
	{ "unknown", N_("unknown user") },
	{ "slowed", N_("slowed down") },
	{ "broken", N_("not to be verified") },
	{ "unfinished", N_("not finished") },
	/* where a person sits who acts */
	{ "ssh", N_("remote (SSH)") },
	{ "terminal", N_("terminal") },
	{ "script", N_("script") },
	{ "job", N_("job") },
	{ "door", N_("sign-in") },
	/* TRANSLATORS: what a row of an imported file does: makes a user, changes one, is as the
	 * store has it already, cannot be used. */
	{ "create", N_("create") },
	{ "change", N_("change") },
	{ "same", N_("unchanged") },
	{ "bad", N_("bad") },
};

const char *
dw_word_text(const char *word)
{
	if (word == NULL)
		return "";
	for (size_t i = 0; i < DW_COUNT(words); i++)
		if (strcmp(words[i].word, word) == 0)
			return _(words[i].text);
	return word;
}
