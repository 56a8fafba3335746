/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which store and which configuration a command works on, in whose name, and opening
 * them. The rules for sudo are here: who came by sudo uses the store of the house, with
 * its configuration, and reads and writes files by standard input and output only.
 */
#ifndef DW_CLI_PLACE_H
#define DW_CLI_PLACE_H

#include "action/invoke.h"
#include "base/ui_conf.h"
#include "cli/caller.h"
#include "cli/options.h"

#define DW_STORE_PATH "/var/lib/doorward/store.db"
#define DW_CONFIG_PATH "/etc/doorward/doorward.conf"
#define DW_ACCOUNT "doorward" /* owns the store of the house */

/* Everything that a command needs of the outside; zeroed is nothing. */
struct dw_cli_place {
	struct dw_app app;
	struct dw_conf *conf;
	struct dw_ui_conf ui; /* dw_cli_place_keys() */
	bool root;          /* was root when it began */
};

void
dw_cli_place_clear(struct dw_cli_place *place);

/*
 * Finds the store and the person, becomes the owner of the store, and checks what sudo
 * forbids. Opens nothing. action may be NULL (the console).
 */
enum dw_code
dw_cli_place_find(const struct dw_options *options, const struct dw_environment *environment,
	const struct dw_action *action, const struct dw_args *args, struct dw_cli_place *out,
	struct dw_error *err);

/* Opens the store, signs the operator in where needed, and reads the configuration. */
enum dw_code
dw_cli_place_open(const struct dw_options *options, const struct dw_environment *environment,
	bool need_operator, struct dw_cli_place *place, struct dw_error *err);

/* Reads the keys of the console beside the configuration of an open place: only for who
 * needs them, so that a slip in them stops no command. None are no failure. */
enum dw_code
dw_cli_place_keys(const struct dw_options *options, const struct dw_environment *environment,
	struct dw_cli_place *place, struct dw_error *err);

#endif
