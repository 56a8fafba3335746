/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Judging the rows of a file of users, each by itself and against those before it. Every
 * value is judged by the same functions that judge a form. See import.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "domain/credential.h"
#include "domain/group.h"
#include "domain/import_rows.h"
#include "store/query.h"

#define LONGEST_KEY 2000

/* The row at hand, on its way. */
struct judged {
	struct dw_import *import;
	const struct dw_csv_row *row;
	struct dw_user_edit edit;
	int64_t user_id;
};

/* Moves the texts of a profile into the arena; a key that says the same as its text shares it. */
static void
keep_profile(struct dw_import *import, struct dw_profile *profile, struct dw_profile *out)
{
	*out = *profile;
	for (size_t i = 0; i < DW_PROFILE_TEXTS; i++)
		if (i > 0 && strcmp(profile->texts[i], profile->texts[i - 1]) == 0)
			out->texts[i] = out->texts[i - 1];
		else
			out->texts[i] = (char *)import_keep(import, profile->texts[i]);
}

/* Of a row that will not be written as it stands, only what others are compared with. */
static char *
keep_key(struct dw_import *import, const char *key)
{
	return key != NULL && strlen(key) < LONGEST_KEY ? (char *)import_keep(import, key) : "";
}

/* ---- faults ------------------------------------------------------------------------- */

/* Between one reason and the next: most are whole sentences. */
static const char *
between(const char *reasons, size_t len)
{
	return len == 0 ? "" : reasons[len - 1] == '.' ? " " : "; ";
}

/* Of the row at hand. */
static void
fault(struct dw_import *import, int64_t line, size_t column, const char *reason)
{
	const char *name = dw_import_columns[column].name;

	dw_faults_add(&import->faults, line, name, "%s", reason);
	dw_buf_printf(&import->why, "%s%s: %s", between(import->why.data, import->why.len), name, reason);
}

void
import_fault(struct dw_import *import, struct dw_import_row *row, const char *column,
	const char *reason)
{
	dw_faults_add(&import->faults, row->line, column, "%s", reason);
	if (!row->bad)
		import->counts.bad++;
	row->bad = true;
	row->deed = DW_IMPORT_BAD;
	if (import_keeps_rows(import)) {
		DW_AUTO_FREE char *why = dw_format("%s%s%s%s%s", row->reason,
			between(row->reason, strlen(row->reason)), column, column[0] != '\0' ? ": " : "", reason);

		row->reason = import_keep(import, why);
	}
}

/* ---- single values ------------------------------------------------------------------ */

static const char *
value(const struct dw_csv_row *row, size_t column)
{
	return row->values[column] != NULL ? row->values[column] : "";
}

static enum import_column
key_column(const struct dw_import *import)
{
	switch (import->options.update_by) {
	case DW_IMPORT_BY_NOTHING:
	case DW_IMPORT_BY_USERNAME:
		break;
	case DW_IMPORT_BY_EMAIL:
		return EMAIL;
	case DW_IMPORT_BY_ID:
		return ID;
	}
	return USERNAME;
}

/* A text that is to be set: NULL = left alone, which nothing is of somebody new. What somebody was
 * found by is not changed, in whatever case it is written. */
static const char *
text_of(const struct judged *j, size_t column)
{
	const char *text = j->row->values[column];

	if (j->user_id == 0)
		return value(j->row, column);
	if (text == NULL || column == key_column(j->import) ||
		(text[0] == '\0' && (column == USERNAME || !j->import->options.clear_empty)))
		return NULL;
	return text;
}

/* -1 = empty; what is neither yes nor no is a fault. */
static int
read_yesno(const struct judged *j, size_t column)
{
	int answer = dw_csv_yesno(j->row->values[column]);

	if (answer != DW_CSV_NEITHER)
		return answer;
	fault(j->import, j->row->line, column, _("This must be true or false."));
	return -1;
}

/* -1 = left alone, or of somebody new none. */
static int64_t
read_time(const struct judged *j, size_t column)
{
	const char *text = text_of(j, column);
	struct dw_error err;
	int64_t time;

	if (text == NULL || text[0] == '\0')
		return text != NULL && j->user_id != 0 ? 0 : -1;
	if (dw_time_parse(text, j->import->w->now, &time, &err) == DW_OK)
		return time;
	fault(j->import, j->row->line, column, err.message);
	return -1;
}

