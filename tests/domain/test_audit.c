/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The audit: its bytes (the test vector of ARCHITECTURE.md, made with another
 * implementation), appending, listing, and finding what was tampered with.
 */
#include "tests/support/test.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "domain/audit.h"
#include "domain/audit_bytes.h"
#include "store/query.h"
#include "tests/support/place.h"

static const char actor_payload[] = "{\"account\":\"ada\",\"address\":\"192.0.2.7\","
	"\"terminal\":\"/dev/pts/3\",\"uid\":1000,\"username\":\"ada\"}";
static const char target_payload[] = "{\"changes\":{\"email\":[\"old@example.org\","
	"\"bjørn@example.org\"]},\"username\":\"bsmith\"}";

static void
hex(const unsigned char *bytes, char text[65])
{
	sodium_bin2hex(text, 65, bytes, 32);
}

static void
the_bytes_are_those_of_the_test_vector(void **state)
{
	unsigned char salts[64], commits[66], prev[32] = { 0 }, hash[32];
	struct dw_uuid actor, target;
	struct dw_audit_row row = { .seq = 1, .time_ms = INT64_C(1795176725123),
		.action_code = "user_updated", .result = "ok", .origin_kind = "ssh", .reason_code = "",
		.actor_len = 16, .target_len = 16, .batch = "", .commits_len = sizeof(commits) };
	char text[65];

	(void)state;
	for (unsigned i = 0; i < sizeof(salts); i++)
		salts[i] = (unsigned char)i;
	assert_true(dw_uuid_parse("00112233-4455-4677-8899-aabbccddeeff", &actor));
	assert_true(dw_uuid_parse("ffeeddcc-bbaa-4988-8776-655443322110", &target));
	commits[0] = 0;
	dw_audit_commit(salts, 0, actor_payload, strlen(actor_payload), commits + 1);
	commits[33] = 1;
	dw_audit_commit(salts + 32, 1, target_payload, strlen(target_payload), commits + 34);
	hex(commits + 1, text);
	assert_string_equal(text, "514649c0c7e884ad703fb15e262cb9aa3a14e57eccfd182ee432bd0521be87cd");
	hex(commits + 34, text);
	assert_string_equal(text, "c83d6206901d670ac76c8e3f0a86edd31dc5470fcb4ae2d7a7c78997a8073178");
	row.actor = actor.bytes;
	row.target = target.bytes;
	row.commits = commits;
	row.prev = prev;
	dw_audit_hash(&row, hash);
	hex(hash, text);
	assert_string_equal(text, "a6403944b8bc55edb8d230b4e8ebba8eea21c4c4ed9829a6167a565f788f3cc4");
}

/* A store with an operator who is only a name: the audit asks for no more. */
struct scene {
	struct place *place;
	struct dw_db *db;
	struct dw_operator operator;
	struct dw_origin origin;
	struct dw_uuid target;
	int64_t now;
};

static void
scene_open(struct scene *s, void **state)
{
	*s = (struct scene){ .place = *state, .now = 1000,
		.origin = { .kind = "ssh", .address = "192.0.2.7", .terminal = "/dev/pts/3",
			.account = "ada", .uid = 1000 } };
	place_store(s->place);
	s->db = place_open(s->place, DW_DB_WRITE);
	s->operator = (struct dw_operator){ .id = 0, .uuid = dw_uuid_new(), .username = "ada" };
	s->operator.rights = dw_rights_all();
	s->target = dw_uuid_new();
}

static void
append(struct scene *s, const char *action, const char *old, const char *new)
{
	DW_AUTO(dw_txn) txn = { 0 };
	struct dw_work w = { .db = s->db, .operator = &s->operator, .origin = &s->origin, .now = s->now };
	struct dw_audit_entry entry = { .action = action, .target = s->target, .target_name = "bsmith" };
	struct dw_error err = { 0 };
	json_t *changes = json_object();

	dw_audit_change(changes, "email", old, new);
	entry.target_data = json_pack("{s:o}", "changes", changes);
	assert_int_equal(dw_txn_begin(s->db, &txn, &err), DW_OK);
	if (dw_audit_append(&w, &entry, &err) != DW_OK)
		fail_msg("%s [%s]", err.message, err.detail);
	json_decref(entry.target_data);
	assert_int_equal(dw_txn_commit(&txn, &err), DW_OK);
}

static void
three(struct scene *s)
{
	append(s, "user_updated", "a@example.org", "b@example.org");
	append(s, "user_deactivated", "", "");
	append(s, "user_activated", "", "");
}

