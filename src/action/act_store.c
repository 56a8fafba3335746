/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Actions on the store as a whole: making one, checking it, copying it. What is in a new
 * store is in domain/found.c, what is checked in domain/check.c; demo data: act_demo.c.
 */
#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "action/actions.h"
#include "action/invoke.h"
#include "base/intl.h"
#include "domain/audit.h"
#include "domain/check.h"
#include "domain/found.h"
#include "store/backup.h"

/* The words of a plain object for call->item; NULL value = null. */
static void
add_member(struct dw_buf *out, const char *name, const char *value)
{
	dw_buf_printf(out, "%s\"%s\":", out->len == 0 ? "{" : ",", name);
	dw_json_string(out, value);
}

/* ---- init ------------------------------------------------------------------------ */

enum { INIT_ADMIN, INIT_REALM, INIT_DEMO };

static const struct dw_param init_params[] = {
	[INIT_ADMIN] = { .name = "admin", .title = N_("First admin"),
		.help = N_("Username of the first admin, whom your unix account acts as; default the "
			"name of that account.") },
	[INIT_REALM] = { .name = "realm", .title = N_("Realm"),
		.help = N_("The name of the store that is shown at the top, e.g. example.org.") },
	[INIT_DEMO] = { .name = "demo", .kind = DW_P_FLAG, .title = N_("Demo"),
		.help = N_("Make a store for trying things out: quick password hashes, --as, and demo "
			"data. It can never become a real one.") },
};

/* *made: the folder was not there. */
static enum dw_code
make_folder(const char *path, bool *made, struct dw_error *err)
{
	DW_AUTO_FREE char *copy = dw_strdup(path);
	const char *folder = dirname(copy);

	*made = mkdir(folder, 0700) == 0;
	if (!*made && errno != EEXIST)
		return dw_fail(err, DW_CANNOT_CREATE, _("The folder %s cannot be made: %s."), folder,
			strerror(errno));
	return DW_OK;
}

static void
remove_folder(const char *path)
{
	DW_AUTO_FREE char *copy = dw_strdup(path);

	rmdir(dirname(copy));
}

/* The new store, filled and committed but without its name. */
static enum dw_code
found_store(struct dw_call *call, const struct dw_founding *founding, struct dw_db *db,
	struct dw_error *err)
{
	struct dw_operator founder = { .username = "system:init", .rights = dw_rights_all() };
	struct dw_work *w = &call->work;
	DW_AUTO(dw_txn) txn = { 0 };
	enum dw_code rc;

	w->db = db;
	w->operator = &founder;
	if ((rc = dw_txn_begin(db, &txn, err)) == DW_OK &&
		(rc = dw_store_found(w, founding, err)) == DW_OK)
		rc = dw_txn_commit(&txn, err);
	w->operator = NULL;
	w->db = NULL;
	return rc;
}

static enum dw_code
init_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_caller *caller = &call->app->caller;
	const char *admin = dw_arg_text(call->args, INIT_ADMIN);
	const char *realm = dw_arg_text(call->args, INIT_REALM);
	const struct dw_founding founding = {
		.admin = admin != NULL ? admin : caller->origin.account,
		.realm = realm != NULL ? realm : "",
		.uid = caller->uid,
		.demo = dw_arg_given(call->args, INIT_DEMO),
	};
	DW_AUTO(dw_buf) item = { 0 };
	struct dw_db *db = NULL;
	bool made = false;
	enum dw_code rc;

	if (founding.admin[0] == '\0')
		return dw_fail_field(err, DW_USAGE, "admin",
			_("Your unix account has no name. Name the first admin with --admin NAME."));
	if ((rc = make_folder(caller->store_path, &made, err)) != DW_OK)
		return rc;
	if ((rc = dw_db_create(caller->store_path, &db, err)) == DW_OK)
		rc = found_store(call, &founding, db, err);
	if (rc == DW_OK && (call->flags & DW_CALL_DRY_RUN) == 0)
		rc = dw_db_publish(db, err);
	dw_db_close(db);
	if (made && (rc != DW_OK || (call->flags & DW_CALL_DRY_RUN) != 0))
		remove_folder(caller->store_path);
	if (rc != DW_OK)
		return rc;
	call->changed = true;
	call->said = dw_format(founding.demo
			? _("The demo store %s is ready. You act as its admin “%s”.")
			: _("The store %s is ready. You act as its admin “%s”."),
		caller->store_path, founding.admin);
	add_member(&item, "path", caller->store_path);
	add_member(&item, "kind", founding.demo ? "demo" : "production");
	add_member(&item, "realm", founding.realm[0] != '\0' ? founding.realm : NULL);
	add_member(&item, "admin", founding.admin);
	dw_buf_putc(&item, '}');
	dw_replace(&call->item, dw_buf_steal(&item));
	return DW_OK;
}