/* NULL = none. Says nothing of what stood there: it may be somebody's password. */
static const char *
read_hash(const struct judged *j)
{
	const char *text = value(j->row, HASH);

	if (text[0] == '\0')
		return NULL;
	if (dw_password_scheme(text) != NULL)
		return text;
	fault(j->import, j->row->line, HASH, _("This is no password hash that sign-in knows (Argon2id, "
		"crypt(3) or Django's pbkdf2_sha256). Plain passwords are refused: whoever reads the file "
		"would know them. Leave it empty and set a password later."));
	return NULL;
}

/* The texts one by one, so that each wrong one is found. */
static void
judge_texts(struct judged *j)
{
	const char **const fields[] = { &j->edit.username, &j->edit.first_name, &j->edit.last_name,
		&j->edit.profile_name, &j->edit.email, &j->edit.phone };

	for (size_t column = USERNAME; column <= PHONE; column++) {
		struct dw_user_edit one = DW_USER_EDIT_NONE;
		const char **const same[] = { &one.username, &one.first_name, &one.last_name,
			&one.profile_name, &one.email, &one.phone };
		struct dw_error err;

		*fields[column] = *same[column] = text_of(j, column);
		if (*fields[column] == NULL)
			continue;
		if (column == USERNAME && strcmp(one.username, DW_IMPORT_EXAMPLE) == 0)
			fault(j->import, j->row->line, column, _("This is the example of the template. Take "
				"this line out, or write a person into it."));
		else if (dw_user_check(&one, j->import->w->conf, &err) != DW_OK)
			fault(j->import, j->row->line, column, err.message);
		else if (column == EMAIL && strstr(one.email, "***") != NULL)
			fault(j->import, j->row->line, column, _("This address is masked: whoever exported it "
				"may not see addresses. Import the real ones."));
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

bool
import_has_group(const struct dw_import_groups *groups, int64_t id)
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
		if (import_has_group(out, group.id))
			continue;
		out->ids = dw_realloc(out->ids, out->count + 1, sizeof(*out->ids));
		out->ids[out->count++] = group.id;
		json_array_append_new(out->names, json_string(group.name));
	}
}

/* The index of the list that a row names; looked up once for all rows that say the same. */
static size_t
read_groups(const struct judged *j)
{
	struct dw_import *import = j->import;
	const char *text = value(j->row, GROUPS);
	int64_t known = dw_keys_find(&import->group_texts, text);
	size_t index = known >= 0 ? (size_t)known : import->n_groups;

	if (known < 0) {
		import->groups = dw_realloc(import->groups, index + 1, sizeof(*import->groups));
		import->groups[index] = (struct dw_import_groups){ 0 };
		import->n_groups++;
		resolve(import, text, &import->groups[index]);
		dw_keys_add(&import->group_texts, import_keep(import, text), (int64_t)index);
	}
	if (import->groups[index].fault != NULL)
		fault(import, j->row->line, GROUPS, import->groups[index].fault);
	return index;
}

/* ---- whose row it is ------------------------------------------------------------------ */

enum dw_code
import_find(struct dw_work *w, enum dw_import_by by, const char *key, int64_t *id,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_uuid uuid;

	*id = 0;
	if (key == NULL || key[0] == '\0')
		return DW_OK;
	switch (by) {
	case DW_IMPORT_BY_NOTHING:
		return DW_OK;
	case DW_IMPORT_BY_USERNAME:
		dw_query_open(w->db, &q,
			"SELECT id FROM user WHERE username_key = ?1 AND username_key <> ''");
		break;
	case DW_IMPORT_BY_EMAIL:
		dw_query_open(w->db, &q, "SELECT id FROM user WHERE email_key = ?1 AND email_key <> ''");
		break;
	case DW_IMPORT_BY_ID:
		if (!dw_uuid_parse(key, &uuid))
			return DW_OK;
		dw_query_open(w->db, &q, "SELECT id FROM user WHERE uuid = ?1 AND lifecycle <> 3");
		dw_bind_uuid(&q, 1, &uuid);
		return dw_query_int(&q, 0, id, err);
	}
	dw_bind_text(&q, 1, key);
	return dw_query_int(&q, 0, id, err);
}

