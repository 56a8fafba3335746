/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A secret shown once. Everything that held it is wiped on the way: the buffers
 * here, the terminal's copy, and the secret itself. See reveal.h.
 */
#include "ui/reveal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/loop.h"

#define COLS 66
#define STANDARD_SECONDS 60
#define MAX_SECONDS 300
#define DATE_LEN 11 /* of "2026-11-20 14:32:05", before the time of day */

struct reveal {
	struct ui_view view;
	struct ui_reveal_spec spec;
	char *title, *note;
	struct dw_secret secret;
	int64_t until;
};

static struct reveal *
of(struct ui_view *view)
{
	return (struct reveal *)view;
}

static void
wipe(struct dw_buf *buf)
{
	if (buf->data != NULL)
		explicit_bzero(buf->data, buf->cap);
	dw_buf_clear(buf);
}

/* ---- spelling ---------------------------------------------------------------------------- */

static const char *
word_of(char c)
{
	static const char *const letters[] = { "Alfa", "Bravo", "Charlie", "Delta", "Echo",
		"Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima", "Mike", "November",
		"Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor",
		"Whiskey", "X-ray", "Yankee", "Zulu" };
	static const char *const digits[] = { "Zero", "One", "Two", "Three", "Four", "Five", "Six",
		"Seven", "Eight", "Nine" };

	if (c >= 'A' && c <= 'Z')
		return letters[c - 'A'];
	if (c >= 'a' && c <= 'z')
		return letters[c - 'a'];
	if (c >= '0' && c <= '9')
		return digits[c - '0'];
	return c == '-' ? "Hyphen" : NULL;
}

void
ui_spell(struct dw_buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		const char *word = word_of(text[i]);

		if (i > 0)
			dw_buf_putc(out, ' ');
		if (islower((unsigned char)text[i]) && word != NULL)
			dw_buf_printf(out, "%s %s", _("small"), word);
		else if (word != NULL)
			dw_buf_puts(out, word);
		else
			dw_buf_putc(out, text[i]);
	}
}

/* ---- drawing ------------------------------------------------------------------------------- */

/* The next group of the code; hyphens between groups are not spoken. */
static size_t
group_at(const struct reveal *self, size_t *at)
{
	size_t len;

	while (*at < self->secret.len && self->secret.data[*at] == '-')
		(*at)++;
	len = strcspn(self->secret.data + *at, "-");
	return len < self->spec.group ? len : self->spec.group;
}

/* "K 7 Q X   9 A B C", as large as cells allow. */
static void
draw_large(const struct reveal *self, struct ui_canvas *canvas, struct ui_rect row)
{
	int x = row.x;

	for (size_t at = 0, len; (len = group_at(self, &at)) > 0; at += len, x += 2) {
		/* A hyphen of the code itself, which has to be typed. */
		if (at > 0 && self->secret.data[at - 1] == '-')
			ui_put(canvas, row.y, x - 2, STYLE_SECRET, "-");
		for (size_t i = 0; i < len; i++, x += 2) {
			char one[2] = { self->secret.data[at + i], '\0' };

			ui_put(canvas, row.y, x, STYLE_SECRET, one);
			explicit_bzero(one, sizeof one);
		}
	}
}

static int
draw_spelled(const struct reveal *self, struct ui_canvas *canvas, struct ui_rect rect)
{
	int rows = 0;

	for (size_t at = 0, len; (len = group_at(self, &at)) > 0; at += len) {
		struct dw_buf line = { 0 };
		struct ui_rect rest = { rect.y + rows, rect.x, rect.rows - rows, rect.cols };

		dw_buf_add(&line, self->secret.data + at, len);
		dw_buf_puts(&line, "  ");
		ui_spell(&line, self->secret.data + at, len);
		rows += ui_put_wrapped(canvas, rest, STYLE_NORMAL, dw_buf_text(&line));
		wipe(&line);
	}
	return rows;
}

/* Draws it (canvas NULL: only measures); returns the rows it takes. */
static int
draw_secret(const struct reveal *self, struct ui_canvas *canvas, struct ui_rect rect)
{
	struct dw_buf shown = { 0 };
	int rows;

	if (self->spec.group > 0) {
		struct ui_rect rest = { rect.y + 2, rect.x, rect.rows - 2, rect.cols };

		if (canvas != NULL)
			draw_large(self, canvas, rect);
		return 2 + draw_spelled(self, canvas, rest);
	}
	dw_display(&shown, self->secret.data, self->secret.len);
	rows = ui_put_wrapped(canvas, rect, STYLE_SECRET, dw_buf_text(&shown));
	wipe(&shown);
	return rows;
}

static const char *
reveal_title(struct ui_view *view)
{
	return of(view)->title;
}

