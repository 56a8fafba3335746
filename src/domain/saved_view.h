/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Saved views: filters with a name, to come back to. Three kinds: the work queues that are
 * built in (dw_work_queues), those of one operator, which nobody else sees, and those that all
 * share. Owns the table saved_view.
 *
 * Who may list users keeps views of their own; what all see is changed by who may manage
 * groups (doorward.manage_groups, or a member of Admin), as that orders everybody's work too.
 * A filter may hold somebody's address: in a view of somebody else's, an operator without
 * doorward.view_pii sees "…" there, and cannot list by it.
 */
#ifndef DW_DOMAIN_SAVED_VIEW_H
#define DW_DOMAIN_SAVED_VIEW_H

#include "base/table.h"
#include "domain/work.h"

/* A view that every store has. The name is a promise: scripts say it. */
struct dw_work_queue {
	const char *name;   /* "no-mfa" */
	const char *title;  /* N_() */
	const char *filter;
};
extern const struct dw_work_queue dw_work_queues[];
extern const size_t dw_work_queues_count;

enum dw_view_kind { DW_VIEW_BUILT_IN, DW_VIEW_OWN, DW_VIEW_SHARED };

struct dw_saved_view {
	enum dw_view_kind kind;
	int64_t id;           /* 0 = built in, as are the next two */
	struct dw_uuid uuid;
	int64_t created_at;
	char *name, *filter;
};

void
dw_saved_view_clear(struct dw_saved_view *view);

/*
 * By name (identity fold) or id: the operator's own first, then shared, then built in. The
 * filter is what the operator may see of it. DW_NOT_FOUND names the nearest.
 */
enum dw_code
dw_saved_view_find(struct dw_db *db, const struct dw_operator *operator, const char *reference,
	struct dw_saved_view *out, struct dw_error *err);

/* Hands out the names of views that the operator sees and that begin so (identity fold): few. */
void
dw_saved_view_names(struct dw_db *db, const struct dw_operator *operator, const char *prefix,
	void (*each)(void *arg, const char *name), void *arg);

/* What a view is narrowed to with something typed besides: both must hold. `name` and `typed` may
 * be NULL. Free *out. */
enum dw_code
dw_saved_view_filter(struct dw_db *db, const struct dw_operator *operator, const char *name,
	const char *typed, char **out, struct dw_error *err);

/*
 * `view_saved`: keeps a filter under a name that none of the views the operator sees has, or
 * with `replace` in the place of the filter that one of theirs or (with the right) a shared one
 * has; that stays whose it is. *changed: it was another filter.
 * DW_INVALID names the field: "replace" where only that is missing; DW_USAGE and err->column, when the
 * text is no filter. May views be shared by the operator? _may_share says why not.
 */
enum dw_code
dw_saved_view_may_share(const struct dw_work *w, struct dw_error *err);
enum dw_code
dw_saved_view_save(struct dw_work *w, const char *name, const char *filter, bool shared,
	bool replace, bool *changed, struct dw_error *err);

/* `view_deleted`. Built-in views stay (DW_STATE). */
enum dw_code
dw_saved_view_may_delete(const struct dw_work *w, const struct dw_saved_view *view,
	struct dw_error *err);
enum dw_code
dw_saved_view_delete(struct dw_work *w, const struct dw_saved_view *view, struct dw_error *err);

/*
 * All that the operator sees: built in, own, shared, each by name; few enough for one page.
 * count: how many users each shows now, absent where the operator may not ask that; costs a
 * scan for most. DW_CANCELLED by dw_db_on_progress().
 */
extern const struct dw_column dw_saved_view_columns[];
extern const size_t dw_saved_view_columns_count;
enum dw_code
dw_saved_view_list(struct dw_db *db, const struct dw_operator *operator, bool count, int64_t now,
	struct dw_sink *sink, struct dw_error *err);

#endif
