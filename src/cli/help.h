/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Help for people at a terminal, made from the registry and the table of options.
 */
#ifndef DW_CLI_HELP_H
#define DW_CLI_HELP_H

#include "cli/out.h"
#include "cli/parse.h"

/* Everything, one noun, or one command: what the request names. */
enum dw_code
dw_help(const struct dw_request *request, int columns, struct dw_out *out, struct dw_error *err);

#endif
