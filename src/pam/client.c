/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Talking to doorward-authd. See client.h.
 */
#define _GNU_SOURCE
#include "pam/client.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE 30000 /* ms for an answer: more than the door itself waits for a turn */

/* ---- connecting ---- */

bool
client_open(struct client *client, const char *socket_name)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };

	client->fd = -1;
	client->len = 0;
	if (strlen(socket_name) >= sizeof(name.sun_path)) {
		errno = ENAMETOOLONG;
		return false;
	}
	memcpy(name.sun_path, socket_name, strlen(socket_name) + 1);
	client->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (client->fd < 0)
		return false;
	/* A local socket answers at once or, with a full queue, not within this. */
	if (setsockopt(client->fd, SOL_SOCKET, SO_SNDTIMEO, &(struct timeval){ .tv_sec = 5 },
			sizeof(struct timeval)) == 0 &&
		connect(client->fd, (const struct sockaddr *)&name, sizeof(name)) == 0)
		return true;
	client_close(client);
	return false;
}

void
client_close(struct client *client)
{
	int why = errno;

	if (client->fd >= 0)
		close(client->fd);
	explicit_bzero(client, sizeof(*client));
	client->fd = -1;
	errno = why;
}

/* ---- making a request ---- */

static void
put(struct client *client, const char *bytes, size_t len)
{
	if (client->failed || len > sizeof(client->line) - client->len) {
		client->failed = true;
		return;
	}
	memcpy(client->line + client->len, bytes, len);
	client->len += len;
}

static void
put_text(struct client *client, const char *text)
{
	put(client, text, strlen(text));
}

/* RFC 8259, 7. What is no UTF-8 is refused by the other end. */
static void
put_quoted(struct client *client, const char *text)
{
	char escape[8];

	put_text(client, "\"");
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\') {
			escape[0] = '\\';
			escape[1] = (char)c;
			put(client, escape, 2);
		} else if (c < ' ') {
			put(client, escape, (size_t)snprintf(escape, sizeof(escape), "\\u%04x", c));
		} else {
			put(client, text, 1);
		}
	}
	put_text(client, "\"");
	explicit_bzero(escape, sizeof(escape));
}

void
client_begin(struct client *client, const char *op)
{
	client->len = 0;
	client->failed = false;
	put_text(client, "{\"v\":1");
	client_text(client, "op", op);
}

void
client_text(struct client *client, const char *name, const char *text)
{
	if (text == NULL)
		return;
	put_text(client, ",");
	put_quoted(client, name);
	put_text(client, ":");
	put_quoted(client, text);
}

void
client_flag(struct client *client, const char *name)
{
	put_text(client, ",");
	put_quoted(client, name);
	put_text(client, ":true");
}

/* ---- asking ---- */

