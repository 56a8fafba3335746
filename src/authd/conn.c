/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes in, lines served, bytes out. What a line means is in ops.c. See conn.h.
 */
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "authd/capability.h"
#include "authd/conn.h"
#include "authd/ops.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"

#define OWED_MOST (4 * DW_WIRE_MAX) /* a peer that does not read its answers is let go */

static void
wipe(struct dw_buf *buf)
{
	if (buf->data != NULL)
		explicit_bzero(buf->data, buf->cap);
	dw_buf_clear(buf);
}

struct dw_conn *
dw_conn_new(struct dw_server *server, int fd, uid_t uid)
{
	struct dw_conn *conn = dw_calloc(1, sizeof(*conn));

	conn->server = server;
	conn->fd = fd;
	conn->uid = uid;
	conn->can = dw_capabilities(dw_server_conf(server), uid);
	return conn;
}

void
dw_conn_forget(struct dw_conn *conn)
{
	struct dw_conn_signin *s = conn->signin;

	if (s == NULL)
		return;
	dw_signin_clear(&s->machine);
	dw_secret_clear(&s->typed);
	dw_secret_clear(&s->app);
	for (int i = 0; i < DW_BACKUP_CODES; i++)
		dw_secret_clear(&s->codes[i]);
	free(s->service);
	free(s->address);
	free(s->terminal);
	free(s->agent);
	free(s->name);
	sodium_memzero(s, sizeof(*s));
	free(s);
	conn->signin = NULL;
	conn->until = 0;
	conn->retry_at = 0;
}

void
dw_conn_free(struct dw_conn *conn)
{
	dw_conn_forget(conn);
	close(conn->fd);
	wipe(&conn->in);
	wipe(&conn->out);
	json_decref(conn->more);
	free(conn->id);
	free(conn);
}

/* ---- answers ---- */

void
dw_conn_answer(struct dw_conn *conn, const char *status, json_t *more)
{
	if (conn->more != NULL && more != NULL)
		json_object_update(more, conn->more);
	if (more == NULL)
		more = json_incref(conn->more);
	json_decref(conn->more);
	conn->more = NULL;
	dw_wire_answer(&conn->out, conn->id, status, more);
	dw_replace(&conn->id, NULL);
	conn->busy = false;
	if (conn->out.len > OWED_MOST)
		conn->gone = true;
}

void
dw_conn_fail(struct dw_conn *conn, const struct dw_error *err)
{
	json_t *more = json_pack("{s:s, s:s}", "code", dw_code_name(err->code), "message",
		err->message[0] != '\0' ? err->message : dw_code_text(err->code));

	if (err->field[0] != '\0')
		json_object_set_new(more, "field", json_string(err->field));
	dw_conn_answer(conn, "error", more);
}

void
dw_conn_write(struct dw_conn *conn)
{
	while (conn->out.len > 0) {
		ssize_t n = send(conn->fd, conn->out.data, conn->out.len, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return;
		if (n < 0) {
			conn->gone = true;
			return;
		}
		memmove(conn->out.data, conn->out.data + n, conn->out.len - (size_t)n);
		conn->out.len -= (size_t)n;
		conn->out.data[conn->out.len] = '\0';
	}
	if (conn->full && !conn->busy)
		conn->gone = true;
	/* Tokens and codes have been in it. */
	if (conn->out.data != NULL)
		explicit_bzero(conn->out.data, conn->out.cap);
}

/* ---- lines ---- */

static void
serve(struct dw_conn *conn, const char *line, size_t len)
{
	struct dw_wire_request request = { 0 };
	struct dw_error err = { 0 };

	conn->busy = true;
	if (dw_wire_read(line, len, &request, &err) != DW_OK) {
		dw_replace(&conn->id, dw_strdup(request.id));
		dw_conn_fail(conn, &err);
	} else {
		dw_replace(&conn->id, dw_strdup(request.id));
		dw_ops_serve(conn, &request);
	}
	dw_wire_request_clear(&request);
}

/* Serves whole lines until one has to be waited for. */
static void
serve_lines(struct dw_conn *conn)
{
	char *end;

	while (!conn->busy && !conn->gone && !conn->full && conn->in.len > 0 &&
		(end = memchr(conn->in.data, '\n', conn->in.len)) != NULL) {
		size_t used = (size_t)(end - conn->in.data) + 1, rest = conn->in.len - used;

		serve(conn, conn->in.data, used - 1);
		memmove(conn->in.data, conn->in.data + used, rest);
		explicit_bzero(conn->in.data + rest, conn->in.len - rest);
		conn->in.len = rest;
	}
	if (!conn->busy && !conn->full && conn->in.len > DW_WIRE_MAX) {
		conn->full = true;
		dw_conn_fail(conn, &(const struct dw_error){ .code = DW_INVALID,
			.message = "A line has at most 65536 bytes." });
	}
}

/* dw_buf grows by moving; what it leaves behind has secrets in it, so it has its room at once. */
static void
make_room(struct dw_buf *buf)
{
	if (buf->data == NULL) {
		buf->cap = DW_WIRE_MAX + 4096;
		buf->data = dw_calloc(1, buf->cap);
	}
}

void
dw_conn_read(struct dw_conn *conn)
{
	ssize_t n;

	make_room(&conn->in);
	n = recv(conn->fd, conn->in.data + conn->in.len, conn->in.cap - conn->in.len - 1,
		MSG_DONTWAIT);
	if (n < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK))
		return;
	if (n <= 0) {
		conn->gone = true;
		return;
	}
	conn->in.len += (size_t)n;
	serve_lines(conn);
}

void
dw_conn_tick(struct dw_conn *conn, int64_t now)
{
	if (conn->retry_at != 0 && conn->retry_at <= now && !conn->working) {
		conn->retry_at = 0;
		dw_ops_try_again(conn, now);
	}
	if (!conn->busy && conn->until != 0 && conn->until <= now)
		dw_conn_forget(conn);
	serve_lines(conn);
}
