/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Terms of a filter that name a set of users which can be listed without looking at
 * everybody: members of groups, holders of permissions, one user by a unique key.
 * Each set is given as a list and as a test, with its size. See user_query.h.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "domain/user_terms.h"

/* A fault of a term that reading alone could not see. */
enum dw_code
dw_term_fault(const struct dw_terms *t, const struct dw_term *term, enum dw_code code)
{
	if (t->err != NULL) {
		t->err->column = term->column;
		snprintf(t->err->field, sizeof(t->err->field), "filter");
	}
	return code;
}

bool
dw_term_says(const struct dw_term *term, const char *word)
{
	for (size_t i = 0; i < term->n_choices; i++)
		if (strcmp(term->choices[i].text, word) == 0)
			return true;
	return false;
}

/* The pattern of a value for GLOB: only * is a wildcard. NULL when it has none. */
char *
dw_term_glob(const char *folded)
{
	struct dw_buf out = { 0 };

	if (strchr(folded, '*') == NULL)
		return NULL;
	for (const char *c = folded; *c != '\0'; c++) {
		if (*c == '?' || *c == '[')
			dw_buf_printf(&out, "[%c]", *c);
		else
			dw_buf_putc(&out, *c);
	}
	return dw_buf_steal(&out);
}

/* The row of a whole id; 0 when there is none. */
enum dw_code
dw_term_row(const struct dw_terms *t, const struct dw_uuid *id, int64_t *out)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(t->s->db, &q, "SELECT id FROM user WHERE uuid = ?1");
	dw_bind_uuid(&q, 1, id);
	return dw_query_int(&q, 0, out, t->err);
}

/* ---- groups and permissions --------------------------------------------------------------- */

static void
add_id(struct dw_buf *ids, int64_t id)
{
	dw_buf_printf(ids, "%s%" PRId64, ids->len > 0 ? "," : "", id);
}

/* Of many ids each would be looked for in turn; going through what the user has is
 * quicker, and a + makes SQLite do so. */
static const char *
few(const struct dw_buf *ids)
{
	int commas = 0;

	for (const char *c = dw_buf_text(ids); *c != '\0'; c++)
		commas += *c == ',';
	return commas > 1 ? "+" : "";
}

static enum dw_code
nobody_called(const struct dw_terms *t, const struct dw_term *term, const char *value,
	const char *names_sql)
{
	DW_AUTO_FREE char *folded = dw_fold_identity(value);
	DW_AUTO_FREE char *shown = dw_display_dup(value);
	DW_AUTO(dw_nearest) near = { .wanted = folded != NULL ? folded : "" };
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *likely = NULL;
	bool group = term->field == DW_F_GROUP, row;
	enum dw_code rc;

	dw_query_open(t->s->db, &q, names_sql);
	while ((rc = dw_query_next(&q, &row, t->err)) == DW_OK && row)
		dw_nearest_offer(&near, dw_col_text(&q, 0), dw_col_text(&q, 1));
	if (rc != DW_OK)
		return rc;
	likely = near.best != NULL ? dw_display_dup(near.best) : NULL;
	if (group && likely != NULL)
		rc = dw_fail(t->err, DW_USAGE, _("There is no group “%s”; did you mean “%s”?"), shown, likely);
	else if (group)
		rc = dw_fail(t->err, DW_USAGE, _("There is no group “%s”"), shown);
	else if (likely != NULL)
		rc = dw_fail(t->err, DW_USAGE, _("There is no permission “%s”; did you mean “%s”?"), shown,
			likely);
	else
		rc = dw_fail(t->err, DW_USAGE, _("There is no permission “%s”"), shown);
	return dw_term_fault(t, term, rc);
}

/*
 * The ids (and the sum of the second column) of all rows that the choices name. Both
 * statements take the folded value as ?1; the word "none" is skipped.
 */
