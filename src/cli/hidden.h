/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words for the build and the shell, not for people: __complete, __actions, __manual.
 */
#ifndef DW_CLI_HIDDEN_H
#define DW_CLI_HIDDEN_H

#include "cli/caller.h"

/* Obeys argv[1]; the exit status. */
int
dw_hidden(int argc, char *const *argv, const struct dw_environment *environment);

#endif
