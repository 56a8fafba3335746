/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The filter language as a table, and completion over it. What a text means is
 * in filter.c, changing one field of it in filter_edit.c. A new field is a row here and
 * a case in user_query.c.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/filter.h"

static const char *const yes_no[] = { "yes", "no", NULL };
static const char *const states[] = { "active", "inactive", "locked", "binned", "self_deletion",
	NULL };
static const char *const factors[] = { "none", "any", "totp", "email", "passkey", "backup", NULL };
static const char *const sources[] = { "local", "ldap", NULL };
static const char *const places[] = { "bin", NULL };
static const char *const none[] = { "none", NULL };
static const char *const never[] = { "never", NULL };
static const char *const graces[] = { "yes", "over", "none", NULL };
static const char *const deadlines[] = { "overdue", "none", NULL };
static const char *const sorts[] = { "username", "first_name", "last_name", "email", "last",
	"created", "-username", "-first_name", "-last_name", "-email", "-last", "-created", NULL };

const struct dw_field_info dw_field_table[DW_FIELDS] = {
	[DW_F_WORD] = { "", DW_FIELD_TEXT,
		N_("A part of username, e-mail, first or last name."), NULL, "smith", NULL },
	[DW_F_STATE] = { "state", DW_FIELD_WORD,
		N_("The state; pending deletions are shown when asked for."), states,
		"state:active,locked", N_("State") },
	[DW_F_ACTIVE] = { "active", DW_FIELD_WORD, N_("The active flag."), yes_no, "active:no",
		NULL },
	[DW_F_GROUP] = { "group", DW_FIELD_NAME, N_("Member of a group."), none,
		"group:\"Help desk\"", N_("Group") },
	[DW_F_PERM] = { "perm", DW_FIELD_NAME,
		N_("Holds a permission: directly, through a group, or as a member of Admin."), NULL,
		"perm:awx.run_job", N_("Permission") },
	[DW_F_MFA] = { "mfa", DW_FIELD_WORD, N_("Has a second factor of this kind."), factors,
		"mfa:none", N_("Two-factor") },
	[DW_F_SOURCE] = { "source", DW_FIELD_WORD, N_("Made here, or from a directory."), sources,
		"source:ldap", N_("Source") },
	[DW_F_VERIFIED] = { "verified", DW_FIELD_WORD, N_("The e-mail address is verified."), yes_no,
		"verified:no", N_("E-mail verified") },
	[DW_F_STAFF] = { "staff", DW_FIELD_WORD, N_("The staff flag."), yes_no, "staff:yes",
		N_("Staff") },
	[DW_F_EXEMPT] = { "exempt", DW_FIELD_WORD, N_("Exempt from two-factor sign-in."), yes_no,
		"exempt:yes", N_("Exempt from two-factor") },
	[DW_F_GRACE] = { "grace", DW_FIELD_TIME, N_("When the time to set up a second factor ends."),
		graces, "grace:<7d", N_("Two-factor grace ends") },
	[DW_F_LAST] = { "last", DW_FIELD_TIME, N_("The last sign-in."), never, "last:<30d",
		N_("Last sign-in") },
	[DW_F_CREATED] = { "created", DW_FIELD_TIME, N_("When the user was created."), NULL,
		"created:>2026-01-01", N_("Created") },
	[DW_F_DEADLINE] = { "deadline", DW_FIELD_TIME, N_("When a pending deletion becomes final."),
		deadlines, "deadline:<7d", N_("Deletion due") },
	[DW_F_ORPHAN] = { "orphan", DW_FIELD_WORD, N_("No longer in the directory they came from."),
		yes_no, "orphan:yes", NULL },
	[DW_F_DIRECT] = { "direct", DW_FIELD_WORD, N_("Holds permissions directly, not by a group."),
		yes_no, "direct:yes", N_("Direct permissions") },
	[DW_F_IN] = { "in", DW_FIELD_WORD, N_("Only what is in the recycle bin."), places, "in:bin",
		N_("Only the recycle bin") },
	[DW_F_USERNAME] = { "username", DW_FIELD_TEXT, N_("The username as a whole; * is a wildcard."),
		NULL, "username:svc-*", NULL },
	[DW_F_EMAIL] = { "email", DW_FIELD_TEXT, N_("The e-mail address as a whole; * is a wildcard."),
		none, "email:*@example.org", NULL },
	[DW_F_FIRST] = { "first_name", DW_FIELD_TEXT, N_("The first name as a whole; * is a wildcard."),
		none, "first_name:an*", NULL },
	[DW_F_LASTNAME] = { "last_name", DW_FIELD_TEXT, N_("The last name as a whole; * is a wildcard."),
		none, "last_name:smith", NULL },
	[DW_F_PHONE] = { "phone", DW_FIELD_TEXT, N_("The digits of the phone; * is a wildcard."), none,
		"phone:*4711", NULL },
	[DW_F_ID] = { "id", DW_FIELD_ID, N_("The whole id."), NULL,
		"id:7c3f3e6c-0d0e-4b6e-9a39-2f1d5c1b7a10", NULL },
	[DW_F_SORT] = { "sort", DW_FIELD_WORD, N_("The order; - before it turns it round."), sorts,
		"sort:-last", N_("Order") },
};

