/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading and judging a file of users. Every value is judged by the same functions
 * that judge a form. Writing is in import_apply.c. See import.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "domain/credential.h"
#include "domain/group.h"
#include "domain/import_rows.h"

#define ARENA_ROOM (256 << 10)
#define LONGEST_KEY 2000
#define PROGRESS_ROWS 512

enum {
	USERNAME, FIRST_NAME, LAST_NAME, PROFILE_NAME, EMAIL, PHONE, STAFF, ACTIVE, VERIFIED, FROM,
	UNTIL, GROUPS, HASH, COLUMNS
};

const struct dw_import_column dw_import_columns[] = {
	[USERNAME] = { "username", N_("Must be there in every row.") },
	[FIRST_NAME] = { "first_name", N_("First name.") },
	[LAST_NAME] = { "last_name", N_("Last name.") },
	[PROFILE_NAME] = { "profile_name", N_("The name that others see.") },
	[EMAIL] = { "email", N_("E-mail address.") },
	[PHONE] = { "phone", N_("Phone number.") },
	[STAFF] = { "staff", N_("true or false; only admins may import true.") },
	[ACTIVE] = { "active", N_("true or false; empty means true.") },
	[VERIFIED] = { "email_verified", N_("true or false: whether the address is known to belong "
		"to the person.") },
	[FROM] = { "valid_from", N_("A time, as RFC 3339 or a date; empty means always.") },
	[UNTIL] = { "valid_until", N_("A time, as RFC 3339 or a date; empty means no end.") },
	[GROUPS] = { "groups", N_("Names of groups that exist, separated by semicolons or (in a "
		"quoted field) commas.") },
	[HASH] = { "password_hash", N_("A hash of Argon2id, of crypt(3) or of Django's "
		"pbkdf2_sha256. Never a plain password.") },
	[COLUMNS] = { NULL, NULL },
};

/* ---- texts that live as long as the import ---------------------------------------- */

struct dw_arena {
	struct dw_arena *next;
	size_t used;
	char data[ARENA_ROOM];
};

static char *
keep(struct dw_import *import, const char *text)
{
	size_t size = strlen(text) + 1;
	struct dw_arena *arena = import->arena;
	char *place;

	if (arena == NULL || ARENA_ROOM - arena->used < size) {
		arena = dw_calloc(1, sizeof(*arena));
		arena->next = import->arena;
		import->arena = arena;
	}
	place = arena->data + arena->used;
	memcpy(place, text, size);
	arena->used += size;
	return place;
}

/* Moves the texts of a profile into the arena; a key that says the same as its text shares it. */
static void
keep_profile(struct dw_import *import, struct dw_profile *profile, struct dw_profile *out)
{
	*out = *profile;
	for (size_t i = 0; i < DW_PROFILE_TEXTS; i++)
		if (i > 0 && strcmp(profile->texts[i], profile->texts[i - 1]) == 0)
			out->texts[i] = out->texts[i - 1];
		else
			out->texts[i] = keep(import, profile->texts[i]);
}

/* Of a row that will not be written, only what others are compared with. */
static void
keep_keys(struct dw_import *import, const struct dw_profile *profile, struct dw_profile *out)
{
	out->username_key = strlen(profile->username_key) < LONGEST_KEY ?
		keep(import, profile->username_key) : "";
	out->email_key = strlen(profile->email_key) < LONGEST_KEY ?
		keep(import, profile->email_key) : "";
}

/* ---- single values ------------------------------------------------------------------ */

static const char *
value(const struct dw_csv_row *row, size_t column)
{
	return row->values[column] != NULL ? row->values[column] : "";
}

static void
fault(struct dw_import *import, int64_t line, size_t column, const char *reason)
{
	dw_faults_add(&import->faults, line, dw_import_columns[column].name, "%s", reason);
}

/* -1 = empty; what is neither yes nor no is a fault. */
static int
read_yesno(struct dw_import *import, const struct dw_csv_row *row, size_t column)
{
	int answer = dw_csv_yesno(row->values[column]);

	if (answer != DW_CSV_NEITHER)
		return answer;
	fault(import, row->line, column, _("This must be true or false."));
	return -1;
}

/* -1 = empty. */
static int64_t
read_time(struct dw_import *import, const struct dw_csv_row *row, size_t column)
{
	const char *text = value(row, column);
	struct dw_error err;
	int64_t time;

	if (text[0] == '\0')
		return -1;
	if (dw_time_parse(text, import->w->now, &time, &err) == DW_OK)
		return time;
	fault(import, row->line, column, err.message);
	return -1;
}

/* NULL = none. Says nothing of what stood there: it may be somebody's password. */
static const char *
read_hash(struct dw_import *import, const struct dw_csv_row *row)
{
	const char *text = value(row, HASH);

	if (text[0] == '\0')
		return NULL;
	if (dw_password_scheme(text) != NULL)
		return text;
	fault(import, row->line, HASH, _("This is no password hash that sign-in knows (Argon2id, crypt(3) "
		"or Django's pbkdf2_sha256). Plain passwords are refused: whoever reads the file would "
		"know them. Leave it empty and set a password later."));
	return NULL;
}

