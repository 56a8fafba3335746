/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command that is shown after a write: given to a real shell, over a copy of the store
 * as it was before, it writes the same entries into the audit. Every write of the console has
 * at least one case here; names are as bad as they may be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/test.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "store/query.h"
#include "tests/support/scene.h"

#define BAD "-rf \"it's\" $(exit 3) `x` \\ ünï*"
#define WORSE "--all"
#define SECRET "quartz lemon 7 bicycle thunder"

struct example {
	const char *action;
	bool secret;          /* its password is given as well */
	const char *args[14]; /* name, value ...; NULL */
};

static const struct example examples[] = {
	{ "session.end", false, { "session", "" } },
	{ "session.end-all", false, { "user", "cleo" } },
	{ "group.create", false, { "name", BAD, "description", "-d 'o'" } },
	{ "group.create", false, { "name", "-x" } },
	{ "user.create", true, { "username", "o.new+1", "first-name", "-Seán \"O'Neil\"", "last-name", "--",
		"email", "new@example.org", "group", BAD, "valid-until", "2031-05-06" } },
	{ "user.create", false, { "username", "second", "staff", "yes", "active", "no" } },
	{ "user.edit", false, { "user", "bob", "last-name", "$HOME", "profile-name", "a\\b", "email",
		"bob@example.org", "group", "Family", "group", BAD } },
	{ "user.edit", false, { "user", "bob", "group", "none" } },
	{ "user.edit", false, { "user", "second", "username", "third" } },
	{ "user.verify-email", false, { "user", "bob" } },
	{ "user.deactivate", false, { "user", "bob" } },
	{ "user.activate", false, { "user", "bob" } },
	{ "undo", false, { "entry", "" } },
	{ "user.set-password", true, { "user", "cleo", "must-change", "no" } },
	{ "group.add", false, { "group", BAD, "user", "bob" } },
	{ "group.add", false, { "group", "-x", "user", "bob" } },
	{ "group.remove", false, { "group", BAD, "user", "bob" } },
	{ "group.edit", false, { "group", BAD, "name", WORSE, "description", "" } },
	{ "permission.grant", false, { "group", WORSE, "permission", "wiki.read" } },
	{ "permission.grant", false, { "user", "bob", "permission", "wiki.read", "permission", "wiki.edit" } },
	{ "permission.revoke", false, { "user", "bob", "permission", "wiki.edit" } },
	{ "view.save", false, { "name", "-mine 'x'", "filter", "group:\"Help desk\" -state:locked ünï" } },
	{ "view.save", false, { "name", "ours", "filter", "-x", "shared", "yes" } },
	{ "view.save", false, { "name", "dashes", "filter", "--help" } },
	{ "view.delete", false, { "name", "-mine 'x'" } },
	{ "user.export", false, { "filter", "-group:Family 'x'", "bin", "yes" } },
	{ "user.import", false, { "file", "", "map", "Login=username,It\\,'s \"it\"=last_name,-x=-" } },
	{ "user.import", false, { "file", "", "map", "Login=username,#2=last_name,-x=-", "update-by",
		"username", "create", "no", "separator", "comma" } },
	{ "screen.forget", false, { NULL } },
	{ "group.delete", false, { "group", WORSE } },
};

#define ROWS "Login,\"It,'s \"\"it\"\"\",-x\nimported,$(exit 3),x\n"
#define ROWS_NEXT "Login,,-x\nimported,Other,x\n"

/* The entries after `seq`, without who, when and from where: a line for each part of each. */
static char *
entries(struct dw_db *db, int64_t seq)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_buf out = { 0 };
	bool row;

	dw_query_open(db, &q,
		"SELECT a.action_code, a.result, a.reason_code, coalesce(p.slot, -1), coalesce(p.payload, '')"
		" FROM audit AS a LEFT JOIN audit_payload AS p ON p.seq = a.seq AND p.slot > 0"
		" WHERE a.seq > ?1 ORDER BY a.seq, p.slot");
	dw_bind_int(&q, 1, seq);
	for (;;) {
		assert_code(dw_query_next(&q, &row, err), DW_OK);
		if (!row)
			return dw_buf_steal(&out);
		dw_buf_printf(&out, "%s %s %s %lld %s\n", dw_col_text(&q, 0), dw_col_text(&q, 1),
			dw_col_text(&q, 2), (long long)dw_col_int(&q, 3), dw_col_text(&q, 4));
	}
}

static int64_t
newest(struct dw_db *db)
{
	DW_AUTO(dw_query) q = { 0 };
	int64_t seq;

	dw_query_open(db, &q, "SELECT max(seq) FROM audit");
	assert_code(dw_query_int(&q, 0, &seq, err), DW_OK);
	return seq;
}

/* The call, through the pipeline; returns the command that would be shown. */
static char *
do_it(struct scene *s, const struct example *e, const char *session)
{
	const char *rows = e->args[4] != NULL ? ROWS_NEXT : ROWS;
	DW_AUTO_FREE char *last = dw_format("%lld", (long long)newest(s->h->db));
	DW_AUTO(dw_secret) password = { 0 };
	struct dw_error err = { 0 };

	place_write(place_path(s->h->place, "it's -rows.csv"), rows, strlen(rows));
	scene_call(s, e->action);
	for (size_t i = 0; e->args[i] != NULL; i += 2)
		scene_put(s, e->args[i], strcmp(e->args[i], "session") == 0 ? session
			: strcmp(e->args[i], "file") == 0 ? place_path(s->h->place, "it's -rows.csv")
			: strcmp(e->args[i], "entry") == 0 ? last : e->args[i + 1]);
	if (e->secret) {
		assert_int_equal(dw_secret_set(&password, SECRET, strlen(SECRET), &err), DW_OK);
		assert_int_equal(dw_args_put_secret(&s->args, dw_param_find(s->call.action, "password"),
			&password, &err), DW_OK);
	}
	if (dw_invoke(&s->call, &err) != DW_OK)
		fail_msg("%s: %s %s", e->action, err.message, err.field);
	assert_true(s->call.changed);
	return dw_call_shell(&s->call);
}

