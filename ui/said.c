/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The status line's messages. They are kept whole, because at 80 columns the end of a
 * line (the shell command, what to do instead) is what gets lost. See said.h.
 */
#include "ui/said.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/loop.h"
#include "ui/pager.h"

#define DATE_LEN 11 /* of "2026-11-20 14:32:05", before the time of day */

void
ui_said_clear(struct ui_said *said)
{
	if (said == NULL)
		return;
	for (size_t i = 0; i < said->n; i++)
		free(said->items[i].text);
	*said = (struct ui_said){ 0 };
}

void
ui_say(struct ui *ui, enum ui_style style, const char *fmt, ...)
{
	struct ui_said *said = &ui->said;
	char *text = NULL;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if (said->n == UI_SAID_MAX) {
		free(said->items[0].text);
		memmove(said->items, said->items + 1, --said->n * sizeof(said->items[0]));
	}
	said->items[said->n++] = (struct ui_said_message){ text, style, dw_now() };
	said->now = true;
	ui->dirty = true;
}

void
ui_say_error(struct ui *ui, const struct dw_error *err)
{
	ui_say(ui, STYLE_ERROR, "%s", err->message);
	ui_term_beep(ui->term);
}

bool
ui_said_over(struct ui_said *said)
{
	bool stood = said->now;

	said->now = said->cut = false;
	return stood;
}

void
ui_said_draw(struct ui_said *said, struct ui_canvas *canvas, struct ui_rect row)
{
	const struct ui_said_message *last;

	if (!said->now)
		return;
	last = &said->items[said->n - 1];
	said->cut = dw_columns(last->text) > row.cols - 2;
	ui_put_fit(canvas, row.y, row.x + 1, row.cols - 2, last->style, last->text);
}

void
ui_said_open(struct ui *ui)
{
	struct ui_pager lines = { 0 };
	char time[DW_TIME_TEXT];

	for (size_t i = ui->said.n; i-- > 0;) {
		const struct ui_said_message *item = &ui->said.items[i];

		ui_pager_addf(&lines, item->style, "%s  %s",
			dw_time_local(item->time, time) + DATE_LEN, item->text);
		ui_pager_hang(&lines, (int)strlen(time) - DATE_LEN + 2);
	}
	ui_pager_open(ui, _("What was said, newest first"), &lines);
}
