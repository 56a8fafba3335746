/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which column of a file is which of ours: what an operator says in so many words, and
 * what a name may stand for. A proposal is only ever shown; what is not named exactly
 * and not mapped stays unsettled.
 */
#ifndef DW_DOMAIN_IMPORT_MAP_H
#define DW_DOMAIN_IMPORT_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

/* What an operator says of one column. Zeroed is an empty map. */
struct dw_import_map {
	struct dw_import_mapping *at;
	size_t count;
};

struct dw_import_mapping {
	char *name;    /* in the file */
	int place;     /* the column counted from 1, given as #3; 0 = by name */
	char *column;  /* one of ours; NULL = passed over */
};

void
dw_import_map_clear(struct dw_import_map *map);

/*
 * Adds what a text says: "E-Mail Address=email,Surname=last_name,Notes=-,#7=phone". A backslash
 * takes its meaning from a comma, an equals sign or a backslash after it. DW_USAGE: not written so,
 * no such column of ours, or one of them given twice.
 */
enum dw_code
dw_import_map_read(struct dw_import_map *map, const char *text, struct dw_error *err);

/* Where a column of a file goes. */
enum dw_import_use {
	DW_IMPORT_UNSETTLED,   /* a fault */
	DW_IMPORT_TAKEN,       /* into `column` */
	DW_IMPORT_PASSED_OVER, /* because the map says so */
	DW_IMPORT_OURS,        /* because our own exports, or rejected rows, have it: passed over */
};

/* A column of a file. */
struct dw_import_field {
	const char *name;      /* as in the file: dw_display() before showing */
	enum dw_import_use use;
	const char *column;    /* TAKEN: which of ours */
	const char *proposed;  /* UNSETTLED: which it may be; NULL = nothing comes to mind */
	bool needs_place;      /* its name is empty or there twice: map it as #N */
};

/*
 * Adds one piece of a map to a text ("Surname=last_name", with backslashes where needed), after a
 * comma if the text has something already. column NULL = passed over. place: counted from 1.
 */
void
dw_import_map_add(struct dw_buf *out, const struct dw_import_field *field, size_t place,
	const char *column);

/* Which of ours a name may stand for, by the usual other names and by slips of the fingers;
 * NULL = nothing comes to mind. Case, accents, spaces and punctuation do not count. */
const char *
dw_import_propose(const char *name);

#endif
