/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Telling of an import: the first rows for a preview, the plan row by row, the rejected
 * rows as a file, the template. Reads what the other files found. See import.h.
 */
#include <string.h>

#include "base/intl.h"
#include "domain/import_rows.h"
#include "domain/user_view.h"

const char *
dw_import_deed_word(enum dw_import_deed deed)
{
	static const char *const words[] = {
		[DW_IMPORT_UNJUDGED] = "", [DW_IMPORT_CREATE] = "create", [DW_IMPORT_CHANGE] = "change",
		[DW_IMPORT_SAME] = "same", [DW_IMPORT_BAD] = "bad",
	};

	return words[deed];
}

/* ---- what is different ------------------------------------------------------------------ */

/* A value of the changes as it would stand in a file; "" = nothing. Free it. */
static char *
value_text(const json_t *value)
{
	DW_AUTO(dw_buf) out = { 0 };
	size_t i;
	json_t *item;

	if (json_is_string(value))
		return dw_strdup(json_string_value(value));
	if (json_is_boolean(value))
		return dw_strdup(json_is_true(value) ? "true" : "false");
	json_array_foreach(value, i, item)
		dw_buf_printf(&out, "%s%s", i > 0 ? "; " : "", json_string_value(item));
	return dw_buf_steal(&out);
}

/* What stood in the store, as the operator may see it. Free it. */
static char *
before_text(const struct dw_import *import, const char *field, const json_t *value)
{
	DW_AUTO_FREE char *text = value_text(value);

	if (!dw_rights_have(&import->w->operator->rights, DW_PERM_VIEW_PII)) {
		if (strcmp(field, "email") == 0)
			return dw_mask_email(text);
		if (strcmp(field, "phone") == 0)
			return dw_mask_phone(text);
	}
	return dw_steal(&text);
}

/* ---- the first rows ---------------------------------------------------------------------- */

void
import_show_cells(struct dw_import *import, int64_t line, const char *const *cells, size_t n,
	const char *text)
{
	const char **kept;

	if (!import->options.plan || import->preview.n_rows == DW_IMPORT_SHOWN)
		return;
	kept = import_room(import, sizeof(*kept) * import->n_fields);
	for (size_t i = 0; i < import->n_fields; i++)
		kept[i] = text != NULL ? import_keep(import, i == 0 ? text : "") :
			i < n ? import_keep(import, cells[i]) : "";
	import->shown[import->preview.n_rows++] = (struct dw_import_shown){ .line = line, .cells = kept,
		.username = "", .reason = "" };
}

void
import_show_deed(struct dw_import *import, size_t index, const json_t *changes)
{
	struct dw_import_shown *shown;
	struct dw_import_change *list;
	const char *field;
	json_t *pair;

	if (index >= import->preview.n_rows || json_object_size(changes) == 0)
		return;
	shown = &import->shown[index];
	list = import_room(import, sizeof(*list) * json_object_size(changes));
	shown->changes = list;
	shown->n_changes = 0;
	json_object_foreach((json_t *)changes, field, pair) {
		DW_AUTO_FREE char *before = before_text(import, field, json_array_get(pair, 0));
		DW_AUTO_FREE char *after = value_text(json_array_get(pair, 1));

		list[shown->n_changes++] = (struct dw_import_change){ import_keep(import, field),
			import_keep(import, before), import_keep(import, after) };
	}
}

const struct dw_import_preview *
dw_import_preview(struct dw_import *import)
{
	struct dw_import_preview *preview = &import->preview;

	preview->fields = import->fields;
	preview->n_fields = import->n_fields;
	preview->settled = import->n_fields > 0 && import->settled;
	preview->separator = dw_csv_separator(import->csv);
	preview->rows = import->shown;
	for (size_t i = 0; preview->settled && i < preview->n_rows; i++) {
		import->shown[i].deed = import->rows[i].deed;
		import->shown[i].reason = import->rows[i].reason;
		import->shown[i].username = import->rows[i].username;
	}
	return preview;
}

/* ---- the plan ---------------------------------------------------------------------------- */

