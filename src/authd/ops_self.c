/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What people do for themselves, having just proved all their factors on this connection (or
 * being asked for it by the sign-in): an authenticator app, and backup codes.
 */
#include <stdio.h>
#include <string.h>

#include "authd/ops.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/mfa.h"
#include "domain/totp.h"

static bool
may(const struct dw_conn *conn)
{
	return conn->signin != NULL &&
		(conn->signin->fresh || conn->signin->machine.step == DW_STEP_ENROL);
}

static void
not_now(struct dw_conn *conn)
{
	struct dw_error err = { 0 };

	dw_fail(&err, DW_STATE, _("Sign in on this connection first; it lasts for two minutes."));
	dw_conn_fail(conn, &err);
}

void
dw_op_enrol(struct dw_conn *conn, const struct dw_wire_request *request)
{
	struct dw_conn_signin *s = conn->signin;
	DW_AUTO(dw_secret) digits = { 0 };
	DW_AUTO(dw_secret) uri = { 0 };

	(void)request;
	if (!may(conn)) {
		not_now(conn);
		return;
	}
	dw_totp_new(&s->app);
	dw_totp_base32(&s->app, true, &digits);
	dw_totp_uri(&s->app, dw_server_realm(conn->server), s->machine.username, &uri);
	dw_conn_answer(conn, "enrol", json_pack("{s:s, s:s}", "secret", digits.data, "uri", uri.data));
}

/* ---- codes, made in a thread ---- */

static void
make_codes(void *arg)
{
	struct dw_conn *conn = arg;
	const struct dw_door *door = dw_server_door(conn->server);

	conn->signin->failed = dw_backup_codes_make(door->conf, door->demo, conn->signin->codes,
		&conn->signin->set, NULL);
}

static enum dw_code
enrol_tx(struct dw_work *w, void *arg, struct dw_error *err)
{
	struct dw_conn *conn = arg;
	struct dw_conn_signin *s = conn->signin;
	const struct dw_door *door = dw_server_door(conn->server);
	DW_AUTO(dw_user) user = { 0 };
	enum dw_code rc;

	if ((rc = dw_user_by_id(w->db, s->machine.user_id, &user, err)) != DW_OK)
		return rc;
	if (s->app.len == 0)
		return dw_mfa_renew_codes(w, &user, &s->set, err);
	if ((rc = dw_mfa_enrol(w, door->keyring, &user, &s->app, s->step, &s->set, err)) != DW_OK ||
		s->machine.step != DW_STEP_ENROL)
		return rc;
	return dw_signin_enrolled(w, door, &s->machine, err);
}

static json_t *
codes_of(struct dw_conn *conn)
{
	json_t *more = json_object();
	char text[DW_BACKUP_CODES * (DW_BACKUP_LENGTH + 4) + 1] = "";
	size_t len = 0;

	for (int i = 0; i < DW_BACKUP_CODES; i++) {
		DW_AUTO(dw_secret) grouped = { 0 };

		dw_code_grouped(&conn->signin->codes[i], 4, &grouped);
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s", i > 0 ? " " : "",
			grouped.data);
		dw_secret_clear(&conn->signin->codes[i]);
	}
	json_object_set_new(more, "backup_codes", json_string(text));
	explicit_bzero(text, sizeof(text));
	return more;
}

static void
codes_made(void *arg)
{
	struct dw_conn *conn = arg;
	struct dw_error err = { 0 };

	conn->working = false;
	if (conn->gone)
		return;
	err.code = conn->signin->failed;
	if (err.code != DW_OK || dw_server_write(conn->server, enrol_tx, conn, &err) != DW_OK) {
		dw_conn_fail(conn, &err);
		dw_conn_forget(conn);
		return;
	}
	dw_secret_clear(&conn->signin->app);
	/* With the codes it is told where the sign-in stands now. */
	if (conn->signin->fresh) {
		dw_conn_answer(conn, "ok", codes_of(conn));
	} else {
		conn->more = codes_of(conn);
		dw_op_tell_step(conn);
	}
}

static void
put_job(struct dw_conn *conn)
{
	conn->working = dw_hasher_put(dw_server_hasher(conn->server), make_codes, codes_made, conn);
	if (!conn->working)
		dw_conn_fail(conn, &(const struct dw_error){ .code = DW_BUSY });
}

void
dw_op_confirm(struct dw_conn *conn, const struct dw_wire_request *request)
{
	DW_AUTO(dw_secret) code = { 0 };

	if (!may(conn) || conn->signin->app.len == 0)
		not_now(conn);
	else if (!dw_wire_secret(request, "code", &code) ||
		!dw_totp_matches(&conn->signin->app, &code, dw_now(), 0, &conn->signin->step))
		dw_conn_answer(conn, "wrong", NULL);
	else
		put_job(conn);
}

void
dw_op_backup_codes(struct dw_conn *conn, const struct dw_wire_request *request)
{
	(void)request;
	if (conn->signin == NULL || !conn->signin->fresh) {
		not_now(conn);
		return;
	}
	dw_secret_clear(&conn->signin->app);
	put_job(conn);
}
