/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signing in over the socket: each request is one step of the state machine of
 * domain/signin.h, with its hash computed in a thread.
 */
#include <stdlib.h>
#include <string.h>

#include "authd/capability.h"
#include "authd/ops.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/session_open.h"

#define TURN_EVERY 100                 /* ms between looks whether it is one's turn */
#define TURN_MOST (10 * DW_SECOND)     /* then the peer is told to come back */
#define PLACE_MOST 1024                /* bytes */
#define BEGUN_LASTS (120 * DW_SECOND)

static const char *
text_of(const char *text)
{
	return text != NULL ? text : "";
}

/* ---- the state machine in transactions ---- */

static enum dw_code
begin_tx(struct dw_work *w, void *arg, struct dw_error *err)
{
	struct dw_conn *conn = arg;

	return dw_signin_begin(w, dw_server_door(conn->server), &conn->signin->machine,
		conn->signin->name, err);
}

static enum dw_code
give_up_tx(struct dw_work *w, void *arg, struct dw_error *err)
{
	return dw_signin_give_up(w, &((struct dw_conn *)arg)->signin->machine, err);
}

static enum dw_code
finish_tx(struct dw_work *w, void *arg, struct dw_error *err)
{
	struct dw_conn *conn = arg;

	return dw_signin_finish(w, dw_server_door(conn->server), &conn->signin->machine, err);
}

static enum dw_code
factor_begin_tx(struct dw_work *w, void *arg, struct dw_error *err)
{
	struct dw_conn *conn = arg;

	return dw_signin_factor_begin(w, dw_server_door(conn->server), &conn->signin->machine,
		&conn->signin->typed, err);
}

static enum dw_code
factor_finish_tx(struct dw_work *w, void *arg, struct dw_error *err)
{
	struct dw_conn *conn = arg;

	return dw_signin_factor_finish(w, dw_server_door(conn->server), &conn->signin->machine,
		&conn->signin->typed, err);
}

static enum dw_code
change_tx(struct dw_work *w, void *arg, struct dw_error *err)
{
	struct dw_conn *conn = arg;

	return dw_signin_change(w, dw_server_door(conn->server), &conn->signin->machine,
		&conn->signin->hash, err);
}

/* ---- answers ---- */

static void
tell_in(struct dw_conn *conn)
{
	const struct dw_signin *machine = &conn->signin->machine;
	char session[DW_UUID_TEXT], user[DW_UUID_TEXT];

	dw_conn_answer(conn, "ok", json_pack("{s:s, s:s, s:s, s:s}", "username", machine->username,
		"user_id", dw_uuid_format(&machine->user, user), "session",
		dw_uuid_format(&machine->session, session), "token", machine->token.data));
}

void
dw_op_tell_step(struct dw_conn *conn)
{
	struct dw_conn_signin *s = conn->signin;

	conn->until = dw_now() + BEGUN_LASTS;
	dw_secret_clear(&s->typed);
	switch (s->machine.step) {
	case DW_STEP_IN:
		tell_in(conn);
		dw_secret_clear(&s->machine.token);
		s->fresh = true;
		return;
	case DW_STEP_FACTOR:
		dw_conn_answer(conn, "factor", NULL);
		return;
	case DW_STEP_CHANGE:
		dw_conn_answer(conn, "change", NULL);
		return;
	case DW_STEP_ENROL:
		dw_conn_answer(conn, "enrol", NULL);
		return;
	default:
		/* Why is in the log and in the diagnosis, and not for whoever knocks. */
		dw_conn_answer(conn, "denied", NULL);
		dw_conn_forget(conn);
	}
}

static void
give_way(struct dw_conn *conn)
{
	dw_conn_fail(conn, &(const struct dw_error){ .code = DW_BUSY });
	dw_conn_forget(conn);
}

/* A failure of ours: nobody gets in, and nothing of it is remembered. */
static void
fail(struct dw_conn *conn, const struct dw_error *err)
{
	dw_conn_fail(conn, err);
	dw_conn_forget(conn);
}

/* Runs a step in a transaction, and says where that leads. */
static void
step(struct dw_conn *conn,
	enum dw_code (*run)(struct dw_work *w, void *arg, struct dw_error *err))
{
	struct dw_error err = { 0 };

	if (dw_server_write(conn->server, run, conn, &err) != DW_OK)
		fail(conn, &err);
	else
		dw_op_tell_step(conn);
}

