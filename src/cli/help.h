/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Help, made from the registry and the table of options: sentences for people at a
 * terminal, and with --json the same for programs.
 */
#ifndef DW_CLI_HELP_H
#define DW_CLI_HELP_H

#include "cli/caller.h"
#include "cli/out.h"
#include "cli/parse.h"

/* Everything, one noun, or one command: what the request names. */
enum dw_code
dw_help(const struct dw_request *request, int columns, struct dw_out *out, struct dw_error *err);

/* The keys of the console, for “help keys”. DW_CONFIG when ui.conf is wrong. */
enum dw_code
dw_help_keys(const struct dw_request *request, const struct dw_environment *environment,
	struct dw_out *out, struct dw_error *err);

/*
 * For --json: {"commands":[...],"options":[...]}, for --jsonl a command a line; one command is
 * the object itself, as one item of a list is.
 */
void
dw_help_json(const struct dw_request *request, struct dw_buf *out);

#endif
