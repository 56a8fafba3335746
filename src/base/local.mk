# SPDX-License-Identifier: GPL-3.0-or-later
#
# The lowest layer: errors, text, time, secrets, settings, tables of values.

noinst_LIBRARIES += libdwbase.a
libdwbase_a_SOURCES = \
	src/base/buf.c \
	src/base/buf.h \
	src/base/clock.c \
	src/base/clock.h \
	src/base/clock_parse.c \
	src/base/code.c \
	src/base/code.h \
	src/base/conf.c \
	src/base/conf.h \
	src/base/conf_read.c \
	src/base/conf_table.c \
	src/base/data.h \
	src/base/error.c \
	src/base/error.h \
	src/base/fold.c \
	src/base/ini_file.c \
	src/base/ini_file.h \
	src/base/intl.h \
	src/base/locale.c \
	src/base/mem.c \
	src/base/mem.h \
	src/base/nearest.c \
	src/base/nearest.h \
	src/base/rows_out.c \
	src/base/rows_out.h \
	src/base/secret.c \
	src/base/secret.h \
	src/base/secret_read.c \
	src/base/table.c \
	src/base/table.h \
	src/base/table_text.c \
	src/base/ui_conf.c \
	src/base/ui_conf.h \
	src/base/utf8.c \
	src/base/utf8.h \
	src/base/uuid.c \
	src/base/uuid.h
nodist_libdwbase_a_SOURCES = \
	src/base/data.c
