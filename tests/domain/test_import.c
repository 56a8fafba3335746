/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Importing users: what a file may say, every fault with its line, whose rights it
 * takes, and that all of it is written or nothing.
 */
#include "tests/support/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "domain/audit.h"
#include "domain/import.h"
#include "store/query.h"
#include "tests/support/household.h"

static const struct dw_column exported[] = {
	{ .name = "id", .type = DW_ID }, { .name = "username" }, { .name = "state" },
	{ .name = "groups", .type = DW_NAMES },
};
static const struct dw_progress quiet;

static struct dw_import *
begin(struct household *h, const char *text)
{
	struct dw_import *import = dw_import_new(&h->work, exported,
		DW_COUNT(exported), NULL);

	dw_import_feed(import, text, strlen(text), NULL);
	return import;
}

/* Reads, judges and writes; what is left of it is in the store. */
static enum dw_code
import_all(struct household *h, const char *text, struct dw_error *err)
{
	struct dw_import *import = begin(h, text);
	enum dw_code rc = dw_import_finish(import, &quiet, err);

	if (rc == DW_OK)
		rc = dw_import_apply(&h->work, import, &quiet, NULL, err);
	dw_import_free(import);
	return rc;
}

/* "LINE column;" for each fault, and that nothing of the file was written. */
static void
faults(struct household *h, const char *text, const char *expected)
{
	struct dw_import *import = begin(h, text);
	int64_t users = household_int(h, "SELECT users FROM totals");
	const struct dw_faults *found = dw_import_faults(import);
	DW_AUTO(dw_buf) seen = { 0 };
	DW_AUTO(dw_rows) rows = { 0 };

	assert_int_equal(dw_import_finish(import, &quiet, NULL), DW_INVALID);
	dw_rows_init(&rows);
	assert_int_equal(dw_faults_list(dw_import_faults(import), &rows.sink, NULL), DW_OK);
	for (size_t i = 0; i < found->kept; i++)
		dw_buf_printf(&seen, "%d %s;", (int)found->at[i].line, found->at[i].column);
	if (strcmp(dw_buf_text(&seen), expected) != 0)
		fail_msg("faults %s, not %s (%s)", dw_buf_text(&seen), expected, found->at[0].reason);
	assert_int_equal(dw_import_apply(&h->work, import, &quiet, NULL, NULL), DW_INVALID);
	assert_int_equal(household_int(h, "SELECT users FROM totals"), users);
	dw_import_free(import);
}

static const char *
reason(struct household *h, const char *text)
{
	static char words[600];
	struct dw_import *import = begin(h, text);

	dw_import_finish(import, &quiet, NULL);
	assert_true(dw_import_faults(import)->kept > 0);
	snprintf(words, sizeof(words), "%s", dw_import_faults(import)->at[0].reason);
	dw_import_free(import);
	return words;
}

/* ---- what is imported --------------------------------------------------------------- */

static void
all_columns_arrive(void **state)
{
	static const char text[] =
		"username,first_name,last_name,profile_name,email,phone,staff,active,email_verified,"
		"valid_from,valid_until,groups,password_hash\n"
		"Bjørn.o,Bjørn,Ødegård,BØ,bjorn@example.org,+47 22 11 33,true,no,yes,2020-01-02T03:04:05Z,"
		"2030-01-01T00:00:00.500Z,\"Family;Viewer\",$6$salt$" "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n";
	struct household *h = *state;

	assert_code(import_all(h, text, err), DW_INVALID);
	dw_conf_set(h->conf, "user.username_characters", "any", NULL);
	assert_code(import_all(h, text, err), DW_OK);
	assert_string_equal(household_text(h, "SELECT username || '|' || username_key || '|' || "
		"first_name || '|' || first_key || '|' || last_name || '|' || last_key || '|' || "
		"profile_name || '|' || email || '|' || email_key || '|' || phone FROM user "
		"WHERE first_name = 'Bjørn'"),
		"Bjørn.o|bjørn.o|Bjørn|bjorn|Ødegård|odegard|BØ|bjorn@example.org|bjorn@example.org|"
		"+47 22 11 33");
	assert_string_equal(household_text(h, "SELECT staff || '|' || active || '|' || "
		"inactive_reason || '|' || email_verified_at || '|' || valid_from || '|' || valid_until "
		"FROM user WHERE first_name = 'Bjørn'"),
		"1|0|1|1700000000000|1577934245000|1893456000500");
	assert_string_equal(household_text(h, "SELECT group_concat(name) FROM (SELECT g.name FROM "
		"membership m JOIN user_group g ON g.id = m.group_id JOIN user u ON u.id = m.user_id "
		"WHERE u.first_name = 'Bjørn' ORDER BY 1)"), "Family,Viewer");
	assert_string_equal(household_text(h, "SELECT scheme || must_change || pepper_id "
		"FROM password JOIN user ON id = user_id WHERE first_name = 'Bjørn'"), "crypt00");
	assert_int_equal(household_int(h, "SELECT count(*) FROM user WHERE "
		"dw_contains(search, 'odegard') AND dw_contains(search, 'bjorn@example.org')"), 1);
}

