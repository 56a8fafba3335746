/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a command says besides rows: errors, results of writes, questions and notes.
 * Every text for people goes through here, so that it is safe to show and fits the
 * terminal's characters.
 */
#ifndef DW_CLI_PRINT_H
#define DW_CLI_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include "action/batch.h"
#include "cli/options.h"
#include "cli/out.h"

/* Writes one line for people: the text made safe to show, and a newline. */
void
dw_print_line(FILE *file, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The same into the output of the command. */
enum dw_code
dw_out_line(struct dw_out *out, const char *text, struct dw_error *err);

/* What is wrong with a file, a line each on standard error. */
void
dw_print_faults(const struct dw_rows *faults);

/*
 * An error on standard error: a sentence after the program's name, or with --json one object
 * {"error":{"code","message","field","retry_after"}}.
 */
void
dw_print_error(const struct dw_options *options, const struct dw_error *err);

/*
 * The errors of several targets at once, and that nothing was changed. faults: what is wrong
 * with a file, line by line (domain/faults.h), told before; may be empty.
 */
void
dw_print_refused(const struct dw_options *options, const struct dw_batch *batch,
	const struct dw_rows *faults);

/* Those that are left out, each with its reason; the others are done all the same. */
void
dw_print_skipped(const struct dw_options *options, const struct dw_batch *batch);

/*
 * What a write did: its sentence, or {"changed","audit","item"}; of several targets
 * {"batch","items":[...]}. secret: generated, to be shown once; NULL = none.
 */
enum dw_code
dw_print_result(const struct dw_options *options, const struct dw_batch *batch,
	const struct dw_secret *secret, struct dw_out *out, struct dw_error *err);

#endif
