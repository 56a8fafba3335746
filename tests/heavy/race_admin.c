/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two admins take each other's rights away at the same moment, in two processes, by
 * every pair of ways there is, thousands of times. One of them wins each time, the other
 * is refused, and there is never no admin.
 *
 * Both wait at a barrier, so that each has looked before either has written; a referee,
 * in a third process, counts the admins after each round and puts both back.
 */
#include "tests/support/test.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "action/invoke.h"
#include "base/clock.h"
#include "base/mem.h"
#include "domain/audit.h"
#include "store/query.h"
#include "tests/support/household.h"

#define TRIALS_CI 2000
#define TRIALS_SOAK 20000
#define TOO_LONG 600 /* seconds; somebody has died and the others wait for ever */

/* ---- the ways ---- */

/* By an action with its arguments, or, for what is not an action yet, by the change itself. */
static const struct way {
	const char *action;
	const char *argument, *value;
	const char *sql; /* ?1: the victim's row */
} ways[] = {
	{ .action = "group.remove", .argument = "group", .value = "Admin" },
	{ .action = "user.deactivate" },
	{ .action = "user.edit", .argument = "active", .value = "no" },
	{ .action = "user.edit", .argument = "group", .value = "Viewer" },
	{ .action = "user.edit", .argument = "valid-until", .value = "+300000d" },
	{ .sql = "UPDATE user SET lifecycle = 1 WHERE id = ?1" },
	{ .sql = "UPDATE user SET lifecycle = 3 WHERE id = ?1" },
	{ .sql = "DELETE FROM membership WHERE user_id = ?1" },
};
#define WAYS DW_COUNT(ways)

/* ---- what the processes share ---- */

enum { ALBA, ODO, PLAYERS };

static const char *const names[PLAYERS] = { "alba", "odo" };

struct shared {
	pthread_barrier_t start, done, reset;
	int trials;
	int trial;
	enum dw_code codes[PLAYERS];
	char message[PLAYERS][768];
	char fault[1024];        /* what went wrong; "" = nothing */
	int64_t refusals;        /* that have to be in the audit */
};

static struct shared *shared;

static void
meet(pthread_barrier_t *barrier)
{
	pthread_barrier_wait(barrier);
}

/* Each round is a minute later, so that nobody is throttled. */
static int64_t
round_clock(void)
{
	return HOUSEHOLD_NOW + (int64_t)shared->trial * 2 * DW_MINUTE;
}

/* Keeps the first thing that went wrong. */
static void __attribute__((format(printf, 1, 2)))
fault(const char *fmt, ...)
{
	va_list ap;

	if (shared->fault[0] != '\0')
		return;
	va_start(ap, fmt);
	vsnprintf(shared->fault, sizeof(shared->fault), fmt, ap);
	va_end(ap);
}

/* ---- players ---- */

static enum dw_code
play_action(struct dw_app *app, const struct way *way, const char *victim, struct dw_error *err)
{
	DW_AUTO(dw_args) args = { 0 };
	DW_AUTO(dw_call) call = { .action = dw_action_find(way->action), .app = app, .args = &args };
	enum dw_code rc;

	dw_args_init(&args, call.action);
	if ((rc = dw_args_put(&args, dw_param_target(call.action), victim, dw_now(), err)) != DW_OK ||
		(way->argument != NULL && (rc = dw_args_put(&args,
			dw_param_find(call.action, way->argument), way->value, dw_now(), err)) != DW_OK))
		return rc;
	return dw_invoke(&call, err);
}

static enum dw_code
play_sql(struct dw_db *db, const struct way *way, int64_t victim, struct dw_error *err)
{
	DW_AUTO(dw_txn) txn = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	if ((rc = dw_txn_begin(db, &txn, err)) != DW_OK)
		return rc;
	dw_query_open(db, &q, way->sql);
	dw_bind_int(&q, 1, victim);
	if ((rc = dw_query_run(&q, err)) != DW_OK)
		return rc;
	return dw_txn_commit(&txn, err);
}

static void
player(const struct household *h, int me)
{
	struct dw_app app = { .conf = h->conf, .db = place_open(h->place, DW_DB_WRITE) };
	DW_AUTO(dw_user) self = { 0 };
	DW_AUTO(dw_user) other = { 0 };

	if (dw_user_find(app.db, names[me], &self, NULL) != DW_OK ||
		dw_user_find(app.db, names[1 - me], &other, NULL) != DW_OK)
		fault("%s is not there", names[me]);
	app.caller.origin = (struct dw_origin){ .kind = "script", .uid = -1 };
	app.operator = (struct dw_operator){ .id = self.id, .uuid = self.uuid };
	snprintf(app.operator.username, sizeof(app.operator.username), "%s", names[me]);
	dw_clock = round_clock;
	for (int i = 0; i < shared->trials; i++) {
		size_t pair = (size_t)i % (WAYS * WAYS);
		const struct way *way = &ways[me == ALBA ? pair / WAYS : pair % WAYS];
		struct dw_error err = { 0 };

		/* As a console that is open: what one may do was read before. */
		dw_rights_load(app.db, self.id, dw_now(), &app.operator.rights, NULL);
		meet(&shared->start);
		shared->codes[me] = way->action != NULL ? play_action(&app, way, names[1 - me], &err) :
			play_sql(app.db, way, other.id, &err);
		snprintf(shared->message[me], sizeof(shared->message[me]), "%s: %s: %s", names[me],
			way->action != NULL ? way->action : way->sql,
			shared->codes[me] != DW_OK ? err.message : "done");
		if (shared->codes[me] != DW_OK && way->action != NULL)
			__atomic_add_fetch(&shared->refusals, 1, __ATOMIC_SEQ_CST);
		meet(&shared->done);
		meet(&shared->reset);
	}
	dw_app_clear(&app);
}

