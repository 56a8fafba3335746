/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The decoder: looks at the first byte and decides which reader takes it from there.
 * Each reader returns how many bytes it used, 0 when it needs more; an event of type
 * NONE means that they meant nothing to us. Start at ui_input_next().
 */
#include "ui/input.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define PASTE_END "\033[201~"
#define PASTE_END_LEN 6
#define DOUBLE_CLICK 400 /* ms */
#define MAX_PARAMETERS 4

const struct ui_input_capability ui_input_capabilities[] = {
	{ "kcuu1", UI_KEY_UP },
	{ "kcud1", UI_KEY_DOWN },
	{ "kcub1", UI_KEY_LEFT },
	{ "kcuf1", UI_KEY_RIGHT },
	{ "khome", UI_KEY_HOME },
	{ "kend", UI_KEY_END },
	{ "kpp", UI_KEY_PGUP },
	{ "knp", UI_KEY_PGDN },
	{ "kich1", UI_KEY_INSERT },
	{ "kdch1", UI_KEY_DELETE },
	{ "kcbt", UI_KEY_BACKTAB },
	{ "kent", UI_KEY_ENTER },
	{ "kbs", UI_KEY_BACKSPACE },
	{ "kf1", UI_KEY_F1 },
	{ "kf2", UI_KEY_F1 + 1 },
	{ "kf3", UI_KEY_F1 + 2 },
	{ "kf4", UI_KEY_F1 + 3 },
	{ "kf5", UI_KEY_F1 + 4 },
	{ "kf6", UI_KEY_F1 + 5 },
	{ "kf7", UI_KEY_F1 + 6 },
	{ "kf8", UI_KEY_F1 + 7 },
	{ "kf9", UI_KEY_F1 + 8 },
	{ "kf10", UI_KEY_F1 + 9 },
	{ "kf11", UI_KEY_F1 + 10 },
	{ "kf12", UI_KEY_F12 },
	{ NULL, 0 },
};

/* The keypad in application mode, "ESC O p". A vt100 has nothing else to call F5 to F10, so
 * terminfo does; but what people have who say TERM=vt100 is digits there, and real F keys. */
static bool
is_keypad(const char *text)
{
	return text[1] == 'O' && text[2] >= 'j' && text[2] <= 'y' && text[3] == '\0';
}

void
ui_input_name(struct ui_input *input, const char *text, uint32_t key)
{
	if (text == NULL || strlen(text) < 2 || *text != '\033' || is_keypad(text) ||
		strlen(text) >= sizeof input->names[0].text || input->n_names == UI_INPUT_NAMES)
		return;
	memcpy(input->names[input->n_names].text, text, strlen(text) + 1);
	input->names[input->n_names++].key = key;
}

size_t
ui_input_room(struct ui_input *input, unsigned char **into)
{
	*into = input->bytes + input->len;
	return sizeof input->bytes - input->len;
}

void
ui_input_added(struct ui_input *input, size_t n)
{
	input->len += n;
	input->stuck = false;
}

void
ui_input_wipe(struct ui_input *input)
{
	explicit_bzero(input->bytes, sizeof input->bytes);
	explicit_bzero(input->text, sizeof input->text);
	input->len = 0;
	input->pasting = input->stuck = false;
}

static void
use(struct ui_input *input, size_t n)
{
	memmove(input->bytes, input->bytes + n, input->len - n);
	explicit_bzero(input->bytes + input->len - n, n);
	input->len -= n;
}

static void
set_key(struct ui_event *out, uint32_t key)
{
	*out = (struct ui_event){ .type = UI_EVENT_KEY, .key = key };
}

/* ---- mouse ---------------------------------------------------------------- */

static void
set_mouse(struct ui_input *input, int button, bool press, int x, int y, int64_t now,
	struct ui_event *out)
{
	static const enum ui_mouse wheel[] = { UI_MOUSE_WHEEL_UP, UI_MOUSE_WHEEL_DOWN };
	int which = button & 3;
	bool again;

