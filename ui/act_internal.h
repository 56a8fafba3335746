/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files act*.c share: one action on its way from the key to the call. It is
 * held by the views that ask about it and goes with the last of them.
 *
 *	act.c           begins: the menu, what has to be asked, what is asked first
 *	act_form.c      the form made from the parameters, and back from fields to arguments
 *	act_filter.c    the same for what a list is narrowed by
 *	act_pick.c      pickers of groups, permissions and users
 *	act_call.c      the calls: may it, what would it do, do it, say it; values as they are
 *	act_review.c    the differences to confirm, and what becomes of the answer
 *	act_conflict.c  somebody else saved meanwhile: both versions, and a choice
 *	act_command.c   begins one that was written in words
 *	act_bulk.c      many targets: preview, progress, what became of them
 *	act_export.c    rows that go into a file
 */
#ifndef DW_UI_ACT_INTERNAL_H
#define DW_UI_ACT_INTERNAL_H

#include "ui/act.h"
#include "ui/form.h"

#define ACT_CHOICES 8 /* words of a parameter, at most */

struct act {
	struct console *c;
	const struct dw_action *action;
	unsigned holds;
	char **refs;                 /* what it is done to: ids, or names that were picked */
	size_t n_refs;
	struct console_arg *preset;  /* names borrowed from the parameters, values owned */
	size_t n_preset;
	bool *asked;                 /* by parameter: it has a field */
	uint64_t reset;              /* bit by parameter: at its standard, as another differs */
	char **before;               /* by parameter: the value the form began with; NULL = none */
	struct dw_args args;         /* as they were last collected */
	int64_t version;             /* of the target when `before` was read; 0 = has none */
	char *note;                  /* of what was found to be done; NULL = nothing */
	char *label;                 /* the only target's display name, safe to show; NULL */
	struct ui_form *form;        /* while it is open */
	struct dw_secret made;       /* by the action, to be shown once */
	struct dw_secret generated;  /* made up in the form, to be shown once afterwards */
	struct dw_batch *batch;      /* act_bulk.c */

	/* act_pick.c: the picker that is open. */
	int picking;
	char *ticked;
	void (*picked)(struct act *act, int index, const char *names);
};

/* ---- act.c --------------------------------------------------------------------- */

/* With what it is done to and what is known already. Held once; act_let_go() ends that. */
struct act *
act_new(struct console *c, const struct dw_action *action, const struct dw_uuid *targets,
	size_t n, const struct console_arg *preset);
void
act_let_go(void *act);

/* Whether it can be begun at all. A refusal is told to the audit: it was asked for. */
enum dw_code
act_check(struct act *act, struct dw_error *err);

/* Asks what is not known, if there is anything, and goes on. DW_CANCELLED when a question is
 * open now, DW_OK when there was nothing to do. */
enum dw_code
act_ask(struct act *act, struct dw_error *err);

/* The act stays at least until this view is gone. */
void
act_hold(struct act *act, struct ui_view *view);

/* Everything was asked: one target is reviewed, many are previewed. DW_CANCELLED when a
 * question is open now, DW_OK when there was nothing to do. */
enum dw_code
act_given(struct act *act, struct dw_error *err);

/* "Edit: asmith". Free it. */
char *
act_title(const struct act *act);

/* Adds what an action would do, on one line: "Active no → yes, Groups Ops". */
void
act_effects_line(struct dw_buf *out, const char *effects);

/* It was done to those with done[i] (NULL = to all): they lose the marks they were taken by. */
void
act_done(const struct act *act, const bool *done);

/* Replaces what it is done to. */
void
act_set_refs(struct act *act, const char *const *refs, size_t n);

/* ---- act_form.c ---------------------------------------------------------------- */

void
act_form_open(struct act *act);

/* Begins act->args again, with what was preset. */
enum dw_code
act_args_begin(struct act *act, struct dw_error *err);

/* The same, with the form's fields. Names the field at fault. */
enum dw_code
act_collect(struct act *act, struct dw_error *err);

