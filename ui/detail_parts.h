/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files detail*.c share. detail.c is the frame: title, tabs, focus; detail_facts.c
 * fills General and Security; detail_signin.c says what keeps the person out; detail_lists.c
 * describes the lists (groups, permissions, sessions, history); detail_claims.c the claims.
 */
#ifndef DW_UI_DETAIL_PARTS_H
#define DW_UI_DETAIL_PARTS_H

#include "ui/detail.h"
#include "ui/facts.h"
#include "ui/list.h"
#include "ui/pager.h"
#include "ui/tabs.h"

/* A letter that begins an action in a tab that prints it. */
struct detail_key {
	uint32_t letter;
	const struct dw_action *action;
};
#define DETAIL_KEYS 8

struct detail {
	struct console *c;
	struct dw_uuid user;     /* none = nobody is shown */
	struct dw_rows row;      /* user.show */
	struct dw_error failed;  /* why nothing can be shown; code DW_OK = it can */
	int64_t now;             /* that ages are counted from */

	enum detail_tab tab;
	struct ui_tabs tabs;
	enum detail_tab tab_at[DETAIL_TABS]; /* which tab stands at each place */
	bool loaded[DETAIL_TABS];
	struct ui_facts facts[2];            /* GENERAL, SECURITY */
	struct list lists[DETAIL_TABS];      /* those that are lists */
	struct ui_pager claims;
	struct detail_key keys[DETAIL_KEYS]; /* of the tab that is on */
	size_t n_keys;
	struct ui_rect room;
};

/* ---- a column of the user ------------------------------------------------------ */

/* Absent values are "", 0 and no names. Text is as it was written: not safe to show. */
const char *
detail_text(const struct detail *d, const char *column);
int64_t
detail_num(const struct detail *d, const char *column);
struct dw_names
detail_names(const struct detail *d, const char *column);

/* The same made safe to show. Free it. */
char *
detail_shown_text(const struct detail *d, const char *column);

/* A point in time for people: local, UTC where that differs, and how long ago or ahead. */
void
detail_when(const struct detail *d, struct dw_buf *out, int64_t time);

/* The same of a column, and who did it, as another column says; by may be NULL. */
void
detail_when_by(const struct detail *d, struct dw_buf *out, const char *column, const char *by);

/* ---- detail_facts.c ------------------------------------------------------------ */

/* Fills the facts of a tab again, and what its letters do. */
void
detail_fill_general(struct detail *d);
void
detail_fill_security(struct detail *d);

/* "asmith · Anna Smith · LOCKED until 14:32 (3 min) · local", safe to show, and its style. */
void
detail_title(const struct detail *d, struct dw_buf *out, enum ui_style *style);

/* Is the user on the way out? Then the sessions can be ended, and nothing else is changed. */
bool
detail_is_frozen(const struct detail *d);

/* The key of an action in this tab: "[p] Set password"; NULL when the operator may not. Free it. */
char *
detail_key(struct detail *d, const char *action);

/* ---- detail_signin.c ----------------------------------------------------------- */

/* What keeps this person from signing in now, as far as the store knows, what comes first first. */
void
detail_add_signin(struct detail *d, struct ui_facts *facts);

/* ---- detail_lists.c, detail_claims.c ------------------------------------------- */

/* The list of a tab; NULL for a tab that is none. */
const struct list_spec *
detail_list_spec(enum detail_tab tab);

void
detail_load_claims(struct detail *d, unsigned flags);

#endif
