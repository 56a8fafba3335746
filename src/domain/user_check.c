/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which values a user's fields may have, and what a field asks for to be changed. Text is
 * kept as it was written; what could do harm where it is used later (mail headers, logs) is
 * refused here, and what only looks odd is made visible where it is shown. See
 * dw_user_check() in user.h.
 */
#include <string.h>
#include <strings.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "base/uuid.h"
#include "domain/user.h"

#define NAME_MAX_CHARS 200
#define USERNAME_MAX_CHARS 150
#define EMAIL_MAX_BYTES 254 /* RFC 5321 4.5.3.1.3, less the angle brackets */
#define PHONE_MAX_CHARS 40
#define OURS "system:" /* who acts when nobody does: "system:init" */

/* What single fields ask for beyond the permission to edit. */
static const struct {
	const char *name;
	bool mapped; /* filled by the directory, for a user who comes from one */
	enum dw_perm needs;
} fields[] = {
	{ "username", true, DW_PERM_NONE },
	{ "first-name", true, DW_PERM_NONE },
	{ "last-name", true, DW_PERM_NONE },
	{ "email", true, DW_PERM_NONE },
	{ "phone", true, DW_PERM_NONE },
	{ "verified", false, DW_PERM_VERIFY_EMAIL },
	{ "active", false, DW_PERM_ACTIVATE_USER },
	{ "valid-from", false, DW_PERM_ACTIVATE_USER },
	{ "valid-until", false, DW_PERM_ACTIVATE_USER },
	{ "staff", false, DW_PERM_ADMIN },
	{ "unix-uid", false, DW_PERM_ADMIN },
	{ "group", false, DW_PERM_MANAGE_ACCESS },
};

enum dw_code
dw_user_may_set(struct dw_work *w, const struct dw_user *user, const char *field,
	struct dw_error *err)
{
	for (size_t i = 0; i < DW_COUNT(fields); i++) {
		if (strcmp(fields[i].name, field) != 0)
			continue;
		if (fields[i].mapped && user != NULL && user->source == DW_LDAP)
			return dw_fail_field(err, DW_STATE, field,
				_("This comes from the directory %s. Change it there."),
				user->source_name);
		return fields[i].needs == DW_PERM_NONE ?
			DW_OK : dw_rights_require(&w->operator->rights, fields[i].needs, err);
	}
	return DW_OK;
}

/* C0, DEL and C1: never in a name or an address (they forge mail headers and logs). */
static bool
has_control(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++)
		if (*p < 0x20 || *p == 0x7f || (*p == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f))
			return true;
	return false;
}

static enum dw_code
check_text(const char *text, const char *field, size_t max, struct dw_error *err)
{
	if (!dw_utf8_valid(text, strlen(text)))
		return dw_fail_field(err, DW_INVALID, field, _("This is not valid UTF-8 text."));
	if (has_control(text))
		return dw_fail_field(err, DW_INVALID, field,
			_("Control characters (line ends, tabs, escape) are not allowed here."));
	if (dw_utf8_length(text) > max)
		return dw_fail_field(err, DW_INVALID, field,
			_("This is too long: at most %zu characters."), max);
	return DW_OK;
}

static enum dw_code
check_username(const char *name, const struct dw_conf *conf, struct dw_error *err)
{
	static const char *const field = "username";
	struct dw_uuid id;
	enum dw_code rc;

	if ((rc = check_text(name, field, USERNAME_MAX_CHARS, err)) != DW_OK)
		return rc;
	if (dw_uuid_parse(name, &id))
		return dw_fail_field(err, DW_INVALID, field,
			_("This looks like an id, so nobody could find the user by it. Choose another name."));
	if (strncasecmp(name, OURS, strlen(OURS)) == 0)
		return dw_fail_field(err, DW_INVALID, field,
			_("Names that begin with %s are Doorward's own in the audit. Choose another one."), OURS);
	if (name[strspn(name, " ")] == '\0')
		return dw_fail_field(err, DW_INVALID, field, _("A user needs a username."));
	if (strcmp(dw_conf_text(conf, DW_CONF_USERNAME_PATTERN), "local") == 0 &&
		name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._@+-")] != '\0')
		return dw_fail_field(err, DW_INVALID, field,
			_("A username has only letters a-z, digits and . _ @ + - "
			  "(the setting user.username_characters changes that)."));
	if (name[0] == '-')
		return dw_fail_field(err, DW_INVALID, field,
			_("A username cannot begin with a hyphen: a command would take it for an option."));
	if (!dw_name_is_plain(name))
		return dw_fail_field(err, DW_INVALID, field,
			_("This username has characters that cannot be seen or told apart."));
	return DW_OK;
}

static enum dw_code
check_email(const char *email, struct dw_error *err)
{
	static const char *const field = "email";
	const char *at = strchr(email, '@');
	enum dw_code rc;

	if (email[0] == '\0')
		return DW_OK;
	if ((rc = check_text(email, field, EMAIL_MAX_BYTES, err)) != DW_OK)
		return rc;
	if (strlen(email) > EMAIL_MAX_BYTES)
		return dw_fail_field(err, DW_INVALID, field, _("This address is too long."));
	if (at == NULL || at == email || at[1] == '\0' || strchr(at + 1, '@') != NULL ||
		strpbrk(email, " <>,;:\"()[]\\") != NULL || at[1] == '.' || strstr(at, "..") != NULL ||
		email[strlen(email) - 1] == '.')
		return dw_fail_field(err, DW_INVALID, field,
			_("This is not an e-mail address. Write it like name@example.org."));
	if (!dw_name_is_plain(email))
		return dw_fail_field(err, DW_INVALID, field,
			_("This address has characters that cannot be seen or told apart."));
	return DW_OK;
}

static enum dw_code
check_phone(const char *phone, struct dw_error *err)
{
	enum dw_code rc;
	size_t digits = 0;

	if (phone[0] == '\0')
		return DW_OK;
	if ((rc = check_text(phone, "phone", PHONE_MAX_CHARS, err)) != DW_OK)
		return rc;
	for (const char *p = phone; *p != '\0'; p++)
		digits += *p >= '0' && *p <= '9';
	if (digits < 3 || phone[strspn(phone, "0123456789+-()./ x#*")] != '\0')
		return dw_fail_field(err, DW_INVALID, "phone",
			_("This is not a phone number. Write it like +49 30 1234567."));
	return DW_OK;
}

enum dw_code
dw_user_check(const struct dw_user_edit *v, const struct dw_conf *conf, struct dw_error *err)
{
	enum dw_code rc;

	if ((v->username != NULL && (rc = check_username(v->username, conf, err)) != DW_OK) ||
		(v->first_name != NULL &&
			(rc = check_text(v->first_name, "first-name", NAME_MAX_CHARS, err)) != DW_OK) ||
		(v->last_name != NULL &&
			(rc = check_text(v->last_name, "last-name", NAME_MAX_CHARS, err)) != DW_OK) ||
		(v->profile_name != NULL &&
			(rc = check_text(v->profile_name, "profile-name", NAME_MAX_CHARS, err)) != DW_OK) ||
		(v->email != NULL && (rc = check_email(v->email, err)) != DW_OK) ||
		(v->phone != NULL && (rc = check_phone(v->phone, err)) != DW_OK))
		return rc;
	if (v->valid_from > 0 && v->valid_until > 0 && v->valid_until <= v->valid_from)
		return dw_fail_field(err, DW_INVALID, "valid-until",
			_("The account would end before it begins: give a later date."));
	return DW_OK;
}
