/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the status line says: one message until the next key, and those before it, kept
 * for as long as the program runs. A message that does not fit in its line, or went
 * before it was read, is shown whole by UI_CMD_MESSAGES. Start at ui_say().
 */
#ifndef DW_UI_SAID_H
#define DW_UI_SAID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "ui/canvas.h"

struct ui;

#define UI_SAID_MAX 100 /* messages that are kept */

struct ui_said_message {
	char *text;
	enum ui_style style;
	int64_t time;
};

/* Zeroed is nothing said. */
struct ui_said {
	struct ui_said_message items[UI_SAID_MAX]; /* the oldest first */
	size_t n;
	bool now;  /* the last one stands in the status line */
	bool cut;  /* and does not fit there */
};

void
ui_said_clear(struct ui_said *said);

/* Says a sentence in the status line, until the next key. Arguments safe to show, and no
 * secrets among them: it is kept. */
void
ui_say(struct ui *ui, enum ui_style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Says an error's message, in its style, with a beep. */
void
ui_say_error(struct ui *ui, const struct dw_error *err);

/* A key was pressed: the line is free again. True when something stood there. */
bool
ui_said_over(struct ui_said *said);

/* Over the status line, while there is something. */
void
ui_said_draw(struct ui_said *said, struct ui_canvas *canvas, struct ui_rect row);

/* Pushes a view of all messages, the newest first. */
void
ui_said_open(struct ui *ui);

#endif
