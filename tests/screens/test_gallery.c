/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The gallery: every screen and every dialog of the console as it stands on 80×24,
 * kept in tests/golden/screens/gallery to be read. Each is a row here, but for the
 * actions: those are walked, so that a new one without its picture fails, as does a
 * picture that nothing makes any more. Every one must also say how to leave it, and in
 * a language whose words are longer, too.
 */
#include "tests/support/test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/intl.h"
#include "base/mem.h"
#include "tests/support/house.h"
#include "ui/act.h"
#include "ui/term_memory.h"

#define FOLDER "gallery"
#define NAMES_MAX 400

/* ---- what happens before, or between the keys ------------------------------------------ */

static void
somebody_else_saves(struct desk *d)
{
	desk_change(d, "users", "UPDATE user SET version = version + 1, first_name = 'Bobby',"
		" last_name = 'Other' WHERE username = 'bob'");
}

static void
few_reads(struct desk *d)
{
	struct dw_error err = { 0 };

	assert_int_equal(dw_conf_set(d->h->conf, "operator.reads_per_minute", "10", &err), DW_OK);
}

static void
only_looks(struct desk *d)
{
	d->app.caller.read_only = true;
}

static void
bob_is_an_operator(struct desk *d)
{
	household_grant(d->h, "bob", "doorward.view_users");
	household_grant(d->h, "bob", "doorward.view_audit");
}

static void
bob_may_not_see_users(struct desk *d)
{
	desk_change(d, "users", "DELETE FROM user_permission WHERE permission_id ="
		" (SELECT id FROM permission WHERE name = 'doorward.view_users')");
}

static void
nobody_is_signed_in(struct desk *d)
{
	household_sql(d->h, "DELETE FROM session");
}

static void
store_breaks(struct desk *d)
{
	desk_change(d, "sessions", "ALTER TABLE session RENAME TO lost");
}

/* ---- the pictures ------------------------------------------------------------------------- */

struct picture {
	const char *name;
	const char *keys;
	const char *who;                 /* NULL = alba, an admin */
	void (*before)(struct desk *d);  /* the console is opened */
	void (*then)(struct desk *d);    /* after the keys ... */
	const char *more;                /* ... and before these */
};

#define SIX_READS "<Enter><Esc><Enter><Esc><Enter><Esc><Enter><Esc><Enter><Esc><Enter><Esc>"
#define SHOWN(name, keys) { name, keys, NULL, NULL, NULL, NULL }
#define AS(who, name, keys) { name, keys, who, NULL, NULL, NULL }

