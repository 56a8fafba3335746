/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys of the house and of single operators: ui.conf, which lies beside doorward.conf.
 * Sections are [keys], for everybody, and [keys NAME], for the operator of that username
 * or id; lines are COMMAND = KEYS. Which commands and keys there are, the toolkit knows,
 * so what stands here is kept with its place and judged by ui/con_keys.h.
 */
#ifndef DW_BASE_UI_CONF_H
#define DW_BASE_UI_CONF_H

#include <stddef.h>

#include "base/error.h"

struct dw_ui_key {
	char *who;     /* username (identity fold) or id; NULL = everybody */
	char *command; /* "mark-range" */
	char *keys;    /* "x Insert" */
	char *where;   /* "/etc/doorward/ui.conf:12" */
};

/* Zeroed is nothing. */
struct dw_ui_conf {
	struct dw_ui_key *keys;
	size_t n;
};

void
dw_ui_conf_clear(struct dw_ui_conf *conf);

/*
 * Reads the ui.conf in the folder of the configuration, into a zeroed one. DW_NO_INPUT when
 * there is none. DW_CONFIG as for doorward.conf: who may have written it, sections that
 * there are not, a command twice in one section; says file and line. It belongs to root or
 * to whom doorward.conf belongs; to the process's account where there is none.
 */
enum dw_code
dw_ui_conf_read(struct dw_ui_conf *conf, const char *doorward_conf, struct dw_error *err);

/* Adds a line; the section as it stands in the brackets. */
enum dw_code
dw_ui_conf_add(struct dw_ui_conf *conf, const char *section, const char *command,
	const char *keys, const char *where, struct dw_error *err);

#endif
