/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of columns: the map an operator writes, and the table of other names that files
 * of the world use. See import_map.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "domain/import.h"

/* Letters and digits only, as bare() leaves them. What other systems, spreadsheets and directories
 * call it, in English and German. Never anything like a password. */
static const struct {
	const char *column;
	const char *names; /* separated by spaces */
} others[] = {
	{ "username", "username user login loginname loginid logon logonname account accountname uid "
		"userid samaccountname userprincipalname benutzername benutzer anmeldename kennung konto "
		"nutzername" },
	{ "first_name", "firstname first givenname given forename fname vorname rufname" },
	{ "last_name", "lastname last surname familyname family sn lname nachname familienname "
		"zuname" },
	{ "profile_name", "profilename displayname fullname name nickname nick commonname cn realname "
		"anzeigename vollername spitzname" },
	{ "email", "email mail emailaddress mailaddress emailadresse mailadresse primaryemail "
		"workemail eaddress" },
	{ "phone", "phone phonenumber telephone telephonenumber tel mobile mobilephone cell cellphone "
		"workphone telefon telefonnummer handy mobil mobilnummer rufnummer" },
	{ "staff", "staff isstaff employee mitarbeiter" },
	{ "active", "active isactive enabled isenabled accountenabled aktiv freigeschaltet" },
	{ "email_verified", "emailverified verified mailverified isverified bestatigt "
		"emailbestatigt" },
	{ "valid_from", "validfrom from start startdate startson begin gultigab ab eintritt beginn" },
	{ "valid_until", "validuntil validto until expires expiry expirydate expiration "
		"expirationdate accountexpires end enddate endson gultigbis bis austritt ende" },
	{ "groups", "groups group groupnames memberof memberships roles role teams team gruppen gruppe "
		"rollen rolle" },
	{ "password_hash", "passwordhash hash pwhash hashedpassword" },
};

/* ---- the map ----------------------------------------------------------------------------- */

void
dw_import_map_clear(struct dw_import_map *map)
{
	if (map == NULL)
		return;
	for (size_t i = 0; i < map->count; i++) {
		free(map->at[i].name);
		free(map->at[i].column);
	}
	free(map->at);
	*map = (struct dw_import_map){ 0 };
}

/* Reads up to one of the ends or the end of the text, taking backslashes away. */
static char *
piece(const char **at, const char *ends)
{
	DW_AUTO(dw_buf) out = { 0 };
	const char *p = *at;

	for (; *p != '\0' && strchr(ends, *p) == NULL; p++) {
		if (*p == '\\' && p[1] != '\0' && strchr(",=\\", p[1]) != NULL)
			p++;
		dw_buf_putc(&out, *p);
	}
	*at = p;
	return dw_buf_steal(&out);
}

static bool
is_ours(const char *name)
{
	for (size_t i = 0; dw_import_columns[i].name != NULL; i++)
		if (strcmp(dw_import_columns[i].name, name) == 0)
			return true;
	return false;
}

static enum dw_code
not_ours(const char *column, struct dw_error *err)
{
	DW_AUTO_FREE char *shown = dw_display_dup(column);
	DW_AUTO(dw_buf) names = { 0 };

	for (size_t i = 0; dw_import_columns[i].name != NULL; i++)
		dw_buf_printf(&names, "%s%s", i > 0 ? ", " : "", dw_import_columns[i].name);
	return dw_fail_field(err, DW_USAGE, "map",
		_("“%s” is no column that can be imported. There are: %s; and - to pass one over."), shown,
		dw_buf_text(&names));
}

/* "#7", but not a name that begins so and goes on otherwise. */
static int
read_place(const char *name)
{
	char *end;
	long place;

	if (name[0] != '#' || name[1] < '1' || name[1] > '9')
		return 0;
	place = strtol(name + 1, &end, 10);
	return *end == '\0' && place <= 1000 ? (int)place : 0;
}

static bool
is_given(const struct dw_import_map *map, const char *column)
{
	for (size_t i = 0; i < map->count; i++)
		if (map->at[i].column != NULL && strcmp(map->at[i].column, column) == 0)
			return true;
	return false;
}

/* The same name for the second time: one of the two would count, and nobody could say which. */
static bool
is_named(const struct dw_import_map *map, const char *name)
{
	for (size_t i = 0; i < map->count; i++)
		if (strcmp(map->at[i].name, name) == 0)
			return true;
	return false;
}

