/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Saved views: the work queues, finding, listing. Saving and deleting is in
 * saved_view_change.c. See saved_view.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "domain/filter.h"
#include "domain/saved_view.h"
#include "domain/user_view.h"
#include "store/query.h"

const struct dw_work_queue dw_work_queues[] = {
	{ "locked", N_("Locked now"), "state:locked" },
	{ "no-mfa", N_("Without a second factor"), "mfa:none" },
	{ "grace-ending", N_("Two-factor grace ends within a week"), "grace:<7d" },
	{ "mfa-exempt", N_("Exempt from two-factor sign-in"), "exempt:yes" },
	{ "never-signed-in", N_("Never signed in"), "last:never" },
	{ "dormant", N_("Active, not signed in for 90 days"), "state:active last:>90d" },
	/* Who has no address has none to verify. */
	{ "unverified-mail", N_("E-mail address not verified"), "verified:no -email:none" },
	{ "no-group", N_("In no group"), "group:none" },
	{ "direct-permissions", N_("With permissions held directly"), "direct:yes" },
	{ "bin-due", N_("Deletion due within a week, or overdue"), "in:bin deadline:<7d" },
	{ "orphans", N_("No longer in their directory"), "orphan:yes" },
};
const size_t dw_work_queues_count = DW_COUNT(dw_work_queues);

void
dw_saved_view_clear(struct dw_saved_view *view)
{
	if (view == NULL)
		return;
	free(view->name);
	free(view->filter);
	*view = (struct dw_saved_view){ 0 };
}

/* ---- rows ---- */

/* By kind, name and id; of those that are not somebody else's. ?1 is the operator. */
#define SELECT "SELECT id, uuid, name, filter, created_at, owner_id IS NULL AS shared, name_key" \
	" FROM saved_view WHERE (owner_id = ?1 OR owner_id IS NULL)"

/* Does it ask for an address or a number? A bare word is looked for in addresses as well. */
static bool
tells_pii(const struct dw_filter *filter)
{
	for (size_t i = 0; i < filter->n_terms; i++) {
		const struct dw_term *term = &filter->terms[i];
		bool field = term->field == DW_F_EMAIL || term->field == DW_F_PHONE;
		bool word = term->field == DW_F_WORD;

		for (size_t k = 0; k < term->n_choices; k++) {
			const char *text = term->choices[k].text;

			if ((field && strcmp(text, "none") != 0) ||
				(word && (strchr(text, '@') != NULL || strpbrk(text, "0123456789") != NULL)))
				return true;
		}
	}
	return false;
}

/* The filter as the operator may see it. */
static char *
shown_filter(const struct dw_operator *operator, bool own, const char *text)
{
	DW_AUTO(dw_filter) filter = { 0 };
	DW_AUTO(dw_buf) outline = { 0 };

	if (own || dw_rights_have(&operator->rights, DW_PERM_VIEW_PII) ||
		dw_filter_read(text, 0, &filter, NULL) != DW_OK || !tells_pii(&filter))
		return dw_strdup(text);
	dw_filter_outline(&filter, &outline);
	return dw_buf_steal(&outline);
}

static void
read_row(const struct dw_query *q, const struct dw_operator *operator, struct dw_saved_view *out)
{
	bool shared = dw_col_int(q, 5) != 0;

	*out = (struct dw_saved_view){
		.kind = shared ? DW_VIEW_SHARED : DW_VIEW_OWN,
		.id = dw_col_int(q, 0),
		.uuid = dw_col_uuid(q, 1),
		.name = dw_strdup(dw_col_text(q, 2)),
		.filter = shown_filter(operator, !shared, dw_col_text(q, 3)),
		.created_at = dw_col_int(q, 4),
	};
}

/* ---- finding ---- */

