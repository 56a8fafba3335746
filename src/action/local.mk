# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a person may do, defined once: actions and the pipeline that runs them.

noinst_LIBRARIES += libdwaction.a
libdwaction_a_SOURCES = \
	src/action/act_access.c \
	src/action/act_attempt.c \
	src/action/act_audit.c \
	src/action/act_demo.c \
	src/action/act_desk.c \
	src/action/act_export.c \
	src/action/act_group.c \
	src/action/act_import.c \
	src/action/act_key.c \
	src/action/act_screen.c \
	src/action/act_session.c \
	src/action/act_store.c \
	src/action/act_undo.c \
	src/action/act_user.c \
	src/action/act_user_read.c \
	src/action/act_view.c \
	src/action/action.h \
	src/action/actions.h \
	src/action/app.c \
	src/action/batch.c \
	src/action/batch.h \
	src/action/command.c \
	src/action/command.h \
	src/action/command_complete.c \
	src/action/dump.c \
	src/action/dump.h \
	src/action/dump_man.c \
	src/action/file_out.c \
	src/action/file_out.h \
	src/action/files.c \
	src/action/files.h \
	src/action/import.h \
	src/action/invoke.c \
	src/action/invoke.h \
	src/action/line.c \
	src/action/line.h \
	src/action/paging.c \
	src/action/paging.h \
	src/action/param.c \
	src/action/registry.c \
	src/action/result.c \
	src/action/result.h \
	src/action/shell.c \
	src/action/words.c \
	src/action/words.h
