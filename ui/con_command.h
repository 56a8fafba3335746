/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the command line share: con_command.c is the line and its history,
 * con_candidates.c what a word may become, con_run.c does what a line says.
 */
#ifndef DW_UI_CON_COMMAND_H
#define DW_UI_CON_COMMAND_H

#include "action/command.h"
#include "action/line.h"
#include "ui/console.h"
#include "ui/field.h"
#include "ui/suggest.h"

#define CON_PROMPT_COLS 2

struct command_view {
	struct ui_view view;
	struct console *c;
	struct ui_field field;
	struct ui_suggest suggest;
	struct dw_error err; /* code DW_OK = nothing is wrong */
	size_t err_at;       /* byte of the line where it is wrong */
	size_t older;        /* lines gone back in history */
	char *draft;         /* what was typed before going back; NULL = nothing was gone back to */
};

/* The words of a line, without a "doorward" in front that came along from a shell. Borrowed. */
struct dw_words
con_words(const struct dw_line *line);

/*
 * Is the line a filter, which shows the users that match? It is when its first word begins
 * with a name and a colon, "state:locked": no command does.
 */
bool
con_is_filter(const char *line);

/* ---- con_candidates.c ------------------------------------------------------------- */

/* What may become of the word before the cursor, or nothing. */
void
con_candidates_find(struct command_view *v);

/* ---- con_run.c --------------------------------------------------------------------- */

/* Which commands there are in the console, for dw_command_read() and completion. */
extern const struct dw_dialect con_dialect;

/*
 * Does what the words said: shows what a read action lists, begins a write. Takes the
 * command's arguments over where it goes on. line is the text, for a title. On failure
 * nothing was done and the line can be mended.
 */
enum dw_code
con_run(struct console *c, struct dw_command *command, const char *line, struct dw_error *err);

/* ---- con_command.c ----------------------------------------------------------------- */

/* Forgets the lines that were typed. */
void
con_command_clear(struct console *c);

#endif
