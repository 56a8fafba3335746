/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Starts a program with no arguments at all, not even its name: bare PROGRAM. A shell
 * cannot do that. (Newer kernels add an empty name.)
 */
#include <stdio.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	char *none[] = { NULL };

	if (argc != 2)
		return 99;
	execv(argv[1], none);
	perror(argv[1]);
	return 99;
}
