# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a person may do, defined once: actions and the pipeline that runs them.

noinst_LIBRARIES += libdwaction.a
libdwaction_a_SOURCES = \
	src/action/action.h \
	src/action/invoke.h