static enum dw_code
look_up(const struct dw_terms *t, const struct dw_term *term, const char *exact, const char *like,
	const char *names, struct dw_buf *ids, int64_t *count)
{
	enum dw_code rc;

	for (size_t i = 0; i < term->n_choices; i++) {
		const char *value = term->choices[i].text;
		DW_AUTO_FREE char *folded = dw_fold_identity(value);
		DW_AUTO_FREE char *glob = dw_term_glob(folded);
		DW_AUTO(dw_query) q = { 0 };
		bool row, any = false;

		if (term->field == DW_F_GROUP && strcmp(value, "none") == 0)
			continue;
		dw_query_open(t->s->db, &q, glob != NULL ? like : exact);
		dw_bind_text(&q, 1, glob != NULL ? glob : folded);
		while ((rc = dw_query_next(&q, &row, t->err)) == DW_OK && row) {
			add_id(ids, dw_col_int(&q, 0));
			*count += dw_col_int(&q, 1);
			any = true;
		}
		if (rc != DW_OK)
			return rc;
		if (!any)
			return nobody_called(t, term, value, names);
	}
	return DW_OK;
}

static void
add_set(const struct dw_terms *t, const struct dw_term *term, char *list, char *test, int64_t count)
{
	struct dw_select *s = t->s;

	s->sets = dw_realloc(s->sets, s->n_sets + 1, sizeof(*s->sets));
	s->sets[s->n_sets++] = (struct dw_user_set){
		.list = list,
		.test = test,
		.count = count < s->users ? count : s->users,
		.negated = term->negated,
	};
}

enum dw_code
dw_term_groups(const struct dw_terms *t, const struct dw_term *term)
{
	static const char none[] = "NOT EXISTS (SELECT 1 FROM membership AS m WHERE m.user_id = u.id)";
	DW_AUTO(dw_buf) ids = { 0 };
	int64_t count = 0;
	enum dw_code rc = look_up(t, term,
		"SELECT id, member_count FROM user_group WHERE name_key = ?1",
		"SELECT id, member_count FROM user_group WHERE name_key GLOB ?1",
		"SELECT name_key, name FROM user_group", &ids, &count);
	char *test;

	if (rc != DW_OK)
		return rc;
	test = dw_format("EXISTS (SELECT 1 FROM membership AS m"
		" WHERE m.user_id = u.id AND %sm.group_id IN (%s))", few(&ids), dw_buf_text(&ids));
	if (dw_term_says(term, "none")) {
		dw_select_test(t->s, DW_TEST_OTHER, "%s(%s OR %s)", term->negated ? "NOT " : "", none, test);
		free(test);
	} else {
		add_set(t, term,
			dw_format("SELECT m.user_id FROM membership AS m WHERE m.group_id IN (%s)",
				dw_buf_text(&ids)),
			test, count);
	}
	if (!term->negated && ids.len > 0)
		dw_replace(&t->s->member_of, dw_buf_steal(&ids));
	return DW_OK;
}

/* The groups that give any of the permissions, Admin among them, and how many are in them. */
static enum dw_code
giving_groups(const struct dw_terms *t, const char *permissions, struct dw_buf *groups,
	int64_t *count)
{
	DW_AUTO_FREE char *sql = dw_format(
		"SELECT g.id, g.member_count FROM user_group AS g WHERE g.is_admin = 1 OR g.id IN"
		" (SELECT h.group_id FROM group_permission AS h WHERE h.permission_id IN (%s))",
		permissions);
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(t->s->db, &q, sql);
	while ((rc = dw_query_next(&q, &row, t->err)) == DW_OK && row) {
		add_id(groups, dw_col_int(&q, 0));
		*count += dw_col_int(&q, 1);
	}
	return rc;
}

