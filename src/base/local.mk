# SPDX-License-Identifier: GPL-3.0-or-later
#
# The lowest layer: errors, text, time, secrets, settings, tables of values.

noinst_LIBRARIES += libdwbase.a
libdwbase_a_SOURCES = \
	src/base/buf.c \
	src/base/buf.h \
	src/base/clock.h \
	src/base/code.c \
	src/base/code.h \
	src/base/conf.h \
	src/base/data.h \
	src/base/error.c \
	src/base/error.h \
	src/base/intl.h \
	src/base/mem.c \
	src/base/mem.h \
	src/base/secret.h \
	src/base/table.h \
	src/base/utf8.h \
	src/base/uuid.c \
	src/base/uuid.h
nodist_libdwbase_a_SOURCES = \
	src/base/data.c