/* Finds who is meant, and says what is wrong with the key. *key: folded, to be freed. */
static enum dw_code
look_for(struct judged *j, char **key, struct dw_error *err)
{
	struct dw_import *import = j->import;
	enum import_column column = key_column(import);
	const char *text = value(j->row, column);
	enum dw_code rc;

	if (import->options.update_by == DW_IMPORT_BY_NOTHING)
		return DW_OK;
	*key = column == ID ? dw_strdup(text) : dw_fold_identity(text);
	if ((rc = import_find(import->w, import->options.update_by, *key, &j->user_id, err)) != DW_OK)
		return rc;
	if (j->user_id != 0)
		return DW_OK;
	if (column == ID && text[0] != '\0')
		fault(import, j->row->line, column, _("There is no user with this id. Leave it empty for "
			"somebody new."));
	else if (column == EMAIL && text[0] == '\0')
		fault(import, j->row->line, column, _("There is no address to find the user by."));
	else if (import->options.no_create)
		fault(import, j->row->line, column, _("There is no such user, and nobody is to be "
			"created."));
	return DW_OK;
}

/* Username and address are one name space: sign-in accepts either. */
static void
take_key(struct dw_import *import, const struct dw_import_row *row, const char *key,
	size_t column)
{
	struct dw_keys *keys = column == ID ? &import->people : &import->taken;
	int64_t other = key[0] != '\0' ? dw_keys_find(keys, key) : -1;

	if (other >= 0 && &import->rows[other] != row) {
		DW_AUTO_FREE char *reason = dw_format(column == ID ?
			_("Line %lld is about the same user.") :
			_("Line %lld has the same username or e-mail address."),
			(long long)import->rows[other].line);

		fault(import, row->line, column, reason);
	} else if (other < 0 && key[0] != '\0') {
		dw_keys_add(keys, key, row - import->rows);
	}
}

/* The most that any row of somebody new asks for, to be judged once. */
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

/* ---- rows --------------------------------------------------------------------------- */

/* The next row. Where rejected ones come out again, its fields are kept as they were. */
static struct dw_import_row *
more_rows(struct dw_import *import, int64_t line, const char *const *fields, size_t n,
	const char *text)
{
	struct dw_import_row *row;

	if (import->count == import->cap) {
		import->cap = import->cap > 0 ? import->cap * 2 : 1024;
		import->rows = dw_realloc(import->rows, import->cap, sizeof(*import->rows));
	}
	row = &import->rows[import->count++];
	*row = (struct dw_import_row){ .line = line, .reason = "", .username = "",
		.profile = { .username_key = "", .email_key = "" } };
	import->counts.rows++;
	if (import->options.keep_going) {
		size_t width = import->n_fields - (import->rejects_again ? 2 : 0);
		DW_AUTO(dw_buf) csv = { 0 };

		for (size_t i = 0; i < width; i++) {
			if (i > 0)
				dw_buf_putc(&csv, ',');
			dw_csv_field(&csv, text != NULL ? i == 0 ? text : "" : i < n ? fields[i] : "", false);
		}
		row->fields = import_keep(import, dw_buf_text(&csv));
	}
	import_show_cells(import, line, fields, n, text);
	return row;
}

/* What was wrong with the row at hand, if anything. */
static void
end_row(struct dw_import *import, struct dw_import_row *row)
{
	if (import->why.len == 0)
		return;
	row->bad = true;
	row->deed = DW_IMPORT_BAD;
	import->counts.bad++;
	if (import_keeps_rows(import))
		row->reason = import_keep(import, dw_buf_text(&import->why));
	dw_buf_reset(&import->why);
}

void
import_take_bad(void *arg, const struct dw_csv_bad *bad)
{
	struct dw_import *import = arg;
	struct dw_import_row *row;

	if (dw_import_is_full(import))
		return;
	row = more_rows(import, bad->line, bad->fields, bad->n_fields, bad->text);
	for (size_t i = 0; bad->fields != NULL && i < bad->n_fields && i < import->n_fields; i++)
		if (import_keeps_rows(import) && import->fields[i].column == dw_import_columns[USERNAME].name)
			row->username = import_keep(import, bad->fields[i]);
	dw_buf_printf(&import->why, "%s%s%s", bad->column != NULL ? bad->column : "",
		bad->column != NULL ? ": " : "", bad->reason);
	end_row(import, row);
}

