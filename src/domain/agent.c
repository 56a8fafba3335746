/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * User agents, read by the rows of data/ua.tsv. The table is small and is walked as
 * text each time: a session begins far more rarely than this takes. See agent.h.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/data.h"
#include "domain/agent.h"

#define FIELD_MAX 48   /* of a row; what is longer never fits */
#define VERSION_MAX 6  /* digits of a version; the rest is no version */

enum { KIND, CONTAINS, NAME, BEFORE_VERSION, FIELDS };

struct row {
	char fields[FIELDS][FIELD_MAX];
};

/* One field into `out`; returns where the next begins. */
static const char *
take_field(const char *at, const char *end, char out[FIELD_MAX])
{
	const char *tab = memchr(at, '\t', (size_t)(end - at));
	size_t len = (size_t)((tab != NULL ? tab : end) - at);

	if (len >= FIELD_MAX)
		len = FIELD_MAX - 1;
	memcpy(out, at, len);
	out[len] = '\0';
	return tab != NULL ? tab + 1 : end;
}

/* Are all parts there, one after the other? `*` separates them. */
static bool
contains(const char *text, const char *parts)
{
	while (*parts != '\0') {
		char part[FIELD_MAX];
		size_t len = strcspn(parts, "*");

		memcpy(part, parts, len);
		part[len] = '\0';
		if ((text = strstr(text, part)) == NULL)
			return false;
		text += len;
		parts += len + (parts[len] == '*' ? 1 : 0);
	}
	return true;
}

static void
describe(const struct row *row, const char *user_agent, char out[DW_AGENT_TEXT])
{
	const char *before = row->fields[BEFORE_VERSION];
	const char *version = before[0] != '\0' ? strstr(user_agent, before) : NULL;
	size_t digits = 0;

	if (version != NULL) {
		version += strlen(before);
		digits = strspn(version, "0123456789");
	}
	if (digits == 0 || digits > VERSION_MAX)
		snprintf(out, DW_AGENT_TEXT, "%s", row->fields[NAME]);
	else
		snprintf(out, DW_AGENT_TEXT, "%s %.*s", row->fields[NAME], (int)digits, version);
}

void
dw_agent_read(const char *user_agent, struct dw_agent *out)
{
	const char *at = (const char *)dw_data_ua;
	const char *end = at + dw_data_ua_len;

	*out = (struct dw_agent){ 0 };
	if (user_agent == NULL || user_agent[0] == '\0')
		return;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline != NULL ? newline : end;
		struct row row;
		char *wanted;

		if (*at != '#') {
			for (int i = 0; i < FIELDS; i++)
				at = take_field(at, stop, row.fields[i]);
			wanted = strcmp(row.fields[KIND], "device") == 0 ? out->device : out->browser;
			if (wanted[0] == '\0' && contains(user_agent, row.fields[CONTAINS]))
				describe(&row, user_agent, wanted);
		}
		at = stop + 1;
	}
}
