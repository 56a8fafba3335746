/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a program costs on a terminal: bytes it sends and time it takes, counted on the
 * master side of a pty. Runs a command, waits until it is quiet, then for each step
 * sends keys and counts until it is quiet again.
 *
 *	ptybench [-s ROWSxCOLS] [-t TERM] [-b BAUD] [-n TIMES] [-q QUIET_MS] [-i IDLE_MS]
 *	         KEYS... -- COMMAND...
 *
 * KEYS are as printf(1) has them: "\033[B" is Down. Each step is repeated TIMES times.
 * Prints one line a step: name, median bytes, largest bytes, median ms to the last byte, mean bytes;
 * first "start", then "key1", "key2" ..., then "idle" (bytes in IDLE_MS), "wakeups" (voluntary
 * switches while idle), and "resident" and "anon" (KiB of memory, all and the anonymous part).
 * BAUD (9600 or 19200) is what the pty says it is; it is as fast as it can be all the same.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define TIMES_MAX 1000

static int master;
static int quiet_ms = 80;

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Reads until nothing has come for quiet_ms; returns bytes, *last the ms to the last one. */
static long
drain(double began, int patience_ms, double *last)
{
	static char bytes[65536];
	long total = 0;

	*last = 0;
	for (;;) {
		struct pollfd p = { .fd = master, .events = POLLIN };
		int wait = total == 0 ? patience_ms : quiet_ms;
		ssize_t n;

		if (poll(&p, 1, wait) <= 0)
			return total;
		n = read(master, bytes, sizeof(bytes));
		if (n <= 0)
			return total;
		total += n;
		*last = now_ms() - began;
	}
}

/* "\033[B" and the like, into bytes. */
static size_t
unescape(const char *text, char *out, size_t max)
{
	size_t n = 0;

	while (*text != '\0' && n + 1 < max) {
		if (*text != '\\') {
			out[n++] = *text++;
			continue;
		}
		text++;
		if (*text >= '0' && *text <= '7') {
			int value = 0;

			for (int i = 0; i < 3 && *text >= '0' && *text <= '7'; i++)
				value = value * 8 + (*text++ - '0');
			out[n++] = (char)value;
		} else {
			char c = *text++;

			out[n++] = (char)(c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c);
		}
	}
	return n;
}

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void
step(const char *name, const char *keys, size_t len, int times)
{
	static double bytes[TIMES_MAX], ms[TIMES_MAX];
	double total = 0;

	for (int i = 0; i < times; i++) {
		double began = now_ms();

		if (write(master, keys, len) != (ssize_t)len)
			exit(1);
		bytes[i] = (double)drain(began, 500, &ms[i]);
		total += bytes[i];
	}
	qsort(bytes, (size_t)times, sizeof(double), ascending);
	qsort(ms, (size_t)times, sizeof(double), ascending);
	printf("%-12s %8.0f %8.0f %8.1f %8.0f\n", name, bytes[times / 2], bytes[times - 1],
		ms[times / 2], total / times);
}

static long
proc_number(pid_t pid, const char *file, const char *key)
{
	char path[64], line[256];
	long value = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, key, strlen(key)) == 0)
			value = strtol(line + strlen(key), NULL, 10);
	if (f != NULL)
		fclose(f);
	return value;
}

int
main(int argc, char **argv)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	const char *term = "xterm-256color";
	int baud = 0, times = 11, idle_ms = 3000, option, first_keys, command;
	double began, last;
	long bytes, switches;
	pid_t pid;

	while ((option = getopt(argc, argv, "+s:t:b:n:q:i:")) != -1) {
		switch (option) {
		case 's': {
			char *end;

			size.ws_row = (unsigned short)strtol(optarg, &end, 10);
			size.ws_col = (unsigned short)strtol(end + 1, NULL, 10);
			break;
		}
		case 't':
			term = optarg;
			break;
		case 'b':
			baud = atoi(optarg);
			break;
		case 'n':
			times = atoi(optarg);
			break;
		case 'q':
			quiet_ms = atoi(optarg);
			break;
		case 'i':
			idle_ms = atoi(optarg);
			break;
		default:
			return 64;
		}
	}
	if (times < 1 || times > TIMES_MAX || (baud != 0 && baud != 9600 && baud != 19200))
		return 64;
	first_keys = optind;
	for (command = optind; command < argc && strcmp(argv[command], "--") != 0; command++)
		continue;
	if (command + 1 >= argc)
		return 64;

	began = now_ms();
	pid = forkpty(&master, NULL, NULL, &size);
	if (pid < 0)
		return 71;
	if (pid == 0) {
		struct termios modes;

		if (baud > 0 && tcgetattr(STDIN_FILENO, &modes) == 0) {
			cfsetspeed(&modes, baud == 9600 ? B9600 : B19200);
			tcsetattr(STDIN_FILENO, TCSANOW, &modes);
		}
		setenv("TERM", term, 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		execvp(argv[command + 1], argv + command + 1);
		_exit(127);
	}
	bytes = drain(began, 10000, &last);
	printf("%-12s %8ld %8ld %8.1f\n", "start", bytes, bytes, last);
	for (int i = first_keys; i < command; i++) {
		char keys[256], name[16];
		size_t len = unescape(argv[i], keys, sizeof(keys));

		snprintf(name, sizeof(name), "key%d", i - first_keys + 1);
		step(name, keys, len, times);
	}
	switches = proc_number(pid, "status", "voluntary_ctxt_switches:");
	began = now_ms();
	bytes = 0;
	while (now_ms() - began < idle_ms)
		bytes += drain(now_ms(), 200, &last);
	printf("%-12s %8ld %8d %8.1f\n", "idle", bytes, idle_ms, 0.0);
	printf("%-12s %8ld\n", "wakeups", proc_number(pid, "status", "voluntary_ctxt_switches:") - switches);
	printf("%-12s %8ld\n", "resident", proc_number(pid, "smaps_rollup", "Rss:"));
	printf("%-12s %8ld\n", "anon", proc_number(pid, "smaps_rollup", "Anonymous:"));
	kill(pid, SIGHUP);
	close(master);
	waitpid(pid, NULL, 0);
	return 0;
}
