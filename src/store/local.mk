# SPDX-License-Identifier: GPL-3.0-or-later
#
# SQLite, and nobody else's: connection, transaction, query, schema, backup.

noinst_LIBRARIES += libdwstore.a
libdwstore_a_SOURCES = \
	src/store/backup.c \
	src/store/backup.h \
	src/store/check.c \
	src/store/check.h \
	src/store/db.c \
	src/store/db.h \
	src/store/db_internal.h \
	src/store/inspect.c \
	src/store/query.c \
	src/store/query.h \
	src/store/schema.c \
	src/store/schema.h \
	src/store/schema_files.h
nodist_libdwstore_a_SOURCES = \
	src/store/schema_files.c
