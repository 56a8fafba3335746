# SPDX-License-Identifier: GPL-3.0-or-later
#
# The program and its command line.

bin_PROGRAMS += doorward
doorward_SOURCES = \
	src/cli/main.c
doorward_LDADD = \
	libdwui.a \
	libdwtoolkit.a \
	libdwaction.a \
	libdwdomain.a \
	libdwstore.a \
	libdwbase.a \
	$(dw_libs_ui) \
	$(LIBINTL)
