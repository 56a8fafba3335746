# SPDX-License-Identifier: GPL-3.0-or-later
#
# The lowest layer: errors, strings, time, secrets, settings, tables of values.

noinst_LIBRARIES += libdwbase.a
libdwbase_a_SOURCES =
