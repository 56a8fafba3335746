/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Saving and deleting views. A name and a filter are an operator's own words and may be about
 * people: the name is kept as the operator's in the audit, so it goes when they are erased, and
 * of the filter only the outline is told. See saved_view.h.
 */
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/filter.h"
#include "domain/saved_view.h"
#include "store/query.h"

#define NAME_LONGEST 60 /* code points */
#define VIEWS_MOST 50   /* of one operator, and shared */

/* ---- what may be saved ---- */

enum dw_code
dw_saved_view_may_share(const struct dw_work *w, struct dw_error *err)
{
	return dw_rights_require(&w->operator->rights, DW_PERM_MANAGE_GROUPS, err);
}

static enum dw_code
check_name(const char *name, struct dw_error *err)
{
	DW_AUTO_FREE char *key = dw_fold_identity(name);
	struct dw_uuid id;

	if (key == NULL)
		return dw_fail_field(err, DW_INVALID, "name", _("The name is not valid UTF-8."));
	if (*key == '\0')
		return dw_fail_field(err, DW_INVALID, "name", _("A view needs a name."));
	if (dw_utf8_length(name) > NAME_LONGEST)
		return dw_fail_field(err, DW_INVALID, "name",
			_("The name of a view has at most %d characters."), NAME_LONGEST);
	if (!dw_name_is_plain(name))
		return dw_fail_field(err, DW_INVALID, "name",
			_("The name holds characters that nobody can see, or more accents than a letter "
			  "can carry. Type it again without them."));
	if (name[0] == ' ' || name[strlen(name) - 1] == ' ')
		return dw_fail_field(err, DW_INVALID, "name",
			_("The name begins or ends with a space. Leave it out."));
	if (dw_uuid_parse(key, &id))
		return dw_fail_field(err, DW_INVALID, "name",
			_("The name looks like an id, so nobody could tell them apart."));
	return DW_OK;
}

static enum dw_code
check_filter(const char *text, int64_t now, struct dw_filter *out, struct dw_error *err)
{
	enum dw_code rc = dw_filter_read(text, now, out, err);

	if (rc != DW_OK || out->n_terms > 0 || out->sort != NULL)
		return rc;
	return dw_fail_field(err, DW_INVALID, "filter",
		_("A view needs a filter; without one it would be the list of users."));
}

/* What a new filter may be put in the place of. */
static enum dw_code
may_replace(const struct dw_work *w, const struct dw_saved_view *old, bool shared,
	struct dw_error *err)
{
	if (old->kind == DW_VIEW_BUILT_IN)
		return dw_fail_field(err, DW_INVALID, "name",
			_("The view “%s” is built in and stays. Choose another name."), old->name);
	if (old->kind == DW_VIEW_OWN && shared)
		return dw_fail_field(err, DW_INVALID, "shared",
			_("The view “%s” is your own. Delete it before you share one of that name."),
			old->name);
	return old->kind == DW_VIEW_SHARED ? dw_saved_view_may_share(w, err) : DW_OK;
}

/* The view of this name that the operator sees, if any (old->name NULL = none), and whether
 * it may be replaced. */
static enum dw_code
find_old(struct dw_work *w, const char *name, const char *filter, bool shared, bool replace,
	struct dw_saved_view *old, struct dw_error *err)
{
	struct dw_error why = { 0 };
	enum dw_code rc = dw_saved_view_find(w->db, w->operator, name, old, &why);

	if (rc == DW_NOT_FOUND)
		return DW_OK;
	if (rc == DW_OK)
		rc = may_replace(w, old, shared, &why);
	if (rc != DW_OK) {
		if (err != NULL)
			*err = why;
		return rc;
	}
	if (!replace)
		return dw_fail_field(err, DW_INVALID, "replace",
			_("There is a view “%s” already. Its filter %s would be replaced by %s."), old->name,
			old->filter, filter);
	return DW_OK;
}

static enum dw_code
there_is_room(struct dw_work *w, bool shared, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	int64_t n;

	dw_query_open(w->db, &q, shared ?
		"SELECT count(*) FROM saved_view WHERE owner_id IS NULL" :
		"SELECT count(*) FROM saved_view WHERE owner_id = ?1");
	if (!shared)
		dw_bind_int(&q, 1, w->operator->id);
	if ((rc = dw_query_int(&q, 0, &n, err)) != DW_OK || n < VIEWS_MOST)
		return rc;
	return dw_fail(err, DW_STATE, shared ?
		_("There are %d shared views already, which is the most. Delete one first.") :
		_("You have %d views already, which is the most. Delete one first."), VIEWS_MOST);
}

/* ---- the audit's words ---- */

/* A filter of an older Doorward may not be one any more; then nothing is told of it. */
static void
add_replaced(json_t *data, const char *old, int64_t now)
{
	DW_AUTO(dw_filter) filter = { 0 };
	DW_AUTO(dw_buf) outline = { 0 };

	if (dw_filter_read(old, now, &filter, NULL) != DW_OK)
		dw_filter_clear(&filter);
	dw_filter_outline(&filter, &outline);
	json_object_set_new(data, "replaced", json_string(dw_buf_text(&outline)));
}

