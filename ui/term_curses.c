/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The terminal over ncurses, which is used for what it is best at: finding the
 * cheapest way from one screen to the next. Input does not go through it (input.h),
 * signals neither (signals.h). Only changed cells are handed over, there are no
 * windows and no scrolling. This is the only file that includes <curses.h>.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <curses.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/signals.h"
#include "ui/term.h"
#include "ui/tty.h"

/* From <term.h>, which has a macro for every second word of the language. */
extern int
setupterm(const char *name, int fd, int *found);
extern int
tputs(const char *text, int lines, int (*put)(int));
struct term;
extern struct term *
set_curterm(struct term *term);
extern int
del_curterm(struct term *term);

#define ESCAPE_DELAY 50 /* ms */
#define ESCAPE_DELAY_SLOW 400

struct screen {
	struct ui_term term;
	SCREEN *curses;
	struct ui_tty tty;
	struct ui_canvas shown; /* what curses was told; no size = nothing yet */
	enum ui_theme theme;
	attr_t attributes[STYLES];
	bool modern;    /* understands the mouse, paste and clipboard sequences of xterm */
	bool signs;     /* has arrows, dots and ticks in its font */
	bool scrollback; /* has no screen of its own for programs */
	bool inside;    /* in full-screen mode */
	int cursor;     /* visibility set last */
};

static struct screen *
of(struct ui_term *term)
{
	return (struct screen *)term;
}

/* ---- strings of terminfo ---------------------------------------------------- */

static struct dw_buf *collected;

static int
collect(int c)
{
	dw_buf_putc(collected, (char)c);
	return c;
}

static const char *
capability(const char *name)
{
	const char *text = tigetstr(name);

	return text == NULL || text == (char *)-1 ? NULL : text;
}

/* Adds a capability, with its padding worked out. */
static void
add_capability(struct dw_buf *out, const char *name)
{
	const char *text = capability(name);

	if (text == NULL)
		return;
	collected = out;
	tputs(text, 1, collect);
}

static void
send(const struct dw_buf *text)
{
	size_t at = 0;

	while (at < text->len) {
		ssize_t n = write(STDOUT_FILENO, text->data + at, text->len - at);

		if (n < 0 && errno != EINTR)
			return;
		at += n > 0 ? (size_t)n : 0;
	}
}

