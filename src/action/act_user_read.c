/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading users: the list, one user whole, linked external identities. What is read
 * and how it pages is in domain/user_view.c.
 */
#include <string.h>

#include "action/actions.h"
#include "action/invoke.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/saved_view.h"
#include "domain/user_view.h"

static bool
hides_pii(const struct dw_call *call)
{
	return !dw_rights_have(&call->work.operator->rights, DW_PERM_VIEW_PII);
}

enum {
	LIST_FILTER, LIST_SEARCH, LIST_BIN, LIST_SORT, LIST_LIMIT, LIST_AFTER, LIST_BEFORE, LIST_LAST,
	LIST_PAGE, LIST_COUNT, LIST_VIEW, LIST_FROM
};

static const struct dw_param list_params[] = {
	[LIST_FILTER] = { .name = "filter", .kind = DW_P_FILTER, .flags = DW_P_POSITION,
		.title = N_("Filter"), .help = N_("Which users, in the filter language; see "
			"doorward-filter(7).") },
	[LIST_SEARCH] = { .name = "search", .title = N_("Search"),
		.help = N_("Literal text in username, e-mail, first or last name.") },
	[LIST_BIN] = { .name = "bin", .kind = DW_P_FLAG, .title = N_("With the recycle bin"),
		.help = N_("Also users whose deletion is pending.") },
	[LIST_SORT] = { .name = "sort", .title = N_("Sort"), .help = N_("username, first_name, last_name, "
		"email, last_login or created; a hyphen before it turns the order around.") },
	[LIST_LIMIT] = { .name = "limit", .kind = DW_P_INT, .title = N_("Limit"),
		.help = N_("Rows at most, 0 to 1000; default list.page_size.") },
	[LIST_AFTER] = { .name = "after", .title = N_("After"),
		.help = N_("Go on after a page: its \"next\".") },
	[LIST_BEFORE] = { .name = "before", .title = N_("Before"),
		.help = N_("The page that ends before this cursor.") },
	[LIST_LAST] = { .name = "last", .kind = DW_P_FLAG, .title = N_("Last page"),
		.help = N_("The page at the end.") },
	[LIST_PAGE] = { .name = "page", .kind = DW_P_INT, .title = N_("Page"),
		.help = N_("The page of this number, found by skipping.") },
	[LIST_COUNT] = { .name = "count", .kind = DW_P_FLAG, .title = N_("Count"),
		.help = N_("Also count all matches; costs a scan for most filters.") },
	[LIST_VIEW] = { .name = "view", .kind = DW_P_VIEW, .title = N_("View"),
		.help = N_("Those of a saved view, by its name; with a filter, those of both.") },
	[LIST_FROM] = { .name = "from", .title = N_("From"),
		.help = N_("Begin at the first user whose sort column is not before this text.") },
};

/* The counts are put over what the list itself knows about its ends. */
struct counting {
	struct dw_sink sink;
	struct dw_sink *inner;
	int64_t total, skipped;
};

static enum dw_code
counting_begin(struct dw_sink *sink, const struct dw_column *columns, size_t n,
	struct dw_error *err)
{
	struct dw_sink *inner = ((struct counting *)sink)->inner;

	return inner->begin(inner, columns, n, err);
}

static enum dw_code
counting_row(struct dw_sink *sink, const struct dw_value *values, struct dw_error *err)
{
	struct dw_sink *inner = ((struct counting *)sink)->inner;

	return inner->row(inner, values, err);
}

static enum dw_code
counting_end(struct dw_sink *sink, const struct dw_list_info *info, struct dw_error *err)
{
	struct counting *counting = (struct counting *)sink;
	struct dw_list_info known = *info;

	known.total = counting->total;
	known.skipped = counting->skipped;
	return counting->inner->end(counting->inner, &known, err);
}

static enum dw_code
list_limit(struct dw_call *call, int *out, struct dw_error *err)
{
	int64_t limit = dw_arg_num(call->args, LIST_LIMIT,
		dw_conf_int(call->app->conf, DW_CONF_LIST_PAGE_SIZE));

	if (limit < 0 || limit > 1000)
		return dw_fail_field(err, DW_USAGE, "limit", _("A page has 0 to 1000 rows."));
	*out = (int)limit;
	return DW_OK;
}

/* The filter that was typed, and that of the view; both must hold. Free it. */
static enum dw_code
list_filter(struct dw_call *call, char **out, struct dw_error *err)
{
	return dw_saved_view_filter(call->app->db, call->work.operator,
		dw_arg_text(call->args, LIST_VIEW), dw_arg_text(call->args, LIST_FILTER), out, err);
}

