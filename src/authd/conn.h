/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One connection: the line that is coming in, the answers that are going out, and the sign-in
 * that is bound to it. One request at a time; the next line waits for the answer.
 */
#ifndef DW_AUTHD_CONN_H
#define DW_AUTHD_CONN_H

#include <sys/types.h>

#include "authd/server.h"
#include "authd/wire.h"
#include "domain/signin.h"

/* What has been begun on this connection. */
struct dw_conn_signin {
	struct dw_signin machine;
	char *service, *address, *terminal, *agent; /* what machine.knock points to */
	char *name;
	struct dw_secret typed;       /* what is being verified */
	struct dw_password_hash hash; /* of a new password */
	struct dw_secret app;         /* secret of an app that is being set up */
	struct dw_secret codes[DW_BACKUP_CODES];
	struct dw_backup_set set;
	int64_t step;                 /* of the code that confirmed the app */
	enum dw_code failed;          /* what the thread could not do */
	bool fresh;                   /* all factors were right, on this connection */
};

struct dw_conn {
	struct dw_server *server;
	int fd;
	uid_t uid;
	unsigned can;            /* DW_CAP_ bits */
	struct dw_buf in, out;   /* wiped when they are let go of */
	bool busy;               /* an answer is still owed */
	bool working;            /* a thread has it: it must not be freed */
	bool gone;               /* to be closed once nothing works on it */
	bool full;               /* the line was too long: the answer is the last */
	json_t *more;            /* goes out with the next answer; NULL = nothing */
	char *id;                /* of the request that is being answered; NULL = none */
	struct dw_conn_signin *signin; /* NULL = nothing begun */
	int64_t until;           /* when what was begun is forgotten; 0 = nothing */
	int64_t retry_at, give_up_at; /* waiting for its turn; 0 = not */
	struct dw_conn *next;
};

/* Takes the descriptor over. */
struct dw_conn *
dw_conn_new(struct dw_server *server, int fd, uid_t uid);
void
dw_conn_free(struct dw_conn *conn);

/* Reads what is there and serves whole lines; writes what is owed. Either sets `gone`. */
void
dw_conn_read(struct dw_conn *conn);
void
dw_conn_write(struct dw_conn *conn);

/* Looks at the clock: turns that have come, and what was begun too long ago. */
void
dw_conn_tick(struct dw_conn *conn, int64_t now);

/* Forgets what was begun. */
void
dw_conn_forget(struct dw_conn *conn);

/* Answers the request in progress. more is taken over. */
void
dw_conn_answer(struct dw_conn *conn, const char *status, json_t *more);
/* {"status":"error","code":...,"message":...} */
void
dw_conn_fail(struct dw_conn *conn, const struct dw_error *err);

#endif