static void
add_modes(const struct screen *screen, struct dw_buf *out, bool on)
{
	if (screen->modern && screen->term.facts.mouse)
		dw_buf_puts(out, on ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l");
	if (screen->modern)
		dw_buf_puts(out, on ? "\033[?2004h" : "\033[?2004l");
	add_capability(out, on ? "smkx" : "rmkx");
}

static void
send_modes(const struct screen *screen, bool on)
{
	DW_AUTO(dw_buf) out = { 0 };

	add_modes(screen, &out, on);
	send(&out);
}

static void
add_cursor(struct dw_buf *out, int y, int x)
{
	collected = out;
	tputs(tparm(capability("cup"), y, x), 1, collect);
}

/*
 * Blanks the screen. Not from its first cell on: some terminals (tmux) put a screen
 * that is cleared whole into their scrollback, and a secret with it.
 */
static void
add_wipe(struct dw_buf *out)
{
	add_capability(out, "sgr0");
	add_cursor(out, 0, 1);
	add_capability(out, "ed");
	add_cursor(out, 0, 0);
	add_capability(out, "el");
}

/* What a crash writes: no mode stays on, and nothing stays readable. */
static void
prepare_reset(const struct screen *screen)
{
	static const char *const last[] = { "op", "rmacs", "cnorm", "rmcup" };
	DW_AUTO(dw_buf) out = { 0 };

	add_modes(screen, &out, false);
	add_wipe(&out);
	for (size_t i = 0; i < DW_COUNT(last); i++)
		add_capability(&out, last[i]);
	ui_signals_set_reset(dw_buf_text(&out), out.len);
}

static void
name_keys(struct ui_input *input)
{
	for (const struct ui_input_capability *key = ui_input_capabilities; key->name != NULL; key++)
		ui_input_name(input, capability(key->name), key->key);
}

/* ---- drawing ----------------------------------------------------------------- */

/* A pair of colours for each style, set up once. */
static void
prepare_styles(struct screen *screen)
{
	static const struct {
		unsigned ours;
		attr_t theirs;
	} attributes[] = {
		{ UI_BOLD, A_BOLD },
		{ UI_UNDERLINE, A_UNDERLINE },
		{ UI_REVERSE, A_REVERSE },
		{ UI_DIM, A_DIM },
	};
	int colours = screen->term.facts.colours;
	bool own = colours > 0 && start_color() == OK && use_default_colors() == OK;
	bool light = ui_theme_is_light(screen->theme);

	for (int style = 0; style < STYLES; style++) {
		struct ui_look look =
			ui_style_look(screen->theme, colours, (enum ui_style)style);
		attr_t value = 0;

		for (size_t i = 0; i < DW_COUNT(attributes); i++)
			if (look.attributes & attributes[i].ours)
				value |= attributes[i].theirs;
		if (look.fg >= 0 || look.bg >= 0) {
			if (look.fg < 0 && !own)
				look.fg = light ? COLOR_BLACK : COLOR_WHITE;
			if (look.bg < 0 && !own)
				look.bg = light ? COLOR_WHITE : COLOR_BLACK;
			init_pair((short)(style + 1), look.fg, look.bg);
			value |= (attr_t)COLOR_PAIR(style + 1);
		}
		screen->attributes[style] = value;
	}
	/* The cursor's sign says enough where every byte counts. */
	if (screen->term.facts.slow)
		screen->attributes[STYLE_CURSOR] = 0;
}

/* A line of a box, or 0. */
static chtype
line_of(uint32_t code)
{
	switch (code) {
	case UI_HLINE:
		return ACS_HLINE;
	case UI_VLINE:
		return ACS_VLINE;
	case UI_CORNER_TOP_LEFT:
		return ACS_ULCORNER;
	case UI_CORNER_TOP_RIGHT:
		return ACS_URCORNER;
	case UI_CORNER_BOTTOM_LEFT:
		return ACS_LLCORNER;
	case UI_CORNER_BOTTOM_RIGHT:
		return ACS_LRCORNER;
	default:
		return 0;
	}
}

/* The cell in ASCII, as wide as it was. */
static void
draw_plain(const struct ui_cell *cell, attr_t attributes)
{
	DW_AUTO(dw_buf) text = { 0 };
	DW_AUTO(dw_buf) plain = { 0 };
	const char *from;

	for (int i = 0; i < UI_CELL_POINTS && cell->text[i] != 0; i++) {
		char bytes[UI_KEY_BYTES];

		dw_buf_add(&text, bytes, ui_key_encode(cell->text[i], bytes));
	}
	dw_to_ascii(&plain, dw_buf_text(&text));
	from = dw_buf_text(&plain);
	for (int i = 0; i < cell->width; i++)
		addch((chtype)(unsigned char)(*from != '\0' ? *from++ : ' ') | attributes);
}

static bool
is_sign(uint32_t code)
{
	return (code >= 0x2190 && code < 0x2500) || (code >= 0x25a0 && code < 0x2c00);
}

static void
draw_cell(const struct screen *screen, int y, int x, const struct ui_cell *cell)
{
	attr_t attributes = screen->attributes[cell->style];
	uint32_t code = cell->text[0];
	wchar_t text[UI_CELL_POINTS + 1] = { 0 };
	cchar_t wide;

	move(y, x);
	if (code < 0x80) {
		addch((chtype)code | attributes);
	} else if (!screen->term.facts.utf8 && line_of(code) != 0) {
		addch(line_of(code) | attributes);
	} else if (!screen->term.facts.utf8 || (!screen->signs && is_sign(code))) {
		draw_plain(cell, attributes);
	} else {
		for (int i = 0; i < UI_CELL_POINTS; i++)
			text[i] = (wchar_t)cell->text[i];
		setcchar(&wide, text, attributes, (short)PAIR_NUMBER(attributes), NULL);
		add_wch(&wide);
	}
}

static void
flush(struct ui_term *term, const struct ui_canvas *canvas)
{
	struct screen *screen = of(term);
	struct ui_canvas *shown = &screen->shown;
	bool all = shown->rows != canvas->rows || shown->cols != canvas->cols;

	if (!screen->inside)
		return;
	if (all)
		ui_canvas_reset(shown, canvas->rows, canvas->cols);
	for (int y = 0; y < canvas->rows; y++)
		for (int x = 0; x < canvas->cols; x++) {
			const struct ui_cell *cell = ui_canvas_at(canvas, y, x);
			struct ui_cell *old = ui_canvas_at(shown, y, x);

			if (!all && memcmp(cell, old, sizeof *cell) == 0)
				continue;
			*old = *cell;
			if (cell->width > 0)
				draw_cell(screen, y, x, cell);
		}
	if (screen->cursor != canvas->cursor_visible) {
		screen->cursor = canvas->cursor_visible;
		curs_set(screen->cursor);
	}
	move(canvas->cursor_y, canvas->cursor_x);
	refresh();
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
	DW_AUTO(dw_buf) out = { 0 };

	add_wipe(&out);
	send(&out);
	repaint(&screen->term);
	erase();
	refresh();
}

static void
erase_all(struct ui_term *term)
{
	struct screen *screen = of(term);
	DW_AUTO(dw_buf) out = { 0 };

	ui_input_wipe(&screen->tty.input);
	if (!screen->inside)
		return;
	wipe(screen);
	if (screen->scrollback) {
		add_capability(&out, "E3");
		send(&out);
	}
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
	send_modes(screen, false);
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
	send_modes(screen, true);
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
add_base64(struct dw_buf *out, const char *text, size_t len)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t at = 0; at < len; at += 3) {
		size_t n = len - at < 3 ? len - at : 3;
		unsigned bits = 0;

		for (size_t i = 0; i < 3; i++)
			bits = bits << 8 | (i < n ? (unsigned char)text[at + i] : 0);
		for (size_t i = 0; i < 4; i++)
			dw_buf_putc(out, i <= n ? letters[bits >> (18 - 6 * i) & 63] : '=');
	}
}

