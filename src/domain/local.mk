# SPDX-License-Identifier: GPL-3.0-or-later
#
# The rules: users, groups, rights, credentials, policy, audit.

noinst_LIBRARIES += libdwdomain.a
libdwdomain_a_SOURCES =
