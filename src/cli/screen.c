/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the command line to the console and back. See screen.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/mem.h"
#include "cli/place.h"
#include "cli/print.h"
#include "cli/screen.h"
#include "ui/console.h"

static enum dw_code
run(const struct dw_options *options, const struct dw_environment *environment,
	struct dw_cli_place *place, struct dw_error *err)
{
	struct console_options console = {
		.term = {
			.name = getenv("TERM"),
			.no_colour = options->color == DW_COLOR_NEVER ||
				(options->color == DW_COLOR_AUTO && environment->no_color),
			.no_mouse = options->no_mouse,
			.no_motion = options->no_motion,
			.slow = options->slow_line ? UI_SLOW_YES : UI_SLOW_AUTO,
		},
		.fresh = options->fresh,
	};
	DW_AUTO_FREE char *summary = NULL;
	enum dw_code rc;

	if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0)
		return dw_fail(err, DW_UNAVAILABLE,
			_("There is no terminal here for the console. Use commands: see “doorward help”."));
	if ((rc = dw_cli_place_find(options, environment, NULL, NULL, place, err)) != DW_OK ||
		(rc = dw_cli_place_open(options, environment, true, place, err)) != DW_OK ||
		(rc = dw_cli_place_keys(options, environment, place, err)) != DW_OK)
		return rc;
	console.keys = &place->ui;
	rc = console_run(&place->app, &console, &summary, err);
	if (summary != NULL && !options->quiet)
		dw_print_line(stdout, "%s", summary);
	return rc;
}

int
dw_screen_run(const struct dw_options *options, const struct dw_environment *environment)
{
	DW_AUTO(dw_cli_place) place = { 0 };
	struct dw_error err = { 0 };
	enum dw_code rc = run(options, environment, &place, &err);

	if (rc != DW_OK)
		dw_print_error(options, &err);
	return dw_code_exit(rc);
}