static enum dw_code
read_one(struct dw_import_map *map, const char **at, struct dw_error *err)
{
	DW_AUTO_FREE char *name = piece(at, ",=");
	DW_AUTO_FREE char *column = NULL;
	struct dw_import_mapping *mapping;

	if (**at != '=')
		return dw_fail_field(err, DW_USAGE, "map",
			_("Write the name of the column, an equals sign and ours: --map 'Surname=last_name'"));
	(*at)++;
	column = piece(at, ",");
	if (strcmp(column, "-") == 0)
		dw_replace(&column, NULL);
	else if (!is_ours(column))
		return not_ours(column, err);
	if (is_named(map, name)) {
		DW_AUTO_FREE char *shown = dw_display_dup(name);

		return dw_fail_field(err, DW_USAGE, "map",
			_("The map names “%s” twice. Say once what it is."), shown);
	}
	if (column != NULL && is_given(map, column))
		return dw_fail_field(err, DW_USAGE, "map",
			_("Two columns are given to %s. Only one can be it."), column);
	map->at = dw_realloc(map->at, map->count + 1, sizeof(*map->at));
	mapping = &map->at[map->count++];
	*mapping = (struct dw_import_mapping){ .place = read_place(name) };
	mapping->name = dw_steal(&name);
	mapping->column = dw_steal(&column);
	return DW_OK;
}

enum dw_code
dw_import_map_read(struct dw_import_map *map, const char *text, struct dw_error *err)
{
	enum dw_code rc;

	for (;;) {
		if ((rc = read_one(map, &text, err)) != DW_OK || *text == '\0')
			return rc;
		text++;
	}
}

static void
add_escaped(struct dw_buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (strchr(",=\\", *text) != NULL)
			dw_buf_putc(out, '\\');
		dw_buf_putc(out, *text);
	}
}

void
dw_import_map_add(struct dw_buf *out, const struct dw_import_field *field, size_t place,
	const char *column)
{
	if (out->len > 0)
		dw_buf_putc(out, ',');
	if (field->needs_place)
		dw_buf_printf(out, "#%zu", place);
	else
		add_escaped(out, field->name);
	dw_buf_printf(out, "=%s", column != NULL ? column : "-");
}

/* ---- proposals ---------------------------------------------------------------------------- */

/* Without case, accents and everything that is no letter or digit. Free it; NULL = no text. */
static char *
bare(const char *name)
{
	DW_AUTO_FREE char *folded = dw_fold_search(name);
	DW_AUTO(dw_buf) out = { 0 };

	if (folded == NULL)
		return NULL;
	for (const char *p = folded; *p != '\0'; p++)
		if (((unsigned char)*p & 0x80) != 0 || (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
			dw_buf_putc(&out, *p);
	return out.len > 0 ? dw_buf_steal(&out) : NULL;
}

/* Calls it for each other name of each column. */
static const char *
look_through(const char *wanted, struct dw_nearest *near)
{
	for (size_t i = 0; i < DW_COUNT(others); i++)
		for (const char *p = others[i].names; *p != '\0'; p += strspn(p, " ")) {
			size_t len = strcspn(p, " ");
			DW_AUTO_FREE char *name = dw_strndup(p, len);

			p += len;
			if (near != NULL)
				dw_nearest_offer(near, name, others[i].column);
			else if (strcmp(name, wanted) == 0)
				return others[i].column;
		}
	return NULL;
}

/* As the table writes it, which lives as long as the program. */
static const char *
lasting(const char *column)
{
	for (size_t i = 0; column != NULL && i < DW_COUNT(others); i++)
		if (strcmp(others[i].column, column) == 0)
			return others[i].column;
	return NULL;
}

const char *
dw_import_propose(const char *name)
{
	DW_AUTO_FREE char *wanted = bare(name);
	DW_AUTO(dw_nearest) near = { .wanted = wanted };
	const char *found;

	if (wanted == NULL || strlen(wanted) > DW_NEAREST_MAX)
		return NULL;
	found = look_through(wanted, NULL);
	/* Short words are near to everything. */
	if (found == NULL && strlen(wanted) > 4) {
		look_through(wanted, &near);
		found = lasting(near.best);
	}
	return found;
}
