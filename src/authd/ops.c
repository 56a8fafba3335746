/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of operations, and the short ones. Signing in is in ops_signin.c, what people do
 * for themselves in ops_self.c.
 */
#include <string.h>

#include "authd/capability.h"
#include "authd/ops.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/session_open.h"
#include "domain/standing.h"

/* ---- sessions ---- */

struct session_job {
	struct dw_secret token;
	struct dw_live_session live;
	bool touch;
};

static void
session_job_clear(struct session_job *job)
{
	dw_secret_clear(&job->token);
	dw_live_session_clear(&job->live);
}

static enum dw_code
check(struct dw_work *w, void *arg, struct dw_error *err)
{
	struct session_job *job = arg;

	return dw_session_check(w, &job->token, job->touch, &job->live, err);
}

static enum dw_code
end(struct dw_work *w, void *arg, struct dw_error *err)
{
	return dw_session_close(w, &((struct session_job *)arg)->token, err);
}

static bool
read_token(struct dw_conn *conn, const struct dw_wire_request *request, struct session_job *job)
{
	struct dw_error err = { 0 };

	if (dw_wire_secret(request, "token", &job->token))
		return true;
	dw_fail_field(&err, DW_INVALID, "token", _("\"token\" is missing."));
	dw_conn_fail(conn, &err);
	return false;
}

static void
look_at_session(struct dw_conn *conn, const struct dw_wire_request *request, bool touch)
{
	struct session_job job __attribute__((cleanup(session_job_clear))) = { .touch = touch };
	struct dw_error err = { 0 };
	char session[DW_UUID_TEXT], user[DW_UUID_TEXT], until[DW_TIME_TEXT];
	enum dw_code rc;

	if (!read_token(conn, request, &job))
		return;
	rc = touch ? dw_server_write(conn->server, check, &job, &err) :
		dw_server_read(conn->server, check, &job, &err);
	if (rc == DW_NOT_FOUND)
		dw_conn_answer(conn, "denied", NULL);
	else if (rc != DW_OK)
		dw_conn_fail(conn, &err);
	else
		dw_conn_answer(conn, "ok", json_pack("{s:s, s:s, s:s, s:s}", "session",
			dw_uuid_format(&job.live.id, session), "user_id",
			dw_uuid_format(&job.live.user, user), "username", job.live.username, "expires",
			dw_time_rfc3339(job.live.expires_at, until)));
}

static void
op_session_check(struct dw_conn *conn, const struct dw_wire_request *request)
{
	look_at_session(conn, request, false);
}

static void
op_session_touch(struct dw_conn *conn, const struct dw_wire_request *request)
{
	look_at_session(conn, request, true);
}

static void
op_session_end(struct dw_conn *conn, const struct dw_wire_request *request)
{
	struct session_job job __attribute__((cleanup(session_job_clear))) = { 0 };
	struct dw_error err = { 0 };

	if (!read_token(conn, request, &job))
		return;
	if (dw_server_write(conn->server, end, &job, &err) != DW_OK)
		dw_conn_fail(conn, &err);
	else
		dw_conn_answer(conn, "ok", NULL);
}

/* ---- accounts ---- */

struct account_job {
	const char *name;
	bool stops, change;
};

static enum dw_code
look_at_account(struct dw_work *w, void *arg, struct dw_error *err)
{
	struct account_job *job = arg;
	DW_AUTO(dw_user) user = { 0 };
	struct dw_standing standing;
	struct dw_finding finding;
	enum dw_code rc = dw_user_find_named(w->db, job->name, &user, err);

	job->stops = true;
	if (rc == DW_NOT_FOUND)
		return DW_OK;
	if (rc != DW_OK || (rc = dw_standing_load(w->db, w->conf, &user, w->now, &standing, err)) != DW_OK)
		return rc;
	job->stops = dw_standing_stop(&standing, &finding) != DW_CHECKS;
	job->change = standing.password.must_change;
	return DW_OK;
}

/* Is the account good now? For services that prove people otherwise (keys, for instance). */
static void
op_account(struct dw_conn *conn, const struct dw_wire_request *request)
{
	struct account_job job = { .name = dw_wire_text(request, "username") };
	struct dw_error err = { 0 };

	if (job.name == NULL)
		dw_fail_field(&err, DW_INVALID, "username", _("\"username\" is missing."));
	if (job.name == NULL || dw_server_read(conn->server, look_at_account, &job, &err) != DW_OK)
		dw_conn_fail(conn, &err);
	else
		dw_conn_answer(conn, job.stops ? "denied" : job.change ? "change" : "ok", NULL);
}

static void
op_hello(struct dw_conn *conn, const struct dw_wire_request *request)
{
	(void)request;
	dw_conn_answer(conn, "ok", json_pack("{s:s, s:b, s:b, s:b}", "server", PACKAGE_STRING, "login",
		(conn->can & DW_CAP_LOGIN) != 0, "session", (conn->can & DW_CAP_SESSION) != 0, "self",
		(conn->can & DW_CAP_SELF) != 0));
}

/* ---- the table ---- */

static const struct op {
	const char *name;
	unsigned needs;  /* DW_CAP_ bit; 0 = anybody who can connect */
	void (*serve)(struct dw_conn *conn, const struct dw_wire_request *request);
} ops[] = {
	{ "hello", 0, op_hello },
	{ "login", DW_CAP_LOGIN, dw_op_login },
	{ "redeem", DW_CAP_LOGIN, dw_op_redeem },
	{ "factor", DW_CAP_LOGIN, dw_op_factor },
	{ "change", DW_CAP_LOGIN, dw_op_change },
	{ "enrol", DW_CAP_SELF, dw_op_enrol },
	{ "confirm", DW_CAP_SELF, dw_op_confirm },
	{ "backup_codes", DW_CAP_SELF, dw_op_backup_codes },
	{ "account", DW_CAP_LOGIN, op_account },
	{ "session_check", DW_CAP_SESSION, op_session_check },
	{ "session_touch", DW_CAP_SESSION, op_session_touch },
	{ "session_end", DW_CAP_SESSION, op_session_end },
};

void
dw_ops_serve(struct dw_conn *conn, const struct dw_wire_request *request)
{
	for (size_t i = 0; i < DW_COUNT(ops); i++) {
		if (strcmp(ops[i].name, request->op) != 0)
			continue;
		if ((ops[i].needs & ~conn->can) == 0)
			ops[i].serve(conn, request);
		else
			dw_conn_fail(conn, &(const struct dw_error){ .code = DW_NOT_PERMITTED });
		return;
	}
	dw_conn_answer(conn, "unsupported", NULL);
}