static enum dw_code
list_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_args *args = call->args;
	const char *sort = dw_arg_text(args, LIST_SORT);
	DW_AUTO(dw_filter) filter = { 0 };
	DW_AUTO_FREE char *text = NULL;
	DW_AUTO_FREE char *cursor = NULL;
	struct counting counting = {
		.sink = { counting_begin, counting_row, counting_end },
		.inner = call->sink,
		.total = -1,
		.skipped = -1,
	};
	struct dw_user_query query = {
		.filter = &filter,
		.search = dw_arg_text(args, LIST_SEARCH),
		.with_bin = dw_arg_given(args, LIST_BIN),
		.sort = sort != NULL && sort[0] == '-' ? sort + 1 : sort,
		.descending = sort != NULL && sort[0] == '-',
		.from = dw_arg_text(args, LIST_FROM),
		.after = dw_arg_text(args, LIST_AFTER),
		.last_page = dw_arg_given(args, LIST_LAST),
		.mask_pii = hides_pii(call),
	};
	int64_t now = call->work.now;
	enum dw_code rc;

	if ((rc = list_limit(call, &query.limit, err)) != DW_OK ||
		(rc = list_filter(call, &text, err)) != DW_OK ||
		(rc = dw_filter_read(text, now, &filter, err)) != DW_OK)
		return rc;
	if (dw_arg_given(args, LIST_BEFORE)) {
		query.after = dw_arg_text(args, LIST_BEFORE);
		query.backwards = true;
	}
	if (dw_arg_num(args, LIST_PAGE, 1) > 1) {
		if ((rc = dw_user_page_cursor(call->app->db, &query, now, dw_arg_num(args, LIST_PAGE, 1),
				&cursor, err)) != DW_OK)
			return rc;
		query.after = cursor;
	}
	if (!dw_arg_given(args, LIST_COUNT))
		return dw_user_list(call->app->db, &query, now, call->sink, err);
	if ((rc = dw_user_count(call->app->db, &query, now, &counting.total, err)) != DW_OK ||
		(query.backwards && (rc = dw_user_count_before(call->app->db, &query, now,
			&counting.skipped, err)) != DW_OK))
		return rc;
	return dw_user_list(call->app->db, &query, now, &counting.sink, err);
}

const struct dw_action dw_act_user_list = {
	.name = "user.list",
	.title = N_("Users"),
	.summary = N_("List users, searched, filtered and sorted"),
	DW_PARAMS(list_params),
	.effect = DW_READ,
	.needs = DW_PERM_VIEW_USERS,
	.throttle = DW_THROTTLE_READ,
	.columns = dw_user_columns,
	.n_columns = &dw_user_list_columns_count,
	.run = list_run,
};

/* ---- user.show, user.claims ---------------------------------------------------------- */

static const struct dw_param one_user_params[] = {
	{ .name = "user", .kind = DW_P_USER,
		.flags = DW_P_REQUIRED | DW_P_POSITION | DW_P_TARGET, .title = N_("User"),
		.help = N_("Username, e-mail address or id.") },
};

static enum dw_code
show_run(struct dw_call *call, struct dw_error *err)
{
	return dw_user_show(call->app->db, call->target.user.id, hides_pii(call), call->work.now,
		call->sink, err);
}

const struct dw_action dw_act_user_show = {
	.name = "user.show",
	.title = N_("Show"),
	.summary = N_("Show everything that is known about one user"),
	DW_PARAMS(one_user_params),
	.target = DW_KIND_USER,
	.effect = DW_READ,
	.needs = DW_PERM_VIEW_USERS,
	.throttle = DW_THROTTLE_READ,
	.columns = dw_user_columns,
	.n_columns = &dw_user_columns_count,
	.run = show_run,
};

static enum dw_code
claims_run(struct dw_call *call, struct dw_error *err)
{
	/* Claims are full of addresses, and nobody knows under which names. */
	if (hides_pii(call))
		return dw_rights_require(&call->work.operator->rights, DW_PERM_VIEW_PII, err);
	return dw_user_claims(call->app->db, call->target.user.id, call->sink, err);
}

const struct dw_action dw_act_user_claims = {
	.name = "user.claims",
	.title = N_("IdP claims"),
	.summary = N_("Show linked external accounts with the claims of the last login"),
	DW_PARAMS(one_user_params),
	.target = DW_KIND_USER,
	.effect = DW_READ,
	.needs = DW_PERM_VIEW_USERS,
	.throttle = DW_THROTTLE_READ,
	.columns = dw_claims_columns,
	.n_columns = &dw_claims_columns_count,
	.run = claims_run,
};