	if (!press || (button & 32) || x < 0 || y < 0)
		return;
	*out = (struct ui_event){ .y = y, .x = x };
	if (button & 64) {
		if (which > 1)
			return;
		out->mouse = wheel[which];
	} else if (which == 2) {
		out->mouse = UI_MOUSE_RIGHT;
	} else if (which == 0) {
		again = now - input->last_click <= DOUBLE_CLICK && y == input->last_y &&
			x >= input->last_x - 1 && x <= input->last_x + 1;
		out->mouse = again ? UI_MOUSE_DOUBLE : UI_MOUSE_CLICK;
		input->last_click = again ? 0 : now;
		input->last_y = y;
		input->last_x = x;
	} else {
		return;
	}
	out->type = UI_EVENT_MOUSE;
}

/* ---- escape sequences ------------------------------------------------------ */

static uint32_t
held(int parameter)
{
	int bits = parameter - 1;

	if (parameter < 2)
		return 0;
	return (bits & 1 ? (uint32_t)UI_MOD_SHIFT : 0) | (bits & 2 ? (uint32_t)UI_MOD_ALT : 0) |
		(bits & 4 ? (uint32_t)UI_MOD_CTRL : 0);
}

/* How rxvt ends a key with something held: "ESC [ 7 ^", "ESC [ a" for an arrow. */
static uint32_t
held_by_final(unsigned char final)
{
	switch (final) {
	case '$':
		return UI_MOD_SHIFT;
	case '^':
		return UI_MOD_CTRL;
	case '@':
		return UI_MOD_CTRL | UI_MOD_SHIFT;
	default:
		return 0;
	}
}

/* The key of a final letter, in "ESC [ A", "ESC O A" and "ESC [ 1 ; 5 A". */
static uint32_t
key_of_letter(unsigned char letter)
{
	switch (letter) {
	case 'A':
		return UI_KEY_UP;
	case 'B':
		return UI_KEY_DOWN;
	case 'C':
		return UI_KEY_RIGHT;
	case 'D':
		return UI_KEY_LEFT;
	case 'F':
		return UI_KEY_END;
	case 'H':
		return UI_KEY_HOME;
	case 'Z':
		return UI_KEY_BACKTAB;
	case 'P':
	case 'Q':
	case 'R':
	case 'S':
		return UI_KEY_F1 + (uint32_t)(letter - 'P');
	default:
		return 0;
	}
}

/* The key of a number, in "ESC [ 5 ~". */
static uint32_t
key_of_number(int number)
{
	static const uint32_t keys[] = {
		[1] = UI_KEY_HOME,
		[2] = UI_KEY_INSERT,
		[3] = UI_KEY_DELETE,
		[4] = UI_KEY_END,
		[5] = UI_KEY_PGUP,
		[6] = UI_KEY_PGDN,
		[7] = UI_KEY_HOME,
		[8] = UI_KEY_END,
		[11] = UI_KEY_F1,
		[12] = UI_KEY_F1 + 1,
		[13] = UI_KEY_F1 + 2,
		[14] = UI_KEY_F1 + 3,
		[15] = UI_KEY_F1 + 4,
		[17] = UI_KEY_F1 + 5,
		[18] = UI_KEY_F1 + 6,
		[19] = UI_KEY_F1 + 7,
		[20] = UI_KEY_F1 + 8,
		[21] = UI_KEY_F1 + 9,
		[23] = UI_KEY_F1 + 10,
		[24] = UI_KEY_F1 + 11,
	};

	return number >= 0 && (size_t)number < DW_COUNT(keys) ? keys[number] : 0;
}

