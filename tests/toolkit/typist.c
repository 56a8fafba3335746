/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A person with a stopwatch at a slow line: runs a program on a terminal of its own,
 * presses keys and counts the bytes that come back for each.
 *
 *	typist COLSxROWS BAUD PROGRAM [ARGUMENT...] <<END
 *	down 17 \e[B
 *	END
 *
 * presses the key 17 times and prints "down MEDIAN MAX"; "start" and its bytes come
 * first. BAUD 0 leaves the speed alone. \e is ESC; a line "idle MS" waits instead.
 */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define QUIET 120 /* ms without a byte: it has finished */
#define TIMES_MAX 1000

/* Reads until nothing came for `quiet` ms; returns how many bytes. */
static int
drain(int fd, int quiet)
{
	char bytes[4096];
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	int total = 0;

	while (poll(&poll_fd, 1, quiet) > 0) {
		ssize_t n = read(fd, bytes, sizeof bytes);

		if (n <= 0)
			break;
		total += (int)n;
	}
	return total;
}

static int
compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void
press(int fd, const char *name, int times, const char *keys)
{
	static int bytes[TIMES_MAX];
	char text[64] = "";

	for (size_t n = 0; *keys != '\0' && *keys != '\n' && n < sizeof text - 1; keys++) {
		bool escape = keys[0] == '\\' && keys[1] == 'e';

		text[n++] = escape ? '\033' : *keys;
		keys += escape;
	}
	times = times < TIMES_MAX ? times : TIMES_MAX;
	for (int i = 0; i < times; i++) {
		if (write(fd, text, strlen(text)) < 0)
			break;
		bytes[i] = drain(fd, QUIET);
	}
	qsort(bytes, (size_t)times, sizeof *bytes, compare);
	printf("%s %d %d\n", name, bytes[times / 2], bytes[times - 1]);
}

int
main(int argc, char **argv)
{
	struct winsize size = { 0 };
	unsigned cols, rows;
	char line[200];
	int fd, baud;
	pid_t child;

	if (argc < 4 || sscanf(argv[1], "%ux%u", &cols, &rows) != 2)
		return 64;
	size.ws_col = (unsigned short)cols;
	size.ws_row = (unsigned short)rows;
	baud = atoi(argv[2]);
	child = forkpty(&fd, NULL, NULL, &size);
	if (child < 0)
		return 71;
	if (child == 0) {
		struct termios modes;

		if (baud > 0 && tcgetattr(0, &modes) == 0) {
			cfsetospeed(&modes, baud == 9600 ? B9600 : B38400);
			tcsetattr(0, TCSANOW, &modes);
		}
		execvp(argv[3], argv + 3);
		_exit(127);
	}
	printf("start %d\n", drain(fd, 400));
	while (fgets(line, sizeof line, stdin) != NULL) {
		char name[32];
		int times, at = 0;

		if (sscanf(line, "idle %d", &times) == 1)
			printf("idle %d\n", drain(fd, times));
		else if (sscanf(line, "%31s %d %n", name, &times, &at) == 2 && times > 0)
			press(fd, name, times, line + at);
	}
	kill(child, SIGTERM);
	drain(fd, QUIET);
	waitpid(child, NULL, 0);
	return 0;
}
