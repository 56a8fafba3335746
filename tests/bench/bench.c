/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long the store's own work takes, in one process on a store of any size, and how
 * often a bare commit would fit into it. Medians over warm pages; prints one line a
 * measurement: name, value, unit, goal ("-" = none), verdict.
 *
 *	bench STORE [UID]
 *
 * The store is a demo store with generated people; it is changed (one user is edited).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "action/invoke.h"
#include "base/clock.h"
#include "domain/user_view.h"
#include "store/query.h"

#define TIMES 21
#define EDITS 501

static int missed;

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void
die(const char *what, const struct dw_error *err)
{
	fprintf(stderr, "bench: %s: %s [%s]\n", what, err->message, err->detail);
	exit(70);
}

static void
report(const char *name, double value, const char *unit, double goal)
{
	if (goal <= 0) {
		printf("%-34s %10.2f %-6s %8s\n", name, value, unit, "-");
		return;
	}
	printf("%-34s %10.2f %-6s %8.1f %s\n", name, value, unit, goal,
		value <= goal ? "met" : "MISSED");
	missed += value > goal;
}

/* ---- lists ---------------------------------------------------------------------------- */

static char *
page(struct dw_db *db, const struct dw_user_query *query, size_t *n)
{
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };

	dw_rows_init(&rows);
	if (dw_user_list(db, query, dw_now(), &rows.sink, &err) != DW_OK)
		die("list", &err);
	*n = rows.n_rows;
	return dw_steal(&rows.next);
}

static double
time_page(struct dw_db *db, const struct dw_user_query *query, size_t *n)
{
	double took[TIMES];

	for (int i = -1; i < TIMES; i++) {
		double began = now_ms();

		free(page(db, query, n));
		if (i >= 0)
			took[i] = now_ms() - began;
	}
	qsort(took, TIMES, sizeof(took[0]), ascending);
	return took[TIMES / 2];
}

static void
list(struct dw_db *db, const char *name, const char *filter_text, const char *search,
	const char *sort, bool descending, double goal)
{
	DW_AUTO(dw_filter) filter = { 0 };
	struct dw_error err = { 0 };
	struct dw_user_query query = { .filter = &filter, .search = search, .sort = sort,
		.descending = descending, .limit = 100 };
	char label[128];
	size_t n = 0;
	double ms;

	if (filter_text != NULL && dw_filter_read(filter_text, dw_now(), &filter, &err) != DW_OK)
		die(filter_text, &err);
	ms = time_page(db, &query, &n);
	snprintf(label, sizeof(label), "%s (%zu)", name, n);
	report(label, ms, "ms", goal);
}

static void
next_pages(struct dw_db *db)
{
	struct dw_user_query query = { .sort = "last_login", .descending = true, .limit = 100 };
	DW_AUTO_FREE char *cursor = NULL;
	double took[TIMES];
	size_t n;

	cursor = page(db, &query, &n);
	for (int i = 0; i < TIMES; i++) {
		double began = now_ms();

		query.after = cursor;
		dw_replace(&cursor, page(db, &query, &n));
		took[i] = now_ms() - began;
	}
	qsort(took, TIMES, sizeof(took[0]), ascending);
	report("next page, last login", took[TIMES / 2], "ms", 5);
}

static const char *
text_of(struct dw_db *db, const char *sql)
{
	static char text[256];
	DW_AUTO(dw_query) q = { 0 };
	bool row;

	dw_query_open(db, &q, sql);
	if (dw_query_next(&q, &row, NULL) != DW_OK || !row)
		return "";
	snprintf(text, sizeof(text), "%s", dw_col_text(&q, 0));
	return text;
}

static void
filter_with(struct dw_db *db, const char *name, const char *field, const char *sql)
{
	char filter[300];

	snprintf(filter, sizeof(filter), "%s:\"%s\"", field, text_of(db, sql));
	list(db, name, filter, NULL, NULL, false, 5);
}

static void
lists(struct dw_db *db)
{
	static const char *const sorts[] = { "username", "first_name", "last_name", "email", "last_login",
		"created" };
	static const char *const needles[] = { "a", "an", "son", "smith", "zq", "zzzzz" };
	char label[64];

	for (size_t i = 0; i < DW_COUNT(sorts); i++) {
		snprintf(label, sizeof(label), "first page by %s", sorts[i]);
		list(db, label, NULL, NULL, sorts[i], false, 5);
		snprintf(label, sizeof(label), "first page by -%s", sorts[i]);
		list(db, label, NULL, NULL, sorts[i], true, 5);
	}
	next_pages(db);
	list(db, "state:active", "state:active", NULL, NULL, false, 5);
	list(db, "state:locked", "state:locked", NULL, NULL, false, 5);
	list(db, "state:inactive", "state:inactive", NULL, NULL, false, 5);
	list(db, "in:bin", "in:bin", NULL, NULL, false, 5);
	filter_with(db, "group: the largest", "group",
		"SELECT name FROM user_group ORDER BY member_count DESC LIMIT 1");
	filter_with(db, "group: a middle one", "group",
		"SELECT name FROM user_group WHERE member_count > 0 ORDER BY abs(member_count -"
		" (SELECT users / 50 FROM totals)) LIMIT 1");
	filter_with(db, "group: a small one", "group",
		"SELECT name FROM user_group WHERE member_count > 0 ORDER BY member_count LIMIT 1");
	filter_with(db, "perm: through a large group", "perm",
		"SELECT p.name FROM permission p JOIN group_permission gp ON gp.permission_id = p.id"
		" JOIN user_group g ON g.id = gp.group_id WHERE p.app_label <> 'doorward'"
		" ORDER BY g.member_count DESC LIMIT 1");
	filter_with(db, "perm: held directly only", "perm",
		"SELECT p.name FROM permission p WHERE p.id IN (SELECT permission_id FROM"
		" user_permission) AND p.id NOT IN (SELECT permission_id FROM group_permission) LIMIT 1");
	for (size_t i = 0; i < DW_COUNT(needles); i++) {
		snprintf(label, sizeof(label), "search %s", needles[i]);
		list(db, label, NULL, needles[i], NULL, false, 0);
	}
}

