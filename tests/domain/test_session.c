/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sessions: listing, ending one, ending all. Who may is in test_guardrails.c.
 */
#include "tests/support/test.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "domain/session.h"
#include "store/query.h"
#include "tests/support/household.h"

#define NOW HOUSEHOLD_NOW

static const struct dw_value *
cell(const struct dw_rows *rows, size_t i, const char *column)
{
	int at = dw_column_find(rows->columns, rows->n_columns, column);

	assert_true(at >= 0 && i < rows->n_rows);
	return dw_rows_at(rows, i) + at;
}

static enum dw_code
page(struct household *h, int64_t user_id, const char *after, int limit, struct dw_rows *rows,
	struct dw_error *err)
{
	return dw_session_list(h->db, &(const struct dw_session_filter){ .user_id = user_id,
		.after = after, .limit = limit }, NOW, &rows->sink, err);
}

static struct dw_session
session(struct household *h, const struct dw_uuid *id)
{
	struct dw_session out = { 0 };
	char text[DW_UUID_TEXT];

	assert_code(dw_session_find(h->db, dw_uuid_format(id, text), &out, err), DW_OK);
	return out;
}

static void
a_session_is_found_by_its_id_only(void **state)
{
	struct household *h = *state;
	struct dw_uuid id = household_session(h, "bob", NOW);
	DW_AUTO(dw_session) found = session(h, &id);
	DW_AUTO(dw_session) other = { 0 };
	DW_AUTO(dw_user) bob = household_user(h, "bob");

	assert_int_equal(found.user_id, bob.id);
	assert_string_equal(found.browser, "Firefox");
	assert_string_equal(found.address, "192.0.2.7");
	assert_int_equal(found.expires_at, NOW + DW_HOUR);
	assert_code(dw_session_find(h->db, "bob", &other, err), DW_NOT_FOUND);
	assert_code(dw_session_find(h->db, "00000000-0000-4000-8000-000000000000", &other, err),
		DW_NOT_FOUND);
}

static void
ending_one_leaves_the_others_and_writes_one_entry(void **state)
{
	struct household *h = *state;
	struct dw_uuid one = household_session(h, "bob", NOW), two = household_session(h, "bob", NOW);
	DW_AUTO(dw_session) ended = session(h, &one);
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	struct dw_work *w = household_as(h, "hela");
	char text[DW_UUID_TEXT];
	bool done = false;

	assert_code(dw_session_end(w, &ended, &bob, &done, err), DW_OK);
	assert_true(done);
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM session"), 1);
	assert_int_equal(w->entries, 1);
	assert_true((w->topics & DW_TOPIC_SESSIONS) != 0);
	assert_non_null(strstr(household_said(h, 1), dw_uuid_format(&one, text)));
	assert_non_null(strstr(household_said(h, 1), "\"username\":\"bob\""));
	/* Somebody was quicker. */
	assert_code(dw_session_end(w, &ended, &bob, &done, err), DW_OK);
	assert_false(done);
	assert_int_equal(w->entries, 1);
	(void)two;
}

static void
a_session_is_not_ended_under_somebody_elses_name(void **state)
{
	struct household *h = *state;
	struct dw_uuid id = household_session(h, "alba", NOW);
	DW_AUTO(dw_session) of_admin = session(h, &id);
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	DW_AUTO(dw_user) alba = household_user(h, "alba");
	struct dw_work *w = household_as(h, "hela");
	bool ended = true;

	assert_code(dw_session_end(w, &of_admin, &bob, &ended, err), DW_OK);
	assert_false(ended);
	assert_code(dw_session_end(w, &of_admin, &alba, &ended, err), DW_NOT_SUBSET);
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM session"), 1);
}

static void
ending_all_counts_those_that_were_open(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	struct dw_work *w;
	int64_t count = -1;

	household_session(h, "bob", NOW);
	household_session(h, "bob", NOW - DW_MINUTE);
	household_session(h, "bob", NOW - DW_DAY); /* expired long ago */
	household_session(h, "cleo", NOW);
	w = household_as(h, "hela");
	assert_code(dw_session_may_end_all(w, &bob, err), DW_OK);
	assert_code(dw_session_end_all(w, &bob, &count, err), DW_OK);
	assert_int_equal(count, 2);
	assert_string_equal(household_said(h, 1), "{\"sessions_ended\":2,\"username\":\"bob\"}");
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM session"), 1);
	assert_int_equal(w->entries, 1);
}

