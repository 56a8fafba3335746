/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is in a store from the beginning. See found.h.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/found.h"
#include "domain/group.h"
#include "domain/user.h"
#include "store/query.h"

#define REALM_MAX 100 /* characters */

static enum dw_code
set_meta(struct dw_db *db, const char *key, const char *value, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	dw_query_open(db, &q, "INSERT INTO meta (key, value) VALUES (?1, ?2)");
	dw_bind_text(&q, 1, key);
	dw_bind_text(&q, 2, value);
	return dw_query_run(&q, err);
}

static enum dw_code
set_all_meta(struct dw_work *w, const struct dw_founding *founding, struct dw_error *err)
{
	char created[DW_TIME_TEXT], fold[16];
	enum dw_code rc;

	snprintf(fold, sizeof(fold), "%d", DW_FOLD_VERSION);
	if ((rc = set_meta(w->db, "kind", founding->demo ? "demo" : "production", err)) != DW_OK ||
		(rc = set_meta(w->db, "realm", founding->realm, err)) != DW_OK ||
		(rc = set_meta(w->db, "fold_version", fold, err)) != DW_OK)
		return rc;
	return set_meta(w->db, "created", dw_time_rfc3339(w->now, created), err);
}

static enum dw_code
check_realm(const char *realm, struct dw_error *err)
{
	if (realm[0] == '\0' || (dw_name_is_plain(realm) && dw_utf8_length(realm) <= REALM_MAX))
		return DW_OK;
	return dw_fail_field(err, DW_INVALID, "realm",
		_("The realm is a name of at most %d visible characters, like example.org."), REALM_MAX);
}

static enum dw_code
add_first_admin(struct dw_work *w, const struct dw_founding *founding, struct dw_error *err)
{
	struct dw_user_edit values = DW_USER_EDIT_NONE;
	DW_AUTO(dw_group) admins = { 0 };
	DW_AUTO(dw_user) user = { 0 };
	bool added;
	enum dw_code rc;
	int64_t id;

	values.username = founding->admin;
	values.unix_uid = founding->uid;
	if ((rc = dw_user_create(w, &values, &id, err)) != DW_OK ||
		(rc = dw_user_by_id(w->db, id, &user, err)) != DW_OK ||
		(rc = dw_group_find(w->db, "Admin", &admins, err)) != DW_OK)
		return rc;
	return dw_group_add(w, &admins, &user, &added, err);
}

enum dw_code
dw_store_found(struct dw_work *w, const struct dw_founding *founding, struct dw_error *err)
{
	struct dw_audit_entry entry = { .action = "store_created" };
	enum dw_code rc;

	if ((rc = check_realm(founding->realm, err)) != DW_OK ||
		(rc = set_all_meta(w, founding, err)) != DW_OK)
		return rc;
	entry.data = json_pack("{s:s, s:s}", "kind", founding->demo ? "demo" : "production", "realm",
		founding->realm);
	rc = dw_audit_append(w, &entry, err);
	json_decref(entry.data);
	if (rc != DW_OK || (rc = dw_rights_install(w->db, w->now, err)) != DW_OK ||
		(rc = dw_group_install(w, err)) != DW_OK)
		return rc;
	return add_first_admin(w, founding, err);
}
