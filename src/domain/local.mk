# SPDX-License-Identifier: GPL-3.0-or-later
#
# The rules: users, groups, rights, credentials, policy, audit.

noinst_LIBRARIES += libdwdomain.a
libdwdomain_a_SOURCES = \
	src/domain/audit.h \
	src/domain/credential.h \
	src/domain/cursor.c \
	src/domain/cursor.h \
	src/domain/filter.h \
	src/domain/group.h \
	src/domain/permission.h \
	src/domain/rights.h \
	src/domain/search.h \
	src/domain/session.h \
	src/domain/throttle.h \
	src/domain/user.h \
	src/domain/user_view.h \
	src/domain/work.h
