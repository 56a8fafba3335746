/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files imp*.c share: an import from the file, or the paste, to its result.
 *
 *	imp.c           begins; the columns and options as they were chosen; the calls
 *	imp_source.c    which file, or a paste
 *	imp_paste.c     the place where rows are pasted or typed
 *	imp_map.c       which column is which, and what becomes of the first rows
 *	imp_options.c   the action's own options
 *	imp_plan.c      what would change, row by row; doing it
 *
 * Everything is asked of the action itself: the map dialog shows what a glance (a dry run of
 * the first rows) says, and the plan is a dry run of all. There is no second list of columns.
 */
#ifndef DW_UI_IMP_H
#define DW_UI_IMP_H

#include <sys/stat.h>

#include "action/import.h"
#include "ui/act_internal.h"

/* Where the person wants a column of the file to go. */
struct imp_choice {
	char *name;          /* as in the file */
	size_t place;        /* from 1 */
	bool said;           /* FALSE: nothing is known, and it must be */
	bool proposed;       /* nobody has said it yet; it is only likely */
	bool ours;           /* our own exports have it; it is passed over without being told to */
	bool by_name;        /* it goes there by itself, as it has that name */
	bool needs_place;    /* as in struct dw_import_field */
	char *column;        /* NULL = passed over */
};

struct imp {
	struct act *act;
	struct console *c;
	unsigned holds;
	char *folder;        /* where files are looked for: "" or "data/" */
	char *file;          /* NULL = what was pasted */
	struct dw_buf pasted;
	char **options;      /* by parameter: as text; NULL = not given. Not file and map */
	char *map;           /* as given on the command line; gone once it is in choices */
	struct imp_choice *choices; /* by place */
	size_t n_choices;

	/* The last glance, alive for what it knows. */
	struct dw_args args;
	struct dw_call call;
	struct dw_error err; /* what was wrong with it besides rows; code DW_OK = nothing */
	bool counted;        /* one glance counts as a read, those after it do not */

	struct stat planned; /* the file, as it was when its plan was made */

	struct ui_view *map_view, *paste_view; /* while they are there */
};

struct imp *
imp_hold(struct imp *imp);
void
imp_let_go(void *imp);

/* The view's going lets go of what it held. */
void
imp_hold_view(struct imp *imp, struct ui_view *view);

/* "people.csv" or “what was pasted”, safe to show. Free it. */
char *
imp_source_name(const struct imp *imp);

/* Index of a parameter by name. */
int
imp_param(const struct imp *imp, const char *name);

/* Begins args with everything that was chosen; for a glance without what would be written. */
enum dw_code
imp_collect(struct imp *imp, struct dw_args *args, bool glance, struct dw_error *err);

/* A call with these arguments and what was pasted. */
struct dw_call
imp_call(struct imp *imp, struct dw_args *args, unsigned flags);

/*
 * Looks at the first rows again. False when nothing could be read: imp->err says why. What is
 * wrong with options or the map is imp->err too, and then the preview is the former one.
 */
bool
imp_glance(struct imp *imp);

/* What the last glance saw; NULL when nothing. */
const struct dw_import_preview *
imp_preview(const struct imp *imp);

/* The first column that goes to the same place as this one, or -1. */
int
imp_twin(const struct imp *imp, size_t index);

/* Does the column hold what is nobody's to read: hashes of passwords? */
bool
imp_hides(const struct imp *imp, size_t index);

/* How many columns have no place yet, or one that another has. */
size_t
imp_open_choices(const struct imp *imp);

/* imp_source.c: asks which file, or opens the place to paste into. */
void
imp_ask_source(struct imp *imp);

/* It was chosen: looks at it, and opens the map dialog or says why not. */
void
imp_source_chosen(struct imp *imp);

/* imp_paste.c */
void
imp_paste(struct imp *imp);

/* imp_map.c */
void
imp_map(struct imp *imp);

/* imp_options.c: asks for them, and looks at the first rows with them. */
void
imp_options(struct imp *imp);

/* imp_plan.c: reads all of it as a dry run and shows what would change. */
void
imp_plan(struct imp *imp);

#endif