static const struct picture pictures[] = {
	/* Users */
	SHOWN("users", ""),
	AS("hela", "users-as-help-desk", ""),
	SHOWN("users-search", "/smi"),
	SHOWN("users-search-kept", "/smi<Enter>"),
	SHOWN("users-search-nothing", "/zzz<Enter>"),
	SHOWN("users-filter", ":user list state:locked group:none<Enter>"),
	SHOWN("users-filter-nothing", ":user list state:locked mfa:none<Enter>"),
	SHOWN("users-bin", "B"),
	SHOWN("users-bin-only", ":user list in:bin<Enter>"),
	SHOWN("users-marked", "<Space><Down><Space>"),
	SHOWN("users-range", "<Space><Down>v<Down><Down>"),
	SHOWN("users-end", "<End>"),
	SHOWN("users-narrow", "<Resize 60x15>"),
	SHOWN("users-sorted", "s<Down><Down><Enter>"),
	SHOWN("users-too-small", "<Resize 50x12>"),
	{ "users-read-only", "", NULL, only_looks, NULL, NULL },
	AS("vera", "users-as-viewer", ""),
	{ "users-reads-low", SIX_READS "<Enter><Esc><Wait 1000>", NULL, few_reads, NULL, NULL },
	{ "users-throttled", SIX_READS SIX_READS "<Enter>", NULL, few_reads, NULL, NULL },
	{ "users-rights-lost", "", "bob", bob_is_an_operator, bob_may_not_see_users, "<Wait 1000>" },
	{ "sessions-store-broken", "4", NULL, NULL, store_breaks, "<Wait 1000>" },

	/* What a list asks */
	SHOWN("sort-menu", "s"),
	SHOWN("columns", "w"),
	SHOWN("copy-menu", "/bob<Enter>y"),
	SHOWN("whole-row", "/bob<Enter>="),
	SHOWN("letter", "'"),
	SHOWN("letter-typed", "'p"),
	SHOWN("save-screen", "<Ctrl-O>"),
	SHOWN("go-to-page", "p"),
	SHOWN("screens-menu", "<F2>"),
	SHOWN("filter-dialog", "f"),
	SHOWN("filter-dialog-typed", "fstate:locked gruop:Admin"),
	SHOWN("filter-dialog-completing", "fsta"),
	SHOWN("filter-dialog-states", "f<Tab><Space>"),
	SHOWN("export-question", "ax<Enter>"),
	SHOWN("export-columns", "ax<Tab><Tab><Space>"),
	SHOWN("views", "V"),
	SHOWN("views-save", ":user list mfa:none<Enter>Vsave<Enter>"),
	SHOWN("views-delete", ":view save Mine mfa:none<Enter>Vdelete<Enter>"),

	/* Actions */
	SHOWN("menu-user", "/bob<Enter>a"),
	AS("hela", "menu-user-as-help-desk", "/bob<Enter>a"),
	SHOWN("menu-self", "a"),
	SHOWN("menu-marked", "<Space><Space><Space>a"),
	SHOWN("menu-group", "2<Down>a"),
	SHOWN("menu-session", "4a"),
	SHOWN("edit-error", "/bob<Enter>e<Tab><Tab><Tab><Ctrl-U>not an address<Enter>"),
	SHOWN("edit-diff", "/bob<Enter>e<Ctrl-U>Robert<Enter>"),
	SHOWN("edit-leave", "/bob<Enter>e<Ctrl-U>Robert<Esc>"),
	SHOWN("edit-nothing", "/bob<Enter>e<Enter>"),
	SHOWN("edit-saved", "/bob<Enter>e<Ctrl-U>Robert<Enter><Enter>"),
	SHOWN("edit-address", "/bob<Enter>e<Tab><Tab><Tab><Ctrl-U>rob@example.org<Enter>"),
	SHOWN("edit-directory", "/cleo<Enter>e"),
	{ "edit-conflict", "/bob<Enter>e<Ctrl-U>Robert", NULL, NULL, somebody_else_saves, "<Enter>" },
	AS("hela", "edit-as-help-desk", "/bob<Enter>ae"),
	SHOWN("new-required", "n<Enter>"),
	SHOWN("new-diff", "nnewbie<Tab>New<Tab>Bie<Enter>"),
	SHOWN("new-taken", "nBOB<Enter>"),
	SHOWN("password-weak", "/bob<Enter>apshort"),
	SHOWN("password-made-up", "/bob<Enter>ap<Ctrl-G>"),
	SHOWN("password-shown-once", "/bob<Enter>ap<Ctrl-G><Enter><Enter>"),
	SHOWN("permissions-ticked", "/hela<Enter>anwiki<Space><Space>"),
	SHOWN("permissions-diff", "/hela<Enter>anwiki<Space><Space><Enter>"),
	SHOWN("permissions-nothing", "/vera<Enter>ak"),
	SHOWN("menu-self-reason", "ad"),
	SHOWN("refused-self", ":user deactivate alba<Enter>"),
	SHOWN("refused-last-admin", "am<Enter>"),
	SHOWN("group-diff", "/bob<Enter>agFamily<Enter>"),
	SHOWN("question-group", "2<Down>d"),
	SHOWN("question-session", "4d"),
	SHOWN("question-sessions", "/bob<Enter>as"),
	SHOWN("bulk-preview", "<Space><Space><Space>ad"),
	SHOWN("bulk-ask", "<Space><Space><Space>ag"),
	SHOWN("bulk-take", "<Space><Space><Space>am"),
	SHOWN("bulk-result", "<Space><Space><Space>ad<Enter>"),
	SHOWN("bulk-sessions", "4<Space><Down><Space>d"),
	SHOWN("undo", ":user edit bob --first-name Robert<Enter><Wait 50>z"),
	SHOWN("undo-many", "<Down><Space><Space>ad<Enter><Wait 50>z"),
	SHOWN("undo-done", ":user edit bob --first-name Robert<Enter><Wait 50>z<Enter>"),
	SHOWN("undo-nothing", "z"),

	/* A user */
	SHOWN("user-general", "/bob<Enter><Enter>"),
	SHOWN("user-security", "/bob<Enter><Enter>2"),
	SHOWN("user-security-end", "/bob<Enter><Enter>2<End>"),
	SHOWN("user-groups", "/person003<Enter><Enter>3"),
	SHOWN("user-groups-none", "/bob<Enter><Enter>3"),
	SHOWN("user-permissions", "/bob<Enter><Enter>4"),
	SHOWN("user-permissions-admin", "<Enter>4"),
	SHOWN("user-permissions-none", "/person004<Enter><Enter>4"),
	SHOWN("user-sessions", "/bob<Enter><Enter>5"),
	SHOWN("user-sessions-none", "/vera<Enter><Enter>5"),
	SHOWN("user-claims", "/bob<Enter><Enter>6"),
	SHOWN("user-history", ":user edit bob --first-name Robert<Enter><Esc>/bob<Enter><Enter>7"),
	SHOWN("user-history-entry", ":user edit bob --first-name Robert<Enter><Esc>/bob<Enter><Enter>7"
		"<Enter>"),
	AS("hela", "user-general-as-help-desk", "/bob<Enter><Enter>1"),
	AS("hela", "user-security-as-help-desk", "/bob<Enter><Enter>2"),
	SHOWN("user-directory", "/cleo<Enter><Enter>"),
	SHOWN("user-security-well", "/cleo<Enter><Enter>2"),
	SHOWN("user-inactive", "/person009<Enter><Enter>2"),
	SHOWN("user-in-bin", "B/person011<Enter><Enter>2"),

	SHOWN("user-permission-whole", "/bob<Enter><Enter>4<Enter>"),

	/* The other screens */
	SHOWN("groups-filter", "2f"),
	SHOWN("permissions-filter", "3f"),
	SHOWN("sessions-filter", "4f"),
	SHOWN("sessions-ready", "4V"),
	SHOWN("audit-filter", "5f"),
	SHOWN("audit-ready", "5V"),
	SHOWN("audit-yesterday", "5Vy"),
	SHOWN("groups", "2"),
	SHOWN("groups-search", "2/fam"),
	SHOWN("groups-nothing", "2/zzz<Enter>"),
	SHOWN("group-members", "2<Down><Enter>"),
	SHOWN("group-permissions", "2<Down><Enter>2"),
	SHOWN("permissions", "3"),
	SHOWN("permissions-search", "3/wiki<Enter>"),
	SHOWN("permission-opened", "3/wiki.edit<Enter><Enter>"),
	SHOWN("sessions", "4"),
	SHOWN("sessions-nothing", "4/zzz<Enter>"),
	{ "sessions-none", "4", NULL, nobody_is_signed_in, NULL, NULL },
	AS("vera", "sessions-as-viewer", "4"),
	SHOWN("audit", ":user edit bob --first-name Robert<Enter><Esc>5"),
	SHOWN("audit-entry", ":user edit bob --first-name Robert<Enter><Esc>5<Enter>"),
	SHOWN("audit-refused", ":user deactivate alba<Enter><Esc><Esc>5<Enter>"),

	/* The command line and what is said */
	SHOWN("command", ":"),
	SHOWN("command-verbs", ":user "),
	SHOWN("command-options", ":user edit bob --"),
	SHOWN("command-names", ":user show person00"),
	SHOWN("command-fault", ":user unlok bob<Enter>"),
	SHOWN("command-filter-fault", ":user list stat:locked<Enter>"),
	SHOWN("command-unknown-user", ":user show nobody<Enter>"),
	SHOWN("command-filter", ":state:locked"),
	SHOWN("command-help", ":help<Enter>"),
	SHOWN("command-help-one", ":help user edit<Enter>"),
	SHOWN("messages", ":user edit bob --first-name Robert<Enter>:user activate mona<Enter><Esc>M"),
	SHOWN("messages-none", "M"),

	/* The keys of each place */
	SHOWN("keys-users", "?"),
	SHOWN("keys-users-end", "?<End>"),
	SHOWN("keys-user", "<Enter>?"),
	SHOWN("keys-user-security", "<Enter>2?"),
	SHOWN("keys-groups", "2?"),
	SHOWN("keys-permissions", "3?"),
	SHOWN("keys-sessions", "4?"),
	SHOWN("keys-audit", "5?"),
	SHOWN("keys-menu", "a<F1>"),
	SHOWN("keys-form", "n<F1>"),
	SHOWN("keys-picker", "/bob<Enter>ag<F1>"),
	SHOWN("keys-search", "/x<F1>"),
	SHOWN("keys-command", ":<F1>"),
	SHOWN("keys-pager", ":help<Enter>?"),
	SHOWN("keys-search-help", "?/mark<Enter>"),
	AS("vera", "keys-as-viewer", "?"),
};

