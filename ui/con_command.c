/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line: one line at the bottom that takes the same words as the shell
 * command, what they may become above it, and what is wrong below. Words are read and
 * completed by action/command.h, as the shell's are; con_run.c does what they say.
 *
 * Only lines that were understood are remembered, so that a secret typed where none
 * belongs is not brought back later; and only until the console ends, in memory.
 */
#include <stdlib.h>
#include <string.h>

#include "action/line.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/con_command.h"
#include "ui/field.h"

#define SHOWN_MAX 8 /* candidates at a time */
#define PROMPT ":"
#define HISTORY_MAX 200

static struct command_view *
of(struct ui_view *view)
{
	return (struct command_view *)view;
}

/* ---- history ---------------------------------------------------------------------- */

static void
remember(struct console *c, const char *line)
{
	if (c->n_history > 0 && strcmp(c->history[c->n_history - 1], line) == 0)
		return;
	if (c->n_history == HISTORY_MAX) {
		free(c->history[0]);
		memmove(c->history, c->history + 1, (HISTORY_MAX - 1) * sizeof(*c->history));
		c->n_history--;
	}
	c->history = dw_realloc(c->history, c->n_history + 1, sizeof(*c->history));
	c->history[c->n_history++] = dw_strdup(line);
}

void
con_command_clear(struct console *c)
{
	for (size_t i = 0; i < c->n_history; i++)
		free(c->history[i]);
	free(c->history);
	c->history = NULL;
	c->n_history = 0;
}

/* Does a line that was typed before answer what is typed now: does it begin so, or have it in it? */
static bool
recalls(const char *line, const char *draft, bool anywhere)
{
	return anywhere ? strstr(line, draft) != NULL : strncmp(line, draft, strlen(draft)) == 0;
}

/* To an older line, or a newer one, of those that go on from what was typed; past the newest
 * that is what was typed itself. */
static enum ui_did
go_back(struct command_view *v, bool older, bool anywhere)
{
	size_t n = v->c->n_history, at = v->older;

	if (v->draft == NULL)
		v->draft = dw_strdup(ui_field_text(&v->field));
	do
		at = older ? at + 1 : at - (at > 0);
	while (at > 0 && at <= n && !recalls(v->c->history[n - at], v->draft, anywhere));
	if (at > n || v->older == at) {
		ui_term_beep(v->view.ui->term);
		return UI_HANDLED;
	}
	v->older = at;
	ui_field_set(&v->field, at > 0 ? v->c->history[n - at] : v->draft);
	ui_suggest_clear(&v->suggest);
	return UI_REDRAW;
}

/* What is typed now is what lines are looked for by. */
static void
stay(struct command_view *v)
{
	v->older = 0;
	dw_replace(&v->draft, NULL);
}

/* ---- running ---------------------------------------------------------------------- */

/* The byte of a code point, counted from 1. */
static size_t
byte_of(const char *text, int column)
{
	size_t at = 0;

	for (int i = 1; i < column && text[at] != '\0'; i++) {
		uint32_t code;
		size_t len = dw_utf8_decode(text + at, strlen(text + at), &code);

		at += len > 0 ? len : 1;
	}
	return at;
}

/* Byte of the line where the fault of a command is. */
static size_t
place_of(const struct dw_line *line, const struct dw_command *command)
{
	size_t word = command->fault + (line->n - con_words(line).n);

	if (word >= line->n)
		return line->n > 0 ? line->start[line->n - 1] + strlen(line->raw[line->n - 1]) : 0;
	return line->start[word] + byte_of(line->raw[word], command->fault_column);
}

bool
con_is_filter(const char *line)
{
	line += strspn(line, " ");
	line += line[0] == '-';
	return line[0] != ':' && line[strcspn(line, ": \"'")] == ':';
}

