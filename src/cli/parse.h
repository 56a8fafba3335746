/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shell's command line: doorward [OPTIONS] NOUN VERB [ARGUMENTS]. The words are read
 * by action/command.h; this adds the options that every command takes, and what only a
 * shell can ask for.
 */
#ifndef DW_CLI_PARSE_H
#define DW_CLI_PARSE_H

#include "action/command.h"
#include "cli/options.h"

/* “doorward help keys” */
#define DW_HELP_KEYS "keys"

struct dw_request {
	struct dw_options options;  /* format is right even after a failure */
	struct dw_command command;
};

void
dw_request_clear(struct dw_request *request);

/*
 * Reads argv. DW_USAGE says which word is wrong and which was probably meant. Nothing
 * is wrong with no words at all (no action, no help). Texts of options are borrowed from argv.
 */
enum dw_code
dw_request_read(int argc, char *const *argv, int64_t now, struct dw_request *out,
	struct dw_error *err);

/* The options of every command as a part of the language; ctx is a struct dw_options. */
struct dw_dialect
dw_shell_dialect(struct dw_options *options);

#endif
