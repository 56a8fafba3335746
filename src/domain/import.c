/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Importing users: from a file's first line to what is known when it has ended. Rows are
 * judged in import_row.c and written in import_apply.c. See import.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "domain/import_rows.h"

#define ARENA_ROOM (256 << 10)
#define PROGRESS_ROWS 512

const struct dw_import_column dw_import_columns[] = {
	[USERNAME] = { "username", N_("Must be there for everybody who is new."), DW_IMPORT_EXAMPLE },
	[FIRST_NAME] = { "first_name", N_("First name."), "Ada" },
	[LAST_NAME] = { "last_name", N_("Last name."), "Lovelace" },
	[PROFILE_NAME] = { "profile_name", N_("The name that others see."), "Ada L." },
	[EMAIL] = { "email", N_("E-mail address."), "ada.lovelace@example.org" },
	[PHONE] = { "phone", N_("Phone number."), "+44 20 7946 0123" },
	[STAFF] = { "staff", N_("true or false; only admins may import true."), "false" },
	[ACTIVE] = { "active", N_("true or false; of somebody new empty means true."), "true" },
	[VERIFIED] = { "email_verified", N_("true or false: whether the address is known to belong "
		"to the person."), "false" },
	[FROM] = { "valid_from", N_("A time, as RFC 3339 or a date; empty means always."), "" },
	[UNTIL] = { "valid_until", N_("A time, as RFC 3339 or a date; empty means no end."),
		"2099-12-31" },
	[GROUPS] = { "groups", N_("Names of groups that exist, separated by semicolons or (in a "
		"quoted field) commas."), "Help desk;Viewer" },
	[HASH] = { "password_hash", N_("A hash of Argon2id, of crypt(3) or of Django's "
		"pbkdf2_sha256. Never a plain password. Of users who are there already it is passed "
		"over."), "" },
	[ID] = { "id", N_("Whose row it is, with --update-by id; otherwise passed over."), "" },
	[COLUMNS] = { NULL, NULL, NULL },
};

/* ---- texts that live as long as the import ---------------------------------------- */

struct dw_arena {
	struct dw_arena *next;
	size_t used, size;
	char data[];
};

void *
import_room(struct dw_import *import, size_t size)
{
	struct dw_arena *arena = import->arena;
	void *place;

	size = (size + 7) & ~(size_t)7;
	if (arena == NULL || arena->size - arena->used < size) {
		size_t room = size > ARENA_ROOM ? size : ARENA_ROOM;

		arena = dw_calloc(1, sizeof(*arena) + room);
		arena->size = room;
		arena->next = import->arena;
		import->arena = arena;
	}
	place = arena->data + arena->used;
	arena->used += size;
	return place;
}

const char *
import_keep(struct dw_import *import, const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(import_room(import, size), text, size);
}

/* ---- the whole ------------------------------------------------------------------------ */

int
import_column_named(const struct dw_import *import, const char *name)
{
	for (size_t i = 0; i < import->n_columns; i++)
		if (strcmp(import->columns[i].name, name) == 0)
			return (int)i;
	return DW_CSV_NO_COLUMN;
}

/* Which columns may be there: ours, and those of our exports that nobody may set. */
static void
accept_columns(struct dw_import *import, const struct dw_column *exported, size_t n)
{
	import->columns = dw_calloc(COLUMNS + n, sizeof(*import->columns));
	for (size_t i = 0; i < COLUMNS; i++)
		import->columns[import->n_columns++] = (struct dw_csv_column){
			.name = dw_import_columns[i].name,
			.use = i == ID && import->options.update_by != DW_IMPORT_BY_ID ?
				DW_CSV_PASSED_OVER : DW_CSV_OPTIONAL,
		};
	for (size_t i = 0; i < n; i++)
		if (import_column_named(import, exported[i].name) < 0)
			import->columns[import->n_columns++] = (struct dw_csv_column){
				.name = exported[i].name, .use = DW_CSV_PASSED_OVER };
}

struct dw_import *
dw_import_new(struct dw_work *w, const struct dw_column *exported, size_t n_exported,
	const struct dw_import_options *options)
{
	struct dw_import *import = dw_calloc(1, sizeof(*import));
	struct dw_csv_how how = { .header = import_take_header, .bad = import_take_bad };

	import->w = w;
	import->asked = (struct dw_user_edit)DW_USER_EDIT_NONE;
	if (options != NULL)
		import->options = *options;
	import->has = dw_calloc(COLUMNS, sizeof(*import->has));
	accept_columns(import, exported, n_exported);
	import->csv = dw_csv_new(import->columns, import->n_columns, &import->faults, import_take_row,
		import);
	how.separator = import->options.separator;
	how.sure = import->options.keep_going || import->options.plan;
	dw_csv_set(import->csv, &how);
	return import;
}