static long
now_ms(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time) != 0)
		return -1;
	return (long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static bool
send_all(struct client *client)
{
	size_t sent = 0;

	while (sent < client->len) {
		ssize_t n = send(client->fd, client->line + sent, client->len - sent, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		sent += (size_t)n;
	}
	return true;
}

/* One line, without its newline, ended by a NUL. */
static bool
read_line(struct client *client)
{
	long until = now_ms() + PATIENCE;

	client->len = 0;
	for (;;) {
		struct pollfd ready = { .fd = client->fd, .events = POLLIN };
		long left = until - now_ms();
		int polled = poll(&ready, 1, left > 0 && left <= PATIENCE ? (int)left : 0);
		ssize_t n;

		if (polled < 0 && errno == EINTR)
			continue;
		if (polled <= 0 || client->len == sizeof(client->line) - 1)
			return false;
		n = recv(client->fd, client->line + client->len, sizeof(client->line) - 1 - client->len, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		client->len += (size_t)n;
		if (client->line[client->len - 1] == '\n') {
			client->line[--client->len] = '\0';
			return true;
		}
	}
}

/* ---- reading the answer ---- */

static const char *
skip_space(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

/* Adds a code point in UTF-8; false when it does not fit. */
static bool
put_point(unsigned point, char *out, size_t *len, size_t size)
{
	if (point < 0x80 && *len + 1 < size) {
		out[(*len)++] = (char)point;
		return true;
	}
	if (point >= 0x80 && point < 0x800 && *len + 2 < size) {
		out[(*len)++] = (char)(0xc0 | point >> 6);
		out[(*len)++] = (char)(0x80 | (point & 63));
		return true;
	}
	if (point >= 0x800 && *len + 3 < size) {
		out[(*len)++] = (char)(0xe0 | point >> 12);
		out[(*len)++] = (char)(0x80 | (point >> 6 & 63));
		out[(*len)++] = (char)(0x80 | (point & 63));
		return true;
	}
	return false;
}

/* After the backslash. */
static const char *
read_escape(const char *at, char *out, size_t *len, size_t size)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *known = *at != '\0' ? strchr(from, *at) : NULL;
	unsigned point = 0;

	if (known != NULL)
		return put_point((unsigned char)to[known - from], out, len, size) ? at + 1 : NULL;
	if (*at != 'u')
		return NULL;
	for (int i = 1; i <= 4; i++) {
		const char *digits = "0123456789abcdef0123456789ABCDEF";
		const char *digit = at[i] != '\0' ? strchr(digits, at[i]) : NULL;

		if (digit == NULL)
			return NULL;
		point = point << 4 | ((unsigned)(digit - digits) & 15);
	}
	/* No surrogates: the door writes such characters as they are. */
	if (point == 0 || (point >= 0xd800 && point < 0xe000))
		return NULL;
	return put_point(point, out, len, size) ? at + 5 : NULL;
}

/* A string with its quotes: what is after it, or NULL when it is none or does not fit. */
static const char *
read_string(const char *at, char *out, size_t size)
{
	size_t len = 0;

	if (*at++ != '"')
		return NULL;
	while (*at != '"') {
		if ((unsigned char)*at < ' ')
			return NULL;
		if (*at == '\\') {
			if ((at = read_escape(at + 1, out, &len, size)) == NULL)
				return NULL;
		} else if (len + 1 < size) {
			out[len++] = *at++;
		} else {
			return NULL;
		}
	}
	out[len] = '\0';
	return at + 1;
}

bool
client_member(const struct client *client, const char *name, char out[CLIENT_TEXT])
{
	const char *at = skip_space(client->line);
	char key[CLIENT_TEXT];

	if (*at++ != '{')
		return false;
	for (;;) {
		if ((at = read_string(skip_space(at), key, sizeof(key))) == NULL)
			return false;
		at = skip_space(at);
		if (*at++ != ':')
			return false;
		at = skip_space(at);
		if (*at == '"') {
			/* A value that is not wanted may be longer than fits: it is wiped over. */
			if ((at = read_string(at, out, CLIENT_TEXT)) == NULL)
				return false;
			if (strcmp(key, name) == 0)
				return true;
		} else {
			at += strcspn(at, ",}");
		}
		at = skip_space(at);
		if (*at++ != ',')
			return false;
	}
}

enum client_status
client_ask(struct client *client)
{
	static const struct {
		const char *word;
		enum client_status status;
	} words[] = {
		{ "ok", CLIENT_OK }, { "denied", CLIENT_DENIED }, { "factor", CLIENT_FACTOR },
		{ "change", CLIENT_CHANGE }, { "rejected", CLIENT_REJECTED },
	};
	char status[CLIENT_TEXT];

	put_text(client, "}\n");
	if (client->fd < 0 || client->failed || !send_all(client)) {
		explicit_bzero(client->line, sizeof(client->line));
		return CLIENT_ERROR;
	}
	/* The password has been in it. */
	explicit_bzero(client->line, sizeof(client->line));
	if (!read_line(client) || !client_member(client, "status", status))
		return CLIENT_ERROR;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, status) == 0)
			return words[i].status;
	return CLIENT_ERROR;
}