/* The same by a shell that knows “doorward” as the program over the copy. */
static void
run_shell(const struct household *h, const char *command, const char *copy, bool secret)
{
	DW_AUTO_FREE char *script = dw_format(
		"doorward() { \"$DOORWARD_BIN\" --yes --store '%s' \"$@\"; }\n"
		"exec >'%s/out' 2>&1 <'%s/in'\n%s\n", copy, h->place->folder, h->place->folder, command);
	const char *path = place_path(h->place, "script");
	DW_AUTO_FREE char *line = dw_format("sh %s", path);
	char *said;
	size_t len;

	place_write(path, script, strlen(script));
	place_write(place_path(h->place, "in"), SECRET "\n", secret ? strlen(SECRET) + 1 : 0);
	if (system(line) != 0) {
		said = place_read(place_path(h->place, "out"), &len);
		fail_msg("%s\n%.*s", command, (int)len, said);
	}
}

/* What is new has an id by chance. */
static void
mask_ids(char *text)
{
	for (; strlen(text) > DW_UUID_TEXT; text++)
		if (text[0] == '"' && text[9] == '-' && text[14] == '-' && text[19] == '-' &&
			text[24] == '-' && text[37] == '"')
			memset(text + 1, '*', 36);
}

static void
check(struct household *h, struct scene *s, const struct example *e, const char *session)
{
	const char *copy = place_path(h->place, "copy.db");
	int64_t seq = newest(h->db);
	DW_AUTO_FREE char *ours = NULL;
	DW_AUTO_FREE char *theirs = NULL;
	DW_AUTO_FREE char *command = NULL;
	struct dw_db *db = NULL;

	unlink(copy);
	unlink(place_path(h->place, "copy.db-wal"));
	unlink(place_path(h->place, "copy.db-shm"));
	household_sql(h, "VACUUM INTO '%s'", copy);
	assert_int_equal(chmod(copy, 0600), 0);
	command = do_it(s, e, session);
	ours = entries(h->db, seq);
	run_shell(h, command, copy, e->secret);
	assert_code(dw_db_open(copy, DW_DB_WRITE, &db, err), DW_OK);
	theirs = entries(db, seq);
	dw_db_close(db);
	assert_true(ours[0] != '\0');
	if (strstr(e->action, ".create") != NULL || strcmp(e->action, "view.save") == 0 ||
		strcmp(e->action, "user.import") == 0) {
		mask_ids(ours);
		mask_ids(theirs);
	}
	if (strcmp(ours, theirs) != 0)
		fail_msg("%s wrote\n%sinstead of\n%s", command, theirs, ours);
}

static void
the_command_shown_after_a_write_does_the_same_in_a_shell(void **state)
{
	struct household *h = *state;
	struct dw_uuid session, other;
	char id[DW_UUID_TEXT];
	struct scene s;

	session = household_session(h, "bob", dw_now());
	other = household_session(h, "cleo", dw_now());
	assert_false(dw_uuid_equal(&session, &other));
	household_sql(h, "INSERT INTO unix_binding (uid, user_id, bound_at)"
		" SELECT %ld, id, 1 FROM user WHERE username = 'alba'", (long)getuid());
	/* What init writes. A demo store reads no configuration but that of its folder. */
	household_sql(h, "INSERT INTO meta (key, value) VALUES ('kind', 'demo'), ('realm', 'x.org'),"
		" ('fold_version', '%d')", DW_FOLD_VERSION);
	household_sql(h, "INSERT INTO screen_state (user_id, screen, state, changed_at)"
		" SELECT id, 'user.list', '{}', 1 FROM user WHERE username = 'alba'");
	scene_open(&s, h, "alba");
	dw_clock = NULL; /* the program's clock is the real one */
	for (size_t i = 0; i < DW_COUNT(examples); i++)
		check(h, &s, &examples[i], dw_uuid_format(&session, id));
	scene_close(&s);
}

static void
every_write_of_the_console_has_a_case(void **state)
{
	(void)state;
	for (size_t i = 0; dw_actions[i] != NULL; i++) {
		const struct dw_action *action = dw_actions[i];
		bool found = false;

		for (size_t k = 0; k < DW_COUNT(examples); k++)
			found |= strcmp(examples[k].action, action->name) == 0;
		if (action->effect == DW_WRITE && action->console && !found)
			fail_msg("%s", action->name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_write_of_the_console_has_a_case),
		cmocka_unit_test_setup_teardown(the_command_shown_after_a_write_does_the_same_in_a_shell,
			household_setup, household_teardown),
	};

	unsetenv("SUDO_UID");
	unsetenv("DOORWARD_STORE");
	if (dw_secret_start(NULL) != DW_OK)
		return 1;
	return cmocka_run_group_tests_name("shell", tests, NULL, NULL);
}
