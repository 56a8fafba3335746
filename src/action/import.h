/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a frontend can see of a call of user.import, before it clears the call: the
 * preview, the faults and the counts. How to ask for them is in domain/import.h. Pasted
 * bytes go into call->input; the file of rejected rows into call->output where
 * standard output is not for it.
 *
 * The parameters, by their names:
 *	file        "-" or none: call->input, or standard input
 *	map         pieces of a map, one or more each; build one with dw_import_map_add()
 *	separator   auto, comma, semicolon, tab
 *	update-by   username, email, id; not given: new users only
 *	create      no: a row whose key is not found is bad
 *	empty       keep, clear
 *	groups      add, set
 *	keep-going  a new file for the rejected rows, or "-"; not given: all or nothing
 */
#ifndef DW_ACTION_IMPORT_H
#define DW_ACTION_IMPORT_H

#include "action/invoke.h"
#include "domain/import.h"

/* Borrowed until dw_call_clear(); NULL when the call is none of user.import or has read nothing. */
struct dw_import *
dw_call_import(const struct dw_call *call);

#endif