/* old: the filter that was there before; NULL = none. */
static enum dw_code
note(struct dw_work *w, const char *action, const char *name, const struct dw_uuid *id,
	bool shared, const struct dw_filter *filter, const char *old, struct dw_error *err)
{
	char text[DW_UUID_TEXT];
	DW_AUTO(dw_buf) outline = { 0 };
	DW_AUTO_JSON own = json_pack("{s:s}", "view", name);
	DW_AUTO_JSON data = json_pack("{s:s, s:b}", "view_id", dw_uuid_format(id, text), "shared",
		shared);
	const struct dw_audit_entry entry = {
		.action = action,
		.target = w->operator->uuid,
		.target_name = w->operator->username,
		.target_data = own,
		.data = data,
	};

	dw_filter_outline(filter, &outline);
	json_object_set_new(data, "filter", json_string(dw_buf_text(&outline)));
	if (old != NULL)
		add_replaced(data, old, w->now);
	return dw_audit_append(w, &entry, err);
}

/* ---- saving and deleting ---- */

static enum dw_code
insert(struct dw_work *w, const char *name, const char *filter, bool shared,
	const struct dw_uuid *id, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *key = dw_fold_identity(name);

	dw_query_open(w->db, &q,
		"INSERT INTO saved_view (uuid, owner_id, name, name_key, filter, created_at)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	dw_bind_uuid(&q, 1, id);
	if (shared)
		dw_bind_null(&q, 2);
	else
		dw_bind_int(&q, 2, w->operator->id);
	dw_bind_text(&q, 3, name);
	dw_bind_text(&q, 4, key);
	dw_bind_text(&q, 5, filter);
	dw_bind_int(&q, 6, w->now);
	return dw_query_run(&q, err);
}

static enum dw_code
update(struct dw_work *w, const struct dw_saved_view *old, const char *filter,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(w->db, &q, "UPDATE saved_view SET filter = ?2 WHERE id = ?1");
	dw_bind_int(&q, 1, old->id);
	dw_bind_text(&q, 2, filter);
	return dw_query_run(&q, err);
}

enum dw_code
dw_saved_view_save(struct dw_work *w, const char *name, const char *filter, bool shared,
	bool replace, bool *changed, struct dw_error *err)
{
	DW_AUTO(dw_filter) read = { 0 };
	DW_AUTO(dw_saved_view) old = { 0 };
	struct dw_uuid id = dw_uuid_new();
	enum dw_code rc;

	if ((rc = dw_rights_require(&w->operator->rights, DW_PERM_VIEW_USERS, err)) != DW_OK ||
		(shared && (rc = dw_saved_view_may_share(w, err)) != DW_OK))
		return rc;
	if (!shared && w->operator->id == 0)
		return dw_fail(err, DW_STATE,
			_("Nobody is signed in whose view this could be. Share it instead."));
	if ((rc = check_name(name, err)) != DW_OK ||
		(rc = check_filter(filter, w->now, &read, err)) != DW_OK ||
		(rc = find_old(w, name, filter, shared, replace, &old, err)) != DW_OK)
		return rc;
	*changed = old.name == NULL || strcmp(old.filter, filter) != 0;
	if (!*changed)
		return DW_OK;
	if (old.name != NULL) {
		if ((rc = update(w, &old, filter, err)) != DW_OK)
			return rc;
		return note(w, "view_saved", old.name, &old.uuid, old.kind == DW_VIEW_SHARED, &read, old.filter,
			err);
	}
	if ((rc = there_is_room(w, shared, err)) != DW_OK ||
		(rc = insert(w, name, filter, shared, &id, err)) != DW_OK)
		return rc;
	return note(w, "view_saved", name, &id, shared, &read, NULL, err);
}

enum dw_code
dw_saved_view_may_delete(const struct dw_work *w, const struct dw_saved_view *view,
	struct dw_error *err)
{
	if (view->kind == DW_VIEW_BUILT_IN)
		return dw_fail(err, DW_STATE, _("The view “%s” is built in and stays."), view->name);
	return view->kind == DW_VIEW_SHARED ? dw_saved_view_may_share(w, err) :
		dw_rights_require(&w->operator->rights, DW_PERM_VIEW_USERS, err);
}

enum dw_code
dw_saved_view_delete(struct dw_work *w, const struct dw_saved_view *view, struct dw_error *err)
{
	DW_AUTO(dw_filter) read = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	if ((rc = dw_saved_view_may_delete(w, view, err)) != DW_OK)
		return rc;
	dw_query_open(w->db, &q, "DELETE FROM saved_view WHERE id = ?1");
	dw_bind_int(&q, 1, view->id);
	if ((rc = dw_query_run(&q, err)) != DW_OK)
		return rc;
	/* A filter of an older Doorward may not be one any more; its view can go all the same. */
	if (dw_filter_read(view->filter, w->now, &read, NULL) != DW_OK)
		dw_filter_clear(&read);
	return note(w, "view_deleted", view->name, &view->uuid, view->kind == DW_VIEW_SHARED, &read,
		NULL, err);
}
