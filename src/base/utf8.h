/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text from the world: validity, what is safe to show, how wide it is, how it
 * compares. dw_display() is the one function through which text passes before
 * it reaches a terminal, a mail or a log; nothing else escapes for display.
 *
 * Widths are terminal columns as wcwidth(3) of the current locale gives them,
 * because ncurses counts the same way; where the locale is not UTF-8, they come
 * from libunistring. Folding is in fold.c, other
 * character sets in locale.c.
 */
#ifndef DW_BASE_UTF8_H
#define DW_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Bumped when either fold changes its answer; kept in the store's meta table. */
#define DW_FOLD_VERSION 1

/* Is it well-formed UTF-8 (no surrogates, no overlong forms) without NUL? */
bool
dw_utf8_valid(const char *text, size_t len);

/* How many code points; invalid bytes count one each. */
size_t
dw_utf8_length(const char *text);

/*
 * Reads the code point at the start of text: its length in bytes, or 0 when there is
 * no well-formed one (then the first byte stands for itself).
 */
size_t
dw_utf8_decode(const char *text, size_t len, uint32_t *code);

/*
 * Is it one of those that a reader cannot see, or that changes how others are seen:
 * control, format, bidi, default-ignorable, line separator, private or unassigned?
 */
bool
dw_code_is_hidden(uint32_t code);

/* Columns of one code point; 0 for those that combine, -1 when it is not to be shown. */
int
dw_code_columns(uint32_t code);

/*
 * Adds the text to out in a form that is safe to show on one line: C0, DEL, C1,
 * bidi controls, zero-width and other default-ignorable characters, tags, line
 * and paragraph separators, unassigned, private and surrogate code points become
 * \u{202E} (ESC: \u{1B}); bytes that are not UTF-8 become \x{FF}; a combining mark
 * with nothing before it, and marks beyond the 4th on one base, are escaped as well.
 * ZWJ, variation selectors and skin tones are escaped too, so widths agree between
 * terminals. A backslash of the text itself stays one (display is for people, not
 * parsing), so what was displayed once stays the same when displayed again.
 */
void
dw_display(struct dw_buf *out, const char *text, size_t len);

/* The same into new memory; NULL gives "". Free it. */
char *
dw_display_dup(const char *text);

/* Columns of a text that went through dw_display(). */
int
dw_columns(const char *shown);

/*
 * Adds at most `columns` columns of an already displayed text, ending in an
 * ellipsis (… or, where the locale has none, ~) when something was left out, and,
 * with pad, spaces up to exactly `columns`. Never splits a grapheme; a wide
 * character that would stick out by half is left out.
 */
void
dw_fit(struct dw_buf *out, const char *shown, int columns, bool pad);

/* Byte offset of the grapheme cluster after (before) the one at `at`; UAX #29. */
size_t
dw_grapheme_next(const char *text, size_t len, size_t at);
size_t
dw_grapheme_prev(const char *text, size_t len, size_t at);

/*
 * Identity key: NFKC with case folding, accents kept; default-ignorable characters
 * and the white space around it are left out. Two usernames or addresses are the
 * same if and only if these are; the key of a key is the key. NULL when the text is
 * not valid UTF-8. Free it.
 */
char *
dw_fold_identity(const char *text);

/*
 * Search key: NFKD with case folding, combining marks removed, and a table for
 * letters that do not decompose (ø đ ł ß æ œ ð þ ı ŧ ħ), so that "bjorn" finds
 * "Bjørn" and "STRASSE" finds "straße". Control characters become spaces, other
 * default-ignorable ones are left out, invalid bytes become U+FFFD. Never NULL.
 * Free it.
 */
char *
dw_fold_search(const char *text);

/* The text in NFC, for passwords; NULL when not valid UTF-8. Free it (a secret: wipe it). */
char *
dw_nfc(const char *text);

/*
 * Is the text good for a name that tells people apart: not empty, nothing hidden
 * (dw_code_is_hidden), no marks without a letter or in heaps, and a fold that stays
 * the same when folded again?
 */
bool
dw_name_is_plain(const char *text);

/* Is the current locale's character set UTF-8? Found out once. */
bool
dw_locale_is_utf8(void);

/* Can the current locale show the character as it is? ASCII always; where it is not UTF-8,
 * letters and signs that its character set has, but no lines, arrows and typographic signs. */
bool
dw_locale_shows(uint32_t code);

/* An ASCII character for another: the letter without its accents, or what looks like it
 * (ł as l, “ as "); '?' when there is none. */
uint32_t
dw_look_alike(uint32_t code);

/*
 * What stands for a displayed character (one that spaces, and the marks on it; n code
 * points, ends at a 0) in the current locale: itself, put together from its parts where
 * that helps; else its look-alike.
 */
uint32_t
dw_locale_stand_in(const uint32_t *codes, size_t n);

/*
 * Displayed text in the character set of the current locale, each character as
 * dw_locale_stand_in() has it: one output column per input column, so that tables stay
 * aligned. In a UTF-8 locale it is the text as it is.
 */
void
dw_to_locale(struct dw_buf *out, const char *shown);

/*
 * Reads one character from bytes in the current locale's character set, as people type
 * them: its length in bytes, or 0 when it is none, or not yet whole (*more; then never
 * with DW_LOCALE_BYTES bytes). A locale of plain ASCII takes UTF-8 as well: who has set
 * LC_ALL=C sits at such a terminal nearly always, and there is nothing else it could be.
 */
#define DW_LOCALE_BYTES 4
size_t
dw_locale_decode(const char *text, size_t len, uint32_t *code, bool *more);

#endif
