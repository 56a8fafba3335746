/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A client of doorward-authd that fits into foreign programs: libc alone, no memory but its
 * own struct, no signal, no global. The protocol is in doorward-authd(8). Whatever goes wrong
 * is an error to the caller; nothing that goes wrong looks like a yes.
 */
#ifndef DW_PAM_CLIENT_H
#define DW_PAM_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#define CLIENT_LINE 16384 /* bytes of a request or an answer at most, with its newline */
#define CLIENT_TEXT 512   /* a member of an answer at most */

struct client {
	int fd;                   /* -1 = not connected */
	bool failed;              /* the request did not fit: it is not sent */
	size_t len;
	char line[CLIENT_LINE];   /* the request that is being made, then the answer */
};

/* Connects, within some seconds. False with errno. Close it with client_close(), which wipes. */
bool
client_open(struct client *client, const char *socket);
void
client_close(struct client *client);

/* Makes a request: client_begin(), members, client_ask(). text NULL adds nothing. */
void
client_begin(struct client *client, const char *op);
void
client_text(struct client *client, const char *name, const char *text);
void
client_flag(struct client *client, const char *name);

/* What the answer's "status" said; anything that is none of these is an error. */
enum client_status { CLIENT_ERROR, CLIENT_OK, CLIENT_DENIED, CLIENT_FACTOR, CLIENT_CHANGE,
	CLIENT_REJECTED };

/* Sends it and waits for the answer, for half a minute at most. */
enum client_status
client_ask(struct client *client);

/* A text member of the last answer; false when there is none or it does not fit. */
bool
client_member(const struct client *client, const char *name, char out[CLIENT_TEXT]);

#endif
