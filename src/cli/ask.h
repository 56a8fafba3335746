/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Asking the person at the terminal: yes or no, and secrets. Always /dev/tty, so that
 * a pipe into the command cannot answer by accident.
 */
#ifndef DW_CLI_ASK_H
#define DW_CLI_ASK_H

#include "action/batch.h"
#include "cli/parse.h"

/*
 * The question before something destructive, with the targets named in it. DW_OK: yes.
 * DW_CANCELLED: no. DW_USAGE, naming --yes, where nobody can be asked.
 */
enum dw_code
dw_ask_confirm(const struct dw_batch *batch, struct dw_error *err);

/*
 * Fills the action's secret parameter from where the request says. A generated one is
 * kept in *generated as well, to be shown once; it is refused before anything is done
 * where it could not be shown (DW_USAGE, naming --show-secret).
 */
enum dw_code
dw_ask_may_show(const struct dw_request *request, struct dw_error *err);
enum dw_code
dw_ask_secret(struct dw_request *request, struct dw_secret *generated, struct dw_error *err);

#endif
