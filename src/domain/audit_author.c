/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who did what a row keeps only the time of. A change and its entry are one transaction
 * with one time, so the entry is found by time and target through an index, whatever the
 * length of the chain; no row repeats a name that would have to be erased there as well.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/audit.h"
#include "domain/names.h"
#include "store/query.h"

static bool
ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);

	return len >= n && strcmp(text + len - n, end) == 0;
}

/* How well an entry of that time and target fits: 0 = it is about something else. */
static int
fits(const struct dw_audit_deed *deed, const char *code, const char *payload)
{
	DW_AUTO_JSON data = payload[0] != '\0' ? json_loads(payload, 0, NULL) : NULL;
	const char *group = json_string_value(json_object_get(data, "group_id"));
	json_t *names = deed->list != NULL ? json_object_get(data, deed->list) : NULL;
	char id[DW_UUID_TEXT];

	if (!dw_uuid_is_none(&deed->group) &&
		(group == NULL || strcmp(group, dw_uuid_format(&deed->group, id)) != 0))
		return 0;
	if (deed->list == NULL)
		return 1;
	if (ends_with(code, "_removed"))
		return 0;
	if (names != NULL && dw_names_have(names, deed->name))
		return 2;
	/* It had another name then; or who has it was made with what they have. */
	return names != NULL || ends_with(code, "_created") ? 1 : 0;
}

/* The actor's name as it was written down then. Free it. */
static char *
actor_name(const struct dw_query *q)
{
	const char *payload = dw_col_text(q, 1);
	DW_AUTO_JSON actor = payload[0] != '\0' ? json_loads(payload, 0, NULL) : NULL;
	const char *name = json_string_value(json_object_get(actor, "username"));

	/* Every entry has this slot: where it is gone, it was erased. */
	return dw_strdup(name != NULL ? name : DW_AUDIT_ERASED);
}

enum dw_code
dw_audit_author(struct dw_db *db, const struct dw_audit_deed *deed, char **out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *name = NULL;
	enum dw_code rc = DW_OK;
	int best = 0;
	bool row;

	if (deed->time == 0) {
		*out = NULL;
		return DW_OK;
	}
	dw_query_open(db, &q,
		"SELECT a.action_code,"
		" (SELECT payload FROM audit_payload AS p WHERE p.seq = a.seq AND p.slot = 0),"
		" (SELECT payload FROM audit_payload AS p WHERE p.seq = a.seq AND p.slot = 3)"
		" FROM audit AS a INDEXED BY audit_time"
		" WHERE a.time_ms = ?1 AND a.target_uuid = ?2 AND a.result = 'ok' ORDER BY a.seq");
	dw_bind_int(&q, 1, deed->time);
	if (dw_uuid_is_none(&deed->target))
		dw_bind_blob(&q, 2, "", 0);
	else
		dw_bind_uuid(&q, 2, &deed->target);
	while (best < 2 && (rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		int fit = fits(deed, dw_col_text(&q, 0), dw_col_text(&q, 2));

		if (fit <= best)
			continue;
		best = fit;
		dw_replace(&name, actor_name(&q));
	}
	if (rc == DW_OK)
		*out = dw_steal(&name);
	return rc;
}
