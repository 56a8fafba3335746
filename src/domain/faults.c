/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is wrong with a file, place by place. See faults.h.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/faults.h"

void
dw_faults_clear(struct dw_faults *faults)
{
	if (faults == NULL)
		return;
	for (size_t i = 0; i < faults->kept; i++) {
		free(faults->at[i].column);
		free(faults->at[i].reason);
	}
	free(faults->at);
	*faults = (struct dw_faults){ 0 };
}

void
dw_faults_add(struct dw_faults *faults, int64_t line, const char *column, const char *fmt, ...)
{
	struct dw_fault *fault;
	char reason[600];
	va_list ap;

	faults->total++;
	if (faults->kept == DW_FAULTS_KEPT)
		return;
	if (faults->at == NULL)
		faults->at = dw_calloc(DW_FAULTS_KEPT, sizeof(*faults->at));
	va_start(ap, fmt);
	vsnprintf(reason, sizeof(reason), fmt, ap);
	va_end(ap);
	fault = &faults->at[faults->kept++];
	fault->line = line;
	fault->column = dw_strdup(column != NULL ? column : "");
	fault->reason = dw_strdup(reason);
}

const struct dw_column dw_fault_columns[] = {
	{ .name = "line", .title = N_("LINE"), .type = DW_INT, .flags = DW_COL_DEFAULT | DW_COL_RIGHT,
		.priority = 1, .width = 7 },
	{ .name = "column", .title = N_("COLUMN"), .type = DW_TEXT, .flags = DW_COL_DEFAULT,
		.priority = 1, .width = 14 },
	{ .name = "reason", .title = N_("REASON"), .type = DW_TEXT, .flags = DW_COL_DEFAULT,
		.priority = 1, .width = 50, .grow = 1 },
};
const size_t dw_fault_columns_count = DW_COUNT(dw_fault_columns);

/* By line; in the order they were found within one, which is that of the columns. */
static void
sort(struct dw_faults *faults)
{
	for (size_t i = 1; i < faults->kept; i++) {
		struct dw_fault moved = faults->at[i];
		size_t at = i;

		for (; at > 0 && faults->at[at - 1].line > moved.line; at--)
			faults->at[at] = faults->at[at - 1];
		faults->at[at] = moved;
	}
}

enum dw_code
dw_faults_list(struct dw_faults *faults, struct dw_sink *sink, struct dw_error *err)
{
	struct dw_list_info info = { .item = "fault", .total = faults->total,
		.more = faults->total > (int64_t)faults->kept };
	enum dw_code rc;

	sort(faults);
	if ((rc = sink->begin(sink, dw_fault_columns, dw_fault_columns_count, err)) != DW_OK)
		return rc;
	for (size_t i = 0; i < faults->kept; i++) {
		const struct dw_fault *fault = &faults->at[i];
		const struct dw_value row[] = { { .num = fault->line }, { .text = fault->column },
			{ .text = fault->reason } };

		if ((rc = sink->row(sink, row, err)) != DW_OK)
			return rc;
	}
	return sink->end(sink, &info, err);
}

/* "line 7, email" as far as it is known. */
static char *
place(const struct dw_fault *fault)
{
	DW_AUTO(dw_buf) text = { 0 };

	if (fault->line > 0)
		dw_buf_printf(&text, _("line %" PRId64), fault->line);
	if (fault->column[0] != '\0')
		dw_buf_printf(&text, "%s%s", text.len > 0 ? ", " : "", fault->column);
	return dw_buf_steal(&text);
}

enum dw_code
dw_faults_fail(struct dw_faults *faults, bool listed, struct dw_error *err)
{
	DW_AUTO_FREE char *where = NULL;

	if (faults->total == 0)
		return DW_OK;
	sort(faults);
	if (listed)
		return dw_fail_field(err, DW_INVALID, faults->at[0].column,
			DW_NG("Nothing was imported, because of %lld fault.",
				"Nothing was imported, because of %lld faults.", faults->total),
			(long long)faults->total);
	where = place(&faults->at[0]);
	if (faults->total == 1)
		return dw_fail_field(err, DW_INVALID, faults->at[0].column,
			_("Nothing was imported, because of one fault (%s): %s"), where,
			faults->at[0].reason);
	return dw_fail_field(err, DW_INVALID, faults->at[0].column,
		_("Nothing was imported, because of %" PRId64 " faults. The first (%s): %s"),
		faults->total, where, faults->at[0].reason);
}
