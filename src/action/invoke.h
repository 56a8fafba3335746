/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pipeline: the one way to run an action.
 *
 *	throttle looked at -> may this operator do this -> load the target -> may they do it to
 *	this one -> ready? -> prepare (slow; no transaction) -> BEGIN IMMEDIATE -> throttle counted,
 *	rights, target and ready again -> run (rule, change, audit entry) -> topics -> COMMIT
 *
 * A refusal is audited after the rollback, in a transaction of its own, or it
 * would disappear with it. A read goes the same way without a write transaction.
 */
#ifndef DW_ACTION_INVOKE_H
#define DW_ACTION_INVOKE_H

#include "action/action.h"
#include "domain/group.h"
#include "domain/keyring.h"
#include "domain/screen_state.h"
#include "domain/session.h"
#include "domain/user.h"
#include "domain/work.h"

/* Facts about the process that only a frontend may find out. Texts are borrowed. */
struct dw_caller {
	struct dw_origin origin;
	int64_t uid;             /* loginuid where set, else SUDO_UID where it may count, else getuid() */
	const char *as;          /* --as NAME: demo stores only; NULL = by uid */
	bool under_sudo;         /* files by name are refused then */
	const char *store_path;
	bool read_only;
};

/* A frontend's hold on a store: made once, used for many calls. */
struct dw_app {
	struct dw_caller caller;
	struct dw_conf *conf;    /* borrowed */
	struct dw_db *db;        /* NULL for DW_SCOPE_NONE */
	bool demo;               /* meta.kind = demo */
	char *realm;
	char *keys_folder;       /* the keys outside the store (domain/keyring.h); NULL = none */
	struct dw_operator operator; /* id 0 = nobody signed in */
	int64_t reads_pending;   /* counted, not yet booked */
};

/*
 * Opens the store and signs the operator in by unix uid. need_operator false: for
 * actions of the owner; then app->operator stays empty. DW_NOT_PERMITTED says who is
 * bound and how to bind. Clear with dw_app_clear(), which books pending reads.
 */
enum dw_code
dw_app_open(struct dw_app *app, bool need_operator, struct dw_error *err);
void
dw_app_clear(struct dw_app *app);

/* Writes `operator_signed_in`: once when a console opens. */
enum dw_code
dw_app_note_signin(struct dw_app *app, struct dw_error *err);

/*
 * Keeps how the operator left screens. Best effort: nothing in a read-only console, and when
 * others are writing for longer than half a second or the disk is full it is not kept, which
 * is told by the code and no error. `had`: something was kept when the console opened; where
 * nothing is any more, somebody had it forgotten meanwhile, and it stays so. No change in the
 * sense of the pipeline: no entry, no topic.
 */
enum dw_code
dw_app_keep_screens(struct dw_app *app, const struct dw_screen_states *states, bool had);

/* Reads the keys that are kept outside the store; none where there is no folder of them. The
 * caller clears it as soon as it is done. DW_CONFIG. */
enum dw_code
dw_app_keys(const struct dw_app *app, struct dw_keyring *out, struct dw_error *err);

/* Reads the operator's rights again (they change while a console is open). */
enum dw_code
dw_app_refresh(struct dw_app *app, struct dw_error *err);

enum dw_call_flags {
	DW_CALL_DRY_RUN = 1,   /* everything but the commit; no audit, slow preparation skipped;
	                          counts as a read */
	DW_CALL_UNCOUNTED = 2, /* an automatic refresh of what was already counted */
	DW_CALL_BATCH = 4,     /* one of many; the batch was counted or is paced by the caller */
	DW_CALL_ITEM = 8,      /* fill call->item */
	DW_CALL_EFFECTS = 16,  /* fill call->effects */
	DW_CALL_GLANCE = 32,   /* with DRY_RUN: of a file only the beginning, for a quick look */
};

/* What an action is done to, loaded by the pipeline. */
struct dw_target {
	enum dw_kind kind;     /* DW_KIND_NONE = not given */
	struct dw_user user;   /* USER; SESSION: whose it is */
	struct dw_group group;
	struct dw_session session;
};

