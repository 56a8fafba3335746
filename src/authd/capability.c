/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Capabilities of peers. See capability.h.
 */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "authd/capability.h"
#include "base/intl.h"
#include "base/mem.h"

static const struct {
	enum dw_setting_id setting;
	unsigned bit;
} table[] = {
	{ DW_CONF_AUTHD_LOGIN, DW_CAP_LOGIN },
	{ DW_CONF_AUTHD_SESSION, DW_CAP_SESSION },
	{ DW_CONF_AUTHD_SELF, DW_CAP_SELF },
	{ DW_CONF_AUTHD_EXTERNAL, DW_CAP_EXTERNAL },
};

/* The uid of a name or a number; false when there is none. */
static bool
uid_of(const char *word, uid_t *out)
{
	const struct passwd *entry;
	char *end;
	unsigned long number;

	if (word[0] >= '0' && word[0] <= '9') {
		number = strtoul(word, &end, 10);
		*out = (uid_t)number;
		return *end == '\0' && number == *out;
	}
	if ((entry = getpwnam(word)) == NULL)
		return false;
	*out = entry->pw_uid;
	return true;
}

/* Walks the words of a list; *bad is a word that is no account. */
static bool
list_has(const char *list, uid_t uid, char **bad)
{
	DW_AUTO_FREE char *copy = dw_strdup(list);
	char *rest = copy;
	bool found = false;
	uid_t one;

	for (const char *word; (word = strsep(&rest, ", ")) != NULL; ) {
		if (word[0] == '\0')
			continue;
		if (strcmp(word, "*") == 0)
			found = true;
		else if (!uid_of(word, &one))
			dw_replace(bad, dw_strdup(word));
		else
			found = found || one == uid;
	}
	return found;
}

unsigned
dw_capabilities(const struct dw_conf *conf, uid_t uid)
{
	DW_AUTO_FREE char *bad = NULL;
	unsigned bits = 0;

	for (size_t i = 0; i < DW_COUNT(table); i++)
		if (list_has(dw_conf_text(conf, table[i].setting), uid, &bad))
			bits |= table[i].bit;
	return bits;
}

enum dw_code
dw_capabilities_check(const struct dw_conf *conf, struct dw_error *err)
{
	for (size_t i = 0; i < DW_COUNT(table); i++) {
		DW_AUTO_FREE char *bad = NULL;

		list_has(dw_conf_text(conf, table[i].setting), 0, &bad);
		if (bad != NULL)
			return dw_fail_field(err, DW_CONFIG, dw_settings[table[i].setting].name,
				_("There is no account “%s”. Accounts by name or number, separated by commas; * "
				  "is everybody."), bad);
	}
	return DW_OK;
}
