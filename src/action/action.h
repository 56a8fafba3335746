/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a person may do: each action defined once. READ THIS FIRST.
 *
 * An action is a plain struct beside its functions in act_<noun>.c, listed in
 * registry.c. The console's menu and forms, the command line, the permission and
 * the throttle, the audit, the help, the manual and the completion all read that
 * struct. The one way to run an action is dw_invoke() (invoke.h).
 */
#ifndef DW_ACTION_ACTION_H
#define DW_ACTION_ACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/secret.h"
#include "base/table.h"
#include "domain/rights.h"
#include "domain/throttle.h"

struct dw_call;
struct dw_operator;
struct dw_targets;

/* How a parameter is read, checked, completed and asked for. One row each in param.c. */
enum dw_param_kind {
	DW_P_TEXT,
	DW_P_FLAG,       /* --all: given or not */
	DW_P_YESNO,      /* --staff yes: num is 0 or 1 */
	DW_P_INT,
	DW_P_TIME,       /* num is ms; "never" is 0 */
	DW_P_DURATION,   /* a length of time, like 12h; num is ms */
	DW_P_CHOICE,     /* one of `choices`; num is its index */
	DW_P_USER,       /* id, username or e-mail */
	DW_P_GROUP,      /* name */
	DW_P_PERMISSION, /* app_label.codename */
	DW_P_SESSION,    /* id */
	DW_P_VIEW,       /* name or id */
	DW_P_ENTRY,      /* what an entry of the audit says was done: "user_created" */
	DW_P_FILTER,     /* the filter language */
	DW_P_SECRET,     /* prompt or --<name>-stdin; never on argv */
	DW_P_INPUT,      /* a file to read, "-" = standard input */
	DW_P_OUTPUT,     /* a file to write, "-" = standard output */
	DW_PARAM_KINDS
};

enum dw_param_flags {
	DW_P_REQUIRED = 1,
	DW_P_MANY = 2,      /* a list: arg.items */
	DW_P_POSITION = 4,  /* without --name, in the order of the table */
	DW_P_TARGET = 8,    /* what the action is done to; with MANY one call each */
	DW_P_NO_FORM = 16,  /* not asked for in the console */
	DW_P_OPERATOR_PII = 32, /* masked without doorward.view_pii */
	DW_P_AGO = 256,     /* a TIME that lies back: 2d is two days ago */
	DW_P_INSTEAD = 64,  /* given by name (--group G), it takes the place of the positional
	                       target, which is then not read and not required */
	DW_P_STORELESS = 128, /* given, the action only tells what is so in every store: it runs
	                         without one, in nobody's name, and is not counted */
};

struct dw_param {
	const char *name;    /* "first-name": --first-name, the form's field, err->field */
	enum dw_param_kind kind;
	unsigned flags;      /* enum dw_param_flags */
	const char *title;   /* N_(): label in a form */
	const char *help;    /* N_(): one sentence */
	const char *const *choices; /* DW_P_CHOICE: NULL-terminated */
	/* The column of the target's "show" that it changes: a form begins with the value there
	 * and gives only what differs; an emptied list is given as the word none. NULL = none. */
	const char *column;
	const char *standard; /* what not giving it means, as it would be written; NULL = nothing */
	/* Another value of this one takes that parameter's column back to its `standard`, unless it
	 * is given too: a form shows that at once. NULL = none. */
	const char *resets;
};

/* What stands for an empty list, where a parameter with DW_P_MANY replaces the whole list. */
#define DW_ARG_NONE "none"

/* What was given for one parameter. */
struct dw_arg {
	bool given;
	char *text;          /* as written; NULL for MANY */
	int64_t num;         /* YESNO, INT, TIME, CHOICE */
	char **items;        /* MANY */
	size_t n_items;
	struct dw_secret secret;
};

struct dw_args {
	const struct dw_action *action;
	struct dw_arg *at;   /* by parameter index */
};

enum dw_kind { DW_KIND_NONE, DW_KIND_USER, DW_KIND_GROUP, DW_KIND_PERMISSION, DW_KIND_SESSION };
enum dw_effect { DW_READ, DW_WRITE };

/* What must be there. */
enum dw_scope {
	DW_SCOPE_STORE,  /* an open store */
	DW_SCOPE_NONE,   /* none: init makes it */
	DW_SCOPE_FILE,   /* a store as a file: check, backup; damage is no reason to refuse */
};

/* In whose name. */
enum dw_authority {
	DW_BY_OPERATORS, /* an operator with the permission in `needs` */
	DW_BY_OWNER,     /* whoever owns the file (or is making it) */
};

