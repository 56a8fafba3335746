/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Taking back what an operator did last, from the values that the audit kept. What is
 * put back goes through the function of its noun, so the rights, the guardrails and
 * the entries are those of the opposite change; this file only says what that change
 * is, and whether anything stands in its way.
 */
#ifndef DW_DOMAIN_UNDO_H
#define DW_DOMAIN_UNDO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/table.h"
#include "domain/group.h"
#include "domain/user.h"
#include "domain/work.h"

/* To whom it was done: user.id or group.id is 0. Zeroed is empty. */
struct dw_undone {
	struct dw_user user;
	struct dw_group group;
	bool batch; /* it was done to others by the same command as well */
	int64_t seq, time; /* of its first entry that tells what was done, and of that: */
	char code[48];
};

/* Changes, each by the number of its first entry, the newest change first. Zeroed is empty. */
struct dw_changes {
	int64_t *seqs;
	size_t n;
	/* A newer change of the same operator which is of no kind that can be taken back, and was
	 * passed over: its number (0 = none), code, and whom it was about ("" = nobody). */
	int64_t passed;
	char passed_code[48];
	char passed_target[256];
};

void
dw_undone_clear(struct dw_undone *undone);

void
dw_changes_clear(struct dw_changes *changes);

/*
 * The last that this operator did and that can be taken back by its kind (a profile, the
 * active flag, memberships or permissions), with all that the same command did: one of a bulk, of an
 * import or of an undo is the whole of it. Whether each can be now, dw_undo() says.
 * DW_NOT_FOUND when there is none.
 */
enum dw_code
dw_changes_last(struct dw_db *db, const struct dw_uuid *actor, struct dw_changes *out,
	struct dw_error *err);

/*
 * All that one command of this operator did: `reference` is the number of any of its entries
 * or the id of its batch. DW_NOT_FOUND when the operator has no such entry.
 */
enum dw_code
dw_changes_of(struct dw_db *db, const struct dw_uuid *actor, const char *reference,
	struct dw_changes *out, struct dw_error *err);

/*
 * Takes back the change that entry `seq` tells of, with all that was changed by the same call,
 * and writes `action_undone` with the number of each entry after those of the opposite
 * changes. *out is filled as far as it is known, for a refusal too.
 *
 * DW_NOT_FOUND: the operator has no such entry. DW_STATE: it is of no kind that can be taken
 * back, was taken back before, or what it was is not there any more (erased, in the bin, a
 * group that went). DW_CONFLICT: the same was changed since. Otherwise what the
 * opposite change is refused for.
 */
enum dw_code
dw_undo(struct dw_work *w, int64_t seq, struct dw_undone *out, struct dw_error *err);

/* The same without doing it and without asking for rights: does anything stand in its way? Reads
 * only. */
enum dw_code
dw_undo_may(struct dw_work *w, int64_t seq, struct dw_undone *out, struct dw_error *err);

/*
 * What the operator did last, the newest first, a row for each command: its first entry, how many
 * were changed, and whether dw_undo_may() says anything against it (of many: against all that
 * were looked at, twenty at most).
 */
extern const struct dw_column dw_changes_columns[];
extern const size_t dw_changes_columns_count;
enum dw_code
dw_changes_list(struct dw_work *w, int limit, struct dw_sink *sink, struct dw_error *err);

#endif
