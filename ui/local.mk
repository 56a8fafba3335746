# SPDX-License-Identifier: GPL-3.0-or-later
#
# The console: the toolkit, which knows neither a user nor an action, and the
# screens on it. Two libraries, so that the linker sees to that.

noinst_LIBRARIES += libdwtoolkit.a
libdwtoolkit_a_SOURCES = \
	ui/bar.c \
	ui/bar.h \
	ui/canvas.c \
	ui/canvas.h \
	ui/dialog.c \
	ui/dialog.h \
	ui/diff.c \
	ui/diff.h \
	ui/facts.c \
	ui/facts.h \
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
	ui/said.c \
	ui/said.h \
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
	ui/term_caps.c \
	ui/term_curses.c \
	ui/term_curses.h \
	ui/term_memory.c \
	ui/term_memory.h \
	ui/term_paint.c \
	ui/tty.c \
	ui/tty.h \
	ui/view.h

noinst_LIBRARIES += libdwui.a
libdwui_a_SOURCES = \
	ui/act.c \
	ui/act.h \
	ui/act_bulk.c \
	ui/act_call.c \
	ui/act_command.c \
	ui/act_conflict.c \
	ui/act_form.c \
	ui/act_internal.h \
	ui/act_pick.c \
	ui/act_review.c \
	ui/con_candidates.c \
	ui/con_command.c \
	ui/con_command.h \
	ui/con_entry.c \
	ui/con_entry.h \
	ui/con_filter.c \
	ui/con_keys.c \
	ui/con_keys.h \
	ui/con_limit.c \
	ui/con_parts.h \
	ui/con_read.c \
	ui/con_run.c \
	ui/con_screens.c \
	ui/con_watch.c \
	ui/console.c \
	ui/console.h \
	ui/detail.c \
	ui/detail.h \
	ui/detail_claims.c \
	ui/detail_facts.c \
	ui/detail_lists.c \
	ui/detail_parts.h \
	ui/detail_signin.c \
	ui/feed.c \
	ui/feed.h \
	ui/feed_count.c \
	ui/feed_look.c \
	ui/feed_page.c \
	ui/feed_parts.h \
	ui/list.c \
	ui/list.h \
	ui/list_view.c \
	ui/scr_audit.c \
	ui/scr_detail.c \
	ui/scr_groups.c \
	ui/scr_lists.h \
	ui/scr_permissions.c \
	ui/scr_sessions.c \
	ui/scr_users.c \
	ui/screens.h \
	ui/user_cells.c \
	ui/user_cells.h \
	ui/users.h \
	ui/users_copy.c \
	ui/users_head.c \
	ui/users_pane.c \
	ui/users_rows.c \
	ui/users_search.c \
	ui/users_views.c
