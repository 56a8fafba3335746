/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Audit entries in words. Names of fields are the titles of the parameters that
 * change them, and what was done is the title of the action that writes the code, so
 * neither is listed a second time; only codes and members that no action has are here.
 */
#include "ui/con_entry.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "action/action.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"

#define LIST_MAX 12 /* names of a list that are written out where there is little room */

static void
json_free(json_t **object)
{
	json_decref(*object);
}
#define AUTO_JSON __attribute__((cleanup(json_free))) json_t *

void
entry_lines_clear(struct entry_lines *lines)
{
	if (lines == NULL)
		return;
	for (size_t i = 0; i < lines->n; i++) {
		free(lines->at[i].label);
		free(lines->at[i].before);
		free(lines->at[i].after);
	}
	free(lines->at);
	*lines = (struct entry_lines){ 0 };
}

void
entry_lines_add(struct entry_lines *lines, const char *label, const char *before,
	const char *after)
{
	lines->at = dw_realloc(lines->at, lines->n + 1, sizeof(*lines->at));
	lines->at[lines->n++] = (struct entry_line){
		.label = dw_display_dup(label),
		.before = dw_display_dup(before != NULL ? before : ""),
		.after = dw_display_dup(after != NULL ? after : ""),
	};
}

/* ---- words --------------------------------------------------------------------- */

struct word {
	const char *word, *text;
};

/* Entries that no action is the name of. */
static const struct word codes[] = {
	{ "action_refused", N_("Refused") },
	{ "operator_signed_in", N_("Signed in to Doorward") },
	{ "store_created", N_("Store made") },
	{ "demo_data_created", N_("Demo data made") },
	{ "permission_catalogue_imported", N_("Permissions brought in") },
	{ "password_disabled", N_("Password disabled after wrong tries") },
	{ "password_changed", N_("Password changed by the user") },
	{ "totp_enrolled", N_("Authenticator app set up") },
	{ "backup_codes_made", N_("Backup codes made") },
	{ "mfa_exemption_cleared", N_("Exemption from 2FA taken back") },
	{ "audit_exported", N_("Audit exported") },
};

/* Members of the metadata that no parameter changes. */
static const struct word members[] = {
	{ "added", N_("Added") },
	{ "filter", N_("Filter") },
	{ "group", N_("Group") },
	{ "groups", N_("Groups") },
	{ "codes_voided", N_("Codes made void") },
	{ "deactivated", N_("Deactivated") },
	{ "failures", N_("Wrong tries") },
	{ "good_for_s", N_("Good for seconds") },
	{ "kind", N_("Kind") },
	{ "lock_cleared", N_("Lock lifted") },
	{ "members", N_("Members") },
	{ "must_change", N_("Must change the password") },
	{ "permissions", N_("Permissions") },
	{ "service", N_("Service") },
	{ "number", N_("Number") },
	{ "removed", N_("Removed") },
	{ "voided", N_("Older code made void") },
	{ "replaced", N_("Filter before") },
	{ "sessions_ended", N_("Sessions ended") },
	{ "shared", N_("Shared") },
	{ "undone", N_("Takes back entry") },
	{ "unix_uid", N_("Unix uid") },
	{ "updated", N_("Updated") },
	{ "view", N_("View") },
};

/* Told elsewhere, or of no use to a person. */
static bool
is_hidden(const char *code, const char *name)
{
	static const char *const hidden[] = { "group_id", "session_id", "user_id", "view_id" };

	/* What was tried is told as what happened: entry_what_was_tried(). */
	if (strcmp(code, "action_refused") == 0 && strcmp(name, "action") == 0)
		return true;

	for (size_t i = 0; i < DW_COUNT(hidden); i++)
		if (strcmp(hidden[i], name) == 0)
			return true;
	return false;
}

static const char *
find_word(const struct word *words, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(words[i].word, word) == 0)
			return _(words[i].text);
	return NULL;
}

