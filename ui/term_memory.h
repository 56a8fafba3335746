/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A terminal in memory, for tests: events are put in by hand, the screen comes out
 * as text. See tests/support/keys.h for scripts like "/bj<Enter><Down>a".
 */
#ifndef DW_UI_TERM_MEMORY_H
#define DW_UI_TERM_MEMORY_H

#include "ui/term.h"

/* UTF-8, 256 colours, not slow. Free it with ui_term_free(). */
struct ui_term *
ui_term_memory_new(int rows, int cols);

/*
 * Adds an event to those that will be read. A paste is copied. A NONE stands for bytes
 * that make no event. Who waits for ever when nothing will come gets a HANGUP.
 */
void
ui_term_memory_put(struct ui_term *term, const struct ui_event *event);
void
ui_term_memory_key(struct ui_term *term, uint32_t key);
void
ui_term_memory_paste(struct ui_term *term, const char *text);

/* Another size, announced by a RESIZE event. */
void
ui_term_memory_resize(struct ui_term *term, int rows, int cols);

/* What was flushed last: one line a row, without the spaces at its end. */
void
ui_term_memory_screen(struct ui_term *term, struct dw_buf *out);

/* The same shape with a letter for each cell's style, '.' for normal; then a legend. */
void
ui_term_memory_styles(struct ui_term *term, struct dw_buf *out);

struct ui_term_memory_facts {
	int cursor_y, cursor_x;
	bool cursor_visible;
	unsigned flushes, beeps, erases, suspends;
	const char *copied; /* the last text copied; NULL = none */
};

struct ui_term_memory_facts
ui_term_memory_facts(struct ui_term *term);

#endif
