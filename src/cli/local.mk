# SPDX-License-Identifier: GPL-3.0-or-later
#
# The program and its command line.

bin_PROGRAMS += doorward
doorward_SOURCES = \
	src/cli/ask.c \
	src/cli/ask.h \
	src/cli/caller.c \
	src/cli/caller.h \
	src/cli/complete.c \
	src/cli/complete.h \
	src/cli/help.c \
	src/cli/help.h \
	src/cli/help_json.c \
	src/cli/help_keys.c \
	src/cli/hidden.c \
	src/cli/hidden.h \
	src/cli/main.c \
	src/cli/options.c \
	src/cli/options.h \
	src/cli/out.c \
	src/cli/out.h \
	src/cli/parse.c \
	src/cli/parse.h \
	src/cli/place.c \
	src/cli/place.h \
	src/cli/print.c \
	src/cli/print.h \
	src/cli/print_result.c \
	src/cli/run.c \
	src/cli/run.h \
	src/cli/screen.c \
	src/cli/screen.h \
	src/cli/sink.c \
	src/cli/sink.h \
	src/cli/sink_rows.c \
	src/cli/sink_text.c
doorward_LDADD = \
	libdwui.a \
	libdwtoolkit.a \
	libdwaction.a \
	libdwdomain.a \
	libdwstore.a \
	libdwbase.a \
	$(dw_libs_ui) \
	$(LIBINTL)
