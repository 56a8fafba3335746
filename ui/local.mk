# SPDX-License-Identifier: GPL-3.0-or-later
#
# The console: terminal, canvas, widgets, screens.

noinst_LIBRARIES += libdwui.a
libdwui_a_SOURCES =