int
dw_field_find(const char *name, size_t len)
{
	for (int f = DW_F_WORD + 1; f < DW_FIELDS; f++) {
		const char *known = dw_field_table[f].name;
		size_t i = 0;

		while (i < len && (tolower((unsigned char)name[i]) == known[i] ||
					  (name[i] == '-' && known[i] == '_')))
			i++;
		if (i == len && known[i] == '\0')
			return f;
	}
	return -1;
}

const char *
dw_field_word(enum dw_field field, const char *text)
{
	const char *const *words = dw_field_table[field].words;

	for (size_t i = 0; words != NULL && words[i] != NULL; i++) {
		size_t n = 0;

		/* A - at the very front is not a _: it turns the order round. */
		while (words[i][n] != '\0' && (tolower((unsigned char)text[n]) == words[i][n] ||
						      (n > 0 && text[n] == '-' && words[i][n] == '_')))
			n++;
		if (words[i][n] == '\0' && text[n] == '\0')
			return words[i];
	}
	return NULL;
}

bool
dw_field_is_ahead(enum dw_field field)
{
	return field == DW_F_GRACE || field == DW_F_DEADLINE;
}

void
dw_filter_quote(struct dw_buf *out, const char *value)
{
	if (*value != '\0' && strpbrk(value, " \t\r\n\v\f\",") == NULL) {
		dw_buf_puts(out, value);
		return;
	}
	dw_buf_putc(out, '"');
	for (; *value != '\0'; value++) {
		if (*value == '"')
			dw_buf_putc(out, '"');
		dw_buf_putc(out, *value);
	}
	dw_buf_putc(out, '"');
}

void
dw_filter_spot_clear(struct dw_filter_spot *spot)
{
	if (spot == NULL)
		return;
	free(spot->piece);
	*spot = (struct dw_filter_spot){ 0 };
}

void
dw_filter_spot_find(const char *text, size_t at, struct dw_filter_spot *out)
{
	struct dw_buf piece = { 0 };
	size_t len = strlen(text), start = 0, i = 0;
	bool quoted = false, value = false;
	int field = DW_F_WORD;

	if (at > len)
		at = len;
	for (; i < at; i++) {
		char c = text[i];

		if (c == '"') {
			quoted = !quoted;
		} else if (!quoted && isspace((unsigned char)c)) {
			dw_buf_reset(&piece);
			start = i + 1;
			value = false;
			field = DW_F_WORD;
		} else if (!quoted && c == '-' && i == start && !value) {
			start = i + 1;
		} else if (!quoted && c == ':' && !value) {
			int found = dw_field_find(text + start, i - start);

			value = true;
			if (found > 0)
				field = found;
			if (found > 0) {
				start = i + 1;
				dw_buf_reset(&piece);
			} else {
				dw_buf_putc(&piece, c);
			}
		} else if (!quoted && c == ',' && field != DW_F_WORD) {
			dw_buf_reset(&piece);
			start = i + 1;
		} else {
			dw_buf_putc(&piece, c);
		}
	}
	*out = (struct dw_filter_spot){
		.field = (enum dw_field)field,
		.start = start,
		.piece = dw_buf_steal(&piece),
	};
}

void
dw_filter_complete(const struct dw_filter_spot *spot,
	void (*each)(void *arg, const char *insert, const char *help), void *arg)
{
	const struct dw_field_info *info = &dw_field_table[spot->field];
	size_t len = strlen(spot->piece);

	if (spot->field != DW_F_WORD) {
		for (size_t i = 0; info->words != NULL && info->words[i] != NULL; i++)
			if (strncasecmp(info->words[i], spot->piece, len) == 0)
				each(arg, info->words[i], _(info->help));
		return;
	}
	for (int f = DW_F_WORD + 1; f < DW_FIELDS; f++) {
		DW_AUTO_FREE char *insert = NULL;

		if (strncasecmp(dw_field_table[f].name, spot->piece, len) != 0)
			continue;
		insert = dw_format("%s:", dw_field_table[f].name);
		each(arg, insert, _(dw_field_table[f].help));
	}
}