/* "ldap_sync_started" -> "Ldap sync started", for what has no words yet. */
static char *
from_code(const char *code)
{
	char *text = dw_strdup(code);

	for (char *p = text; *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
	if (text[0] >= 'a' && text[0] <= 'z')
		text[0] = (char)(text[0] - 'a' + 'A');
	return text;
}

static const char *
parameter_title(const char *column)
{
	for (size_t i = 0; dw_actions[i] != NULL; i++)
		for (size_t p = 0; p < dw_actions[i]->n_params; p++) {
			const struct dw_param *param = &dw_actions[i]->params[p];

			if (param->column != NULL && strcmp(param->column, column) == 0)
				return _(param->title);
		}
	return NULL;
}

static char *
member_label(const char *name)
{
	const char *text = parameter_title(name);

	if (text == NULL)
		text = find_word(members, DW_COUNT(members), name);
	return text != NULL ? dw_strdup(text) : from_code(name);
}

void
entry_what(struct dw_buf *out, const char *code)
{
	const char *text = find_word(codes, DW_COUNT(codes), code);
	DW_AUTO_FREE char *made = NULL;
	DW_AUTO_FREE char *shown = NULL;

	for (size_t i = 0; text == NULL && dw_actions[i] != NULL; i++)
		if (dw_actions[i]->audit != NULL && strcmp(dw_actions[i]->audit, code) == 0)
			text = _(dw_actions[i]->title);
	if (text == NULL)
		text = made = from_code(code);
	shown = dw_display_dup(text);
	dw_buf_puts(out, shown);
}

void
entry_what_was_tried(struct dw_buf *out, const char *code, const char *metadata)
{
	AUTO_JSON object = metadata != NULL ? json_loads(metadata, 0, NULL) : NULL;
	const char *name = json_string_value(json_object_get(object, "action"));
	const struct dw_action *tried = name != NULL ? dw_action_find(name) : NULL;

	if (tried != NULL)
		dw_buf_puts(out, _(tried->title));
	else
		entry_what(out, code);
}

char *
entry_group(const char *metadata)
{
	AUTO_JSON object = metadata != NULL ? json_loads(metadata, 0, NULL) : NULL;
	const char *name = json_string_value(json_object_get(object, "group"));

	return dw_strdup(name != NULL ? name : "");
}

/* ---- values -------------------------------------------------------------------- */

/* Times are RFC 3339 in the entry and local on the screen. */
static void
add_string(struct dw_buf *out, const char *text)
{
	char shown[DW_TIME_TEXT];
	int64_t time;

	if (strlen(text) == sizeof("2026-11-20T14:32:05.123Z") - 1 && text[10] == 'T' &&
		dw_time_parse(text, 0, &time, NULL) == DW_OK)
		text = dw_time_local(time, shown);
	dw_buf_puts(out, text);
}

/* most: how many of a list are written out. */
static void
add_value(struct dw_buf *out, const json_t *value, size_t most)
{
	DW_AUTO_FREE char *text = NULL;
	size_t n = json_array_size(value);

	if (json_is_string(value)) {
		add_string(out, json_string_value(value));
	} else if (json_is_boolean(value)) {
		dw_buf_puts(out, json_is_true(value) ? _("yes") : _("no"));
	} else if (json_is_array(value)) {
		for (size_t i = 0; i < n && i < most; i++) {
			dw_buf_puts(out, i > 0 ? ", " : "");
			add_value(out, json_array_get(value, i), most);
		}
		if (n > most)
			dw_buf_printf(out, DW_NG(" and %zu more", " and %zu more", n - most),
				n - most);
	} else if (value != NULL && !json_is_null(value)) {
		text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
		dw_buf_puts(out, text);
	}
}

static bool
ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);

	return len >= n && strcmp(text + len - n, end) == 0;
}

static void
add_changes(struct entry_lines *out, json_t *changes, size_t most)
{
	const char *name;
	json_t *pair;

	json_object_foreach(changes, name, pair) {
		DW_AUTO_FREE char *label = member_label(name);
		DW_AUTO(dw_buf) before = { 0 };
		DW_AUTO(dw_buf) after = { 0 };

		add_value(&before, json_array_get(pair, 0), most);
		add_value(&after, json_array_get(pair, 1), most);
		entry_lines_add(out, label, dw_buf_text(&before), dw_buf_text(&after));
	}
}

/* What an entry that takes away names is gone afterwards; all else is what is there then. */
static void
add_member(struct entry_lines *out, const char *code, const char *name, const json_t *value,
	size_t most)
{
	DW_AUTO_FREE char *label = NULL;
	DW_AUTO(dw_buf) text = { 0 };
	bool went = json_is_array(value) &&
		(ends_with(code, "_removed") || ends_with(code, "_deleted"));

	/* Nothing happened: no session ended, no lock was lifted, nobody was added. */
	if (is_hidden(code, name) || json_is_null(value) ||
		(json_is_false(value) && strcmp(name, "lock_cleared") == 0) ||
		(json_is_integer(value) && json_integer_value(value) == 0))
		return;
	label = member_label(name);
	add_value(&text, value, most);
	if (text.len > 0)
		entry_lines_add(out, label, went ? dw_buf_text(&text) : "",
			went ? "" : dw_buf_text(&text));
}

static void
read_object(struct entry_lines *out, const char *code, json_t *metadata, size_t most)
{
	const char *name;
	json_t *value;

	add_changes(out, json_object_get(metadata, "changes"), most);
	json_object_foreach(metadata, name, value)
		if (strcmp(name, "changes") != 0)
			add_member(out, code, name, value, most);
}

void
entry_read(struct entry_lines *out, const char *code, const char *metadata)
{
	AUTO_JSON object = metadata != NULL ? json_loads(metadata, 0, NULL) : NULL;

	read_object(out, code, object, SIZE_MAX);
}

void
entry_read_effects(struct entry_lines *out, const char *effects)
{
	AUTO_JSON entries = effects != NULL ? json_loads(effects, 0, NULL) : NULL;
	size_t i;
	json_t *entry;

	json_array_foreach(entries, i, entry) {
		const char *code = json_string_value(json_object_get(entry, "action"));
		size_t n = out->n;

		if (code == NULL || strcmp(code, "action_undone") == 0)
			continue;
		read_object(out, code, json_object_get(entry, "metadata"), LIST_MAX);
		/* An entry without more to say is itself what happens. */
		if (out->n == n && json_array_size(entries) > 1) {
			DW_AUTO(dw_buf) what = { 0 };

			entry_what(&what, code);
			entry_lines_add(out, dw_buf_text(&what), "", _("yes"));
		}
	}
}

void
entry_summary(struct dw_buf *out, const char *code, const char *metadata)
{
	AUTO_JSON object = metadata != NULL ? json_loads(metadata, 0, NULL) : NULL;
	DW_AUTO(entry_lines) lines = { 0 };

	read_object(&lines, code, object, LIST_MAX);
	entry_lines_join(out, &lines);
}

void
entry_lines_join(struct dw_buf *out, const struct entry_lines *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		const struct entry_line *line = &lines->at[i];
		bool arrow = line->before[0] != '\0' && line->after[0] != '\0';

		dw_buf_puts(out, i > 0 ? ", " : "");
		dw_buf_printf(out, "%s%s%s%s%s", line->label,
			line->before[0] != '\0' || line->after[0] != '\0' ? " " : "", line->before,
			arrow ? " → " : "", line->after);
	}
}