enum dw_code
dw_term_permissions(const struct dw_terms *t, const struct dw_term *term)
{
	DW_AUTO(dw_buf) ids = { 0 };
	DW_AUTO(dw_buf) groups = { 0 };
	DW_AUTO(dw_query) direct = { 0 };
	DW_AUTO_FREE char *sql = NULL;
	int64_t count = 0, directly;
	enum dw_code rc = look_up(t, term, "SELECT id, 0 FROM permission WHERE lower(name) = ?1",
		"SELECT id, 0 FROM permission WHERE lower(name) GLOB ?1",
		"SELECT lower(name), name FROM permission", &ids, &count);

	if (rc != DW_OK || (rc = giving_groups(t, dw_buf_text(&ids), &groups, &count)) != DW_OK)
		return rc;
	sql = dw_format("SELECT count(*) FROM user_permission WHERE permission_id IN (%s)",
		dw_buf_text(&ids));
	dw_query_open(t->s->db, &direct, sql);
	if ((rc = dw_query_int(&direct, 0, &directly, t->err)) != DW_OK)
		return rc;
	add_set(t, term,
		dw_format("SELECT m.user_id FROM membership AS m WHERE m.group_id IN (%s) UNION ALL"
			  " SELECT h.user_id FROM user_permission AS h WHERE h.permission_id IN (%s)",
			dw_buf_text(&groups), dw_buf_text(&ids)),
		dw_format("EXISTS (SELECT 1 FROM membership AS m"
			  " WHERE m.user_id = u.id AND %sm.group_id IN (%s))"
			  " OR EXISTS (SELECT 1 FROM user_permission AS h"
			  " WHERE h.user_id = u.id AND %sh.permission_id IN (%s))",
			few(&groups), dw_buf_text(&groups), few(&ids), dw_buf_text(&ids)),
		count + directly);
	if (!term->negated) {
		dw_replace(&t->s->permissions, dw_buf_steal(&ids));
		dw_replace(&t->s->groups, dw_buf_steal(&groups));
	}
	return DW_OK;
}

enum dw_code
dw_term_direct(const struct dw_terms *t, const struct dw_term *term)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_term turned = *term;
	int64_t count;
	enum dw_code rc;

	if (dw_term_says(term, "yes") && dw_term_says(term, "no"))
		return DW_OK;
	dw_query_open(t->s->db, &q, "SELECT count(*) FROM user_permission");
	if ((rc = dw_query_int(&q, 0, &count, t->err)) != DW_OK)
		return rc;
	turned.negated = term->negated != dw_term_says(term, "no");
	add_set(t, &turned, dw_strdup("SELECT h.user_id FROM user_permission AS h"),
		dw_strdup("EXISTS (SELECT 1 FROM user_permission AS h WHERE h.user_id = u.id)"), count);
	return DW_OK;
}

/* One whole username, address or id: there is at most one such user, and an index to them. */
bool
dw_term_unique(const struct dw_terms *t, const struct dw_term *term, const char *key)
{
	DW_AUTO_FREE char *folded = dw_fold_identity(term->choices[0].text);
	size_t number;

	if (term->negated || term->n_choices > 1 || *folded == '\0' || strchr(folded, '*') != NULL ||
		(term->field == DW_F_EMAIL && strcmp(term->choices[0].text, "none") == 0))
		return false;
	number = dw_select_text(t->s, folded);
	add_set(t, term,
		dw_format("SELECT x.id FROM user AS x WHERE x.%s = ?%zu AND x.%s <> ''", key, number, key),
		dw_format("u.%s = ?%zu", key, number), 1);
	return true;
}

enum dw_code
dw_term_ids(const struct dw_terms *t, const struct dw_term *term)
{
	DW_AUTO(dw_buf) ids = { 0 };
	enum dw_code rc;

	for (size_t i = 0; i < term->n_choices; i++) {
		struct dw_uuid uuid;
		int64_t row;

		dw_uuid_parse(term->choices[i].text, &uuid);
		if ((rc = dw_term_row(t, &uuid, &row)) != DW_OK)
			return rc;
		add_id(&ids, row);
	}
	add_set(t, term, dw_format("SELECT x.id FROM user AS x WHERE x.id IN (%s)", dw_buf_text(&ids)),
		dw_format("u.id IN (%s)", dw_buf_text(&ids)), (int64_t)term->n_choices);
	return DW_OK;
}
