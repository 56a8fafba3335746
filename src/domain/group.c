/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups: finding one, and which texts may be one's name. Making, changing and
 * deleting them is in group_change.c, who is in them in membership.c, lists are in
 * group_list.c. See group.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "domain/group.h"
#include "store/query.h"

#define NAME_LONGEST 100        /* code points */
#define DESCRIPTION_LONGEST 500

void
dw_group_clear(struct dw_group *group)
{
	if (group == NULL)
		return;
	free(group->name);
	free(group->description);
	*group = (struct dw_group){ 0 };
}

/* ---- finding ---- */

#define COLUMNS "id, uuid, version, name, description, is_admin, member_count, created_at"

static void
read_row(const struct dw_query *q, struct dw_group *out)
{
	*out = (struct dw_group){
		.id = dw_col_int(q, 0),
		.uuid = dw_col_uuid(q, 1),
		.version = dw_col_int(q, 2),
		.name = dw_strdup(dw_col_text(q, 3)),
		.description = dw_strdup(dw_col_text(q, 4)),
		.is_admin = dw_col_int(q, 5) != 0,
		.member_count = dw_col_int(q, 6),
		.created_at = dw_col_int(q, 7),
	};
}

static enum dw_code
not_there(struct dw_db *db, const char *name, const char *key, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO(dw_nearest) near = { .wanted = key };
	DW_AUTO_FREE char *shown = dw_display_dup(name);
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q, "SELECT name_key, name FROM user_group");
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		dw_nearest_offer(&near, dw_col_text(&q, 0), dw_col_text(&q, 1));
	if (rc != DW_OK)
		return rc;
	if (near.best != NULL)
		return dw_fail(err, DW_NOT_FOUND, _("There is no group “%s”; did you mean “%s”?"), shown,
			near.best);
	return dw_fail(err, DW_NOT_FOUND, _("There is no group “%s”."), shown);
}

enum dw_code
dw_group_find(struct dw_db *db, const char *reference, struct dw_group *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *key = dw_fold_identity(reference);
	struct dw_uuid id;
	enum dw_code rc;
	bool row;

	if (key == NULL)
		return dw_fail(err, DW_NOT_FOUND, _("This is no group's name: it is not valid UTF-8."));
	if (dw_uuid_parse(reference, &id)) {
		dw_query_open(db, &q, "SELECT " COLUMNS " FROM user_group WHERE uuid = ?1");
		dw_bind_uuid(&q, 1, &id);
	} else {
		dw_query_open(db, &q, "SELECT " COLUMNS " FROM user_group WHERE name_key = ?1");
		dw_bind_text(&q, 1, key);
	}
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK)
		return rc;
	if (!row)
		return not_there(db, reference, key, err);
	read_row(&q, out);
	return DW_OK;
}

enum dw_code
dw_group_by_id(struct dw_db *db, int64_t id, struct dw_group *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q, "SELECT " COLUMNS " FROM user_group WHERE id = ?1");
	dw_bind_int(&q, 1, id);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK)
		return rc;
	if (!row)
		return dw_fail(err, DW_NOT_FOUND, _("This group is not there any more."));
	read_row(&q, out);
	return DW_OK;
}

/* ---- what may be written ---- */

/* Words that stand for something else where sources of permissions are listed. */
static const char *const taken_words[] = { "direct", "admin bypass", "none" };

static enum dw_code
check_name(const char *name, struct dw_error *err)
{
	DW_AUTO_FREE char *key = dw_fold_identity(name);
	struct dw_uuid id;

	if (key == NULL)
		return dw_fail_field(err, DW_INVALID, "name", _("The name is not valid UTF-8."));
	if (*key == '\0')
		return dw_fail_field(err, DW_INVALID, "name", _("A group needs a name."));
	if (dw_utf8_length(name) > NAME_LONGEST)
		return dw_fail_field(err, DW_INVALID, "name",
			_("The name of a group has at most %d characters."), NAME_LONGEST);
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
	for (size_t i = 0; i < DW_COUNT(taken_words); i++)
		if (strcmp(key, taken_words[i]) == 0)
			return dw_fail_field(err, DW_INVALID, "name",
				_("“%s” already means something else in lists. Choose another name."), name);
	return DW_OK;
}

enum dw_code
dw_group_check(const char *name, const char *description, struct dw_error *err)
{
	enum dw_code rc;

	if (name != NULL && (rc = check_name(name, err)) != DW_OK)
		return rc;
	if (description == NULL)
		return DW_OK;
	if (!dw_utf8_valid(description, strlen(description)))
		return dw_fail_field(err, DW_INVALID, "description",
			_("The description is not valid UTF-8."));
	if (dw_utf8_length(description) > DESCRIPTION_LONGEST)
		return dw_fail_field(err, DW_INVALID, "description",
			_("The description of a group has at most %d characters."), DESCRIPTION_LONGEST);
	return DW_OK;
}