/* Whether its groups and permissions exist, the list itself is asked, for no rows. */
static enum ui_did
run_filter(struct command_view *v, const char *text)
{
	const struct console_arg args[] = { { "filter", text }, { "limit", "0" }, { NULL, NULL } };
	const struct console_arg shown[] = { { "filter", text }, { NULL, NULL } };
	DW_AUTO(dw_rows) rows = { 0 };

	dw_rows_init(&rows);
	if (console_read(v->c, "user.list", args, DW_CALL_UNCOUNTED, false, &rows, &v->err) != DW_OK) {
		v->err_at = byte_of(text, v->err.column);
		ui_term_beep(v->view.ui->term);
		return UI_REDRAW;
	}
	console_show(v->c, "user.list", shown);
	remember(v->c, text);
	return UI_CLOSE;
}

static enum ui_did
run(struct command_view *v)
{
	DW_AUTO_FREE char *text = dw_strdup(ui_field_text(&v->field));
	DW_AUTO(dw_command) command = { 0 };
	DW_AUTO(dw_line) line = { 0 };
	struct dw_words words;
	enum dw_code rc;

	ui_suggest_clear(&v->suggest);
	if (con_is_filter(text))
		return run_filter(v, text);
	dw_line_split(text, &line);
	if (line.n == 0)
		return UI_CLOSE;
	words = con_words(&line);
	if (words.n == 1 && (strcmp(words.text[0], "quit") == 0 || strcmp(words.text[0], "q") == 0)) {
		ui_leave(&v->c->ui);
		return UI_CLOSE;
	}
	rc = dw_command_read(&words, dw_now(), &con_dialect, &command, &v->err);
	v->err_at = place_of(&line, &command);
	if (rc == DW_OK)
		rc = con_run(v->c, &command, text, &v->err);
	if (rc != DW_OK) {
		ui_term_beep(v->view.ui->term);
		return UI_REDRAW;
	}
	remember(v->c, text);
	return UI_CLOSE;
}

/* ---- drawing ---------------------------------------------------------------------- */

/* How the command goes on that is being typed; "" when it is none yet. */
static void
usage(const struct command_view *v, struct dw_buf *out)
{
	DW_AUTO(dw_command) command = { 0 };
	DW_AUTO(dw_line) line = { 0 };
	struct dw_words words;

	if (con_is_filter(ui_field_text(&v->field))) {
		dw_buf_puts(out, _("A filter: shows the users that match; doorward-filter(7) has its words"));
		return;
	}
	dw_line_split(ui_field_text(&v->field), &line);
	words = con_words(&line);
	dw_command_read(&words, dw_now(), &con_dialect, &command, NULL);
	if (command.action != NULL)
		dw_action_synopsis(out, command.action);
	else if (line.n == 0)
		dw_buf_puts(out, _("The words of the shell command: user show NAME; or a filter: state:locked"));
}

/* A sign under the place, when it is to be seen, and the words. */
static void
draw_fault(const struct command_view *v, struct ui_canvas *canvas, struct ui_rect rows)
{
	DW_AUTO(dw_buf) before = { 0 };
	int x;

	dw_display(&before, ui_field_text(&v->field), v->err_at);
	x = dw_columns(dw_buf_text(&before));
	if (x < rows.cols - CON_PROMPT_COLS && v->field.left == 0)
		ui_put(canvas, rows.y, rows.x + CON_PROMPT_COLS + x, STYLE_ERROR, "^");
	rows.y++;
	rows.rows--;
	rows.x += CON_PROMPT_COLS;
	rows.cols -= CON_PROMPT_COLS;
	ui_put_wrapped(canvas, rows, STYLE_ERROR, v->err.message);
}