const struct dw_action dw_act_init = {
	.name = "init",
	.title = N_("Make a store"),
	.summary = N_("Make a new store with its groups and its first admin"),
	.done = N_("The store is ready"),
	DW_PARAMS(init_params),
	.effect = DW_WRITE,
	.scope = DW_SCOPE_NONE,
	.authority = DW_BY_OWNER,
	.audit = "store_created",
	.run = init_run,
};

/* ---- store.check ----------------------------------------------------------------- */

static bool
check_cancelled(void *arg)
{
	const struct dw_call *call = arg;

	return call->progress != NULL && !call->progress(call->progress_arg, 0, 0);
}

static enum dw_code
check_run(struct dw_call *call, struct dw_error *err)
{
	struct dw_db *db = NULL;
	enum dw_code rc = dw_db_open(call->app->caller.store_path, DW_DB_READ, &db, err);

	if (rc != DW_OK)
		return rc;
	dw_db_on_progress(db, check_cancelled, call);
	rc = dw_check_store(db, call->progress, call->progress_arg, call->sink, err);
	dw_db_close(db);
	return rc;
}

const struct dw_action dw_act_store_check = {
	.name = "store.check",
	.title = N_("Check the store"),
	.summary = N_("Check pages, references, counts, names, the last admin and the audit"),
	.effect = DW_READ,
	.scope = DW_SCOPE_FILE,
	.authority = DW_BY_OWNER,
	.columns = dw_check_columns,
	.n_columns = &dw_check_columns_count,
	.run = check_run,
};

/* ---- store.backup ---------------------------------------------------------------- */

enum { BACKUP_FILE };

static const struct dw_param backup_params[] = {
	[BACKUP_FILE] = { .name = "file", .kind = DW_P_OUTPUT,
		.flags = DW_P_REQUIRED | DW_P_POSITION, .title = N_("File"),
		.help = N_("Where the copy goes, never over an existing file; - is standard output.") },
};

/* The file's name; NULL for standard output. */
static const char *
backup_path(const struct dw_call *call)
{
	const char *text = dw_arg_text(call->args, BACKUP_FILE);

	return text != NULL && strcmp(text, "-") != 0 ? text : NULL;
}

static enum dw_code
backup_ready(struct dw_call *call, struct dw_error *err)
{
	const char *path = backup_path(call);

	if (path != NULL)
		return dw_backup_may(path, err);
	if (isatty(STDOUT_FILENO) != 0)
		return dw_fail_field(err, DW_USAGE, "file",
			_("A backup is not for a terminal: name a file, or send the output to one."));
	return DW_OK;
}

static void
backup_free(void *prepared)
{
	dw_backup_clear(prepared);
	free(prepared);
}

static enum dw_code
backup_prepare(struct dw_call *call, struct dw_error *err)
{
	struct dw_backup *backup = dw_calloc(1, sizeof(*backup));

	call->prepared = backup;
	call->prepared_free = backup_free;
	if ((call->flags & DW_CALL_DRY_RUN) != 0)
		return DW_OK;
	return dw_backup_make(call->app->db, backup_path(call), backup, err);
}

static enum dw_code
backup_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_backup *backup = call->prepared;
	const char *path = backup_path(call);
	struct dw_audit_entry entry = { .action = "store_backed_up" };
	DW_AUTO(dw_buf) item = { 0 };
	enum dw_code rc;

	/* Where it went to is for the entry; a path need not be UTF-8, the payload must be. */
	entry.data = json_pack("{s:s, s:I}", "file", path != NULL ? path : "-", "bytes",
		(json_int_t)backup->bytes);
	rc = dw_audit_append(&call->work, &entry, err);
	json_decref(entry.data);
	if (rc != DW_OK)
		return rc;
	call->changed = true;
	if (path != NULL)
		call->said = dw_format(_("The store was copied to %s (%lld bytes)."), path,
			(long long)backup->bytes);
	else
		call->said = dw_format(_("The store was copied (%lld bytes)."),
			(long long)backup->bytes);
	add_member(&item, "file", path);
	dw_buf_printf(&item, ",\"bytes\":%lld}", (long long)backup->bytes);
	dw_replace(&call->item, dw_buf_steal(&item));
	return DW_OK;
}

/* Nothing leaves the store before its entry is committed. */
static enum dw_code
backup_after(struct dw_call *call, struct dw_error *err)
{
	struct dw_backup *backup = call->prepared;

	if ((call->flags & DW_CALL_DRY_RUN) != 0)
		return DW_OK;
	return backup->path != NULL ? dw_backup_publish(backup, err)
		: dw_backup_write(backup, STDOUT_FILENO, err);
}

const struct dw_action dw_act_store_backup = {
	.name = "store.backup",
	.title = N_("Back up the store"),
	.summary = N_("Copy the store as it is now, while others go on writing"),
	.done = N_("The store was copied"),
	DW_PARAMS(backup_params),
	.effect = DW_WRITE,
	.needs = DW_PERM_BACKUP,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "store_backed_up",
	.ready = backup_ready,
	.prepare = backup_prepare,
	.run = backup_run,
	.after = backup_after,
};
