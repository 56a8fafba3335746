/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The program "doorward": reads the command line and hands over.
 *
 * Owns the process: locale, options that concern the program itself, and the
 * exit status.
 */
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/intl.h"

static int
print_version(void)
{
	puts(PACKAGE_NAME " " PACKAGE_VERSION);
	return EXIT_SUCCESS;
}

static int
print_help(void)
{
	puts(_("Usage: doorward [--help] [--version]"));
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	setlocale(LC_ALL, "");
	bindtextdomain(PACKAGE, DW_LOCALEDIR);
	textdomain(PACKAGE);

	while ((option = getopt_long(argc, argv, "+hV", options, NULL)) != -1) {
		switch (option) {
		case 'h':
			return print_help();
		case 'V':
			return print_version();
		default:
			return EX_USAGE;
		}
	}
	fputs(_("Try “doorward --help”.\n"), stderr);
	return EX_USAGE;
}