static enum dw_code
not_there(struct dw_db *db, const struct dw_operator *operator, const char *name, const char *key,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(dw_nearest) near = { .wanted = key };
	DW_AUTO_FREE char *shown = dw_display_dup(name);
	enum dw_code rc;
	bool row;

	for (size_t i = 0; i < dw_work_queues_count; i++)
		dw_nearest_offer(&near, dw_work_queues[i].name, dw_work_queues[i].name);
	dw_query_open(db, &q, SELECT);
	dw_bind_int(&q, 1, operator->id);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		dw_nearest_offer(&near, dw_col_text(&q, 6), dw_col_text(&q, 2));
	if (rc != DW_OK)
		return rc;
	if (near.best != NULL)
		return dw_fail(err, DW_NOT_FOUND, _("There is no view “%s”; did you mean “%s”?"), shown,
			near.best);
	return dw_fail(err, DW_NOT_FOUND,
		_("There is no view “%s”. \"view list\" shows all of them."), shown);
}

enum dw_code
dw_saved_view_find(struct dw_db *db, const struct dw_operator *operator, const char *reference,
	struct dw_saved_view *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *key = dw_fold_identity(reference);
	struct dw_uuid id;
	enum dw_code rc;
	bool row;

	if (key == NULL)
		return dw_fail(err, DW_NOT_FOUND, _("This is no view's name: it is not valid UTF-8."));
	if (dw_uuid_parse(reference, &id)) {
		dw_query_open(db, &q, SELECT " AND uuid = ?2");
		dw_bind_uuid(&q, 2, &id);
	} else {
		dw_query_open(db, &q, SELECT " AND name_key = ?2 ORDER BY shared");
		dw_bind_text(&q, 2, key);
	}
	dw_bind_int(&q, 1, operator->id);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK)
		return rc;
	if (row) {
		read_row(&q, operator, out);
		return DW_OK;
	}
	for (size_t i = 0; i < dw_work_queues_count; i++)
		if (strcmp(dw_work_queues[i].name, key) == 0) {
			*out = (struct dw_saved_view){ .kind = DW_VIEW_BUILT_IN,
				.name = dw_strdup(dw_work_queues[i].name),
				.filter = dw_strdup(dw_work_queues[i].filter) };
			return DW_OK;
		}
	return not_there(db, operator, reference, key, err);
}

enum dw_code
dw_saved_view_filter(struct dw_db *db, const struct dw_operator *operator, const char *name,
	const char *typed, char **out, struct dw_error *err)
{
	DW_AUTO(dw_saved_view) view = { 0 };
	enum dw_code rc = DW_OK;

	if (name != NULL)
		rc = dw_saved_view_find(db, operator, name, &view, err);
	if (rc == DW_OK)
		*out = dw_format("%s%s%s", view.filter != NULL ? view.filter : "",
			view.filter != NULL && typed != NULL ? " " : "", typed != NULL ? typed : "");
	return rc;
}

void
dw_saved_view_names(struct dw_db *db, const struct dw_operator *operator, const char *prefix,
	void (*each)(void *arg, const char *name), void *arg)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *key = dw_fold_identity(prefix);
	bool row;

	if (key == NULL)
		return;
	for (size_t i = 0; i < dw_work_queues_count; i++)
		if (strncmp(dw_work_queues[i].name, key, strlen(key)) == 0)
			each(arg, dw_work_queues[i].name);
	dw_query_open(db, &q, SELECT " AND substr(name_key, 1, length(?2)) = ?2 ORDER BY name_key");
	dw_bind_int(&q, 1, operator->id);
	dw_bind_text(&q, 2, key);
	while (dw_query_next(&q, &row, NULL) == DW_OK && row)
		each(arg, dw_col_text(&q, 2));
}

/* ---- the list ---- */

enum { ID, NAME, KIND, USERS, FILTER, ABOUT, CREATED };

