/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bringing files in: users and permission catalogues. Reading and judging a file is
 * preparation, with no transaction open; writing is one transaction. The rules are in
 * domain/import.c and domain/catalogue.c. Export is in act_export.c.
 */
#include "action/actions.h"
#include "action/files.h"
#include "action/invoke.h"
#include "base/intl.h"
#include "domain/catalogue.h"
#include "domain/import.h"
#include "domain/user_view.h"

enum { FILE_NAME };

/* Lists the faults where the frontend wants to have them; returns the failure they are. */
static enum dw_code
tell_faults(struct dw_call *call, struct dw_faults *faults, struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	if (call->faults != NULL && faults->total > 0)
		rc = dw_faults_list(faults, call->faults, err);
	return rc != DW_OK ? rc : dw_faults_fail(faults, call->faults != NULL, err);
}

/* ---- user.import ----------------------------------------------------------------- */

static const struct dw_param import_params[] = {
	[FILE_NAME] = { .name = "file", .kind = DW_P_INPUT, .flags = DW_P_POSITION,
		.title = N_("File"), .help = N_("CSV in UTF-8, its first line names the columns (see "
			"doorward-import(5)); - or nothing is standard input.") },
};

static void
import_free(void *prepared)
{
	dw_import_free(prepared);
}

static enum dw_code
import_feed(void *arg, const char *bytes, size_t len, struct dw_error *err)
{
	return dw_import_feed(arg, bytes, len, err);
}

static enum dw_code
import_prepare(struct dw_call *call, struct dw_error *err)
{
	const struct dw_progress progress = { call->progress, call->progress_arg };
	struct dw_import *import = dw_import_new(&call->work, dw_user_columns,
		dw_user_columns_count);
	enum dw_code rc;

	call->prepared = import;
	call->prepared_free = import_free;
	/* What cannot be read to its end has faults, which are told with the others. */
	rc = dw_file_read(call, FILE_NAME, import_feed, import, err);
	if ((rc != DW_OK && dw_import_faults(import)->total == 0) ||
		(rc = dw_import_may(&call->work, import, err)) != DW_OK ||
		((rc = dw_import_finish(import, &progress, err)) != DW_OK && rc != DW_INVALID))
		return rc;
	return tell_faults(call, dw_import_faults(import), err);
}

static enum dw_code
import_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_progress progress = { call->progress, call->progress_arg };
	struct dw_import *import = call->prepared;
	const char *passed_over = dw_import_passed_over(import);
	int64_t n = dw_import_count(import);
	enum dw_code rc;

	if ((rc = dw_import_apply(&call->work, import, &progress, err)) != DW_OK)
		return rc;
	call->changed = n > 0;
	if (n > 0)
		dw_replace(&call->said, dw_format(DW_NG("%lld user was imported", "%lld users were imported",
			n), (long long)n));
	if (passed_over[0] != '\0')
		dw_replace(&call->note, dw_format(
			_("These columns cannot be imported and were passed over: %s."), passed_over));
	dw_replace(&call->item, dw_format("{\"imported\":%lld}", (long long)n));
	return DW_OK;
}

const struct dw_action dw_act_user_import = {
	.name = "user.import",
	.title = N_("Import users"),
	.summary = N_("Create users from a CSV file, all of them or none"),
	.done = N_("The users were imported"),
	DW_PARAMS(import_params),
	.effect = DW_WRITE,
	.needs = DW_PERM_IMPORT,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "users_imported",
	.prepare = import_prepare,
	.run = import_run,
};

/* ---- permission.import ------------------------------------------------------------- */

static const struct dw_param catalogue_params[] = {
	[FILE_NAME] = { .name = "file", .kind = DW_P_INPUT, .flags = DW_P_POSITION,
		.title = N_("File"), .help = N_("CSV in UTF-8 with the columns name, description and "
			"privileged; - or nothing is standard input.") },
};

static void
catalogue_free(void *prepared)
{
	dw_catalogue_free(prepared);
}

static enum dw_code
catalogue_feed(void *arg, const char *bytes, size_t len, struct dw_error *err)
{
	return dw_catalogue_feed(arg, bytes, len, err);
}

static enum dw_code
catalogue_prepare(struct dw_call *call, struct dw_error *err)
{
	struct dw_catalogue *catalogue = dw_catalogue_new();
	enum dw_code rc;

	call->prepared = catalogue;
	call->prepared_free = catalogue_free;
	rc = dw_file_read(call, FILE_NAME, catalogue_feed, catalogue, err);
	if ((rc != DW_OK && dw_catalogue_faults(catalogue)->total == 0) ||
		((rc = dw_catalogue_finish(catalogue, err)) != DW_OK && rc != DW_INVALID))
		return rc;
	return tell_faults(call, dw_catalogue_faults(catalogue), err);
}

static enum dw_code
catalogue_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_catalogue_row *rows;
	int64_t added = 0, updated = 0;
	enum dw_code rc;
	size_t n;

	rows = dw_catalogue_rows(call->prepared, &n);
	if ((rc = dw_permission_import(&call->work, rows, n, &added, &updated, err)) != DW_OK)
		return rc;
	call->changed = added + updated > 0;
	if (call->changed)
		dw_replace(&call->said, dw_format(
			_("Permissions that are new: %lld; that were changed: %lld"), (long long)added,
			(long long)updated));
	dw_replace(&call->item, dw_format("{\"added\":%lld,\"updated\":%lld}", (long long)added,
		(long long)updated));
	return DW_OK;
}

const struct dw_action dw_act_permission_import = {
	.name = "permission.import",
	.title = N_("Import permissions"),
	.summary = N_("Bring an application's permission catalogue in from a CSV file"),
	.done = N_("The permissions were imported"),
	DW_PARAMS(catalogue_params),
	.effect = DW_WRITE,
	.needs = DW_PERM_MANAGE_CATALOGUE,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "permission_catalogue_imported",
	.prepare = catalogue_prepare,
	.run = catalogue_run,
};
