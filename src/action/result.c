/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a write says afterwards. See result.h.
 */
#include <stdlib.h>

#include "action/result.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/user_view.h"

void
dw_row_json(struct dw_buf *out, const struct dw_column *columns, size_t n,
	const struct dw_value *values)
{
	bool begun = false;

	dw_buf_putc(out, '{');
	for (size_t i = 0; i < n; i++) {
		if ((columns[i].flags & DW_COL_CURSOR) != 0)
			continue;
		if (begun)
			dw_buf_putc(out, ',');
		begun = true;
		dw_json_string(out, columns[i].name);
		dw_buf_putc(out, ':');
		dw_value_json(out, &columns[i], &values[i]);
	}
	dw_buf_putc(out, '}');
}

/* The first row of what was listed, as an object; nothing when there is none. */
static void
first_row(struct dw_call *call, const struct dw_rows *rows)
{
	DW_AUTO(dw_buf) json = { 0 };

	if (rows->n_rows == 0)
		return;
	dw_row_json(&json, rows->columns, rows->n_columns, dw_rows_at(rows, 0));
	dw_replace(&call->item, dw_buf_steal(&json));
}

static enum dw_code
collect_item(struct dw_call *call, struct dw_error *err)
{
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_work *w = &call->work;
	enum dw_code rc = DW_OK;

	dw_rows_init(&rows);
	if (call->target.kind == DW_KIND_USER)
		rc = dw_user_show(w->db, call->target.user.id,
			!dw_rights_have(&w->operator->rights, DW_PERM_VIEW_PII), w->now, &rows.sink, err);
	else if (call->target.kind == DW_KIND_GROUP)
		rc = dw_group_list(w->db, &(const struct dw_group_query){ .only =
			call->target.group.name, .limit = 1 }, &rows.sink, err);
	if (rc == DW_OK)
		first_row(call, &rows);
	return rc;
}

/* The audit entries of this call as a JSON array, oldest first. */
static enum dw_code
collect_effects(struct dw_call *call, struct dw_error *err)
{
	struct dw_work *w = &call->work;
	const struct dw_audit_filter filter = {
		.limit = (int)(w->entries < 100 ? w->entries : 100),
		.mask_pii = !dw_rights_have(&w->operator->rights, DW_PERM_VIEW_PII),
	};
	DW_AUTO(dw_rows) rows = { 0 };
	DW_AUTO(dw_buf) json = { 0 };
	enum dw_code rc;

	dw_rows_init(&rows);
	if (w->entries > 0 && (rc = dw_audit_list(w->db, &filter, &rows.sink, err)) != DW_OK)
		return rc;
	dw_buf_putc(&json, '[');
	for (size_t i = rows.n_rows; i > 0; i--) {
		dw_row_json(&json, rows.columns, rows.n_columns, dw_rows_at(&rows, i - 1));
		if (i > 1)
			dw_buf_putc(&json, ',');
	}
	dw_buf_putc(&json, ']');
	dw_replace(&call->effects, dw_buf_steal(&json));
	return DW_OK;
}

/* The `done` sentence has at most one %s, for the target; a lint test holds it to that. */
static void
say(struct dw_call *call)
{
	DW_AUTO_FREE char *label = dw_display_dup(call->label);
	const char *sentence = _(call->action->done);
	DW_AUTO(dw_buf) text = { 0 };

	for (const char *p = sentence; *p != '\0'; p++) {
		if (p[0] == '%' && p[1] == 's') {
			dw_buf_puts(&text, label);
			p++;
		} else {
			dw_buf_putc(&text, *p);
		}
	}
	dw_replace(&call->said, dw_buf_steal(&text));
}

enum dw_code
dw_result_collect(struct dw_call *call, struct dw_error *err)
{
	enum dw_code rc;

	if (call->said == NULL && call->action->done != NULL && call->changed)
		say(call);
	if (call->said == NULL && !call->changed)
		call->said = dw_strdup(_("Nothing was different; nothing was changed."));
	if ((call->flags & DW_CALL_ITEM) != 0 && (rc = collect_item(call, err)) != DW_OK)
		return rc;
	if ((call->flags & DW_CALL_EFFECTS) != 0 && (rc = collect_effects(call, err)) != DW_OK)
		return rc;
	return DW_OK;
}