/* "ESC [" and what follows. */
static size_t
read_csi(struct ui_input *input, int64_t now, struct ui_event *out)
{
	const unsigned char *bytes = input->bytes;
	int parameter[MAX_PARAMETERS] = { 0 };
	size_t n = 0, at = 2;
	bool private = false;
	unsigned char final;
	uint32_t key;

	if (input->len > 2 && bytes[2] == 'M') { /* the old mouse: three bytes */
		if (input->len < 6)
			return 0;
		set_mouse(input, bytes[3] - 32, (bytes[3] & 3) != 3 || (bytes[3] & 64), bytes[4] - 33,
			bytes[5] - 33, now, out);
		return 6;
	}
	if (input->len > 2 && bytes[2] == '[') { /* the Linux console's F1 to F5 */
		if (input->len < 4)
			return 0;
		if (bytes[3] >= 'A' && bytes[3] <= 'E')
			set_key(out, UI_KEY_F1 + (uint32_t)(bytes[3] - 'A'));
		return 4;
	}
	for (; at < input->len && bytes[at] >= 0x20 && bytes[at] < 0x40; at++) {
		if (bytes[at] == '$' && !private)
			break;
		bool digit = bytes[at] >= '0' && bytes[at] <= '9';

		if (digit && n < MAX_PARAMETERS && parameter[n] < 100000)
			parameter[n] = parameter[n] * 10 + bytes[at] - '0';
		else if (bytes[at] == ';')
			n++;
		else if (!digit)
			private = true;
	}
	if (at == input->len)
		return 0;
	final = bytes[at++];
	if (private && bytes[2] == '<' && (final == 'M' || final == 'm')) {
		set_mouse(input, parameter[0], final == 'M', parameter[1] - 1, parameter[2] - 1, now,
			out);
		return at;
	}
	if (private)
		return at;
	if (final == '~' && parameter[0] == 200) {
		input->pasting = true;
		input->after_return = false;
		return at;
	}
	if (final == '~' || held_by_final(final) != 0)
		key = key_of_number(parameter[0]);
	else if (final >= 'a' && final <= 'd')
		key = key_of_letter((unsigned char)(final - 'a' + 'A')) | UI_MOD_SHIFT;
	else
		key = key_of_letter(final);
	if (key != 0)
		key |= held_by_final(final);
	if (key != 0)
		set_key(out, key == UI_KEY_BACKTAB ? key : key | held(parameter[1]));
	return at;
}

/* "ESC O" and one letter: arrows, function keys, and the keypad in application mode; some
 * put what is held before the letter, "ESC O 5 P". */
static size_t
read_ss3(struct ui_input *input, struct ui_event *out)
{
	int modifier = 0;
	unsigned char letter;
	size_t at = 2;
	uint32_t key;

	for (; at < input->len && ((input->bytes[at] >= '0' && input->bytes[at] <= '9') ||
		input->bytes[at] == ';'); at++)
		modifier = input->bytes[at] == ';' ? 0 : input->bytes[at] - '0';
	if (at == input->len)
		return 0;
	letter = input->bytes[at++];
	key = key_of_letter(letter);
	if (letter == 'M')
		key = UI_KEY_ENTER;
	else if (letter >= 'T' && letter <= 'Y') /* PuTTY as a VT100+ */
		key = UI_KEY_F1 + 4 + (uint32_t)(letter - 'T');
	else if (letter >= 'a' && letter <= 'd')
		key = key_of_letter((unsigned char)(letter - 'a' + 'A')) | UI_MOD_CTRL;
	else if (letter >= 'j' && letter <= 'y')
		key = (uint32_t)(letter - 'j' + '*');
	if (key != 0)
		set_key(out, key >= UI_KEY_NAMED ? key | held(modifier) : key);
	return at;
}

/* The longest of terminfo's sequences that stands here. */
static size_t
read_named(const struct ui_input *input, struct ui_event *out)
{
	size_t best = 0;

	for (size_t i = 0; i < input->n_names; i++) {
		size_t len = strlen(input->names[i].text);

		if (len > best && len <= input->len &&
			memcmp(input->bytes, input->names[i].text, len) == 0) {
			best = len;
			set_key(out, input->names[i].key);
		}
	}
	return best;
}

static size_t
read_escape(struct ui_input *input, bool waited, int64_t now, struct ui_event *out)
{
	size_t used = read_named(input, out);
	bool alone = false; /* what follows begins no sequence: it is the key itself */

	if (used > 0)
		return used;
	if (input->len > 1 && input->bytes[1] == '[')
		used = read_csi(input, now, out);
	else if (input->len > 1 && input->bytes[1] == 'O')
		used = read_ss3(input, out);
	else if (input->len > 1)
		alone = true;
	if (used == 0 && (alone || (waited && input->len <= 2))) {
		set_key(out, UI_KEY_ESC);
		used = 1;
	}
	return used;
}

