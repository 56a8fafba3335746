/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of undo share: an entry of the audit as undo reads it, and the question
 * whether what it tells of is still so. For undo*.c only.
 */
#ifndef DW_DOMAIN_UNDO_PARTS_H
#define DW_DOMAIN_UNDO_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/audit.h"
#include "domain/names.h"
#include "domain/undo.h"
#include "store/query.h"

enum undo_kind {
	UNDO_NONE,        /* has no opposite */
	UNDO_NOTE,        /* action_undone: tells of others, changes nothing itself */
	UNDO_PROFILE,
	UNDO_ACTIVE,
	UNDO_GROUPS,
	UNDO_PERMISSIONS,
};

struct undo_entry {
	int64_t seq, time;
	enum undo_kind kind;
	char code[48];
	bool gave;             /* the flag, groups or permissions; else took them */
	bool verified;         /* email_verified_by_admin, which stands in the way of a profile */
	struct dw_uuid batch;  /* none: it was done alone */
	struct dw_uuid target; /* none: a group, named in data */
	json_t *about, *data;  /* slots 1 and 3; NULL when not there or erased */
};

#define UNDO_ENTRY_SELECT \
	"SELECT a.seq, a.time_ms, a.action_code, a.target_uuid, a.batch," \
	" (SELECT payload FROM audit_payload AS p WHERE p.seq = a.seq AND p.slot = 1)," \
	" (SELECT payload FROM audit_payload AS p WHERE p.seq = a.seq AND p.slot = 3)" \
	" FROM audit AS a "

/* The same without what it is about, where only kind and order matter. */
#define UNDO_CHAIN_SELECT \
	"SELECT a.seq, a.time_ms, a.action_code, a.target_uuid, a.batch, '', '' FROM audit AS a "

/* Fills it from a row of either. */
void
undo_entry_read(const struct dw_query *q, struct undo_entry *out);
void
undo_entry_clear(struct undo_entry *e);

/* What an operator did in one call has one time and one target, and nothing between. */
bool
undo_same_call(const struct undo_entry *a, const struct undo_entry *b);

/* Written by operators, and no change of anything: that they signed in, that they read. */
bool
undo_is_no_change(const char *code);

/* DW_NOT_FOUND: somebody else's is as if it were not there. */
enum dw_code
undo_no_such(int64_t seq, struct dw_error *err);

/* The names of groups or permissions in it, borrowed; NULL when there are none. */
json_t *
undo_names(const struct undo_entry *e);

/*
 * Is what the entry tells of still as it left it, and untouched by entries newer than
 * `last`? DW_CONFLICT or DW_STATE with the sentence that says why not.
 */
enum dw_code
undo_still_there(struct dw_work *w, const struct dw_undone *target, const struct undo_entry *e,
	int64_t last, struct dw_error *err);

#endif