const struct dw_column dw_saved_view_columns[] = {
	[ID] = { "id", N_("ID"), DW_ID, 0, 9, 36, 0, NULL },
	[NAME] = { "name", N_("VIEW"), DW_TEXT, DW_COL_DEFAULT, 1, 20, 2, NULL },
	[KIND] = { "kind", N_("KIND"), DW_WORD, DW_COL_DEFAULT, 3, 8, 0, NULL },
	[USERS] = { "users", N_("USERS"), DW_INT, DW_COL_DEFAULT | DW_COL_RIGHT | DW_COL_MAYBE, 4, 7,
		0, NULL },
	[FILTER] = { "filter", N_("FILTER"), DW_TEXT, DW_COL_DEFAULT, 2, 24, 3, NULL },
	[ABOUT] = { "about", N_("ABOUT"), DW_TEXT, 0, 5, 30, 2, NULL },
	[CREATED] = { "created", N_("CREATED"), DW_TIME, DW_COL_BADGE, 7, 8, 0, NULL },
};
const size_t dw_saved_view_columns_count = DW_COUNT(dw_saved_view_columns);

/* What goes into every row, and where to. */
struct listing {
	struct dw_db *db;
	const struct dw_operator *operator;
	struct dw_sink *sink;
	int64_t now;
	bool count;
};

/* *out -1: the operator may not ask that, or a group or permission in it is gone. */
static enum dw_code
count_users(const struct listing *l, const char *text, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_filter) filter = { 0 };
	const struct dw_user_query query = { .filter = &filter,
		.mask_pii = !dw_rights_have(&l->operator->rights, DW_PERM_VIEW_PII) };
	struct dw_error why = { 0 };
	enum dw_code rc;

	*out = -1;
	if (!l->count)
		return DW_OK;
	if ((rc = dw_filter_read(text, l->now, &filter, &why)) == DW_OK)
		rc = dw_user_count(l->db, &query, l->now, out, &why);
	if (rc == DW_OK)
		return DW_OK;
	*out = -1;
	if (rc == DW_NOT_PERMITTED || rc == DW_USAGE || rc == DW_NOT_FOUND)
		return DW_OK;
	if (err != NULL)
		*err = why;
	return rc;
}

static enum dw_code
put_row(const struct listing *l, const struct dw_saved_view *view, const char *about,
	struct dw_error *err)
{
	static const char *const kinds[] = { [DW_VIEW_BUILT_IN] = "built_in", [DW_VIEW_OWN] = "own",
		[DW_VIEW_SHARED] = "shared" };
	struct dw_value row[DW_COUNT(dw_saved_view_columns)] = {
		[ID].id = view->uuid,
		[NAME].text = view->name,
		[KIND].text = kinds[view->kind],
		[FILTER].text = view->filter,
		[ABOUT].text = about,
		[CREATED].num = view->created_at,
	};
	enum dw_code rc = count_users(l, view->filter, &row[USERS].num, err);

	return rc == DW_OK ? l->sink->row(l->sink, row, err) : rc;
}

static enum dw_code
put_queues(const struct listing *l, struct dw_error *err)
{
	enum dw_code rc;

	for (size_t i = 0; i < dw_work_queues_count; i++) {
		const struct dw_saved_view view = { .kind = DW_VIEW_BUILT_IN,
			.name = (char *)(uintptr_t)dw_work_queues[i].name,
			.filter = (char *)(uintptr_t)dw_work_queues[i].filter };

		if ((rc = put_row(l, &view, _(dw_work_queues[i].title), err)) != DW_OK)
			return rc;
	}
	return DW_OK;
}

enum dw_code
dw_saved_view_list(struct dw_db *db, const struct dw_operator *operator, bool count, int64_t now,
	struct dw_sink *sink, struct dw_error *err)
{
	const struct listing l = { db, operator, sink, now, count };
	const struct dw_list_info info = { .item = "view", .total = -1 };
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	if ((rc = sink->begin(sink, dw_saved_view_columns, dw_saved_view_columns_count, err)) !=
			DW_OK ||
		(rc = put_queues(&l, err)) != DW_OK)
		return rc;
	dw_query_open(db, &q, SELECT " ORDER BY shared, name_key");
	dw_bind_int(&q, 1, operator->id);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		DW_AUTO(dw_saved_view) view = { 0 };

		read_row(&q, operator, &view);
		if ((rc = put_row(&l, &view, NULL, err)) != DW_OK)
			return rc;
	}
	return rc == DW_OK ? sink->end(sink, &info, err) : rc;
}