/* ---- the referee ---- */

static bool
is_refused(enum dw_code code)
{
	return code == DW_LAST_ADMIN || code == DW_NOT_PERMITTED;
}

static void
judge(struct dw_db *db)
{
	DW_AUTO(dw_query) q = { 0 };
	int64_t admins = 0;

	dw_query_open(db, &q, "SELECT COUNT(*) FROM effective_admin");
	if (dw_query_int(&q, 0, &admins, NULL) != DW_OK || admins == 0)
		fault("no admin is left after %s / %s", shared->message[ALBA], shared->message[ODO]);
	if ((shared->codes[ALBA] == DW_OK) == (shared->codes[ODO] == DW_OK))
		fault("not one winner: %s / %s", shared->message[ALBA], shared->message[ODO]);
	for (int i = 0; i < PLAYERS; i++)
		if (shared->codes[i] != DW_OK && !is_refused(shared->codes[i]))
			fault("refused for a reason that is none: %s", shared->message[i]);
}

/* What other parts of Doorward take a while for. The other admin first, or nobody may. */
static void
put_back(struct dw_db *db)
{
	struct dw_error err = { 0 };

	if (dw_exec(db, "BEGIN IMMEDIATE;"
			"INSERT OR IGNORE INTO membership (user_id, group_id, added_at)"
			" SELECT u.id, g.id, 1 FROM user AS u, user_group AS g"
			" WHERE u.username IN ('alba', 'odo') AND g.is_admin = 1;"
			"UPDATE user SET active = 1, inactive_reason = 0, lifecycle = 0, valid_from = 0,"
			" valid_until = 0 WHERE username IN ('alba', 'odo');"
			"COMMIT", &err) != DW_OK)
		fault("cannot put them back: %s", err.message);
}

static void
referee(const struct household *h)
{
	struct dw_db *db = place_open(h->place, DW_DB_WRITE);

	for (int i = 0; i < shared->trials; i++) {
		meet(&shared->start);
		meet(&shared->done);
		judge(db);
		put_back(db);
		shared->trial = i + 1;
		meet(&shared->reset);
	}
	dw_db_close(db);
}

/* ---- the whole ---- */

static pid_t
start(const struct household *h, int who)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid > 0)
		return pid;
	alarm(TOO_LONG);
	if (who == PLAYERS)
		referee(h);
	else
		player(h, who);
	_exit(0);
}

static void
share(void)
{
	const char *level = getenv("DW_TEST_LEVEL");
	pthread_barrierattr_t attributes;

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(shared, MAP_FAILED);
	memset(shared, 0, sizeof(*shared));
	shared->trials = level != NULL && strcmp(level, "soak") == 0 ? TRIALS_SOAK : TRIALS_CI;
	pthread_barrierattr_init(&attributes);
	pthread_barrierattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(&shared->start, &attributes, PLAYERS + 1);
	pthread_barrier_init(&shared->done, &attributes, PLAYERS + 1);
	pthread_barrier_init(&shared->reset, &attributes, PLAYERS + 1);
	pthread_barrierattr_destroy(&attributes);
}

static void
two_admins_who_remove_each_other_leave_one(void **state)
{
	struct household *h = *state;
	pid_t pids[PLAYERS + 1];
	int64_t checked = 0, before;

	household_person(h, "odo", "Admin", NULL);
	before = household_int(h, "SELECT COUNT(*) FROM audit WHERE action_code = 'action_refused'");
	/* No connection may live through a fork. */
	household_again(h);
	dw_txn_clear(&h->txn);
	dw_db_close(h->db);
	share();
	for (int i = 0; i <= PLAYERS; i++)
		pids[i] = start(h, i);
	for (int i = 0; i <= PLAYERS; i++) {
		int status = 0;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	h->db = place_open(h->place, DW_DB_WRITE);
	if (shared->fault[0] != '\0')
		fail_msg("%s", shared->fault);
	assert_int_equal(shared->trial, shared->trials);
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM audit WHERE action_code ="
		" 'action_refused' AND reason_code IN ('last_admin', 'not_permitted')") - before,
		shared->refusals);
	assert_code(dw_audit_verify(h->db, &checked, err), DW_OK);
	assert_true(checked > shared->trials);
	print_message("# %d rounds, %lld refusals, %lld audit entries\n", shared->trials,
		(long long)shared->refusals, (long long)checked);
	munmap(shared, sizeof(*shared));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(two_admins_who_remove_each_other_leave_one,
			household_setup, household_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
