/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options that every command takes: one table, read by the parser, the help, the
 * manual and the completion. What one command takes alone is in its action.
 */
#ifndef DW_CLI_OPTIONS_H
#define DW_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum dw_format {
	DW_FORMAT_TEXT,
	DW_FORMAT_JSON,  /* one object */
	DW_FORMAT_JSONL, /* one object a line */
	DW_FORMAT_CSV,
};

enum dw_color { DW_COLOR_AUTO, DW_COLOR_ALWAYS, DW_COLOR_NEVER };

/* What was given; texts are borrowed from the command line. */
struct dw_options {
	const char *store, *config, *as, *fields;
	enum dw_format format;
	enum dw_color color;
	bool no_legend, quiet, utc;
	bool dry_run, yes, if_needed, read_only, show_secret, no_mouse, no_motion, slow_line;
	bool fresh;
	bool help, version;
};

enum dw_option_kind { DW_OPTION_FLAG, DW_OPTION_TEXT, DW_OPTION_FORMAT, DW_OPTION_COLOR };

struct dw_option {
	const char *name;    /* "store": --store */
	const char *metavar; /* "FILE"; NULL = takes no value */
	const char *help;    /* N_() */
	char letter;         /* 'h': -h; 0 = none */
	enum dw_option_kind kind;
	size_t at;           /* FLAG, TEXT: place in struct dw_options; FORMAT: which */
};

extern const struct dw_option dw_option_table[];
extern const size_t dw_option_count;

/* Gives one its value (NULL where it takes none). DW_USAGE when it is not accepted. */
enum dw_code
dw_option_put(struct dw_options *options, int index, const char *value, struct dw_error *err);

/* --json or --jsonl: results and errors are objects then. */
bool
dw_wants_json(const struct dw_options *options);

#endif