/* ---- a language with longer words --------------------------------------------------------- */

#undef gettext
#undef dgettext
#undef dcgettext
#undef ngettext
#undef dngettext
#undef dcngettext

static bool longer;

/*
 * Takes the place of the C library's, which has no translation loaded here: with `longer`
 * every text is longer by 40 %, its end marked by tildes, in words where it has some. By
 * address: each text is asked for again and again, and must stay where it is.
 */
char *
dcgettext(const char *domain DW_UNUSED, const char *text, int category DW_UNUSED)
{
	static struct {
		const char *from;
		char *to;
	} made[8192];
	size_t len = strlen(text), more = (len * 2 + 4) / 5, at = ((uintptr_t)text >> 2) % DW_COUNT(made);
	DW_AUTO(dw_buf) out = { 0 };

	if (!longer || len == 0)
		return (char *)(uintptr_t)text;
	while (made[at].from != NULL && made[at].from != text)
		at = (at + 1) % DW_COUNT(made);
	if (made[at].from == NULL) {
		dw_buf_puts(&out, text);
		for (size_t i = 0; i < more; i++)
			dw_buf_putc(&out, i % 7 == 0 && strchr(text, ' ') != NULL ? ' ' : '~');
		made[at].from = text;
		made[at].to = dw_buf_steal(&out);
	}
	return made[at].to;
}