static void
a_username_is_enough(void **state)
{
	struct household *h = *state;

	assert_code(import_all(h, "username\ndora\n", err), DW_OK);
	assert_string_equal(household_text(h, "SELECT active || email || valid_from || valid_until || "
		"(SELECT count(*) FROM membership WHERE user_id = user.id) FROM user "
		"WHERE username = 'dora'"), "1000");
}

static void
columns_of_our_exports_that_nobody_may_set_are_passed_over_and_named(void **state)
{
	struct household *h = *state;
	struct dw_import *import = begin(h, "state,username,id\nbinned,dora,17\n");

	assert_code(dw_import_finish(import, &quiet, err), DW_OK);
	assert_string_equal(dw_import_passed_over(import), "id, state");
	assert_code(dw_import_apply(&h->work, import, &quiet, NULL, err), DW_OK);
	dw_import_free(import);
	assert_int_equal(household_int(h, "SELECT lifecycle FROM user WHERE username = 'dora'"), 0);
}

static void
each_row_has_its_entry_and_the_whole_one_more(void **state)
{
	struct household *h = *state;
	int64_t before = household_int(h, "SELECT count(*) FROM audit");

	household_as(h, "alba");
	assert_code(import_all(h, "username,groups,email\ndora,Family,d@example.org\nemil,,\n", err),
		DW_OK);
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit") - before, 3);
	assert_int_equal(household_int(h, "SELECT count(DISTINCT batch) FROM (SELECT batch FROM audit "
		"ORDER BY seq DESC LIMIT 3) WHERE length(batch) = 16"), 1);
	assert_string_equal(household_text(h, "SELECT payload FROM audit_payload WHERE slot = 3 "
		"ORDER BY seq DESC LIMIT 1"), "{\"users\":2}");
	assert_string_equal(household_text(h, "SELECT group_concat(action_code) FROM (SELECT "
		"action_code FROM audit ORDER BY seq DESC LIMIT 3)"),
		"users_imported,user_created,user_created");
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit AS a JOIN audit_payload AS p "
		"USING (seq) JOIN user AS u ON u.uuid = a.target_uuid WHERE u.username = 'dora' AND "
		"p.slot = 1 AND p.payload LIKE '%%\"email\":[\"\",\"d@example.org\"]%%'"), 1);
	assert_string_equal(household_text(h, "SELECT p.payload FROM audit AS a JOIN audit_payload AS p "
		"USING (seq) JOIN user AS u ON u.uuid = a.target_uuid WHERE u.username = 'dora' AND "
		"p.slot = 3"), "{\"groups\":[\"Family\"]}");
	assert_true((h->work.topics & (DW_TOPIC_USERS | DW_TOPIC_GROUPS)) != 0);
	household_again(h);
	assert_code(dw_audit_verify(h->db, &before, err), DW_OK);
}

static void
groups_are_named_in_every_way(void **state)
{
	static const char *const files[] = {
		"username,groups\ndora,Family;Viewer\n",
		"username,groups\ndora,\"Family,Viewer\"\n",
		"username,groups\ndora,\" family ; VIEWER; Viewer;;\"\n",
	};
	struct household *h = *state;

	for (size_t i = 0; i < DW_COUNT(files); i++) {
		assert_code(import_all(h, files[i], err), DW_OK);
		assert_int_equal(household_int(h, "SELECT count(*) FROM membership JOIN user ON "
			"id = user_id WHERE username = 'dora'"), 2);
		household_forget(h);
	}
}

