/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What could come next on a command line, for the shell's completion. Reads the store
 * where names are wanted: only what the operator may see, and nothing is written.
 */
#ifndef DW_CLI_COMPLETE_H
#define DW_CLI_COMPLETE_H

#include "base/buf.h"
#include "cli/caller.h"

/*
 * argv: the number of the word to complete, then the words of the line from the program's
 * name on. Adds one candidate a line; nothing when there is none or anything is wrong.
 */
void
dw_complete(int argc, char *const *argv, const struct dw_environment *environment,
	struct dw_buf *out);

#endif