static void
an_honest_chain_proves_itself(void **state)
{
	struct scene s;
	int64_t checked = 0;

	scene_open(&s, state);
	three(&s);
	assert_int_equal(dw_audit_verify(s.db, &checked, NULL), DW_OK);
	assert_int_equal(checked, 3);
	dw_db_close(s.db);
}

static void
an_entry_outside_a_transaction_is_refused(void **state)
{
	struct scene s;
	struct dw_work w;
	struct dw_audit_entry entry = { .action = "user_updated" };

	scene_open(&s, state);
	w = (struct dw_work){ .db = s.db, .operator = &s.operator, .origin = &s.origin, .now = 1 };
	assert_int_equal(dw_audit_append(&w, &entry, NULL), DW_BUG);
	dw_db_close(s.db);
}

static void
the_store_itself_refuses_to_change_or_delete_an_entry(void **state)
{
	struct scene s;

	scene_open(&s, state);
	three(&s);
	assert_int_not_equal(dw_exec(s.db, "UPDATE audit SET result = 'ok' WHERE seq = 1", NULL), DW_OK);
	assert_int_not_equal(dw_exec(s.db, "DELETE FROM audit WHERE seq = 3", NULL), DW_OK);
	assert_int_not_equal(dw_exec(s.db, "UPDATE audit_payload SET payload = '{}'", NULL), DW_OK);
	dw_db_close(s.db);
}

/* Whoever owns the file can drop the triggers; the chain tells. */
static void
tampering_is_found_and_named_by_its_entry(void **state)
{
	static const struct {
		const char *sql, *names;
	} deeds[] = {
		{ "UPDATE audit SET action_code = 'user_created' WHERE seq = 2", "2" },
		{ "UPDATE audit SET time_ms = time_ms + 1 WHERE seq = 1", "1" },
		{ "UPDATE audit SET batch = x'00' WHERE seq = 3", "3" },
		{ "DELETE FROM audit_payload WHERE seq = 2; DELETE FROM audit WHERE seq = 2", "2" },
		{ "UPDATE audit_payload SET payload = replace(payload, 'b@', 'c@') WHERE seq = 1", "1" },
		{ "DELETE FROM audit_payload WHERE seq = 3 AND slot = 1", "3" },
		{ "UPDATE audit_payload SET salt = zeroblob(32) WHERE seq = 2 AND slot = 0", "2" },
		{ "UPDATE audit SET seq = 9 WHERE seq = 3", "3" },
		{ "INSERT INTO audit_payload VALUES (2, 3, x'', zeroblob(32), '{}')", "2" },
	};

	for (size_t i = 0; i < DW_COUNT(deeds); i++) {
		struct place *place = *state;
		struct scene s;
		struct dw_error err = { 0 };
		int64_t checked;
		char expected[64];

		scene_open(&s, state);
		three(&s);
		assert_int_equal(dw_exec(s.db, "PRAGMA foreign_keys = OFF; DROP TRIGGER audit_no_update;"
			"DROP TRIGGER audit_no_delete; DROP TRIGGER audit_payload_no_update", &err), DW_OK);
		if (dw_exec(s.db, deeds[i].sql, &err) != DW_OK)
			fail_msg("%s: %s", deeds[i].sql, err.detail);
		assert_int_equal(dw_audit_verify(s.db, &checked, &err), DW_IO);
		snprintf(expected, sizeof(expected), "Audit entry %s:", deeds[i].names);
		if (strncmp(err.message, expected, strlen(expected)) != 0)
			fail_msg("%s: %s", deeds[i].sql, err.message);
		dw_db_close(s.db);
		remove(place->store);
	}
}

static void
the_list_is_newest_first_and_pages(void **state)
{
	struct scene s;
	struct dw_audit_filter filter = { .limit = 2 };
	DW_AUTO(dw_rows) rows = { 0 };
	DW_AUTO_FREE char *next = NULL;
	int seq = dw_column_find(dw_audit_columns, dw_audit_columns_count, "seq");
	int what = dw_column_find(dw_audit_columns, dw_audit_columns_count, "action");

	scene_open(&s, state);
	three(&s);
	dw_rows_init(&rows);
	assert_int_equal(dw_audit_list(s.db, &filter, &rows.sink, NULL), DW_OK);
	assert_int_equal(rows.n_rows, 2);
	assert_true(rows.more);
	assert_int_equal(dw_rows_at(&rows, 0)[seq].num, 3);
	assert_string_equal(dw_rows_at(&rows, 0)[what].text, "user_activated");
	next = dw_strdup(rows.next);
	filter.after = next;
	dw_rows_clear(&rows);
	dw_rows_init(&rows);
	assert_int_equal(dw_audit_list(s.db, &filter, &rows.sink, NULL), DW_OK);
	assert_int_equal(rows.n_rows, 1);
	assert_false(rows.more);
	dw_db_close(s.db);
}

