/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Settling the columns of a file of users from its first line: by their names, by what the
 * operator says, and as faults that say what would do. Names and proposals are import_map.c's.
 * See import.h.
 */
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "domain/import_rows.h"

#define NAME_COLUMNS 60 /* of a column's name as it is shown */

static const struct dw_import_mapping *
mapping_of(const struct dw_import *import, const char *name, size_t place)
{
	const struct dw_import_map *map = import->options.map;

	for (size_t i = 0; map != NULL && i < map->count; i++)
		if (map->at[i].place == (int)place)
			return &map->at[i];
	for (size_t i = 0; map != NULL && i < map->count; i++)
		if (strcmp(map->at[i].name, name) == 0)
			return &map->at[i];
	return NULL;
}

static void
settle_field(struct dw_import *import, size_t i, int *index)
{
	struct dw_import_field *field = &import->fields[i];
	const struct dw_import_mapping *mapping = mapping_of(import, field->name, i + 1);
	const char *column = mapping != NULL ? mapping->column : field->name;
	int at;

	*index = DW_CSV_NO_COLUMN;
	if (import->rejects_again && i + 2 >= import->n_fields) {
		field->use = DW_IMPORT_OURS;
		return;
	}
	if (column == NULL) {
		field->use = DW_IMPORT_PASSED_OVER;
		return;
	}
	if ((at = import_column_named(import, column)) < 0)
		return;
	if (import->columns[at].use == DW_CSV_PASSED_OVER) {
		field->use = DW_IMPORT_OURS;
	} else {
		field->use = DW_IMPORT_TAKEN;
		field->column = import->columns[at].name;
	}
	*index = at;
}

/* The name of a column for a fault: safe, and not too long. Free it. */
static char *
shown_name(const char *name)
{
	DW_AUTO_FREE char *safe = dw_display_dup(name);
	DW_AUTO(dw_buf) fitted = { 0 };

	dw_fit(&fitted, safe, NAME_COLUMNS, false);
	return dw_buf_steal(&fitted);
}

/* A piece of a map for a shell, between quotation marks: what cannot be typed there as it is
 * shown is told by its place. */
static void
add_piece(struct dw_buf *map, const struct dw_import_field *field, size_t place,
	const char *column)
{
	struct dw_import_field safe = *field;
	DW_AUTO_FREE char *shown = shown_name(field->name);

	safe.needs_place = field->needs_place || strcmp(shown, field->name) != 0 ||
		strchr(field->name, '\'') != NULL;
	dw_import_map_add(map, &safe, place, column);
}

static char *
map_piece(const struct dw_import_field *field, size_t place, const char *column)
{
	DW_AUTO(dw_buf) piece = { 0 };

	add_piece(&piece, field, place, column);
	return dw_buf_steal(&piece);
}

static void
header_fault(struct dw_import *import, size_t i, const char *reason)
{
	DW_AUTO_FREE char *shown = shown_name(import->fields[i].name);

	dw_faults_add(&import->faults, import->header_line, shown, "%s", reason);
	import->settled = false;
}

static void
unsettled(struct dw_import *import, size_t i)
{
	const struct dw_import_field *field = &import->fields[i];
	DW_AUTO_FREE char *over = map_piece(field, i + 1, NULL);
	DW_AUTO_FREE char *reason = NULL;
	DW_AUTO(dw_buf) names = { 0 };

	for (size_t k = 0; k < COLUMNS; k++)
		if (k != ID || import->options.update_by == DW_IMPORT_BY_ID)
			dw_buf_printf(&names, "%s%s", k > 0 ? ", " : "", dw_import_columns[k].name);
	if (field->proposed != NULL) {
		DW_AUTO_FREE char *into = map_piece(field, i + 1, field->proposed);

		reason = dw_format(_("There is no such column. Is column %zu %s? Then --map '%s'; to pass "
			"it over: --map '%s'."), i + 1, field->proposed, into, over);
	} else {
		reason = dw_format(_("There is no such column. To pass column %zu over: --map '%s'. The "
			"columns are: %s."), i + 1, over, dw_buf_text(&names));
	}
	header_fault(import, i, reason);
}

