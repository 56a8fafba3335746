# SPDX-License-Identifier: GPL-3.0-or-later
#
# Tests. To add one, add one line:
#
#	tests/<layer>/test_x.c    a cmocka program; add its name to dw_tests_<layer>
#	tests/<where>/x.test      a shell script (executable); add it to dw_tests_shell
#	tests/heavy/x.test        takes minutes; add it to dw_tests_heavy
#
# Every test speaks TAP, so that single checks are counted, not programs.

TEST_EXTENSIONS = .test
LOG_DRIVER = $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
TEST_LOG_DRIVER = $(LOG_DRIVER)
# A test that hangs is a test that fails.
LOG_COMPILER = timeout --foreground 900
TEST_LOG_COMPILER = $(LOG_COMPILER)

# ---- C ----------------------------------------------------------------------

dw_tests_base = \
	tests/base/test_buf \
	tests/base/test_clock \
	tests/base/test_clock_parse \
	tests/base/test_code \
	tests/base/test_conf \
	tests/base/test_conf_read \
	tests/base/test_error \
	tests/base/test_fold \
	tests/base/test_locale \
	tests/base/test_mem \
	tests/base/test_nearest \
	tests/base/test_secret \
	tests/base/test_secret_read \
	tests/base/test_table \
	tests/base/test_table_text \
	tests/base/test_ui_conf \
	tests/base/test_utf8 \
	tests/base/test_uuid

dw_tests_store = \
	tests/store/test_backup \
	tests/store/test_db \
	tests/store/test_inspect \
	tests/store/test_query \
	tests/store/test_schema \
	tests/store/test_schema_files \
	tests/store/test_txn

dw_tests_domain = \
	tests/domain/test_agent \
	tests/domain/test_audit \
	tests/domain/test_author \
	tests/domain/test_check \
	tests/domain/test_credential \
	tests/domain/test_catalogue \
	tests/domain/test_csv \
	tests/domain/test_cursor \
	tests/domain/test_demo \
	tests/domain/test_filter \
	tests/domain/test_filter_edit \
	tests/domain/test_group \
	tests/domain/test_guardrails \
	tests/domain/test_import \
	tests/domain/test_import_map \
	tests/domain/test_import_rejects \
	tests/domain/test_import_update \
	tests/domain/test_lists \
	tests/domain/test_membership \
	tests/domain/test_password_policy \
	tests/domain/test_permission \
	tests/domain/test_naughty \
	tests/domain/test_saved_view \
	tests/domain/test_screen_state \
	tests/domain/test_search \
	tests/domain/test_session \
	tests/domain/test_signin \
	tests/domain/test_throttle \
	tests/domain/test_totp \
	tests/domain/test_undo \
	tests/domain/test_user \
	tests/domain/test_user_query \
	tests/domain/test_user_view

dw_tests_action = \
	tests/action/test_access \
	tests/action/test_batch \
	tests/action/test_command \
	tests/action/test_import \
	tests/action/test_files \
	tests/action/test_invoke \
	tests/action/test_line \
	tests/action/test_param \
	tests/action/test_registry \
	tests/action/test_shell

dw_tests_toolkit = \
	tests/toolkit/test_canvas \
	tests/toolkit/test_field \
	tests/toolkit/test_form \
	tests/toolkit/test_input \
	tests/toolkit/test_keymap \
	tests/toolkit/test_loop \
	tests/toolkit/test_marks \
	tests/toolkit/test_pager \
	tests/toolkit/test_picker \
	tests/toolkit/test_questions \
	tests/toolkit/test_reveal \
	tests/toolkit/test_sample \
	tests/toolkit/test_style \
	tests/toolkit/test_table \
	tests/toolkit/test_term

# The toolkit's sample on a real terminal, and who types there and counts bytes.
dw_programs_toolkit = \
	tests/toolkit/program \
	tests/toolkit/typist

dw_tests_ui =

# Keys in, screen text out, on a terminal in memory.
dw_tests_screens = \
	tests/screens/test_act \
	tests/screens/test_command \
	tests/screens/test_cursor \
	tests/screens/test_detail \
	tests/screens/test_export \
	tests/screens/test_filter_dialog \
	tests/screens/test_gallery \
	tests/screens/test_filter_line \
	tests/screens/test_import \
	tests/screens/test_kept \
	tests/screens/test_keys \
	tests/screens/test_letter \
	tests/screens/test_lists \
	tests/screens/test_sessions \
	tests/screens/test_shot \
	tests/screens/test_tasks \
	tests/screens/test_undo \
	tests/screens/test_users \
	tests/screens/test_views \
	tests/screens/test_whole