static void
draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct command_view *v = of(view);
	bool wrong = v->err.code != DW_OK;
	struct ui_rect all = room, row, words = { 0, 0, 0, room.cols - CON_PROMPT_COLS };
	int list = v->suggest.n < SHOWN_MAX ? (int)v->suggest.n : SHOWN_MAX;
	int below = wrong ? 1 + ui_put_wrapped(NULL, words, STYLE_ERROR, v->err.message) : 1;
	DW_AUTO(dw_buf) how = { 0 };

	if (list > room.rows - below - 3)
		list = room.rows - below - 3;
	all.rows = 1 + list + 1 + below;
	all.y = room.y + room.rows - all.rows;
	ui_fill(canvas, all, STYLE_NORMAL);
	ui_hline(canvas, all.y, all.x, all.cols, STYLE_BORDER);
	ui_suggest_draw(&v->suggest, canvas, (struct ui_rect){ all.y + 1, all.x, list, all.cols },
		CON_PROMPT_COLS);
	row = ui_rect_row(all, 1 + list);
	ui_put(canvas, row.y, row.x, STYLE_KEY, PROMPT);
	row.x += CON_PROMPT_COLS;
	row.cols -= CON_PROMPT_COLS;
	ui_field_draw(&v->field, canvas, row, STYLE_FIELD_FOCUS, true);
	if (wrong) {
		draw_fault(v, canvas, (struct ui_rect){ row.y + 1, all.x, below, all.cols });
		return;
	}
	usage(v, &how);
	ui_put_fit(canvas, row.y + 1, row.x, row.cols, STYLE_DIM, dw_buf_text(&how));
}

/* ---- the view --------------------------------------------------------------------- */

static const char *
title(struct ui_view *view)
{
	(void)view;
	return _("Command line");
}

static void
offer(struct ui_view *view, struct ui_offers *offers)
{
	ui_offer_as(offers, UI_CMD_ACCEPT, _("run"));
	ui_offer(offers, UI_CMD_COMPLETE);
	ui_offer(offers, UI_CMD_OLDER);
	ui_offer(offers, UI_CMD_NEWER);
	ui_offer(offers, UI_CMD_RECALL);
	ui_offer(offers, UI_CMD_CANCEL);
	ui_field_offer(&of(view)->field, offers);
}

static enum ui_did
typed(struct command_view *v, const struct ui_event *event)
{
	size_t cursor = v->field.cursor, len = v->field.len;
	enum ui_did did = ui_field_event(&v->field, event);

	if (did != UI_REDRAW)
		return did;
	v->err = (struct dw_error){ 0 };
	if (len != v->field.len)
		stay(v);
	if (cursor != v->field.cursor || len != v->field.len)
		con_candidates_find(v);
	return did;
}

static enum ui_did
mouse(struct command_view *v, const struct ui_event *event)
{
	if (event->mouse == UI_MOUSE_CLICK &&
		ui_suggest_click(&v->suggest, &v->field, event->y, event->x))
		return UI_REDRAW;
	return ui_field_event(&v->field, event);
}

static void
complete(struct command_view *v)
{
	v->err = (struct dw_error){ 0 };
	stay(v);
	if (v->suggest.n == 0)
		ui_term_beep(v->view.ui->term);
	else if (ui_suggest_take(&v->suggest, &v->field))
		con_candidates_find(v);
}

static enum ui_did
event(struct ui_view *view, const struct ui_event *event)
{
	struct command_view *v = of(view);

	if (event->type == UI_EVENT_MOUSE)
		return mouse(v, event);
	switch (event->type == UI_EVENT_KEY ? event->command : UI_CMD_NONE) {
	case UI_CMD_ACCEPT:
		return run(v);
	case UI_CMD_CANCEL:
		return UI_CLOSE;
	case UI_CMD_COMPLETE:
		complete(v);
		return UI_REDRAW;
	case UI_CMD_OLDER:
	case UI_CMD_NEWER:
	case UI_CMD_RECALL:
		v->err = (struct dw_error){ 0 };
		return go_back(v, event->command != UI_CMD_NEWER, event->command == UI_CMD_RECALL);
	default:
		return typed(v, event);
	}
}

static void
close_view(struct ui_view *view)
{
	struct command_view *v = of(view);

	ui_suggest_clear(&v->suggest);
	ui_field_clear(&v->field);
	free(v->draft);
	free(v);
}

static const struct ui_view_ops command_ops = {
	.overlay = true,
	.title = title,
	.offer = offer,
	.draw = draw,
	.event = event,
	.close = close_view,
};

void
console_command_line(struct console *c, const char *text)
{
	struct command_view *v = dw_calloc(1, sizeof(*v));

	v->view = (struct ui_view){ .ops = &command_ops, .context = UI_IN_COMMAND };
	v->c = c;
	ui_field_set(&v->field, text);
	ui_push(&c->ui, &v->view);
	con_candidates_find(v);
}