/* Is the value hidden from the operator, so that it is replaced and not edited? */
bool
act_is_masked(const struct act *act, int index);

/* Was any field given that edits a column? What differs is all that is given. */
bool
act_edits(const struct act *act);

/* The list in a field of names: "a, b" -> a, b; n may be 0. Free each and the array. */
char **
act_names_split(const char *text, size_t *n);
void
act_names_free(char **names, size_t n);

/* Is the name in such a list? */
bool
act_name_is_in(const char *text, const char *name);

/* The same set of names, in whatever order? */
bool
act_names_equal(const char *a, const char *b);

/* ---- act_pick.c ---------------------------------------------------------------- */

/* Can values of this parameter be picked from a list? */
bool
act_can_pick(const struct dw_param *param);

/*
 * Opens the picker for a parameter, with the names in `ticked` (joined by commas) ticked.
 * done gets the names joined the same way. False when there is nothing to read (said).
 */
bool
act_pick(struct act *act, int index, const char *ticked,
	void (*done)(struct act *act, int index, const char *names));

/* ---- act_call.c ---------------------------------------------------------------- */

/* May it be done to the first target now? Fills label and version from what it loaded. */
enum dw_code
act_may(struct act *act, struct dw_error *err);

/* Audits a refusal that act_may() gave to what was really asked for. */
void
act_refused(struct act *act, enum dw_code code);

/* What one field says against being given for this target; DW_OK = nothing. */
enum dw_code
act_may_set(struct act *act, int index, struct dw_error *err);

/* Judges act->args without a transaction; see dw_judge(). */
enum dw_code
act_judge(struct act *act, struct dw_error *err);

/* Everything but the commit. A refusal is audited, as it was asked for. *note: a warning, or
 * why nothing is different. Free both texts. */
enum dw_code
act_try(struct act *act, bool *changed, char **effects, char **note, struct dw_error *err);

/* Does it, and says so in the status line. */
enum dw_code
act_do(struct act *act, struct dw_error *err);

/* The target's values now, by parameter as text for a form; NULL where there is no column
 * for it. Free with act_values_free(). */
enum dw_code
act_values(struct act *act, char ***out, struct dw_error *err);
void
act_values_free(const struct act *act, char **values);

/* ---- act_review.c -------------------------------------------------------------- */

/* Tries it and asks to confirm the differences. DW_CANCELLED when the question is open. */
enum dw_code
act_review(struct act *act, struct dw_error *err);

/*
 * Is all that stands in the way a flag that no form has (err names it: --replace)? Then what
 * would happen is told and asked, and it is done with the flag. True when the question is open.
 */
bool
act_insist(struct act *act, const struct dw_error *err);

/* Does it and tidies up: closes the form, shows what was made up, or says what went wrong. */
void
act_finish(struct act *act);

/* ---- act_conflict.c ------------------------------------------------------------ */

/* Is what the form began with still there? DW_OK, or DW_CONFLICT; *now are the values as
 * act_values() gives them. */
enum dw_code
act_still_there(struct act *act, char ***now, struct dw_error *err);

/* Shows what was there, what is there now (taken over) and what was typed, and lets the
 * person decide. */
void
act_conflict(struct act *act, char **now);

/* ---- act_export.c -------------------------------------------------------------- */

/* Does it let rows out, into a file that has to be named? */
bool
act_exports(const struct dw_action *action);

/* Asks which rows, in which format, into which file; then how many that are, and does it.
 * DW_CANCELLED when the form is open. */
enum dw_code
act_export(struct act *act, struct dw_error *err);

/* ---- imp.c --------------------------------------------------------------------- */

/* Does it bring rows in, with a plan to be read before? */
bool
act_imports(const struct dw_action *action);

/* From the file, or the paste, to the result. DW_CANCELLED when a question is open. */
enum dw_code
act_import(struct act *act, struct dw_error *err);

/* ---- act_bulk.c ---------------------------------------------------------------- */

/* Can it be done to many at once, with the same arguments? */
bool
act_for_many(const struct dw_action *action);

void
act_bulk(struct act *act);

#endif