static void
ending_all_of_none_says_so_and_writes_nothing(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	struct dw_work *w = household_as(h, "hela");
	struct dw_error why = { 0 };
	int64_t count = -1;

	assert_int_equal(dw_session_may_end_all(w, &bob, &why), DW_STATE);
	assert_string_equal(why.message, "bob has no open session.");
	assert_code(dw_session_end_all(w, &bob, &count, err), DW_OK);
	assert_int_equal(count, 0);
	assert_int_equal(w->entries, 0);
	/* One that ran out is no open session either. */
	household_session(h, "bob", NOW - DW_DAY);
	assert_code(dw_session_may_end_all(w, &bob, err), DW_STATE);
	assert_code(dw_session_end_all(w, &bob, &count, err), DW_OK);
	assert_int_equal(count, 0);
	assert_int_equal(w->entries, 0);
}

static void
the_list_goes_from_the_latest_activity_and_pages(void **state)
{
	struct household *h = *state;
	DW_AUTO_FREE char *after = NULL;
	int64_t last = INT64_MAX;
	size_t seen = 0;

	/* Several in the same millisecond, so that the time alone is no key. */
	for (int i = 0; i < 12; i++)
		household_session(h, i % 2 == 0 ? "bob" : "cleo", NOW - i / 4 * DW_SECOND);
	household_session(h, "bob", NOW - 2 * DW_HOUR); /* expired */
	for (bool more = true; more;) {
		DW_AUTO(dw_rows) rows = { 0 };

		dw_rows_init(&rows);
		assert_code(page(h, 0, after, 5, &rows, err), DW_OK);
		for (size_t i = 0; i < rows.n_rows; i++, seen++) {
			assert_true(cell(&rows, i, "last_active")->num <= last);
			last = cell(&rows, i, "last_active")->num;
		}
		more = rows.more;
		dw_replace(&after, dw_steal(&rows.next));
	}
	assert_int_equal(seen, 12);
}

static void
the_list_of_one_user_shows_only_theirs(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	DW_AUTO(dw_rows) rows = { 0 };
	DW_AUTO_FREE char *next = NULL;

	for (int i = 0; i < 6; i++)
		household_session(h, i % 2 == 0 ? "bob" : "cleo", NOW - i);
	dw_rows_init(&rows);
	assert_code(page(h, bob.id, NULL, 2, &rows, err), DW_OK);
	assert_int_equal(rows.n_rows, 2);
	assert_true(rows.more);
	assert_string_equal(cell(&rows, 1, "username")->text, "bob");
	next = dw_steal(&rows.next);
	assert_code(page(h, bob.id, next, 2, &rows, err), DW_OK);
	assert_int_equal(rows.n_rows, 1);
	assert_int_equal(cell(&rows, 0, "last_active")->num, NOW - 4);
	assert_code(page(h, 0, next, 2, &rows, err), DW_USAGE);
}

static void
paging_goes_on_after_a_session_that_has_ended_meanwhile(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };
	DW_AUTO_FREE char *next = NULL;

	for (int i = 0; i < 4; i++)
		household_session(h, "bob", NOW - i);
	dw_rows_init(&rows);
	assert_code(page(h, 0, NULL, 2, &rows, err), DW_OK);
	next = dw_steal(&rows.next);
	household_sql(h, "DELETE FROM session WHERE last_active_at = %lld", (long long)(NOW - 1));
	assert_code(page(h, 0, next, 2, &rows, err), DW_OK);
	assert_int_equal(rows.n_rows, 2);
	assert_int_equal(cell(&rows, 0, "last_active")->num, NOW - 2);
}

/* The users of the sessions that a filter leaves, each followed by a space. */
static void
they_are(struct household *h, const struct dw_session_filter *filter, const char *expected)
{
	DW_AUTO(dw_rows) rows = { 0 };
	DW_AUTO(dw_buf) got = { 0 };

	dw_rows_init(&rows);
	assert_code(dw_session_list(h->db, filter, NOW, &rows.sink, err), DW_OK);
	for (size_t i = 0; i < rows.n_rows; i++)
		dw_buf_printf(&got, "%s ", cell(&rows, i, "username")->text);
	assert_string_equal(dw_buf_text(&got), expected);
}

