/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What holds for every list of groups, permissions and sessions: it stops when its sink
 * does, wherever that is, and a page costs a page, however long the list is.
 */
#include "tests/support/test.h"

#include "base/mem.h"
#include "domain/permission.h"
#include "domain/session.h"
#include "tests/support/household.h"

/* ---- the lists ---- */

static enum dw_code
groups(struct household *h, const char *after, int limit, struct dw_sink *sink)
{
	return dw_group_list(h->db,
		&(const struct dw_group_query){ .after = after, .limit = limit },
		sink, NULL);
}

static enum dw_code
groups_of_user(struct household *h, const char *after, int limit, struct dw_sink *sink)
{
	DW_AUTO(dw_user) user = household_user(h, "cleo");

	return dw_group_list(h->db,
		&(const struct dw_group_query){ .user_id = user.id, .after = after, .limit = limit },
		sink, NULL);
}

static enum dw_code
permissions(struct household *h, const char *after, int limit, struct dw_sink *sink)
{
	return dw_permission_list(h->db,
		&(const struct dw_permission_query){ .privileged = -1, .after = after, .limit = limit },
		sink, NULL);
}

static enum dw_code
permissions_of_user(struct household *h, const char *after DW_UNUSED, int limit DW_UNUSED,
	struct dw_sink *sink)
{
	DW_AUTO(dw_user) user = household_user(h, "alba");

	return dw_permission_of_user(h->db, user.id, false, sink, NULL);
}

static enum dw_code
permissions_of_group(struct household *h, const char *after DW_UNUSED, int limit DW_UNUSED,
	struct dw_sink *sink)
{
	DW_AUTO(dw_group) group = household_group(h, "Viewer");

	return dw_permission_of_group(h->db, group.id, sink, NULL);
}

static enum dw_code
sessions(struct household *h, const char *after, int limit, struct dw_sink *sink)
{
	return dw_session_list(h->db,
		&(const struct dw_session_filter){ .after = after, .limit = limit }, HOUSEHOLD_NOW, sink,
		NULL);
}

static enum dw_code
sessions_of_user(struct household *h, const char *after, int limit, struct dw_sink *sink)
{
	DW_AUTO(dw_user) user = household_user(h, "cleo");

	return dw_session_list(h->db,
		&(const struct dw_session_filter){ .user_id = user.id, .after = after, .limit = limit },
		HOUSEHOLD_NOW, sink, NULL);
}

static const struct list {
	const char *name;
	enum dw_code (*read)(struct household *h, const char *after, int limit,
		struct dw_sink *sink);
	bool pages;
} lists[] = {
	{ "groups", groups, true },
	{ "groups of a user", groups_of_user, true },
	{ "permissions", permissions, true },
	{ "permissions of a user", permissions_of_user, false },
	{ "permissions of a group", permissions_of_group, false },
	{ "sessions", sessions, true },
	{ "sessions of a user", sessions_of_user, true },
};

/* ---- stopping ---- */

enum stop { AT_BEGIN, AT_FIRST_ROW, AT_SECOND_ROW, AT_END, PLACES };

struct stopping {
	struct dw_sink sink;
	enum stop place;
	int rows, ends;
};

static enum dw_code
stopping_begin(struct dw_sink *sink, const struct dw_column *columns DW_UNUSED, size_t n DW_UNUSED,
	struct dw_error *err DW_UNUSED)
{
	return ((struct stopping *)sink)->place == AT_BEGIN ? DW_CANCELLED : DW_OK;
}

static enum dw_code
stopping_row(struct dw_sink *sink, const struct dw_value *values DW_UNUSED,
	struct dw_error *err DW_UNUSED)
{
	struct stopping *s = (struct stopping *)sink;

	s->rows++;
	return (s->place == AT_FIRST_ROW && s->rows == 1) ||
		(s->place == AT_SECOND_ROW && s->rows == 2) ? DW_CANCELLED : DW_OK;
}

static enum dw_code
stopping_end(struct dw_sink *sink, const struct dw_list_info *info DW_UNUSED,
	struct dw_error *err DW_UNUSED)
{
	struct stopping *s = (struct stopping *)sink;

	s->ends++;
	return s->place == AT_END ? DW_CANCELLED : DW_OK;
}

static void
a_list_stops_where_its_sink_does(void **state)
{
	struct household *h = *state;

	for (int i = 0; i < 3; i++)
		household_session(h, "cleo", HOUSEHOLD_NOW);
	household_sql(h, "INSERT OR IGNORE INTO membership (user_id, group_id, added_at)"
		" SELECT u.id, g.id, 1 FROM user AS u, user_group AS g WHERE u.username = 'cleo'");
	for (size_t i = 0; i < DW_COUNT(lists); i++)
		for (enum stop place = AT_BEGIN; place < PLACES; place++) {
			struct stopping s = {
				.sink = { stopping_begin, stopping_row, stopping_end }, .place = place };

			if (lists[i].read(h, NULL, 0, &s.sink) != DW_CANCELLED)
				fail_msg("%s went on", lists[i].name);
			if (place == AT_END)
				assert_true(s.rows >= 2);
			else
				assert_int_equal(s.rows, place);
			assert_int_equal(s.ends, place == AT_END);
		}
}

/* ---- cost ---- */

static bool
count_work(void *arg)
{
	++*(int *)arg;
	return false;
}

/* SQLite calls now and then; a walk over all of these rows would be many times that. */
static void
a_page_costs_a_page_at_the_start_and_in_the_middle(void **state)
{
	struct household *h = *state;
	int work = 0;

	household_sql(h, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)"
		" INSERT INTO session (uuid, user_id, token_hash, started_at, last_active_at, expires_at)"
		" SELECT randomblob(16), (SELECT id FROM user WHERE username = 'cleo'), randomblob(32), i,"
		" %lld - i, 9000000000000000 FROM n", (long long)HOUSEHOLD_NOW);
	household_sql(h, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
		" INSERT INTO user_group (uuid, name, name_key, created_at)"
		" SELECT randomblob(16), 'group ' || i, 'group ' || i, 1 FROM n");
	household_sql(h, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
		" INSERT INTO permission (name, app_label) SELECT 'app.p' || i, 'app' FROM n");
	household_again(h);
	dw_db_on_progress(h->db, count_work, &work);
	for (size_t i = 0; i < DW_COUNT(lists); i++) {
		DW_AUTO_FREE char *after = NULL;

		for (int page = 0; lists[i].pages && page < 20; page++) {
			DW_AUTO(dw_rows) rows = { 0 };

			dw_rows_init(&rows);
			work = 0;
			assert_int_equal(lists[i].read(h, after, 10, &rows.sink), DW_OK);
			if (work > 2)
				fail_msg("page %d of %s costs %d times 4,000 steps", page, lists[i].name, work);
			if (!rows.more)
				break;
			dw_replace(&after, dw_steal(&rows.next));
		}
	}
	dw_db_on_progress(h->db, NULL, NULL);
}

#define fact(name) cmocka_unit_test_setup_teardown(name, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fact(a_list_stops_where_its_sink_does),
		fact(a_page_costs_a_page_at_the_start_and_in_the_middle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