struct dw_call {
	/* Given by the caller: */
	const struct dw_action *action;
	struct dw_app *app;
	struct dw_args *args;
	const char *target_ref;    /* which target, where the arguments name many; NULL = theirs */
	unsigned flags;            /* enum dw_call_flags */
	struct dw_uuid batch;
	int64_t expect_version;    /* of the target when the form was filled; 0 = any */
	struct dw_sink *sink;      /* for reads, and for writes that have columns */
	struct dw_sink *faults;    /* what is wrong with a file, row by row (domain/faults.h); may be NULL */
	/* What "-" reads instead of standard input: bytes that were pasted. NULL = it does not. */
	const char *input;
	size_t input_len;
	/* Where "-" writes instead of standard output. NULL = it does not. */
	enum dw_code (*output)(void *arg, const char *bytes, size_t len, struct dw_error *err);
	void *output_arg;
	/* Now and then during long work; false asks to cancel. May be NULL. */
	bool (*progress)(void *arg, int64_t done, int64_t total);
	void *progress_arg;

	/* Filled by the pipeline and the action: */
	struct dw_work work;
	struct dw_target target;
	void *prepared;
	void (*prepared_free)(void *prepared);
	bool changed;              /* the action sets it; writes that changed nothing write nothing */
	int64_t rows;              /* how many leave with `after`; known after `run` */
	enum dw_code partly;       /* it was done, but not all that was asked for, for this reason: what a
	                              command exits with; `note` says it in words. DW_OK = all of it */
	int64_t seq;               /* of the newest audit entry; 0 = none */
	char *item;                /* the target after the change as a JSON object; NULL = none */
	char *effects;             /* its audit entries as a JSON array, oldest first; NULL */
	char *said;                /* the `done` sentence with the target's name, for people */
	char *note;                /* more to say: a warning, a count; NULL = nothing */
	struct dw_secret secret;   /* made by an action that `reveals`: whoever called shows it once */
	const char *label;         /* borrowed: the target's display name */
	char *subject;             /* the same as it was before the change; NULL = no target */
};

/* Frees what the pipeline filled in; not args, not app. */
void
dw_call_clear(struct dw_call *call);

/* Runs it. On failure nothing has changed, and a refusal has been audited. */
enum dw_code
dw_invoke(struct dw_call *call, struct dw_error *err);

/* Is there room for it in the operator's minute? DW_THROTTLED as dw_invoke() would say it. */
enum dw_code
dw_invoke_room(struct dw_call *call, struct dw_error *err);

/*
 * Could it be run on this target now? The checks of dw_invoke() without running, auditing
 * or counting: for menus (grey rows with their sentence) and bulk previews.
 */
enum dw_code
dw_may(struct dw_call *call, struct dw_error *err);

/*
 * What the arguments alone have against them, without a transaction: the checks of dw_may(),
 * and `prepare` as a dry run does it. For forms, while something is typed. Give
 * DW_CALL_DRY_RUN.
 */
enum dw_code
dw_judge(struct dw_call *call, struct dw_error *err);

/* Is it one that goes into the audit: a missing right, a guardrail, too fast? */
bool
dw_is_refusal(enum dw_code code);

/*
 * Writes a refusal that dw_may() gave into the audit, for a frontend that then does not
 * run the call at all. Codes that are no refusal are left alone.
 */
void
dw_note_refusal(struct dw_call *call, enum dw_code code);

/* What was named as the target: by this call, else the first among the arguments; NULL = nothing. */
const char *
dw_call_reference(const struct dw_call *call);

/* The same call as a shell command, secrets left out: doorward user activate bsmith. Free it. */
char *
dw_call_shell(const struct dw_call *call);

/* Adds a space and a word, quoted so that a POSIX shell gives it back as that word. */
void
dw_shell_word(struct dw_buf *out, const char *word);

#endif
