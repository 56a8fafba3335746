/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every kind of terminal has in common: nearly nothing but the table of
 * functions it brings. See term.h.
 */
#include "ui/term.h"

void
ui_term_free(struct ui_term *term)
{
	if (term != NULL)
		term->ops->free(term);
}

void
ui_term_size(struct ui_term *term, int *rows, int *cols)
{
	term->ops->size(term, rows, cols);
}

void
ui_term_flush(struct ui_term *term, const struct ui_canvas *canvas)
{
	term->ops->flush(term, canvas);
}

void
ui_term_read(struct ui_term *term, int timeout, struct ui_event *out)
{
	*out = (struct ui_event){ 0 };
	term->ops->read(term, timeout, out);
}

bool
ui_term_pending(struct ui_term *term)
{
	return term->ops->pending(term);
}

void
ui_term_suspend(struct ui_term *term)
{
	if (term->facts.can_suspend)
		term->ops->suspend(term);
}

void
ui_term_leave(struct ui_term *term)
{
	term->ops->leave(term);
}

void
ui_term_enter(struct ui_term *term)
{
	term->ops->enter(term);
}

void
ui_term_repaint(struct ui_term *term)
{
	term->ops->repaint(term);
}

void
ui_term_erase(struct ui_term *term)
{
	term->ops->erase(term);
}

void
ui_term_beep(struct ui_term *term)
{
	term->ops->beep(term);
}

void
ui_term_copy(struct ui_term *term, const char *text, size_t len)
{
	term->ops->copy(term, text, len);
}

void
ui_term_mouse(struct ui_term *term, bool on)
{
	term->ops->mouse(term, on);
}