/* Texts of an edit, for as long as the import lives. */
static const struct dw_user_edit *
keep_edit(struct dw_import *import, const struct dw_user_edit *edit)
{
	struct dw_user_edit *kept = import_room(import, sizeof(*kept));
	const char **const texts[] = { &kept->username, &kept->first_name, &kept->last_name,
		&kept->profile_name, &kept->email, &kept->phone };

	*kept = *edit;
	for (size_t i = 0; i < DW_COUNT(texts); i++)
		if (*texts[i] != NULL)
			*texts[i] = import_keep(import, *texts[i]);
	return kept;
}

/* What a row asks for beyond its values; rows that fail ask for nothing. */
static void
keep_row(struct judged *j, struct dw_import_row *kept, struct dw_profile *profile,
	const char *hash, const char *key)
{
	struct dw_import *import = j->import;
	bool good = import->why.len == 0;

	kept->user_id = j->user_id;
	kept->active = j->edit.active != 0;
	if (good && j->user_id == 0) {
		keep_profile(import, profile, &kept->profile);
		kept->hash = hash != NULL ? import_keep(import, hash) : NULL;
		import->groups[kept->groups].joined = true;
	} else {
		kept->profile.username_key = keep_key(import, profile->username_key);
		kept->profile.email_key = keep_key(import, profile->email_key);
	}
	if (good && j->user_id != 0) {
		kept->edit = keep_edit(import, &j->edit);
		import->counts.hashes += hash != NULL;
	}
	if (key != NULL)
		kept->key = keep_key(import, key);
	if (j->user_id != 0 && key_column(import) == USERNAME)
		kept->profile.username_key = (char *)kept->key;
	if (j->user_id != 0 && key_column(import) == EMAIL)
		kept->profile.email_key = (char *)kept->key;
	if (import_keeps_rows(import))
		kept->username = import_keep(import, value(j->row, USERNAME));
	/* A row that is put aside asks for nothing. */
	if (j->user_id == 0 && (good || !import_keeps_rows(import)))
		note_asked(&import->asked, &j->edit);
}

/* Keys of what a row sets; of somebody who is there only what the file says. */
static void
make_profile(struct judged *j, struct dw_profile *profile)
{
	static const struct dw_user nobody;
	struct dw_error wrong;

	dw_profile_make(&nobody, &j->edit, j->import->w->now, profile);
	if (j->import->why.len > 0)
		return;
	if (j->user_id == 0 && dw_profile_check(&j->edit, profile, &wrong) != DW_OK)
		fault(j->import, j->row->line, strcmp(wrong.field, "verified") == 0 ? VERIFIED : UNTIL,
			wrong.message);
}

enum dw_code
import_take_row(void *arg, const struct dw_csv_row *row, struct dw_error *err)
{
	struct dw_import *import = arg;
	DW_AUTO(dw_profile) profile = { 0 };
	DW_AUTO_FREE char *key = NULL;
	struct judged j = { .import = import, .row = row, .edit = DW_USER_EDIT_NONE };
	struct dw_import_row *kept;
	const char *hash;
	enum dw_code rc;

	if (dw_import_is_full(import))
		return DW_OK;
	kept = more_rows(import, row->line, row->fields, row->n_fields, NULL);
	if (!import->settled)
		return DW_OK;
	if ((rc = look_for(&j, &key, err)) != DW_OK)
		return rc;
	/* One after the other, so that faults come in the order of the columns. */
	judge_texts(&j);
	j.edit.staff = read_yesno(&j, STAFF);
	j.edit.active = read_yesno(&j, ACTIVE);
	j.edit.verified = read_yesno(&j, VERIFIED);
	j.edit.valid_from = read_time(&j, FROM);
	j.edit.valid_until = read_time(&j, UNTIL);
	kept->groups = read_groups(&j);
	kept->groups_given = row->values[GROUPS] != NULL &&
		(row->values[GROUPS][0] != '\0' || import->options.clear_empty);
	hash = read_hash(&j);
	make_profile(&j, &profile);
	keep_row(&j, kept, &profile, hash, key);
	take_key(import, kept, kept->profile.username_key, USERNAME);
	take_key(import, kept, kept->profile.email_key, EMAIL);
	if (import->options.update_by == DW_IMPORT_BY_ID && kept->key != NULL)
		take_key(import, kept, kept->key, ID);
	end_row(import, kept);
	return DW_OK;
}
