/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loop of doorward-authd: a listening socket, its connections, and the threads that hash.
 * One thread owns the store and everything else.
 */
#ifndef DW_AUTHD_SERVER_H
#define DW_AUTHD_SERVER_H

#include <stdbool.h>

#include "authd/hasher.h"
#include "domain/signin.h"
#include "domain/work.h"

struct dw_server;

struct dw_server_setup {
	struct dw_db *db;                  /* borrowed, as are the next three */
	const struct dw_conf *conf;
	const struct dw_door *door;
	const char *realm;
	int listener;                      /* taken over */
	const volatile bool *ending;       /* set by a signal; the loop ends soon */
};

/* Serves until *ending. DW_UNAVAILABLE when it cannot begin. */
enum dw_code
dw_server_run(const struct dw_server_setup *setup, struct dw_error *err);

const struct dw_conf *
dw_server_conf(const struct dw_server *server);
const struct dw_door *
dw_server_door(const struct dw_server *server);
const char *
dw_server_realm(const struct dw_server *server);
struct dw_hasher *
dw_server_hasher(struct dw_server *server);

/* Runs something that only reads. */
enum dw_code
dw_server_read(struct dw_server *server,
	enum dw_code (*run)(struct dw_work *w, void *arg, struct dw_error *err), void *arg,
	struct dw_error *err);

/*
 * Runs something in a write transaction of its own, as the door. A store that is locked, full
 * or gone is a failure, and nothing has happened.
 */
enum dw_code
dw_server_write(struct dw_server *server,
	enum dw_code (*run)(struct dw_work *w, void *arg, struct dw_error *err), void *arg,
	struct dw_error *err);

#endif
