/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pam_doorward.so: signing in to this machine's services as users of Doorward. It asks
 * doorward-authd and opens nothing itself. Every failure is an error to PAM, never success
 * and never PAM_IGNORE, so that no stack lets somebody in because the door was not there.
 *
 *	auth     required pam_doorward.so [socket=FILE]
 *	account  required pam_doorward.so
 *	password required pam_doorward.so
 *	session  optional pam_doorward.so
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include <security/pam_ext.h>
#include <security/pam_modules.h>

#include "pam/client.h"

/* The six that PAM calls, and nothing else of the module. */
#define CALLED_BY_PAM __attribute__((visibility("default")))

#define SOCKET "/run/doorward/auth.sock"
#define DATA "doorward"
#define CODES 3 /* the door allows no more either */
#define NEW_ONES 3

/* What is known of this sign-in, for the calls that follow. */
struct known {
	struct client client;
	bool must_change;         /* the password was right, and a new one is asked for */
	char token[CLIENT_TEXT];  /* of the session; "" = none */
};

static void
forget(pam_handle_t *pamh, void *data, int status)
{
	struct known *known = data;

	(void)pamh;
	(void)status;
	client_close(&known->client);
	explicit_bzero(known, sizeof(*known));
	free(known);
}

static const char *
socket_of(int argc, const char **argv)
{
	for (int i = 0; i < argc; i++)
		if (strncmp(argv[i], "socket=", 7) == 0)
			return argv[i] + 7;
	return SOCKET;
}

/* What was known before is forgotten. NULL: no memory, or no place for it. */
static struct known *
begin(pam_handle_t *pamh)
{
	struct known *known = calloc(1, sizeof(*known));

	if (known == NULL)
		return NULL;
	known->client.fd = -1;
	if (pam_set_data(pamh, DATA, known, forget) != PAM_SUCCESS) {
		forget(pamh, known, 0);
		return NULL;
	}
	return known;
}

static struct known *
recall(pam_handle_t *pamh)
{
	const void *data = NULL;

	return pam_get_data(pamh, DATA, &data) == PAM_SUCCESS ? (struct known *)data : NULL;
}

static const char *
item(pam_handle_t *pamh, int which)
{
	const void *value = NULL;

	return pam_get_item(pamh, which, &value) == PAM_SUCCESS ? value : NULL;
}

static int
unavailable(pam_handle_t *pamh)
{
	pam_syslog(pamh, LOG_ERR, "doorward-authd does not answer, or refuses this service");
	return PAM_AUTHINFO_UNAVAIL;
}

/* ---- signing in ---- */

static void
put_where(pam_handle_t *pamh, struct client *client)
{
	client_text(client, "service", item(pamh, PAM_SERVICE));
	client_text(client, "address", item(pamh, PAM_RHOST));
	client_text(client, "terminal", item(pamh, PAM_TTY));
	client_text(client, "can", "factor,change");
}

/* Asks for codes as long as the door does. */
static enum client_status
give_codes(pam_handle_t *pamh, struct client *client)
{
	enum client_status status = CLIENT_FACTOR;

	for (int i = 0; status == CLIENT_FACTOR && i < CODES; i++) {
		char *code = NULL;

		if (pam_prompt(pamh, PAM_PROMPT_ECHO_OFF, &code, "Code: ") != PAM_SUCCESS || code == NULL)
			return CLIENT_ERROR;
		client_begin(client, "factor");
		client_text(client, "code", code[0] != '\0' ? code : "-");
		explicit_bzero(code, strlen(code));
		free(code);
		status = client_ask(client);
	}
	return status == CLIENT_FACTOR ? CLIENT_DENIED : status;
}

static int
take_answer(pam_handle_t *pamh, struct known *known, enum client_status status)
{
	if (status == CLIENT_FACTOR)
		status = give_codes(pamh, &known->client);
	switch (status) {
	case CLIENT_OK:
		return client_member(&known->client, "token", known->token) ? PAM_SUCCESS :
			PAM_AUTHINFO_UNAVAIL;
	case CLIENT_CHANGE:
		/* The account phase says so; there is no session before it is done. */
		known->must_change = true;
		return PAM_SUCCESS;
	case CLIENT_DENIED:
		return PAM_AUTH_ERR;
	default:
		return unavailable(pamh);
	}
}

static int
sign_in(pam_handle_t *pamh, const char *user, const char *password, bool change,
	const char *socket)
{
	struct known *known = begin(pamh);
	int rc;

	if (known == NULL)
		return PAM_BUF_ERR;
	if (!client_open(&known->client, socket))
		return unavailable(pamh);
	client_begin(&known->client, "login");
	client_text(&known->client, "username", user);
	client_text(&known->client, "password", password);
	put_where(pamh, &known->client);
	if (change)
		client_flag(&known->client, "change");
	rc = take_answer(pamh, known, client_ask(&known->client));
	if (rc != PAM_SUCCESS)
		pam_set_data(pamh, DATA, NULL, NULL);
	return rc;
}