char *
dgettext(const char *domain, const char *text)
{
	return dcgettext(domain, text, 0);
}

char *
gettext(const char *text)
{
	return dcgettext(NULL, text, 0);
}

char *
dcngettext(const char *domain, const char *one, const char *many, unsigned long n, int category)
{
	return dcgettext(domain, n == 1 ? one : many, category);
}

char *
dngettext(const char *domain, const char *one, const char *many, unsigned long n)
{
	return dcngettext(domain, one, many, n, 0);
}

char *
ngettext(const char *one, const char *many, unsigned long n)
{
	return dcngettext(NULL, one, many, n, 0);
}

/* ---- taking one --------------------------------------------------------------------------- */

static struct desk *house;

/* The last row names a key; where characters are typed that is Esc, Enter or F1. */
static void
says_the_way_out(struct desk *d, const char *name)
{
	static const char *const ways[] = { "Esc ", "Enter ", "? keys", "F10", "q " };
	DW_AUTO(dw_buf) screen = { 0 };
	const char *last;

	ui_term_memory_screen(d->term, &screen);
	assert_true(screen.len > 0 && screen.data[screen.len - 1] == '\n');
	screen.data[screen.len - 1] = '\0';
	last = strrchr(dw_buf_text(&screen), '\n');
	for (size_t i = 0; last != NULL && i < DW_COUNT(ways); i++)
		if (strstr(last, ways[i]) != NULL)
			return;
	fail_msg("%s does not say how to leave it:%s", name, last != NULL ? last : "");
}

/* To read them: DW_LONGER=1 tests/screens/test_gallery 2>&1 | less */
static void
show(struct desk *d, const char *name)
{
	DW_AUTO(dw_buf) screen = { 0 };

	ui_term_memory_screen(d->term, &screen);
	fprintf(stderr, "%s\n%s\n", name, dw_buf_text(&screen));
}

static void
take(struct desk *d, const char *name)
{
	DW_AUTO_FREE char *file = dw_format(FOLDER "/%s", name);

	if (!keys_shows(&d->c.ui, "too small"))
		says_the_way_out(d, name);
	if (getenv("DW_LONGER") != NULL && longer)
		show(d, name);
	if (!longer)
		keys_golden(&d->c.ui, file);
}

static void
a_picture(void **state)
{
	const struct picture *p = *state;
	struct desk *d = house;

	house_again(d);
	if (p->before != NULL)
		p->before(d);
	desk_open(d, p->who != NULL ? p->who : "alba", 24, 80);
	desk_play(d, p->keys);
	if (p->then != NULL)
		p->then(d);
	if (p->more != NULL)
		desk_play(d, p->more);
	take(d, p->name);
}

/* ---- the actions ----------------------------------------------------------------------- */

