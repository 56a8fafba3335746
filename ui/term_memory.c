/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The terminal of the tests: a queue of events and a copy of the last canvas.
 */
#include "ui/term_memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct memory {
	struct ui_term term;
	int rows, cols;
	struct ui_canvas screen;
	struct ui_event *events; /* pastes are owned */
	size_t n, cap, next;
	char *paste;             /* of the event that was read last */
	char *copied;
	struct ui_term_memory_facts facts;
};

static struct memory *
of(struct ui_term *term)
{
	return (struct memory *)term;
}

static void
get_size(struct ui_term *term, int *rows, int *cols)
{
	*rows = of(term)->rows;
	*cols = of(term)->cols;
}

static void
flush(struct ui_term *term, const struct ui_canvas *canvas)
{
	struct memory *memory = of(term);

	ui_canvas_reset(&memory->screen, canvas->rows, canvas->cols);
	memcpy(memory->screen.cells, canvas->cells,
		(size_t)canvas->rows * (size_t)canvas->cols * sizeof *canvas->cells);
	memory->facts.cursor_y = canvas->cursor_y;
	memory->facts.cursor_x = canvas->cursor_x;
	memory->facts.cursor_visible = canvas->cursor_visible;
	memory->facts.flushes++;
}

static void
read_event(struct ui_term *term, int timeout, struct ui_event *out)
{
	struct memory *memory = of(term);

	dw_replace(&memory->paste, NULL);
	while (memory->next < memory->n && out->type == UI_EVENT_NONE)
		*out = memory->events[memory->next++];
	memory->paste = (char *)(uintptr_t)out->paste;
	if (out->type == UI_EVENT_NONE && timeout < 0)
		out->type = UI_EVENT_HANGUP;
}

static bool
pending(struct ui_term *term)
{
	return of(term)->next < of(term)->n;
}

static void
suspend(struct ui_term *term)
{
	of(term)->facts.suspends++;
}

static void
nothing(struct ui_term *term DW_UNUSED)
{
}

static void
erase(struct ui_term *term)
{
	ui_canvas_reset(&of(term)->screen, of(term)->rows, of(term)->cols);
	of(term)->facts.erases++;
}

static void
beep(struct ui_term *term)
{
	of(term)->facts.beeps++;
}

static void
copy(struct ui_term *term, const char *text, size_t len)
{
	dw_replace(&of(term)->copied, dw_strndup(text, len));
}

static void
set_mouse(struct ui_term *term, bool on)
{
	term->facts.mouse = on;
}

static void
free_term(struct ui_term *term)
{
	struct memory *memory = of(term);

	for (size_t i = memory->next; i < memory->n; i++)
		free((char *)(uintptr_t)memory->events[i].paste);
	free(memory->events);
	free(memory->paste);
	free(memory->copied);
	ui_canvas_clear(&memory->screen);
	free(memory);
}

static const struct ui_term_ops memory_ops = {
	.size = get_size,
	.flush = flush,
	.read = read_event,
	.pending = pending,
	.suspend = suspend,
	.leave = nothing,
	.enter = nothing,
	.repaint = nothing,
	.erase = erase,
	.beep = beep,
	.copy = copy,
	.mouse = set_mouse,
	.free = free_term,
};

struct ui_term *
ui_term_memory_new(int rows, int cols)
{
	struct memory *memory = dw_calloc(1, sizeof *memory);

	memory->term.ops = &memory_ops;
	memory->term.facts = (struct ui_term_facts){ .name = "memory",
		.colours = 256,
		.utf8 = true,
		.can_suspend = true,
		.mouse = true };
	memory->rows = rows;
	memory->cols = cols;
	ui_canvas_init(&memory->screen, rows, cols);
	return &memory->term;
}

void
ui_term_memory_put(struct ui_term *term, const struct ui_event *event)
{
	struct memory *memory = of(term);
	struct ui_event *put;

	if (memory->n == memory->cap) {
		memory->cap = memory->cap > 0 ? memory->cap * 2 : 32;
		memory->events =
			dw_realloc(memory->events, memory->cap, sizeof *memory->events);
	}
	put = &memory->events[memory->n++];
	*put = *event;
	if (event->paste != NULL)
		put->paste = dw_strndup(event->paste, event->paste_len);
}

void
ui_term_memory_key(struct ui_term *term, uint32_t key)
{
	ui_term_memory_put(term, &(struct ui_event){ .type = UI_EVENT_KEY, .key = key });
}

void
ui_term_memory_paste(struct ui_term *term, const char *text)
{
	ui_term_memory_put(term,
		&(struct ui_event){
			.type = UI_EVENT_PASTE, .paste = text, .paste_len = strlen(text) });
}

void
ui_term_memory_resize(struct ui_term *term, int rows, int cols)
{
	of(term)->rows = rows;
	of(term)->cols = cols;
	ui_term_memory_put(term, &(struct ui_event){ .type = UI_EVENT_RESIZE });
}

void
ui_term_memory_screen(struct ui_term *term, struct dw_buf *out)
{
	ui_canvas_text(&of(term)->screen, out);
}

void
ui_term_memory_styles(struct ui_term *term, struct dw_buf *out)
{
	const struct ui_canvas *screen = &of(term)->screen;
	bool used[STYLES] = { false };

	for (int y = 0; y < screen->rows; y++) {
		for (int x = 0; x < screen->cols; x++) {
			unsigned style = ui_canvas_at(screen, y, x)->style;

			used[style] = true;
			dw_buf_putc(out, style == STYLE_NORMAL ? '.' : (char)('a' + style - 1));
		}
		dw_buf_putc(out, '\n');
	}
	for (unsigned style = 1; style < STYLES; style++)
		if (used[style])
			dw_buf_printf(out, "%c = %s\n", (char)('a' + style - 1),
				ui_style_name((enum ui_style)style));
}

struct ui_term_memory_facts
ui_term_memory_facts(struct ui_term *term)
{
	of(term)->facts.copied = of(term)->copied;
	return of(term)->facts;
}
