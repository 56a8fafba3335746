/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a permission catalogue from CSV. See catalogue.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/catalogue.h"
#include "domain/keys.h"

enum { NAME, DESCRIPTION, PRIVILEGED };

/* The last ones are in our own lists of permissions; nobody may set them. */
static const struct dw_csv_column columns[] = {
	[NAME] = { "name", DW_CSV_REQUIRED },
	[DESCRIPTION] = { "description", DW_CSV_OPTIONAL },
	[PRIVILEGED] = { "privileged", DW_CSV_OPTIONAL },
	{ "app_label", DW_CSV_PASSED_OVER },
	{ "direct", DW_CSV_PASSED_OVER },
	{ "groups", DW_CSV_PASSED_OVER },
};

struct dw_catalogue {
	struct dw_csv *csv;
	struct dw_faults faults;
	struct dw_catalogue_row *rows;
	int64_t *lines;
	size_t count;
	struct dw_keys names; /* index of the row */
};

static void
add_row(struct dw_catalogue *catalogue, int64_t line, const struct dw_catalogue_row *row)
{
	size_t n = catalogue->count++;

	/* Room for a power of two, so that a million rows are not copied a million times. */
	if ((n & (n - 1)) == 0) {
		size_t room = n > 0 ? 2 * n : 1;

		catalogue->rows = dw_realloc(catalogue->rows, room, sizeof(*catalogue->rows));
		catalogue->lines = dw_realloc(catalogue->lines, room, sizeof(*catalogue->lines));
	}
	catalogue->rows[n] = (struct dw_catalogue_row){ .name = dw_strdup(row->name),
		.description = dw_strdup(row->description), .privileged = row->privileged };
	catalogue->lines[n] = line;
	dw_keys_add(&catalogue->names, catalogue->rows[n].name, (int64_t)n);
}

static enum dw_code
take_row(void *arg, const struct dw_csv_row *row, struct dw_error *err DW_UNUSED)
{
	struct dw_catalogue *catalogue = arg;
	struct dw_catalogue_row entry = {
		.name = row->values[NAME],
		.description = row->values[DESCRIPTION],
		.privileged = dw_csv_yesno(row->values[PRIVILEGED]),
	};
	int64_t other = dw_keys_find(&catalogue->names, entry.name);
	struct dw_error wrong = { 0 };

	if (entry.privileged == DW_CSV_NEITHER)
		dw_faults_add(&catalogue->faults, row->line, columns[PRIVILEGED].name, "%s",
			_("This must be true or false."));
	if (other >= 0)
		dw_faults_add(&catalogue->faults, row->line, columns[NAME].name,
			_("Line %lld has the same name."), (long long)catalogue->lines[other]);
	else if (dw_permission_check(&entry, &wrong) != DW_OK)
		dw_faults_add(&catalogue->faults, row->line, wrong.field, "%s", wrong.message);
	else
		add_row(catalogue, row->line, &entry);
	return DW_OK;
}

struct dw_catalogue *
dw_catalogue_new(void)
{
	struct dw_catalogue *catalogue = dw_calloc(1, sizeof(*catalogue));

	catalogue->csv = dw_csv_new(columns, DW_COUNT(columns), &catalogue->faults, take_row,
		catalogue);
	return catalogue;
}

void
dw_catalogue_free(struct dw_catalogue *catalogue)
{
	if (catalogue == NULL)
		return;
	for (size_t i = 0; i < catalogue->count; i++) {
		free((char *)catalogue->rows[i].name);
		free((char *)catalogue->rows[i].description);
	}
	dw_csv_free(catalogue->csv);
	dw_faults_clear(&catalogue->faults);
	dw_keys_clear(&catalogue->names);
	free(catalogue->rows);
	free(catalogue->lines);
	free(catalogue);
}

enum dw_code
dw_catalogue_feed(struct dw_catalogue *catalogue, const char *bytes, size_t len,
	struct dw_error *err)
{
	return dw_csv_feed(catalogue->csv, bytes, len, err);
}

enum dw_code
dw_catalogue_finish(struct dw_catalogue *catalogue, struct dw_error *err)
{
	enum dw_code rc = dw_csv_finish(catalogue->csv, err);

	return rc == DW_OK || rc == DW_INVALID ? dw_faults_fail(&catalogue->faults, false, err) : rc;
}

struct dw_faults *
dw_catalogue_faults(struct dw_catalogue *catalogue)
{
	return &catalogue->faults;
}

const struct dw_catalogue_row *
dw_catalogue_rows(const struct dw_catalogue *catalogue, size_t *count)
{
	*count = catalogue->count;
	return catalogue->rows;
}