/* The numbers of the entries that a filter leaves, each followed by a space. */
static void
they_are(struct scene *s, struct dw_audit_filter filter, const char *expected)
{
	int seq = dw_column_find(dw_audit_columns, dw_audit_columns_count, "seq");
	DW_AUTO_FREE char *after = NULL;
	DW_AUTO(dw_buf) got = { 0 };
	int64_t total = -1;
	size_t n = 0;

	filter.count = true;
	for (bool more = true; more;) {
		DW_AUTO(dw_rows) rows = { 0 };

		filter.after = after;
		dw_rows_init(&rows);
		assert_int_equal(dw_audit_list(s->db, &filter, &rows.sink, NULL), DW_OK);
		for (size_t i = 0; i < rows.n_rows; i++, n++)
			dw_buf_printf(&got, "%lld ", (long long)dw_rows_at(&rows, i)[seq].num);
		more = rows.more;
		total = rows.total;
		dw_replace(&after, dw_steal(&rows.next));
	}
	assert_string_equal(dw_buf_text(&got), expected);
	assert_int_equal(total, n);
}

/* Entries at 10, 20, 20, 40 and, by a clock that was set back, 15 and 30. */
static void
clocks(struct scene *s)
{
	static const int64_t times[] = { 10, 20, 20, 40, 15, 30 };

	for (size_t i = 0; i < DW_COUNT(times); i++) {
		s->now = times[i];
		append(s, i % 2 == 0 ? "user_updated" : "user_created", "a@x.org", "b@x.org");
	}
}

static void
a_span_of_time_is_whole_whatever_the_clock_did(void **state)
{
	struct scene s;

	scene_open(&s, state);
	clocks(&s);
	they_are(&s, (struct dw_audit_filter){ .limit = 2 }, "6 5 4 3 2 1 ");
	they_are(&s, (struct dw_audit_filter){ .limit = 2, .since = 15 }, "4 6 3 2 5 ");
	they_are(&s, (struct dw_audit_filter){ .limit = 1, .since = 15, .until = 30 }, "3 2 5 ");
	they_are(&s, (struct dw_audit_filter){ .limit = 1, .until = 20 }, "5 1 ");
	they_are(&s, (struct dw_audit_filter){ .limit = 1, .since = 41 }, "");
	they_are(&s, (struct dw_audit_filter){ .limit = 1, .since = 15, .action = "user_created" },
		"4 6 2 ");
	dw_db_close(s.db);
}

static void
what_was_not_done_is_found_and_counted(void **state)
{
	struct scene s;

	scene_open(&s, state);
	clocks(&s);
	assert_int_equal(dw_exec(s.db, "DROP TRIGGER audit_no_update;"
		"UPDATE audit SET result = 'refused' WHERE seq IN (2, 5)", NULL), DW_OK);
	they_are(&s, (struct dw_audit_filter){ .limit = 1, .result = "refused" }, "5 2 ");
	they_are(&s, (struct dw_audit_filter){ .limit = 3, .result = "ok" }, "6 4 3 1 ");
	they_are(&s, (struct dw_audit_filter){ .limit = 3, .result = "refused", .since = 20 }, "2 ");
	they_are(&s, (struct dw_audit_filter){ .limit = 3, .action = "user_updated", .result = "ok" },
		"3 1 ");
	dw_db_close(s.db);
}

static bool
count_work(void *arg)
{
	++*(int *)arg;
	return false;
}

/* SQLite calls every 4,000 steps; a walk over the chain would be many times that. */
static void
a_day_long_ago_costs_its_own_entries(void **state)
{
	static const struct dw_audit_filter filters[] = {
		{ .limit = 10, .since = 2000, .until = 2010 }, { .limit = 10, .until = 10 },
		{ .limit = 10, .since = 39000000 }, { .limit = 10, .result = "failed" },
		{ .limit = -1, .count = true }, { .limit = 10, .action = "user_purged" },
	};
	struct scene s;
	int work = 0;

	scene_open(&s, state);
	append(&s, "user_updated", "a@x.org", "b@x.org");
	assert_int_equal(dw_exec(s.db,
		"WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)"
		" INSERT INTO audit SELECT i, i, action_code, result, actor_uuid, target_uuid,"
		" origin_kind, reason_code, batch, commits, prev, hash FROM n, audit WHERE seq = 1", NULL),
		DW_OK);
	dw_db_on_progress(s.db, count_work, &work);
	for (size_t i = 0; i < DW_COUNT(filters); i++) {
		DW_AUTO(dw_rows) rows = { 0 };

		work = 0;
		dw_rows_init(&rows);
		assert_int_equal(dw_audit_list(s.db, &filters[i], &rows.sink, NULL), DW_OK);
		if (work > 1)
			fail_msg("filter %zu costs %d times 4,000 steps", i, work);
	}
	dw_db_on_progress(s.db, NULL, NULL);
	dw_db_close(s.db);
}