static void
reveal_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct reveal *self = of(view);
	struct ui_rect in = { 0, 0, 0, (room.cols < COLS ? room.cols : COLS) - 4 };
	int note = ui_put_wrapped(NULL, in, STYLE_NORMAL, self->note);
	int rows = draw_secret(self, NULL, in);
	char when[DW_TIME_TEXT];

	in = ui_box(canvas, ui_rect_centre(room, 2 + note + 1 + rows + 2, in.cols + 4), self->title);
	ui_put_wrapped(canvas, in, STYLE_NORMAL, self->note);
	ui_cursor(canvas, in.y + note + 1, in.x, false);
	draw_secret(self, canvas,
		(struct ui_rect){ in.y + note + 1, in.x, in.rows - note - 3, in.cols });
	if (view->ui->term->facts.still)
		ui_printf(canvas, in.y + in.rows - 1, in.x, STYLE_DIM,
			/* TRANSLATORS: %s is a time of day. */
			_("Shown once. Hidden at %s."),
			dw_time_local(self->until, when) + DATE_LEN);
	else
		ui_printf(canvas, in.y + in.rows - 1, in.x, STYLE_DIM,
			_("Shown once. Hidden in %s."), dw_duration_text(self->until - dw_now(), when));
}

/* ---- events ---------------------------------------------------------------------------------- */

static void
reveal_offer(struct ui_view *view, struct ui_offers *offers)
{
	ui_offer_as(offers, UI_CMD_ACCEPT, _("done"));
	ui_offer_as(offers, UI_CMD_CANCEL, "");
	ui_offer_as(offers, UI_CMD_TOGGLE, _("a minute more"));
	if (of(view)->spec.may_copy)
		ui_offer_key(offers, 'y', _("to the clipboard"));
}

static enum ui_did
end(struct reveal *self)
{
	if (self->spec.done != NULL)
		self->spec.done(self->spec.ctx);
	return UI_CLOSE;
}

static void
extend(struct reveal *self)
{
	int64_t most = dw_now() + MAX_SECONDS * DW_SECOND;

	self->until += STANDARD_SECONDS * DW_SECOND;
	if (self->until > most)
		self->until = most;
}

/* Once a second, where something may move. */
static int64_t
next_wake(const struct reveal *self, int64_t now)
{
	return self->view.ui->term->facts.still ? self->until : now + DW_SECOND;
}

static enum ui_did
reveal_event(struct ui_view *view, const struct ui_event *event)
{
	struct reveal *self = of(view);

	if (event->type != UI_EVENT_KEY)
		return UI_HANDLED;
	if (event->command == UI_CMD_ACCEPT || event->command == UI_CMD_CANCEL)
		return end(self);
	if (event->command == UI_CMD_TOGGLE) {
		extend(self);
		view->wake = next_wake(self, dw_now());
		return UI_REDRAW;
	}
	if (event->key == 'y' && self->spec.may_copy) {
		ui_term_copy(view->ui->term, self->secret.data, self->secret.len);
		ui_say(view->ui, STYLE_NORMAL, "%s", _("Sent to the terminal's clipboard"));
		return UI_REDRAW;
	}
	return event->command == UI_CMD_NONE ? UI_HANDLED : UI_IGNORED;
}

static enum ui_did
reveal_tick(struct ui_view *view, int64_t now)
{
	if (now >= of(view)->until)
		return end(of(view));
	view->wake = next_wake(of(view), now);
	return UI_REDRAW;
}

static bool
reveal_secret(const struct ui_view *view DW_UNUSED)
{
	return true;
}

static void
reveal_close(struct ui_view *view)
{
	struct reveal *self = of(view);

	dw_secret_clear(&self->secret);
	ui_canvas_clear(&view->ui->canvas);
	ui_term_erase(view->ui->term);
	free(self->title);
	free(self->note);
	free(self);
}

static const struct ui_view_ops reveal_ops = {
	.overlay = true,
	.title = reveal_title,
	.offer = reveal_offer,
	.draw = reveal_draw,
	.event = reveal_event,
	.tick = reveal_tick,
	.secret = reveal_secret,
	.close = reveal_close,
};

struct ui_view *
ui_reveal_open(struct ui *ui, const struct ui_reveal_spec *spec, struct dw_secret *secret)
{
	struct reveal *self = dw_calloc(1, sizeof *self);
	int64_t now = dw_now();

	self->spec = *spec;
	self->title = dw_strdup(spec->title);
	self->note = dw_strdup(spec->note != NULL ? spec->note : "");
	self->secret = *secret;
	*secret = (struct dw_secret){ 0 };
	self->until = now + (spec->seconds > 0 ? spec->seconds : STANDARD_SECONDS) * DW_SECOND;
	self->view = (struct ui_view){ .ops = &reveal_ops,
		.context = UI_IN_MENU,
	};
	ui_push(ui, &self->view);
	self->view.wake = next_wake(self, now);
	return &self->view;
}
