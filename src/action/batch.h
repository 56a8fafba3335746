/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One action on many targets: looked at one by one, then done one by one, each a call
 * of its own through the pipeline with one batch id in the audit. Every step is short,
 * so that a console can draw between them and stop at any point; what is done stays
 * done, what is not yet done has not been touched.
 *
 *	dw_batch_init(&batch, &app, action, &args, references, n, flags);
 *	while (dw_batch_check(&batch)) ...;          the preview: who would be skipped, and why
 *	while (dw_batch_step(&batch, &err) ...) ...; the work
 *
 * An action that `shows` is tried on each while it is looked at, where `tries` says so: what
 * would be written is in the item's effects then. All of that counts as one read.
 *
 * An operator with doorward.bulk has the whole batch counted as one; for others each
 * target counts, and a step asks to wait when the minute is used up.
 */
#ifndef DW_ACTION_BATCH_H
#define DW_ACTION_BATCH_H

#include "action/invoke.h"

enum dw_batch_state {
	DW_BATCH_WAITING,   /* not looked at yet */
	DW_BATCH_READY,     /* could be done when it was looked at */
	DW_BATCH_SKIPPED,   /* could not: see err */
	DW_BATCH_CHANGED,
	DW_BATCH_UNCHANGED, /* it was so already; also when it was looked at, with if_needed */
	DW_BATCH_FAILED,    /* failed when it was done: see err */
};

/* What an action is done to: one call each. Zeroed is nothing. */
struct dw_targets {
	char **refs;
	size_t n;     /* 0: the action has no target */
	bool found;   /* by the action itself (action->find): those that cannot be are left out */
	char *note;   /* to be told before anything is done; NULL = nothing */
};
void
dw_targets_clear(struct dw_targets *targets);
void
dw_targets_add(struct dw_targets *targets, const char *reference);

/* Those that the arguments name, else those that the action finds. */
enum dw_code
dw_targets_find(struct dw_app *app, const struct dw_action *action, struct dw_args *args,
	struct dw_targets *out, struct dw_error *err);

struct dw_batch_item {
	const char *reference; /* borrowed */
	enum dw_batch_state state;
	struct dw_error *err;  /* SKIPPED, FAILED; else NULL */
	enum dw_code partly;   /* CHANGED, UNCHANGED: as in struct dw_call */
	int64_t seq;           /* of its newest audit entry; 0 = none */
	char *label;           /* display name; NULL = not known */
	char *item, *said, *note, *effects; /* as in struct dw_call */
};

struct dw_batch {
	struct dw_app *app;    /* borrowed, as is what follows */
	const struct dw_action *action;
	struct dw_args *args;
	unsigned flags;        /* enum dw_call_flags, for every call */
	bool tries;            /* set before the first look, as the next */
	bool if_needed;        /* where it is so already, nothing is wrong */
	struct dw_sink *sink;  /* for every call, as are faults and progress; may be NULL */
	struct dw_sink *faults;
	bool (*progress)(void *arg, int64_t done, int64_t total);
	void *progress_arg;
	struct dw_uuid id;     /* none when there is only one target */
	struct dw_batch_item *items;
	size_t n;
	size_t checked;        /* how many were looked at */
	size_t next;           /* the next one to be done */
	size_t skipped, needless, changed, failed;
	struct dw_secret secret; /* the one that was made, where the action reveals one */
	bool counted;          /* the unit of the whole batch was counted */
};

/*
 * The references are borrowed; n may be 0 for an action without a target, which
 * makes a batch of one item without a reference.
 */
void
dw_batch_init(struct dw_batch *batch, struct dw_app *app, const struct dw_action *action,
	struct dw_args *args, const char *const *references, size_t n, unsigned flags);
void
dw_batch_clear(struct dw_batch *batch);

/* Looks at the next target; false when all were looked at. Changes and counts nothing. */
bool
dw_batch_check(struct dw_batch *batch);

/*
 * Does the next one that is READY. *more false: nothing is left. A failure of one
 * target is kept in its item and is no failure here. DW_THROTTLED: nothing was done;
 * call again after err->retry_after seconds.
 */
enum dw_code
dw_batch_step(struct dw_batch *batch, bool *more, struct dw_error *err);

/* How long the rest will take at most at the allowed pace, in seconds; 0 = no waiting. */
int64_t
dw_batch_pace(const struct dw_batch *batch);

/* Writes the refusals that dw_batch_check() met into the audit. */
void
dw_batch_note_refusals(struct dw_batch *batch);

#endif
