# SPDX-License-Identifier: GPL-3.0-or-later
#
# The rules: users, groups, rights, credentials, policy, audit.

noinst_LIBRARIES += libdwdomain.a
libdwdomain_a_SOURCES = \
	src/domain/audit.c \
	src/domain/audit.h \
	src/domain/audit_bytes.h \
	src/domain/audit_list.c \
	src/domain/audit_verify.c \
	src/domain/catalogue.c \
	src/domain/catalogue.h \
	src/domain/check.c \
	src/domain/check.h \
	src/domain/credential.c \
	src/domain/credential.h \
	src/domain/csv.c \
	src/domain/csv.h \
	src/domain/cursor.c \
	src/domain/cursor.h \
	src/domain/faults.c \
	src/domain/faults.h \
	src/domain/filter.c \
	src/domain/filter.h \
	src/domain/filter_edit.c \
	src/domain/filter_table.c \
	src/domain/found.c \
	src/domain/found.h \
	src/domain/grant.c \
	src/domain/group.c \
	src/domain/group.h \
	src/domain/group_change.c \
	src/domain/group_list.c \
	src/domain/import.c \
	src/domain/import.h \
	src/domain/import_apply.c \
	src/domain/import_rows.h \
	src/domain/keys.c \
	src/domain/keys.h \
	src/domain/membership.c \
	src/domain/names.c \
	src/domain/names.h \
	src/domain/password_policy.c \
	src/domain/permission.c \
	src/domain/permission.h \
	src/domain/permission_list.c \
	src/domain/profile.c \
	src/domain/profile.h \
	src/domain/rights.c \
	src/domain/rights.h \
	src/domain/search.c \
	src/domain/search.h \
	src/domain/session.c \
	src/domain/session.h \
	src/domain/throttle.c \
	src/domain/throttle.h \
	src/domain/user.c \
	src/domain/user.h \
	src/domain/user_change.c \
	src/domain/user_check.c \
	src/domain/user_query.c \
	src/domain/user_query.h \
	src/domain/user_row.c \
	src/domain/user_row.h \
	src/domain/user_sets.c \
	src/domain/user_terms.c \
	src/domain/user_terms.h \
	src/domain/user_view.c \
	src/domain/user_view.h \
	src/domain/work.c \
	src/domain/work.h