/* All that one import did has one time: a page of it reads the payload of its own rows only. */
static void
many_of_one_moment_are_not_read_for_a_page(void **state)
{
	const struct dw_audit_filter filter = { .limit = 10, .since = 1 };
	DW_AUTO(dw_rows) rows = { 0 };
	struct scene s;
	int work = 0;

	scene_open(&s, state);
	append(&s, "user_updated", "a@x.org", "b@x.org");
	assert_int_equal(dw_exec(s.db,
		"WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
		" INSERT INTO audit SELECT i, time_ms, action_code, result, actor_uuid, target_uuid,"
		" origin_kind, reason_code, batch, commits, prev, hash FROM n, audit WHERE seq = 1", NULL),
		DW_OK);
	dw_db_on_progress(s.db, count_work, &work);
	dw_rows_init(&rows);
	assert_int_equal(dw_audit_list(s.db, &filter, &rows.sink, NULL), DW_OK);
	dw_db_on_progress(s.db, NULL, NULL);
	assert_int_equal(rows.n_rows, 10);
	assert_int_equal(dw_rows_at(&rows, 0)[0].num, 10000);
	/* 12 steps for each entry of that moment; with its payload it would be 58. */
	if (work > 60)
		fail_msg("a page costs %d times 4,000 steps", work);
	dw_db_close(s.db);
}

static void
addresses_are_hidden_from_those_who_may_not_see_them(void **state)
{
	struct scene s;
	struct dw_audit_filter filter = { .limit = 5, .mask_pii = true };
	DW_AUTO(dw_rows) rows = { 0 };
	int metadata = dw_column_find(dw_audit_columns, dw_audit_columns_count, "metadata");

	scene_open(&s, state);
	append(&s, "user_updated", "secret.address@example.org", "b@example.org");
	dw_rows_init(&rows);
	assert_int_equal(dw_audit_list(s.db, &filter, &rows.sink, NULL), DW_OK);
	assert_null(strstr(dw_rows_at(&rows, 0)[metadata].text, "secret"));
	assert_non_null(strstr(dw_rows_at(&rows, 0)[metadata].text, "email"));
	dw_db_close(s.db);
}

static void
a_payload_that_is_gone_shows_as_erased(void **state)
{
	struct scene s;
	struct dw_audit_filter filter = { .limit = 5 };
	DW_AUTO(dw_rows) rows = { 0 };
	int target = dw_column_find(dw_audit_columns, dw_audit_columns_count, "target");

	scene_open(&s, state);
	three(&s);
	assert_int_equal(dw_exec(s.db, "DELETE FROM audit_payload WHERE slot = 1", NULL), DW_OK);
	dw_rows_init(&rows);
	assert_int_equal(dw_audit_list(s.db, &filter, &rows.sink, NULL), DW_OK);
	assert_string_equal(dw_rows_at(&rows, 0)[target].text, "***ERASED***");
	dw_db_close(s.db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bytes_are_those_of_the_test_vector),
		cmocka_unit_test_setup_teardown(an_honest_chain_proves_itself, place_setup, place_teardown),
		cmocka_unit_test_setup_teardown(an_entry_outside_a_transaction_is_refused, place_setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(the_store_itself_refuses_to_change_or_delete_an_entry,
			place_setup, place_teardown),
		cmocka_unit_test_setup_teardown(tampering_is_found_and_named_by_its_entry, place_setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(a_span_of_time_is_whole_whatever_the_clock_did, place_setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(what_was_not_done_is_found_and_counted, place_setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(a_day_long_ago_costs_its_own_entries, place_setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(many_of_one_moment_are_not_read_for_a_page, place_setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(the_list_is_newest_first_and_pages, place_setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(addresses_are_hidden_from_those_who_may_not_see_them,
			place_setup, place_teardown),
		cmocka_unit_test_setup_teardown(a_payload_that_is_gone_shows_as_erased, place_setup,
			place_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