CALLED_BY_PAM int
pam_sm_authenticate(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	const char *user = NULL, *password = NULL;
	int rc;

	(void)flags;
	if ((rc = pam_get_user(pamh, &user, NULL)) != PAM_SUCCESS)
		return rc;
	if (user == NULL || user[0] == '\0')
		return PAM_USER_UNKNOWN;
	if ((rc = pam_get_authtok(pamh, PAM_AUTHTOK, &password, NULL)) != PAM_SUCCESS)
		return rc;
	if (password == NULL || password[0] == '\0')
		return PAM_AUTH_ERR;
	return sign_in(pamh, user, password, false, socket_of(argc, argv));
}

CALLED_BY_PAM int
pam_sm_setcred(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	(void)pamh;
	(void)flags;
	(void)argc;
	(void)argv;
	/* There are no credentials but the session's, which the session phase keeps. */
	return PAM_SUCCESS;
}

/* ---- the account ---- */

static int
account_of(pam_handle_t *pamh, struct client *client)
{
	switch (client_ask(client)) {
	case CLIENT_OK:
		return PAM_SUCCESS;
	case CLIENT_CHANGE:
		return PAM_NEW_AUTHTOK_REQD;
	case CLIENT_DENIED:
		return PAM_PERM_DENIED;
	default:
		return unavailable(pamh);
	}
}

CALLED_BY_PAM int
pam_sm_acct_mgmt(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	struct known *known = recall(pamh);
	const char *user = NULL;
	struct client client;
	int rc;

	(void)flags;
	if (known != NULL && known->must_change)
		return PAM_NEW_AUTHTOK_REQD;
	if ((rc = pam_get_user(pamh, &user, NULL)) != PAM_SUCCESS)
		return rc;
	if (!client_open(&client, socket_of(argc, argv)))
		return unavailable(pamh);
	/* The session that was just opened, or, signed in otherwise, the account. */
	if (known != NULL && known->token[0] != '\0') {
		client_begin(&client, "session_check");
		client_text(&client, "token", known->token);
	} else {
		client_begin(&client, "account");
		client_text(&client, "username", user);
	}
	rc = account_of(pamh, &client);
	client_close(&client);
	return rc;
}

/* ---- a new password ---- */

/* Until one is good enough, which the door judges, and says why it is not. */
static int
set_new(pam_handle_t *pamh, struct known *known)
{
	for (int i = 0; i < NEW_ONES; i++) {
		const char *password = NULL;
		char why[CLIENT_TEXT];
		enum client_status status;
		int rc;

		pam_set_item(pamh, PAM_AUTHTOK, NULL);
		if ((rc = pam_get_authtok(pamh, PAM_AUTHTOK, &password, NULL)) != PAM_SUCCESS)
			return rc;
		client_begin(&known->client, "change");
		client_text(&known->client, "password", password);
		status = client_ask(&known->client);
		if (status == CLIENT_OK) {
			known->must_change = false;
			return client_member(&known->client, "token", known->token) ? PAM_SUCCESS :
				PAM_AUTHTOK_ERR;
		}
		if (status != CLIENT_REJECTED)
			return PAM_AUTHTOK_ERR;
		if (client_member(&known->client, "message", why))
			pam_error(pamh, "%s", why);
	}
	return PAM_MAXTRIES;
}

CALLED_BY_PAM int
pam_sm_chauthtok(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	struct known *known = recall(pamh);
	const char *user = NULL, *password = NULL;
	int rc;

	if ((flags & PAM_PRELIM_CHECK) == 0) {
		if (known == NULL || !known->must_change)
			return PAM_AUTHTOK_RECOVERY_ERR;
		return set_new(pamh, known);
	}
	/* Proved a moment ago, in the auth phase. */
	if (known != NULL && known->must_change)
		return PAM_SUCCESS;
	if ((rc = pam_get_user(pamh, &user, NULL)) != PAM_SUCCESS ||
		(rc = pam_get_authtok(pamh, PAM_OLDAUTHTOK, &password, NULL)) != PAM_SUCCESS)
		return rc;
	if (password == NULL || password[0] == '\0')
		return PAM_AUTH_ERR;
	return sign_in(pamh, user, password, true, socket_of(argc, argv));
}

/* ---- the session ---- */

static int
tell_session(pam_handle_t *pamh, const char *op, const char *socket)
{
	struct known *known = recall(pamh);
	enum client_status status;
	struct client client;

	/* Nobody signed in by this module on this handle, so there is nothing to keep. */
	if (known == NULL || known->token[0] == '\0')
		return PAM_SESSION_ERR;
	if (!client_open(&client, socket))
		return PAM_SESSION_ERR;
	client_begin(&client, op);
	client_text(&client, "token", known->token);
	status = client_ask(&client);
	client_close(&client);
	return status == CLIENT_OK ? PAM_SUCCESS : PAM_SESSION_ERR;
}

CALLED_BY_PAM int
pam_sm_open_session(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	(void)flags;
	return tell_session(pamh, "session_touch", socket_of(argc, argv));
}

CALLED_BY_PAM int
pam_sm_close_session(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	(void)flags;
	return tell_session(pamh, "session_end", socket_of(argc, argv));
}
