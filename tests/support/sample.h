/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A small program on the toolkit that uses every widget: a list of made-up people,
 * tabs, a form, menus and dialogs. The toolkit's own screen tests play it in memory,
 * and tests/e2e/toolkit runs it on real terminals. It keeps nothing.
 */
#ifndef DW_TESTS_SUPPORT_SAMPLE_H
#define DW_TESTS_SUPPORT_SAMPLE_H

#include "ui/loop.h"

/* Pushes the list: `people` of them on pages of 100. */
struct ui_view *
sample_open(struct ui *ui, size_t people);

extern const struct ui_app sample_app;

#endif