static void
a_separator_in_a_group_s_name_has_a_backslash(void **state)
{
	struct household *h = *state;

	household_sql(h, "INSERT INTO user_group (uuid, name, name_key, created_at) VALUES "
		"(randomblob(16), 'a;b', 'a;b', 1), (randomblob(16), 'c\\d', 'c\\d', 1)");
	assert_code(import_all(h, "username,groups\ndora,a\\;b;c\\\\d\n", err), DW_OK);
	assert_int_equal(household_int(h, "SELECT count(*) FROM membership JOIN user ON "
		"id = user_id WHERE username = 'dora'"), 2);
}

static void
member_counts_and_totals_follow(void **state)
{
	struct household *h = *state;
	int64_t members = household_int(h, "SELECT member_count FROM user_group WHERE name = 'Family'");
	int64_t users = household_int(h, "SELECT users FROM totals");

	assert_code(import_all(h, "username,groups\nd1,Family\nd2,Family\nd3,\n", err), DW_OK);
	assert_int_equal(household_int(h, "SELECT member_count FROM user_group WHERE name = 'Family'"),
		members + 2);
	assert_int_equal(household_int(h, "SELECT users FROM totals"), users + 3);
}

static void
ready_made_hashes_of_all_kinds_arrive(void **state)
{
	struct household *h = *state;

	assert_code(import_all(h, "username,password_hash\n"
		"d1,\"$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$"
		"RdescudvJCsgt3ub+b4dWRWJTmaaJObGYWVoIvt4VVk\"\n"
		"d2,pbkdf2_sha256$600000$somesalt$ZmFrZWZha2VmYWtlZmFrZWZha2VmYWtlZmFrZWZha2U=\n", err),
		DW_OK);
	assert_string_equal(household_text(h, "SELECT group_concat(scheme) FROM (SELECT scheme FROM "
		"password JOIN user ON id = user_id WHERE username IN ('d1', 'd2') ORDER BY username)"),
		"argon2id,pbkdf2_sha256");
}

/* ---- faults --------------------------------------------------------------------------- */

static void
every_fault_has_its_line_and_column(void **state)
{
	faults(*state,
		"username,first_name,email,phone,active,valid_from,valid_until,groups\n"
		"good1,,,,,,,\n"
		",,,,,,,\n"
		"-x,,,,,,,\n"
		"d4,,not an address,12,,,,\n"
		"d5,\"a\nb\",,,,,,\n"
		"d7,,,,maybe,,,\n"
		"d8,,,,,yesterdayish,,\n"
		"d9,,,,,2030-01-01,2029-01-01,\n"
		"d10,,,,,,,No such group\n"
		"good2,,,,,,,\n",
		"3 username;4 username;5 email;5 phone;6 first_name;8 active;9 valid_from;"
		"10 valid_until;11 groups;");
}

static void
the_same_name_twice_in_the_file_is_a_fault_that_names_the_other_line(void **state)
{
	struct household *h = *state;

	faults(h, "username,email\ndora,a@example.org\nemil,A@Example.ORG\nDORA,\n",
		"3 email;4 username;");
	faults(h, "username,email\na@example.org,\nemil,a@example.org\n", "3 email;");
	faults(h, "username,phone\ndora,x\ndora,\n", "2 phone;3 username;");
	assert_non_null(strstr(reason(h, "username\ndora\n\ndora\n"), "Line 2"));
	assert_code(import_all(h, "username,email\na@example.org,a@example.org\n", err), DW_OK);
}

static void
a_name_that_is_taken_is_a_fault_that_says_by_whom(void **state)
{
	struct household *h = *state;

	household_sql(h, "UPDATE user SET email = 'bob@example.org', email_key = 'bob@example.org' "
		"WHERE username = 'bob'");
	faults(h, "username,email\nBOB,\ndora,Bob@example.org\nbob@example.org,\nemil,\n",
		"2 username;3 email;4 username;4 username;");
	assert_non_null(strstr(reason(h, "username\nBOB\n"), "bob"));
	household_sql(h, "UPDATE user SET lifecycle = 1 WHERE username = 'bob'");
	assert_non_null(strstr(reason(h, "username\nBOB\n"), "recycle bin"));
}

