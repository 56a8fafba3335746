/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Live search: what is searched and how a needle is read. The engine behind it
 * may change (today: a covering index walked in the order of the list); nobody
 * outside this file and user_query.c knows.
 *
 * user.search is the search fold of e-mail, full name ("first last") and username, joined
 * by newlines, a part that is contained in another left out; then, after a newline,
 * the digits of the phone written as the control characters U+0010..U+0019, so that an
 * ordinary needle, which has none, never meets them.
 */
#ifndef DW_DOMAIN_SEARCH_H
#define DW_DOMAIN_SEARCH_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/uuid.h"

struct dw_needle {
	char *text;          /* folded; matched anywhere in user.search */
	char *digits;        /* so written, when the needle is six or more digits; else NULL */
	struct dw_uuid id;   /* when the needle is a whole id */
};

void
dw_needle_clear(struct dw_needle *needle);

/*
 * Reads what was typed: every character ordinary, white space around it dropped. The
 * empty text (also after that) is found everywhere.
 */
void
dw_needle_read(const char *typed, struct dw_needle *out);

/* Is the needle in a text that is not folded yet? For lists that are short enough to look through. */
bool
dw_needle_is_in(const struct dw_needle *needle, const char *text);

/* The text for user.search; any part may be NULL. Free it. */
char *
dw_search_text(const char *username, const char *email, const char *first_name,
	const char *last_name, const char *phone);

/* Adds the ASCII digits of the text so written, and nothing else of it. */
void
dw_search_digits(struct dw_buf *out, const char *text);

#endif
