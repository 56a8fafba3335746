/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What goes to the terminal past curses: strings of terminfo with their padding worked
 * out, and the few sequences of xterm that terminfo has no names for. Each function
 * sends at once, so curses must have flushed. See term_curses.h.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "ui/signals.h"
#include "ui/term_curses.h"

/* From <term.h>, which has a macro for every second word of the language. */
extern int
tputs(const char *text, int lines, int (*put)(int));

static struct dw_buf *collected;

static int
collect(int c)
{
	dw_buf_putc(collected, (char)c);
	return c;
}

const char *
term_capability(const char *name)
{
	const char *text = tigetstr(name);

	return text == NULL || text == (char *)-1 ? NULL : text;
}

/* Adds a capability, with its padding worked out. */
static void
add_capability(struct dw_buf *out, const char *name)
{
	const char *text = term_capability(name);

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

void
term_send_modes(const struct screen *screen, bool on)
{
	DW_AUTO(dw_buf) out = { 0 };

	add_modes(screen, &out, on);
	send(&out);
}

static void
add_cursor(struct dw_buf *out, int y, int x)
{
	collected = out;
	tputs(tparm(term_capability("cup"), y, x), 1, collect);
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

void
term_prepare_reset(const struct screen *screen)
{
	static const char *const last[] = { "op", "rmacs", "cnorm", "rmcup" };
	DW_AUTO(dw_buf) out = { 0 };

	add_modes(screen, &out, false);
	add_wipe(&out);
	for (size_t i = 0; i < DW_COUNT(last); i++)
		add_capability(&out, last[i]);
	ui_signals_set_reset(dw_buf_text(&out), out.len);
}

void
term_name_keys(struct ui_input *input)
{
	for (const struct ui_input_capability *key = ui_input_capabilities; key->name != NULL; key++)
		ui_input_name(input, term_capability(key->name), key->key);
}

void
term_send_wipe(void)
{
	DW_AUTO(dw_buf) out = { 0 };

	add_wipe(&out);
	send(&out);
}

void
term_send_wipe_history(void)
{
	DW_AUTO(dw_buf) out = { 0 };

	add_capability(&out, "E3");
	send(&out);
}

/* ---- clipboard -------------------------------------------------------------- */

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

void
term_send_clipboard(const char *text, size_t len)
{
	DW_AUTO(dw_buf) out = { 0 };

	dw_buf_puts(&out, "\033]52;c;");
	add_base64(&out, text, len);
	dw_buf_puts(&out, "\033\\");
	send(&out);
	explicit_bzero(out.data, out.len);
}
