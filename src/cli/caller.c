/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who started this process, and a clean place to run in. See caller.h.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <inttypes.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/mem.h"
#include "cli/caller.h"

extern char **environ;

#define ADDRESS_MAX 64
#define UID_NOT_SET 4294967295 /* what the kernel says when nobody logged in */

/* ---- the environment ---- */

static bool
made_of(const char *text, size_t most, const char *also)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

		if (!plain && strchr(also, c) == NULL)
			return false;
	}
	return len <= most;
}

static bool
is_term(const char *value)
{
	return value[0] != '\0' && made_of(value, 64, ".+-");
}

static bool
is_locale(const char *value)
{
	return made_of(value, 64, "_.@-");
}

/* Several, the one wanted most first. */
static bool
is_languages(const char *value)
{
	return made_of(value, 64, "_.@-:");
}

static bool
is_short(const char *value)
{
	return made_of(value, 64, "._-");
}

/* A zone's name or its rule; never a file of the caller's choice. */
static bool
is_zone(const char *value)
{
	const char *name = value[0] == ':' ? value + 1 : value;

	return name[0] != '/' && strstr(name, "..") == NULL && made_of(name, 64, "_+-/,.<>:");
}

static bool
is_number(const char *value)
{
	return value[0] != '\0' && strlen(value) <= 10 &&
		strspn(value, "0123456789") == strlen(value);
}

/* The address of the SSH client, which stands before the first space. */
static bool
client_address(const char *value, char out[ADDRESS_MAX])
{
	size_t len = strcspn(value, " ");
	unsigned char bytes[sizeof(struct in6_addr)];
	char *scope;

	if (len == 0 || len >= ADDRESS_MAX)
		return false;
	memcpy(out, value, len);
	out[len] = '\0';
	if (inet_pton(AF_INET, out, bytes) == 1)
		return true;
	/* "fe80::1%eth0": the interface is of no use to whoever reads the audit. */
	if ((scope = strchr(out, '%')) != NULL)
		*scope = '\0';
	return inet_pton(AF_INET6, out, bytes) == 1;
}

static bool
is_connection(const char *value)
{
	char address[ADDRESS_MAX];

	return client_address(value, address) && made_of(value, 256, ".:% ");
}

static bool
is_ours(const char *value)
{
	for (const char *at = value; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			return false;
	return strlen(value) <= 4096;
}

/* The allow-list; a name that ends in * allows all that begin so. */
static const struct {
	const char *name;
	bool (*good)(const char *value);
} allowed[] = {
	{ "TERM", is_term },
	{ "LANG", is_locale },
	{ "LC_*", is_locale },
	{ "LANGUAGE", is_languages },
	{ "COLORTERM", is_short },
	{ "NO_COLOR", is_short },
	{ "TZ", is_zone },
	{ "SSH_CONNECTION", is_connection },
	{ "SUDO_UID", is_number },
	{ "DOORWARD_*", is_ours },
};

static bool
may_stay(const char *variable)
{
	const char *equals = strchr(variable, '=');

	if (equals == NULL)
		return false;
	for (size_t i = 0; i < DW_COUNT(allowed); i++) {
		const char *name = allowed[i].name;
		size_t len = strcspn(name, "*");
		bool open = name[len] == '*';

		if (strncmp(variable, name, len) == 0 && (open || variable + len == equals))
			return allowed[i].good(equals + 1);
	}
	return false;
}

static void
rebuild_environment(void)
{
	static char path[] = "PATH=/usr/bin:/bin";
	size_t n = 0, count = 0;
	char **kept;

	while (environ != NULL && environ[n] != NULL)
		n++;
	kept = dw_calloc(n + 2, sizeof(*kept));
	for (size_t i = 0; i < n; i++)
		if (may_stay(environ[i]))
			kept[count++] = environ[i];
	kept[count++] = path;
	environ = kept;
}

static void
read_environment(struct dw_environment *out)
{
	const char *sudo = getenv("SUDO_UID");
	const char *term = getenv("TERM");

	out->store = getenv("DOORWARD_STORE");
	out->config = getenv("DOORWARD_CONFIG");
	for (char **at = environ; *at != NULL && out->variable[0] == '\0'; at++)
		if (strncmp(*at, "DOORWARD_", 9) == 0)
			snprintf(out->variable, sizeof(out->variable), "%.*s", (int)strcspn(*at, "="), *at);
	out->no_color = (getenv("NO_COLOR") != NULL && getenv("NO_COLOR")[0] != '\0') ||
		term == NULL || strcmp(term, "dumb") == 0;
	out->sudo_uid = sudo != NULL ? (int64_t)strtoll(sudo, NULL, 10) : -1;
	if (out->sudo_uid <= 0 || out->sudo_uid >= UID_NOT_SET)
		out->sudo_uid = -1;
	out->sudo = out->sudo_uid != -1;
}

/* ---- the process ---- */

/* A file opened later must not become standard output by accident. */
static void
open_standard(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF && open("/dev/null", O_RDWR) != fd)
			_exit(EX_OSERR);
}