static void
plain_passwords_are_refused_and_never_repeated(void **state)
{
	struct household *h = *state;
	static const char *const plain[] = { "hunter2", "$1$old$md5", "{SSHA}abc", "$argon2id$",
		"$2b$10$short", "!", "*", "x" };

	for (size_t i = 0; i < DW_COUNT(plain); i++) {
		char text[100];

		snprintf(text, sizeof(text), "username,password_hash\ndora,%s\n", plain[i]);
		faults(h, text, "2 password_hash;");
		assert_non_null(strstr(reason(h, text), "Plain passwords are refused"));
		if (strlen(plain[i]) > 3)
			assert_null(strstr(reason(h, text), plain[i]));
	}
	faults(h, "username,password\ndora,hunter2\n", "1 password;");
}

static void
a_masked_address_is_a_fault(void **state)
{
	faults(*state, "username,email\ndora,d***@e***.org\n", "2 email;");
}

static void
nobody_assigns_what_is_not_offered(void **state)
{
	static const char *const columns[] = { "is_admin", "version", "lifecycle", "locked_until",
		"created_at", "uuid", "unix_uid", "mfa_exempt_at", "source", "permissions", "Username" };
	struct household *h = *state;

	for (size_t i = 0; i < DW_COUNT(columns); i++) {
		char text[100], expected[100];

		snprintf(text, sizeof(text), "username,%s\ndora,1\n", columns[i]);
		snprintf(expected, sizeof(expected), "1 %s;", columns[i]);
		faults(h, text, expected);
		assert_non_null(strstr(reason(h, text), strcmp(columns[i], "Username") == 0 ?
			"column 2" : "username, first_name"));
	}
}

static void
huge_values_are_faults_and_no_more(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_buf) text = { 0 };

	dw_buf_puts(&text, "username,first_name,last_name,email\ndora,");
	for (int column = 0; column < 3; column++) {
		for (int i = 0; i < 20000; i++)
			dw_buf_puts(&text, "\xef\xb7\xba"); /* folds to eighteen times as much */
		dw_buf_puts(&text, column < 2 ? "," : "\n");
	}
	faults(h, dw_buf_text(&text), "2 first_name;2 last_name;2 email;");
}

/* ---- rights --------------------------------------------------------------------------- */

static void
import_needs_its_own_permission(void **state)
{
	struct household *h = *state;

	household_as(h, "hela");
	assert_code(import_all(h, "username\ndora\n", err), DW_NOT_PERMITTED);
	household_as(h, NULL);
	household_grant(h, "hela", "doorward.import");
	household_as(h, "hela");
	assert_code(import_all(h, "username\ndora\n", err), DW_OK);
}

static void
nobody_imports_into_a_group_that_gives_more_than_they_hold(void **state)
{
	struct household *h = *state;

	household_grant(h, "hela", "doorward.import");
	household_as(h, "hela");
	assert_code(import_all(h, "username,groups\ndora,Family\n", err), DW_NOT_PERMITTED);
	household_as(h, NULL);
	household_grant(h, "hela", "doorward.manage_access");
	household_as(h, "hela");
	assert_code(import_all(h, "username,groups\ndora,Family\n", err), DW_OK);
	assert_code(import_all(h, "username,groups\nemil,Family\nfred,Admin\n", err), DW_NOT_SUBSET);
	assert_code(import_all(h, "username,groups\nemil,User manager\n", err), DW_NOT_SUBSET);
	household_as(h, "alba");
	assert_code(import_all(h, "username,groups\nemil,Admin\nfred,User manager\n", err), DW_OK);
}

static void
single_fields_ask_for_what_they_ask_for_elsewhere(void **state)
{
	struct household *h = *state;

	household_grant(h, "cleo", "doorward.import");
	household_as(h, "cleo");
	assert_code(import_all(h, "username,staff\ndora,true\n", err), DW_NOT_PERMITTED);
	assert_code(import_all(h, "username,staff\ndora,false\n", err), DW_OK);
	assert_code(import_all(h, "username,email,email_verified\nemil,e@example.org,true\n", err),
		DW_NOT_PERMITTED);
	assert_code(import_all(h, "username,valid_until\nemil,2099-01-01\n", err), DW_NOT_PERMITTED);
	assert_code(import_all(h, "username,valid_until,email_verified\nemil,,\n", err), DW_OK);
}