void
dw_import_free(struct dw_import *import)
{
	if (import == NULL)
		return;
	while (import->arena != NULL) {
		struct dw_arena *arena = import->arena;

		import->arena = arena->next;
		free(arena);
	}
	for (size_t i = 0; i < import->n_groups; i++) {
		json_decref(import->groups[i].names);
		free(import->groups[i].ids);
		free(import->groups[i].fault);
	}
	dw_csv_free(import->csv);
	dw_faults_clear(&import->faults);
	dw_keys_clear(&import->taken);
	dw_keys_clear(&import->people);
	dw_keys_clear(&import->group_texts);
	dw_buf_clear(&import->why);
	free(import->columns);
	free(import->groups);
	free(import->fields);
	free(import->rows);
	free(import->has);
	free(import->passed_over);
	free(import);
}

bool
import_keeps_rows(const struct dw_import *import)
{
	return import->options.keep_going || import->options.plan;
}

bool
dw_import_is_full(const struct dw_import *import)
{
	int64_t most = import->options.rows;

	/* Rows that nobody can judge yet are looked at as far as they are shown. */
	if (import->n_fields > 0 && !import->settled)
		return import->preview.n_rows >= DW_IMPORT_SHOWN;
	return most > 0 && import->counts.rows >= most;
}

enum dw_code
dw_import_feed(struct dw_import *import, const char *bytes, size_t len, struct dw_error *err)
{
	return dw_import_is_full(import) ? DW_OK : dw_csv_feed(import->csv, bytes, len, err);
}

static void
name_passed_over(struct dw_import *import)
{
	DW_AUTO(dw_buf) names = { 0 };

	for (size_t i = 0; i < import->n_columns; i++)
		if (import->columns[i].use == DW_CSV_PASSED_OVER && dw_csv_has(import->csv, i))
			dw_buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", import->columns[i].name);
	dw_replace(&import->passed_over, dw_buf_steal(&names));
}

/* One name of a row, so that both can be faults. */
static enum dw_code
judge_key(struct dw_import *import, struct dw_import_row *row, enum import_column column,
	struct dw_error *err)
{
	const struct dw_profile one = {
		.username_key = column == USERNAME ? row->profile.username_key : NULL,
		.email_key = column == EMAIL ? row->profile.email_key : NULL,
	};
	struct dw_error taken = { 0 };
	enum dw_code rc = dw_profile_is_free(import->w, row->user_id, &one, &taken);

	if (rc == DW_INVALID)
		import_fault(import, row, dw_import_columns[column].name, taken.message);
	else if (rc != DW_OK && err != NULL)
		*err = taken;
	return rc == DW_INVALID ? DW_OK : rc;
}

/* Whose names are taken in the store; asked again, inside the lock, when a row is written. */
static enum dw_code
judge_against_store(struct dw_import *import, const struct dw_progress *progress,
	struct dw_error *err)
{
	for (size_t i = 0; i < import->count; i++) {
		struct dw_import_row *row = &import->rows[i];
		enum dw_code rc;

		if ((rc = judge_key(import, row, USERNAME, err)) != DW_OK ||
			(rc = judge_key(import, row, EMAIL, err)) != DW_OK)
			return rc;
		if (i % PROGRESS_ROWS == 0 && progress->call != NULL &&
			!progress->call(progress->arg, (int64_t)i, (int64_t)import->count))
			return dw_fail(err, DW_CANCELLED, _("The import was cancelled; nothing was changed."));
	}
	return DW_OK;
}

/* The whole map that would do, behind the sentence. */
static enum dw_code
unsettled_fail(struct dw_import *import, struct dw_error *err)
{
	DW_AUTO_FREE char *map = import_proposed_map(import);
	enum dw_code rc = dw_faults_fail(&import->faults, true, err);
	size_t len = err != NULL ? strlen(err->message) : sizeof(err->message);

	/* Half a map would be worse than none. */
	if (map != NULL && len + strlen(map) + 60 < sizeof(err->message))
		snprintf(err->message + len, sizeof(err->message) - len, " %s --map '%s'",
			/* TRANSLATORS: before what to add to the command, so that it reads the file. */
			_("As proposed:"), map);
	return rc;
}

enum dw_code
dw_import_finish(struct dw_import *import, const struct dw_progress *progress,
	struct dw_error *err)
{
	enum dw_code rc = dw_import_is_full(import) ? DW_OK : dw_csv_finish(import->csv, err);
	bool ended = rc == DW_INVALID;

	if (rc != DW_OK && rc != DW_INVALID)
		return rc;
	name_passed_over(import);
	if (import->n_fields > 0 && !import->settled)
		return unsettled_fail(import, err);
	if ((rc = judge_against_store(import, progress, err)) != DW_OK)
		return rc;
	if (!ended && import_keeps_rows(import))
		return DW_OK;
	import->faulty = import->faults.total > 0;
	return dw_faults_fail(&import->faults, false, err);
}

bool
dw_import_is_faulty(const struct dw_import *import)
{
	return import->faulty;
}

struct dw_faults *
dw_import_faults(struct dw_import *import)
{
	return &import->faults;
}

const char *
dw_import_passed_over(const struct dw_import *import)
{
	return import->passed_over != NULL ? import->passed_over : "";
}

struct dw_import_counts
dw_import_counts(const struct dw_import *import)
{
	return import->counts;
}