static void
copy(struct ui_term *term, const char *text, size_t len)
{
	DW_AUTO(dw_buf) out = { 0 };

	if (!of(term)->modern)
		return;
	dw_buf_puts(&out, "\033]52;c;");
	add_base64(&out, text, len);
	dw_buf_puts(&out, "\033\\");
	send(&out);
	explicit_bzero(out.data, out.len);
}

static void
set_mouse(struct ui_term *term, bool on)
{
	struct screen *screen = of(term);

	if (!screen->modern || on == term->facts.mouse)
		return;
	send_modes(screen, false);
	term->facts.mouse = on;
	send_modes(screen, true);
	prepare_reset(screen);
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
	places = capability("cup") != NULL;
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
	screen->modern = capability("kmous") != NULL && !linux_console;
	screen->signs = !linux_console && strncmp(options->name, "vt", 2) != 0;
	screen->scrollback = capability("smcup") == NULL;
	facts->colours = options->no_colour || !has_colors() ? 0 : tigetnum("colors");
	facts->utf8 = dw_locale_is_utf8();
	facts->baud = baudrate();
	facts->slow = ui_tty_is_slow(STDOUT_FILENO, facts->baud);
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
	prepare_styles(screen);
	prepare_reset(screen);
	name_keys(&screen->tty.input);
	enter(&screen->term);
	*out = &screen->term;
	return DW_OK;
}
