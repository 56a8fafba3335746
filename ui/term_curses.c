/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The terminal over ncurses, which is used for what it is best at: finding the
 * cheapest way from one screen to the next. Input does not go through it (input.h),
 * signals neither (signals.h). Only the files that share term_curses.h know curses;
 * this one has the terminal's life, size and events.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/signals.h"
#include "ui/term_curses.h"

/* From <term.h>, which has a macro for every second word of the language. */
extern int
setupterm(const char *name, int fd, int *found);
struct term;
extern struct term *
set_curterm(struct term *term);
extern int
del_curterm(struct term *term);

#define ESCAPE_DELAY 50 /* ms */
#define ESCAPE_DELAY_SLOW 400

static struct screen *
of(struct ui_term *term)
{
	return (struct screen *)term;
}

/* ---- the screen ------------------------------------------------------------------ */

static void
flush(struct ui_term *term, const struct ui_canvas *canvas)
{
	if (of(term)->inside)
		term_paint(of(term), canvas);
}

static void
repaint(struct ui_term *term)
{
	ui_canvas_clear(&of(term)->shown);
	clearok(stdscr, TRUE);
}

/* Blank on the terminal, and in all that curses remembers. */
static void
wipe(struct screen *screen)
{
	term_send_wipe();
	repaint(&screen->term);
	erase();
	refresh();
}

static void
erase_all(struct ui_term *term)
{
	struct screen *screen = of(term);

	ui_input_wipe(&screen->tty.input);
	if (!screen->inside)
		return;
	wipe(screen);
	if (screen->scrollback)
		term_send_wipe_history();
	repaint(term);
}

/* ---- size, coming and going ----------------------------------------------------- */

static void
take_size(struct screen *screen)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0 &&
		(size.ws_row != LINES || size.ws_col != COLS)) {
		resize_term(size.ws_row, size.ws_col);
		repaint(&screen->term);
	}
}

static void
get_size(struct ui_term *term DW_UNUSED, int *rows, int *cols)
{
	*rows = LINES;
	*cols = COLS;
}

static void
leave(struct ui_term *term)
{
	struct screen *screen = of(term);

	if (!screen->inside)
		return;
	screen->inside = false;
	ui_input_wipe(&screen->tty.input);
	wipe(screen);
	term_send_modes(screen, false);
	curs_set(1);
	endwin();
	ui_signals_set_active(false);
}

static void
enter(struct ui_term *term)
{
	struct screen *screen = of(term);

	if (screen->inside)
		return;
	screen->inside = true;
	ui_signals_set_active(true);
	take_size(screen);
	repaint(term);
	erase();
	refresh();
	screen->cursor = -1;
	term_send_modes(screen, true);
}

static void
suspend(struct ui_term *term)
{
	leave(term);
	ui_signals_suspend();
	enter(term);
}

static void
free_screen(struct ui_term *term)
{
	struct screen *screen = of(term);

	leave(term);
	ui_signals_stop();
	delscreen(screen->curses);
	ui_canvas_clear(&screen->shown);
	explicit_bzero(screen, sizeof *screen);
	free(screen);
}

/* ---- input --------------------------------------------------------------------- */

static void
read_event(struct ui_term *term, int timeout, struct ui_event *out)
{
	struct screen *screen = of(term);

	ui_tty_read(&screen->tty, timeout, out);
	if (out->type == UI_EVENT_RESIZE && out->signal == SIGCONT) {
		/* Stopped by a signal that nobody sees coming: the modes may be the shell's. */
		screen->inside = false;
		endwin();
		enter(term);
	} else if (out->type == UI_EVENT_RESIZE) {
		take_size(screen);
	}
}

static bool
pending(struct ui_term *term)
{
	return ui_tty_pending(&of(term)->tty);
}

/* ---- small things ----------------------------------------------------------------- */

static void
ring(struct ui_term *term DW_UNUSED)
{
	beep();
}

static void
copy(struct ui_term *term, const char *text, size_t len)
{
	if (of(term)->modern)
		term_send_clipboard(text, len);
}

static void
set_mouse(struct ui_term *term, bool on)
{
	struct screen *screen = of(term);

	if (!screen->modern || on == term->facts.mouse)
		return;
	term_send_modes(screen, false);
	term->facts.mouse = on;
	term_send_modes(screen, true);
	term_prepare_reset(screen);
}