# Helpers that tests share. A helper that knows the domain is only pulled in by
# tests that use it, so the lower layers' tests stay what they are.
check_LIBRARIES += libdwsupport.a
libdwsupport_a_SOURCES = \
	tests/support/crowd.c \
	tests/support/crowd.h \
	tests/support/desk.c \
	tests/support/desk.h \
	tests/support/house.c \
	tests/support/house.h \
	tests/support/household.c \
	tests/support/household.h \
	tests/support/keys.c \
	tests/support/keys.h \
	tests/support/line.c \
	tests/support/line.h \
	tests/support/naughty.c \
	tests/support/naughty.h \
	tests/support/place.c \
	tests/support/place.h \
	tests/support/scene.c \
	tests/support/scene.h \
	tests/support/sample.c \
	tests/support/sample.h \
	tests/support/test.h \
	tests/support/text.c \
	tests/support/text.h

# What each layer's tests link: that layer whole, so that a call upwards fails
# even where no test uses it, and then those below.
dw_whole = -Wl,--whole-archive
dw_parts = -Wl,--no-whole-archive
dw_link_base = \
	$(dw_whole) libdwbase.a $(dw_parts) $(dw_libs_base)
dw_link_store = \
	$(dw_whole) libdwstore.a $(dw_parts) libdwbase.a $(dw_libs_store)
dw_link_domain = \
	$(dw_whole) libdwdomain.a $(dw_parts) libdwstore.a libdwbase.a $(dw_libs_store)
dw_link_action = \
	$(dw_whole) libdwaction.a $(dw_parts) \
	libdwdomain.a libdwstore.a libdwbase.a $(dw_libs_store)
dw_link_heavy = \
	libdwaction.a libdwdomain.a libdwstore.a libdwbase.a $(dw_libs_store)
dw_link_toolkit = \
	$(dw_whole) libdwtoolkit.a $(dw_parts) libdwbase.a $(dw_libs_ui)
dw_link_ui = \
	$(dw_whole) libdwui.a $(dw_parts) libdwtoolkit.a \
	libdwaction.a libdwdomain.a libdwstore.a libdwbase.a $(dw_libs_ui)
dw_link_screens = $(dw_link_ui)

# Chosen by the folder a test is in: tests/store/test_db links $(dw_link_store).
LDADD = libdwsupport.a $(dw_link_$(notdir $(@D))) $(CMOCKA_LIBS) $(LIBINTL)

dw_tests_c = \
	$(dw_tests_base) \
	$(dw_tests_store) \
	$(dw_tests_domain) \
	$(dw_tests_action) \
	$(dw_tests_toolkit) \
	$(dw_tests_ui) \
	$(dw_tests_screens)

$(dw_tests_c) $(dw_programs_toolkit) $(dw_programs_heavy): \
	libdwsupport.a libdwbase.a libdwstore.a libdwdomain.a libdwaction.a libdwtoolkit.a \
	libdwui.a

# ---- scripts ----------------------------------------------------------------

dw_tests_shell = \
	tests/authd/authd.test \
	tests/pam/pam.test \
	tests/build/blocklist.test \
	tests/build/count.test \
	tests/build/deps.test \
	tests/build/embed.test \
	tests/cli/audit.test \
	tests/cli/complete.test \
	tests/cli/complete_shells.test \
	tests/cli/environment.test \
	tests/cli/export.test \
	tests/cli/household.test \
	tests/cli/import.test \
	tests/cli/import_update.test \
	tests/cli/init.test \
	tests/cli/key.test \
	tests/cli/keys.test \
	tests/cli/main.test \
	tests/cli/naughty.test \
	tests/cli/operator.test \
	tests/cli/output.test \
	tests/cli/pace.test \
	tests/cli/refusals.test \
	tests/cli/screen.test \
	tests/cli/secrets.test \
	tests/cli/session.test \
	tests/cli/store.test \
	tests/cli/sudo.test \
	tests/cli/undo.test \
	tests/cli/view.test \
	tests/cli/words.test \
	tests/lint/actions.test \
	tests/lint/files.test \
	tests/lint/keys.test \
	tests/lint/layers.test \
	tests/lint/manual.test

# What scripts start programs with.
check_PROGRAMS += tests/support/bare
tests_support_bare_LDADD =