/* A job for a thread; the connection is kept until it is back. */
static void
work(struct dw_conn *conn, void (*run)(void *arg), void (*done)(void *arg))
{
	conn->working = dw_hasher_put(dw_server_hasher(conn->server), run, done, conn);
	if (!conn->working)
		give_way(conn);
}

/* Back from the thread; the peer may have gone, and then the attempt stays a failure. */
static bool
is_back(struct dw_conn *conn)
{
	conn->working = false;
	return !conn->gone;
}

/* ---- the first factor ---- */

static void
verify(void *arg)
{
	struct dw_conn *conn = arg;

	dw_signin_verify(dw_server_door(conn->server), &conn->signin->machine, &conn->signin->typed);
}

static void
verified(void *arg)
{
	if (is_back(arg))
		step(arg, finish_tx);
}

static void
begin(struct dw_conn *conn, int64_t now)
{
	struct dw_signin *machine = &conn->signin->machine;
	struct dw_error err = { 0 };

	/* Before the attempt is reserved: a full queue is no failure of theirs. */
	if (!dw_hasher_has_room(dw_server_hasher(conn->server))) {
		give_way(conn);
	} else if (dw_server_write(conn->server, begin_tx, conn, &err) != DW_OK) {
		fail(conn, &err);
	} else if (machine->step == DW_STEP_VERIFY) {
		work(conn, verify, verified);
	} else if (machine->step == DW_STEP_WAIT && now < conn->give_up_at) {
		conn->retry_at = now + TURN_EVERY;
	} else if (machine->step == DW_STEP_WAIT) {
		dw_server_write(conn->server, give_up_tx, conn, NULL);
		give_way(conn);
	} else {
		dw_op_tell_step(conn);
	}
}

void
dw_ops_try_again(struct dw_conn *conn, int64_t now)
{
	begin(conn, now);
}

static unsigned
abilities(const struct dw_conn *conn, const struct dw_wire_request *request)
{
	const char *can = text_of(dw_wire_text(request, "can"));
	unsigned bits = 0;

	if (strstr(can, "factor") != NULL)
		bits |= DW_CAN_FACTOR;
	if (strstr(can, "change") != NULL)
		bits |= DW_CAN_CHANGE;
	if (strstr(can, "enrol") != NULL && (conn->can & DW_CAP_SELF) != 0)
		bits |= DW_CAN_ENROL;
	return bits;
}

/* Of what is logged about where somebody knocks; whoever writes more is not understood. */
static bool
are_short(const struct dw_wire_request *request)
{
	static const char *const names[] = { "service", "address", "terminal", "user_agent" };

	for (size_t i = 0; i < DW_COUNT(names); i++)
		if (strlen(text_of(dw_wire_text(request, names[i]))) > PLACE_MOST)
			return false;
	return true;
}

static void
knock(struct dw_conn *conn, const struct dw_wire_request *request, const char *secret,
	enum dw_factor first)
{
	const char *name = dw_wire_text(request, "username");
	struct dw_conn_signin *s;
	struct dw_error err = { 0 };
	int64_t now = dw_now();

	dw_conn_forget(conn);
	s = conn->signin = dw_calloc(1, sizeof(*s));
	if (name == NULL || name[0] == '\0' || !dw_wire_secret(request, secret, &s->typed) ||
		s->typed.len > (size_t)dw_conf_int(dw_server_conf(conn->server), DW_CONF_PASSWORD_MAX)) {
		dw_fail_field(&err, DW_INVALID, name == NULL || name[0] == '\0' ? "username" : secret,
			_("A name and what goes with it are needed, of a length that can be."));
		fail(conn, &err);
		return;
	}
	s->machine.can = abilities(conn, request);
	/* A code that leads to no new password would be used up for nothing. */
	if (!are_short(request) || (first == DW_FACTOR_RESET_CODE && (s->machine.can & DW_CAN_CHANGE) == 0)) {
		dw_fail_field(&err, DW_INVALID, are_short(request) ? "can" : "service",
			are_short(request) ? _("A code is only redeemed by who can ask for a new password.") :
			_("A service, an address, a terminal or a user agent has at most 1024 bytes."));
		fail(conn, &err);
		return;
	}
	s->name = dw_strdup(name);
	s->service = dw_strdup(text_of(dw_wire_text(request, "service")));
	s->address = dw_strdup(text_of(dw_wire_text(request, "address")));
	s->terminal = dw_strdup(text_of(dw_wire_text(request, "terminal")));
	s->agent = dw_strdup(text_of(dw_wire_text(request, "user_agent")));
	s->machine.knock = (struct dw_knock){ s->service, s->address, s->terminal, s->agent };
	s->machine.first = first;
	s->machine.wants_change = dw_wire_flag(request, "change");
	conn->give_up_at = now + TURN_MOST;
	begin(conn, now);
}