static const struct ui_term_ops curses_ops = {
	.size = get_size,
	.flush = flush,
	.read = read_event,
	.pending = pending,
	.suspend = suspend,
	.leave = leave,
	.enter = enter,
	.repaint = repaint,
	.erase = erase_all,
	.beep = ring,
	.copy = copy,
	.mouse = set_mouse,
	.free = free_screen,
};

/* ---- beginning ---------------------------------------------------------------------- */

static bool
is_plain_name(const char *name)
{
	size_t len = name != NULL ? strlen(name) : 0;

	return len >= 1 && len <= 64 &&
		strspn(name,
			"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+-") ==
		len;
}

static enum dw_code
judge(const char *name, struct dw_error *err)
{
	bool places;
	int found;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return dw_fail(err, DW_UNAVAILABLE,
			_("The console needs a terminal. Without one, use the command line: doorward --help"));
	if (!is_plain_name(name))
		return dw_fail(err, DW_UNAVAILABLE,
			_("TERM does not name a terminal. Set it (for example TERM=xterm-256color), or use the command line: doorward --help"));
	if (setupterm(name, STDOUT_FILENO, &found) != OK)
		return dw_fail(err, DW_UNAVAILABLE,
			_("This machine knows no terminal called “%s”. Set TERM to one that it knows (for example vt100), or use the command line: doorward --help"),
			name);
	places = term_capability("cup") != NULL;
	/* newterm() makes its own and forgets this one. */
	del_curterm(set_curterm(NULL));
	if (!places)
		return dw_fail(err, DW_UNAVAILABLE,
			_("A terminal of the type “%s” cannot show the console. Use the command line: doorward --help"),
			name);
	return DW_OK;
}

static void
take_facts(struct screen *screen, const struct ui_term_options *options)
{
	struct ui_term_facts *facts = &screen->term.facts;
	bool linux_console = strncmp(options->name, "linux", 5) == 0;

	snprintf(facts->name, sizeof(facts->name), "%s", options->name);
	screen->theme = options->theme;
	screen->modern = term_capability("kmous") != NULL && !linux_console;
	screen->signs = !linux_console && strncmp(options->name, "vt", 2) != 0;
	screen->scrollback = term_capability("smcup") == NULL;
	facts->colours = options->no_colour || !has_colors() ? 0 : tigetnum("colors");
	facts->utf8 = dw_locale_is_utf8();
	facts->baud = baudrate();
	facts->slow = options->slow == UI_SLOW_YES ||
		(options->slow == UI_SLOW_AUTO && ui_tty_is_slow(STDOUT_FILENO, facts->baud));
	facts->still = facts->slow || options->no_motion;
	facts->cursor = options->no_motion;
	/* A colour of 256 takes twice the bytes of one of eight. */
	if (facts->slow && facts->colours > 8)
		facts->colours = 8;
	facts->can_suspend = getsid(0) != getpid();
	facts->mouse = screen->modern && !options->no_mouse;
	screen->tty.fd = STDIN_FILENO;
	screen->tty.escape_delay = facts->slow ? ESCAPE_DELAY_SLOW : ESCAPE_DELAY;
}

enum dw_code
ui_term_curses_new(const struct ui_term_options *options, struct ui_term **out,
	struct dw_error *err)
{
	struct screen *screen;
	struct termios modes;
	enum dw_code rc = judge(options->name, err);

	if (rc != DW_OK)
		return rc;
	screen = dw_calloc(1, sizeof *screen);
	screen->term.ops = &curses_ops;
	tcgetattr(STDIN_FILENO, &modes);
	ui_signals_start(STDOUT_FILENO, &modes);
	screen->curses = newterm(options->name, stdout, stdin);
	if (screen->curses == NULL) {
		ui_signals_stop();
		free(screen);
		return dw_fail(err, DW_UNAVAILABLE,
			_("The terminal cannot be used. Use the command line: doorward --help"));
	}
	raw();
	noecho();
	nonl();
	typeahead(-1);
	take_facts(screen, options);
	term_paint_init(screen);
	term_prepare_reset(screen);
	term_name_keys(&screen->tty.input);
	enter(&screen->term);
	*out = &screen->term;
	return DW_OK;
}
