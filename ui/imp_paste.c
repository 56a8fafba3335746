/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The place where rows are pasted, or typed where the terminal does not mark its pastes:
 * newlines and tabs are kept, Ctrl-D ends. It shows the end of what is there, made safe,
 * and counts; the text itself goes on as it came.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "domain/csv.h"
#include "ui/dialog.h"
#include "ui/imp.h"

struct paste_view {
	struct ui_view view;
	struct imp *imp;
	bool full;           /* something did not fit any more */
};

static struct paste_view *
of(struct ui_view *view)
{
	return (struct paste_view *)view;
}

static const char *
title(struct ui_view *view DW_UNUSED)
{
	return _("Paste rows");
}

static size_t
line_count(const struct dw_buf *text)
{
	size_t n = 0;

	for (const char *at = text->data, *end = at + text->len;
		text->len > 0 && (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
		n++;
	return n + (text->len > 0 && text->data[text->len - 1] != '\n');
}

static void
status(struct ui_view *view, struct dw_buf *left, struct dw_buf *right)
{
	const struct dw_buf *text = &of(view)->imp->pasted;
	size_t lines = line_count(text);
	DW_AUTO(dw_buf) number = { 0 };

	console_number(&number, (int64_t)lines);
	dw_buf_printf(left, DW_NG("%s line", "%s lines", lines), dw_buf_text(&number));
	dw_buf_reset(&number);
	console_number(&number, (int64_t)text->len);
	dw_buf_printf(right, DW_NG("%s byte", "%s bytes", text->len), dw_buf_text(&number));
}

static void
offer(struct ui_view *view, struct ui_offers *offers)
{
	if (of(view)->imp->pasted.len > 0)
		ui_offer_key(offers, UI_CTRL('D'), _("that is all"));
	ui_offer_as(offers, UI_CMD_CANCEL, _("back"));
	if (of(view)->imp->pasted.len > 0) {
		ui_offer_as(offers, UI_CMD_DELETE_TO_START, _("delete all"));
		ui_offer(offers, UI_CMD_DELETE_LEFT);
	}
}

/* Where the last n lines begin. */
static size_t
tail(const struct dw_buf *text, int n)
{
	size_t at = text->len;

	while (at > 0) {
		if (text->data[at - 1] == '\n' && at < text->len && --n <= 0)
			return at;
		at--;
	}
	return 0;
}

static void
draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct paste_view *self = of(view);
	const struct dw_buf *text = &self->imp->pasted;
	struct ui_rect in = ui_box(canvas, room, _(self->imp->act->action->title));
	struct ui_rect note = { in.y, in.x, 3, in.cols };
	int used, y, x = in.x;
	size_t at;

	used = ui_put_wrapped(canvas, note, self->full ? STYLE_ERROR : STYLE_DIM, self->full ?
		_("That is too much to paste. Put it into a file and import that.") :
		_("Paste the rows here, the line with the names of the columns first; or type them. "
		  "Ctrl-D when that is all."));
	ui_hline(canvas, in.y + used, in.x, in.cols, STYLE_BORDER);
	y = in.y + used + 1;
	at = tail(text, in.y + in.rows - y - 1);
	while (at < text->len && y < in.y + in.rows) {
		const char *end = memchr(text->data + at, '\n', text->len - at);
		size_t len = end != NULL ? (size_t)(end - text->data) - at : text->len - at;
		DW_AUTO(dw_buf) shown = { 0 };

		/* More of a line than goes on the screen is not looked at. */
		dw_display(&shown, text->data + at, len < 1000 ? len : 1000);
		ui_put_fit(canvas, y, in.x, in.cols, STYLE_NORMAL, dw_buf_text(&shown));
		x = in.x + dw_columns(dw_buf_text(&shown));
		at += len + (end != NULL);
		if (end != NULL) {
			y++;
			x = in.x;
		}
	}
	ui_cursor(canvas, y < in.y + in.rows ? y : in.y + in.rows - 1,
		x < in.x + in.cols ? x : in.x + in.cols - 1, true);
}

static enum ui_did
add(struct paste_view *self, const char *bytes, size_t len)
{
	struct dw_buf *text = &self->imp->pasted;

	self->full = text->len + len > DW_CSV_MAX_BYTES;
	if (self->full)
		ui_term_beep(self->view.ui->term);
	else
		dw_buf_add(text, bytes, len);
	return UI_REDRAW;
}

static enum ui_did
backspace(struct dw_buf *text)
{
	if (text->len == 0)
		return UI_HANDLED;
	text->len = dw_grapheme_prev(text->data, text->len, text->len);
	text->data[text->len] = '\0';
	return UI_REDRAW;
}

static void
discard(void *ctx, bool yes)
{
	struct paste_view *self = ctx;

	if (yes)
		ui_remove(self->view.ui, &self->view);
}

static enum ui_did
leave(struct paste_view *self)
{
	if (self->imp->pasted.len == 0)
		return UI_CLOSE;
	ui_ask(self->view.ui,
		&(struct ui_question){ .title = _("Not imported"),
			.text = _("The rows that are here are not imported yet."),
			.yes = _("Discard them"),
			.no = _("Keep editing"),
			.done = discard,
			.ctx = self });
	return UI_HANDLED;
}

static enum ui_did
key(struct paste_view *self, const struct ui_event *event)
{
	struct dw_buf *text = &self->imp->pasted;
	char bytes[UI_KEY_BYTES];

	if (event->command == UI_CMD_CANCEL)
		return leave(self);
	if (event->command == UI_CMD_DELETE_LEFT)
		return backspace(text);
	if (event->command == UI_CMD_DELETE_TO_START) {
		dw_buf_reset(text);
		self->full = false;
		return UI_REDRAW;
	}
	if (event->command != UI_CMD_NONE)
		return UI_IGNORED;
	if (event->key == UI_CTRL('D') && text->len > 0) {
		dw_replace(&self->imp->file, NULL);
		imp_source_chosen(self->imp);
		return UI_REDRAW;
	}
	if (event->key == UI_KEY_ENTER)
		return add(self, "\n", 1);
	if (event->key == UI_KEY_TAB)
		return add(self, "\t", 1);
	if (!ui_key_types(event->key))
		return UI_IGNORED;
	return add(self, bytes, ui_key_encode(event->key, bytes));
}

static enum ui_did
event(struct ui_view *view, const struct ui_event *event)
{
	if (event->type == UI_EVENT_PASTE)
		return add(of(view), event->paste, event->paste_len);
	return event->type == UI_EVENT_KEY ? key(of(view), event) : UI_IGNORED;
}

/* Hashes of passwords, as the first line says. */
static bool
secret(const struct ui_view *view)
{
	const struct dw_buf *text = &((const struct paste_view *)view)->imp->pasted;
	size_t len = text->len > 0 ? strcspn(text->data, "\n") : 0;
	DW_AUTO_FREE char *first = dw_strndup(dw_buf_text(text), len);

	return strcasestr(first, "hash") != NULL || strcasestr(first, "password") != NULL;
}

static void
close_view(struct ui_view *view)
{
	of(view)->imp->paste_view = NULL;
	free(view);
}

static const struct ui_view_ops ops = {
	.overlay = true,
	.title = title,
	.status = status,
	.offer = offer,
	.draw = draw,
	.event = event,
	.secret = secret,
	.close = close_view,
};

void
imp_paste(struct imp *imp)
{
	struct paste_view *self = dw_calloc(1, sizeof(*self));

	self->view = (struct ui_view){ .ops = &ops, .context = UI_IN_FORM };
	self->imp = imp;
	imp->paste_view = &self->view;
	ui_push(&imp->c->ui, &self->view);
	imp_hold_view(imp, &self->view);
}
