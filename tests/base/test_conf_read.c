/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of settings: which are read in which order, which are refused, and where an
 * error says it is.
 */
#include "tests/support/test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/mem.h"
#include "tests/support/text.h"

static char folder[64];
static char main_file[96];
static struct dw_conf *conf;
static struct dw_error err;

static void
put_bytes(const char *name, const void *bytes, size_t len)
{
	DW_AUTO_FREE char *path = dw_format("%s/%s", folder, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, 0644), 0);
}

static void
put(const char *name, const char *text)
{
	put_bytes(name, text, strlen(text));
}

static void
mode(const char *name, mode_t bits)
{
	DW_AUTO_FREE char *path = dw_format("%s/%s", folder, name);

	assert_int_equal(chmod(path, bits), 0);
}

static void
make_folder(const char *name)
{
	DW_AUTO_FREE char *path = dw_format("%s/%s", folder, name);

	assert_int_equal(mkdir(path, 0755), 0);
	assert_int_equal(chmod(path, 0755), 0);
}

static int
setup(void **state DW_UNUSED)
{
	strcpy(folder, "/tmp/doorward-conf-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(main_file, sizeof(main_file), "%s/doorward.conf", folder);
	conf = dw_conf_new();
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
	dw_conf_free(conf);
	return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Reading is refused, conf stays as it was, and the message says where and what. */
static void
assert_refused(const char *where, const char *words)
{
	assert_int_equal(dw_conf_read(conf, main_file, &err), DW_CONFIG);
	if (strstr(err.message, where) == NULL || strstr(err.message, words) == NULL)
		fail_msg("“%s” says neither “%s” nor “%s”", err.message, where, words);
	assert_int_equal(dw_conf_int(conf, DW_CONF_LIST_PAGE_SIZE), 100);
}

static void
sections_and_names_become_settings(void **state DW_UNUSED)
{
	put("doorward.conf",
		"\xef\xbb\xbf# comment\n; comment\nstore.realm = example.org ; why\r\n"
		"\n[list]\npage_size=50\n[console]\ntheme: dark");
	assert_int_equal(dw_conf_read(conf, main_file, &err), DW_OK);
	assert_string_equal(dw_conf_text(conf, DW_CONF_REALM), "example.org");
	assert_int_equal(dw_conf_int(conf, DW_CONF_LIST_PAGE_SIZE), 50);
	assert_string_equal(dw_conf_text(conf, DW_CONF_CONSOLE_THEME), "dark");
}

static void
an_empty_file_changes_nothing(void **state DW_UNUSED)
{
	put("doorward.conf", "");
	assert_int_equal(dw_conf_read(conf, main_file, &err), DW_OK);
	assert_int_equal(dw_conf_int(conf, DW_CONF_LIST_PAGE_SIZE), 100);
}

static void
fragments_follow_in_byte_order(void **state DW_UNUSED)
{
	put("doorward.conf", "[list]\npage_size = 1\n[password]\nmin_length = 20\n");
	make_folder("conf.d");
	put("conf.d/20-b.conf", "[list]\npage_size = 3\n");
	put("conf.d/10-a.conf", "[list]\npage_size = 2\n");
	put("conf.d/.30.conf", "[list]\npage_size = 4\n");
	put("conf.d/40.conf~", "[list]\npage_size = 5\n");
	put("conf.d/README", "not settings");
	assert_int_equal(dw_conf_read(conf, main_file, &err), DW_OK);
	assert_int_equal(dw_conf_int(conf, DW_CONF_LIST_PAGE_SIZE), 3);
	assert_int_equal(dw_conf_int(conf, DW_CONF_PASSWORD_MIN), 20);
}

static void
without_the_main_file_fragments_still_count(void **state DW_UNUSED)
{
	assert_int_equal(dw_conf_read(conf, main_file, &err), DW_NO_INPUT);
	assert_non_null(strstr(err.message, "doorward.conf"));
	make_folder("conf.d");
	put("conf.d/a.conf", "[list]\npage_size = 7\n");
	assert_int_equal(dw_conf_read(conf, main_file, &err), DW_NO_INPUT);
	assert_int_equal(dw_conf_int(conf, DW_CONF_LIST_PAGE_SIZE), 7);
	put("conf.d/a.conf", "[list]\npagesize = 7\n");
	assert_int_equal(dw_conf_read(conf, main_file, &err), DW_CONFIG);
}

static void
an_unknown_setting_names_its_line_and_what_was_meant(void **state DW_UNUSED)
{
	put("doorward.conf", "[list]\npage_size = 5\n\n[password]\nmin_lenght = 20\n");
	assert_refused("doorward.conf:5:", "did you mean “password.min_length”?");
	assert_string_equal(err.field, "password.min_lenght");
}

static void
a_bad_value_names_its_line_and_what_is_accepted(void **state DW_UNUSED)
{
	put("doorward.conf", "[list]\npage_size = lots\n");
	assert_refused("doorward.conf:2:", "from 1 to 1000");
	assert_string_equal(err.field, "list.page_size");
}

static void
a_fault_in_a_fragment_names_the_fragment(void **state DW_UNUSED)
{
	put("doorward.conf", "[list]\npage_size = 5\n");
	make_folder("conf.d");
	put("conf.d/x.conf", "\npage_size = 5\n");
	assert_refused("conf.d/x.conf:2:", "list.page_size");
}

static void
a_line_that_is_no_setting_is_refused(void **state DW_UNUSED)
{
	put("doorward.conf", "[list]\npage_size\n");
	assert_refused("doorward.conf:2:", "name = value");
	put("doorward.conf", "[list\npage_size = 5\n");
	assert_refused("doorward.conf:1:", "name = value");
	put("doorward.conf", "junk\n[list]\npage_size = lots\n");
	assert_refused("doorward.conf:1:", "name = value");
}

static void
a_setting_stands_once_in_a_file(void **state DW_UNUSED)
{
	put("doorward.conf",
		"[list]\npage_size = 5\n[store]\nrealm = a\n[list]\npage_size = 6\n");
	assert_refused("doorward.conf:6:", "already set in line 2");
}

static void
keys_of_the_console_are_in_another_file(void **state DW_UNUSED)
{
	put("doorward.conf", "[keys]\nmark = x\n");
	assert_refused("doorward.conf:2:", "are set in ui.conf");
}

static void
an_indented_line_is_refused(void **state DW_UNUSED)
{
	put("doorward.conf", "[store]\nrealm = a\n  theme = dark\n");
	assert_refused("doorward.conf:3:", "start of its line");
	put("doorward.conf", "[list]\n\tpage_size = 5\n");
	assert_refused("doorward.conf:2:", "start of its line");
	put("doorward.conf", "[store]\nrealm = a\n  # only a comment\n");
	assert_int_equal(dw_conf_read(conf, main_file, &err), DW_OK);
}

static void
a_line_that_inih_would_cut_is_refused(void **state DW_UNUSED)
{
	DW_AUTO(dw_buf) text = { 0 };

	dw_buf_puts(&text, "[list]\npage_size = 5\n[password]\nblocklist_file = /");
	for (int i = 0; i < 300; i++)
		dw_buf_putc(&text, 'a');
	dw_buf_puts(&text, "\n");
	put("doorward.conf", text.data);
	assert_refused("doorward.conf:4:", "longer than");
}

static void
bytes_that_are_not_text_are_refused(void **state DW_UNUSED)
{
	put_bytes("doorward.conf", "[list]\npage_size = 5\n\0\n", 23);
	assert_refused("doorward.conf", "UTF-8");
	put("doorward.conf", "[list]\npage_size = 5\n# \xff\n");
	assert_refused("doorward.conf", "UTF-8");
}

static void
a_file_without_end_is_refused(void **state DW_UNUSED)
{
	DW_AUTO_FREE char *big = dw_calloc(65537, 1);

	memset(big, '\n', 65537);
	put_bytes("doorward.conf", big, 65536);
	assert_int_equal(dw_conf_read(conf, main_file, &err), DW_OK);
	put_bytes("doorward.conf", big, 65537);
	assert_refused("doorward.conf", "longer than 65536 bytes");
}

static void
what_others_can_write_is_refused(void **state DW_UNUSED)
{
	put("doorward.conf", "[list]\npage_size = 5\n");
	mode("doorward.conf", 0664);
	assert_refused("doorward.conf", "chmod go-w");
	mode("doorward.conf", 0646);
	assert_refused("doorward.conf", "chmod go-w");
	mode("doorward.conf", 0600);
	make_folder("conf.d");
	put("conf.d/a.conf", "");
	mode("conf.d/a.conf", 0666);
	assert_refused("conf.d/a.conf", "chmod go-w");
	mode("conf.d/a.conf", 0644);
	mode("conf.d", 0777);
	assert_refused("conf.d", "chmod go-w");
	mode("conf.d", 0755);
	assert_int_equal(dw_conf_read(conf, main_file, &err), DW_OK);
}

static void
a_fragment_of_somebody_else_is_refused(void **state DW_UNUSED)
{
	DW_AUTO_FREE char *path = dw_format("%s/conf.d/a.conf", folder);

	/* Only root can give a file away, so for anybody else there is nothing to refuse; cmocka's
	 * skip() would print a failure. */
	if (geteuid() != 0) {
		print_message("# not root: no file of somebody else can be made\n");
		return;
	}
	put("doorward.conf", "[list]\npage_size = 5\n");
	make_folder("conf.d");
	put("conf.d/a.conf", "");
	assert_int_equal(chown(path, 12345, (gid_t)-1), 0);
	assert_refused("conf.d/a.conf", "belongs to somebody else");
	assert_int_equal(chown(main_file, 12345, (gid_t)-1), 0);
	assert_int_equal(dw_conf_read(conf, main_file, &err), DW_OK);
}

static void
what_is_not_a_plain_file_is_refused(void **state DW_UNUSED)
{
	assert_int_equal(mkfifo(main_file, 0600), 0);
	assert_refused("doorward.conf", "plain file");
	assert_int_equal(unlink(main_file), 0);
	assert_int_equal(mkdir(main_file, 0700), 0);
	assert_refused("doorward.conf", "plain file");
}

/* Whatever the bytes, it is read or refused with a line, and never half. */
static void
hostile_files_are_read_or_refused(void **state DW_UNUSED)
{
	static const char *const pieces[] = { "[list]\n", "page_size = 5\n", "[", "]",
		"=", "\n", " ", "realm", "[store]\n", ";", "#", ":", "\t", "theme", "yes",
		"\r" };
	DW_AUTO(dw_buf) text = { 0 };
	DW_AUTO(dw_buf) piece = { 0 };
	uint64_t seed = 5;

	for (int i = 0; i < 2000; i++) {
		uint32_t n = test_random(&seed, 30);
		enum dw_code rc;

		dw_buf_reset(&text);
		for (uint32_t j = 0; j < n; j++) {
			test_hostile(&seed, &piece);
			if (test_random(&seed, 20) == 0)
				dw_buf_add(&text, piece.data, piece.len);
			else
				dw_buf_puts(&text,
					pieces[test_random(&seed, DW_COUNT(pieces))]);
		}
		put_bytes("doorward.conf", dw_buf_text(&text), text.len);
		rc = dw_conf_read(conf, main_file, &err);
		assert_true(rc == DW_OK || rc == DW_CONFIG);
		assert_true(rc == DW_OK || strstr(err.message, "doorward.conf") != NULL);
	}
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(sections_and_names_become_settings),
		FACT(an_empty_file_changes_nothing),
		FACT(fragments_follow_in_byte_order),
		FACT(without_the_main_file_fragments_still_count),
		FACT(an_unknown_setting_names_its_line_and_what_was_meant),
		FACT(a_bad_value_names_its_line_and_what_is_accepted),
		FACT(a_fault_in_a_fragment_names_the_fragment),
		FACT(a_line_that_is_no_setting_is_refused),
		FACT(a_setting_stands_once_in_a_file),
		FACT(keys_of_the_console_are_in_another_file),
		FACT(an_indented_line_is_refused),
		FACT(a_line_that_inih_would_cut_is_refused),
		FACT(bytes_that_are_not_text_are_refused),
		FACT(a_file_without_end_is_refused),
		FACT(what_others_can_write_is_refused),
		FACT(a_fragment_of_somebody_else_is_refused),
		FACT(what_is_not_a_plain_file_is_refused),
		FACT(hostile_files_are_read_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