const struct dw_column dw_import_plan_columns[] = {
	{ .name = "line", .title = N_("LINE"), .type = DW_INT, .flags = DW_COL_DEFAULT | DW_COL_RIGHT,
		.priority = 2, .width = 6 },
	{ .name = "username", .title = N_("USERNAME"), .flags = DW_COL_DEFAULT, .priority = 1,
		.width = 14, .grow = 1 },
	{ .name = "does", .title = N_("DOES"), .type = DW_WORD, .flags = DW_COL_DEFAULT, .priority = 1,
		.width = 9 },
	{ .name = "field", .title = N_("FIELD"), .flags = DW_COL_DEFAULT, .priority = 1, .width = 14 },
	{ .name = "old", .title = N_("OLD"), .flags = DW_COL_DEFAULT, .priority = 2, .width = 18,
		.grow = 1 },
	{ .name = "new", .title = N_("NEW"), .flags = DW_COL_DEFAULT, .priority = 1, .width = 18,
		.grow = 1 },
	{ .name = "reason", .title = N_("REASON"), .flags = DW_COL_DEFAULT, .priority = 4, .width = 40,
		.grow = 2 },
};
const size_t dw_import_plan_columns_count = DW_COUNT(dw_import_plan_columns);

enum dw_code
import_plan(struct dw_import *import, const struct dw_import_row *row, const json_t *changes,
	struct dw_sink *sink, struct dw_error *err)
{
	struct dw_value values[] = {
		{ .num = row->line }, { .text = row->username }, { .text = dw_import_deed_word(row->deed) },
		{ .text = NULL }, { .text = NULL }, { .text = NULL },
		{ .text = row->deed == DW_IMPORT_BAD ? row->reason : NULL },
	};
	enum dw_code rc = DW_OK;
	const char *field;
	json_t *pair;

	if (sink == NULL || row->deed == DW_IMPORT_SAME)
		return DW_OK;
	if (row->deed != DW_IMPORT_CHANGE)
		return sink->row(sink, values, err);
	json_object_foreach((json_t *)changes, field, pair) {
		DW_AUTO_FREE char *before = before_text(import, field, json_array_get(pair, 0));
		DW_AUTO_FREE char *after = value_text(json_array_get(pair, 1));

		values[3].text = field;
		values[4].text = before;
		values[5].text = after;
		if (rc == DW_OK)
			rc = sink->row(sink, values, err);
	}
	return rc;
}

/* ---- rejected rows ------------------------------------------------------------------------ */

/* Always between quotation marks, so that no character in it can be taken for a separator. */
static void
add_name(struct dw_buf *out, const char *name)
{
	DW_AUTO(dw_buf) field = { 0 };

	dw_csv_field(&field, name, false);
	if (dw_buf_text(&field)[0] == '"')
		dw_buf_puts(out, dw_buf_text(&field));
	else
		dw_buf_printf(out, "\"%s\"", dw_buf_text(&field));
}

enum dw_code
dw_import_rejects(const struct dw_import *import,
	enum dw_code (*write)(void *arg, const char *bytes, size_t len, struct dw_error *err),
	void *arg, struct dw_error *err)
{
	DW_AUTO(dw_buf) line = { 0 };
	enum dw_code rc;

	if (import->counts.bad == 0 || !import->options.keep_going)
		return DW_OK;
	for (size_t i = 0; i + (import->rejects_again ? 2 : 0) < import->n_fields; i++) {
		add_name(&line, import->fields[i].name);
		dw_buf_putc(&line, ',');
	}
	dw_buf_puts(&line, "line,reason\n");
	if ((rc = write(arg, line.data, line.len, err)) != DW_OK)
		return rc;
	for (size_t i = 0; i < import->count; i++) {
		const struct dw_import_row *row = &import->rows[i];

		if (!row->bad)
			continue;
		dw_buf_reset(&line);
		dw_buf_printf(&line, "%s,%lld,", row->fields, (long long)row->line);
		dw_csv_field(&line, row->reason, false);
		dw_buf_putc(&line, '\n');
		if ((rc = write(arg, line.data, line.len, err)) != DW_OK)
			return rc;
	}
	return DW_OK;
}

/* ---- the template -------------------------------------------------------------------------- */

enum dw_code
dw_import_template(struct dw_sink *sink, struct dw_error *err)
{
	const struct dw_list_info info = { .item = "user", .total = 1 };
	struct dw_column columns[ID] = { 0 };
	struct dw_value values[ID] = { 0 };
	enum dw_code rc;

	for (size_t i = 0; i < ID; i++) {
		columns[i] = (struct dw_column){ .name = dw_import_columns[i].name,
			.title = dw_import_columns[i].name, .flags = DW_COL_DEFAULT, .priority = 1 };
		values[i].text = dw_import_columns[i].example;
	}
	if ((rc = sink->begin(sink, columns, ID, err)) != DW_OK ||
		(rc = sink->row(sink, values, err)) != DW_OK)
		return rc;
	return sink->end(sink, &info, err);
}