/* The texts one by one, so that each wrong one is found. */
static void
judge_texts(struct dw_import *import, const struct dw_csv_row *row)
{
	for (size_t column = USERNAME; column <= PHONE; column++) {
		struct dw_user_edit one = DW_USER_EDIT_NONE;
		const char **const fields[] = { &one.username, &one.first_name, &one.last_name,
			&one.profile_name, &one.email, &one.phone };
		struct dw_error err;

		*fields[column] = value(row, column);
		if (dw_user_check(&one, import->w->conf, &err) != DW_OK)
			fault(import, row->line, column, err.message);
		else if (column == EMAIL && strstr(one.email, "***") != NULL)
			fault(import, row->line, column, _("This address is masked: whoever exported it may not "
				"see addresses. Import the real ones."));
	}
}

/* ---- groups ------------------------------------------------------------------------ */

/* Takes one name off a list: the next without a backslash separates. NULL at the end. Free it. */
static char *
next_name(const char **at)
{
	DW_AUTO(dw_buf) name = { 0 };
	const char *p = *at;

	if (*p == '\0')
		return NULL;
	for (; *p != '\0' && *p != ';' && *p != ','; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		dw_buf_putc(&name, *p);
	}
	*at = *p != '\0' ? p + 1 : p;
	return dw_buf_steal(&name);
}

static bool
has_id(const struct dw_import_groups *groups, int64_t id)
{
	for (size_t i = 0; i < groups->count; i++)
		if (groups->ids[i] == id)
			return true;
	return false;
}

static void
resolve(struct dw_import *import, const char *text, struct dw_import_groups *out)
{
	out->names = json_array();
	for (;;) {
		DW_AUTO_FREE char *name = next_name(&text);
		DW_AUTO(dw_group) group = { 0 };
		struct dw_error err;

		if (name == NULL)
			return;
		if (name[strspn(name, " ")] == '\0')
			continue;
		if (dw_group_find(import->w->db, name, &group, &err) != DW_OK) {
			out->fault = dw_strdup(err.message);
			return;
		}
		if (has_id(out, group.id))
			continue;
		out->ids = dw_realloc(out->ids, out->count + 1, sizeof(*out->ids));
		out->ids[out->count++] = group.id;
		json_array_append_new(out->names, json_string(group.name));
	}
}

/* The index of the list that a row names; looked up once for all rows that say the same. */
static size_t
read_groups(struct dw_import *import, const struct dw_csv_row *row)
{
	const char *text = value(row, GROUPS);
	int64_t known = dw_keys_find(&import->group_texts, text);
	size_t index = known >= 0 ? (size_t)known : import->n_groups;

	if (known < 0) {
		import->groups = dw_realloc(import->groups, index + 1, sizeof(*import->groups));
		import->groups[index] = (struct dw_import_groups){ 0 };
		import->n_groups++;
		resolve(import, text, &import->groups[index]);
		dw_keys_add(&import->group_texts, keep(import, text), (int64_t)index);
	}
	if (import->groups[index].fault != NULL)
		fault(import, row->line, GROUPS, import->groups[index].fault);
	return index;
}

/* ---- rows --------------------------------------------------------------------------- */

/* Username and address are one name space: sign-in accepts either. */
static void
take_key(struct dw_import *import, const struct dw_import_row *row, const char *key,
	size_t column)
{
	int64_t other = key[0] != '\0' ? dw_keys_find(&import->taken, key) : -1;

	if (other >= 0 && &import->rows[other] != row)
		dw_faults_add(&import->faults, row->line, dw_import_columns[column].name,
			_("Line %lld has the same username or e-mail address."),
			(long long)import->rows[other].line);
	else if (other < 0 && key[0] != '\0')
		dw_keys_add(&import->taken, key, row - import->rows);
}

/* The most that any row asks for, to be judged once. */
static void
note_asked(struct dw_user_edit *asked, const struct dw_user_edit *values)
{
	if (values->staff > 0)
		asked->staff = 1;
	if (values->verified > 0)
		asked->verified = 1;
	if (values->valid_from > 0)
		asked->valid_from = values->valid_from;
	if (values->valid_until > 0)
		asked->valid_until = values->valid_until;
	if (values->active == 0)
		asked->active = 0;
}

static struct dw_import_row *
more_rows(struct dw_import *import)
{
	if (import->count == import->cap) {
		import->cap = import->cap > 0 ? import->cap * 2 : 1024;
		import->rows = dw_realloc(import->rows, import->cap, sizeof(*import->rows));
	}
	return &import->rows[import->count++];
}

