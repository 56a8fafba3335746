/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How an operator left the screens of the console, kept in the store because a person
 * moves between machines and the console runs as the store's owner. Owns the table
 * screen_state. A state is a small JSON object that the screen understands.
 *
 * Nothing of it is about other people: of a filter only fixed words, times, and names of
 * groups and permissions that there are stay (dw_filter_lasting()); what was searched never
 * comes here. It is no change of the store's data, so it has no audit entry, no topic, and
 * no version; forgetting it is an operator's deed and has one.
 */
#ifndef DW_DOMAIN_SCREEN_STATE_H
#define DW_DOMAIN_SCREEN_STATE_H

#include <stddef.h>

#include "base/table.h"
#include "domain/audit.h"
#include "domain/work.h"

#define DW_SCREEN_STATE_MOST 2000 /* bytes of one */

struct dw_screen_state {
	char *screen; /* "user.list" */
	char *state;  /* canonical JSON: an object */
};

/* Zeroed is none. */
struct dw_screen_states {
	struct dw_screen_state *items;
	size_t n;
};

void
dw_screen_states_clear(struct dw_screen_states *states);

/* Adds one, or gives the screen another state; both are copied. */
void
dw_screen_states_put(struct dw_screen_states *states, const char *screen, const char *state);

/* All of a user's, into a zeroed one. */
enum dw_code
dw_screen_states_read(struct dw_db *db, int64_t user, struct dw_screen_states *out,
	struct dw_error *err);

/* Keeps these; others that the user has stay. In the caller's transaction. Nothing is kept of
 * who is erased, nor a state that is too long. */
enum dw_code
dw_screen_states_keep(struct dw_db *db, int64_t user, const struct dw_screen_states *states,
	int64_t now, struct dw_error *err);

/* `screens_forgotten`: all of the operator's. *n: how many there were; without any nothing is
 * written. */
enum dw_code
dw_screen_states_forget(struct dw_work *w, int64_t *n, struct dw_error *err);

/* A state as it is stored: sorted keys, no white space. Free it. */
char *
dw_screen_state_text(const json_t *state);

/*
 * What of a filter may be kept, and can be used: terms with fixed words, times, groups and
 * permissions that there are. Free it. *left_out (may be NULL): how many terms or values are
 * not in it. "" for what is no filter.
 */
enum dw_code
dw_filter_lasting(struct dw_db *db, const char *text, int64_t now, char **out, int *left_out,
	struct dw_error *err);

/* For `store check`: is the state an object within bounds, and is its "filter", if it has
 * one, without words that are about people? */
bool
dw_screen_state_is_good(const char *state);

#endif
