# SPDX-License-Identifier: GPL-3.0-or-later
#
# Data that ships with Doorward: compiled into the program by build-tools/embed,
# or installed beside it.

# The store's schema, in order. A file here is never edited once released.
dw_schema_sql = \
	data/schema/0001_store.sql

# Other files the program carries: dw_data_<name>, declared in src/base/data.h.
dw_data = \
	data/blocklist.txt

# Manual pages.
dist_man_MANS += \
	data/man/doorward.1

# Completion for bash; the file is named after the command.
completiondir = $(datadir)/bash-completion/completions
dist_completion_DATA =

EXTRA_DIST += $(dw_schema_sql) $(dw_data)

# The lists are part of the Makefile, so a longer list makes new tables.
src/store/schema_files.c: $(dw_schema_sql) build-tools/embed Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	$(SHELL) $(srcdir)/build-tools/embed schema $(dw_schema_sql:%=$(srcdir)/%) >$@.tmp && \
	mv -f $@.tmp $@

src/base/data.c: $(dw_data) build-tools/embed Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	$(SHELL) $(srcdir)/build-tools/embed data $(dw_data:%=$(srcdir)/%) >$@.tmp && \
	mv -f $@.tmp $@

CLEANFILES += src/store/schema_files.c src/base/data.c
