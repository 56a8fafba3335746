/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The program "doorward": a command line, and without one the console.
 *
 * Owns the process: a clean environment, locale, memory, and the exit status. What a
 * command means is in parse.c, what it does in run.c.
 */
#include <locale.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/secret.h"
#include "cli/caller.h"
#include "cli/help.h"
#include "cli/hidden.h"
#include "cli/parse.h"
#include "cli/print.h"
#include "cli/run.h"
#include "cli/screen.h"

static void
out_of_memory(void)
{
	static const char words[] = "doorward: out of memory; nothing more was changed\n";

	(void)!write(STDERR_FILENO, words, sizeof(words) - 1);
}

static int
finish(struct dw_out *out, enum dw_code rc, const struct dw_options *options,
	struct dw_error *err)
{
	if (rc == DW_OK)
		rc = dw_out_flush(out, err);
	if (rc != DW_OK && !out->gone)
		dw_print_error(options, err);
	dw_out_clear(out);
	return dw_code_exit(rc);
}

static int
help(const struct dw_request *request, const struct dw_environment *environment)
{
	struct dw_out out = { .fd = STDOUT_FILENO };
	struct dw_error err = { 0 };
	struct winsize size = { 0 };
	int columns = 80;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		columns = size.ws_col;
	if (request->command.topic != NULL)
		return finish(&out, dw_help_keys(request, environment, &out, &err), &request->options,
			&err);
	return finish(&out, dw_help(request, columns, &out, &err), &request->options, &err);
}

static int
version(const struct dw_options *options)
{
	struct dw_out out = { .fd = STDOUT_FILENO };
	struct dw_error err = { 0 };
	enum dw_code rc;

	if (dw_wants_json(options))
		rc = dw_out_puts(&out, "{\"name\":\"" PACKAGE_NAME "\",\"version\":\"" PACKAGE_VERSION
			"\"}\n", &err);
	else
		rc = dw_out_puts(&out, PACKAGE_NAME " " PACKAGE_VERSION "\n", &err);
	return finish(&out, rc, options, &err);
}

static int
obey(struct dw_request *request, const struct dw_environment *environment)
{
	if (request->options.version)
		return version(&request->options);
	if (request->command.help)
		return help(request, environment);
	if (request->options.utc)
		dw_caller_use_utc();
	if (request->command.action == NULL)
		return dw_screen_run(&request->options, environment);
	return dw_run(request, environment);
}

int
main(int argc, char **argv)
{
	struct dw_environment environment;
	DW_AUTO(dw_request) request = { 0 };
	struct dw_error err = { 0 };
	enum dw_code rc;

	dw_caller_harden(&environment);
	dw_out_of_memory = out_of_memory;
	setlocale(LC_ALL, "");
	bindtextdomain(PACKAGE, DW_LOCALEDIR);
	textdomain(PACKAGE);
	if ((rc = dw_secret_start(&err)) == DW_OK && argc > 1 && strncmp(argv[1], "__", 2) == 0)
		return dw_hidden(argc, argv, &environment);
	if (rc == DW_OK)
		rc = dw_request_read(argc, argv, dw_now(), &request, &err);
	if (rc != DW_OK) {
		dw_print_error(&request.options, &err);
		return dw_code_exit(rc);
	}
	return obey(&request, &environment);
}