# The console in a real terminal, from level ci on.
dw_tests_e2e = \
	tests/e2e/console.test \
	tests/e2e/hangup.test \
	tests/e2e/import.test \
	tests/e2e/input.test \
	tests/e2e/kept.test \
	tests/e2e/naughty.test \
	tests/e2e/refuse.test \
	tests/e2e/tasks.test \
	tests/e2e/terminals.test \
	tests/e2e/toolkit.test

# Races, kills and speed, from level ci on. A program works too: its name ends in
# .test, and what it is made of is said with tests_heavy_<name>_test_SOURCES.
dw_scripts_heavy = \
	tests/heavy/import.test \
	tests/heavy/undo.test
dw_programs_heavy = \
	tests/heavy/kill.test \
	tests/heavy/race_admin.test \
	tests/heavy/writers.test
tests_heavy_kill_test_SOURCES = tests/heavy/kill.c tests/heavy/deeds.c tests/heavy/deeds.h
tests_heavy_race_admin_test_SOURCES = tests/heavy/race_admin.c
tests_heavy_writers_test_SOURCES = tests/heavy/writers.c tests/heavy/deeds.c tests/heavy/deeds.h
dw_tests_heavy = $(dw_scripts_heavy) $(dw_programs_heavy)

EXTRA_DIST += \
	tests/golden \
	tests/support/cli.sh \
	tests/support/authd.pl \
	tests/support/naughty.pl \
	tests/support/naughty.txt \
	tests/support/sent.pl \
	tests/support/lsan.supp \
	tests/support/tap.sh \
	tests/support/tmux.sh \
	$(dw_tests_shell) \
	$(dw_tests_e2e) \
	$(dw_scripts_heavy)

# ---- running ----------------------------------------------------------------

# make check runs what is quick; make check-slow the rest. Those are not in TESTS, because
# automake would have to know them one by one: the suffix rule for .test runs them.
check-slow: all
	$(MAKE) $(AM_MAKEFLAGS) check DW_TEST_LEVEL="$${DW_TEST_LEVEL:-ci}" \
		'TESTS=$(dw_tests_e2e) $(dw_tests_heavy)'
.PHONY: check-slow

AM_TESTS_ENVIRONMENT = \
	DOORWARD_BIN='$(abs_top_builddir)/doorward$(EXEEXT)'; export DOORWARD_BIN; \
	SRCDIR='$(abs_top_srcdir)'; export SRCDIR; \
	BUILDDIR='$(abs_top_builddir)'; export BUILDDIR; \
	DW_TEST_LEVEL="$${DW_TEST_LEVEL:-quick}"; export DW_TEST_LEVEL; \
	CMOCKA_MESSAGE_OUTPUT=TAP; export CMOCKA_MESSAGE_OUTPUT; \
	LC_ALL=C.UTF-8; export LC_ALL; unset LANGUAGE || :; \
	TZ=UTC; export TZ; \
	ASAN_OPTIONS="detect_leaks=1:$${ASAN_OPTIONS-}"; export ASAN_OPTIONS; \
	UBSAN_OPTIONS="print_stacktrace=1:$${UBSAN_OPTIONS-}"; export UBSAN_OPTIONS;

if HAVE_CMOCKA
check_PROGRAMS += $(dw_tests_c) $(dw_programs_toolkit) $(dw_programs_heavy)
TESTS += $(dw_tests_c) $(dw_tests_shell)
else
if WANT_TESTS
check-local:
	@echo 'cmocka is missing, so there is nothing to check with.' >&2; \
	echo 'On Debian: apt-get install libcmocka-dev, then configure again.' >&2; \
	exit 1
else
check-local:
	@echo 'Configured with --disable-tests: nothing to check.'
endif
endif

# ---- speed --------------------------------------------------------------------

# make bench: prints figures, and fails on a missed goal only with STRICT=1.
EXTRA_PROGRAMS = tests/bench/bench tests/bench/ptybench
tests_bench_bench_SOURCES = tests/bench/bench.c
tests_bench_bench_LDADD = $(dw_link_heavy) $(LIBINTL)
tests_bench_ptybench_SOURCES = tests/bench/ptybench.c
tests_bench_ptybench_LDADD = -lutil
EXTRA_DIST += tests/bench/run
CLEANFILES += $(EXTRA_PROGRAMS)

bench: doorward$(EXEEXT) $(EXTRA_PROGRAMS)
	@DOORWARD_BIN='$(abs_top_builddir)/doorward$(EXEEXT)' \
	SRCDIR='$(abs_top_srcdir)' BUILDDIR='$(abs_top_builddir)' \
	$(SHELL) '$(srcdir)/tests/bench/run'
.PHONY: bench
