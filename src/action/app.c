/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A frontend's hold on a store: opening it and signing the operator in. Closing it
 * is in invoke.c, which books the reads that are pending then. See invoke.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "action/invoke.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "store/query.h"

#define TURNED_AWAY_NOTED 20 /* refused sign-ins of one user written a minute */

/* A text of the meta table; "" when it is not there. Free it. */
static enum dw_code
meta(struct dw_db *db, const char *key, char **out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q, "SELECT value FROM meta WHERE key = ?1");
	dw_bind_text(&q, 1, key);
	if ((rc = dw_query_next(&q, &row, err)) == DW_OK)
		*out = dw_strdup(row ? dw_col_text(&q, 0) : "");
	return rc;
}

static enum dw_code
read_meta(struct dw_app *app, struct dw_error *err)
{
	DW_AUTO_FREE char *kind = NULL;
	DW_AUTO_FREE char *fold = NULL;
	enum dw_code rc;

	if ((rc = meta(app->db, "kind", &kind, err)) != DW_OK ||
		(rc = meta(app->db, "fold_version", &fold, err)) != DW_OK ||
		(rc = meta(app->db, "realm", &app->realm, err)) != DW_OK)
		return rc;
	app->demo = strcmp(kind, "demo") == 0;
	/* Names folded by other rules would be found or taken wrongly. */
	if (strtol(fold, NULL, 10) != DW_FOLD_VERSION)
		return dw_fail(err, DW_UNAVAILABLE,
			_("The store folds names by rules %s, this program by rules %d. "
			  "Use the program that belongs to the store."), fold, DW_FOLD_VERSION);
	if (dw_conf_text(app->conf, DW_CONF_REALM)[0] != '\0')
		dw_replace(&app->realm, dw_strdup(dw_conf_text(app->conf, DW_CONF_REALM)));
	return DW_OK;
}

enum dw_code
dw_app_refresh(struct dw_app *app, struct dw_error *err)
{
	return dw_rights_load(app->db, app->operator.id, dw_now(), &app->operator.rights, err);
}

/* Somebody known was not let in: written down, but not as often as a loop would try. */
static void
note_turned_away(struct dw_app *app)
{
	DW_AUTO(dw_txn) txn = { 0 };
	struct dw_work w = {
		.db = app->db,
		.conf = app->conf,
		.operator = &app->operator,
		.origin = &app->caller.origin,
		.now = dw_now(),
	};
	struct dw_audit_entry entry = { .action = "action_refused", .result = "refused",
		.reason = dw_code_name(DW_NOT_PERMITTED) };
	int64_t noted = 0;

	if (app->caller.read_only || dw_txn_begin(app->db, &txn, NULL) != DW_OK ||
		dw_audit_refusals(app->db, &app->operator.uuid, w.now - DW_MINUTE, NULL, &noted, NULL) !=
			DW_OK || noted >= TURNED_AWAY_NOTED)
		return;
	entry.data = json_pack("{s:s}", "action", "operator.sign-in");
	if (dw_audit_append(&w, &entry, NULL) == DW_OK && dw_topics_bump(&w, NULL) == DW_OK)
		dw_txn_commit(&txn, NULL);
	json_decref(entry.data);
}

static enum dw_code
sign_in(struct dw_app *app, struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	enum dw_code rc;

	if (app->caller.as != NULL && !app->demo)
		return dw_fail(err, DW_USAGE,
			_("--as works in demo stores only; here you act as the user bound to your unix account."));
	if ((rc = dw_user_bound_to(app->db, app->caller.uid, app->caller.as, &user, err)) != DW_OK)
		return rc;
	app->operator = (struct dw_operator){ .id = user.id, .uuid = user.uuid };
	snprintf(app->operator.username, sizeof(app->operator.username), "%s", user.username);
	if ((rc = dw_app_refresh(app, err)) != DW_OK)
		return rc;
	if (dw_rights_is_operator(&app->operator.rights))
		return DW_OK;
	note_turned_away(app);
	return dw_fail(err, DW_NOT_PERMITTED,
		_("%s is not an operator, or not active. Ask an admin."), user.username);
}

enum dw_code
dw_app_open(struct dw_app *app, bool need_operator, struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = dw_db_open(app->caller.store_path,
			app->caller.read_only ? DW_DB_READ : DW_DB_WRITE, &app->db, err)) != DW_OK ||
		(rc = read_meta(app, err)) != DW_OK ||
		(need_operator && (rc = sign_in(app, err)) != DW_OK)) {
		app->operator = (struct dw_operator){ 0 };
		dw_app_clear(app);
		return rc;
	}
	return DW_OK;
}

enum dw_code
dw_app_keys(const struct dw_app *app, struct dw_keyring *out, struct dw_error *err)
{
	return app->keys_folder != NULL ? dw_keyring_load(app->keys_folder, out, err) : DW_OK;
}

enum dw_code
dw_app_note_signin(struct dw_app *app, struct dw_error *err)
{
	DW_AUTO(dw_txn) txn = { 0 };
	struct dw_work w = {
		.db = app->db,
		.conf = app->conf,
		.operator = &app->operator,
		.origin = &app->caller.origin,
		.now = dw_now(),
	};
	const struct dw_audit_entry entry = { .action = "operator_signed_in" };
	enum dw_code rc;

	if (app->caller.read_only)
		return DW_OK;
	if ((rc = dw_txn_begin(app->db, &txn, err)) != DW_OK ||
		(rc = dw_audit_append(&w, &entry, err)) != DW_OK ||
		(rc = dw_topics_bump(&w, err)) != DW_OK)
		return rc;
	return dw_txn_commit(&txn, err);
}
