# SPDX-License-Identifier: GPL-3.0-or-later
#
# doorward-authd: the door for services. The library is what its tests link.

noinst_LIBRARIES += libdwauthd.a
libdwauthd_a_SOURCES = \
	src/authd/capability.c \
	src/authd/capability.h \
	src/authd/conn.c \
	src/authd/conn.h \
	src/authd/hasher.c \
	src/authd/hasher.h \
	src/authd/ops.c \
	src/authd/ops.h \
	src/authd/ops_self.c \
	src/authd/ops_signin.c \
	src/authd/server.c \
	src/authd/server.h \
	src/authd/wire.c \
	src/authd/wire.h

sbin_PROGRAMS += doorward-authd
doorward_authd_SOURCES = src/authd/main.c
doorward_authd_LDADD = \
	libdwauthd.a \
	libdwaction.a \
	libdwdomain.a \
	libdwstore.a \
	libdwbase.a \
	$(dw_libs_store) \
	-lpthread \
	$(LIBINTL)