void
dw_caller_harden(struct dw_environment *out)
{
	open_standard();
	umask(077);
	/* A closed pipe and a file that may not grow are errors to report, not ends. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	rebuild_environment();
	*out = (struct dw_environment){ 0 };
	read_environment(out);
}

void
dw_caller_use_utc(void)
{
	if (setenv("TZ", "UTC0", 1) != 0)
		dw_no_memory();
	tzset();
}

/* ---- the person ---- */

static int64_t
login_uid(void)
{
	char text[32];
	int fd = open("/proc/self/loginuid", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, text, sizeof(text) - 1) : -1;
	int64_t uid;

	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return -1;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	if (!is_number(text))
		return -1;
	uid = (int64_t)strtoll(text, NULL, 10);
	return uid < UID_NOT_SET ? uid : -1;
}

static void
find_terminal(struct dw_origin *origin)
{
	static const char folder[] = "/dev/";

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (ttyname_r(fd, origin->terminal, sizeof(origin->terminal)) == 0 &&
			strncmp(origin->terminal, folder, sizeof(folder) - 1) == 0)
			return;
	origin->terminal[0] = '\0';
}

static void
find_account(struct dw_origin *origin, int64_t uid)
{
	char room[4096];
	struct passwd entry, *found = NULL;

	if (getpwuid_r((uid_t)uid, &entry, room, sizeof(room), &found) == 0 && found != NULL)
		snprintf(origin->account, sizeof(origin->account), "%s", found->pw_name);
}

void
dw_caller_find(struct dw_caller *caller, const struct dw_environment *environment, uid_t owner)
{
	struct dw_origin *origin = &caller->origin;
	const char *connection = getenv("SSH_CONNECTION");
	char address[ADDRESS_MAX];

	caller->uid = login_uid();
	if (caller->uid == -1)
		caller->uid = environment->sudo_uid;
	if (caller->uid == -1)
		caller->uid = getuid();
	caller->under_sudo = environment->sudo && caller->uid != 0 &&
		caller->uid != (int64_t)owner;

	*origin = (struct dw_origin){ .uid = caller->uid };
	if (connection != NULL && client_address(connection, address))
		snprintf(origin->address, sizeof(origin->address), "%s", address);
	find_terminal(origin);
	find_account(origin, caller->uid);
	if (origin->address[0] != '\0')
		origin->kind = "ssh";
	else
		origin->kind = origin->terminal[0] != '\0' ? "terminal" : "script";
}

enum dw_code
dw_caller_become(uid_t owner, gid_t group, struct dw_error *err)
{
	uid_t real, effective, saved;
	gid_t real_group, effective_group, saved_group;

	if (geteuid() != 0 || owner == 0)
		return DW_OK;
	if (setgroups(1, &group) != 0 || setresgid(group, group, group) != 0 ||
		setresuid(owner, owner, owner) != 0)
		return dw_fail(err, DW_UNAVAILABLE,
			_("The account that owns the store (uid %u) cannot be taken: %s."), (unsigned)owner,
			strerror(errno));
	if (getresuid(&real, &effective, &saved) != 0 ||
		getresgid(&real_group, &effective_group, &saved_group) != 0 || real != owner ||
		effective != owner || saved != owner || real_group != group ||
		effective_group != group || saved_group != group || setuid(0) == 0)
		return dw_fail(err, DW_UNAVAILABLE,
			_("Doorward is still root after giving that up, so it stops here."));
	return DW_OK;
}