/* ---- one edit ------------------------------------------------------------------------- */

static double
time_edit(struct dw_app *app, const char *user, int turn)
{
	const struct dw_action *action = dw_action_find("user.edit");
	DW_AUTO(dw_args) args = { 0 };
	DW_AUTO(dw_call) call = { .action = action, .app = app, .args = &args,
		.flags = DW_CALL_BATCH };
	struct dw_error err = { 0 };
	char name[64];
	double began;

	snprintf(name, sizeof(name), "Name%d", turn + (int)now_ms() % 100000);
	dw_args_init(&args, action);
	if (dw_args_put(&args, dw_param_find(action, "user"), user, 0, &err) != DW_OK ||
		dw_args_put(&args, dw_param_find(action, "last-name"), name, 0, &err) != DW_OK)
		die("edit", &err);
	began = now_ms();
	if (dw_invoke(&call, &err) != DW_OK)
		die("edit", &err);
	return now_ms() - began;
}

/* The same row-sized change without anything around it: WAL, synchronous FULL. */
static double
time_bare(struct dw_db *db, int turn)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_error err = { 0 };
	double began = now_ms();

	dw_query_open(db, &q, "UPDATE bare SET v = ?1 WHERE id = 1");
	dw_bind_int(&q, 1, turn);
	if (dw_query_run(&q, &err) != DW_OK)
		die("bare", &err);
	return now_ms() - began;
}

/* In turns, so that both meet the same disk. */
static void
edits(struct dw_app *app, const char *store, double *edit, double *bare)
{
	DW_AUTO_FREE char *path = dw_format("%s.bare", store);
	double edit_took[EDITS], bare_took[EDITS];
	struct dw_error err = { 0 };
	struct dw_db *db = NULL;

	if (dw_db_create(path, &db, &err) != DW_OK ||
		dw_exec(db, "CREATE TABLE bare (id INTEGER PRIMARY KEY, v TEXT);"
			" INSERT INTO bare VALUES (1, '')", &err) != DW_OK)
		die("bare", &err);
	for (int i = 0; i < EDITS; i++) {
		edit_took[i] = time_edit(app, "ada", i);
		bare_took[i] = time_bare(db, i);
	}
	dw_db_close(db);
	qsort(edit_took, EDITS, sizeof(edit_took[0]), ascending);
	qsort(bare_took, EDITS, sizeof(bare_took[0]), ascending);
	*edit = edit_took[EDITS / 2];
	*bare = bare_took[EDITS / 2];
}

static double
anonymous_mib(void)
{
	char line[256];
	double kib = 0;
	FILE *f = fopen("/proc/self/smaps_rollup", "r");

	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "Anonymous:", 10) == 0)
			kib = strtod(line + 10, NULL);
	if (f != NULL)
		fclose(f);
	return kib / 1024;
}

int
main(int argc, char **argv)
{
	struct dw_conf *conf = dw_conf_new();
	struct dw_app app = { .conf = conf, .caller = { .uid = getuid(), .as = "ada",
		.origin = { .kind = "script", .uid = getuid() } } };
	struct dw_error err = { 0 };
	double edit, bare;

	if (argc < 2)
		return 64;
	app.caller.store_path = argv[1];
	if (argc > 2)
		app.caller.uid = atoll(argv[2]);
	if (dw_secret_start(&err) != DW_OK || dw_app_open(&app, true, &err) != DW_OK)
		die("open", &err);
	printf("%-34s %10s %-6s %8s\n", "measurement", "median", "unit", "goal");
	lists(app.db);
	report("anonymous memory after all lists", anonymous_mib(), "MiB", 8);
	edits(&app, argv[1], &edit, &bare);
	report("one durable audited edit", edit, "ms", 0);
	report("one bare durable commit", bare, "ms", 0);
	report("edit / bare commit", edit / bare, "x", 2);
	dw_app_clear(&app);
	dw_conf_free(conf);
	return missed > 0 ? 1 : 0;
}
