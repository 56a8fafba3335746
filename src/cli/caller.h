/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a program knows about who started it. The only place that reads the
 * environment: it is cut down to an allow-list first, and what is left is handed
 * on as plain facts. Also becomes the owner of the store, when root.
 *
 * Who the person is, in this order: the kernel's login uid, where one is set;
 * SUDO_UID, unless it is 0; the uid of the process. SUDO_UID can be believed because
 * sudo sets it over whatever was there, and because a process only opens a store
 * that its own account owns (or is root): whoever can forge the variable can write
 * the file as well. 0 is never taken from it, so no variable makes anybody root.
 */
#ifndef DW_CLI_CALLER_H
#define DW_CLI_CALLER_H

#include <stdbool.h>
#include <sys/types.h>

#include "action/invoke.h"
#include "base/error.h"

/* What the environment says; texts belong to it and live as long as the process. */
struct dw_environment {
	const char *store;    /* DOORWARD_STORE; NULL = not set */
	const char *config;   /* DOORWARD_CONFIG */
	char variable[64];    /* name of any DOORWARD_* that is set; "" = none */
	bool no_color;        /* NO_COLOR, or a terminal without a good name */
	int64_t sudo_uid;     /* -1 = none that counts */
	bool sudo;            /* SUDO_UID is set at all and not to 0 */
};

/*
 * The very first thing in main(): descriptors 0 to 2 are open, umask is 077, signals
 * that would kill a write half-way are ignored, and the environment is rebuilt from TERM LANG
 * LC_* COLORTERM NO_COLOR TZ SSH_CONNECTION SUDO_UID DOORWARD_* and a PATH of our own. A
 * value that does not look as it must is left out. Ends the process when it cannot.
 */
void
dw_caller_harden(struct dw_environment *out);

/* From now on local time is UTC. */
void
dw_caller_use_utc(void);

/* Fills uid, origin and under_sudo; store_path, as and read_only are the command line's. */
void
dw_caller_find(struct dw_caller *caller, const struct dw_environment *environment, uid_t owner);

/*
 * Root becomes the account that owns the store, for good; any other account stays
 * what it is. DW_UNAVAILABLE when it cannot be proven that the way back is closed.
 */
enum dw_code
dw_caller_become(uid_t owner, gid_t group, struct dw_error *err);

#endif
