/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Letting a whole list out: counted and written down first, streamed afterwards. Rows
 * are read in short pages, so that no statement keeps the log from being emptied
 * while a slow reader takes its time; format and columns are the frontend's.
 */
#include <jansson.h>
#include <string.h>

#include "action/actions.h"
#include "action/invoke.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/audit.h"
#include "domain/saved_view.h"
#include "domain/user_view.h"

#define PAGE_ROWS 1000

enum { EXPORT_FILTER, EXPORT_SEARCH, EXPORT_BIN, EXPORT_VIEW };

static const struct dw_param export_params[] = {
	[EXPORT_FILTER] = { .name = "filter", .kind = DW_P_FILTER, .flags = DW_P_POSITION,
		.title = N_("Filter"), .help = N_("Which users, in the filter language; see "
			"doorward-filter(7).") },
	[EXPORT_SEARCH] = { .name = "search", .title = N_("Search"),
		.help = N_("Literal text in username, e-mail, first or last name.") },
	[EXPORT_BIN] = { .name = "bin", .kind = DW_P_FLAG, .title = N_("With the recycle bin"),
		.help = N_("Also users whose deletion is pending.") },
	[EXPORT_VIEW] = { .name = "view", .kind = DW_P_VIEW, .title = N_("View"),
		.help = N_("Those of a saved view, by its name; with a filter, those of both.") },
};

/* What is asked for, read once. */
struct export {
	struct dw_filter filter;
	struct dw_user_query query;
	int64_t total;
};

static void
export_free(void *prepared)
{
	struct export *export = prepared;

	dw_filter_clear(&export->filter);
	free(export);
}

/* ---- a sink around the frontend's: many pages look like one list ------------------------ */

struct pages {
	struct dw_sink sink;
	struct dw_call *call;
	int64_t total, rows;
	bool begun, more;
	char *next;
};

static enum dw_code
pages_begin(struct dw_sink *sink, const struct dw_column *columns, size_t n,
	struct dw_error *err)
{
	struct pages *pages = (struct pages *)sink;

	if (pages->begun)
		return DW_OK;
	pages->begun = true;
	return pages->call->sink->begin(pages->call->sink, columns, n, err);
}

static enum dw_code
pages_row(struct dw_sink *sink, const struct dw_value *values, struct dw_error *err)
{
	struct pages *pages = (struct pages *)sink;

	pages->rows++;
	return pages->call->sink->row(pages->call->sink, values, err);
}

static enum dw_code
pages_end(struct dw_sink *sink, const struct dw_list_info *info, struct dw_error *err DW_UNUSED)
{
	struct pages *pages = (struct pages *)sink;

	pages->more = info->more && info->next != NULL;
	dw_replace(&pages->next, dw_strdup(info->next));
	return DW_OK;
}

/* ---- the action --------------------------------------------------------------------- */

/* Reads the question, asks it once without keeping the answer, and counts. */
static enum dw_code
export_prepare(struct dw_call *call, struct dw_error *err)
{
	DW_AUTO_FREE char *filter = NULL;
	struct export *export = dw_calloc(1, sizeof(*export));
	DW_AUTO(dw_rows) first = { 0 };
	enum dw_code rc;

	call->prepared = export;
	call->prepared_free = export_free;
	export->query = (struct dw_user_query){
		.filter = &export->filter,
		.search = dw_arg_text(call->args, EXPORT_SEARCH),
		.with_bin = dw_arg_given(call->args, EXPORT_BIN),
		.limit = 1,
		.mask_pii = !dw_rights_have(&call->work.operator->rights, DW_PERM_VIEW_PII),
	};
	dw_rows_init(&first);
	if ((rc = dw_saved_view_filter(call->app->db, call->work.operator,
			dw_arg_text(call->args, EXPORT_VIEW), dw_arg_text(call->args, EXPORT_FILTER),
			&filter, err)) != DW_OK ||
		(rc = dw_filter_read(filter, call->work.now, &export->filter, err)) != DW_OK ||
		(rc = dw_user_list(call->app->db, &export->query, call->work.now, &first.sink, err)) !=
			DW_OK)
		return rc;
	return dw_user_count(call->app->db, &export->query, call->work.now, &export->total, err);
}

/* The entry comes first: nothing leaves the store that nobody can find out about. */
static enum dw_code
export_run(struct dw_call *call, struct dw_error *err)
{
	struct export *export = call->prepared;
	DW_AUTO(dw_buf) outline = { 0 };
	struct dw_audit_entry entry = { .action = "users_exported" };
	enum dw_code rc;

	/* The rights as they are inside the transaction: nobody exports with those of before. */
	export->query.mask_pii = !dw_rights_have(&call->work.operator->rights, DW_PERM_VIEW_PII);
	dw_filter_outline(&export->filter, &outline);
	entry.data = json_pack("{s:s, s:b, s:b, s:b, s:I}", "filter", dw_buf_text(&outline),
		"search", export->query.search != NULL, "bin", export->query.with_bin,
		"masked", export->query.mask_pii, "users", (json_int_t)export->total);
	rc = dw_audit_append(&call->work, &entry, err);
	json_decref(entry.data);
	if (rc != DW_OK)
		return rc;
	call->changed = true;
	call->rows = export->total;
	dw_replace(&call->said, dw_format(DW_NG("%lld user was exported", "%lld users were exported",
		export->total), (long long)export->total));
	return DW_OK;
}

static enum dw_code
export_after(struct dw_call *call, struct dw_error *err)
{
	struct export *export = call->prepared;
	struct pages pages = {
		.sink = { pages_begin, pages_row, pages_end },
		.call = call,
		.total = export->total,
		.more = true,
	};
	struct dw_list_info info = { .item = "user" };
	enum dw_code rc = DW_OK;

	if ((call->flags & DW_CALL_DRY_RUN) != 0 || call->sink == NULL)
		return DW_OK;
	export->query.limit = PAGE_ROWS;
	while (rc == DW_OK && pages.more) {
		DW_AUTO_FREE char *after = dw_steal(&pages.next);

		export->query.after = after;
		rc = dw_user_list(call->app->db, &export->query, call->work.now, &pages.sink, err);
		if (rc == DW_OK && call->progress != NULL &&
			!call->progress(call->progress_arg, pages.rows, pages.total))
			rc = DW_CANCELLED;
	}
	export->query.after = NULL;
	dw_replace(&pages.next, NULL);
	/* The entry of the export stands, and some of it may have left. */
	if (rc == DW_CANCELLED)
		return dw_fail(err, DW_CANCELLED,
			_("Cancelled: what was written ends early, at %lld of %lld users."),
			(long long)pages.rows, (long long)pages.total);
	if (rc != DW_OK)
		return rc;
	info.total = pages.rows;
	return call->sink->end(call->sink, &info, err);
}

const struct dw_action dw_act_user_export = {
	.name = "user.export",
	.title = N_("Export users"),
	.summary = N_("Write all users that match as CSV, JSON or JSON Lines"),
	.done = N_("The users were exported"),
	DW_PARAMS(export_params),
	.effect = DW_WRITE,
	.needs = DW_PERM_EXPORT,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "users_exported",
	.mnemonic = 'x',
	.console = true,
	.columns = dw_user_columns,
	.n_columns = &dw_user_list_columns_count,
	.prepare = export_prepare,
	.run = export_run,
	.after = export_after,
};