static enum dw_code
take_row(void *arg, const struct dw_csv_row *row, struct dw_error *err DW_UNUSED)
{
	static const struct dw_user nobody;
	struct dw_import *import = arg;
	DW_AUTO(dw_profile) profile = { 0 };
	int64_t faults = import->faults.total;
	struct dw_import_row *kept;
	struct dw_error wrong;
	struct dw_user_edit values = {
		.username = value(row, USERNAME),
		.first_name = value(row, FIRST_NAME),
		.last_name = value(row, LAST_NAME),
		.profile_name = value(row, PROFILE_NAME),
		.email = value(row, EMAIL),
		.phone = value(row, PHONE),
		.unix_uid = -1,
	};
	const char *hash;
	size_t groups;

	/* One after the other, so that faults come in the order of the columns. */
	judge_texts(import, row);
	values.staff = read_yesno(import, row, STAFF);
	values.active = read_yesno(import, row, ACTIVE);
	values.verified = read_yesno(import, row, VERIFIED);
	values.valid_from = read_time(import, row, FROM);
	values.valid_until = read_time(import, row, UNTIL);
	groups = read_groups(import, row);
	hash = read_hash(import, row);
	dw_profile_make(&nobody, &values, import->w->now, &profile);
	if (import->faults.total == faults && dw_profile_check(&values, &profile, &wrong) != DW_OK)
		fault(import, row->line, strcmp(wrong.field, "verified") == 0 ? VERIFIED : UNTIL,
			wrong.message);
	note_asked(&import->asked, &values);
	kept = more_rows(import);
	*kept = (struct dw_import_row){ .line = row->line, .groups = groups,
		.active = values.active != 0 };
	if (import->faults.total == faults) {
		kept->hash = hash != NULL ? keep(import, hash) : NULL;
		keep_profile(import, &profile, &kept->profile);
	} else {
		keep_keys(import, &profile, &kept->profile);
	}
	take_key(import, kept, kept->profile.username_key, USERNAME);
	take_key(import, kept, kept->profile.email_key, EMAIL);
	return DW_OK;
}

/* ---- the whole ------------------------------------------------------------------------ */

/* Which columns may be there: ours, and those of our exports that nobody may set. */
static void
accept_columns(struct dw_import *import, const struct dw_column *exported, size_t n)
{
	import->columns = dw_calloc(COLUMNS + n, sizeof(*import->columns));
	for (size_t i = 0; i < COLUMNS; i++)
		import->columns[import->n_columns++] = (struct dw_csv_column){
			.name = dw_import_columns[i].name,
			.use = i == USERNAME ? DW_CSV_REQUIRED : DW_CSV_OPTIONAL,
		};
	for (size_t i = 0; i < n; i++) {
		const char *name = exported[i].name;
		bool ours = false;

		for (size_t j = 0; j < COLUMNS; j++)
			ours = ours || strcmp(name, dw_import_columns[j].name) == 0;
		if (!ours)
			import->columns[import->n_columns++] = (struct dw_csv_column){
				.name = name, .use = DW_CSV_PASSED_OVER };
	}
}

struct dw_import *
dw_import_new(struct dw_work *w, const struct dw_column *exported, size_t n_exported)
{
	struct dw_import *import = dw_calloc(1, sizeof(*import));

	import->w = w;
	import->asked = (struct dw_user_edit)DW_USER_EDIT_NONE;
	accept_columns(import, exported, n_exported);
	import->csv = dw_csv_new(import->columns, import->n_columns, &import->faults, take_row, import);
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
	dw_keys_clear(&import->group_texts);
	free(import->columns);
	free(import->groups);
	free(import->rows);
	free(import->passed_over);
	free(import);
}

enum dw_code
dw_import_feed(struct dw_import *import, const char *bytes, size_t len, struct dw_error *err)
{
	return dw_csv_feed(import->csv, bytes, len, err);
}

static void
name_passed_over(struct dw_import *import)
{
	DW_AUTO(dw_buf) names = { 0 };

	for (size_t i = COLUMNS; i < import->n_columns; i++)
		if (dw_csv_has(import->csv, i))
			dw_buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", import->columns[i].name);
	dw_replace(&import->passed_over, dw_buf_steal(&names));
}

/* One name of a row, so that both can be faults. */
static enum dw_code
judge_key(struct dw_import *import, const struct dw_import_row *row,
	size_t column, struct dw_error *err)
{
	const struct dw_profile one = {
		.username_key = column == USERNAME ? row->profile.username_key : NULL,
		.email_key = column == EMAIL ? row->profile.email_key : NULL,
	};
	struct dw_error taken = { 0 };
	enum dw_code rc = dw_profile_is_free(import->w, 0, &one, &taken);

	if (rc == DW_INVALID)
		fault(import, row->line, column, taken.message);
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
		const struct dw_import_row *row = &import->rows[i];
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

enum dw_code
dw_import_finish(struct dw_import *import, const struct dw_progress *progress,
	struct dw_error *err)
{
	enum dw_code rc = dw_csv_finish(import->csv, err);

	if (rc != DW_OK && rc != DW_INVALID)
		return rc;
	name_passed_over(import);
	if ((rc = judge_against_store(import, progress, err)) != DW_OK)
		return rc;
	return dw_faults_fail(&import->faults, false, err);
}

struct dw_faults *
dw_import_faults(struct dw_import *import)
{
	return &import->faults;
}

int64_t
dw_import_count(const struct dw_import *import)
{
	return (int64_t)import->count;
}

const char *
dw_import_passed_over(const struct dw_import *import)
{
	return import->passed_over != NULL ? import->passed_over : "";
}
