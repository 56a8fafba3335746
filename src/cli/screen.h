/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The console as a command: what "doorward" without a command starts.
 */
#ifndef DW_CLI_SCREEN_H
#define DW_CLI_SCREEN_H

#include "cli/caller.h"
#include "cli/options.h"

/* Opens the store, runs the console (ui/console.h), tells what was done. The exit status. */
int
dw_screen_run(const struct dw_options *options, const struct dw_environment *environment);

#endif
