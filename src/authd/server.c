/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loop. See server.h.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "authd/conn.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"

#define CONNS_MOST 512
#define TICK 100 /* ms: how soon a turn that has come is noticed */

struct dw_server {
	struct dw_server_setup setup;
	struct dw_hasher *hasher;
	struct dw_operator operator;
	struct dw_origin origin;
	struct dw_conn *conns;
	size_t n_conns;
	int64_t next_purge;
};

const struct dw_conf *
dw_server_conf(const struct dw_server *server)
{
	return server->setup.conf;
}

const struct dw_door *
dw_server_door(const struct dw_server *server)
{
	return server->setup.door;
}

const char *
dw_server_realm(const struct dw_server *server)
{
	return server->setup.realm;
}

struct dw_hasher *
dw_server_hasher(struct dw_server *server)
{
	return server->hasher;
}

/* ---- the store ---- */

static struct dw_work
work_of(struct dw_server *server)
{
	return (struct dw_work){
		.db = server->setup.db,
		.conf = server->setup.conf,
		.operator = &server->operator,
		.origin = &server->origin,
		.now = dw_now(),
	};
}

enum dw_code
dw_server_read(struct dw_server *server,
	enum dw_code (*run)(struct dw_work *w, void *arg, struct dw_error *err), void *arg,
	struct dw_error *err)
{
	struct dw_work w = work_of(server);

	return run(&w, arg, err);
}

enum dw_code
dw_server_write(struct dw_server *server,
	enum dw_code (*run)(struct dw_work *w, void *arg, struct dw_error *err), void *arg,
	struct dw_error *err)
{
	DW_AUTO(dw_txn) txn = { 0 };
	struct dw_work w;
	enum dw_code rc;

	if ((rc = dw_txn_begin(server->setup.db, &txn, err)) != DW_OK)
		return rc;
	/* The time after the wait for the lock. */
	w = work_of(server);
	if ((rc = run(&w, arg, err)) != DW_OK || (rc = dw_topics_bump(&w, err)) != DW_OK)
		return rc;
	return dw_txn_commit(&txn, err);
}

/* ---- connections ---- */

static void
accept_one(struct dw_server *server)
{
	struct ucred peer;
	socklen_t size = sizeof(peer);
	int fd = accept4(server->setup.listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct dw_conn *conn;

	if (fd < 0)
		return;
	if (server->n_conns >= CONNS_MOST ||
		getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
		close(fd);
		return;
	}
	conn = dw_conn_new(server, fd, peer.uid);
	conn->next = server->conns;
	server->conns = conn;
	server->n_conns++;
}

static void
drop_gone(struct dw_server *server)
{
	for (struct dw_conn **at = &server->conns; *at != NULL; ) {
		struct dw_conn *conn = *at;

		if (conn->gone && !conn->working) {
			*at = conn->next;
			dw_conn_free(conn);
			server->n_conns--;
		} else {
			at = &conn->next;
		}
	}
}

static short
events_of(const struct dw_conn *conn)
{
	short events = 0;

	/* Who is being answered is not read from, so that nobody can fill the memory. */
	if (!conn->busy && !conn->full)
		events |= POLLIN;
	if (conn->out.len > 0)
		events |= POLLOUT;
	return events;
}

static void
turn(struct dw_server *server)
{
	struct pollfd fds[CONNS_MOST + 2] = {
		{ .fd = server->setup.listener, .events = POLLIN },
		{ .fd = dw_hasher_fd(server->hasher), .events = POLLIN },
	};
	struct dw_conn *conns[CONNS_MOST + 2];
	nfds_t n = 2;

	for (struct dw_conn *conn = server->conns; conn != NULL; conn = conn->next) {
		fds[n] = (struct pollfd){ .fd = conn->fd, .events = events_of(conn) };
		conns[n++] = conn;
	}
	if (poll(fds, n, TICK) < 0)
		return;
	if (fds[1].revents != 0)
		dw_hasher_collect(server->hasher);
	for (nfds_t i = 2; i < n; i++) {
		if ((fds[i].revents & POLLIN) != 0)
			dw_conn_read(conns[i]);
		else if ((fds[i].revents & (POLLHUP | POLLERR)) != 0)
			conns[i]->gone = true;
		dw_conn_tick(conns[i], dw_now());
		dw_conn_write(conns[i]);
	}
	if (fds[0].revents != 0)
		accept_one(server);
	drop_gone(server);
}

static enum dw_code
purge(struct dw_work *w, void *arg, struct dw_error *err)
{
	int64_t n;

	(void)arg;
	return dw_attempt_purge(w, &n, err);
}

/* Old attempts go (attempt.keep). When the store is in the way now, it is tried again later. */
static void
keep_house(struct dw_server *server)
{
	int64_t now = dw_now();

	if (now < server->next_purge)
		return;
	server->next_purge = now + DW_HOUR;
	dw_server_write(server, purge, NULL, NULL);
}

enum dw_code
dw_server_run(const struct dw_server_setup *setup, struct dw_error *err)
{
	struct dw_server server = {
		.setup = *setup,
		.operator = { .username = "system:door", .rights = dw_rights_all() },
		.origin = { .kind = "door", .uid = -1 },
	};
	enum dw_code rc;

	rc = dw_hasher_start((unsigned)dw_conf_int(setup->conf, DW_CONF_AUTHD_HASHES),
		(unsigned)dw_conf_int(setup->conf, DW_CONF_AUTHD_QUEUE), &server.hasher, err);
	while (rc == DW_OK && !*setup->ending) {
		keep_house(&server);
		turn(&server);
	}
	/* What is being hashed is waited for; what it would have led to is not: it counts as a
	 * failure, as any attempt that came to no end. */
	dw_hasher_stop(server.hasher);
	for (struct dw_conn *conn; (conn = server.conns) != NULL; ) {
		server.conns = conn->next;
		dw_conn_free(conn);
	}
	close(setup->listener);
	return rc;
}
