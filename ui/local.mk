# SPDX-License-Identifier: GPL-3.0-or-later
#
# The console: terminal, canvas, widgets, screens.

noinst_LIBRARIES += libdwui.a
libdwui_a_SOURCES = \
	ui/act.h \
	ui/bar.c \
	ui/bar.h \
	ui/canvas.c \
	ui/canvas.h \
	ui/console.h \
	ui/detail.h \
	ui/dialog.c \
	ui/dialog.h \
	ui/diff.c \
	ui/diff.h \
	ui/field.c \
	ui/field.h \
	ui/form.c \
	ui/form.h \
	ui/form_draw.c \
	ui/form_slots.h \
	ui/help.c \
	ui/help.h \
	ui/input.c \
	ui/input.h \
	ui/key.c \
	ui/key.h \
	ui/keymap.c \
	ui/keymap.h \
	ui/list.c \
	ui/list.h \
	ui/loop.c \
	ui/loop.h \
	ui/marks.c \
	ui/marks.h \
	ui/menu.c \
	ui/menu.h \
	ui/pager.c \
	ui/pager.h \
	ui/picker.c \
	ui/picker.h \
	ui/progress.c \
	ui/progress.h \
	ui/reveal.c \
	ui/reveal.h \
	ui/scr_audit.c \
	ui/scr_groups.c \
	ui/scr_lists.h \
	ui/scr_permissions.c \
	ui/signals.c \
	ui/signals.h \
	ui/style.c \
	ui/style.h \
	ui/table.c \
	ui/table.h \
	ui/tabs.c \
	ui/tabs.h \
	ui/term.c \
	ui/term.h \
	ui/term_curses.c \
	ui/term_memory.c \
	ui/term_memory.h \
	ui/view.h