static void
rights_taken_away_meanwhile_count(void **state)
{
	struct household *h = *state;
	struct dw_import *import;

	household_as(h, "alba");
	import = begin(h, "username,groups\ndora,Family\n");
	assert_code(dw_import_finish(import, &quiet, err), DW_OK);
	assert_code(dw_import_may(&h->work, import, err), DW_OK);
	household_as(h, "hela");
	assert_code(dw_import_apply(&h->work, import, &quiet, NULL, err), DW_NOT_PERMITTED);
	dw_import_free(import);
}

/* ---- all or nothing --------------------------------------------------------------------- */

static void
a_name_taken_meanwhile_undoes_everything_and_names_the_line(void **state)
{
	struct household *h = *state;
	struct dw_import *import = begin(h, "username\nd1\nd2\nd3\n");
	struct dw_error err = { 0 };

	assert_int_equal(dw_import_finish(import, &quiet, &err), DW_OK);
	household_person(h, "D3", NULL);
	household_again(h);
	assert_int_equal(dw_import_apply(&h->work, import, &quiet, NULL, &err), DW_INVALID);
	assert_non_null(strstr(err.message, "line 4"));
	household_forget(h);
	assert_int_equal(household_int(h, "SELECT count(*) FROM user WHERE username IN ('d1', 'd2')"),
		0);
	dw_import_free(import);
}

static void
a_group_deleted_meanwhile_stops_it(void **state)
{
	struct household *h = *state;
	struct dw_import *import = begin(h, "username,groups\ndora,Family\n");

	assert_code(dw_import_finish(import, &quiet, err), DW_OK);
	household_sql(h, "DELETE FROM membership WHERE group_id IN (SELECT id FROM user_group WHERE "
		"name = 'Family'); DELETE FROM group_permission WHERE group_id IN (SELECT id FROM "
		"user_group WHERE name = 'Family'); DELETE FROM user_group WHERE name = 'Family'");
	assert_code(dw_import_apply(&h->work, import, &quiet, NULL, err), DW_NOT_FOUND);
	dw_import_free(import);
}

static void
many_rows(struct dw_buf *text, int n)
{
	dw_buf_puts(text, "username,first_name,last_name,email,groups\n");
	for (int i = 0; i < n; i++)
		dw_buf_printf(text, "u%06d,Käthe,Müller %d,u%d@example.org,%s\n", i, i, i,
			i % 3 == 0 ? "Family" : "");
}

struct counted {
	int64_t last, total;
	int64_t stop_at; /* 0 = never */
};

static bool
count(void *arg, int64_t done, int64_t total)
{
	struct counted *counted = arg;

	assert_true(done >= counted->last || counted->last == 0);
	counted->last = done;
	counted->total = total;
	return counted->stop_at == 0 || done < counted->stop_at;
}

static void
progress_is_told_and_can_cancel(void **state)
{
	struct household *h = *state;
	struct counted counted = { 0 };
	const struct dw_progress progress = { count, &counted };
	DW_AUTO(dw_buf) text = { 0 };
	struct dw_import *import;

	many_rows(&text, 3000);
	import = begin(h, text.data);
	assert_code(dw_import_finish(import, &progress, err), DW_OK);
	assert_true(counted.last > 2000);
	assert_int_equal(counted.total, 3000);
	counted = (struct counted){ .stop_at = 1000 };
	assert_code(dw_import_apply(&h->work, import, &progress, NULL, err), DW_CANCELLED);
	assert_true(counted.last >= 1000 && counted.last < 3000);
	household_forget(h);
	assert_int_equal(household_int(h, "SELECT count(*) FROM user WHERE username LIKE 'u0%%'"), 0);
	counted = (struct counted){ 0 };
	assert_code(dw_import_apply(&h->work, import, &progress, NULL, err), DW_OK);
	assert_int_equal(household_int(h, "SELECT count(*) FROM user WHERE username LIKE 'u0%%'"),
		3000);
	dw_import_free(import);
}

static bool
die_in_the_middle(void *arg, int64_t done, int64_t total)
{
	(void)arg;
	if (done > total / 2)
		kill(getpid(), SIGKILL);
	return true;
}

