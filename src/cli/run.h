/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Running what a command line asked for: opening, checking every target, asking,
 * doing, telling. Reads stream rows; writes go through a batch, of one or of many.
 */
#ifndef DW_CLI_RUN_H
#define DW_CLI_RUN_H

#include "cli/caller.h"
#include "cli/parse.h"

/* The exit status. Errors have been printed. Does not return when nobody reads the output. */
int
dw_run(struct dw_request *request, const struct dw_environment *environment);

#endif