void
dw_op_login(struct dw_conn *conn, const struct dw_wire_request *request)
{
	knock(conn, request, "password", DW_FACTOR_PASSWORD);
}

void
dw_op_redeem(struct dw_conn *conn, const struct dw_wire_request *request)
{
	knock(conn, request, "code", DW_FACTOR_RESET_CODE);
}

/* ---- what follows ---- */

/* Is the sign-in where this request belongs, and is the secret there? Else it is answered. */
static bool
is_at(struct dw_conn *conn, const struct dw_wire_request *request, enum dw_signin_step where,
	const char *secret)
{
	struct dw_error err = { 0 };

	if (conn->signin == NULL || conn->signin->machine.step != where)
		dw_fail(&err, DW_STATE, _("That was not asked for."));
	else if (!dw_wire_secret(request, secret, &conn->signin->typed))
		dw_fail_field(&err, DW_INVALID, secret, _("\"%s\" is missing or too long."), secret);
	else
		return true;
	dw_conn_fail(conn, &err);
	return false;
}

static void
verify_factor(void *arg)
{
	struct dw_conn *conn = arg;

	dw_signin_factor_verify(&conn->signin->machine, &conn->signin->typed);
}

static void
factor_verified(void *arg)
{
	if (is_back(arg))
		step(arg, factor_finish_tx);
}

void
dw_op_factor(struct dw_conn *conn, const struct dw_wire_request *request)
{
	struct dw_error err = { 0 };

	if (!is_at(conn, request, DW_STEP_FACTOR, "code"))
		return;
	if (!dw_hasher_has_room(dw_server_hasher(conn->server))) {
		dw_conn_fail(conn, &(const struct dw_error){ .code = DW_BUSY });
		return;
	}
	if (dw_server_write(conn->server, factor_begin_tx, conn, &err) != DW_OK)
		fail(conn, &err);
	else if (conn->signin->machine.step != DW_STEP_FACTOR_VERIFY)
		dw_op_tell_step(conn);
	else if (conn->signin->machine.is_backup)
		work(conn, verify_factor, factor_verified);
	else
		step(conn, factor_finish_tx);
}

static void
hash_new(void *arg)
{
	struct dw_conn *conn = arg;
	const struct dw_door *door = dw_server_door(conn->server);

	conn->signin->failed = dw_password_hash_now(door->conf, door->demo, door->keyring,
		&conn->signin->typed, &conn->signin->hash, NULL);
}

static void
new_hashed(void *arg)
{
	struct dw_conn *conn = arg;

	if (!is_back(conn))
		return;
	if (conn->signin->failed != DW_OK)
		fail(conn, &(const struct dw_error){ .code = conn->signin->failed });
	else
		step(conn, change_tx);
}

/* Is it good enough? The reason is told, and another can be given. */
static enum dw_code
judge_new(struct dw_work *w, void *arg, struct dw_error *err)
{
	struct dw_conn *conn = arg;
	DW_AUTO(dw_user) user = { 0 };
	enum dw_code rc;
	bool mfa;

	if ((rc = dw_user_by_id(w->db, conn->signin->machine.user_id, &user, err)) != DW_OK ||
		(rc = dw_password_has_mfa(w->db, &user, w->now, &mfa, err)) != DW_OK)
		return rc;
	return dw_password_judge(w->conf, &user, mfa, &conn->signin->typed, err);
}

void
dw_op_change(struct dw_conn *conn, const struct dw_wire_request *request)
{
	struct dw_error err = { 0 };
	enum dw_code rc;

	if (!is_at(conn, request, DW_STEP_CHANGE, "password"))
		return;
	rc = dw_server_read(conn->server, judge_new, conn, &err);
	if (rc == DW_INVALID)
		dw_conn_answer(conn, "rejected", json_pack("{s:s}", "message", err.message));
	else if (rc != DW_OK)
		fail(conn, &err);
	else
		work(conn, hash_new, new_hashed);
}