struct dw_action {
	const char *name;          /* "user.activate": doorward user activate */
	const char *title;         /* N_(): menu row, form heading */
	const char *summary;       /* N_(): one sentence for help and manual */
	const char *done;          /* N_(): what happened; %s is the target. NULL for reads */
	const struct dw_param *params;
	size_t n_params;
	enum dw_kind target;       /* kind of the parameter marked DW_P_TARGET */
	enum dw_effect effect;
	enum dw_scope scope;
	enum dw_authority authority;
	enum dw_perm needs;
	enum dw_target_rule rule;  /* over the target, when it is a user */
	enum dw_throttle throttle;
	const char *audit;         /* the entry it writes: "user_activated"; NULL for reads */
	const char *confirm;       /* N_(): the question before what is destructive; %s target. NULL = none */
	bool shows;                /* before the question, what would be written is shown; of many,
	                              for each */
	char mnemonic;             /* letter in the action menu; 0 = not in a menu. Without a target: in
	                              the menu of the lists of its noun */
	bool console;              /* offered in the console */
	bool reveals;              /* makes a secret, to be shown once: call->secret */
	const struct dw_column *columns; /* reads that give a list, and writes that let one out */
	const size_t *n_columns;
	bool plans;                /* a write: the list is of its dry run, and says what would be done */

	/* "Why not now?": DW_OK, or a code with the sentence that greys the menu row and
	 * refuses the command line. Run again inside the transaction. NULL = always. */
	enum dw_code (*ready)(struct dw_call *call, struct dw_error *err);
	/* Which targets are meant, where none is named: one call each follows, and those that cannot
	 * be done are left out. It may put into the arguments what it chose. NULL = the target must be
	 * named. */
	enum dw_code (*find)(struct dw_call *call, struct dw_targets *out, struct dw_error *err);
	/* "Why not this one?": DW_OK, or the sentence that makes parameter `index` read-only in
	 * the form for the call's target (not loaded: for a new one). What it says, `run` refuses
	 * too. NULL = none is. */
	enum dw_code (*fixed)(struct dw_call *call, int index, struct dw_error *err);
	/* Slow work with no transaction open: hashing, reading a file. Result in call->prepared.
	 * Skipped by a dry run where it says so itself (call->flags). */
	enum dw_code (*prepare)(struct dw_call *call, struct dw_error *err);
	/* Takes the arguments and calls the domain. Writes: inside the transaction. Reads: streams
	 * rows into call->sink. */
	enum dw_code (*run)(struct dw_call *call, struct dw_error *err);
	/* What leaves the store once its audit entry is committed: an export's rows, a backup's
	 * bytes. No transaction is open. NULL = nothing. */
	enum dw_code (*after)(struct dw_call *call, struct dw_error *err);
};

#define DW_PARAMS(array) .params = (array), .n_params = sizeof(array) / sizeof((array)[0])

/* All actions, in the order of help and manual; NULL-terminated. See registry.c. */
extern const struct dw_action *const dw_actions[];

/* By name; NULL when there is none. */
const struct dw_action *
dw_action_find(const char *name);

/* Index of the parameter of this name, or -1; index of the target's, or -1. */
int
dw_param_find(const struct dw_action *action, const char *name);
int
dw_param_target(const struct dw_action *action);

/* Arguments for an action: none given. Clear with dw_args_clear(), which wipes secrets. */
void
dw_args_init(struct dw_args *args, const struct dw_action *action);
void
dw_args_clear(struct dw_args *args);

/*
 * Gives a parameter a value from text: parsed and checked by its kind (not yet
 * against the store). For MANY it adds one item. DW_USAGE, or DW_INVALID for what is no UTF-8,
 * names the field.
 */
enum dw_code
dw_args_put(struct dw_args *args, int index, const char *text, int64_t now, struct dw_error *err);
enum dw_code
dw_args_put_secret(struct dw_args *args, int index, const struct dw_secret *secret,
	struct dw_error *err);

/* Is everything required there? DW_USAGE names the first that is not. */
enum dw_code
dw_args_complete(const struct dw_args *args, struct dw_error *err);

/* Was a parameter given that needs no store (DW_P_STORELESS)? */
bool
dw_args_storeless(const struct dw_args *args);

/* What was given, or the fallback. */
bool
dw_arg_given(const struct dw_args *args, int index);
const char *
dw_arg_text(const struct dw_args *args, int index);
int64_t
dw_arg_num(const struct dw_args *args, int index, int64_t fallback);

/* Words of the kind for help: "USER", "yes|no", "FILE". */
const char *
dw_param_metavar(const struct dw_param *param);

/*
 * Values that begin with `prefix`, for completion: reads the store (may be NULL:
 * then only fixed words), at most 50, cheap. Each is handed to `each`. operator: whose views
 * there are; NULL = nobody's.
 */
void
dw_param_complete(const struct dw_param *param, struct dw_db *db,
	const struct dw_operator *operator, const char *prefix,
	void (*each)(void *arg, const char *value), void *arg);

#endif
