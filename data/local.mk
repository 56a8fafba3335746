# SPDX-License-Identifier: GPL-3.0-or-later
#
# Data that ships with Doorward: compiled into the program by build-tools/embed,
# or installed beside it.

# The store's schema, in order. A file here is never edited once released.
dw_schema_sql = \
	data/schema/0001_store.sql

# Manual pages.
dist_man_MANS += \
	data/man/doorward.1

EXTRA_DIST += $(dw_schema_sql)

# The list of files is in the Makefile, so a longer list makes a new table.
src/store/schema_files.c: $(dw_schema_sql) build-tools/embed Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	$(SHELL) $(srcdir)/build-tools/embed schema $(dw_schema_sql:%=$(srcdir)/%) >$@.tmp && \
	mv -f $@.tmp $@

CLEANFILES += src/store/schema_files.c