/* What an action of this kind is done to in the house; false when there is no such thing. */
static bool
one_of(struct desk *d, enum dw_kind kind, struct dw_uuid *out)
{
	static const char *const from[] = {
		[DW_KIND_USER] = "user WHERE username = 'bob'",
		[DW_KIND_GROUP] = "user_group WHERE name = 'Family'",
		[DW_KIND_SESSION] = "session WHERE device = 'Mac'",
	};
	DW_AUTO_FREE char *id = NULL;
	char text[DW_UUID_TEXT];

	if ((size_t)kind >= DW_COUNT(from) || from[kind] == NULL)
		return false;
	id = dw_strdup(household_text(d->h, "SELECT lower(hex(uuid)) FROM %s", from[kind]));
	snprintf(text, sizeof(text), "%.8s-%.4s-%.4s-%.4s-%.12s", id, id + 8, id + 12, id + 16,
		id + 20);
	return dw_uuid_parse(text, out);
}

/* What it asks first: its form, its picker or its question. */
static void
an_action(void **state)
{
	const struct dw_action *action = *state;
	DW_AUTO_FREE char *name = dw_format("action-%s", action->name);
	struct desk *d = house;
	struct dw_uuid id;
	/* Files are those of wherever the test runs. */
	const struct console_arg paste[] = { { "file", "-" }, { NULL, NULL } };
	bool has_target = action->target != DW_KIND_NONE;

	house_again(d);
	if (has_target && !one_of(d, action->target, &id))
		fail_msg("%s: the house has nothing of its kind; add it to one_of()", action->name);
	desk_open(d, "alba", 24, 80);
	act_begin(&d->c, action, &id, has_target ? 1 : 0, action->plans ? paste : NULL);
	desk_play(d, "");
	take(d, name);
}

/* ---- all of them ----------------------------------------------------------------------- */

static struct CMUnitTest tests[NAMES_MAX];
static size_t n_tests;

static bool
is_there(const char *file)
{
	for (size_t i = 0; i < n_tests; i++) {
		size_t len = strlen(tests[i].name);

		if (strncmp(tests[i].name, file, len) == 0 && strcmp(file + len, ".txt") == 0)
			return true;
	}
	return file[0] == '.';
}

static void
no_picture_is_left_over(void **state DW_UNUSED)
{
	DW_AUTO_FREE char *path = dw_format("%s/tests/golden/screens/" FOLDER,
		getenv("SRCDIR") != NULL ? getenv("SRCDIR") : ".");
	DIR *folder = opendir(path);
	struct dirent *entry;

	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL)
		if (!is_there(entry->d_name))
			fail_msg("%s/%s is made by nothing any more", path, entry->d_name);
	closedir(folder);
}

static void
with_longer_words(void **state DW_UNUSED)
{
	size_t n = n_tests;

	longer = true;
	for (size_t i = 0; i < n; i++) {
		void *what = tests[i].initial_state;

		if (what != NULL)
			tests[i].test_func(&what);
	}
	longer = false;
}

static void
add(const char *name, CMUnitTestFunction run, const void *what)
{
	assert_true(n_tests < DW_COUNT(tests));
	tests[n_tests++] = (struct CMUnitTest){ .name = name, .test_func = run,
		.initial_state = (void *)(uintptr_t)what };
}

/* cmocka hands a test its own state only where the group has none. */
static int
setup(void **state DW_UNUSED)
{
	void *desk = NULL;
	int rc = house_setup(&desk);

	house = desk;
	return rc;
}

static int
teardown(void **state DW_UNUSED)
{
	void *desk = house;

	return house_teardown(&desk);
}

int
main(void)
{
	char *names[NAMES_MAX];
	size_t n = 0;
	int failed;

	for (size_t i = 0; i < DW_COUNT(pictures); i++)
		add(pictures[i].name, a_picture, &pictures[i]);
	for (size_t i = 0; dw_actions[i] != NULL; i++)
		if (dw_actions[i]->console) {
			names[n] = dw_format("action-%s", dw_actions[i]->name);
			add(names[n++], an_action, dw_actions[i]);
		}
	add("no_picture_is_left_over", no_picture_is_left_over, NULL);
	add("with_longer_words", with_longer_words, NULL);
	failed = _cmocka_run_group_tests("gallery", tests, n_tests, setup, teardown);
	while (n > 0)
		free(names[--n]);
	return failed;
}