/* The same column of ours twice, by whatever name. */
static void
judge_twice(struct dw_import *import, const int *index)
{
	for (size_t i = 0; i < import->n_fields; i++)
		for (size_t k = 0; k < i; k++) {
			DW_AUTO_FREE char *reason = NULL;

			if (strcmp(import->fields[i].name, import->fields[k].name) == 0)
				import->fields[i].needs_place = import->fields[k].needs_place = true;
			if (index[i] == DW_CSV_NO_COLUMN || index[i] != index[k])
				continue;
			import->fields[i].use = DW_IMPORT_UNSETTLED;
			reason = dw_format(_("This column is there twice: columns %zu and %zu are both %s. To "
				"pass one over: --map '#%zu=-'."), k + 1, i + 1,
				import->columns[index[i]].name, i + 1);
			header_fault(import, i, reason);
			break;
		}
}

/* What the map speaks of and the file does not have. */
static void
judge_map(struct dw_import *import)
{
	const struct dw_import_map *map = import->options.map;

	for (size_t i = 0; map != NULL && i < map->count; i++) {
		bool found = map->at[i].place > 0 && (size_t)map->at[i].place <= import->n_fields;
		DW_AUTO_FREE char *shown = shown_name(map->at[i].name);

		for (size_t k = 0; k < import->n_fields; k++)
			found = found || strcmp(import->fields[k].name, map->at[i].name) == 0;
		if (found)
			continue;
		dw_faults_add(&import->faults, import->header_line, shown, "%s", _("The map names this column, and the file "
			"does not have it. Names count exactly as they are written in the first line."));
		import->settled = false;
	}
}

static bool
is_needed(const struct dw_import *import, size_t column)
{
	switch (import->options.update_by) {
	case DW_IMPORT_BY_NOTHING:
	case DW_IMPORT_BY_USERNAME:
		break;
	case DW_IMPORT_BY_EMAIL:
		return column == EMAIL;
	case DW_IMPORT_BY_ID:
		return column == ID;
	}
	return column == USERNAME;
}

/* Which of ours each unsettled one may be; none that another column is already. */
static void
propose(struct dw_import *import)
{
	for (size_t i = 0; i < import->n_fields; i++) {
		struct dw_import_field *field = &import->fields[i];
		const char *column = field->use == DW_IMPORT_UNSETTLED ?
			dw_import_propose(field->name) : NULL;

		for (size_t k = 0; column != NULL && k < import->n_fields; k++) {
			const struct dw_import_field *other = &import->fields[k];

			if ((other->use == DW_IMPORT_TAKEN && strcmp(other->column, column) == 0) ||
				(k < i && other->proposed != NULL && strcmp(other->proposed, column) == 0))
				column = NULL;
		}
		field->proposed = column;
	}
}

enum dw_code
import_take_header(void *arg, int64_t line, const char *const *names, size_t n, int *index,
	struct dw_error *err)
{
	struct dw_import *import = arg;

	import->settled = true;
	import->header_line = line;
	import->n_fields = n;
	import->fields = dw_calloc(n, sizeof(*import->fields));
	/* The last two of a file of rejected rows, whatever else has their names. */
	import->rejects_again = n > 2 && strcmp(names[n - 2], "line") == 0 &&
		strcmp(names[n - 1], "reason") == 0;
	for (size_t i = 0; i < n; i++) {
		import->fields[i].name = import_keep(import, names[i]);
		import->fields[i].needs_place = names[i][0] == '\0';
		settle_field(import, i, &index[i]);
	}
	propose(import);
	for (size_t i = 0; i < n; i++)
		if (import->fields[i].use == DW_IMPORT_UNSETTLED)
			unsettled(import, i);
	judge_twice(import, index);
	judge_map(import);
	for (size_t i = 0; i < n; i++)
		if (index[i] >= 0 && index[i] < COLUMNS)
			import->has[index[i]] = true;
	for (size_t i = 0; i < COLUMNS; i++)
		if (is_needed(import, i) && !import->has[i]) {
			dw_faults_add(&import->faults, import->header_line, dw_import_columns[i].name, "%s",
				_("This column is missing."));
			import->settled = false;
		}
	/* A preview has the first rows all the same. */
	if (import->settled || import->options.plan)
		return DW_OK;
	return dw_fail(err, DW_INVALID,
		_("The first line does not name the columns as they are known."));
}

char *
import_proposed_map(const struct dw_import *import)
{
	DW_AUTO(dw_buf) map = { 0 };
	bool any = false;

	for (size_t i = 0; i < import->n_fields; i++) {
		const struct dw_import_field *field = &import->fields[i];

		if (field->use != DW_IMPORT_UNSETTLED)
			continue;
		any = any || field->proposed != NULL;
		add_piece(&map, field, i + 1, field->proposed);
	}
	return any ? dw_buf_steal(&map) : NULL;
}
