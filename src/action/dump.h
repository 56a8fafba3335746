/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The registry as text: the golden list that a review reads as a diff, and the parts
 * of the manual that say what there is. Always in English, so that they are the same
 * everywhere.
 */
#ifndef DW_ACTION_DUMP_H
#define DW_ACTION_DUMP_H

#include <stdbool.h>

#include "action/action.h"
#include "base/buf.h"

/* All actions with everything that decides what they may do. */
void
dw_dump_actions(struct dw_buf *out);

/*
 * A part of the manual, as mdoc(7):
 *	commands   the commands by noun, with the pages that explain them
 *	plain      the commands of one word, explained
 *	settings   the configuration's keys
 *	fields     the fields of the filter language
 *	views      the views that are built in
 *	import     the columns of a file of users
 *	NOUN       the whole page doorward-NOUN(1)
 * False when there is no such part.
 */
bool
dw_dump_manual(struct dw_buf *out, const char *part);

/* Adds running text, a sentence a line, so that nothing in it is taken for a macro. */
void
dw_mdoc_text(struct dw_buf *out, const char *text);

/* Adds text as an argument of a macro: one word, whatever is in it. */
void
dw_mdoc_word(struct dw_buf *out, const char *text);

#endif
