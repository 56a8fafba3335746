/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The program "doorward-authd": the one door that services (PAM, web servers, mail) use. It is
 * started by its socket or in the foreground, runs as the owner of the store, and gives no
 * answer when the store is not there.
 *
 *	doorward-authd [--store FILE] [--config FILE] [--socket FILE]
 */
#include <errno.h>
#include <getopt.h>
#include <libgen.h>
#include <locale.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "action/invoke.h"
#include "authd/capability.h"
#include "authd/server.h"
#include "authd/wire.h"
#include "base/intl.h"
#include "base/mem.h"

#define STORE "/var/lib/doorward/store.db"
#define CONFIG "/etc/doorward/doorward.conf"
#define FIRST_FD 3 /* SD_LISTEN_FDS_START of sd_listen_fds(3) */

static volatile bool ending;

static void
end(int sig)
{
	(void)sig;
	ending = true;
}

static void
out_of_memory(void)
{
	static const char words[] = "doorward-authd: out of memory\n";

	(void)!write(STDERR_FILENO, words, sizeof(words) - 1);
}

/* ---- what it was started with ---- */

struct started {
	const char *store, *config, *socket;
	bool handed; /* a socket by systemd */
};

static bool
read_options(int argc, char **argv, struct started *out)
{
	static const struct option options[] = {
		{ "store", required_argument, NULL, 's' },
		{ "config", required_argument, NULL, 'c' },
		{ "socket", required_argument, NULL, 'S' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1; ) {
		if (c == 's')
			out->store = optarg;
		else if (c == 'c')
			out->config = optarg;
		else if (c == 'S')
			out->socket = optarg;
		else if (c == 'V') {
			puts("doorward-authd (" PACKAGE_STRING ")");
			exit(0);
		} else {
			return false;
		}
	}
	return optind == argc;
}

/* sd_listen_fds(3): one socket, for this process. */
static bool
is_handed_a_socket(void)
{
	const char *pid = getenv("LISTEN_PID"), *n = getenv("LISTEN_FDS");

	return pid != NULL && n != NULL && strtol(pid, NULL, 10) == getpid() && strcmp(n, "1") == 0;
}

/* Nothing of the environment is needed from here on but the time zone, for dates in messages. */
static void
clean_environment(void)
{
	DW_AUTO_FREE char *zone = dw_strdup(getenv("TZ"));

	clearenv();
	if (zone != NULL)
		setenv("TZ", zone, 1);
}

/* ---- the socket ---- */

/* One that nobody answers at was left behind. */
static bool
is_answered(const struct sockaddr_un *name, socklen_t len)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool answered = fd >= 0 && connect(fd, (const struct sockaddr *)name, len) == 0;

	if (fd >= 0)
		close(fd);
	return answered;
}

static enum dw_code
listen_at(const char *path, int *out, struct dw_error *err)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	socklen_t len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path) + 1);
	struct stat st;
	int fd;

	if (strlen(path) >= sizeof(name.sun_path))
		return dw_fail_field(err, DW_CONFIG, "authd.socket", _("This name is too long for a socket."));
	memcpy(name.sun_path, path, strlen(path) + 1);
	if (is_answered(&name, len))
		return dw_fail(err, DW_UNAVAILABLE, _("Somebody listens at %s already."), path);
	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
		unlink(path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* Who may ask what is decided by the uid that the kernel tells, so all may connect. */
	umask(0);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&name, len) != 0 || listen(fd, 128) != 0) {
		int why = errno;

		umask(077);
		return dw_fail(err, DW_UNAVAILABLE, _("Cannot listen at %s: %s."), path, strerror(why));
	}
	umask(077);
	*out = fd;
	return DW_OK;
}

/* ---- the store ---- */

static enum dw_code
open_store(const struct started *started, struct dw_app *app, struct dw_keyring *keyring,
	struct dw_error *err)
{
	DW_AUTO_FREE char *copy = dw_strdup(started->store);
	DW_AUTO_FREE char *own = NULL;
	DW_AUTO_FREE char *keys = NULL;
	const char *config = started->config != NULL ? started->config : CONFIG;
	enum dw_code rc;

	app->caller.store_path = started->store;
	if ((rc = dw_app_open(app, false, err)) != DW_OK)
		return rc;
	/* A demo store reads what is in its own folder and nothing else. */
	if (app->demo) {
		own = dw_format("%s/doorward.conf", dirname(copy));
		config = own;
	}
	rc = dw_conf_read(app->conf, config, err);
	if (rc != DW_OK && (rc != DW_NO_INPUT || (started->config != NULL && !app->demo)))
		return rc;
	dw_replace(&copy, dw_strdup(config));
	keys = dw_format("%s/keys", dirname(copy));
	if ((rc = dw_keyring_load(keys, keyring, err)) != DW_OK)
		return rc;
	return dw_capabilities_check(app->conf, err);
}

static enum dw_code
serve(const struct started *started, struct dw_app *app, const struct dw_keyring *keyring,
	struct dw_error *err)
{
	struct dw_server_setup setup = { .db = app->db, .conf = app->conf, .realm = app->realm,
		.listener = FIRST_FD, .ending = &ending };
	struct dw_door door;
	enum dw_code rc;

	if ((rc = dw_door_open(&door, app->conf, keyring, app->demo, err)) != DW_OK)
		return rc;
	setup.door = &door;
	if (!started->handed && (rc = listen_at(started->socket != NULL ? started->socket :
			dw_conf_text(app->conf, DW_CONF_AUTHD_SOCKET), &setup.listener, err)) != DW_OK)
		return rc;
	return dw_server_run(&setup, err);
}

int
main(int argc, char **argv)
{
	struct started started = { .store = STORE, .handed = is_handed_a_socket() };
	const struct sigaction action = { .sa_handler = end };
	struct dw_keyring keyring = { 0 };
	struct dw_app app = { 0 };
	struct dw_error err = { 0 };
	enum dw_code rc;

	umask(077);
	setlocale(LC_ALL, "");
	bindtextdomain(PACKAGE, DW_LOCALEDIR);
	textdomain(PACKAGE);
	clean_environment();
	dw_out_of_memory = out_of_memory;
	if (!read_options(argc, argv, &started)) {
		fputs("usage: doorward-authd [--store FILE] [--config FILE] [--socket FILE]\n", stderr);
		return dw_code_exit(DW_USAGE);
	}
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	dw_wire_start();
	app.conf = dw_conf_new();
	if ((rc = dw_secret_start(&err)) == DW_OK &&
		(rc = open_store(&started, &app, &keyring, &err)) == DW_OK)
		rc = serve(&started, &app, &keyring, &err);
	if (rc != DW_OK)
		fprintf(stderr, "doorward-authd: %s\n", err.message);
	dw_keyring_clear(&keyring);
	dw_app_clear(&app);
	dw_conf_free(app.conf);
	return dw_code_exit(rc);
}
