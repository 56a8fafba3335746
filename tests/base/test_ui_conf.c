/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ui.conf: where it lies, whose its lines are, and which files and lines are refused with
 * their place.
 */
#include "tests/support/test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/ui_conf.h"

static char folder[64];
static char main_file[96], ui_file[96];
static struct dw_ui_conf conf;
static struct dw_error err;

static void
put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, 0644), 0);
}

static int
setup(void **state DW_UNUSED)
{
	strcpy(folder, "/tmp/doorward-ui-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(main_file, sizeof(main_file), "%s/doorward.conf", folder);
	snprintf(ui_file, sizeof(ui_file), "%s/ui.conf", folder);
	err = (struct dw_error){ 0 };
	return 0;
}

static int
remove_one(const char *path, const struct stat *st DW_UNUSED, int type DW_UNUSED,
	struct FTW *at DW_UNUSED)
{
	return remove(path);
}

static int
teardown(void **state DW_UNUSED)
{
	dw_ui_conf_clear(&conf);
	return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void
assert_refused(const char *where, const char *words)
{
	assert_int_equal(dw_ui_conf_read(&conf, main_file, &err), DW_CONFIG);
	if (strstr(err.message, where) == NULL || strstr(err.message, words) == NULL)
		fail_msg("“%s” says neither “%s” nor “%s”", err.message, where, words);
	assert_int_equal(conf.n, 0);
}

static void
it_lies_beside_the_configuration(void **state DW_UNUSED)
{
	assert_int_equal(dw_ui_conf_read(&conf, main_file, &err), DW_NO_INPUT);
	put(ui_file, "[keys]\nmark = x Insert\ncommand-line = : Ctrl-P\nsort =\n");
	assert_int_equal(dw_ui_conf_read(&conf, main_file, &err), DW_OK);
	assert_int_equal(conf.n, 3);
	assert_null(conf.keys[0].who);
	assert_string_equal(conf.keys[0].command, "mark");
	assert_string_equal(conf.keys[0].keys, "x Insert");
	assert_non_null(strstr(conf.keys[0].where, "ui.conf:2"));
	assert_string_equal(conf.keys[1].keys, ": Ctrl-P");
	assert_string_equal(conf.keys[2].keys, "");
}

static void
an_operator_has_a_section(void **state DW_UNUSED)
{
	put(ui_file, "[keys]\nmark = x\n[keys Ada]\nmark = y\n");
	assert_int_equal(dw_ui_conf_read(&conf, main_file, &err), DW_OK);
	assert_int_equal(conf.n, 2);
	assert_string_equal(conf.keys[1].who, "ada");
}

static void
a_command_stands_once_in_a_section(void **state DW_UNUSED)
{
	put(ui_file, "[keys]\nmark = x\n\nmark = y\n");
	assert_refused("ui.conf:4:", "ui.conf:2");
	put(ui_file, "[keys ada]\nmark = x\n[keys ADA]\nmark = y\n");
	assert_refused("ui.conf:4:", "ui.conf:2");
}

static void
other_sections_are_refused(void **state DW_UNUSED)
{
	static const char *const sections[] = { "theme", "keysada", "keys ", "Keys", "" };

	for (size_t i = 0; i < DW_COUNT(sections); i++) {
		DW_AUTO_FREE char *text = dw_format("[%s]\nmark = x\n", sections[i]);

		put(ui_file, text);
		assert_refused("ui.conf:2:", "write [keys]");
	}
	put(ui_file, "mark = x\n");
	assert_refused("ui.conf:1:", "write [keys]");
}

/* inih would cut it off, and it would be somebody else's. */
static void
a_long_name_is_refused(void **state DW_UNUSED)
{
	put(ui_file, "[keys a-name-of-fifty-letters-and-more-is-cut-off-by-inih]\nmark = x\n");
	assert_refused("ui.conf:2:", "write the user's id instead");
	put(ui_file, "[keys 00112233-4455-4677-8899-aabbccddeeff]\nmark = x\n");
	assert_int_equal(dw_ui_conf_read(&conf, main_file, &err), DW_OK);
	assert_string_equal(conf.keys[0].who, "00112233-4455-4677-8899-aabbccddeeff");
}

static void
what_others_can_write_is_refused(void **state DW_UNUSED)
{
	put(ui_file, "[keys]\nmark = x\n");
	assert_int_equal(chmod(ui_file, 0664), 0);
	assert_refused("ui.conf", "chmod go-w");
	assert_int_equal(chmod(ui_file, 0600), 0);
	assert_int_equal(unlink(ui_file), 0);
	assert_int_equal(mkfifo(ui_file, 0600), 0);
	assert_refused("ui.conf", "plain file");
}

static void
a_file_of_somebody_else_is_refused(void **state DW_UNUSED)
{
	put(ui_file, "[keys]\nmark = x\n");
	put(main_file, "");
	/* Only root can give a file away; cmocka's skip() would print a failure. */
	if (geteuid() != 0) {
		print_message("# not root: no file of somebody else can be made\n");
		return;
	}
	assert_int_equal(chown(ui_file, 12345, (gid_t)-1), 0);
	assert_refused("ui.conf", "belongs to somebody else");
	assert_int_equal(chown(main_file, 12345, (gid_t)-1), 0);
	assert_int_equal(dw_ui_conf_read(&conf, main_file, &err), DW_OK);
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(it_lies_beside_the_configuration),
		FACT(an_operator_has_a_section),
		FACT(a_command_stands_once_in_a_section),
		FACT(other_sections_are_refused),
		FACT(a_long_name_is_refused),
		FACT(what_others_can_write_is_refused),
		FACT(a_file_of_somebody_else_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