#define they(h, expected, ...) \
	they_are(h, &(const struct dw_session_filter){ __VA_ARGS__ }, expected)

static void
furnish(struct household *h)
{
	household_session(h, "bob", NOW);
	household_session(h, "cleo", NOW - 10 * DW_MINUTE);
	household_session(h, "alba", NOW - 50 * DW_MINUTE);
	household_sql(h, "UPDATE session SET service = 'mail', device = 'Mac', browser = 'Safari 17',"
		" address = '2001:db8::7' WHERE last_active_at = %lld", (long long)(NOW - 10 * DW_MINUTE));
	household_sql(h, "UPDATE session SET device = 'Gerät 100%%' WHERE last_active_at = %lld",
		(long long)(NOW - 50 * DW_MINUTE));
}

static void
search_finds_text_in_each_of_five_columns_and_takes_it_literally(void **state)
{
	struct household *h = *state;

	furnish(h);
	they(h, "bob cleo alba ", .search = "");
	they(h, "cleo ", .search = "CLE");
	they(h, "cleo ", .search = "mac");
	they(h, "cleo ", .search = "safari 1");
	they(h, "cleo ", .search = "mail");
	they(h, "cleo ", .search = "db8::7");
	they(h, "alba ", .search = "gerat");
	they(h, "alba ", .search = "100%");
	they(h, "alba ", .search = "%");
	they(h, "", .search = "_");
	they(h, "", .search = "bob portal");
}

static void
the_list_is_narrowed_by_service_address_and_idleness(void **state)
{
	struct household *h = *state;

	furnish(h);
	they(h, "bob alba ", .service = "portal");
	they(h, "", .service = "port");
	they(h, "cleo ", .address = "2001:db8::7");
	they(h, "cleo alba ", .idle = 10 * DW_MINUTE);
	they(h, "alba ", .idle = 10 * DW_MINUTE + 1);
	they(h, "alba ", .idle = 10 * DW_MINUTE, .service = "portal");
	they(h, "", .idle = DW_HOUR);
}

static void
a_narrowed_list_pages_without_losing_or_repeating_any(void **state)
{
	struct household *h = *state;
	DW_AUTO_FREE char *after = NULL;
	size_t seen = 0, pages = 0;
	int64_t last = INT64_MAX;

	/* Every third is looked for; half of those have been idle for long enough. */
	for (int i = 0; i < 36; i++)
		household_session(h, i % 3 == 0 ? "cleo" : "bob", NOW - i * DW_MINUTE);
	for (bool more = true; more; pages++) {
		DW_AUTO(dw_rows) rows = { 0 };

		dw_rows_init(&rows);
		assert_code(dw_session_list(h->db, &(const struct dw_session_filter){ .search = "cleo",
			.idle = 18 * DW_MINUTE, .after = after, .limit = 2 }, NOW, &rows.sink, err), DW_OK);
		for (size_t i = 0; i < rows.n_rows; i++, seen++) {
			assert_string_equal(cell(&rows, i, "username")->text, "cleo");
			assert_true(cell(&rows, i, "last_active")->num < last);
			last = cell(&rows, i, "last_active")->num;
		}
		more = rows.more;
		dw_replace(&after, dw_steal(&rows.next));
	}
	assert_int_equal(seen, 6);
	/* The last page is full, and says that nothing follows. */
	assert_int_equal(pages, 3);
}

static void
a_row_says_whose_it_is_and_what_the_client_sent(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	DW_AUTO(dw_rows) rows = { 0 };

	household_session(h, "bob", NOW);
	household_sql(h, "UPDATE session SET user_agent = 'curl/8.5.0'");
	dw_rows_init(&rows);
	assert_code(page(h, 0, NULL, 1, &rows, err), DW_OK);
	assert_true(dw_uuid_equal(&cell(&rows, 0, "user_id")->id, &bob.uuid));
	assert_string_equal(cell(&rows, 0, "user_agent")->text, "curl/8.5.0");
}