static void
a_kill_in_the_middle_leaves_nothing(void **state)
{
	struct household *h = *state;
	const struct dw_progress deadly = { die_in_the_middle, NULL };
	DW_AUTO(dw_buf) text = { 0 };
	int64_t entries = household_int(h, "SELECT count(*) FROM audit"), checked;
	int status = 0;
	pid_t pid;

	many_rows(&text, 4000);
	household_again(h);
	dw_txn_clear(&h->txn);
	if ((pid = fork()) == 0) {
		struct dw_db *db = NULL;
		struct dw_txn txn = { 0 };
		struct dw_work w = h->work;
		struct dw_import *import;

		if (dw_db_open(h->place->store, DW_DB_WRITE, &db, NULL) != DW_OK)
			_exit(1);
		w.db = db;
		import = dw_import_new(&w, exported, DW_COUNT(exported), NULL);
		if (dw_import_feed(import, text.data, text.len, NULL) != DW_OK ||
			dw_import_finish(import, &quiet, NULL) != DW_OK ||
			dw_txn_begin(db, &txn, NULL) != DW_OK)
			_exit(2);
		dw_import_apply(&w, import, &deadly, NULL, NULL);
		_exit(3);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	household_forget(h);
	assert_int_equal(household_int(h, "SELECT count(*) FROM user WHERE username LIKE 'u0%%'"), 0);
	assert_int_equal(household_int(h, "SELECT count(*) FROM audit"), entries);
	assert_code(dw_audit_verify(h->db, &checked, err), DW_OK);
	assert_code(import_all(h, text.data, err), DW_OK);
}

static void
what_an_export_writes_can_be_imported(void **state)
{
	struct household *h = *state;
	static const char *const odd[] = { "=1+1", "'=1", "+x", "-x", "@x", "\xef\xbc\x9d", "a\"b",
		"a,b;c", " lead", "trail ", "'", "''", "\\", "日本語", "e\xcc\x81", "{}", "\xf0\x9f\x9a\xaa" };
	DW_AUTO(dw_buf) text = { 0 };

	dw_buf_puts(&text, "username,first_name,last_name,groups\r\n");
	for (size_t i = 0; i < DW_COUNT(odd); i++) {
		dw_buf_printf(&text, "odd%zu,", i);
		dw_csv_field(&text, odd[i], false);
		dw_buf_putc(&text, ',');
		dw_csv_field(&text, odd[DW_COUNT(odd) - 1 - i], false);
		dw_buf_puts(&text, ",\r\n");
	}
	assert_code(import_all(h, text.data, err), DW_OK);
	for (size_t i = 0; i < DW_COUNT(odd); i++) {
		char name[20];

		snprintf(name, sizeof(name), "odd%zu", i);
		assert_string_equal(household_text(h, "SELECT first_name FROM user WHERE username = '%s'",
			name), odd[i]);
		assert_string_equal(household_text(h, "SELECT last_name FROM user WHERE username = '%s'",
			name), odd[DW_COUNT(odd) - 1 - i]);
	}
}

#define AT_HOME(test) cmocka_unit_test_setup_teardown(test, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(all_columns_arrive),
		AT_HOME(a_username_is_enough),
		AT_HOME(columns_of_our_exports_that_nobody_may_set_are_passed_over_and_named),
		AT_HOME(each_row_has_its_entry_and_the_whole_one_more),
		AT_HOME(groups_are_named_in_every_way),
		AT_HOME(a_separator_in_a_group_s_name_has_a_backslash),
		AT_HOME(member_counts_and_totals_follow),
		AT_HOME(ready_made_hashes_of_all_kinds_arrive),
		AT_HOME(every_fault_has_its_line_and_column),
		AT_HOME(the_same_name_twice_in_the_file_is_a_fault_that_names_the_other_line),
		AT_HOME(a_name_that_is_taken_is_a_fault_that_says_by_whom),
		AT_HOME(plain_passwords_are_refused_and_never_repeated),
		AT_HOME(a_masked_address_is_a_fault),
		AT_HOME(nobody_assigns_what_is_not_offered),
		AT_HOME(huge_values_are_faults_and_no_more),
		AT_HOME(import_needs_its_own_permission),
		AT_HOME(nobody_imports_into_a_group_that_gives_more_than_they_hold),
		AT_HOME(single_fields_ask_for_what_they_ask_for_elsewhere),
		AT_HOME(rights_taken_away_meanwhile_count),
		AT_HOME(a_name_taken_meanwhile_undoes_everything_and_names_the_line),
		AT_HOME(a_group_deleted_meanwhile_stops_it),
		AT_HOME(progress_is_told_and_can_cancel),
		AT_HOME(a_kill_in_the_middle_leaves_nothing),
		AT_HOME(what_an_export_writes_can_be_imported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
