/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A household with a console on it. See desk.h.
 */
#include "tests/support/test.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "tests/support/desk.h"
#include "ui/term_memory.h"

static void
well(enum dw_code code, const struct dw_error *err)
{
	if (code != DW_OK)
		fail_msg("%s [%s]", err->message, err->detail);
}

/* The household works in a transaction that is always open; a console beside it cannot. */
static void
let_go(struct household *h)
{
	struct dw_error err = { 0 };

	if (h->txn.db != NULL)
		well(dw_txn_commit(&h->txn, &err), &err);
}

int
desk_setup(void **state)
{
	struct desk *d = dw_calloc(1, sizeof(*d));
	void *h = NULL;

	/* Widths and the ellipsis are those of the locale. */
	if (setlocale(LC_ALL, "C.UTF-8") == NULL || household_setup(&h) != 0)
		return -1;
	d->h = h;
	keys_now = HOUSEHOLD_NOW + DW_HOUR;
	dw_clock = keys_clock;
	*state = d;
	return 0;
}

int
desk_teardown(void **state)
{
	struct desk *d = *state;
	void *h = d->h;

	desk_close(d);
	dw_clock = NULL;
	free(d);
	return household_teardown(&h);
}

/* ---- people ---------------------------------------------------------------------- */

static void
vary(struct household *h, int64_t id, int i)
{
	int64_t now = HOUSEHOLD_NOW;

	household_sql(h, "UPDATE user SET mfa = %d, last_login_at = %lld WHERE id = %lld", i % 16,
		i % 5 == 0 ? 0LL : (long long)(now - i * DW_HOUR), (long long)id);
	if (i % 7 == 0)
		household_sql(h, "UPDATE user SET locked_until = %lld, locked_since = %lld, failures = 5"
			" WHERE id = %lld", (long long)(now + 2 * DW_HOUR), (long long)now, (long long)id);
	if (i % 9 == 0)
		household_sql(h, "UPDATE user SET active = 0, inactive_reason = 1, inactive_since = %lld"
			" WHERE id = %lld", (long long)now, (long long)id);
	if (i % 11 == 0)
		household_sql(h, "UPDATE user SET lifecycle = 1, active = 0, lifecycle_since = %lld,"
			" deadline = %lld WHERE id = %lld", (long long)now, (long long)(now + 30 * DW_DAY),
			(long long)id);
	for (int group = 0; group < i % 4; group++)
		household_sql(h, "INSERT INTO membership (user_id, group_id, added_at) SELECT %lld, id, %lld"
			" FROM user_group WHERE is_admin = 0 ORDER BY id LIMIT 1 OFFSET %d", (long long)id,
			(long long)now, group);
}

void
desk_people(struct desk *d, int n)
{
	static const char *const first[] = { "Anna", "Bjørn", "Chloé", "Dmitri", "Eleni", "Farid" };
	static const char *const last[] = { "Smith", "Sørensen", "Müller", "Иванова", "Παπαδάκη",
		"van den Heuvel-Oosterwijk", "李" };
	struct dw_work *w = household_as(d->h, NULL);

	for (int i = 1; i <= n; i++) {
		struct dw_user_edit values = DW_USER_EDIT_NONE;
		struct dw_error err = { 0 };
		char username[32], email[64];
		int64_t id;

		snprintf(username, sizeof(username), "person%03d", i);
		snprintf(email, sizeof(email), "person%03d@example.org", i);
		values.username = username;
		values.email = email;
		values.first_name = first[(size_t)i % DW_COUNT(first)];
		values.last_name = last[(size_t)i % DW_COUNT(last)];
		well(dw_user_create(w, &values, &id, &err), &err);
		vary(d->h, id, i);
	}
	household_again(d->h);
}

/* ---- the console ------------------------------------------------------------------- */

void
desk_open(struct desk *d, const char *username, int rows, int cols)
{
	DW_AUTO(dw_user) user = household_user(d->h, username);
	struct dw_error err = { 0 };

	let_go(d->h);
	d->app = (struct dw_app){
		.caller = { .origin = { .kind = "ssh", .address = "192.0.2.7", .uid = -1 },
			.store_path = d->h->place->store, .read_only = d->app.caller.read_only },
		.conf = d->h->conf,
		.db = place_open(d->h->place, d->app.caller.read_only ? DW_DB_READ : DW_DB_WRITE),
		.realm = dw_strdup("example.org"),
		.operator = { .id = user.id, .uuid = user.uuid },
	};
	snprintf(d->app.operator.username, sizeof(d->app.operator.username), "%s", username);
	well(dw_app_refresh(&d->app, &err), &err);
	d->term = ui_term_memory_new(rows, cols);
	console_init(&d->c, &d->app, d->term, d->fresh);
	d->open = true;
	desk_play(d, "");
}

void
desk_close(struct desk *d)
{
	if (!d->open)
		return;
	d->open = false;
	console_clear(&d->c);
	ui_term_free(d->term);
	dw_app_clear(&d->app);
}

void
desk_change(struct desk *d, const char *topic, const char *fmt, ...)
{
	char sql[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(sql, sizeof(sql), fmt, ap);
	va_end(ap);
	household_sql(d->h, "%s", sql);
	household_sql(d->h, "UPDATE topic SET counter = counter + 1 WHERE name = '%s'", topic);
}

void
desk_burst(struct desk *d, const char *script)
{
	while (*script != '\0') {
		size_t len = *script == '<' ? strcspn(script, ">") + 1 : 1;
		uint32_t key = (unsigned char)*script;

		if (*script == '<')
			assert_true(ui_key_parse(script + 1, (int)len - 2, &key));
		ui_term_memory_key(d->term, key);
		script += len;
	}
	desk_play(d, "");
}

void
desk_check(struct desk *d, const char *text, bool expected, const char *file, int line)
{
	DW_AUTO(dw_buf) screen = { 0 };

	ui_term_memory_screen(d->term, &screen);
	if ((strstr(dw_buf_text(&screen), text) != NULL) == expected)
		return;
	/* print_error() cuts long texts off. */
	fprintf(stderr, "%s:%d: “%s” %s on\n%s", file, line, text,
		expected ? "does not stand" : "stands", dw_buf_text(&screen));
	fail();
}