static void
the_list_is_narrowed_by_part_of_device_and_browser_and_by_network(void **state)
{
	struct household *h = *state;

	furnish(h);
	they(h, "cleo ", .device = "mac");
	they(h, "alba ", .device = "gerat");
	they(h, "cleo ", .browser = "safari");
	they(h, "", .browser = "safari", .device = "Gerät");
	they(h, "cleo ", .address = "2001:db8:*");
	they(h, "bob alba ", .address = "192.0.2.*");
	they(h, "bob cleo alba ", .address = "*");
	they(h, "", .address = "2001:db8:");
	they(h, "alba ", .address = "192.0.2.*", .idle = 10 * DW_MINUTE);
}

static void
the_list_is_sorted_by_activity_start_and_user_both_ways(void **state)
{
	struct household *h = *state;
	struct dw_error why = { 0 };
	DW_AUTO(dw_rows) rows = { 0 };

	furnish(h);
	household_sql(h, "UPDATE session SET started_at = last_active_at - 1000 * (id = 1) * 9999");
	they(h, "alba cleo bob ", .sort = "last_active");
	they(h, "bob cleo alba ", .sort = "-last_active");
	they(h, "cleo alba bob ", .sort = "-started");
	they(h, "bob alba cleo ", .sort = "started");
	they(h, "alba bob cleo ", .sort = "username");
	they(h, "cleo bob alba ", .sort = "-username");
	/* What narrows has an index of its own; the order holds. */
	they(h, "alba bob ", .sort = "username", .address = "192.0.2.*");
	they(h, "bob alba ", .sort = "-username", .address = "192.0.2.7");
	they(h, "alba cleo ", .sort = "username", .idle = DW_MINUTE);
	dw_rows_init(&rows);
	assert_int_equal(dw_session_list(h->db, &(const struct dw_session_filter){ .sort = "device" }, NOW,
		&rows.sink, &why), DW_USAGE);
	assert_string_equal(why.field, "sort");
}

/* Each order: pages neither lose nor repeat any, also where many are equal. */
static void
every_order_pages_by_key(void **state)
{
	static const char *const sorts[] = { "last_active", "-last_active", "started", "-started",
		"username", "-username" };
	struct household *h = *state;

	for (int i = 0; i < 24; i++)
		household_session(h, i % 2 == 0 ? "bob" : "cleo", NOW - i / 5 * DW_SECOND);
	household_sql(h, "UPDATE session SET started_at = id / 7");
	for (size_t s = 0; s < DW_COUNT(sorts); s++) {
		DW_AUTO_FREE char *after = NULL;
		DW_AUTO(dw_buf) seen = { 0 };
		size_t n = 0;

		for (bool more = true; more;) {
			DW_AUTO(dw_rows) rows = { 0 };

			dw_rows_init(&rows);
			assert_code(dw_session_list(h->db, &(const struct dw_session_filter){ .sort = sorts[s],
				.after = after, .limit = 5 }, NOW, &rows.sink, err), DW_OK);
			for (size_t i = 0; i < rows.n_rows; i++, n++) {
				char id[DW_UUID_TEXT];

				dw_uuid_format(&cell(&rows, i, "id")->id, id);
				assert_null(strstr(dw_buf_text(&seen), id));
				dw_buf_printf(&seen, "%s ", id);
			}
			more = rows.more;
			dw_replace(&after, dw_steal(&rows.next));
		}
		assert_int_equal(n, 24);
	}
}

static void
a_cursor_belongs_to_its_order(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) rows = { 0 };
	DW_AUTO_FREE char *next = NULL;

	for (int i = 0; i < 4; i++)
		household_session(h, "bob", NOW - i);
	dw_rows_init(&rows);
	assert_code(page(h, 0, NULL, 2, &rows, err), DW_OK);
	next = dw_steal(&rows.next);
	assert_code(dw_session_list(h->db, &(const struct dw_session_filter){ .sort = "started",
		.after = next, .limit = 2 }, NOW, &rows.sink, err), DW_USAGE);
}