/* ---- characters ------------------------------------------------------------ */

static size_t
read_character(const struct ui_input *input, bool waited, struct ui_event *out)
{
	unsigned char byte = input->bytes[0];
	uint32_t code = byte;
	bool more;
	size_t n;

	if (byte == '\r' || byte == '\n') {
		set_key(out, UI_KEY_ENTER);
	} else if (byte == 8 || byte == 127) {
		set_key(out, UI_KEY_BACKSPACE);
	} else if (byte < 0x80) {
		if (byte != 0)
			set_key(out, byte);
	} else {
		n = dw_locale_decode((const char *)input->bytes, input->len, &code, &more);
		if (n == 0 && more && !waited)
			return 0;
		if (n > 0 && ui_key_types(code))
			set_key(out, code);
		return n > 0 ? n : 1;
	}
	return 1;
}

/* ---- paste ------------------------------------------------------------------ */

/* How many of the bytes are text for certain, and not the beginning of its end. */
static size_t
paste_text(const struct ui_input *input, bool *ended)
{
	const unsigned char *end = memmem(input->bytes, input->len, PASTE_END, PASTE_END_LEN);

	*ended = end != NULL;
	if (end != NULL)
		return (size_t)(end - input->bytes);
	for (size_t n = 1; n < PASTE_END_LEN && n <= input->len; n++)
		if (memcmp(input->bytes + input->len - n, PASTE_END, n) == 0)
			return input->len - n;
	return input->len;
}

/* Copies whole characters as UTF-8 and makes every kind of line end a newline. */
static size_t
copy_paste(struct ui_input *input, size_t len, bool all, size_t *used)
{
	size_t to = 0, at = 0;

	while (at < len) {
		const char *from = (const char *)input->bytes + at;
		uint32_t code = 0;
		bool more;
		size_t n = dw_locale_decode(from, len - at, &code, &more);

		if (n == 0 && more && !all)
			break;
		at += n > 0 ? n : 1;
		if (n > 0 && (code == '\r' || (code == '\n' && !input->after_return)))
			input->text[to++] = '\n';
		else if (n > 0 && code != '\n' && code != 0)
			to += ui_key_encode(code, input->text + to);
		input->after_return = n > 0 && code == '\r';
	}
	input->text[to] = '\0';
	*used = at;
	return to;
}

static bool
read_paste(struct ui_input *input, struct ui_event *out)
{
	bool ended;
	size_t len = paste_text(input, &ended), used;
	size_t n = copy_paste(input, len, ended, &used);

	use(input, ended ? len + PASTE_END_LEN : used);
	input->pasting = !ended;
	if (n > 0)
		*out = (struct ui_event){ .type = UI_EVENT_PASTE,
			.paste = input->text,
			.paste_len = n };
	return n > 0 || ended;
}

/* ---- all together ------------------------------------------------------------ */

bool
ui_input_ready(const struct ui_input *input)
{
	return input->len > 0 && !input->stuck;
}

bool
ui_input_partial(const struct ui_input *input)
{
	return input->stuck && input->len > 0 && input->len <= 3 && !input->pasting;
}

bool
ui_input_next(struct ui_input *input, bool waited, int64_t now, struct ui_event *out)
{
	explicit_bzero(input->text, sizeof input->text);
	while (input->len > 0) {
		size_t used;

		*out = (struct ui_event){ 0 };
		if (input->pasting) {
			if (!read_paste(input, out))
				break;
		} else {
			used = input->bytes[0] == UI_KEY_ESC
				? read_escape(input, waited, now, out)
				: read_character(input, waited, out);
			if (used == 0 && input->len == sizeof input->bytes)
				used = input->len;
			if (used == 0)
				break;
			use(input, used);
		}
		if (out->type != UI_EVENT_NONE)
			return true;
	}
	input->stuck = true;
	return false;
}
