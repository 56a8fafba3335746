/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How an action is written: its words on the command line and its usage line. The
 * parser, the help, the manual and the completion share these.
 */
#ifndef DW_ACTION_WORDS_H
#define DW_ACTION_WORDS_H

#include "action/action.h"
#include "base/buf.h"

#define DW_NOUN_MAX 32

/* "user.set-password": the noun "user", copied to out; "init" is its own noun. Returns out. */
char *
dw_action_noun(const struct dw_action *action, char out[DW_NOUN_MAX]);

/* "set-password"; "" when the action is one word. */
const char *
dw_action_verb(const struct dw_action *action);

/*
 * Adds the usage line: doorward permission grant USER|--group GROUP PERM... Options
 * that need not be given are one word, [OPTION...].
 */
void
dw_action_synopsis(struct dw_buf *out, const struct dw_action *action);

/*
 * What stands for a value in help: the kind's word, but for a text by position its own
 * name in capitals, because "TEXT" would say nothing. Returns out.
 */
char *
dw_param_word(const struct dw_param *param, char out[DW_NOUN_MAX]);

/* The parameter that may stand in for the positional target; -1 = none. */
int
dw_param_instead(const struct dw_action *action);

#endif