static void
who_gets_another_name_is_sorted_by_it(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = { 0 };
	struct dw_user_edit other = DW_USER_EDIT_NONE;
	struct dw_work *w;
	bool changed;

	furnish(h);
	bob = household_user(h, "bob");
	other.username = "zoe";
	w = household_as(h, "alba");
	assert_code(dw_user_edit(w, &bob, &other, 0, &changed, err), DW_OK);
	they(h, "alba cleo zoe ", .sort = "username");
}

static void
counting_counts_what_matches_and_not_the_page(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_rows) all = { 0 };
	DW_AUTO(dw_rows) none = { 0 };

	furnish(h);
	household_session(h, "mona", NOW - 2 * DW_HOUR); /* expired */
	dw_rows_init(&all);
	assert_code(dw_session_list(h->db, &(const struct dw_session_filter){ .limit = 1, .count = true },
		NOW, &all.sink, err), DW_OK);
	assert_int_equal(all.n_rows, 1);
	assert_int_equal(all.total, 3);
	dw_rows_init(&none);
	assert_code(dw_session_list(h->db, &(const struct dw_session_filter){ .limit = -1, .count = true,
		.search = "a", .service = "portal" }, NOW, &none.sink, err), DW_OK);
	assert_int_equal(none.n_rows, 0);
	assert_int_equal(none.total, 2);
}

static bool
count_work(void *arg)
{
	++*(int *)arg;
	return false;
}

/* SQLite calls every 4,000 steps; walking or sorting all of them would be many times that. */
static void
a_page_costs_a_page_in_every_order_and_from_one_address(void **state)
{
	static const struct dw_session_filter filters[] = {
		{ .limit = 10, .sort = "last_active" }, { .limit = 10, .sort = "-started" },
		{ .limit = 10, .sort = "username" }, { .limit = 10, .sort = "-username" },
		{ .limit = 10, .address = "192.0.2.77" }, { .limit = 10, .idle = 39990 },
	};
	struct household *h = *state;
	int work = 0;

	household_sql(h, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)"
		" INSERT INTO session (uuid, user_id, token_hash, started_at, last_active_at, expires_at,"
		" address) SELECT randomblob(16), 1 + i %% 6, randomblob(32), i, %lld - i, 9000000000000000,"
		" '192.0.2.' || (i %% 256) FROM n", (long long)NOW);
	household_again(h);
	dw_db_on_progress(h->db, count_work, &work);
	for (size_t i = 0; i < DW_COUNT(filters); i++) {
		DW_AUTO(dw_rows) rows = { 0 };

		work = 0;
		dw_rows_init(&rows);
		assert_code(dw_session_list(h->db, &filters[i], NOW, &rows.sink, err), DW_OK);
		assert_int_equal(rows.n_rows, 10);
		if (work > 1)
			fail_msg("filter %zu costs %d times 4,000 steps", i, work);
	}
	dw_db_on_progress(h->db, NULL, NULL);
}

#define fact(name) cmocka_unit_test_setup_teardown(name, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fact(a_session_is_found_by_its_id_only),
		fact(ending_one_leaves_the_others_and_writes_one_entry),
		fact(a_session_is_not_ended_under_somebody_elses_name),
		fact(ending_all_counts_those_that_were_open),
		fact(ending_all_of_none_says_so_and_writes_nothing),
		fact(the_list_goes_from_the_latest_activity_and_pages),
		fact(the_list_of_one_user_shows_only_theirs),
		fact(paging_goes_on_after_a_session_that_has_ended_meanwhile),
		fact(search_finds_text_in_each_of_five_columns_and_takes_it_literally),
		fact(the_list_is_narrowed_by_service_address_and_idleness),
		fact(a_narrowed_list_pages_without_losing_or_repeating_any),
		fact(a_row_says_whose_it_is_and_what_the_client_sent),
		fact(the_list_is_narrowed_by_part_of_device_and_browser_and_by_network),
		fact(the_list_is_sorted_by_activity_start_and_user_both_ways),
		fact(every_order_pages_by_key),
		fact(a_cursor_belongs_to_its_order),
		fact(who_gets_another_name_is_sorted_by_it),
		fact(counting_counts_what_matches_and_not_the_page),
		fact(a_page_costs_a_page_in_every_order_and_from_one_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
